// Subsets of positive amounts that add up to a target: how many there are, and the first of them.
// Few amounts are cut in halves whose sums are paired; many are added up one by one over all sums
// below the target. Both are exact; what would take too long is not begun, and the answer says so.

/// What is known of the subsets that add up.
struct SubsetAnswer: Equatable {
  /// Ascending places of members: all subsets, or as many as were asked for.
  var sets: [[Int]] = []
  /// How many there are in all; `SubsetSearch.many` stands for that many or more.
  var count: Int64 = 0
}

/// Subsets of at least two members.
struct SubsetSearch {
  /// Places in the caller's list of amounts that can be part of a sum, ascending.
  private let members: [Int]
  /// Their amounts and the target, in the greatest unit that divides them all.
  private let amounts: [Int64]
  private let target: Int64

  /// Counts end here.
  static let many: Int64 = 1 << 40
  /// Steps that one search may take, some tens of milliseconds: 40 amounts of any size, or 1,000
  /// whose target is 30,000 units.
  static let mostSteps: Int64 = 1 << 25

  init(of all: [Int64], summingTo yen: Int64) {
    members = all.indices.filter { all[$0] > 0 && all[$0] < yen }
    var unit = yen
    for i in members { unit = greatestCommonDivisor(unit, all[i]) }
    let divisor = max(unit, 1)
    amounts = members.map { all[$0] / divisor }
    target = yen / divisor
  }

  /// All amounts together are too little, or no two are little enough.
  private var isHopeless: Bool {
    if amounts.count < 2 { return true }
    var sum: Int64 = 0
    var least = (Int64.max, Int64.max)
    for a in amounts {
      if a < least.0 { least = (a, least.0) } else { least.1 = min(least.1, a) }
      sum = min(sum, target) + a
    }
    return sum < target || least.0 > target - least.1
  }

  private var halvesSteps: Int64 {
    let half = (amounts.count + 1) / 2
    return half > 40 ? Int64.max : Int64(half) << Int64(half)
  }

  private var tableSteps: Int64 {
    let (steps, isTooMany) = target.multipliedReportingOverflow(by: Int64(amounts.count))
    return isTooMany ? Int64.max : steps
  }

  /// Which of the two ways takes fewer steps.
  var isByTable: Bool { tableSteps < halvesSteps }

  /// Steps that the search would take.
  var steps: Int64 { isHopeless ? Int64(amounts.count) : min(halvesSteps, tableSteps) }

  /// Whether there is any subset. Cost: `steps` at most, and a 64th of them by table.
  var isAny: Bool {
    if isHopeless { return false }
    if tableSteps / 64 < halvesSteps { return isReachable(amounts, target) }
    return pairedHalves(amounts, target, 0).count > 0
  }

  /// Cost: `steps`, of some nanoseconds; at most `limit` subsets are spelled out.
  func answer(limit: Int = 8) -> SubsetAnswer {
    if isHopeless { return SubsetAnswer() }
    var found =
      isByTable ? tabled(amounts, target, limit) : pairedHalves(amounts, target, limit)
    found.sets = found.sets.map { $0.map { members[$0] } }
      .sorted { $0.lexicographicallyPrecedes($1) }
    return found
  }
}

func greatestCommonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
  var (x, y) = (a, b)
  while y != 0 { (x, y) = (y, x % y) }
  return x
}

/// A sum and the places of its members, as bits.
struct PartialSum {
  var sum: Int64
  var places: UInt64
}

/// All sums of subsets of at most 64 amounts that do not exceed `most`, ascending, the empty one
/// first. Cost: linear in their number, which is 2^n at most.
func subsetSums(_ amounts: ArraySlice<Int64>, atMost most: Int64) -> [PartialSum] {
  var sums = [PartialSum(sum: 0, places: 0)]
  var merged: [PartialSum] = []
  for (bit, amount) in amounts.enumerated() {
    merged.removeAll(keepingCapacity: true)
    merged.reserveCapacity(sums.count * 2)
    var i = 0
    for old in sums where old.sum <= most - amount {
      let new = PartialSum(sum: old.sum + amount, places: old.places | 1 << UInt64(bit))
      while i < sums.count, sums[i].sum <= new.sum {
        merged.append(sums[i])
        i += 1
      }
      merged.append(new)
    }
    merged += sums[i...]
    swap(&sums, &merged)
  }
  return sums
}

/// Pairs of a sum of one list and a sum of the other that make up `target` together.
func pairs(
  _ low: [PartialSum], _ high: [PartialSum], target: Int64, limit: Int
) -> (first: [(UInt64, UInt64)], count: Int64) {
  var found: [(UInt64, UInt64)] = []
  var count: Int64 = 0
  var i = 0
  var j = high.count
  while i < low.count, j > 0 {
    let missing = target - low[i].sum
    if high[j - 1].sum > missing {
      j -= 1
      continue
    }
    let lastLow = low[i...].firstIndex { $0.sum != low[i].sum } ?? low.count
    var k = j
    while k > 0, high[k - 1].sum == missing { k -= 1 }
    for a in low[i..<lastLow] where found.count < limit {
      for b in high[k..<j] where found.count < limit { found.append((a.places, b.places)) }
    }
    count = min(SubsetSearch.many, count + Int64(lastLow - i) * Int64(j - k))
    i = lastLow
    j = k
  }
  return (found, count)
}

/// The first of the pairs of a subset of `low` and a subset of `high` with one sum, and how many
/// there are; the empty ones are none. At most 40 amounts each. Cost: 2^n for each list.
func equalSums(_ low: [Int64], _ high: [Int64]) -> (first: ([Int], [Int]), count: Int64) {
  var a = subsetSums(low[...], atMost: high.reduce(0, +))
  a.removeFirst()
  // Sums that make up zero with the other list's, so that both lists ascend.
  var b = subsetSums(high[...], atMost: low.reduce(0, +))
  b.reverse()
  b.removeLast()
  for i in b.indices { b[i].sum = -b[i].sum }
  let found = pairs(a, b, target: 0, limit: 1)
  guard let first = found.first.first else { return (([], []), 0) }
  return ((places(first.0), places(first.1)), found.count)
}

/// Places of the bits, `shift` added.
func places(_ bits: UInt64, from shift: Int = 0) -> [Int] {
  var out: [Int] = []
  var rest = bits
  while rest != 0 {
    out.append(rest.trailingZeroBitCount + shift)
    rest &= rest - 1
  }
  return out
}

/// Cost: 2^(n ÷ 2).
private func pairedHalves(_ amounts: [Int64], _ target: Int64, _ limit: Int) -> SubsetAnswer {
  let half = amounts.count / 2
  let found = pairs(
    subsetSums(amounts[..<half], atMost: target), subsetSums(amounts[half...], atMost: target),
    target: target, limit: limit)
  return SubsetAnswer(
    sets: found.first.map { places($0.0) + places($0.1, from: half) }, count: found.count)
}

/// Whether any of the amounts make up the target. Cost: n × target ÷ 64.
private func isReachable(_ amounts: [Int64], _ target: Int64) -> Bool {
  let width = Int(target) / 64 + 1
  var row = [UInt64](repeating: 0, count: width)
  row[0] = 1
  for a in amounts {
    let (words, shift) = (Int(a) / 64, UInt64(a % 64))
    // From above, so that what is read is not yet changed by this amount.
    for w in stride(from: width - 1, through: words, by: -1) {
      var word = row[w - words] << shift
      if shift > 0, w > words { word |= row[w - words - 1] >> (64 - shift) }
      row[w] |= word
    }
  }
  return row[Int(target) / 64] >> UInt64(target % 64) & 1 == 1
}

/// Cost: n × target.
private func tabled(_ amounts: [Int64], _ target: Int64, _ limit: Int) -> SubsetAnswer {
  var table = SumTable(target: Int(target))
  for a in amounts { table.add(Int(a)) }
  if !table.isReached(Int(target), by: amounts.count) { return SubsetAnswer() }
  var ways = [Int64](repeating: 0, count: Int(target) + 1)
  ways[0] = 1
  ways.withUnsafeMutableBufferPointer { ways in
    for a in amounts {
      var sum = Int(target)
      while sum >= Int(a) {
        ways[sum] = min(SubsetSearch.many, ways[sum] &+ ways[sum &- Int(a)])
        sum &-= 1
      }
    }
  }
  return SubsetAnswer(sets: table.sets(amounts.map { Int($0) }, limit), count: ways[Int(target)])
}

/// Which sums the first amounts reach: one row of bits for each number of amounts.
private struct SumTable {
  private let target: Int
  private let width: Int
  private var bits: [UInt64]

  init(target: Int) {
    self.target = target
    width = target / 64 + 1
    bits = [UInt64](repeating: 0, count: width)
    bits[0] = 1
  }

  mutating func add(_ amount: Int) {
    let row = bits.count - width
    let (words, shift) = (amount / 64, UInt64(amount % 64))
    for w in 0..<width {
      var word = bits[row + w]
      if w >= words {
        word |= bits[row + w - words] << shift
        if shift > 0, w > words { word |= bits[row + w - words - 1] >> (64 - shift) }
      }
      bits.append(word)
    }
  }

  func isReached(_ sum: Int, by count: Int) -> Bool {
    sum >= 0 && bits[count * width + sum / 64] >> UInt64(sum % 64) & 1 == 1
  }

  /// The first subsets, found from the last amount to the first without a wrong turn.
  func sets(_ amounts: [Int], _ limit: Int) -> [[Int]] {
    var found: [[Int]] = []
    var open: [(count: Int, sum: Int, chosen: [Int])] = [(amounts.count, target, [])]
    while found.count < limit, let (count, sum, chosen) = open.popLast() {
      if count == 0 {
        found.append(chosen.reversed())
        continue
      }
      let rest = sum - amounts[count - 1]
      if isReached(rest, by: count - 1) { open.append((count - 1, rest, chosen + [count - 1])) }
      if isReached(sum, by: count - 1) { open.append((count - 1, sum, chosen)) }
    }
    return found
  }
}
