import Model

/// The promised day of one order, and how it stands to it now.
struct Promise {
  /// When goods leave at the latest, at the warehouse's cut-off.
  var shipBy: Moment
  /// When the warehouse must hear of it at the latest.
  var confirmBy: Moment
  var state: PromiseState
}

extension World {
  /// Nil where nothing is promised. Cost: a few steps; none for an order without a day where the
  /// shop promises none.
  func promise(_ i: Int) -> Promise? {
    guard let shipBy = shipBy(i) else { return nil }
    let confirmBy = confirmBy(i, shipBy)
    return Promise(shipBy: shipBy, confirmBy: confirmBy, state: state(i, confirmBy))
  }

  /// The last warehouse day that still meets the desired day, at cut-off; else so many warehouse
  /// days after the money came as the shop promises.
  func shipBy(_ i: Int) -> Moment? {
    let t = termsIndex(i)
    if let desired = snapshot.orders[i].row.desiredDeliveryDay {
      let base = desired.adding(days: -terms[t].policy.leadTimeDays)
      return terms[t].delivery.warehouseDay(atOrBefore: base).map { atCutoff($0, t) }
    }
    guard let within = terms[t].delivery.shipsWithinDays, isCovered(i),
      let credited = facts[i].lastCreditDay
    else { return nil }
    return terms[t].delivery.warehouseDay(within, after: credited).map { atCutoff($0, t) }
  }

  func confirmBy(_ i: Int, _ shipBy: Moment) -> Moment {
    let hours = Int64(terms[termsIndex(i)].delivery.pickPackHours)
    return Moment(secondsTokyo: shipBy.secondsTokyo - hours * 3_600)
  }

  private func atCutoff(_ day: Day, _ t: Int) -> Moment {
    Moment(day: day, hour: terms[t].policy.warehouseCutoffHour)
  }

  private func state(_ i: Int, _ confirmBy: Moment) -> PromiseState {
    if context.asOf > confirmBy { return .red }
    let t = termsIndex(i)
    if isTransfer(i), !isCovered(i), let next = nextStatement[t], next > confirmBy {
      return .amberPayment
    }
    guard let oneDayOn = terms[t].delivery.warehouseDay(1, after: context.asOf.day) else {
      return .green
    }
    let limit = Moment(
      secondsTokyo: Moment(day: oneDayOn).secondsTokyo + Int64(context.asOf.secondOfDay))
    return confirmBy < limit ? .amber : .green
  }

  /// When the next statement is there: on a bank business day before the hour today, else on the
  /// next one. Nil past the bank calendar: then nothing is said of money not seen in time.
  static func nextStatement(_ context: DecisionContext, _ delivery: DeliveryTerms) -> Moment? {
    let hour = delivery.statementHour
    let now = context.asOf
    if now.secondOfDay < hour * 3_600, context.calendar.isBusinessDay(now.day) ?? false {
      return Moment(day: now.day, hour: hour)
    }
    return context.calendar.businessDay(1, after: now.day).map { Moment(day: $0, hour: hour) }
  }

  /// T05 lies over whatever else is found and never takes its place. A hold is at risk from one
  /// warehouse day before the last moment on; a release, where it comes after that moment.
  func dateAtRisk(_ i: Int, _ ruling: Ruling, _ promise: Promise?) -> Finding? {
    guard let promise, promise.state != .green else { return nil }
    guard ruling.decision != .release else {
      // A day that has gone cannot be kept any more, and nobody is helped by a list of old ones.
      let day = snapshot.orders[i].row.desiredDeliveryDay ?? promise.shipBy.day.adding(days: 7)
      return promise.state == .red && day >= context.asOf.day ? Finding(.T05, .note) : nil
    }
    if ruling.codes.isEmpty, promise.state == .red,
      terms[termsIndex(i)].delivery.latePaymentMovesDay
    {
      // The customer was told that late money moves the day, and no money has come.
      return nil
    }
    let isOnEntry = ruling.ownCodes.isEmpty && !facts[i].heldCodes.isEmpty && !isCovered(i)
    return Finding(.T05, .note, isOnEntry ? .entry : .order)
  }

  /// T06: released days ago, and the newest export still has it open. Asked only of shops whose
  /// exports tell what was shipped at all; else every released order would look forgotten.
  func isUnshipped(_ i: Int, _ reporting: Set<String>) -> Bool {
    guard snapshot.orders[i].row.status == .open, snapshot.orders[i].isReleased,
      let released = snapshot.orders[i].releasedAt
    else { return false }
    let days = context.asOf.day.days(since: released.day)
    return days >= terms[termsIndex(i)].delivery.unshippedAfterDays
      && reporting.contains(snapshot.orders[i].row.shopID)
  }

  /// Shops of which at least one order is known to be shipped.
  func shopsReportingShipping() -> Set<String> {
    var shops: Set<String> = []
    for i in snapshot.orders.indices where snapshot.orders[i].row.status == .shipped {
      shops.insert(snapshot.orders[i].row.shopID)
    }
    return shops
  }
}
