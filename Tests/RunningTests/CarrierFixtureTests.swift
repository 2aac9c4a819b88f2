import Foundation
import Model
import Running
import TestKit
import Testing

private let layouts = [
  ("b2cloud-94", "b2cloud"), ("b2cloud-95", "b2cloud"), ("ehiden3", "ehiden3"),
  ("yupack-r", "yupack-r"),
]

/// The orders of fixtures/carriers/README.md.
private func releasedShop() throws -> Shop {
  let shop = try Shop(policy: "language: en\n")
  let rows = [
    ("A-1", "bank_transfer", 8_801, "山田　太郎", "ヤマダ　タロウ"),
    ("A-2", "bank_transfer", 9_902, "佐藤　花子", "サトウ　ハナコ"),
    ("A-3", "cod", 5_500, "東　海", "アズマ　ウミ"), ("A-4", "cod", 6_600, "西　空", "ニシ　ソラ"),
    ("A-5", "bank_transfer", 7_703, "鈴木　一", "スズキ　ハジメ"),
    ("A-6", "card", 3_300, "北　里", "キタ　サト"), ("A-7", "cod", 12_000, "南　風", "ミナミ　カゼ"),
  ]
  var orders =
    "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,points_used,"
    + "desired_delivery_date,payment_due_date,email_hash,status\n"
  for (id, method, yen, name, kana) in rows {
    orders +=
      "\(id),S1,2026-11-18T10:00:00+09:00,\(method),\(name),\(kana),\(yen),0,,2026-11-27,,open\n"
  }
  try shop.put("orders.csv", Array(orders.utf8))
  let deposits = """
    deposit_id,booking_date,value_date,amount,payer_name
    20261119-1,2026-11-19,2026-11-19,8801,ﾔﾏﾀﾞ ﾀﾛｳ
    20261119-2,2026-11-19,2026-11-19,7703,ｽｽﾞｷ ﾊｼﾞﾒ

    """
  try shop.put("deposits.csv", Array(deposits.utf8))
  try shop.run("2026-11-20T09:30")
  return shop
}

@Test("Of a carrier's own file the released rows come out byte for byte", arguments: layouts)
func carrierFixture(folder: String, layout: String) throws {
  let shop = try releasedShop()
  let output = shop.folder.appendingPathComponent("out.csv")
  var release = ReleaseRequest(output: output.path)
  release.carrierFile = repoFile("fixtures/carriers/\(folder)/open.csv").path
  let summary = try exportRelease(release, shop.request("2026-11-20T11:00"))
  #expect(
    try readBytes(output) == readBytes(repoFile("fixtures/carriers/\(folder)/released.csv")))
  #expect(summary.lines[0].contains("6 rows of 5 released orders"), "\(summary.lines)")
  #expect(summary.lines.contains { $0.hasSuffix("is not the order's: A-4") }, "\(summary.lines)")
  #expect(summary.exitCode == 1)
}
