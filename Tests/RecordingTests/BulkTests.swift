import Model
import TestKit
import Testing

@testable import Recording

/// Every table, index and trigger, and every row of every table.
private func dump(_ ledger: Ledger) throws -> [String] {
  try ledger.read { database in
    var lines: [String] = []
    var tables: [String] = []
    let schema = try SQL(
      database, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
    while try schema.next() {
      lines.append("\(schema.text(0)) \(schema.text(1)) \(schema.text(2))")
      if schema.text(0) == "table" { tables.append(schema.text(1)) }
    }
    for table in tables {
      let width = try SQL(database, "SELECT count(*) FROM pragma_table_info('\(table)')")
      _ = try width.next()
      let rows = try SQL(database, "SELECT * FROM \(table)")
      while try rows.next() {
        let cells = (0..<width.int32(0)).map { rows.textOrNil($0) ?? "NULL" }
        lines.append("\(table) \(cells)")
      }
    }
    return lines
  }
}

private func setting(_ name: String, _ ledger: Ledger) throws -> String {
  try ledger.read { database in
    let sql = try SQL(database, "PRAGMA \(name)")
    _ = try sql.next()
    return sql.text(0)
  }
}

/// Two runs over credits, a reversal and an order that is released.
private func twoRuns(bulkRows: Int) throws -> Bench {
  let bench = try Bench()
  bench.ledger.bulkRows = bulkRows
  try bench.statement("a", rows([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200, day: 1), row("ｱﾍﾞ", 100)]))
  try bench.orders([order("A1", 100), order("A2", 200)])
  let use = EntryUse(entryIndex: 0, clearedYen: 100, reason: "exact")
  try bench.ledger.recordRun(
    run(
      1, clearings: [clearing(2, 1, 200), clearing(0, 0, 100)],
      standings: [RunStanding(standing: .cleared, use: use)],
      decisions: [decision(1, .release), decision(0, .hold)]), of: bench.view())
  try bench.statement(
    "b", rows([row("ｱﾍﾞ", 100, day: 2, direction: .debit, mark: .reversal)]), run: 2)
  try bench.orders([order("A1", 100), order("A2", 250), order("A3", 300, day: 3)], run: 2)
  try bench.ledger.recordRun(
    run(2, clearings: [clearing(3, 0, -100)], decisions: [decision(1, .stop)]),
    of: bench.view(run: 2))
  return bench
}

@Test("In bulk the ledger is written to the same rows, rules and settings as row by row")
func bulkIsTheSame() throws {
  let plain = try twoRuns(bulkRows: .max)
  let bulk = try twoRuns(bulkRows: 0)
  #expect(try dump(bulk.ledger) == dump(plain.ledger))
  #expect(try bulk.ledger.verify().filter { !$0.isOK } == [])
  for (name, value) in [("foreign_keys", "1"), ("journal_mode", "wal"), ("synchronous", "2")] {
    #expect(try setting(name, bulk.ledger) == value, "\(name)")
  }
}

@Test("A bulk transaction that fails leaves rules, settings and rows as they were")
func bulkFails() throws {
  struct Broken: Error {}
  let bench = try twoRuns(bulkRows: 0)
  let before = try dump(bench.ledger)
  let view = try bench.view(run: 3)
  #expect(throws: Broken.self) {
    try bench.ledger.recordRun(run(3, clearings: [clearing(1, 1, 1)]), of: view) { throw Broken() }
  }
  #expect(try dump(bench.ledger) == before)
  #expect(try setting("foreign_keys", bench.ledger) == "1")
  #expect(try setting("journal_mode", bench.ledger) == "wal")
}

@Test("A row of something that is not on record is refused in bulk too")
func bulkReferences() throws {
  let bench = try twoRuns(bulkRows: 0)
  let before = try dump(bench.ledger)
  let view = try bench.view(run: 3)
  let strange = LedgerView(
    snapshot: view.snapshot, entryIDs: view.entryIDs, orderIDs: view.orderIDs.map { $0 + 90 })
  #expect(throws: LedgerError.refused(rule: "FOREIGN KEY constraint failed")) {
    try bench.ledger.recordRun(run(3, decisions: [decision(0, .hold)]), of: strange)
  }
  #expect(try dump(bench.ledger) == before)
}

@Test("Places are in the order of their keys, equal keys in the order in which they stand")
func places() {
  var random = SeededRandom(seed: 5)
  for _ in 0..<500 {
    let spread = [3, 40, 1 << 40][random.within(0...2)]
    let keys = (0..<random.within(0...30)).map { _ in Int64(random.within(0...spread)) }
    let slow = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    #expect(placesAscending(keys).map(Int.init) == slow)
  }
}
