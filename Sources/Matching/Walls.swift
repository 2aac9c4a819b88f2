// Walls between the shops of one operator. Money of an account is matched to orders of the shops
// that the account collects for, and to no others; what finds none among them and fits another
// shop's order is held for a person (D05).

public import Model

/// Matches within walls: accounts of the same shops together, those of few shops before those that
/// collect for more, so that a shared account pays what a shop's own has left. Without an account
/// that is some shops' only, this is `match`.
///
/// An outcome never names an order beyond its account's walls but in three cases, all for people:
/// a person gave the money to it, the bank takes such money back, or D05. Cost: that of `match`
/// for every set of shops, and once more for money that found nothing.
public func match(
  _ snapshot: Snapshot, accounts: [String: AccountFact], policy: Policy, fees: FeeTable,
  weights: EvidenceWeights = .init(), workers: Workers = .one
) -> MatchResult {
  func plain(_ snapshot: Snapshot) -> MatchResult {
    match(snapshot, policy: policy, fees: fees, weights: weights, workers: workers)
  }
  guard accounts.values.contains(where: { !$0.shopIDs.isEmpty }) else { return plain(snapshot) }
  var walled = WalledMatch(snapshot, accounts)
  walled.matchWithin(plain)
  walled.matchAcross(plain)
  return walled.result()
}

/// Entries of accounts that collect for the same shops.
private struct Side {
  /// Empty where they collect for every shop.
  var shopIDs: [String]
  var entries: [Int32] = []

  /// Every shop is more than any number of them.
  var width: Int { shopIDs.isEmpty ? .max : shopIDs.count }

  func isWithin(_ shopID: String) -> Bool { shopIDs.isEmpty || shopIDs.contains(shopID) }
}

private struct WalledMatch {
  /// Orders take in what sides matched so far have cleared.
  private var snapshot: Snapshot
  private var sides: [Side] = []
  private let ordersOfShop: [String: [Int32]]
  /// By entry.
  private var outcomes: [Int32: EntryOutcome] = [:]
  private var unheeded: [Int64] = []
  private var heldUnnamed: Set<Int32> = []

  /// Cost: linear in entries and orders.
  init(_ snapshot: Snapshot, _ accounts: [String: AccountFact]) {
    self.snapshot = snapshot
    var byShop: [String: [Int32]] = [:]
    for o in snapshot.orders.indices {
      byShop[snapshot.orders[o].row.shopID, default: []].append(Int32(o))
    }
    ordersOfShop = byShop
    var entries: [[String]: [Int32]] = [:]
    for e in snapshot.entries.indices {
      let shops = accounts[snapshot.entries[e].accountKey]?.shopIDs ?? []
      entries[shops, default: []].append(Int32(e))
    }
    sides = entries.map { Side(shopIDs: $0.key, entries: $0.value) }.sorted { a, b in
      let (x, y) = (a.width, b.width)
      return x == y ? a.shopIDs.lexicographicallyPrecedes(b.shopIDs) : x < y
    }
  }

  mutating func matchWithin(_ match: (Snapshot) -> MatchResult) {
    for side in sides {
      let (part, beyond) = part(of: side)
      var own = part.snapshot
      // What lies beyond the wall is there for what people and the bank did; nothing else may find
      // it, as no transfer is expected for it.
      for o in beyond { own.orders[Int(o)].row.paymentMethod = .other }
      let result = match(own)
      for outcome in result.outcomes { take(part.inWhole(outcome)) }
      unheeded += result.unheeded
      heldUnnamed.formUnion(result.heldUnnamed.map { part.orders[Int($0)] })
    }
  }

  /// The side's entries with all orders within the wall, those beyond it that people name for
  /// money of the side, and those that earlier runs gave such money to; with places of the last.
  private func part(of side: Side) -> (part: SnapshotPart, beyond: [Int32]) {
    let isOwn = Set(side.entries)
    var orders = Set(ordersOfShop.filter { side.isWithin($0.key) }.values.joined())
    var beyond: Set<Int32> = []
    for answer in snapshot.answers where answer.isNew && isOwn.contains(answer.entryIndex) {
      if answer.kind == .assign { orders.formUnion(answer.shares.map(\.orderIndex)) }
    }
    for clearing in snapshot.clearings
    where isOwn.contains(clearing.entryIndex) && !orders.contains(clearing.orderIndex) {
      beyond.insert(clearing.orderIndex)
    }
    for answer in snapshot.answers where isOwn.contains(answer.entryIndex) {
      for share in answer.shares where !orders.contains(share.orderIndex) {
        beyond.insert(share.orderIndex)
      }
    }
    let part = SnapshotPart(
      of: snapshot, entries: side.entries, orders: orders.union(beyond).sorted())
    return (part, beyond.sorted().compactMap { part.place(ofOrder: $0) })
  }

  private mutating func take(_ outcome: EntryOutcome) {
    outcomes[outcome.entryIndex] = outcome
    for link in outcome.links {
      snapshot.orders[Int(link.orderIndex)].clearedYen += link.allocatedYen
    }
  }

  /// What no order of its own shops fits so well as one of another shop does.
  mutating func matchAcross(_ match: (Snapshot) -> MatchResult) {
    let kept = Set(snapshot.answers.map(\.entryIndex))
    for side in sides where !side.shopIDs.isEmpty {
      let entries = side.entries.filter { !kept.contains($0) && mayBeElsewhere($0) }
      let others = ordersOfShop.filter { !side.isWithin($0.key) }.values.joined()
        .filter { snapshot.orders[Int($0)].row.status == .open }.sorted()
      if entries.isEmpty || others.isEmpty { continue }
      let part = SnapshotPart(of: snapshot, entries: entries, orders: others)
      for outcome in match(part.snapshot).outcomes {
        if let held = held(part.inWhole(outcome)) { outcomes[held.entryIndex] = held }
      }
    }
  }

  /// Customers' money that waits for nothing but an order.
  private func mayBeElsewhere(_ entry: Int32) -> Bool {
    guard let outcome = outcomes[entry], snapshot.entries[Int(entry)].direction == .credit else {
      return false
    }
    switch outcome.verdict {
    case .unknown: return true
    case .held: return !outcome.codes.contains(.B01)
    case .automatic, .setAside: return false
    }
  }

  /// D05 where the other shop's order would have been linked, or is one of several that fit alike;
  /// nil where an order within the walls fits nearly as well.
  private func held(_ across: EntryOutcome) -> EntryOutcome? {
    let isLink =
      across.verdict == .automatic && across.links.contains { $0.allocatedYen > 0 }
    let isTie =
      across.verdict == .held && across.codes.contains(.N03) && across.marginMillibits == 0
    guard isLink || isTie, let best = across.candidates.first else { return nil }
    let own = outcomes[across.entryIndex]!
    if own.verdict == .held, let near = own.candidates.first,
      near.weightMillibits > best.weightMillibits - Book.nearTieMillibits
    {
      return nil
    }
    return EntryOutcome(
      entryIndex: across.entryIndex, verdict: .held,
      candidates: isLink ? [best] : across.candidates,
      candidateCount: isLink ? 1 : across.candidateCount, codes: [.D05],
      probabilityPPM: across.probabilityPPM)
  }

  func result() -> MatchResult {
    let open = snapshot.entries.indices.filter { snapshot.entries[$0].standing == .open }
    return MatchResult(
      outcomes: open.map { outcomes[Int32($0)]! }, unheeded: unheeded.sorted(),
      heldUnnamed: heldUnnamed.sorted())
  }
}
