internal import CSQLite
internal import Glibc

/// Rows that the transaction adds to one table, on their way into a hash.
///
/// Rows that come in the order of the key, as nearly all do, go straight into the hash, a megabyte
/// at a time. Rows that do not are kept and sorted; where a part of them is hashed already, they
/// are read back.
final class PartRecording {
  let table: ChainTable
  private let name: [CChar]
  private let hash: PartHash
  private var pending: PendingRows
  private var isPartlyHashed = false
  /// Rows that SQLite said it inserts.
  private var seen: Int64 = 0
  /// Whoever inserts rows just now tells what they hold.
  var isTold = false

  /// So many bytes are hashed at once.
  private static let piece = 1 << 20

  init(_ table: ChainTable) {
    self.table = table
    name = Array(table.name.utf8CString)
    hash = PartHash(table)
    pending = PendingRows(table)
  }

  /// Numbers of the event's own rows or of their parents; see `ChainTable.member`.
  var firstID: Int64? { pending.firstID <= pending.lastID ? pending.firstID : nil }
  var lastID: Int64? { pending.firstID <= pending.lastID ? pending.lastID : nil }

  /// No row came.
  var isEmpty: Bool { seen == 0 }

  /// Whether the table has this name, which is not made a string for it.
  func isOf(_ other: UnsafePointer<CChar>) -> Bool { strcmp(name, other) == 0 }

  /// Takes in the row that is just being inserted.
  func addRow(_ database: OpaquePointer) {
    seen += 1
    if !isTold, table.membership != .whole { hashWhereFull(pending.add(database)) }
  }

  /// Takes in a row that was told, and seen by `addRow`.
  func add(told row: borrowing ToldRow) { hashWhereFull(pending.add(row)) }

  private func hashWhereFull(_ bytes: Int) {
    guard bytes >= PartRecording.piece, pending.isAscending else { return }
    hash.add(pending.bytes, rows: 0)
    isPartlyHashed = true
    pending.removeAllButLastKey()
  }

  /// What the rows came to. Reads the table where it has to.
  func finish(_ database: OpaquePointer) throws(LedgerError) -> EventPart {
    precondition(
      table.membership == .whole || seen == pending.rows, "Each row is told as it is inserted.")
    if table.membership == .whole || (!pending.isAscending && mustRead) {
      return part(try PartHash.read(table, where: condition, database))
    }
    if pending.isAscending {
      hash.add(pending.bytes, rows: 0)
    } else {
      for row in pending.sorted() { hash.add(pending.row(row), rows: 0) }
    }
    hash.add(apart: pending.apart)
    return part(hash)
  }

  private var mustRead: Bool { isPartlyHashed || table.membership == .rowNumbers }

  /// The event's rows. Bounds of the key too, where it is a number, so that of a large table that
  /// is not kept by its member only a part is read.
  private var condition: String {
    guard let member = table.member, let firstID, let lastID else { return "" }
    var text = "WHERE \(table.columns[member]) BETWEEN \(firstID) AND \(lastID)"
    if let keys = pending.firstKeys {
      let column = table.columns[table.key[0]]
      text += " AND \(column) BETWEEN \(keys.lowerBound) AND \(keys.upperBound)"
    }
    return text
  }

  private func part(_ hashed: PartHash) -> EventPart {
    let count = table.membership == .whole ? hashed.rows : pending.rows
    let (sha256, apart) = hashed.finish()
    return EventPart(
      table: table.name, columns: table.columns.count, rows: count, firstID: firstID,
      lastID: lastID, sha256: sha256, apartSHA256: apart)
  }
}

/// Rows that are not hashed yet, and what is known of all rows.
///
/// A part of its own because each row of the ledger passes here: what a class holds Swift guards at
/// every access, what a structure holds only once.
private struct PendingRows: ~Copyable {
  private let columns: Int
  /// Places of the columns that are hashed apart.
  private let isApart: [Bool]?
  private let key: [Int]
  private let member: Int
  private let hasOrder: Bool
  private(set) var rows: Int64 = 0
  private(set) var firstID = Int64.max
  private(set) var lastID = Int64.min
  private(set) var isAscending = true
  /// Of the key's first column, where it is a number.
  private var lowKey = Int64.max
  private var highKey = Int64.min
  private var content = RowBytes(capacity: 1 << 16)
  private var others = RowBytes(capacity: 64)
  private var starts: [Int] = []
  private var keys = RowBytes()
  private var keyStarts: [Int] = []

  init(_ table: borrowing ChainTable) {
    columns = table.columns.count
    isApart = table.hasApart ? table.isApart : nil
    key = table.key
    member = table.member ?? -1
    hasOrder = table.membership != .derived
  }

  var bytes: UnsafeRawBufferPointer { content.bytes }
  var apart: UnsafeRawBufferPointer { others.bytes }

  /// Lowest and highest; nil where the key begins with a text.
  var firstKeys: ClosedRange<Int64>? { lowKey <= highKey ? lowKey...highKey : nil }

  /// Gives how many bytes are there now.
  mutating func add(_ database: OpaquePointer) -> Int {
    rows += 1
    starts.append(content.count)
    for column in 0..<columns {
      let value = newValue(column, database)
      if isApart?[column] == true { others.append(value) } else { content.append(value) }
      if column == member {
        let id = sqlite3_value_int64(value)
        firstID = min(firstID, id)
        lastID = max(lastID, id)
      }
    }
    addKey(database)
    return content.count
  }

  /// Gives how many bytes are there now.
  mutating func add(_ row: borrowing ToldRow) -> Int {
    rows += 1
    starts.append(content.count)
    content.append(row.content.bytes)
    if member >= 0 {
      firstID = min(firstID, row.member)
      lastID = max(lastID, row.member)
    }
    keyStarts.append(keys.count)
    keys.append(row.key.bytes)
    if let number = row.firstKey { noteFirstKey(number) }
    noteOrder()
    return content.count
  }

  private mutating func addKey(_ database: OpaquePointer) {
    keyStarts.append(keys.count)
    for (place, column) in key.enumerated() {
      let value = newValue(column, database)
      keys.append(key: value)
      if place == 0, sqlite3_value_type(value) == SQLITE_INTEGER {
        noteFirstKey(sqlite3_value_int64(value))
      }
    }
    noteOrder()
  }

  private mutating func noteFirstKey(_ number: Int64) {
    lowKey = min(lowKey, number)
    highKey = max(highKey, number)
  }

  private mutating func noteOrder() {
    let n = keyStarts.count - 1
    if n > 0, isAscending, hasOrder, !precedes(n - 1, n) { isAscending = false }
  }

  /// The last key stays, to be compared with the next one.
  mutating func removeAllButLastKey() {
    content.removeAll()
    starts.removeAll(keepingCapacity: true)
    var last = RowBytes(capacity: 64)
    last.append(key(keyStarts.count - 1))
    keys.removeAll()
    keys.append(last.bytes)
    keyStarts.removeAll(keepingCapacity: true)
    keyStarts.append(0)
  }

  /// Numbers of the rows in the order of their keys. Nothing of them may be removed before.
  func sorted() -> [Int] {
    var order = Array(starts.indices)
    order.sort { precedes($0, $1) }
    return order
  }

  func row(_ n: Int) -> UnsafeRawBufferPointer {
    let end = n + 1 < starts.count ? starts[n + 1] : content.count
    return UnsafeRawBufferPointer(rebasing: content.bytes[starts[n]..<end])
  }

  private func key(_ n: Int) -> UnsafeRawBufferPointer {
    let end = n + 1 < keyStarts.count ? keyStarts[n + 1] : keys.count
    return UnsafeRawBufferPointer(rebasing: keys.bytes[keyStarts[n]..<end])
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (key(a), key(b))
    let order = memcmp(first.baseAddress!, second.baseAddress!, min(first.count, second.count))
    return order < 0 || (order == 0 && first.count < second.count)
  }

  private func newValue(_ column: Int, _ database: OpaquePointer) -> OpaquePointer? {
    var value: OpaquePointer?
    let code = sqlite3_preupdate_new(database, Int32(column), &value)
    precondition(code == SQLITE_OK, "A row that is being inserted has all its columns.")
    return value
  }
}
