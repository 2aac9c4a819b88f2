import Foundation
import Model
import Running
import TestKit
import Testing

private func twoDays() throws -> Shop {
  let shop = try Shop()
  for day in FixtureDay.all { try shop.run(day) }
  return shop
}

@Test("Every past run can be done again from ledger and archive, to the byte")
func replayed() throws {
  let shop = try twoDays()
  let before = try tree(shop.folder).filter { !$0.hasPrefix(".keshikomi.lock") }
  for run in runIDs.values {
    let summary = try replay(run, in: shop.workspace, language: .en)
    #expect(summary.exitCode == 0, "\(summary.lines)")
    #expect(summary.lines.count { $0.contains(": same ") } == (try shop.report(run).count))
  }
  #expect(try tree(shop.folder).filter { !$0.hasPrefix(".keshikomi.lock") } == before)
}

@Test("A run in a language asked for by hand, and one after answers of people, is done again too")
func replayedOtherwise() throws {
  let shop = try Shop()
  try shop.put(.eve)
  try shop.run(FixtureDay.eve.asOf, .en)
  try shop.put(.day)
  try shop.run(FixtureDay.day.asOf)
  try shop.run("2026-11-21T10:30")
  for run in ["2026-11-19-0001", "2026-11-20-0002", "2026-11-21-0003"] {
    let summary = try replay(run, in: shop.workspace, language: .en)
    #expect(summary.exitCode == 0, "\(run): \(summary.lines)")
  }
}

@Test("A run of other settings is done again with those it had")
func replayedSettings() throws {
  let shop = try twoDays()
  let policy = shop.folder.appendingPathComponent("keshikomi.yaml")
  let text = String(decoding: try readBytes(policy), as: UTF8.self)
  try writeBytes(Array((text + "\n# changed since\n").utf8), to: policy)
  #expect(try replay("2026-11-20-0002", in: shop.workspace, language: .en).exitCode == 0)
  try shop.run("2026-11-21T10:30")
  let lines = try diffRuns(
    "2026-11-20-0002", "2026-11-21-0003", in: shop.workspace, language: .en
  ).lines
  #expect(lines.contains { $0.hasPrefix("settings: keshikomi.yaml") }, "\(lines)")
}

@Test("Two runs differ by what the later one says of orders, each with its cause")
func differences() throws {
  let shop = try twoDays()
  let summary = try diffRuns(
    "2026-11-20-0002", "2026-11-19-0001", in: shop.workspace, language: .en)
  #expect(summary.exitCode == 1)
  let changed = summary.lines.filter { $0.contains(" → ") && !$0.contains("orders decided") }
  let causes = summary.lines.filter { $0.hasPrefix("  ") }
  #expect(changed.count >= 10 && causes.count >= changed.count, "\(summary.lines)")
  let row = try #require(try shop.table("release.csv").first?["order_id"] ?? nil)
  #expect(changed.contains { $0.hasPrefix(row) })
  let same = try diffRuns(
    "2026-11-19-0001", "2026-11-19-0001", in: shop.workspace, language: .en)
  #expect(same.exitCode == 0)
  #expect(throws: RunError.self) {
    try diffRuns("2026-11-19-0001", "2026-11-19-0009", in: shop.workspace, language: .en)
  }
}

@Test("A backup is a workspace that proves, goes on and gives what the original gives")
func backups() throws {
  let shop = try Shop()
  try shop.run(.eve)
  let copy = try Shop()
  try FileManager.default.removeItem(at: copy.folder)
  let summary = try backup(shop.workspace, to: copy.folder.path, language: .en)
  #expect(summary.exitCode == 0, "\(summary.lines)")
  try shop.run(.day)
  try copy.run(.day)
  #expect(differing(try copy.report(), try shop.report()) == [])
  #expect(throws: RunError.self) {
    try backup(shop.workspace, to: copy.folder.path, language: .en)
  }
}

@Test("Status tells the last run, missing statements, open cases by age and the proof")
func health() throws {
  let shop = try Shop()
  let asOf = Moment(commandLine: "2026-11-27T10:30")!
  #expect(try status(shop.workspace, asOf: asOf, language: .en).exitCode == 2)
  for day in FixtureDay.all { try shop.run(day) }
  let summary = try status(shop.workspace, asOf: asOf, prove: true, language: .en)
  let text = summary.lines.joined(separator: "\n")
  #expect(text.contains("last complete run: 2026-11-20-0002 (2026-11-20T10:30)"), "\(text)")
  #expect(text.contains("D03"), "\(text)")
  let open = try shop.table("exceptions.csv").count
  #expect(open > 0 && text.contains("open cases: "), "\(text)")
  #expect(text.contains("The ledger is proved."))
  #expect(summary.exitCode == 2)
  let words = try personalWords(shop)
  for word in words { #expect(!text.contains(word)) }
}

@Test("The run's figures are a file that Prometheus' textfile collector takes")
func metrics() throws {
  let shop = try Shop()
  try shop.run(.eve)
  let text = String(
    decoding: try readBytes(shop.folder.appendingPathComponent("metrics.prom")), as: UTF8.self)
  #expect(text.hasSuffix("\n"))
  var helped: Set<Substring> = []
  var samples = 0
  for line in text.split(separator: "\n") {
    let words = line.split(separator: " ", maxSplits: 3)
    if line.hasPrefix("# ") {
      helped.insert(words[2])
      continue
    }
    #expect(words.count == 2 && Int64(words[1]) != nil, "\(line)")
    #expect(helped.contains(words[0].prefix { $0 != "{" }), "\(line)")
    samples += 1
  }
  #expect(samples > 20)
  let released = try shop.table("release.csv").count
  #expect(text.contains("keshikomi_decisions{decision=\"release\"} \(released)\n"))
}
