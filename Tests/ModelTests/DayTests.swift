import Model
import Testing

/// The calendar one day after another, as one would count on fingers: the slow twin of `Day`.
private struct CountedCalendar {
  var year: Int32 = 1900
  var month: Int32 = 1
  var day: Int32 = 1

  mutating func next() {
    day += 1
    if day > length { (day, month) = (1, month + 1) }
    if month > 12 { (month, year) = (1, year + 1) }
  }

  private var length: Int32 {
    if month == 2 {
      if year % 400 == 0 { return 29 }
      if year % 100 == 0 { return 28 }
      return year % 4 == 0 ? 29 : 28
    }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

@Test("every day from 1900 to 2100 agrees with a calendar counted day by day, there and back")
func daysAgreeWithCounting() throws {
  var counted = CountedCalendar()
  var number = try #require(Day(year: 1900, month: 1, day: 1)).number
  var weekday: Int32 = 0  // 1900-01-01 was a Monday
  #expect(number == -25_567)
  var wrong = 0
  while counted.year <= 2100 {
    let day = Day(year: counted.year, month: counted.month, day: counted.day)
    let civil = Day(number: number).civil
    if day?.number != number || day?.weekday != weekday
      || civil != (counted.year, counted.month, counted.day)
      || Day(iso: Day(number: number).iso)?.number != number
    {
      wrong += 1
    }
    counted.next()
    number += 1
    weekday = (weekday + 1) % 7
  }
  #expect(wrong == 0)
  #expect(number == Day(year: 2101, month: 1, day: 1)?.number)
}

@Test(
  "a day that no calendar has is nil",
  arguments: [
    (2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0),
    (2026, 1, 32), (0, 1, 1), (10_000, 1, 1),
  ] as [(Int32, Int32, Int32)])
func impossibleDays(year: Int32, month: Int32, day: Int32) {
  #expect(Day(year: year, month: month, day: day) == nil)
}

@Test(
  "only YYYY-MM-DD is read as an ISO day",
  arguments: [
    "2026-1-01", "2026/01/01", "20260101", "2026-02-30", "", "2026-01-01 ", "２026-01-01",
    "2026-01-0a",
  ])
func badISODays(text: String) { #expect(Day(iso: text) == nil) }

@Test("a moment gives back its day and second, before 1970 too")
func momentsRoundTrip() throws {
  var wrong = 0
  for number in stride(from: Int32(-30_000), through: 50_000, by: 17) {
    for (hour, minute, second) in [(0, 0, 0), (0, 0, 1), (9, 5, 7), (23, 59, 59)] {
      let moment = Moment(
        day: Day(number: number), hour: Int32(hour), minute: Int32(minute), second: Int32(second))
      if moment.day.number != number
        || moment.secondOfDay != Int32(hour * 3600 + minute * 60 + second)
      {
        wrong += 1
      }
    }
  }
  #expect(wrong == 0)
  #expect(
    Moment(day: try #require(Day(iso: "2026-11-23")), hour: 9, minute: 5).iso == "2026-11-23T09:05")
}
