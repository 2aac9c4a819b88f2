import Model

/// What is at risk in the cases that need a person: of each order the largest amount over its
/// cases, summed over orders; so no order counts twice, however many cases concern it.
///
/// A case of several candidates puts one of them at risk: it counts for the dearest. Money that
/// belongs to no order counts by itself. Cases about statements (D02, D03) repeat the orders that
/// they leave open and are told apart.
struct AtRisk: Equatable {
  var orders: Int64 = 0
  var grossYen: Int64 = 0
  var netYen: Int64 = 0
  /// Orders that broken or missing statements leave open; not part of the sums.
  var statementsGrossYen: Int64 = 0

  init(_ input: ReportInput) {
    var worst: [Int32: (grossYen: Int64, netYen: Int64)] = [:]
    for item in input.decided.cases where item.needsPerson {
      if item.gap != nil {
        statementsGrossYen = max(statementsGrossYen, item.atRiskGrossYen)
      } else if let order = AtRisk.order(item, input.snapshot) {
        let known = worst[order] ?? (0, 0)
        worst[order] = (
          max(known.grossYen, item.atRiskGrossYen), max(known.netYen, item.atRiskNetYen)
        )
      } else {
        grossYen += item.atRiskGrossYen
        netYen += item.atRiskNetYen
      }
    }
    orders = Int64(worst.count)
    for amounts in worst.values {
      grossYen += amounts.grossYen
      netYen += amounts.netYen
    }
  }

  private static func order(_ item: ExceptionCase, _ snapshot: Snapshot) -> Int32? {
    if item.code == .N01 { return nil }
    return item.orderIndex
      ?? item.otherOrders.max {
        let a = snapshot.orders[Int($0)].row.amountDueYen
        let b = snapshot.orders[Int($1)].row.amountDueYen
        return a != b ? a < b : $0 > $1
      }
  }
}
