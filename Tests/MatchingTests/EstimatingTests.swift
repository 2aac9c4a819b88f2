import Matching
import Model
import TestKit
import Testing

/// Pairs of one level whose links come as often as a weight says.
private func pairs(
  _ level: EvidenceLevel, weight: Int32, fixed: Int32, count: Int, seed: UInt64
) -> [ComparedPair] {
  var random = SeededRandom(seed: seed)
  // 2^(w/1000) to 1, in whole bits so that no power has to be worked out.
  let bits = Int((fixed + weight) / 1_000)
  return (0..<count).map { _ in
    let isLink =
      bits >= 0 ? random.below(1 + (1 << bits)) != 0 : random.below(1 + (1 << -bits)) == 0
    return ComparedPair(
      levels: [level], fixedMillibits: fixed, label: isLink ? .link : .other)
  }
}

@Test(
  "A history in which a level is truer than its weight says raises it, and the reverse lowers it")
private func movesTowardsTruth() {
  let old = EvidenceWeights()
  for (level, truth) in [(EvidenceLevel.nameFamily, Int32(-3_000)), (.nameTypo, -7_000)] {
    let seen = pairs(level, weight: truth, fixed: 5_000, count: 3_000, seed: 7)
    let estimate = estimateWeights(seen, from: old).first { $0.level == level }!
    #expect(abs(estimate.newMillibits - truth) < 400, "\(estimate)")
    #expect(estimate.confirmed == 3_000)
  }
}

@Test("Little history moves little, less than ten pairs nothing, and no lesson goes too far")
private func isCautious() {
  let old = EvidenceWeights()
  func moved(_ count: Int) -> Int32 {
    let seen = (0..<count).map { _ in
      ComparedPair(levels: [.nameFamily], fixedMillibits: 3_000, label: .link)
    }
    let estimate = estimateWeights(seen, from: old).first { $0.level == .nameFamily }!
    return estimate.newMillibits - estimate.oldMillibits
  }
  #expect(moved(9) == 0)
  #expect(moved(12) > 0 && moved(12) < moved(100))
  #expect(moved(100_000) <= 4_000)
}

@Test("What nobody spoke about teaches nothing by itself, and the order of pairs does not matter")
private func unknownAndOrder() {
  let old = EvidenceWeights()
  let unknown = (0..<500).map { n in
    ComparedPair(
      levels: [.nameFamily, .dateNormal], fixedMillibits: Int32(n * 40), label: .unknown)
  }
  #expect(estimateWeights(unknown, from: old).allSatisfy { $0.oldMillibits == $0.newMillibits })
  var all = unknown + pairs(.nameFamily, weight: -3_000, fixed: 4_000, count: 400, seed: 3)
  let first = estimateWeights(all, from: old)
  var random = SeededRandom(seed: 11)
  for _ in 0..<5 {
    random.shuffle(&all)
    #expect(estimateWeights(all, from: old) == first)
  }
}

@Test("A history is read as the ledger has it: cleared, cleared elsewhere, or open")
private func readsHistory() {
  var shop = Shop()
  shop.order("A1", 3_000, "佐藤 花子", "サトウ ハナコ", clearedYen: 3_000)
  shop.order("A2", 3_000, "佐藤 一郎", "サトウ イチロウ")
  shop.pay(3_000, "ｻﾄｳ ﾌﾞﾝﾀ", standing: .cleared)
  shop.pay(3_000, "ｻﾄｳ ﾊﾙｵ")
  shop.clearings = [
    LedgerClearing(entryIndex: 0, orderIndex: 0, allocatedYen: 3_000, basis: .byHand)
  ]
  let snapshot = Snapshot(
    entries: shop.entries, orders: shop.orders, clearings: shop.clearings, ownNames: [])
  let seen = comparedPairs(
    snapshot, policy: Policy(), fees: Shop.fees, weights: EvidenceWeights(),
    today: Day(year: 2024, month: 4, day: 5)!, confirmedAfterDays: 14)
  #expect(seen.map(\.label) == [.link, .other, .unknown, .unknown])
  #expect(seen.allSatisfy { $0.levels == [.nameFamily] })
}
