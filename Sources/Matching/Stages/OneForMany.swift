// M01: one transfer for several orders.

import Model

extension Book {
  /// A set of orders that makes up a payment, but for a fee that a bank may have taken off.
  private struct SumChoice {
    var orders: [Int32]
    var feeYen: Int64
    /// Subsets at least as plain, and fees that were tried with each.
    var rivals: Int64
  }

  /// Links where exactly one set of the orders adds up and an accident can be ruled out; holds
  /// where several do. What may be an accident is held only where `isLast`: a later stage may know
  /// better. Orders ascending.
  mutating func linkOneForMany(
    _ entry: Int32, _ orders: [Int32], _ plans: [SumPlan], isLast: Bool = false
  ) {
    guard snapshot.entries[Int(entry)].unclearedYen == 0, orders.count >= 2 else { return }
    guard let answer = sums(orders, amount(entry), plans) else {
      holdUnsearched(entry, orders)
      return
    }
    if answer.count > 1 {
      holdSums(entry, orders, answer)
    } else if let set = answer.sets.first {
      settle(
        entry, SumChoice(orders: set.map { orders[$0] }, feeYen: 0, rivals: rivals(set, orders)),
        SumEvidence.spread(orders.map { left[Int($0)] }), isLast)
    } else {
      linkLessFee(entry, orders, plans, isLast)
    }
  }

  /// Sets at least as plain as this one, for any of the customers.
  private func rivals(_ set: [Int], _ orders: [Int32]) -> Int64 {
    let customer = customerOf[Int(orders[set[0]])]
    let own = orders.indices.filter { customerOf[Int(orders[$0])] == customer }
    let places = set.compactMap { own.firstIndex(of: $0) }
    if places.count < set.count { return SumEvidence.plainness(set, among: orders.count) }
    let customers = sortedUnique(orders.map { customerOf[Int($0)] }).count
    return SumEvidence.plainness(places, among: own.count) * Int64(customers)
  }

  /// The same with a transfer fee taken off the whole.
  private mutating func linkLessFee(
    _ entry: Int32, _ orders: [Int32], _ plans: [SumPlan], _ isLast: Bool
  ) {
    let yen = amount(entry)
    var choice: SumChoice?
    var tried: Int64 = 0
    for fee in feeAmounts where fees.isFee(shortYen: fee, dueYen: yen + fee) {
      tried += 1
      guard let answer = sums(orders, yen + fee, plans, limit: 1) else {
        holdUnsearched(entry, orders)
        return
      }
      if answer.count == 0 { continue }
      if answer.count > 1 || choice != nil { return }
      choice = SumChoice(
        orders: answer.sets[0].map { orders[$0] }, feeYen: fee,
        rivals: rivals(answer.sets[0], orders))
    }
    guard var choice else { return }
    choice.rivals *= tried
    settle(entry, choice, SumEvidence.spread(orders.map { left[Int($0)] }), isLast)
  }

  /// Links the only set that fits, proposes it at last where an accident is not out of the
  /// question, and says nothing where an accident is likelier.
  private mutating func settle(
    _ entry: Int32, _ choice: SumChoice, _ spread: Int64, _ isLast: Bool
  ) {
    let bits =
      SumEvidence.millibits(spread: spread, subsets: choice.rivals) + SumEvidence.severalOrders
    let evidence = sumEvidence(entry, choice.orders, amountBits: bits, feeYen: choice.feeYen)
    let judgement = judge(.oneForMany, [evidence])
    let ppm = judgement.probabilityPPM
    let isSure =
      isAutomatic(judgement, orders: choice.orders)
      && (choice.feeYen == 0 || isNamed(entry, choice.orders))
    if !isSure && (!isLast || ppm < 500_000) { return }
    var outcome = EntryOutcome(
      entryIndex: entry, verdict: .held,
      candidates: [MatchCandidate(orderIndices: choice.orders, evidence: evidence)],
      candidateCount: 1, codes: [.M03], probabilityPPM: ppm)
    if isSure {
      outcome.verdict = .automatic
      outcome.unpaidPPM = judgement.unpaidPPM
      outcome.codes = choice.feeYen > 0 ? [.M01, .A01] : [.M01]
      outcome.shortYen = choice.feeYen
      outcome.links = allot(choice)
    } else {
      for o in choice.orders { set(o, .reserved) }
    }
    outcomes[entry] = outcome
  }

  /// Whether the payer wrote a number, and every one is that of one of the orders. Without it
  /// nothing says which of the orders goes short, and the others would ship on a guess.
  private func isNamed(_ entry: Int32, _ orders: [Int32]) -> Bool {
    let written = payer(entry).numbers.filter { $0.value != 0 }
    return !written.isEmpty
      && written.allSatisfy { number in
        orders.contains { o in
          switch numbers.level([number], o) {
          case .full, .part: return true
          case .none, .other: return false
          }
        }
      }
  }

  /// Every order is paid in full but for the fee, which the one due last goes short of: what is
  /// due earlier is paid first (民法488④三).
  private mutating func allot(_ choice: SumChoice) -> [MatchLink] {
    let last = choice.orders.filter { left[Int($0)] > choice.feeYen }.max {
      (dueDay($0), $0) < (dueDay($1), $1)
    }
    return choice.orders.map { o in
      let short = o == last ? choice.feeYen : 0
      let link = MatchLink(
        orderIndex: o, allocatedYen: left[Int(o)] - short, basis: .oneForMany)
      left[Int(o)] = short
      set(o, .paid)
      return link
    }
  }

  /// The day by which an order was to be paid; without one it is due at once.
  func dueDay(_ order: Int32) -> Int32 {
    snapshot.orders[Int(order)].row.paymentDueDay?.number ?? day[Int(order)]
  }

  /// M03: several sets fit. None of their orders may go to another payment unasked.
  private mutating func holdSums(_ entry: Int32, _ orders: [Int32], _ answer: SubsetAnswer) {
    let amounts = orders.map { left[Int($0)] }
    let bits =
      SumEvidence.millibits(spread: SumEvidence.spread(amounts), subsets: answer.count)
      + SumEvidence.severalOrders
    let sets = answer.sets.map { $0.map { orders[$0] } }
    outcomes[entry] = EntryOutcome(
      entryIndex: entry, verdict: .held,
      candidates: sets.map {
        MatchCandidate(orderIndices: $0, evidence: sumEvidence(entry, $0, amountBits: bits))
      },
      candidateCount: Int32(clamping: answer.count), codes: [.M03], marginMillibits: 0,
      probabilityPPM: Int32(1_000_000 / min(answer.count, 1_000_000)),
      proposal: proposal(entry, orders))
    let isAllListed = answer.count == Int64(sets.count)
    let touched =
      isAllListed ? sets.flatMap { $0 } : orders.filter { left[Int($0)] < amount(entry) }
    for o in sortedUnique(touched) { set(o, .reserved) }
  }
}
