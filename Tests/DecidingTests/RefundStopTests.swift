import Deciding
import Model
import Testing

@Test("A refund that nobody can match stops all refunds, a failed one those of its order")
func stopsOfRefunds() {
  let day = Day(iso: "2026-11-25")!
  func stops(_ code: FindingCode, of told: Int32?, order: Int32?) -> Int {
    let notice = Notice(kind: .finding(code), orderIndex: told, day: day)
    return refundStops(
      [notice, Notice(kind: .disputed, orderIndex: order, day: day)], order: order
    )
    .count
  }
  #expect(stops(.R01, of: 3, order: 4) == 1 && stops(.R01, of: nil, order: nil) == 1)
  #expect(stops(.R03, of: 3, order: 3) == 1 && stops(.R03, of: 3, order: 4) == 0)
  #expect(stops(.R03, of: nil, order: 4) == 1 && stops(.R03, of: 3, order: nil) == 0)
  #expect(stops(.R02, of: 3, order: 3) == 0)
}
