/// Walks the chain of events against the rows of the ledger. Linear in rows; one open hash for each
/// event that added to the table at hand.
struct ChainProof {
  private let database: OpaquePointer
  private(set) var failures: [String] = []
  private(set) var events: Int64 = 0
  /// What each event added, by event and then by table.
  private var parts: [Int64: [EventPart]] = [:]

  init(_ database: OpaquePointer) { self.database = database }

  /// Fills `failures`: which event, of which file or run, and which table.
  mutating func run() throws(LedgerError) {
    try loadParts()
    try walkLinks()
    for table in try ChainTable.all(database) {
      switch table.membership {
      case .rowNumbers, .parent: try walkRows(table)
      case .whole: try walkWhole(table)
      case .derived: try count(table)
      }
    }
  }

  private mutating func loadParts() throws(LedgerError) {
    let sql = try SQL(
      database,
      """
      SELECT event_id, table_name, columns, rows, first_id, last_id, sha256, apart_sha256
      FROM event_part ORDER BY event_id, table_name
      """)
    while try sql.next() {
      parts[sql.int64(0), default: []].append(
        EventPart(
          table: sql.text(1), columns: Int(sql.int64(2)), rows: sql.int64(3),
          firstID: sql.int64OrNil(4), lastID: sql.int64OrNil(5), sha256: sql.text(6),
          apartSHA256: sql.textOrNil(7)))
    }
  }

  private mutating func walkLinks() throws(LedgerError) {
    let sql = try SQL(
      database, "SELECT id, previous_sha256, sha256, sealed_sha256 FROM event ORDER BY id")
    var before = EventLink.start
    while try sql.next() {
      let link = EventLink(
        id: sql.int64(0), previous: sql.text(1), sha256: sql.text(2), sealed: sql.text(3))
      if link != before.next(parts[before.id + 1] ?? []) {
        failures.append("\(try name(link.id)): its hash")
      }
      before = link
      events += 1
    }
    let known = before.id
    for id in parts.keys.sorted() where id < 1 || id > known {
      failures.append("\(try name(id)): no such event")
    }
  }

  /// Events that added to the table, oldest first.
  private func added(to name: String) -> [(event: Int64, part: EventPart)] {
    parts.keys.sorted().flatMap { event in
      parts[event]!.filter { $0.table == name }.map { (event, $0) }
    }
  }

  private mutating func walkRows(_ table: ChainTable) throws(LedgerError) {
    let own = added(to: table.name)
    guard let member = table.member else { return }
    let spans = EventSpans(added(to: table.memberTable))
    var hashes: [Int64: PartHash] = [:]
    let expected = [Int64: EventPart](uniqueKeysWithValues: own.map { ($0.event, $0.part) })
    let sql = try SQL(database, table.query())
    var strange = 0
    while try sql.next() {
      guard let event = spans.event(of: sql.int64(Int32(member))), let part = expected[event]
      else {
        strange += 1
        continue
      }
      let hash = hashes[event] ?? PartHash(table)
      hashes[event] = hash
      hash.add(sql, columns: min(part.columns, table.columns.count))
    }
    if strange > 0 { failures.append("\(table.name): \(strange) rows of no event") }
    for (event, part) in own {
      let hash = hashes[event] ?? PartHash(table)
      let rows = hash.rows
      let (sha256, apart) = hash.finish()
      if rows != part.rows {
        failures.append("\(try name(event)): \(table.name), \(rows) rows instead of \(part.rows)")
      } else if sha256 != part.sha256 || apart != part.apartSHA256 {
        failures.append("\(try name(event)): \(table.name)")
      }
    }
  }

  /// The newest event that added to the table has its hash as it is now.
  private mutating func walkWhole(_ table: ChainTable) throws(LedgerError) {
    let hash = try PartHash.read(table, database)
    let rows = hash.rows
    let (sha256, apart) = hash.finish()
    guard let last = added(to: table.name).last else {
      if rows > 0 { failures.append("\(table.name): \(rows) rows of no event") }
      return
    }
    if rows != last.part.rows || sha256 != last.part.sha256 || apart != last.part.apartSHA256 {
      failures.append("\(try name(last.event)): \(table.name)")
    }
  }

  /// As many rows as events added, each with a sighting that says the same.
  private mutating func count(_ table: ChainTable) throws(LedgerError) {
    let sum = added(to: table.name).reduce(0) { $0 + $1.part.rows }
    let sql = try SQL(
      database,
      """
      SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1
        FROM entry e JOIN sighting s ON s.entry_id = e.id JOIN source_file f ON f.id = s.file_id
        WHERE e.id = r.entry_id AND e.account_id = r.account_id AND s.reference = r.reference
          AND s.payer_name = r.payer_name AND f.format_id = r.format_id))
      FROM lasting_reference r
      """)
    _ = try sql.next()
    if sql.int64(0) != sum {
      failures.append("\(table.name): \(sql.int64(0)) rows instead of \(sum)")
    }
    if sql.int64(1) != 0 {
      failures.append("\(table.name): \(sql.int64(1)) rows that no file says")
    }
  }

  /// `event 12 (2026-11-20-0002)`: with the file or the run that it is of, where it is of one.
  private func name(_ event: Int64) throws(LedgerError) -> String {
    for part in parts[event] ?? [] {
      let query: String
      switch part.table {
      case "source_file", "settlement_file": query = "SELECT name FROM \(part.table) WHERE id = ?"
      case "run": query = "SELECT run_id FROM run WHERE ordinal = ?"
      default: continue
      }
      let sql = try SQL(database, query)
      sql.bind(1, part.firstID)
      if part.rows == 1, try sql.next() { return "event \(event) (\(sql.text(0)))" }
    }
    return "event \(event)"
  }
}

/// Which event added a row, by the row's number.
private struct EventSpans {
  private let spans: [(first: Int64, last: Int64, event: Int64)]

  init(_ added: [(event: Int64, part: EventPart)]) {
    spans = added.compactMap { event, part in
      guard let first = part.firstID, let last = part.lastID else { return nil }
      return (first, last, event)
    }.sorted { $0.first < $1.first }
  }

  func event(of id: Int64) -> Int64? {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].last < id { low = middle + 1 } else { high = middle }
    }
    guard low < spans.count, spans[low].first <= id else { return nil }
    return spans[low].event
  }
}

extension Ledger {
  /// The number and hash of the newest event; number 0 and zeros where there is none.
  public func head() throws(LedgerError) -> LedgerHead {
    try read { database in
      let link = try Chain.head(database)
      return LedgerHead(number: link.id, sha256: link.sha256, sealedSHA256: link.sealed)
    }
  }

  /// The event of this number; nil where there is none.
  public func event(_ number: Int64) throws(LedgerError) -> LedgerHead? {
    try read { database in
      let sql = try SQL(database, "SELECT sha256, sealed_sha256 FROM event WHERE id = ?")
      sql.bind(1, number)
      guard try sql.next() else { return nil }
      return LedgerHead(number: number, sha256: sql.text(0), sealedSHA256: sql.text(1))
    }
  }
}

/// What proves the ledger up to an event: whoever has it on paper can tell any later change.
public struct LedgerHead: Hashable, Sendable {
  /// Counts events from 1.
  public var number: Int64
  /// Covers all rows of this and all earlier events, but what clocks filled and the bytes of
  /// outputs, which hang on the versions of libraries.
  public var sha256: String
  /// Covers that too.
  public var sealedSHA256: String
}
