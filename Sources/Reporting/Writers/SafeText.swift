/// Text from outside made safe to show: payer names and file names can contain anything.

/// The text without control characters, direction overrides and other marks that change how the
/// text around them is read. Cost: one pass; text that needs no change is returned as it is.
func cleaned(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars where !isUnprintable(scalar) { scalars.append(scalar) }
  return String(scalars)
}

/// Control characters (C0, DEL, C1), bidirectional marks and overrides, line separators, the byte
/// order mark and non-characters.
func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
    0xFEFF, 0xFFFE, 0xFFFF:
    return true
  default: return false
  }
}

/// Whether a spreadsheet might run a cell with this text as a formula: it begins, after blanks of
/// any kind and NUL, with = + - @ or their full-width forms, or with a tab or line break. The kana
/// prolonged sound mark (ｰ, ー) begins ordinary names and is no minus. Asked of bytes: as characters
/// `=` with an accent behind it is no `=`.
public func startsLikeFormula(_ text: String) -> Bool {
  var text = text
  return text.withUTF8 { startsLikeFormula($0) }
}

func startsLikeFormula(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
  var at = 0
  while at < utf8.count {
    let length = blankLength(utf8, at)
    if length == 0 { break }
    at += length
  }
  guard at < utf8.count else { return false }
  switch utf8[at] {
  case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A: return true
  case 0xEF where at + 2 < utf8.count && utf8[at + 1] == 0xBC:
    // U+FF1D ＝, U+FF0B ＋, U+FF0D －, U+FF20 ＠
    return [0x9D, 0x8B, 0x8D, 0xA0].contains(utf8[at + 2])
  default: return false
  }
}

/// Bytes of the blank or NUL at a place: a space, no-break, zero-width or ideographic space, or the
/// byte order mark. 0 where there is none.
private func blankLength(_ utf8: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
  switch utf8[at] {
  case 0x20, 0x00: return 1
  case 0xC2: return at + 1 < utf8.count && utf8[at + 1] == 0xA0 ? 2 : 0
  case 0xE2, 0xE3, 0xEF:
    guard at + 2 < utf8.count else { return 0 }
    switch (utf8[at], utf8[at + 1], utf8[at + 2]) {
    // U+2000…U+200B, U+3000, U+FEFF
    case (0xE2, 0x80, 0x80...0x8B), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return 3
    default: return 0
    }
  default: return 0
  }
}

/// `1,234,567`; a minus is U+2212, which does not break at a line end.
func grouped(_ number: Int64) -> String {
  let digits = Array(String(number.magnitude).utf8)
  var out: [UInt8] = []
  for (place, digit) in digits.enumerated() {
    if place > 0, (digits.count - place) % 3 == 0 { out.append(0x2C) }
    out.append(digit)
  }
  return (number < 0 ? "\u{2212}" : "") + String(decoding: out, as: UTF8.self)
}

/// A number with `decimals` digits behind its point: 1,234.50.
func amount(_ units: Int64, _ decimals: Int32) -> String {
  guard decimals > 0 else { return grouped(units) }
  var digits = String(units.magnitude)
  let missing = Int(decimals) + 1 - digits.utf8.count
  if missing > 0 { digits = String(repeating: "0", count: missing) + digits }
  let bytes = Array(digits.utf8)
  let point = bytes.count - Int(decimals)
  let whole = Int64(String(decoding: bytes[..<point], as: UTF8.self)) ?? 0
  return (units < 0 ? "\u{2212}" : "") + grouped(whole) + "."
    + String(decoding: bytes[point...], as: UTF8.self)
}

/// Thousandths of the whole, rounded to the nearest, halves up; 0 of nothing. Never negative parts.
func perMille(_ part: Int64, of whole: Int64) -> Int64 {
  whole > 0 ? (part * 2_000 / whole + 1) / 2 : 0
}

/// `5.7%`, rounded as `perMille`.
func percentage(_ part: Int64, of whole: Int64) -> String {
  let share = perMille(part, of: whole)
  return "\(share / 10).\(share % 10)%"
}

/// Thousandths with one decimal and a sign: 3250 gives `+3.3`. Rounds half away from zero.
func signedTenths(_ thousandths: Int32) -> String {
  let tenths = (Int64(thousandths).magnitude + 50) / 100
  let sign = tenths == 0 ? "±" : thousandths < 0 ? "\u{2212}" : "+"
  return "\(sign)\(tenths / 10).\(tenths % 10)"
}
