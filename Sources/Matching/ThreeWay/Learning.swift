import Model

extension ThreeWayWork {
  /// How long after its claim a line comes: 998 of 1000 within so many days, and never counting the
  /// slowest, which may be a fault. Where nothing was agreed and fifty lines are there to learn.
  mutating func learnDelays() {
    let longest = 400
    var counts = [[Int32]](
      repeating: [Int32](repeating: 0, count: longest + 1), count: learned.count)
    for n in lines.indices {
      let booked = input.book.lines[n]
      let provider = Int(booked.provider)
      let day = booked.line.day
      learned[provider].firstLineDay = min(learned[provider].firstLineDay ?? day, day)
      learned[provider].lastLineDay = max(learned[provider].lastLineDay ?? day, day)
      let order = Int(lines[n].orderIndex)
      guard order >= 0, isFirstOutcome(booked.line.kind) else { continue }
      let delay = Int(day.days(since: claimDays[order]))
      counts[provider][min(max(delay, 0), longest)] += 1
    }
    for provider in learned.indices {
      let all = counts[provider].reduce(0, +)
      if let agreed = input.terms[provider].settlesWithinDays {
        learned[provider].settlesWithinDays = agreed
      } else if all >= 50 {
        var left = max(1, all / 500)
        var days = longest
        while days > 0, left >= counts[provider][days] {
          left -= counts[provider][days]
          days -= 1
        }
        learned[provider].settlesWithinDays = Int32(days)
      }
    }
  }

  /// The first that a provider says of an order.
  private func isFirstOutcome(_ kind: SettlementKind) -> Bool {
    kind == .sale || kind == .refused
  }

  /// The fee rules of each provider: what was agreed, else what nearly all of its sales follow.
  mutating func learnFees() {
    var samples = [[String: [FeeSample]]](repeating: [:], count: learned.count)
    for (n, booked) in input.book.lines.enumerated() where booked.line.kind == .sale {
      let line = booked.line
      guard !line.isComponent, line.grossYen > 0, line.feeYen >= 0, line.state == .final else {
        continue
      }
      // Of lines whose amount is wrong nobody knows on which amount their fee was reckoned.
      let order = Int(lines[n].orderIndex)
      guard order < 0 || dues[order] == line.grossYen else { continue }
      samples[Int(booked.provider)][line.methodText, default: []].append(
        FeeSample(grossYen: line.grossYen, feeYen: line.feeYen))
    }
    for provider in learned.indices {
      if !input.terms[provider].fees.isEmpty {
        learned[provider].fees = input.terms[provider].fees
        continue
      }
      var explained: Int64 = 0
      var all: Int64 = 0
      for (method, list) in samples[provider].sorted(by: { $0.key < $1.key }) {
        guard let found = learnFee(thinned(list), method: method) else { continue }
        learned[provider].fees += found.rules
        explained += Int64(found.explained)
        all += Int64(found.seen)
      }
      learned[provider].feeSharePer100000 = all == 0 ? 0 : explained * 100_000 / all
    }
  }

  /// At most five thousand, evenly from the whole.
  private func thinned(_ list: [FeeSample]) -> [FeeSample] {
    guard list.count > 5_000 else { return list }
    return (0..<5_000).map { list[$0 * list.count / 5_000] }
  }
}

/// A sale and what was taken for it.
struct FeeSample: Hashable {
  var grossYen: Int64
  var feeYen: Int64
}

/// Fee rules with how many of the samples follow them.
struct LearnedFee {
  var rules: [FeeRule]
  var explained: Int
  var seen: Int
}

/// The tariffs that nearly all of the samples follow: the commonest first, then others that most of
/// the rest follow, as foreign cards do. Nil where there are fewer than twenty samples, or where
/// all tariffs together leave more than three in a hundred: then fees vary for reasons that no
/// report shows, and no line can be called wrong.
func learnFee(_ samples: [FeeSample], method: String) -> LearnedFee? {
  guard samples.count >= 20 else { return nil }
  var rest = samples
  var found = LearnedFee(rules: [], explained: 0, seen: samples.count)
  // Amounts of steps that are too rare to be learned are left out.
  var unseen = 0
  for round in 0..<3 {
    guard let tariff = commonest(rest, method: method) else { break }
    let isCommon =
      round == 0
      ? tariff.explained * 2 >= rest.count
      : tariff.explained >= 5 && tariff.explained * 10 >= rest.count * 6
    guard isCommon else { break }
    found.rules += tariff.rules
    rest.removeAll { sample in
      tariff.rules.contains {
        sample.grossYen >= $0.fromYen && sample.grossYen <= $0.toYen
          && $0.feeYen(of: sample.grossYen) == sample.feeYen
      }
    }
    if round == 0 {
      let before = rest.count
      rest.removeAll { sample in
        !tariff.rules.contains { ($0.fromYen...$0.toYen).contains(sample.grossYen) }
      }
      unseen = before - rest.count
    }
    if rest.count < 5 { break }
  }
  found.seen = samples.count - unseen
  found.explained = found.seen - rest.count
  return found.explained * 100 >= found.seen * 97 ? found : nil
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

/// The ends of the steps by which carriers charge for collecting. From 55,000 yen, which is 50,000
/// without tax, stamp duty comes on top (印紙税法 別表第一 17号), so the step is cut there.
private let feeStepEnds: [Int64] = [
  10_000, 30_000, 54_999, 100_000, 300_000, 500_000, 600_000, .max,
]

/// One fee for each step; a step is known where five lines show it and nine in ten agree.
private func feeSteps(_ samples: [FeeSample], method: String) -> LearnedFee? {
  var rules: [FeeRule] = []
  var explained = 0
  var from: Int64 = 0
  for end in feeStepEnds {
    var counts: [Int64: Int] = [:]
    var all = 0
    for sample in samples where sample.grossYen > from && sample.grossYen <= end {
      counts[sample.feeYen, default: 0] += 1
      all += 1
    }
    let usual = counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key > $1.key }
    if let usual, all >= 5, usual.value * 10 >= all * 9 || usual.value >= all - 1 {
      explained += usual.value
      rules.append(
        FeeRule(methodText: method, fromYen: from + 1, toYen: end, fixedYen: usual.key))
    }
    from = end
  }
  return rules.isEmpty ? nil : LearnedFee(rules: rules, explained: explained, seen: samples.count)
}
