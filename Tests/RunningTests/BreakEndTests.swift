import Foundation
import Model
import Running
import TestKit
import Testing

private let policy = """
  accounts:
    - {bank: "9900", branch: "101", type: 1, number: "7654321", formats: [generic-two-columns]}
  """

private let account = TrueAccount(
  openingYen: 1_000_000,
  bookings: [
    Booking("2026-11-09", 5_000, "ｻﾄｳ ﾊﾅｺ"), Booking("2026-11-10", 7_000, "ｽｽﾞｷ ｲﾁﾛｳ"),
    Booking("2026-11-10", -300, "ﾃﾞﾝｷﾘﾖｳ"), Booking("2026-11-11", 400, "ﾊﾗ ｼﾞﾕﾝ"),
  ])

private let orders = Array(
  """
  order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,\
  payment_due_date,status
  B-1,SX,2026-11-09T09:00:00+09:00,bank_transfer,佐藤　花子,サトウ　ハナコ,5000,2026-11-20,open
  B-2,SX,2026-11-09T09:00:00+09:00,bank_transfer,鈴木　一郎,スズキ　イチロウ,7000,2026-11-20,open

  """.utf8)

/// A file of 10 November that does not join the day before, or whose own balances break.
private enum Broken: String, CaseIterable, Sendable {
  case continuity, balance

  var bytes: [UInt8] {
    switch self {
    case .continuity: account.file(.camt, "2026-11-10", "2026-11-10", shiftYen: 9)
    case .balance:
      Array(
        String(decoding: account.file(.csv, "2026-11-10", "2026-11-10"), as: UTF8.self)
          .replacing("300,,1011700", with: "300,,1011800").utf8)
    }
  }
}

extension Shop {
  fileprivate func decision(_ order: String) throws -> String? {
    try table("decisions.csv").first { $0["order_id"] == order }?["decision"]
  }

  /// The ids of open D02, and of those that a person answered for.
  fileprivate var breaks: [String] {
    get throws {
      try table("exceptions.csv").map { $0["case_id"]! }.filter { $0.hasPrefix("D2-") }
    }
  }
}

/// The first day is posted, and the file of the 10th breaks on its own day.
private func brokenShop(_ broken: Broken, asOf: String = "2026-11-10T18:00") throws -> Shop {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  try shop.put("first", account.file(.zengin, "2026-11-09", "2026-11-09"))
  try shop.run("2026-11-10T10:30", .en)
  try shop.put("bad", broken.bytes)
  #expect(try shop.run(asOf, .en).exitCode == 2)
  #expect(try shop.breaks == ["D2-9900-101-1-7654321-2026-11-10"])
  return shop
}

@Test("A break ends with the override of its file, on its own day too", arguments: Broken.allCases)
private func overridden(_ broken: Broken) throws {
  for asOf in ["2026-11-10T18:00", "2026-11-11T11:00"] {
    let shop = try brokenShop(broken, asOf: asOf)
    let path = shop.inboxFolder.appendingPathComponent("bad").path
    _ = try overrideControls(
      ofFile: path, reason: "confirmed", person: "Aoki", shop.request(asOf, .en))
    try shop.run(asOf, .en)
    #expect(try shop.decision("B-2") == "release")
    #expect(try shop.breaks.count == 1 && shop.breaks[0].hasPrefix("D2-override-"))
    try shop.run("2026-11-12T10:30", .en)
    #expect(try shop.breaks == [])
  }
}

@Test("A break ends with a corrected file of its own day", arguments: Broken.allCases)
private func corrected(_ broken: Broken) throws {
  let shop = try brokenShop(broken)
  try shop.put("good", account.file(.csv, "2026-11-10", "2026-11-10"))
  try shop.run("2026-11-10T19:00", .en)
  #expect(try shop.decision("B-2") == "release")
  #expect(try shop.breaks == [])
}

@Test("Money of the day after a break that was mended on its own day is released")
func dayAfter() throws {
  let shop = try brokenShop(.continuity)
  let order = String(decoding: orders, as: UTF8.self)
    .replacing("B-2", with: "B-3").replacing("7000", with: "400")
    .replacing("鈴木　一郎,スズキ　イチロウ", with: "原　純,ハラ　ジユン")
  try shop.put("good", account.file(.csv, "2026-11-10", "2026-11-10"))
  try shop.put("more.csv", Array(order.utf8))
  try shop.put("next", account.file(.csv, "2026-11-11", "2026-11-11"))
  try shop.run("2026-11-12T10:30", .en)
  #expect(try shop.decision("B-3") == "release")
}

@Test("Taking a broken file away mends nothing, nor does an older file of a part of the day")
func takenAway() throws {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  try shop.put("noon", account.file(.csv, "2026-11-09", "2026-11-10", rows: 0..<2))
  try shop.run("2026-11-10T12:30", .en)
  try shop.put("bad", Broken.balance.bytes)
  #expect(try shop.run("2026-11-10T18:00", .en).exitCode == 2)
  try FileManager.default.removeItem(at: shop.inboxFolder.appendingPathComponent("bad"))
  try shop.run("2026-11-10T18:30", .en)
  #expect(try shop.breaks == ["D2-9900-101-1-7654321-2026-11-10"])
}

// MARK: A row that is gone

@Test("A paid row that a later file of the same day lacks stops that file, in either order")
func rowGone() throws {
  let paid = account.file(.zengin, "2026-11-10", "2026-11-10")
  var without = account
  without.bookings.removeAll { $0.yen == 7_000 }
  let gone = without.file(.zengin, "2026-11-10", "2026-11-11")
  for files in [[paid, gone], [gone, paid]] {
    let shop = try Shop(policy: policy)
    try shop.put("orders.csv", orders)
    try shop.put("first", account.file(.zengin, "2026-11-09", "2026-11-09"))
    try shop.put("one", files[0])
    try shop.run("2026-11-12T10:30", .en)
    try shop.put("two", files[1])
    let summary = try shop.run("2026-11-12T11:30", .en)
    #expect(summary.exitCode == 2)
    #expect(shop.inbox == ["two"])
    let sentence = summary.lines.first { $0.hasPrefix("two: the balance does not join") } ?? ""
    for part in ["1,011,700", "1,004,700", "after the last row of 2026-11-10"] {
      #expect(sentence.contains(part), "\(summary.lines)")
    }
    #expect(try shop.breaks == ["D2-9900-101-1-7654321-2026-11-10"])
    // The file that is right came again: one that was fetched later settles it.
    try shop.put("three", account.file(.csv, "2026-11-09", "2026-11-11"))
    try shop.run("2026-11-12T12:30", .en)
    #expect(try shop.breaks.isEmpty == (files[0] == paid))
  }
}

@Test("A file of the morning and one of the whole day agree, whichever comes first")
func partOfDay() throws {
  let morning = account.file(.zengin, "2026-11-10", "2026-11-10", rows: 1..<2)
  for evening in [("2026-11-10", "2026-11-10"), ("2026-11-09", "2026-11-11")] {
    let whole = account.file(.zengin, evening.0, evening.1)
    for files in [[morning, whole], [whole, morning]] {
      let shop = try Shop(policy: policy)
      for (n, bytes) in files.enumerated() {
        try shop.put("f\(n)", bytes)
        #expect(try shop.run("2026-11-12T1\(n):30", .en).exitCode <= 1)
      }
      #expect(shop.inbox == [])
    }
  }
}

@Test("A row that cleared an order and is gone from a file without balances is a matter for people")
func paidRowGone() throws {
  func csv(_ rows: String...) -> [UInt8] {
    Array(("取引日,摘要,お支払金額,お預り金額,残高\n" + rows.map { $0 + "\n" }.joined()).utf8)
  }
  let first = "2026-11-09,振込 ｻﾄｳ ﾊﾅｺ,,5000,"
  let paid = "2026-11-10,振込 ｽｽﾞｷ ｲﾁﾛｳ,,7000,"
  let last = "2026-11-11,振込 ﾀﾅｶ ｼﾞﾛｳ,,6000,"
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", orders)
  try shop.put("one", csv(first, paid, last))
  #expect(try shop.run("2026-11-12T10:30", .en).exitCode == 1)
  #expect(try shop.decision("B-2") == "release")
  try shop.put("two", csv(first, "2026-11-10,振込 ﾊﾗ ｼﾞﾕﾝ,,400,", last))
  #expect(try shop.run("2026-11-12T11:30", .en).exitCode == 2)
  #expect(try shop.breaks == ["D2-9900-101-1-7654321-2026-11-10"])
}

// MARK: The broken file itself

@Test(
  "A broken file leaves the inbox once a later file proves its days", arguments: Broken.allCases)
private func superseded(_ broken: Broken) throws {
  let shop = try brokenShop(broken)
  try shop.put("good", account.file(.csv, "2026-11-10", "2026-11-11"))
  let summary = try shop.run("2026-11-12T10:30", .en)
  #expect(summary.exitCode <= 1, "\(summary.lines)")
  #expect(shop.inbox == [])
  #expect(summary.lines.contains { $0.hasPrefix("bad: files that came later prove") })
}

@Test("A broken file of more days than the later one proves stays")
func notSuperseded() throws {
  let shop = try Shop(policy: policy)
  try shop.put("first", account.file(.zengin, "2026-11-09", "2026-11-09"))
  try shop.run("2026-11-10T10:30", .en)
  try shop.put("bad", account.file(.camt, "2026-11-10", "2026-11-11", shiftYen: 9))
  try shop.run("2026-11-12T10:30", .en)
  try shop.put("good", account.file(.csv, "2026-11-11", "2026-11-11"))
  #expect(try shop.run("2026-11-12T11:30", .en).exitCode == 2)
  #expect(shop.inbox == ["bad"])
}
