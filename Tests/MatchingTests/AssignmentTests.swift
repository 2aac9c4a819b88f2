import Testing

@testable import Matching

@Suite struct AssignmentTests {
  @Test("The assignment is as good as the best of all permutations", arguments: 1...400)
  func bruteForce(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    let (n, m) = (random.next(5) + 1, random.next(5) + 1)
    var edges: [Edge] = []
    for l in 0..<n {
      for r in 0..<m where random.next(3) > 0 {
        edges.append(Edge(left: Int32(l), right: Int32(r), weight: Int32(random.next(9) + 1)))
      }
    }
    let solved = Assignment(leftCount: n, rightCount: m, edges: edges)
    #expect(solved.total == bestTotal(n, edges, without: { _ in false }))
    for l in 0..<n {
      guard let r = solved.right(of: l) else { continue }
      let margin = solved.margin(of: l, avoiding: [r], idle: [])
      let other = bestTotal(n, edges) { $0.left == Int32(l) && $0.right == r }
      #expect(margin == solved.total - other)
    }
  }

  @Test("The greedy first choice gives way where both can be served")
  func globalBeatsGreedy() {
    let edges = [
      Edge(left: 0, right: 0, weight: 10), Edge(left: 0, right: 1, weight: 9),
      Edge(left: 1, right: 0, weight: 8),
    ]
    let solved = Assignment(leftCount: 2, rightCount: 2, edges: edges)
    #expect(solved.right(of: 0) == 1)
    #expect(solved.right(of: 1) == 0)
  }

  @Test("A big component is solved and every left vertex gets its own right one")
  func bigComponent() {
    let n = 300
    let edges = (0..<n).flatMap { l in
      (0..<4).map { Edge(left: Int32(l), right: Int32((l + $0) % n), weight: Int32(100 - $0)) }
    }
    let solved = Assignment(leftCount: n, rightCount: n, edges: edges)
    #expect(solved.total == Int64(n) * 100)
  }

  private func bestTotal(_ n: Int, _ edges: [Edge], without: (Edge) -> Bool) -> Int64 {
    let allowed = edges.filter { !without($0) }
    func best(_ l: Int, _ used: Set<Int32>) -> Int64 {
      if l == n { return 0 }
      var top = best(l + 1, used)
      for e in allowed where e.left == Int32(l) && !used.contains(e.right) {
        top = max(top, Int64(e.weight) + best(l + 1, used.union([e.right])))
      }
      return top
    }
    return best(0, [])
  }

  @Test(
    "Subsets that add up are all found, up to the limit",
    arguments: [
      ([3000, 2000, 1000], 5000, [[0, 1]]), ([3000, 2000, 1000], 3000, [[1, 2]]),
      ([1000, 1000, 2000], 3000, [[0, 2], [1, 2]]), ([5000, 700], 700, []),
      ([100, 200, 400], 700, [[0, 1, 2]]),
    ] as [([Int64], Int64, [[Int]])])
  func subsetSums(_ amounts: [Int64], _ target: Int64, _ expected: [[Int]]) {
    let found = subsets(of: amounts, summingTo: target)!
    #expect(found.sorted { $0.lexicographicallyPrecedes($1) } == expected)
  }

  @Test("A hopeless search says that it knows nothing")
  func searchLimit() {
    let amounts = (0..<40).map { Int64(1_000_001 + 2 * $0) }
    #expect(subsets(of: amounts, summingTo: 20_000_400, maxSteps: 500) == nil)
  }

  @Test(
    "Millibits are log2 times a thousand",
    arguments: [(1, 0), (2, 1_000), (8, 3_000), (10, 3_321), (1_000, 9_965), (1 << 40, 40_000)]
      as [(Int64, Int32)])
  func logarithm(_ value: Int64, _ expected: Int32) {
    #expect(abs(log2Millibits(value) - expected) <= 1)
  }

  @Test("Probability grows with the weight and is even at zero")
  func probability() {
    #expect(probabilityPPM(millibits: 0) == 500_000)
    for w in stride(from: Int32(-20_000), to: 20_000, by: 100) {
      #expect(probabilityPPM(millibits: w) <= probabilityPPM(millibits: w + 100))
    }
    #expect(probabilityPPM(millibits: 7_600) >= 994_000)
  }
}
