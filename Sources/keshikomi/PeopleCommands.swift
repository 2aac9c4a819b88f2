import ArgumentParser
import Glibc
import Model
import Running

/// Who answers for what is said on the command line.
struct PersonOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("担当者名。省略時は利用者名 / who answers for it; default: the user's name"))
  var by: String?

  var person: String {
    if let by { return by }
    if let entry = getpwuid(getuid()) { return String(cString: entry.pointee.pw_name) }
    return "uid \(getuid())"
  }
}

struct ResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "記入した回答(Excel・CSV)を受け付ける / take the answers that people filled in",
    discussion: """
      report.xlsx か exceptions.csv の「記入」欄を埋めて渡します。回答: assign 充当、split 分割(注文と金額は
      | 区切り、金額は明らかなら省略可)、not_ours 当店宛でない、refund 返金、waive 不足を免除、wait 待つ
      (wait_until の日まで)、confirm 承認、reject 却下。alias に no と書くと名義を覚えません。
      台帳の今の状態と照らし、合わないセルは番地と理由を示して受け付けません(数式のセルも)。方針の額を超える
      回答は提案になり、別の担当者が同じ回答か confirm を返すと有効です。受け付けた回答は次の run で反映されます。
      Fill in the last columns of report.xlsx or exceptions.csv. Answers: assign, split (orders and
      amounts divided by |; amounts may be left out where there is no choice), not_ours, refund,
      waive, wait (until a day), confirm, reject; alias no: the payer's name is not learned. Each is
      checked against the ledger as it is now, and refused with its cell where it does not hold.
      Above the policy's limits an answer is a proposal until another person returns the same one,
      or confirm. The next run follows what was taken.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var by: PersonOption
  @Flag(help: "記録せずに、受け付けられるかだけ調べる / check only, record nothing")
  var dryRun = false
  @Argument(help: ArgumentHelp("回答の xlsx か CSV / xlsx or CSV of answers", valueName: "FILE"))
  var file: String

  func run() throws {
    var request = try options.request(asOf)
    request.isDryRun = dryRun
    let summary = try resolve(file, person: by.person, request)
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "消込を理由を残して取り消す / take a clearing back, with a reason",
    discussion: """
      自動でも手作業でも、その入金の消込をすべて取り消します。次の run で注文は保留(出荷可だったものは
      出荷停止)に戻り、入金は回答があるまで自動では消し込まれず、学んだ支払実績も取り消されます。
      Takes back all that was made of an entry, by the engine or by a person. The next run puts its
      orders on hold, or stops them; the entry waits for an answer, and what was learned is forgotten.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var by: PersonOption
  @Option(help: ArgumentHelp("取り消す理由 / why", valueName: "TEXT"))
  var reason: String
  @Flag(help: "記録せずに示す / show, record nothing")
  var dryRun = false
  @Argument(
    help: ArgumentHelp("入金番号か回答番号 A-n / id of an entry, or of an answer", valueName: "ID"))
  var id: String

  func run() throws {
    var request = try options.request(asOf)
    request.isDryRun = dryRun
    let summary = try undoEntry(id, reason: reason, person: by.person, request)
    for line in summary.lines { print(Terminal.visible(line)) }
    throw ExitCode(summary.exitCode)
  }
}

struct AnswersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers",
    abstract: "担当者の回答と承認待ちの一覧 / what people answered, and what waits for another")
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Flag(help: "承認待ちだけ / only what waits for a second person")
  var open = false

  func run() throws {
    let request = try options.request(asOf)
    for line in try answerList(request, open: open) { print(Terminal.visible(line)) }
  }
}

struct AliasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aliases",
    abstract: "名義の違う支払人の実績 / who is known to pay for whom",
    discussion: """
      状態: learning 学習中、active 有効、weak 複数の顧客に支払うため使わない、expired 期限切れ、
      forgotten 取消済み。店舗をまたいで使うことはありません。
      States: learning, active, weak (pays for several customers: not used), expired, forgotten.
      Nothing is used across shops.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var by: PersonOption
  @Flag(help: "名義と顧客を伏せずに示す / show names in clear")
  var full = false
  @Option(help: ArgumentHelp("この実績を忘れる / forget this one", valueName: "ID"))
  var forget: String?
  @Option(help: ArgumentHelp("忘れる理由 / why it is forgotten", valueName: "TEXT"))
  var reason: String?

  func run() throws {
    let request = try options.request(asOf)
    guard let forget else {
      for line in try aliasList(request, full: full) { print(Terminal.visible(line)) }
      return
    }
    let summary = try forgetAlias(forget, reason: reason ?? "", person: by.person, request)
    for line in summary.lines { print(Terminal.visible(line)) }
  }
}

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "自店の実績から根拠の重みを求め直す / weights from the shop's own history",
    discussion: """
      台帳の消込のうち、担当者が指定したものと14日以上取り消されていないものを正しいとみなし、根拠の段階
      ごとに重みを求めます。表示だけでは何も変わりません。使う重みは keshikomi.yaml の weights: が決めます。
      What people assigned, and what nobody took back for 14 days, counts as confirmed. Shown only,
      unless asked otherwise; weights: in keshikomi.yaml says which file is in use.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Flag(help: "weights/ に日付つきで保存する / write it into weights/")
  var save = false
  @Flag(help: "保存して使い始める / write it and have it used")
  var activate = false
  @Flag(help: "一つ前の重みに戻す / go back to the weights before")
  var revert = false
  @Flag(help: "支払実績を使えば何が変わるかを示す / show what aliases would change")
  var shadow = false

  func validate() throws {
    if [save, activate, revert, shadow].count(where: { $0 }) > 1 {
      throw ValidationError("どれか一つだけ指定してください / give one of the flags")
    }
  }

  func run() throws {
    let request = try options.request(asOf)
    let summary =
      if shadow {
        try shadowAliases(request)
      } else if revert {
        try revertWeights(request)
      } else {
        try learn(activate ? .activate : save ? .save : .show, request)
      }
    Terminal.clearProgress()
    for line in summary.lines { print(Terminal.visible(line)) }
  }
}

extension WorkspaceOptions {
  func request(_ asOf: AsOfOption) throws -> RunRequest {
    var request = RunRequest(workspace: workspace, asOf: try asOf.moment())
    request.language = try language()
    request.progress = Terminal.progress()
    request.logger = logger()
    return request
  }
}
