import ArgumentParser
import Glibc
import Model
import Running

struct NoticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice",
    abstract: "明細にない連絡を記録する / record what no statement says",
    discussion: """
      不審な入金(N07)、チャージバック(S05)、代引の受取拒否(S08)、返金の不一致(R01)など、コードか
      collection_cancelled・disputed・handed_over・approved を --kind に指定します。取り消すまで有効です。
      Say what it is with --kind: a code such as N07, S05, S08, R01, or collection_cancelled,
      disputed, handed_over, approved. It stands until it is withdrawn.
      """,
    subcommands: [Add.self, List.self, Withdraw.self], defaultSubcommand: List.self)

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "記録する / record a notice")
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    @Option(help: ArgumentHelp("種類 / kind", valueName: "WORD"))
    var kind: String
    @Option(help: ArgumentHelp("注文番号 / order", valueName: "ID"))
    var order: String?
    @Option(help: ArgumentHelp("店舗 / shop", valueName: "ID"))
    var shop: String?
    @Option(help: ArgumentHelp("入金番号 / entry", valueName: "ID"))
    var entry: String?
    @Option(help: ArgumentHelp("精算・伝票の番号 / settlement line or slip", valueName: "TEXT"))
    var ref: String?
    @Option(help: ArgumentHelp("金額 / amount", valueName: "YEN"))
    var yen: Int64 = 0
    @Option(help: ArgumentHelp("回答の期日 / day by which an answer is asked for", valueName: "DAY"))
    var until: String?
    @Option(help: ArgumentHelp("内容 / what was told", valueName: "TEXT"))
    var reason: String
    @Option(help: ArgumentHelp("担当者名 / who tells it"))
    var by: String?

    func run() throws {
      var told = NoticeRequest()
      told.kind = kind
      told.orderID = order ?? ""
      told.shopID = shop ?? ""
      told.entryID = entry ?? ""
      told.reference = ref ?? ""
      guard yen >= 0 else { throw ValidationError("--yen は 0 以上 / --yen is 0 or more") }
      told.amountYen = yen
      if let until {
        guard let day = Day(iso: until) else {
          throw ValidationError("--until は 2026-11-30 の形で / --until is YYYY-MM-DD")
        }
        told.until = day
      }
      told.reason = reason
      told.person = by ?? userName()
      try tell(try recordNotice(told, try request(options, asOf)))
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "一覧 / all that stand")
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    func run() throws { try tell(try listNotices(try request(options, asOf))) }
  }

  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "取り消す / take one back")
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    @Argument(help: ArgumentHelp("連絡の番号 / number of the notice", valueName: "N"))
    var id: Int64
    @Option(help: ArgumentHelp("理由 / reason", valueName: "TEXT"))
    var reason: String
    @Option(help: ArgumentHelp("担当者名 / who takes it back"))
    var by: String?
    func run() throws {
      try tell(
        try withdrawNotice(
          id, by: by ?? userName(), reason: reason, try request(options, asOf)))
    }
  }
}

struct RecourseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recourse",
    abstract: "受託者への求償の台帳 / account of recourse against the operator",
    discussion: """
      契約年度ごとの合計と、責任の上限の残りを示します。--case と --yen で一件を記帳します(戻すときは負の額)。
      Shows the sum of the contract year and what is left of the cap. With --case and --yen it books
      an amount; a negative one takes back.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Option(name: .customLong("case"), help: ArgumentHelp("事案番号 / case", valueName: "ID"))
  var caseID: String?
  @Option(help: ArgumentHelp("金額 / amount", valueName: "YEN"))
  var yen: Int64?
  @Option(help: ArgumentHelp("店舗 / shop", valueName: "ID"))
  var shop: String?
  @Option(help: ArgumentHelp("理由 / reason", valueName: "TEXT"))
  var reason: String?
  @Option(help: ArgumentHelp("担当者名 / who books it"))
  var by: String?

  func run() throws {
    let request = try request(options, asOf)
    guard let caseID else { return try tell(try listRecourse(request)) }
    try tell(
      try bookRecourse(
        caseID: caseID, amountYen: yen ?? 0, shopID: shop ?? "", by: by ?? userName(),
        reason: reason ?? "", request))
  }
}

/// The name of whoever runs the program.
func userName() -> String {
  if let entry = getpwuid(getuid()) { return String(cString: entry.pointee.pw_name) }
  return "uid \(getuid())"
}
