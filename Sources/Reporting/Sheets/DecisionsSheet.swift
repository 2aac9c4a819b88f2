import Model

/// `decisions.csv`: one row per order that the run looked at. Sorted by order id, then shop id.
func decisionsFile(_ facts: ReportFacts, _ places: [Int]) -> ReportFile {
  let orders = facts.input.snapshot.orders
  return ReportFile(name: "decisions.csv") { take in
    var csv = CSVWriter(
      columns: [
        "order_id", "shop_id", "payment_method", "decision", "codes", "amount_due_yen",
        "cleared_yen", "ship_by", "confirm_by", "promise",
        "paid_probability_ppm",
      ], capacity: 1 << 19)
    let paid = paidProbabilities(facts.input)
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
      let isShown = decision.decision == .release && paid[o] >= 0
      csv.number(isShown ? paid[o] : nil)
      csv.endRow()
      csv.spill(take)
    }
    csv.spill(take, isAll: true)
  }
}

/// How sure it is that an order is fully and rightly paid, parts per million: what is left when the
/// links of this run that fill it may each be wrong; −1 where this run gave it nothing.
private func paidProbabilities(_ input: ReportInput) -> [Int32] {
  var paid = [Int32](repeating: -1, count: input.snapshot.orders.count)
  for outcome in input.outcomes where outcome.verdict == .automatic {
    for link in outcome.links where link.allocatedYen > 0 {
      let o = Int(link.orderIndex)
      paid[o] = max(0, (paid[o] < 0 ? 1_000_000 : paid[o]) - outcome.unpaidPPM)
    }
  }
  return paid
}
