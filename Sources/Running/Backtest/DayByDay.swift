internal import Deciding
internal import Matching
internal import Model
internal import Tables

/// Runs the engine over a snapshot as it would have run every evening: entries as they come in,
/// against the orders known by then, with what the evenings before left.
///
/// Gives the outcome with which each entry was settled, or the last one where it never was, and
/// the last decision of every order, release before all others: what has left the shop has left.
struct DayByDay {
  let policy: Policy
  private var snapshot: Snapshot
  private var outcomes: [EntryOutcome?]
  private var decisions: [OrderDecision?]

  init(_ snapshot: Snapshot, policy: Policy) {
    self.snapshot = snapshot
    self.policy = policy
    outcomes = [EntryOutcome?](repeating: nil, count: snapshot.entries.count)
    decisions = [OrderDecision?](repeating: nil, count: snapshot.orders.count)
  }

  /// Cost: one run over everything for each day on which something was booked.
  mutating func run() -> Replay {
    var seen = 0
    // A snapshot is sorted by day and by order time, so what is known is always its front.
    while seen < snapshot.entries.count {
      let day = snapshot.entries[seen].bookingDay
      while seen < snapshot.entries.count, snapshot.entries[seen].bookingDay == day { seen += 1 }
      evening(of: day, entries: seen)
    }
    return Replay(
      match: MatchResult(outcomes: outcomes.compactMap { $0 }),
      decided: Decided(decisions: decisions.compactMap { $0 }, uses: [], cases: []))
  }

  private mutating func evening(of day: Day, entries: Int) {
    let asOf = Moment(day: day, hour: 23, minute: 59)
    let orders = snapshot.orders.firstIndex { $0.row.orderedAt > asOf } ?? snapshot.orders.count
    let known = Snapshot(
      entries: Array(snapshot.entries[..<entries]), orders: Array(snapshot.orders[..<orders]),
      clearings: snapshot.clearings, ownNames: snapshot.ownNames)
    let made = replay(known, policy: policy, asOf: asOf)
    for outcome in made.match.outcomes { settle(outcome) }
    for decision in made.decided.decisions { keep(decision) }
  }

  private mutating func settle(_ outcome: EntryOutcome) {
    let entry = Int(outcome.entryIndex)
    outcomes[entry] = outcome
    switch outcome.verdict {
    case .held, .unknown: return
    case .setAside: snapshot.entries[entry].standing = .setAside
    case .automatic: snapshot.entries[entry].standing = .cleared
    }
    if let undone = outcome.undoesEntryIndex { snapshot.entries[Int(undone)].standing = .reversed }
    for link in outcome.links where outcome.verdict == .automatic {
      snapshot.orders[Int(link.orderIndex)].clearedYen += link.allocatedYen
      snapshot.clearings.append(
        LedgerClearing(
          entryIndex: outcome.entryIndex, orderIndex: link.orderIndex,
          allocatedYen: link.allocatedYen, basis: link.basis))
    }
  }

  private mutating func keep(_ decision: OrderDecision) {
    let order = Int(decision.orderIndex)
    snapshot.orders[order].lastDecision = decision.decision
    if decision.decision == .release { snapshot.orders[order].isReleased = true }
    if decision.decision == .stop { snapshot.orders[order].isReleased = false }
    if decisions[order]?.decision != .release || decision.decision == .stop {
      decisions[order] = decision
    }
  }
}
