public import Model
internal import Deciding
internal import Matching
internal import Tables

/// What the engine makes of a snapshot, without files, ledger or statements' gaps: for measuring
/// it against what really happened.
public struct Replay: Sendable {
  public var match: MatchResult
  public var decided: Decided
}

/// Matches and decides as `runDaily` does, on all cores, and writes nothing.
public func replay(_ snapshot: Snapshot, policy: Policy, asOf: Moment) -> Replay {
  let context = DecisionContext(
    asOf: asOf, policy: policy, calendar: bankCalendar(), fees: transferFees(),
    rate: statutoryRate())
  let matched = match(snapshot, policy: policy, fees: context.fees, workers: .cores)
  return Replay(match: matched, decided: decide(snapshot, matched, context))
}
