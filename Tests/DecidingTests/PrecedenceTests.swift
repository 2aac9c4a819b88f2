import Deciding
import Model
import Tables
import TestKit
import Testing

/// An open transfer order of which nothing else is wrong, and what was told of it.
private func decideTold(_ kinds: [NoticeKind]) -> Decided {
  let day = Day(iso: "2026-11-25")!
  let row = OrderRow(
    record: 1, line: 1, orderID: "A1", shopID: "S1", orderedAt: Moment(day: day, hour: 9),
    paymentMethod: .bankTransfer, customerName: "山田太郎", amountDueYen: 8_800, status: .open)
  let entry = LedgerEntry(
    id: "e1", accountKey: "main", bookingDay: day, direction: .credit, amountYen: 8_800,
    payerName: "ﾔﾏﾀﾞ ﾀﾛｳ", standing: .cleared)
  var context = DecisionContext(
    asOf: Moment(day: day, hour: 15), policy: Policy(), calendar: bankCalendar(),
    fees: transferFees(), rate: statutoryRate())
  context.notices = kinds.map { Notice(kind: $0, orderIndex: 0, day: day) }
  return decide(
    Snapshot(
      entries: [entry], orders: [LedgerOrder(row: row, clearedYen: 8_800)],
      clearings: [
        LedgerClearing(entryIndex: 0, orderIndex: 0, allocatedYen: 8_800, basis: .exact)
      ]), MatchResult(outcomes: []), context)
}

private func decideTold(_ codes: [FindingCode]) -> OrderDecision {
  decideTold(codes.map(NoticeKind.finding)).decisions[0]
}

/// What a code does on its own.
private let alone: [FindingCode: Decision] = Dictionary(
  uniqueKeysWithValues: FindingCode.allCases.map { ($0, decideTold([$0]).decision) })

@Test(
  "one code on its own takes its usual decision: docs/FINDINGS.md", arguments: FindingCode.allCases)
func usualDecision(code: FindingCode) {
  let expected: Decision =
    switch code {
    case .N07, .B01, .S05, .S08: .stop
    case .A01, .A02, .N02, .N03, .N04, .N05, .M03: .holdAsk
    case .A03, .A04, .M01, .T02, .T05, .T06, .S01, .S02, .S03, .S04, .R01, .R02, .R03, .D01:
      .release
    default: .hold
    }
  #expect(alone[code] == expected)
}

@Test(
  "of two codes the one that ranks first is the primary one and decides, unless one of them stops",
  arguments: FindingCode.allCases)
func pairs(first: FindingCode) {
  for second in FindingCode.allCases where second != first {
    let found = decideTold([first, second])
    #expect(found == decideTold([second, first]), "the order of telling changes nothing")
    let ranked = [first, second].sorted()
    #expect(found.codes == ranked)
    let decisions = ranked.map { alone[$0]! }
    let expected =
      decisions.contains(.stop) ? .stop : decisions.first { $0 != .release } ?? .release
    #expect(found.decision == expected, "\(first) with \(second)")
  }
}

@Test("the ranks follow the order of evaluation: data, what stops, targets, names, amounts, time")
func ranks() {
  let groups: [[FindingCode]] = [
    [.D05, .D01, .D02, .D03], [.B01, .N07], [.T01, .A04, .N05, .N06, .D04], [.M01, .M02, .M03],
    [.N02, .N03, .N04], [.A01, .A02, .A03], [.T02, .T03, .T04], [.T05, .T06], [.N01],
  ]
  #expect(groups.joined().sorted() == Array(groups.joined()))
  #expect(FindingCode.precedence.count == 40)
}

@Test("what only tells how things are decides nothing")
func otherNotices() {
  for kind in [NoticeKind.disputed, .handedOver, .approved] {
    let decided = decideTold([kind])
    #expect(decided.decisions[0].decision == .release && decided.cases.isEmpty)
  }
  #expect(decideTold([.collectionCancelled]).decisions[0].decision == .stop)
}
