import Foundation
import Model
import Running
import TestKit
import Testing

/// Each identity and each state of a payment, from files to the finding that a person reads.
@Suite("What a close finds")
struct CloseFindingTests {
  private let orderHead =
    "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status,"
    + "payment_state,points_used,mall_coupon\n"
  private let cardHead = "line_id,date,order_id,type,gross,fee,net,payout_batch,state\n"
  private let bankHead = "deposit_id,booking_date,value_date,amount,payer_name\n"

  private func order(
    _ id: String, _ yen: Int, method: String = "card", state: String = "", more: String = "0,0"
  ) -> String {
    "\(id),S1,2026-10-05T09:00:00+09:00,\(method),見本,ミホン,\(yen),open,\(state),\(more)\n"
  }

  private func close(
    _ files: [(String, String)], policy: String = "language: en\n"
  ) throws -> (shop: Shop, summary: RunSummary) {
    let shop = try Shop(policy: policy)
    for (name, text) in files { try shop.put(name, Array(text.utf8)) }
    let request = CloseRequest(run: shop.request("2026-11-20"), month: "2026-10")
    return (shop, try closeMonth(request))
  }

  /// Fault, code and difference of each finding.
  private func findings(
    _ files: [(String, String)], policy: String = "language: en\n"
  ) throws -> [String] {
    let (shop, _) = try close(files, policy: policy)
    return try shop.table("exceptions.csv", run: "close-2026-10-v1").map {
      "\($0["fault"]!) \($0["code"]!) \($0["difference_yen"]!)"
    }
  }

  private var right: [(String, String)] {
    [
      ("orders.csv", orderHead + order("A1001", 5_000)),
      ("card.csv", cardHead + "K1,2026-10-05,A1001,sale,5000,180,4820,B1,\n"),
      ("bank.csv", bankHead + "D1,2026-10-20,2026-10-20,4820,ｶ-ﾄﾞｹﾂｻｲﾀﾞｲｺｳ(ｶ\n"),
    ]
  }

  @Test("Where everything ties nothing is found")
  func clean() throws {
    #expect(try findings(right) == [])
  }

  @Test("I1: a line whose net is not gross less fee refuses its file, and the close says so")
  func identity1() throws {
    var files = right
    files[1].1 = cardHead + "K1,2026-10-05,A1001,sale,5000,180,4821,B1,\n"
    let (shop, summary) = try close(files)
    #expect(summary.exitCode == 2 && summary.lines.contains { $0.contains("card.csv") })
    // The month waits for the file that was refused.
    #expect(try shop.table("payouts.csv", run: "close-2026-10-preview") == [])
    #expect(summary.lines.contains { $0.contains("could not be read") }, "\(summary.lines)")
  }

  @Test("I2: lines that are not the payout that another report states", arguments: [0, 1])
  func identity2(off: Int) throws {
    let activity = """
      balance_transaction_id,created,currency,gross,fee,net,reporting_category,charge_id,\
      automatic_payout_id
      t1,2026-10-05 10:00:00,jpy,5000,180,4820,charge,A1001,po1
      t2,2026-10-06 10:00:00,jpy,3000,108,2892,charge,A1002,po1

      """
    let payouts = """
      payout_id,payout_expected_arrival_date,currency,net,payout_status
      po1,2026-10-12,jpy,\(7_712 - off),paid

      """
    let files = [
      ("orders.csv", orderHead + order("A1001", 5_000) + order("A1002", 3_000)),
      ("a.csv", activity), ("p.csv", payouts),
      ("bank.csv", bankHead + "D1,2026-10-12,2026-10-12,\(7_712 - off),STRIPE JP\n"),
    ]
    let policy = """
      language: en
      settlements:
        - provider: stripe
          methods: [card]
          payer_names: [STRIPE]

      """
    let expected = off == 0 ? [] : ["lines_differ S03 -1"]
    #expect(try findings(files, policy: policy) == expected)
  }

  @Test("I3: a bank entry one yen off, and one less an agreed transfer fee")
  func identity3() throws {
    var files = right
    files[2].1 = bankHead + "D1,2026-10-20,2026-10-20,4819,ﾐﾎﾝｶ-ﾄﾞ\n"
    let agreed = """
      language: en
      settlements:
        - provider: card
          methods: [card]
          payer_names: [ﾐﾎﾝｶ-ﾄﾞ]
          transfer_fees: [660]

      """
    // Where no other payout has shown how long they take, a different amount is only a stray.
    #expect(try findings(files, policy: agreed) == ["statement_missing D03 0"])
    files[1].1 = files[1].1.replacing(",state\n", with: ",state,payout_date\n")
      .replacing(",B1,\n", with: ",B1,,2026-10-20\n")
    #expect(try findings(files, policy: agreed) == ["payout_differs S03 -1"])
    files[2].1 = bankHead + "D1,2026-10-20,2026-10-20,4160,ﾐﾎﾝｶ-ﾄﾞ\n"
    #expect(try findings(files, policy: agreed) == [])
  }

  @Test("I4: an amount one yen off; points and coupons of the mall belong to it where agreed")
  func identity4() throws {
    var files = right
    files[0].1 = orderHead + order("A1001", 4_999)
    #expect(try findings(files) == ["amount_mismatch S03 1"])
    files[0].1 = orderHead + order("A1001", 4_300, more: "400,300")
    #expect(try findings(files) == ["amount_mismatch S03 700"])
    let gross = """
      language: en
      settlements:
        - provider: card
          methods: [card]
          gross_of_points: true

      """
    #expect(try findings(files, policy: gross) == [])
  }

  @Test("I6: a line's fee against the agreement, and the fees that the provider states in all")
  func identity6() throws {
    let agreed = """
      language: en
      settlements:
        - provider: card
          methods: [card]
          fees: [{percent: 3.6, rounding: up}]

      """
    #expect(try findings(right, policy: agreed) == [])
    let dearer = agreed.replacing("3.6", with: "3.5")
    #expect(try findings(right, policy: dearer) == ["fee_mismatch S04 5"])
    let head = "Transaction Date,Type,Order,Payout Date,Amount,Fee,Net,Checkout,Currency\n"
    for (fee, expected) in [(-180, []), (-181, ["fees_differ S04 1"])] as [(Int, [String])] {
      let files = [
        ("orders.csv", orderHead + order("A1001", 5_000)),
        (
          "t.csv",
          head + "2026-10-05 09:00:00 +0900,charge,A1001,2026-10-20,5000,180,4820,#38,JPY\n"
        ),
        (
          "p.csv",
          "Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,"
            + "Currency\n2026-10-20,paid,5000,0,0,0,\(fee),0,4820,JPY\n"
        ),
        ("bank.csv", bankHead + "D1,2026-10-20,2026-10-20,4820,ｼﾖﾋﾟﾌｱｲ\n"),
      ]
      let policy = """
        language: en
        settlements:
          - provider: shopify
            methods: [card]
            payer_names: [ｼﾖﾋﾟﾌｱｲ]

        """
      #expect(try findings(files, policy: policy) == expected)
    }
  }

  @Test(
    "An order that nobody settled is told by what the shop's export says of its payment",
    arguments: [
      ("card", "authorised", "not_captured S06 0"), ("card", "failed", "not_captured S06 0"),
      ("deferred", "pending", "not_guaranteed S10 0"),
      ("deferred", "failed", "not_guaranteed S10 0"), ("card", "paid", "missing_line S02 0"),
      ("deferred", "authorised", "missing_line S02 0"), ("card", "", "missing_line S02 0"),
    ])
  func unsettled(method: String, state: String, expected: String) throws {
    var files = right
    files[0].1 += order("A1009", 7_000, method: method, state: state)
    let policy = """
      language: en
      settlements:
        - provider: card
          methods: [card, deferred]
          settles_within_days: 14

      """
    #expect(try findings(files, policy: policy) == [expected])
  }

  @Test("A 速報 is told once it is older than a 確報 takes, and not after the money was settled")
  func neverConfirmed() throws {
    var files = right
    files[0].1 += order("A1002", 3_000)
    files[1].1 += "K2,2026-10-07,A1002,sale,3000,108,2892,,preliminary\n"
    let policy = """
      language: en
      settlements:
        - provider: card
          methods: [card]
          confirms_within_days: DAYS

      """
    func found(_ days: Int) throws -> [String] {
      try findings(files, policy: policy.replacing("DAYS", with: "\(days)"))
    }
    // From 7 October to 20 November are 44 days.
    #expect(try found(43) == ["never_confirmed S07 0"])
    #expect(try found(44) == [])
    files[1].1 += "K3,2026-10-09,A1002,sale,3000,108,2892,B1,\n"
    files[2].1 = files[2].1.replacing("4820", with: "7712")
    #expect(try found(1) == [])
  }

  @Test("A chargeback in a report stops its order on the day, until it is given back")
  func chargebackStops() throws {
    let shop = try Shop(policy: "language: en\n")
    let orders = orderHead + order("A1001", 5_000) + order("A1002", 3_000)
    try shop.put("orders.csv", Array(orders.utf8))
    try shop.run("2026-10-06T09:00")
    func decision(_ id: String) throws -> String? {
      try shop.table("decisions.csv").first { $0["order_id"] == id }?["decision"]
    }
    #expect(try decision("A1002") == "release")
    let back = cardHead + "K9,2026-10-07,a1002,chargeback,-3000,0,-3000,B1,\n"
    try shop.put("card.csv", Array(back.utf8))
    try shop.run("2026-10-08T09:00")
    #expect(try decision("A1002") == "stop" && decision("A1001") != "stop")
    #expect(try shop.table("recall.csv").map { $0["order_id"] } == ["A1002"])
    let codes = try shop.table("exceptions.csv").filter { $0["order_id"] == "A1002" }
    #expect(codes.map { $0["code"] } == ["S05"])
    let again = cardHead + "K10,2026-10-09,A1002,chargeback_reversal,3000,0,3000,B1,\n"
    try shop.put("again.csv", Array(again.utf8))
    try shop.run("2026-10-10T09:00")
    #expect(try decision("A1002") != "stop")
    #expect(try shop.isProved)
  }
}
