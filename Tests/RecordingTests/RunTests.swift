import Model
import Testing

@testable import Recording

private struct Broken: Error {}

@Test("What beforeCommit throws takes the whole run back")
func beforeCommit() throws {
  let bench = try Bench()
  try bench.statement("a", rows([row("ｱ", 100)]))
  try bench.orders([order("A1", 100)])
  let record = run(1, clearings: [clearing(0, 0, 100)], decisions: [decision(0, .release)])
  #expect(throws: Broken.self) {
    try bench.ledger.recordRun(record, of: bench.view()) { throw Broken() }
  }
  #expect(try bench.ledger.nextRunOrdinal == 1)
  #expect(try bench.view().snapshot.orders[0] == LedgerOrder(row: order("A1", 100)))
  try bench.ledger.recordRun(record, of: bench.view())
  #expect(try bench.ledger.pendingRuns().map(\.runID) == ["run1"])
  try bench.ledger.markComplete(runOrdinal: 1, wallSeconds: 5)
  try bench.ledger.markComplete(runOrdinal: 1, wallSeconds: 6)
  #expect(try bench.ledger.pendingRuns() == [])
  #expect(try bench.ledger.nextRunOrdinal == 2)
}

@Test("A rehearsal sees its own writes and leaves none")
func rehearsal() throws {
  let bench = try Bench()
  let seen = try bench.ledger.rehearse {
    try bench.statement("a", rows([row("ｱ", 100)]))
    return try bench.ids().count
  }
  #expect(seen == 1)
  #expect(try bench.ids() == [])
  #expect(try bench.ledger.accounts() == [])
}

@Test("Standings, decisions and cases are written where they changed, and gone cases are closed")
func onlyChanges() throws {
  let bench = try Bench()
  try bench.statement("a", rows([row("ｱ", 100)]))
  try bench.orders([order("A1", 100)])
  let open = RunStanding(
    standing: .open, use: EntryUse(entryIndex: 0, suspenseYen: 100, reason: "N01"))
  var found = ExceptionCase(
    caseID: "N01-1", code: .N01, codes: [.N01, .A02], orderIndex: 0, entryIndex: 0,
    decision: .hold, firstBearer: .shop)
  for ordinal in Int64(1)...4 {
    found.atRiskNetYen = ordinal >= 3 ? 7 : 0
    try bench.ledger.recordRun(
      run(
        ordinal, standings: [open], decisions: [decision(0, ordinal == 2 ? .holdAsk : .hold)],
        cases: ordinal == 4 ? [] : [found]), of: bench.view())
  }
  let entry = try #require(try bench.ledger.history(ofEntry: bench.ids()[0]))
  let kinds = entry.events.map { event in
    switch event {
    case .seen: "seen"
    case .orderRead: "read"
    case .cleared: "cleared"
    case .stood: "stood"
    case .decided: "decided"
    case .caseChanged(_, let state): "\(state.isOpen ? "open" : "closed") \(state.atRiskNetYen)"
    }
  }
  #expect(kinds == ["seen", "stood", "open 0", "open 7", "closed 7"])
  #expect(entry.events.map(\.runOrdinal) == [1, 1, 1, 3, 4])
  let history = try bench.ledger.history(ofOrder: "A1")
  #expect(history.map(\.shopID) == ["S1"])
  let decided = history[0].events.compactMap { event -> Decision? in
    if case .decided(_, let decision) = event { decision.decision } else { nil }
  }
  #expect(decided == [.hold, .holdAsk, .hold])
  if case .caseChanged(_, let state) = history[0].events.last {
    #expect(state.codes == [.N01, .A02])
  } else {
    Issue.record("the last event is the closing")
  }
  #expect(try bench.ledger.history(ofEntry: "20260401-none") == nil)
  #expect(try bench.ledger.history(ofOrder: "none") == [])
}

@Test("An order's clearing is told with both ends and its grounds")
func clearingHistory() throws {
  let bench = try Bench()
  try bench.statement("a", rows([row("ｱ", 100)]))
  try bench.orders([order("A1", 100)])
  let outcome = EntryOutcome(
    entryIndex: 0, verdict: .automatic,
    links: [MatchLink(orderIndex: 0, allocatedYen: 100, basis: .familyName)],
    candidates: [
      MatchCandidate(
        orderIndices: [0], evidence: [Evidence(.prior, -900), Evidence(.nameFamily, 4000)])
    ], probabilityPPM: 998_000)
  try bench.ledger.recordRun(run(1, clearings: RunClearing.all(of: [outcome])), of: bench.view())
  let line = ClearingLine(
    entryID: try bench.ids()[0], orderID: "A1", shopID: "S1", allocatedYen: 100,
    basis: .familyName, probabilityPPM: 998_000, evidence: "prior-900 nameFamily+4000")
  let at = RunLine(ordinal: 1, runID: "run1", asOf: Moment(day: firstDay, hour: 9))
  let expected = LedgerEvent.cleared(run: at, clearing: line)
  #expect(try bench.ledger.history(ofOrder: "A1")[0].events.contains(expected))
  #expect(try bench.ledger.history(ofEntry: bench.ids()[0])!.events.contains(expected))
}

@Test("Orders: equal is known, changed is a new version, twice in one file keeps the first")
func orderVersions() throws {
  let bench = try Bench()
  var kept = order("A1", 100)
  kept.desiredDeliveryDay = firstDay
  let first = try bench.orders([kept, order("A2", 200), order("A1", 300), order("A2", 200)])
  #expect([first.new, first.known, first.notPosted] == [2, 1, 1])
  #expect(first.conflicts.map(\.fault) == [.orderRepeatedDiffers])
  var again = kept
  again.record = 9
  again.line = 99
  let second = try bench.orders([again, order("A2", 200, status: .cancelled)])
  #expect([second.new, second.known] == [1, 1])
  #expect(second.conflicts == [])
  let third = try bench.orders([order("A2", 250, status: .cancelled)])
  #expect(third.conflicts.map(\.fault) == [.orderConflict])
  #expect(third.conflicts.map(\.differenceYen) == [50])
  let newest = try bench.view().snapshot.orders.map(\.row)
  #expect(newest == [kept, order("A2", 250, status: .cancelled)])
}

@Test("A snapshot since a day keeps what is unfinished, however old")
func snapshotSince() throws {
  let bench = try Bench()
  try bench.statement(
    "a", rows([row("ｱ", 1), row("ｲ", 2), row("ｳ", 3), row("ｴ", 4, day: 40)]))
  try bench.orders([
    order("open", 1), order("released", 2), order("cancelled", 3, status: .cancelled),
    order("paid, cancelled", 3, status: .cancelled), order("new", 5, day: 40, status: .shipped),
  ])
  let all = try bench.view()
  func index(_ id: String) -> Int32 {
    Int32(all.snapshot.orders.firstIndex { $0.row.orderID == id }!)
  }
  func entry(_ yen: Int64) -> Int32 {
    Int32(all.snapshot.entries.firstIndex { $0.amountYen == yen }!)
  }
  let standings: [(Int64, EntryStanding)] = [(2, .cleared), (3, .setAside)]
  try bench.ledger.recordRun(
    run(
      1,
      clearings: [
        clearing(entry(2), index("released"), 2), clearing(entry(3), index("paid, cancelled"), 3),
      ],
      standings: standings.map {
        RunStanding(standing: $1, use: EntryUse(entryIndex: entry($0), clearedYen: $0, reason: "x"))
      }, decisions: [decision(index("released"), .release)]), of: all)
  let late = try bench.view(since: firstDay.adding(days: 30)).snapshot
  #expect(late.entries.map(\.amountYen) == [1, 4])
  #expect(late.orders.map(\.row.orderID) == ["open", "paid, cancelled", "new"])
  #expect(late.clearings == [])
  let whole = try bench.view(since: firstDay).snapshot
  #expect(Set(whole.entries.map(\.standing)) == [.open, .cleared, .setAside])
  #expect(whole.orders.count == 5 && whole.clearings.count == 2)
  #expect(whole.orders.map(\.row.orderedAt) == whole.orders.map(\.row.orderedAt).sorted())
}

@Test("Of a link taken back and made again in one run the ledger takes what is left of both")
func netClearings() {
  func undone(_ entry: Int32, _ order: Int32, _ yen: Int64) -> LedgerClearing {
    LedgerClearing(entryIndex: entry, orderIndex: order, allocatedYen: -yen, basis: .undone)
  }
  func given(_ entry: Int32, _ order: Int32, _ yen: Int64) -> EntryOutcome {
    EntryOutcome(
      entryIndex: entry, verdict: .automatic,
      links: [MatchLink(orderIndex: order, allocatedYen: yen, basis: .exact)])
  }
  let net = RunClearing.net(
    takingBack: [undone(0, 0, 100), undone(1, 1, 200), undone(2, 2, 300), undone(3, 3, 400)],
    giving: [given(1, 1, 200), given(2, 2, 100), given(3, 4, 400), given(4, 5, 0)])
  #expect(
    net.map { [Int64($0.entryIndex), Int64($0.orderIndex), $0.allocatedYen] }
      == [[0, 0, -100], [3, 3, -400], [2, 2, -200], [3, 4, 400], [4, 5, 0]])
  #expect(net.map(\.basis) == [.undone, .undone, .undone, .exact, .exact])
}
