import Foundation
import Model
import TestKit
import Testing

@testable import Reading

private func shared(_ path: String) throws -> [UInt8] {
  try readBytes(#require(sharedFolder()).appendingPathComponent(path))
}

struct WorldRow: Sendable {
  var path: String
  var rows: Int
  var parts: Int
}

@Test(
  "The development worlds are proved by their own control values",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)),
  arguments: [
    WorldRow(path: "worlds/dev-daily/statement_zengin.txt", rows: 11888, parts: 27),
    WorldRow(path: "worlds/dev-hard/statement_zengin.txt", rows: 4635, parts: 27),
    WorldRow(path: "worlds/dev-daily/statement_camt053.xml", rows: 11955, parts: 27),
    WorldRow(path: "worlds/dev-hard/statement_camt053.xml", rows: 4705, parts: 27),
  ])
func zenginAndCamtWorlds(row: WorldRow) throws {
  let result = readStatement(try shared(row.path))
  #expect(result.rows.count == row.rows)
  #expect(result.reading.rowsRejected == 0)
  #expect(result.faults.isEmpty)
  #expect(result.reading.controls.allSatisfy { $0.outcome == .ok })
  #expect(result.reading.controls.count { $0.kind == .creditSum } == row.parts)
  #expect(result.reading.accounts.count == 1)
}

@Test(
  "A world says the same in Zengin and in camt, deposit by deposit",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)),
  arguments: ["dev-daily", "dev-hard"])
func zenginAgainstCamt(world: String) throws {
  let zengin = readStatement(try shared("worlds/\(world)/statement_zengin.txt"))
  let camt = readStatement(try shared("worlds/\(world)/statement_camt053.xml"))
  let deposits = camt.rows.filter { $0.direction == .credit || $0.mark == .reversal }
  #expect(deposits.count == zengin.rows.count)
  // Names are not compared: the two files write leading spaces and small kana differently.
  func shown(_ row: StatementRow) -> String {
    "\(row.bookingDay.iso) \(row.amountYen) \(row.direction) \(row.mark != .none)"
  }
  #expect(zengin.rows.map(shown) == deposits.map(shown))
  let account = try #require(zengin.reading.accounts.first).account
  #expect(try #require(camt.reading.accounts.first).account.number == account.number)
}

struct SampleRow: Sendable, CustomTestStringConvertible {
  var path: String
  var rows: Int
  var rejected: Int32
  var skipped: Int32
  var failed: Int
  var faults: Set<DataFault>
  var testDescription: String { path }

  init(
    _ path: String, rows: Int = 0, rejected: Int32 = 0, skipped: Int32 = 0, failed: Int = 0,
    _ faults: Set<DataFault>
  ) {
    self.path = path
    self.rows = rows
    self.rejected = rejected
    self.skipped = skipped
    self.failed = failed
    self.faults = faults
  }
}

private let samples: [SampleRow] = [
  SampleRow("zengin/synthetic-01-formatA-cancel-crlf.txt", rows: 5, []),
  SampleRow("zengin/synthetic-01-formatA-bad-trailer.txt", rows: 2, failed: 1, [.controlFailed]),
  SampleRow("zengin/synthetic-01-formatA.csv", rows: 2, []),
  SampleRow("zengin/synthetic-01-formatB-nobreak-eof1a.dat", rows: 2, []),
  SampleRow("zengin/synthetic-03-two-accounts-correction-crlf.txt", rows: 6, []),
  SampleRow("zengin/zengin-go-sougou-furikomi-trimmed.txt", [.notAStatement]),
  SampleRow("zengin/zengin4j-sougou-furikomi-cr-only.txt", [.notAStatement]),
  SampleRow("camt/genkgo-camt052.v1.xml", skipped: 1, [.markedAsCopy]),
  SampleRow("camt/genkgo-camt052.v2.xml", skipped: 1, [.markedAsCopy]),
  SampleRow(
    "camt/genkgo-camt053.v8.xml", skipped: 1, failed: 1,
    [.markedAsCopy, .pageMissing, .balanceBreak]),
  SampleRow(
    "camt/genkgo-camt053.v2.multi.statement.xml", rejected: 1, skipped: 1,
    [.markedAsCopy, .notJPY]),
  SampleRow("camt/genkgo-camt054.v8-with-UETR.xml", rejected: 1, [.notJPY]),
  SampleRow("camt/hbci4java-camt052-02.xml", rejected: 2, [.notJPY]),
  SampleRow("camt/hbci4java-camt052-08.xml", rejected: 1, [.notJPY]),
  SampleRow("camt/oca-test-camt053.xml", rejected: 3, failed: 1, [.notJPY, .balanceBreak]),
  SampleRow(
    "camt/okane-iso_camt.xml", skipped: 10, failed: 7,
    [.markedAsCopy, .controlFailed, .balanceBreak]),
  SampleRow("camt/okane-iso_camt_wise.xml", rejected: 10, [.notJPY]),
  SampleRow("camt/pyiso20022-gs-camt052_001_02.xml", rejected: 17, [.notJPY]),
  SampleRow(
    "camt/pyiso20022-gs-camt053_001_02.xml", rejected: 15, failed: 6,
    [.notJPY, .controlFailed, .balanceBreak]),
  SampleRow("xml-edge/bankstatementparser-invalid.xml", [.unknownVersion, .unknownMessage]),
  SampleRow(
    "xml-edge/bankstatementparser-camt053_no_namespace.xml", rejected: 1,
    [.unknownVersion, .notJPY]),
  SampleRow("xml-edge/bankstatementparser-camt053_multicurrency.xml", rejected: 3, [.notJPY]),
  SampleRow("xml-edge/genkgo-camt053.v2.wrong.xml", [.headerWithoutRows]),
  SampleRow("xml-edge/hbci4java-parse-invalid.xml", [.headerWithoutRows, .unknownVersion]),
  SampleRow("xml-edge/hbci4java-parse-none.xml", [.headerWithoutRows, .unknownVersion]),
  SampleRow("xml-edge/prowide-camt.053.001.07-wrapped-in-message.xml", [.notJPY]),
  SampleRow("xml-edge/pyiso20022-issue8-entity-expansion.xml", [.doctypeRefused]),
  SampleRow("xml-edge/synthetic-external-entity.xml", [.doctypeRefused]),
  SampleRow("zedi/synthetic-zedi-like-head001+camt054.xml", rows: 1, []),
  SampleRow("zedi/zengin4j-head001+pain001-concatenated.xml", [.notAStatement]),
]

@Test(
  "Public samples give what their provenance says",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)), arguments: samples)
func zenginAndCamtSamples(row: SampleRow) throws {
  let result = readStatement(try shared("samples/bank/" + row.path))
  #expect(Set(result.faults) == row.faults)
  #expect(result.rows.count == row.rows)
  #expect(result.reading.rowsRejected == row.rejected)
  #expect(result.reading.rowsSkipped == row.skipped)
  #expect(result.failedControls.count == row.failed)
}
