import Matching
import Model
import Testing

extension Shop {
  /// A payer who has paid for a customer before, under another name.
  fileprivate mutating func knows(
    _ payer: String, _ customer: String, state: AliasState = .active, votes: Int32 = 2,
    shop: String = "S1", bank: String = "", branch: String = ""
  ) {
    aliases.append(
      PayerAlias(
        id: "P-\(aliases.count)", shopID: shop, payerKey: payer, payerName: payer, payerBank: bank,
        payerBranch: branch, customer: customer, votes: votes,
        lastUsedDay: Day(year: 2024, month: 3, day: 1)!, state: state))
  }
}

private struct Row: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var change: @Sendable (inout Shop) -> Void
  var answer: String
}

private let rows: [Row] = [
  Row(
    testDescription: "a stranger's payment waits", change: { _ in }, answer: "held N02"),
  Row(
    testDescription: "a known payer's is linked", change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k") },
    answer: "A1:4980 known_payer"),
  Row(
    testDescription: "one that is still learning is not",
    change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k", state: .learning, votes: 1) }, answer: "held N02"),
  Row(
    testDescription: "nor one that contradicts itself",
    change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k", state: .weak) }, answer: "held N02"),
  Row(
    testDescription: "nor one that ended",
    change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k", state: .expired) }, answer: "held N02"),
  Row(
    testDescription: "nor one that was forgotten",
    change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k", state: .forgotten) }, answer: "held N02"),
  Row(
    testDescription: "what another shop knows counts for nothing",
    change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k", shop: "S2") }, answer: "held N02"),
  Row(
    testDescription: "nor what is known of another branch",
    change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k", bank: "ﾐｽﾞﾎ", branch: "ｼﾝｼﾞﾕｸ") }, answer: "held N02"),
  Row(
    testDescription: "of the same branch it counts",
    change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k", bank: "ﾐｽﾞﾎ", branch: "ｼﾌﾞﾔ") },
    answer: "A1:4980 known_payer"),
  Row(
    testDescription: "two orders of the customer over the sum are a tie",
    change: {
      $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k")
      $0.order("A3", 4_980, "須山 咲恵", "スヤマ サキエ", key: "k")
    }, answer: "held N02 N03"),
  Row(
    testDescription: "another sum is no reason", change: { $0.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:z") },
    answer: "held N02"),
]

@Test("A payer's history links what nothing else would, and only that", arguments: rows)
private func history(_ row: Row) {
  var shop = Shop()
  shop.order("A1", 4_980, "須山 咲恵", "スヤマ サキエ", key: "k")
  shop.order("A2", 7_000, "長尾 佐幸", "ナガオ サユキ", key: "z")
  shop.pay(4_980, "ﾋﾞﾄｳ ﾀﾞｲｷ", bank: "ﾐｽﾞﾎ", branch: "ｼﾌﾞﾔ")
  row.change(&shop)
  #expect(shop.answers() == [row.answer])
}

@Test("The evidence says so, and a name of its own needs no history")
private func evidence() {
  var shop = Shop()
  shop.order("A1", 4_980, "須山 咲恵", "スヤマ サキエ", key: "k")
  shop.pay(4_980, "ﾋﾞﾄｳ ﾀﾞｲｷ")
  shop.knows("ﾋﾞﾄｳ ﾀﾞｲｷ", "key:k")
  shop.knows("ｽﾔﾏ ｻｷｴ", "key:k")
  let levels = shop.outcomes()[0].candidates[0].evidence.map(\.level)
  #expect(levels.contains(.payerHistory) && levels.contains(.nameDifferent))
  shop.entries[0].payerName = "ｽﾔﾏ ｻｷｴ"
  #expect(shop.answers() == ["A1:4980 exact"])
  #expect(!shop.outcomes()[0].candidates[0].evidence.map(\.level).contains(.payerHistory))
}
