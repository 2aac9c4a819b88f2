/// What an amount cell holds.
enum AmountCell: Equatable {
  case blank
  /// Signed as written; a minus and ▲ are negative.
  case yen(Int64)
  case bad
  /// A number, but of more than 12 digits, Zengin's width: sums over any number of rows then fit.
  case overflow
}

/// Reads yen from a cell in its file's encoding. Accepted: digits, commas between groups of three,
/// a minus sign, ▲ or △ in front, a yen sign in front (`\` in CP932), 円 behind, full-width forms
/// of all these, spaces around the number. Anything else is bad.
func parseAmount(_ cell: UnsafeRawBufferPointer, _ decoder: TextDecoder) -> AmountCell {
  if let yen = parseDigits(cell) { return .yen(yen) }
  let plain = parsePlainAmount(cell)
  guard plain == .bad, cell.contains(where: { $0 >= 0x80 }), cell.count <= 128,
    let text = decoder.string(cell)
  else { return plain }
  var ascii: [UInt8] = []
  for scalar in text.unicodeScalars {
    switch foldedWidth(scalar) {
    case "▲", "△": ascii.append(0x2D)
    case "\u{A5}": ascii.append(0x5C)
    // Only at the very end, or between the number and spaces; checked by the plain parser, which
    // knows the byte as an end mark.
    case "円": ascii.append(yenBehind)
    case let folded where folded.isASCII: ascii.append(UInt8(truncatingIfNeeded: folded.value))
    default: return .bad
    }
  }
  return ascii.withUnsafeBytes { parsePlainAmount($0) }
}

/// One to twelve digits and nothing else, as most cells are; nil: look closer.
@inline(__always)
private func parseDigits(_ cell: UnsafeRawBufferPointer) -> Int64? {
  let count = cell.count
  guard count > 0, count <= 12 else { return nil }
  var value: Int64 = 0
  var at = 0
  while at < count {
    let digit = cell[at] &- 0x30
    guard digit <= 9 else { return nil }
    value = value &* 10 &+ Int64(digit)
    at &+= 1
  }
  return value
}

/// The same for the `count` bytes of `bytes` before `end`, eight at a time. Nil also so near to the
/// file's start that eight bytes cannot be taken.
@inline(__always)
func digitsBefore(_ end: Int, count: Int, in bytes: UnsafeRawBufferPointer) -> Int64? {
  guard count > 0, count <= 12, end >= 16, let base = bytes.baseAddress else { return nil }
  let behind = base + (end &- 8)
  if count <= 8 { return eightDigits(behind, last: count) }
  guard let high = eightDigits(behind - 8, last: count &- 8), let low = eightDigits(behind, last: 8)
  else { return nil }
  return high &* 100_000_000 &+ low
}

/// The number that the last bytes of eight are; the others count as zeros.
@inline(__always)
private func eightDigits(_ start: UnsafeRawPointer, last count: Int) -> Int64? {
  let dropped = UInt64(truncatingIfNeeded: 8 &- count) &* 8
  // The first character is in the lowest byte.
  let kept: UInt64 = ~0 &<< dropped
  let eight = start.loadUnaligned(as: UInt64.self).littleEndian
  let text = (eight & kept) | (0x3030_3030_3030_3030 & ~kept)
  // 0x30 to 0x39: the high half of each byte is 3, with and without 6 added.
  let digits = text ^ 0x3030_3030_3030_3030
  guard (digits | (digits &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else {
    return nil
  }
  let pairs = digits &* 10 &+ digits &>> 8
  let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
  let odd = (pairs &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
  return Int64(truncatingIfNeeded: (even &+ odd) &>> 32)
}

/// Stands for 円 in folded text; not a byte that a cell can hold, as the scanner stops at NUL.
private let yenBehind: UInt8 = 0

private func parsePlainAmount(_ cell: UnsafeRawBufferPointer) -> AmountCell {
  var at = 0
  var end = cell.count
  while at < end, cell[at] == 0x20 { at += 1 }
  while end > at, cell[end - 1] == 0x20 { end -= 1 }
  guard at < end else { return .blank }
  var isNegative = false
  if cell[at] == 0x5C { at += 1 }
  if at < end, cell[at] == 0x2D {
    isNegative = true
    at += 1
  }
  if at < end, cell[at] == 0x5C { at += 1 }
  while at < end, cell[at] == 0x20 { at += 1 }
  if end > at, cell[end - 1] == yenBehind { end -= 1 }
  guard at < end else { return .bad }
  var value: Int64 = 0
  var significant = 0
  var group = 0
  var hasComma = false
  while at < end {
    let byte = cell[at]
    if byte >= 0x30, byte <= 0x39 {
      if significant < 15 { value = value &* 10 &+ Int64(byte &- 0x30) }
      if significant > 0 || byte != 0x30 { significant += 1 }
      group += 1
    } else if byte == 0x2C {
      guard hasComma ? group == 3 : (1...3).contains(group) else { return .bad }
      hasComma = true
      group = 0
    } else {
      return .bad
    }
    at += 1
  }
  guard !hasComma || group == 3 else { return .bad }
  guard significant <= 12 else { return .overflow }
  return .yen(isNegative ? -value : value)
}
