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
  /// Five bank business days where a chargeback names no day of its own.
  case chargeback = "DL-CB"
  /// Two bank business days after cash on delivery should have been remitted.
  case remittance = "DL-COD"
  /// One bank business day after a payout should have come.
  case payout = "DL-PSP"
  /// Three bank business days to ask whoever collected, or to settle a returned parcel.
  case inquiry = "DL-ASK"
  /// The end of the day: money or data of others is at stake.
  case atOnce = "DL-NOW"
  /// The day that a notice names.
  case notice = "DL-NOTICE"

  /// Whose days it counts.
  var calendar: DeadlineCalendar {
    switch self {
    case .ship: .warehouse
    case .pay, .refund, .data, .object, .bank, .chargeback, .remittance, .payout, .inquiry: .bank
    case .notify, .close, .atOnce, .notice: .civil
    }
  }
}

/// A deadline with the rule it comes from.
struct Deadline {
  var moment: Moment
  var rule: DeadlineRule
}

extension World {
  /// The last day on which money is awaited: the deadline and one bank business day of grace.
  /// Nil where no deadline was told, or where the calendar ends before it.
  func lastPaymentDay(_ i: Int) -> Day? {
    guard let due = snapshot.orders[i].row.paymentDueDay else { return nil }
    return context.calendar.businessDay(1, after: due)
  }

  /// The earliest deadline of a case: over its code's rules, its orders and its credit day.
  func deadline(_ code: FindingCode, orders: [Int32], creditDay: Day?) -> Deadline? {
    var earliest: Deadline?
    for rule in CodeRule.of(code).deadlines {
      if rule == .ship || rule == .pay {
        for order in orders { keep(&earliest, moment(rule, Int(order)), rule) }
      } else {
        keep(&earliest, creditDay.flatMap { moment(rule, from: $0) }, rule)
      }
    }
    if earliest == nil, !CodeRule.of(code).deadlines.isEmpty {
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
    rule == .ship
      ? shipBy(i).map { confirmBy(i, $0) } : lastPaymentDay(i).map(endOfDay)
  }

  /// A deadline that runs from a credit, or from the first day of a gap.
  func moment(_ rule: DeadlineRule, from day: Day) -> Moment? {
    switch rule {
    case .ship, .pay, .notice: return nil
    case .atOnce: return endOfDay(context.asOf.day)
    case .notify: return endOfDay(day.adding(days: 7))
    case .refund, .object, .inquiry:
      return context.calendar.businessDay(3, after: day).map(endOfDay)
    case .bank, .remittance: return context.calendar.businessDay(2, after: day).map(endOfDay)
    case .payout: return context.calendar.businessDay(1, after: day).map(endOfDay)
    case .chargeback: return context.calendar.businessDay(5, after: day).map(endOfDay)
    case .close: return endOfDay(monthEnd(max(day, context.asOf.day)))
    case .data: return context.calendar.businessDay(1, after: day).map { Moment(day: $0, hour: 10) }
    }
  }

  func endOfDay(_ day: Day) -> Moment { Moment(day: day, hour: 23, minute: 59) }

  private func monthEnd(_ day: Day) -> Day {
    let c = day.civil
    return day.adding(days: Day.lengthOfMonth(year: c.year, month: c.month) - c.day)
  }
}
