import Foundation
import Model
import Running
import TestKit
import Testing

private let asOf = "2026-11-24T10:30"

/// Money into 0005-123-1-1234567.
private let notice = """
  1,01,0,081119,081119,081119,0005,ﾐﾂﾋﾞｼUFJ,123,ｷﾞﾝｻﾞ,1,1234567,ｶ)ｱｵｿﾞﾗ,
  2,000001,081119,081119,5480,0,,ﾔﾏﾀﾞ ﾀﾛｳ,ﾐｽﾞﾎ,ｼﾝｼﾞﾕｸ,,,
  2,000002,081119,081119,3300,0,,ｻﾄｳ ﾊﾅｺ,ﾐｽﾞﾎ,ｼﾝｼﾞﾕｸ,,,
  8,2,8780,0,0,
  9,

  """

/// A bank that has no built-in format; the first row is the same money's twin at another bank.
private let yamabiko = """
  取扱日,あいて,受けた額,渡した額,のこり
  2026/11/19,ﾔﾏﾀﾞ ﾀﾛｳ,5480,,105480
  2026/11/20,ｶﾜｲ ｼｽﾞｶ,7000,,112480

  """

private let yamabikoAgain =
  yamabiko.dropLast(1) + "\n2026/11/24,ｵｶﾀﾞ ﾕﾐ,3850,,116330\n"

private let profile = """
  id: yamabiko
  title: やまびこ信用組合
  dates: [year_month_day]
  columns: {date: 取扱日, text: あいて, credit: 受けた額, debit: 渡した額, balance: のこり}

  """

private let generic = """
  取引日,摘要,お支払金額,お預り金額,残高
  2026/11/19,振込 ﾔﾏﾀﾞ ﾀﾛｳ,,5480,105480
  2026/11/20,振込 ｶﾜｲ ｼｽﾞｶ,,7000,112480

  """

extension Shop {
  fileprivate func put(_ name: String, _ text: some StringProtocol) throws {
    try put(name, Array(text.utf8))
  }

  fileprivate func configure(_ text: String) throws {
    try writeBytes(Array(text.utf8), to: folder.appendingPathComponent("keshikomi.yaml"))
  }

  fileprivate func describe(_ text: String) throws {
    try writeBytes(Array(text.utf8), to: folder.appendingPathComponent("formats/yamabiko.yaml"))
  }

  /// `account amount` of every entry, sorted.
  fileprivate var money: [String] {
    get throws {
      try table("entries.csv").map { "\($0["account"] ?? "") \($0["amount_yen"] ?? "")" }.sorted()
    }
  }
}

/// What stands between the marks of the advice, with the number that a terminal hides.
private func advised(_ summary: RunSummary, from mark: String) throws -> String {
  let text = summary.lines.joined(separator: "\n")
  let start = try #require(text.range(of: "“" + mark), "\(text)")
  let end = try #require(text.range(of: "”", range: start.upperBound..<text.endIndex))
  return mark + String(text[start.upperBound..<end.lowerBound])
}

@Suite("Whose a file is that names no account")
struct AccountRunTests {
  @Test(
    "A bank's file is never given to another bank's account, in whatever order they come",
    arguments: [["notice", "own"], ["own", "notice"], ["both"]])
  func order(_ order: [String]) throws {
    let shop = try Shop(policy: "language: en\n")
    try shop.describe(profile)
    for step in order {
      if step != "own" { try shop.put("notice.csv", notice) }
      if step != "notice" { try shop.put("own.csv", yamabiko) }
      let summary = try shop.run(asOf)
      #expect((summary.exitCode == 2) == (step != order.first || step == "both"))
    }
    #expect(shop.inbox.count == 1)
    let refused = try shop.run(asOf)
    let account = try advised(refused, from: "account: {")
      .replacingOccurrences(of: "0005", with: "0777")
      .replacingOccurrences(of: "\"*******\"", with: "\"7654321\"")
    #expect(refused.lines.joined().contains("[yamabiko]"))
    try shop.describe(profile + account + "\n")
    try shop.put("again.csv", yamabikoAgain)
    let summary = try shop.run(asOf)
    #expect(summary.exitCode < 2 && shop.inbox.isEmpty, "\(summary.lines)")
    #expect(
      try shop.money == [
        "0005-123-1-1234567 3300", "0005-123-1-1234567 5480", "0777-123-1-7654321 3850",
        "0777-123-1-7654321 5480", "0777-123-1-7654321 7000",
      ])
    #expect(try shop.isProved)
  }

  @Test("The line that the message asks for joins two files of one account; nothing counts twice")
  func advisedLine() throws {
    for isFirst in [true, false] {
      let shop = try Shop(policy: "language: en\n")
      try shop.put("a.csv", isFirst ? generic : notice)
      #expect(try shop.run(asOf).exitCode < 2)
      try shop.put("b.csv", isFirst ? notice : generic)
      let refused = try shop.run(asOf)
      #expect(refused.exitCode == 2 && shop.inbox == ["b.csv"])
      #expect(!refused.lines.joined().contains("1234567"))
      let item = try advised(refused, from: "- {")
        .replacingOccurrences(of: "\"*******\"", with: "\"1234567\"")
      #expect(
        item == "- {bank: \"0005\", branch: \"123\", type: 1, number: \"1234567\", "
          + "formats: [generic-two-columns]}")
      try shop.configure("language: en\naccounts:\n  \(item)\n")
      let summary = try shop.run(asOf)
      #expect(summary.exitCode < 2 && shop.inbox.isEmpty, "\(summary.lines)")
      let money = try shop.money
      #expect(money.count == 3 && money.allSatisfy { $0.hasPrefix("0005-123-1-1234567 ") })
    }
  }

  @Test("The report shows the line with the number in clear, in both languages")
  func clear() throws {
    for language in Language.allCases {
      let shop = try Shop(policy: "")
      try shop.put("a.csv", notice)
      try shop.put("b.csv", generic)
      try shop.run(asOf, language)
      let page = String(decoding: try shop.report()["report.html"] ?? [], as: UTF8.self)
      #expect(page.contains("number: &quot;1234567&quot;, formats: [generic-two-columns]"))
    }
  }

  @Test("One statement that names no account needs no word of anybody")
  func alone() throws {
    let shop = try Shop(policy: "")
    try shop.put("a.csv", generic)
    #expect(try shop.run(asOf).exitCode < 2)
    #expect(try shop.money.count == 2)
  }

  @Test(
    "No order is called unpaid whose money may be in a file that waits", arguments: [true, false])
  func unpaid(hasFile: Bool) throws {
    let shop = try Shop(policy: "")
    let whole = notice.replacingOccurrences(
      of: "081119,081119,081119,0005", with: "081121,081119,081120,0005")
    try shop.put("a.csv", whole)
    try shop.put(
      "orders.csv",
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,"
        + "payment_due_date,status\nK-1,S1,2026-11-18T09:00:00+09:00,bank_transfer,河合　静香,"
        + "カワイ　シズカ,7000,2026-11-19,open\n")
    if hasFile { try shop.put("b.csv", generic) }
    #expect(try shop.run(asOf).exitCode == (hasFile ? 2 : 1))
    let codes = try shop.table("exceptions.csv").map { $0["code"] }
    #expect(codes.contains("T04") == !hasFile, "\(codes)")
  }

  @Test("A format with money in one account is not moved into another without being told")
  func moved() throws {
    let shop = try Shop()
    func configure(_ number: String) throws {
      try shop.configure(
        "language: en\naccounts:\n"
          + "  - {bank: \"0005\", branch: \"123\", type: 1, number: \"1234567\"}\n"
          + "  - {bank: \"0005\", branch: \"123\", type: 1, number: \"\(number)\", "
          + "formats: [generic-two-columns]}\n")
    }
    try configure("1234567")
    try shop.put("a.csv", notice)
    try shop.put("b.csv", generic)
    #expect(try shop.run(asOf).exitCode < 2)
    let before = try shop.money
    try configure("7777777")
    try shop.put("c.csv", generic + "2026/11/24,振込 ｵｶﾀﾞ ﾕﾐ,,3850,116330\n")
    let refused = try shop.run(asOf)
    #expect(refused.exitCode == 2 && shop.inbox == ["c.csv"])
    #expect(refused.lines.joined().contains("are on record as 0005-123-1-*******"))
    #expect(try shop.money.count <= before.count)
    try configure("1234567")
    #expect(try shop.run(asOf).exitCode < 2)
    #expect(try shop.money.count == before.count + 1)
  }
}
