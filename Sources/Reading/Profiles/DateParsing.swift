import Model

/// What a date cell holds.
enum DateCell: Equatable {
  case blank
  case day(Day)
  case bad
  /// A year of an era that it never had, or one that has not come yet.
  case impossibleEraYear
  /// After every day that a file of this run can speak of.
  case future
}

/// Reads the dates of one file in the styles that its profile allows.
struct DateReader {
  let styles: DateStyles
  let decoder: TextDecoder
  /// The newest day a date without year or era can mean: the end of the stated period, or the day
  /// of the run.
  let newest: Day
  /// The days that a date can be of.
  let range: ClosedRange<Day>

  /// Cost: a few ns for western dates; others are decoded first, so the caller keeps the last one.
  func read(_ cell: UnsafeRawBufferPointer) -> DateCell {
    let found = fastDay(cell) ?? slowDay(cell)
    if case .day(let day) = found, !range.contains(day) {
      return day > range.upperBound ? .future : .bad
    }
    return found
  }

  private func slowDay(_ cell: UnsafeRawBufferPointer) -> DateCell {
    guard !cell.isEmpty else { return .blank }
    guard cell.count <= 64, let text = decoder.string(cell) else { return .bad }
    let tokens = DateTokens(text)
    guard !tokens.isBlank else { return .blank }
    return tokens.day(styles: styles, newest: newest)
  }

  /// `2026/7/1` with one or two digits, `2026-07-01`, `2026.7.1` and `20260701`; nil: look closer.
  @inline(__always)
  private func fastDay(_ cell: UnsafeRawBufferPointer) -> DateCell? {
    let count = cell.count
    guard count >= 8, count <= 10 else { return nil }
    var year: Int32 = 0
    for i in 0..<4 {
      let digit = cell[i] &- 0x30
      guard digit <= 9 else { return nil }
      year = year &* 10 &+ Int32(digit)
    }
    let separator = cell[4]
    var month: Int32 = 0
    var day: Int32 = 0
    if separator &- 0x30 <= 9 {
      guard count == 8, styles.contains(.compact) else { return nil }
      for i in 4..<8 {
        let digit = cell[i] &- 0x30
        guard digit <= 9 else { return nil }
        if i < 6 { month = month &* 10 &+ Int32(digit) } else { day = day &* 10 &+ Int32(digit) }
      }
    } else {
      guard separator == 0x2F || separator == 0x2D || separator == 0x2E,
        styles.contains(.yearMonthDay)
      else { return nil }
      var at = 5
      while at < count, at < 7, cell[at] &- 0x30 <= 9 {
        month = month &* 10 &+ Int32(cell[at] &- 0x30)
        at += 1
      }
      guard at > 5, at < count, cell[at] == separator else { return nil }
      at += 1
      let dayStart = at
      while at < count, at < dayStart + 2, cell[at] &- 0x30 <= 9 {
        day = day &* 10 &+ Int32(cell[at] &- 0x30)
        at += 1
      }
      guard at > dayStart, at == count else { return nil }
    }
    return Day(year: year, month: month, day: day).map { .day($0) } ?? .bad
  }
}

/// Days that a booking can be of: at most fifty years before the day of the run and ten days after
/// it, for banks book evening transfers on the next business day. One wrong digit of a year would
/// else put money into another time, unnoticed, and let a year look as if it had been seen.
func bookingDays(asOf: Day) -> ClosedRange<Day> {
  asOf.adding(days: -18_263)...asOf.adding(days: 10)
}

/// Days that a stated period or a value day can be of: a month may be stated to its end.
func statedDays(asOf: Day) -> ClosedRange<Day> {
  asOf.adding(days: -18_263)...asOf.adding(days: 366)
}

/// A date cell taken apart: numbers, and the marks between them.
private struct DateTokens {
  private var numbers: [(value: Int32, digits: Int)] = []
  /// The mark behind each number, "" at the end: `/ - .` or 年 月 日.
  private var marks: [String] = []
  private var era: Era?
  private var isOdd = false
  var isBlank: Bool { numbers.isEmpty && era == nil && !isOdd }

  /// Brackets around the whole cell and spaces are dropped: ANSER writes （2026年07月01日）.
  init(_ text: String) {
    for scalar in text.unicodeScalars.map(foldedWidth) {
      switch scalar {
      case " ", "(", ")": continue
      case "0"..."9": addDigit(Int32(scalar.value - 0x30))
      case "元" where numbers.isEmpty && era != nil: addDigit(1)
      case "/", "-", ".", "年", "月", "日":
        guard marks.count + 1 == numbers.count else {
          isOdd = true
          return
        }
        marks.append(String(scalar))
      default:
        guard numbers.isEmpty, let found = Era(adding: scalar, to: era) else {
          isOdd = true
          return
        }
        era = found
      }
    }
    if marks.count < numbers.count { marks.append("") }
  }

  private mutating func addDigit(_ digit: Int32) {
    if marks.count == numbers.count {
      numbers.append((digit, 1))
    } else {
      let last = numbers[numbers.count - 1]
      numbers[numbers.count - 1] = (
        last.digits < 9 ? last.value * 10 + digit : last.value, last.digits + 1
      )
    }
  }

  func day(styles: DateStyles, newest: Day) -> DateCell {
    guard !isOdd else { return .bad }
    let values = numbers.map(\.value)
    let isKanji = marks.contains { $0 == "年" || $0 == "月" || $0 == "日" }
    switch (era, numbers.count) {
    case (let era?, 3):
      guard styles.contains(.eraName), marksFit(isKanji, ["年", "月", "日"]), era.isWhole else {
        return .bad
      }
      return era.day(year: values[0], month: values[1], day: values[2])
    case (nil, 3):
      guard numbers[0].digits == 4, numbers[1].digits <= 2, numbers[2].digits <= 2,
        marksFit(isKanji, ["年", "月", "日"]),
        styles.contains(isKanji ? .kanji : .yearMonthDay)
      else { return .bad }
      return Day(year: values[0], month: values[1], day: values[2]).map { .day($0) } ?? .bad
    case (nil, 2):
      guard styles.contains(.monthDay), marksFit(isKanji, ["月", "日"]) else { return .bad }
      return yearlessDay(month: values[0], day: values[1], newest: newest)
    case (nil, 1):
      // A spreadsheet drops the leading zero of 080701.
      guard styles.contains(.eraDigits), marks == [""], (5...6).contains(numbers[0].digits) else {
        return .bad
      }
      switch WarekiDate.read(values[0], limit: newest) {
      case .day(let day): return .day(day)
      case .impossibleEra: return .impossibleEraYear
      case .absent, .bad: return .bad
      }
    default: return .bad
    }
  }

  /// Either the kanji marks in their order, or one and the same sign between the numbers.
  private func marksFit(_ isKanji: Bool, _ kanji: [String]) -> Bool {
    if isKanji { return marks == kanji }
    return marks.last == "" && Set(marks.dropLast()).count == 1
  }
}

/// The last day of that month and day that is not after `newest`.
func yearlessDay(month: Int32, day: Int32, newest: Day) -> DateCell {
  let year = newest.civil.year
  for candidate in [year, year - 1] {
    if let found = Day(year: candidate, month: month, day: day), found <= newest {
      return .day(found)
    }
  }
  return .bad
}

/// The eras of the Gregorian calendar's use in Japan, as banks write them.
private struct Era: Equatable {
  /// What was written: a letter, or one or two kanji.
  var text: String
  var isWhole: Bool

  init?(adding scalar: Unicode.Scalar, to known: Era?) {
    text = (known?.text ?? "") + String(scalar)
    switch text {
    case "S", "H", "R", "昭和", "平成", "令和": isWhole = true
    case "昭", "平", "令": isWhole = false
    default: return nil
    }
  }

  /// Year 0, first day and last day.
  private var bounds: (Int32, Day, Day) {
    switch text {
    case "S", "昭和": (1925, Era.first(1926, 12, 25), Era.first(1989, 1, 7))
    case "H", "平成": (1988, Era.first(1989, 1, 8), Era.first(2019, 4, 30))
    default: (2018, Era.first(2019, 5, 1), Era.first(9999, 12, 31))
    }
  }

  private static func first(_ year: Int32, _ month: Int32, _ day: Int32) -> Day {
    Day(year: year, month: month, day: day)!
  }

  func day(year: Int32, month: Int32, day: Int32) -> DateCell {
    let (base, first, last) = bounds
    guard year >= 1, year < 100 else { return .impossibleEraYear }
    guard let found = Day(year: base + year, month: month, day: day) else { return .bad }
    return found >= first && found <= last ? .day(found) : .impossibleEraYear
  }
}
