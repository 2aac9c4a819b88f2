import Model

/// The moments of one order as far as they are known: ordered, to be paid, credited, statement
/// there, statement received, matched, released, handed over, delivered. The last two come from
/// nobody's file yet; handing over is known only by its absence (T06).
struct DelayFacts {
  let code: FindingCode
  let decision: Decision
  let paymentDueDay: Day?
  let releasedAt: Moment?
  /// Of the case's entry, where it is a credit.
  let creditDay: Day?
  let receivedAt: Moment?
  let terms: NoteWorld.Terms

  init(
    _ c: borrowing ExceptionCase, _ order: borrowing LedgerOrder, creditDay: Day?,
    receivedAt: Moment?, _ terms: NoteWorld.Terms
  ) {
    code = c.code
    decision = c.decision
    paymentDueDay = order.row.paymentDueDay
    releasedAt = order.releasedAt
    self.creditDay = creditDay
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
  if let creditDay = f.creditDay {
    let credited = Moment(day: creditDay)
    if let due = f.paymentDueDay {
      let last = calendar.isBusinessDay(due) == false ? calendar.businessDay(1, after: due) : due
      add(.payment, .payer, credited, last.map { Moment(day: $0, hour: 24) })
    }
    if let received = f.receivedAt {
      // Without an agreed time nobody is late within the day: runs are no proof of the minute.
      let minute = f.terms.shop.contract.statementDueMinute ?? 24 * 60
      let available = calendar.businessDay(1, after: creditDay)
        .map { Moment(day: $0, hour: 0, minute: minute) }
      add(
        .statementDelivery, f.terms.shop.contract.statementSupplier ?? .dataSupplier, received,
        available)
      addConfirming(f, received, context, add)
    }
  }
  if f.code == .T06, let released = f.releasedAt {
    let next = f.terms.shop.delivery.warehouseDay(1, after: released.day)
    add(
      .handover, .warehouse, context.asOf,
      next.map { Moment(day: $0, hour: f.terms.shop.policy.warehouseCutoffHour) })
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
    confirmLimit(received, f.terms.shop.contract, context.calendar))
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
