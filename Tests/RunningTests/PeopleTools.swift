import Foundation
import Model
import Running
import TestKit
import Testing

/// An invented shop with one account, run day by day, and what people say in between.
final class PeopleShop {
  let shop: Shop
  private var orders: [String] = []
  private(set) var account = TrueAccount(openingYen: 1_000_000, bookings: [])

  init(policy: String = "") throws { shop = try Shop(policy: "language: en\n" + policy) }

  func order(
    _ id: String, _ yen: Int64, _ kana: String, on day: String, customer: String = "",
    status: String = "open", shopID: String = "S1"
  ) {
    let name = kana.replacing("　", with: " ")
    orders.removeAll { $0.utf8.starts(with: (id + ",").utf8) }
    orders.append(
      "\(id),\(shopID),\(day)T09:00:00+09:00,bank_transfer,\(name),\(kana),\(yen),\(status),\(customer)"
    )
  }

  func pay(_ yen: Int64, _ name: String, on day: String) {
    account.bookings.append(Booking(day, yen, name))
  }

  /// Runs in the evening of a day, with all orders and that day's bookings.
  @discardableResult
  func run(_ day: String) throws -> RunSummary {
    let head =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status,"
      + "email_hash\n"
    try shop.put("orders-\(day).csv", Array((head + orders.joined(separator: "\n") + "\n").utf8))
    try shop.put("bank-\(day).xml", account.file(.camt, day, day))
    let next = Day(iso: day)!.adding(days: 1).iso
    return try shop.run(next + "T08:00")
  }

  @discardableResult
  func resolve(_ csv: String, by person: String = "Aoki", on day: String) throws -> RunSummary {
    let file = shop.folder.appendingPathComponent("answers.csv")
    try writeBytes(Array(csv.utf8), to: file)
    return try Running.resolve(file.path, person: person, shop.request(day + "T12:00"))
  }

  @discardableResult
  func undo(_ entry: String, on day: String) throws -> RunSummary {
    try undoEntry(entry, reason: "wrong", person: "Aoki", shop.request(day + "T12:00"))
  }

  /// Id of the entry of some amount, from the newest report that has it.
  func entry(_ yen: Int64) throws -> String {
    try #require(
      try shop.table("entries.csv").last { $0["amount_yen"] == String(yen) }?["entry_id"])
  }

  func decision(_ order: String) throws -> String {
    try shop.table("decisions.csv").first { $0["order_id"] == order }?["decision"] ?? "–"
  }

  /// `entry's amount → order yen basis`, of the newest run.
  func clearings() throws -> [String] {
    try shop.table("clearings.csv").map { row in
      "\(row["order_id"]!) \(row["allocated_yen"]!) \(row["basis"]!)"
    }.sorted()
  }

  func aliases() throws -> [String] {
    try aliasList(shop.request("2026-12-31T08:00"), full: true).dropFirst().map { line in
      let words = line.split(separator: " ")
      return "\(words[2]) \(words[1])"
    }
  }
}
