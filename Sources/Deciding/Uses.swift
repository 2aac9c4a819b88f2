import Model

extension World {
  /// One use per outcome. The four amounts of an entry add up to its signed amount: for a credit
  /// to +amount, for a debit to −amount. So over the credits of a run
  /// Σ amount = Σ cleared + Σ suspense + Σ excluded + Σ refund-linked.
  func uses(_ atOnce: AtOnce) -> [EntryUse] {
    atOnce.pieces(of: match.outcomes.count) { outcomes in
      outcomes.map { use(match.outcomes[$0]) }
    }.flatMap(\.self)
  }

  private func use(_ outcome: borrowing EntryOutcome) -> EntryUse {
    let e = Int(outcome.entryIndex)
    let isCredit = snapshot.entries[e].direction == .credit
    let signed = isCredit ? snapshot.entries[e].amountYen : -snapshot.entries[e].amountYen
    var use = EntryUse(entryIndex: outcome.entryIndex, reason: "")
    switch outcome.verdict {
    case .setAside(let reason):
      use.excludedYen = signed
      use.reason = reason.rawValue
    case .unknown:
      use.suspenseYen = signed
      use.reason = FindingCode.N01.rawValue
    case .held:
      use.suspenseYen = signed
      use.reason = (heldCodes(outcome).first ?? .N01).rawValue
    case .automatic:
      use.reason = outcome.links.first?.basis.rawValue ?? ""
      for n in outcome.links.indices { use.clearedYen += outcome.links[n].allocatedYen }
      let rest = signed - use.clearedYen
      if isCredit { split(rest, outcome, into: &use) } else { use.excludedYen = rest }
    }
    precondition(
      use.clearedYen + use.suspenseYen + use.excludedYen + use.refundLinkedYen == signed,
      "An entry's use does not add up to its amount.")
    return use
  }

  /// What no order takes of a credit is owed back, or not explained yet.
  private func split(_ rest: Int64, _ outcome: borrowing EntryOutcome, into use: inout EntryUse) {
    precondition(rest >= 0, "Matching gave away more than the entry holds.")
    if isOwedBackWhole(outcome) {
      use.refundLinkedYen = rest
    } else {
      precondition(outcome.excessYen <= rest, "The excess of an entry is more than its rest.")
      use.refundLinkedYen = outcome.excessYen
      use.suspenseYen = rest - outcome.excessYen
    }
  }

  /// A second payment, or money for a cancelled order.
  private func isOwedBackWhole(_ outcome: borrowing EntryOutcome) -> Bool {
    outcome.codes.contains(.A04) || outcome.codes.contains(.T01)
  }
}
