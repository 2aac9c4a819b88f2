import Model
import TestKit
import Testing

@testable import Recording

/// Days of statements in two formats that overlap, with equal payments, and of order exports that
/// change, repeat and forget the shop.
private struct Imports {
  let bench: Bench
  var random: SeededRandom

  mutating func statement(run: Int64) throws {
    let names = ["ｱﾍﾞ", "ｱﾍﾞ ｲﾁﾛｳ", "ｲﾄｳ", ""]
    var list: [StatementRow] = []
    for day in Int32(0)..<Int32(random.within(1...3)) {
      for _ in 0..<random.within(0...4) {
        var one = row(
          names[random.within(0...3)], Int64(random.within(1...2)) * 100, day: day,
          direction: random.within(0...5) == 0 ? .debit : .credit,
          mark: RowMark.allCases[random.within(0...3) * random.within(0...1)])
        one.kindText = random.within(0...1) == 0 ? "振込" : ""
        one.payerBank = random.within(0...1) == 0 ? "ﾐｽﾞﾎ" : ""
        one.valueDay = random.within(0...1) == 0 ? one.bookingDay : nil
        list.append(one)
      }
    }
    try bench.statement(
      random.within(0...1) == 0 ? "a" : "b", rows(list), run: run,
      mayWait: random.within(0...1) == 0)
  }

  mutating func orders(run: Int64) throws {
    let list = (0..<random.within(0...6)).map { _ in
      var one = order(
        "A\(random.within(1...5))", Int64(random.within(1...2)) * 100,
        day: Int32(random.within(-90...3)), status: random.within(0...3) == 0 ? .cancelled : .open)
      if random.within(0...2) == 0 { one.shopID = "" }
      return one
    }
    try bench.orders(list, run: run, mayWait: random.within(0...1) == 0)
  }
}

@Test("What a snapshot takes from memory is what the disk has")
func freshIsTheLedger() throws {
  for seed in UInt64(1)...150 { try compare(seed) }
}

@Test("Statements wait only where all their rows are new and nothing else can have their ids")
func statementsWait() throws {
  let (bench, atOnce) = (try Bench(), try Bench())
  bench.ledger.bulkRows = 0
  func waits(_ list: [StatementRow]) throws -> Bool {
    let count = try bench.statement("a", rows(list), mayWait: true)
    let isWaiting = bench.ledger.entriesWaiting > 0
    try bench.ledger.writeLater()
    #expect(try atOnce.statement("a", rows(list)) == count)
    #expect(try bench.ids() == atOnce.ids())
    return isWaiting
  }
  #expect(try waits([row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100), row("ｲﾄｳ", 50, direction: .debit)]))
  #expect(try !waits([]))
  #expect(try !waits([row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100)]))
  #expect(try waits([row("ｲﾄｳ", 700, day: 2), row("ｲﾄｳ", 700, day: 3)]))
  // A reversal of something older.
  #expect(try !waits([row("ｲﾄｳ", 700, day: 5, direction: .debit, mark: .cancellation)]))
  for ledger in [bench.ledger, atOnce.ledger] { ledger.identityHash = { _ in 7 } }
  #expect(try !waits([row("ｱﾍﾞ", 1, day: 8), row("ｱﾍﾞ", 2, day: 8)]))
}

/// The evidence of a case about each entry and each order, as the view gives it.
private func evidence(_ view: LedgerView) -> [EvidenceRecord] {
  let asOf = Moment(day: firstDay, hour: 9)
  func about(entry: Int32? = nil, order: Int32? = nil) -> ExceptionCase {
    ExceptionCase(
      caseID: "X", code: .N01, codes: [.N01], orderIndex: order, entryIndex: entry,
      decision: .hold, firstBearer: .shop)
  }
  return view.snapshot.entries.indices.flatMap {
    view.evidence(of: about(entry: Int32($0)), asOf: asOf)
  }
    + view.snapshot.orders.indices.flatMap {
      view.evidence(of: about(order: Int32($0)), asOf: asOf)
    }
}

/// The same as the disk has it: the first sighting, the newest version.
private func records(_ view: LedgerView, _ bench: Bench) throws -> [EvidenceRecord] {
  func find(_ table: String, _ order: String, _ id: Int64) throws -> EvidenceRecord {
    try bench.ledger.read { database in
      let sql = try SQL(
        database,
        """
        SELECT f.name, f.sha256, r.record FROM \(table) r JOIN source_file f ON f.id = r.file_id
        WHERE \(order) LIMIT 1
        """)
      sql.bind(1, id)
      #expect(try sql.next())
      return EvidenceRecord(
        fileName: sql.text(0), sha256: sql.text(1), record: sql.int32(2),
        receivedAt: Moment(day: firstDay, hour: 9))
    }
  }
  return try view.entryIDs.map { try find("sighting", "entry_id = ? ORDER BY file_id", $0) }
    + view.orderIDs.map { try find("order_version", "order_id = ? ORDER BY version DESC", $0) }
}

extension Bench {
  fileprivate func coverage() throws -> [CoveredDays] {
    try ledger.accounts().flatMap { try ledger.coverage(accountID: $0.id) }
  }
}

private func compare(_ seed: UInt64) throws {
  var imports = Imports(bench: try Bench(), random: SeededRandom(seed: seed))
  let bench = imports.bench
  bench.ledger.bulkRows = imports.random.within(0...1) == 0 ? 0 : .max
  for ordinal in Int64(1)...Int64(imports.random.within(1...3)) {
    for _ in 0..<imports.random.within(0...3) { try imports.statement(run: ordinal) }
    for _ in 0..<imports.random.within(0...3) { try imports.orders(run: ordinal) }
    let since = imports.random.within(0...1) == 0 ? nil : firstDay
    let coverage = try bench.ledger.withFilesWaiting { try bench.coverage() }
    let memory = try bench.view(since: since, run: ordinal)
    try bench.ledger.writeLater()
    #expect(try bench.coverage() == coverage)
    let disk = try bench.view(since: since, run: ordinal)
    #expect(memory.snapshot.entries == disk.snapshot.entries)
    #expect(memory.snapshot.orders == disk.snapshot.orders)
    #expect(memory.entryIDs == disk.entryIDs)
    #expect(memory.orderIDs == disk.orderIDs)
    #expect(try evidence(memory) == records(disk, bench))
    let cleared = disk.snapshot.orders.indices.first.flatMap { _ in
      disk.snapshot.entries.firstIndex { $0.direction == .credit && $0.standing == .open }
    }
    let decisions = disk.snapshot.orders.isEmpty ? [] : [decision(0, .hold)]
    try bench.ledger.recordRun(
      run(
        ordinal,
        standings: cleared.map { n in
          let yen = disk.snapshot.entries[n].amountYen
          return [
            RunStanding(
              standing: .setAside,
              use: EntryUse(entryIndex: Int32(n), excludedYen: yen, reason: "interest"))
          ]
        } ?? [], decisions: decisions), of: disk)
  }
}
