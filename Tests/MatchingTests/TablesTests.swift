import TestKit
import Testing

@testable import Matching

@Suite("Tables and hands under the matcher")
struct TablesTests {
  @Test("The first row of many keys at once is the first of each key's rows")
  func firstRows() {
    var random = SeededRandom(seed: 31)
    for _ in 0..<300 {
      // Few keys, and some that share their low bits, so that they share a bucket.
      let some = { UInt64(random.below(30)) << (random.chance(perMille: 500) ? 40 : 0) }
      var chains = Chains()
      for row in 0..<random.below(60) { chains.add(some(), Int32(row)) }
      let asked = (0..<20).map { _ in some() }
      #expect(chains.firstRows(asked) == asked.map { _ in -1 })
      chains.close()
      #expect(chains.firstRows(asked) == asked.map { chains.rows($0).first ?? -1 })
    }
  }

  @Test("What is done beside shared work is done once, and the work is what it is alone")
  func beside() {
    for size in [1, 3, 100] {
      let hands = Workers(mostAtOnce: size) { pieces, work in
        for piece in (0..<pieces).reversed() { work(piece) }
      }
      for count in [0, 1, 2, 10] {
        let (other, squares) = hands.gather(count, beside: { "other" }) { range, out in
          for n in range { out.append(n * n) }
        }
        #expect(other == "other")
        #expect(squares == (0..<count).map { $0 * $0 })
      }
    }
  }
}
