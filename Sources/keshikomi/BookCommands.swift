import ArgumentParser
import Model
import Running

extension ExportCommand {
  struct Journal: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "会計ソフト向けの仕訳(案) / bookings for an accounting program",
      discussion: """
        まだ書き出していない仕訳だけを書き出します。訂正は取消仕訳になります。科目・税区分は案です。
        yayoi 弥生会計(25列)、freee 取引、moneyforward 仕訳帳(27列)、neutral 汎用CSV。
        What was not written out yet, each booking once; corrections are reversals. Accounts and
        tax classes are proposals.
        """)
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    @OptionGroup var by: PersonOption
    @Option(help: ArgumentHelp("形式 / layout", valueName: "yayoi|freee|moneyforward|neutral"))
    var format: String
    @Option(help: ArgumentHelp("この日までの仕訳だけ / only until this day", valueName: "DAY"))
    var until: String?
    @Option(
      help: ArgumentHelp("この店舗の分だけ(残りは次回) / this shop's only; the rest waits", valueName: "ID"))
    var shop: String?
    @Option(help: ArgumentHelp("前回の出力をもう一度作る / write an earlier export again", valueName: "N"))
    var `repeat`: Int64?
    @Flag(help: "記録せずに件数だけ示す / show the counts, record nothing")
    var dryRun = false
    @OptionGroup var target: OutputOption

    func run() throws {
      guard let layout = JournalLayout(rawValue: format) else {
        throw ValidationError("--format: yayoi, freee, moneyforward, neutral")
      }
      var journal = JournalRequest(layout: layout, output: target.output, person: by.person)
      journal.until = try until.map { try day($0, "--until") }
      journal.shopID = shop
      journal.repeatsExport = `repeat`
      journal.isDryRun = dryRun
      try tell(try exportJournal(journal, try request(options, asOf)))
    }
  }

  struct Refunds: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "承認済みの返金を総合振込ファイルに / approved refunds as a Zengin transfer file",
      discussion: """
        口座ファイルは CSV(entry_id か order_id、bank、branch、type、number、holder、任意で shop_id、bank_name、
        branch_name)。二つの店舗に同じ注文番号があるときは shop_id か --shop が必要です。口座のない返金は「口座が必要」と示します。同じ返金は二度書き出しません。
        The file of accounts is a CSV with these columns; where two shops have an order number, name
        the shop (shop_id or --shop). Refunds without an account are listed; none
        is ever written twice.
        """)
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    @OptionGroup var by: PersonOption
    @Option(help: ArgumentHelp("お客様の口座 CSV / the customers' accounts", valueName: "FILE"))
    var accounts: String
    @Option(help: ArgumentHelp("振込指定日 / the day of the transfer", valueName: "DAY"))
    var on: String
    @Option(
      help: ArgumentHelp("この店舗の分だけ(残りは次回) / this shop's only; the rest waits", valueName: "ID"))
    var shop: String?
    @Option(help: ArgumentHelp("前回の出力をもう一度作る / write an earlier file again", valueName: "N"))
    var `repeat`: Int64?
    @OptionGroup var target: OutputOption

    func run() throws {
      var refund = RefundRequest(
        accountsFile: accounts, output: target.output, sentOn: try day(on, "--on"),
        person: by.person)
      refund.shopID = shop
      refund.repeatsExport = `repeat`
      try tell(try exportRefunds(refund, try request(options, asOf)))
    }
  }
}

struct BooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "books",
    abstract: "帳簿の締め / lock a period of the books",
    subcommands: [Lock.self])

  struct Lock: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "この日まで締める。早い日を指定すると開く / lock through a day; an earlier one opens again")
    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var asOf: AsOfOption
    @OptionGroup var by: PersonOption
    @Option(help: ArgumentHelp("最後の日 / last day", valueName: "DAY"))
    var through: String
    @Option(help: ArgumentHelp("理由 / why", valueName: "TEXT"))
    var reason: String

    func run() throws {
      try tell(
        try lockBooks(
          through: try day(through, "--through"), reason: reason, person: by.person,
          try request(options, asOf)))
    }
  }
}

struct FindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "取引を日付・金額・取引先で探す / find transactions by date, amount, counterparty",
    discussion: """
      電子帳簿保存法の検索要件(日付・金額の範囲、二つ以上の条件)。例: --date 2026-11-01..2026-11-30
      --amount 10000.. --counterparty ﾀﾅｶ。--originals で原本(バイト単位で同じもの)を写し、--history で
      経緯を示します。
      As the record-keeping law asks: ranges of date and amount, conditions together. --originals
      copies the original files byte for byte, --history tells what happened to each.
      """)
  @OptionGroup var options: WorkspaceOptions
  @OptionGroup var asOf: AsOfOption
  @Option(help: ArgumentHelp("日付か範囲 / day or range", valueName: "A..B"))
  var date: String?
  @Option(help: ArgumentHelp("金額か範囲 / amount or range", valueName: "X..Y"))
  var amount: String?
  @Option(help: ArgumentHelp("取引先の名前の一部 / part of a name", valueName: "TEXT"))
  var counterparty: String?
  @Option(help: ArgumentHelp("原本を写すフォルダ / folder for the originals", valueName: "DIR"))
  var originals: String?
  @Flag(help: "経緯も示す / with history")
  var history = false

  func run() throws {
    var query = FindRequest()
    query.days = try date.map {
      try range($0, "--date", all: Day(number: .min)...Day(number: .max)) { try day($0, "--date") }
    }
    query.yen = try amount.map {
      try range($0, "--amount", all: Int64.min...Int64.max) { text in
        guard let yen = Int64(text) else {
          throw ValidationError(
            "--amount は円の整数で、5980、1000..5000、1000.. の形で / "
              + "--amount is whole yen, as 5980, 1000..5000 or 1000..")
        }
        return yen
      }
    }
    query.counterparty = counterparty
    query.originals = originals
    query.withHistory = history
    try tell(try find(query, try request(options, asOf)))
  }
}

/// `A..B`, `A..`, `..B`, or one value.
private func range<T: Comparable>(
  _ text: String, _ option: String, all: ClosedRange<T>, _ value: (String) throws -> T
) throws -> ClosedRange<T> {
  let utf8 = Array(text.utf8)
  guard
    let dots = utf8.indices.dropLast().first(where: { utf8[$0] == 0x2E && utf8[$0 + 1] == 0x2E })
  else {
    let only = try value(text)
    return only...only
  }
  let low = String(decoding: utf8[..<dots], as: UTF8.self)
  let high = String(decoding: utf8[(dots + 2)...], as: UTF8.self)
  let from = low.isEmpty ? all.lowerBound : try value(low)
  let to = high.isEmpty ? all.upperBound : try value(high)
  guard from <= to else {
    throw ValidationError(
      "\(option) \(text): 範囲の始まりが終わりより後です / the range ends before it begins")
  }
  return from...to
}

private func day(_ text: String, _ option: String) throws -> Day {
  guard let day = Day(iso: text) else {
    throw ValidationError("\(option) は 2026-11-30 の形で / \(option) is YYYY-MM-DD")
  }
  return day
}
