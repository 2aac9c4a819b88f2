import Model

/// `decisions.csv`: one row per order that the run looked at. Sorted by order id, then shop id.
func decisionsFile(_ facts: ReportFacts, _ places: [Int]) -> ReportFile {
  var csv = CSVWriter(
    columns: [
      "order_id", "shop_id", "payment_method", "decision", "codes", "amount_due_yen",
      "cleared_yen", "ship_by", "confirm_by", "promise",
    ], capacity: 100 * (places.count + 1))
  for place in places {
    let decision = facts.input.decided.decisions[place]
    let order = facts.order(decision.orderIndex)
    csv.text(order.orderID)
    csv.text(order.shopID)
    csv.word(order.paymentMethod.rawValue)
    csv.word(decision.decision.rawValue)
    csv.codes(decision.codes)
    csv.number(decision.dueYen)
    csv.number(decision.clearedYen)
    csv.moment(decision.shipBy)
    csv.moment(decision.confirmBy)
    csv.word(decision.promise?.rawValue ?? "")
    csv.endRow()
  }
  return ReportFile(name: "decisions.csv", bytes: csv.bytes)
}
