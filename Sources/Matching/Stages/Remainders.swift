// Payments whose payer is certain and whose amount is not: too little, too much, a first part.
// How they are weighed stands in Uneven.swift; here is what such an amount looks like, and what
// happens where no order is certain enough.

import Model

/// How an amount paid stands to an amount due.
enum AmountRelation {
  /// One or two digits mistyped, or a few yen off.
  case slip
  /// Half of it: the first of two.
  case half
  /// Rounded up to a hundred, a thousand or ten thousand.
  case roundedUp
  /// A half or a round sum: perhaps a first part.
  case part
  /// Less, for no visible reason.
  case under
  /// More, for no visible reason.
  case over

  init(paidYen: Int64, missingYen: Int64) {
    let difference = paidYen - missingYen
    let isSlip = AmountRelation.isDigitSlip(paidYen, missingYen)
    if abs(difference) <= 10 || isSlip && difference * 10 <= missingYen {
      self = .slip
    } else if abs(paidYen * 2 - missingYen) <= 1 {
      self = .half
    } else if difference < 0 {
      self = AmountRelation.isPart(paidYen, missingYen) ? .part : .under
    } else if AmountRelation.isRoundedUp(paidYen, missingYen) {
      self = .roundedUp
    } else {
      self = .over
    }
  }

  var isStrong: Bool { self == .slip || self == .half || self == .roundedUp }

  private static func isRoundedUp(_ paidYen: Int64, _ missingYen: Int64) -> Bool {
    let difference = paidYen - missingYen
    return difference < missingYen
      && [100, 1_000, 10_000].contains { paidYen % $0 == 0 && difference < $0 }
  }

  /// Same number of digits, and one digit replaced or two swapped.
  static func isDigitSlip(_ a: Int64, _ b: Int64) -> Bool {
    guard a >= 100, b >= 100 else { return false }
    var (x, y) = (a, b)
    var differing = 0
    // The first two that differ, from the right.
    var low = (x: Int64(0), y: Int64(0))
    var high = low
    while x > 0, y > 0 {
      if x % 10 != y % 10 {
        differing += 1
        (low, high) = (high, (x % 10, y % 10))
        if differing > 2 { return false }
      }
      (x, y) = (x / 10, y / 10)
    }
    if x > 0 || y > 0 { return false }
    return differing == 1 || differing == 2 && low.x == high.y && low.y == high.x
  }

  static func isPart(_ paidYen: Int64, _ missingYen: Int64) -> Bool {
    if paidYen * 10 >= missingYen * 9 { return true }
    let rest = missingYen - paidYen
    return (paidYen % 1_000 == 0 || rest % 1_000 == 0) && paidYen * 5 >= missingYen
  }
}

extension Book {
  mutating func linkRemainders() {
    let entries = waiting.filter { snapshot.entries[Int($0)].unclearedYen == 0 }
    if !nameCrowds.isEmpty {
      for e in entries where namedOrders(e).isEmpty { holdInNameCrowd(e) }
    }
    for c in cancelled(entries.filter { !outcomes.has($0) }) { explain(c, 8_000) }
    takeUneven(entries.filter { !outcomes.has($0) })
    for outcome in unclear(entries.filter { !outcomes.has($0) }) {
      outcomes[outcome.entryIndex] = outcome
    }
    waiting.removeAll { outcomes.has($0) }
  }

  /// Waiting orders that the payer names, else those of the payer, else those of like names whose
  /// amount nearly fits.
  private func orders(thatFit entry: Int32) -> [Int32] {
    let named = namedOrders(entry).filter { isWaiting($0) }
    if !named.isEmpty { return named }
    let own = ordersOfPayer(entry)
    return own.isEmpty ? slipsOfKin(entry) : own
  }

  /// An amount that is not exact says little: where a number names no such order, or an order of
  /// somebody else while the payer's own waits, a person has to look.
  func isTakeable(_ entry: Int32, _ order: Int32) -> Bool {
    let prepared = payer(entry)
    let written = prepared.numbers.filter { $0.value != 0 }
    if written.isEmpty { return true }
    switch numbers.level(written, order) {
    case .none, .other: return false
    case .full, .part: break
    }
    if compareFull(prepared, name(order)) != nil { return true }
    var hasOwn = false
    for key in prepared.keys {
      if isNameCrowd(key) { return false }
      byName.forEach(key) { if isWaiting($0) && isInWindow(entry, $0) { hasOwn = true } }
    }
    return !hasOwn
  }

  /// The payer added what the bank charges.
  func isFeeTooMuch(_ entry: Int32, _ order: Int32) -> Bool {
    let excess = amount(entry) - left[Int(order)]
    return excess > 0 && fees.isFee(shortYen: excess, dueYen: left[Int(order)])
  }

  /// A name and an amount both nearly right.
  private func slipsOfKin(_ entry: Int32) -> [Int32] {
    kin(entry).sure.filter {
      AmountRelation(paidYen: amount(entry), missingYen: left[Int($0)]) == .slip
    }
  }

  /// A cancelled order of the payer that the amount nearly fits, while no open one comes near.
  private func cancelledOrder(_ entry: Int32) -> Candidate? {
    func isNear(_ o: Int32, _ yen: Int64) -> Bool {
      let short = yen - amount(entry)
      return AmountRelation(paidYen: amount(entry), missingYen: yen).isStrong
        || short > 0 && fees.isFee(shortYen: short, dueYen: yen)
    }
    if orders(thatFit: entry).contains(where: { isNear($0, left[Int($0)]) }) { return nil }
    let payer = payer(entry)
    var found: [Int32] = []
    for key in self.payer(entry).keys where !isNameCrowd(key) {
      byName.forEach(key) { found.append($0) }
    }
    for number in payer.numbers where number.digits >= 6 { found += numbers.orders(number) }
    found = sortedUnique(found).filter {
      state[Int($0)] == .cancelled && isInWindow(entry, $0) && isNear($0, due[Int($0)])
    }
    guard found.count == 1 else { return nil }
    let match = compare(self.payer(entry), name(found[0]))
    let level: EvidenceLevel = amount(entry) < due[Int(found[0])] ? .amountShort : .amountOver
    return candidate(entry, found[0], amount: level, name: match, rivals: 1)
  }

  private func cancelled(_ entries: [Int32]) -> [Candidate] {
    workers.gather(entries.count) { range, out in
      fetchNamed(entries[range])
      for i in range { if let c = cancelledOrder(entries[i]) { out.append(c) } }
    }
  }

  private func unclear(_ entries: [Int32]) -> [EntryOutcome] {
    workers.gather(entries.count) { range, out in
      fetchNamed(entries[range])
      for e in entries[range] {
        let orders = orders(thatFit: e)
        if !orders.isEmpty { out.append(unclearOutcome(e, orders)) }
      }
    }
  }

  private func unclearOutcome(_ entry: Int32, _ orders: [Int32]) -> EntryOutcome {
    let found = orders.map { o in
      candidate(
        entry, o, amount: unclearLevel(entry, o), name: compare(payer(entry), name(o)), rivals: 1)
    }.sorted { ($1.weight, $0.order) < ($0.weight, $1.order) }
    return EntryOutcome(
      entryIndex: entry, verdict: .held,
      candidates: found.prefix(8).map { MatchCandidate($0, weights) },
      candidateCount: Int32(found.count), codes: unclearCodes(entry, found),
      probabilityPPM: 200_000, proposal: proposal(entry, orders))
  }

  private func unclearLevel(_ entry: Int32, _ order: Int32) -> EvidenceLevel {
    let (paid, missing) = (amount(entry), left[Int(order)])
    if paid <= missing { return .amountPart }
    return AmountRelation(paidYen: paid, missingYen: missing) == .slip ? .amountSlip : .amountOver
  }

  /// What is to be asked: which order, whose number it is, or what the amount means.
  private func unclearCodes(_ entry: Int32, _ found: [Candidate]) -> [FindingCode] {
    var out = nameCodes(found[0])
    if !found.contains(where: { isTakeable(entry, $0.order) }), !out.contains(.N05) {
      out.append(.N05)
    }
    let all = found.reduce(0) { $0 + left[Int($1.order)] }
    if found.count > 1 { out.append(.M03) }
    if amount(entry) > all { out.append(.A03) }
    if found.count == 1, amount(entry) < all { out.append(.A02) }
    return out.sorted()
  }

  /// Everything still waiting: held with what fits, or unknown.
  mutating func settleRest() {
    for outcome in rest(waiting.filter { !outcomes.has($0) }) {
      outcomes[outcome.entryIndex] = outcome
    }
  }

  private func rest(_ entries: [Int32]) -> [EntryOutcome] {
    workers.map(entries.count) { restOutcome(entries[$0]) }
  }

  /// What fits an entry that nothing explained, `without` orders that are ruled out.
  func restOutcome(_ e: Int32, without ruledOut: Set<Int32> = []) -> EntryOutcome {
    var (found, count, unweighed) = looseListing(e, among: [.waiting, .reserved])
    if !ruledOut.isEmpty {
      count -= found.count { ruledOut.contains($0.order) }
      found.removeAll { ruledOut.contains($0.order) }
    }
    if found.isEmpty {
      found = amountOnly(e).filter { !ruledOut.contains($0.order) }
      count = found.count
      found.sort { ($1.weight, $0.order) < ($0.weight, $1.order) }
    }
    guard let first = found.first else {
      let (late, count) = outsideWindow(e)
      return EntryOutcome(
        entryIndex: e, verdict: .unknown, candidates: late.map { MatchCandidate($0, weights) },
        candidateCount: Int32(count), codes: [.N01])
    }
    let margin = found.count > 1 ? first.weight - found[1].weight : nil
    var codes = nameCodes(first)
    if let margin, margin < Book.nearTieMillibits { codes.append(.N03) }
    if codes.isEmpty { codes.append(Book.doubt(first.name.level)) }
    return EntryOutcome(
      entryIndex: e, verdict: .held,
      candidates: found.prefix(8).map { MatchCandidate($0, weights) },
      candidateCount: Int32(count), codes: codes.sorted(), marginMillibits: margin,
      probabilityPPM: probabilityPPM(millibits: min(first.weight, margin ?? first.weight)),
      unweighedCount: Int32(unweighed))
  }

  /// Orders of the payer's name and the amount that the money came too early or too late for, at
  /// most eight, and how many there are: nothing is linked over such a time, but a person should
  /// look there first.
  private func outsideWindow(_ entry: Int32) -> (first: [Candidate], count: Int) {
    let prepared = payer(entry)
    var found: [Int32] = []
    for key in prepared.keys where !isNameCrowd(key) {
      byAmountAndName.forEach(Book.key(amount(entry), key)) { found.append($0) }
    }
    found = sortedUnique(found).filter {
      isWaiting($0) && !isInWindow(entry, $0) && left[Int($0)] == amount(entry)
    }
    let first = found.prefix(8).map {
      candidate(entry, $0, amount: .amountExact, name: compare(prepared, name($0)), rivals: 1)
    }
    return (first, found.count)
  }

  /// Orders of the amount under other names, where they are few: a third party may have paid.
  private func amountOnly(_ entry: Int32) -> [Candidate] {
    let days = window(entry)
    guard amounts.waitingCount(amount(entry), days: days) <= 3 else { return [] }
    let group = amounts.waitingOrders(amount(entry), days: days)
    return group.sorted().map {
      candidate(
        entry, $0, amount: .amountExact, name: NameMatch(level: .nameDifferent),
        rivals: group.count)
    }
  }
}
