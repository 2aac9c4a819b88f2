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
    var released: [Int32] = []
    var sum: Int64 = 0
    for i in outcomes.indices {
      guard let o = outcomes[i], o.verdict == .automatic, o.shortYen == 0,
        o.links.contains(where: { $0.allocatedYen > 0 })
      else { continue }
      released.append(Int32(i))
      sum += Int64(o.unpaidPPM)
    }
    let ceiling = Int64(policy.falseReleaseCeilingPPM)
    if sum <= ceiling * max(Int64(released.count), Book.fewReleases) { return }
    released.sort { a, b in
      let x = outcomes[Int(a)]!.unpaidPPM
      let y = outcomes[Int(b)]!.unpaidPPM
      return x != y ? x > y : a < b
    }
    var count = Int64(released.count)
    var freed: Set<UInt64> = []
    for e in released {
      if sum <= ceiling * max(count, Book.fewReleases) { break }
      sum -= Int64(outcomes[Int(e)]!.unpaidPPM)
      count -= 1
      for link in outcomes[Int(e)]!.links { freed.insert(twinKey(link.orderIndex)) }
      takeBack(e)
    }
    holdTwins(of: freed, among: released)
  }

  /// An order that lost its payment to the ceiling is as good as an equal one that kept its own:
  /// which of them was paid would be a coin, unless a number names it.
  private mutating func holdTwins(of freed: Set<UInt64>, among released: [Int32]) {
    var freed = freed
    var isStable = false
    while !isStable {
      isStable = true
      for e in released {
        guard let outcome = outcomes[Int(e)], outcome.verdict == .automatic,
          outcome.links.contains(where: { freed.contains(twinKey($0.orderIndex)) }),
          payer(e).payer.numbers.isEmpty
        else { continue }
        for link in outcome.links { freed.insert(twinKey(link.orderIndex)) }
        takeBack(e)
        isStable = false
      }
    }
  }

  /// Orders of one name and amount have the same.
  private func twinKey(_ order: Int32) -> UInt64 {
    let form = name(order).forms.first
    let key = form.map { $0.loose.isEmpty ? hashed($0.surname) : $0.looseKey } ?? 0
    return mixed(key ^ UInt64(bitPattern: due[Int(order)]))
  }

  /// Makes an automatic outcome a held one: what its links took waits with it.
  mutating func takeBack(_ entry: Int32) {
    guard var outcome = outcomes[Int(entry)] else { return }
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
    if outcome.codes.isEmpty || isOver { outcome.codes.append(isOver ? .M03 : .N02) }
    outcome.codes.sort()
    outcomes[Int(entry)] = outcome
  }
}
