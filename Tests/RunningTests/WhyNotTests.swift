import Foundation
import Model
import Running
import TestKit
import Testing

/// Two orders of one name and amount, one payment: what is told about it.
@Suite struct WhyNotTests {
  private static let head =
    "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"

  private func explained(
    _ orders: [String], _ deposit: String, _ language: Language
  ) throws -> [String] {
    let shop = try Shop(policy: "")
    let rows = orders.map { "\($0.replacing("|", with: ","))\n" }.joined()
    try shop.put("orders.csv", Array((WhyNotTests.head + rows).utf8))
    try shop.put(
      "deposits.csv",
      Array(("deposit_id,booking_date,value_date,amount,payer_name\n" + deposit + "\n").utf8))
    try shop.run("2026-01-09T10:00")
    let report = shop.workspace.reports + "/latest/entries.csv"
    let entry = csvRows(try readBytes(.init(fileURLWithPath: report)))[0]["entry_id"]!
    return try explain(entry, in: shop.workspace, language: language)
  }

  private static let twins = [
    "A1|S1|2026-01-05T10:00:00+09:00|bank_transfer|栗原　利恵|クリハラ　リエ|6828|open",
    "A2|S1|2026-01-05T11:00:00+09:00|bank_transfer|栗原　利恵|クリハラ　リエ|6828|open",
  ]

  @Test("A tie says what would decide it, and that is tried")
  func tie() throws {
    let lines = try explained(
      WhyNotTests.twins, "d1,2026-01-07,2026-01-07,6828,ｸﾘﾊﾗ ﾘｴ", .en)
    #expect(lines.contains("    - order A2 were cancelled → A1"))
    #expect(lines.contains("    - order A1 were cancelled → A2"))
    #expect(lines.contains { $0.hasPrefix("  runner-up A2 ¥6828") })
    #expect(lines.contains("  distance to the best different answer +0.0 bits"))
    #expect(!lines.contains { $0.contains("the payer were") }, "the name is not what is missing")
  }

  @Test("A stranger's payment would clear under the customer's name")
  func stranger() throws {
    let lines = try explained(
      [WhyNotTests.twins[0]], "d1,2026-01-07,2026-01-07,6828,ｵｵﾀﾆ ｸﾐｺ", .ja)
    #expect(lines.contains("    - 名義が「クリハラ　リエ」であれば → A1"))
    #expect(lines.contains { $0.hasPrefix("      −7.0  名義が違う") })
  }

  @Test("What cleared is shown with its sum and what is known of such links")
  func cleared() throws {
    let lines = try explained(
      [WhyNotTests.twins[0]], "d1,2026-01-07,2026-01-07,6828,ｸﾘﾊﾗ ﾘｴ", .en)
    #expect(lines.contains { $0.hasPrefix("  of links that look so, ") })
    #expect(!lines.contains("  it would clear by itself if"))
  }
}
