import Model
import TestKit
import Testing

@testable import Reading

private let neutralHeader =
  "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status"

private func neutralRow(
  _ id: String = "A1", at: String = "2026-11-20T10:00:00+09:00", name: String = "見本　花子",
  due: String = "1000", status: String = "open"
) -> String { "\(id),S1,\(at),bank_transfer,\(name),ミホン　ハナコ,\(due),\(status)" }

private func neutral(_ rows: String...) -> [UInt8] {
  Array(([neutralHeader] + rows).joined(separator: "\n").utf8)
}

@Suite("Order reader")
struct OrderReaderTests {
  @Test(
    "A header is bound by names, whatever their order, width and company",
    arguments: [
      (neutralHeader, "orders-neutral"),
      (
        "status,memo,amount_due,customer_kana,customer_name,payment_method,ordered_at,shop_id,"
          + "order_id",
        "orders-neutral"
      ),
      (
        " ｏｒｄｅｒ＿ｉｄ ,shop_id,ordered_at,payment_method,customer_name,customer_kana,"
          + "amount_due,status",
        "orders-neutral"
      ),
      (
        "Name,Financial Status,Fulfillment Status,Currency,Total,Created at,Billing Name,"
          + "Cancelled at,Payment Method,Outstanding Balance", "orders-shopify"
      ),
      ("注文番号,ステータス,注文日時,支払方法名,請求金額,注文者姓,注文者名,注文者姓ｶﾅ,注文者名カナ", "orders-rms"),
      ("店舗伝票番号,受注日,受注名,受注名カナ,支払方法,合計金額", "orders-nextengine"),
    ])
  func headers(header: String, id: String) throws {
    guard case .bound(let binding) = matchOrderHeader(fields(header)) else {
      Issue.record("not bound")
      return
    }
    #expect(binding.profile.rawValue == id)
    for known in binding.profile.columns where known.isRequired {
      #expect(binding.name(known.column) == known.name)
    }
  }

  @Test("Every profile is shown under its own id, once")
  func formatIDs() { #expect(orderFormats.map(\.id) == OrderProfile.allCases.map(\.rawValue)) }

  @Test(
    "A header of another kind is not taken for orders",
    arguments: [
      "line_id,date,order_id,type,gross,fee,net,payout_batch",
      "line_id,slip_no,date,order_id,result,collected,fee,net,payout_batch",
      "deposit_id,booking_date,value_date,amount,payer_name",
      "注文番号,注文ID,対応状況,お名前(姓),支払合計", "取引日,摘要,お支払金額,お預り金額,差引残高", "",
    ])
  func otherHeaders(header: String) { #expect(matchOrderHeader(fields(header)) == nil) }

  @Test("A header with columns missing or doubled is refused with their names")
  func changedHeader() {
    let missing = readOrderFile(
      Array("order_id,shop_id,ordered_at,payment_method,customer_name,status\nA,S,,,,\n".utf8))
    #expect(missing.rows.isEmpty && missing.reading.isRefused)
    #expect(missing.reading.kind == .orders && missing.reading.formatID == "orders-neutral")
    #expect(missing.reading.findings.map(\.fault) == [.headerChanged])
    #expect(missing.reading.findings[0].expected == "customer_kana, amount_due")
    let doubled = readOrderFile(Array("\(neutralHeader),amount_due\n".utf8))
    #expect(doubled.reading.isRefused)
    #expect(doubled.reading.findings[0].value == "amount_due")
    #expect(doubled.reading.findings[0].expected == nil)
  }

  @Test(
    "A row with a fault is rejected with its place, and the rest is read",
    arguments: [
      (neutralRow("A2", at: "2026-11-20T10:00:00"), DataFault.badDate, 3, "2026-11-20T10:00:00"),
      (neutralRow("A2", at: ""), .missingValue, 3, nil),
      (neutralRow(""), .missingValue, 1, nil),
      (neutralRow("A2", name: ""), .missingValue, 5, nil),
      (neutralRow("A2", due: ""), .missingValue, 7, nil),
      (neutralRow("A2", due: "1000.5"), .badAmount, 7, "1000.5"),
      (neutralRow("A2", due: "-1"), .unsignedAmountNegative, 7, "-1"),
      (neutralRow("A2", due: "123456789012345"), .amountOverflow, 7, "123456789012345"),
      (neutralRow("A2", status: "done"), .badCode, 8, "done"),
      (neutralRow("A2", status: ""), .missingValue, 8, nil),
      ("A2,S1,2026-11-20", .columnCount, nil, "3"),
      (neutralRow("A2") + ",more", .columnCount, nil, "9"),
      ("A2,\"S1", .unbalancedQuote, 2, nil),
      ("A2,S\0,", .nulByte, 2, nil),
    ] as [(String, DataFault, Int32?, String?)])
  func faults(row: String, fault: DataFault, column: Int32?, value: String?) throws {
    let file = neutral(neutralRow("A1"), row, neutralRow("A3"))
    let result = readOrderFile(file)
    #expect(result.rows.map(\.orderID) == ["A1", "A3"])
    #expect(result.reading.rowsRead == 2 && result.reading.rowsRejected == 1)
    let finding = try #require(result.reading.findings.first)
    #expect(result.reading.findings.count == 1)
    #expect(finding.fault == fault && finding.severity == .rejectsRow)
    #expect(finding.place.line == 3 && finding.place.column == column)
    #expect(finding.value == value)
    let byte = Int(try #require(finding.place.byte))
    let lineStart = neutralHeader.utf8.count + 1 + neutralRow("A1").utf8.count + 1
    #expect(byte >= lineStart && byte <= lineStart + row.utf8.count)
  }

  @Test("A byte that is no character costs its order and is named by its place")
  func badBytes() throws {
    var file = neutral(neutralRow("A1"), neutralRow("A2"))
    let place = try #require(file.lastIndex(of: 0xE5))
    file[place] = 0xFF
    let result = readOrderFile(file)
    #expect(result.rows.map(\.orderID) == ["A1"])
    #expect(result.reading.findings.map(\.fault) == [.badCharacter])
    #expect(result.reading.findings[0].place.byte == Int64(place))
    #expect(result.reading.findings[0].expected == "utf8")
    #expect(result.reading.findings[0].value == nil)
  }

  @Test("Names are shown as personal, other values are not")
  func personalValues() throws {
    let result = readOrderFile(
      neutral(neutralRow("A1"), neutralRow("A1", name: "別人"), neutralRow("A2", due: "x")))
    #expect(result.reading.findings.map(\.fault) == [.orderRepeatedDiffers, .badAmount])
    #expect(result.reading.findings.map(\.valueIsPersonal) == [true, false])
    #expect(result.reading.findings[0].value == "別人")
    #expect(result.reading.findings[0].otherLine == 2)
  }

  @Test("Long values are cut to eighty bytes, at a character")
  func longValues() {
    let result = readOrderFile(neutral(neutralRow("A1", status: String(repeating: "状", count: 40))))
    #expect(result.reading.findings[0].value == String(repeating: "状", count: 26))
  }

  @Test("A copy of a row is skipped, next to it or later; another version is told")
  func copies() {
    let result = readOrderFile(
      neutral(
        neutralRow("A1"), neutralRow("A1"), neutralRow("A2"), neutralRow("A1"),
        neutralRow("A2", due: "2000"), neutralRow("A3"), ""))
    #expect(result.rows.map(\.orderID) == ["A1", "A2", "A3"])
    #expect(result.reading.rowsSkipped == 2)
    #expect(result.reading.rowsRejected == 1)
    #expect(result.reading.findings.map(\.fault) == [.orderRepeatedDiffers])
    #expect(result.reading.findings[0].place.line == 6)
    #expect(result.reading.findings[0].otherLine == 4)
  }

  @Test("Two shops may use one number; empty lines and separators at the end are nothing")
  func harmless() {
    let other = neutralRow("A1").replacing("S1", with: "S2")
    let result = readOrderFile(neutral(neutralRow("A1") + ",,", "", ",,,", other, ""))
    #expect(result.rows.map(\.shopID) == ["S1", "S2"])
    #expect(result.reading.findings.isEmpty)
    #expect(result.reading.rowsSkipped == 2)
    #expect(result.rows.map(\.record) == [1, 2] && result.rows.map(\.line) == [2, 5])
  }

  @Test("A file of a header only is a day without orders")
  func headerOnly() {
    let result = readOrderFile(neutral())
    #expect(result.reading.findings.map(\.fault) == [.headerWithoutRows])
    #expect(result.reading.findings[0].severity == .note)
    #expect(!result.reading.isRefused)
  }

  @Test("Findings stop at the limit, the count of rejected rows does not")
  func manyFindings() {
    let rows = (0..<50).map { neutralRow("A\($0)", due: "x") }
    let file = Array(([neutralHeader] + rows).joined(separator: "\n").utf8)
    let result = readOrderFile(file, maxFindings: 7)
    #expect(result.reading.findings.count == 7)
    #expect(result.reading.rowsRejected == 50)
  }

  @Test("Marks differ where bytes differ, for every length and place of a difference")
  func marks() {
    var seen: Set<UInt64> = []
    var count = 0
    for length in 0..<40 {
      let bytes = [UInt8](repeating: 0x41, count: length)
      seen.insert(bytes.withUnsafeBytes(fieldMark))
      count += 1
      for place in 0..<length {
        var other = bytes
        other[place] = 0x42
        seen.insert(other.withUnsafeBytes(fieldMark))
        count += 1
      }
    }
    // The empty text has no base address and no mark.
    #expect(seen.count == count)
  }

  private func fields(_ header: String) -> [String] {
    header.utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map { String($0)! }
  }
}
