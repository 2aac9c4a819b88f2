import Glibc
import Model
import Testing

@testable import Recording

@Test("The first schema is frozen")
func frozenSchema() {
  let hash = Array(Schema0001.sql.utf8).withUnsafeBytes(EntryIdentity.hash)
  #expect(String(hash, radix: 16) == "a0d18dd116788a05")
}

@Test("A ledger opens again with the same contents, private to its owner")
func opensAgain() throws {
  let bench = try Bench()
  try bench.statement("a", rows([row("ｱ", 100)]))
  let again = try Ledger.open(path: bench.path)
  #expect(
    try again.snapshot(since: nil, runOrdinal: 1).snapshot.entries
      == bench.view().snapshot.entries)
  for end in ["", "-wal"] {
    var status = stat()
    #expect(stat(bench.path + end, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }
}

@Test(
  "The connection keeps its promises",
  arguments: [
    ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
    ("recursive_triggers", "1"),
  ])
func pragmas(_ name: String, _ value: String) throws {
  let bench = try Bench()
  let found = try bench.ledger.read { database in
    let sql = try SQL(database, "PRAGMA \(name)")
    _ = try sql.next()
    return sql.text(0)
  }
  #expect(found == value)
}

@Test(
  "A database of something else or of a newer engine is not opened",
  arguments: [
    ("PRAGMA application_id = 0", LedgerError.notALedger),
    ("PRAGMA application_id = 7", .notALedger),
    ("INSERT INTO grdb_migrations VALUES ('9999')", .newerSchema),
  ])
func foreign(_ sql: String, _ error: LedgerError) throws {
  let bench = try Bench()
  try bench.ledger.execute(sql)
  try bench.ledger.close()
  #expect(throws: error) { try Ledger.open(path: bench.path) }
}

@Test("Text, a folder and a path through a file are no ledgers")
func noDatabase() throws {
  let bench = try Bench()
  let path = bench.folder + "/text"
  let file = open(path, O_WRONLY | O_CREAT, 0o600)
  let text = String(repeating: "取引日,摘要\r\n", count: 200)
  #expect(write(file, text, text.utf8.count) == text.utf8.count)
  close(file)
  #expect(throws: LedgerError.notALedger) { try Ledger.open(path: path) }
  #expect(throws: LedgerError.io(code: EISDIR)) { try Ledger.open(path: bench.folder) }
  #expect(throws: LedgerError.io(code: ENOTDIR)) { try Ledger.open(path: path + "/x") }
  unlink(path)
}

@Test("The same bytes are known once they were taken wholly")
func knownFile() throws {
  let bench = try Bench()
  let list = rows([row("ｱ", 100, day: 0), row("ｱ", 100, day: 1), row("ｲ", 1, day: 1)])
  let sha = String(repeating: "0", count: 62) + "77"
  let part = try bench.statement("a", list, hash: 77, stopsFrom: 2)
  #expect([part.new, part.known, part.notPosted] == [1, 0, 2])
  #expect(try bench.ledger.knownFile(sha256: sha) == nil)
  let whole = try bench.statement("a", list, run: 2, hash: 77)
  #expect([whole.new, whole.known, whole.notPosted] == [2, 1, 0])
  let known = try #require(try bench.ledger.knownFile(sha256: sha))
  #expect(known.runOrdinal == 2 && known.rowsRead == 3 && known.kind == .statement)
  #expect(throws: LedgerError.self) { try bench.statement("a", list, run: 3, hash: 77) }
  #expect(try bench.ledger.archivedFiles().map(\.sha256) == [sha])
  #expect(try bench.ledger.verify().filter { !$0.isOK } == [])
}

@Test("A file that breaks off leaves nothing, wherever it breaks", arguments: [1, 2, 30, 49, 50])
func breaksOff(_ record: Int) throws {
  let bench = try Bench()
  try bench.statement("a", rows([row("ｱ", 1)]))
  let list = rows((0..<50).map { row("ｲ", Int64($0), day: 1) })
  try bench.ledger.execute(
    """
    CREATE TEMP TRIGGER broken BEFORE INSERT ON main.sighting WHEN NEW.record = \(record)
    BEGIN SELECT RAISE(ABORT, 'broken'); END
    """)
  #expect(throws: LedgerError.refused(rule: "broken")) { try bench.statement("a", list) }
  #expect(try bench.ids().count == 1)
  try bench.ledger.execute("DROP TRIGGER broken")
  #expect(try bench.statement("a", list).new == 50)
}

@Test("A full disk takes back the step that filled it and nothing else")
func diskFull() throws {
  let bench = try Bench()
  try bench.statement("a", rows([row("ｱ", 1)]))
  try bench.orders([order("A1", 1)])
  let before = try bench.view().snapshot
  try bench.ledger.execute("PRAGMA max_page_count = 1")
  let list = rows((0..<5000).map { row("ｲﾄｳ", Int64($0), day: 1) })
  #expect(throws: LedgerError.diskFull) { try bench.statement("b", list) }
  #expect(throws: LedgerError.diskFull) {
    try bench.orders((0..<5000).map { order("B\($0)", 1) })
  }
  #expect(try bench.view().snapshot.entries == before.entries)
  #expect(try bench.view().snapshot.orders == before.orders)
  #expect(try bench.ledger.verify().filter { !$0.isOK } == [])
  try bench.ledger.execute("PRAGMA max_page_count = 100000")
  #expect(try bench.statement("b", list).new == 5000)
}

@Test("A ledger held by another writer is busy")
func busy() throws {
  let bench = try Bench()
  let other = try Ledger.open(path: bench.path)
  try other.rehearse {
    #expect(throws: LedgerError.busy) { try bench.statement("a", rows([row("ｱ", 1)])) }
  }
  #expect(try bench.statement("a", rows([row("ｱ", 1)])).new == 1)
}
