/// What a byte can be in UTF-8 XML, looked up by its value.
enum XMLByte {
  static let nameStart: UInt8 = 1
  static let name: UInt8 = 2
  /// Stands for itself in a text.
  static let text: UInt8 = 4
  /// Stands for itself in an attribute's value, whatever the quotation mark.
  static let value: UInt8 = 8
  static let space: UInt8 = 16

  static func makeClasses() -> UnsafeMutablePointer<UInt8> {
    let classes = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    classes.initialize(repeating: 0, count: 256)
    for byte in 0x20..<0x80 { classes[byte] = text | value }
    for byte in [0x3C, 0x26] { classes[byte] = 0 }
    // `]` may begin `]]>`, which must not stand in a text; in a value it may.
    classes[0x5D] = value
    for byte in [0x22, 0x27] { classes[byte] = text }
    for byte in [0x09, 0x0A] { classes[byte] = text | space }
    classes[0x20] |= space
    classes[0x0D] = space
    for byte in 0x41...0x5A { classes[byte] |= nameStart | name }
    for byte in 0x61...0x7A { classes[byte] |= nameStart | name }
    classes[0x5F] |= nameStart | name
    // A colon begins no plain name: whoever meets one looks closer.
    classes[0x3A] |= nameStart
    for byte in 0x30...0x39 { classes[byte] |= name }
    for byte in [0x2D, 0x2E] { classes[byte] |= name }
    return classes
  }
}

/// A character of several bytes; nil where the bytes are no UTF-8 or no character that XML allows.
@inline(__always)
func wideCharacter(
  _ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int
) -> (scalar: UInt32, length: Int)? {
  let first = UInt32(base[at])
  guard first >= 0xC2, at &+ 1 < end else { return nil }
  let second = UInt32(base[at &+ 1])
  guard second & 0xC0 == 0x80 else { return nil }
  if first < 0xE0 { return ((first & 0x1F) << 6 | second & 0x3F, 2) }
  guard at &+ 2 < end else { return nil }
  let third = UInt32(base[at &+ 2])
  guard third & 0xC0 == 0x80 else { return nil }
  if first < 0xF0 {
    let scalar = (first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
    // Overlong, surrogates, and the two that are no characters.
    if scalar < 0x800 || (scalar >= 0xD800 && scalar < 0xE000) || scalar >= 0xFFFE { return nil }
    return (scalar, 3)
  }
  guard first < 0xF5, at &+ 3 < end else { return nil }
  let fourth = UInt32(base[at &+ 3])
  guard fourth & 0xC0 == 0x80 else { return nil }
  let high = (first & 0x07) << 18 | (second & 0x3F) << 12
  let scalar = high | (third & 0x3F) << 6 | fourth & 0x3F
  return scalar < 0x10000 || scalar > 0x10FFFF ? nil : (scalar, 4)
}

/// XML 1.0, fifth edition, productions 4 and 4a, beyond ASCII.
func isNameCharacter(_ scalar: UInt32, isFirst: Bool) -> Bool {
  switch scalar {
  case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D,
    0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
    0x10000...0xEFFFF:
    return true
  case 0xB7, 0x300...0x36F, 0x203F...0x2040: return !isFirst
  default: return false
  }
}

/// A reference: one of the five entities or a number. Nil where it is neither, or names no
/// character that XML allows. `at` is that of the `&`.
func reference(
  _ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int
) -> (scalar: UInt32, length: Int)? {
  let rest = UnsafeRawBufferPointer(start: base + at, count: min(end - at, 64))
  for (name, scalar) in entities where rest.starts(with: name) { return (scalar, name.count) }
  guard rest.count > 3, rest[1] == 0x23 else { return nil }
  let isHex = rest[2] == 0x78
  var index = isHex ? 3 : 2
  let first = index
  var value: UInt32 = 0
  while index < rest.count, rest[index] != 0x3B {
    let digit: UInt32
    switch rest[index] {
    case 0x30...0x39: digit = UInt32(rest[index]) - 0x30
    case 0x41...0x46 where isHex: digit = UInt32(rest[index]) - 0x37
    case 0x61...0x66 where isHex: digit = UInt32(rest[index]) - 0x57
    default: return nil
    }
    value = value * (isHex ? 16 : 10) + digit
    if value > 0x10FFFF { return nil }
    index += 1
  }
  guard index > first, index < rest.count else { return nil }
  switch value {
  case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
    return (value, index + 1)
  default: return nil
  }
}

private let entities: [([UInt8], UInt32)] = [
  (Array("&amp;".utf8), 0x26), (Array("&lt;".utf8), 0x3C), (Array("&gt;".utf8), 0x3E),
  (Array("&quot;".utf8), 0x22), (Array("&apos;".utf8), 0x27),
]

/// Writes a character as UTF-8; the number of bytes.
func putUTF8(_ scalar: UInt32, _ out: UnsafeMutablePointer<UInt8>) -> Int {
  func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
  switch scalar {
  case 0..<0x80:
    out[0] = UInt8(scalar)
    return 1
  case 0x80..<0x800:
    out[0] = UInt8(0xC0 | scalar >> 6)
    out[1] = tail(0)
    return 2
  case 0x800..<0x10000:
    out[0] = UInt8(0xE0 | scalar >> 12)
    out[1] = tail(6)
    out[2] = tail(0)
    return 3
  default:
    out[0] = UInt8(0xF0 | scalar >> 18)
    out[1] = tail(12)
    out[2] = tail(6)
    out[3] = tail(0)
    return 4
  }
}

/// Line feeds, eight bytes at a time.
func lineFeeds(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
  var count = 0
  var at = range.lowerBound
  let raw = UnsafeRawPointer(base)
  while at &+ 8 <= range.upperBound {
    let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    count &+= (~(((word & low) &+ low) | word | low)).nonzeroBitCount
    at &+= 8
  }
  while at < range.upperBound {
    if base[at] == 0x0A { count &+= 1 }
    at &+= 1
  }
  return count
}
