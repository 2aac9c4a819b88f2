import Model
import TestKit
import Testing

@testable import Matching

@Test("Payers have one number where aliases take them for one, and none where a name tells nobody")
private func numbers() {
  let number = payerNumbering.number
  #expect(number("ﾋﾞﾄｳ ﾀﾞｲｷ") == number("ビトウ　ダイキ"))
  #expect(number("ﾋﾞﾄｳ ﾀﾞｲｷ") == number("ﾋﾄｳﾀｲｷ") || aliasKey("ﾋﾞﾄｳ ﾀﾞｲｷ") != aliasKey("ﾋﾄｳﾀｲｷ"))
  #expect(number("ﾋﾞﾄｳ ﾀﾞｲｷ") != number("ﾋﾞﾄｳ ｻｷ"))
  #expect(number("") == 0 && number("尾藤 大輝") == 0)
}

/// Ledgers keep these numbers. Where this test fails, names are folded otherwise than before: raise
/// the version of `payerNumbering`, and write down the new sum.
@Test("Numbers of payers are those of their version")
private func frozenNumbers() {
  let world = World(seed: 7, orders: 3_000, deposits: 2_500)
  let sum = world.deposits.reduce(UInt64(0)) {
    ($0 << 1 | $0 >> 63) ^ UInt64(bitPattern: payerNumbering.number($1.payerName))
  }
  #expect(payerNumbering.version == 1)
  #expect(sum == 18_148_032_284_411_896_624)
}

@Test("Aliases of payers of whom no entry is open change nothing, in 300 worlds")
private func asksForOpenPayersOnly() {
  var linked = 0
  for seed in UInt64(1)...300 {
    var random = SeededRandom(seed: seed)
    let world = World(seed: seed, orders: 60, deposits: 50)
    var snapshot = world.snapshot()
    for e in snapshot.entries.indices where random.chance(perMille: 400) {
      snapshot.entries[e].standing = .cleared
    }
    for _ in 0..<60 {
      let entry = random.below(snapshot.entries.count)
      let payer = snapshot.entries[entry]
      let truth = random.below(3) == 0 ? nil : world.truths[entry].links.first?.orderIndex
      let row = snapshot.orders[truth ?? random.below(snapshot.orders.count)].row
      snapshot.aliases.append(
        PayerAlias(
          id: "P-\(snapshot.aliases.count)", shopID: row.shopID, payerKey: payer.payerName,
          payerName: payer.payerName, payerBank: random.pick(["", payer.payerBank]),
          customer: row.customer, votes: 2, lastUsedDay: payer.bookingDay,
          state: random.pick([.active, .active, .weak])))
    }
    let asked = Set(
      snapshot.entries.filter { $0.standing == .open }.map { payerNumbering.number($0.payerName) })
    var some = snapshot
    some.aliases.removeAll { !asked.contains(payerNumbering.number($0.payerName)) }
    #expect(some.aliases.count < snapshot.aliases.count)
    let (all, few) = (matched(snapshot), matched(some))
    #expect(all.outcomes == few.outcomes, "seed \(seed)")
    linked += all.outcomes.count { $0.links.contains { $0.basis == .knownPayer } }
  }
  #expect(linked > 50)
}

private func matched(_ snapshot: Snapshot) -> MatchResult {
  match(snapshot, policy: Policy(), fees: Shop.fees)
}
