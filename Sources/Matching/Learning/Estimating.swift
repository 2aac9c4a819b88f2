// Weights from a history, by expectation and maximisation: what is confirmed counts as it is, what
// nobody spoke about by its probability under the weights of the round. A level's weight moves by
// how much more often its pairs are links than the weights expect. In whole numbers throughout, so
// that the same history teaches the same on any machine.

public import Model

/// How far a history may move weights.
private enum Caution {
  /// Confirmed pairs of a level below which its weight stays.
  static let fewestPairs: Int64 = 10
  /// Pairs that the old weight counts for.
  static let oldCountsFor: Int64 = 20
  /// Added to every count, so that none is nothing: half a pair.
  static let smoothingPPM: Int64 = 500_000
  /// Most that one lesson moves a weight.
  static let furthestMillibits: Int32 = 4_000
  static let rounds = 30
}

/// Re-estimates the learnable weights on pairs of the shop's own history; one estimate per level,
/// in the order of `EvidenceWeights.learnable`. Levels of which too little is confirmed keep their
/// weight.
///
/// Pure; the order of the pairs does not matter. Cost: linear in the pairs, some thirty times.
public func estimateWeights(
  _ pairs: [ComparedPair], from old: EvidenceWeights
) -> [LevelEstimate] {
  let levels = EvidenceWeights.learnable
  var placeOf: [EvidenceLevel: Int] = [:]
  for (n, level) in levels.enumerated() { placeOf[level] = n }
  let kinds = PairKinds(pairs, placeOf)
  var moved = levels.map { old[$0] }
  for _ in 0..<Caution.rounds {
    let counts = kinds.counts(moved)
    var isStill = true
    for n in levels.indices {
      let step = counts[n].step / 2
      if step != 0 { isStill = false }
      moved[n] = min(
        max(moved[n] + step, old[levels[n]] - 2 * Caution.furthestMillibits),
        old[levels[n]] + 2 * Caution.furthestMillibits)
    }
    if isStill { break }
  }
  let counts = kinds.counts(moved)
  return levels.indices.map { n in
    let before = old[levels[n]]
    return LevelEstimate(
      level: levels[n], oldMillibits: before,
      newMillibits: before + cautious(moved[n] - before, counts[n].confirmed),
      linksPPM: counts[n].links, othersPPM: counts[n].others,
      confirmed: Int32(clamping: counts[n].confirmed))
  }
}

/// What of a lesson is taken: the more pairs it rests on, the more of it.
private func cautious(_ millibits: Int32, _ confirmed: Int64) -> Int32 {
  if confirmed < Caution.fewestPairs { return 0 }
  let weighed = Int64(millibits) * confirmed / (confirmed + Caution.oldCountsFor)
  return Int32(
    min(max(weighed, -Int64(Caution.furthestMillibits)), Int64(Caution.furthestMillibits)))
}

/// What a round found of one level, in parts per million of a pair: observed, and expected under
/// the weights of the round.
private struct LevelCount {
  var links: Int64 = 0
  var others: Int64 = 0
  var expectedLinks: Int64 = 0
  var expectedOthers: Int64 = 0
  var confirmed: Int64 = 0

  /// By how much the odds of being a link are higher than expected.
  var step: Int32 {
    func bits(_ ppm: Int64) -> Int32 { log2Millibits(ppm + Caution.smoothingPPM) }
    return bits(links) - bits(expectedLinks) - bits(others) + bits(expectedOthers)
  }
}

/// Pairs that look the same, counted together.
private struct PairKinds {
  private struct Kind: Hashable {
    var places: [Int]
    var fixedMillibits: Int32
    var label: ComparedPair.Label
  }

  private var kinds: [(kind: Kind, count: Int64)] = []
  private let levelCount: Int

  init(_ pairs: [ComparedPair], _ placeOf: [EvidenceLevel: Int]) {
    var counted: [Kind: Int64] = [:]
    for pair in pairs {
      let places = pair.levels.compactMap { placeOf[$0] }
      if places.isEmpty { continue }
      let kind = Kind(places: places, fixedMillibits: pair.fixedMillibits, label: pair.label)
      counted[kind, default: 0] += 1
    }
    // Sums do not depend on the order.
    kinds = counted.map { ($0.key, $0.value) }
    levelCount = placeOf.count
  }

  func counts(_ weights: [Int32]) -> [LevelCount] {
    var counts = [LevelCount](repeating: LevelCount(), count: levelCount)
    for (kind, count) in kinds {
      let sum = kind.places.reduce(kind.fixedMillibits) { $0 + weights[$1] }
      let expected = Int64(probabilityPPM(millibits: sum))
      let links: Int64
      switch kind.label {
      case .link: links = 1_000_000
      case .other: links = 0
      case .unknown: links = expected
      }
      for place in kind.places {
        counts[place].links += count * links
        counts[place].others += count * (1_000_000 - links)
        counts[place].expectedLinks += count * expected
        counts[place].expectedOthers += count * (1_000_000 - expected)
        if kind.label != .unknown { counts[place].confirmed += count }
      }
    }
    return counts
  }
}
