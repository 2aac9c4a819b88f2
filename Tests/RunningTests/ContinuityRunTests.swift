import Foundation
import Model
import Running
import TestKit
import Testing

/// The account of these tests: bookings over two weeks, one weekend with a booking on Saturday.
private let account = TrueAccount(
  openingYen: 1_000_000,
  bookings: [
    Booking("2026-11-09", 5_000, "ｻﾄｳ ﾊﾅｺ"), Booking("2026-11-09", 5_000, "ｻﾄｳ ﾊﾅｺ"),
    Booking("2026-11-10", 7_000, "ｽｽﾞｷ ｲﾁﾛｳ"), Booking("2026-11-11", -1_000, "ﾃﾞﾝｷﾘﾖｳ"),
    Booking("2026-11-11", 2_000, "ﾀﾅｶ ｼﾞﾛｳ"), Booking("2026-11-11", 4_000, "ｲﾄｳ ﾏﾘ"),
    Booking("2026-11-13", 600, "ｶﾄｳ ｹﾝ"), Booking("2026-11-14", 80, "ﾖｼﾀﾞ ﾕｳ"),
    Booking("2026-11-16", 9_000, "ﾔﾏﾀﾞ ﾀﾛｳ"), Booking("2026-11-17", 11_000, "ﾓﾘ ｱｲ"),
    Booking("2026-11-17", 500, "ﾊﾗ ｼﾞﾕﾝ"),
  ])

private let policy = """
  accounts:
    - {bank: "9900", branch: "101", type: 1, number: "7654321", formats: [generic-two-columns]}
  """

/// What a run said and left behind, as far as it matters here.
private struct Seen: Equatable {
  var exitCode: Int32
  var inbox: [String]
  var rows: Int

  init(_ shop: Shop, _ summary: RunSummary) throws {
    exitCode = summary.exitCode
    inbox = shop.inbox
    rows = try shop.entryCount
  }
}

extension Shop {
  /// Bank entries in the ledger, whatever became of them.
  fileprivate var entryCount: Int {
    get throws {
      let sums = try verify(workspace, language: .en).lines
      let line = sums.first { $0.hasPrefix("equal rows numbered: ") } ?? ""
      let number = line.dropFirst("equal rows numbered: ".count).prefix { $0.isNumber }
      return Int(number) ?? -1
    }
  }
}

private typealias Format = TrueAccount.Format

@Test(
  "Daily downloads in any mixture of formats join and stop nothing",
  arguments: [
    [Format.csv], [.zengin], [.camt], [.csv, .zengin], [.zengin, .camt], [.camt, .csv],
    [.csv, .zengin, .camt],
  ])
func everyDay(_ formats: [TrueAccount.Format]) throws {
  let shop = try Shop(policy: policy)
  let days = ["09", "10", "11", "12", "13", "14", "16", "17"]
  for (n, day) in days.enumerated() {
    let format = formats[n % formats.count]
    // A CSV of a day without bookings has no rows; banks give none then.
    if format == .csv, account.range("2026-11-\(day)", "2026-11-\(day)").isEmpty { continue }
    try shop.put("s\(day)", account.file(format, "2026-11-\(day)", "2026-11-\(day)"))
    let next = Day(iso: "2026-11-\(day)")!.adding(days: 1).iso
    let summary = try shop.run(next + "T10:30", .en)
    #expect(summary.exitCode <= 1, "\(day): \(summary.lines)")
    #expect(shop.inbox == [])
  }
  #expect(try shop.entryCount == account.bookings.count)
  #expect(try shop.isProved)
}

@Test("Two formats side by side, overlapping and cut within days, join and stop nothing")
func sideBySide() throws {
  let shop = try Shop(policy: policy)
  let steps: [(asOf: String, files: [[UInt8]])] = [
    (
      "2026-11-11T12:00",
      [
        account.file(.csv, "2026-11-09", "2026-11-11", rows: 0..<5),
        account.file(.zengin, "2026-11-09", "2026-11-10"),
      ]
    ),
    (
      "2026-11-12T10:30",
      [
        account.file(.camt, "2026-11-11", "2026-11-11"),
        account.file(.csv, "2026-11-10", "2026-11-11"),
      ]
    ),
    // The newest rows only: they begin in the middle of the 11th.
    ("2026-11-16T09:30", [account.file(.csv, "2026-11-11", "2026-11-14", rows: 4..<8)]),
    (
      "2026-11-18T10:30",
      [
        account.file(.zengin, "2026-11-12", "2026-11-17"),
        account.file(.camt, "2026-11-16", "2026-11-16"),
        account.file(.csv, "2026-11-09", "2026-11-17"),
      ]
    ),
  ]
  for step in steps {
    for (n, bytes) in step.files.enumerated() { try shop.put("f\(n)", bytes) }
    let summary = try shop.run(step.asOf, .en)
    #expect(summary.exitCode <= 1, "\(step.asOf): \(summary.lines)")
    #expect(shop.inbox == [])
  }
  #expect(try shop.entryCount == account.bookings.count)
  #expect(try shop.isProved)
}

@Test("A file that does not join waits, and is posted by itself when the missing one comes")
func waitsForMissing() throws {
  let shop = try Shop(policy: policy)
  // The weekend is missing: Saturday had a booking.
  try shop.put("fri", account.file(.csv, "2026-11-09", "2026-11-13"))
  try shop.run("2026-11-16T10:30", .en)
  try shop.put("mon", account.file(.zengin, "2026-11-16", "2026-11-16"))
  let stopped = try shop.run("2026-11-17T10:30", .en)
  #expect(try Seen(shop, stopped) == Seen(exitCode: 2, inbox: ["mon"], rows: 7))
  let sentence = stopped.lines.first { $0.hasPrefix("mon: the balance does not join") } ?? ""
  for part in [
    "¥1,022,680 before the first row of 2026-11-16",
    "“fri”: ¥1,022,600 after the last row of 2026-11-13", "difference ¥80", "download the days",
  ] {
    #expect(sentence.contains(part), "\(sentence)")
  }
  let cases = try shop.table("exceptions.csv").filter { $0["code"] == "D02" }
  #expect(cases.map { $0["gap_first_day"] } == ["2026-11-16"])
  // Told again as long as it is so.
  #expect(try shop.run("2026-11-17T11:30", .en).exitCode == 2)
  try shop.put("sat", account.file(.camt, "2026-11-14", "2026-11-15"))
  let mended = try shop.run("2026-11-17T12:30", .en)
  #expect(try Seen(shop, mended) == Seen(exitCode: 1, inbox: [], rows: 9))
  #expect(try shop.table("exceptions.csv").filter { $0["code"] == "D02" } == [])
  #expect(try shop.isProved)
}

extension Seen {
  fileprivate init(exitCode: Int32, inbox: [String], rows: Int) {
    self.exitCode = exitCode
    self.inbox = inbox
    self.rows = rows
  }
}

@Test("Files that lead over a hole are taken together, whatever their names", arguments: 0..<6)
func anyOrder(_ permutation: Int) throws {
  let files = [
    account.file(.csv, "2026-11-09", "2026-11-13"), account.file(.camt, "2026-11-14", "2026-11-15"),
    account.file(.zengin, "2026-11-16", "2026-11-17"),
  ]
  let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
  let shop = try Shop(policy: policy)
  for (n, place) in orders[permutation].enumerated() { try shop.put("f\(n)", files[place]) }
  let together = try shop.run("2026-11-18T10:30", .en)
  #expect(try Seen(shop, together) == Seen(exitCode: 1, inbox: [], rows: 11))
  // And one by one: what does not join yet waits.
  let slow = try Shop(policy: policy)
  for (n, place) in orders[permutation].enumerated() {
    try slow.put("f\(n)", files[place])
    try slow.run("2026-11-18T10:3\(n)", .en)
  }
  #expect(slow.inbox == [])
  #expect(try slow.entryCount == 11)
  #expect(try slow.isProved)
}

@Test(
  "A file of wrong balances is stopped in every format and at every place",
  arguments: Format.allCases, [("2026-11-11", "2026-11-11"), ("2026-11-16", "2026-11-16")])
func wrongBalances(_ format: TrueAccount.Format, _ days: (String, String)) throws {
  for shift in [Int64(1), -600] {
    let shop = try Shop(policy: policy)
    try shop.put("before", account.file(.zengin, "2026-11-09", "2026-11-10"))
    try shop.put("between", account.file(.camt, "2026-11-12", "2026-11-15"))
    try shop.put("after", account.file(.csv, "2026-11-17", "2026-11-17"))
    #expect(try shop.run("2026-11-18T10:30", .en).exitCode == 1)
    #expect(try shop.entryCount == 7)
    try shop.put("wrong", account.file(format, days.0, days.1, shiftYen: shift))
    let summary = try shop.run("2026-11-18T11:30", .en)
    #expect(try Seen(shop, summary) == Seen(exitCode: 2, inbox: ["wrong"], rows: 7))
    #expect(summary.lines.contains { $0.contains("does not join") }, "\(summary.lines)")
    try shop.put("right", account.file(format, days.0, days.1))
    try shop.run("2026-11-18T12:30", .en)
    #expect(shop.inbox == [])
    #expect(try shop.entryCount > 7)
  }
}

@Test("Each account of a workspace is compared with its own files only")
func ownFiles() throws {
  var other = account
  other.number = "7654322"
  other.openingYen = 50
  let shop = try Shop(policy: policy)
  try shop.put("a1", account.file(.camt, "2026-11-09", "2026-11-10"))
  try shop.put("b1", other.file(.camt, "2026-11-09", "2026-11-10"))
  try shop.put("a2", account.file(.zengin, "2026-11-11", "2026-11-11"))
  try shop.put("b2", other.file(.zengin, "2026-11-11", "2026-11-11", shiftYen: 9))
  let summary = try shop.run("2026-11-12T10:30", .en)
  #expect(try Seen(shop, summary) == Seen(exitCode: 2, inbox: ["b2"], rows: 9))
}

@Test("In a file printed newest first the rows older than a break are posted, the others wait")
func newestFirstBreak() throws {
  let header = "取引日,摘要,お支払金額,お預り金額,残高\n"
  let newer = "2026/11/13,振込 ｶﾄｳ ｹﾝ,,600,11600\n"
  let missing = "2026/11/12,振込 ｲﾄｳ ﾏﾘ,,4000,11000\n"
  let older = "2026/11/11,振込 ﾀﾅｶ ｼﾞﾛｳ,,2000,7000\n2026/11/10,振込 ｽｽﾞｷ ｲﾁﾛｳ,,5000,5000\n"
  let shop = try Shop(policy: policy)
  try shop.put("a.csv", Array((header + newer + older).utf8))
  let broken = try shop.run("2026-11-16T10:30", .en)
  #expect(broken.exitCode == 2 && shop.inbox == ["a.csv"])
  #expect(try shop.entryCount == 2)
  let cases = String(decoding: try shop.report()["exceptions.csv"] ?? [], as: UTF8.self)
  #expect(cases.contains("D2-9900-101-1-7654321-2026-11-13"))
  try shop.put("a.csv", Array((header + newer + missing + older).utf8))
  let mended = try shop.run("2026-11-16T11:30", .en)
  #expect(mended.exitCode <= 1 && shop.inbox == [])
  #expect(try shop.entryCount == 4 && shop.isProved)
}
