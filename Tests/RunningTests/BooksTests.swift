import Foundation
import Model
import Running
import TestKit
import Testing

/// An exact payment, a stranger's, one too much, and one that is short by a fee.
private func shop(_ policy: String = "") throws -> PeopleShop {
  let shop = try PeopleShop(policy: policy)
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.order("A2", 7_000, "ナガオ　サユキ", on: "2026-11-09", customer: "k2")
  shop.order("A3", 12_000, "ビトウ　ダイキ", on: "2026-11-09", customer: "k3")
  shop.order("A4", 3_300, "タナベ　ミツオ", on: "2026-11-09", customer: "k4")
  shop.pay(4_980, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
  shop.pay(7_000, "ｵｵﾀﾆ ｼﾖｳ", on: "2026-11-10")
  shop.pay(12_500, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-10")
  shop.pay(2_970, "ﾀﾅﾍﾞ ﾐﾂｵ", on: "2026-11-10")
  try shop.run("2026-11-10")
  return shop
}

extension PeopleShop {
  /// Bytes of the next export; nil where there was nothing to write.
  fileprivate func journal(
    _ layout: JournalLayout = .neutral, on day: String, again: Int64? = nil, until: String? = nil
  ) throws -> [UInt8]? {
    let file = shop.folder.appendingPathComponent("journal-\(UUID().uuidString).csv")
    var request = JournalRequest(layout: layout, output: file.path, person: "Aoki")
    request.repeatsExport = again
    request.until = until.map { Day(iso: $0)! }
    let told = try exportJournal(request, shop.request(day + "T12:00"))
    return told.lines[0].hasPrefix("No new") ? nil : try readBytes(file)
  }

  /// `case debit/credit yen order` of each new booking, `!` where it takes one back.
  fileprivate func bookings(on day: String) throws -> [String] {
    csvRows(try journal(on: day) ?? []).map { row in
      "\(row["case"]!) \(row["debit_account"]!)/\(row["credit_account"]!) \(row["yen"]!)"
        + (row["order_id"]!.isEmpty ? "" : " " + row["order_id"]!)
        + (row["reversal"] == "1" ? "!" : "")
    }.sorted()
  }
}

@Test("What each bank entry became is booked once, and what changed is booked against it")
private func booksOnce() throws {
  let shop = try shop()
  #expect(
    try shop.bookings(on: "2026-11-11") == [
      "AC-01 普通預金/前受金 12000 A3", "AC-01 普通預金/前受金 4980 A1", "AC-03 普通預金/前受金 2970 A4",
      "AC-04 普通預金/預り金 500", "AC-05 普通預金/仮受金 7000",
    ])
  #expect(try shop.journal(on: "2026-11-11") == nil)
  let (stranger, exact) = (try shop.entry(7_000), try shop.entry(4_980))
  try shop.resolve("entry_id,answer,order_ids\n\(stranger),assign,A2\n", on: "2026-11-11")
  try shop.resolve("case_id,answer\nO-A4,waive\n", on: "2026-11-11")
  try shop.run("2026-11-11")
  #expect(
    try shop.bookings(on: "2026-11-12") == ["AC-02 売上値引/前受金 330 A4", "AC-05 仮受金/前受金 7000 A2"])
  // Taken back: the mirror images, and nothing else.
  try shop.undo(stranger, on: "2026-11-12")
  try shop.undo(exact, on: "2026-11-12")
  try shop.undo("A-2", on: "2026-11-12")
  try shop.run("2026-11-12")
  #expect(
    try shop.bookings(on: "2026-11-13") == [
      "AC-02 前受金/売上値引 330 A4!", "AC-05 前受金/仮受金 4980 A1!", "AC-05 前受金/仮受金 7000 A2!",
    ])
  #expect(try shop.journal(on: "2026-11-13") == nil)
  #expect(try shop.shop.isProved)
}

@Test("A booking names its bank row and its run, and the bank row names its booking")
private func traces() throws {
  let shop = try shop()
  let rows = csvRows(try shop.journal(on: "2026-11-11")!)
  #expect(rows.map { $0["number"]! } == ["1", "2", "3", "4", "5"])
  for row in rows {
    let told = try explain(row["entry_id"]!, in: shop.shop.workspace, language: .en)
    #expect(told.contains { $0.contains("booking K\(row["number"]!)  2026-11-10") }, "\(told)")
    #expect(
      row["statement_row"]!.hasPrefix("bank-2026-11-10.xml#") && row["run"] == "2026-11-11-0001")
  }
  let stranger = try shop.entry(7_000)
  try shop.resolve("entry_id,answer,order_ids\n\(stranger),assign,A2\n", on: "2026-11-11")
  try shop.run("2026-11-11")
  _ = try shop.journal(on: "2026-11-12")
  try shop.undo(stranger, on: "2026-11-12")
  try shop.run("2026-11-12")
  let back = csvRows(try shop.journal(on: "2026-11-13")!)
  #expect(back.map { "\($0["number"]!) reverses \($0["reverses"]!)" } == ["7 reverses 6"])
}

@Test("Nothing is booked into a locked period: it stands on the first day after it")
private func locks() throws {
  let shop = try shop()
  _ = try lockBooks(
    through: Day(iso: "2026-11-15")!, reason: "10月と11月前半", person: "Aoki",
    shop.shop.request("2026-11-16T09:00"))
  let rows = csvRows(try shop.journal(on: "2026-11-16")!)
  #expect(Set(rows.map { $0["date"]! }) == ["2026-11-16"])
  #expect(Set(rows.map { $0["fact_date"]! }) == ["2026-11-10"])
  #expect(throws: RunError.self) {
    try lockBooks(
      through: Day(iso: "2026-11-01")!, reason: " ", person: "Aoki",
      shop.shop.request("2026-11-16T09:00"))
  }
}

@Test(
  "An export can be made again in any layout, with the same bookings",
  arguments: JournalLayout.allCases)
private func layouts(_ layout: JournalLayout) throws {
  let shop = try shop("books: {accounts: {bank: 三菱UFJ普通}, fee_as: purchase}\n")
  let first = try shop.journal(layout, on: "2026-11-11")!
  #expect(try shop.journal(layout, on: "2026-11-11") == nil)
  #expect(try shop.journal(layout, on: "2026-11-12", again: 1) == first)
  let faults = validate(first, layout)
  #expect(faults == [], "\(String(decoding: first, as: UTF8.self))")
  // The validator is no rubber stamp.
  var broken = first
  broken.insert(contentsOf: Array(",x".utf8), at: broken.count - 2)
  #expect(validate(broken, layout) != [])
}
