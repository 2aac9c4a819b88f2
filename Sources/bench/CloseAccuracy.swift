import Foundation
import Judging
import Model
import Running
import TestKit

/// `bench close-accuracy`: how often a close tells each kind of line and order rightly, on the
/// development worlds (where `../shared`, or `$KESHIKOMI_SHARED`, is there) and on invented months
/// of our own. Fails where a kind is told in fewer than 995 of 1000 cases, or more than one in a
/// thousand is accused that is right.
func printCloseAccuracy(_ arguments: Arguments) throws {
  var misses = 0
  print(
    "| world | kind | true | told | right | precision | recall |\n|---|---|---|---|---|---|---|")
  if let shared = sharedFolder()?.appendingPathComponent("worlds") {
    for (name, month) in [("dev-daily", "2024-04"), ("dev-hard", "2024-03")] {
      let folder = shared.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: folder.path) else { continue }
      let files = try ["orders.csv", "deposits.csv", "card_settlement.csv", "cod_settlement.csv"]
        .map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) }
      misses += try judge(
        name, files, try SettlementTruth(folder: folder), month: month, asOf: "2024-06-30")
    }
  }
  let first = arguments.number("first", 101)
  for seed in first..<(first + arguments.number("seeds", 5)) {
    let world = SettlementWorld(
      seed: UInt64(seed), orders: arguments.number("orders", 40_000))
    misses += try judge(
      "seed \(seed)", world.files.map { ($0.name, Data($0.text.utf8)) }, SettlementTruth(world),
      month: SettlementWorld.month, asOf: SettlementWorld.asOf)
  }
  if misses > 0 {
    throw BenchFailure(description: "\(misses) targets missed")
  }
}

private func judge(
  _ name: String, _ files: [(name: String, bytes: Data)], _ truth: SettlementTruth, month: String,
  asOf: String
) throws -> Int {
  try withTemporaryFolder { folder in
    let workspace = Workspace(root: folder.appendingPathComponent("shop").path)
    _ = try initialise(workspace)
    for file in files {
      try file.bytes.write(to: folder.appendingPathComponent("shop/inbox/\(file.name)"))
    }
    let request = RunRequest(workspace: workspace, asOf: Moment(commandLine: asOf)!)
    _ = try closeMonth(CloseRequest(run: request, month: month))
    let reports = folder.appendingPathComponent("shop/reports/close-\(month)-v1")
    let tables = truth.tables(
      lines: [UInt8](try Data(contentsOf: reports.appendingPathComponent("settlement_lines.csv"))),
      orders: [UInt8](
        try Data(contentsOf: reports.appendingPathComponent("settlement_orders.csv"))))
    var misses = 0
    for (part, table) in tables {
      for row in table.rows {
        print(
          "| \(name), \(part) | \(row.kind) | \(row.inTruth) | \(row.found) | \(row.right) | "
            + "\(percent(row.precisionPpm)) | \(percent(row.recallPpm)) |")
      }
      print(
        "| \(name), \(part) | accused though right | \(table.accused) of \(table.all) | | | | |")
      for miss in table.misses { print("| \(name), \(part) | MISSED: \(miss) | | | | | |") }
      misses += table.misses.count
    }
    return misses
  }
}

private func percent(_ ppm: Int) -> String {
  let rest = String(100 + ppm / 100 % 100).dropFirst()
  return "\(ppm / 10_000).\(rest) %"
}
