import Foundation
import Model
import Running
import TestKit
import Testing

/// A father pays for an order of his daughter, which a person confirms; then for her next one.
private func family(policy: String = "", answering: Bool = true) throws -> PeopleShop {
  let shop = try PeopleShop(policy: policy)
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.order("B1", 6_400, "ナガオ　サユキ", on: "2026-11-09", customer: "k2")
  shop.pay(4_980, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-10")
  try shop.run("2026-11-10")
  let entry = try shop.entry(4_980)
  if answering {
    try shop.resolve("entry_id,answer,order_ids\n\(entry),assign,A1\n", on: "2026-11-11")
  }
  try shop.run("2026-11-11")
  shop.order("A2", 3_210, "スヤマ　サキエ", on: "2026-11-12", customer: "k1")
  shop.pay(3_210, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-13")
  return shop
}

@Test("What a person confirmed once is automatic the second time")
private func secondTime() throws {
  let shop = try family()
  #expect(try shop.aliases().contains { $0.hasSuffix("active") })
  try shop.run("2026-11-13")
  #expect(try shop.clearings() == ["A2 3210 known_payer"])
  #expect(try shop.decision("A2") == "release")
  #expect(try shop.shop.isProved)
  // The list hides names unless asked.
  let masked = try aliasList(shop.shop.request("2026-11-14T08:00"), full: false)
  #expect(masked[1].contains("active") && masked[1].contains("key:***"))
  #expect(!masked[1].contains("ﾀﾞｲｷ"))
}

@Test("Unconfirmed it is not, nor with aliases off; in shadow it is told only")
private func brakes() throws {
  let alone = try family(answering: false)
  try alone.run("2026-11-13")
  #expect(try alone.clearings() == [])
  let off = try family(policy: "policy: {aliases: off}\n")
  try off.run("2026-11-13")
  #expect(try off.clearings() == [])
  let shadow = try family(policy: "policy: {aliases: shadow}\n")
  let run = try shadow.run("2026-11-13")
  #expect(try shadow.clearings() == [])
  #expect(run.lines.contains { $0.contains("would be linked") }, "\(run.lines)")
  #expect(run.lines.contains { $0.contains("→ A2  ¥3210") })
}

@Test("Undoing the clearing that taught an alias ends it; so does forgetting it")
private func unlearns() throws {
  let shop = try family()
  let first = try shop.shop.table("clearings.csv").first?["entry_id"]
  try shop.undo(try #require(first), on: "2026-11-12")
  try shop.run("2026-11-13")
  #expect(try shop.clearings() == ["A1 -4980 undone"])
  let other = try family()
  let id = try #require(
    try aliasList(other.shop.request("2026-11-12T08:00"), full: true)[1].split(separator: " ").first
  )
  _ = try forgetAlias(
    String(id), reason: "moved out", person: "Aoki", other.shop.request("2026-11-12T08:00"))
  try other.run("2026-11-13")
  #expect(try other.clearings() == [])
  #expect(try other.aliases().contains { $0.hasSuffix("forgotten") })
}

@Test("learn --shadow says what aliases would change and writes nothing")
private func shadowCommand() throws {
  let shop = try family(policy: "policy: {aliases: off}\n")
  let head =
    "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status"
  try shop.shop.put(
    "orders.csv",
    Array(
      (head + ",email_hash\nA2,S1,2026-11-12T09:00:00+09:00,bank_transfer,ス,スヤマ　サキエ,3210,open,k1\n")
        .utf8))
  try shop.shop.put("bank.xml", shop.account.file(.camt, "2026-11-13", "2026-11-13"))
  let before = try tree(shop.shop.folder.appendingPathComponent("reports"))
  let told = try shadowAliases(shop.shop.request("2026-11-14T08:00"))
  #expect(told.lines.contains { $0.contains("→ A2  ¥3210") }, "\(told.lines)")
  #expect(try tree(shop.shop.folder.appendingPathComponent("reports")) == before)
  #expect(shop.shop.inbox.count == 2)
}

@Test("Little history teaches nothing; a file of weights is used where the policy names it")
private func weights() throws {
  let shop = try family()
  try shop.run("2026-11-13")
  let shown = try learn(.activate, shop.shop.request("2026-11-14T08:00"))
  #expect(shown.lines.last?.contains("nothing is learned below 200") == true)
  let folder = shop.shop.folder.appendingPathComponent("weights")
  try writeBytes(
    Array("id: own-1\nprevious: \"\"\nweights:\n  nameFamily: {weight: -1234}\n".utf8),
    to: folder.appendingPathComponent("own.yaml"))
  let policy = shop.shop.folder.appendingPathComponent("keshikomi.yaml")
  try writeBytes(Array("language: en\nweights: weights/own.yaml\n".utf8), to: policy)
  try shop.run("2026-11-14")
  let json = String(
    decoding: try readBytes(shop.shop.folder.appendingPathComponent("reports/latest/run.json")),
    as: UTF8.self)
  #expect(json.contains("\"weights\": \"own-1\""))
  _ = try revertWeights(shop.shop.request("2026-11-14T09:00"))
  #expect(String(decoding: try readBytes(policy), as: UTF8.self) == "language: en\n")
  try writeBytes(Array("language: en\nweights: weights/none.yaml\n".utf8), to: policy)
  #expect(throws: RunError.self) { try shop.run("2026-11-15") }
}
