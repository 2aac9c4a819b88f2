// One payment for one order whose amount it does not have. How often payers err in that way, over
// how many amounts the error could have given, against the orders that have exactly the amount
// paid (a third party may have paid one) and the money that belongs to no order at all.

import Model

/// How an amount paid departs from an amount missing.
struct UnevenAmount {
  var level: EvidenceLevel
  /// Among how many amounts such an error spreads.
  var spread: Int64
}

extension Book {
  /// Money that belongs to no order comes in all amounts: an amount has about one of it for so many
  /// waiting orders, counted as orders of that amount that a stranger pays.
  private static let ordersPerStray = 500

  /// Links what is certain. Of one payer's payments the earlier ones come first: an order may take
  /// several in parts, so they are no rivals.
  mutating func takeUneven(_ entries: [Int32]) {
    let stray = 1 + amounts.waitingTotal / Book.ordersPerStray
    let contested = contestedPieces(entries)
    var rest = contested.isEmpty ? entries : entries.filter { !contested.contains($0) }
    while !rest.isEmpty {
      var seen: Set<UInt64> = []
      var later: [Int32] = []
      let first = rest.filter { e in
        if seen.insert(payerFacts[Int(e)].text).inserted { return true }
        later.append(e)
        return false
      }
      takeUneven(first, stray: stray)
      rest = later
    }
  }

  /// Payments of one payer of which some make up an order exactly: had only one set of them done
  /// so, it would be linked by now. Which ones belong to it is for a person.
  private func contestedPieces(_ entries: [Int32]) -> Set<Int32> {
    var groups: [UInt64: [Int32]] = [:]
    for e in entries where payerFacts[Int(e)].isIdentity {
      groups[payerFacts[Int(e)].key, default: []].append(e)
    }
    var found: Set<Int32> = []
    for group in groups.values where group.count > 2 {
      let orders = orders(of: group) { $0.ordersOfPayer($1) }
      if mayBeInPieces(group, orders) { found.formUnion(group) }
    }
    return found
  }

  private mutating func takeUneven(_ entries: [Int32], stray: Int) {
    let found = unevenCandidates(entries, stray: stray)
    if found.isEmpty { return }
    var floor = [Int32](repeating: 0, count: outcomes.count)
    let asked = sortedUnique(found.map(\.entry))
    for (e, exact) in zip(asked, bestExact(asked)) { floor[Int(e)] = exact }
    for choice in choose(found, floor: floor) where !choice.isTied {
      let c = choice.candidate
      let judgement = judge(
        unevenBasis(c), millibits: min(c.weight, choice.margin.millibits))
      let fills = amount(c.entry) > left[Int(c.order)]
      if isAutomatic(judgement, order: c.order, fills: fills) { take(choice, judgement) }
    }
  }

  /// What the best order of exactly the amount would weigh; 0 where none says anything.
  private func bestExact(_ entries: [Int32]) -> [Int32] {
    workers.map(entries.count) { i in
      let found = looseCandidates(entries[i], among: [.waiting, .closed])
      return found.reduce(0) { max($0, $1.weight) }
    }
  }

  private func unevenCandidates(_ entries: [Int32], stray: Int) -> [Candidate] {
    workers.gather(entries.count) { range, out in
      fetchNamed(entries[range])
      for i in range {
        out += unevenCandidates(entries[i], stray: stray).filter(Component.isWorthALook)
      }
    }
  }

  /// Ascending by order.
  private func unevenCandidates(_ entry: Int32, stray: Int) -> [Candidate] {
    var orders = namedOrders(entry) + ordersOfPayer(entry)
    let kin = kin(entry)
    orders += kin.sure
    if kin.likely.count <= Kin.limit { orders += kin.likely }
    let rivals = amounts.waitingCount(amount(entry), days: window(entry)) + stray
    if orders.isEmpty { return [] }
    let prepared = payer(entry)
    orders = sortedUnique(orders)
    fetch(orders)
    let uneven = orders.compactMap { o -> (order: Int32, amount: UnevenAmount)? in
      guard isWaiting(o), isTakeable(entry, o) else { return nil }
      return unevenAmount(entry, o).map { (o, $0) }
    }
    fetchNames(uneven.lazy.map { nameOf[Int($0.order)] })
    return uneven.map { o, uneven in
      candidate(
        entry, o, amount: uneven.level, name: compare(prepared, name(o)),
        rivals: rivals * Int(uneven.spread), payer: prepared)
    }
  }

  /// nil where the amount is exact, or where too much came for an order that is part paid or not
  /// yet made: such money has another story.
  private func unevenAmount(_ entry: Int32, _ order: Int32) -> UnevenAmount? {
    let paid = amount(entry)
    let missing = left[Int(order)]
    if paid == missing { return nil }
    if paid > missing, delay(entry, order) < 0 || missing != due[Int(order)] { return nil }
    let kinds = Int64(max(1, fees.fees.count))
    if fees.isFee(shortYen: missing - paid, dueYen: missing) {
      return UnevenAmount(level: .amountShortByFee, spread: kinds)
    }
    if isFeeTooMuch(entry, order) { return UnevenAmount(level: .amountOverByFee, spread: kinds) }
    switch AmountRelation(paidYen: paid, missingYen: missing) {
    case .slip: return UnevenAmount(level: .amountSlip, spread: 60)
    case .half: return UnevenAmount(level: .amountHalf, spread: 1)
    case .roundedUp: return UnevenAmount(level: .amountRoundedUp, spread: 3)
    case .part: return UnevenAmount(level: .amountPart, spread: 10)
    case .under: return UnevenAmount(level: .amountShort, spread: 1 + (missing - paid) / 50)
    case .over: return UnevenAmount(level: .amountOver, spread: 1 + (paid - missing) / 50)
    }
  }

  private func unevenBasis(_ c: Candidate) -> MatchBasis {
    if c.amountLevel == .amountShortByFee { return .shortByFee }
    return amount(c.entry) < left[Int(c.order)] ? .short : .over
  }

  private mutating func take(_ choice: Choice, _ judgement: Judgement) {
    let c = choice.candidate
    let o = Int(c.order)
    let allocated = min(amount(c.entry), left[o])
    let short = left[o] - allocated
    let excess = amount(c.entry) - allocated
    var found = nameCodes(c)
    if short > 0 { found.append(c.amountLevel == .amountShortByFee ? .A01 : .A02) }
    if excess > 0 { found.append(.A03) }
    if delay(c.entry, c.order) < 0 { found.append(.T03) }
    var outcome = EntryOutcome(
      entryIndex: c.entry, verdict: .automatic,
      links: [MatchLink(orderIndex: c.order, allocatedYen: allocated, basis: unevenBasis(c))],
      candidates: [MatchCandidate(c, weights)], candidateCount: 1, codes: found.sorted(),
      excessYen: excess, shortYen: short, marginMillibits: choice.margin.millibits,
      probabilityPPM: judgement.probabilityPPM)
    outcome.unpaidPPM = judgement.unpaidPPM
    outcomes[c.entry] = outcome
    left[o] = short
    if c.amountLevel == .amountShortByFee {
      set(c.order, .paid)
    } else if short == 0 {
      fill(c.order)
    }
  }
}
