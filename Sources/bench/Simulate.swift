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
