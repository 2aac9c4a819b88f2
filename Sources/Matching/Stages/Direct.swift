// One payment, one order. First what name or number say in full, later, among what is left, what
// only resembles.

import Model

/// Which orders a search looks at.
struct Wanted: OptionSet {
  let rawValue: UInt8
  /// Open and not claimed in this run.
  static let waiting = Wanted(rawValue: 1)
  /// Paid already, or cancelled.
  static let closed = Wanted(rawValue: 2)
  /// Held back by an undecided tie.
  static let reserved = Wanted(rawValue: 4)
}

extension Book {
  func isWanted(_ order: Int32, _ wanted: Wanted) -> Bool {
    wanted.contains(.waiting) && isWaiting(order)
      || wanted.contains(.closed) && isClosed(order)
      || wanted.contains(.reserved) && state[Int(order)] == .reserved
  }

  /// Orders of exactly the amount under the payer's full name, or under a number in the text.
  func directCandidates(
    _ entry: Int32, plusYen: Int64 = 0, among wanted: Wanted
  ) -> [Candidate] {
    var out: [Candidate] = []
    addDirect(entry, plusYen: plusYen, among: wanted, to: &out)
    return out
  }

  private func addDirect(
    _ entry: Int32, plusYen: Int64 = 0, among wanted: Wanted, to out: inout [Candidate]
  ) {
    let prepared = payer(entry)
    let yen = amount(entry) + plusYen
    var found: [Int32] = []
    for key in prepared.keys {
      let key = Book.key(yen, key)
      if !isCrowd(key) { byAmountAndName.forEach(key) { found.append($0) } }
    }
    for number in prepared.numbers {
      for o in numbers.orders(number) where left[Int(o)] == yen || due[Int(o)] == yen {
        found.append(o)
      }
    }
    if found.isEmpty { return }
    let rivals = rivalCount(entry, yen)
    for o in sortedUnique(found) where isInWindow(entry, o) && isWanted(o, wanted) {
      let asked = state[Int(o)] == .open ? left[Int(o)] : due[Int(o)]
      guard asked == yen else { continue }
      var name = prepared.isEmpty ? NameMatch(level: .nameAbsent) : NameMatch(level: .nameDifferent)
      if let full = compareFull(prepared, self.name(o)) {
        name = full
      } else if !prepared.numbers.isEmpty {
        name = compare(prepared, self.name(o))
      } else {
        continue
      }
      out.append(
        candidate(
          entry, o, amount: plusYen == 0 ? .amountExact : .amountShortByFee, name: name,
          rivals: rivals, payer: prepared))
    }
  }

  /// How many orders of an amount lie in the window of an entry.
  func rivalCount(_ entry: Int32, _ yen: Int64) -> Int {
    amounts.rows(yen, days: window(entry)).count
  }

  /// Order days that an entry can pay for.
  func window(_ entry: Int32) -> ClosedRange<Int32> {
    let d = bookingDay(entry)
    return (d - policy.windowAfterDays)...(d + policy.windowBeforeDays)
  }

  func isWaiting(_ order: Int32) -> Bool {
    state[Int(order)] == .open
  }

  /// Strong links first: full name or number, amount exact.
  mutating func linkDirectly() {
    findCrowds()
    accept(choose(directCandidates(of: waiting, among: .waiting)))
    if !crowds.isEmpty {
      // What numbers named is gone: what is left may be no crowd any more.
      findCrowds()
      accept(choose(directCandidates(of: waiting, among: .waiting)))
      holdCrowds()
    }
  }

  private func directCandidates(of entries: [Int32], among wanted: Wanted) -> [Candidate] {
    workers.gather(entries.count) { range, out in
      fetchDirect(entries[range])
      for i in range { addDirect(entries[i], among: wanted, to: &out) }
    }
  }

  /// The same with a transfer fee taken off by the payer's bank.
  mutating func linkShortByFee() {
    accept(choose(candidatesShortByFee(waiting)))
  }

  private func candidatesShortByFee(_ entries: [Int32]) -> [Candidate] {
    workers.gather(entries.count, atOnce: 256) { range, out in
      for (e, fee) in feesThatMayBeShort(entries[range]) {
        out += directCandidates(e, plusYen: fee, among: .waiting).filter {
          isTakeable(e, $0.order)
        }
      }
    }
  }

  /// Payments with the fees by which orders of their names or numbers may be dearer: hardly any.
  private func feesThatMayBeShort(
    _ entries: ArraySlice<Int32>
  ) -> [(entry: Int32, feeYen: Int64)] {
    var asked: [(entry: Int32, feeYen: Int64)] = []
    var keys: [UInt64] = []
    var ends: [Int] = []
    for e in entries {
      for fee in feeAmounts where fees.isFee(shortYen: fee, dueYen: amount(e) + fee) {
        asked.append((e, fee))
        for key in payer(e).keys { keys.append(Book.key(amount(e) + fee, key)) }
        ends.append(keys.count)
      }
    }
    let rows = byAmountAndName.firstRows(keys)
    var first = 0
    return zip(asked, ends).compactMap { asked, end in
      defer { first = end }
      let isNamed = rows[first..<end].contains { $0 >= 0 }
      return isNamed || payerFacts[Int(asked.entry)].hasNumber ? asked : nil
    }
  }

  /// Orders of exactly the amount under names that resemble, under a number that the payer wrote,
  /// or of customers that the payer is known to pay for; ascending by order. `namesakes` says
  /// whether strangers of the payer's surname are among them: nil for none.
  func looseCandidates(
    _ entry: Int32, among wanted: Wanted, namesakes: Interest? = .onlyWhatCanBeChosen
  ) -> [Candidate] {
    var out: [Candidate] = []
    forEachLoose(entry, among: wanted, namesakes) { out.append($0) }
    return out
  }

  @inline(__always) private func forEachLoose(
    _ entry: Int32, among wanted: Wanted, _ namesakes: Interest?, _ body: (Candidate) -> Void
  ) {
    let place = AmountPlace(self, entry)
    if place.rows.isEmpty { return }
    let alike = likenesses[entry] ?? searchLikenesses(entry)[...]
    fetch(alike.lazy.map(\.order))
    var more = namesakes.map { self.namesakes(of: entry, place, wanted, $0, besides: alike) } ?? []
    more += strangers(entry, among: wanted, besides: alike, more)
    if more.isEmpty && alike.isEmpty { return }
    let rivals = amounts.waitingCount(in: place.rows)
    let payer = payer(entry)
    func weigh(_ like: Likeness) {
      body(
        candidate(
          entry, like.order, amount: .amountExact, name: like.match, rivals: rivals, payer: payer,
          rare: like.rare))
    }
    if more.isEmpty {
      for like in alike where isWanted(like.order, wanted) { weigh(like) }
    } else {
      more += alike.filter { isWanted($0.order, wanted) }
      for like in more.sorted(by: { $0.order < $1.order }) { weigh(like) }
    }
  }

  /// Orders of customers that the payer is known to pay for, under whatever names.
  private func strangers(
    _ entry: Int32, among wanted: Wanted, besides alike: ArraySlice<Likeness>, _ more: [Likeness]
  ) -> [Likeness] {
    let orders = ordersOfKnown(entry).filter { o in
      isWanted(o, wanted) && !alike.contains { $0.order == o } && !more.contains { $0.order == o }
    }
    if orders.isEmpty { return [] }
    let prepared = payer(entry)
    return orders.map { o in
      let match = compareSurnames(prepared, name(o)) ?? NameMatch(level: .nameDifferent)
      return Likeness(match: match, order: o)
    }
  }

  /// What resembles, among orders and payments that nothing stronger explains. A cancelled or
  /// already paid order may explain a payment better than an open one.
  mutating func linkLoosely() {
    findLikenesses()
    learnPayers((0..<outcomes.count).map { Int32($0) })
    linkLooselyAgain()
  }

  /// In rounds, because what one explains leaves fewer rivals and proves more payers.
  mutating func linkLooselyAgain() {
    for _ in 0..<Book.mostRounds {
      let entries = waiting
      noteJointPayments()
      linkLoosely(entries)
      learnPayers(entries)
      if waiting.count == entries.count { return }
    }
  }

  /// Later rounds link hardly anything any more; what they might is left to the next run.
  private static let mostRounds = 4

  private mutating func linkLoosely(_ entries: [Int32]) {
    var open = looseCandidates(of: entries)
    let closed = bestClosed(open)
    var floor = [Int32](repeating: 0, count: outcomes.count)
    for c in closed { floor[Int(c.entry)] = c.weight }
    open = open.filter { isWaiting($0.order) }
    accept(choose(open, floor: floor))
    var best = [Int32](repeating: 0, count: outcomes.count)
    for c in open where isWaiting(c.order) {
      best[Int(c.entry)] = max(best[Int(c.entry)], c.weight)
    }
    for c in closed where !outcomes.has(c.entry) {
      let margin = min(c.weight, c.weight - best[Int(c.entry)])
      if probabilityPPM(millibits: margin) >= policy.automaticFromPPM { explain(c, margin) }
    }
    waiting.removeAll { outcomes.has($0) }
  }

  /// The best that orders which no longer wait have to offer each payment, where that is anything.
  /// Candidates come by entry.
  private func bestClosed(_ candidates: [Candidate]) -> [Candidate] {
    var best: [Candidate] = []
    for c in candidates where !isWaiting(c.order) && c.weight > 0 {
      if best.last?.entry != c.entry {
        best.append(c)
      } else if best[best.count - 1].weight < c.weight {
        best[best.count - 1] = c
      }
    }
    return best
  }

  private func looseCandidates(of entries: [Int32]) -> [Candidate] {
    workers.gather(entries.count) { range, out in
      for i in range {
        forEachLoose(entries[i], among: [.waiting, .closed], .onlyWhatCanBeChosen) {
          if Component.isWorthALook($0) { out.append($0) }
        }
      }
    }
  }

  func isClosed(_ order: Int32) -> Bool {
    state[Int(order)] == .cancelled || state[Int(order)] == .paid
  }

  /// Payments for orders that no longer wait: paid already, or cancelled. Full name or number.
  mutating func linkClosed() {
    for c in directClosed(waiting)
    where probabilityPPM(millibits: c.weight) >= policy.automaticFromPPM {
      explain(c, c.weight)
    }
    waiting.removeAll { outcomes.has($0) }
  }

  private func directClosed(_ entries: [Int32]) -> [Candidate] {
    workers.gather(entries.count) { range, out in
      for i in range {
        let best = directCandidates(entries[i], among: .closed).min {
          ($1.weight, $0.order) < ($0.weight, $1.order)
        }
        if let best { out.append(best) }
      }
    }
  }

  /// Links for information: nothing is allocated.
  mutating func explain(_ c: Candidate, _ margin: Int32) {
    let isPaid = state[Int(c.order)] == .paid
    let code: FindingCode = isPaid ? .A04 : .T01
    let basis: MatchBasis = isPaid ? .doublePayment : .afterCancel
    outcomes[c.entry] = EntryOutcome(
      entryIndex: c.entry, verdict: isPaid ? .automatic : .held,
      links: [MatchLink(orderIndex: c.order, allocatedYen: 0, basis: basis)],
      candidates: [MatchCandidate(c, weights)], candidateCount: 1,
      codes: ([code] + nameCodes(c)).sorted(), excessYen: amount(c.entry),
      marginMillibits: nil, probabilityPPM: probabilityPPM(millibits: margin))
  }
}
