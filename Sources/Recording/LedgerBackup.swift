internal import CSQLite
internal import GRDB

extension Ledger {
  /// Copies the ledger as it is at one moment into a new file, while others may read and write it.
  /// Throws `.busy` where a very large transaction holds it for longer than a writer waits.
  public func backup(to path: String) throws(LedgerError) {
    let copy = try Ledger.open(path: path, asCopy: true)
    try Ledger.typed {
      try queue.inDatabase { from in
        try copy.queue.inDatabase { to in
          let backup = sqlite3_backup_init(
            to.sqliteConnection, "main", from.sqliteConnection, "main")
          guard let backup else { throw SQL.failure(to.sqliteConnection!) }
          let code = sqlite3_backup_step(backup, -1)
          sqlite3_backup_finish(backup)
          guard code == SQLITE_DONE else { throw LedgerError(code: code, rule: "backup") }
        }
      }
    }
    try copy.close()
  }
}
