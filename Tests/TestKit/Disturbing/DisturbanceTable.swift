public import Foundation

/// What came of many disturbed runs, by kind of disturbance.
public struct DisturbanceTable: Sendable {
  /// One kind of disturbance.
  public struct Row: Sendable {
    public var runs = 0
    public var disturbed = 0
    /// Runs after which the next one made all good, to the byte.
    public var survived = 0
  }

  public private(set) var rows: [String: Row] = [:]
  public private(set) var faults: [String] = []

  public init() {}

  public mutating func add(_ kind: String, _ place: String, _ outcome: DisturbedDay.Outcome) {
    rows[kind, default: Row()].runs += 1
    if outcome.wasDisturbed { rows[kind]!.disturbed += 1 }
    if let fault = outcome.fault {
      faults.append("\(kind) \(place): \(fault)")
    } else {
      rows[kind]!.survived += 1
    }
  }

  /// A table in Markdown.
  public var lines: [String] {
    ["| disturbance | runs | disturbed | made good |", "|---|---:|---:|---:|"]
      + rows.keys.sorted().map { kind in
        let row = rows[kind]!
        return "| \(kind) | \(row.runs) | \(row.disturbed) | \(row.survived) |"
      }
  }
}

/// How a step can go wrong: the process ends, or the power fails; and what a call can come to.
public let crashModes = ["before", "after", "half", "power"]
public let failureModes = ["ENOSPC", "EDQUOT", "EIO", "EROFS"]

/// Every `stride`-th step of the day goes wrong in every way.
public func disturbSteps(
  _ day: DisturbedDay, _ library: URL, stride: Int, first: Int = 1
) throws -> DisturbanceTable {
  var table = DisturbanceTable()
  let steps = try day.steps(library)
  var turn = 0
  for step in Swift.stride(from: first, through: steps, by: stride) {
    for mode in crashModes {
      table.add("crash \(mode)", "step \(step)", try day.disturbed(library, mode: mode, step: step))
    }
    // Each step fails in one way once, in another for good.
    turn += 1
    let once = failureModes[turn % 4]
    table.add("\(once) once", "step \(step)", try day.disturbed(library, mode: once, step: step))
    let lasting = failureModes[(turn / 4) % 4]
    table.add(
      "\(lasting) from then on", "step \(step)",
      try day.disturbed(library, mode: lasting, step: step, more: ["FAULT_LASTING": "1"]))
  }
  for shift in [-400_000_000, -3_600, 3_600, 400_000_000] {
    table.add(
      "clock jumps", "by \(shift) s",
      try day.disturbed(
        library, mode: "none", step: steps / 2, more: ["FAULT_CLOCK": String(shift)]))
  }
  return table
}

/// Kills the day at random moments. The measure of a run follows the machine.
public func killRuns(
  _ day: DisturbedDay, runs: Int, seed: UInt64
) throws -> DisturbanceTable {
  var table = DisturbanceTable()
  var random = SeededRandom(seed: seed)
  let start = Date()
  try day.withWorld { _ = try day.run($0) }
  var usual = Int(Date().timeIntervalSince(start) * 1_000_000)
  for number in 0..<runs {
    // A good part falls into the second half, where the ledger is written.
    let part = number % 2 == 0 ? random.within(0...1000) : random.within(400...1000)
    let outcome = try day.killed(after: usual * part / 1000)
    table.add("kill -9", "run \(number)", outcome)
    usual = outcome.wasDisturbed ? usual * 41 / 40 : usual * 9 / 10
  }
  return table
}
