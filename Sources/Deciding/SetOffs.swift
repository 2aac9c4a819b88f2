import Model

extension CaseBuilder {
  /// Says of money that is owed back for which unpaid orders of the same customer it could be used
  /// instead. Cost: one step per case, and one per order where money is owed back.
  mutating func addSetOffs() {
    let owed = cases.indices.filter {
      [.A03, .A04, .T01].contains(cases[$0].code) && cases[$0].decision != .holdAsk
        && subject(cases[$0]) != nil
    }
    guard !owed.isEmpty else { return }
    var unpaid: [String: [Int32]] = [:]
    for c in owed { unpaid[customer(subject(cases[c])!)] = [] }
    unpaid[""] = nil
    for i in world.snapshot.orders.indices {
      guard world.snapshot.orders[i].row.status == .open,
        !world.snapshot.orders[i].isReleased, world.isTransfer(i),
        world.facts[i].clearedYen <= 0, world.dueYen(i) > 0
      else { continue }
      unpaid[customer(Int32(i))]?.append(Int32(i))
    }
    for c in owed {
      let own = subject(cases[c])!
      let found = (unpaid[customer(own)] ?? []).filter { $0 != own }
      setOffs(of: c, Array(found.prefix(3)))
    }
  }

  private func subject(_ c: ExceptionCase) -> Int32? {
    c.orderIndex ?? (c.otherOrders.count == 1 ? c.otherOrders[0] : nil)
  }

  /// The customer's key in the shop; empty where the export has none, for equal names are not
  /// enough to use somebody's money.
  private func customer(_ order: Int32) -> String {
    let key = world.snapshot.orders[Int(order)].row.customerKey
    return key.isEmpty ? "" : "\(world.snapshot.orders[Int(order)].row.shopID)\u{1F}\(key)"
  }
}
