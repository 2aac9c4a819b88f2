import Deciding
import Model
import Tables
import Testing

/// One credit of 8,800 yen of which matching gave away `givenYen` and called `excessYen` owed back.
private func decideGiving(_ givenYen: Int64, excessYen: Int64) -> Decided {
  let day = Day(year: 2026, month: 11, day: 24)!
  let entry = LedgerEntry(
    id: "e1", accountKey: "main", bookingDay: day, direction: .credit, amountYen: 8_800,
    payerName: "")
  let row = OrderRow(
    record: 1, line: 1, orderID: "A1", shopID: "S1", orderedAt: Moment(day: day),
    paymentMethod: .bankTransfer, customerName: "", amountDueYen: 20_000, status: .open)
  let outcome = EntryOutcome(
    entryIndex: 0, verdict: .automatic,
    links: [MatchLink(orderIndex: 0, allocatedYen: givenYen, basis: .exact)], excessYen: excessYen)
  return decide(
    Snapshot(entries: [entry], orders: [LedgerOrder(row: row)]), MatchResult(outcomes: [outcome]),
    DecisionContext(
      asOf: Moment(day: day), policy: Policy(), calendar: bankCalendar(), fees: transferFees(),
      rate: statutoryRate()))
}

@Test("a match that gives away all it holds, and one that leaves a rest, are accounted for")
func validUses() {
  #expect(decideGiving(8_800, excessYen: 0).uses[0].clearedYen == 8_800)
  let rest = decideGiving(8_000, excessYen: 300).uses[0]
  #expect(rest.refundLinkedYen == 300 && rest.suspenseYen == 500)
}

@Test("a match that gives away more than the entry holds stops the program")
func givingTooMuchStops() async {
  await #expect(processExitsWith: .failure) { _ = decideGiving(8_801, excessYen: 0) }
}

@Test("an excess above what is left stops the program")
func excessTooLargeStops() async {
  await #expect(processExitsWith: .failure) { _ = decideGiving(8_500, excessYen: 301) }
}
