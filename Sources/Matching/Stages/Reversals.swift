// What the bank itself takes back. A reversal is paired with the credit that it undoes; the
// order that had been paid waits again, in this run already.

import Model

/// A bank's reversal and the credit it undoes; -1 where none fits, or where nobody can tell which.
struct Reversal {
  var entry: Int32
  var credit: Int32
  /// Credits that fit equally well and are not worth the same; empty where one was found.
  var twins: [Int32] = []
}

extension Book {
  /// Whether money went out because the bank took an earlier credit back.
  func isReversal(_ entry: Int32) -> Bool {
    if snapshot.entries[Int(entry)].direction == .credit { return false }
    let e = snapshot.entries[Int(entry)]
    if e.mark != .none || ReversalWords.isMeant(byKind: e.kindText) { return true }
    let form = written(entry)
    return ReversalWords.isMeant(byName: form) || ReversalWords.areMentioned(in: e, form)
  }

  /// Pairs by account, amount and name with the nearest credit not later than the reversal. Orders
  /// that earlier runs had cleared with such a credit are open again afterwards. Of several credits
  /// of that day that cleared different things none is taken: a person has to say which it was.
  mutating func pairReversals() {
    let entries = snapshot.entries
    for i in entries.indices where entries[i].standing == .open && isReversal(Int32(i)) {
      reversals.append(Reversal(entry: Int32(i), credit: -1))
    }
    guard !reversals.isEmpty else { return }
    credits = CreditIndex(self)
    var used: Set<Int32> = []
    for k in reversals.indices {
      let e = entries[Int(reversals[k].entry)]
      func isEarlier(_ credit: Int32) -> Bool {
        let c = Int(credit)
        return entries[c].bookingDay <= e.bookingDay && entries[c].accountKey == e.accountKey
          && !used.contains(credit)
      }
      let name = reversedName(reversals[k].entry)
      var earlier = name.isEmpty ? [] : credits.credits(e.amountYen, name).filter(isEarlier)
      if earlier.isEmpty { earlier = credits.credits(e.amountYen).filter(isEarlier) }
      let nearest = nearest(earlier, to: reversals[k].entry)
      guard let credit = nearest.last else {
        if !canBeCompared(reversals[k].entry) { reversals[k].twins = lately(earlier, e.bookingDay) }
        continue
      }
      if nearest.count > 1, !areWorthTheSame(nearest) {
        reversals[k].twins = nearest
      } else {
        reversals[k].credit = credit
        used.insert(credit)
      }
    }
    takeBack()
  }

  /// The credits of the last day on which the payer's name is the reversal's; names that one side
  /// cut off count only where no name is equal.
  private func nearest(_ credits: [Int32], to reversal: Int32) -> [Int32] {
    let name = reversedName(reversal)
    guard !name.isEmpty else { return [] }
    var fitting = credits.filter { payerName($0).form.loose == name }
    if fitting.isEmpty {
      fitting = credits.filter { isCut(payerName($0).form.loose, name) }
      // A cut name may be that of several people: then the day tells nothing.
      if Set(fitting.map { payerName($0).form.loose }).count > 1 { return fitting }
    }
    let day = fitting.map { snapshot.entries[Int($0)].bookingDay }.max()
    return fitting.filter { snapshot.entries[Int($0)].bookingDay == day }
  }

  /// False where the reversal names nobody, or in letters that no notice of a payment is written
  /// in: then it may be about any credit of the amount.
  private func canBeCompared(_ reversal: Int32) -> Bool {
    let name = reversedName(reversal)
    return !name.isEmpty && !name.contains(Code.kanji)
  }

  /// Banks take back within days, not months.
  private func lately(_ credits: [Int32], _ day: Day) -> [Int32] {
    credits.filter { day.days(since: snapshot.entries[Int($0)].bookingDay) <= 31 }
  }

  /// The one begins with the other, which is long enough to have been cut off by a bank.
  private func isCut(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    min(a.count, b.count) >= 4 && (a.starts(with: b) || b.starts(with: a))
  }

  /// Equal or cut names; a row without a name speaks against nothing.
  func isOneName(_ a: Int32, _ b: Int32) -> Bool {
    let (x, y) = (payerName(a).form.loose, payerName(b).form.loose)
    return x.isEmpty || y.isEmpty || x == y || isCut(x, y)
  }

  private func written(_ entry: Int32) -> NameForm {
    let payer = payerName(entry)
    return payer.uncut ?? payer.form
  }

  /// The payer's name in a reversal, without the bank's words before or behind it.
  private func reversedName(_ entry: Int32) -> [UInt8] {
    let form = written(entry)
    let parts = form.parts.filter { !ReversalWords.isWord($0) }
    return parts.count == form.parts.count
      ? payerName(entry).form.loose : loose(parts.flatMap { $0 })
  }

  /// Undoing the one or the other leaves the same: they are one payer's, and none of them cleared
  /// anything yet, or all of them the same order.
  private func areWorthTheSame(_ twins: [Int32]) -> Bool {
    guard Set(twins.map { payerName($0).form.loose }).count == 1 else { return false }
    var orders: [Int32: Set<Int32>] = [:]
    for credit in twins {
      for c in credits.clearings(of: credit, in: snapshot) where c.allocatedYen != 0 {
        orders[credit, default: []].insert(c.orderIndex)
      }
    }
    if orders.isEmpty {
      return Set(twins.map { snapshot.entries[Int($0)].ediText }).count == 1
    }
    return orders.count == twins.count && Set(orders.values).count == 1
  }

  /// What earlier runs cleared with an undone credit is missing again.
  private mutating func takeBack() {
    let undone = Set(reversals.map(\.credit))
    for c in snapshot.clearings where undone.contains(c.entryIndex) {
      let o = Int(c.orderIndex)
      left[o] += c.allocatedYen
      if state[o] == .paid, left[o] > 0 { state[o] = .open }
    }
  }

  /// Credits of this run that a reversal of this run undoes.
  var undoneCredits: Set<Int32> {
    var out: Set<Int32> = []
    for r in reversals where r.credit >= 0 {
      if snapshot.entries[Int(r.credit)].standing == .open { out.insert(r.credit) }
    }
    return out
  }

  /// Credits of this run that a reversal may have undone: nobody knows, so nothing is given away.
  mutating func holdDoubted() {
    for r in reversals where r.credit < 0 {
      for credit in r.twins where snapshot.entries[Int(credit)].standing == .open {
        outcomes[credit] = EntryOutcome(entryIndex: credit, verdict: .held, codes: [.B01])
      }
    }
    waiting.removeAll { outcomes.has($0) }
  }

  /// Writes the outcomes of undone credits and of the reversals themselves, after all else.
  mutating func settleReversals() {
    for r in reversals {
      guard r.credit >= 0 else {
        outcomes[r.entry] = EntryOutcome(
          entryIndex: r.entry, verdict: .held, candidates: candidates(r.twins),
          candidateCount: Int32(r.twins.count), codes: [.B01])
        continue
      }
      if snapshot.entries[Int(r.credit)].standing == .open { settleUndone(r.credit) }
      let links = linksToUndo(r.credit)
      let verdict: EntryVerdict = links.isEmpty ? .setAside(.reversedAtBank) : .automatic
      outcomes[r.entry] = EntryOutcome(
        entryIndex: r.entry, verdict: verdict, links: links, codes: [.B01],
        probabilityPPM: 1_000_000, undoesEntryIndex: r.credit)
    }
  }

  /// The orders that one of several credits cleared: any of them may have lost its money.
  private func candidates(_ twins: [Int32]) -> [MatchCandidate] {
    let orders = twins.flatMap { credits.clearings(of: $0, in: snapshot) }
      .filter { $0.allocatedYen > 0 }.map(\.orderIndex)
    return Set(orders).sorted().prefix(8).map { MatchCandidate(orderIndices: [$0], evidence: []) }
  }

  private func linksToUndo(_ credit: Int32) -> [MatchLink] {
    if let outcome = outcomes[credit] {
      return outcome.links.map {
        MatchLink(orderIndex: $0.orderIndex, allocatedYen: -$0.allocatedYen, basis: .reversal)
      }
    }
    var net: [Int32: Int64] = [:]
    for c in credits.clearings(of: credit, in: snapshot) {
      net[c.orderIndex, default: 0] += c.allocatedYen
    }
    return net.keys.sorted().compactMap { o in
      net[o]! == 0
        ? nil : MatchLink(orderIndex: o, allocatedYen: -net[o]!, basis: .reversal)
    }
  }

  /// The undone credit itself: to the order that a later payment of the same payer paid, else to
  /// the open order that it fits. It takes nothing of what the order still misses.
  private mutating func settleUndone(_ entry: Int32) {
    var chosen = repaidOrder(entry)
    var best: [Candidate] = []
    if chosen == nil {
      best = directCandidates(entry, among: [.waiting, .reserved])
      if best.isEmpty {
        best = looseCandidates(entry, among: [.waiting, .reserved], namesakes: .all)
      }
      best.sort { ($1.weight, $0.order) < ($0.weight, $1.order) }
      if let first = best.first {
        let margin =
          best.count > 1 ? min(first.weight, first.weight - best[1].weight) : first.weight
        if probabilityPPM(millibits: margin) >= policy.automaticFromPPM { chosen = first.order }
      }
    }
    if let order = chosen {
      let allocated = min(amount(entry), due[Int(order)])
      outcomes[entry] = EntryOutcome(
        entryIndex: entry, verdict: .automatic,
        links: [MatchLink(orderIndex: order, allocatedYen: allocated, basis: .exact)],
        candidates: best.prefix(8).map { MatchCandidate($0, weights) },
        candidateCount: Int32(best.count),
        codes: [.B01], excessYen: amount(entry) - allocated,
        shortYen: due[Int(order)] - allocated, probabilityPPM: 999_000)
    } else {
      outcomes[entry] = EntryOutcome(
        entryIndex: entry, verdict: .setAside(.reversedAtBank), codes: [.B01])
    }
  }

  /// The order that a later payment of the same payer and amount was linked to.
  private func repaidOrder(_ entry: Int32) -> Int32? {
    let day = snapshot.entries[Int(entry)].bookingDay
    let name = payerName(entry).form.loose
    for i in credits.credits(amount(entry), name)
    where i != entry && payerName(i).form.loose == name {
      guard let outcome = outcomes[i], outcome.links.count == 1,
        outcome.links[0].allocatedYen > 0, snapshot.entries[Int(i)].bookingDay >= day
      else { continue }
      return outcome.links[0].orderIndex
    }
    return nil
  }
}

/// Credits that a reversal of this run may undo: those of the reversals' amounts that stand.
struct CreditIndex {
  private var byAmount = Chains()
  private var byName = Chains()
  private var clearings = Chains()

  init() {}

  /// Cost: linear in entries and clearings.
  init(_ book: Book) {
    let entries = book.snapshot.entries
    let amounts = Set(book.reversals.map { book.amount($0.entry) })
    for i in entries.indices where entries[i].direction == .credit {
      let yen = entries[i].amountYen
      guard amounts.contains(yen), entries[i].standing != .reversed else { continue }
      byAmount.add(mixed(UInt64(bitPattern: yen)), Int32(i))
      byName.add(Book.key(yen, book.payerFacts[i].key), Int32(i))
    }
    for (row, c) in book.snapshot.clearings.enumerated()
    where amounts.contains(book.amount(c.entryIndex)) {
      clearings.add(CreditIndex.key(c.entryIndex), Int32(row))
    }
    byAmount.close()
    byName.close()
    clearings.close()
  }

  private static func key(_ entry: Int32) -> UInt64 { mixed(UInt64(UInt32(bitPattern: entry))) }

  /// In snapshot order, as all of these.
  func credits(_ amountYen: Int64) -> [Int32] {
    byAmount.rows(mixed(UInt64(bitPattern: amountYen)))
  }

  /// Those under a loose name; by its hash, so the names are to be compared.
  func credits(_ amountYen: Int64, _ name: [UInt8]) -> [Int32] {
    byName.rows(Book.key(amountYen, hashed(name)))
  }

  /// What earlier runs cleared with a credit.
  func clearings(of credit: Int32, in snapshot: Snapshot) -> [LedgerClearing] {
    clearings.rows(CreditIndex.key(credit)).map { snapshot.clearings[Int($0)] }
      .filter { $0.entryIndex == credit }
  }
}

extension MatchCandidate {
  init(_ c: Candidate, _ weights: EvidenceWeights) {
    self.init(orderIndices: [c.order], evidence: c.evidence(weights))
  }
}
