import Foundation
import Model
import Running
import TestKit
import Testing

private let asOf = "2026-11-19T10:30"

/// A bank that does not exist, in words that no built-in format knows.
private let hanabira = """
  id: hanabira-bank
  title: はなびら銀行
  bank: "0777"
  dates: [year_month_day]
  columns:
    date: ひづけ
    debit: だし
    credit: いれ
    balance: のこり
    text: [だれ, だれから]
  optional_columns:
    value_date: いつから
  account: {bank: "0777", branch: "001", type: 1, number: "7654321"}

  """

private let statement =
  "ひづけ,だし,いれ,のこり,だれ\n2026/11/18,,5000,15000,ｱｵﾔﾏ ｼﾛｳ\n2026/11/19,300,,14700,ﾃｽｳﾘﾖｳ\n"

private func faults(_ yaml: String) throws -> [String] {
  try withTemporaryFolder { folder in
    let file = folder.appendingPathComponent("a.yaml")
    try writeBytes(Array(yaml.utf8), to: file)
    do {
      _ = try OwnFormats.load(paths: [file.path])
      return []
    } catch RunError.configuration(let faults) { return faults }
  }
}

@Suite("Formats of the user")
struct OwnFormatTests {
  @Test(
    "A format in the workspace is read with, and its account is taken", arguments: [true, false])
  func run(isInFolder: Bool) throws {
    let section = "formats:\n  - " + hanabira.split(separator: "\n").joined(separator: "\n    ")
    let shop = try Shop(policy: isInFolder ? "language: ja\n" : section + "\n")
    if isInFolder {
      try writeBytes(
        Array(hanabira.utf8), to: shop.folder.appendingPathComponent("formats/hanabira.yaml"))
    }
    try shop.put("bank.csv", Array(statement.utf8))
    let summary = try shop.run(asOf)
    #expect(summary.exitCode < 2, "\(summary.lines)")
    #expect(shop.inbox == [])
    #expect(try shop.table("entries.csv").contains { $0["amount_yen"] == "5000" })
    #expect(try shop.fileTotals("bank.csv")?["format"] as? String == "hanabira-bank")
    #expect(try shop.isProved)
  }

  @Test("A bad format stops the run before anything is touched, with file, line and a suggestion")
  func badFormat() throws {
    let shop = try Shop()
    try writeBytes(
      Array(hanabira.utf8), to: shop.folder.appendingPathComponent("formats/good.yaml"))
    let bad = hanabira.replacingOccurrences(of: "  debit: だし", with: "  debbit: だし")
      .replacingOccurrences(of: "id: hanabira-bank", with: "id: hanabira-2")
    try writeBytes(Array(bad.utf8), to: shop.folder.appendingPathComponent("formats/bad.yaml"))
    try shop.put("bank.csv", Array(statement.utf8))
    let before = try tree(shop.folder)
    let result = try shop.keshikomi(["run", "--as-of", asOf])
    #expect(result.exitCode == 3)
    #expect(
      result.errors.contains("formats/bad.yaml:7: 「debbit」という語はない。debit?"), "\(result.errors)")
    #expect(result.errors.contains("did you mean debit?"))
    #expect(!result.errors.contains("good.yaml"))
    let after = try tree(shop.folder).filter { !$0.hasPrefix(".keshikomi.lock") }
    #expect(after == before.filter { !$0.hasPrefix(".keshikomi.lock") })
  }

  @Test("Each fault of a file is told with its line, what stands there and what is expected")
  func faultsOfFiles() throws {
    let rows: [(String, String, String)] = [
      ("id: hanabira-bank", "idd: hanabira-bank", "a.yaml:1: 「idd」という項目はない。id?"),
      ("id: hanabira-bank", "id: Hana", "a.yaml:1: id: 「Hana」ではなく a-z, 0-9, -"),
      ("id: hanabira-bank", "id: zengin-03", "a.yaml:1: id: zengin-03 は組込みの形式"),
      ("\"0777\"\ndates", "777\ndates", "a.yaml:3: bank: 引用符つきの数字4桁"),
      ("[year_month_day]", "[year_month]", "a.yaml:4: 「year_month」という語はない。year_month_day?"),
      ("  date: ひづけ\n", "", "a.yaml:6: date がない"),
      ("だし", "いれ", "a.yaml:8: credit: 「いれ」が二度ある"),
      ("だし", "[[だし]]", "a.yaml:7: debit: 文字列を書く"),
      ("title: はなびら銀行", "header: maybe", "a.yaml:2: header: names か none"),
      ("number: \"7654321\"", "nummer: \"7654321\"", "a.yaml:13: 「nummer」という項目はない。number?"),
      ("title: はなびら銀行", "header: none", "a.yaml:1: column_count がない"),
      ("title: はなびら銀行", "skip_lines: many", "a.yaml:2: skip_lines: 0 … 1000 の整数"),
      ("title: はなびら銀行", "separator: pipe", "a.yaml:2: 「pipe」という語はない"),
      ("title: はなびら銀行", "separator: ;", "a.yaml:2: 「;」という語はない。semicolon?"),
      ("[year_month_day]", "[era]", "a.yaml:4: 「era」という語はない。era_name?"),
      ("[year_month_day]", "[digits]", "a.yaml:4: 「digits」という語はない。era_digits?"),
      ("title: はなびら銀行", "title: [", "a.yaml:4: YAML として読めない / not YAML: "),
      ("  text: [", "  credit: [", "a.yaml:10: 「credit」が二度ある(一つ目は8行目)"),
      ("  value_date", "  debit: だし\n  debit", "a.yaml:13: 「debit」が二度ある(一つ目は12行目)"),
      ("{bank: \"0777\"", "{bank: \"0778\"", "a.yaml:13: account: bank: \"0777\" と両方は書けない"),
    ]
    for (old, new, says) in rows {
      let yaml = hanabira.replacingOccurrences(of: old, with: new)
      let told = try faults(yaml)
      #expect(told.contains { $0.hasPrefix(says) }, "\(new): \(told)")
      #expect(told.allSatisfy { $0.utf8.contains(0x2F) })
    }
    #expect(try faults(hanabira) == [])
    #expect(try faults("") != [])
    #expect(try faults("- a\n- b\n") != [])
  }

  @Test("The worked example of the documentation is what the program proposes and reads")
  func workedExample() throws {
    let (csv, yaml) = (
      repoFile("fixtures/own-formats/sakurahama.csv"),
      repoFile("fixtures/own-formats/sakurahama.yaml")
    )
    let text = String(decoding: try readBytes(yaml), as: UTF8.self)
    let doc = String(decoding: try readBytes(repoFile("docs/FORMATS.md")), as: UTF8.self)
    let sample = String(decoding: try readBytes(csv), as: UTF8.self)
    #expect(doc.contains(text) && doc.contains(sample))
    let day = Moment(commandLine: asOf)!.day
    let proposed = try #require(try proposeFormat(csv.path, id: "sakurahama-bank", asOf: day))
    #expect(proposed.questionCount == 0)
    for line in text.split(separator: "\n").dropFirst(4) {
      #expect(proposed.yaml.contains("\(line)\n"), "\(line)")
    }
    let own = try OwnFormats.load(paths: [yaml.path])
    let checked = checkFiles([csv.path], asOf: day, language: .en, own: own)
    #expect(checked.exitCode == 0)
    #expect(checked.lines.joined().contains("sakurahama-bank, 4 rows read"), "\(checked.lines)")
  }

  @Test("What is wrong with a format and not with a file is said of the format")
  func faultsOfFormats() throws {
    let preamble = "はなびら銀行\n" + statement
    for (old, new, says, file) in [
      ("title: はなびら銀行", "skip_lines: 9", "skip_lines to at most 1", preamble),
      ("[year_month_day]", "[compact, era_digits]", "expected dates: [year_month_day]", statement),
      ("[year_month_day]", "[compact, era_digits]", "not checked, no row was read", statement),
    ] {
      try withTemporaryFolder { folder in
        let yaml = folder.appendingPathComponent("a.yaml")
        let csv = folder.appendingPathComponent("bank.csv")
        let own = hanabira.replacingOccurrences(of: old, with: new)
        try writeBytes(Array(own.utf8), to: yaml)
        try writeBytes(Array(file.utf8), to: csv)
        let checked = checkFiles(
          [csv.path], asOf: Moment(commandLine: asOf)!.day, language: .en,
          own: try OwnFormats.load(paths: [yaml.path]))
        #expect(checked.exitCode == 2)
        #expect(checked.lines.joined().contains(says), "\(checked.lines)")
        #expect(!checked.lines.joined().contains("has no balances"))
      }
    }
  }

  @Test("One row with a bad date in a format of the user is the row's fault")
  func oneBadDate() throws {
    try withTemporaryFolder { folder in
      let yaml = folder.appendingPathComponent("a.yaml")
      let csv = folder.appendingPathComponent("bank.csv")
      try writeBytes(Array(hanabira.utf8), to: yaml)
      let file = statement.replacingOccurrences(of: "2026/11/19", with: "20261119")
      try writeBytes(Array(file.utf8), to: csv)
      let checked = checkFiles(
        [csv.path], asOf: Moment(commandLine: asOf)!.day, language: .en,
        own: try OwnFormats.load(paths: [yaml.path]))
      #expect(checked.exitCode == 2 && !checked.lines.joined().contains("dates:"))
    }
  }

  @Test("formats new writes into a folder it makes, never over a file, and takes no ZIP")
  func newFile() throws {
    try withTemporaryFolder { folder in
      let csv = repoFile("fixtures/own-formats/sakurahama.csv").path
      let yaml = folder.appendingPathComponent("formats/a.yaml")
      let command = ["formats", "new", csv, "--as-of", asOf, "-o", yaml.path]
      #expect(try runKeshikomi(command).exitCode == 0)
      let written = try readBytes(yaml)
      let again = try runKeshikomi(command)
      #expect(again.exitCode == 3 && again.errors.contains("never written over"))
      #expect(try readBytes(yaml) == written)
      let zip = folder.appendingPathComponent("bank.zip")
      let member = ZipBuilder.Member("a.csv", try readBytes(URL(fileURLWithPath: csv)))
      try writeBytes(ZipBuilder.bytes([member]), to: zip)
      let packed = try runKeshikomi(["formats", "new", zip.path])
      #expect(packed.exitCode == 2 && packed.errors.contains("Unpack it"))
      #expect(packed.output.isEmpty)
    }
  }

  @Test("A bad format ends what reads files, and nothing else; the message says which file")
  func whichCommands() throws {
    let shop = try Shop(policy: "language: ja\n")
    try shop.put("bank.csv", Array(statement.utf8))
    try writeBytes(
      Array(hanabira.utf8), to: shop.folder.appendingPathComponent("formats/a.yaml"))
    try shop.run(asOf)
    let bad = hanabira.replacingOccurrences(of: "year_month_day", with: "era")
    try writeBytes(Array(bad.utf8), to: shop.folder.appendingPathComponent("formats/a.yaml"))
    for command in [["run"], ["import", "x"], ["check", "x"], ["formats", "list"]] {
      let result = try runKeshikomi(command + ["-w", shop.folder.path])
      #expect(result.exitCode == 3, "\(command)")
      #expect(result.errors.contains("fix the format file:"), "\(result.errors)")
    }
    #expect(try runKeshikomi(["verify", "-w", shop.folder.path]).exitCode == 0)
  }

  @Test("Two formats of one id, and files that are no YAML, are refused")
  func folders() throws {
    try withTemporaryFolder { folder in
      try writeBytes(Array(hanabira.utf8), to: folder.appendingPathComponent("a.yaml"))
      try writeBytes([0x41], to: folder.appendingPathComponent("README.md"))
      _ = try OwnFormats.load(paths: [folder.path])
      try writeBytes(Array(hanabira.utf8), to: folder.appendingPathComponent("b.yml"))
      try writeBytes(Array(hanabira.utf8), to: folder.appendingPathComponent("c.yaml.txt"))
      do {
        _ = try OwnFormats.load(paths: [folder.path])
        Issue.record("two formats of one id were taken")
      } catch RunError.configuration(let faults) {
        #expect(faults.count == 2)
        #expect(faults.contains { $0.contains("c.yaml.txt: .yaml ではない") })
        #expect(faults.contains { $0.contains("b.yml: id hanabira-bank は") })
      }
    }
  }

  @Test("formats list shows every format with certainty and sources, and the user's own")
  func list() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("hanabira.yaml")
      try writeBytes(Array(hanabira.utf8), to: file)
      let own = try OwnFormats.load(paths: [file.path])
      for (language, sources) in [(Language.ja, "    出典: "), (.en, "    sources: ")] {
        let lines = formatsList(language, own: own)
        let heads = lines.indices.filter {
          lines[$0].contains(" 明細  ") || lines[$0].contains(" 受注  ")
            || lines[$0].contains(" statement  ") || lines[$0].contains(" orders  ")
        }
        #expect(heads.count > 25)
        for head in heads {
          #expect(lines[head + 1].hasPrefix(sources) && lines[head + 1].utf8.count > 20)
        }
        #expect(lines.contains { $0.hasPrefix("hanabira-bank") && $0.contains(" own ") })
        #expect(lines.contains { $0.contains("formats new FILE") })
      }
      let shown = try #require(formatDetails("hanabira-bank", .ja, own: own))
      #expect(shown.contains { $0.hasSuffix("text            だれ | だれから") }, "\(shown)")
      #expect(formatDetails("resona-plus", .en)?.contains { $0.contains("* account") } == true)
      #expect(formatDetails("hanabira-bank", .ja) == nil)
    }
  }

  @Test("The refusal of an unknown CSV names the command that proposes a format")
  func refusalSaysHow() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("bank.csv")
      try writeBytes(Array(statement.utf8), to: file)
      let day = Moment(commandLine: asOf)!.day
      for language in Language.allCases {
        let checked = checkFiles([file.path], asOf: day, language: language)
        #expect(checked.exitCode == 2)
        #expect(checked.lines.joined().contains("keshikomi formats new "))
      }
    }
  }
}
