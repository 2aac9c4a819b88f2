import Model

/// Rows of a settlement file that are to be written, none of which the ledger has.
struct WaitingBook {
  /// The row number that the file will have.
  let fileID: Int32
  let fileName: String
  /// Empty for slips, which are nobody's.
  let provider: String
  let rows: [SettlementRow]
}

/// Loads settlement lines with their newest states.
struct SettlementLoad {
  let database: OpaquePointer
  let since: Day?
  private var providers: [String] = []
  /// Provider in the order of `providers` while loading, which is that of first sight.
  private var places: [String: Int32] = [:]

  init(database: OpaquePointer, since: Day?) {
    self.database = database
    self.since = since
  }

  /// - Parameter waiting: rows that count as if they were in the ledger.
  mutating func run(waiting: WaitingBook? = nil) throws(LedgerError) -> SettlementBook {
    try loadProviders(waiting?.provider)
    var book = SettlementBook(providers: providers)
    book.files = [""]
    let names = try SQL(database, "SELECT name FROM settlement_file ORDER BY id")
    while try names.next() { book.files.append(names.text(0)) }
    book.lines = try lines()
    book.payouts = try payouts()
    book.slips = try slips()
    if let waiting { add(waiting, to: &book) }
    book.lines = sorted(book.lines)
    return book
  }

  private func add(_ waiting: WaitingBook, to book: inout SettlementBook) {
    precondition(Int(waiting.fileID) == book.files.count, "files are numbered without gaps")
    book.files.append(waiting.fileName)
    let place = places[waiting.provider] ?? 0
    book.lines.reserveCapacity(book.lines.count + waiting.rows.count)
    let (payouts, slips) = (book.payouts.count, book.slips.count)
    for row in waiting.rows {
      switch row {
      case .line(let line):
        if let since, line.day < since { continue }
        book.lines.append(BookedLine(provider: place, fileIndex: waiting.fileID, line: line))
      case .payout(let payout):
        if let since, payout.expectedDay < since { continue }
        book.payouts.append(
          BookedPayout(provider: place, fileIndex: waiting.fileID, payout: payout))
      case .slip(let slip): book.slips.append(slip)
      }
    }
    if book.payouts.count > payouts { book.payouts.sort(by: SettlementLoad.isBefore) }
    if book.slips.count > slips { book.slips.sort(by: SettlementLoad.isBefore) }
  }

  /// As the queries have them: texts by their bytes.
  private static func isBefore(_ a: BookedPayout, _ b: BookedPayout) -> Bool {
    if a.provider != b.provider { return a.provider < b.provider }
    if a.payout.expectedDay != b.payout.expectedDay {
      return a.payout.expectedDay < b.payout.expectedDay
    }
    return a.payout.key.utf8.lexicographicallyPrecedes(b.payout.key.utf8)
  }

  private static func isBefore(_ a: ShippedSlip, _ b: ShippedSlip) -> Bool {
    if a.slipNumber != b.slipNumber {
      return a.slipNumber.utf8.lexicographicallyPrecedes(b.slipNumber.utf8)
    }
    return a.orderKey.utf8.lexicographicallyPrecedes(b.orderKey.utf8)
  }

  /// Lines that the daily decisions heed, and for those without an order's number the sales of
  /// their charges. Nothing else of the book.
  mutating func runWarnings(since: Day, runOrdinal: Int64) throws(LedgerError) -> SettlementBook {
    try loadProviders()
    var book = SettlementBook(providers: providers, files: [""])
    let isKnown = "file_id IN (SELECT id FROM settlement_file WHERE run_ordinal <= \(runOrdinal))"
    book.lines = try sortedLines(
      where: "kind IN (3, 4, 5, 11) AND day >= \(since.number) AND \(isKnown)")
    let isKeyless = { (line: SettlementLine) in line.orderKey.isEmpty && !line.chargeKey.isEmpty }
    if book.lines.contains(where: { isKeyless($0.line) }) {
      book.lines += try sortedLines(
        where: """
          kind = 1 AND charge_key IN (SELECT charge_key FROM settlement_line
            WHERE kind IN (3, 4, 5, 11) AND day >= \(since.number) AND order_key = ''
              AND charge_key <> '') AND \(isKnown)
          """)
    }
    for n in book.lines.indices { book.lines[n].fileIndex = 0 }
    return book
  }

  private mutating func loadProviders(_ further: String? = nil) throws(LedgerError) {
    let sql = try SQL(
      database, "SELECT DISTINCT provider FROM settlement_file WHERE provider <> '' ORDER BY 1")
    while try sql.next() { providers.append(sql.text(0)) }
    if let further, !further.isEmpty, !providers.contains(further) {
      providers.append(further)
      providers.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    for (n, name) in providers.enumerated() { places[name] = Int32(n) }
  }

  private func lines(where condition: String = "1") throws(LedgerError) -> [BookedLine] {
    var lines: [BookedLine] = []
    let changed = try states()
    let sql = try SQL(
      database,
      """
      SELECT id, file_id, record, line, provider, line_id, day, kind, kind_text, order_key,
        charge_key, slip_number, gross_yen, fee_yen, fee_tax_yen, payout_key, payout_day, state,
        method_text, is_component FROM settlement_line WHERE \(condition) ORDER BY id
      """)
    let words = providers.map { ($0, places[$0]!) }
    let column = WordColumn(words)
    while try sql.next() {
      if let since, sql.int32(6) < since.number { continue }
      guard let kind = SettlementKind(rawValue: sql.int32(7)), let place = column.read(sql, 4)
      else { throw .newerSchema }
      let state = changed.isEmpty ? nil : changed[sql.int64(0)]
      lines.append(
        BookedLine(
          provider: place, fileIndex: sql.int32(1),
          line: SettlementLine(
            record: sql.int32(2), line: sql.int32(3), lineID: sql.text(5),
            day: Day(number: sql.int32(6)), kind: kind, kindText: sql.text(8),
            orderKey: sql.text(9), chargeKey: sql.text(10), slipNumber: sql.text(11),
            grossYen: sql.int64(12), feeYen: sql.int64(13), feeTaxYen: sql.int64(14),
            payoutKey: state?.payoutKey ?? sql.text(15),
            payoutDay: state == nil ? sql.dayOrNil(16) : state!.payoutDay,
            state: SettlementState(rawValue: state?.state ?? sql.int32(17)) ?? .final,
            methodText: sql.text(18), isComponent: sql.int32(19) == 1)))
    }
    return lines
  }

  private func sortedLines(where condition: String) throws(LedgerError) -> [BookedLine] {
    sorted(try lines(where: condition))
  }

  /// Files come in month by month: most of the time the rows are in order already.
  private func sorted(_ lines: [BookedLine]) -> [BookedLine] {
    struct Key {
      var major: Int64
      var minor: Int64
      var place: Int32
    }
    let keys = lines.withUnsafeBufferPointer { lines in
      lines.indices.map { n in
        Key(
          major: Int64(lines[n].provider) << 32
            | Int64(UInt32(bitPattern: lines[n].line.day.number)),
          minor: Int64(lines[n].fileIndex) << 32 | Int64(lines[n].line.record), place: Int32(n))
      }
    }
    let isBefore = { (a: Key, b: Key) in (a.major, a.minor) < (b.major, b.minor) }
    if zip(keys, keys.dropFirst()).allSatisfy({ !isBefore($1, $0) }) { return lines }
    return keys.sorted(by: isBefore).map { lines[Int($0.place)] }
  }

  private func states() throws(LedgerError) -> [Int64: LineState] {
    var states: [Int64: LineState] = [:]
    let sql = try SQL(
      database,
      """
      SELECT line_id, payout_key, payout_day, state FROM settlement_state
      ORDER BY line_id, version
      """)
    while try sql.next() { states[sql.int64(0)] = LineState(sql, 1) }
    return states
  }

  private func payouts() throws(LedgerError) -> [BookedPayout] {
    var payouts: [BookedPayout] = []
    let sql = try SQL(
      database,
      """
      SELECT provider, payout_key, file_id, record, line, expected_day, total_yen, trace_text,
        is_live, fee_yen FROM settlement_payout p
      WHERE version = (SELECT max(version) FROM settlement_payout n
        WHERE n.provider = p.provider AND n.payout_key = p.payout_key)
      ORDER BY provider, expected_day, payout_key
      """)
    while try sql.next() {
      if let since, sql.int32(5) < since.number { continue }
      payouts.append(
        BookedPayout(
          provider: places[sql.text(0)]!, fileIndex: sql.int32(2),
          payout: StatedPayout(
            record: sql.int32(3), line: sql.int32(4), key: sql.text(1),
            expectedDay: Day(number: sql.int32(5)), totalYen: sql.int64(6),
            feeYen: sql.int64OrNil(9), traceText: sql.text(7), isLive: sql.int32(8) == 1)))
    }
    return payouts
  }

  private func slips() throws(LedgerError) -> [ShippedSlip] {
    var slips: [ShippedSlip] = []
    let sql = try SQL(
      database,
      """
      SELECT record, line, order_key, slip_number, shipped_day, cod_yen FROM shipped_slip s
      WHERE version = (SELECT max(version) FROM shipped_slip n
        WHERE n.slip_number = s.slip_number AND n.order_key = s.order_key)
      ORDER BY slip_number, order_key
      """)
    while try sql.next() {
      slips.append(
        ShippedSlip(
          record: sql.int32(0), line: sql.int32(1), orderKey: sql.text(2),
          slipNumber: sql.text(3), shippedDay: sql.dayOrNil(4), codYen: sql.int64OrNil(5)))
    }
    return slips
  }
}
