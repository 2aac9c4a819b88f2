import Model
import Tables
import Testing

private func day(_ year: Int32, _ month: Int32, _ day: Int32) -> Day {
  Day(year: year, month: month, day: day)!
}

/// 国民の祝日に関する法律 spelled out, for 2024 to 2027: the slow twin of the table.
private func holidaysByLaw(_ year: Int32) -> Set<Day> {
  let years = year - 1980
  let spring = (20_843_100 + 242_194 * years) / 1_000_000 - years / 4
  let autumn = (23_248_800 + 242_194 * years) / 1_000_000 - years / 4
  func monday(_ n: Int32, _ month: Int32) -> Day {
    let first = day(year, month, 1)
    return first.adding(days: (7 - first.weekday) % 7 + 7 * (n - 1))
  }
  let named: Set<Day> = [
    day(year, 1, 1), monday(2, 1), day(year, 2, 11), day(year, 2, 23), day(year, 3, spring),
    day(year, 4, 29), day(year, 5, 3), day(year, 5, 4), day(year, 5, 5), monday(3, 7),
    day(year, 8, 11), monday(3, 9), day(year, 9, autumn), monday(2, 10), day(year, 11, 3),
    day(year, 11, 23),
  ]
  var all = named
  for sunday in named where sunday.weekday == 6 {
    var next = sunday.adding(days: 1)
    while named.contains(next) { next = next.adding(days: 1) }
    all.insert(next)
  }
  for holiday in named where named.contains(holiday.adding(days: 2)) {
    all.insert(holiday.adding(days: 1))
  }
  return all
}

@Test("the bank calendar agrees with the holiday law on every day of 2024 to 2027")
func calendarAgreesWithLaw() {
  let calendar = bankCalendar()
  var wrong: [String] = []
  for year in Int32(2024)...2027 {
    let holidays = holidaysByLaw(year)
    var current = day(year, 1, 1)
    while current <= day(year, 12, 31) {
      let civil = current.civil
      let isYearEnd = (civil.month, civil.day) == (12, 31) || (civil.month == 1 && civil.day <= 3)
      let open = current.weekday < 5 && !isYearEnd && !holidays.contains(current)
      if calendar.isBusinessDay(current) != open { wrong.append(current.iso) }
      current = current.adding(days: 1)
    }
  }
  #expect(wrong == [])
}

@Test("every closed day of the table is a weekday inside it, named once")
func closedDaysAreWeekdays() {
  let calendar = bankCalendar()
  #expect(Set(calendar.closedDays).count == calendar.closedDays.count)
  #expect(calendar.closedDays == calendar.closedDays.sorted())
  for closed in calendar.closedDays {
    #expect(closed.weekday < 5 && closed >= calendar.firstDay && closed <= calendar.lastDay)
  }
}

@Test("the calendar refuses to guess outside its dates")
func calendarRefuses() {
  let calendar = bankCalendar()
  #expect(calendar.isBusinessDay(day(2023, 12, 29)) == nil)
  #expect(calendar.isBusinessDay(day(2028, 1, 4)) == nil)
  #expect(calendar.businessDay(1, after: day(2027, 12, 30)) == nil)
  #expect(calendar.businessDay(1, after: day(2027, 12, 29)) == day(2027, 12, 30))
}

@Test(
  "business days are counted over weekends, holidays and the turn of the year",
  arguments: [
    ("2026-11-20", 1, "2026-11-24"), ("2026-09-18", 1, "2026-09-24"),
    ("2026-12-30", 1, "2027-01-04"), ("2024-12-30", 1, "2025-01-06"),
    ("2026-11-25", 3, "2026-11-30"), ("2026-11-25", 0, "2026-11-25"),
  ])
func businessDays(from: String, count: Int, expected: String) throws {
  let start = try #require(Day(iso: from))
  #expect(bankCalendar().businessDay(count, after: start)?.iso == expected)
}

@Test("each fee is named once per amount and range, is positive, and says where it is from")
func feesAreDistinct() {
  let table = transferFees()
  #expect(table.version == "2026-11")
  var seen: Set<[Int64]> = []
  for fee in table.fees {
    #expect(fee.amountYen > 0 && fee.amountYen <= 1_100 && !fee.note.isEmpty)
    #expect(fee.fromYen <= fee.toYen)
    #expect(seen.insert([fee.amountYen, fee.fromYen, fee.toYen]).inserted)
  }
}

@Test(
  "a shortage is a fee by membership and by the step at 30,000 yen, never by nearness",
  arguments: [
    (330, 8_800, true), (329, 8_800, false), (331, 8_800, false),
    // 154 below the step, 220 from it on; the step is tested on the billed and the net amount.
    (154, 29_999, true), (154, 30_100, true), (154, 30_154, false), (154, 45_000, false),
    (220, 29_999, false), (220, 30_000, true), (220, 100_000, true),
    (160, 8_800, false), (990, 8_800, true), (1_100, 8_800, true), (0, 8_800, false),
  ] as [(Int64, Int64, Bool)])
func feeMembership(short: Int64, due: Int64, expected: Bool) {
  #expect(transferFees().isFee(shortYen: short, dueYen: due) == expected)
}

@Test("the statutory rate is 3 % until the end of March 2029")
func rate() {
  #expect(statutoryRate().perMille == 30)
  #expect(statutoryRate().validUntil.iso == "2029-03-31")
}
