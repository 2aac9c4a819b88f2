import Foundation
import Testing

@testable import Matching

/// A component of a million instead of six thousand.
private let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"

@Suite struct AssignmentTests {
  /// A small random graph with interchangeable vertices.
  struct Case {
    let n: Int
    let m: Int
    let payers: [Int32]
    let kinds: [Int32]
    var edges: [Edge] = []

    init(seed: Int) {
      var random = Lottery(seed: UInt64(seed))
      n = random.next(6) + 1
      m = random.next(6) + 1
      let classes = random.next(4) * 2 + 2
      payers = (0..<n).map { _ in Int32(random.next(classes)) }
      kinds = (0..<m).map { _ in Int32(random.next(classes)) }
      let heaviest = [2, 9, 1_000][random.next(3)]
      for l in 0..<n {
        for r in 0..<m where random.next(3) > 0 {
          let weight = Int32(random.next(heaviest) + 1)
          edges.append(Edge(left: Int32(l), right: Int32(r), weight: weight))
        }
      }
    }

    var solved: Assignment { Assignment(leftCount: n, rightCount: m, edges: edges) }

    /// The best of all assignments, tried one by one.
    func bestTotal(without: (Edge) -> Bool = { _ in false }) -> Int64 {
      let allowed = (0..<n).map { l in
        edges.filter { Int($0.left) == l && !without($0) }
      }
      func best(_ l: Int, _ used: Int) -> Int64 {
        if l == n { return 0 }
        var top = best(l + 1, used)
        for e in allowed[l] where used >> Int(e.right) & 1 == 0 {
          top = max(top, Int64(e.weight) + best(l + 1, used | 1 << Int(e.right)))
        }
        return top
      }
      return best(0, 0)
    }

    /// What a link is worth, by solving everything again without it: its left vertex goes to none
    /// of the kind, and no vertex like it that was alone takes its place.
    func margin(of l: Int, _ solved: Assignment) -> Int64 {
      let kind = kinds[solved.right(of: l)!]
      return solved.total
        - bestTotal { e in
          let other = Int(e.left)
          if other == l { return kinds[Int(e.right)] == kind }
          return solved.right(of: other) == nil && payers[other] == payers[l]
        }
    }
  }

  @Test("The assignment is as good as the best of all, and its prices prove it")
  func bruteForce() {
    for seed in 1...4_000 {
      let random = Case(seed: seed)
      let solved = random.solved
      #expect(solved.total == random.bestTotal(), "seed \(seed)")
      #expect(solved.certificate.proves(solved), "seed \(seed)")
      #expect(solved.certificate.bound == solved.total, "seed \(seed)")
    }
  }

  @Test("A margin is what solving again without the link loses; cut short it is no more")
  func margins() {
    for seed in 1...3_000 {
      let random = Case(seed: seed)
      let solved = random.solved
      var whole = MarginSearch(solved, payerOfLeft: random.payers, kindOfRight: random.kinds)
      var short = MarginSearch(
        solved, payerOfLeft: random.payers, kindOfRight: random.kinds, maxSettled: 1)
      for l in 0..<random.n where solved.right(of: l) != nil {
        let exact = random.margin(of: l, solved)
        let found = whole.margin(of: l)
        #expect(found == Margin(millibits: Int32(exact), isExact: true), "seed \(seed), \(l)")
        let least = short.margin(of: l)
        #expect(Int64(least.millibits) <= exact, "seed \(seed), \(l)")
        #expect(!least.isExact || Int64(least.millibits) == exact, "seed \(seed), \(l)")
      }
    }
  }

  @Test("The order in which pairs come changes nothing")
  func orderOfEdges() {
    for seed in 1...300 {
      var random = Case(seed: seed)
      let solved = random.solved
      random.edges.reverse()
      let again = random.solved
      #expect(again.edgeOfLeft == solved.edgeOfLeft)
      #expect(again.leftPrice == solved.leftPrice && again.rightPrice == solved.rightPrice)
    }
  }

  @Test("Prices that are a yen off prove nothing")
  func wrongCertificate() {
    let solved = Assignment(
      leftCount: 2, rightCount: 1,
      edges: [Edge(left: 0, right: 0, weight: 9), Edge(left: 1, right: 0, weight: 7)])
    let right = solved.certificate
    #expect(right.proves(solved))
    for change: Int32 in [-3, 3] {
      let l = Certificate(
        leftPrice: [right.leftPrice[0] + change, right.leftPrice[1]], rightPrice: right.rightPrice)
      let r = Certificate(
        leftPrice: right.leftPrice, rightPrice: [right.rightPrice[0] + change])
      let alone = Certificate(
        leftPrice: [right.leftPrice[0], change], rightPrice: right.rightPrice)
      #expect(!l.proves(solved) && !r.proves(solved) && !alone.proves(solved))
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

  @Test(
    "A big component is solved, and its prices prove it", arguments: [1, 20, 30_000] as [Int])
  func bigComponent(_ heaviest: Int) {
    var random = Lottery(seed: UInt64(heaviest))
    let n = isLong ? 500_000 : 3_000
    let edges = (0..<n).flatMap { l in
      sortedUnique((0..<3).map { _ in Int32(random.next(n)) }).map {
        Edge(left: Int32(l), right: $0, weight: Int32(random.next(heaviest) + 1))
      }
    }
    let solved = Assignment(leftCount: n, rightCount: n, edges: edges)
    #expect(solved.certificate.proves(solved))
    #expect(solved.certificate.bound == solved.total)
    let alone = (0..<Int32(n)).map { $0 }
    var search = MarginSearch(solved, payerOfLeft: alone, kindOfRight: alone)
    for l in stride(from: 0, to: n, by: n / 100) where solved.right(of: l) != nil {
      #expect(search.margin(of: l).isExact)
    }
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
