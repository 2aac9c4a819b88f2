import Foundation
import Model
import TestKit
import Testing

@testable import Reading

@Suite("Order files")
struct OrderFileTests {
  @Test(
    "A sample of each layout is read as its expectation says",
    arguments: [
      ("orders-neutral", TextEncoding.utf8BOM), ("orders-rms", .cp932),
      ("orders-nextengine", .cp932), ("orders-shopify", .utf8),
    ])
  func golden(id: String, encoding: TextEncoding) throws {
    let folder = "fixtures/formats/\(id)"
    let result = readOrderFile(
      try readBytes(repoFile("\(folder)/sample.csv")), encoding: encoding)
    #expect(result.reading.formatID == id)
    try expectGolden(described(result), "\(folder)/expected.txt")
  }

  @Test("The front door finds header and encoding by itself", arguments: OrderProfile.allCases)
  func frontDoor(profile: OrderProfile) throws {
    let file = try readBytes(repoFile("fixtures/formats/\(profile.rawValue)/sample.csv"))
    var rows: [OrderRow] = []
    let reading = file.withUnsafeBytes {
      readFile(
        $0, context: ReadingContext(asOf: Day(number: 20_000)),
        sink: RowSink(order: { rows.append($0) }))
    }
    let isCP932 = profile == .rms || profile == .nextEngine
    let direct = readOrderFile(file, encoding: isCP932 ? .cp932 : .utf8)
    #expect(reading.kind == .orders && reading.formatID == profile.rawValue)
    #expect(rows == direct.rows && !rows.isEmpty)
    #expect(reading.findings == direct.reading.findings)
  }

  @Test(
    "Rows that carry the order's values twice fold into one order, in CP932 as in UTF-8",
    arguments: [("orders-rms", "見本　花子"), ("orders-nextengine", "見本 花子")])
  func encodingsAgree(id: String, name: String) throws {
    let bytes = try readBytes(repoFile("fixtures/formats/\(id)/sample.csv"))
    let text = try #require(bytes.withUnsafeBytes { TextDecoder(.cp932).string($0) })
    let fromCP932 = readOrderFile(bytes, encoding: .cp932)
    let fromUTF8 = readOrderFile(Array(text.utf8))
    #expect(fromCP932.rows == fromUTF8.rows)
    #expect(fromCP932.rows.first?.customerName == name)
    #expect(fromCP932.rows.first?.record == 1 && fromCP932.rows.dropFirst().first?.record == 3)
  }

  @Test(
    "A damaged file gives findings or orders, never a crash, and the counts agree",
    arguments: OrderProfile.allCases)
  func damaged(profile: OrderProfile) throws {
    let sample = try readBytes(repoFile("fixtures/formats/\(profile.rawValue)/sample.csv"))
    let encoding: TextEncoding =
      profile == .rms || profile == .nextEngine ? .cp932 : .utf8
    let odd: [UInt8] = [0x00, 0x0A, 0x0D, 0x20, 0x22, 0x2C, 0x2D, 0x39, 0x81, 0xE3, 0xFC, 0xFF]
    var random = SeededRandom(seed: 7)
    var faults: Set<DataFault> = []
    for _ in 0..<400 {
      var file = sample
      for _ in 0...random.below(6) {
        let place = random.below(file.count)
        switch random.below(4) {
        case 0: file.remove(at: place)
        case 1: file.insert(random.pick(odd), at: place)
        case 2: file[place] = random.pick(odd)
        default: file.removeSubrange(place..<min(file.count, place + random.below(200)))
        }
      }
      let result = readOrderFile(file, encoding: encoding)
      #expect(Int(result.reading.rowsRead) == result.rows.count)
      #expect(result.rows.allSatisfy { $0.amountDueYen >= 0 && !$0.orderID.isEmpty })
      faults.formUnion(result.reading.findings.map(\.fault))
    }
    #expect(faults.isSuperset(of: [.columnCount, .missingValue, .badDate, .unbalancedQuote]))
  }

  @Test(
    "Every order of a development world is read",
    .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)),
    arguments: ["dev-daily", "dev-hard"])
  func worlds(name: String) throws {
    let file = try #require(sharedFolder()).appendingPathComponent("worlds/\(name)/orders.csv")
    let bytes = try readBytes(file)
    let result = readOrderFile(bytes)
    #expect(result.reading.findings.isEmpty)
    #expect(result.rows.count == bytes.count { $0 == 0x0A } - 1)
    #expect(Int(result.reading.rowsRead) == result.rows.count)
    #expect(result.reading.rowsSkipped == 0)
    if name == "dev-daily" {
      #expect(result.rows.count == 20_000)
      #expect(result.rows.count { $0.status == .cancelled } == 624)
      #expect(result.rows.count { $0.paymentMethod == .bankTransfer } == 12_904)
      #expect(result.rows.count { $0.paymentMethod == .cod } == 1_825)
    }
  }

  @Test(
    "A true Shopify export in rupees is recognised, and each of its orders rejected",
    .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
  func shopifySample() throws {
    let file = try #require(sharedFolder())
      .appendingPathComponent("samples/orders/shopify-orders-export.real-redacted.csv")
    let bytes = try readBytes(file)
    let result = readOrderFile(bytes)
    #expect(result.reading.formatID == "orders-shopify")
    #expect(result.rows.isEmpty)
    #expect(result.reading.rowsRejected == 51)
    #expect(Set(result.reading.findings.map(\.fault)) == [.notJPY])
    // The same orders in yen: all are read, and only those without a balance count as paid.
    let text = String(decoding: bytes, as: UTF8.self).replacing(",INR,", with: ",JPY,")
    let inYen = readOrderFile(Array(text.utf8))
    #expect(inYen.rows.count == 48)
    #expect(inYen.rows.allSatisfy { $0.paymentState == .pending })
    #expect(inYen.reading.findings.map(\.fault) == [.badAmount, .badAmount, .badAmount])
  }

  @Test(
    "The headers of public samples are recognised, or left alone where they are no order export",
    .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)),
    arguments: [
      ("rakuten-rms-158col.header.csv", "orders-rms"),
      ("nextengine-hanyo-juchu-41col.header.csv", "orders-nextengine"),
      ("nextengine-sales-for-reconcile-13col.header.csv", nil),
      ("base-orders.header.csv", nil), ("eccube4-juchu.header.csv", nil),
      ("b2cloud-94col.header.csv", nil), ("yupack-r-117col.header.csv", nil),
      ("ehiden3-import-74col.header.csv", nil), ("rms-shipment-upload.header.csv", nil),
      ("aiship-juchu-update.header.csv", nil),
    ] as [(String, String?)])
  func sampleHeaders(name: String, id: String?) throws {
    let file = try #require(sharedFolder()).appendingPathComponent("samples/orders/\(name)")
    let result = readOrderFile(try readBytes(file), encoding: .cp932)
    guard case .bound(let binding) = result.header else {
      #expect(id == nil)
      #expect(result.header == nil)
      return
    }
    #expect(binding.profile.rawValue == id)
  }
}
