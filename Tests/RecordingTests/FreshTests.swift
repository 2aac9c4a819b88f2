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
    try bench.statement(random.within(0...1) == 0 ? "a" : "b", rows(list), run: run)
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

private func compare(_ seed: UInt64) throws {
  var imports = Imports(bench: try Bench(), random: SeededRandom(seed: seed))
  let bench = imports.bench
  bench.ledger.bulkRows = imports.random.within(0...1) == 0 ? 0 : .max
  for ordinal in Int64(1)...Int64(imports.random.within(1...3)) {
    for _ in 0..<imports.random.within(0...3) { try imports.statement(run: ordinal) }
    for _ in 0..<imports.random.within(0...3) { try imports.orders(run: ordinal) }
    let since = imports.random.within(0...1) == 0 ? nil : firstDay
    let memory = try bench.view(since: since, run: ordinal)
    try bench.ledger.writeLater()
    let disk = try bench.view(since: since, run: ordinal)
    #expect(memory.snapshot.entries == disk.snapshot.entries)
    #expect(memory.snapshot.orders == disk.snapshot.orders)
    #expect(memory.entryIDs == disk.entryIDs)
    #expect(memory.orderIDs == disk.orderIDs)
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
