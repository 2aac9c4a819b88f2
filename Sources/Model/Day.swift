/// A calendar day in the account's zone (Asia/Tokyo), counted from 1970-01-01.
///
/// Three integers become a day number without a time zone, so no statement day can shift.
public struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public let number: Int32

  @inlinable public init(number: Int32) { self.number = number }

  /// The day of a Gregorian date, or nil where the calendar has no such day.
  public init?(year: Int32, month: Int32, day: Int32) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= Day.lengthOfMonth(year: year, month: month) else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  public static func lengthOfMonth(year: Int32, month: Int32) -> Int32 {
    switch month {
    case 4, 6, 9, 11: return 30
    case 2: return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: return 31
    }
  }

  /// Year, month and day of the Gregorian calendar.
  public var civil: (year: Int32, month: Int32, day: Int32) {
    let z = number + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// 0 Monday … 6 Sunday.
  public var weekday: Int32 { ((number + 3) % 7 + 7) % 7 }

  /// `2026-11-23`.
  public var iso: String {
    let c = civil
    return "\(Day.padded(c.year, 4))-\(Day.padded(c.month, 2))-\(Day.padded(c.day, 2))"
  }

  /// Reads exactly `YYYY-MM-DD`; nil for anything else.
  public init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    guard let y = Day.digits(bytes[0..<4]), let m = Day.digits(bytes[5..<7]),
      let d = Day.digits(bytes[8..<10])
    else { return nil }
    self.init(year: y, month: m, day: d)
  }

  @inlinable public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
  @inlinable public func adding(days: Int32) -> Day { Day(number: number + days) }
  /// Days from `other` to self; positive where self is later.
  @inlinable public func days(since other: Day) -> Int32 { number - other.number }

  static func digits(_ bytes: ArraySlice<UInt8>) -> Int32? {
    var value: Int32 = 0
    for b in bytes {
      guard b >= 0x30, b <= 0x39 else { return nil }
      value = value * 10 + Int32(b - 0x30)
    }
    return value
  }

  static func padded(_ value: Int32, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}

/// A second of civil time in Asia/Tokyo. Offsets in sources are applied before it is made.
public struct Moment: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00 as a clock on a wall in Tokyo shows them.
  public let secondsTokyo: Int64

  @inlinable public init(secondsTokyo: Int64) { self.secondsTokyo = secondsTokyo }

  public init(day: Day, hour: Int32 = 0, minute: Int32 = 0, second: Int32 = 0) {
    secondsTokyo =
      Int64(day.number) * 86_400 + Int64(hour) * 3_600 + Int64(minute) * 60 + Int64(second)
  }

  public var day: Day {
    let q = secondsTokyo / 86_400
    return Day(number: Int32(secondsTokyo % 86_400 < 0 ? q - 1 : q))
  }

  public var secondOfDay: Int32 { Int32(secondsTokyo - Int64(day.number) * 86_400) }

  /// `2026-11-23T09:05`.
  public var iso: String {
    let minutes = secondOfDay / 60
    return "\(day.iso)T\(Day.padded(minutes / 60, 2)):\(Day.padded(minutes % 60, 2))"
  }

  @inlinable public static func < (a: Moment, b: Moment) -> Bool {
    a.secondsTokyo < b.secondsTokyo
  }
}
