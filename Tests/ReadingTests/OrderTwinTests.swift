import Model
import TestKit
import Testing

@testable import Reading

/// Fast ways against slow and obvious ones, and orders of several rows.
@Suite("Order twins and folding")
struct OrderTwinTests {
  @Test("The usual form of a moment is read as the general reader reads it, every day of 5 years")
  func usualMoment() throws {
    var day = try #require(Day(iso: "2023-12-25"))
    let last = try #require(Day(iso: "2029-01-10"))
    while day <= last {
      let second = Int(day.number) * 7919 % 86_400
      let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
      let usual = read("\(day.iso)T\(clock)+09:00")
      #expect(usual == Moment(secondsTokyo: Int64(day.number) * 86_400 + Int64(second)))
      // Without the colon the general reader is asked.
      #expect(usual == read("\(day.iso)T\(clock)+0900"))
      day = day.adding(days: 1)
    }
  }

  @Test(
    "A broken text of the usual length is refused by both ways",
    arguments: [
      "2026-02-29T10:00:00+09:00", "2026-13-01T10:00:00+09:00", "2026-11-23T24:00:00+09:00",
      "2026-11-23T10:60:00+09:00", "2026-11-23T10:00:60+09:00", "2026-11-23T10:00:00+09:0x",
      "2026-11-23T10-00:00+09:00", "202x-11-23T10:00:00+09:00", "2026-11/23T10:00:00+09:00",
    ])
  func brokenMoment(text: String) { #expect(read(text) == nil) }

  @Test("The table of seen orders answers as a dictionary does, through every growth")
  func seenOrders() {
    var random = SeededRandom(seed: 31)
    var table = SeenOrders()
    var twin: [UInt64: (values: UInt64, line: Int)] = [:]
    var again = 0
    for line in 1...50_000 {
      // Numbers side by side, in the low bits or in the high ones.
      let key = UInt64(random.below(30_000)) << (random.chance(perMille: 500) ? 40 : 0)
      let values = UInt64(random.below(3))
      let found = table.enter(key: key, values: values, line: line)
      // 0 marks an empty slot and is kept as 1.
      let twinKey = key == 0 ? 1 : key
      let known = twin[twinKey]
      var isRight = found.map(\.line) == known.map { Int32($0.line) }
      if let found, let known {
        again += 1
        isRight = isRight && found.hasSame(values: known.values)
        isRight = isRight && !found.hasSame(values: known.values + 1)
      } else {
        twin[twinKey] = (values, line)
      }
      if !isRight { Issue.record("key \(key) at \(line)") }
    }
    #expect(table.count == twin.count)
    #expect(again > 5_000)
  }

  @Test("Orders that count up or down are put into the table once one does neither")
  func listedOrders() {
    for seed in 1...400 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      var table = SeenOrders()
      var twin: [UInt64: Int32] = [:]
      var number: UInt64 = 1_000
      let step = random.chance(perMille: 500) ? 1 : -1
      for line in 1...40 {
        // Now and then one that was there, one without a number, or one out of turn.
        let luck = random.below(60)
        number = UInt64(Int(number) + step * (luck == 0 ? -random.below(5) : luck == 1 ? 0 : 1))
        let key = luck == 2 ? UInt64(5_000 + line) : number
        let found = table.enter(
          key: key, values: 1, line: line, number: luck == 2 ? nil : number)
        #expect(found?.line == twin[key], "seed \(seed), line \(line)")
        if twin[key] == nil { twin[key] = Int32(line) }
      }
      #expect(table.count == twin.count)
    }
  }

  @Test("An order of several rows that comes back in another version is told once")
  func returningOrder() {
    let header = "店舗伝票番号,受注日,受注名,受注名カナ,支払方法,合計金額,商品名"
    let rows = [
      "A,2026/11/20,見本,ミホン,代引,100,x", "A,2026/11/20,見本,ミホン,代引,100,y",
      "B,2026/11/20,例示,レイジ,代引,200,x", "A,2026/11/20,見本,ミホン,代引,150,z",
      "A,2026/11/20,見本,ミホン,代引,150,x", "C,2026/11/20,例示,レイジ,代引,300,x",
    ]
    let result = readOrderFile(Array(([header] + rows).joined(separator: "\r\n").utf8))
    #expect(result.rows.map(\.orderID) == ["A", "B", "C"])
    #expect(result.rows.map(\.amountDueYen) == [100, 200, 300])
    #expect(result.reading.findings.map(\.fault) == [.orderRepeatedDiffers])
    #expect(result.reading.rowsRejected == 1)
    #expect(result.reading.findings[0].otherLine == 2)
  }

  @Test("Shopify: items may stand anywhere, but an order whose first row is cut off is rejected")
  func shopifyItems() {
    let header =
      "Name,Email,Financial Status,Fulfillment Status,Currency,Total,Created at,Billing Name,"
      + "Cancelled at,Payment Method,Outstanding Balance"
    func order(_ name: String, _ status: String = "pending", _ balance: String = "500") -> String {
      "\(name),,\(status),,JPY,500,2026-11-20 10:00:00 +0900,見本,,Bank Deposit,\(balance)"
    }
    func item(_ name: String) -> String { "\(name),,,,,,2026-11-20 10:00:00 +0900,,,," }
    let rows = [
      item("#0"), order("#1"), item("#1"), order("#2", "paid", ""), item("#1"),
      order("#2", "paid", "0"), order("#3", "disputed"),
    ]
    let result = readOrderFile(Array(([header] + rows).joined(separator: "\n").utf8))
    #expect(result.rows.map(\.orderID) == ["#1", "#2"])
    #expect(result.rows.map(\.paymentState) == [.pending, .notStated])
    #expect(
      result.reading.findings.map(\.fault) == [.missingValue, .orderRepeatedDiffers, .badCode])
    #expect(result.reading.findings.map(\.place.line) == [2, 7, 8])
  }

  @Test(
    "Shopify: what was paid back is closed, what was shipped without money stays visible",
    arguments: [
      ("refunded", "fulfilled", OrderStatus.closed, PaymentState.paid),
      ("refunded", "unfulfilled", .closed, .paid),
      ("voided", "fulfilled", .shipped, .failed), ("voided", "", .closed, .failed),
      ("expired", "", .open, .failed), ("partially_paid", "partial", .open, .pending),
      ("partially_refunded", "fulfilled", .shipped, .pending), ("paid", "on_hold", .open, .pending),
      ("unpaid", "restocked", .closed, .pending), ("authorized", "", .open, .authorised),
    ])
  func shopifyStanding(
    financial: String, fulfilment: String, status: OrderStatus, payment: PaymentState
  ) throws {
    let header =
      "Name,Financial Status,Fulfillment Status,Currency,Total,Created at,Billing Name,"
      + "Cancelled at,Payment Method,Outstanding Balance"
    let row = "#1,\(financial),\(fulfilment),JPY,9,2026-11-20 10:00:00 +0900,見本,,Stripe,5"
    let result = readOrderFile(Array("\(header)\n\(row)\n".utf8))
    let found = try #require(result.rows.first)
    #expect(found.status == status && found.paymentState == payment)
  }

  private func read(_ text: String) -> Moment? {
    Array(text.utf8).withUnsafeBytes { MomentReader.moment($0, needsOffset: true) }
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
