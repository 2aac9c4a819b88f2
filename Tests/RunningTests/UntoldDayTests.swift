import Foundation
import Model
import Running
import TestKit
import Testing

private let policy = """
  accounts:
    - bank: "9900"
      branch: "101"
      type: 1
      number: "7654321"
      formats: [generic-two-columns, neutral-deposits]
  """

private let account = TrueAccount(
  openingYen: 1_000_000,
  bookings: [
    Booking("2026-11-09", 5_000, "ｻﾄｳ ﾊﾅｺ"), Booking("2026-11-10", 7_000, "ｽｽﾞｷ ｲﾁﾛｳ"),
    Booking("2026-11-11", 6_000, "ﾀﾅｶ ｼﾞﾛｳ"), Booking("2026-11-12", 400, "ﾊﾗ ｼﾞﾕﾝ"),
  ])

/// To be paid by the 10th; with the day of grace the last day is the 11th.
private let orders = Array(
  """
  order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,\
  payment_due_date,status
  U-1,SX,2026-11-09T09:00:00+09:00,bank_transfer,吉岡　美幸,ヨシオカ　ミユキ,3210,2026-11-10,open

  """.utf8)

extension Shop {
  fileprivate func codes(_ asOf: String) throws -> String? {
    try run(asOf, .en)
    return try table("decisions.csv").first { $0["order_id"] == "U-1" }?["codes"]
  }
}

// MARK: Parts of one file

private enum Parted: String, CaseIterable, Sendable {
  case zengin, camt

  /// Files of one account put into one, as banks give several days at once.
  func file(_ parts: [(first: String, last: String, shiftYen: Int64)]) -> [UInt8] {
    let format: TrueAccount.Format = self == .zengin ? .zengin : .camt
    let files = parts.map { account.file(format, $0.first, $0.last, shiftYen: $0.shiftYen) }
    switch self {
    case .zengin:
      let groups = files.map { $0.dropLast(202) }
      let records = groups.reduce(0) { $0 + $1.count } / 202 + 1
      let count = String(records)
      var end = Array(("9" + String(repeating: "0", count: 10 - count.count) + count).utf8)
      end += Array("0000\(parts.count)".utf8)
      end += [UInt8](repeating: 0x20, count: 200 - end.count) + [0x0D, 0x0A]
      return groups.flatMap { $0 } + end
    case .camt:
      let texts = files.map { String(decoding: $0, as: UTF8.self) }
      let statements = texts.map { text -> Substring in
        let start = text.range(of: "<Stmt>")!.lowerBound
        return text[start..<text.range(of: "</BkToCstmrStmt>")!.lowerBound]
      }
      let head = texts[0][..<texts[0].range(of: "<Stmt>")!.lowerBound]
      return Array((head + statements.joined() + "</BkToCstmrStmt></Document>").utf8)
    }
  }
}

@Test(
  "Two parts of one file that follow on each other and do not join stop as two files do",
  arguments: Parted.allCases)
private func gapWithin(_ format: Parted) throws {
  let shop = try Shop(policy: policy)
  let parts = [("2026-11-09", "2026-11-09", Int64(0)), ("2026-11-10", "2026-11-11", 9)]
  try shop.put("parts", format.file(parts))
  let summary = try shop.run("2026-11-12T10:30", .en)
  #expect(summary.exitCode == 2)
  #expect(shop.inbox == ["parts"])
  #expect(try shop.table("entries.csv").map { $0["booking_date"] } == ["2026-11-09"])
  let cases = try shop.table("exceptions.csv").filter { $0["code"] == "D02" }
  #expect(cases.map { $0["gap_first_day"] } == ["2026-11-10"])
  // Said without a workspace too, and how many rows that keeps back.
  let path = shop.inboxFolder.appendingPathComponent("parts").path
  let checked = try runKeshikomi(["check", "--lang", "en", "--as-of", "2026-11-12", path])
  #expect(checked.exitCode == 2)
  #expect(
    checked.output.contains("3 rows read, 2 of them not to be posted"), "\(checked.output)")
}

@Test("Parts that join, over a weekend too, are one period", arguments: Parted.allCases)
private func partsJoin(_ format: Parted) throws {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  let days = ["2026-11-09", "2026-11-10", "2026-11-11"]
  try shop.put("parts", format.file(days.map { ($0, $0, 0) }))
  #expect(try shop.codes("2026-11-12T10:30") == "T04")
  #expect(shop.inbox == [])
}

@Test(
  "A bank day missing between two parts of one file is missing", arguments: Parted.allCases)
private func dayWithin(_ format: Parted) throws {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  let parts = [("2026-11-09", "2026-11-09", Int64(0)), ("2026-11-11", "2026-11-11", 0)]
  try shop.put("parts", format.file(parts))
  #expect(try shop.codes("2026-11-12T10:30") == "D03")
  let gaps = try shop.table("exceptions.csv").filter { $0["code"] == "D03" }
  #expect(gaps.map { $0["gap_first_day"] } == ["2026-11-10"])
  // The file of that day is held against both its neighbours.
  try shop.put("wrong", account.file(.camt, "2026-11-10", "2026-11-10", shiftYen: 9))
  #expect(try shop.run("2026-11-12T11:30", .en).exitCode == 2)
  try FileManager.default.removeItem(at: shop.inboxFolder.appendingPathComponent("wrong"))
  try shop.put("between", account.file(.camt, "2026-11-10", "2026-11-10"))
  #expect(try shop.codes("2026-11-12T12:30") == "T04")
}

// MARK: Rows that were not taken

/// No balances: nothing else would tell that a row is missing.
private func csv(_ rows: [String]) -> [UInt8] {
  Array(("取引日,摘要,お支払金額,お預り金額,残高\n" + rows.map { $0 + "\n" }.joined()).utf8)
}

private let readable = [
  "2026-11-09,振込 ｻﾄｳ ﾊﾅｺ,,5000,", "2026-11-10,振込 ｽｽﾞｷ ｲﾁﾛｳ,,7000,",
  "2026-11-11,振込 ﾀﾅｶ ｼﾞﾛｳ,,6000,", "2026-11-12,振込 ﾊﾗ ｼﾞﾕﾝ,,400,",
]

@Test(
  "An order is not called unpaid for a day of which a row could not be read",
  arguments: [
    ("2026-11-10,振込 ﾖｼｵｶ ﾐﾕｷ,,32x0,", 2, "D03"), ("2026-11-1x,振込 ﾖｼｵｶ ﾐﾕｷ,,3210,", 4, "D03"),
    ("2026-11-12,振込 ﾖｼｵｶ ﾐﾕｷ,,32x0,", 4, "T04"),
  ])
func unread(_ row: String, _ place: Int, _ codes: String) throws {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  try shop.put("bad", csv(Array(readable[..<place]) + [row] + readable[place...]))
  #expect(try shop.codes("2026-11-13T10:30") == codes)
  try shop.put("good", account.file(.csv, "2026-11-09", "2026-11-12"))
  #expect(try shop.codes("2026-11-13T11:30") == "T04")
}

@Test("An order is not called unpaid for a day of which a row waits")
func waiting() throws {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  try shop.put("days", csv(readable))
  let header = "deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,"
  func deposit(_ yen: Int) -> [UInt8] {
    Array((header + "edi_info,reversal\nD1,2026-11-10,2026-11-10,\(yen),ﾐﾎﾝ ﾊﾅｺ,,,,\n").utf8)
  }
  try shop.put("one", deposit(5_480))
  #expect(try shop.codes("2026-11-13T10:30") == "T04")
  try shop.put("two", deposit(3_210))
  #expect(try shop.codes("2026-11-13T11:30") == "D03")
  #expect(shop.inbox == ["two"])
}
