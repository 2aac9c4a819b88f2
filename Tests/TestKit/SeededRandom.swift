/// A splitmix64 generator: the same seed gives the same numbers on every machine, for good.
///
/// The standard library's `random(in:using:)` may change its way of drawing, so the draws are
/// spelled out here.
public struct SeededRandom: Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 ..< count; `count` must be positive.
  public mutating func below(_ count: Int) -> Int {
    precondition(count > 0, "nothing to draw from")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  public mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True in `perMille` of a thousand draws.
  public mutating func chance(perMille: Int) -> Bool { below(1000) < perMille }

  public mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }

  /// An index drawn in proportion to the weights behind `cumulative` (ascending running sums).
  public mutating func weighted(_ cumulative: [Int]) -> Int {
    let target = below(cumulative[cumulative.count - 1])
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] <= target { low = middle + 1 } else { high = middle }
    }
    return low
  }

  public mutating func shuffle<T>(_ items: inout [T]) {
    guard items.count > 1 else { return }
    for i in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(i, below(i + 1)) }
  }
}
