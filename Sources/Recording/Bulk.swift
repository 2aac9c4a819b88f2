internal import CSQLite
internal import GRDB
import Model

/// Rows of an import that wait to be written.
struct Later {
  var bulk: Bulk
  /// How many entries and orders they add.
  var entries = 0
  var orders = 0
  /// The statement or export that they are of.
  var file: LaterFile?
  /// What of the book they are.
  var book: WaitingBook?
  var rows: Int
  var body: (OpaquePointer) throws -> Void
}

/// A file whose rows wait.
struct LaterFile {
  /// The row number that it will have.
  var id: Int64
  var name: String
  var sha256: String
  /// Writes it without its rows, with the days and balances that it tells of.
  var save: () throws -> Void
}

/// How a transaction of very many new rows is written: the same rows under the same rules, asked
/// once of all of them instead of once of each.
///
/// Row by row, the rules cost more than the rows: a trigger's program, the lookup of each parent,
/// and a place in the middle of an index for each clearing. So the triggers of money and the index
/// that no one reads meanwhile are put aside, and before the commit the questions of the triggers
/// are asked of all new rows, and triggers and index are put back. All of that is one transaction:
/// whoever opens the ledger after a crash finds it as it was, triggers and all.
///
/// The journal is a rollback journal for that time: pages that are new need no journal, so every
/// page is written once, where a WAL writes it twice. A commit waits for the disk as ever. Readers
/// wait until the transaction is over.
extension Ledger {
  /// As `transaction`, of about `rows` new rows. `last` is done when all indices are there again.
  func transaction<T>(
    adding rows: Int, _ bulk: Bulk, last: (OpaquePointer) throws -> Void = { _ in },
    _ body: (OpaquePointer) throws -> T
  ) throws -> T {
    guard rows >= bulkRows else {
      return try transaction { database in
        let result = try body(database)
        try last(database)
        return result
      }
    }
    let isOutermost = try read { sqlite3_get_autocommit($0) != 0 }
    if isOutermost { try pragmas("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = TRUNCATE;") }
    defer {
      if isOutermost { try? pragmas("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL;") }
    }
    return try transaction { database in
      let aside = try PutAside(bulk.putAside, database)
      let result = try body(database)
      try aside.putBack(database)
      try bulk.check(database)
      try last(database)
      return result
    }
  }

  /// As `write`, of about `rows` new rows.
  func write<T>(
    adding rows: Int, _ bulk: Bulk, _ body: (OpaquePointer) throws -> T
  ) throws(LedgerError) -> T {
    try Ledger.typed { try transaction(adding: rows, bulk, body) }
  }

  /// Writes what `importOrders` and `importSettlement` left to be written; nothing where there is
  /// nothing. May be called on another thread while nobody else uses the ledger.
  public func writeLater() throws(LedgerError) {
    let waiting = later
    later = []
    for one in waiting { try write(adding: one.rows, one.bulk, one.body) }
  }

  /// Runs `body` as if the files that wait were on record, with their days and balances, though not
  /// with their rows. It may only read.
  public func withFilesWaiting<T>(_ body: () throws -> T) throws -> T {
    let files = later.compactMap(\.file)
    if files.isEmpty { return try body() }
    return try takenBack {
      for file in files { try file.save() }
      return try body()
    }
  }

  var filesWaiting: Int { later.count { $0.file != nil } }
  var entriesWaiting: Int { later.reduce(0) { $0 + $1.entries } }
  var ordersWaiting: Int { later.reduce(0) { $0 + $1.orders } }
  var waitingBook: WaitingBook? { later.lazy.compactMap(\.book).first }

  /// Another program that reads at this moment may keep the journal from changing: then it stays.
  private func pragmas(_ sql: String) throws {
    try queue.unsafeReentrantWrite { db in
      for one in sql.split(separator: ";") where !one.allSatisfy({ $0 == " " }) {
        do { try db.execute(sql: String(one)) } catch let error as DatabaseError {
          guard error.resultCode == .SQLITE_BUSY else { throw error }
        }
      }
    }
  }
}
