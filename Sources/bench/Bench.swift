import Foundation
import Running
import TestKit

/// Named workloads with fixed seeds. Each is measured in a process of its own, so that the peak
/// of one does not hide that of the next; what it reads is made by another process before.
@main
struct Bench {
  static let usage = """
    bench all | WORKLOAD… [--size MB[,MB…]] [--json FILE]
    bench close [--lines N]
    bench close-accuracy [--seeds N] [--first N] [--orders N]
    bench simulate [--seeds N] [--first N]
    bench undo [--seeds N] [--first N]
    bench generate FOLDER [--orders N] [--deposits N] [--seed N] [--profile P] [--names N]
    bench accuracy [--seeds N] [--first N] [--orders N] [--profile P,…] [--names N,…]
                   [--months N] [--dump FILE]
    bench calibrate [--seeds N] [--first N]
    bench disturb steps|kill [--every N] [--runs N] [--seed N] [--folder DIR]
    bench chain [--orders N] [--deposits N] [--rounds N]
    bench growth [--days N] [--fills N] [--fill DAYS] [--orders N] [--deposits N]
    bench live [--seeds N] [--first N]
    bench second-month [--seeds N] [--orders N] [--profile P]

    workloads: \(Workload.allCases.map(\.rawValue).joined(separator: ", "))
    --size    megabytes of each file that is read (100); of several the peaks have to be alike
    --json    writes the figures as JSON too
    undo      what people do and take back, restored to the yen (10000 seeds)
    simulate  60 days of downloads a seed, compared with the truth (1000 seeds)
    generate  writes one invented world in all formats, with its truth
    accuracy  how right the engine is on invented worlds, and what could be known at best
              --profile \(WorldProfile.presets.map(\.name).joined(separator: ", "))
              --names   \(WorldNames.allCases.map(\.rawValue).joined(separator: ", ")), in turn
              --months  all but the last are history that people have confirmed
              --dump    every link as a row of CSV
    calibrate the table of Matching/Scoring/CalibrationTable.swift, as source
    disturb   the program on the fixture days: a crash or a failure at every step that changes the
              disk, or kill -9 at random moments; what the next run makes of it
    chain     what the chain of events and the sums of pages cost the day
    growth    what an ordinary day costs while the ledger grows: --days measured days, then --fills
              times --fill days at once with measured days after each
    live      eight days a seed with swarms of faults, and the same days without those that must
              not matter (200 seeds)
    report    a report of --cases open cases (20000): page, exceptions.csv, workbook, --into a folder
    second-month  two months through the program: what answering the first does for the second

    """

  static func main() throws {
    giveBackLargeBlocks()
    let arguments = Arguments(Array(CommandLine.arguments.dropFirst()))
    switch arguments.words.first {
    case "close": try benchClose(arguments)
    case "report": try benchReport(arguments)
    case "close-accuracy": try printCloseAccuracy(arguments)
    case "generate": try generateWorld(arguments)
    case "calibrate": printCalibration(arguments)
    case "accuracy": try printAccuracy(arguments)
    case "second-month": try printSecondMonth(arguments)
    case "simulate": try printSimulation(arguments)
    case "chain": try printChainCost(arguments)
    case "growth": try printGrowth(arguments)
    case "live": try printLived(arguments)
    case "disturb": try printDisturbances(arguments)
    case "undo": try printUndo(arguments)
    case "make-file": try makeFile(arguments)
    case "measure": try printMeasurement(arguments)
    default: try runWorkloads(arguments)
    }
  }

  private static func runWorkloads(_ arguments: Arguments) throws {
    let named = arguments.words.compactMap { Workload(rawValue: $0) }
    let isAll = arguments.words == ["all"]
    guard isAll || (!named.isEmpty && named.count == arguments.words.count) else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(3)
    }
    var figures: [Figures] = []
    var grown: [String] = []
    for workload in isAll ? Workload.all : named {
      var ofWorkload: [Figures] = []
      for size in arguments.sizes {
        ofWorkload += try withTemporaryFolder { try run(workload, sizeMB: size, in: $0) }
      }
      let peaks = ofWorkload.filter { $0.bytes > 0 }.map(\.peakKiB)
      if let least = peaks.min(), let most = peaks.max(), most > least + allowedGrowthKiB {
        grown.append(workload.rawValue)
      }
      figures += ofWorkload
    }
    print(markdownTable(figures), terminator: "")
    if !grown.isEmpty {
      let text = "memory grows with the file: \(grown.joined(separator: ", "))\n"
      FileHandle.standardError.write(Data(text.utf8))
    }
    if let path = arguments.options["json"] {
      try writeBytes(Array(jsonText(figures).utf8), to: URL(fileURLWithPath: path))
    }
    if !grown.isEmpty { exit(1) }
  }

  /// Of the same reader from the smallest to the largest file: findings, controls, pages in hand.
  private static let allowedGrowthKiB = 8 << 10

  private static func generateWorld(_ arguments: Arguments) throws {
    guard arguments.words.count == 2 else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(3)
    }
    let profile = arguments.options["profile"].map { WorldProfile.preset($0) } ?? .daily
    let names = arguments.options["names"].map { WorldNames(rawValue: $0) } ?? .mixed
    guard let profile, let names else {
      throw BenchFailure(description: "no such profile or source of names")
    }
    let world = World(
      seed: UInt64(arguments.number("seed", 1)), orders: arguments.number("orders", 17_000),
      deposits: arguments.options["deposits"].flatMap { Int($0) }, profile: profile, names: names)
    let folder = URL(fileURLWithPath: arguments.words[1])
    let files: [(String, [UInt8])] = [
      ("orders.csv", world.ordersCSV()), ("deposits.csv", world.depositsCSV()),
      ("statement_zengin.txt", world.zenginFile()), ("statement_bank.csv", world.bankCSV()),
      ("statement_camt053.xml", world.camtFile()), ("truth.csv", world.truthCSV()),
      ("order_truth.csv", world.orderTruthCSV()),
    ]
    for (name, bytes) in files {
      try writeBytes(bytes, to: folder.appendingPathComponent(name))
    }
  }
}

/// Words and `--name value` pairs of the command line.
struct Arguments {
  var words: [String] = []
  var options: [String: String] = [:]

  init(_ all: [String]) {
    var at = 0
    while at < all.count {
      if all[at].hasPrefix("--"), at + 1 < all.count {
        options[String(all[at].dropFirst(2))] = all[at + 1]
        at += 2
      } else {
        words.append(all[at])
        at += 1
      }
    }
  }

  /// Megabytes of the files to be read.
  var sizes: [Int] {
    let found = (options["size"] ?? "100").split(separator: ",").compactMap { Int($0) }
    return found.isEmpty ? [100] : found
  }

  func number(_ name: String, _ fallback: Int) -> Int {
    options[name].flatMap { Int($0) } ?? fallback
  }
}
