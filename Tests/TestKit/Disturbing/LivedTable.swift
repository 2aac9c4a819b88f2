public import Foundation

/// What became of many lived plans.
public struct LivedTable: Sendable {
  public var seeds = 0
  public var days = 0
  public var runs = 0
  public var crashes = 0
  /// What did not hold; each line begins with its seed.
  public var broken: [String] = []

  public var line: String {
    "seeds \(seeds), simulated days \(days), runs \(runs), crashed or failed \(crashes), "
      + "broken \(broken.count)"
  }
}

/// Lives each seed twice, with and without the faults that must not matter, and compares what was
/// cleared, released and recalled on each day.
public func live(
  seeds: ClosedRange<UInt64>, program: URL, library: URL?, under folder: URL
) throws -> LivedTable {
  var table = LivedTable()
  for seed in seeds {
    let plan = LivedPlan(seed: seed)
    var outcomes: [[[String: [UInt8]]]] = []
    for isDisturbed in [false, true] {
      let root = folder.appendingPathComponent("lived-\(seed)-\(isDisturbed)")
      defer { try? FileManager.default.removeItem(at: root) }
      var world = try LivedWorld(
        plan, program: program, library: library, root: root, isDisturbed: isDisturbed)
      outcomes.append(try world.live())
      table.broken += world.broken
      table.runs += world.runs
      table.crashes += world.crashes
      table.days += LivedPlan.days
    }
    for day in 0..<LivedPlan.days {
      for name in ["clearings.csv", "release.csv", "recall.csv"]
      where outcomes[0][day][name] != outcomes[1][day][name] {
        table.broken.append("seed \(seed) day \(day): \(name) is another with than without faults")
      }
    }
    table.seeds += 1
  }
  return table
}

/// Seeds that failed once are lived again in every test run: one number a line.
public func keptSeeds() throws -> [UInt64] {
  let text = String(decoding: try readBytes(repoFile("fixtures/worlds/seeds.txt")), as: UTF8.self)
  return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { UInt64($0) }
}
