import Foundation
import Model
import Running
import TestKit
import Testing

/// A Python with openpyxl; nil where there is none.
private let python: URL? = {
  let named = ProcessInfo.processInfo.environment["KESHIKOMI_PYTHON"]
  let places: [String] =
    (named.map { [$0] } ?? []) + [repoFile(".build/people/bin/python").path, "/usr/bin/python3"]
  return places.map { URL(fileURLWithPath: $0) }.first { place in
    guard FileManager.default.isExecutableFile(atPath: place.path) else { return false }
    return (try? runCommand(place, ["-c", "import openpyxl"]))?.exitCode == 0
  }
}()

private let withoutPython: Comment =
  "skipped: no Python with openpyxl (make people installs one into .build/people)"

/// A person at a spreadsheet: what is known of the invented world's truth goes into the workbook.
private final class Person {
  let world: World
  let shop: Shop
  private var truthOf: [String: WorldTruth] = [:]

  init(seed: UInt64) throws {
    world = World(seed: seed, orders: 400, profile: .hard)
    shop = try Shop(policy: "language: ja\nown_names: [\(world.holder)]\n")
    for (deposit, truth) in zip(world.deposits, world.truths) { truthOf[deposit.id] = truth }
    try shop.put("orders.csv", world.ordersCSV())
    try shop.put("deposits.csv", world.depositsCSV())
    try shop.run(evening(1))
  }

  func evening(_ days: Int32) -> String { world.lastDay.adding(days: days).iso + "T18:00" }

  /// What the truth says of each case that is about open money or a fee.
  func answers() throws -> [[String: String]] {
    let entries = Dictionary(
      uniqueKeysWithValues: try shop.table("entries.csv").map { ($0["entry_id"]!, $0) })
    return try shop.table("exceptions.csv").compactMap { row in
      if row["code"] == "A01", row["entry_id"]!.isEmpty || row["order_id"] != "" {
        return ["case_id": row["case_id"]!, "answer": "不足を免除"]
      }
      guard let entry = entries[row["entry_id"]!], entry["direction"] == "credit",
        entry["suspense_yen"] != "0", row["case_id"] == "E-" + row["entry_id"]!,
        let truth = truthOf[entry["source_ref"]!]
      else { return nil }
      return ["case_id": row["case_id"]!].merging(said(truth)) { a, _ in a }
    }
  }

  private func said(_ truth: WorldTruth) -> [String: String] {
    let paid = truth.links.filter { $0.allocatedYen > 0 }
    let isOpen = paid.allSatisfy { world.orders[$0.orderIndex].status == .open }
    if paid.isEmpty {
      return truth.links.isEmpty
        ? ["answer": "待つ", "wait_until": "date:\(world.lastDay.adding(days: 60).iso)"]
        : ["answer": "refund"]
    }
    if !isOpen { return ["answer": "返金"] }
    return [
      "answer": paid.count == 1 ? "充当" : "split", "comment": "お客様に電話で確認",
      "order_ids": paid.map { world.orders[$0.orderIndex].orderID }.joined(separator: "|"),
      "amounts": paid.map { String($0.allocatedYen) }.joined(separator: "|"),
    ]
  }

  /// Fills the newest report's workbook in and returns it.
  func giveBack(_ rows: [[String: String]], by person: String, on day: String) throws -> RunSummary
  {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("回答.xlsx")
      try fill(rows, into: file, folder)
      return try resolve(file.path, person: person, shop.request(day))
    }
  }

  func fill(_ rows: [[String: String]], into file: URL, _ folder: URL) throws {
    let columns = Dictionary(
      uniqueKeysWithValues: AnswerColumn.allCases.map { ($0.rawValue, $0.japanese) })
    let json = try JSONSerialization.data(
      withJSONObject: [
        "columns": columns,
        "rows": rows.map { row in
          row.reduce(into: [String: Any]()) { $0[$1.key] = $1.key == "again" ? true : $1.value }
        },
      ])
    let answers = folder.appendingPathComponent("answers.json")
    try json.write(to: answers)
    let report = shop.folder.appendingPathComponent("reports/latest/report.xlsx")
      .resolvingSymlinksInPath()
    let done = try runCommand(
      python!, [repoFile("Tests/People/fill_in.py").path, report.path, file.path, answers.path])
    try #require(done.exitCode == 0, "\(done.errors)")
  }

  /// Money of each deposit by order, from all reports so far.
  func given(_ runs: [String]) throws -> [String: [String: Int64]] {
    var given: [String: [String: Int64]] = [:]
    for run in runs {
      for row in try shop.table("clearings.csv", run: run) {
        given[row["source_ref"]!, default: [:]][row["order_id"]!, default: 0] +=
          Int64(row["allocated_yen"]!)!
      }
    }
    return given.mapValues { $0.filter { $0.value != 0 } }
  }
}

private func runs(_ shop: Shop) throws -> [String] {
  try FileManager.default.contentsOfDirectory(
    atPath: shop.folder.appendingPathComponent("reports").path
  ).filter { $0 != "latest" }.sorted()
}

/// What people said is done to the letter; of what the engine linked by itself each order has what
/// the truth gives it (two equal payments of one customer may have changed places).
private func compare(_ person: Person, answered: Set<String>) throws {
  let world = person.world
  let given = try person.given(try runs(person.shop))
  let reversed = Set(world.truths.compactMap(\.reversalOf))
  var entryOf: [String: String] = [:]
  for row in try runs(person.shop).flatMap({ try person.shop.table("entries.csv", run: $0) }) {
    entryOf[row["source_ref"]!] = row["entry_id"]!
  }
  var ofOrder: [String: Int64] = [:]
  for (n, (deposit, truth)) in zip(world.deposits, world.truths).enumerated() {
    let paid = truth.links.filter { $0.allocatedYen > 0 }
    guard truth.reversalOf == nil, !reversed.contains(n),
      paid.allSatisfy({ world.orders[$0.orderIndex].status == .open })
    else { continue }
    var expected: [String: Int64] = [:]
    for link in paid { expected[world.orders[link.orderIndex].orderID] = link.allocatedYen }
    let found = given[deposit.id] ?? [:]
    if answered.contains("E-" + (entryOf[deposit.id] ?? "")) {
      #expect(found == expected, "\(deposit.id) \(truth.kind)")
    }
    for (order, yen) in expected { ofOrder[order, default: 0] += yen }
    for (order, yen) in found { ofOrder[order, default: 0] -= yen }
  }
  #expect(ofOrder.filter { $0.value != 0 }.isEmpty)
}

@Test(
  "A day's workbook, filled in by a person with a spreadsheet and returned, ends in the true state",
  .enabled(if: python != nil, withoutPython), arguments: 1...2)
private func trueState(_ seed: UInt64) throws {
  let person = try Person(seed: seed)
  let answers = try person.answers()
  #expect(answers.count > 10)
  let first = try person.giveBack(answers, by: "青木", on: person.evening(2))
  #expect(first.exitCode <= 1, "\(first.lines)")
  // What is above the limits waits for another person.
  let open = try answerList(person.shop.request(person.evening(2)), open: true)
  #expect(!open.isEmpty)
  let confirmed = answers.filter { row in
    open.contains { $0.contains("  \(row["case_id"]!.dropFirst(2))  ") }
  }.map { ["case_id": $0["case_id"]!, "answer": "承認"] }
  let second = try person.giveBack(confirmed, by: "馬場", on: person.evening(3))
  #expect(second.exitCode == 0, "\(second.lines)")
  #expect(try answerList(person.shop.request(person.evening(3)), open: true).isEmpty)
  try person.shop.run(person.evening(4))
  try compare(person, answered: Set(answers.map { $0["case_id"]! }))
  #expect(try person.shop.isProved)
}

@Test(
  "Wrong, stale, partial and hostile cells of a returned workbook are refused one by one",
  .enabled(if: python != nil, withoutPython))
private func hostile() throws {
  let person = try Person(seed: 3)
  let answers = try person.answers().filter { $0["answer"] == "充当" }
  #expect(answers.count >= 6)
  func with(_ n: Int, _ changes: [String: String]) -> [String: String] {
    answers[n].merging(changes) { $1 }
  }
  let before = try tree(person.shop.folder).filter { $0.hasPrefix("ledger.sqlite ") }
  let rows = [
    with(0, ["answer": "=\"充\"&\"当\""]), with(1, ["amounts": "999999999"]),
    with(2, ["entry_id": "20260101-0000000000000"]), answers[3], with(3, ["again": "1"]),
    ["case_id": answers[4]["case_id"]!, "amounts": "100"],
    with(5, ["seen_run": "2020-01-01-9999x"]),
  ]
  let told = try person.giveBack(rows, by: "青木", on: person.evening(2))
  #expect(told.exitCode == 2)
  let refusals = [
    "数式のセル", "超える", "この案件の入金は", "同じ入金への回答が", "同じ入金への回答が", "回答の列が空", "実行番号が読めない",
  ]
  for (n, refusal) in refusals.enumerated() {
    let count = told.lines.count { $0.contains(refusal) }
    #expect(count == refusals.count { $0 == refusal }, "\(n) \(refusal) \(told.lines)")
  }
  // Each is told with its cell, and nothing of any of them is on record.
  let cells = told.lines.filter { $0.contains("回答.xlsx 要対応!") }
  #expect(cells.count == refusals.count, "\(told.lines)")
  #expect(try answerList(person.shop.request(person.evening(2)), open: false).isEmpty)
  #expect(try tree(person.shop.folder).filter { $0.hasPrefix("ledger.sqlite ") } == before)
  // Answered once, the same workbook is out of date for these cases.
  let good = [answers[0], answers[1]]
  #expect(try person.giveBack(good, by: "青木", on: person.evening(2)).exitCode <= 1)
  let again = try person.giveBack(good, by: "千葉", on: person.evening(2))
  #expect(again.exitCode == 2 || again.lines.contains { $0.contains("承認") })
}
