import Model
import Testing

@testable import Matching

@Suite("Settlement reports that nobody in their right mind sends")
struct HostileReportTests {
  @Test(
    "Amounts and fees of twelve digits trap nothing and teach nothing",
    arguments: [
      (999_999_999_999, 500_000_000_000), (50_000, 999_999_999_999), (1, 999_999_999_999),
      (999_999_999_999, 0), (100_000_000, 100_000_000),
    ] as [(Int64, Int64)])
  func hugeAmounts(gross: Int64, fee: Int64) {
    var month = SettledMonth(seed: 1, orders: 120)
    for n in month.lines.indices where n % 2 == 0 {
      month.lines[n].line.grossYen = gross + Int64(n % 3)
      month.lines[n].line.feeYen = fee
    }
    for n in month.orders.indices { month.orders[n].row.amountDueYen = gross }
    let outcome = threeWay(month.input)
    #expect(outcome.figures.allSatisfy { $0.gapYen == 0 })
  }

  @Test("A thousand percent of twelve digits is reckoned rightly")
  func hugeRate() {
    for rounding in YenRounding.allCases {
      let rule = FeeRule(rate: 99_999_999, rounding: rounding)
      #expect(rule.feeYen(of: 999_999_999_999) / 1_000 == 9_999_999_899)
    }
  }

  @Test("Thousands of equal payouts and of equal numbers are told to a person, and soon")
  func crowds() {
    var month = SettledMonth(seed: 2, orders: 0)
    for n in 0..<1_500 {
      let id = "X\(["A", "B", "C", "D"][n % 4])\(String(repeating: "Q", count: n % 37))Z-12345678"
      month.orders.append(
        LedgerOrder(
          row: OrderRow(
            record: Int32(n + 1), line: 1, orderID: id + (n % 2 == 0 ? "" : " "), shopID: "S\(n)",
            orderedAt: Moment(day: SettledMonth.firstDay), paymentMethod: .card, customerName: "",
            amountDueYen: 100, status: .open)))
      month.lines.append(
        BookedLine(
          provider: 0,
          line: SettlementLine(
            record: Int32(n + 1), line: 1, lineID: "K\(n)", day: SettledMonth.firstDay, kind: .sale,
            orderKey: "12345678", grossYen: 100, payoutKey: "P\(n)")))
      month.entries.append(
        month.entry(n, 0, SettledMonth.firstDay.adding(days: 9), 100))
    }
    let outcome = threeWay(month.input)
    #expect(outcome.lines.allSatisfy { $0.result == .ambiguousOrder })
    #expect(outcome.payouts.allSatisfy { $0.result == .ambiguous })
  }
}
