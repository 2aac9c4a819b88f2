import Model

/// Places in `decided.decisions`, by order id, then shop id. Made once for all sheets of orders.
func sortedDecisions(_ facts: ReportFacts) -> [Int] {
  let decisions = facts.input.decided.decisions
  let orders = facts.input.snapshot.orders
  func order(_ place: Int) -> Int { Int(decisions[place].orderIndex) }
  return TextOrder.places(
    decisions.count, by: { orders[order($0)].row.orderID },
    then: { a, b in
      let (x, y) = (orders[order(a)].row.shopID, orders[order(b)].row.shopID)
      return x != y ? x < y : a < b
    })
}

/// `release.csv`: the orders of this run that may ship, each with its reason. Sorted by order id.
func releaseFile(_ facts: ReportFacts, _ places: [Int]) -> ReportFile {
  let orders = facts.input.snapshot.orders
  let entries = facts.input.snapshot.entries
  return ReportFile(name: "release.csv") { take in
    var csv = CSVWriter(
      columns: [
        "order_id", "shop_id", "payment_method", "reason", "codes", "due_yen", "cleared_yen",
        "difference_yen", "paid_on", "entry_id", "basis", "ship_by", "promise",
      ], capacity: 1 << 19)
    for place in places {
      let decision = facts.input.decided.decisions[place]
      guard decision.decision == .release else { continue }
      let o = Int(decision.orderIndex)
      let link = facts.lastLink(ofOrder: decision.orderIndex)
      csv.text(orders[o].row.orderID)
      csv.text(orders[o].row.shopID)
      csv.word(orders[o].row.paymentMethod.rawValue)
      csv.word(releaseReason(decision, orders[o].row).rawValue)
      csv.codes(decision.codes)
      csv.number(decision.dueYen)
      csv.number(decision.clearedYen)
      csv.number(decision.clearedYen - decision.dueYen)
      csv.day(link.map { entries[Int($0.entryIndex)].bookingDay })
      csv.text(link.map { entries[Int($0.entryIndex)].id } ?? "")
      csv.word(link?.basis.rawValue ?? "")
      csv.moment(decision.shipBy)
      csv.word(decision.promise?.rawValue ?? "")
      csv.endRow()
      csv.spill(take)
    }
    csv.spill(take, isAll: true)
  }
}

/// Why an order may ship: a short closed vocabulary, printed as it stands.
enum ReleaseReason: String {
  case nothingDue = "nothing_due"
  case paidInFull = "paid_in_full"
  case shortageAccepted = "shortage_accepted"
  case paysAtDoor = "pays_at_door"
  case paidToProvider = "paid_to_provider"
  case guaranteed, authorised
}

func releaseReason(
  _ decision: OrderDecision, _ order: borrowing OrderRow
) -> ReleaseReason {
  if decision.dueYen == 0 { return .nothingDue }
  if decision.clearedYen >= decision.dueYen { return .paidInFull }
  switch order.paymentMethod {
  case .bankTransfer: return .shortageAccepted
  case .cod: return .paysAtDoor
  case .deferred: return order.paymentState == .paid ? .paidToProvider : .guaranteed
  case .card, .konbini, .mall, .other:
    return order.paymentState == .paid ? .paidToProvider : .authorised
  }
}

/// `recall.csv`: what must not ship, or be pulled back where it is not handed over yet, with what
/// is known of its shipping. Sorted by order id.
func recallFile(_ facts: ReportFacts, _ places: [Int]) -> ReportFile {
  var csv = CSVWriter(
    columns: [
      "order_id", "shop_id", "payment_method", "codes", "reason", "due_yen", "cleared_yen",
      "released_at", "shipping_state", "until", "case_id",
    ], capacity: 4_096)
  let cases = facts.input.decided.cases
  for place in places {
    let decision = facts.input.decided.decisions[place]
    guard decision.decision == .stop else { continue }
    let ledgerOrder = facts.input.snapshot.orders[Int(decision.orderIndex)]
    let found = cases.first { $0.orderIndex == decision.orderIndex && $0.decision == .stop }
    csv.text(ledgerOrder.row.orderID)
    csv.text(ledgerOrder.row.shopID)
    csv.word(ledgerOrder.row.paymentMethod.rawValue)
    csv.codes(decision.codes)
    csv.text(decision.codes.first.flatMap { facts.title($0) } ?? "")
    csv.number(decision.dueYen)
    csv.number(decision.clearedYen)
    csv.moment(ledgerOrder.releasedAt)
    csv.word(shippingState(ledgerOrder, decision, facts))
    csv.moment(found?.until)
    csv.text(found?.caseID ?? "")
    csv.endRow()
  }
  return ReportFile(name: "recall.csv", bytes: csv.bytes)
}

/// `never_released`, `released` (no later word), `handed_over` (somebody told it), or the state
/// that the newest export gives.
private func shippingState(
  _ order: LedgerOrder, _ decision: OrderDecision, _ facts: ReportFacts
) -> String {
  if facts.input.handedOver.contains(decision.orderIndex) { return "handed_over" }
  if order.row.status != .open { return order.row.status.rawValue }
  return order.releasedAt == nil ? "never_released" : "released"
}

/// `drafts.csv`: texts for somebody to send or to sign. Sorted by case id, kind, order id.
func draftsFile(_ facts: ReportFacts) -> ReportFile {
  let cases = facts.input.decided.cases
  let places = TextOrder.places(cases.count, by: { cases[$0].caseID }, then: { $0 < $1 })
  return ReportFile(name: "drafts.csv") { take in
    var csv = CSVWriter(
      columns: ["case_id", "kind", "order_id", "to", "state", "subject", "body"],
      capacity: 1 << 19)
    for place in places {
      let drafts = facts.input.drafts[place].sorted {
        ($0.kind.rawValue, $0.orderID) < ($1.kind.rawValue, $1.orderID)
      }
      for draft in drafts {
        csv.text(draft.caseID)
        csv.word(draft.kind.rawValue)
        csv.text(draft.orderID)
        csv.word(draft.addressee.rawValue)
        csv.word(draft.state.rawValue)
        csv.text(draft.subject)
        csv.text(draft.body)
        csv.endRow()
        csv.spill(take)
      }
    }
    csv.spill(take, isAll: true)
  }
}
