import ArgumentParser
import Glibc
import Running

/// One place turns errors into text and exit codes:
/// 0 nothing open · 1 people have work · 2 data faults stopped posting · 3 wrong usage ·
/// 4 could not run.
@main
struct Main {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    // A file-size limit must be an error to report, not a signal that kills the run.
    signal(SIGXFSZ, SIG_IGN)
    giveBackLargeBlocks()
    do {
      var command = try Keshikomi.parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch {
      finish(with: error)
    }
  }

  private static func finish(with error: any Error) -> Never {
    if let sentence = sentence(for: error) {
      Terminal.error(sentence.text)
      exit(sentence.code)
    }
    let text = Keshikomi.fullMessage(for: error)
    if Keshikomi.exitCode(for: error).isSuccess {
      print(text)
      exit(0)
    }
    Terminal.error(text)
    exit(3)
  }
}

struct Keshikomi: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keshikomi",
    abstract: "入金消込エンジン / payment reconciliation for Japanese e-commerce",
    discussion: """
      銀行明細と受注データを inbox/ に置いて run を実行すると、消込・出荷可否・例外報告を作ります。
      Put bank statements and order exports into inbox/ and run: it clears payments against
      orders, decides hold or release for each order, and writes the exception report.

        keshikomi init -w shop        作業フォルダを作る / create a workspace
        cp *.csv *.xml shop/inbox/    ファイルはどんな名前でもよい / any file names
        keshikomi run -w shop         日次処理 / the daily job
        open shop/reports/latest/report.html

      終了コード / exit codes: 0 未処理なし nothing open · 1 要対応あり people have work ·
      2 データ不備で一部停止 data faults stopped some posting · 3 使い方・設定の誤り usage or
      configuration · 4 実行できず could not run
      """,
    version: engineVersion,
    subcommands: [
      InitCommand.self, RunCommand.self, CloseCommand.self, ImportCommand.self,
      CheckCommand.self,
      ExplainCommand.self, ResolveCommand.self, UndoCommand.self, AnswersCommand.self,
      AliasesCommand.self, BooksCommand.self, FindCommand.self,
      LearnCommand.self, ExportCommand.self, NoticeCommand.self, RecourseCommand.self,
      VerifyCommand.self, StatusCommand.self, BackupCommand.self, ReplayCommand.self,
      DiffCommand.self, OverrideCommand.self, FormatsCommand.self, BacktestCommand.self,
    ])
}
