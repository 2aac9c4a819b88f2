import Foundation
import Judging
import Model
import Running
import TestKit
import Testing

/// Short; `bench close-accuracy` measures larger worlds of more seeds.
@Suite("Closes of invented months")
struct CloseWorldTests {
  @Test(
    "Every kind of mistake is told, and nothing that is right, whatever tariff and numbering",
    arguments: [1, 2, 3, 4] as [UInt64])
  func worlds(seed: UInt64) throws {
    let world = SettlementWorld(seed: seed, orders: 3_000)
    let shop = try Shop(policy: "language: en\n")
    for file in world.files { try shop.put(file.name, Array(file.text.utf8)) }
    _ = try closeMonth(
      CloseRequest(run: shop.request(SettlementWorld.asOf), month: SettlementWorld.month))
    let folder = shop.folder.appendingPathComponent("reports/close-\(SettlementWorld.month)-v1")
    let tables = SettlementTruth(world).tables(
      lines: try readBytes(folder.appendingPathComponent("settlement_lines.csv")),
      orders: try readBytes(folder.appendingPathComponent("settlement_orders.csv")))
    for (name, table) in tables { #expect(table.misses == [] && table.all > 500, "\(name)") }
    let payouts = csvRows(try readBytes(folder.appendingPathComponent("payouts.csv")))
    #expect(!payouts.isEmpty && payouts.allSatisfy { $0["result"] == "tied" })
  }
}
