import Model

/// The moments of one order as far as they are known: ordered, to be paid, credited, statement
/// there, statement received, matched, released, handed over, delivered. The last two come from
/// nobody's file yet; handing over is known only by its absence (T06).
struct DelayFacts {
  let code: FindingCode
  let codes: [FindingCode]
  let decision: Decision
  let order: LedgerOrder
  let entry: LedgerEntry?
  let receivedAt: Moment?
  let terms: ShopTerms

  init(
    _ c: ExceptionCase, _ order: LedgerOrder, _ entry: LedgerEntry?, receivedAt: Moment?,
    _ terms: ShopTerms
  ) {
    code = c.code
    codes = c.codes
    decision = c.decision
    self.order = order
    self.entry = entry
    self.receivedAt = receivedAt
    self.terms = terms
  }
}

/// Which segments of an order's time broke their limit, first to last; the first is presumed to
/// have made it late, all are listed because a court may share the loss. Limits come from the
/// contract; where it is silent, from common practice (docs/DECISIONS.md).
func delaySegments(_ f: DelayFacts, _ context: DecisionContext) -> [DelaySegment] {
  var found: [DelaySegment] = []
  func add(_ segment: DelaySegment.Segment, _ party: Party, _ at: Moment, _ limit: Moment?) {
    guard let limit, at > limit else { return }
    let minutes = (at.secondsTokyo - limit.secondsTokyo) / 60
    found.append(DelaySegment(segment, party, minutesOver: minutes))
  }
  let calendar = context.calendar
  if let entry = f.entry, entry.direction == .credit {
    let credited = Moment(day: entry.bookingDay)
    if let due = f.order.row.paymentDueDay {
      let last = calendar.isBusinessDay(due) == false ? calendar.businessDay(1, after: due) : due
      add(.payment, .payer, credited, last.map { Moment(day: $0, hour: 24) })
    }
    if let received = f.receivedAt {
      // Without an agreed time nobody is late within the day: runs are no proof of the minute.
      let minute = f.terms.contract.statementDueMinute ?? 24 * 60
      let available = calendar.businessDay(1, after: entry.bookingDay)
        .map { Moment(day: $0, hour: 0, minute: minute) }
      add(
        .statementDelivery, f.terms.contract.statementSupplier ?? .dataSupplier, received,
        available)
      addConfirming(f, received, context, add)
    }
  }
  if f.code == .T06, let released = f.order.releasedAt {
    let next = f.terms.delivery.warehouseDay(1, after: released.day)
    add(
      .handover, .warehouse, context.asOf,
      next.map { Moment(day: $0, hour: f.terms.policy.warehouseCutoffHour) })
  }
  return found
}

/// From the statement's arrival to now: a question that is out is the payer's time, everything else
/// the operator's.
private func addConfirming(
  _ f: DelayFacts, _ received: Moment, _ context: DecisionContext,
  _ add: (DelaySegment.Segment, Party, Moment, Moment?) -> Void
) {
  let isAsked = f.decision == .holdAsk
  add(
    isAsked ? .question : .matching, isAsked ? .payer : .operator, context.asOf,
    confirmLimit(received, f.terms.contract, context.calendar))
}

/// By when money of a statement is confirmed: within the agreed minutes; else by the end of the
/// day where it came before the cut-off; else by the end of the next bank business day.
private func confirmLimit(
  _ received: Moment, _ contract: ContractProfile, _ calendar: BankCalendar
) -> Moment? {
  if let minutes = contract.confirmWithinMinutes {
    return Moment(secondsTokyo: received.secondsTokyo + Int64(minutes) * 60)
  }
  if let cutoff = contract.sameDayCutoffMinute, received.secondOfDay <= cutoff * 60 {
    return Moment(day: received.day, hour: 24)
  }
  return calendar.businessDay(1, after: received.day).map { Moment(day: $0, hour: 24) }
}
