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
    let prepared = payers[Int(payerOf[Int(entry)])]
    let payer = prepared.payer
    let yen = amount(entry) + plusYen
    var found: [Int32] = []
    for key in prepared.keys {
      byAmountAndName.forEach(Book.key(yen, key)) { found.append($0) }
    }
    for number in payer.numbers {
      for o in numbers.orders(number) where left[Int(o)] == yen || due[Int(o)] == yen {
        found.append(o)
      }
    }
    if found.isEmpty { return [] }
    var out: [Candidate] = []
    for o in sortedUnique(found) where isInWindow(entry, o) && isWanted(o, wanted) {
      let asked = state[Int(o)] == .open ? left[Int(o)] : due[Int(o)]
      guard asked == yen else { continue }
      var name = payer.isEmpty ? NameMatch(level: .nameAbsent) : NameMatch(level: .nameDifferent)
      if let full = compareFull(payer, self.name(o)) {
        name = full
      } else if !payer.numbers.isEmpty {
        name = compare(prepared, self.name(o))
      } else {
        continue
      }
      out.append(
        candidate(
          entry, o, amount: plusYen == 0 ? .amountExact : .amountShortByFee, name: name,
          rivals: rivalCount(entry, yen)))
    }
    return out
  }

  /// How many orders of an amount lie in the window of an entry.
  func rivalCount(_ entry: Int32, _ yen: Int64) -> Int {
    amounts.orders(yen, days: window(entry), day).count
  }

  /// Order days that an entry can pay for.
  func window(_ entry: Int32) -> ClosedRange<Int32> {
    let d = snapshot.entries[Int(entry)].bookingDay.number
    return (d - policy.windowAfterDays)...(d + policy.windowBeforeDays)
  }

  func isWaiting(_ order: Int32) -> Bool {
    state[Int(order)] == .open
  }

  /// Strong links first: full name or number, amount exact.
  mutating func linkDirectly() {
    var all: [Candidate] = []
    for e in waiting { all += directCandidates(e, among: .waiting) }
    accept(choose(all))
  }

  /// The same with a transfer fee taken off by the payer's bank.
  mutating func linkShortByFee() {
    var amounts: [Int64] = []
    for fee in fees.fees where amounts.last != fee.amountYen { amounts.append(fee.amountYen) }
    var all: [Candidate] = []
    for e in waiting {
      for fee in amounts where fees.isFee(shortYen: fee, dueYen: amount(e) + fee) {
        all += directCandidates(e, plusYen: fee, among: .waiting).filter {
          isTakeable(e, $0.order)
        }
      }
    }
    accept(choose(all))
  }

  /// Orders of exactly the amount under names that resemble, under a number that the payer wrote,
  /// or of customers that the payer is known to pay for; ascending by order.
  func looseCandidates(_ entry: Int32, among wanted: Wanted) -> [Candidate] {
    var found = (likenesses[Int(entry)] ?? searchLikenesses(entry)).filter {
      isWanted($0.order, wanted)
    }
    let strange = ordersOfKnown(entry).filter { o in
      isWanted(o, wanted) && !found.contains { $0.order == o }
    }
    if !strange.isEmpty {
      for o in strange {
        found.append(Likeness(order: o, match: NameMatch(level: .nameDifferent)))
      }
      found.sort { $0.order < $1.order }
    }
    if found.isEmpty { return [] }
    var open = 0
    for o in amounts.orders(amount(entry), days: window(entry), day) where isWaiting(o) {
      open += 1
    }
    return found.map {
      candidate(entry, $0.order, amount: .amountExact, name: $0.match, rivals: open)
    }
  }

  /// What resembles, among orders and payments that nothing stronger explains. A cancelled or
  /// already paid order may explain a payment better than an open one.
  /// Twice, because what the first round explains leaves fewer rivals and proves more payers.
  mutating func linkLoosely() {
    findLikenesses()
    learnClearedPayers()
    learnPayers(0..<Int32(outcomes.count))
    noteJointPayments()
    let entries = waiting
    linkLoosely(entries)
    learnPayers(entries)
    noteJointPayments()
    linkLoosely(waiting)
  }

  private mutating func linkLoosely(_ entries: [Int32]) {
    var open: [Candidate] = []
    var closed: [Int32: Candidate] = [:]
    var floor: [Int32: Int32] = [:]
    for e in entries {
      for c in looseCandidates(e, among: [.waiting, .closed]) {
        if isWaiting(c.order) {
          open.append(c)
        } else if c.weight > closed[e]?.weight ?? 0 {
          closed[e] = c
          floor[e] = c.weight
        }
      }
    }
    accept(choose(open, floor: floor))
    var best: [Int32: Int32] = [:]
    for c in open where isWaiting(c.order) { best[c.entry] = max(best[c.entry] ?? 0, c.weight) }
    for e in entries where outcomes[Int(e)] == nil {
      guard let c = closed[e] else { continue }
      let margin = min(c.weight, c.weight - (best[e] ?? 0))
      if probabilityPPM(millibits: margin) >= policy.automaticFromPPM { explain(c, margin) }
    }
    waiting.removeAll { outcomes[Int($0)] != nil }
  }

  func isClosed(_ order: Int32) -> Bool {
    state[Int(order)] == .cancelled || state[Int(order)] == .paid
  }

  /// Payments for orders that no longer wait: paid already, or cancelled. Full name or number.
  mutating func linkClosed() {
    for e in waiting {
      let found = directCandidates(e, among: .closed).sorted {
        ($1.weight, $0.order) < ($0.weight, $1.order)
      }
      guard let first = found.first else { continue }
      if probabilityPPM(millibits: first.weight) >= policy.automaticFromPPM {
        explain(first, first.weight)
      }
    }
    waiting.removeAll { outcomes[Int($0)] != nil }
  }

  /// Links for information: nothing is allocated.
  mutating func explain(_ c: Candidate, _ margin: Int32) {
    let isPaid = state[Int(c.order)] == .paid
    let code: FindingCode = isPaid ? .A04 : .T01
    let basis: MatchBasis = isPaid ? .doublePayment : .afterCancel
    outcomes[Int(c.entry)] = EntryOutcome(
      entryIndex: c.entry, verdict: isPaid ? .automatic : .held,
      links: [MatchLink(orderIndex: c.order, allocatedYen: 0, basis: basis)],
      candidates: [MatchCandidate(c)], candidateCount: 1,
      codes: ([code] + nameCodes(c)).sorted(), excessYen: amount(c.entry),
      marginMillibits: nil, probabilityPPM: probabilityPPM(millibits: margin))
  }
}
