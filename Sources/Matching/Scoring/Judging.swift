// From bits to a decision: how often links that looked so were wrong, and whether a person's look
// is worth what it costs.

import Model

/// What is known of links that look so, in parts per million.
struct Judgement {
  /// For the wrong order.
  var errorPPM: Int32
  /// Their order released though it was not paid in full: equal orders that change places are
  /// wrong links, and nobody is harmed.
  var unpaidPPM: Int32
  /// Upper end of the 95 % interval of it.
  var unpaidUpperPPM: Int32

  var probabilityPPM: Int32 { 1_000_000 - errorPPM }
}

extension Book {
  /// What is known of links of a kind with so many bits: the weight, or the distance to the best
  /// different answer where that is less.
  func judge(_ basis: MatchBasis, millibits: Int32) -> Judgement {
    Calibration.judge(basis, millibits: millibits)
  }

  /// The same of a sum: the least certain of its payments counts.
  func judge(_ basis: MatchBasis, _ evidence: [[Evidence]]) -> Judgement {
    let sums = evidence.map { $0.reduce(Int32(0)) { $0 + $1.weightMillibits } }
    return judge(basis, millibits: sums.min() ?? 0)
  }

  /// Whether a link may be made without a person. One that leaves the order short ships nothing.
  func isAutomatic(_ judgement: Judgement, order: Int32, fills: Bool) -> Bool {
    if !fills { return judgement.probabilityPPM >= policy.partialFromPPM }
    return isAutomatic(judgement, orders: [order])
  }

  /// The same for links that fill several orders.
  func isAutomatic(_ judgement: Judgement, orders: [Int32]) -> Bool {
    1_000_000 - judgement.unpaidPPM >= policy.automaticFromPPM
      && policy.isCheaperThanLook(
        errorUpperPPM: judgement.unpaidUpperPPM,
        orderYen: orders.reduce(0) { $0 + due[Int($1)] })
  }

  /// A run of fewer releases is measured as if it had so many: else a small shop's every payment
  /// that is not written as asked would wait for a person.
  private static let fewReleases: Int64 = 20

  /// The hard ceiling: where the links of the run that release goods would be wrong more often
  /// than policy bears, the least certain ones go to a person.
  mutating func holdAboveCeiling() {
    var released: [Release] = []
    var sum: Int64 = 0
    // What the bank took back gives and takes the same money: neither half may go alone.
    let undone = Set(reversals.map(\.credit))
    for e in 0..<Int32(outcomes.count) where outcomes.releases(e) && !undone.contains(e) {
      released.append(Release(unpaidPPM: outcomes.unpaidPPM(e), entry: e))
      sum += Int64(outcomes.unpaidPPM(e))
    }
    let ceiling = Int64(policy.falseReleaseCeilingPPM)
    if sum <= ceiling * max(Int64(released.count), Book.fewReleases) { return }
    released.sort { $0.isLessCertain(than: $1) }
    var count = Int64(released.count)
    var freed = KeyTable()
    for release in released {
      if sum <= ceiling * max(count, Book.fewReleases) { break }
      sum -= Int64(release.unpaidPPM)
      count -= 1
      for link in outcomes.links(release.entry) { freed.add(twinKey(link.orderIndex)) }
      takeBack(release.entry)
    }
    holdTwins(of: freed, among: released.map(\.entry))
  }

  /// An order that lost its payment to the ceiling is as good as an equal one that kept its own:
  /// which of them was paid would be a coin, unless a number names it.
  private mutating func holdTwins(of freed: KeyTable, among released: [Int32]) {
    var freed = freed
    let keys = onlyTwinKeys(released)
    while true {
      let held = twins(of: freed, among: released, keys)
      if held.isEmpty { return }
      for e in held {
        for link in outcomes.links(e) { freed.add(twinKey(link.orderIndex)) }
        takeBack(e)
      }
    }
  }

  private func twins(of freed: KeyTable, among released: [Int32], _ keys: [UInt64]) -> [Int32] {
    workers.gather(released.count) { range, out in
      for n in range {
        let e = released[n]
        let isTwin =
          keys[n] == 0
          ? outcomes.links(e).contains { freed.find(twinKey($0.orderIndex)) >= 0 }
          : freed.find(keys[n]) >= 0
        if isTwin, outcomes.isAutomatic(e), !payerFacts[Int(e)].hasNumber { out.append(e) }
      }
    }
  }

  /// The keys of orders that are the only ones of their payments; 0 for other payments.
  private func onlyTwinKeys(_ released: [Int32]) -> [UInt64] {
    workers.gather(released.count) { range, out in
      for e in released[range] { out.append(outcomes.onlyLink(e).map { twinKey($0.order) } ?? 0) }
    }
  }

  /// Orders of one name and amount have the same, whatever they got.
  private func twinKey(_ order: Int32) -> UInt64 { orderClass(order, yen: due[Int(order)]) }

  /// Makes an automatic outcome a held one: what its links took waits with it.
  mutating func takeBack(_ entry: Int32) {
    guard var outcome = outcomes[entry] else { return }
    for link in outcome.links where link.allocatedYen > 0 {
      left[Int(link.orderIndex)] += link.allocatedYen
      set(link.orderIndex, .reserved)
    }
    outcome.verdict = .held
    outcome.links = []
    outcome.excessYen = 0
    outcome.shortYen = 0
    let isOver = outcome.codes.contains(.A03)
    outcome.codes.removeAll { $0 == .A03 || $0 == .M01 || $0 == .M02 }
    if outcome.codes.isEmpty || isOver {
      let level = outcome.candidates.first?.nameLevel
      outcome.codes.append(isOver ? .M03 : Book.doubt(level))
    }
    outcome.codes.sort()
    outcomes[entry] = outcome
  }
}

/// A payment that releases goods, and how uncertain that is.
private struct Release {
  var unpaidPPM: Int32
  var entry: Int32

  func isLessCertain(than other: Release) -> Bool {
    unpaidPPM != other.unpaidPPM ? unpaidPPM > other.unpaidPPM : entry < other.entry
  }
}
