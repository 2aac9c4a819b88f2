public import Judging
import Model

/// The truth as CSV files, in the columns of the outside scorer, and for our own.
extension World {
  /// One row per deposit: which orders it paid, how much of each, what kind of case it is.
  public func truthCSV() -> [UInt8] {
    var text =
      "deposit_id,order_ids,allocs,unapplied,kind,scenario,name_kind,amount_kind,reversal_of,note\n"
    for (deposit, truth) in zip(deposits, truths) {
      let ids = truth.links.map { orders[$0.orderIndex].orderID }.joined(separator: "|")
      let allocations = truth.links.map { String($0.allocatedYen) }.joined(separator: "|")
      let undone = truth.reversalOf.map { deposits[$0].id } ?? ""
      let scenario = truth.scenario == .exact ? "single" : truth.scenario.rawValue
      text += "\(deposit.id),\(ids),\(allocations),\(truth.unappliedYen),"
      text += "\(truth.kind.rawValue),\(scenario),\(truth.nameKind.rawValue),"
      text += "\(truth.amountKind.rawValue),\(undone),\n"
    }
    return Array(text.utf8)
  }

  /// One row per bank-transfer order: whether it is paid, and whether only a guess could say so.
  public func orderTruthCSV() -> [UInt8] {
    let truth = known()
    var text =
      "order_id,amount_due,paid_net,fully_paid,should_release,scenario,ambiguous,status,twin_group\n"
    for (order, known) in zip(orders, truth.orders) where known.isKnown {
      let isPaid = known.paidYen >= order.amountDueYen
      let group = known.twinGroup == 0 ? "" : String(known.twinGroup)
      text += "\(order.orderID),\(order.amountDueYen),\(known.paidYen),\(isPaid ? 1 : 0),"
      text += "\(known.isPayable ? 1 : 0),order,\(known.isAmbiguous ? 1 : 0),"
      text += "\(order.status.rawValue),\(group)\n"
    }
    return Array(text.utf8)
  }

  /// Parallel to a snapshot's entries and orders.
  public func known() -> Truth {
    let paid = paidNetYen()
    let twins = twins(paid: paid)
    return Truth(
      deposits: truths.map { truth in
        KnownDeposit(
          kind: truth.kind.rawValue,
          links: truth.links.map {
            KnownLink(orderIndex: Int32($0.orderIndex), allocatedYen: $0.allocatedYen)
          })
      },
      orders: orders.indices.map { index in
        let order = orders[index]
        return KnownOrder(
          isKnown: order.paymentMethod == .bankTransfer, dueYen: order.amountDueYen,
          paidYen: paid[index],
          isPayable: order.paymentMethod == .bankTransfer && order.status == .open
            && paid[index] > 0 && paid[index] >= order.amountDueYen,
          isAmbiguous: twins.isAmbiguous[index], twinGroup: twins.group[index] ?? 0)
      })
  }
}
