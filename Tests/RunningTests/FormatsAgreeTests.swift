import Foundation
import Model
import Running
import TestKit
import Testing

/// A clearing without the names that a format gives: the entry by day and amount, and the order.
private struct Cleared: Hashable, Comparable, CustomStringConvertible {
  var day: String
  var amountYen: String
  var order: String
  var allocatedYen: String

  var description: String { "\(day) \(amountYen) → \(order) \(allocatedYen)" }

  static func < (a: Cleared, b: Cleared) -> Bool { a.description < b.description }
}

private func clearings(_ world: World, _ name: String, _ bytes: [UInt8]) throws -> [Cleared] {
  let shop = try Shop(policy: "")
  try shop.put("orders.csv", world.ordersCSV())
  try shop.put(name, bytes)
  let asOf = world.lastDay.adding(days: 1).iso + "T10:30"
  let summary = try shop.run(asOf)
  #expect(summary.exitCode <= 1, "\(name): \(summary.lines)")
  #expect(try shop.isProved)
  return try shop.table("clearings.csv").filter { $0["allocated_yen"] != "0" }.map {
    Cleared(
      day: $0["booking_date"]!, amountYen: $0["amount_yen"]!, order: $0["order_id"]!,
      allocatedYen: $0["allocated_yen"]!)
  }.sorted()
}

/// One world, four files. What a format cannot carry may cost clearings, never change one:
/// the bank's CSV has no EDI text, no payer's bank, no order of a day's references.
@Test("The same deposits in four formats are cleared alike", arguments: [11, 12, 13] as [UInt64])
func formatsAgree(_ seed: UInt64) throws {
  let world = World(seed: seed, orders: 900, deposits: 600)
  let neutral = try clearings(world, "deposits.csv", world.depositsCSV())
  #expect(neutral.count > 150)
  for (name, bytes) in [("zengin.txt", world.zenginFile()), ("camt.xml", world.camtFile())] {
    let found = try clearings(world, name, bytes)
    #expect(Set(found).symmetricDifference(neutral).sorted() == [], "\(name)")
    #expect(found.count == neutral.count)
  }
  let bank = try clearings(world, "bank.csv", world.bankCSV())
  let different = Set(bank).symmetricDifference(neutral)
  let edi = Set(
    world.deposits.indices.filter { !world.deposits[$0].ediText.isEmpty }
      .flatMap { index in world.truths[index].links.map { world.orders[$0.orderIndex].orderID } })
  #expect(different.filter { !edi.contains($0.order) }.sorted() == [])
  #expect(different.count * 100 <= neutral.count)
}
