import Model

/// Writes the rows of one settlement file.
struct SettlementWriter: ~Copyable {
  private let lines: SQL
  private let states: SQL
  private let payouts: SQL
  private let slips: SQL

  init(_ database: OpaquePointer, fileID: Int64, provider: String) throws(LedgerError) {
    let lines = try SQL(
      database,
      """
      INSERT INTO settlement_line VALUES
      (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """)
    let states = try SQL(database, "INSERT INTO settlement_state VALUES (?,?,?,?,?,?,?)")
    let payouts = try SQL(database, "INSERT INTO settlement_payout VALUES (?,?,?,?,?,?,?,?,?,?,?)")
    let slips = try SQL(database, "INSERT INTO shipped_slip VALUES (?,?,?,?,?,?,?,?)")
    lines.bind(4, fileID)
    lines.bind(7, provider)
    states.bind(3, fileID)
    payouts.bind(1, provider)
    payouts.bind(4, fileID)
    slips.bind(4, fileID)
    self.lines = lines
    self.states = states
    self.payouts = payouts
    self.slips = slips
  }

  func write(_ line: SettlementLine, _ identity: LineIdentity) throws(LedgerError) {
    lines.bind(1, identity.high)
    lines.bind(2, identity.low)
    lines.bind(3, identity.occurrence)
    lines.bind(5, line.record)
    lines.bind(6, line.line)
    lines.bind(8, line.lineID)
    lines.bind(9, line.day)
    lines.bind(10, line.kind.rawValue)
    lines.bind(11, line.kindText)
    lines.bind(12, line.orderKey)
    lines.bind(13, line.chargeKey)
    lines.bind(14, line.slipNumber)
    lines.bind(15, line.grossYen)
    lines.bind(16, line.feeYen)
    lines.bind(17, line.feeTaxYen)
    lines.bind(18, line.payoutKey)
    lines.bind(19, line.payoutDay)
    lines.bind(20, line.state.rawValue)
    lines.bind(21, line.methodText)
    lines.bind(22, line.isComponent ? Int32(1) : 0)
    try lines.run()
  }

  func write(
    state line: SettlementLine, of lineID: Int64, _ version: Int64
  ) throws(LedgerError) {
    states.bind(1, lineID)
    states.bind(2, version)
    states.bind(4, line.record)
    states.bind(5, line.payoutKey)
    states.bind(6, line.payoutDay)
    states.bind(7, line.state.rawValue)
    try states.run()
  }

  func write(_ payout: StatedPayout, _ version: Int64) throws(LedgerError) {
    payouts.bind(2, payout.key)
    payouts.bind(3, version)
    payouts.bind(5, payout.record)
    payouts.bind(6, payout.line)
    payouts.bind(7, payout.expectedDay)
    payouts.bind(8, payout.totalYen)
    payouts.bind(9, payout.traceText)
    payouts.bind(10, payout.isLive ? Int32(1) : 0)
    payouts.bind(11, payout.feeYen)
    try payouts.run()
  }

  func write(_ slip: ShippedSlip, _ version: Int64) throws(LedgerError) {
    slips.bind(1, slip.slipNumber)
    slips.bind(2, slip.orderKey)
    slips.bind(3, version)
    slips.bind(5, slip.record)
    slips.bind(6, slip.line)
    slips.bind(7, slip.shippedDay)
    slips.bind(8, slip.codYen)
    try slips.run()
  }
}
