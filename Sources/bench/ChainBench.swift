import Foundation
import Model
import Recording
import Running
import TestKit

/// `bench chain`: the whole day with and without the chain of events and the sums of pages, in
/// turn; CPU seconds, because these are less noisy than the clock.
func printChainCost(_ arguments: Arguments) throws {
  let orders = arguments.number("orders", 167_500)
  let deposits = arguments.number("deposits", 100_000)
  let world = World(seed: daySeed, orders: orders, deposits: deposits)
  let files = [("orders.csv", world.ordersCSV()), ("statement.txt", world.zenginFile())]
  var costs: [Bool: [ChainCost]] = [:]
  for _ in 0..<arguments.number("rounds", 3) {
    for isBare in [false, true] {
      costs[isBare, default: []].append(try dayCost(files, isBare: isBare))
    }
  }
  let whole = costs[false]!.min { $0.cpu < $1.cpu }!
  let bare = costs[true]!.min { $0.cpu < $1.cpu }!
  func percent(_ a: Int, _ b: Int) -> String { hundredths((a - b) * 10_000 / max(1, b)) }
  print(
    """
    | the day of \(deposits) deposits, \(orders) orders | CPU ms | wall ms | ledger bytes |
    |---|---:|---:|---:|
    | with chain and sums | \(whole.cpu) | \(whole.wall) | \(whole.bytes) |
    | without | \(bare.cpu) | \(bare.wall) | \(bare.bytes) |
    | overhead | \(percent(whole.cpu, bare.cpu)) % | \(percent(whole.wall, bare.wall)) % | \
    \(percent(whole.bytes, bare.bytes)) % |

    bytes of the ledger per deposit and order: \(whole.bytes / (deposits + orders))
    """)
}

private struct ChainCost {
  var cpu: Int
  var wall: Int
  var bytes: Int
}

private func dayCost(_ files: [(String, [UInt8])], isBare: Bool) throws -> ChainCost {
  try withTemporaryFolder { folder in
    Ledger.isBare = isBare
    defer { Ledger.isBare = false }
    let workspace = Workspace(root: folder.path)
    _ = try initialise(workspace)
    for (name, bytes) in files {
      try writeBytes(bytes, to: folder.appendingPathComponent("inbox/\(name)"))
    }
    let last = Day(year: 2026, month: 2, day: 13)!
    let request = RunRequest(workspace: workspace, asOf: Moment(day: last, hour: 18))
    let before = cpuMilliseconds()
    let (time, _) = try microseconds { try runDaily(request) }
    let attributes = try FileManager.default.attributesOfItem(atPath: workspace.ledgerPath)
    return ChainCost(
      cpu: cpuMilliseconds() - before, wall: time / 1_000, bytes: attributes[.size] as? Int ?? 0)
  }
}

/// Of this process, user and system.
func cpuMilliseconds() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000
    + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000
}

/// `-123` → `-1.23`.
private func hundredths(_ value: Int) -> String {
  let rest = abs(value) % 100
  return (value < 0 ? "-" : "") + "\(abs(value) / 100).\(rest < 10 ? "0" : "")\(rest)"
}
