public import Model

extension Ledger {
  /// Imports a settlement report, or an export of shipped slips, in one transaction. Rows that the
  /// ledger has are known; a known line whose payout or state is told otherwise gets a further
  /// state and counts as new. Equal lines of one file are counted, so two of them stay two.
  /// Must not be called for a file that was refused, nor for one that `knownFile` gives.
  ///
  /// Where `mayWait` and there are very many rows, all of which are new, they are only counted, and
  /// written by `writeLater` or before anything else is: `settlementBook` has them already.
  public func importSettlement(
    file: ImportFile, provider: String, rows: [SettlementRow], reading: FileReading,
    mayWait: Bool = false
  ) throws(LedgerError) -> ImportCount {
    precondition(!reading.isRefused, "A refused file must not be imported.")
    if waitingBook != nil { try writeLater() }
    let job = try read { database in
      var job = SettlementImport(
        database: database, fileID: try nextID("settlement_file", database), provider: provider)
      try job.plan(rows)
      return job
    }
    var later = Later(bulk: .settlement, rows: rows.count) { _ in
      try job.saveFile(file, rowsRead: Int64(rows.count), rejected: reading.rowsRejected)
      try job.save(rows)
    }
    if mayWait, rows.count >= bulkRows, job.isAllNew {
      later.book = WaitingBook(
        fileID: Int32(job.fileID), fileName: file.name, provider: provider,
        rows: job.rowsToSave.map { rows[$0] })
      self.later.append(later)
    } else {
      try write(adding: later.rows, later.bulk, later.body)
    }
    return job.count
  }

  /// All settlement lines of a day from `since` on (nil: all), in their newest state, with the
  /// payouts expected since then and all shipped slips.
  public func settlementBook(since: Day?) throws(LedgerError) -> SettlementBook {
    try read { database in
      var load = SettlementLoad(database: database, since: since)
      return try load.run(waiting: waitingBook)
    }
  }
}

extension Ledger {
  /// Settlement lines from `since` on that the daily decisions heed: chargebacks and their
  /// reversals, refused parcels, cancelled announcements, as they were known to that run. Cost: by
  /// an index, so nothing where there are none.
  public func settlementWarnings(
    since: Day, runOrdinal: Int64
  ) throws(LedgerError) -> SettlementBook {
    if waitingBook != nil { try writeLater() }
    return try read { database in
      var load = SettlementLoad(database: database, since: nil)
      return try load.runWarnings(since: since, runOrdinal: runOrdinal)
    }
  }
}

/// The work of one import.
private struct SettlementImport {
  private enum Step {
    case line(row: Int32, identity: LineIdentity)
    case state(row: Int32, lineID: Int64, version: Int64)
    case payout(row: Int32, version: Int64)
    case slip(row: Int32, version: Int64)
  }

  let database: OpaquePointer
  let fileID: Int64
  let provider: String
  var count = ImportCount()
  private var steps: [Step] = []
  /// What this very file said of a payout, or of a slip and its order, before.
  private var plannedPayouts: [ExactText: (version: Int64, payout: StatedPayout)] = [:]
  private var plannedSlips: [ExactText: (version: Int64, slip: ShippedSlip)] = [:]

  init(database: OpaquePointer, fileID: Int64, provider: String) {
    self.database = database
    self.fileID = fileID
    self.provider = provider
  }

  mutating func plan(_ rows: [SettlementRow]) throws(LedgerError) {
    steps.reserveCapacity(rows.count)
    let known = try KnownRows(database)
    var occurrences: [LineIdentity: Int32] = [:]
    occurrences.reserveCapacity(rows.count)
    for (n, row) in rows.enumerated() {
      let step: Step?
      switch row {
      case .line(let line):
        var identity = LineIdentity(line, provider: provider)
        let number = occurrences[identity, default: 0] + 1
        occurrences[identity] = number
        identity.occurrence = number
        step = try plan(line, Int32(n), identity, known)
      case .payout(let payout):
        let version = try planned(payout, known)
        step = version.map { .payout(row: Int32(n), version: $0) }
      case .slip(let slip):
        let version = try planned(slip, known)
        step = version.map { .slip(row: Int32(n), version: $0) }
      }
      if let step {
        steps.append(step)
        count.new += 1
      } else {
        count.known += 1
      }
    }
  }

  private func plan(
    _ line: SettlementLine, _ row: Int32, _ identity: LineIdentity, _ known: borrowing KnownRows
  ) throws(LedgerError) -> Step? {
    guard let found = try known.line(identity) else { return .line(row: row, identity: identity) }
    if found.state == LineState(line) { return nil }
    return .state(row: row, lineID: found.id, version: found.version + 1)
  }

  /// The version that the payout would be; nil where the newest says the same. One file may state a
  /// payout twice; what it says last holds.
  private mutating func planned(
    _ payout: StatedPayout, _ known: borrowing KnownRows
  ) throws(LedgerError) -> Int64? {
    var version = try known.payoutVersion(provider, payout)
    if let before = plannedPayouts[ExactText(payout.key)] {
      version = before.payout.says(payout) ? nil : before.version + 1
    }
    if let version { plannedPayouts[ExactText(payout.key)] = (version, payout) }
    return version
  }

  /// The same of a slip: exports of parcels with several items list each item.
  private mutating func planned(
    _ slip: ShippedSlip, _ known: borrowing KnownRows
  ) throws(LedgerError) -> Int64? {
    let key = ExactText(slip.slipNumber + "\u{1F}" + slip.orderKey)
    var version = try known.slipVersion(slip)
    if let before = plannedSlips[key] {
      let isSame = before.slip.shippedDay == slip.shippedDay && before.slip.codYen == slip.codYen
      version = isSame ? nil : before.version + 1
    }
    if let version { plannedSlips[key] = (version, slip) }
    return version
  }

  /// Whether all that is to be saved is of lines, payouts and slips that nobody told of before.
  var isAllNew: Bool {
    steps.allSatisfy {
      switch $0 {
      case .line: true
      case .state: false
      case .payout(_, let version), .slip(_, let version): version == 1
      }
    }
  }

  /// Places of the rows that are to be saved.
  var rowsToSave: [Int] {
    steps.map {
      switch $0 {
      case .line(let row, _), .state(let row, _, _), .payout(let row, _), .slip(let row, _):
        Int(row)
      }
    }
  }

  func saveFile(_ file: ImportFile, rowsRead: Int64, rejected: Int32) throws(LedgerError) {
    let sql = try SQL(
      database,
      """
      INSERT INTO settlement_file
      VALUES (?1, ?2, 1 + (SELECT count(*) FROM settlement_file WHERE sha256 = ?2), ?3,?4,?5,?6,?7,
        ?8,?9,?10,?11)
      """)
    sql.bind(1, fileID)
    sql.bind(2, file.sha256)
    sql.bind(3, file.runOrdinal)
    sql.bind(4, file.name)
    sql.bind(5, file.sizeBytes)
    sql.bind(6, file.formatID)
    sql.bind(7, provider)
    sql.bind(8, rowsRead + Int64(rejected))
    sql.bind(9, count.new)
    sql.bind(10, count.known)
    sql.bind(11, count.notPosted + rejected)
    try sql.run()
  }

  func save(_ rows: [SettlementRow]) throws(LedgerError) {
    let writer = try SettlementWriter(database, fileID: fileID, provider: provider)
    for step in steps {
      switch step {
      case .line(let row, let identity):
        guard case .line(let line) = rows[Int(row)] else { continue }
        try writer.write(line, identity)
      case .state(let row, let lineID, let version):
        guard case .line(let line) = rows[Int(row)] else { continue }
        try writer.write(state: line, of: lineID, version)
      case .payout(let row, let version):
        guard case .payout(let payout) = rows[Int(row)] else { continue }
        try writer.write(payout, version)
      case .slip(let row, let version):
        guard case .slip(let slip) = rows[Int(row)] else { continue }
        try writer.write(slip, version)
      }
    }
  }
}

extension StatedPayout {
  /// Whether the other tells nothing new of the same payout, wherever it stands.
  fileprivate func says(_ other: StatedPayout) -> Bool {
    expectedDay == other.expectedDay && totalYen == other.totalYen && feeYen == other.feeYen
      && traceText == other.traceText && isLive == other.isLive
  }
}

/// What may change of a line.
struct LineState: Equatable {
  var payoutKey: String
  var payoutDay: Day?
  var state: Int32

  init(_ line: SettlementLine) {
    payoutKey = line.payoutKey
    payoutDay = line.payoutDay
    state = line.state.rawValue
  }

  init(_ sql: borrowing SQL, _ first: Int32) {
    payoutKey = sql.text(first)
    payoutDay = sql.dayOrNil(first + 1)
    state = sql.int32(first + 2)
  }
}

/// Looks up what the ledger has. An empty ledger is not asked.
private struct KnownRows: ~Copyable {
  private let lines: SQL
  private let states: SQL
  private let payouts: SQL
  private let slips: SQL
  private let hasLines: Bool

  init(_ database: OpaquePointer) throws(LedgerError) {
    // All or none: what is not copied must not be begun and left.
    let hasLines = try nextID("settlement_line", database) > 1
    let lines = try SQL(
      database,
      """
      SELECT id, payout_key, payout_day, state FROM settlement_line
      WHERE identity_high = ? AND identity_low = ? AND occurrence = ?
      """)
    let states = try SQL(
      database,
      """
      SELECT version, payout_key, payout_day, state FROM settlement_state
      WHERE line_id = ? ORDER BY version DESC LIMIT 1
      """)
    let payouts = try SQL(
      database,
      """
      SELECT version, expected_day, total_yen, trace_text, is_live, fee_yen FROM settlement_payout
      WHERE provider = ? AND payout_key = ? ORDER BY version DESC LIMIT 1
      """)
    let slips = try SQL(
      database,
      """
      SELECT version, shipped_day, cod_yen FROM shipped_slip
      WHERE slip_number = ? AND order_key = ? ORDER BY version DESC LIMIT 1
      """)
    self.hasLines = hasLines
    self.lines = lines
    self.states = states
    self.payouts = payouts
    self.slips = slips
  }

  func line(
    _ identity: LineIdentity
  ) throws(LedgerError) -> (id: Int64, version: Int64, state: LineState)? {
    guard hasLines else { return nil }
    lines.bind(1, identity.high)
    lines.bind(2, identity.low)
    lines.bind(3, identity.occurrence)
    guard try lines.next() else { return nil }
    let id = lines.int64(0)
    let first = LineState(lines, 1)
    lines.reset()
    states.bind(1, id)
    guard try states.next() else { return (id, 1, first) }
    defer { states.reset() }
    return (id, states.int64(0), LineState(states, 1))
  }

  /// The version that the payout would be; nil where its newest says the same.
  func payoutVersion(_ provider: String, _ payout: StatedPayout) throws(LedgerError) -> Int64? {
    payouts.bind(1, provider)
    payouts.bind(2, payout.key)
    guard try payouts.next() else { return 1 }
    defer { payouts.reset() }
    let isSame =
      payouts.int32(1) == payout.expectedDay.number && payouts.int64(2) == payout.totalYen
      && payouts.text(3) == payout.traceText && (payouts.int32(4) == 1) == payout.isLive
      && payouts.int64OrNil(5) == payout.feeYen
    return isSame ? nil : payouts.int64(0) + 1
  }

  func slipVersion(_ slip: ShippedSlip) throws(LedgerError) -> Int64? {
    slips.bind(1, slip.slipNumber)
    slips.bind(2, slip.orderKey)
    guard try slips.next() else { return 1 }
    defer { slips.reset() }
    let isSame = slips.dayOrNil(1) == slip.shippedDay && slips.int64OrNil(2) == slip.codYen
    return isSame ? nil : slips.int64(0) + 1
  }
}
