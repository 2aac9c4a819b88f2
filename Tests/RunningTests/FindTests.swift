import Foundation
import Model
import Running
import TestKit
import Testing

@Test(
  "Transactions are found by day, amount and counterparty, alone and together, with their originals"
)
private func finds() throws {
  let shop = try PeopleShop()
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09")
  shop.order("A2", 12_000, "ナガオ　サユキ", on: "2026-11-10")
  shop.pay(4_980, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
  shop.pay(12_000, "ﾅｶﾞｵ ｻﾕｷ", on: "2026-11-11")
  try shop.run("2026-11-10")
  try shop.run("2026-11-11")
  func found(_ change: (inout FindRequest) -> Void) throws -> [String] {
    var query = FindRequest()
    change(&query)
    let told = try find(query, shop.shop.request("2026-11-12T08:00"))
    return told.lines.dropLast().map { line in
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      return "\(words[0]) \(words[1]) \(words[3])"
    }
  }
  let tenth = Day(iso: "2026-11-10")!
  #expect(
    Set(try found { $0.days = tenth...tenth }) == [
      "2026-11-10 deposit ¥4980", "2026-11-10 order ¥12000",
    ])
  #expect(Set(try found { $0.yen = 10_000...20_000 }.map { $0.suffix(6) }) == ["¥12000"])
  #expect(
    Set(try found { $0.counterparty = "ながお" }) == [
      "2026-11-10 order ¥12000", "2026-11-11 deposit ¥12000",
    ])
  #expect(
    try found {
      $0.counterparty = "スヤマ"
      $0.days = tenth...tenth.adding(days: 5)
    } == ["2026-11-10 deposit ¥4980"])
  #expect(throws: RunError.self) { try found { _ in } }
  // The original, byte for byte, and what happened.
  var query = FindRequest()
  query.yen = 4_980...4_980
  query.originals = shop.shop.folder.appendingPathComponent("law").path
  query.withHistory = true
  let told = try find(query, shop.shop.request("2026-11-12T08:00"))
  #expect(told.lines.contains { $0.contains("cleared") })
  let folder = shop.shop.folder.appendingPathComponent("law")
  let index = csvRows(try readBytes(folder.appendingPathComponent("index.csv")))
  let deposit = try #require(index.first { $0["kind"] == "deposit" })
  let original = try readBytes(folder.appendingPathComponent(deposit["sha256"]!))
  #expect(original == shop.account.file(.camt, "2026-11-10", "2026-11-10"))
  #expect(throws: RunError.self) { try find(query, shop.shop.request("2026-11-12T08:00")) }
}
