import Model

extension CoveredDays {
  /// What one file covers. Its balance within a day that it does not tell to the end is kept: the
  /// next file may begin with it, and then nothing was booked in between.
  init(_ trail: BalanceTrail) {
    let isCut = trail.wholeThrough < trail.lastDay
    self.init(
      firstDay: trail.firstDay,
      lastDay: max(trail.wholeThrough, trail.firstDay.adding(days: -1)),
      openingBalanceYen: trail.openingYen,
      closingBalanceYen: trail.balanceYen(endOf: trail.wholeThrough),
      laterBalancesYen: isCut ? [trail.closingYen].compactMap { $0 } : [])
  }

  /// Periods that touch or overlap become one. The result does not depend on their order.
  static func merged(_ periods: [CoveredDays]) -> [CoveredDays] {
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
