// The shop's history as pairs of entry and order: how each looks to the engine, and what became of
// it.

public import Model

/// Compares every settled or open credit of a snapshot with all orders that it could have been for
/// on its day, as if nothing had been cleared yet. Money that nobody has taken back for
/// `confirmedAfterDays`, or that a person assigned, counts as confirmed.
///
/// How rare an amount is, is counted over the whole history here, and over what is open in a run:
/// the same for link and other, so that it cancels out. Cost: that of matching.
public func comparedPairs(
  _ snapshot: Snapshot, policy: Policy, fees: FeeTable, weights: EvidenceWeights, today: Day,
  confirmedAfterDays: Int32, workers: Workers = .one
) -> [ComparedPair] {
  var history = snapshot
  history.answers = []
  history.undone = []
  history.aliases = []
  for o in history.orders.indices { history.orders[o].clearedYen = 0 }
  for e in history.entries.indices where history.entries[e].standing == .cleared {
    history.entries[e].standing = .open
  }
  var book = Book(history, policy: policy, fees: fees, weights: weights, workers: workers)
  book.setAside()
  book.findLikenesses()
  let fates = Fates(snapshot, confirmedUntil: today.adding(days: -confirmedAfterDays))
  return book.pairs(fates)
}

/// What became of entries and pairs.
private struct Fates: Sendable {
  /// Entry and order → the money that is still there.
  private var given: [UInt64: Int64] = [:]
  private var confirmed: Set<Int32> = []
  private var parted: Set<UInt64> = []

  init(_ snapshot: Snapshot, confirmedUntil day: Day) {
    for clearing in snapshot.clearings {
      let key = Fates.key(clearing.entryIndex, clearing.orderIndex)
      given[key, default: 0] += clearing.allocatedYen
      let entry = snapshot.entries[Int(clearing.entryIndex)]
      guard entry.standing == .cleared else { continue }
      if clearing.basis == .byHand || entry.bookingDay <= day {
        confirmed.insert(clearing.entryIndex)
      }
    }
    for answer in snapshot.answers where answer.kind == .undo {
      for share in answer.shares {
        parted.insert(Fates.key(answer.entryIndex, share.orderIndex))
      }
    }
  }

  func label(_ entry: Int32, _ order: Int32) -> ComparedPair.Label {
    let key = Fates.key(entry, order)
    if parted.contains(key) { return .other }
    if !confirmed.contains(entry) { return .unknown }
    return given[key, default: 0] > 0 ? .link : .other
  }

  private static func key(_ entry: Int32, _ order: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: entry)) << 32 | UInt64(UInt32(bitPattern: order))
  }
}

extension Book {
  fileprivate func pairs(_ fates: Fates) -> [ComparedPair] {
    workers.gather(waiting.count) { range, out in
      for i in range {
        let e = waiting[i]
        for c in comparisons(e) { out.append(pair(c, fates.label(e, c.order))) }
      }
    }
  }

  /// Each order once: by full name or number, with a fee taken off, or by likeness.
  private func comparisons(_ e: Int32) -> [Candidate] {
    let all: Wanted = [.waiting, .closed, .reserved]
    var found = directCandidates(e, among: all)
    var orders = Set(found.map(\.order))
    var feesYen: [Int64] = []
    for fee in fees.fees where feesYen.last != fee.amountYen { feesYen.append(fee.amountYen) }
    var more = looseCandidates(e, among: all)
    for fee in feesYen where fees.isFee(shortYen: fee, dueYen: amount(e) + fee) {
      more += directCandidates(e, plusYen: fee, among: all)
    }
    for c in more where orders.insert(c.order).inserted { found.append(c) }
    return found
  }

  private func pair(_ c: Candidate, _ label: ComparedPair.Label) -> ComparedPair {
    var levels = [c.amountLevel, c.name.level, c.dateLevel]
    if c.number == .other { levels.append(.orderNumberOther) }
    levels = levels.filter { EvidenceWeights.learnable.contains($0) }
    let learned = levels.reduce(0) { $0 + weights[$1] }
    return ComparedPair(levels: levels, fixedMillibits: c.weight - learned, label: label)
  }
}
