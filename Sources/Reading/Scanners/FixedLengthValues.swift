/// A numeric field: banks leave optional ones blank, which is not zero.
enum FixedNumber: Equatable, Sendable {
  case absent
  case value(Int64)
  case bad

  var value: Int64? { if case .value(let number) = self { number } else { nil } }
}

extension UnsafeRawPointer {
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { load(fromByteOffset: offset, as: UInt8.self) }

  func isBlank(_ slot: FixedSlot) -> Bool {
    for i in 0..<slot.length where byte(slot.offset &+ i) != 0x20 { return false }
    return true
  }

  /// At most 18 digits, so no sum of them can overflow.
  @inline(__always)
  func number(_ slot: FixedSlot) -> FixedNumber {
    var value: Int64 = 0
    for i in 0..<slot.length {
      let digit = byte(slot.offset &+ i) &- 0x30
      guard digit <= 9 else { return isBlank(slot) ? .absent : .bad }
      value = value &* 10 &+ Int64(digit)
    }
    return slot.length == 0 ? .absent : .value(value)
  }

  /// The field without the spaces at its end.
  @inline(__always)
  func trimmed(_ slot: FixedSlot) -> UnsafeRawBufferPointer {
    var length = slot.length
    while length > 0, byte(slot.offset &+ length &- 1) == 0x20 { length &-= 1 }
    return UnsafeRawBufferPointer(start: self + slot.offset, count: length)
  }

  /// The digits as printed; empty where the field is blank or all zeros, which is how optional
  /// numbers say "none".
  func printedDigits(_ slot: FixedSlot) -> String {
    for i in 0..<slot.length {
      let b = byte(slot.offset &+ i)
      if b != 0x30, b != 0x20 { return String(decoding: trimmed(slot), as: UTF8.self) }
    }
    return ""
  }
}

/// Makes strings of short fields that repeat from record to record, such as bank names, without
/// decoding them again. Direct mapped: a newcomer takes the place of the last one with its hash.
struct FixedTextCache {
  private struct Place {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var text = ""
  }

  private var places = [Place](repeating: Place(), count: 256)

  /// `decode` is called for fields not met lately. Fields longer than 16 bytes are always decoded.
  mutating func text(
    _ bytes: UnsafeRawBufferPointer, decode: (UnsafeRawBufferPointer) -> String
  ) -> String {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return "" }
    guard bytes.count <= 16 else { return decode(bytes) }
    let (low, high) = FixedTextCache.words(start, bytes.count)
    var hash = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
    let index = Int(hash & 0xFF)
    if places[index].low == low, places[index].high == high { return places[index].text }
    let text = decode(bytes)
    places[index] = Place(low: low, high: high, text: text)
    return text
  }

  /// The bytes in two words, padded with zeros, which no field holds.
  private static func words(_ start: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for i in 0..<min(count, 8) { low |= UInt64(start.byte(i)) << UInt64(8 * i) }
    if count > 8 {
      for i in 8..<count { high |= UInt64(start.byte(i)) << UInt64(8 * (i - 8)) }
    }
    return (low, high)
  }
}
