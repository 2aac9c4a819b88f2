import Foundation
import SimulationKit

/// Sixty days of downloads, seed by seed: whether the ledgers end with the true set of entries.
func printSimulation(_ arguments: Arguments) throws {
  let first = UInt64(arguments.number("first", 1))
  let seeds = UInt64(max(1, arguments.number("seeds", 1000)))
  let table = try simulate(seeds: first...(first + seeds - 1))
  print(table.lines.joined(separator: "\n"))
  for line in table.unexplained.prefix(50) { print(line) }
  if !table.unexplained.isEmpty { exit(1) }
}

/// What people do and take back, seed by seed: whether money, decisions and journals are restored.
func printUndo(_ arguments: Arguments) throws {
  let first = UInt64(arguments.number("first", 1))
  let seeds = UInt64(max(1, arguments.number("seeds", 10_000)))
  let table = try simulateUndo(seeds: first...(first + seeds - 1))
  print(
    "\(table.seeds) seeds, \(table.actions) answers, \(table.undone) undone, "
      + "\(table.faults.count) faults")
  for fault in table.faults.prefix(50) { print(fault) }
  if !table.faults.isEmpty { exit(1) }
}
