import Model

/// What an amount cell of a settlement report holds.
enum MoneyCell: Equatable {
  case blank
  /// Hundredths of the currency's unit: 12.3 and 12.30 give 1230.
  case hundredths(Int64)
  case bad
  case overflow
}

/// Reads an amount of UTF-8 text: a sign (- + ▲ △, or brackets around it) or none, a currency sign
/// before or after it, digits with commas between groups of three, at most two decimals, 円 behind.
/// A sign alone means no value, as Rakuten writes it.
func parseMoney(_ cell: UnsafeRawBufferPointer) -> MoneyCell {
  if let plain = plainMoney(cell) { return plain }
  guard !cell.isEmpty else { return .blank }
  guard cell.count <= 64 else { return .bad }
  var ascii: [UInt8] = []
  for scalar in String(decoding: cell, as: UTF8.self).unicodeScalars {
    switch foldedWidth(scalar) {
    case "▲", "△": ascii.append(0x2D)
    case "円", "\u{A5}", "£", "€", "$", "\\", " ": continue
    case let folded where folded.isASCII: ascii.append(UInt8(truncatingIfNeeded: folded.value))
    default: return .bad
    }
  }
  if ascii.isEmpty || ascii == [0x2D] { return .blank }
  if ascii.first == 0x28, ascii.last == 0x29 { ascii = [0x2D] + ascii.dropFirst().dropLast() }
  return ascii.withUnsafeBytes { plainMoney($0) ?? .bad }
}

/// A sign, digits with or without commas, and up to two decimals; nil for all else.
private func plainMoney(_ cell: UnsafeRawBufferPointer) -> MoneyCell? {
  var at = 0
  var isNegative = false
  guard !cell.isEmpty else { return .blank }
  if cell[0] == 0x2D || cell[0] == 0x2B {
    isNegative = cell[0] == 0x2D
    at = 1
  }
  var value: Int64 = 0
  var digits = 0
  var group = 0
  var hasComma = false
  while at < cell.count, cell[at] != 0x2E {
    let byte = cell[at]
    if byte >= 0x30, byte <= 0x39 {
      if digits >= 12 { return .overflow }
      value = value * 10 + Int64(byte - 0x30)
      if value > 0 { digits += 1 }
      group += 1
    } else if byte == 0x2C, hasComma ? group == 3 : (1...3).contains(group) {
      hasComma = true
      group = 0
    } else {
      return nil
    }
    at += 1
  }
  guard group > 0, !hasComma || group == 3 else { return nil }
  value *= 100
  if at < cell.count {
    let decimals = cell.count - at - 1
    guard (1...2).contains(decimals) else { return nil }
    for place in 1...decimals {
      let byte = cell[at + place]
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value += Int64(byte - 0x30) * (place == 1 ? 10 : 1)
    }
  }
  return .hundredths(isNegative ? -value : value)
}
