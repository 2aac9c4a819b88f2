import Foundation
import Model
import Running
import TestKit
import Testing

@Suite(
  "The development worlds' decisions",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
struct WorldQuestionTests {
  /// On the morning after the last statement.
  @Test(
    "Every held order that is paid in truth stands in a case with the question that would settle it",
    arguments: [
      ("dev-daily", "2024-05-13T09:00", 11_100), ("dev-hard", "2024-04-10T09:00", 3_750),
    ])
  func questions(world: String, asOf: String, least: Int) throws {
    let folder = try #require(sharedFolder()).appendingPathComponent("worlds/\(world)")
    let shop = try Shop(policy: "language: ja\n")
    for file in ["orders.csv", "statement_zengin.txt"] {
      try shop.put(file, readBytes(folder.appendingPathComponent(file)))
    }
    try shop.run(asOf)
    let truth = csvRows(try readBytes(folder.appendingPathComponent("order_truth.csv")))
    let paid = Set(truth.filter { $0["should_release"] == "1" }.map { $0["order_id"]! })
    let decisions = try shop.table("decisions.csv").filter {
      $0["payment_method"] == "bank_transfer"
    }
    let released = Set(decisions.filter { $0["decision"] == "release" }.map { $0["order_id"]! })
    let asked = try askedOrders(shop)
    let held = decisions.map { $0["order_id"]! }.filter {
      paid.contains($0) && !released.contains($0)
    }
    let silent = held.filter { !asked.contains($0) }
    #expect(silent.isEmpty, "\(silent.count) of \(held.count): \(silent.prefix(5))")
    #expect(released.intersection(paid).count >= least)
    #expect(released.subtracting(paid).count <= 2, "\(released.subtracting(paid).sorted())")
  }

  /// Orders that a case with a question of its own names; the question whether the facts are right,
  /// which every other case has, settles nothing.
  private func askedOrders(_ shop: Shop) throws -> Set<String> {
    var asked: Set<String> = []
    for row in try shop.table("exceptions.csv") {
      let note = row["note"]!
      guard note.contains("確認事項: "), !note.contains("上の事実に誤りはないか") else { continue }
      asked.formUnion(
        [row["order_id"]!] + row["other_order_ids"]!.split(separator: "|").map(String.init))
    }
    return asked
  }
}
