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

  @Test("A power cut of these tests takes back what no sync has reached")
  func powerCut() throws {
    let program = try #require(keshikomiProgram())
    try withTemporaryFolder { folder in
      guard let library = try faultLibrary(in: folder) else { return }
      let day = try DisturbedDay(.day, program: program, under: folder)
      let steps = try day.steps(library)
      let lost = try [10, 25, 40, 55].map { back in
        try day.disturbed(
          library, mode: "power", step: steps - back, more: ["FAULT_NO_SYNC": "1"])
      }
      // Were syncs not heeded, runs would come to harm: so the other tests could fail.
      #expect(lost.contains { $0.fault != nil })
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
    let sheet = world.appendingPathComponent("answers.csv")
    try writeBytes(Array("case_id,answer,order_ids,person,comment\n".utf8), to: sheet)
    let writers = [
      ["run", "--as-of", FixtureDay.day.asOf], ["verify"], ["undo", "x"], ["resolve", sheet.path],
    ]
    for command in writers {
      var arguments = [command[0], "-w", world.path] + command.dropFirst()
      if command[0] == "undo" { arguments += ["--reason", "r", "--by", "b"] }
      let refused = try runCommand(program, arguments)
      let holder = "pid \(first.processIdentifier), as of \(FixtureDay.day.asOf), since 20"
      #expect(refused.exitCode == 4 && refused.errors.contains(holder), "\(command) \(refused)")
    }
    let copy = world.appendingPathComponent("copy")
    let readers = [
      ["status", "--as-of", "2026-11-20"], ["explain", "S1-1001"], ["find", "--amount", "1"],
      ["backup", copy.path],
    ]
    for command in readers {
      let read = try runCommand(program, [command[0], "-w", world.path] + command.dropFirst())
      #expect([0, 1, 2].contains(read.exitCode), "\(command) \(read)")
    }
    let proof = try runCommand(program, ["verify", "-w", copy.path])
    #expect(proof.exitCode == 0, "\(proof)")
    try FileManager.default.removeItem(at: copy)
    // What can be seen of reports is whole at any moment.
    let latest = world.appendingPathComponent("reports/latest/run.json")
    #expect(try readBytes(latest).last == UInt8(ascii: "\n"))
  }

  @Test("Who looks at reports/latest while runs publish sees whole reports that stay as they are")
  func noTornReport() throws {
    let program = try #require(keshikomiProgram())
    let shop = try Shop()
    try shop.run(.eve)
    try shop.put(.day)
    let reports = shop.folder.appendingPathComponent("reports")
    var seen: [String: [String: [UInt8]]] = [:]
    for _ in 0..<3 {
      let run = Process()
      run.executableURL = program
      run.arguments = ["run", "-w", shop.folder.path, "--as-of", FixtureDay.day.asOf]
      run.standardOutput = FileHandle.nullDevice
      run.standardError = FileHandle.nullDevice
      try run.run()
      while run.isRunning {
        let latest = reports.appendingPathComponent("latest").path
        let name = try FileManager.default.destinationOfSymbolicLink(atPath: latest)
        let before = seen[name]
        let now = try shop.report(name)
        #expect(before == nil || before == now, "\(name) changed while it could be seen")
        seen[name] = now
        usleep(1_000)
      }
    }
    seen[try FileManager.default.destinationOfSymbolicLink(atPath: reports.path + "/latest")] = nil
    #expect(seen.count >= 2, "\(seen.keys.sorted())")
    for (name, files) in seen {
      #expect(try files == shop.report(name), "\(name) was seen before it was whole")
      #expect(files["totals.json"]?.last == UInt8(ascii: "\n"), "\(name)")
    }
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
