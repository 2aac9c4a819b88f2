import Model

/// A six-digit date YYMMDD whose year is an era year without the era's letter.
enum WarekiDate: Equatable, Sendable {
  /// Blank or all zeros: an optional date that is not given.
  case absent
  case day(Day)
  /// No date in any era.
  case bad
  /// A date, but in no era does it fall into the years before `limit`.
  case impossibleEra

  var day: Day? { if case .day(let day) = self { day } else { nil } }

  private static let reiwaStart: Int32 = 18_017  // 2019-05-01
  private static let heiseiStart: Int32 = 6_947  // 1989-01-08

  /// Statements are not kept longer than the ten years of 会社法 §432.
  ///
  /// The era is not in the file, so it is the one that puts the date not after `limit` and at most
  /// ten years before it. Eras lie thirty years apart: never do two of them fit. And a western
  /// year misread as 平成 lands twelve years early, so it is refused instead of misread.
  static let reachDays: Int32 = 3_653

  static func read(_ record: UnsafeRawPointer, _ slot: FixedSlot, limit: Day) -> WarekiDate {
    guard let value = record.number(slot).value else {
      return record.isBlank(slot) ? .absent : .bad
    }
    if value == 0 { return .absent }
    return read(Int32(truncatingIfNeeded: value), limit: limit)
  }

  /// `value` is YYMMDD as a number.
  static func read(_ value: Int32, limit: Day) -> WarekiDate {
    let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100)
    guard year >= 1 else { return .bad }
    var isDate = false
    for base in [2018, 1988] as [Int32] {
      guard let found = Day(year: base + year, month: month, day: day) else { continue }
      let isReiwa = found.number >= reiwaStart
      guard base == 2018 ? isReiwa : !isReiwa && found.number >= heiseiStart else { continue }
      isDate = true
      let age = limit.days(since: found)
      if age >= 0, age <= reachDays { return .day(found) }
    }
    // A month or day that no era has is a bad date; the rest is a question of the year.
    return isDate || Day(year: 2000, month: month, day: day) != nil ? .impossibleEra : .bad
  }
}
