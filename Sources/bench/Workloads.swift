import Foundation
import Running
import Model
import TestKit

enum Workload: String, CaseIterable {
  case readZengin = "read-zengin"
  case readCSVCP932 = "read-csv-cp932"
  case readCSVUTF8 = "read-csv-utf8"
  case readCamt = "read-camt"
  case readOrders = "read-orders"
  case match
  case match4 = "match-4x"
  case match16 = "match-16x"
  case matchMillion = "match-1m"
  case matchDayOfJapan = "match-8m"
  case day
  case dayMillion = "day-1m"
  case passThrough = "pass-through"

  /// The format of the file that a reading workload reads.
  var format: LargeFileFormat? {
    switch self {
    case .readZengin: .zengin
    case .readCSVCP932: .bankCSV
    case .readCSVUTF8: .bankCSVInUTF8
    case .readCamt: .camt
    case .readOrders: .orders
    default: nil
    }
  }

  /// The day's load: what a busy operator's peak day looks like; the same world in other sizes
  /// shows how time grows. A million deposits meet 1.1 million orders that wait for a transfer.
  var size: (orders: Int, deposits: Int) {
    switch self {
    case .match4: (680_000, 400_000)
    case .match16: (2_720_000, 1_600_000)
    case .matchMillion, .dayMillion: (1_675_000, 1_000_000)
    case .matchDayOfJapan: (10_000_000, 8_000_000)
    default: (170_000, 100_000)
    }
  }

  var world: World { World(seed: daySeed, orders: size.orders, deposits: size.deposits) }

  /// As many transfers as all of Japan makes in a day come to one account in `match-8m`.
  var matchInput: MatchInput {
    guard self == .matchDayOfJapan else { return MatchInput(world) }
    let parts = 10
    return MatchInput(
      parts: parts, orders: size.orders / parts, deposits: size.deposits / parts, seed: daySeed)
  }
  var isDay: Bool { self == .day || self == .dayMillion }

  /// The large ones take minutes and gigabytes: only by name.
  static let all = allCases.filter { $0.size.deposits <= 100_000 }
}

let daySeed: UInt64 = 20_260_105

/// Measures one workload in child processes; the comparison with an outside tool follows it.
func run(_ workload: Workload, sizeMB: Int, in folder: URL) throws -> [Figures] {
  let input = folder.appendingPathComponent("input")
  if let format = workload.format {
    try child(["make-file", format.rawValue, input.path, "--size", String(sizeMB)])
  }
  var join: Figures?
  if workload == .passThrough { try child(["make-file", workload.rawValue, input.path]) }
  if workload.isDay {
    try child(["make-file", workload.rawValue, input.path])
    join = try exactJoin(workload, input.appendingPathComponent("inbox"), in: folder)
  }
  let line = try child(["measure", workload.rawValue, input.path])
  guard var figures = Figures(line: line) else {
    throw BenchFailure(description: "\(workload.rawValue) gave no figures: \(line)")
  }
  if let join {
    figures.note += "; \(ratio(figures.microseconds, join.microseconds)) × the time of the join"
    return [join, figures]
  }
  guard workload == .readCamt, let other = try xmllintMicroseconds(input) else { return [figures] }
  figures.note += "; \(ratio(other, figures.microseconds)) × the speed of xmllint --stream"
  return [figures]
}

/// Runs this program again with other arguments and returns its output.
@discardableResult
private func child(_ arguments: [String]) throws -> String {
  let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  let result = try runCommand(program, arguments)
  guard result.exitCode == 0 else {
    throw BenchFailure(description: "\(arguments) ended with \(result.exitCode): \(result.errors)")
  }
  return result.output
}

/// Time of `xmllint --stream --noout` on the same file; nil where it is not installed.
private func xmllintMicroseconds(_ file: URL) throws -> Int? {
  let env = URL(fileURLWithPath: "/usr/bin/env")
  guard try runCommand(env, ["xmllint", "--version"]).exitCode == 0 else { return nil }
  return try microseconds {
    _ = try runCommand(env, ["xmllint", "--stream", "--noout", file.path])
  }.time
}

/// DuckDB's bare exact join of the files that a day's run reads, in the interpreter of
/// `$KESHIKOMI_PYTHON`; nil, with a word, where that has no DuckDB. `make bench-day` has one made.
private func exactJoin(_ workload: Workload, _ inbox: URL, in folder: URL) throws -> Figures? {
  let python = ProcessInfo.processInfo.environment["KESHIKOMI_PYTHON"] ?? "python3"
  let env = URL(fileURLWithPath: "/usr/bin/env")
  let files = ["orders.csv", "zengin.txt"].map { inbox.appendingPathComponent($0).path }
  let result = try runCommand(
    env,
    [python, "Tests/Comparing/exact_join.py"] + files
      + [folder.appendingPathComponent("join.csv").path])
  let cells = result.output.split(separator: "\t").map { $0.filter { $0 != "\n" } }
  guard result.exitCode == 0, cells.count == 4, let time = Int(cells[0]), let rows = Int(cells[1]),
    let peak = Int(cells[2])
  else {
    let told = "no comparison: \(python) has no DuckDB, or this is another folder: make bench-day"
    FileHandle.standardError.write(Data((told + "\n").utf8))
    return nil
  }
  return Figures(
    workload: "exact-join", bytes: 0, rows: workload.size.deposits + workload.size.orders,
    microseconds: time, peakKiB: peak, hash: 0,
    note: "DuckDB \(cells[3]): the files of \(workload.rawValue) joined on amount and kana; "
      + "\(rows) pairs")
}

/// Makes what a measurement reads: a large file, or a workspace with a day's files in its inbox.
func makeFile(_ arguments: Arguments) throws {
  let place = URL(fileURLWithPath: arguments.words[2])
  if arguments.words[1] == Workload.passThrough.rawValue {
    return try PassThrough.make(in: place)
  }
  if let workload = Workload(rawValue: arguments.words[1]), workload.isDay {
    let world = workload.world
    try Workspace(root: place.path).create()
    let inbox = place.appendingPathComponent("inbox")
    try writeBytes(world.ordersCSV(), to: inbox.appendingPathComponent("orders.csv"))
    try writeBytes(world.zenginFile(), to: inbox.appendingPathComponent("zengin.txt"))
    return
  }
  let format = LargeFileFormat(rawValue: arguments.words[1])!
  let bytes = arguments.number("size", 100) * 1_000_000
  try World.writeLargeFile(format, atLeast: bytes, seed: daySeed, to: place)
}

func printMeasurement(_ arguments: Arguments) throws {
  let workload = Workload(rawValue: arguments.words[1])!
  let path = arguments.words[2]
  let figures: Figures
  switch workload {
  case .match, .match4, .match16, .matchMillion, .matchDayOfJapan: figures = measureMatch(workload)
  case .passThrough: figures = try PassThrough.measure(path)
  case .day, .dayMillion: figures = try measureDay(workload, path)
  default: figures = try measureReading(workload, path)
  }
  print(figures.line)
}
