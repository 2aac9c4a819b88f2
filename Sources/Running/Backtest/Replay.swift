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

/// Matches and decides as `runDaily` does, on all cores, and writes nothing. Who is known to pay
/// for whom comes from the snapshot's clearings.
public func replay(_ snapshot: Snapshot, policy: Policy, asOf: Moment) -> Replay {
  let context = DecisionContext(
    asOf: asOf, policy: policy, calendar: bankCalendar(), fees: transferFees(),
    rate: statutoryRate())
  var known = snapshot
  if policy.aliases == .on {
    known.aliases = payerAliases(
      payerEvents(of: snapshot), today: asOf.day, expiryDays: policy.aliasExpiryDays)
  }
  let matched = match(known, policy: policy, fees: context.fees, workers: .cores)
  return Replay(match: matched, decided: decide(known, matched, context))
}
