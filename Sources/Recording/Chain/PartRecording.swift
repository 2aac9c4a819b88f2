internal import CSQLite

/// Rows that the transaction adds to one table, on their way into a hash.
///
/// Rows that come in the order of the key, as nearly all do, go straight into the hash, a megabyte
/// at a time. Rows that do not are kept and sorted; where a part of them is hashed already, they
/// are read back.
final class PartRecording {
  let table: ChainTable
  /// Numbers of the event's own rows or of their parents; see `ChainTable.member`.
  private(set) var firstID: Int64?
  private(set) var lastID: Int64?
  private(set) var rows: Int64 = 0

  private let hash: PartHash
  private let bytes = RowBytes(capacity: 1 << 16)
  private let apart = RowBytes(capacity: 64)
  /// Where rows and their keys begin, of those that are not hashed yet.
  private var starts: [Int] = []
  private let keys = RowBytes()
  private var keyStarts: [Int] = []
  private var isAscending = true
  private var isPartlyHashed = false
  private let member: Int?

  /// So many bytes are hashed at once.
  private static let piece = 1 << 20

  init(_ table: ChainTable) {
    self.table = table
    hash = PartHash(table)
    member = table.member
  }

  /// Takes in the row that is just being inserted.
  func addRow(_ database: OpaquePointer) {
    rows += 1
    if table.membership == .whole { return }
    starts.append(bytes.count)
    keyStarts.append(keys.count)
    for column in table.columns.indices {
      let value = PartRecording.newValue(column, database)
      if table.isApart[column] { apart.append(value) } else { bytes.append(value) }
      if column == member { note(sqlite3_value_int64(value)) }
    }
    for column in table.key { keys.append(key: PartRecording.newValue(column, database)) }
    let n = keyStarts.count - 1
    if n > 0, isAscending, table.membership != .derived,
      !key(n - 1).lexicographicallyPrecedes(key(n))
    {
      isAscending = false
    }
    if bytes.count >= PartRecording.piece, isAscending { hashPending() }
  }

  /// What the rows came to. Reads the table where it has to.
  func finish(_ database: OpaquePointer) throws(LedgerError) -> EventPart {
    if table.membership == .whole || (!isAscending && mustRead) {
      let whole = try PartHash.read(table, where: condition, database)
      return part(whole)
    }
    if isAscending {
      hash.add(bytes.bytes, rows: 0)
    } else {
      let order = starts.indices.sorted { key($0).lexicographicallyPrecedes(key($1)) }
      for n in order { hash.add(row(n), rows: 0) }
    }
    hash.add(apart: apart.bytes)
    return part(hash)
  }

  private var mustRead: Bool { isPartlyHashed || table.membership == .rowNumbers }

  private var condition: String {
    guard let member, let firstID, let lastID else { return "" }
    return "WHERE \(table.columns[member]) BETWEEN \(firstID) AND \(lastID)"
  }

  private func part(_ hashed: PartHash) -> EventPart {
    let count = table.membership == .whole ? hashed.rows : rows
    let (sha256, apart) = hashed.finish()
    return EventPart(
      table: table.name, columns: table.columns.count, rows: count, firstID: firstID,
      lastID: lastID, sha256: sha256, apartSHA256: apart)
  }

  private func note(_ id: Int64) {
    firstID = min(firstID ?? id, id)
    lastID = max(lastID ?? id, id)
  }

  /// The last key stays, to be compared with the next one.
  private func hashPending() {
    hash.add(bytes.bytes, rows: 0)
    isPartlyHashed = true
    bytes.removeAll()
    starts.removeAll(keepingCapacity: true)
    let last = RowBytes(capacity: 64)
    last.append(key(keyStarts.count - 1))
    keys.removeAll()
    keys.append(last.bytes)
    keyStarts = [0]
  }

  private func key(_ n: Int) -> UnsafeRawBufferPointer {
    let end = n + 1 < keyStarts.count ? keyStarts[n + 1] : keys.count
    return UnsafeRawBufferPointer(rebasing: keys.bytes[keyStarts[n]..<end])
  }

  private func row(_ n: Int) -> UnsafeRawBufferPointer {
    let end = n + 1 < starts.count ? starts[n + 1] : bytes.count
    return UnsafeRawBufferPointer(rebasing: bytes.bytes[starts[n]..<end])
  }

  private static func newValue(_ column: Int, _ database: OpaquePointer) -> OpaquePointer? {
    var value: OpaquePointer?
    let code = sqlite3_preupdate_new(database, Int32(column), &value)
    precondition(code == SQLITE_OK, "A row that is being inserted has all its columns.")
    return value
  }
}
