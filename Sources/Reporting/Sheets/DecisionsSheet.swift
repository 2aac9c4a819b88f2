import Model

/// `decisions.csv`: one row per order that the run looked at. Sorted by order id, then shop id.
func decisionsFile(_ facts: ReportFacts) -> ReportFile {
  struct Row {
    var order: TextOrder
    var orderID: String
    var shopID: String
    var place: Int
  }
  let decisions = facts.input.decided.decisions
  var rows: [Row] = []
  rows.reserveCapacity(decisions.count)
  for (place, decision) in decisions.enumerated() {
    let order = facts.order(decision.orderIndex)
    rows.append(
      Row(
        order: TextOrder(order.orderID), orderID: order.orderID, shopID: order.shopID,
        place: place))
  }
  rows.sort {
    if let isBefore = $0.order.isBefore($1.order) { return isBefore }
    if $0.orderID != $1.orderID { return $0.orderID < $1.orderID }
    if $0.shopID != $1.shopID { return $0.shopID < $1.shopID }
    return $0.place < $1.place
  }
  var csv = CSVWriter(
    columns: [
      "order_id", "shop_id", "payment_method", "decision", "codes", "amount_due_yen",
      "cleared_yen", "ship_by",
    ], capacity: 96 * (rows.count + 1))
  for row in rows {
    let decision = decisions[row.place]
    csv.text(row.orderID)
    csv.text(row.shopID)
    csv.word(facts.order(decision.orderIndex).paymentMethod.rawValue)
    csv.word(decision.decision.rawValue)
    csv.codes(decision.codes)
    csv.number(decision.dueYen)
    csv.number(decision.clearedYen)
    csv.moment(decision.shipBy)
    csv.endRow()
  }
  return ReportFile(name: "decisions.csv", bytes: csv.bytes)
}
