internal import Judging
internal import Model
internal import Reporting

/// What a backtest found, as lines for people or as JSON.
struct BacktestReport {
  let history: ReopenedHistory
  let isWorld: Bool
  let isDayByDay: Bool
  let outcomes: [EntryOutcome]
  let judgement: Judgement
  /// With the other policy.
  var other: Judgement?
  var comparison: PolicyComparison?

  /// How many differences are told one by one; JSON has them all.
  private static let toldDifferences = 20

  init(
    history: ReopenedHistory, isWorld: Bool, isDayByDay: Bool, outcomes: [EntryOutcome],
    judgement: Judgement
  ) {
    self.history = history
    self.isWorld = isWorld
    self.isDayByDay = isDayByDay
    self.outcomes = outcomes
    self.judgement = judgement
  }

  func lines(_ language: Language) -> [String] {
    let words = BacktestWords(language: language)
    var lines = [
      words.heading(
        isWorld: isWorld, isDayByDay: isDayByDay, deposits: judgement.total.deposits,
        orders: judgement.payable + judgement.notPayable)
    ]
    lines += words.figures(judgement)
    lines += [""] + words.reliability(reliability(judgement.links))
    lines += [""] + words.kinds(judgement.kinds)
    if !isWorld { lines += [""] + differences(words) }
    if let other, let comparison {
      lines += ["", words.otherPolicy] + words.figures(other)
      lines += words.comparison(comparison)
      lines += comparison.releasedWrong.prefix(BacktestReport.toldDifferences).map {
        "  " + orderID($0)
      }
    }
    return lines + [""] + words.meaning(isWorld: isWorld)
  }

  /// Entries that were cleared in the ledger and would be cleared otherwise, or by nobody, now.
  private func differences(_ words: BacktestWords) -> [String] {
    let different = differentOutcomes
    let told = different.prefix(BacktestReport.toldDifferences).map { outcome in
      let known = history.truth.deposits[Int(outcome.entryIndex)]
      return words.difference(
        entry: history.snapshot.entries[Int(outcome.entryIndex)].id,
        was: known.links.map { orderID($0.orderIndex) },
        is: outcome.verdict == .automatic ? outcome.links.map { orderID($0.orderIndex) } : [])
    }
    return [words.differences(different.count)] + told
  }

  private var differentOutcomes: [EntryOutcome] {
    outcomes.filter { outcome in
      let known = history.truth.deposits[Int(outcome.entryIndex)]
      guard known.isKnown else { return false }
      guard outcome.verdict == .automatic else { return true }
      return Set(outcome.links.map(\.orderIndex)) != Set(known.links.map(\.orderIndex))
    }
  }

  private func orderID(_ index: Int32) -> String {
    history.snapshot.orders[Int(index)].row.orderID
  }

  private func ids(_ orders: [Int32]) -> JSONValue { .list(orders.map { .text(orderID($0)) }) }

  private func entryIDs(_ entries: [Int32]) -> JSONValue {
    .list(entries.map { .text(history.snapshot.entries[Int($0)].id) })
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "source": .text(isWorld ? "truth" : "history"), "by_day": .flag(isDayByDay),
      "result": .object(figures(judgement)),
    ]
    if !isWorld {
      members["different_entries"] = entryIDs(differentOutcomes.map(\.entryIndex))
    }
    if let other, let comparison {
      members["other_result"] = .object(figures(other))
      members["comparison"] = .object([
        "newly_automatic": entryIDs(comparison.gained), "lost": entryIDs(comparison.lost),
        "newly_automatic_right": number(comparison.gainedRight),
        "newly_automatic_wrong": number(comparison.gainedWrong),
        "newly_automatic_unproved": number(comparison.gainedUnproved),
        "newly_released": ids(comparison.released), "held_back": ids(comparison.heldBack),
        "newly_released_wrong": ids(comparison.releasedWrong),
        "at_risk_yen": .number(comparison.atRiskYen),
      ])
    }
    return .object(members)
  }

  private func figures(_ j: Judgement) -> [String: JSONValue] {
    let total = j.total
    return [
      "deposits": number(total.deposits), "links_true": number(total.links),
      "links_made": number(j.madeLinks), "links_right": number(total.rightWithTwins),
      "links_right_without_twins": number(total.right), "recall": share(j.recall),
      "precision": share(j.precision), "false_release": share(j.falseRelease),
      "false_release_yen": .number(j.falseReleaseYen),
      "false_releases": ids(j.falseReleases), "missed_release": share(j.missedRelease),
      "missed_release_clear": share(j.missedClearRelease),
      "missed_releases": ids(j.missedReleases), "held_first_right": share(j.firstProposal),
      "held_shown_right": share(j.shownProposal), "silent_ties": number(j.silentTies.count),
      "reliability": .list(
        reliability(j.links).map { bin in
          .object([
            "from_to": .text(bin.label), "links": number(bin.links), "wrong": number(bin.wrong),
            "shown_ppm": number(bin.shownPPM), "seen_ppm": number(bin.seen.ppm ?? 0),
            "wrong_at_most_ppm": number(bin.worstPPM),
          ])
        }),
      "kinds": .object(
        j.kinds.mapValues { counts in
          .object([
            "deposits": number(counts.deposits), "links": number(counts.links),
            "right": number(counts.rightWithTwins), "wrong": number(counts.wrong),
          ])
        }),
    ]
  }

  private func number(_ value: Int) -> JSONValue { .number(Int64(value)) }

  private func share(_ share: Share) -> JSONValue {
    var members = ["hits": number(share.hits), "of": number(share.of)]
    if let ppm = share.ppm, let bounds = share.bounds {
      members["ppm"] = number(ppm)
      members["low_ppm"] = number(bounds.low)
      members["high_ppm"] = number(bounds.high)
    }
    return .object(members)
  }
}
