// Several transfers of one payer for several orders, exactly, where no smaller sum explains any of
// them: three orders paid in two transfers.

import Model

extension Book {
  /// Payments and orders with one sum.
  private struct Settlement {
    var entries: [Int32]
    var orders: [Int32]
    var bits: Int32
  }

  /// Payments of one payer, the orders that waited for them, and what came of the search.
  private struct Search {
    var group: [Int32]
    var orders: [Int32]
    var finding: Finding
  }

  private enum Finding {
    /// Too many payments and orders to look at.
    case unsearched
    case only(Settlement)
    /// Several, one of which may be the only one once another payer has taken orders.
    case several
  }

  /// Proposes what may be an accident only where `isLast`.
  mutating func linkManyForMany(isLast: Bool) {
    for search in searches() {
      let orders = orders(of: search.group) { $0.ordersOfPayer($1) }
      let finding = orders == search.orders ? search.finding : find(search.group, orders)
      switch finding {
      case .unsearched: for e in search.group { holdUnsearched(e, orders) }
      case .only(let settlement): settle(settlement, isLast)
      case .several, nil: break
      }
    }
  }

  /// All that may come to anything. Orders only ever cease to wait and what they miss stays as it
  /// is until then, so that who has no equal sums now will never have any.
  private func searches() -> [Search] {
    let groups = waitingByPayer()
    return workers.gather(groups.count, atOnce: 16) { range, out in
      for group in groups[range] {
        let orders = orders(of: group) { $0.ordersOfPayer($1) }
        if let finding = find(group, orders) {
          out.append(Search(group: group, orders: orders, finding: finding))
        }
      }
    }
  }

  /// nil where no payments have the sum of any orders.
  private func find(_ group: [Int32], _ orders: [Int32]) -> Finding? {
    guard orders.count >= 2 else { return nil }
    if Book.steps(group.count) + Book.steps(orders.count) > SubsetSearch.mostSteps {
      return .unsearched
    }
    return settlement(group, orders)
  }

  /// Sums of so many amounts.
  private static func steps(_ count: Int) -> Int64 {
    count > 40 ? SubsetSearch.many : 1 << Int64(count)
  }

  /// The payments and orders that have one sum, where there is no other such pair of sets.
  private func settlement(_ group: [Int32], _ orders: [Int32]) -> Finding? {
    let paid = group.map { amount($0) }
    let missing = orders.map { left[Int($0)] }
    if haveSeveralEqualSums(paid, missing) { return .several }
    let (answer, count) = equalSums(paid, missing)
    if count == 0 { return nil }
    guard count == 1, answer.0.count >= 2, answer.1.count >= 2 else { return .several }
    let subsets = SumEvidence.plainness(answer.0, among: group.count)
      .multipliedReportingOverflow(by: SumEvidence.plainness(answer.1, among: orders.count))
    let bits =
      SumEvidence.millibits(
        spread: min(SumEvidence.spread(paid), SumEvidence.spread(missing)),
        subsets: subsets.overflow ? Int64.max : subsets.partialValue)
    return .only(
      Settlement(
        entries: answer.0.map { group[$0] }, orders: answer.1.map { orders[$0] },
        bits: bits + SumEvidence.severalOrders + SumEvidence.severalPayments))
  }

  /// Two equal sums among the first few are two among all: nearly every large group has them, and
  /// need not be looked at whole. False where the first ones do not tell.
  private func haveSeveralEqualSums(_ paid: [Int64], _ missing: [Int64]) -> Bool {
    for few in [6, 9, 12, 15] where few < max(paid.count, missing.count) {
      let first = equalSums(Array(paid.prefix(few)), Array(missing.prefix(few)))
      if first.count >= 2 { return true }
    }
    return false
  }

  /// Money goes to the orders in turn, the earlier payment to what is due earlier.
  private mutating func settle(_ settlement: Settlement, _ isLast: Bool) {
    let due = settlement.orders.sorted { (dueDay($0), $0) < (dueDay($1), $1) }
    var links: [[MatchLink]] = []
    var rest = due.map { left[Int($0)] }
    var next = 0
    for e in settlement.entries {
      var money = amount(e)
      var own: [MatchLink] = []
      while money > 0 {
        let yen = min(money, rest[next])
        guard isInWindow(e, due[next]) else { return }
        let isWhole = yen == left[Int(due[next])]
        own.append(
          MatchLink(
            orderIndex: due[next], allocatedYen: yen,
            basis: isWhole ? .oneForMany : .manyForOne))
        money -= yen
        rest[next] -= yen
        if rest[next] == 0 { next += 1 }
      }
      links.append(own)
    }
    write(settlement, links, isLast)
  }

  private mutating func write(
    _ settlement: Settlement, _ links: [[MatchLink]], _ isLast: Bool
  ) {
    let evidence = settlement.entries.map {
      sumEvidence($0, settlement.orders, amountBits: settlement.bits)
    }
    let judgement = judge(.oneForMany, evidence)
    let ppm = judgement.probabilityPPM
    let isSure = isAutomatic(judgement, orders: settlement.orders)
    if !isSure && (!isLast || ppm < 500_000) { return }
    for (i, e) in settlement.entries.enumerated() {
      var outcome = EntryOutcome(
        entryIndex: e, verdict: isSure ? .automatic : .held, links: isSure ? links[i] : [],
        candidates: [MatchCandidate(orderIndices: settlement.orders, evidence: evidence[i])],
        candidateCount: 1, codes: isSure ? [.M01, .M02] : [.M03], probabilityPPM: ppm)
      if isSure { outcome.unpaidPPM = judgement.unpaidPPM }
      outcomes[e] = outcome
    }
    for o in settlement.orders {
      if isSure { fill(o) } else { set(o, .reserved) }
    }
  }
}
