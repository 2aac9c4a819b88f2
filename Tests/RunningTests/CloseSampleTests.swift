import Foundation
import Model
import Running
import TestKit
import Testing

/// Rows of a CSV file by column name; the files of these tests quote no line ends.
private func rows(_ bytes: [UInt8]) -> [[String: String]] {
  var text = String(decoding: bytes, as: UTF8.self)
  if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
  let lines = text.split(whereSeparator: \.isNewline).map { cells(String($0)) }
  guard let head = lines.first else { return [] }
  return lines.dropFirst().map { line in
    Dictionary(uniqueKeysWithValues: zip(head, line).map { ($0, $1) })
  }
}

private func cells(_ line: String) -> [String] {
  var cells = [""]
  var isQuoted = false
  for character in line {
    if character == "\"" {
      isQuoted.toggle()
    } else if character == ",", !isQuoted {
      cells.append("")
    } else {
      cells[cells.count - 1].append(character)
    }
  }
  return cells
}

private func report(_ shop: Shop, _ folder: String, _ name: String) throws -> [[String: String]] {
  rows(try readBytes(shop.folder.appendingPathComponent("reports/\(folder)/\(name)")))
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
      rows(try readBytes(folder.appendingPathComponent(name)))
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

  @Test("A real year of Stripe: every payout is tied, and what is not proved is said why")
  func stripeYear() throws {
    let folder = try #require(sharedFolder()).appendingPathComponent("samples/settlement")
    let shop = try stripeShop(folder)
    let daily = try shop.run("2025-05-02")
    #expect(daily.exitCode == 0, "\(daily.lines)")
    var payouts: [String: [String: String]] = [:]
    var refunds = 0
    var odd = 0
    for month in (5...12).map({ "2024-\($0 < 10 ? "0" : "")\($0)" })
      + (1...4).map({ "2025-0\($0)" })
    {
      _ = try closeMonth(CloseRequest(run: shop.request("2025-05-02"), month: month))
      for row in try report(shop, "close-\(month)-v1", "payouts.csv") {
        payouts[row["payout"]!] = row
      }
      let lines = try report(shop, "close-\(month)-v1", "settlement_lines.csv")
      refunds += lines.count { $0["result"] == "refund" && $0["date"]!.hasPrefix(month) }
      // Foreign cards pay another rate than nearly all others: at most three in a hundred are told.
      #expect(lines.allSatisfy { ["ok", "refund", "fee_mismatch"].contains($0["result"]) })
      odd += lines.count { $0["result"] == "fee_mismatch" && $0["date"]!.hasPrefix(month) }
      let roll = try report(shop, "close-\(month)-v1", "roll_forward.csv")
      #expect(roll.map { $0["gap_yen"] } == ["0"] && roll.map { $0["closing_yen"] } == ["0"])
    }
    let stated = payouts.values.filter { $0["stated_yen"] != "" }
    #expect(stated.count == 182 && stated.allSatisfy { $0["result"] == "tied" })
    #expect(stated.allSatisfy { $0["bank_yen"] == $0["stated_yen"] })
    #expect(stated.allSatisfy { $0["bank_dates"] == $0["expected_date"] })
    #expect(stated.count { $0["unexplained_yen"] == "0" } == 180)
    #expect(stated.count { $0["before_data"] == "1" && $0["lines"] == "0" } == 2)
    #expect(
      stated.filter { $0["stated_yen"]!.hasPrefix("-") }.compactMap { $0["bank_yen"] }.sorted()
        == ["-2000", "-2035", "-3000"])
    let underway = payouts.values.filter { $0["stated_yen"] == "" }
    #expect(underway.map { $0["result"] } == ["in_transit", "in_transit"])
    #expect(underway.compactMap { Int($0["lines"]!) }.reduce(0, +) == 11)
    #expect(refunds == 14 && odd <= 27, "\(refunds) refunds, \(odd) odd fees")
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
    let lines = try report(shop, "close-\(month)-v1", "settlement_lines.csv")
    let orders = try report(shop, "close-\(month)-v1", "settlement_orders.csv")
    for kind in ["card", "cod"] {
      let truth = rows(try readBytes(folder.appendingPathComponent("\(kind)_truth.csv")))
      let found = Dictionary(
        uniqueKeysWithValues: lines.filter { $0["provider"] == kind }.map { ($0["line_id"]!, $0) })
      judge(truth.map { ($0["kind"]!, found[$0["line_id"]!]?["result"] ?? "none") })
      #expect(truth.allSatisfy { found[$0["line_id"]!]?["order_id"] == $0["order_id"] })
      let orderTruth = rows(try readBytes(folder.appendingPathComponent("\(kind)_order_truth.csv")))
      let results = Dictionary(
        uniqueKeysWithValues: orders.map { ($0["order_id"]!, $0["result"]!) })
      judge(orderTruth.map { ($0["expected"]!, results[$0["order_id"]!] ?? "none") })
    }
  }

  /// Recall of each kind at least 99.5 %, and at most one in a thousand accused that is right.
  private func judge(_ pairs: [(truth: String, found: String)]) {
    for kind in Set(pairs.map(\.truth)) {
      let own = pairs.filter { $0.truth == kind }
      let right = own.count { $0.found == kind }
      #expect(right * 1000 >= own.count * 995, "\(kind): \(right) of \(own.count)")
    }
    let accused = pairs.count { $0.truth == "ok" && $0.found != "ok" }
    #expect(accused * 1000 <= pairs.count, "\(accused) of \(pairs.count)")
  }
}
