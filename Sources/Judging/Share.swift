/// So many of so many, with what the true rate may be: the Wilson score interval at 95 %, in whole
/// numbers. Wilson, E. B. (1927), Probable inference, the law of succession, and statistical
/// inference, Journal of the American Statistical Association 22, 209–212.
public struct Share: Sendable, Hashable {
  public var hits: Int
  public var of: Int

  public init(_ hits: Int, of: Int) {
    precondition(0 <= hits && hits <= of)
    self.hits = hits
    self.of = of
  }

  /// Parts per million, rounded to the nearest; nil of nothing.
  public var ppm: Int? { of == 0 ? nil : (hits * 1_000_000 + of / 2) / of }

  /// Least and largest rate that go with the count, in parts per million, rounded outwards.
  ///
  /// With z = 1.96 and n counted, h of them hits:
  /// (h + z²/2 ± z √(h (n − h) / n + z²/4)) / (n + z²).
  /// Everything is in millionths, so that z² = 3.8416 is whole. Exact up to 10⁹ counted.
  public var bounds: (low: Int, high: Int)? {
    guard of > 0 else { return nil }
    let million: UInt128 = 1_000_000
    let n = UInt128(of)
    let h = UInt128(hits)
    // The variance in units of 10⁻¹², so that its root is in millionths.
    let inside = h * (n - h) * million * million / n + 960_400_000_000
    let middle = h * million + 1_920_800
    let below = n * million + 3_841_600
    let half = (squareRoot(inside) + 1) * 196 / 100 + 1
    let low = middle > half ? (middle - half) * million / below : 0
    let high = ((middle + half) * million + below - 1) / below
    return (Int(low), Int(min(high, million)))
  }
}

/// The largest whole number whose square is not above `value`: Newton's steps from above.
func squareRoot(_ value: UInt128) -> UInt128 {
  guard value > 1 else { return value }
  var x: UInt128 = 1 << UInt128((128 - value.leadingZeroBitCount + 1) / 2)
  while true {
    let next = (x + value / x) / 2
    if next >= x { return x }
    x = next
  }
}
