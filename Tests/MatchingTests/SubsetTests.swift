import Testing

@testable import Matching

@Suite struct SubsetTests {
  @Test(
    "Subsets of two or more that add up are all found",
    arguments: [
      ([3000, 2000, 1000], 5000, [[0, 1]]), ([3000, 2000, 1000], 3000, [[1, 2]]),
      ([1000, 1000, 2000], 3000, [[0, 2], [1, 2]]), ([5000, 700], 700, []),
      ([100, 200, 400], 700, [[0, 1, 2]]), ([0, 500, 500], 1000, [[1, 2]]), ([], 5, []),
      ([300, 400], 0, []), ([Int.max / 2, Int.max / 2], 1000, []),
    ] as [([Int], Int64, [[Int]])])
  func examples(_ amounts: [Int], _ target: Int64, _ expected: [[Int]]) {
    let found = SubsetSearch(of: amounts.map { Int64($0) }, summingTo: target).answer()
    #expect(found == SubsetAnswer(sets: expected, count: Int64(expected.count)))
  }

  /// Every subset, one after the other.
  private func slowly(_ amounts: [Int64], _ target: Int64) -> [[Int]] {
    var found: [[Int]] = []
    for bits in 0..<UInt64(1 << amounts.count) where bits.nonzeroBitCount >= 2 {
      let set = places(bits)
      if set.reduce(0, { $0 + amounts[$1] }) == target { found.append(set) }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  @Test("Halves and tables find what trying every subset finds")
  func slowTwin() {
    var byTable = 0
    for seed in 1...3_000 {
      var random = Lottery(seed: UInt64(seed))
      // Small amounts go by the table, great ones by halves.
      let greatest = [3, 4, 30, 100_000][random.next(4)]
      let amounts = (0..<random.next(11)).map { _ in Int64(random.next(greatest)) }
      var target = Int64(random.next(greatest * 3))
      if random.next(2) == 0 {
        target = amounts.reduce(0) { $0 + ($1 % 2 == 0 ? $1 : 0) }
      }
      let expected = slowly(amounts.map { $0 }, target).filter { set in
        set.allSatisfy { amounts[$0] > 0 }
      }
      let search = SubsetSearch(of: amounts, summingTo: target)
      if search.isByTable { byTable += 1 }
      #expect(
        search.answer(limit: 2_000)
          == SubsetAnswer(sets: expected, count: Int64(expected.count)), "seed \(seed)")
      #expect(search.isAny == !expected.isEmpty, "seed \(seed)")
      let few = search.answer(limit: 3)
      #expect(few.count == Int64(expected.count) && few.sets.count == min(3, expected.count))
      #expect(few.sets.allSatisfy { expected.contains($0) })
    }
    #expect(byTable > 150)
  }

  @Test("Many amounts are counted, not tried: what is too much work says so beforehand")
  func many() {
    let ones = [Int64](repeating: 100, count: 30)
    #expect(SubsetSearch(of: ones, summingTo: 200).answer(limit: 0).count == 30 * 29 / 2)
    let hundreds: [Int64] = (0..<300).map { (i: Int64) -> Int64 in 1_000 + 10 * i }
    #expect(SubsetSearch(of: hundreds, summingTo: 20_000).answer(limit: 2).sets.count == 2)
    let forty: [Int64] = (0..<40).map { (i: Int64) -> Int64 in 1_000_003 + 2 * i * i * i }
    let target: Int64 = forty[3] + forty[17] + forty[39]
    #expect(SubsetSearch(of: forty, summingTo: target).steps <= SubsetSearch.mostSteps)
    let great: [Int64] = (0..<200).map { (i: Int64) -> Int64 in 1_000_000_007 + i * 1_003 }
    #expect(
      SubsetSearch(of: great, summingTo: 50_000_000_001).steps > SubsetSearch.mostSteps)
  }

  @Test("The only pair of sets with one sum is found, and how many there are")
  func equalSumsTwin() {
    for seed in 1...2_000 {
      var random = Lottery(seed: UInt64(seed))
      let greatest = [6, 40, 5_000][random.next(3)]
      let low = (0..<random.next(5)).map { _ in Int64(random.next(greatest) + 1) }
      let high = (0..<random.next(5)).map { _ in Int64(random.next(greatest) + 1) }
      var expected: [([Int], [Int])] = []
      for a in 1..<UInt64(max(1, 1 << low.count)) {
        for b in 1..<UInt64(max(1, 1 << high.count)) {
          let paid = places(a).reduce(0) { $0 + low[$1] }
          let due = places(b).reduce(0) { $0 + high[$1] }
          if paid == due { expected.append((places(a), places(b))) }
        }
      }
      let found = equalSums(low, high)
      #expect(found.count == Int64(expected.count), "seed \(seed)")
      if let only = expected.first {
        #expect(expected.contains { $0 == found.first })
        if expected.count == 1 { #expect(found.first == only) }
      }
    }
  }

  @Test(
    "All are plainer than an unbroken row, a row than any",
    arguments: [([0, 1, 2], 3, 1), ([1, 2], 3, 6), ([0, 2], 3, 4), ([0, 3, 5], 8, 247)]
      as [([Int], Int, Int64)])
  func plainness(_ set: [Int], _ count: Int, _ expected: Int64) {
    #expect(SumEvidence.plainness(set, among: count) == expected)
  }
}
