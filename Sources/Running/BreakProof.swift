internal import Model
internal import Recording

/// Whether other files prove what a broken one told of. Pure.
///
/// A file that came after the broken one speaks for all its days, also for the last, which it may
/// tell only in part: whoever looked at the account again found it in order. An older one proves
/// the days it tells to their ends, unless it is what the broken file contradicts.
struct BreakProof {
  /// What the ledger's files prove of the account.
  let trails: [BalanceTrail]

  /// - Parameters:
  ///   - sha256: the broken file; empty where it is not known any more.
  ///   - run: the run in which it came.
  ///   - oldest: files of earlier runs than this prove nothing.
  func covers(
    _ firstDay: Day, _ lastDay: Day, besides sha256: String, seenIn run: Int64,
    notBefore oldest: Int64 = 0
  ) -> Bool {
    let periods = trails.compactMap { trail -> CoveredDays? in
      guard trail.sha256 != sha256, trail.runOrdinal >= oldest else { return nil }
      let isNewer = trail.runOrdinal > run && !trail.isStopped
      let end = isNewer || isJoined(trail) ? trail.lastDay : trail.wholeThrough
      return end < trail.firstDay ? nil : CoveredDays(firstDay: trail.firstDay, lastDay: end)
    }
    return CoveredDays.merged(periods).contains { $0.firstDay <= firstDay && $0.lastDay >= lastDay }
  }

  /// A later file begins with the balance that this one ends with: its last day is whole.
  private func isJoined(_ trail: BalanceTrail) -> Bool {
    guard !trail.isStopped, let closing = trail.closingYen else { return false }
    return trails.contains { $0.firstDay > trail.lastDay && $0.openingYen == closing }
  }
}
