import Model

/// Reads the moments and days of order exports from bytes.
///
/// `2026-11-23T10:05:33+09:00`, `2026-11-23 10:05:33 +0900`, `2026/11/23 10:05:33`,
/// `2026/1/5 9:05`, `20261123`; seconds and the whole time may be absent. An offset is applied, so
/// the result is Tokyo's clock; without one the text is taken as Tokyo's, or refused where
/// `needsOffset`.
struct MomentReader {
  private let bytes: UnsafeRawBufferPointer
  private var at = 0

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Nil for anything that is not exactly a moment.
  static func moment(_ bytes: UnsafeRawBufferPointer, needsOffset: Bool) -> Moment? {
    if let found = commonMoment(bytes) { return found }
    var reader = MomentReader(bytes)
    guard let day = reader.day() else { return nil }
    if reader.isAtEnd { return needsOffset ? nil : Moment(day: day) }
    guard reader.skipTimeMark(), let seconds = reader.time() else { return nil }
    let local = Moment(day: day).secondsTokyo + Int64(seconds)
    reader.skipSpaces()
    if reader.isAtEnd { return needsOffset ? nil : Moment(secondsTokyo: local) }
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    return Moment(secondsTokyo: local + 9 * 3_600 - Int64(offset))
  }

  /// A day, with or without a time behind it.
  static func day(_ bytes: UnsafeRawBufferPointer) -> Day? {
    if bytes.count == 10, let found = commonDay(bytes) { return found }
    return moment(bytes, needsOffset: false)?.day
  }

  /// `2026-11-23T10:05:33+09:00` alone, the usual case; nil: look closer.
  private static func commonMoment(_ bytes: UnsafeRawBufferPointer) -> Moment? {
    guard bytes.count == 25, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "+"),
      bytes[22] == UInt8(ascii: ":"), pair(bytes, 20) == 9, pair(bytes, 23) == 0,
      let hour = pair(bytes, 11), hour < 24, let minute = pair(bytes, 14), minute < 60,
      let second = pair(bytes, 17), second < 60, let day = commonDay(bytes)
    else { return nil }
    return Moment(day: day, hour: hour, minute: minute, second: second)
  }

  /// `2026-11-23` in the first ten bytes; nil: look closer.
  private static func commonDay(_ bytes: UnsafeRawBufferPointer) -> Day? {
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let century = pair(bytes, 0), let year = pair(bytes, 2), let month = pair(bytes, 5),
      let day = pair(bytes, 8)
    else { return nil }
    return Day(year: century * 100 + year, month: month, day: day)
  }

  @inline(__always)
  private static func pair(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int32? {
    let tens = bytes[at] &- 0x30
    let ones = bytes[at + 1] &- 0x30
    return tens <= 9 && ones <= 9 ? Int32(tens) * 10 + Int32(ones) : nil
  }

  private var isAtEnd: Bool { at == bytes.count }
  private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

  private mutating func number(_ digits: ClosedRange<Int>) -> Int32? {
    var value: Int32 = 0
    var count = 0
    while count < digits.upperBound, byte >= 0x30, byte <= 0x39 {
      value = value * 10 + Int32(byte - 0x30)
      at += 1
      count += 1
    }
    return count >= digits.lowerBound ? value : nil
  }

  private mutating func skip(_ wanted: UInt8) -> Bool {
    guard byte == wanted, at < bytes.count else { return false }
    at += 1
    return true
  }

  private mutating func skipSpaces() { while skip(UInt8(ascii: " ")) {} }

  private mutating func day() -> Day? {
    guard let year = number(4...4) else { return nil }
    let mark = byte
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") else {
      guard let month = number(2...2), let day = number(2...2) else { return nil }
      return Day(year: year, month: month, day: day)
    }
    guard skip(mark), let month = number(1...2), skip(mark), let day = number(1...2) else {
      return nil
    }
    return Day(year: year, month: month, day: day)
  }

  private mutating func skipTimeMark() -> Bool {
    if skip(UInt8(ascii: "T")) { return true }
    guard skip(UInt8(ascii: " ")) else { return false }
    skipSpaces()
    return true
  }

  /// Seconds since midnight.
  private mutating func time() -> Int32? {
    let colon = UInt8(ascii: ":")
    guard let hour = number(1...2), hour < 24, skip(colon), let minute = number(2...2), minute < 60
    else { return nil }
    var second: Int32 = 0
    if skip(colon) {
      guard let read = number(2...2), read < 60 else { return nil }
      second = read
      if skip(UInt8(ascii: ".")) { guard number(1...9) != nil else { return nil } }
    }
    return hour * 3_600 + minute * 60 + second
  }

  /// Seconds east of UTC.
  private mutating func offset() -> Int32? {
    if skip(UInt8(ascii: "Z")) { return 0 }
    let isWest = skip(UInt8(ascii: "-"))
    guard isWest || skip(UInt8(ascii: "+")), let hours = number(2...2), hours <= 14 else {
      return nil
    }
    let hasColon = skip(UInt8(ascii: ":"))
    guard let minutes = number(2...2) ?? (hasColon ? nil : 0), minutes < 60 else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return isWest ? -seconds : seconds
  }
}
