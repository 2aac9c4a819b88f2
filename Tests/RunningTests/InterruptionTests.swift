import Foundation
import Glibc
import Model
import Running
import TestKit
import Testing

/// What the eve's run leaves when nothing disturbs it.
private func undisturbedEve() throws -> [String: [UInt8]] {
  let shop = try Shop()
  try shop.run(.eve)
  return try shop.report()
}

/// The run that was disturbed is finished, by itself or by the next one, as if nothing had been.
private func expectAsUndisturbed(
  _ shop: Shop, _ undisturbed: [String: [UInt8]], _ what: Comment
) throws {
  try shop.run(FixtureDay.eve.asOf)
  #expect(differing(try shop.report("2026-11-19-0001"), undisturbed) == [], what)
  #expect(try shop.isProved, what)
  #expect(shop.inbox == [], what)
  let reports = try FileManager.default.contentsOfDirectory(
    atPath: shop.folder.appendingPathComponent("reports").path)
  #expect(reports.allSatisfy { !$0.hasPrefix(".") }, what)
  let known = try csvRows(shop.report()["exceptions.csv"] ?? []).filter { $0["code"] == "D01" }
  #expect(known.isEmpty, "\(what): a file was taken for a repeat")
}

/// One test at a time: each starts many processes.
@Suite(.serialized) struct InterruptionTests {
  @Test("A run killed at any moment is made good by the next one, to the byte")
  func killed() throws {
    let undisturbed = try undisturbedEve()
    let program = try #require(keshikomiProgram())
    var random = SeededRandom(seed: 20_261_119)
    var killed = 0
    var usual = try timeOfARun(program)
    for round in 0..<30 {
      let shop = try Shop()
      try shop.put(.eve)
      let process = try start(program, shop)
      // A good part of the delays falls into the second half, where the ledger is written.
      let part = round % 2 == 0 ? random.within(0...1000) : random.within(400...1000)
      usleep(useconds_t(usual * part / 1000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      // The machine may be busier at one time than at another: the measure follows it.
      if process.terminationReason == .uncaughtSignal {
        killed += 1
        usual = usual * 21 / 20
      } else {
        usual = usual * 7 / 10
      }
      try expectAsUndisturbed(shop, undisturbed, "killed in round \(round)")
    }
    #expect(killed >= 10, "most runs ended before they were killed: nothing was tested")
  }

  /// Microseconds of a whole run in a process of its own.
  private func timeOfARun(_ program: URL) throws -> Int {
    let shop = try Shop()
    try shop.put(.eve)
    let start = Clock.monotonicMilliseconds()
    try self.start(program, shop).waitUntilExit()
    return Int(Clock.monotonicMilliseconds() - start) * 1_000
  }

  private func start(_ program: URL, _ shop: Shop) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = ["run", "-w", shop.folder.path, "--as-of", FixtureDay.eve.asOf]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test(
    "A run that cannot be published after its commit is published by the next one",
    arguments: ["reports/2026-11-19-0001", "reports/.latest-new"])
  func unpublished(_ obstacle: String) throws {
    let undisturbed = try undisturbedEve()
    let shop = try Shop()
    try shop.put(.eve)
    let inTheWay = shop.folder.appendingPathComponent(obstacle)
    try writeBytes([1], to: inTheWay.appendingPathComponent("something"))
    let result = try shop.keshikomi(["run", "--as-of", FixtureDay.eve.asOf])
    #expect(result.exitCode == 4)
    #expect(result.errors.contains(obstacle), "\(result.errors)")
    #expect(shop.inbox == FixtureDay.eve.files)
    try FileManager.default.removeItem(at: inTheWay)
    try expectAsUndisturbed(shop, undisturbed, "\(obstacle) was in the way")
  }

  @Test(
    "A disk that is full at any point stops the run with a sentence, and nothing is lost",
    .enabled(if: canMount, "skipped: a small disk can be mounted by root only"))
  func fullDisk() throws {
    let undisturbed = try undisturbedEve()
    var stopped: Set<Substring> = []
    try withSmallDisk { disk in
      for freeKibibytes in stride(from: 0, through: 900, by: 20) {
        let shop = try Shop(under: disk)
        defer { try? FileManager.default.removeItem(at: shop.folder) }
        try shop.put(.eve)
        let ballast = disk.appendingPathComponent("ballast")
        try fill(disk, with: ballast, leaving: freeKibibytes)
        let result = try shop.keshikomi(["run", "--as-of", FixtureDay.eve.asOf])
        try FileManager.default.removeItem(at: ballast)
        if result.exitCode == 4 {
          stopped.insert(result.errors.split(separator: "\n").last ?? "")
          #expect(result.errors.contains("ディスクに空きがありません"), "\(result.errors)")
          #expect(result.errors.contains("The disk is full"), "\(result.errors)")
        } else {
          #expect(result.exitCode == 1, "\(freeKibibytes) KiB: \(result.errors)")
        }
        try expectAsUndisturbed(shop, undisturbed, "\(freeKibibytes) KiB, \(result.errors)")
      }
    }
    // Archive, ledger and reports each ran out of room at least once.
    #expect(stopped.count >= 3, "\(stopped.sorted())")
  }

  @Test("A limit on the size of files stops the run, and nothing is lost")
  func fileSizeLimit() throws {
    let undisturbed = try undisturbedEve()
    let program = try #require(keshikomiProgram())
    var stopped = 0
    for kibibytes in [0, 1, 2, 4, 8, 16, 32, 64, 128, 160] {
      let shop = try Shop()
      try shop.put(.eve)
      let result = try runCommand(
        URL(fileURLWithPath: "/bin/bash"),
        [
          "-c", "ulimit -f \(kibibytes); exec \"$0\" run -w \"$1\" --as-of \"$2\"; exit 99",
          program.path, shop.folder.path, FixtureDay.eve.asOf,
        ])
      if result.exitCode == 4 {
        stopped += 1
        #expect(FileManager.default.fileExists(atPath: shop.folder.path + "/ledger.sqlite"))
        #expect(shop.inbox == FixtureDay.eve.files, "a run that failed emptied the inbox")
      } else {
        #expect(result.exitCode == 1, "\(kibibytes) KiB: \(result.exitCode) \(result.errors)")
      }
      try expectAsUndisturbed(shop, undisturbed, "\(kibibytes) KiB, exit code \(result.exitCode)")
    }
    #expect(stopped >= 5)
  }

  @Test("Of two runs at once the second ends at once and names the first")
  func twoRuns() throws {
    let shop = try Shop()
    try shop.put(.eve)
    let path = shop.folder.appendingPathComponent(".keshikomi.lock").path
    let lock = open(path, O_RDWR | O_CREAT, 0o600)
    try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let holder = "pid 4242, as of 2026-11-19T09:00"
    try #require(pwrite(lock, holder, holder.utf8.count, 0) == holder.utf8.count)
    let before = try tree(shop.inboxFolder)
    for command in [["run", "--as-of", FixtureDay.eve.asOf], ["verify"], ["import", "x"]] {
      let result = try shop.keshikomi(command)
      #expect(result.exitCode == 4)
      #expect(result.errors.contains("別の処理が実行中です (\(holder))"), "\(result.errors)")
      #expect(result.errors.contains("Wait for it to end and run again"))
    }
    #expect(try tree(shop.inboxFolder) == before)
    close(lock)
    #expect(try shop.keshikomi(["run", "--as-of", FixtureDay.eve.asOf]).exitCode == 1)
  }
}

private let canMount: Bool = {
  guard getuid() == 0 else { return false }
  return (try? withSmallDisk { _ in }) != nil
}()

private struct NoDisk: Error {}

/// Runs `body` with a disk of two megabytes.
private func withSmallDisk(_ body: (URL) throws -> Void) throws {
  try withTemporaryFolder { folder in
    let mounted = try runCommand(
      URL(fileURLWithPath: "/bin/mount"), ["-t", "tmpfs", "-o", "size=4m", "none", folder.path])
    guard mounted.exitCode == 0 else { throw NoDisk() }
    defer { _ = try? runCommand(URL(fileURLWithPath: "/bin/umount"), [folder.path]) }
    try body(folder)
  }
}

/// Leaves so much room on the disk, in whole pages.
private func fill(_ disk: URL, with ballast: URL, leaving kibibytes: Int) throws {
  var info = statvfs()
  try #require(statvfs(disk.path, &info) == 0)
  let free = Int(info.f_bavail) * Int(info.f_frsize)
  try writeBytes([UInt8](repeating: 1, count: max(0, free - kibibytes << 10)), to: ballast)
}
