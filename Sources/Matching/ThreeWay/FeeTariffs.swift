import Model

/// A sale and what was taken for it.
struct FeeSample: Hashable {
  var grossYen: Int64
  var feeYen: Int64

  /// Sales up to a hundred million yen whose fee is not more than they are: of others no tariff is
  /// learned, and what is reckoned with these stays far below what 64 bits hold.
  static func canTeach(_ grossYen: Int64, _ feeYen: Int64) -> Bool {
    (1...100_000_000).contains(grossYen) && (0...grossYen).contains(feeYen)
  }
}

/// Fee rules of a means of payment, with how many of the samples follow them.
struct LearnedFee {
  var rules: [FeeRule]
  var explained: Int
  var seen: Int
}

/// The tariffs of each means of payment: the one that most of its samples follow, and the other
/// rates of the provider. Those without a tariff are left out: where there are fewer than twenty
/// samples, or where all tariffs together leave more than three in a hundred, fees vary for reasons
/// that no report shows, and no line can be called wrong.
func learnTariffs(_ methods: [(method: String, samples: [FeeSample])]) -> [LearnedFee] {
  var found = methods.compactMap { MethodFees($0.samples, method: $0.method) }
  OtherRates.add(to: &found)
  return found.filter(\.isKnown).map(\.learned)
}

/// One means of payment while its tariffs are learned.
private struct MethodFees {
  let method: String
  var learned: LearnedFee
  /// What no rule explains yet.
  var rest: [FeeSample]

  /// Nil where no tariff is followed by half of the samples.
  init?(_ samples: [FeeSample], method: String) {
    guard samples.count >= 20, let tariff = commonest(samples, method: method),
      tariff.explained * 2 >= samples.count
    else { return nil }
    self.method = method
    learned = LearnedFee(rules: tariff.rules, explained: 0, seen: 0)
    // Amounts of steps that are too rare to be learned are left out.
    let covered = samples.filter { sample in
      tariff.rules.contains { ($0.fromYen...$0.toYen).contains(sample.grossYen) }
    }
    rest = covered.filter { sample in !tariff.rules.contains { $0.gives(sample) } }
    learned.seen = covered.count
    learned.explained = covered.count - rest.count
  }

  var isKnown: Bool { learned.explained * 100 >= learned.seen * 97 }

  /// The one rate of all amounts; nil where the tariff has steps.
  var rate: FeeRule? {
    learned.rules[0].rate > 0 && learned.rules[0].toYen == .max ? learned.rules[0] : nil
  }

  /// Takes the rule in, where it explains anything.
  mutating func take(_ rule: FeeRule) {
    let left = rest.filter { !rule.gives($0) }
    guard left.count < rest.count else { return }
    var rule = rule
    rule.methodText = method
    learned.rules.append(rule)
    learned.explained += rest.count - left.count
    rest = left
  }
}

extension FeeRule {
  fileprivate func gives(_ sample: FeeSample) -> Bool {
    sample.grossYen >= fromYen && sample.grossYen <= toYen
      && feeYen(of: sample.grossYen) == sample.feeYen
  }
}

/// Rates beside the usual one. Card companies take more for cards from abroad and less for some of
/// their own, and name neither in their reports; brands share these rates, so they are looked for
/// in all brands together. A mistake is told from a rate by this: a rate is a round number with the
/// usual fixed part, and what it takes more or less grows with the amount.
private enum OtherRates {
  /// A twentieth of a percent, in ten-millionths.
  private static let step: Int64 = 5_000
  private static let tenth: Int64 = 10_000
  private static let most: Int64 = 1_500_000

  static func add(to methods: inout [MethodFees]) {
    guard
      let usual = methods.max(by: { $0.learned.seen < $1.learned.seen })?.rate
    else { return }
    let own = methods.indices.filter {
      methods[$0].rate?.fixedYen == usual.fixedYen && methods[$0].rate?.rounding == usual.rounding
    }
    // Without a column that tells cards apart, a rate must explain most of what is odd.
    let isNamed = own.contains { !methods[$0].method.isEmpty }
    var rates = 0
    for _ in 0..<6 {
      let rest = own.flatMap { methods[$0].rest }
      guard let rule = next(rest, usual, share: isNamed ? 10 : 60) else { break }
      for n in own { methods[n].take(rule) }
      rates += 1
    }
    guard isNamed, rates >= 2 else { return }
    for n in own { addSingles(to: &methods[n], usual) }
  }

  /// The rate that explains most of the rest, where it is five lines and `share` in a hundred.
  private static func next(_ rest: [FeeSample], _ usual: FeeRule, share: Int) -> FeeRule? {
    var best: (rule: FeeRule, count: Int)?
    var rule = usual
    for rate in stride(from: step, through: most, by: Int(step)) {
      rule.rate = rate
      let own = rest.filter { rule.gives($0) }
      guard own.count >= 5, own.count * 100 >= rest.count * share else { continue }
      guard own.count > best?.count ?? 0, grows(own, usual) else { continue }
      best = (rule, own.count)
    }
    return best?.rule
  }

  /// The same surcharge on every line is a mistake made many times, not a rate.
  private static func grows(_ samples: [FeeSample], _ usual: FeeRule) -> Bool {
    let more = samples.map { ($0.feeYen - usual.feeYen(of: $0.grossYen)).magnitudeYen }
    guard let least = more.min(), let most = more.max() else { return false }
    return most * 4 >= least * 5
  }

  /// Where a provider is seen to price by card, a single line at a round rate is a further price
  /// and not a mistake, if the amount is so large that a mistake would rarely look like one.
  private static func addSingles(to fees: inout MethodFees, _ usual: FeeRule) {
    for sample in fees.rest where sample.grossYen >= 20_000 && sample.feeYen > usual.fixedYen {
      var rule = usual
      rule.rate = (sample.feeYen - usual.fixedYen) * 1_000 / sample.grossYen * tenth
      rule.fromYen = sample.grossYen
      rule.toYen = sample.grossYen
      fees.take(rule)
      rule.rate += tenth
      fees.take(rule)
    }
  }
}

/// The rate, or the steps, that most of the samples follow.
private func commonest(_ samples: [FeeSample], method: String) -> LearnedFee? {
  var best: LearnedFee?
  for fixed in fixedParts(samples) {
    for rounding in [YenRounding.down, .nearest, .up] {
      let (rate, count) = bestRate(samples, fixed: fixed, rounding)
      guard count > best?.explained ?? 0 else { continue }
      best = LearnedFee(
        rules: [FeeRule(methodText: method, rate: rate, fixedYen: fixed, rounding: rounding)],
        explained: count, seen: samples.count)
    }
  }
  let steps = feeSteps(samples, method: method)
  if let steps, steps.explained > best?.explained ?? 0 { best = steps }
  return best
}

/// Fixed parts worth trying: none, and what the usual fees of two common amounts leave when a
/// straight line is laid through them.
private func fixedParts(_ samples: [FeeSample]) -> [Int64] {
  var counts: [FeeSample: Int] = [:]
  for sample in samples { counts[sample, default: 0] += 1 }
  let common = counts.sorted {
    $0.value != $1.value ? $0.value > $1.value : $0.key.grossYen < $1.key.grossYen
  }.prefix(12).map(\.key)
  var votes: [Int64: Int] = [:]
  for a in common {
    for b in common where a.grossYen < b.grossYen {
      let rise = (b.feeYen - a.feeYen) * 1_000_000 / (b.grossYen - a.grossYen)
      // No tariff takes more than there is.
      guard (0...1_000_000).contains(rise) else { continue }
      let fixed = a.feeYen - (a.grossYen * rise + 500_000) / 1_000_000
      if (1...1_000).contains(fixed) { votes[fixed, default: 0] += 1 }
    }
  }
  let found = votes.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
  return [0] + found.prefix(4).map(\.key)
}

/// The rate, in ten-millionths, that explains most samples: each allows an interval of rates, and
/// the most crowded place wins; there, the roundest number.
private func bestRate(
  _ samples: [FeeSample], fixed: Int64, _ rounding: YenRounding
) -> (rate: Int64, count: Int) {
  let scale: Int64 = 10_000_000
  var ends: [(at: Int64, step: Int)] = []
  for sample in samples {
    let fee = sample.feeYen - fixed
    guard fee >= 0 else { continue }
    let gross = sample.grossYen
    let range: (Int64, Int64)
    switch rounding {
    case .down: range = (up(fee * scale, gross), up((fee + 1) * scale, gross))
    case .nearest:
      range = (
        up((2 * fee - 1) * scale, 2 * gross), up((2 * fee + 1) * scale, 2 * gross)
      )
    case .up: range = ((fee - 1) * scale / gross + 1, fee * scale / gross + 1)
    }
    ends.append((max(0, range.0), 1))
    ends.append((max(0, range.1), -1))
  }
  ends.sort { $0.at != $1.at ? $0.at < $1.at : $0.step < $1.step }
  var count = 0
  var best = 0
  var place: (from: Int64, to: Int64) = (0, 0)
  for (n, end) in ends.enumerated() {
    count += end.step
    if count > best, n + 1 < ends.count {
      best = count
      place = (end.at, ends[n + 1].at - 1)
    }
  }
  return (roundest(place.from, place.to), best)
}

private func up(_ a: Int64, _ b: Int64) -> Int64 { a <= 0 ? 0 : (a + b - 1) / b }

/// The number of the range with most zeros at its end.
private func roundest(_ from: Int64, _ to: Int64) -> Int64 {
  for step in [1_000_000, 500_000, 100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5] {
    let step = Int64(step)
    let candidate = up(from, step) * step
    if candidate <= to { return candidate }
  }
  return from
}

/// The ends of the steps by which carriers charge for collecting. Stamp duty comes on top where the
/// receipt is of 50,000 yen without tax (印紙税法 別表第一 17号): which is 50,000 where tax does not
/// stand on it by itself, 54,000 or 55,000 where it does. Nobody's report says which, so between
/// them both fees are right.
private let feeStepEnds: [Int64] = [
  10_000, 30_000, 49_999, 54_999, 100_000, 300_000, 500_000, 600_000, .max,
]
private let stampsBegin: ClosedRange<Int64> = 50_000...54_999

/// One fee for each step; a step is known where five lines show it and nine in ten agree.
private func feeSteps(_ samples: [FeeSample], method: String) -> LearnedFee? {
  var rules: [FeeRule] = []
  var found = LearnedFee(rules: [], explained: 0, seen: samples.count)
  var from: Int64 = 1
  for end in feeStepEnds {
    if from != stampsBegin.lowerBound, let fee = stepFee(samples, from...end) {
      rules.append(FeeRule(methodText: method, fromYen: from, toYen: end, fixedYen: fee))
    }
    from = end == .max ? end : end + 1
  }
  let below = rules.first { $0.toYen == stampsBegin.lowerBound - 1 }
  let above = rules.first { $0.fromYen == stampsBegin.upperBound + 1 }
  if let below, let above {
    for fee in Set([below.fixedYen, above.fixedYen]).sorted() {
      rules.append(
        FeeRule(
          methodText: method, fromYen: stampsBegin.lowerBound, toYen: stampsBegin.upperBound,
          fixedYen: fee))
    }
  }
  found.rules = rules.sorted { ($0.fromYen, $0.fixedYen) < ($1.fromYen, $1.fixedYen) }
  found.explained = samples.count { sample in found.rules.contains { $0.gives(sample) } }
  return rules.isEmpty ? nil : found
}

/// What nearly all samples of the range pay; nil where too few are there or they do not agree.
private func stepFee(_ samples: [FeeSample], _ range: ClosedRange<Int64>) -> Int64? {
  var counts: [Int64: Int] = [:]
  var all = 0
  for sample in samples where range.contains(sample.grossYen) {
    counts[sample.feeYen, default: 0] += 1
    all += 1
  }
  let usual = counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key > $1.key }
  guard let usual, all >= 5, usual.value * 10 >= all * 9 || usual.value >= all - 1 else {
    return nil
  }
  return usual.key
}
