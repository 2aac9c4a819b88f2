internal import CSQLite

/// Why the ledger could not do what was asked. Carries no names, accounts or amounts.
public enum LedgerError: Error, Hashable, Sendable {
  /// The file is no database, or a database of something else.
  case notALedger
  /// Written by a newer version of the engine.
  case newerSchema
  /// Another process holds it.
  case busy
  /// Disk, quota or page limit reached. Nothing of the step was kept.
  case diskFull
  case readOnly
  /// SQLite's extended result code.
  case io(code: Int32)
  case corrupt
  /// A constraint or trigger refused the write: its rule's name, e.g. `append-only: entry`.
  /// The step was rolled back; the caller's data break a rule, so this is a program fault.
  case refused(rule: String)

  /// `rule` is SQLite's message: for our triggers the rule's name, for constraints the column
  /// names. Neither holds values.
  init(code: Int32, rule: String) {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
    case SQLITE_FULL: self = .diskFull
    // SQLITE_IOERR_SHMSIZE: no room for the write-ahead index, which SQLite calls an I/O error.
    case SQLITE_IOERR where code >> 8 == 19: self = .diskFull
    // SQLITE_IOERR_DATA: a page without its sum.
    case SQLITE_IOERR where code >> 8 == 32: self = .corrupt
    case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
    case SQLITE_NOTADB: self = .notALedger
    case SQLITE_CORRUPT: self = .corrupt
    case SQLITE_CONSTRAINT: self = .refused(rule: rule)
    default: self = .io(code: code)
    }
  }
}
