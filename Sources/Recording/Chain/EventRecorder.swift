internal import CSQLite
internal import Hashing

/// What one event added to one table.
struct EventPart: Equatable {
  var table: String
  var columns: Int
  /// Of a table that is hashed whole: all its rows at that time.
  var rows: Int64
  var firstID: Int64?
  var lastID: Int64?
  var sha256: String
  var apartSHA256: String?

  /// The line of the part in what an event's hash is made of.
  var line: String {
    let first = firstID.map { String($0) } ?? "-"
    let last = lastID.map { String($0) } ?? "-"
    return "\(table) \(columns) \(rows) \(first) \(last) \(sha256)\n"
  }
}

/// The hashes of one event.
struct EventLink: Equatable {
  var id: Int64
  var previous: String
  var sha256: String
  var sealed: String

  /// Stands before the first event.
  static let start = EventLink(
    id: 0, previous: "", sha256: String(repeating: "0", count: 64),
    sealed: String(repeating: "0", count: 64))

  /// The event that follows. Plain text is hashed, so that anybody can do it again with
  /// `sha256sum`: the hash before and a line for each table.
  func next(_ parts: [EventPart]) -> EventLink {
    var text = sha256 + "\n"
    for part in parts { text += part.line }
    let content = SHA256.hex(of: text)
    text = sealed + "\n" + content + "\n"
    for part in parts {
      if let apart = part.apartSHA256 { text += "\(part.table) \(apart)\n" }
    }
    return EventLink(
      id: id + 1, previous: sha256, sha256: content, sealed: SHA256.hex(of: text))
  }
}

/// Sees every row that a transaction of the ledger inserts, whatever statement inserts it, and
/// adds the event to the chain before the transaction commits.
final class EventRecorder {
  private var tables: [String: ChainTable] = [:]
  private var parts: [PartRecording] = []
  private var isOpen = false

  /// Sees rows of the connection from now on; must live as long as it does.
  func attach(_ database: OpaquePointer) throws(LedgerError) {
    for table in try ChainTable.all(database) { tables[table.name] = table }
    let own = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_preupdate_hook(
      database,
      { own, database, operation, _, table, _, _ in
        guard operation == SQLITE_INSERT, let own, let database, let table else { return }
        Unmanaged<EventRecorder>.fromOpaque(own).takeUnretainedValue().add(table, database)
      }, own)
  }

  /// A transaction begins.
  func begin() {
    parts.removeAll()
    isOpen = true
  }

  /// The transaction is about to commit: what it added becomes an event; nothing does where it
  /// added nothing.
  func seal(_ database: OpaquePointer) throws(LedgerError) {
    isOpen = false
    defer { parts.removeAll() }
    parts.removeAll { $0.isEmpty }
    guard !parts.isEmpty else { return }
    var finished: [EventPart] = []
    for part in parts.sorted(by: { $0.table.name < $1.table.name }) {
      try checkParent(part)
      finished.append(try part.finish(database))
    }
    try Chain.append(finished, database)
  }

  /// The transaction is taken back.
  func discard() {
    isOpen = false
    parts.removeAll()
  }

  /// The part of a table whose rows will be told (`RowInsertion`); nil where no rows are seen.
  func part(of name: String) -> PartRecording? {
    guard isOpen, let table = tables[name] else { return nil }
    if let part = parts.first(where: { $0.table.name == name }) { return part }
    parts.append(PartRecording(table))
    return parts.last
  }

  private func add(_ name: UnsafePointer<CChar>, _ database: OpaquePointer) {
    guard isOpen else { return }
    // A handful of tables, and rows of one come in a row.
    if let place = parts.lastIndex(where: { $0.isOf(name) }) {
      parts[place].addRow(database)
      // Two tables often take turns.
      if place < parts.count - 2 { parts.swapAt(place, parts.count - 1) }
      return
    }
    guard let table = tables[String(cString: name)] else { return }
    parts.append(PartRecording(table))
    parts[parts.count - 1].addRow(database)
  }

  /// Rows that say their event by the row they belong to must be of this very event.
  private func checkParent(_ part: PartRecording) throws(LedgerError) {
    guard case .parent(_, let name) = part.table.membership else { return }
    let parent = parts.first { $0.table.name == name }
    guard let first = part.firstID, let last = part.lastID, let from = parent?.firstID,
      let to = parent?.lastID, from <= first, last <= to
    else { throw .refused(rule: "event of another's rows: \(part.table.name)") }
  }
}

/// The chain of events in the ledger.
enum Chain {
  /// The newest event; `EventLink.start` where there is none.
  static func head(_ database: OpaquePointer) throws(LedgerError) -> EventLink {
    let sql = try SQL(
      database,
      "SELECT id, previous_sha256, sha256, sealed_sha256 FROM event ORDER BY id DESC LIMIT 1")
    guard try sql.next() else { return .start }
    return EventLink(
      id: sql.int64(0), previous: sql.text(1), sha256: sql.text(2), sealed: sql.text(3))
  }

  static func append(_ parts: [EventPart], _ database: OpaquePointer) throws(LedgerError) {
    let link = try head(database).next(parts)
    let event = try SQL(database, "INSERT INTO event VALUES (?,?,?,?)")
    event.bind(1, link.id)
    event.bind(2, link.previous)
    event.bind(3, link.sha256)
    event.bind(4, link.sealed)
    try event.run()
    let row = try SQL(database, "INSERT INTO event_part VALUES (?,?,?,?,?,?,?,?)")
    for part in parts {
      row.bind(1, link.id)
      row.bind(2, part.table)
      row.bind(3, Int64(part.columns))
      row.bind(4, part.rows)
      row.bind(5, part.firstID)
      row.bind(6, part.lastID)
      row.bind(7, part.sha256)
      row.bind(8, part.apartSHA256)
      try row.run()
    }
  }

  /// Makes all that a ledger of an earlier version holds one event, the first.
  static func adopt(_ database: OpaquePointer) throws(LedgerError) {
    var parts: [EventPart] = []
    for table in try ChainTable.all(database) {
      let hashed = try PartHash.read(table, database)
      if hashed.rows == 0 { continue }
      let span = try span(table, database)
      let rows = hashed.rows
      let (sha256, apart) = hashed.finish()
      parts.append(
        EventPart(
          table: table.name, columns: table.columns.count, rows: rows, firstID: span?.first,
          lastID: span?.last, sha256: sha256, apartSHA256: apart))
    }
    if !parts.isEmpty { try append(parts, database) }
  }

  private static func span(
    _ table: ChainTable, _ database: OpaquePointer
  ) throws(LedgerError) -> (first: Int64, last: Int64)? {
    guard let member = table.member.map({ table.columns[$0] }) else { return nil }
    let sql = try SQL(database, "SELECT min(\(member)), max(\(member)) FROM \(table.name)")
    _ = try sql.next()
    return (sql.int64(0), sql.int64(1))
  }
}
