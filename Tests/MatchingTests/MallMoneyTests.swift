import Model
import Testing

@testable import Matching

/// Malls pay what customers paid with points and with the mall's own coupons.
@Suite("Money that a mall pays in the customer's place")
struct MallMoneyTests {
  private func month(_ seed: UInt64, paysGross: Bool) -> SettledMonth {
    var month = SettledMonth(seed: seed)
    for n in month.orders.indices where n % 3 == 0 {
      let used = min(500, month.orders[n].row.amountDueYen - 1)
      month.orders[n].row.amountDueYen -= used
      month.orders[n].row.pointsUsedYen = used
    }
    for n in month.terms.indices { month.terms[n].paysGrossOfPoints = paysGross }
    return month
  }

  @Test("It is added back where the provider pays gross of it", arguments: [1, 2, 3] as [UInt64])
  func gross(seed: UInt64) {
    #expect(month(seed, paysGross: true).findings() == [])
  }

  @Test("Elsewhere a line that holds it is too large by just that")
  func net() {
    let month = month(4, paysGross: false)
    let outcome = threeWay(month.input)
    let odd = outcome.lines.filter { $0.result == .amountMismatch }
    #expect(odd.count == month.orders.count { $0.row.pointsUsedYen > 0 })
    #expect(
      odd.allSatisfy {
        $0.differenceYen == month.orders[Int($0.orderIndex)].row.pointsUsedYen
      })
  }
}
