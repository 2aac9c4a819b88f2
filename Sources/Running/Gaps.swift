internal import Model
internal import Recording

/// Finds the bank business days that no statement tells of (D03). No order is called unpaid for a
/// day nobody has seen.
struct GapFinder {
  let calendar: BankCalendar
  let asOf: Moment

  /// Days without a statement between and after the covered periods (oldest first). A hole is no
  /// gap where the closing balance before it is the opening balance after it: nothing can have
  /// been booked.
  ///
  /// - Parameter doubted: days that count although the bank rests on them.
  func missingDays(
    accountKey: String, covered: [CoveredDays], doubted: [UntoldDays] = []
  ) -> [StatementGap] {
    guard var reached = covered.first else { return [] }
    var gaps: [StatementGap] = []
    for period in covered.dropFirst() {
      if period.firstDay > reached.lastDay.adding(days: 1), !joins(reached, period),
        var gap = gap(
          accountKey, after: reached.lastDay, before: period.firstDay, doubted)
      {
        let tells = reached.closingBalanceYen != nil || period.openingBalanceYen != nil
        gap.mayBeQuiet = !tells && !doubted.contains { $0.touches(gap) }
        gaps.append(gap)
      }
      if period.lastDay >= reached.lastDay { reached = period }
    }
    if let end = firstDayNotYetDue(),
      let gap = gap(accountKey, after: reached.lastDay, before: end, doubted)
    {
      gaps.append(gap)
    }
    return gaps
  }

  /// All bank days of an account that is set up, or was named by a file that could not be used, and
  /// of which no day was ever seen, since other accounts' statements begin.
  func neverSeen(accountKey: String, since firstDay: Day) -> [StatementGap] {
    guard let end = firstDayNotYetDue(),
      let gap = gap(accountKey, after: firstDay.adding(days: -1), before: end)
    else { return [] }
    return [gap]
  }

  /// The first day of which some account's statement has not been seen to its end, whether it is
  /// due yet or not.
  func unseenFrom(_ coverage: [[CoveredDays]]) -> Day? {
    let reached = coverage.compactMap { $0.map(\.lastDay).max() }
    guard let earliest = reached.min() else { return Day(number: 0) }
    return earliest.adding(days: 1)
  }

  private func joins(_ a: CoveredDays, _ b: CoveredDays) -> Bool {
    guard let opening = b.openingBalanceYen else { return false }
    return a.closingBalanceYen == opening || a.laterBalancesYen.contains(opening)
  }

  /// The statement of a bank day is due on the next bank day at 10:00 (DL-DATA), so the day before
  /// today's last due day is where the search ends; nil where the calendar cannot tell.
  private func firstDayNotYetDue() -> Day? {
    var day = asOf.day
    guard let isOpen = calendar.isBusinessDay(day) else { return nil }
    if isOpen, asOf.secondOfDay >= 10 * 3_600 { return day }
    // Before ten, or on a closed day: the last business day's own statement is not due yet.
    repeat {
      day = day.adding(days: -1)
      guard let open = calendar.isBusinessDay(day) else { return nil }
      if open { return day }
    } while true
  }

  /// The business days and those in doubt strictly between, as one gap; nil where there are none.
  private func gap(
    _ key: String, after: Day, before: Day, _ doubted: [UntoldDays] = []
  ) -> StatementGap? {
    var first: Day?
    var last: Day?
    var day = after.adding(days: 1)
    while day < before {
      let isDoubted = doubted.contains { $0.firstDay <= day && $0.lastDay >= day }
      if isDoubted || calendar.isBusinessDay(day) ?? false {
        if first == nil { first = day }
        last = day
      }
      day = day.adding(days: 1)
    }
    guard let first, let last else { return nil }
    return StatementGap(accountKey: key, code: .D03, firstDay: first, lastDay: last)
  }
}

extension UntoldDays {
  fileprivate func touches(_ gap: StatementGap) -> Bool {
    firstDay <= gap.lastDay && lastDay >= gap.firstDay
  }
}
