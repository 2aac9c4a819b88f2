import Foundation
import Model
import Running
import TestKit
import Testing

@Suite("The monthly close")
struct CloseTests {
  private let orders = """
    order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status
    A1001,S1,2026-10-05T09:00:00+09:00,card,見本,,5000,open
    A1002,S1,2026-10-06T09:00:00+09:00,card,見本,,3000,open
    A1003,S1,2026-10-07T09:00:00+09:00,cod,見本,,4000,open
    A1004,S1,2026-10-30T09:00:00+09:00,card,見本,,7000,open

    """
  private let head = "line_id,date,order_id,type,gross,fee,net,payout_batch\n"
  private let deposits = """
    deposit_id,booking_date,value_date,amount,payer_name
    D1,2026-10-20,2026-10-20,7712,ｶ-ﾄﾞｹﾂｻｲﾀﾞｲｺｳ(ｶ

    """

  private var card: String {
    head + "K1,2026-10-05,A1001,sale,5000,180,4820,B1\nK2,2026-10-06,a-1002,sale,3000,108,2892,B1\n"
  }

  private func shop() throws -> Shop {
    let shop = try Shop(policy: "language: en\n")
    try shop.put("orders.csv", Array(orders.utf8))
    try shop.put("deposits.csv", Array(deposits.utf8))
    try shop.put("card.csv", Array(card.utf8))
    return shop
  }

  private func close(
    _ shop: Shop, _ month: String = "2026-10", asOf: String = "2026-11-20",
    reopening: (person: String, reason: String)? = nil
  ) throws -> RunSummary {
    var request = CloseRequest(run: shop.request(asOf), month: month)
    request.reopening = reopening
    return try closeMonth(request)
  }

  private func file(_ shop: Shop, _ name: String, _ folder: String) throws -> String {
    let path = shop.folder.appendingPathComponent("reports/\(folder)/\(name)")
    return String(decoding: try readBytes(path), as: UTF8.self)
  }

  @Test("A month is closed: payouts tied, receivables rolled forward, reports written")
  func closes() throws {
    let shop = try shop()
    let summary = try close(shop)
    #expect(summary.lines.contains { $0.contains("is closed (version 1)") }, "\(summary.lines)")
    let roll = try file(shop, "roll_forward.csv", "close-2026-10-v1")
    #expect(roll.contains("card,,,0,15000,8000,0,7000,0,"), "\(roll)")
    let payouts = try file(shop, "payouts.csv", "close-2026-10-v1")
    #expect(payouts.contains("card,B1,2,8000,288,7712,"))
    #expect(payouts.contains(",tied,0,"))
    let names = filesBelow(shop.folder.appendingPathComponent("reports/close-2026-10-v1"))
    #expect(
      names.sorted() == [
        "carry_over.csv", "changes.csv", "close.html", "close.xlsx", "exceptions.csv",
        "journal.csv", "payouts.csv", "provider-1.html", "roll_forward.csv",
        "settlement_lines.csv", "settlement_orders.csv",
      ])
  }

  @Test("The proposed entries of each payout balance, and their bank part is what came")
  func journal() throws {
    let shop = try shop()
    _ = try close(shop)
    var sums: [String: Int] = [:]
    for line in try file(shop, "journal.csv", "close-2026-10-v1").split(separator: "\r\n")
      .dropFirst()
    {
      let cells = line.split(separator: ",").map(String.init)
      sums[cells[1], default: 0] += Int(cells[3])!
      sums[cells[2], default: 0] -= Int(cells[3])!
    }
    #expect(sums == ["普通預金": 7712, "支払手数料": 288, "売掛金(card)": -8000, "精算口(card)": 0])
  }

  @Test("Closing twice changes nothing, also later and after the daily run took the files")
  func twice() throws {
    let shop = try shop()
    _ = try close(shop)
    let folder = shop.folder.appendingPathComponent("reports/close-2026-10-v1")
    let before = try filesBelow(folder).sorted().map {
      try readBytes(folder.appendingPathComponent($0))
    }
    let daily = try shop.run("2026-11-21")
    #expect(daily.exitCode != 2 && shop.inbox == [])
    let again = try close(shop, asOf: "2026-12-20")
    #expect(again.lines.contains("Nothing has changed since this month was closed."))
    let after = try filesBelow(folder).sorted().map {
      try readBytes(folder.appendingPathComponent($0))
    }
    #expect(before == after)
    #expect(try verify(shop.workspace, language: .en).exitCode == 0)
  }

  @Test("The same inputs give the same bytes whatever their files are called")
  func deterministic() throws {
    let a = try shop()
    _ = try close(a)
    let b = try Shop(policy: "language: en\n")
    try b.put("z.csv", Array(orders.utf8))
    try b.put("a.csv", Array(deposits.utf8))
    try b.put("card.csv", Array(card.utf8))
    _ = try close(b)
    for name in [
      "settlement_lines.csv", "settlement_orders.csv", "payouts.csv", "close.html", "close.xlsx",
    ] {
      let left = a.folder.appendingPathComponent("reports/close-2026-10-v1/\(name)")
      let right = b.folder.appendingPathComponent("reports/close-2026-10-v1/\(name)")
      #expect(try readBytes(left) == readBytes(right), "\(name)")
    }
  }

  @Test("Late data change only what they touch, and only after a reopening with a reason")
  func late() throws {
    let shop = try shop()
    _ = try close(shop)
    try shop.put("late.csv", Array((head + "K3,2026-10-31,A1004,sale,7000,252,6748,B2\n").utf8))
    let refused = try close(shop)
    #expect(refused.lines.contains { $0.contains("--reopen REASON --by NAME") })
    let preview = try file(shop, "changes.csv", "close-2026-10-preview")
    #expect(preview.contains("gone,card,open,A1004 S1,7000"))
    let done = try close(shop, reopening: (person: "Mihon", reason: "late report"))
    #expect(done.lines.contains { $0.contains("is closed (version 2)") }, "\(done.lines)")
    let changes = try file(shop, "changes.csv", "close-2026-10-v2").split(separator: "\r\n")
      .dropFirst()
    #expect(
      changes.map(String.init) == [
        "gone,card,open,A1004 S1,7000", "new,card,payout in_transit,B2,6748",
      ])
    let again = try close(shop)
    #expect(again.lines.contains("Nothing has changed since this month was closed."))
  }

  @Test("What comes late for a closed month stands in the next one, and adds up with it")
  func lateForNextMonth() throws {
    let shop = try shop()
    _ = try close(shop)
    _ = try close(shop, "2026-11", asOf: "2026-12-10")
    try shop.put("late.csv", Array((head + "K3,2026-10-31,A1004,sale,7000,252,6748,B2\n").utf8))
    #expect(throws: RunError.self) {
      _ = try close(shop, reopening: (person: "Mihon", reason: "late report"))
    }
    _ = try close(
      shop, "2026-11", asOf: "2026-12-10", reopening: (person: "Mihon", reason: "late report"))
    let roll = try file(shop, "roll_forward.csv", "close-2026-11-v2")
    #expect(roll.contains("card,7000,-7000,0,0,0,0,0,0,"), "\(roll)")
  }

  @Test("A month that is not over is looked at and not closed")
  func preview() throws {
    let shop = try shop()
    let summary = try close(shop, asOf: "2026-10-25")
    #expect(summary.lines.contains { $0.contains("preview") })
    #expect(
      filesBelow(shop.folder.appendingPathComponent("reports")).contains(
        "close-2026-10-preview/close.html"))
    #expect(try close(shop).lines.contains { $0.contains("is closed (version 1)") })
  }

  @Test("The same settlement file twice is one, and a payout told later is a further state")
  func once() throws {
    let shop = try shop()
    try shop.put("again.csv", Array(card.utf8))
    let extended = card + "K4,2026-10-07,,fee,0,0,0,B1\n"
    try shop.put("longer.csv", Array(extended.utf8))
    _ = try close(shop)
    let roll = try file(shop, "roll_forward.csv", "close-2026-10-v1")
    #expect(roll.contains("card,,,0,15000,8000,0,7000,0,"), "\(roll)")
  }

  @Test(
    "A wrong month or terms that are none end with a sentence",
    arguments: ["2026-13", "202610", "2026-1", ""])
  func wrongMonth(month: String) throws {
    let shop = try shop()
    #expect(throws: RunError.self) { _ = try close(shop, month) }
  }

  @Test("Agreed terms go before what is learned: fee, named difference, payer, transfer fee")
  func terms() throws {
    let shop = try Shop(
      policy: """
        language: en
        settlements:
          - provider: card
            methods: [card]
            payer_names: [ﾐﾎﾝﾍﾟｲ]
            fees: [{percent: 4.0, rounding: down}]
            fee_tax: exempt
            settles_within_days: 3
            transfer_fees: [660]
            differences: [{yen: -250, name: test}]

        """)
    try shop.put("orders.csv", Array(orders.utf8))
    let lines =
      head
      + "K1,2026-10-05,A1001,sale,5000,200,4800,B1\nK2,2026-10-06,A1002,sale,2750,109,2641,B1\n"
    try shop.put("card.csv", Array(lines.utf8))
    let bank =
      "deposit_id,booking_date,value_date,amount,payer_name\nD1,2026-10-20,2026-10-20,6781,ﾐﾎﾝﾍﾟｲ\n"
    try shop.put("deposits.csv", Array(bank.utf8))
    _ = try close(shop)
    let text = try file(shop, "settlement_lines.csv", "close-2026-10-v1")
    #expect(text.contains("K1,2026-10-05,sale,ok,"))
    #expect(text.contains("K2,2026-10-06,sale,fee_mismatch,"))
    #expect(try file(shop, "payouts.csv", "close-2026-10-v1").contains(",tied_less_fee,-660,"))
    #expect(
      try file(shop, "journal.csv", "close-2026-10-v1").contains("支払手数料,精算口(card),309,非課税(案)"))
  }
}
