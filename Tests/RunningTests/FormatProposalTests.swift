import Foundation
import Model
import Running
import TestKit
import Testing

private let day = Day(iso: "2026-11-23")!

/// An invented bank's statement with a holder, an account and payers that must not be repeated.
private let statement = """
  みなも銀行 入出金照会
  口座番号,普通 7654321
  名義,ｶ)ﾚｲｼﾖｳﾃﾝ

  うけつけ,ながれ,でたお金,きたお金,いまの額,ひとこと
  2026/11/16,振込　ｱｵﾔﾏ ｼﾛｳ,,"5,480","105,480",
  2026/11/17,振込　ﾐﾄﾞﾘｶﾜ ﾊﾅｺ,,"12,000","117,480",
  2026/11/17,手数料,330,,"117,150",
  2026/11/18,振込　ﾓﾓﾉ ｻｸﾗ,,"3,300","120,450",

  """

private let secrets = ["ｱｵﾔﾏ", "ﾐﾄﾞﾘｶﾜ", "ﾓﾓﾉ", "7654321", "ﾚｲｼﾖｳﾃﾝ", "5,480", "5480", "105"]

@Suite("keshikomi formats new")
struct FormatProposalTests {
  @Test("The proposal says why, repeats nobody's name, and reads the sample as it is")
  func proposal() throws {
    try withTemporaryFolder { folder in
      let sample = folder.appendingPathComponent("sample.csv")
      let out = folder.appendingPathComponent("minamo.yaml")
      try writeBytes(Array(statement.utf8), to: sample)
      let arguments = [
        "formats", "new", sample.path, "--id", "minamo-bank", "-o", out.path, "--as-of", day.iso,
      ]
      let made = try runKeshikomi(arguments)
      #expect(made.exitCode == 0, "\(made.errors)")
      let yaml = String(decoding: try readBytes(out), as: UTF8.self)
      for line in [
        "  date: \"うけつけ\"   # 日付 4行", "  debit: \"でたお金\"   # 残高が3か所すべてつながる",
        "  credit: \"きたお金\"", "  balance: \"いまの額\"", "  text: \"ながれ\"   # カナ 3行",
        "    - \"ひとこと\"   # 見本では空", "quirks: [kind_in_text]",
        "# 読めた行 / rows read: 4, 読めない行 / unreadable: 0",
        "# 残高のつながり / balance chain: ok",
      ] { #expect(yaml.contains(line), "\(line) in \(yaml)") }
      for secret in secrets { #expect(!yaml.contains(secret), "\(secret)") }
      let checked = try runKeshikomi(["check", "--formats", out.path, "--lang", "en", sample.path])
      #expect(checked.exitCode == 0)
      #expect(checked.output.contains("minamo-bank, 4 rows read"), "\(checked.output)")
      let again = try runKeshikomi(arguments)
      #expect(again.exitCode == 3 && again.errors.contains(out.path))
    }
  }

  @Test("Without names of columns and without a balance it asks, and still tells no name")
  func questions() throws {
    try withTemporaryFolder { folder in
      let sample = folder.appendingPathComponent("sample.csv")
      let rows = statement.split(separator: "\n").filter { $0.hasPrefix("2026") }
      let cut = rows.map { row in
        row.replacingOccurrences(of: "\"", with: "").split(
          separator: ",", omittingEmptySubsequences: false
        ).prefix(3).joined(separator: ",") + ",x,ｱｵﾔﾏ"
      }
      try writeBytes(Array(cut.joined(separator: "\n").utf8), to: sample)
      let proposal = try #require(try proposeFormat(sample.path, id: "my-bank", asOf: day))
      #expect(proposal.questionCount > 0)
      #expect(proposal.yaml.contains("header: none"))
      #expect(proposal.yaml.contains("column_count: 5"))
      #expect(proposal.yaml.contains("# ? どの列が次のものか"))
      #expect(proposal.yaml.contains("  # debit: "))
      for secret in secrets { #expect(!proposal.yaml.contains(secret), "\(secret)") }
    }
  }

  @Test(
    "What is no statement gets no proposal",
    arguments: ["", "a,b,c\n1,2,3\n", "<xml/>", "%PDF-1.7"])
  func noStatement(_ text: String) throws {
    try withTemporaryFolder { folder in
      let sample = folder.appendingPathComponent("sample.csv")
      try writeBytes(Array(text.utf8), to: sample)
      #expect(try proposeFormat(sample.path, id: "my-bank", asOf: day) == nil)
    }
  }
}
