import Foundation
import Model
import TestKit
import Testing

@testable import Reading

private let csvFormats = bankProfiles.map(\.info.id) + positionalFormats.map(\.id)

@Suite("Bank CSV files")
struct BankFileTests {
  @Test("The samples of each bank format read as its expectation says", arguments: csvFormats)
  func golden(id: String) throws {
    let folder = "fixtures/formats/\(id)"
    let samples = filesBelow(repoFile(folder)).filter { $0.hasPrefix("sample") }
    #expect(!samples.isEmpty)
    var text = ""
    for sample in samples {
      let file = readBytesAsFile(try readBytes(repoFile("\(folder)/\(sample)")))
      #expect(file.reading.formatID == id, "\(sample)")
      #expect(!file.rows.isEmpty, "\(sample)")
      text += "== \(sample)\n\(described(file))"
    }
    try expectGolden(text, "\(folder)/expected.txt")
  }

  @Test("Names in profiles are in the folded form in which headers are compared")
  func foldedNames() {
    for profile in bankProfiles {
      for name in profile.columns.flatMap(\.names) { #expect(foldHeader(name) == name) }
    }
  }

  @Test("Every format has its own id, sources and a grade")
  func infos() {
    let all = allFormats()
    #expect(Set(all.map(\.id)).count == all.count)
    for format in all {
      #expect(["A", "B", "C", "D"].contains(format.grade), "\(format.id)")
      #expect(!format.sources.isEmpty && !format.titleJa.isEmpty && !format.titleEn.isEmpty)
    }
    let sorted = all.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
    #expect(all.map(\.id) == sorted.map(\.id))
  }

  @Test("No header of a bank is taken for that of another", arguments: bankProfiles.map(\.info.id))
  func headersAreApart(id: String) throws {
    let profile = try #require(bankProfiles.first { $0.info.id == id })
    let required = profile.columns.filter(\.isRequired).map { $0.names[0] }
    let every = profile.columns.map { $0.names[0] }
    for names in [required, every] {
      #expect(matchBankHeader(names, profiles: bankProfiles)?.profile.info.id == id)
      #expect(matchBankHeader(names.reversed(), profiles: bankProfiles)?.profile.info.id == id)
    }
  }

  @Test("The encoding does not change what is read", arguments: ["smbc-personal", "yucho-direct"])
  func encodingsAgree(id: String) throws {
    let bytes = try readBytes(repoFile("fixtures/formats/\(id)/sample.csv"))
    let text = try #require(bytes.withUnsafeBytes { TextDecoder(.cp932).string($0) })
    let decoded = readTextAsFile(text)
    #expect(decoded.rows == readBytesAsFile(bytes).rows)
    #expect(decoded.reading.encoding == .utf8)
    #expect(readTextAsFile("\u{FEFF}" + text).reading.encoding == .utf8BOM)
  }

  @Test(
    "All public samples of bank CSV are read whole and prove their balances",
    .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
  func publicSamples() throws {
    let folder = try #require(sharedFolder()).appendingPathComponent("samples/bank/csv")
    let names = filesBelow(folder)
    #expect(names.count >= 22)
    for name in names {
      let file = readBytesAsFile(try readBytes(folder.appendingPathComponent(name)))
      #expect(file.reading.findings.isEmpty, "\(name)")
      #expect(file.reading.rowsRead > 0 && file.reading.rowsRejected == 0, "\(name)")
      #expect(file.reading.controls.allSatisfy { $0.outcome != .failed }, "\(name)")
    }
  }

  @Test(
    "The bank CSV and the neutral deposits of a world hold the same deposits",
    .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)),
    arguments: [("dev-daily", 11_888), ("dev-hard", 4_635)])
  func worlds(name: String, deposits: Int) throws {
    let folder = try #require(sharedFolder()).appendingPathComponent("worlds/\(name)")
    let bank = readBytesAsFile(
      try readBytes(folder.appendingPathComponent("statement_bank.csv")))
    let neutral = readBytesAsFile(try readBytes(folder.appendingPathComponent("deposits.csv")))
    #expect(bank.reading.findings.isEmpty && neutral.reading.findings.isEmpty)
    #expect(bank.reading.controls.map(\.outcome) == [.ok])
    let taken = bank.rows.filter { $0.direction == .credit || $0.mark == .cancellation }
    #expect(neutral.rows.count == deposits && taken.count == deposits)
    for (a, b) in zip(taken, neutral.rows) {
      let same =
        a.amountYen == b.amountYen && a.direction == b.direction && a.mark == b.mark
        && a.bookingDay == b.bookingDay
      guard same else {
        Issue.record("record \(a.record) of the bank is not record \(b.record)")
        return
      }
    }
    #expect(zip(bank.rows, bank.rows.dropFirst()).allSatisfy { $0.record + 1 == $1.record })
  }
}
