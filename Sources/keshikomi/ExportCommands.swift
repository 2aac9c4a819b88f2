import ArgumentParser
import Model
import Running

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "出荷・店舗・会計・銀行向けのファイルを書き出す / files for shipping, shop, books and bank",
    subcommands: [Release.self, Status.self, Journal.self, Refunds.self])

  struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "出荷可の注文を書き出す / write the orders that may ship",
      discussion: """
        店舗の送り状 CSV(未出荷の全注文)を渡すと、出荷可の注文の行だけを一字も変えずに書き出します。
        B2クラウド・e飛伝Ⅲ・ゆうパックプリントR は見出しで見分けます。ほかの CSV は注文番号の列名を
        --key-column で指定します。同じ注文は二度書き出しません。代引額が請求額と違う行は除きます。
        Give the shop's own shipping CSV for all open orders; the rows of released orders come out
        byte for byte. B2 Cloud, e-Hiden III and Yu-Pack Print R are known by their header; for any
        other CSV name the column with the order number. No order is written twice, and rows whose
        amount at the door is not the order's stay behind.
        """)
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    @Option(help: ArgumentHelp("店舗の送り状 CSV / the shop's shipping CSV", valueName: "FILE"))
    var carrierFile: String?
    @Option(help: ArgumentHelp("注文番号の列名 / column with the order number", valueName: "NAME"))
    var keyColumn: String?
    @Option(help: ArgumentHelp("代引額の列名 / column with the amount at the door", valueName: "NAME"))
    var amountColumn: String?
    @Option(help: ArgumentHelp("この店舗の注文だけ / orders of this shop only", valueName: "ID"))
    var shop: String?
    @Option(help: ArgumentHelp("前回の出力をもう一度作る / write an earlier export again", valueName: "N"))
    var `repeat`: Int64?
    @Flag(help: "記録も出力もせずに件数だけ示す / show the counts, write nothing")
    var dryRun = false
    @OptionGroup var target: OutputOption

    func run() throws {
      if carrierFile == nil, keyColumn != nil || amountColumn != nil {
        throw ValidationError("--carrier-file が必要です / --carrier-file is needed")
      }
      var release = ReleaseRequest(output: target.output)
      release.carrierFile = carrierFile
      release.keyColumn = keyColumn
      release.amountColumn = amountColumn
      release.shopID = shop
      release.repeatsExport = `repeat`
      release.isDryRun = dryRun
      try tell(try exportRelease(release, try request(options, asOf)))
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "店舗システムの入金済み更新 CSV / update file for the shop system",
      discussion: """
        テンプレートは aiship・nextengine・rms・eccube、または列を書いた YAML ファイル。
        Templates: aiship, nextengine, rms, eccube, or a YAML file that lists the columns.
        """)
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    @Option(help: ArgumentHelp("テンプレート / template", valueName: "NAME|FILE"))
    var template: String
    @Option(help: ArgumentHelp("この店舗の注文だけ / orders of this shop only", valueName: "ID"))
    var shop: String?
    @OptionGroup var target: OutputOption

    func run() throws {
      try tell(
        try exportStatus(
          template: template, shopID: shop, output: target.output, try request(options, asOf)))
    }
  }
}

/// Where an export goes.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("書き出す先(既存なら上書きしない) / where to write; never over a file"))
  var output: String
}

/// What every command on a ledger needs.
func request(_ options: WorkspaceOptions, _ asOf: AsOfOption) throws -> RunRequest {
  var request = RunRequest(workspace: options.workspace, asOf: try asOf.moment())
  request.language = try options.language()
  request.logger = options.logger()
  return request
}

/// Prints a summary and ends with its code.
func tell(_ summary: RunSummary) throws {
  for line in summary.lines { print(Terminal.visible(line)) }
  throw ExitCode(summary.exitCode)
}
