import Model
import Testing

@testable import Recording

@Test(
  "No row of any fact table can be changed or removed",
  arguments: Schema0001.tables + Schema0003.tables)
func appendOnly(_ table: String) throws {
  let bench = try filled()
  let column = try firstColumn(bench, table)
  for sql in ["UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)"] {
    #expect(throws: LedgerError.refused(rule: "append-only: \(table)")) {
      try bench.ledger.execute(sql)
    }
  }
  #expect(throws: LedgerError.refused(rule: "append-only: \(table)")) {
    try bench.ledger.execute(
      "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table) ORDER BY 1 DESC LIMIT 1")
  }
}

private func firstColumn(_ bench: Bench, _ table: String) throws -> String {
  try bench.ledger.read { database in
    let sql = try SQL(database, "SELECT name FROM pragma_table_info('\(table)') WHERE cid = 0")
    _ = try sql.next()
    return sql.text(0)
  }
}

/// A ledger with at least one row in every table.
func filled() throws -> Bench {
  let bench = try Bench()
  _ = try bench.ledger.resolveAccounts(
    for: [
      AccountRequest(
        formatID: "csv", bankCode: nil,
        accounts: [AccountRef(), AccountRef(number: "1", holder: "ｶ)")]
      )
    ], configured: ["csv": "?-?-?-1"])
  try bench.statement("a", rows([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200, day: 1)]))
  var lasting = row("ｳｴﾀﾞ", 300, day: 2, ref: "R1")
  lasting.isReferenceLasting = true
  try bench.statement("n", [lasting])
  try bench.orders([order("A1", 100), order("A2", 200)])
  let found = ExceptionCase(
    caseID: "N01-1", code: .N01, codes: [.N01], entryIndex: 1, decision: .hold, firstBearer: .shop)
  try bench.ledger.recordRun(
    run(
      1, clearings: [clearing(0, 0, 100)],
      standings: [
        RunStanding(
          standing: .cleared, use: EntryUse(entryIndex: 0, clearedYen: 100, reason: "exact"))
      ], decisions: [decision(0, .release), decision(1, .hold)], cases: [found]), of: bench.view())
  try bench.ledger.markComplete(runOrdinal: 1, wallSeconds: 2)
  return bench
}

struct Refusal: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var run: RunRecord
  var rule: String
}

private let refusals: [Refusal] = [
  Refusal(
    testDescription: "an entry gives more than it holds",
    run: run(2, clearings: [clearing(0, 0, 60), clearing(0, 1, 41)]),
    rule: "entry allocated beyond its amount"),
  Refusal(
    testDescription: "an entry gives more than it holds over two runs",
    run: run(2, clearings: [clearing(2, 1, 1)]), rule: "entry allocated beyond its amount"),
  Refusal(
    testDescription: "a credit takes money back",
    run: run(2, clearings: [clearing(0, 1, -1)]), rule: "entry allocated beyond its amount"),
  Refusal(
    testDescription: "a reversal takes more than was cleared",
    run: run(2, clearings: [clearing(1, 0, -100)]), rule: "order cleared below zero"),
  Refusal(
    testDescription: "a yen of an entry is not accounted for",
    run: run(
      2,
      standings: [
        RunStanding(standing: .open, use: EntryUse(entryIndex: 0, suspenseYen: 99, reason: "N01"))
      ]),
    rule: "entry not accounted to the yen"),
  Refusal(
    testDescription: "an order is released twice", run: run(2, decisions: [decision(1, .release)]),
    rule: "order released twice"),
  Refusal(
    testDescription: "a run is recorded twice", run: run(1),
    rule: "UNIQUE constraint failed: run.ordinal"),
]

/// Entries: a credit of 100, a debit of 100, a credit of 50 that run 1 gave to order 1.
private func oneRun() throws -> Bench {
  let bench = try Bench()
  try bench.statement(
    "a",
    rows([
      row("ｱ", 100), row("ｲ", 100, day: 1, direction: .debit, mark: .reversal),
      row("ｳ", 50, day: 2),
    ]))
  try bench.orders([order("A1", 100), order("A2", 50)])
  try bench.ledger.recordRun(
    run(
      1, clearings: [clearing(2, 1, 50)], decisions: [decision(0, .hold), decision(1, .release)]),
    of: bench.view())
  return bench
}

@Test(
  "The ledger refuses what must never be, and keeps nothing of that run", arguments: refusals,
  [Int.max, 0])
func refused(_ refusal: Refusal, bulkRows: Int) throws {
  let bench = try oneRun()
  bench.ledger.bulkRows = bulkRows
  let before = try bench.view(run: 9)
  #expect(throws: LedgerError.refused(rule: refusal.rule)) {
    try bench.ledger.recordRun(refusal.run, of: before)
  }
  let after = try bench.view(run: 9)
  #expect(after.snapshot.entries == before.snapshot.entries)
  #expect(after.snapshot.orders == before.snapshot.orders)
  #expect(after.snapshot.clearings == before.snapshot.clearings)
  #expect(try bench.ledger.runCount == 1)
}

@Test("A stopped order may be released again, and a reversal takes back what was cleared")
func reversedAndReleased() throws {
  let bench = try oneRun()
  let ledger = bench.ledger
  try ledger.recordRun(run(2, clearings: [clearing(0, 0, 100)]), of: bench.view())
  try ledger.recordRun(
    run(3, clearings: [clearing(1, 0, -100)], decisions: [decision(1, .stop)]), of: bench.view())
  #expect(try bench.view().snapshot.orders.map(\.clearedYen) == [0, 50])
  #expect(try bench.view().snapshot.orders.map(\.isReleased) == [false, false])
  try ledger.recordRun(run(4, decisions: [decision(1, .release)]), of: bench.view())
  let view = try bench.view().snapshot
  #expect(view.orders.map(\.isReleased) == [false, true])
  #expect(view.orders.map(\.lastDecision) == [.hold, .release])
  #expect(view.clearings.map(\.allocatedYen) == [50, 100, -100])
  #expect(try ledger.verify().filter { !$0.isOK } == [])
}

@Test("verify finds what was put past the triggers")
func tampered() throws {
  let bench = try filled()
  try bench.ledger.execute(
    """
    DROP TRIGGER clearing_no_update; DROP TRIGGER entry_no_update; DROP TRIGGER sighting_no_delete;
    UPDATE clearing SET allocated_yen = 101;
    UPDATE entry SET occurrence = 3 WHERE id = 2;
    DELETE FROM sighting WHERE entry_id = 2;
    """)
  let failed = try bench.ledger.verify().filter { !$0.isOK }
  #expect(
    failed.map(\.question) == [
      .appendOnly, .entryTotals, .everyYen, .fileCounts, .occurrences, .schema, .events,
    ])
  #expect(failed[0].failures == ["clearing", "entry", "sighting"])
  #expect(failed[1].failures.count == 1)
}
