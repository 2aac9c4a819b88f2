internal import CSQLite
internal import GRDB
internal import Glibc

/// The append-only ledger of a workspace: files, bank entries, orders, clearings, decisions.
///
/// One process, one thread. Every public function that writes is one transaction: it happens
/// wholly or not at all. No clock: moments are arguments.
public final class Ledger {
  let queue: DatabaseQueue
  /// Replaced by tests that need two entries with one public id.
  var identityHash: (_ bytes: UnsafeRawBufferPointer) -> UInt64 = EntryIdentity.hash
  /// What the next snapshot need not read from the disk.
  var fresh: Fresh?
  /// Rows of imports that were counted and are not written yet, in the order of the imports.
  var later: [Later] = []
  /// From so many new rows on a transaction is written in bulk; tests ask for it with few.
  var bulkRows = 50_000
  /// So many entries and orders come before a run leaves a new list of what is open (`Carry`);
  /// tests ask for one after each run with 0, for none with the highest number.
  var carryRows: Int64 = 10_000
  /// So many clearings are looked at for payers before a run leaves a list of them (`PayerList`).
  var payerRows: Int64 = 1_000
  /// What was looked at for the run that is recorded next.
  var payerTail: PayerTail?
  /// True leaves chain and sums of pages away, so that `bench chain` can tell what they cost. Such
  /// a ledger does not prove.
  package nonisolated(unsafe) static var isBare = false
  /// Makes each transaction an event of the chain.
  let recorder = EventRecorder()

  private init(queue: DatabaseQueue) { self.queue = queue }

  /// Opens the ledger at `path`, making it (mode 0600, for it holds names) or bringing its schema
  /// up to date where needed.
  ///
  /// Commits wait for the disk (`synchronous=FULL`): with less, a power cut could take back the
  /// newest commits while the release list they stand for is already at the warehouse, and the
  /// next run would release the same goods again. A run commits a dozen times; that costs
  /// milliseconds.
  public static func open(path: String) throws(LedgerError) -> Ledger {
    try open(path: path, busyTries: 250)
  }

  /// A file that takes a copy: nothing is written into it before.
  static func open(path: String, asCopy: Bool) throws(LedgerError) -> Ledger {
    PageSums.install()
    let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw LedgerError.io(code: errno) }
    Glibc.close(file)
    return try typed { Ledger(queue: try DatabaseQueue(path: path)) }
  }

  /// Another writer is waited for `busyTries` times 20 ms.
  static func open(path: String, busyTries: Int) throws(LedgerError) -> Ledger {
    let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      switch errno {
      case EACCES, EPERM, EROFS: throw .readOnly
      case ENOSPC, EDQUOT: throw .diskFull
      default: throw .io(code: errno)
      }
    }
    Glibc.close(file)
    PageSums.install()
    return try typed {
      var configuration = Configuration()
      configuration.foreignKeysEnabled = true
      configuration.busyMode = .callback { tries in
        usleep(20_000)
        return tries < busyTries
      }
      configuration.label = "ledger"
      configuration.prepareDatabase { try check($0) }
      let ledger = Ledger(queue: try DatabaseQueue(path: path, configuration: configuration))
      try ledger.prepare()
      return ledger
    }
  }

  /// Looks before anything is written, so that a foreign database is left as it is.
  private static func check(_ db: Database) throws {
    let tables = try Int64.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    let mark = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard mark == Schema.applicationID || (tables == 0 && mark == 0) else {
      throw LedgerError.notALedger
    }
    if try tables > 0 && Schema.migrator.hasBeenSuperseded(db) { throw LedgerError.newerSchema }
  }

  private func prepare() throws {
    try queue.inDatabase { db in
      // Counts, as `page_size` does, for a ledger that is only now made.
      var reserved = Int32(PageSums.size)
      if try !Ledger.isBare && Int64.fetchOne(db, sql: "PRAGMA page_count") == 0 {
        sqlite3_file_control(db.sqliteConnection!, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved)
      }
      // Not GRDB's own setting, which writes a table at each opening: a dry run must write nothing.
      // `page_size` counts for a ledger that is only now made.
      // `recursive_triggers`: without it INSERT OR REPLACE deletes past the delete triggers.
      try db.execute(
        sql: """
          PRAGMA page_size = 8192;
          PRAGMA journal_mode = WAL;
          PRAGMA synchronous = FULL;
          PRAGMA recursive_triggers = ON;
          PRAGMA trusted_schema = OFF;
          PRAGMA temp_store = MEMORY;
          PRAGMA cache_size = -131072;
          """)
    }
    if try queue.inDatabase({ db in try !Schema.migrator.hasCompletedMigrations(db) }) {
      try Schema.migrator.migrate(queue)
    }
    if Ledger.isBare { return }
    try giveSums()
    try queue.inDatabase { try recorder.attach($0.sqliteConnection!) }
  }

  /// Closes the file. Called on deinit as well; by hand it shows an error.
  public func close() throws(LedgerError) { try Ledger.typed { try queue.close() } }

  /// Runs `body` and takes back all it wrote, whatever came of it: for a dry run. Calls of this
  /// ledger inside `body` see each other's writes.
  @discardableResult
  public func rehearse<T>(_ body: () throws -> T) throws -> T {
    defer {
      fresh = nil
      payerTail = nil
    }
    return try takenBack(body)
  }

  /// What `body` gives; what it wrote is taken back.
  func takenBack<T>(_ body: () throws -> T) throws -> T {
    var result: T?
    do {
      try queue.unsafeReentrantWrite { db in
        try db.inSavepoint {
          result = try body()
          return .rollback
        }
      }
    } catch let error as DatabaseError {
      throw LedgerError(error)
    }
    return result!
  }

  /// One transaction, or one savepoint inside `rehearse`.
  func write<T>(_ body: (OpaquePointer) throws -> T) throws(LedgerError) -> T {
    try Ledger.typed { try transaction(body) }
  }

  /// As `write`, for bodies that throw errors of others, which pass through.
  func transaction<T>(_ body: (OpaquePointer) throws -> T) throws -> T {
    try writeLater()
    var result: T?
    do {
      try queue.unsafeReentrantWrite { db in
        try db.inSavepoint {
          recorder.begin()
          defer { recorder.discard() }
          result = try body(db.sqliteConnection!)
          try recorder.seal(db.sqliteConnection!)
          return .commit
        }
      }
    } catch let error as DatabaseError {
      throw LedgerError(error)
    }
    return result!
  }

  /// Reads at one moment. The queue has one connection and one thread, so no transaction is
  /// needed for that.
  func read<T>(_ body: (OpaquePointer) throws -> T) throws(LedgerError) -> T {
    try Ledger.typed { try queue.unsafeReentrantWrite { try body($0.sqliteConnection!) } }
  }

  /// The same for many small queries: in one transaction the file is locked and its head read once,
  /// not once for each of them.
  func readAtOnce<T>(_ body: (OpaquePointer) throws -> T) throws(LedgerError) -> T {
    try Ledger.typed {
      try queue.unsafeReentrantWrite { db in
        if db.isInsideTransaction { return try body(db.sqliteConnection!) }
        var result: T?
        try db.inTransaction(.deferred) {
          result = try body(db.sqliteConnection!)
          return .commit
        }
        return result!
      }
    }
  }

  /// Runs statements without parameters, for tests that break rules on purpose.
  func execute(_ sql: String) throws(LedgerError) {
    try Ledger.typed { try queue.unsafeReentrantWrite { try $0.execute(sql: sql) } }
  }

  /// Runs statements in one transaction, an event as any other, for `bench growth`.
  package func write(_ statements: [String]) throws(LedgerError) {
    try write { database in
      for text in statements { try SQL(database, text).run() }
    }
  }

  /// The first column of a query, for `bench growth`.
  package func texts(_ query: String) throws(LedgerError) -> [String] {
    try read { database in
      let sql = try SQL(database, query)
      var found: [String] = []
      while try sql.next() { found.append(sql.text(0)) }
      return found
    }
  }

  /// Turns GRDB's errors into ours. Bodies throw nothing else.
  static func typed<T>(_ body: () throws -> T) throws(LedgerError) -> T {
    do {
      return try body()
    } catch let error as LedgerError {
      throw error
    } catch let error as DatabaseError {
      throw LedgerError(error)
    } catch {
      preconditionFailure("A ledger operation threw something that is no ledger error.")
    }
  }
}

extension LedgerError {
  init(_ error: DatabaseError) {
    self.init(code: error.extendedResultCode.rawValue, rule: error.message ?? "")
  }
}
