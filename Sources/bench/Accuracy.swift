import Foundation
import Judging
import Model
import Running
import TestKit

/// One world with what the engine made of it and what could be made of it at best.
private struct Measured {
  var name: String
  var judgement: Judgement
  var ceiling: WorldCeiling
}

/// `bench accuracy`: how right the engine is on invented worlds, as tables for a report; with
/// `--dump FILE` every link as a row of CSV instead.
func printAccuracy(_ arguments: Arguments) throws {
  let profiles = try listed(arguments.options["profile"], WorldProfile.presets.map(\.name)) {
    WorldProfile.preset($0)
  }
  let sources = try listed(arguments.options["names"], WorldNames.allCases.map(\.rawValue)) {
    WorldNames(rawValue: $0)
  }
  let seeds = max(1, arguments.number("seeds", 5))
  let first = arguments.number("first", 1)
  var dump = AccuracyDump()
  for profile in profiles {
    var worlds: [Measured] = []
    for seed in first..<(first + seeds) {
      let names = sources[(seed - first) % sources.count]
      let measured = measure(
        profile, names, seed: UInt64(seed), orders: arguments.number("orders", 12_000),
        months: Int32(arguments.number("months", 1)))
      dump.add("\(profile.name)/\(measured.name)", measured.judgement)
      worlds.append(measured)
    }
    if arguments.options["dump"] == nil {
      print(accuracyTables(profile.name, worlds, isSecondMonth: arguments.number("months", 1) > 1))
    }
  }
  if let path = arguments.options["dump"] {
    try writeBytes(Array(dump.text.utf8), to: URL(fileURLWithPath: path))
  }
}

private func listed<T>(_ option: String?, _ all: [String], _ make: (String) -> T?) throws -> [T] {
  try (option?.split(separator: ",").map(String.init) ?? all).map { name in
    guard let value = make(name) else {
      throw BenchFailure(description: "\(name) is none of \(all.joined(separator: ", "))")
    }
    return value
  }
}

/// Of several months all but the last are history that people have confirmed.
private func measure(
  _ profile: WorldProfile, _ names: WorldNames, seed: UInt64, orders: Int, months: Int32
) -> Measured {
  var longer = profile
  longer.days = profile.days * max(1, months)
  let world = World(
    seed: seed, orders: orders * Int(max(1, months)), profile: longer, names: names)
  let confirmed = months > 1 ? world.firstDay.adding(days: profile.days * (months - 1)) : nil
  let snapshot = world.snapshot(confirmedBefore: confirmed)
  let asOf = Moment(day: world.lastDay.adding(days: 1), hour: 18)
  let made = replay(snapshot, policy: Policy(), asOf: asOf)
  return Measured(
    name: "\(names.rawValue)/\(seed)",
    judgement: judge(snapshot, made.match, made.decided, world.known()),
    ceiling: world.ceiling(from: confirmed))
}

private func accuracyTables(
  _ profile: String, _ worlds: [Measured], isSecondMonth: Bool
) -> String {
  let total = Measured(
    name: "all", judgement: worlds.map(\.judgement).reduce(Judgement(), +),
    ceiling: worlds.map(\.ceiling).reduce(WorldCeiling(), +))
  var text = "## Profile \(profile)\n\n"
  text += "Intervals are Wilson's at 95 %; columns are explained in docs/matching/worlds.md.\n\n"
  text += markdown(
    [
      "world", "links", "recall", "tellable", "sure", "precision", "wrong", "released", "false",
      "false release", "missed", "missed, clear", "missed at best", "held: first", "held: shown",
      "ties",
    ], (worlds + [total]).map(row))
  text += "\n" + targetTable(profile, isSecondMonth: isSecondMonth, total.judgement)
  let links = total.judgement.links
  let bins = reliability(links)
  text += "\n### Reliability, by the probability shown\n\n"
  text += markdown(ReliabilityBin.titles, bins.map(\.cells))
  text += "\nLargest gap of a bin with 300 links or more: "
  text += "\(largestGapPPM(bins).map(percent) ?? "none").\n"
  text += "\n### By basis, and by the smaller of weight and margin\n\n"
  text += markdown(ReliabilityBin.titles, reliabilityByBasis(links).map(\.cells))
  text += "\n### By kind\n\n"
  let kinds = total.judgement.kinds.sorted {
    ($1.value.deposits, $0.key) < ($0.value.deposits, $1.key)
  }
  text += markdown(
    ["kind", "deposits", "links", "recall", "wrong"],
    kinds.map { kind, counts in
      [
        kind, String(counts.deposits), String(counts.links),
        Share(counts.rightWithTwins, of: counts.links).ppm.map(percent) ?? "–",
        String(counts.wrong),
      ]
    })
  return text
}

private func row(_ measured: Measured) -> [String] {
  let j = measured.judgement
  let c = measured.ceiling
  return [
    measured.name, String(j.total.links), percent(j.recall),
    percent(Share(c.tellable, of: c.links)),
    percent(Share(c.sure, of: c.links)), percent(j.precision),
    String(j.links.count { !$0.isRight }), String(j.released), String(j.falseReleases.count),
    interval(j.falseRelease), percent(j.missedRelease), interval(j.missedClearRelease),
    percent(Share(c.payable - c.sureOrders, of: c.payable)), percent(j.firstProposal),
    percent(j.shownProposal), String(j.silentTies.count),
  ]
}

private func percent(_ share: Share) -> String { share.ppm.map(percent) ?? "–" }

private func interval(_ share: Share) -> String {
  guard let bounds = share.bounds else { return "–" }
  return "\(percent(share)) (\(percent(bounds.low)) to \(percent(bounds.high)))"
}

extension ReliabilityBin {
  static let titles = ["from", "links", "wrong", "shown", "seen right", "gap", "wrong at most"]

  var cells: [String] {
    [
      label, String(links), String(wrong), percent(shownPPM), percent(seen), percent(gapPPM),
      percent(worstPPM),
    ]
  }
}

func markdown(_ titles: [String], _ rows: [[String]]) -> String {
  var text = "| " + titles.joined(separator: " | ") + " |\n"
  text += "|---|" + String(repeating: "---:|", count: titles.count - 1) + "\n"
  for row in rows { text += "| " + row.joined(separator: " | ") + " |\n" }
  return text
}

/// Every judged link and every best proposal (basis `held`) as a row, for tables that are built
/// from many worlds.
private struct AccuracyDump {
  var text = "world,basis,weight,margin,ppm,right,kind,automatic,allocated\n"

  mutating func add(_ world: String, _ judgement: Judgement) {
    for link in judgement.links {
      text += "\(world),\(link.basis.rawValue),\(link.weightMillibits),"
      text += "\(link.marginMillibits.map(String.init) ?? ""),\(link.probabilityPPM),"
      text += "\(link.isRight ? 1 : 0),\(link.kind),\(link.isAutomatic ? 1 : 0),"
      text += "\(link.allocatedYen)\n"
    }
    for proposal in judgement.proposals {
      text += "\(world),held,\(proposal.weightMillibits),"
      text += "\(proposal.marginMillibits.map(String.init) ?? ""),\(proposal.probabilityPPM),"
      text += "\(proposal.isFirstRight ? 1 : 0),\(proposal.kind),0,\n"
    }
  }
}
