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
    let hands = Workers { pieces, work in for piece in (0..<pieces).reversed() { work(piece) } }
    for seed in 1...150 as ClosedRange<UInt64> {
      let input = month(seed).input
      let long = threeWay(input, usesShortcuts: false)
      for short in [threeWay(input), threeWay(input, workers: hands)] {
        #expect(short.lines == long.lines, "seed \(seed)")
        #expect(short.orders == long.orders, "seed \(seed)")
        #expect(short.payouts == long.payouts && short.figures == long.figures, "seed \(seed)")
        #expect(short.learned == long.learned, "seed \(seed)")
      }
    }
  }
}
