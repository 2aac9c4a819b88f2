import ArgumentParser
import Model
import Running

struct OverrideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "override",
    abstract: "検算の合わない明細を理由を残して計上する / post a file though a control failed",
    discussion: """
      件数・合計・残高・他のファイルとのつながりが合わず止まったファイルを、担当者の判断で計上します。
      同じ内容のファイルだけに効き、台帳に残り、取り消せません。次の run で計上され、報告書に載ります。
      Has a file posted whose counts, sums or balances fail. It holds for these very bytes only,
      stays in the ledger for good, and is told in the report of the run that posts it.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Option(help: ArgumentHelp("計上してよい理由 / why it may be posted", valueName: "TEXT"))
  var reason: String
  @Option(
    help: ArgumentHelp("担当者名。省略時は利用者名 / who answers for it; default: the user's name"))
  var by: String?
  @Flag(help: "記録せずに、計上される内容だけ示す / show what would be posted, record nothing")
  var dryRun = false
  @Argument(help: ArgumentHelp("止まったファイル / the file that was stopped", valueName: "FILE"))
  var file: String

  func run() throws {
    var request = RunRequest(workspace: options.workspace, asOf: try asOf.moment())
    request.isDryRun = dryRun
    request.language = try options.language()
    request.logger = options.logger()
    let summary = try overrideControls(
      ofFile: file, reason: reason, person: by ?? userName(), request)
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}
