import Model

/// The truth as CSV files, in the columns of the outside scorer.
extension World {
  /// One row per deposit: which orders it paid, how much of each, what kind of case it is.
  public func truthCSV() -> [UInt8] {
    var text = "deposit_id,order_ids,allocs,unapplied,kind,scenario,reversal_of\n"
    for (deposit, truth) in zip(deposits, truths) {
      let ids = truth.links.map { orders[$0.orderIndex].orderID }.joined(separator: "|")
      let allocations = truth.links.map { String($0.allocatedYen) }.joined(separator: "|")
      let undone = truth.reversalOf.map { deposits[$0].id } ?? ""
      let kind = truth.kind.rawValue
      text +=
        "\(deposit.id),\(ids),\(allocations),\(truth.unappliedYen),\(kind),\(kind),\(undone)\n"
    }
    return Array(text.utf8)
  }

  /// One row per bank-transfer order: whether it is paid, and whether only a guess could say so.
  public func orderTruthCSV() -> [UInt8] {
    let paid = paidNetYen()
    let twins = twinGroups(paid: paid)
    var text =
      "order_id,amount_due,paid_net,fully_paid,should_release,scenario,ambiguous,status,twin_group\n"
    for (index, order) in orders.enumerated() where order.paymentMethod == .bankTransfer {
      let isPaid = paid[index] >= order.amountDueYen
      let isDue = isPaid && order.status == .open
      let group = twins.group[index].map { String($0) } ?? ""
      text += "\(order.orderID),\(order.amountDueYen),\(paid[index]),\(isPaid ? 1 : 0),"
      text += "\(isDue ? 1 : 0),order,\(twins.isAmbiguous[index] ? 1 : 0),"
      text += "\(order.status.rawValue),\(group)\n"
    }
    return Array(text.utf8)
  }

  /// Open orders of the same kana and amount; ambiguous where they differ in having been paid.
  private func twinGroups(paid: [Int64]) -> (group: [Int?], isAmbiguous: [Bool]) {
    var group = [Int?](repeating: nil, count: orders.count)
    var isAmbiguous = [Bool](repeating: false, count: orders.count)
    var byKey: [String: [Int]] = [:]
    for (index, order) in orders.enumerated() where order.paymentMethod == .bankTransfer {
      let kana = order.customerKana.unicodeScalars.filter { $0 != "　" }
      byKey["\(String(String.UnicodeScalarView(kana)))/\(order.amountDueYen)", default: []]
        .append(index)
    }
    for (number, key) in byKey.keys.sorted().enumerated() {
      let members = byKey[key]!
      guard members.count > 1 else { continue }
      let states = members.map { paid[$0] >= orders[$0].amountDueYen }
      for member in members {
        group[member] = number + 1
        isAmbiguous[member] = states.contains(true) && states.contains(false)
      }
    }
    return (group, isAmbiguous)
  }
}
