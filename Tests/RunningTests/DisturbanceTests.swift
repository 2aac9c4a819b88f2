import Foundation
import Model
import Running
import TestKit
import Testing

/// A step of the world in which it is disturbed; the long forms are `make crash` and `make kill`.
@Suite(.serialized) struct DisturbanceTests {
  @Test(
    "A crash or a failure at a step that changes the disk is made good by the next run",
    arguments: DisturbedDay.Which.allCases)
  func steps(_ which: DisturbedDay.Which) throws {
    let program = try #require(keshikomiProgram())
    try withTemporaryFolder { folder in
      guard let library = try faultLibrary(in: folder) else {
        print("skipped: no C compiler for Tests/Faults/faults.c")
        return
      }
      let day = try DisturbedDay(which, program: program, under: folder)
      let table = try disturbSteps(day, library, stride: 67, first: which == .eve ? 5 : 40)
      for fault in table.faults { Issue.record("\(fault)") }
      let disturbed = table.rows.values.reduce(0) { $0 + $1.disturbed }
      #expect(disturbed >= 15, "\(table.lines)")
    }
  }

  @Test("While a run is at work a second one is refused, saying who and since when; readers read")
  func together() throws {
    let program = try #require(keshikomiProgram())
    try withTemporaryFolder { folder in
      guard let library = try faultLibrary(in: folder) else { return }
      let day = try DisturbedDay(.day, program: program, under: folder)
      let steps = try day.steps(library)
      for step in [steps / 4, steps / 2, steps * 3 / 4, steps - 3] {
        try day.withWorld { world in
          try expectOneAtATime(world, day, program, library, step)
          #expect(try day.fault(of: world) == nil, "step \(step)")
        }
      }
    }
  }

  private func expectOneAtATime(
    _ world: URL, _ day: DisturbedDay, _ program: URL, _ library: URL, _ step: Int
  ) throws {
    let flag = world.appendingPathComponent("paused")
    let first = Process()
    first.executableURL = program
    first.arguments = ["run", "-w", world.path, "--as-of", FixtureDay.day.asOf]
    first.environment = ProcessInfo.processInfo.environment.merging([
      "LD_PRELOAD": library.path, "FAULT_MODE": "pause", "FAULT_STEP": String(step),
      "FAULT_PAUSE_MS": "1500", "FAULT_FLAG": flag.path,
    ]) { $1 }
    first.standardOutput = FileHandle.nullDevice
    first.standardError = FileHandle.nullDevice
    try first.run()
    defer { first.waitUntilExit() }
    for _ in 0..<2_000 where !FileManager.default.fileExists(atPath: flag.path) { usleep(5_000) }
    for command in [["run", "--as-of", FixtureDay.day.asOf], ["verify"], ["undo", "x"]] {
      var arguments = [command[0], "-w", world.path] + command.dropFirst()
      if command[0] == "undo" { arguments += ["--reason", "r", "--by", "b"] }
      let refused = try runCommand(program, arguments)
      let holder = "pid \(first.processIdentifier), as of \(FixtureDay.day.asOf), since 20"
      #expect(refused.exitCode == 4 && refused.errors.contains(holder), "\(command) \(refused)")
    }
    let read = try runCommand(program, ["status", "-w", world.path, "--as-of", "2026-11-20"])
    #expect([0, 1, 2].contains(read.exitCode), "\(read)")
    // What can be seen of reports is whole at any moment.
    let latest = world.appendingPathComponent("reports/latest/run.json")
    #expect(try readBytes(latest).last == UInt8(ascii: "\n"))
  }

  @Test(
    "Days with files twice, late, crashes, clock jumps, reversals and wrong answers keep the rules")
  func lived() throws {
    let program = try #require(keshikomiProgram())
    try withTemporaryFolder { folder in
      let library = try faultLibrary(in: folder)
      for seed in try [1, 2, 3] + keptSeeds() {
        let table = try live(
          seeds: seed...seed, program: program, library: library, under: folder)
        for line in table.broken { Issue.record("\(line)") }
        #expect(table.days == 16)
      }
    }
  }

  @Test("A lock that a process left behind when it ended is no lock")
  func staleLock() throws {
    let shop = try Shop()
    let path = shop.folder.appendingPathComponent(".keshikomi.lock")
    try writeBytes(Array("pid 1, as of 2020-01-01T00:00, since 2020-01-01T00:00".utf8), to: path)
    try shop.run(.eve)
    let holder = String(decoding: try readBytes(path), as: UTF8.self)
    #expect(holder.hasPrefix("pid \(getpid()), as of \(FixtureDay.eve.asOf), since "))
  }
}
