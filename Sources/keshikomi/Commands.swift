import ArgumentParser
import Glibc
import Logging
import Model
import Running

/// Options that every command on a workspace has.
struct WorkspaceOptions: ParsableArguments {
  @Option(
    name: [.customShort("w"), .customLong("workspace")],
    help: ArgumentHelp("作業フォルダ / workspace folder", valueName: "DIR"))
  var folder = "."

  @Option(help: "表示と報告書の言語 / language: ja | en")
  var lang: String?

  @Flag(help: "標準エラーに構造化ログ(JSON)を出す / structured JSON logs on standard error")
  var logJSON = false

  var workspace: Workspace { Workspace(root: folder) }

  func language() throws -> Language? {
    guard let lang else { return nil }
    guard let language = Language(rawValue: lang) else {
      throw ValidationError("--lang は ja か en です / --lang is ja or en")
    }
    return language
  }

  func logger() -> Logger {
    let wants = logJSON
    return Logger(label: "keshikomi") { _ in
      var handler = JSONLineHandler()
      handler.logLevel = wants ? .info : .critical
      return handler
    }
  }
}

struct AsOfOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "基準日時。省略時は現在(日本時間) / the moment that counts; default: now in Japan",
      valueName: "YYYY-MM-DD[THH:MM]"))
  var asOf: String?

  func moment() throws -> Moment {
    guard let asOf else { return Clock.nowTokyo() }
    guard let moment = Moment(commandLine: asOf) else {
      throw ValidationError(
        "--as-of は 2026-11-20 か 2026-11-20T09:30 の形で / --as-of is YYYY-MM-DD[THH:MM]")
    }
    return moment
  }
}

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "作業フォルダを作る / create a workspace")
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let language = try options.language() ?? .ja
    let isNew = try initialise(options.workspace, language: language)
    let root = options.workspace.root
    if language == .en {
      print(isNew ? "Created the workspace \(root)." : "\(root) is a workspace already; kept.")
      print("Next: put bank statements and order exports into \(root)/inbox/, then")
      print("  keshikomi run -w \(root)")
    } else {
      print(isNew ? "作業フォルダ \(root) を作りました。" : "\(root) は作成済みです。変更していません。")
      print("次に: 銀行明細と受注データを \(root)/inbox/ に置き、次を実行してください。")
      print("  keshikomi run -w \(root)")
    }
  }
}

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "日次処理: 取込・消込・出荷判定・報告 / the daily job",
    discussion: """
      inbox/ のファイルをすべて読み(名前は問いません)、元データを archive/ に保存し、
      reports/<実行番号>/ に結果を書きます。reports/latest/report.html をご覧ください。
      同じファイルを二度置いても二重に数えません。
      Reads every file of inbox/ whatever its name, keeps the originals in archive/ and writes
      reports/<run id>/. Giving it the same file twice counts nothing twice.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Flag(help: "台帳にも報告書にも何も書かずに結果だけ示す / show the result, write nothing")
  var dryRun = false

  func run() throws {
    var request = RunRequest(workspace: options.workspace, asOf: try asOf.moment())
    request.isDryRun = dryRun
    request.language = try options.language()
    request.progress = Terminal.progress()
    request.logger = options.logger()
    let summary = try runDaily(request)
    Terminal.clearProgress()
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "取込だけ行い、各ファイルの扱いを示す / import only, say what each file was")
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Argument(help: ArgumentHelp("取り込むファイル / files to import", valueName: "FILE"))
  var files: [String]

  func run() throws {
    var request = RunRequest(workspace: options.workspace, asOf: try asOf.moment())
    request.language = try options.language()
    request.progress = Terminal.progress()
    request.logger = options.logger()
    let summary = try importFiles(files, request)
    Terminal.clearProgress()
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "作業フォルダなしでファイルを調べる / read files without a workspace, write nothing",
    discussion: """
      形式、合計や残高の照合結果、読めない行を示します。
      Shows the format, which control totals hold, and every row that cannot be read.
      """)
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var own: OwnFormatOptions
  @Option(help: "言語 / language: ja | en")
  var lang = "ja"
  @Argument(help: ArgumentHelp("調べるファイル / files to check", valueName: "FILE"))
  var files: [String]

  func run() throws {
    guard let language = Language(rawValue: lang) else {
      throw ValidationError("--lang は ja か en です / --lang is ja or en")
    }
    let summary = checkFiles(
      files, asOf: try asOf.moment().day, language: language, own: try own.load())
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "注文または入金のすべての経緯と理由 / everything about one order or bank entry")
  @OptionGroup var options: WorkspaceOptions
  @Argument(help: ArgumentHelp("注文番号または入金番号 / order or entry id", valueName: "ID"))
  var id: String

  func run() throws {
    let lines = try explain(id, in: options.workspace, language: try options.language())
    for line in lines { print(Terminal.visible(line)) }
  }
}

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "台帳の証明: 原本・合計・二重出荷なし / prove the ledger: originals, totals, no double")
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let summary = try verify(options.workspace, language: try options.language())
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}
