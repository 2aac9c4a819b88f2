import Foundation
import Model
import Recording
import SimulationKit
import TestKit
import Testing

/// 1,000 seeds take minutes: `make simulate`, or KESHIKOMI_LONG=1 here.
private let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"

@Suite("Sixty days of downloads")
struct SimulationTests {
  @Test("end with the true set of entries, or with a finding for each that is not told")
  func seeds() throws {
    let table = try simulate(seeds: 1...(isLong ? 1000 : 24))
    for line in table.unexplained { Issue.record("\(line)") }
    let missing = table.outcomes.reduce(0) { $0 + $1.missing.sum }
    let bookings = table.outcomes.reduce(0) { $0 + $1.bookings }
    #expect(bookings > 240 * table.outcomes.count)
    #expect(missing * 200 < bookings, "findings must not stand for identity")
    if isLong { print(table.lines.joined(separator: "\n")) }
  }

  @Test("so they do in whatever order the files of an inbox are imported", arguments: 1...3)
  func shuffled(_ number: Int) throws {
    let salt = UInt64(number)
    let table = try simulate(seeds: (salt * 100)...(salt * 100 + 2), shuffle: salt)
    for line in table.unexplained { Issue.record("\(line)") }
  }

  @Test("are the same for the same seed, byte for byte")
  func repeatable() {
    let first = DownloadPlan(seed: 77).files
    let second = DownloadPlan(seed: 77).files
    #expect(first.map(\.bytes) == second.map(\.bytes))
    #expect(first.map(\.arrival) == second.map(\.arrival))
    #expect(first.map(\.bytes) != DownloadPlan(seed: 78).files.map(\.bytes))
  }
}

@Suite("What people do and take back")
struct UndoSimulationTests {
  /// 10,000 seeds: `make undo`, or KESHIKOMI_LONG=1 here.
  @Test("Undo after any sequence of actions restores balances, decisions and journals to the yen")
  func undo() throws {
    let table = try simulateUndo(seeds: 1...(isLong ? 10_000 : 120))
    for fault in table.faults.prefix(20) { Issue.record("\(fault)") }
    #expect(table.faults.isEmpty)
    #expect(table.undone > table.seeds && table.actions > 2 * table.seeds)
  }
}
