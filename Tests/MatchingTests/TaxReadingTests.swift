import Model
import Testing

@testable import Matching

/// ヤマト's statement has the tax on its fees in a column of its own, and nobody knows whether the
/// fees hold it already.
@Suite("Tax beside the fees")
struct TaxReadingTests {
  /// A month whose COD lines show 30 yen of tax each; the bank pays by that reading.
  private func month(_ seed: UInt64, _ reading: TaxReading) -> SettledMonth {
    var month = SettledMonth(seed: seed)
    for n in month.lines.indices where month.lines[n].provider == 1 {
      month.lines[n].line.feeTaxYen = 30
    }
    guard reading == .added else { return month }
    for n in month.entries.indices where month.entries[n].payerName.hasPrefix("ﾔﾏﾄ") {
      let key = month.payoutKey(month.entries[n].bookingDay)
      month.entries[n].amountYen -= 30 * lines(month, key)
    }
    return month
  }

  private func lines(_ month: SettledMonth, _ key: String) -> Int64 {
    Int64(month.lines.count { $0.provider == 1 && $0.line.payoutKey == key })
  }

  private func codPayouts(_ month: SettledMonth) -> [PayoutOutcome] {
    threeWay(month.input).payouts.filter { $0.provider == 1 }
  }

  @Test(
    "The reading by which the payouts tie is found and recorded", arguments: 1...6,
    [TaxReading.inside, .added])
  func ties(seed: Int, reading: TaxReading) {
    let month = month(UInt64(seed), reading)
    let payouts = codPayouts(month)
    #expect(payouts.count >= 4 && payouts.allSatisfy { $0.result == .tied })
    #expect(payouts.allSatisfy { $0.taxReading == reading })
    #expect(month.findings() == [])
    for payout in payouts {
      let bank = month.input.entries[Int(payout.entries[0])].amountYen
      #expect(payout.netYen == bank && payout.feeTaxYen == 30 * lines(month, payout.key))
    }
  }

  @Test("A payout that ties by neither reading is told, and no reading is recorded of it")
  func neither() throws {
    var month = month(3, .added)
    let n = try #require(month.entries.firstIndex { $0.payerName.hasPrefix("ﾔﾏﾄ") })
    month.entries[n].amountYen += 7
    let key = month.payoutKey(month.entries[n].bookingDay)
    let payout = try #require(codPayouts(month).first { $0.key == key })
    #expect(payout.result == .netDiffers && payout.taxReading == .none)
  }

  @Test("One payout that would tie by the other reading only is not taken for right")
  func otherReading() throws {
    var month = month(4, .added)
    let places = month.entries.indices.filter { month.entries[$0].payerName.hasPrefix("ﾔﾏﾄ") }
    let n = places[2]
    let key = month.payoutKey(month.entries[n].bookingDay)
    month.entries[n].amountYen += 30 * lines(month, key)
    let payout = try #require(codPayouts(month).first { $0.key == key })
    #expect(payout.result == .netDiffers, "\(payout.result)")
  }

  @Test("A total that the provider states decides the reading before any bank entry")
  func stated() {
    var month = month(5, .added)
    var sums: [String: Int64] = [:]
    for booked in month.lines where booked.provider == 1 {
      sums[booked.line.payoutKey, default: 0] += booked.line.netYen - 30
    }
    month.payouts = sums.sorted { $0.key < $1.key }.map { key, yen in
      BookedPayout(
        provider: 1,
        payout: StatedPayout(
          record: 1, line: 1, key: key,
          expectedDay: Day(iso: String(key.dropFirst()))!.adding(days: 14), totalYen: yen))
    }
    month.entries = []
    let payouts = codPayouts(month)
    #expect(payouts.allSatisfy { $0.taxReading == .added && $0.unexplainedYen == 0 })
  }
}
