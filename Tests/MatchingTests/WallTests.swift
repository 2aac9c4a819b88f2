import Foundation
import Matching
import Model
import TestKit
import Testing

/// 20,000 worlds take minutes: KESHIKOMI_LONG=1.
private let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"
private let fees = Shop.fees
private let names = [
  ("アベ　アキラ", "ｱﾍﾞ ｱｷﾗ"), ("イケダ　ミキ", "ｲｹﾀﾞ ﾐｷ"), ("ウノ　タクミ", "ｳﾉ ﾀｸﾐ"),
  ("サトウ　カズコ", "ｻﾄｳ ｶｽﾞｺ"), ("サトウ　カオル", "ｻﾄｳ ｶｵﾙ"), ("スズキ　ケン", "ｽｽﾞｷ ｹﾝ"),
]

/// Two shops with customers in common, payments into whichever account.
private func world(_ random: inout SeededRandom) -> Snapshot {
  let first = Day(year: 2024, month: 4, day: 1)!
  var orders: [LedgerOrder] = []
  for n in 0..<random.within(4...16) {
    let person = random.pick(names)
    let shop = random.pick(["S1", "S2"])
    let row = OrderRow(
      record: Int32(n + 1), line: 0, orderID: "\(shop)-\(1000 + n)", shopID: shop,
      orderedAt: Moment(day: first.adding(days: Int32(n / 4)), hour: 10),
      paymentMethod: .bankTransfer, customerName: person.0, customerKana: person.0,
      amountDueYen: Int64(random.pick([3_000, 4_500, 5_480])), customerKey: person.0,
      status: random.chance(perMille: 80) ? .cancelled : .open)
    orders.append(LedgerOrder(row: row))
  }
  var entries: [LedgerEntry] = []
  for n in 0..<random.within(3...12) {
    let order = random.pick(orders).row
    let payer = names.first { $0.0 == order.customerKana }!.1
    let isBack = random.chance(perMille: 60)
    entries.append(
      LedgerEntry(
        id: "e\(n)", accountKey: random.pick(["a1", "a2"]),
        bookingDay: first.adding(days: Int32(5 + n / 3)), direction: isBack ? .debit : .credit,
        amountYen: order.amountDueYen + (random.chance(perMille: 200) ? -330 : 0),
        mark: isBack ? .reversal : .none, payerName: payer,
        ediText: random.chance(perMille: 200) ? order.orderID : ""))
  }
  return Snapshot(entries: entries, orders: orders)
}

@Test("Walled shops are matched as each would be alone, but for money that strayed")
func walledIsAlone() {
  let walls = ["a1": AccountFact(shopIDs: ["S1"]), "a2": AccountFact(shopIDs: ["S2"])]
  var strayed = 0
  for seed in 1...(isLong ? 20_000 : 300) {
    var random = SeededRandom(seed: UInt64(seed))
    let whole = world(&random)
    let walled = match(whole, accounts: walls, policy: Policy(), fees: fees)
    #expect(walled.outcomes.map(\.entryIndex) == whole.entries.indices.map { Int32($0) })
    for (account, shop) in [("a1", "S1"), ("a2", "S2")] {
      let part = SnapshotPart(
        of: whole,
        entries: whole.entries.indices.filter { whole.entries[$0].accountKey == account }
          .map { Int32($0) },
        orders: whole.orders.indices.filter { whole.orders[$0].row.shopID == shop }
          .map { Int32($0) })
      let alone = match(part.snapshot, policy: Policy(), fees: fees)
      for outcome in alone.outcomes.map(part.inWhole) {
        let own = walled.outcomes[Int(outcome.entryIndex)]
        guard own.codes == [.D05] else {
          #expect(own == outcome, "seed \(seed)")
          continue
        }
        strayed += 1
        #expect(outcome.verdict == .unknown || outcome.verdict == .held, "seed \(seed)")
        #expect(own.verdict == .held && own.links.isEmpty, "seed \(seed)")
        let orders = own.candidates.flatMap(\.orderIndices)
        #expect(
          !orders.isEmpty && orders.allSatisfy { whole.orders[Int($0)].row.shopID != shop },
          "seed \(seed)")
      }
    }
  }
  #expect(strayed > 150)
}

@Test("Without a shop's own account walls change nothing")
func noWalls() {
  for seed in 1...200 {
    var random = SeededRandom(seed: UInt64(seed))
    let whole = world(&random)
    let facts = ["a1": AccountFact(owner: .operator)]
    let walled = match(whole, accounts: facts, policy: Policy(), fees: fees)
    #expect(walled.outcomes == match(whole, policy: Policy(), fees: fees).outcomes)
  }
}

@Test("A shared account pays what a shop's own account left, and never pays an order twice")
func sharedAccountComesLast() {
  for seed in 1...(isLong ? 10_000 : 150) {
    var random = SeededRandom(seed: UInt64(seed))
    let whole = world(&random)
    let walls = ["a1": AccountFact(shopIDs: ["S1"])]
    let walled = match(whole, accounts: walls, policy: Policy(), fees: fees)
    var left = whole.orders.map(\.missingYen)
    for outcome in walled.outcomes {
      let isOwn = whole.entries[Int(outcome.entryIndex)].accountKey == "a1"
      for link in outcome.links {
        left[Int(link.orderIndex)] -= link.allocatedYen
        #expect(!isOwn || whole.orders[Int(link.orderIndex)].row.shopID == "S1", "seed \(seed)")
      }
    }
    #expect(left.allSatisfy { $0 >= 0 }, "seed \(seed)")
  }
}
