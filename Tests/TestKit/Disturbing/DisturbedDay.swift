public import Foundation

/// A day of the invented operator that is disturbed, and made good by the next run. Every world is
/// a copy of one template; the program is the one that was built.
public struct DisturbedDay: Sendable {
  /// Which of the fixture days is disturbed; the one before it is run in peace.
  public enum Which: String, Sendable, CaseIterable {
    case eve, day

    var asOf: String { self == .eve ? "2026-11-19T10:30" : "2026-11-20T10:30" }
    var runID: String { self == .eve ? "2026-11-19-0001" : "2026-11-20-0002" }
    var folder: String { self == .eve ? "1-eve" : "2-day" }
  }

  /// What came of a disturbed run.
  public struct Outcome: Sendable {
    /// False where the run ended before it could be disturbed.
    public var wasDisturbed: Bool
    /// The program's own exit code; nil where it was killed.
    public var exitCode: Int32?
    /// What the next run did not make good; nil where it did.
    public var fault: String?
  }

  public let which: Which
  private let program: URL
  private let folder: URL
  private let expected: [String: [UInt8]]
  private let leftover: [String]

  /// Makes the template below `folder`, which is the caller's to remove.
  public init(_ which: Which, program: URL, under folder: URL) throws {
    self.which = which
    self.program = program
    self.folder = folder
    let template = folder.appendingPathComponent("template")
    _ = try runCommand(program, ["init", "-w", template.path])
    try DisturbedDay.copy("fixtures/days/keshikomi.yaml", to: template)
    for day in Which.allCases {
      for file in filesBelow(repoFile("fixtures/days/\(day.folder)")) {
        try DisturbedDay.copy(
          "fixtures/days/\(day.folder)/\(file)", to: template.appendingPathComponent("inbox"))
      }
      if day == which { break }
      _ = try runCommand(program, ["run", "-w", template.path, "--as-of", day.asOf])
    }
    let plain = folder.appendingPathComponent("plain")
    try FileManager.default.copyItem(at: template, to: plain)
    _ = try runCommand(program, ["run", "-w", plain.path, "--as-of", which.asOf])
    expected = try DisturbedDay.report(plain, which.runID)
    leftover = try DisturbedDay.names(plain.appendingPathComponent("inbox"))
    precondition(expected.count > 5, "the undisturbed run made no report")
  }

  private static func copy(_ path: String, to folder: URL) throws {
    let from = repoFile(path)
    let to = folder.appendingPathComponent(from.lastPathComponent)
    try? FileManager.default.removeItem(at: to)
    try FileManager.default.copyItem(at: from, to: to)
  }

  /// How many steps a run takes that change the disk.
  public func steps(_ library: URL) throws -> Int {
    try withWorld { world in
      let file = folder.appendingPathComponent("count")
      _ = try run(world, ["LD_PRELOAD": library.path, "FAULT_COUNT": file.path])
      return Int(String(decoding: try readBytes(file), as: UTF8.self)) ?? 0
    }
  }

  /// Runs with the fault library doing `mode` at a step; see `Tests/Faults/faults.c`.
  public func disturbed(
    _ library: URL, mode: String, step: Int, more: [String: String] = [:]
  ) throws -> Outcome {
    try withWorld { world in
      let environment = [
        "LD_PRELOAD": library.path, "FAULT_MODE": mode, "FAULT_STEP": String(step),
        // What tells of a crash would write, which fails for it too, and never end.
        "SWIFT_BACKTRACE": "enable=no",
      ].merging(more) { $1 }
      let result = try run(world, environment)
      let isCrash = result.exitCode == 137
      var fault: String?
      if !isCrash, ![0, 1, 2, 4].contains(result.exitCode) {
        fault = "exit code \(result.exitCode): \(result.errors.suffix(300))"
      }
      return Outcome(
        wasDisturbed: isCrash || result.exitCode == 4, exitCode: isCrash ? nil : result.exitCode,
        fault: try fault ?? self.fault(of: world))
    }
  }

  /// Runs and kills the program after so many microseconds.
  public func killed(after microseconds: Int) throws -> Outcome {
    try withWorld { world in
      let process = Process()
      process.executableURL = program
      process.arguments = ["run", "-w", world.path, "--as-of", which.asOf]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(useconds_t(microseconds))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let wasKilled = process.terminationReason == .uncaughtSignal
      return Outcome(
        wasDisturbed: wasKilled, exitCode: wasKilled ? nil : process.terminationStatus,
        fault: try fault(of: world))
    }
  }

  /// Runs a world as it is.
  public func run(_ world: URL, _ environment: [String: String] = [:]) throws -> CommandResult {
    try runCommand(
      program, ["run", "-w", world.path, "--as-of", which.asOf], environment: environment)
  }

  /// A world of its own for `body`.
  public func withWorld<T>(_ body: (URL) throws -> T) throws -> T {
    let world = folder.appendingPathComponent("world-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: folder.appendingPathComponent("template"), to: world)
    defer { try? FileManager.default.removeItem(at: world) }
    return try body(world)
  }

  /// Lets the next run come, and holds what is there then against the undisturbed run.
  public func fault(of world: URL) throws -> String? {
    let next = try run(world)
    guard [0, 1, 2].contains(next.exitCode) else {
      return "the next run ended with \(next.exitCode): \(next.errors.suffix(300))"
    }
    let found = try DisturbedDay.report(world, which.runID)
    let differing = Set(found.keys).union(expected.keys).filter { found[$0] != expected[$0] }
    if !differing.isEmpty { return "reports differ: \(differing.sorted())" }
    let reports = try DisturbedDay.names(world.appendingPathComponent("reports"))
    if let stray = reports.first(where: { $0.hasPrefix(".") }) { return "left behind: \(stray)" }
    let inbox = try DisturbedDay.names(world.appendingPathComponent("inbox"))
    if inbox != leftover { return "the inbox holds \(inbox)" }
    let proof = try runCommand(program, ["verify", "-w", world.path, "--lang", "en"])
    return proof.exitCode == 0 ? nil : "not proved: \(proof.output)"
  }

  /// Files of a report but `run.json`, which tells the clock.
  private static func report(_ world: URL, _ runID: String) throws -> [String: [UInt8]] {
    let folder = world.appendingPathComponent("reports/\(runID)")
    var files: [String: [UInt8]] = [:]
    for name in filesBelow(folder) where name != "run.json" {
      files[name] = try readBytes(folder.appendingPathComponent(name))
    }
    return files
  }

  private static func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }
}

/// Builds the library of faults into a folder; nil where there is no C compiler.
public func faultLibrary(in folder: URL) throws -> URL? {
  let library = folder.appendingPathComponent("faults.so")
  for compiler in ["clang", "cc"] {
    let result = try runCommand(
      URL(fileURLWithPath: "/usr/bin/env"),
      [
        compiler, "-O1", "-shared", "-fPIC", "-o", library.path,
        repoFile("Tests/Faults/faults.c").path, "-ldl",
      ])
    if result.exitCode == 0 { return library }
  }
  return nil
}
