// All weights of the engine, in millibits: log2 odds × 1000, to be added up by hand. They are
// judgement, not trained: a level's weight is how often true payments look so, and a rarity adds
// how seldom an accident would (counted in this shop's own open orders). Whoever changes a number
// runs the worlds again and writes down both results.

import Model

enum Weights {
  /// Twenty payments belong to an open order for every one that does not, and most of the latter
  /// resemble none.
  static let prior: Int32 = 7_000

  static func amount(_ level: EvidenceLevel) -> Int32 {
    switch level {
    case .amountExact: return 0
    case .amountShortByFee: return -5_500
    default: return -7_000
    }
  }

  /// Only what speaks against an accident counts: a blank, an extra word or a legal form is as
  /// usual with strangers as with customers.
  static func name(_ level: EvidenceLevel) -> Int32 {
    switch level {
    case .nameExact: return 0
    case .nameSpacing, .nameLegalForm: return -200
    case .nameExtraWord: return -500
    case .nameSwapped, .nameRomaji, .nameTruncated, .nameAbsent: return -1_500
    case .nameVariant: return -2_500
    case .nameTypo, .nameCompanyPerson: return -4_500
    case .nameFamily: return -5_000
    case .nameSurnameOnly: return -5_500
    default: return -7_000
    }
  }

  /// Digits that name the order in full.
  static let orderNumberFull: Int32 = 16_000
  /// One decimal digit is log2(10) bits.
  static let perDigit: Int64 = 3_322
  /// The number written is that of another order.
  static let orderNumberOther: Int32 = -2_000
  /// A second letter wrong in a name.
  static let secondTypo: Int32 = -3_000

  static func date(_ level: EvidenceLevel) -> Int32 {
    switch level {
    case .dateClose: return 0
    case .dateNormal: return -1_000
    case .dateLate: return -3_000
    default: return -7_500
    }
  }

  /// How long after the order a payment is usual, and how long it is still normal.
  static let closeDays: Int32 = 14
  static let normalDays: Int32 = 30
  /// The payer has paid for this customer before, or names an order of the customer elsewhere.
  static let knownPayer: Int32 = 13_000
  /// Most that other payments of the same payer for the same customer can add.
  static let jointPayments: Int32 = 10_000
  /// An order that no longer waits for money explains a payment more seldom than an open one.
  static let cancelled: Int32 = -1_500
  static let paid: Int32 = -2_500
}

/// log2 of a positive number in millibits, rounded down; integer arithmetic throughout.
func log2Millibits(_ value: Int64) -> Int32 {
  guard value > 1 else { return 0 }
  let whole = 63 - value.leadingZeroBitCount
  var mantissa =
    whole >= 31 ? UInt64(value) >> UInt64(whole - 31) : UInt64(value) << UInt64(31 - whole)
  var fraction: Int64 = 0
  for _ in 0..<10 {
    mantissa = (mantissa &* mantissa) >> 31
    fraction <<= 1
    if mantissa >= 1 << 32 {
      mantissa >>= 1
      fraction |= 1
    }
  }
  return Int32(Int64(whole) * 1000 + fraction * 1000 / 1024)
}

/// Parts per million for log2 odds: 2^w / (1 + 2^w) at whole and half bits, lower bound between.
func probabilityPPM(millibits: Int32) -> Int32 {
  let table: [Int32] = [
    500_000, 585_786, 666_666, 738_796, 800_000, 849_778, 888_888, 918_785, 941_176, 957_678,
    969_696, 978_388, 984_615, 989_073, 992_248, 994_506, 996_108, 997_245, 998_050, 998_620,
    999_024, 999_310, 999_512, 999_654, 999_755, 999_827, 999_877, 999_913, 999_938, 999_956,
    999_969, 999_978, 999_984,
  ]
  if millibits < 0 {
    let mirrored = Int(min(-millibits, 16_000) + 499) / 500
    return 1_000_000 - table[mirrored]
  }
  return table[Int(min(millibits, 16_000)) / 500]
}
