import Model
import Testing

@testable import Reading

@Suite("Order words")
struct OrderWordTests {
  @Test(
    "A word for a way to pay has one meaning, and an unknown one stays unknown",
    arguments: [
      ("bank_transfer", PaymentMethod.bankTransfer), ("card", .card), ("cod", .cod),
      ("konbini", .konbini), ("deferred", .deferred), ("mall", .mall), ("other", .other),
      ("銀行振込", .bankTransfer), ("銀行振込（前払い）", .bankTransfer), ("お振り込み", .bankTransfer),
      ("Bank Deposit", .bankTransfer), ("PayPay銀行 振込", .bankTransfer),
      ("クレジットカード", .card), ("ｸﾚｼﾞｯﾄｶｰﾄﾞ", .card), ("Shopify Payments", .card),
      ("Stripe", .card), ("ＶＩＳＡカード", .card),
      ("代金引換", .cod), ("代引き", .cod), ("Cash on Delivery (COD)", .cod),
      ("コンビニ決済", .konbini), ("セブンイレブン（前払）", .konbini), ("KOMOJU - Konbini", .konbini),
      ("後払い", .deferred), ("コンビニ後払い", .deferred), ("NP後払い", .deferred),
      ("Paidy", .deferred), ("請求書払い", .deferred),
      ("楽天ペイ", .mall), ("楽天ペイ（銀行振込）", .mall), ("PayPay", .mall), ("Amazon Pay", .mall),
      ("ｄ払い", .mall),
      ("ショッピングクレジット", .other), ("ギフトカード", .other), ("郵便振替", .other), ("口座振替", .other),
      ("ペイジー", .other), ("manual", .other), ("", .other), ("振", .other),
    ])
  func paymentWords(text: String, method: PaymentMethod) {
    #expect(paymentMethod(of: text) == method)
  }

  @Test(
    "A moment is Tokyo's, whatever the offset and the style",
    arguments: [
      ("2026-11-23T10:05:33+09:00", true, "2026-11-23T10:05", 33),
      ("2026-11-23 10:05:33 +0900", true, "2026-11-23T10:05", 33),
      ("2026-11-23T01:05:33Z", true, "2026-11-23T10:05", 33),
      ("2026-12-31T16:00:00.5Z", true, "2027-01-01T01:00", 0),
      ("2026-11-23 10:00:00 -0500", true, "2026-11-24T00:00", 0),
      ("2026-11-23T10:00+05:30", true, "2026-11-23T13:30", 0),
      ("2026-11-23T10:00+09", true, "2026-11-23T10:00", 0),
      ("2026/11/23 10:05:33", false, "2026-11-23T10:05", 33),
      ("2026/1/5 9:05", false, "2026-01-05T09:05", 0),
      ("2026-11-23", false, "2026-11-23T00:00", 0),
      ("20261123", false, "2026-11-23T00:00", 0),
      ("2026-11-23T00:00:00+00:00", false, "2026-11-23T09:00", 0),
    ])
  func moments(text: String, needsOffset: Bool, iso: String, second: Int32) throws {
    let found = Array(text.utf8).withUnsafeBytes {
      MomentReader.moment($0, needsOffset: needsOffset)
    }
    let moment = try #require(found)
    #expect(moment.iso == iso)
    #expect(moment.secondOfDay % 60 == second)
  }

  @Test(
    "A text that is no moment is refused",
    arguments: [
      ("2026-11-23T10:05:33", true), ("2026-11-23", true), ("2026-11-31T10:00:00Z", true),
      ("2026-11-23T24:00:00Z", true), ("2026-11-23T10:60:00Z", true),
      ("2026-11-23T10:05:60Z", true), ("2026-11-23T10:05:33+9", true),
      ("2026-11-23T10:05:33+09:60", true), ("2026-11-23T10:05:33+15:00", true),
      ("2026-11-23T10:05:33+09:", true), ("2026-11-23T10:05:33Zx", true),
      ("2026-11-23T10:05:33.Z", true), ("", false), ("26/11/23", false), ("2026/11", false),
      ("2026/11-23", false), ("2026-02-29", false), ("2026年11月23日", false), ("2026-11-23T", false),
      ("2026-11-23 x", false), ("0000-01-01", false), ("2026112", false), ("2026/111/1", false),
    ])
  func notMoments(text: String, needsOffset: Bool) {
    let found = Array(text.utf8).withUnsafeBytes {
      MomentReader.moment($0, needsOffset: needsOffset)
    }
    #expect(found == nil)
  }

  @Test(
    "RMS status says where an order stands and whether Rakuten has the money",
    arguments: [
      ("100", PaymentMethod.card, OrderStatus.open, PaymentState.pending),
      ("200", .konbini, .open, .pending),
      ("300", .card, .open, .authorised), ("300", .mall, .open, .authorised),
      ("300", .deferred, .open, .authorised), ("300", .bankTransfer, .open, .paid),
      ("300", .konbini, .open, .paid), ("300", .cod, .open, .pending),
      ("300", .other, .open, .notStated),
      ("400", .card, .open, .pending), ("500", .bankTransfer, .shipped, .paid),
      ("600", .card, .shipped, .authorised), ("700", .cod, .shipped, .pending),
      ("800", .card, .cancelled, .notStated), ("900", .bankTransfer, .cancelled, .notStated),
      ("発送待ち", .card, .open, .authorised), ("キャンセル確定", .card, .cancelled, .notStated),
    ])
  func rmsStatus(
    text: String, method: PaymentMethod, status: OrderStatus, payment: PaymentState
  ) {
    #expect(rmsStanding(text, method) == OrderStanding(status: status, payment: payment))
  }

  @Test("An RMS status that is not in the list is no status", arguments: ["", "350", "1000", "済"])
  func unknownRMSStatus(text: String) { #expect(rmsStanding(text, .card) == nil) }
}
