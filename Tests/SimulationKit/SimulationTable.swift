import Glibc
import Model
import Recording

/// The outcomes of many seeds in one table.
public struct SimulationTable: Sendable {
  public private(set) var outcomes: [SimulationOutcome] = []
  public var unexplained: [String] { outcomes.flatMap(\.unexplained) }

  mutating func add(_ outcome: SimulationOutcome) { outcomes.append(outcome) }

  private func sum(_ value: (SimulationOutcome) -> Int) -> Int {
    outcomes.reduce(0) { $0 + value($1) }
  }

  /// A Markdown table.
  public var lines: [String] {
    var lines = ["| what | count |", "|---|---:|"]
    func add(_ name: String, _ count: Int) { lines.append("| \(name) | \(count) |") }
    add("seeds", outcomes.count)
    add("seeds that end with exactly the true set", outcomes.count { $0.isExact })
    add("… of them without any finding", outcomes.count { $0.isExact && $0.findings.isEmpty })
    add(
      "… or with notes on spellings only",
      outcomes.count { outcome in
        outcome.isExact
          && outcome.findings.keys.allSatisfy { $0 == .nameDiffersAcrossFormats }
      })
    add(
      "seeds that differ, each difference with a finding",
      outcomes.count { !$0.isExact && $0.isRight })
    add("seeds with a difference that nothing tells", outcomes.count { !$0.isRight })
    add("files delivered", sum(\.files))
    add("imports, with repeated attempts", sum(\.imports))
    add("true bookings in the files", sum(\.bookings))
    add("entries of the ledgers", sum(\.entries))
    add("missing, told by a row that was not posted", sum(\.missing.byRow))
    add("missing, told by a note", sum(\.missing.byNote))
    add("missing, of a day not proved whole", sum(\.missing.byDay))
    add("missing, told by nothing", sum(\.missing.byNothing))
    add("too many, told by a row that was not posted", sum(\.extra.byRow))
    add("too many, told by a note", sum(\.extra.byNote))
    add("too many, told by nothing", sum(\.extra.byNothing))
    add(
      "under an equal payment's name, told by a finding",
      sum { $0.exchanged.sum - $0.exchanged.byNothing })
    add("under an equal payment's name, told by nothing", sum(\.exchanged.byNothing))
    add("files that wait for a person at the end", sum(\.filesLeft))
    for fault in DataFault.allCases {
      let count = sum { $0.findings[fault] ?? 0 }
      if count > 0 { add("finding \(fault.rawValue)", count) }
    }
    return lines
  }
}

/// Runs all seeds, one after the other, in one ledger in memory.
public func simulate(
  seeds: ClosedRange<UInt64>, shuffle: UInt64 = 0
) throws -> SimulationTable {
  var template = Array("\(sharedMemory)/keshikomi-simulation-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw LedgerError.io(code: errno) }
  let end = template.firstIndex(of: 0)!
  let folder = String(decoding: template[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer {
    for end in ["", "-wal", "-shm", "-journal"] { unlink(folder + "/ledger.sqlite" + end) }
    rmdir(folder)
  }
  let ledger = try Ledger.open(path: folder + "/ledger.sqlite")
  var table = SimulationTable()
  for seed in seeds {
    table.add(try Simulation.run(seed: seed, in: ledger, shuffle: shuffle).outcome)
  }
  return table
}

/// A folder in memory where there is one.
private let sharedMemory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
