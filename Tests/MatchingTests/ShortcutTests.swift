import Model
import TestKit
import Testing

@testable import Matching

@Suite("The close's shortcuts and hands, and the long way")
struct ShortcutTests {
  /// A month with everything in it that an order's story may be about.
  private func month(_ seed: UInt64) -> SettledMonth {
    var month = SettledMonth(seed: seed, orders: 240)
    var random = SeededRandom(seed: seed &* 977)
    for n in month.lines.indices {
      switch random.below(16) {
      case 0: month.lines[n].line.kind = month.lines[n].provider == 1 ? .refused : .chargeback
      case 1: month.lines[n].line.grossYen += Int64(random.below(400)) - 200
      case 2: month.lines[n].line.feeYen += Int64(random.below(3)) - 1
      case 3:
        var back = month.lines[n]
        back.line.kind = random.pick([.refund, .sale, .chargebackReversal])
        if back.line.kind == .refund { back.line.grossYen = -back.line.grossYen / 2 }
        month.lines.append(back)
      case 4:
        month.lines[n].line.day = month.lines[n].line.day.adding(
          days: Int32(random.below(400)) - 200)
      case 5: month.lines[n].line.state = .preliminary
      case 6: month.lines[n].line.isComponent = true
      case 7: month.lines[n].line.grossYen.negate()
      case 8: month.lines[n].line.orderKey = "X9\(n)"
      default: break
      }
    }
    for n in month.orders.indices {
      switch random.below(24) {
      case 0: month.orders[n].row.status = .cancelled
      case 1: month.orders[n].row.amountDueYen = 0
      case 2: month.orders[n].row.paymentMethod = .deferred
      case 3: month.orders[n].row.status = .closed
      default: break
      }
    }
    if seed % 3 == 0 {
      month.terms[0].differences = [
        NamedDifference(yen: -250, name: "test", isRequired: seed % 2 == 0)
      ]
    }
    if seed % 5 == 0 { month.terms[0].fees = [FeeRule(rate: 360_000)] }
    month.sortLines()
    return month
  }

  @Test("Orders told in one look come out as on the long way, alone or by several hands")
  func shortcuts() {
    let hands = [1, 7, 100].map { size in
      Workers(mostAtOnce: size) { pieces, work in
        for piece in (0..<pieces).reversed() { work(piece) }
      }
    }
    for seed in 1...150 as ClosedRange<UInt64> {
      let input = month(seed).input
      let long = threeWay(input, usesShortcuts: false)
      for short in [threeWay(input)] + hands.map({ threeWay(input, workers: $0) }) {
        #expect(short.lines == long.lines, "seed \(seed)")
        #expect(short.orders == long.orders, "seed \(seed)")
        #expect(short.payouts == long.payouts && short.figures == long.figures, "seed \(seed)")
        #expect(short.learned == long.learned, "seed \(seed)")
      }
    }
  }

  @Test("The only place of a hash is the one that a walk over all of them finds")
  func onlyPlaces() {
    var random = SeededRandom(seed: 77)
    for round in 0..<300 {
      // Few values, in the high bits that choose the chain and in the low ones that do not.
      let some = { UInt64(random.below(20)) << (random.chance(perMille: 500) ? 60 : 1) }
      let hashes = (0..<random.below(40)).map { _ in some() }
      let asked = (0..<30).map { _ in some() }
      let table = PlaceTable(hashes)
      let slow = asked.map { hash in
        let places = hashes.indices.filter { hashes[$0] == hash }
        return places.isEmpty ? -1 : places.count == 1 ? Int32(places[0]) : -2
      }
      #expect(table.onlyPlaces(asked) == slow, "round \(round)")
      var walked: [Int] = []
      table.each(asked[0]) {
        walked.append(Int($0))
        return true
      }
      #expect(walked == hashes.indices.filter { hashes[$0] == asked[0] }, "round \(round)")
    }
  }

  @Test(
    "Folded keys read alike where their letters and digits do",
    arguments: [
      ("a-100 23", "A10023"), ("Ａ１００２３", "A10023"), ("A10023.0", "A10023"), ("'A10023", "A10023"),
      ("注文-12", "注文12"), ("", ""), ("-", ""), (String(repeating: "x", count: 200), ""),
    ])
  func folded(written: String, plain: String) {
    var key = FoldedKey()
    var other = FoldedKey()
    // What stood in the memory before leaves nothing behind.
    key.set(String(repeating: "z9", count: 60))
    key.set(written)
    other.set(plain)
    let expected = written.utf8.count == 200 ? String(repeating: "X", count: 200) : plain
    #expect(Array(key.bytes) == Array(expected.utf8))
    if expected == plain { #expect(key.hash == other.hash && key.isNumber == other.isNumber) }
  }
}
