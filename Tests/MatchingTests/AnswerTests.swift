import Matching
import Model
import Testing

extension Shop {
  fileprivate mutating func say(
    _ kind: AnswerKind, _ entry: Int32, _ shares: [(Int32, Int64)] = [], isNew: Bool = true
  ) {
    said.append(
      EntryAnswer(
        eventID: Int64(said.count + 1), kind: kind, entryIndex: entry,
        shares: shares.map { OrderShare(orderIndex: $0.0, yen: $0.1) }, isNew: isNew))
  }
}

private struct Row: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var change: @Sendable (inout Shop) -> Void
  var answers: [String]
  var unheeded: [Int64] = []
}

private let rows: [Row] = [
  Row(
    testDescription: "without a word names decide", change: { _ in },
    answers: ["A1:3000 exact", "unknown N01"]),
  Row(
    testDescription: "a person's word comes first", change: { $0.say(.assign, 1, [(0, 3_000)]) },
    answers: ["A1:0 double_payment", "A1:3000 by_hand"]),
  Row(
    testDescription: "one payment for two orders",
    change: { $0.say(.assign, 1, [(0, 1_000), (1, 2_000)]) },
    answers: ["held", "A1:1000 by_hand + A2:2000 by_hand"]),
  Row(
    testDescription: "not ours", change: { $0.say(.notOurs, 0) },
    answers: ["setAside(Model.SetAsideReason.notOurs)", "held N02"]),
  Row(
    testDescription: "an entry that waits is not linked", change: { $0.say(.wait, 0) },
    answers: ["held", "held N02"]),
  Row(
    testDescription: "also in later runs", change: { $0.say(.wait, 0, isNew: false) },
    answers: ["held", "held N02"]),
  Row(
    testDescription: "what was taken back is not linked again, nor proposed",
    change: { $0.say(.undo, 0, [(0, 3_000)], isNew: false) }, answers: ["unknown N01", "held N02"]),
  Row(
    testDescription: "more than the order misses is not followed",
    change: { $0.say(.assign, 1, [(1, 9_000)]) }, answers: ["A1:3000 exact", "unknown N01"],
    unheeded: [1]),
  Row(
    testDescription: "an order goes to the first that was promised it",
    change: {
      $0.say(.assign, 0, [(1, 2_500)])
      $0.say(.assign, 1, [(1, 2_000)])
    }, answers: ["A2:2500 by_hand", "held"], unheeded: [2]),
]

@Test("What people say is done before anything else", arguments: rows)
private func answers(_ row: Row) {
  var shop = Shop()
  shop.order("A1", 3_000, "須山 咲恵", "スヤマ サキエ")
  shop.order("A2", 4_000, "長尾 佐幸", "ナガオ サユキ")
  shop.pay(3_000, "ｽﾔﾏ ｻｷｴ")
  shop.pay(3_000, "ﾋﾞﾄｳ ﾀﾞｲｷ")
  row.change(&shop)
  let result = shop.result()
  for (told, expected) in zip(shop.answers(), row.answers) {
    #expect(told.hasPrefix(expected), "\(shop.answers())")
  }
  #expect(result.unheeded == row.unheeded)
}
