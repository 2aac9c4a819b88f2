import Foundation
import Judging
import Model
import Running
import TestKit

/// Links of one kind and half a bit: how many, how many of them wrong, and how many for orders that
/// were released though nobody paid them in full.
private struct Tally {
  var links = 0
  var wrong = 0
  var unpaid = 0
}

/// `bench calibrate`: the table of Matching/Scoring/CalibrationTable.swift, from worlds of every
/// profile, name source and three sizes. Links that policy would leave to a person are made too,
/// as long as nine of ten are right, so that the table tells of what lies below the bar.
func printCalibration(_ arguments: Arguments) {
  let seeds = max(1, arguments.number("seeds", 10))
  let first = arguments.number("first", 50_001)
  var policy = Policy()
  policy.automaticFromPPM = 900_000
  policy.partialFromPPM = 900_000
  policy.falseReleaseCeilingPPM = 1_000_000
  policy.lookCostYen = 1_000_000_000
  var tallies: [MatchBasis: [Int: Tally]] = [:]
  var worlds = 0
  for profile in WorldProfile.presets {
    for (n, names) in WorldNames.allCases.enumerated() {
      for seed in first..<(first + seeds) {
        let orders = [3_000, 10_000, 20_000][(seed + n) % 3]
        let world = World(seed: UInt64(seed), orders: orders, profile: profile, names: names)
        add(world, policy, to: &tallies)
        worlds += 1
      }
    }
  }
  let title =
    "\(worlds) worlds, seeds \(first) to \(first + seeds - 1) of each profile and name source"
  print(calibrationSource(tallies, title: title))
}

private func add(
  _ world: World, _ policy: Policy, to tallies: inout [MatchBasis: [Int: Tally]]
) {
  let snapshot = world.snapshot()
  let made = replay(
    snapshot, policy: policy, asOf: Moment(day: world.lastDay.adding(days: 1), hour: 18))
  let judged = judge(snapshot, made.match, made.decided, world.known())
  let unpaid = Set(judged.falseReleases)
  for link in judged.links where link.isAutomatic {
    let bits = min(link.weightMillibits, link.marginMillibits ?? link.weightMillibits)
    let bin = min(max(bits, 0) / 500, 44)
    var tally = tallies[link.basis, default: [:]][Int(bin), default: Tally()]
    tally.links += 1
    tally.wrong += link.isRight ? 0 : 1
    tally.unpaid += unpaid.contains(link.orderIndex) ? 1 : 0
    tallies[link.basis, default: [:]][Int(bin)] = tally
  }
}

/// A step of a rate that falls with the bits.
private struct Step {
  var bin: Int
  var links: Int
  var hits: Int

  /// Half a hit more than seen: what was never seen may still be.
  var ppm: Int { (hits * 2 + 1) * 500_000 / (links + 1) }
  var upperPPM: Int { Share(hits, of: links).bounds?.high ?? 1_000_000 }
}

/// Bins of at least 400 links from the top down, then pooled until the rate falls with the bits
/// (pool adjacent violators).
private func steps(_ tallies: [Int: Tally], _ hits: (Tally) -> Int) -> [Step] {
  var bins: [Step] = []
  var open = Step(bin: 0, links: 0, hits: 0)
  for bin in tallies.keys.sorted(by: >) {
    open.bin = bin
    open.links += tallies[bin]!.links
    open.hits += hits(tallies[bin]!)
    if open.links >= 400 {
      bins.append(open)
      open = Step(bin: 0, links: 0, hits: 0)
    }
  }
  if open.links > 0 { bins.append(open) }
  bins.reverse()
  var pooled: [Step] = []
  for bin in bins {
    pooled.append(bin)
    while pooled.count > 1 {
      let low = pooled[pooled.count - 2]
      let high = pooled[pooled.count - 1]
      guard low.hits * high.links <= high.hits * low.links else { break }
      pooled.removeLast()
      pooled[pooled.count - 1].links += high.links
      pooled[pooled.count - 1].hits += high.hits
    }
  }
  return pooled
}

private func calibrationSource(
  _ tallies: [MatchBasis: [Int: Tally]], title: String
) -> String {
  var text = """
    // Made by `make calibrate`; not to be edited by hand. Rows: from so many millibits on, of so
    // many links, so many wrong, the rate this makes likely, and the upper end of its 95 %
    // interval, in parts per million.

    import Model

    enum CalibrationTable {
      static let source = "\(title)"

      static let steps: [MatchBasis: CalibrationSteps] = [

    """
  for basis in MatchBasis.allCases {
    guard let tally = tallies[basis] else { continue }
    text += "    .\(basis): CalibrationSteps(\n      links: [\n"
    text += rows(steps(tally) { $0.wrong }) + "      ],\n      releases: [\n"
    text += rows(steps(tally) { $0.unpaid }) + "      ]),\n"
  }
  return text + "  ]\n}"
}

private func rows(_ steps: [Step]) -> String {
  steps.map { step in
    "        .init(\(step.bin * 500), of: \(step.links), wrong: \(step.hits), "
      + "ppm: \(step.ppm), upperPPM: \(step.upperPPM)),\n"
  }.joined()
}
