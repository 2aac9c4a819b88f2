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
  case day

  /// The format of the file that a reading workload reads.
  var format: LargeFileFormat? {
    switch self {
    case .readZengin: .zengin
    case .readCSVCP932: .bankCSV
    case .readCSVUTF8: .bankCSVInUTF8
    case .readCamt: .camt
    case .readOrders: .orders
    case .match, .day: nil
    }
  }
}

/// The day's load: what a busy operator's peak day looks like.
let dayOrders = 170_000
let dayDeposits = 100_000
let daySeed: UInt64 = 20_260_105

/// Measures one workload in child processes; the comparison with an outside tool follows it.
func run(_ workload: Workload, sizeMB: Int, in folder: URL) throws -> [Figures] {
  let input = folder.appendingPathComponent("input")
  if let format = workload.format {
    try child(["make-file", format.rawValue, input.path, "--size", String(sizeMB)])
  }
  if workload == .day { try child(["make-file", "day", input.path]) }
  let line = try child(["measure", workload.rawValue, input.path])
  guard var figures = Figures(line: line) else {
    throw BenchFailure(description: "\(workload.rawValue) gave no figures: \(line)")
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

/// Makes what a measurement reads: a large file, or a workspace with a day's files in its inbox.
func makeFile(_ arguments: Arguments) throws {
  let place = URL(fileURLWithPath: arguments.words[2])
  if arguments.words[1] == "day" {
    let world = World(seed: daySeed, orders: dayOrders, deposits: dayDeposits)
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
  case .match: figures = measureMatch()
  case .day: figures = try measureDay(path)
  default: figures = try measureReading(workload, path)
  }
  print(figures.line)
}
