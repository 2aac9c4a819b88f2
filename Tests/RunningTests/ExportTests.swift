import Foundation
import Model
import Running
import TestKit
import Testing

private let header =
  "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,points_used,"
  + "desired_delivery_date,payment_due_date,email_hash,status\n"

private func order(
  _ id: String, _ method: String, _ yen: Int, name: String = "山田　太郎", kana: String = "ヤマダ　タロウ",
  status: String = "open", shop: String = "S1"
) -> String {
  "\(id),\(shop),2026-11-18T10:00:00+09:00,\(method),\(name),\(kana),\(yen),0,,2026-11-27,,\(status)\n"
}

private func deposits(_ rows: [(String, Int, String)]) -> [UInt8] {
  var text = "deposit_id,booking_date,value_date,amount,payer_name\n"
  for (id, yen, payer) in rows { text += "\(id),2026-11-19,2026-11-19,\(yen),\(payer)\n" }
  return Array(text.utf8)
}

/// A paid transfer order, an unpaid one, a cash-on-delivery order and one whose slip is wrong.
private func openShop() throws -> Shop {
  let shop = try Shop(policy: "language: en\n")
  let orders =
    header + order("A-1", "bank_transfer", 8_801)
    + order("A-2", "bank_transfer", 9_902, name: "佐藤　花子", kana: "サトウ　ハナコ")
    + order("A-3", "cod", 5_500) + order("A-4", "cod", 6_600)
  try shop.put("orders.csv", Array(orders.utf8))
  try shop.put("deposits.csv", deposits([("20261119-1", 8_801, "ﾔﾏﾀﾞ ﾀﾛｳ")]))
  try shop.run("2026-11-20T10:30")
  return shop
}

/// Rows of the shop's own file: a quoted line end, a comma in quotes, commas too many at the end.
private let carrierRows: [(id: String, text: String)] = [
  ("A-1", "A-1,,\"東京都港区\r\n1-2, 3階\"\r\n"), ("A-2", "A-2,,大阪\r\n"),
  ("A-3", "\"A-3\",\"5,500\",名古屋,,,\r\n"), ("A-4", "A-4,660,札幌\r\n"), ("A-9", "A-9,,福岡\r\n"),
]

private func carrierFile(_ ids: [String]) -> [UInt8] {
  Array(("受注番号,代引,届け先\r\n" + rows(ids)).utf8)
}

private func rows(_ ids: [String]) -> String {
  carrierRows.filter { ids.contains($0.id) }.map(\.text).joined()
}

extension Shop {
  fileprivate func release(
    _ carrier: String?, to output: String, _ change: (inout ReleaseRequest) -> Void = { _ in }
  ) throws -> RunSummary {
    var request = ReleaseRequest(output: folder.appendingPathComponent(output).path)
    request.carrierFile = carrier.map { folder.appendingPathComponent($0).path }
    if carrier != nil { (request.keyColumn, request.amountColumn) = ("受注番号", "代引") }
    change(&request)
    return try exportRelease(request, self.request("2026-11-20T11:00"))
  }

  fileprivate func file(_ name: String) throws -> [UInt8] {
    try readBytes(folder.appendingPathComponent(name))
  }

  fileprivate func save(_ name: String, _ bytes: [UInt8]) throws {
    try writeBytes(bytes, to: folder.appendingPathComponent(name))
  }
}

@Test("The rows of released orders come out byte for byte, once, and wrong amounts stay behind")
func passThrough() throws {
  let shop = try openShop()
  let all = carrierRows.map(\.id)
  try shop.save("all.csv", carrierFile(all))
  let first = try shop.release("all.csv", to: "out.csv")
  #expect(try shop.file("out.csv") == carrierFile(["A-1", "A-3"]))
  #expect(first.exitCode == 1, "A-4's amount at the door needs a person")
  #expect(first.lines[0].contains("2 rows of 2 released orders"))
  #expect(first.lines.contains { $0.contains("A-4") && $0.contains("amount at the door") })

  let second = try shop.release("all.csv", to: "again.csv")
  #expect(second.lines[0] == "Nothing to write.")
  #expect(!FileManager.default.fileExists(atPath: shop.folder.path + "/again.csv"))

  let repeated = try shop.release("all.csv", to: "same.csv") { $0.repeatsExport = 1 }
  #expect(try shop.file("same.csv") == shop.file("out.csv"), "\(repeated.lines)")

  try shop.put("later.csv", deposits([("20261119-2", 9_902, "ｻﾄｳ ﾊﾅｺ")]))
  try shop.run("2026-11-20T12:00")
  _ = try shop.release("all.csv", to: "later.csv")
  #expect(try shop.file("later.csv") == carrierFile(["A-2"]))
  #expect(try shop.isProved)
}

@Test("What was paid by transfer is not collected at the door once more when the method changes")
func paidThenCashOnDelivery() throws {
  let shop = try openShop()
  try shop.put("changed.csv", Array((header + order("A-1", "cod", 8_801)).utf8))
  try shop.run("2026-11-20T10:45")
  let head = "受注番号,代引,届け先\r\n"
  try shop.save("twice.csv", Array((head + "A-1,8801,東京\r\n").utf8))
  let twice = try shop.release("twice.csv", to: "twice-out.csv")
  #expect(twice.lines.contains { $0.contains("A-1") && $0.contains("amount at the door") })
  let once = Array((head + "A-1,0,東京\r\n").utf8)
  try shop.save("once.csv", once)
  _ = try shop.release("once.csv", to: "once-out.csv")
  #expect(try shop.file("once-out.csv") == once)
}

@Test("A dry run writes nothing and keeps nothing; a file is never written over")
func dryRunAndOverwrite() throws {
  let shop = try openShop()
  try shop.save("all.csv", carrierFile(["A-1", "A-3"]))
  _ = try shop.release("all.csv", to: "dry.csv") { $0.isDryRun = true }
  #expect(!FileManager.default.fileExists(atPath: shop.folder.path + "/dry.csv"))
  try shop.save("there.csv", [1])
  #expect(throws: RunError.self) { try shop.release("all.csv", to: "there.csv") }
  _ = try shop.release("all.csv", to: "out.csv")
  #expect(try shop.file("out.csv") == carrierFile(["A-1", "A-3"]))
}

@Test("An order of two shops is not guessed, and a shop's own export has its orders only")
func twoShops() throws {
  let shop = try Shop(policy: "language: en\n")
  let orders =
    header + order("A-1", "cod", 5_500, shop: "S1") + order("A-1", "cod", 6_600, shop: "S2")
  try shop.put("orders.csv", Array(orders.utf8))
  try shop.put("deposits.csv", deposits([("20261119-1", 100, "ﾅｿﾞﾉ ﾋﾄ")]))
  try shop.run("2026-11-20T10:30")
  let bytes = Array("受注番号,代引\r\nA-1,6600\r\n".utf8)
  try shop.save("one.csv", bytes)
  let both = try shop.release("one.csv", to: "both.csv")
  #expect(both.exitCode == 1 && both.lines.contains { $0.contains("--shop") })
  _ = try shop.release("one.csv", to: "own.csv") { $0.shopID = "S2" }
  #expect(try shop.file("own.csv") == bytes)
}

@Test("Paid orders go to the shop system by template, once")
func statusUpdate() throws {
  let shop = try openShop()
  let path = shop.folder.appendingPathComponent("aiship.csv").path
  _ = try exportStatus(template: "aiship", output: path, shop.request("2026-11-20T11:00"))
  let expected =
    "コントロールカラム,注文番号,*入金済ステータス,*入金済日時,合計入金額\r\n"
    + "u,A-1,入金済み,2026-11-19 00:00:00,8801\r\n"
  let found = try shop.file("aiship.csv")
  #expect(String(data: Data(found), encoding: .shiftJIS) == expected)
  let again = try exportStatus(
    template: "aiship", output: path + "2", shop.request("2026-11-20T11:00"))
  #expect(again.lines == ["Nothing to write."])

  let yaml = """
    encoding: utf-8
    line_end: lf
    columns:
      - {name: id, field: order_id}
      - {name: paid, value: "はい, 済"}
      - {name: on, field: paid_on, form: yyyy/mm/dd}
    """
  try shop.save("own.yaml", Array(yaml.utf8))
  _ = try exportStatus(
    template: shop.folder.path + "/own.yaml", output: path + "3",
    shop.request("2026-11-20T11:00"))
  #expect(
    String(decoding: try shop.file("aiship.csv3"), as: UTF8.self)
      == "id,paid,on\nA-1,\"はい, 済\",2026/11/19\n")
}

@Test(
  "A template with a slip names its line and what was meant",
  arguments: [
    ("columns:\n  - {name: a, feild: order_id}\n", "x.yaml:2", "field"),
    ("columns:\n  - {name: a, field: oder_id}\n", "x.yaml:2", "order_id"),
    ("encodng: cp932\n", "x.yaml:1", "encoding"),
    ("columns:\n  - {name: a}\n", "x.yaml:2", "value"),
  ])
func templateFaults(text: String, place: String, hint: String) throws {
  let shop = try openShop()
  try shop.save("x.yaml", Array(text.utf8))
  do {
    _ = try exportStatus(
      template: shop.folder.path + "/x.yaml", output: shop.folder.path + "/o",
      shop.request("2026-11-20T11:00"))
    Issue.record("not refused")
  } catch RunError.configuration(let faults) {
    #expect(faults.contains { $0.hasPrefix(place) && $0.contains(hint) }, "\(faults)")
  }
}

@Test("What somebody tells stops a released order, stands in the recall list, and can be withdrawn")
func recall() throws {
  let shop = try openShop()
  var told = NoticeRequest()
  (told.kind, told.orderID, told.reason, told.person) = ("N07", "A-1", "銀行から凍結の連絡", "佐藤")
  _ = try recordNotice(told, shop.request("2026-11-20T13:00"))
  try shop.run("2026-11-20T13:30")
  let recall = try shop.table("recall.csv")
  #expect(recall.map { $0["order_id"] } == ["A-1"])
  #expect(recall.first?["shipping_state"] == "released")
  #expect(recall.first?["codes"] == "N07")
  // What is stopped is not written out, were it the first time.
  try shop.save("all.csv", carrierFile(["A-1", "A-3"]))
  _ = try shop.release("all.csv", to: "out.csv")
  #expect(try shop.file("out.csv") == carrierFile(["A-3"]))

  told.kind = "handed_over"
  _ = try recordNotice(told, shop.request("2026-11-20T14:00"))
  try shop.run("2026-11-20T14:30")
  #expect(try shop.table("recall.csv").first?["shipping_state"] == "handed_over")
  _ = try withdrawNotice(1, by: "佐藤", reason: "誤報", shop.request("2026-11-20T15:00"))
  #expect(try listNotices(shop.request("2026-11-20T15:00")).lines.count == 1)
  #expect(throws: RunError.self) {
    try withdrawNotice(1, by: "佐藤", reason: "誤報", shop.request("2026-11-20T15:00"))
  }
  #expect(try shop.isProved)
}

@Test("What is booked of recourse lowers what is left of the cap in every later note")
func recourseAccount() throws {
  let shop = try Shop(
    policy: """
      language: en
      contract:
        cap_yen: 10000
        cap_period: contract_year
        year_starts_on: "04-01"
      """)
  let orders =
    header + order("B-1", "bank_transfer", 8_800) + order("B-2", "bank_transfer", 8_800)
  try shop.put("orders.csv", Array(orders.utf8))
  try shop.put("deposits.csv", deposits([("20261119-1", 8_800, "ﾔﾏﾀﾞ ﾀﾛｳ")]))
  let old = try bookRecourse(
    caseID: "O-9", amountYen: 4_000, shopID: "", by: "佐藤", reason: "昨年度",
    shop.request("2026-03-31T10:00"))
  #expect(old.lines.last?.contains("¥6000") == true, "\(old.lines)")
  let now = try bookRecourse(
    caseID: "O-1", amountYen: 7_000, shopID: "", by: "佐藤", reason: "合意",
    shop.request("2026-11-20T10:00"))
  #expect(now.lines.last?.contains("left of the cap ¥3000") == true, "\(now.lines)")
  #expect(throws: RunError.self) {
    try bookRecourse(
      caseID: "O-1", amountYen: -7_001, shopID: "", by: "佐藤", reason: "戻し",
      shop.request("2026-11-20T10:00"))
  }
  try shop.run("2026-11-20T10:30")
  let held = try shop.table("exceptions.csv").filter { $0["code"] == "N03" }
  #expect(held.map { $0["recourse_cap_left_yen"] } == ["3000"])
  #expect(held.map { $0["recourse_yen"] } == ["3000"])
  #expect(held.first?["contract"]?.contains("Not settled by contract") == true)
  #expect(held.first?["evidence"]?.contains("sha256:") == true)
}

@Test("Nothing in release.csv is short, and each row says why it may ship")
func releaseList() throws {
  let shop = try openShop()
  let rows = try shop.table("release.csv")
  #expect(rows.map { $0["order_id"] } == ["A-1", "A-3", "A-4"])
  #expect(rows.map { $0["reason"] } == ["paid_in_full", "pays_at_door", "pays_at_door"])
  #expect(rows[0]["difference_yen"] == "0" && rows[0]["paid_on"] == "2026-11-19")
  #expect(rows[0]["entry_id"]?.isEmpty == false)
}
