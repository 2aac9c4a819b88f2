import Foundation
import Model
import TestKit
import Testing

@testable import Reading

/// A statement of the public samples with an opening and a closing booked balance.
struct ChainSample: Sendable, CustomTestStringConvertible {
  var path: String
  /// Which of the file's statements with both balances.
  var place = 0
  /// Computed less stated; nil where the statement chains.
  var difference: Int64?
  var decimals: Int32 = 2
  var testDescription: String { "\(path) \(place)" }
}

/// All 22, with differences that a program of its own (XML tree, decimals) found. In four the
/// opening balance is in another currency than the closing one: the difference is that of the bare
/// numbers. The entry in euro of the Goldman Sachs file is not added to its dollars.
private let chains: [ChainSample] = [
  ChainSample(path: "camt/bankstatementparser-camt.053.001.02.xml"),
  ChainSample(path: "camt/genkgo-camt053.v2.all-balance-types.xml", difference: 5820, decimals: 3),
  ChainSample(path: "camt/genkgo-camt053.v2.five.decimals.xml", difference: -50, decimals: 3),
  ChainSample(path: "camt/genkgo-camt053.v2.minimal.xml", difference: 5400),
  ChainSample(path: "camt/genkgo-camt053.v2.multi.statement.xml"),
  ChainSample(path: "camt/genkgo-camt053.v2.multi.statement.xml", place: 1),
  ChainSample(path: "camt/genkgo-camt053.v3.xml", difference: 5400),
  ChainSample(path: "camt/genkgo-camt053.v4.xml", difference: 5400),
  ChainSample(path: "camt/genkgo-camt053.v8.xml", difference: 5400),
  ChainSample(path: "camt/hbci4java-camt052-02.xml"),
  ChainSample(path: "camt/hbci4java-camt052-08.xml"),
  ChainSample(path: "camt/hbci4java-camt052-return-with-charges.xml", difference: -5300),
  ChainSample(path: "camt/oca-test-camt053-no-ntry.xml"),
  ChainSample(path: "camt/oca-test-camt053-txdtls.xml"),
  ChainSample(path: "camt/oca-test-camt053.xml", difference: 43416),
  ChainSample(path: "camt/okane-iso_camt.xml", difference: 908_255),
  ChainSample(path: "camt/pyiso20022-gs-camt053_001_02.xml", difference: 303_895),
  ChainSample(path: "xml-edge/bankstatementparser-camt053_multicurrency.xml"),
  ChainSample(path: "xml-edge/bankstatementparser-camt053_multicurrency.xml", place: 1),
  ChainSample(path: "xml-edge/bankstatementparser-camt053_no_namespace.xml"),
  ChainSample(
    path: "xml-edge/hbci4java-parse-5200108-invalid-saldo.xml", difference: 4, decimals: 13),
  ChainSample(path: "xml-edge/hbci4java-parse-5200108-missing-date.xml"),
]

@Test(
  "Of the 22 public statements with both balances 11 chain, and 11 are refused by their difference",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)), arguments: chains)
func camtSampleChains(row: ChainSample) throws {
  let folder = try #require(sharedFolder()).appendingPathComponent("samples/bank")
  let result = readStatement(try readBytes(folder.appendingPathComponent(row.path)))
  let checks = result.reading.controls.filter { $0.kind == .closingBalance && $0.stated != nil }
  let check = try #require(checks.dropFirst(row.place).first)
  #expect(check.outcome == (row.difference == nil ? .ok : .failed))
  #expect(check.decimals == row.decimals || row.difference == nil)
  #expect(check.computed - check.stated! == row.difference ?? 0)
  let finding = result.finding(.balanceBreak)
  #expect(finding?.differenceYen == row.difference)
  #expect((finding?.severity ?? .stopsPosting) == .stopsPosting)
}

@Test(
  "No other public statement has both balances",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
func camtSampleCount() throws {
  #expect(chains.count == 22 && chains.count { $0.difference == nil } == 11)
  var found = 0
  for name in ["camt", "xml-edge"] {
    let folder = try #require(sharedFolder()).appendingPathComponent("samples/bank/" + name)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where file.hasSuffix(".xml") {
      let result = readStatement(try readBytes(folder.appendingPathComponent(file)))
      found += result.reading.controls.count { $0.kind == .closingBalance && $0.stated != nil }
    }
  }
  #expect(found == 22)
}
