import Foundation
import Model
import Running
import TestKit
import Testing

/// Two order numbers of one shop: written alike but for their characters, or plainly apart. The
/// first comes before the second by its bytes.
private struct Pair: Sendable {
  let first: String
  let second: String

  static let alike = Pair(first: "A-Ame\u{301}-7", second: "A-Am\u{E9}-7")
  static let apart = Pair(first: "A-AmX-7", second: "A-AmY-7")

  /// The text with both numbers replaced by words of their own, and without hashes: files of other
  /// bytes have others.
  func neutral(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for (number, word) in [(first, "<first>"), (second, "<second>")] {
      let wanted = Array(number.utf8)
      var at = 0
      while at + wanted.count <= bytes.count {
        if bytes[at..<(at + wanted.count)].elementsEqual(wanted) {
          bytes.replaceSubrange(at..<(at + wanted.count), with: word.utf8)
        }
        at += 1
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.replacing(/[0-9a-f]{12,64}/, with: "#")
  }
}

/// What is told of a shop whose two orders have these numbers, by what was done to tell it.
private final class Story {
  let pair: Pair
  let shop: PeopleShop
  private(set) var told: [(step: String, text: String)] = []

  init(_ pair: Pair, policy: String = "") throws {
    self.pair = pair
    shop = try PeopleShop(policy: policy)
    for (number, yen, name) in [
      (pair.first, 4_980, "スヤマ　サキエ"), (pair.second, 5_210, "タナベ　ミツオ"),
      ("B-1", 7_000, "ホリ　ケン"),
    ] {
      shop.order(number, Int64(yen), name, on: "2026-11-09", customer: "k\(yen)")
    }
  }

  func tell(_ step: String, _ text: String) { told.append((step, pair.neutral(text))) }

  func tables(_ step: String, _ files: [String]) throws {
    for file in files {
      // Reports sort by what texts say: the two would come in another order than plain numbers.
      let rows = try shop.shop.table(file).map { row in
        pair.neutral(row.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: "\n"))
      }
      tell("\(step) \(file)", rows.sorted().joined(separator: "\n\n"))
    }
  }

  func notice(_ kind: String, _ order: String, on day: String) throws {
    var notice = NoticeRequest()
    notice.kind = kind
    notice.orderID = order
    notice.reason = "told by phone"
    notice.person = "Aoki"
    _ = try recordNotice(notice, shop.shop.request(day + "T18:00"))
  }

  func explained(_ step: String) throws {
    for order in [pair.first, pair.second] {
      let lines = try explain(order, in: shop.shop.workspace, language: .en)
      tell("\(step) explain \(pair.neutral(order))", lines.joined(separator: "\n"))
    }
  }
}

private let tables = ["decisions.csv", "clearings.csv", "exceptions.csv", "release.csv"]

/// Days on which each of the two has a fate of its own.
private func lived(_ pair: Pair) throws -> Story {
  let story = try Story(pair)
  let shop = story.shop
  // The first is short, the second unpaid and stopped by a word on the phone.
  shop.pay(4_000, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
  try shop.run("2026-11-10")
  try story.tables("short", tables)
  try story.notice("N07", pair.second, on: "2026-11-11")
  shop.pay(5_210, "ﾀﾅﾍﾞ ﾐﾂｵ", on: "2026-11-11")
  try shop.run("2026-11-11")
  try story.tables("stopped", tables)
  try story.explained("stopped")
  // Only one of the two is waived.
  let rows = "case_id,order_ids,answer,reason\n,\(pair.first),waive,goodwill\n"
  for person in ["Aoki", "Baba"] {
    let said = try shop.resolve(rows, by: person, on: "2026-11-12")
    story.tell("waived by \(person)", said.lines.joined(separator: "\n"))
  }
  try shop.run("2026-11-12")
  try story.tables("waived", tables)
  try story.explained("waived")
  // The second's case ends when the shop cancels; the first's case is over, too.
  shop.order(
    pair.second, 5_210, "タナベ　ミツオ", on: "2026-11-09", customer: "k5210", status: "cancelled")
  try shop.run("2026-11-13")
  try story.tables("cancelled", tables)
  try shop.run("2026-11-14")
  try story.tables("over", tables)
  return story
}

@Test("Orders whose numbers look alike are told, stopped, waived and ended as any other two are")
func lookalikesLive() throws {
  let alike = try lived(.alike)
  let apart = try lived(.apart)
  #expect(alike.told.count == apart.told.count && alike.told.count > 20)
  for (a, b) in zip(alike.told, apart.told) {
    #expect(a.step == b.step)
    #expect(a.text == b.text, "\(a.step)")
  }
  #expect(try alike.shop.shop.isProved)
  // The story is one: something was short, stopped and waived.
  let text = alike.told.map(\.text).joined()
  for word in ["N07", "A02", "waive", "release"] { #expect(text.contains(word), "\(word)") }
}

private let head =
  "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"

private func row(_ id: String, _ yen: String, _ name: String) -> String {
  "\(id),S1,2026-11-09T09:00:00+09:00,bank_transfer,\(name),\(name),\(yen),open\n"
}

@Test("A row that cannot be read puts its own order in doubt, and another's row does not end it")
func lookalikesInDoubt() throws {
  for pair in [Pair.alike, .apart] {
    let shop = try Shop(policy: "language: en\n")
    let all = row(pair.first, "4980", "スヤマ") + row(pair.second, "5210", "タナベ")
    try shop.put("orders-1.csv", Array((head + all).utf8))
    let account = TrueAccount(
      openingYen: 0,
      bookings: [Booking("2026-11-10", 4_980, "ｽﾔﾏ"), Booking("2026-11-10", 5_210, "ﾀﾅﾍﾞ")])
    try shop.run("2026-11-10T09:00")
    try shop.put("bank.xml", account.file(.camt, "2026-11-10", "2026-11-10"))
    let broken = row(pair.first, "49x0", "スヤマ") + row(pair.second, "5210", "タナベ")
    try shop.put("orders-2.csv", Array((head + broken).utf8))
    let newer = row(pair.second, "5210", "タナベ") + row("B-2", "900", "ホリ")
    let later = newer.replacing("B-2,S1,2026-11-09", with: "B-2,S1,2026-11-10")
    try shop.put("orders-3.csv", Array((head + later).utf8))
    try shop.run("2026-11-11T09:00")
    let decided = try shop.table("decisions.csv").map {
      "\(pair.neutral($0["order_id"]!)) \($0["decision"]!)"
    }
    #expect(decided.sorted() == ["<first> hold", "<second> release", "B-2 hold"])
  }
}
