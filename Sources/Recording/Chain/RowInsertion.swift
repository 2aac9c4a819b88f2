internal import CSQLite
import Model

/// Inserts very many rows into one table of facts and tells the chain what they hold. While it
/// lives, nobody else inserts into the table, and an insertion that fails is the last.
///
/// The chain sees every row that is inserted, and can have its values from SQLite
/// (`EventRecorder`); but to ask for them column by column costs more than to insert them. So
/// whoever inserts millions says what it inserts, in the bytes that are hashed: SQLite still says
/// that a row of this table came, and a row that only one of both knows of ends the run. Tests hold
/// the two ways against each other, and `verify` the hash against the table.
struct RowInsertion: ~Copyable {
  private let sql: SQL
  private let part: PartRecording?
  private var row: ToldRow
  private var column: Int32 = 0

  /// Of all columns of a table, whose key is its first ones. In a transaction.
  init(
    into table: String, columns: Int, _ database: OpaquePointer, _ recorder: EventRecorder
  ) throws(LedgerError) {
    let places = Array(repeating: "?", count: columns).joined(separator: ",")
    let sql = try SQL(database, "INSERT INTO \(table) VALUES (\(places))")
    self.sql = sql
    part = recorder.part(of: table)
    part?.isTold = true
    row = ToldRow(part?.table)
  }

  deinit { part?.isTold = false }

  // MARK: The values of a row, in the order of its columns

  mutating func add(_ value: Int64) {
    column += 1
    sql.bind(column, value)
    row.add(value)
  }

  mutating func add(_ value: Int64?) {
    if let value { return add(value) }
    column += 1
    sql.bind(column, nil as Int64?)
    row.addNull()
  }

  mutating func add(_ value: Int32) { add(Int64(value)) }
  mutating func add(_ value: Day) { add(Int64(value.number)) }
  mutating func add(_ value: Day?) { add(value.map { Int64($0.number) }) }

  mutating func add(_ value: borrowing String) {
    let copied: Void? = value.utf8.withContiguousStorageIfAvailable {
      add(UnsafeRawBufferPointer($0))
    }
    guard copied == nil else { return }
    var text = copy value
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// Text from bytes that are valid UTF-8.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    column += 1
    sql.bind(column, bytes)
    row.add(bytes)
  }

  /// Inserts the row; the next one begins.
  mutating func insert() throws(LedgerError) {
    try sql.run()
    part?.add(told: row)
    row.removeAll()
    column = 0
  }
}

/// A row as the chain has it, with what is asked of it: its key, and the number that says which
/// event it is of.
struct ToldRow: ~Copyable {
  private(set) var content = RowBytes(capacity: 512)
  private(set) var key = RowBytes(capacity: 64)
  /// Where the key begins with a number.
  private(set) var firstKey: Int64?
  private(set) var member: Int64 = 0
  private let keyColumns: Int
  private let memberColumn: Int
  private var column = 0

  /// nil: nobody asks for the row.
  init(_ table: ChainTable?) {
    precondition(
      table.map { !$0.hasApart && $0.key == Array($0.key.indices) } ?? true,
      "The key of a table whose rows are told is its first columns.")
    keyColumns = table?.key.count ?? 0
    memberColumn = table?.member ?? -1
  }

  mutating func removeAll() {
    content.removeAll()
    key.removeAll()
    column = 0
  }

  mutating func add(_ value: Int64) {
    content.append(number: value)
    if column < keyColumns {
      key.append(keyNumber: value)
      if column == 0 { firstKey = value }
    }
    if column == memberColumn { member = value }
    column += 1
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    content.append(text: bytes)
    if column < keyColumns {
      key.append(keyText: bytes)
      if column == 0 { firstKey = nil }
    }
    column += 1
  }

  mutating func addNull() {
    content.appendNull()
    column += 1
  }
}
