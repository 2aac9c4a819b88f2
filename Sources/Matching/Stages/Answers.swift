// What people said comes first: their links are made as they said, and entries that they keep for
// themselves are not touched.

import Model

extension Book {
  /// Follows the answers, as long as the ledger still allows them, and takes their entries out of
  /// `waiting`.
  mutating func heedAnswers() {
    setRefundsAside()
    if snapshot.answers.isEmpty { return }
    let undone = undoneCredits
    for answer in snapshot.answers {
      let e = answer.entryIndex
      // What the bank took back is nobody's to give, and what it may have taken nobody knows.
      if undone.contains(e) || outcomes[e]?.codes.contains(.B01) == true {
        if answer.isNew, answer.kind != .undo { unheeded.append(answer.eventID) }
        continue
      }
      outcomes[e] = nil
      switch answer.kind {
      case .notOurs where answer.isNew:
        outcomes[e] = EntryOutcome(
          entryIndex: e, verdict: .setAside(.notOurs), probabilityPPM: 1_000_000)
      case .refund where answer.isNew:
        var outcome = EntryOutcome(entryIndex: e, verdict: .automatic, probabilityPPM: 1_000_000)
        outcome.excessYen = amount(e)
        outcome.codes = [.A03]
        outcomes[e] = outcome
      case .assign where answer.isNew:
        if canAssign(answer) {
          assign(answer)
        } else {
          unheeded.append(answer.eventID)
          keptByPeople[e] = []
        }
      default: keptByPeople[e] = Set(answer.shares.map(\.orderIndex))
      }
    }
    waiting.removeAll { outcomes[$0] != nil || keptByPeople[$0] != nil }
  }

  /// What leaves or comes back as a refund is no customer's payment and undoes none.
  private mutating func setRefundsAside() {
    if snapshot.refundTies.isEmpty { return }
    for tie in snapshot.refundTies {
      outcomes[tie.entryIndex] = EntryOutcome(
        entryIndex: tie.entryIndex, verdict: .setAside(tie.yen > 0 ? .refundPaid : .refundBack),
        probabilityPPM: 1_000_000)
    }
    waiting.removeAll { outcomes.has($0) }
  }

  /// Answers of one run may compete for an order: the first gets it. Nothing but answers has
  /// reserved anything yet.
  private func canAssign(_ answer: EntryAnswer) -> Bool {
    refusal(of: answer, in: snapshot) == nil
      && answer.shares.allSatisfy {
        (isWaiting($0.orderIndex) || state[Int($0.orderIndex)] == .reserved)
          && $0.yen <= left[Int($0.orderIndex)]
      }
  }

  private mutating func assign(_ answer: EntryAnswer) {
    let e = answer.entryIndex
    let given = answer.shares.reduce(0) { $0 + $1.yen }
    var outcome = EntryOutcome(entryIndex: e, verdict: .automatic, probabilityPPM: 1_000_000)
    outcome.excessYen = amount(e) - given
    let first = answer.shares[0]
    let missing = left[Int(first.orderIndex)]
    let level: EvidenceLevel =
      answer.shares.count > 1
      ? .amountSubset
      : first.yen < missing ? .amountShort : given < amount(e) ? .amountOver : .amountExact
    let c = candidate(
      e, first.orderIndex, amount: level, name: compare(payer(e), name(first.orderIndex)),
      rivals: 1)
    outcome.candidates = [
      MatchCandidate(
        orderIndices: answer.shares.map(\.orderIndex), evidence: c.evidence(weights))
    ]
    outcome.candidateCount = 1
    for share in answer.shares {
      let o = Int(share.orderIndex)
      outcome.links.append(
        MatchLink(orderIndex: share.orderIndex, allocatedYen: share.yen, basis: .byHand))
      left[o] -= share.yen
      outcome.shortYen += left[o]
      // The indexes do not know what is left of it now: the next run looks for the rest.
      if left[o] == 0 { fill(share.orderIndex) } else { set(share.orderIndex, .reserved) }
    }
    outcome.codes = codes(ofAssigned: outcome, missingYen: missing)
    outcomes[e] = outcome
  }

  private func codes(ofAssigned outcome: EntryOutcome, missingYen: Int64) -> [FindingCode] {
    var out: [FindingCode] = []
    if outcome.links.count > 1 { out.append(.M01) }
    if outcome.excessYen > 0 { out.append(.A03) }
    if outcome.shortYen > 0 {
      let isFee =
        outcome.links.count == 1 && fees.isFee(shortYen: outcome.shortYen, dueYen: missingYen)
      out.append(isFee ? .A01 : .A02)
    }
    return out.sorted()
  }

  /// Entries that people keep: shown with what fits, and never linked. What a person took them from
  /// is no proposal.
  mutating func settleKept() {
    for e in keptByPeople.keys.sorted() {
      outcomes[e] = restOutcome(e, without: keptByPeople[e]!)
    }
  }
}
