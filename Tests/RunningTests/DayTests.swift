import Foundation
import Model
import Running
import TestKit
import Testing

/// Both days in one workspace, one after the other.
private func bothDays(_ language: Language? = nil) throws -> Shop {
  let shop = try Shop()
  for day in FixtureDay.all { try shop.run(day, language) }
  return shop
}

let runIDs = ["1-eve": "2026-11-19-0001", "2-day": "2026-11-20-0002"]

@Test("Each finding code that the daily run can see occurs in the fixture days")
func everyCode() throws {
  let shop = try bothDays()
  var seen: Set<String> = []
  for run in runIDs.values {
    for row in try shop.table("exceptions.csv", run: run) { seen.insert(row["code"] ?? "") }
  }
  let wanted = [
    "A01", "A02", "A03", "A04", "B01", "D01", "D02", "D03", "M01", "M02", "M03", "N01", "N02",
    "N03", "N04", "N05", "T01", "T02", "T03", "T04",
  ]
  #expect(wanted.filter { !seen.contains($0) } == [])
}

@Test("The sample reports are what the fixture days give", arguments: [Language.ja, .en])
func goldenReports(_ language: Language) throws {
  let shop = try bothDays(language)
  var failures: [String] = []
  for day in FixtureDay.all {
    let report = try shop.report(runIDs[day.name]!)
    #expect(report.count == 10)
    for (name, bytes) in report.sorted(by: { $0.key < $1.key }) where name != "report.xlsx" {
      do {
        try expectGolden(bytes, "reports/sample/\(language.rawValue)/\(day.name)/\(name)")
      } catch { failures.append("\(error)") }
    }
  }
  #expect(failures == [])
}

@Test("Two processes and this one give the same reports, the workbook included")
func sameInEveryProcess() throws {
  let here = try bothDays()
  for _ in 0..<2 {
    let shop = try Shop()
    for day in FixtureDay.all {
      try shop.put(day)
      _ = try shop.keshikomi(["run", "--as-of", day.asOf])
    }
    for run in runIDs.values {
      #expect(differing(try shop.report(run), try here.report(run)) == [])
    }
  }
}

@Test("A run without new files says that nothing is new, and clears and releases nothing")
func nothingNew() throws {
  let shop = try Shop()
  try shop.run(.eve)
  let exit = try shop.run(FixtureDay.eve.asOf, .en)
  #expect(exit.exitCode == 1)
  #expect(exit.lines.first == "Nothing is new: no new bank entry, no new order.")
  #expect(try shop.run(FixtureDay.eve.asOf, .ja).lines.first == "新しい入金・注文はありません。")
  // A held entry may name an order that it owes nothing: that is no clearing.
  #expect(try shop.table("clearings.csv").filter { $0["allocated_yen"] != "0" } == [])
  #expect(try shop.table("decisions.csv").filter { $0["decision"] == "release" } == [])
  #expect(try shop.isProved)
}

@Test("The order in which files come into the inbox changes no byte", arguments: [1, 2, 3])
func shuffledInbox(_ seed: UInt64) throws {
  let plain = try bothDays()
  let shop = try Shop()
  var random = SeededRandom(seed: seed)
  for day in FixtureDay.all {
    var files = day.files
    random.shuffle(&files)
    for file in files { try shop.put(file, day.bytes(file)) }
    try shop.run(day.asOf)
    let run = runIDs[day.name]!
    #expect(differing(try shop.report(run), try plain.report(run)) == [])
  }
}

@Test("Other file names change nothing but the columns that hold names")
func renamedInbox() throws {
  let plain = try bothDays()
  let shop = try Shop()
  for day in FixtureDay.all {
    // Names that sort the other way round, with an ending that means nothing.
    for (n, file) in day.files.enumerated() {
      try shop.put("\(String(100 - n)).bin", day.bytes(file))
    }
    try shop.run(day.asOf)
    let run = runIDs[day.name]!
    #expect(try shop.report(run)["decisions.csv"] == plain.report(run)["decisions.csv"])
    for name in ["clearings.csv", "entries.csv", "exceptions.csv"] {
      let found = try withoutNames(shop.table(name, run: run))
      #expect(try found == withoutNames(plain.table(name, run: run)), "\(name) of \(day.name)")
    }
  }
}

/// A note and its evidence may name a file, and a repeated file's case is called after it.
private func withoutNames(_ rows: [[String: String]]) -> [[String: String]] {
  rows.map { row in
    row.filter { key, value in
      !["source_file", "note", "evidence"].contains(key)
        && !(key == "case_id" && value.hasPrefix("D1-"))
    }
  }
}

@Test("A file given twice, under two names or on two days, counts once")
func givenTwice() throws {
  let plain = try Shop()
  try plain.run(.eve)
  let shop = try Shop()
  try shop.put(.eve)
  for file in FixtureDay.eve.files { try shop.put("z-copy-\(file)", FixtureDay.eve.bytes(file)) }
  try shop.run(FixtureDay.eve.asOf)
  for name in ["clearings.csv", "decisions.csv", "entries.csv"] {
    #expect(try shop.report()[name] == plain.report()[name], "\(name)")
  }
  let repeats = try shop.table("exceptions.csv").filter { $0["code"] == "D01" }
  #expect(repeats.count == FixtureDay.eve.files.count)
  let again = try shop.run(.eve)
  #expect(again.lines.first == "新しい入金・注文はありません。")
  #expect(try shop.table("clearings.csv").filter { $0["allocated_yen"] != "0" } == [])
  #expect(try shop.isProved)
}

@Test("Downloads that overlap count what they share once")
func overlappingDownloads() throws {
  // The bank's CSV in two pieces that share rows; both are whole statements of their days.
  let lines = try FixtureDay.eve.bytes("meisai_1118.csv").split(separator: 0x0A)
  func piece(_ range: Range<Int>) -> [UInt8] {
    Array(([lines[0]] + lines[1...][range]).joined(separator: [0x0A])) + [0x0A]
  }
  let whole = try Shop()
  try whole.run(.eve)
  let shop = try Shop()
  for file in FixtureDay.eve.files where file != "meisai_1118.csv" {
    try shop.put(file, FixtureDay.eve.bytes(file))
  }
  try shop.put("first.csv", piece(1..<16))
  try shop.put("second.csv", piece(6..<lines.count))
  try shop.run(FixtureDay.eve.asOf)
  let (found, expected) = (try shop.table("entries.csv"), try whole.table("entries.csv"))
  #expect(found.map { $0["entry_id"] } == expected.map { $0["entry_id"] })
  #expect(try shop.report()["decisions.csv"] == whole.report()["decisions.csv"])
}

@Test("A dry run tells the same and writes nothing at all")
func dryRun() throws {
  for isFirst in [true, false] {
    let shop = try Shop()
    if !isFirst { try shop.run(.eve) }
    let day = isFirst ? FixtureDay.eve : .day
    try shop.put(day)
    var request = shop.request(day.asOf)
    request.isDryRun = true
    let before = try tree(shop.folder).filter { !$0.hasPrefix(".keshikomi.lock") }
    let dry = try runDaily(request)
    #expect(try tree(shop.folder).filter { !$0.hasPrefix(".keshikomi.lock") } == before)
    let real = try shop.run(day.asOf)
    #expect(dry.exitCode == real.exitCode)
    let told = real.lines.filter { !$0.hasPrefix("報告書: ") }
    #expect(dry.lines == told + ["試行のため、何も書いていません。"])
  }
}

@Test("Importing first and running then gives the same reports as running at once")
func importThenRun() throws {
  let plain = try Shop()
  let shop = try Shop()
  for day in FixtureDay.all {
    try plain.run(day)
    try shop.put(day)
    let paths = shop.inbox.map { shop.inboxFolder.appendingPathComponent($0).path }
    _ = try importFiles(paths, shop.request(day.asOf, .en))
    #expect(shop.inbox == day.files)
    let second = try importFiles(paths, shop.request(day.asOf, .en))
    let partly = day.name == FixtureDay.day.name ? 1 : 0
    let known = second.lines.count { $0.hasSuffix(": imported before") }
    #expect(known == paths.count - partly)
    try shop.run(day.asOf)
    let run = runIDs[day.name]!
    // A file that stays in the inbox was tried once more, so the ledgers' heads differ by an event.
    let reports = (withoutHead(try shop.report(run)), withoutHead(try plain.report(run)))
    #expect(differing(reports.0, reports.1) == [])
  }
}
