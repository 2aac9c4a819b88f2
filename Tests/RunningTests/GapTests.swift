import Model
import Recording
import Tables
import TestKit
import Testing

@testable import Running

private func period(
  _ first: String, _ last: String, opens: Int64? = nil, closes: Int64? = nil, later: [Int64] = []
) -> CoveredDays {
  CoveredDays(
    firstDay: Day(iso: first)!, lastDay: Day(iso: last)!, openingBalanceYen: opens,
    closingBalanceYen: closes, laterBalancesYen: later)
}

private struct Missing: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var covered: [CoveredDays]
  var asOf: String
  /// `first..last` per gap.
  var gaps: [String]
}

private let missing: [Missing] = [
  Missing(
    testDescription: "an account of which nothing was ever seen has no beginning",
    covered: [], asOf: "2026-11-20T10:30", gaps: []),
  Missing(
    testDescription: "yesterday's statement is due at ten",
    covered: [period("2026-11-16", "2026-11-18")], asOf: "2026-11-20T10:00",
    gaps: ["2026-11-19..2026-11-19"]),
  Missing(
    testDescription: "before ten it is not",
    covered: [period("2026-11-16", "2026-11-18")], asOf: "2026-11-20T09:59", gaps: []),
  Missing(
    testDescription: "a weekend and a holiday miss nothing, 2026-11-21 to 23",
    covered: [period("2026-11-16", "2026-11-20")], asOf: "2026-11-24T10:30", gaps: []),
  Missing(
    testDescription: "on a Sunday Friday's statement is not due yet",
    covered: [period("2026-11-09", "2026-11-12")], asOf: "2026-11-15T12:00", gaps: []),
  Missing(
    testDescription: "Golden Week has one bank day, 2026-05-01, between its holidays",
    covered: [period("2026-04-20", "2026-04-28"), period("2026-05-07", "2026-05-07")],
    asOf: "2026-05-08T10:30", gaps: ["2026-04-30..2026-05-01"]),
  Missing(
    testDescription: "Golden Week itself misses nothing",
    covered: [period("2026-04-20", "2026-05-01"), period("2026-05-07", "2026-05-07")],
    asOf: "2026-05-08T10:30", gaps: []),
  Missing(
    testDescription: "banks rest from 31 December to 3 January",
    covered: [period("2026-12-21", "2026-12-30"), period("2027-01-04", "2027-01-04")],
    asOf: "2027-01-05T10:30", gaps: []),
  Missing(
    testDescription: "30 December is a bank day",
    covered: [period("2026-12-21", "2026-12-29"), period("2027-01-04", "2027-01-04")],
    asOf: "2027-01-05T10:30", gaps: ["2026-12-30..2026-12-30"]),
  Missing(
    testDescription: "equal balances prove a hole empty",
    covered: [
      period("2026-11-09", "2026-11-10", closes: 70),
      period("2026-11-13", "2026-11-19", opens: 70),
    ], asOf: "2026-11-20T10:30", gaps: []),
  Missing(
    testDescription: "unequal balances do not",
    covered: [
      period("2026-11-09", "2026-11-10", closes: 70),
      period("2026-11-13", "2026-11-19", opens: 71),
    ], asOf: "2026-11-20T10:30", gaps: ["2026-11-11..2026-11-12"]),
  Missing(
    testDescription: "the balance at noon of a day that ends with it proves its rest empty",
    covered: [
      period("2026-11-09", "2026-11-10", closes: 60, later: [70]),
      period("2026-11-12", "2026-11-19", opens: 70),
    ], asOf: "2026-11-20T10:30", gaps: []),
  Missing(
    testDescription: "past the calendar's last day nothing is called missing",
    covered: [period("2027-12-01", "2027-12-20")], asOf: "2028-01-11T10:30", gaps: []),
]

@Test("A missing bank day is found by the calendar", arguments: missing)
private func missingDays(_ row: Missing) {
  let finder = GapFinder(calendar: bankCalendar(), asOf: Moment(commandLine: row.asOf)!)
  let gaps = finder.missingDays(accountKey: "a", covered: row.covered)
  #expect(gaps.map { "\($0.firstDay.iso)..\($0.lastDay.iso)" } == row.gaps)
  #expect(gaps.allSatisfy { $0.code == .D03 })
}

// MARK: What an order is called

private let policy = """
  accounts:
    - {bank: "9900", branch: "101", type: 1, number: "7654321", formats: [generic-two-columns]}
  """

private let account = TrueAccount(
  openingYen: 1_000_000,
  bookings: [
    Booking("2026-11-09", 5_000, "ｻﾄｳ ﾊﾅｺ"), Booking("2026-11-10", 7_000, "ｽｽﾞｷ ｲﾁﾛｳ"),
    Booking("2026-11-11", 6_000, "ﾀﾅｶ ｼﾞﾛｳ"), Booking("2026-11-12", 3_210, "ﾖｼｵｶ ﾐﾕｷ"),
    Booking("2026-11-13", 400, "ﾊﾗ ｼﾞﾕﾝ"), Booking("2026-11-16", 90, "ﾓﾘ ｱｲ"),
  ])

/// An order to be paid by 10 November, a Tuesday: with the day of grace its last day is the 11th.
private let orders = Array(
  """
  order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,\
  payment_due_date,status
  U-1,SX,2026-11-09T09:00:00+09:00,bank_transfer,吉岡　美幸,ヨシオカ　ミユキ,3210,2026-11-10,open

  """.utf8)

private struct Unpaid: Sendable, CustomTestStringConvertible {
  var testDescription: String
  /// File and the run in which it came.
  var files: [(bytes: [UInt8], asOf: String)]
  var asOf: String
  var codes: String
}

private func csv(_ first: String, _ last: String, rows: Range<Int>? = nil) -> [UInt8] {
  account.file(.csv, "2026-11-\(first)", "2026-11-\(last)", rows: rows)
}

private let unpaid: [Unpaid] = [
  Unpaid(
    testDescription: "all days of the order were seen: unpaid",
    files: [(csv("09", "11"), "2026-11-12T10:30")], asOf: "2026-11-12T10:30", codes: "T04"),
  Unpaid(
    testDescription: "the last day is missing and due",
    files: [(csv("09", "10"), "2026-11-12T10:30")], asOf: "2026-11-12T10:30", codes: "D03"),
  Unpaid(
    testDescription: "the last day is not seen and not due: it waits without a code",
    files: [(csv("09", "10"), "2026-11-12T09:00")], asOf: "2026-11-12T09:00", codes: ""),
  Unpaid(
    testDescription: "the last day was seen until noon only",
    files: [(csv("09", "11"), "2026-11-11T12:00")], asOf: "2026-11-12T10:30", codes: "D03"),
  Unpaid(
    testDescription: "the same before the rest is due",
    files: [(csv("09", "11"), "2026-11-11T12:00")], asOf: "2026-11-12T09:30", codes: ""),
  Unpaid(
    testDescription: "the next day's balance proves that nothing came after noon",
    files: [(csv("09", "11"), "2026-11-11T12:00"), (csv("12", "12", rows: 3..<3), "")],
    asOf: "2026-11-12T10:30", codes: "D03"),
  Unpaid(
    testDescription: "the same with a statement that tells its balance",
    files: [
      (csv("09", "11"), "2026-11-11T12:00"),
      (
        account.file(.camt, "2026-11-12", "2026-11-12", rows: 3..<3),
        "2026-11-12T10:30"
      ),
    ], asOf: "2026-11-12T10:30", codes: "T04"),
  Unpaid(
    testDescription: "no statement at all was ever seen", files: [], asOf: "2026-11-12T10:30",
    codes: ""),
]

@Test("No order is called unpaid for a day that was not seen to its end", arguments: unpaid)
private func unpaidOrders(_ row: Unpaid) throws {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  for (n, file) in row.files.enumerated() where !file.asOf.isEmpty {
    try shop.put("s\(n)", file.bytes)
    try shop.run(file.asOf)
  }
  try shop.run(row.asOf)
  let decided = try shop.table("decisions.csv").filter { $0["order_id"] == "U-1" }
  #expect(decided.map { $0["decision"] } == ["hold"])
  #expect(decided.map { $0["codes"] } == [row.codes])
}

@Test("An account that is set up and of which no file ever came is missing since the others begin")
func neverSeen() throws {
  let second = "\n  - {bank: \"8800\", branch: \"001\", type: 1, number: \"1111111\"}\n"
  let shop = try Shop(policy: policy + second)
  try shop.put("s", csv("09", "11"))
  try shop.put("orders.csv", orders)
  try shop.run("2026-11-12T10:30", .en)
  let gaps = try shop.table("exceptions.csv").filter { $0["code"] == "D03" }
  #expect(gaps.map { $0["account"] } == ["8800-001-1-1111111"])
  #expect(gaps.map { $0["gap_first_day"] } == ["2026-11-09"])
  #expect(gaps.map { $0["gap_last_day"] } == ["2026-11-11"])
  let decided = try shop.table("decisions.csv").filter { $0["order_id"] == "U-1" }
  #expect(decided.map { $0["codes"] } == ["D03"])
}

@Test("A reversal reaches the order of a credit that is older than what a run looks at")
func oldCredit() throws {
  var long = account
  long.bookings = [
    Booking("2026-04-01", 3_210, "ﾖｼｵｶ ﾐﾕｷ"), Booking("2026-11-10", -3_210, "ﾖｼｵｶ ﾐﾕｷ"),
  ]
  let order = String(decoding: orders, as: UTF8.self)
    .replacing("2026-11-09T", with: "2026-03-31T").replacing("2026-11-10", with: "2026-04-07")
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", Array(order.utf8))
  try shop.put("april", long.file(.camt, "2026-04-01", "2026-04-01"))
  try shop.run("2026-04-02T10:30")
  #expect(try shop.table("decisions.csv").map { $0["decision"] } == ["release"])
  // The bank's CSV does not say that it is a reversal; the camt of the next day does.
  try shop.put("november", long.file(.csv, "2026-11-10", "2026-11-10"))
  try shop.run("2026-11-11T10:30")
  #expect(try shop.table("decisions.csv").isEmpty)
  let camt = String(decoding: long.file(.camt, "2026-11-10", "2026-11-10"), as: UTF8.self)
    .replacing("<Sts>", with: "<RvslInd>true</RvslInd><Sts>")
  try shop.put("november.xml", Array(camt.utf8))
  try shop.run("2026-11-11T11:30")
  let clearings = try shop.table("clearings.csv").map { $0["allocated_yen"] }
  #expect(clearings == ["-3210"])
  #expect(try shop.table("decisions.csv").map { $0["decision"] } == ["stop"])
  #expect(try shop.isProved)
}

@Test("A quiet day of a shop whose bank tells no balances stops no paid order, but every reminder")
func quietDay() throws {
  let shop = try Shop(policy: "language: en\n")
  func order(_ id: String, _ name: String, yen: Int, due: String) -> String {
    "\(id),S1,2026-11-09T10:00:00+09:00,bank_transfer,\(name),\(name),\(yen),0,,\(due),\(id),open\n"
  }
  let orders =
    "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,"
    + "points_used,desired_delivery_date,payment_due_date,email_hash,status\n"
    + order("Q1", "カブラギ　タロウ", yen: 12_345, due: "2026-11-20")
    + order("Q2", "ミナヅキ　ハナコ", yen: 13_122, due: "2026-11-20")
    + order("Q3", "サエグサ　ジロウ", yen: 9_870, due: "2026-11-12")
  try shop.put("orders.csv", Array(orders.utf8))
  func day(_ id: String, _ date: String, _ yen: Int, _ payer: String) throws {
    let text =
      "deposit_id,booking_date,value_date,amount,payer_name\n\(id),\(date),\(date),\(yen),\(payer)\n"
    try shop.put("d-\(id).csv", Array(text.utf8))
  }
  func decision(_ id: String) throws -> String {
    let text = String(decoding: try shop.report()["decisions.csv"] ?? [], as: UTF8.self)
    let row = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(id + ",") }
    return row.map { String($0.split(separator: ",", omittingEmptySubsequences: false)[3]) } ?? ""
  }
  try day("1", "2026-11-10", 12_345, "ｶﾌﾞﾗｷﾞ ﾀﾛｳ")
  try shop.run("2026-11-11T10:30", .en)
  #expect(try decision("Q1") == "release")
  // Nothing on the 11th and 12th; then Q2 pays.
  try day("2", "2026-11-13", 13_122, "ﾐﾅﾂﾞｷ ﾊﾅｺ")
  let result = try shop.run("2026-11-16T10:30", .en)
  #expect(try decision("Q2") == "release")
  #expect(try decision("Q3") == "hold")
  let told = String(decoding: try shop.report()["exceptions.csv"] ?? [], as: UTF8.self)
  #expect(told.contains(",D03,") && !told.contains(",T04,"), "\(result.lines)")
}
