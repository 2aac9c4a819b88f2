import Model

/// What is at risk in the cases that need a person: of each order the largest amount over its
/// cases, summed over orders; so no order counts twice, however many cases concern it.
///
/// A case of one transfer for several orders is shared out among them by what each of them costs.
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
    let cases = input.decided.cases
    for c in cases.indices where cases[c].needsPerson {
      let item = cases[c]
      let orders = AtRisk.orders(item, input)
      if item.gap != nil {
        statementsGrossYen = max(statementsGrossYen, item.atRiskGrossYen)
      } else if orders.isEmpty {
        grossYen += item.atRiskGrossYen
        netYen += item.atRiskNetYen
      } else {
        let gross = AtRisk.shares(item.atRiskGrossYen, orders, input.snapshot)
        let net = AtRisk.shares(item.atRiskNetYen, orders, input.snapshot)
        for (place, order) in orders.enumerated() {
          let known = worst[order] ?? (0, 0)
          worst[order] = (max(known.grossYen, gross[place]), max(known.netYen, net[place]))
        }
      }
    }
    orders = Int64(worst.count)
    for amounts in worst.values {
      grossYen += amounts.grossYen
      netYen += amounts.netYen
    }
  }

  /// The orders that a case puts at risk together; none where it is about money alone.
  private static func orders(_ item: ExceptionCase, _ input: ReportInput) -> [Int32] {
    if item.code == .N01 { return [] }
    if let order = item.orderIndex { return [order] }
    func dueYen(_ orders: [Int32]) -> Int64 {
      orders.reduce(0) { $0 + input.snapshot.orders[Int($1)].row.amountDueYen }
    }
    if let outcome = item.entryIndex.flatMap({ place(ofEntry: $0, input.outcomes) }) {
      if !input.outcomes[outcome].links.isEmpty { return item.otherOrders }
      let together = input.outcomes[outcome].candidates.map(\.orderIndices).filter { $0.count > 1 }
      let dearest = together.max { dueYen($0) < dueYen($1) } ?? []
      if dearest.allSatisfy(item.otherOrders.contains),
        dueYen(dearest) > (item.otherOrders.map { dueYen([$0]) }.max() ?? 0)
      {
        return dearest
      }
    }
    let one = item.otherOrders.max {
      let (a, b) = (dueYen([$0]), dueYen([$1]))
      return a != b ? a < b : $0 > $1
    }
    return one.map { [$0] } ?? []
  }

  /// Each order takes what it costs; the last takes what is left.
  private static func shares(_ yen: Int64, _ orders: [Int32], _ snapshot: Snapshot) -> [Int64] {
    var left = yen
    return orders.enumerated().map { place, order in
      let due = max(0, snapshot.orders[Int(order)].row.amountDueYen)
      let share = place == orders.count - 1 ? left : min(left, due)
      left -= share
      return share
    }
  }

  /// Cost: a binary search.
  private static func place(ofEntry entry: Int32, _ outcomes: [EntryOutcome]) -> Int? {
    var low = 0
    var high = outcomes.count
    while low < high {
      let middle = (low + high) / 2
      if outcomes[middle].entryIndex < entry { low = middle + 1 } else { high = middle }
    }
    return low < outcomes.count && outcomes[low].entryIndex == entry ? low : nil
  }
}
