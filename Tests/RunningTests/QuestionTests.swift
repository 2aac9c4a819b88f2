import Foundation
import Model
import Running
import TestKit
import Testing

private struct Held {
  var count = 0
  var without: [String] = []
}

/// Orders that are in truth fully paid and yet held, and those of them that no case asks about.
private func heldThoughPaid(_ world: World) throws -> Held {
  let shop = try Shop(policy: "own_names: [\(world.holder)]\n")
  try shop.put("orders.csv", world.ordersCSV())
  try shop.put("deposits.csv", world.depositsCSV())
  try shop.run(world.lastDay.adding(days: 1).iso + "T18:00")
  var asked: Set<String> = []
  for row in try shop.table("exceptions.csv")
  where row["note"]?.contains("確認事項") == true {
    asked.insert(row["order_id"] ?? "")
    asked.formUnion((row["other_order_ids"] ?? "").split(separator: "|").map(String.init))
  }
  let paid = world.paidNetYen()
  var due: [String: Bool] = [:]
  for (order, yen) in zip(world.orders, paid) { due[order.orderID] = yen >= order.amountDueYen }
  var held = Held()
  for row in try shop.table("decisions.csv")
  where row["payment_method"] == "bank_transfer" && row["decision"] != "release" {
    guard due[row["order_id"]!] == true else { continue }
    held.count += 1
    if !asked.contains(row["order_id"]!) {
      held.without.append("\(row["order_id"]!) \(row["codes"]!)")
    }
  }
  return held
}

@Test(
  "Each hold of an order that is in truth fully paid carries the question that would settle it",
  arguments: [WorldProfile.daily, .hard])
func paidHoldsAsk(profile: WorldProfile) throws {
  for seed: UInt64 in 31...32 {
    let held = try heldThoughPaid(World(seed: seed, orders: 1_000, profile: profile))
    #expect(held.count > 0, "a world without such a hold shows nothing")
    #expect(held.without == [], "of \(held.count)")
  }
}
