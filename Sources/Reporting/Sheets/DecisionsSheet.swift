import Model

/// `decisions.csv`: one row per order that the run looked at. Sorted by order id, then shop id.
func decisionsFile(_ facts: ReportFacts, _ places: [Int]) -> ReportFile {
  let orders = facts.input.snapshot.orders
  var csv = CSVWriter(
    columns: [
      "order_id", "shop_id", "payment_method", "decision", "codes", "amount_due_yen",
      "cleared_yen", "ship_by", "confirm_by", "promise",
    ], capacity: 100 * (places.count + 1))
  for place in places {
    let decision = facts.input.decided.decisions[place]
    let o = Int(decision.orderIndex)
    csv.text(orders[o].row.orderID)
    csv.text(orders[o].row.shopID)
    csv.word(orders[o].row.paymentMethod.rawValue)
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
