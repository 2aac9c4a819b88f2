import Model

extension CoveredDays {
  /// What one file covers. Its balance within a day that it does not tell to the end is kept: the
  /// next file may begin with it, and then nothing was booked in between.
  static func periods(_ trail: BalanceTrail) -> [CoveredDays] {
    let isCut = trail.wholeThrough < trail.lastDay
    let whole = CoveredDays(
      firstDay: trail.firstDay,
      lastDay: max(trail.wholeThrough, trail.firstDay.adding(days: -1)),
      openingBalanceYen: trail.openingYen,
      closingBalanceYen: trail.balanceYen(endOf: trail.wholeThrough),
      laterBalancesYen: isCut ? [trail.closingYen].compactMap { $0 } : [])
    return trail.untoldDays.filter { $0.kind != .waiting }.reduce([whole]) { periods, days in
      let isMissing = days.kind == .missing
      return periods.flatMap {
        $0.without(
          days.firstDay, days.lastDay,
          before: isMissing ? trail.balanceYen(endOf: days.firstDay.adding(days: -1)) : nil,
          after: isMissing ? trail.balanceYen(endOf: days.lastDay) : nil)
      }
    }
  }

  /// The period without some days. That it began is kept, so that they count as missing also where
  /// they are its first ones.
  func without(
    _ first: Day, _ last: Day, before: Int64? = nil, after: Int64? = nil
  ) -> [CoveredDays] {
    guard first <= lastDay, last >= firstDay else { return [self] }
    var left = self
    left.lastDay = max(first, firstDay).adding(days: -1)
    left.closingBalanceYen = before
    left.laterBalancesYen = []
    if last >= lastDay { return [left] }
    var right = self
    right.firstDay = last.adding(days: 1)
    right.openingBalanceYen = after
    return [left, right]
  }

  /// Periods that touch or overlap become one. The result does not depend on their order.
  public static func merged(_ periods: [CoveredDays]) -> [CoveredDays] {
    let sorted = periods.sorted { a, b in
      if a.firstDay != b.firstDay { return a.firstDay < b.firstDay }
      if a.lastDay != b.lastDay { return a.lastDay < b.lastDay }
      if a.openingBalanceYen != b.openingBalanceYen {
        return (a.openingBalanceYen ?? .max) < (b.openingBalanceYen ?? .max)
      }
      return (a.closingBalanceYen ?? .max) < (b.closingBalanceYen ?? .max)
    }
    var merged: [CoveredDays] = []
    for period in sorted {
      guard let open = merged.last, period.firstDay <= open.lastDay.adding(days: 1) else {
        merged.append(period)
        continue
      }
      var joined = open
      if period.lastDay > open.lastDay {
        joined.lastDay = period.lastDay
        joined.closingBalanceYen = period.closingBalanceYen
      } else if period.lastDay == open.lastDay {
        joined.closingBalanceYen = open.closingBalanceYen ?? period.closingBalanceYen
      }
      if period.firstDay == open.firstDay {
        joined.openingBalanceYen = open.openingBalanceYen ?? period.openingBalanceYen
      }
      joined.laterBalancesYen = Array(Set(open.laterBalancesYen + period.laterBalancesYen)).sorted()
      merged[merged.count - 1] = joined
    }
    return merged
  }
}
