import Matching
import Model
import Testing

@Suite("What an outcome does not name") struct UnnamedTests {
  @Test(
    "Of more equal orders than an outcome names, all are told to wait", arguments: [6, 12, 600])
  func ties(count: Int) {
    var shop = Shop()
    for n in 1...count { shop.order("A\(n)", 5_000, "田代 博信", "タシロ ヒロノブ", key: "k\(n)") }
    shop.pay(5_000, "ﾀｼﾛ ﾋﾛﾉﾌﾞ")
    let result = shop.result()
    let named = result.outcomes[0].candidates.flatMap(\.orderIndices)
    #expect(result.outcomes[0].verdict == .held && result.outcomes[0].candidateCount == count)
    #expect((named + result.heldUnnamed).sorted() == (0..<count).map { Int32($0) })
    #expect(result.heldUnnamed == result.heldUnnamed.sorted())
  }

  @Test("A crowd of payments and orders names few, and all others are told to wait")
  func crowd() {
    var shop = Shop()
    for n in 1...600 { shop.order("A\(n)", 5_000, "田代 博信", "タシロ ヒロノブ", key: "k\(n)") }
    for _ in 1...600 { shop.pay(5_000, "ﾀｼﾛ ﾋﾛﾉﾌﾞ") }
    let result = shop.result()
    var told = Set(result.heldUnnamed)
    for outcome in result.outcomes {
      told.formUnion(outcome.links.map(\.orderIndex))
      told.formUnion(outcome.candidates.flatMap(\.orderIndices))
    }
    #expect(told.count == 600)
  }

  @Test(
    "Money long after its order is unknown, and names the order that it would fit",
    arguments: [(63, "A1"), (64, "A1"), (30, nil)] as [(Int32, String?)])
  func outsideTheWindow(daysLater: Int32, named: String?) {
    var shop = Shop()
    shop.order("A1", 5_000, "田代 博信", "タシロ ヒロノブ")
    shop.order("A2", 5_000, "別府 慎吾", "ベップ シンゴ")
    shop.pay(5_000, "ﾀｼﾛ ﾋﾛﾉﾌﾞ", day: 1 + daysLater)
    let outcome = shop.outcomes()[0]
    #expect((outcome.verdict == .unknown) == (named != nil))
    guard let named else { return }
    #expect(outcome.links.isEmpty && outcome.codes == [.N01])
    #expect(
      outcome.candidates.map { shop.orders[Int($0.orderIndices[0])].row.orderID } == [named])
  }

  @Test(
    "Too much for a payer's only order is an overpayment to be asked about, not a part of it",
    arguments: [(8_801, EvidenceLevel.amountSlip), (880_000, .amountOver), (4_000, .amountPart)]
      as [(Int64, EvidenceLevel)])
  func tooMuch(yen: Int64, level: EvidenceLevel) {
    var shop = Shop()
    shop.order("A1", 8_800, "田代 博信", "タシロ ヒロノブ")
    shop.pay(yen, yen > 100_000 ? "ﾀｼﾛ ﾋﾛﾉﾌﾞ" : "ﾀｼﾛ ﾋﾙﾉﾌﾞ")
    let outcome = shop.outcomes()[0]
    if outcome.verdict == .held {
      #expect(outcome.codes.contains(yen > 8_800 ? .A03 : .A02) && !outcome.codes.contains(.M03))
      #expect(outcome.candidates[0].evidence.contains { $0.level == level })
    } else {
      #expect(outcome.codes.contains(.A03) == (yen > 8_800))
    }
  }
}
