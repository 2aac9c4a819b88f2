public import Foundation
public import Judging

/// What is true of a month's settlement lines and orders.
public struct SettlementTruth: Sendable {
  /// By provider: line id and kind; order id and what must be found of the order.
  public var lines: [(provider: String, id: String, kind: String)] = []
  public var orders: [(provider: String, id: String, kind: String)] = []

  public init(_ world: SettlementWorld) {
    lines = world.lineTruth
    orders = world.orderTruth
  }

  /// From the truth files of a world's folder.
  public init(folder: URL) throws {
    for provider in ["card", "cod"] {
      func table(_ name: String) throws -> [[String: String]] {
        csvRows(Array(try Data(contentsOf: folder.appendingPathComponent(name))))
      }
      lines += try table("\(provider)_truth.csv").map {
        (provider, $0["line_id"]!, $0["kind"]!)
      }
      orders += try table("\(provider)_order_truth.csv").map {
        (provider, $0["order_id"]!, $0["expected"]!)
      }
    }
  }

  /// How well a close told the kinds of lines and of orders, by provider.
  ///
  /// - Parameters are the bytes of `settlement_lines.csv` and `settlement_orders.csv`.
  public func tables(
    lines lineFile: [UInt8], orders orderFile: [UInt8]
  ) -> [(name: String, table: KindTable)] {
    var found: [String: String] = [:]
    for row in csvRows(lineFile) {
      found[row["provider"]! + " " + row["line_id"]!] = row["result"]
    }
    var foundOrders: [String: String] = [:]
    for row in csvRows(orderFile) { foundOrders[row["order_id"]!] = row["result"] }
    return ["card", "cod"].flatMap { provider in
      [
        (
          "\(provider) lines",
          KindTable(
            lines.filter { $0.provider == provider }.map {
              ($0.kind, found[provider + " " + $0.id] ?? "none")
            })
        ),
        (
          "\(provider) orders",
          KindTable(
            orders.filter { $0.provider == provider }.map {
              ($0.kind, foundOrders[$0.id] ?? "none")
            })
        ),
      ]
    }
  }
}
