// From a choice to an outcome: accept what is certain enough, hold what is tied, leave the rest
// to later stages.

import Model

extension Book {
  /// Writes outcomes for choices that are certain or tied; the others keep waiting.
  mutating func accept(_ choices: [Choice]) {
    let isSure = areSure(choices)
    // Orders that the best answer gave to payments too uncertain to be linked, by what tells them
    // apart from others.
    var unpaid: [UInt64: [Int32]] = [:]
    for (choice, isSure) in zip(choices, isSure) where !isSure && !choice.isTied {
      unpaid[orderClass(choice.candidate.order), default: []].append(choice.candidate.order)
    }
    let twins = twins(choices, isSure, in: unpaid)
    // No order and no payment is in two choices: one claim never changes another.
    for choice in choices where choice.isTied { holdTied(choice) }
    for (n, twins) in twins { holdTied(choices[n], with: twins) }
    var certain: [Int] = []
    var rest = twins[...]
    for n in choices.indices where isSure[n] {
      if rest.first?.choice == n { rest.removeFirst() } else { certain.append(n) }
    }
    settle(choices, certain)
    waiting.removeAll { outcomes.has($0) }
  }

  private func areSure(_ choices: [Choice]) -> [Bool] {
    workers.gather(choices.count) { range, out in
      fetch(choices[range].lazy.map(\.candidate.order))
      for choice in choices[range] {
        out.append(
          !choice.isTied && !isNearTie(choice) && mayBeClaimed(choice.candidate, judge(choice)))
      }
    }
  }

  /// Sure choices, ascending, with orders that fit as well and stay without money.
  private func twins(
    _ choices: [Choice], _ isSure: [Bool], in unpaid: [UInt64: [Int32]]
  ) -> [(choice: Int, twins: [Int32])] {
    if unpaid.isEmpty { return [] }
    return workers.gather(choices.count) { range, out in
      for n in range where isSure[n] {
        let twins = equals(of: choices[n].candidate, in: unpaid)
        if !twins.isEmpty { out.append((n, twins)) }
      }
    }
  }

  /// Links what is certain. No outcome is read while outcomes are made.
  private mutating func settle(_ choices: [Choice], _ certain: [Int]) {
    var settled = Outcomes(entries: 0)
    swap(&settled, &outcomes)
    settled.settle(certain.count, workers) { [book = self] range, place in
      book.fetch(certain[range].lazy.map { choices[$0].candidate.order })
      for n in certain[range] {
        place(book.outcome(of: choices[n], book.judge(choices[n])))
      }
    }
    swap(&settled, &outcomes)
    for n in certain { claim(choices[n].candidate) }
  }

  /// A different answer is nearly as good: the worlds may say that such links harm nobody, but
  /// nobody could say why this one was made.
  private func isNearTie(_ choice: Choice) -> Bool {
    let margin = choice.margin.millibits
    return margin < Book.nearTieMillibits && margin < choice.candidate.weight
  }

  /// Eight to one.
  static let nearTieMillibits: Int32 = 3_000

  /// Orders that stay without money and fit as well as the chosen one: then the choice between them
  /// was a coin, though the best answer had a payment for each.
  private func equals(of c: Candidate, in unpaid: [UInt64: [Int32]]) -> [Int32] {
    if c.number != .none && c.number != .other { return [] }
    return (unpaid[orderClass(c.order)] ?? []).filter { isInWindow(c.entry, $0) }
  }

  private mutating func holdTied(_ choice: Choice, with twins: [Int32]) {
    var tied = choice
    tied.isTied = true
    tied.twins = sortedUnique([choice.candidate.order] + twins)
    holdTied(tied)
  }

  /// A payment less a fee ships nothing unless the shop bears the fee; then its order counts as
  /// paid wherever the link is right.
  private func mayBeClaimed(_ c: Candidate, _ judgement: Judgement) -> Bool {
    guard c.amountLevel == .amountShortByFee else {
      return isAutomatic(judgement, order: c.order, fills: true)
    }
    return isAutomatic(judgement, order: c.order, fills: false)
      && (!policy.absorbsTransferFee || judgement.probabilityPPM >= policy.automaticFromPPM)
  }

  private func judge(_ choice: Choice) -> Judgement {
    judge(basis(choice.candidate), millibits: min(choice.candidate.weight, choice.margin.millibits))
  }

  private func outcome(of choice: Choice, _ judgement: Judgement) -> EntryOutcome {
    let c = choice.candidate
    let o = Int(c.order)
    let isUncleared = snapshot.entries[Int(c.entry)].unclearedYen > 0
    let allocated = min(amount(c.entry), left[o])
    var outcome = EntryOutcome(
      entryIndex: c.entry, verdict: isUncleared ? .held : .automatic,
      links: isUncleared
        ? [] : [MatchLink(orderIndex: c.order, allocatedYen: allocated, basis: basis(c))],
      candidates: [MatchCandidate(c, weights)], candidateCount: 1, codes: codes(c),
      marginMillibits: choice.margin.millibits, probabilityPPM: judgement.probabilityPPM)
    outcome.unpaidPPM = judgement.unpaidPPM
    outcome.shortYen = left[o] - allocated
    outcome.excessYen = amount(c.entry) - allocated
    return outcome
  }

  /// What is still uncleared at the bank links nothing yet.
  private mutating func claim(_ c: Candidate) {
    if snapshot.entries[Int(c.entry)].unclearedYen > 0 {
      set(c.order, .reserved)
      return
    }
    left[Int(c.order)] -= min(amount(c.entry), left[Int(c.order)])
    set(c.order, .paid)
  }

  private mutating func holdTied(_ choice: Choice) {
    let c = choice.candidate
    for o in choice.twins { set(o, .reserved) }
    let candidates = choice.twins.prefix(8).map {
      MatchCandidate(orderIndices: [$0], evidence: c.evidence(weights))
    }
    outcomes[c.entry] = EntryOutcome(
      entryIndex: c.entry, verdict: .held, candidates: candidates,
      candidateCount: Int32(choice.twins.count), codes: ([.N03] + nameCodes(c)).sorted(),
      marginMillibits: 0, probabilityPPM: 1_000_000 / Int32(max(choice.twins.count, 2)))
  }

  func basis(_ c: Candidate) -> MatchBasis {
    if delay(c.entry, c.order) < 0 { return .beforeOrder }
    if c.amountLevel == .amountShortByFee { return .shortByFee }
    if c.number == .full { return .orderNumber }
    if c.name.level.isOwnName { return .exact }
    switch c.name.level {
    case .nameFamily, .nameSurnameOnly: return .familyName
    case .nameCompanyPerson: return .company
    case .nameAbsent, .nameDifferent:
      return c.number == .none || c.number == .other ? .knownPayer : .orderNumber
    default: return .nameVariant
    }
  }

  func codes(_ c: Candidate) -> [FindingCode] {
    var out = nameCodes(c)
    if c.amountLevel == .amountShortByFee { out.append(.A01) }
    if delay(c.entry, c.order) < 0 { out.append(.T03) }
    return out.sorted()
  }

  /// Why a payment waits of which nothing is odd: under the order's own name because name and
  /// amount are so common that the order may be another, else because the name is another.
  static func doubt(_ level: EvidenceLevel?) -> FindingCode {
    level?.isOwnName == true ? .N03 : .N02
  }

  /// What the name or number leaves to be noted.
  func nameCodes(_ c: Candidate) -> [FindingCode] {
    var out: [FindingCode] = []
    switch c.name.level {
    case .nameFamily, .nameCompanyPerson, .nameDifferent: out.append(.N02)
    case .nameVariant, .nameTruncated, .nameTypo, .nameRomaji, .nameSurnameOnly:
      out.append(.N04)
    default: break
    }
    if c.number == .other { out.append(.N05) }
    return out
  }
}
