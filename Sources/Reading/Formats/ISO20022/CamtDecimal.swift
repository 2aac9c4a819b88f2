import Model

/// A decimal number, exact: the schema's eighteen digits, with up to eighteen behind the point.
struct CamtDecimal: Equatable {
  /// Units of 10⁻¹⁸. Sums end at the ends of Int128 and do not trap.
  var scaled: Int128
  /// Digits behind the point as written.
  var decimals: Int32
  /// The value where it is a whole number that was read, not computed.
  private(set) var whole: Int64?

  static let zero = CamtDecimal(scaled: 0, decimals: 0)

  init(scaled: Int128, decimals: Int32) {
    self.scaled = scaled
    self.decimals = decimals
  }

  static func == (a: CamtDecimal, b: CamtDecimal) -> Bool { a.scaled == b.scaled }

  /// At most eighteen digits without leading zeros, with a sign or none; nil for anything else.
  init?(_ text: UnsafeRawBufferPointer) {
    var at = 0
    var isNegative = false
    if let first = text.first, first == 0x2B || first == 0x2D {
      isNegative = first == 0x2D
      at = 1
    }
    var value: Int64 = 0
    var digits = 0
    var point: Int?
    var hasDigit = false
    while at < text.count {
      let byte = text[at]
      if byte == 0x2E {
        guard point == nil else { return nil }
        point = at
      } else {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value &* 10 &+ Int64(byte &- 0x30)
        digits &+= value == 0 ? 0 : 1
        guard digits <= 18 else { return nil }
        hasDigit = true
      }
      at &+= 1
    }
    let behind = point.map { text.count - $0 - 1 } ?? 0
    guard hasDigit, behind <= 18 else { return nil }
    decimals = Int32(behind)
    var rest = behind
    var wholePart = value
    while rest > 0, wholePart % 10 == 0 {
      wholePart /= 10
      rest -= 1
    }
    whole = rest == 0 ? (isNegative ? 0 - wholePart : wholePart) : nil
    let magnitude = Int128(value) &* CamtDecimal.powers[18 - behind]
    scaled = isNegative ? 0 - magnitude : magnitude
  }

  var negated: CamtDecimal { CamtDecimal(scaled: 0 &- scaled, decimals: decimals) }
  var magnitude: CamtDecimal { scaled < 0 ? negated : self }

  static func + (a: CamtDecimal, b: CamtDecimal) -> CamtDecimal {
    let (sum, overflow) = a.scaled.addingReportingOverflow(b.scaled)
    return CamtDecimal(
      scaled: overflow ? (a.scaled < 0 ? .min : .max) : sum, decimals: max(a.decimals, b.decimals))
  }

  static func - (a: CamtDecimal, b: CamtDecimal) -> CamtDecimal { a + b.negated }

  /// The least number of digits behind the point that shows the value whole.
  var neededDecimals: Int32 {
    var rest = scaled % CamtDecimal.powers[18]
    var count: Int32 = 18
    while count > 0, rest % 10 == 0 {
      rest /= 10
      count -= 1
    }
    return count
  }

  /// In units of 10^-decimals; one that does not fit is shown as the end of Int64.
  func units(_ decimals: Int32) -> Int64 {
    Int64(clamping: scaled / CamtDecimal.powers[18 - Int(decimals)])
  }

  /// `-27.00`
  func text(_ decimals: Int32) -> String {
    let power = CamtDecimal.powers[18 - Int(decimals)]
    let magnitude = (scaled < 0 ? 0 &- scaled : scaled) / power
    let one = CamtDecimal.powers[Int(decimals)]
    let sign = scaled < 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(magnitude)" }
    let fraction = String(magnitude % one)
    let zeros = String(repeating: "0", count: Int(decimals) - fraction.utf8.count)
    return "\(sign)\(magnitude / one).\(zeros)\(fraction)"
  }

  static let powers: [Int128] = (0...18).reduce(into: []) { powers, _ in
    powers.append((powers.last ?? 0) == 0 ? 1 : powers.last! * 10)
  }
}

/// An amount with its currency.
enum CamtAmount: Equatable {
  case amount(CamtDecimal, currency: String)
  case bad(DataFault, String)

  /// Whole yen, nil for anything else.
  var yen: Int64? {
    if case .amount(let value, "JPY") = self { value.whole } else { nil }
  }

  static func read(_ text: UnsafeRawBufferPointer, currency: String?) -> CamtAmount {
    guard let currency else { return .bad(.missingValue, text.string) }
    guard let value = CamtDecimal(text) else { return .bad(.badAmount, text.string) }
    // The schema has no negative amounts: the direction is an element of its own.
    if value.scaled < 0 { return .bad(.unsignedAmountNegative, text.string) }
    if currency == "JPY", value.whole == nil { return .bad(.badAmount, text.string) }
    return .amount(value, currency: currency)
  }
}
