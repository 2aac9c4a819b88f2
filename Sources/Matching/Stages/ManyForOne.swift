// M02: several transfers of one payer for one order.

import Model

extension Book {
  /// Payments that make up one order.
  private struct Pieces {
    var order: Int32
    var entries: [Int32]
    /// Subsets of payments at least as plain, for any of the orders.
    var rivals: Int64
    var spread: Int64
  }

  /// Waiting payments by payer, those of each in order; payers with one payment are left out.
  func waitingByPayer() -> [[Int32]] {
    let nobody = hashed([UInt8]())
    var byPayer: [UInt64: [Int32]] = [:]
    for e in waiting
    where snapshot.entries[Int(e)].unclearedYen == 0 && !outcomes.has(e) {
      let name = payerFacts[Int(e)].key
      if name != nobody { byPayer[name, default: []].append(e) }
    }
    return byPayer.values.filter { $0.count >= 2 }.sorted { $0[0] < $1[0] }
  }

  /// `most` says which orders `ordersOf` may give at any time, now or later: groups of which no
  /// payments make up one of them are not looked at one after the other.
  mutating func linkManyForOne(
    among most: @Sendable (Book, Int32) -> [Int32], ordersOf: (Book, Int32) -> [Int32]
  ) {
    for group in groupsInPieces(most) { linkPieces(group, orders(of: group, ordersOf)) }
  }

  private func groupsInPieces(_ most: @Sendable (Book, Int32) -> [Int32]) -> [[Int32]] {
    let groups = waitingByPayer()
    return workers.gather(groups.count, atOnce: 16) { range, out in
      for group in groups[range] where mayBeInPieces(group, orders(of: group, most)) {
        out.append(group)
      }
    }
  }

  /// Whether payments make up any of the orders; true as well where there are too many to look at.
  func mayBeInPieces(_ group: [Int32], _ orders: [Int32]) -> Bool {
    var steps: Int64 = 0
    for o in orders {
      let pieces = pieces(of: o, group)
      if pieces.count < 2 { continue }
      let search = SubsetSearch(of: pieces.map { amount($0) }, summingTo: left[Int(o)])
      steps += min(search.steps, SubsetSearch.many)
      if steps > SubsetSearch.mostSteps || search.isAny { return true }
    }
    return false
  }

  private func pieces(of order: Int32, _ group: [Int32]) -> [Int32] {
    group.filter { isInWindow($0, order) && amount($0) < left[Int(order)] }
  }

  /// Orders of any of a payer's payments: those of one text and one day have the same.
  func orders(of group: [Int32], _ ordersOf: (Book, Int32) -> [Int32]) -> [Int32] {
    var asked: Set<UInt64> = []
    var found: [Int32] = []
    for e in group {
      let day = bookingDay(e)
      let key = payerFacts[Int(e)].text ^ mixed(UInt64(UInt32(bitPattern: day)))
      if asked.insert(mixed(key ^ UInt64(bitPattern: amount(e)))).inserted {
        found += ordersOf(self, e)
      }
    }
    return sortedUnique(found)
  }

  private mutating func linkPieces(_ group: [Int32], _ orders: [Int32]) {
    var answers: [Pieces] = []
    var steps: Int64 = 0
    for o in orders {
      let pieces = pieces(of: o, group)
      if pieces.count < 2 { continue }
      let amounts = pieces.map { amount($0) }
      let search = SubsetSearch(of: amounts, summingTo: left[Int(o)])
      steps += min(search.steps, SubsetSearch.many)
      if steps > SubsetSearch.mostSteps {
        for e in group { holdUnsearched(e, orders) }
        return
      }
      let answer = search.answer(limit: 64)
      let sets = answer.count > Int64(answer.sets.count) ? [] : answer.sets
      for set in distinct(sets, amounts) {
        let rivals = SumEvidence.plainness(set, among: pieces.count)
        answers.append(
          Pieces(
            order: o, entries: set.map { pieces[$0] },
            rivals: min(rivals, SubsetSearch.many) * Int64(orders.count),
            spread: SumEvidence.spread(amounts)))
      }
      // Too many to tell them apart: no other order may have any of these payments.
      if sets.isEmpty, answer.count > 0 {
        answers.append(Pieces(order: o, entries: pieces, rivals: answer.count, spread: 1))
        answers.append(Pieces(order: o, entries: pieces, rivals: answer.count, spread: 1))
      }
    }
    for i in answers.indices where !isContested(i, answers) { claim(answers[i]) }
  }

  /// Sets of different amounts: of equal payments of one payer the earlier are as good as any.
  private func distinct(_ sets: [[Int]], _ amounts: [Int64]) -> [[Int]] {
    var seen: Set<[Int64]> = []
    return sets.filter { seen.insert($0.map { amounts[$0] }.sorted()).inserted }
  }

  private func isContested(_ i: Int, _ answers: [Pieces]) -> Bool {
    answers.indices.contains { j in
      i != j
        && (answers[j].order == answers[i].order
          || answers[j].entries.contains { answers[i].entries.contains($0) })
    }
  }

  private mutating func claim(_ pieces: Pieces) {
    let bits =
      SumEvidence.millibits(spread: pieces.spread, subsets: pieces.rivals)
      + SumEvidence.severalPayments
    let evidence = pieces.entries.map { sumEvidence($0, [pieces.order], amountBits: bits) }
    let judgement = judge(.manyForOne, evidence)
    guard isAutomatic(judgement, orders: [pieces.order]) else { return }
    for (e, evidence) in zip(pieces.entries, evidence) {
      var outcome = EntryOutcome(
        entryIndex: e, verdict: .automatic,
        links: [
          MatchLink(orderIndex: pieces.order, allocatedYen: amount(e), basis: .manyForOne)
        ],
        candidates: [MatchCandidate(orderIndices: [pieces.order], evidence: evidence)],
        candidateCount: 1, codes: [.M02], probabilityPPM: judgement.probabilityPPM)
      outcome.unpaidPPM = judgement.unpaidPPM
      outcomes[e] = outcome
    }
    fill(pieces.order)
  }
}
