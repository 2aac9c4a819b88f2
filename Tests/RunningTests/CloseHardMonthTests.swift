import Foundation
import Model
import Running
import TestKit
import Testing

/// Months as they should not be and are.
@Suite("Hard months of a close")
struct CloseHardMonthTests {
  private let orderHead =
    "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
  private let lineHead = "line_id,date,order_id,type,gross,fee,net,payout_batch\n"

  private func order(
    _ id: String, _ yen: Int, shop: String = "S1", day: String = "2026-10-05",
    status: String = "open"
  ) -> String {
    "\(id),\(shop),\(day)T09:00:00+09:00,card,見本,ミホン,\(yen),\(status)\n"
  }

  private func line(
    _ id: String, _ order: String, _ gross: Int, type: String = "sale", day: String = "2026-10-05",
    payout: String = "B1"
  ) -> String {
    let fee = type == "sale" ? gross * 36 / 1_000 : 0
    return "\(id),\(day),\(order),\(type),\(gross),\(fee),\(gross - fee),\(payout)\n"
  }

  private func bank(_ rows: (String, Int)...) -> String {
    "deposit_id,booking_date,value_date,amount,payer_name\n"
      + rows.enumerated().map { n, row in
        "D\(n),\(row.0),\(row.0),\(row.1),ｶ-ﾄﾞｹﾂｻｲﾀﾞｲｺｳ(ｶ\n"
      }.joined()
  }

  /// Two orders of 5,000 and 3,000 yen, settled by one payout of 7,712.
  private func shop(more: [(String, String)]) throws -> Shop {
    let shop = try Shop(policy: "language: en\n")
    try shop.put("orders.csv", orderHead + order("A1001", 5_000) + order("A1002", 3_000))
    try shop.put("card.csv", lineHead + line("K1", "A1001", 5_000) + line("K2", "A1002", 3_000))
    for (name, text) in more { try shop.put(name, text) }
    return shop
  }

  @discardableResult
  private func close(
    _ shop: Shop, _ month: String = "2026-10", asOf: String = "2026-11-20", reopening: String = ""
  ) throws -> RunSummary {
    var request = CloseRequest(run: shop.request(asOf), month: month)
    if !reopening.isEmpty { request.reopening = ("Sample", reopening) }
    return try closeMonth(request)
  }

  private func findings(_ shop: Shop, _ folder: String = "close-2026-10-v1") throws -> [String] {
    try shop.table("exceptions.csv", run: folder).map { "\($0["fault"]!) \($0["code"]!)" }
  }

  private func results(_ shop: Shop, _ folder: String = "close-2026-10-v1") throws -> [String] {
    try shop.table("settlement_lines.csv", run: folder).map { "\($0["line_id"]!) \($0["result"]!)" }
  }

  private func payouts(_ shop: Shop, _ folder: String = "close-2026-10-v1") throws -> [String] {
    try shop.table("payouts.csv", run: folder).map { "\($0["payout"]!) \($0["result"]!)" }
  }

  @Test("A payout that comes on two days, of which the second is in the next month")
  func splitOverMonthEnd() throws {
    let shop = try shop(more: [("bank.csv", bank(("2026-10-30", 5_000), ("2026-11-02", 2_712)))])
    try close(shop)
    #expect(try payouts(shop) == ["B1 split"])
    let roll = try #require(try shop.table("roll_forward.csv", run: "close-2026-10-v1").first)
    #expect(roll["banked_yen"] == "0" && roll["underway_yen"] == "7712")
  }

  @Test("A payout below nothing is taken off the next one, or carried until there is one")
  func negativePayout() throws {
    let refund = lineHead + line("K3", "A1001", -5_000, type: "refund", payout: "B2")
    let alone = try shop(more: [("card2.csv", refund), ("bank.csv", bank(("2026-10-20", 7_712)))])
    try close(alone)
    #expect(try payouts(alone) == ["B1 tied", "B2 carried"])
    let next = refund + line("K4", "A1003", 9_000, day: "2026-10-20", payout: "B3")
    let merged = try shop(more: [
      ("card2.csv", next), ("bank.csv", bank(("2026-10-20", 7_712), ("2026-11-04", 3_676))),
    ])
    try close(merged)
    #expect(try payouts(merged) == ["B1 tied", "B2 merged", "B3 merged"])
  }

  @Test("The same sale refunded twice is told once, and only where more went back than came")
  func refundedTwice() throws {
    let twice =
      lineHead + line("K3", "A1001", -5_000, type: "refund", day: "2026-10-12")
      + line("K4", "A1001", -5_000, type: "refund", day: "2026-10-13")
    let shop = try shop(more: [("card2.csv", twice)])
    try close(shop)
    #expect(
      try results(shop) == ["K1 ok", "K2 ok", "K3 refund", "K4 duplicate_line"])
    #expect(try findings(shop).contains("duplicate_line S03"))
    let halves = twice.replacing("-5000", with: "-2500")
    let right = try self.shop(more: [("card2.csv", halves)])
    try close(right)
    #expect(try results(right) == ["K1 ok", "K2 ok", "K3 refund", "K4 refund"])
    let tooMuch = try self.shop(more: [
      ("card2.csv", lineHead + line("K3", "A1001", -5_001, type: "refund", day: "2026-10-12"))
    ])
    try close(tooMuch)
    let odd = try tooMuch.table("settlement_lines.csv", run: "close-2026-10-v1")[2]
    #expect(odd["result"] == "amount_mismatch" && odd["difference_yen"] == "-1")
  }

  @Test("A line told again with another amount is told as that, and both have cases of their own")
  func correctedFile() throws {
    let shop = try shop(more: [("bank.csv", bank(("2026-10-20", 7_712)))])
    try close(shop)
    #expect(try findings(shop) == [])
    try shop.put("card2.csv", lineHead + line("K1", "A1001", 5_000) + line("K2", "A1002", 2_900))
    let again = try close(shop)
    #expect(again.lines.contains { $0.contains("Data have changed") }, "\(again.lines)")
    try close(shop, reopening: "corrected file")
    let folder = "close-2026-10-v2"
    #expect(try results(shop, folder) == ["K1 ok", "K2 amount_mismatch", "K2 amount_mismatch"])
    let cases = try shop.table("exceptions.csv", run: folder).map { $0["case_id"]! }
    #expect(Set(cases).count == cases.count, "\(cases)")
  }

  @Test("A number that two shops have names neither of their orders")
  func twoShops() throws {
    let shop = try shop(more: [("more.csv", orderHead + order("A1001", 7_000, shop: "S2"))])
    try close(shop)
    #expect(try results(shop) == ["K1 ambiguous_order", "K2 ok"])
    let orders = try shop.table("settlement_orders.csv", run: "close-2026-10-v1")
    #expect(orders.filter { $0["order_id"] == "A1001" }.map { $0["settled_yen"] } == ["0", "0"])
  }

  @Test("Amounts of twelve digits add up, and one of thirteen is refused with its place")
  func limits() throws {
    let most = 999_999_999_999
    let ids = (0..<40).map { "A\(2_000 + $0)" }
    let shop = try shop(more: [
      ("more.csv", orderHead + ids.map { order($0, most) }.joined()),
      ("card2.csv", lineHead + ids.map { line("L\($0)", $0, most, payout: "B2") }.joined()),
    ])
    try close(shop)
    let roll = try #require(try shop.table("roll_forward.csv", run: "close-2026-10-v1").first)
    #expect(roll["cleared_yen"] == "\(40 * most + 8_000)" && roll["gap_yen"] == "0")
    try shop.put(
      "card3.csv", lineHead + "M1,2026-10-05,A1001,sale,1000000000000,0,1000000000000,B3\n")
    let summary = try close(shop)
    #expect(summary.exitCode == 2)
    #expect(summary.lines.contains { $0.contains("card3.csv") && $0.contains("too large") })
  }

  @Test("A file in an encoding that nobody reads keeps its month open until it is mended")
  func wrongEncoding() throws {
    let text = lineHead + line("K3", "A1003", 1_000)
    let shop = try shop(more: [])
    try shop.put(
      "card2.csv", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    let summary = try close(shop)
    #expect(summary.exitCode == 2)
    #expect(summary.lines.contains { $0.contains("UTF-16") }, "\(summary.lines)")
    #expect(summary.lines.contains { $0.contains("nothing is recorded") }, "\(summary.lines)")
    try shop.put("card2.csv", text)
    let again = try close(shop)
    #expect(again.lines.contains { $0.contains("is closed (version 1)") }, "\(again.lines)")
  }

  @Test("An order that was cancelled after its month was closed is late news of the next month")
  func cancelledLater() throws {
    let shop = try shop(more: [("bank.csv", bank(("2026-10-20", 7_712)))])
    try close(shop, asOf: "2026-11-03")
    try shop.put(
      "orders2.csv",
      orderHead + order("A1001", 5_000, status: "cancelled")
        + order("A1005", 4_000, day: "2026-11-06"))
    try close(shop, "2026-11", asOf: "2026-12-10")
    #expect(try findings(shop, "close-2026-11-v1") == ["captured_after_cancel T01"])
    let roll = try #require(try shop.table("roll_forward.csv", run: "close-2026-11-v1").first)
    #expect(roll["opening_as_closed_yen"] == "0" && roll["late_yen"] == "-5000")
    #expect(roll["gap_yen"] == "0")
    // The older month stands, for the newer one stands on it.
    #expect(throws: RunError.self) { try close(shop, asOf: "2026-12-11", reopening: "late") }
  }

  @Test("Money that comes before its report is told, and tied once the report is there")
  func bankFirst() throws {
    let shop = try Shop(policy: "language: en\n")
    try shop.put("orders.csv", orderHead + order("A1001", 5_000) + order("A1002", 3_000))
    try shop.put("bank.csv", bank(("2026-10-20", 7_712)))
    try shop.put("old.csv", lineHead + line("K0", "A0999", 1_000, day: "2026-09-05", payout: "B0"))
    try close(shop, asOf: "2026-11-03")
    #expect(try findings(shop).contains("statement_missing D03"))
    try shop.put("card.csv", lineHead + line("K1", "A1001", 5_000) + line("K2", "A1002", 3_000))
    try close(shop, asOf: "2026-11-10", reopening: "the report came")
    let folder = "close-2026-10-v2"
    #expect(try payouts(shop, folder).contains("B1 tied"))
    #expect(try !findings(shop, folder).contains("statement_missing D03"))
    let gone = try shop.table("changes.csv", run: folder).filter { $0["change"] == "gone" }
    #expect(gone.map { $0["kind"] } == ["open", "open", "statement_missing"])
  }

  @Test("A payout's number used again next month never ties the wrong money, and somebody is told")
  func reusedNumber() throws {
    let shop = try shop(more: [("bank.csv", bank(("2026-10-20", 7_712)))])
    try close(shop, asOf: "2026-11-03")
    try shop.put("orders2.csv", orderHead + order("A1003", 4_000, day: "2026-11-05"))
    try shop.put("card2.csv", lineHead + line("K1", "A1003", 4_000, day: "2026-11-05"))
    try shop.put("bank2.csv", bank(("2026-11-20", 3_856)))
    let summary = try close(shop, "2026-11", asOf: "2026-12-10")
    #expect(summary.exitCode == 1)
    #expect(try !payouts(shop, "close-2026-11-v1").contains("B1 tied"))
    #expect(try findings(shop, "close-2026-11-v1").contains("statement_missing D03"))
  }
}

extension Shop {
  fileprivate func put(_ name: String, _ text: String) throws { try put(name, Array(text.utf8)) }
}
