internal import CSQLite
internal import Hashing

/// The hash of rows of one table that one event added, in the order of the table's key.
final class PartHash {
  private let table: ChainTable
  private var hash: SHA256? = SHA256()
  private var apart: SHA256?
  private var pending = RowBytes(capacity: 8_192)
  private var others = RowBytes(capacity: 64)
  private(set) var rows: Int64 = 0

  init(_ table: ChainTable) {
    self.table = table
    if table.hasApart { apart = SHA256() }
  }

  /// Adds rows that are bytes already, without what is hashed apart.
  func add(_ bytes: UnsafeRawBufferPointer, rows: Int64) {
    self.rows += rows
    flush()
    hash?.update(bytes)
  }

  func add(apart bytes: UnsafeRawBufferPointer) { apart?.update(bytes) }

  /// Adds the row at which a statement stands whose first columns are the table's.
  func add(_ row: borrowing SQL, columns: Int) {
    rows += 1
    for column in 0..<columns {
      let value = row.value(Int32(column))
      if table.isApart[column] { others.append(value) } else { pending.append(value) }
    }
    add(apart: others.bytes)
    others.removeAll()
    if pending.count >= 4_096 { flush() }
  }

  func finish() -> (sha256: String, apartSHA256: String?) {
    flush()
    let others = table.hasApart ? apart.take()!.finish() : nil
    return (hash.take()!.finish(), others)
  }

  private func flush() {
    if pending.count > 0 { hash?.update(pending.bytes) }
    pending.removeAll()
  }

  /// Hashes all rows that the condition picks.
  static func read(
    _ table: ChainTable, where condition: String = "", _ database: OpaquePointer
  ) throws(LedgerError) -> PartHash {
    let part = PartHash(table)
    let sql = try SQL(database, table.query(where: condition))
    while try sql.next() { part.add(sql, columns: table.columns.count) }
    return part
  }
}
