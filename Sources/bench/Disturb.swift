import Foundation
import TestKit

/// `bench disturb steps|kill`: the program on the fixture days, disturbed and made good.
func printDisturbances(_ arguments: Arguments) throws {
  guard let program = keshikomiProgram() else {
    throw BenchFailure(description: "keshikomi is not built beside bench")
  }
  let parent = arguments.options["folder"] ?? FileManager.default.temporaryDirectory.path
  let folder = URL(fileURLWithPath: parent)
    .appendingPathComponent("keshikomi-disturb-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  var failed = false
  for which in DisturbedDay.Which.allCases {
    let day = try DisturbedDay(
      which, program: program, under: folder.appendingPathComponent(which.rawValue))
    let table: DisturbanceTable
    if arguments.words.last == "kill" {
      table = try killRuns(
        day, runs: arguments.number("runs", 2000) / 2, seed: UInt64(arguments.number("seed", 1)))
    } else {
      guard let library = try faultLibrary(in: folder) else {
        throw BenchFailure(description: "no C compiler (clang or cc)")
      }
      table = try disturbSteps(day, library, stride: arguments.number("every", 1))
    }
    print("\n\(which.rawValue)\n")
    print(table.lines.joined(separator: "\n"))
    for fault in table.faults.prefix(20) { print(fault) }
    if !table.faults.isEmpty { failed = true }
  }
  if failed { exit(1) }
}

/// `bench live`: seeded days with swarms of faults, each held against the same days without those
/// that must not matter.
func printLived(_ arguments: Arguments) throws {
  guard let program = keshikomiProgram() else {
    throw BenchFailure(description: "keshikomi is not built beside bench")
  }
  let first = UInt64(arguments.number("first", 1))
  let seeds = UInt64(max(1, arguments.number("seeds", 200)))
  let table = try withTemporaryFolder { folder in
    try live(
      seeds: first...(first + seeds - 1), program: program,
      library: try faultLibrary(in: folder), under: folder)
  }
  print(table.line)
  for line in table.broken.prefix(40) { print(line) }
  if !table.broken.isEmpty { exit(1) }
}
