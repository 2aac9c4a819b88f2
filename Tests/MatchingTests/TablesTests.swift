import Model
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

  @Test("A sum that was planned is the one that is found, and none where orders changed since")
  func plans() {
    let world = World(seed: 11, orders: 6_000, deposits: 4_000)
    var book = Book(
      world.snapshot(), policy: Policy(), fees: Shop.fees, weights: EvidenceWeights(),
      workers: .one)
    book.setAside()
    book.linkDirectly()
    var planned = 0
    for e in book.waiting {
      let orders = book.ordersOfPayer(e)
      guard let plan = book.sumPlan(e, orders) else { continue }
      planned += 1
      let yen = book.amount(e)
      let found = book.sums(orders, yen, [])
      #expect(book.sums(orders, yen, [plan]) == found)
      #expect(book.sums(orders.dropLast(), yen, [plan]) == book.sums(orders.dropLast(), yen, []))
      let last = Int(orders[orders.count - 1])
      book.left[last] += 1
      #expect(book.sums(orders, yen, [plan]) == book.sums(orders, yen, []))
      book.left[last] -= 1
    }
    #expect(planned > 5)
  }
}
