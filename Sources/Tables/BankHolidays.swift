public import Model

/// Days on which Japanese banks are closed, 2024-01-01 to 2027-12-31, each a weekday.
///
/// Source: 銀行法15条1項 and 施行令5条1項 (weekends, national holidays, 31 December to 3 January).
/// The holidays of 2024 and 2025 follow 国民の祝日に関する法律 with the official equinox days
/// (2024-03-20, 2024-09-22, 2025-03-20, 2025-09-23); 2026, and 2027 up to 敬老の日, were seen in
/// announcements; the rest of 2027 follows the rules and is to be compared with the announcement.
/// Valid until 2027-12-31: past it the calendar answers nil, and nothing that needs it is decided.
public func bankCalendar() -> BankCalendar {
  var closed: [Day] = []
  for (year, months) in closedWeekdays {
    for (month, days) in months {
      for day in days {
        guard let date = Day(year: year, month: month, day: day) else {
          preconditionFailure("The holiday table names a day that no calendar has.")
        }
        closed.append(date)
      }
    }
  }
  return BankCalendar(
    firstDay: Day(year: 2024, month: 1, day: 1)!, lastDay: Day(year: 2027, month: 12, day: 31)!,
    closedDays: closed, source: "銀行法15条・祝日法による 2024–2027 (2026-11版)")
}

private let closedWeekdays: [(year: Int32, months: [(month: Int32, days: [Int32])])] = [
  (
    2024,
    [
      (1, [1, 2, 3, 8]), (2, [12, 23]), (3, [20]), (4, [29]), (5, [3, 6]), (7, [15]), (8, [12]),
      (9, [16, 23]), (10, [14]), (11, [4]), (12, [31]),
    ]
  ),
  (
    2025,
    [
      (1, [1, 2, 3, 13]), (2, [11, 24]), (3, [20]), (4, [29]), (5, [5, 6]), (7, [21]), (8, [11]),
      (9, [15, 23]), (10, [13]), (11, [3, 24]), (12, [31]),
    ]
  ),
  (
    2026,
    [
      (1, [1, 2, 12]), (2, [11, 23]), (3, [20]), (4, [29]), (5, [4, 5, 6]), (7, [20]), (8, [11]),
      (9, [21, 22, 23]), (10, [12]), (11, [3, 23]), (12, [31]),
    ]
  ),
  (
    2027,
    [
      (1, [1, 11]), (2, [11, 23]), (3, [22]), (4, [29]), (5, [3, 4, 5]), (7, [19]), (8, [11]),
      (9, [20, 23]), (10, [11]), (11, [3, 23]), (12, [31]),
    ]
  ),
]
