import Model
import Recording
import Tables
import Testing

@testable import Running

/// Two bank weeks of November 2026; the 23rd is a holiday. Balances below are what
/// `days` leads to from ¥1,000,000.
private let opening: Int64 = 1_000_000
private let days: [(day: String, yen: [Int64])] = [
  ("2026-11-16", [5_000, 300]), ("2026-11-17", [7_000]), ("2026-11-18", [-1_000, 2_000, 4_000]),
  ("2026-11-19", []), ("2026-11-20", [600]), ("2026-11-21", [80]), ("2026-11-24", [9_000]),
  ("2026-11-25", [11_000, -500]),
]

private func day(_ text: String) -> Day { Day(iso: "2026-11-" + text)! }

private func balance(before text: String) -> Int64 {
  days.filter { Day(iso: $0.day)! < day(text) }.reduce(opening) { $0 + $1.yen.reduce(0, +) }
}

/// A file of whole days. `skip` bookings of its first day are left out at the start, and only
/// `rowsOfLastDay` of its last day are in it.
private func trail(
  _ first: String, _ last: String, name: String = "new", skip: Int = 0, rowsOfLastDay: Int? = nil,
  shift: Int64 = 0, whole: String? = nil, hasDays: Bool = true
) -> BalanceTrail {
  let start =
    balance(before: first) + shift
    + (days.first { $0.day == day(first).iso }?.yen.prefix(skip).reduce(0, +) ?? 0)
  var yen = balance(before: first) + shift
  var ends: [BalanceTrail.DayEnd] = []
  for item in days where Day(iso: item.day)! >= day(first) && Day(iso: item.day)! <= day(last) {
    let isLast = item.day == day(last).iso
    let rows = isLast ? Array(item.yen.prefix(rowsOfLastDay ?? item.yen.count)) : item.yen
    guard !rows.isEmpty else { continue }
    yen += rows.reduce(0, +)
    ends.append(BalanceTrail.DayEnd(day: Day(iso: item.day)!, balanceYen: yen))
  }
  return BalanceTrail(
    fileName: name, sha256: name, firstDay: day(first), lastDay: day(last),
    wholeThrough: whole.map(day) ?? day(last), openingYen: start, closingYen: yen,
    dayEnds: hasDays ? ends : nil)
}

/// Running balances of a day as a known CSV would show them.
private func balances(on wanted: Day) -> Set<Int64> {
  var yen = opening
  var seen: Set<Int64> = []
  for item in days {
    for amount in item.yen {
      yen += amount
      if Day(iso: item.day)! == wanted { seen.insert(yen) }
    }
  }
  return seen
}

private func check(
  _ file: BalanceTrail, against known: [BalanceTrail], showsBalances: Bool = true
) throws -> Continuity.Outcome {
  try Continuity(
    calendar: bankCalendar(), known: known,
    balancesOn: { day throws(RunError) in showsBalances ? balances(on: day) : [] }
  ).check(file)
}

struct Meeting: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var known: [BalanceTrail]
  var file: BalanceTrail
  /// joins, breaks, or a reason for having nothing to compare.
  var outcome: String
  var showsBalances = true
}

private func known(_ first: String, _ last: String) -> BalanceTrail {
  trail(first, last, name: "known")
}

private let meetings: [Meeting] = [
  Meeting(
    testDescription: "the first file of an account has nothing to be compared with", known: [],
    file: trail("16", "16"), outcome: "first-file"),
  Meeting(
    testDescription: "the next day joins", known: [known("16", "16")], file: trail("17", "17"),
    outcome: "joins"),
  Meeting(
    testDescription: "the next day with another balance breaks", known: [known("16", "16")],
    file: trail("17", "17", shift: 1), outcome: "breaks"),
  Meeting(
    testDescription: "a missing bank day explains a difference", known: [known("16", "16")],
    file: trail("18", "18"), outcome: "days-missing"),
  Meeting(
    testDescription: "equal balances prove a missing day empty", known: [known("16", "18")],
    file: trail("20", "20"), outcome: "joins"),
  Meeting(
    testDescription: "a weekend explains nothing: money of the Saturday is missing",
    known: [known("16", "20")], file: trail("24", "24"), outcome: "breaks"),
  Meeting(
    testDescription: "the file of the weekend that fills the hole joins on both sides",
    known: [known("16", "20"), known("24", "24")], file: trail("21", "23"), outcome: "joins"),
  Meeting(
    testDescription: "a file inside known days joins", known: [known("16", "25")],
    file: trail("17", "18"), outcome: "joins"),
  Meeting(
    testDescription: "a file inside known days with one day's sum changed breaks",
    known: [known("16", "25")], file: trail("17", "20", shift: 5), outcome: "breaks"),
  Meeting(
    testDescription: "an overlapping file that goes on joins", known: [known("16", "18")],
    file: trail("17", "20"), outcome: "joins"),
  Meeting(
    testDescription: "the newest rows begin in the middle of a known day and join",
    known: [known("16", "20")], file: trail("18", "20", skip: 1), outcome: "joins"),
  Meeting(
    testDescription: "the same where the known file shows no balances: the days' ends agree",
    known: [known("16", "20")], file: trail("18", "20", skip: 1), outcome: "joins",
    showsBalances: false),
  Meeting(
    testDescription: "the whole day after a part of it joins",
    known: [trail("16", "18", name: "noon", rowsOfLastDay: 1, whole: "17")],
    file: trail("18", "18"), outcome: "joins"),
  Meeting(
    testDescription: "the rest of a day after its first part joins",
    known: [trail("16", "18", name: "noon", rowsOfLastDay: 1, whole: "17")],
    file: trail("18", "19", skip: 1), outcome: "joins"),
  Meeting(
    testDescription: "a part of a day that comes after the whole day joins",
    known: [known("16", "19")], file: trail("18", "18", rowsOfLastDay: 2), outcome: "joins"),
  Meeting(
    testDescription: "the day after a part of a day is not compared: the rest is missing",
    known: [trail("16", "18", name: "noon", rowsOfLastDay: 1, whole: "17")],
    file: trail("19", "20"), outcome: "days-missing"),
  Meeting(
    testDescription: "the day after a part of a day joins where the rest was empty",
    known: [trail("16", "18", name: "evening", whole: "17")], file: trail("19", "20"),
    outcome: "joins"),
  Meeting(
    testDescription: "of a part and the whole of a day the whole one is enough",
    known: [trail("16", "18", name: "noon", rowsOfLastDay: 1, whole: "17"), known("18", "18")],
    file: trail("19", "20"), outcome: "joins"),
  Meeting(
    testDescription: "an older period must end with the opening balance of the next",
    known: [known("18", "20")], file: trail("16", "17"), outcome: "joins"),
  Meeting(
    testDescription: "an older period that ends with another balance breaks",
    known: [known("18", "20")], file: trail("16", "17", shift: -7), outcome: "breaks"),
  Meeting(
    testDescription: "an older period with bank days missing before the next is not compared",
    known: [known("20", "20")], file: trail("16", "16"), outcome: "days-missing"),
  Meeting(
    testDescription: "a statement without a booking joins", known: [known("16", "18")],
    file: trail("19", "19"), outcome: "joins"),
  Meeting(
    testDescription: "a statement without a booking and with another balance breaks",
    known: [known("16", "18")], file: trail("19", "19", shift: 3), outcome: "breaks"),
  Meeting(
    testDescription: "rows on a day that a known file tells to be empty break",
    known: [known("16", "20")],
    file: BalanceTrail(
      fileName: "new", sha256: "new", firstDay: day("19"), lastDay: day("19"),
      wholeThrough: day("19"), openingYen: 1, closingYen: 2,
      dayEnds: [BalanceTrail.DayEnd(day: day("19"), balanceYen: 2)]), outcome: "breaks"),
  Meeting(
    testDescription: "a file without balances is absent, not failed", known: [known("16", "18")],
    file: BalanceTrail(
      fileName: "new", sha256: "new", firstDay: day("19"), lastDay: day("19"),
      wholeThrough: day("19"), openingYen: nil, closingYen: nil, dayEnds: nil),
    outcome: "no-balances"),
  Meeting(
    testDescription: "a known file without balances is as if it were not there",
    known: [
      BalanceTrail(
        fileName: "01", sha256: "01", firstDay: day("16"), lastDay: day("18"),
        wholeThrough: day("18"), openingYen: nil, closingYen: nil, dayEnds: nil)
    ], file: trail("19", "19"), outcome: "first-file"),
  Meeting(
    testDescription: "past the end of the calendar nobody calls a difference a break",
    known: [
      BalanceTrail(
        fileName: "known", sha256: "known", firstDay: Day(iso: "2027-12-30")!,
        lastDay: Day(iso: "2027-12-31")!, wholeThrough: Day(iso: "2027-12-31")!, openingYen: 1,
        closingYen: 1, dayEnds: [])
    ],
    file: BalanceTrail(
      fileName: "new", sha256: "new", firstDay: Day(iso: "2028-01-05")!,
      lastDay: Day(iso: "2028-01-05")!, wholeThrough: Day(iso: "2028-01-05")!, openingYen: 2,
      closingYen: 2, dayEnds: []), outcome: "days-missing"),
]

@Test("Two files of an account are compared where they meet", arguments: meetings)
func meeting(_ row: Meeting) throws {
  let found = try check(row.file, against: row.known, showsBalances: row.showsBalances)
  let text =
    switch found {
    case .joins: "joins"
    case .absent(let reason): reason.rawValue
    case .breaks: "breaks"
    }
  #expect(text == row.outcome, "\(found)")
}

@Test("A break names both files, both days, both balances")
func breakNamesAll() throws {
  let found = try check(trail("17", "17", shift: 40), against: [known("16", "16")])
  #expect(
    found
      == .breaks(
        BalanceMeeting(
          side: .startOfDay, day: day("17"), balanceYen: 1_005_340, otherFile: "known",
          otherSide: .endOfDay, otherDay: day("16"), otherBalanceYen: 1_005_300)))
}
