import ArgumentParser
import Model
import Running

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "過去の入金で消込をやり直して確かめる / try matching again on what is known",
    discussion: """
      台帳で消し込まれた入金を正解として消込をやり直し、再現率・適合率・誤出荷・出荷漏れと、
      示した確度が当たっていたかを示します。--policy で別の設定との違いを、--truth で正解つき
      データ(orders.csv、deposits.csv、truth.csv、order_truth.csv)での結果を見られます。
      台帳にも報告書にも何も書きません。
      Matches the ledger's history again, taking what was cleared for true, and shows how much was
      found, what was wrong, and whether the probabilities held. --policy compares another policy
      file; --truth takes a folder with known truth instead. Writes nothing.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Option(help: ArgumentHelp("正解つきデータのフォルダ / a folder with known truth", valueName: "DIR"))
  var truth: String?
  @Option(help: ArgumentHelp("比べる設定ファイル / a policy file to compare", valueName: "FILE"))
  var policy: String?
  @Flag(help: "一日ずつやり直す(時間がかかる) / evening by evening; takes longer")
  var byDay = false
  @Flag(help: "JSON で出力 / print JSON")
  var json = false

  func run() throws {
    var request = BacktestRequest(workspace: options.workspace)
    request.truthFolder = truth
    request.otherPolicy = policy
    request.asOf = asOf.asOf == nil ? nil : try asOf.moment()
    request.isDayByDay = byDay
    request.isJSON = json
    request.language = try options.language()
    let summary = try backtest(request)
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}
