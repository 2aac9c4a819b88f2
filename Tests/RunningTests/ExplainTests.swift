import Foundation
import Model
import Running
import TestKit
import Testing

/// What `explain` says of orders that people or other ways of paying settled: each must say why it
/// stands as it does, who said so, and what is open.
@Suite struct ExplainTests {
  private func told(
    _ id: String, _ shop: Shop, _ language: Language = .en
  ) throws -> [String] {
    let lines = try explain(id, in: shop.workspace, language: language)
    let controls = lines.filter { $0.unicodeScalars.contains { $0.value < 0x20 } }
    #expect(controls == [], "a terminal shows a ? for a line break in a line")
    return lines
  }

  private func stranger() throws -> PeopleShop {
    let shop = try PeopleShop()
    shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
    shop.pay(4_980, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-10")
    try shop.run("2026-11-10")
    return shop
  }

  @Test("An order that a person gave its money to says who, and who took it back")
  func byHand() throws {
    let shop = try stranger()
    let entry = try shop.entry(4_980)
    try shop.resolve(
      "entry_id,answer,order_ids,comment\n\(entry),assign,A1,called\n", on: "2026-11-11")
    try shop.run("2026-11-11")
    var lines = try told("A1", shop.shop)
    #expect(lines.contains { $0.contains("answer A-1") && $0.contains("Aoki") })
    #expect(lines.contains { $0.contains("called") })
    #expect(lines.contains { $0.contains("decision release: paid in full") })
    #expect(!lines.contains { $0.hasPrefix("next: ") }, "nothing is open")
    try shop.undo(entry, on: "2026-11-12")
    try shop.run("2026-11-12")
    lines = try told("A1", shop.shop)
    #expect(lines.contains { $0.contains("answer A-1") && $0.contains("taken back by Aoki") })
    #expect(lines.contains { $0.contains("person Aoki: took the clearing back \(entry) → A1") })
    #expect(lines.last?.contains("O-A1 (B01 ") == true, "\(lines.last ?? "")")
  }

  @Test("An order whose shortage was waived says by whom, and what its codes mean")
  func waived() throws {
    let shop = try PeopleShop()
    shop.order("A1", 5_000, "スヤマ　サキエ", on: "2026-11-09")
    shop.pay(4_900, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
    try shop.run("2026-11-10")
    let held = try told("A1", shop.shop)
    #expect(held.contains { $0.contains("decision hold_ask: A02 ") && $0.hasSuffix("4900 / 5000") })
    try shop.resolve("case_id,answer\nO-A1,免除\n", on: "2026-11-11")
    try shop.run("2026-11-11")
    let lines = try told("A1", shop.shop, .ja)
    #expect(lines.contains { $0.contains("回答 A-1") && $0.contains("不足を免除 ¥100  Aoki") })
    #expect(lines.contains { $0.contains("判定 release 出荷可: 全額入金済み  入金 4900 / 4900") })
  }

  @Test("An order that no transfer pays says why it was released")
  func otherWays() throws {
    let shop = try Shop(policy: "")
    let head = "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,"
    let row = "S1,2026-11-09T09:00:00+09:00"
    try shop.put(
      "orders.csv",
      Array(
        ("\(head)status\nC1,\(row),card,甲,コウ,700,open\nC2,\(row),cod,乙,オツ,800,open\n"
          + "C3,\(row),bank_transfer,丙,ヘイ,900,cancelled\n").utf8))
    try shop.run("2026-11-10T10:00")
    let card = try told("C1", shop)
    #expect(card.contains { $0.contains("decision release: authorised") })
    #expect(card.last == "no transfer is awaited: it is paid in another way")
    #expect(try told("C2", shop).contains { $0.contains("release: pays at the door") })
    #expect(try told("C3", shop).last == "no transfer is awaited: it was cancelled")
  }

  @Test("Money that a person gives back is no overpayment of an order")
  func givenBack() throws {
    let shop = try PeopleShop()
    shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", status: "cancelled")
    shop.pay(4_980, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
    try shop.run("2026-11-10")
    let entry = try shop.entry(4_980)
    let answer = "entry_id,answer\n\(entry),refund\n"
    try shop.resolve(answer, by: "Aoki", on: "2026-11-11")
    try shop.resolve(answer, by: "Baba", on: "2026-11-11")
    for day in ["2026-11-11", "2026-11-12"] {
      try shop.run(day)
      let row = try #require(
        try shop.shop.table("exceptions.csv").first { $0["entry_id"] == entry })
      #expect(row["note"]?.contains("goes back to the payer; no order takes it") == true)
      #expect(row["note"]?.contains("fully paid") == false)
    }
    let lines = try told(entry, shop.shop)
    #expect(lines.contains { $0.contains("refund ¥4980") && $0.contains("confirmed by Baba") })
    let order = try told("A1", shop.shop)
    #expect(order.contains { $0.contains("case E-\(entry) A03 ") }, "where its money went")
  }

  @Test("What was paid before a cancellation is told at every run until it is given back")
  func paidThenCancelled() throws {
    let shop = try PeopleShop()
    shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09")
    shop.pay(4_000, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
    try shop.run("2026-11-10")
    let entry = try shop.entry(4_000)
    shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", status: "cancelled")
    shop.order("A2", 1_000, "イノウエ　マコト", on: "2026-11-11")
    func open() throws -> [String] {
      try shop.shop.table("exceptions.csv").filter { $0["entry_id"] == entry }
        .map { "\($0["case_id"]!) \($0["code"]!) \($0["at_risk_gross_yen"]!)" }
    }
    for day in ["2026-11-11", "2026-11-12"] {
      try shop.run(day)
      #expect(try open() == ["O-A1 T01 4000"])
    }
    let note = try shop.shop.table("exceptions.csv").first { $0["case_id"] == "O-A1" }
    #expect(note?["next_action"]?.contains("keshikomi undo \(entry)") == true)
    try shop.undo(entry, on: "2026-11-13")
    try shop.run("2026-11-13")
    #expect(try open() == ["E-\(entry) N01 4000"], "it is nobody's until somebody answers")
    for person in ["Aoki", "Baba"] {
      try shop.resolve("entry_id,answer\n\(entry),refund\n", by: person, on: "2026-11-14")
    }
    try shop.run("2026-11-14")
    #expect(try open() == ["E-\(entry) A03 4000"])
    #expect(try shop.shop.isProved)
  }

  @Test("Numbers that read like a shared number with its shop, or like a case, are told apart")
  func alikeNumbers() throws {
    let shop = try PeopleShop()
    // The number, the shop, what a payment of its own misses.
    let orders: [(id: String, shop: String, kana: String)] = [
      ("A1", "S", "スヤマ　サキエ"), ("A1", "T", "イノウエ　マコト"), ("A1@T", "S", "モリタ　アキラ"),
      ("A1@S", "S", "オカダ　ヒロシ"), ("B@2", "S", "タケダ　ノゾミ"), ("B@2", "T", "ハヤシ　カオル"),
      ("O-A1", "S", "ヨシダ　ミノル"),
    ]
    let rows = orders.enumerated().map { n, order in
      "\(order.id),\(order.shop),2026-11-09T09:00:00+09:00,bank_transfer,\(order.kana),"
        + "\(order.kana),\(5_000 + n),open\n"
    }
    try shop.shop.put(
      "orders.csv",
      Array(
        ("order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,"
          + "status\n" + rows.joined()).utf8))
    let names = ["ｽﾔﾏ ｻｷｴ", "ｲﾉｳｴ ﾏｺﾄ", "ﾓﾘﾀ ｱｷﾗ", "ｵｶﾀﾞ ﾋﾛｼ", "ﾀｹﾀﾞ ﾉｿﾞﾐ", "ﾊﾔｼ ｶｵﾙ", "ﾖｼﾀﾞ ﾐﾉﾙ"]
    for (n, name) in names.enumerated() {
      shop.pay(4_900 + Int64(n), name, on: "2026-11-10")
    }
    try shop.run("2026-11-10")
    let cases = try shop.shop.table("exceptions.csv").map { $0["case_id"]! }
    #expect(
      Set(cases) == [
        "O-A1@S", "O-A1@T", "O-A1@T@", "O-A1@S@", "O-B@2@S@3", "O-B@2@T@3", "O-O-A1",
      ], "\(cases)")
    for (id, kana) in [
      ("O-A1@S", "スヤマ"), ("O-A1@S@", "オカダ"), ("A1@S", "オカダ"), ("A1@T", "モリタ"),
      ("O-A1@T", "イノウエ"), ("O-B@2@S@3", "タケダ"), ("O-B@2@T@3", "ハヤシ"),
    ] {
      let lines = try told(id, shop.shop)
      #expect(lines.contains { $0.contains(kana) }, "\(id)")
    }
    #expect(try told("O-A1", shop.shop).first == "order O-A1 (S)", "an order that is called so")
  }

  @Test("An order of a year to come does not make every later export an old one")
  func orderOfAYearToCome() throws {
    let shop = try Shop(policy: "language: en\n")
    let head =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status,"
    func put(_ name: String, _ state: String, _ last: String) throws {
      let rows =
        "\(head)payment_state\nC1,S,2026-11-16T09:00:00+09:00,card,甲,コウ,700,open,\(state)\n"
        + "\(last),S,\(last)T09:00:00+09:00,card,乙,オツ,800,open,pending\n"
      try shop.put(name, Array(rows.utf8))
    }
    try put("a.csv", "pending", "2062-11-16")
    try shop.run("2026-11-17T10:00")
    try put("b.csv", "paid", "2026-11-17")
    try shop.run("2026-11-18T10:00")
    #expect(try shop.table("release.csv").map { $0["order_id"] } == ["C1"])
    #expect(try told("C1", shop).contains { $0.contains("release: paid to the provider") })
    // An older export is one all the same.
    try put("c.csv", "pending", "2026-11-15")
    try shop.run("2026-11-18T11:00")
    #expect(try shop.table("recall.csv").isEmpty)
  }
}
