import ArgumentParser
import Model
import Running

struct CloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "月次処理: カード・代引・モールの精算の締め / the monthly close of settlements",
    discussion: """
      精算明細・注文・入金を三者で照合し、決済会社ごとの売掛金の増減と未精算を示します。
      一度締めた月は、理由を付けて開けない限り変わりません。
      Ties settlement lines to orders, payouts to bank entries, and rolls the receivable of each
      provider forward. A closed month stays as it is unless it is reopened with a reason.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Option(help: ArgumentHelp("締める月 / the month to close", valueName: "YYYY-MM"))
  var month: String
  @Option(help: ArgumentHelp("締め直す理由 / why a closed month is closed again", valueName: "REASON"))
  var reopen: String?
  @Option(help: ArgumentHelp("締め直す人 / who closes it again", valueName: "NAME"))
  var by: String?
  @Flag(help: "台帳にも報告書にも締めを書かずに結果だけ示す / show the result, close nothing")
  var dryRun = false

  func validate() throws {
    if (reopen == nil) != (by == nil) {
      throw ValidationError("--reopen と --by は一緒に / --reopen and --by go together")
    }
    if reopen?.isEmpty == true || by?.isEmpty == true {
      throw ValidationError("--reopen と --by は空にできません / --reopen and --by must not be empty")
    }
  }

  func run() throws {
    var run = RunRequest(workspace: options.workspace, asOf: try asOf.moment())
    run.language = try options.language()
    run.isDryRun = dryRun
    run.progress = Terminal.progress()
    run.logger = options.logger()
    var request = CloseRequest(run: run, month: month)
    if let reopen, let by { request.reopening = (person: by, reason: reopen) }
    let summary = try closeMonth(request)
    Terminal.clearProgress()
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}
