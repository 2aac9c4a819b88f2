import Model

/// By when a case must be settled. The numbers are the shop's policy or common practice, never
/// a promise; a rule that needs a bank day past the calendar's end gives nil.
enum DeadlineRule: String {
  /// The parcel has to leave for the desired day.
  case ship = "DL-SHIP"
  /// The day told to the customer, and one bank business day for money under way.
  case pay = "DL-PAY"
  /// Seven days from the credit: ship or notify (特商法13条).
  case notify = "DL-T13"
  /// Ask for the account to refund to within three bank business days.
  case refund = "DL-REFUND"
  /// Month end: unexplained money is listed.
  case close = "DL-CLOSE"
  /// Statements of a bank day are in by 10:00 of the next.
  case data = "DL-DATA"
  /// Three bank business days to object to a provisional allocation (民法488条2項).
  case object = "DL-OBJECT"
  /// Two bank business days to answer the bank about a recall.
  case bank = "DL-BANK"
}

/// A deadline with the rule it comes from.
struct Deadline {
  var moment: Moment
  var rule: DeadlineRule
}

extension World {
  /// The last warehouse working day that still meets the desired day, at cut-off. Warehouses are
  /// taken to work Monday to Saturday, holidays included; nil where no day is desired.
  func shipBy(_ i: Int) -> Moment? {
    guard let desired = snapshot.orders[i].row.desiredDeliveryDay else { return nil }
    var day = desired.adding(days: -context.policy.leadTimeDays)
    if day.weekday == 6 { day = day.adding(days: -1) }
    return Moment(day: day, hour: context.policy.warehouseCutoffHour)
  }

  /// The last day on which money is awaited: the deadline and one bank business day of grace.
  /// Nil where no deadline was told, or where the calendar ends before it.
  func lastPaymentDay(_ i: Int) -> Day? {
    guard let due = snapshot.orders[i].row.paymentDueDay else { return nil }
    return context.calendar.businessDay(1, after: due)
  }

  /// The earliest deadline of a case: over its code's rules, its orders and its credit day.
  func deadline(_ code: FindingCode, orders: [Int32], creditDay: Day?) -> Deadline? {
    var earliest: Deadline?
    for rule in Liability.of(code).deadlines {
      if rule == .ship || rule == .pay {
        for order in orders { keep(&earliest, moment(rule, Int(order)), rule) }
      } else {
        keep(&earliest, creditDay.flatMap { moment(rule, from: $0) }, rule)
      }
    }
    if earliest == nil, !Liability.of(code).deadlines.isEmpty {
      // No day was told to the customer: what the law asks after money came is what remains.
      keep(&earliest, creditDay.flatMap { moment(.notify, from: $0) }, .notify)
    }
    return earliest
  }

  private func keep(_ earliest: inout Deadline?, _ moment: Moment?, _ rule: DeadlineRule) {
    guard let moment else { return }
    if let found = earliest, found.moment <= moment { return }
    earliest = Deadline(moment: moment, rule: rule)
  }

  private func moment(_ rule: DeadlineRule, _ i: Int) -> Moment? {
    rule == .ship ? shipBy(i) : lastPaymentDay(i).map(endOfDay)
  }

  /// A deadline that runs from a credit, or from the first day of a gap.
  func moment(_ rule: DeadlineRule, from day: Day) -> Moment? {
    switch rule {
    case .ship, .pay: return nil
    case .notify: return endOfDay(day.adding(days: 7))
    case .refund, .object: return context.calendar.businessDay(3, after: day).map(endOfDay)
    case .bank: return context.calendar.businessDay(2, after: day).map(endOfDay)
    case .close: return endOfDay(monthEnd(max(day, context.asOf.day)))
    case .data: return context.calendar.businessDay(1, after: day).map { Moment(day: $0, hour: 10) }
    }
  }

  private func endOfDay(_ day: Day) -> Moment { Moment(day: day, hour: 23, minute: 59) }

  private func monthEnd(_ day: Day) -> Day {
    let c = day.civil
    return day.adding(days: Day.lengthOfMonth(year: c.year, month: c.month) - c.day)
  }
}
