import Matching
import Model
import TestKit
import Testing

/// A payer's credits and what the bank took back, with the answers per open entry.
private struct Undoing: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var build: @Sendable (inout Shop) -> Void
  var answers: [String]
}

/// Two orders of ¥3,300, both cleared by earlier runs with payments of one day.
private func twinsCleared(_ shop: inout Shop, sameOrder: Bool) {
  shop.order("A1", 3_300, "宮崎 貴也", "ミヤザキ タカヤ", clearedYen: 3_300)
  shop.order("A2", 3_300, "宮崎 貴也", "ミヤザキ タカヤ", clearedYen: 3_300)
  shop.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 3, standing: .cleared)
  shop.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 3, standing: .cleared)
  for (entry, order) in [(Int32(0), Int32(0)), (1, sameOrder ? 0 : 1)] {
    shop.clearings.append(
      LedgerClearing(entryIndex: entry, orderIndex: order, allocatedYen: 3_300, basis: .exact))
  }
}

private func paid(_ shop: inout Shop, _ payer: String, day: Int32 = 3) {
  shop.order("A1", 3_300, "宮崎 貴也", "ミヤザキ タカヤ", clearedYen: 3_300)
  shop.pay(3_300, payer, day: day, standing: .cleared)
  shop.clearings.append(
    LedgerClearing(entryIndex: 0, orderIndex: 0, allocatedYen: 3_300, basis: .exact))
}

private let undoings: [Undoing] = [
  Undoing(
    testDescription: "a kind text says 組戻",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, kind: "組戻")
    }, answers: ["A1:-3300 reversal"]),
  Undoing(
    testDescription: "a kind text says 資金返却",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, kind: "資金返却")
    }, answers: ["A1:-3300 reversal"]),
  Undoing(
    testDescription: "the bank's word stands in front of the name",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ｸﾐﾓﾄﾞｼ ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit)
    }, answers: ["A1:-3300 reversal"]),
  Undoing(
    testDescription: "the bank's word stands behind the name",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ 組戻", day: 5, direction: .debit)
    }, answers: ["A1:-3300 reversal"]),
  Undoing(
    testDescription: "a reversal without a name holds the credit that it may have undone",
    build: {
      $0.order("A1", 3_300, "宮崎 貴也", "ミヤザキ タカヤ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 3)
      $0.pay(3_300, "", day: 5, direction: .debit, kind: "組戻")
    }, answers: ["held B01", "held B01"]),
  Undoing(
    testDescription: "and so does one with the name in kanji",
    build: {
      $0.order("A1", 3_300, "宮崎 貴也", "ミヤザキ タカヤ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 3)
      $0.pay(3_300, "宮崎　貴也", day: 5, direction: .debit, kind: "振込組戻")
    }, answers: ["held B01", "held B01"]),
  Undoing(
    testDescription: "but not a credit of another amount, of later, or of months before",
    build: {
      $0.order("A1", 3_300, "宮崎 貴也", "ミヤザキ タカヤ", day: 3)
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 6)
      $0.pay(3_300, "", day: 5, direction: .debit, kind: "組戻")
      $0.pay(3_300, "", day: 40, direction: .debit, kind: "組戻")
      $0.pay(3_301, "", day: 8, direction: .debit, kind: "組戻")
    }, answers: ["A1:3300 exact", "held B01", "held B01", "held B01"]),
  Undoing(
    testDescription: "the fee for a recall is no recall",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, kind: "組戻手数料")
    }, answers: ["setAside(Model.SetAsideReason.outgoing)"]),
  Undoing(
    testDescription: "a name that one side cut off is the same name",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀ", day: 5, direction: .debit, mark: .cancellation)
    }, answers: ["A1:-3300 reversal"]),
  Undoing(
    testDescription: "a cut name that two payers begin with goes to a person",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾕﾐ", day: 4, standing: .cleared)
      $0.pay(3_300, "ﾐﾔｻﾞｷ", day: 5, direction: .debit, mark: .cancellation)
    }, answers: ["held B01"]),
  Undoing(
    testDescription: "another payer's credit is not undone",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "ｷﾀﾑﾗ ﾕｳｺ", day: 5, direction: .debit, mark: .cancellation)
    }, answers: ["held B01"]),
  Undoing(
    testDescription: "a reversal without a name goes to a person",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ")
      $0.pay(3_300, "", day: 5, direction: .debit, mark: .correction)
    }, answers: ["held B01"]),
  Undoing(
    testDescription: "a credit after the reversal is not undone",
    build: {
      paid(&$0, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 6)
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, mark: .reversal)
    }, answers: ["held B01"]),
  Undoing(
    testDescription: "of twins that cleared two orders none is taken: a person says which",
    build: {
      twinsCleared(&$0, sameOrder: false)
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, mark: .reversal)
    }, answers: ["held B01"]),
  Undoing(
    testDescription: "of twins that cleared one order either is right",
    build: {
      twinsCleared(&$0, sameOrder: true)
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, mark: .reversal)
    }, answers: ["A1:-3300 reversal"]),
  Undoing(
    testDescription: "the nearest earlier credit is undone, not the older one",
    build: {
      $0.order("A1", 3_300, "宮崎 貴也", "ミヤザキ タカヤ", clearedYen: 3_300)
      $0.order("A2", 3_300, "宮崎 貴也", "ミヤザキ タカヤ", day: 2, clearedYen: 3_300)
      for n in [Int32(0), 1] {
        $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 3 + n, standing: .cleared)
        $0.clearings.append(
          LedgerClearing(entryIndex: n, orderIndex: n, allocatedYen: 3_300, basis: .exact))
      }
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, mark: .reversal)
    }, answers: ["A2:-3300 reversal"]),
  Undoing(
    testDescription: "a credit that was undone before is not undone again",
    build: {
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 3, standing: .reversed)
      $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 5, direction: .debit, mark: .reversal)
    }, answers: ["held B01"]),
  Undoing(
    testDescription: "money in by a correction undoes a withdrawal of that amount",
    build: {
      $0.pay(880, "ﾌﾘｺﾐ ﾃｽｳﾘﾖｳ", day: 3, direction: .debit, standing: .setAside)
      $0.pay(880, "ﾌﾘｺﾐ ﾃｽｳﾘﾖｳ", day: 4, mark: .correction)
    }, answers: ["setAside(Model.SetAsideReason.outgoingReturned)"]),
  Undoing(
    testDescription: "two corrections do not undo one withdrawal: the second goes to a person",
    build: {
      $0.pay(880, "ﾌﾘｺﾐ ﾃｽｳﾘﾖｳ", day: 3, direction: .debit, standing: .setAside)
      $0.pay(880, "ﾌﾘｺﾐ ﾃｽｳﾘﾖｳ", day: 4, mark: .correction)
      $0.pay(880, "ﾌﾘｺﾐ ﾃｽｳﾘﾖｳ", day: 4, mark: .correction)
    }, answers: ["setAside(Model.SetAsideReason.outgoingReturned)", "held B01"]),
  Undoing(
    testDescription: "money in by a correction with nothing to undo goes to a person",
    build: { $0.pay(3_300, "ﾐﾔｻﾞｷ ﾀｶﾔ", day: 4, mark: .correction) }, answers: ["held B01"]),
]

@Test("What the bank takes back is paired with what it undoes", arguments: undoings)
private func undoing(_ row: Undoing) {
  var shop = Shop()
  row.build(&shop)
  #expect(shop.answers() == row.answers)
}

@Test(
  "Money in with a word for something taken back or put right goes to a person",
  arguments: [
    ("ﾐﾔｻﾞｷ ﾀｶﾔ 組戻", ""), ("(組戻)ﾐﾔｻﾞｷ ﾀｶﾔ", ""), ("組戻入金 ﾐﾔｻﾞｷ ﾀｶﾔ", ""), ("ﾐﾔｻﾞｷ ﾀｶﾔ", "訂正"),
    ("ﾐﾔｻﾞｷ ﾀｶﾔ", "振込（取消）"), ("ﾐﾔｻﾞｷ ﾀｶﾔ", "振込戻り"), ("ﾐﾔｻﾞｷ ﾀｶﾔ", "返金"), ("返金 ﾐﾔｻﾞｷ ﾀｶﾔ", ""),
    ("ﾃｲｾｲ ﾐﾔｻﾞｷ ﾀｶﾔ", ""), ("ﾐﾔｻﾞｷ ﾀｶﾔ ﾄﾘｹｼ", ""), ("振込不能 ﾐﾔｻﾞｷ ﾀｶﾔ", ""),
  ])
func doubtfulMoneyIn(payer: String, kind: String) {
  var shop = Shop()
  shop.order("A1", 3_300, "宮崎 貴也", "ミヤザキ タカヤ")
  shop.pay(3_300, payer, day: 3, kind: kind)
  #expect(shop.answers() == ["held B01"])
}

@Test(
  "No ceiling takes back a payment that the bank took back: no order ends below zero",
  arguments: [1, 2, 3, 5, 6, 7, 9, 10, 11, 12])
func ceilingAndReversals(_ seed: Int) {
  let world = World(seed: UInt64(seed), orders: 1_500, profile: .hard, names: .common)
  var policy = Policy()
  policy.falseReleaseCeilingPPM = 1
  let fees = Shop.fees
  let outcomes = match(world.snapshot(), policy: policy, fees: fees).outcomes
  var cleared: [Int32: Int64] = [:]
  for link in outcomes.flatMap(\.links) {
    cleared[link.orderIndex, default: 0] += link.allocatedYen
  }
  #expect(cleared.values.allSatisfy { $0 >= 0 })
  #expect(outcomes.contains { $0.undoesEntryIndex != nil }, "no reversal: the row tests nothing")
}
