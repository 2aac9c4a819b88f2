// What the bank itself takes back. A reversal is paired with the credit that it undoes; the
// order that had been paid waits again, in this run already.

import Model

/// A bank's reversal and the credit it undoes; -1 where none fits.
struct Reversal {
  var entry: Int32
  var credit: Int32
}

extension Book {
  /// Pairs by account, amount and name, the latest credit not later than the reversal. Orders that
  /// earlier runs had cleared with such a credit are open again afterwards.
  mutating func pairReversals() {
    let entries = snapshot.entries
    var credits: [UInt64: [Int32]] = [:]
    for (i, e) in entries.enumerated() where e.mark != .none && e.direction == .debit {
      if e.standing == .open { reversals.append(Reversal(entry: Int32(i), credit: -1)) }
    }
    guard !reversals.isEmpty else { return }
    for (i, e) in entries.enumerated() where e.direction == .credit && e.mark == .none {
      if e.standing != .reversed { credits[creditKey(Int32(i)), default: []].append(Int32(i)) }
    }
    var used: Set<Int32> = []
    for k in reversals.indices {
      let r = reversals[k].entry
      let e = entries[Int(r)]
      let fitting = (credits[creditKey(r)] ?? []).filter {
        let c = entries[Int($0)]
        return c.accountKey == e.accountKey && c.amountYen == e.amountYen
          && c.bookingDay <= e.bookingDay && !used.contains($0)
      }
      guard let credit = fitting.last else { continue }
      reversals[k].credit = credit
      used.insert(credit)
    }
    takeBack()
  }

  private func creditKey(_ entry: Int32) -> UInt64 {
    let loose = payer(entry).payer.form.loose
    return mixed(hashed(loose) ^ UInt64(bitPattern: amount(entry)))
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

  /// Writes the outcomes of undone credits and of the reversals themselves, after all else.
  mutating func settleReversals() {
    for r in reversals {
      guard r.credit >= 0 else {
        outcomes[Int(r.entry)] = EntryOutcome(
          entryIndex: r.entry, verdict: .held, codes: [.B01])
        continue
      }
      if snapshot.entries[Int(r.credit)].standing == .open { settleUndone(r.credit) }
      let links = linksToUndo(r.credit)
      let verdict: EntryVerdict = links.isEmpty ? .setAside(.reversedAtBank) : .automatic
      outcomes[Int(r.entry)] = EntryOutcome(
        entryIndex: r.entry, verdict: verdict, links: links, codes: [.B01],
        probabilityPPM: 1_000_000, undoesEntryIndex: r.credit)
    }
  }

  private func linksToUndo(_ credit: Int32) -> [MatchLink] {
    if let outcome = outcomes[Int(credit)] {
      return outcome.links.map {
        MatchLink(orderIndex: $0.orderIndex, allocatedYen: -$0.allocatedYen, basis: .reversal)
      }
    }
    var net: [Int32: Int64] = [:]
    for c in snapshot.clearings where c.entryIndex == credit {
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
      if best.isEmpty { best = looseCandidates(entry, among: [.waiting, .reserved]) }
      best.sort { ($1.weight, $0.order) < ($0.weight, $1.order) }
      if let first = best.first {
        let margin =
          best.count > 1 ? min(first.weight, first.weight - best[1].weight) : first.weight
        if probabilityPPM(millibits: margin) >= policy.automaticFromPPM { chosen = first.order }
      }
    }
    if let order = chosen {
      let allocated = min(amount(entry), due[Int(order)])
      outcomes[Int(entry)] = EntryOutcome(
        entryIndex: entry, verdict: .automatic,
        links: [MatchLink(orderIndex: order, allocatedYen: allocated, basis: .exact)],
        candidates: best.prefix(8).map(MatchCandidate.init), candidateCount: Int32(best.count),
        codes: [.B01], excessYen: amount(entry) - allocated,
        shortYen: due[Int(order)] - allocated, probabilityPPM: 999_000)
    } else {
      outcomes[Int(entry)] = EntryOutcome(
        entryIndex: entry, verdict: .setAside(.reversedAtBank), codes: [.B01])
    }
  }

  /// The order that a later payment of the same payer and amount was linked to.
  private func repaidOrder(_ entry: Int32) -> Int32? {
    let key = creditKey(entry)
    let name = payer(entry).key
    let day = snapshot.entries[Int(entry)].bookingDay
    for i in outcomes.indices where payers[Int(payerOf[i])].key == name {
      guard Int32(i) != entry, let outcome = outcomes[i], outcome.links.count == 1,
        outcome.links[0].allocatedYen > 0, creditKey(Int32(i)) == key,
        snapshot.entries[i].bookingDay >= day
      else { continue }
      return outcome.links[0].orderIndex
    }
    return nil
  }
}

extension MatchCandidate {
  init(_ c: Candidate) { self.init(orderIndices: [c.order], evidence: c.evidence) }
}
