// What an exact sum proves. The more subsets there are, and the closer together their sums lie, the
// likelier one of them fits by accident; the fewer subsets are as plain as the one that fits, the
// less likely.

import Model

enum SumEvidence {
  /// One transfer for several orders is rarer than one for one.
  static let severalOrders: Int32 = -3_000
  /// So are several transfers for one order; several for several are as rare as both.
  static let severalPayments: Int32 = -2_000

  /// Subsets of `count` members at least as plain as this one, its places ascending: all are
  /// plainest, then an unbroken row, then any.
  static func plainness(_ set: [Int], among count: Int) -> Int64 {
    if set.count == count { return 1 }
    let isRow = set[set.count - 1] - set[0] == set.count - 1
    if isRow { return Int64(count) * Int64(count + 1) / 2 }
    return count > 40 ? SubsetSearch.many : (1 << Int64(count)) - Int64(count) - 1
  }

  /// A name as rare as one in four thousand is taken for granted: payers of sums are customers.
  static let usualRarity: Int32 = 12_000

  /// Different sums that were possible: yen up to all amounts together, in hundreds or tens where
  /// every amount is such.
  static func spread(_ amounts: [Int64]) -> Int64 {
    var sum: Int64 = 0
    for a in amounts { sum = min(sum, SubsetSearch.many) + a }
    let unit = [100, 10].first { unit in amounts.allSatisfy { $0 % unit == 0 } }
    return max(sum / (unit ?? 1), 1)
  }

  /// Millibits by which an accident is rarer than one in one; `subsets` as from `plainness`.
  static func millibits(spread: Int64, subsets: Int64) -> Int32 {
    log2Millibits(spread) - log2Millibits(subsets)
  }
}
