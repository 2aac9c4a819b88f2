import ArgumentParser
import Running

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "過去の実行を台帳と原本から再計算し照合する / do a past run again and compare",
    discussion: """
      一時フォルダで計算し、作業フォルダは変更しません。
      Works in a temporary folder; the workspace stays as it is.
      """)
  @OptionGroup var options: WorkspaceOptions
  @Argument(help: ArgumentHelp("実行番号 / run id, as in reports/", valueName: "RUN"))
  var runID: String

  func run() throws {
    try tell(try replay(runID, in: options.workspace, language: try options.language()))
  }
}

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "二つの実行で変わった判定とその理由 / what changed between two runs, and why")
  @OptionGroup var options: WorkspaceOptions
  @Argument(help: ArgumentHelp("実行番号 / run id", valueName: "RUN1"))
  var first: String
  @Argument(help: ArgumentHelp("実行番号 / run id", valueName: "RUN2"))
  var second: String

  func run() throws {
    try tell(
      try diffRuns(first, second, in: options.workspace, language: try options.language()))
  }
}

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "実行中でも取れるバックアップ。複製を証明する / back up while running, prove the copy",
    discussion: """
      新しいフォルダに作業フォルダ一式を複製します。復元はそのフォルダを元の場所に置くだけです。
      Copies the workspace into a new folder. To restore, put that folder in the old one's place.
      """)
  @OptionGroup var options: WorkspaceOptions
  @Argument(help: ArgumentHelp("新しいフォルダ / a new folder", valueName: "DIR"))
  var folder: String

  func run() throws {
    try tell(try backup(options.workspace, to: folder, language: try options.language()))
  }
}

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "状態: 最後の実行、明細の欠け、未処理案件、台帳 / health: runs, statements, cases, ledger")
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Flag(help: "台帳も証明する(verify と同じ) / prove the ledger too, as verify does")
  var prove = false

  func run() throws {
    try tell(
      try status(
        options.workspace, asOf: try asOf.moment(), prove: prove,
        language: try options.language()))
  }
}
