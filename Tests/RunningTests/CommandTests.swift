import Foundation
import Model
import Running
import TestKit
import Testing

private func keshikomi(_ arguments: String...) throws -> CommandResult {
  try runKeshikomi(arguments)
}

@Test("Help teaches: commands, example, exit codes, in both languages")
func help() throws {
  let root = try keshikomi("--help")
  #expect(root.exitCode == 0)
  for command in ["init", "run", "close", "import", "check", "explain", "verify", "formats"] {
    #expect(root.output.contains("  \(command) "), "\(command)")
    let own = try keshikomi(command, "--help")
    #expect(own.exitCode == 0)
    #expect(own.output.contains("USAGE: keshikomi \(command)"), "\(own.output)")
  }
  for word in ["終了コード", "exit codes", "keshikomi run -w shop", "作業フォルダを作る"] {
    #expect(root.output.contains(word), "\(word)")
  }
}

@Test("The version is the engine's")
func version() throws {
  let result = try keshikomi("--version")
  #expect(result.exitCode == 0)
  #expect(result.output == engineVersion + "\n")
}

@Test(
  "Wrong usage ends with 3, a sentence on standard error and nothing on standard output",
  arguments: [
    (["--frobnicate"], "--frobnicate"),
    (["frobnicate"], "frobnicate"),
    (["run", "--as-of", "2026-11-31"], "2026-11-20T09:30"),
    (["run", "--as-of", "2026-11-20T24:00"], "YYYY-MM-DD[THH:MM]"),
    (["run", "--as-of", "yesterday"], "YYYY-MM-DD[THH:MM]"),
    (["run", "--as-of", "2026-11-20 09:30"], "YYYY-MM-DD[THH:MM]"),
    (["run", "--lang", "fr"], "--lang は ja か en"),
    (["check"], "FILE"),
    (["check", "--lang", "fr", "x"], "--lang is ja or en"),
    (["explain"], "ID"),
    (["formats", "show", "no-such-bank"], "formats list"),
  ])
func wrongUsage(_ arguments: [String], _ sentence: String) throws {
  try withTemporaryFolder { folder in
    let result = try runKeshikomi(arguments, in: folder)
    #expect(result.exitCode == 3, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(sentence), "\(result.errors)")
    #expect(result.output == "")
    #expect(filesBelow(folder) == [])
  }
}

@Test("A moment is a day or a day with a minute; midnight where no time is given")
func moments() {
  #expect(Moment(commandLine: "2026-11-20")?.iso == "2026-11-20T00:00")
  #expect(Moment(commandLine: "2026-11-20T09:30")?.iso == "2026-11-20T09:30")
  for wrong in ["", "2026-11-2", "2026-11-20T", "2026-11-20T9:30", "2026-11-20T09:60", "２０２６"] {
    #expect(Moment(commandLine: wrong) == nil, "\(wrong)")
  }
}

@Test("init creates a workspace once and changes nothing the second time")
func initialising() throws {
  try withTemporaryFolder { folder in
    let shop = folder.appendingPathComponent("a/b/shop")
    let first = try keshikomi("init", "-w", shop.path, "--lang", "en")
    #expect(first.exitCode == 0)
    #expect(first.output.contains("Created the workspace \(shop.path)."))
    let made = try FileManager.default.contentsOfDirectory(atPath: shop.path).sorted()
    #expect(made == ["archive", "inbox", "keshikomi.yaml", "ledger.sqlite", "reports"])
    let before = try tree(shop)
    let second = try keshikomi("init", "-w", shop.path)
    #expect(second.exitCode == 0)
    #expect(second.output.contains("作成済みです"))
    #expect(try tree(shop) == before)
  }
}

@Test("A run without any configuration, in English, names the report and asks whose a file is")
func englishRun() throws {
  let shop = try Shop(policy: "")
  try shop.put(.eve)
  let result = try shop.keshikomi(["run", "--as-of", FixtureDay.eve.asOf, "--lang", "en"])
  #expect(result.exitCode == 2)
  #expect(result.errors == "")
  #expect(result.output.contains("formats: [generic-two-columns]}"))
  #expect(shop.inbox == ["meisai_1118.csv"])
  #expect(result.output.contains("/reports/2026-11-19-0001/report.html"))
  let page = String(decoding: try shop.report()["report.html"] ?? [], as: UTF8.self)
  #expect(page.contains("<html lang=en>"))
}

@Test("check reads good and bad files without a workspace and writes nothing")
func checking() throws {
  try withTemporaryFolder { folder in
    let good = repoFile("fixtures/days/1-eve/furikomi-nyukin-1118.txt").path
    let fine = try runKeshikomi(["check", "--lang", "en", good], in: folder)
    #expect(fine.exitCode == 0)
    #expect(fine.output.contains("zengin-01-a"))
    #expect(fine.output.contains("sum of credits: agrees (1,145,426)"))
    let both = try runKeshikomi(["check", "--lang", "en", good, "no-such-file"], in: folder)
    #expect(both.exitCode == 2)
    #expect(both.output.contains("sum of credits: agrees (1,145,426)"))
    #expect(both.output.contains("no-such-file: the file cannot be read"))
    #expect(filesBelow(folder) == [])
  }
}

@Test("formats lists each format once, and shows sources and grade of one")
func formats() throws {
  // Sources stand indented below each, the legend behind an empty line.
  let ids = formatsList(.en).prefix { !$0.isEmpty }.filter { !$0.hasPrefix(" ") }
    .map { $0.split(separator: " ")[0] }
  #expect(Set(ids).count == ids.count)
  #expect(ids.contains("zengin-01-a") && ids.contains("camt-053") && ids.contains("orders-rms"))
  for id in ids {
    let ja = try #require(formatDetails(String(id), .ja))
    let en = try #require(formatDetails(String(id), .en))
    #expect(ja[0].hasPrefix("\(id): ") && en[0].hasPrefix("\(id): "))
    #expect(en.contains { $0.hasPrefix("certainty: ") }, "\(id)")
    #expect(en.contains { $0.hasPrefix("source: ") }, "\(id) has no source")
  }
  #expect(formatDetails("no-such-bank", .ja) == nil)
  #expect(try keshikomi("formats", "list", "--lang", "en").output.contains("Rakuten Bank"))
  #expect(try keshikomi("formats", "show", "rakuten-bank").output.contains("出典: "))
}

@Test("explain tells an order's and an entry's whole story, and refuses an unknown id with 3")
func explaining() throws {
  let shop = try Shop()
  try shop.run(.eve)
  let cleared = try #require(
    try shop.table("clearings.csv").first { $0["allocated_yen"] != "0" })
  let (entry, order) = (cleared["entry_id"]!, cleared["order_id"]!)
  for id in [entry, order] {
    let ja = try shop.keshikomi(["explain", id])
    let en = try shop.keshikomi(["explain", id, "--lang", "en"])
    #expect(ja.exitCode == 0 && en.exitCode == 0)
    #expect(ja.output.contains("消込 \(entry) → \(order)"), "\(ja.output)")
    #expect(en.output.contains("cleared \(entry) → \(order)"), "\(en.output)")
    #expect(en.output.contains(id == entry ? cleared["source_file"]! : "orders-zakka.csv"))
  }
  #expect(try explain(order, in: shop.workspace, language: .en).first == "order \(order) (S1)")
  let unknown = try shop.keshikomi(["explain", "NO-SUCH-ORDER"])
  #expect(unknown.exitCode == 3)
  #expect(unknown.errors.contains("The ledger has no “NO-SUCH-ORDER”"))
}

@Test("verify proves a ledger, and names an original that was changed")
func verifying() throws {
  let shop = try Shop()
  try shop.run(.eve)
  let good = try shop.keshikomi(["verify", "--lang", "en"])
  #expect(good.exitCode == 0)
  #expect(good.output.contains("The ledger is proved."))
  let archive = shop.folder.appendingPathComponent("archive")
  let bytes = try FixtureDay.eve.bytes("orders-zakka.csv")
  let original = try #require(
    try filesBelow(archive).first { try readBytes(archive.appendingPathComponent($0)) == bytes })
  try writeBytes(bytes + [0x0A], to: archive.appendingPathComponent(original))
  let changed = try shop.keshikomi(["verify"])
  #expect(changed.exitCode == 2)
  #expect(changed.output.contains("原本の保存: 8 – FAILED: orders-zakka.csv"), "\(changed.output)")
  #expect(changed.output.contains("台帳に不整合があります"))
}
