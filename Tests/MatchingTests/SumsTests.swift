import Matching
import Model
import Testing

@Suite struct SumsTests {
  private func name(
    _ shop: inout Shop, _ id: String, _ yen: Int64, day: Int32 = 1, key: String = ""
  ) {
    shop.order(id, yen, "山崎 裕子", "ヤマザキ ヒロコ", day: day, key: key)
  }

  @Test("A transfer for all of twenty orders is linked; for an odd few of them it is only proposed")
  func manyOrders() {
    var shop = Shop()
    for i in 0..<20 { name(&shop, "A\(i)", Int64(1_870 + 530 * i * i), day: Int32(i + 1)) }
    let all = (0..<20).reduce(Int64(0)) { $0 + Int64(1_870 + 530 * $1 * $1) }
    shop.pay(all, "ﾔﾏｻﾞｷ ﾋﾛｺ", day: 25)
    #expect(shop.outcomes()[0].links.count == 20)
    shop.entries = []
    shop.pay(1_870 + 1_870 + 530 + 1_870 + 530 * 16 * 16, "ﾔﾏｻﾞｷ ﾋﾛｺ", day: 25)
    let outcome = shop.outcomes()[0]
    #expect(outcome.verdict == .held)
    #expect(outcome.codes == [.M03])
    #expect(outcome.candidateCount >= 1)
  }

  @Test("Of two equal orders of one customer one is paid with a third: nobody can say which")
  func equalOrders() {
    var shop = Shop()
    name(&shop, "A1", 2_980)
    name(&shop, "A2", 2_980)
    name(&shop, "A3", 4_410)
    shop.pay(7_390, "ﾔﾏｻﾞｷ ﾋﾛｺ")
    let outcome = shop.outcomes()[0]
    #expect(outcome.codes == [.M03])
    #expect(outcome.candidates.map(\.orderIndices) == [[0, 2], [1, 2]])
    #expect(outcome.candidateCount == 2)
    #expect(outcome.proposal?.rule == .proRata)
    shop.entries = []
    shop.pay(10_370, "ﾔﾏｻﾞｷ ﾋﾛｺ")
    #expect(shop.outcomes()[0].links.count == 3)
  }

  @Test("Orders of one customer go before a mixture with a namesake's")
  func namesakes() {
    var shop = Shop()
    name(&shop, "A1", 3_140, key: "k1")
    name(&shop, "A2", 2_860, key: "k1")
    name(&shop, "B1", 2_860, key: "k2")
    name(&shop, "B2", 9_900, key: "k2")
    shop.pay(6_000, "ﾔﾏｻﾞｷ ﾋﾛｺ")
    // B1 is equal to A2 and would stay without money: which of them is paid is for a person.
    #expect(shop.answers() == ["held M03 N03"])
    #expect(shop.outcomes()[0].candidates.first?.orderIndices == [0, 1])
  }

  @Test("Orders of one customer key under another name can be paid together")
  func otherNameOfCustomer() {
    var shop = Shop()
    name(&shop, "A1", 3_140, key: "k1")
    shop.order("A2", 7_730, "ヤマザキ商会", "ヤマザキショウカイ", key: "k1")
    shop.pay(10_870, "ﾔﾏｻﾞｷ ﾋﾛｺ")
    let outcome = shop.outcomes()[0]
    #expect(outcome.candidates.first?.orderIndices == [0, 1])
  }

  @Test("A fee taken off a whole sum: proposed, and linked where a number names an order")
  func lessFee() {
    var shop = Shop()
    shop.order("A10000001", 6_350, "伊沢 優樹", "イザワ ユウキ", day: 1)
    shop.order("A10000002", 5_610, "伊沢 優樹", "イザワ ユウキ", day: 2)
    shop.pay(11_630, "ｲｻﾞﾜ ﾕｳｷ")
    let proposed = shop.outcomes()[0]
    #expect(proposed.verdict == .held)
    #expect(proposed.candidates.map(\.orderIndices) == [[0, 1]])
    #expect(proposed.candidates[0].evidence.contains { $0.level == .amountShortByFee })
    shop.entries = []
    shop.pay(11_630, "A10000002 ｲｻﾞﾜ ﾕｳｷ")
    let linked = shop.outcomes()[0]
    #expect(linked.codes == [.M01, .A01])
    #expect(linked.links.map(\.allocatedYen) == [6_350, 5_280])
    #expect(linked.shortYen == 330)
  }

  @Test("Two transfers for three orders, where no single sum fits")
  func manyForMany() {
    var shop = Shop()
    name(&shop, "A1", 3_330, day: 1)
    name(&shop, "A2", 5_870, day: 2)
    name(&shop, "A3", 7_410, day: 3)
    shop.pay(10_000, "ﾔﾏｻﾞｷ ﾋﾛｺ", day: 5)
    shop.pay(6_610, "ﾔﾏｻﾞｷ ﾋﾛｺ", day: 6)
    #expect(
      shop.answers() == [
        "A1:3330 one_for_many + A2:5870 one_for_many + A3:800 many_for_one",
        "A3:6610 many_for_one",
      ])
    #expect(shop.outcomes()[0].codes == [.M01, .M02])
  }

  @Test("Equal payments are as good as one another: the earlier ones fill the order")
  func equalPieces() {
    var shop = Shop()
    name(&shop, "A1", 12_340)
    shop.pay(5_170, "ﾔﾏｻﾞｷ ﾋﾛｺ", day: 3)
    shop.pay(7_170, "ﾔﾏｻﾞｷ ﾋﾛｺ", day: 4)
    shop.pay(7_170, "ﾔﾏｻﾞｷ ﾋﾛｺ", day: 5)
    #expect(shop.answers()[..<2] == ["A1:5170 many_for_one", "A1:7170 many_for_one"])
    #expect(!shop.answers()[2].contains("many_for_one"))
  }

  @Test("Too many orders to add up are held, and the outcome says how many were not looked at")
  func tooMany() {
    var shop = Shop()
    for i in 0..<120 { name(&shop, "A\(i)", Int64(90_000_001 + 1_003 * i)) }
    shop.pay(5_000_000_013, "ﾔﾏｻﾞｷ ﾋﾛｺ")
    let outcome = shop.outcomes()[0]
    #expect(outcome.verdict == .held)
    #expect(outcome.codes == [.M03])
    #expect(outcome.unsearchedOrderCount == 120)
    #expect(outcome.proposal?.rule == .proRata)
  }

  @Test("No yen is given twice, whatever a payer's payments and orders are")
  func balance() {
    for seed in 1...400 {
      var random = Lottery(seed: UInt64(seed))
      var shop = Shop()
      for i in 0..<(1 + random.next(6)) {
        name(&shop, "A\(i)", Int64(1_000 + 10 * random.next(60)), day: Int32(1 + random.next(5)))
      }
      for _ in 0..<(1 + random.next(4)) {
        shop.pay(
          Int64(500 + 10 * random.next(250)), "ﾔﾏｻﾞｷ ﾋﾛｺ", day: Int32(5 + random.next(9)))
      }
      var given = [Int64](repeating: 0, count: shop.orders.count)
      for outcome in shop.outcomes() {
        let entry = shop.entries[Int(outcome.entryIndex)]
        let used = outcome.links.reduce(0) { $0 + $1.allocatedYen }
        #expect(used <= entry.amountYen)
        for link in outcome.links { given[Int(link.orderIndex)] += link.allocatedYen }
      }
      for (o, yen) in given.enumerated() { #expect(yen <= shop.orders[o].row.amountDueYen) }
    }
  }
}
