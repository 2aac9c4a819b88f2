import Foundation
import Model
import TestKit
import Testing

@testable import Reading

@Suite("Settlement reports")
struct SettlementFileTests {
  @Test(
    "The samples of each report read as its expectation says",
    arguments: settlementProfiles.map(\.info.id))
  func golden(id: String) throws {
    let folder = "fixtures/formats/\(id)"
    let samples = filesBelow(repoFile(folder)).filter { $0.hasPrefix("sample") }.sorted()
    #expect(!samples.isEmpty)
    var text = ""
    for sample in samples {
      let name = String(sample.drop { $0 != "-" }.dropFirst())
      let file = readSettlement(try readBytes(repoFile("\(folder)/\(sample)")), named: name)
      #expect(file.reading.formatID == id && file.reading.kind == .settlement, "\(sample)")
      #expect(!file.rows.isEmpty && !file.reading.isRefused, "\(sample)")
      text += "== \(sample)\n\(described(file))"
    }
    try expectGolden(text, "\(folder)/expected.txt")
  }

  @Test("Names in profiles are in the folded form in which headers are compared")
  func foldedNames() {
    for profile in settlementProfiles {
      for name in profile.columns.flatMap(\.names) + profile.wholeHeader {
        #expect(foldHeader(name) == name)
      }
    }
  }

  @Test(
    "No header of a report is taken for that of another",
    arguments: settlementProfiles.filter(\.wholeHeader.isEmpty).map(\.info.id))
  func headersAreApart(id: String) throws {
    let profile = try #require(settlementProfiles.first { $0.info.id == id })
    let names = Array(Set(profile.columns.filter(\.isRequired).map { $0.names[0] })).sorted()
    #expect(matchSettlementHeader(names)?.profile.info.id == id)
    #expect(matchSettlementHeader(names.reversed())?.profile.info.id == id)
    #expect(matchBankHeader(names, profiles: bankProfiles) == nil)
  }

  @Test(
    "A report that lost or renamed any column it needs is refused, and the column is named",
    arguments: settlementProfiles.filter { $0.columns.count(where: \.isRequired) >= 6 }.map(
      \.info.id))
  func changedHeaders(id: String) throws {
    let profile = try #require(settlementProfiles.first { $0.info.id == id })
    let names =
      profile.wholeHeader.isEmpty
      ? Array(Set(profile.columns.filter(\.isRequired).map { $0.names[0] })).sorted()
      : profile.wholeHeader
    for place in Set(names).sorted().compactMap({ names.firstIndex(of: $0) }) {
      var changed = names
      changed[place] = "改名"
      let text = changed.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
      let file = readSettlement(text)
      guard file.reading.isRefused else {
        // Another report may still be whole without it.
        #expect(file.reading.formatID != id)
        continue
      }
      let finding = try #require(file.reading.findings.first)
      #expect(finding.fault == .headerChanged || finding.fault == .unknownFormat)
      if finding.value == id {
        #expect(finding.expected?.contains(foldHeader(names[place])) == true)
      }
    }
  }

  private let head = "line_id,date,order_id,type,gross,fee,net,payout_batch\n"

  @Test(
    "One yen too much in a net, or one sign turned, refuses the file and names the line",
    arguments: [
      "K2,2026-11-03,T2,sale,1000,36,965,B", "K2,2026-11-03,T2,sale,1000,-36,964,B",
      "K2,2026-11-03,T2,sale,-1000,36,964,B", "K2,2026-11-03,T2,refund,-1000,-36,964,B",
    ])
  func netDiffers(line: String) throws {
    let file = readSettlement(head + "K1,2026-11-02,T1,sale,1000,36,964,B\n" + line + "\n")
    #expect(file.reading.isRefused)
    let finding = try #require(file.reading.findings.first)
    #expect(finding.fault == .netDiffers && finding.place.line == 3)
    #expect(finding.value != nil && finding.expected?.contains("=") == true)
  }

  @Test("A payout that is not the sum of its lines refuses the file")
  func payoutDiffers() throws {
    let lines = head + "K1,2026-11-02,T1,sale,1000,36,964,B\n"
    let right = readSettlement(lines + "P,2026-11-09,,payout,-964,0,-964,B\n")
    #expect(!right.reading.isRefused && right.payouts.map(\.totalYen) == [964])
    let wrong = readSettlement(lines + "P,2026-11-09,,payout,-965,0,-965,B\n")
    #expect(wrong.reading.isRefused)
    #expect(wrong.reading.findings.map(\.fault) == [.payoutTotalDiffers])
    #expect(wrong.reading.findings.first?.differenceYen == -1)
  }

  @Test(
    "Amounts are read in every form that providers use, and nothing else is",
    arguments: [
      ("1234", 123_400), ("-1,234", -123_400), ("▲500", -50_000), ("¥1,000", 100_000),
      ("-¥500", -50_000), ("１２３", 12_300), ("500.00", 50_000), ("12.5", 1_250), ("(300)", -30_000),
      ("1,000円", 100_000), ("+7", 700), ("-0.05", -5),
    ])
  func money(text: String, hundredths: Int64) {
    let cell = Array(text.utf8)
    #expect(cell.withUnsafeBytes { parseMoney($0) } == .hundredths(hundredths))
  }

  @Test(
    "What is no amount is refused",
    arguments: ["12.345", "1,23", "1.2.3", "abc", "--5", "5-", "1 000 x", "12,3456", "."])
  func noMoney(text: String) {
    let cell = Array(text.utf8)
    #expect(cell.withUnsafeBytes { parseMoney($0) } == .bad)
  }

  @Test("A yen with a fraction is refused, one with .00 is not")
  func fractions() {
    let file = readSettlement(
      head + "K1,2026-11-02,T1,sale,1000.00,36.00,964.00,B\nK2,2026-11-02,T1,sale,1.5,0,1.5,B\n")
    #expect(file.lines.map(\.grossYen) == [1000])
    #expect(file.reading.findings.map(\.fault) == [.badAmount])
  }

  @Test("The two reports of Yahoo! are told apart by their names, and without one refused")
  func yahoo() throws {
    let folder = "fixtures/formats/yahoo-receipt-billing"
    let bytes = try readBytes(repoFile("\(folder)/sample-billing.csv"))
    #expect(readSettlement(bytes, named: "billing_202611.csv").lines.map(\.netYen) == [-55])
    #expect(readSettlement(bytes, named: "receipt_202611.csv").lines.map(\.netYen) == [55])
    #expect(readSettlement(bytes, named: "x.csv").reading.isRefused)
  }

  @Test(
    "The public samples with rows read whole, and the one that does not add up is refused",
    .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
  func publicSamples() throws {
    let folder = try #require(sharedFolder()).appendingPathComponent("samples/settlement")
    let counts = [
      ("stripe-balance-activity.real-redacted.csv", 906, 0),
      ("stripe-payouts.real-redacted.csv", 0, 182),
      ("stripe-payout-reconciliation.synthetic.csv", 6, 1),
      ("adyen-settlement-details.synthetic.csv", 6, 1),
      ("shopify-payment-transactions.real-excerpt.csv", 15, 0),
    ]
    for (name, lines, payouts) in counts {
      let file = readSettlement(try readBytes(folder.appendingPathComponent(name)))
      #expect(file.lines.count == lines && file.payouts.count == payouts, "\(name)")
      #expect(file.reading.rowsRejected == 0 && !file.reading.isRefused, "\(name)")
      #expect(file.reading.findings.map(\.fault) == [.notJPY], "\(name)")
    }
    let amazon = readSettlement(
      try readBytes(folder.appendingPathComponent("amazon-settlement-v2.synthetic.tsv")))
    #expect(amazon.reading.findings.map(\.fault).contains(.payoutTotalDiffers))
    for (name, profile) in [
      ("yamato-seisansyo.header.csv", "yamato-seisansho"),
      ("aupay-settlement.header.csv", "au-pay"),
      ("rakuten-billpay-hyoji-12col.header.csv", "rakuten-hyoji"),
      ("rakuten-billpay-uchiwake-17col.header.csv", "rakuten-uchiwake"),
      ("yahoo-seisan.header.csv", "yahoo-seisan"),
      ("square-transactions.header.csv", "square-transactions"),
      ("yahoo-receipt-billing.header.csv", "yahoo-receipt-billing"),
      ("amazonpay-settlement.header.csv", "amazon-pay"),
      ("paypal-jp-activity.header.csv", "paypal-activity-jp"),
      ("shopify-payouts.header.csv", "shopify-payouts"),
      ("stripe-balance-activity-full.header.csv", "stripe-activity"),
    ] {
      let file = readSettlement(
        try readBytes(folder.appendingPathComponent(name)), named: "receipt.csv")
      #expect(file.reading.formatID == profile, "\(name)")
    }
  }
}
