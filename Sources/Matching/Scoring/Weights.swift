// What the weights mean, and the arithmetic of bits. The table itself is `Model.EvidenceWeights`.
// Whoever changes a number runs the worlds again and writes down both results.

/// How long after the order a payment is usual, and how long it is still normal, in days.
enum Delays {
  static let close: Int32 = 14
  static let normal: Int32 = 30
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
