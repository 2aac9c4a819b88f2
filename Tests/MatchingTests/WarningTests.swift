import Model
import Testing

@testable import Matching

@Suite("What settlement reports tell the daily decisions")
struct WarningTests {
  private let asOf = Day(iso: "2026-10-20")!

  private func orders(_ ids: [String]) -> [LedgerOrder] {
    ids.map { id in
      LedgerOrder(
        row: OrderRow(
          record: 1, line: 1, orderID: id, shopID: "S1",
          orderedAt: Moment(day: asOf.adding(days: -9)), paymentMethod: .card, customerName: "",
          amountDueYen: 1_000, status: .open))
    }
  }

  private func line(
    _ id: String, _ kind: SettlementKind, _ key: String, _ yen: Int64 = -1_000, charge: String = ""
  ) -> BookedLine {
    BookedLine(
      provider: 0,
      line: SettlementLine(
        record: 1, line: 1, lineID: id, day: asOf, kind: kind, orderKey: key, chargeKey: charge,
        grossYen: yen))
  }

  private func told(_ lines: [BookedLine], _ ids: [String] = ["A1001", "A1002"]) -> [String] {
    settlementNotices(
      SettlementBook(providers: ["card"], lines: lines), orders(ids), asOf: asOf,
      calendar: SettledMonth(seed: 1, orders: 0).input.calendar
    ).map { "\($0.kind.word) \($0.orderIndex ?? -1) \($0.reference) \($0.amountYen)" }
  }

  @Test("A chargeback, a refused parcel and a cancelled announcement name their order")
  func kinds() {
    #expect(
      told([
        line("K1", .chargeback, "a-1002"), line("K2", .refused, "A1001", 0),
        line("K3", .announcementCancelled, "A1001", 0), line("K4", .refund, "A1001"),
      ]) == [
        "S08 0 card K2 0", "collection_cancelled 0 card K3 0", "S05 1 card K1 1000",
      ])
  }

  @Test("What was given back warns no more; the second chargeback after it does")
  func reversal() {
    let first = [line("K1", .chargeback, "A1001"), line("K2", .chargebackReversal, "A1001", 1_000)]
    #expect(told(first) == [])
    #expect(told(first + [line("K3", .chargeback, "A1001")]) == ["S05 0 card K3 1000"])
  }

  @Test("A line without a number has the order of its charge's sale; a strange one warns of none")
  func charges() {
    #expect(
      told([
        line("K1", .sale, "A1001", 1_000, charge: "ch"), line("K2", .chargeback, "", charge: "ch"),
      ])
        == ["S05 0 card K2 1000"])
    #expect(told([line("K1", .chargeback, "Z9"), line("K2", .chargeback, "", charge: "x")]) == [])
  }
}
