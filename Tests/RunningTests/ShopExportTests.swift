import Foundation
import Model
import Recording
import TestKit
import Testing

@testable import Running

private let sender = """
  refund_sender:
    client_code: "1234567890"
    name: ｶ)ﾃｽﾄｼﾖｳｶｲ
    bank: "0005"
    bank_name: ﾐﾂﾋﾞｼUFJ
    branch: "123"
    number: "765432"

  """

extension WallShops {
  /// Bookings that were written, as `order yen`, and what was said.
  fileprivate func journal(
    _ name: String, shop shopID: String? = nil, again: Int64? = nil
  ) throws -> (rows: [String], said: [String]) {
    let file = shop.folder.appendingPathComponent(name)
    var request = JournalRequest(layout: .neutral, output: file.path, person: "Aoki")
    request.shopID = shopID
    request.repeatsExport = again
    let summary = try exportJournal(request, shop.request("2026-11-20T09:00"))
    guard FileManager.default.fileExists(atPath: file.path) else { return ([], summary.lines) }
    let rows = csvRows(try readBytes(file)).map { "\($0["order_id"]!) \($0["yen"]!)" }
    return (rows.sorted(), summary.lines)
  }

  fileprivate func refunds(
    _ name: String, _ accounts: [String], shop shopID: String? = nil
  ) throws -> RunSummary {
    let file = shop.folder.appendingPathComponent("accounts.csv")
    let head = "entry_id,order_id,shop_id,bank,branch,type,number,holder\n"
    try writeBytes(Array((head + accounts.joined(separator: "\n") + "\n").utf8), to: file)
    var request = RefundRequest(
      accountsFile: file.path, output: shop.folder.appendingPathComponent(name).path,
      sentOn: Day(iso: "2026-11-21")!, person: "Aoki")
    request.shopID = shopID
    return try exportRefunds(request, shop.request("2026-11-20T09:00"))
  }

  /// Numbers of the accounts that a file of refunds sends to, with yen.
  fileprivate func sent(_ name: String) throws -> [String] {
    let bytes = try readBytes(shop.folder.appendingPathComponent(name))
    return stride(from: 0, to: bytes.count, by: 122).compactMap { at in
      guard bytes[at] == 0x32 else { return nil }
      let text = { (from: Int, count: Int) in
        String(decoding: bytes[(at + from - 1)..<(at + from - 1 + count)], as: UTF8.self)
      }
      return "\(text(44, 7)) \(Int64(text(81, 10))!)"
    }
  }
}

/// Two shops with an account each and one for both; both have an order of the number 1001.
private func paid() throws -> WallShops {
  let shops = try WallShops(
    [("1111111", "shop: S1"), ("2222222", "shop: S2"), ("3333333", "shops: [S1, S2]")],
    more: sender)
  shops.order("1001", "S1", 4_400, "サトウ　カズコ", on: "2026-11-16")
  shops.order("1001", "S2", 8_200, "オオツカ　ナオコ", on: "2026-11-16")
  shops.order("1002", "S2", 3_100, "ムロイ　シズエ", on: "2026-11-16")
  shops.pay("1111111", 4_400, "ｻﾄｳ ｶｽﾞｺ", on: "2026-11-17", for: [])
  // Nobody's yet, on an account of one shop and on that of both.
  shops.pay("1111111", 777, "ﾅｿﾞﾉ ﾋﾄ", on: "2026-11-17", for: [])
  shops.pay("3333333", 999, "ｼﾗﾇ ﾋﾄ", on: "2026-11-17", for: [])
  shops.pay("2222222", 8_200, "ｵｵﾂｶ ﾅｵｺ", on: "2026-11-17", for: [])
  shops.pay("3333333", 3_100, "ﾑﾛｲ ｼｽﾞｴ", on: "2026-11-17", for: [])
  try shops.run("2026-11-17")
  return shops
}

@Test(
  "A shop's journal has its bookings only; the rest waits, and is written once when it is asked")
func journalOfAShop() throws {
  let shops = try paid()
  let first = try shops.journal("s1.csv", shop: "S1")
  #expect(first.rows == [" 777", "1001 4400"])
  #expect(first.said.contains("3 bookings of other shops, or of no one shop, wait."))
  #expect(try shops.journal("again.csv", shop: "S1").rows == [])
  let second = try shops.journal("s2.csv", shop: "S2")
  #expect(second.rows == ["1001 8200", "1002 3100"])
  #expect(second.said.contains("1 bookings of other shops, or of no one shop, wait."))
  // What may be either's goes into the whole.
  let whole = try shops.journal("rest.csv")
  #expect(whole.rows == [" 999"])
  #expect(try shops.journal("repeat.csv", again: 1).rows == first.rows)
  #expect(throws: RunError.self) { try shops.journal("no.csv", shop: "S1", again: 1) }
  #expect(throws: RunError.self) { try shops.journal("no.csv", shop: "S3") }
  #expect(try shops.shop.isProved)
}

@Test("What is taken back of a shop's booking goes into the same shop's next journal")
func reversalOfAShop() throws {
  let shops = try paid()
  _ = try shops.journal("s1.csv", shop: "S1")
  _ = try undoEntry(
    try shops.entry(8_200), reason: "wrong", person: "Aoki",
    shops.shop.request("2026-11-18T07:00"))
  try shops.run("2026-11-18")
  #expect(try shops.journal("s1-b.csv", shop: "S1").rows == [])
  let second = try shops.journal("s2.csv", shop: "S2").rows
  #expect(second == ["1001 8200", "1001 8200", "1002 3100"])
  #expect(try shops.journal("rest.csv").rows == [" 999"])
}

@Test("A shop's refunds go into its file, and a number of two shops says nothing without its shop")
func refundsOfAShop() throws {
  let shops = try paid()
  shops.pay("1111111", 4_400, "ｻﾄｳ ｶｽﾞｺ", on: "2026-11-18", for: [])
  shops.pay("2222222", 8_200, "ｵｵﾂｶ ﾅｵｺ", on: "2026-11-18", for: [])
  try shops.run("2026-11-18")
  let doubles = try [Int64(4_400), 8_200].map { "\(try shops.entry($0)),refund\n" }
  let rows = "entry_id,answer\n\(doubles.joined())\(try shops.entry(999)),refund\n"
  let file = shops.shop.folder.appendingPathComponent("answers.csv")
  try writeBytes(Array(rows.utf8), to: file)
  for person in ["Aoki", "Baba"] {
    _ = try resolve(file.path, person: person, shops.shop.request("2026-11-19T12:00"))
  }
  try shops.run("2026-11-19")
  // Without a shop the number may be either's.
  let whole = try shops.refunds("whole.txt", [",1001,,0009,456,1,111,ｻﾄｳ"])
  #expect(whole.exitCode == 1)
  #expect(whole.lines.count { $0.hasPrefix("account needed") } == 3, "\(whole.lines)")
  let first = try shops.refunds("s1.txt", [",1001,,0009,456,1,111,ｻﾄｳ ｶｽﾞｺ"], shop: "S1")
  #expect(first.exitCode == 0, "\(first.lines)")
  #expect(first.lines.contains("2 refunds of other shops, or of no one shop, wait."))
  #expect(try shops.sent("s1.txt") == ["0000111 4400"])
  let second = try shops.refunds(
    "rest.txt", [",1001,S1,0009,456,1,111,ｻﾄｳ ｶｽﾞｺ", ",1001,S2,0009,456,1,222,ｵｵﾂｶ ﾅｵｺ"])
  #expect(second.exitCode == 1)
  #expect(try shops.sent("rest.txt") == ["0000222 8200"])
  #expect(throws: RunError.self) { try shops.refunds("no.txt", [], shop: "S3") }
}

@Test("A booking is its order's shop's, else its account's or provider's, where that is one shop's")
func shopOfABooking() throws {
  let terms = """
    settlements:
      - {provider: card-one, methods: [card], shops: [S1]}
      - {provider: card-two, methods: [card], shops: [S1, S2]}

    """
  let shops = try WallShops([("1111111", "shop: S1"), ("3333333", "shops: [S1, S2]")], more: terms)
  for (number, yen) in [("1111111", Int64(500)), ("3333333", 600)] {
    shops.pay(number, yen, "ﾅｿﾞﾉ ﾋﾄ", on: "2026-11-17", for: [])
  }
  try shops.run("2026-11-17")
  let frame = try RunFrame(
    shops.shop.request("2026-11-18T09:00"), ledgerPath: shops.shop.workspace.ledgerPath)
  let money = try ShopsOfMoney(frame)
  let keys = try frame.ledger.accounts().map(\.key)
  let (own, shared) = (
    keys.first { $0.hasSuffix("1111111") }, keys.first { $0.hasSuffix("3333333") }
  )
  let table: [(order: String, account: String?, provider: String, shop: String?)] = [
    ("S2", own, "", "S2"), ("", own, "", "S1"), ("", shared, "", nil), ("", "", "card-one", "S1"),
    ("", "", "card-two", nil), ("", "", "card-three", nil), ("", "", "", nil),
  ]
  for row in table {
    var line = BookLine(
      key: BookKey(.entry, 1, 1), day: Day(iso: "2026-11-17")!, entryCase: "AC-05", debit: .bank,
      credit: .suspense, yen: 1)
    line.shopID = row.order
    line.accountKey = try #require(row.account)
    line.provider = row.provider
    #expect(money.shop(of: line) == row.shop, "\(row)")
  }
}
