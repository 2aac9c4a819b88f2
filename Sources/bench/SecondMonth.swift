import Foundation
import Judging
import Model
import Running
import TestKit

/// Two months of one invented shop through the program itself: the first month's files are run,
/// people answer some of what is held (from the truth, through `resolve`), then comes the second
/// month. What is measured is the second month's orders.
private struct SecondMonth {
  let world: World
  let split: Day
  let aliases: AliasUse
  /// Of the held entries, in ten.
  let answeredOfTen: Int

  struct Figures {
    var clear = 0
    var missed = 0
    var released = 0
    var wrong = 0
    var held = 0
    var answered = 0
    var refused = 0

    static func + (a: Figures, b: Figures) -> Figures {
      Figures(
        clear: a.clear + b.clear, missed: a.missed + b.missed, released: a.released + b.released,
        wrong: a.wrong + b.wrong, held: a.held + b.held, answered: a.answered + b.answered,
        refused: a.refused + b.refused)
    }
  }

  func measure(in folder: URL) throws -> Figures {
    let workspace = Workspace(root: folder.path)
    try workspace.create(language: .en)
    let policy = folder.appendingPathComponent("keshikomi.yaml")
    try writeBytes(
      Array(
        """
        language: en
        own_names: [\(world.holder)]
        policy: {aliases: \(aliases.rawValue), approval: {assign_yen: 1000000000},
          release_after_missing_day: true}

        """.utf8),
      to: policy)
    try put(folder, "1", before: true)
    let eve = Moment(day: split.adding(days: -1), hour: 23)
    var figures = Figures()
    _ = try runDaily(RunRequest(workspace: workspace, asOf: eve))
    let answers = try answerSheet(folder, &figures)
    let file = folder.appendingPathComponent("answers.csv")
    try writeBytes(Array(answers.utf8), to: file)
    let taken = try resolve(
      file.path, person: "truth", RunRequest(workspace: workspace, asOf: eve))
    // The truth may name an order that another payment has filled: a person would be told so.
    figures.refused = taken.lines.count { $0.hasPrefix("answers.csv line ") }
    guard figures.refused * 50 <= max(figures.answered, 50) else {
      throw BenchFailure(description: "\(taken.lines)")
    }
    try put(folder, "2", before: false)
    let end = Moment(day: world.lastDay.adding(days: 1), hour: 18)
    _ = try runDaily(RunRequest(workspace: workspace, asOf: end))
    guard try verify(workspace, language: .en).exitCode == 0 else {
      throw BenchFailure(description: "the ledger does not hold")
    }
    return try judge(folder, figures)
  }

  /// Orders placed and deposits booked on one side of the split.
  private func put(_ folder: URL, _ name: String, before isBefore: Bool) throws {
    let inbox = folder.appendingPathComponent("inbox")
    func part(_ bytes: [UInt8], _ column: Int) -> [UInt8] {
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      let kept = lines.dropFirst().filter { line in
        let cell = line.split(separator: ",", omittingEmptySubsequences: false)[column]
        return (Day(iso: String(cell.prefix(10)))! < split) == isBefore
      }
      return Array((([lines[0]] + kept).joined(separator: "\n") + "\n").utf8)
    }
    try writeBytes(part(world.ordersCSV(), 2), to: inbox.appendingPathComponent("o\(name).csv"))
    try writeBytes(part(world.depositsCSV(), 1), to: inbox.appendingPathComponent("d\(name).csv"))
  }

  /// What people who know the truth would fill in for entries that are held.
  private func answerSheet(_ folder: URL, _ figures: inout Figures) throws -> String {
    var truthOf: [String: WorldTruth] = [:]
    for (deposit, truth) in zip(world.deposits, world.truths) { truthOf[deposit.id] = truth }
    var text = "entry_id,answer,order_ids,amounts\n"
    for row in try rows(folder, "entries.csv") {
      guard row["direction"] == "credit", row["suspense_yen"] != "0",
        let truth = truthOf[row["source_ref"] ?? ""]
      else { continue }
      figures.held += 1
      if figures.held % 10 >= answeredOfTen { continue }
      figures.answered += 1
      let paid = truth.links.filter { $0.allocatedYen > 0 }
      let open = paid.allSatisfy { world.orders[$0.orderIndex].status == .open }
      let ids = paid.map { world.orders[$0.orderIndex].orderID }.joined(separator: "|")
      let yen = paid.map { String($0.allocatedYen) }.joined(separator: "|")
      let answer = paid.isEmpty ? "not_ours,," : open ? "assign,\(ids),\(yen)" : "wait,,"
      text += "\(row["entry_id"]!),\(answer)\n"
    }
    return text
  }

  private func judge(_ folder: URL, _ so: Figures) throws -> Figures {
    var figures = so
    var decisionOf: [String: String] = [:]
    for row in try rows(folder, "decisions.csv") { decisionOf[row["order_id"]!] = row["decision"]! }
    for (order, known) in zip(world.orders, world.known().orders) {
      guard known.isKnown, order.orderedAt.day >= split else { continue }
      let isReleased = decisionOf[order.orderID] == "release"
      figures.released += isReleased ? 1 : 0
      figures.wrong += isReleased && !known.isPayable ? 1 : 0
      guard known.isPayable, !known.isAmbiguous else { continue }
      figures.clear += 1
      figures.missed += isReleased ? 0 : 1
    }
    return figures
  }

  private func rows(_ folder: URL, _ file: String) throws -> [[String: String]] {
    let latest = folder.appendingPathComponent("reports/latest").resolvingSymlinksInPath()
    let bytes = try readBytes(latest.appendingPathComponent(file))
    let lines = String(decoding: bytes, as: UTF8.self).replacing("\u{FEFF}", with: "")
      .split { $0 == "\n" || $0 == "\r\n" }
    // The columns that are read hold no quoted cell before them.
    let names = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(names, cells), uniquingKeysWith: { a, _ in a })
    }
  }
}

/// `bench second-month`: missed and false releases of the second month, with and without aliases,
/// where people answered all, half or nothing of what the first month held.
func printSecondMonth(_ arguments: Arguments) throws {
  let profile = WorldProfile.preset(arguments.options["profile"] ?? "daily") ?? .daily
  let seeds = max(1, arguments.number("seeds", 3))
  let sources = WorldNames.allCases
  print("| answered | aliases | held | clear orders | missed | released | false |")
  print("|---|---|---:|---:|---:|---:|---:|")
  for (answered, use) in [(10, AliasUse.on), (10, .off), (5, .on), (5, .off), (0, .on)] {
    var total = SecondMonth.Figures()
    for seed in 1...seeds {
      var longer = profile
      longer.days = profile.days * 2
      let world = World(
        seed: UInt64(seed), orders: 2 * arguments.number("orders", 12_000), profile: longer,
        names: sources[seed % sources.count])
      let month = SecondMonth(
        world: world, split: world.firstDay.adding(days: profile.days), aliases: use,
        answeredOfTen: answered)
      total = total + (try withTemporaryFolder { try month.measure(in: $0) })
    }
    let missed = Share(total.missed, of: total.clear).ppm ?? 0
    let wrong = Share(total.wrong, of: total.released).ppm ?? 0
    print(
      "| \(total.answered) | \(use.rawValue) | \(total.held) | \(total.clear) "
        + "| \(total.missed) (\(percent(missed))) | \(total.released) "
        + "| \(total.wrong) (\(percent(wrong))) |")
  }
}
