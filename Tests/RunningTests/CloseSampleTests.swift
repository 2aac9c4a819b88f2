import Foundation
import Judging
import Model
import Running
import TestKit
import Testing

private func report(_ shop: Shop, _ folder: String, _ name: String) throws -> [[String: String]] {
  csvRows(try readBytes(shop.folder.appendingPathComponent("reports/\(folder)/\(name)")))
}

@Suite(
  "The close of public and invented months",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
struct CloseSampleTests {
  /// Pence as yen: the engine posts yen only.
  private func yen(_ pounds: String) -> String {
    guard !pounds.isEmpty else { return "" }
    let isNegative = pounds.hasPrefix("-")
    let parts = pounds.drop { $0 == "-" }.split(separator: ".")
    let pence = Int(parts[0])! * 100 + (parts.count > 1 ? Int(parts[1])! : 0)
    return String(isNegative ? -pence : pence)
  }

  private func csv(_ table: [[String: String]], _ columns: [String]) -> [UInt8] {
    var text = columns.joined(separator: ",") + "\n"
    for row in table { text += columns.map { row[$0] ?? "" }.joined(separator: ",") + "\n" }
    return Array(text.utf8)
  }

  private func stripeShop(_ folder: URL) throws -> Shop {
    let shop = try Shop(policy: "language: en\n")
    func table(_ name: String) throws -> [[String: String]] {
      csvRows(try readBytes(folder.appendingPathComponent(name)))
    }
    func inYen(_ row: [String: String]) -> [String: String] {
      var row = row
      for name in ["gross", "fee", "net"] { row[name] = yen(row[name]!) }
      row["currency"] = "jpy"
      return row
    }
    let activity = try table("stripe-balance-activity.real-redacted.csv").map(inYen)
    try shop.put(
      "activity.csv",
      csv(
        activity,
        [
          "balance_transaction_id", "created_utc", "created", "currency", "gross", "fee", "net",
          "reporting_category", "automatic_payout_id", "automatic_payout_effective_at", "charge_id",
          "card_brand",
        ]))
    let payouts = try table("stripe-payouts.real-redacted.csv").map(inYen)
    try shop.put(
      "payouts.csv",
      csv(
        payouts,
        [
          "payout_id", "currency", "net", "payout_expected_arrival_date", "payout_status",
          "trace_id",
        ]
      ))
    var balance = 1_000_000
    let bank = try table("stripe-payouts-bank-lines.real-redacted.csv").reversed().map { row in
      let day = row["Transaction Date"]!.split(separator: "/").reversed().joined(separator: "/")
      let (out, into) = (yen(row["Debit Amount"]!), yen(row["Credit Amount"]!))
      balance += (Int(into) ?? 0) - (Int(out) ?? 0)
      return [
        "年月日": day, "お引出し": out, "お預入れ": into, "お取り扱い内容": row["Transaction Description"]!,
        "残高": "\(balance)",
      ]
    }
    try shop.put("bank.csv", csv(bank, ["年月日", "お引出し", "お預入れ", "お取り扱い内容", "残高"]))
    let orders = activity.filter { $0["reporting_category"] == "charge" }.map { row in
      [
        "order_id": row["charge_id"]!, "shop_id": "S1", "payment_method": "card",
        "ordered_at": row["created"]!.replacing(" ", with: "T") + "+09:00",
        "customer_name": "mihon", "amount_due": row["gross"]!, "status": "open",
      ]
    }
    try shop.put(
      "orders.csv",
      csv(
        orders,
        [
          "order_id", "shop_id", "ordered_at", "payment_method", "customer_name", "customer_kana",
          "amount_due", "status",
        ]))
    return shop
  }

  /// Lines and payouts of twelve closes, each in its newest report.
  private struct Year {
    var payouts: [String: [String: String]] = [:]
    var lines: [String: [String: String]] = [:]
    var gaps: Set<String> = []
    var closings: Set<String> = []

    init(_ shop: Shop) throws {
      let months =
        (5...12).map { "2024-\($0 < 10 ? "0" : "")\($0)" } + (1...4).map { "2025-0\($0)" }
      for month in months {
        _ = try closeMonth(CloseRequest(run: shop.request("2025-05-02"), month: month))
        let folder = "close-\(month)-v1"
        for row in try report(shop, folder, "payouts.csv") { payouts[row["payout"]!] = row }
        for row in try report(shop, folder, "settlement_lines.csv") { lines[row["line_id"]!] = row }
        for row in try report(shop, folder, "roll_forward.csv") {
          gaps.insert(row["gap_yen"]!)
          closings.insert(row["closing_yen"]!)
        }
      }
    }

    var stated: [[String: String]] { payouts.values.filter { $0["stated_yen"] != "" } }
    var underway: [[String: String]] { payouts.values.filter { $0["stated_yen"] == "" } }
    var debits: [Int] {
      stated.compactMap { Int($0["stated_yen"]!) }.filter { $0 < 0 }.sorted()
    }
    var refunds: [[String: String]] { lines.values.filter { $0["result"] == "refund" } }

    /// Refunds that were taken off another payout than the one of their sale.
    var lateRefunds: Int {
      let sales = lines.values.filter { $0["result"] == "ok" }
      let payoutOf = Dictionary(
        uniqueKeysWithValues: sales.map { ($0["order_id"]!, $0["payout"]!) })
      return refunds.count { payoutOf[$0["order_id"]!] != $0["payout"] }
    }
  }

  @Test("A real year of Stripe: every payout is tied, and what is not proved is said why")
  func stripeYear() throws {
    let folder = try #require(sharedFolder()).appendingPathComponent("samples/settlement")
    let shop = try stripeShop(folder)
    let daily = try shop.run("2025-05-02")
    #expect(daily.exitCode == 0, "\(daily.lines)")
    let year = try Year(shop)
    let tied = year.stated.count {
      $0["result"] == "tied" && $0["bank_yen"] == $0["stated_yen"]
        && $0["bank_dates"] == $0["expected_date"]
    }
    let summed = year.stated.count { $0["unexplained_yen"] == "0" }
    let before = year.stated.count { $0["before_data"] == "1" && $0["lines"] == "0" }
    let carried = year.underway.compactMap { Int($0["lines"]!) }.reduce(0, +)
    let odd = year.lines.values.count { !["ok", "refund"].contains($0["result"]) }
    let table = [
      ("payouts tied to one bank line: exact amount, expected day", "\(tied) of 182"),
      ("Σ net of lines = payout", "\(summed)"),
      ("the others: no line of theirs in the file, which begins after them", "\(before)"),
      ("payouts that the bank debited", "\(year.debits)"),
      ("refunds; of them taken off a later payout", "\(year.refunds.count); \(year.lateRefunds)"),
      ("payouts under way at the end; their lines", "\(year.underway.count); \(carried)"),
      ("lines called wrong", "\(odd) of \(year.lines.count)"),
      ("roll-forward gaps of twelve months", "\(year.gaps.sorted())"),
      ("closing receivables of twelve months", "\(year.closings.sorted())"),
    ]
    print("\n| a real year of Stripe | found |\n|---|---|")
    for (what, found) in table { print("| \(what) | \(found) |") }

    #expect(year.stated.count == 182 && tied == 182)
    #expect(summed == 180 && before == 2)
    #expect(year.debits == [-3000, -2035, -2000])
    #expect(year.lines.count == 906 && odd == 0)
    #expect(year.refunds.count == 14 && year.lateRefunds == 6)
    #expect(Set(year.underway.map { $0["result"] }) == ["in_transit"])
    #expect(year.underway.count == 2 && carried == 11)
    #expect(year.gaps == ["0"] && year.closings == ["0"])
  }

  @Test(
    "Every kind of line and order of the development worlds is found, and nothing right is accused",
    arguments: [("dev-daily", "2024-04"), ("dev-hard", "2024-03")])
  func worlds(name: String, month: String) throws {
    let folder = try #require(sharedFolder()).appendingPathComponent("worlds/\(name)")
    let shop = try Shop(policy: "language: en\n")
    for file in ["orders.csv", "deposits.csv", "card_settlement.csv", "cod_settlement.csv"] {
      try shop.put(file, readBytes(folder.appendingPathComponent(file)))
    }
    _ = try closeMonth(CloseRequest(run: shop.request("2024-06-30"), month: month))
    let reports = shop.folder.appendingPathComponent("reports/close-\(month)-v1")
    let tables = try SettlementTruth(folder: folder).tables(
      lines: readBytes(reports.appendingPathComponent("settlement_lines.csv")),
      orders: readBytes(reports.appendingPathComponent("settlement_orders.csv")))
    for (name, table) in tables { #expect(table.misses == [] && table.all > 500, "\(name)") }
    // Not only the kind but the order itself is the right one.
    let lines = try report(shop, "close-\(month)-v1", "settlement_lines.csv")
    for kind in ["card", "cod"] {
      let found = Dictionary(
        uniqueKeysWithValues: lines.filter { $0["provider"] == kind }.map {
          ($0["line_id"]!, $0["order_id"]!)
        })
      let truth = csvRows(try readBytes(folder.appendingPathComponent("\(kind)_truth.csv")))
      #expect(truth.allSatisfy { found[$0["line_id"]!] == $0["order_id"] })
    }
  }
}
