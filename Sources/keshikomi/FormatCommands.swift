import ArgumentParser
import Model
import Running

/// Where formats of the user come from, for commands that need no workspace.
struct OwnFormatOptions: ParsableArguments {
  @Option(
    name: [.customShort("w"), .customLong("workspace")],
    help: ArgumentHelp(
      "この作業フォルダの形式も使う / use the formats of this workspace too", valueName: "DIR"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "形式の YAML、またはそのフォルダ / a format's YAML, or a folder of them", valueName: "FILE|DIR"))
  var formats: [String] = []

  func load() throws -> OwnFormats {
    let named = try OwnFormats.load(paths: formats)
    guard let folder else { return named }
    return try named.joined(with: OwnFormats.load(Workspace(root: folder)))
  }
}

struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "読める形式の一覧と出典、新しい形式の案 / what it reads, and proposals for more",
    subcommands: [List.self, Show.self, New.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "一覧 / all formats with certainty and sources")
    @OptionGroup var own: OwnFormatOptions
    @Option(help: "言語 / language: ja | en")
    var lang = "ja"
    func run() throws {
      let lines = formatsList(try language(lang), own: try own.load())
      for line in lines { print(Terminal.visible(line)) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "一つの形式の詳細 / one format")
    @Argument(help: ArgumentHelp("形式の ID / id of the format", valueName: "ID"))
    var id: String
    @OptionGroup var own: OwnFormatOptions
    @Option(help: "言語 / language: ja | en")
    var lang = "ja"
    func run() throws {
      guard let lines = formatDetails(id, try language(lang), own: try own.load()) else {
        throw ValidationError(
          "\(id) という形式はありません。formats list をご覧ください / no such format; see formats list")
      }
      for line in lines { print(Terminal.visible(line)) }
    }
  }

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "見本の CSV から形式の案を作る / propose a format from a sample CSV",
      discussion: """
        列名と中身(日付、金額、残高のつながり、カナ)から各列の意味を推定し、根拠つきの YAML を出します。
        名義や口座番号は書きません。「?」の行に答え、作業フォルダの formats/ に置いてください。
        Works out what each column means and prints commented YAML, without names of payers or
        account numbers. Answer the lines with “?” and put it into formats/ of the workspace.
        """)
    @OptionGroup var asOf: AsOfOption
    @Option(help: ArgumentHelp("形式の ID / id of the format", valueName: "ID"))
    var id = "my-bank"
    @Option(
      name: [.customShort("o"), .customLong("output")],
      help: ArgumentHelp("書き出す先(既存なら上書きしない) / where to write; never over a file"))
    var output: String?
    @Option(
      help: ArgumentHelp(
        "精算明細の形式の案を作る。決済会社の ID / propose for a settlement report of this provider",
        valueName: "PROVIDER"))
    var settlement: String?
    @Argument(help: ArgumentHelp("見本 / sample", valueName: "FILE"))
    var file: String

    private func proposal() throws -> FormatProposal? {
      if let settlement { return try proposeSettlement(file, id: id, provider: settlement) }
      return try proposeFormat(file, id: id, asOf: try asOf.moment().day)
    }

    func run() throws {
      guard let proposal = try proposal() else {
        Terminal.error(
          "\(file): 日付と金額の列が見つかりません。銀行や決済会社の明細 CSV ですか。\n"
            + "\(file): no columns with days and amounts. Is it a statement in CSV?")
        throw ExitCode(2)
      }
      if let output {
        try writeNewFile(proposal.yaml, to: output)
      } else {
        print(proposal.yaml, terminator: "")
      }
      throw ExitCode(proposal.questionCount > 0 ? 1 : 0)
    }
  }
}

private func language(_ word: String) throws -> Language {
  guard let language = Language(rawValue: word) else {
    throw ValidationError("--lang は ja か en です / --lang is ja or en")
  }
  return language
}
