import Model
import Testing

@testable import Reading

@Test(
  "Yen are whole, though a fraction of zeros may stand behind them",
  arguments: [
    ("0", 0), ("1", 1), ("5480", 5480), ("5480.00", 5480), ("5480.", 5480), ("5480.00000", 5480),
    ("+12", 12), ("-12", -12), ("000000000000000000000012", 12),
    ("999999999999999999", 999_999_999_999_999_999), ("1000000000000000000", nil), ("", nil),
    (".", nil), (".00", 0), ("-", nil), ("12.5", nil), ("12.01", nil), ("12..34", nil),
    ("1,200", nil), ("1e3", nil), ("１２", nil), ("12 ", nil),
  ] as [(String, Int64?)])
func camtWholeYen(text: String, yen: Int64?) {
  #expect(withBytes(text) { CamtDecimal($0)?.whole } == yen)
}

struct DecimalRow: Sendable {
  var text: String
  var decimals: Int32
  var units: Int64?
  var shown = ""
}

@Test(
  "Amounts of any currency are exact: eighteen digits, with what stands behind the point",
  arguments: [
    DecimalRow(text: "12.34", decimals: 2, units: 1234, shown: "12.34"),
    DecimalRow(text: "-0.05", decimals: 2, units: -5, shown: "-0.05"),
    DecimalRow(text: ".05", decimals: 2, units: 5, shown: "0.05"),
    DecimalRow(text: "7", decimals: 3, units: 7000, shown: "7.000"),
    DecimalRow(text: "1.23456", decimals: 5, units: 123_456, shown: "1.23456"),
    DecimalRow(
      text: "100.0000000000005", decimals: 13, units: 1_000_000_000_000_005,
      shown: "100.0000000000005"),
    DecimalRow(
      text: "9999999999999.99999", decimals: 5, units: 999_999_999_999_999_999,
      shown: "9999999999999.99999"),
    DecimalRow(text: "12345678901234.56789", decimals: 5),
    DecimalRow(text: "0.1234567890123456789", decimals: 5),
    DecimalRow(text: "1.2.3", decimals: 2), DecimalRow(text: "1,20", decimals: 2),
  ])
func camtDecimals(row: DecimalRow) {
  let value = withBytes(row.text) { CamtDecimal($0) }
  #expect(value?.units(row.decimals) == row.units)
  if let value { #expect(value.text(row.decimals) == row.shown) }
}

@Test(
  "A day is Tokyo's, wherever the clock stood",
  arguments: [
    ("2026-11-20", "2026-11-20"), ("2026-11-20Z", "2026-11-20"),
    ("2026-11-20+09:00", "2026-11-20"), ("2026-11-20T23:59:59", "2026-11-20"),
    ("2026-11-20T23:59:59.999", "2026-11-20"), ("2026-11-20T14:59:59Z", "2026-11-20"),
    ("2026-11-20T15:00:00Z", "2026-11-21"), ("2026-11-20T15:00:00.123456789Z", "2026-11-21"),
    ("2026-11-20T00:30:00+09:00", "2026-11-20"), ("2026-11-20T00:30:00+14:00", "2026-11-19"),
    ("2026-11-20T23:30:00-05:00", "2026-11-21"), ("2026-12-31T15:00:00Z", "2027-01-01"),
    ("2026-11-20T24:00:00", "2026-11-21"), ("2024-02-29", "2024-02-29"),
    ("2026-02-29", nil), ("2026-13-01", nil), ("2026-11-31", nil), ("20261120", nil),
    ("2026-11-20T25:00:00", nil), ("2026-11-20T10:00", nil), ("2026-11-20X", nil),
    ("2026-11-20T10:00:00+9:00", nil), ("", nil), ("2026/11/20", nil),
  ] as [(String, String?)])
func camtTokyoDay(text: String, day: String?) {
  #expect(withBytes(text) { tokyoDay($0) }?.iso == day)
}

@Test(
  "Versions .01 to .12 of three messages are known; any other namespace has its own fault",
  arguments: [
    ("camt.053.001.02", nil), ("camt.053.001.12", nil), ("camt.053.001.01", nil),
    ("camt.053.001.00", .unknownVersion), ("camt.053.001.13", .unknownVersion),
    ("camt.053.002.08", .unknownVersion),
    ("camt.053", .unknownVersion), ("camt.053.001.8", .unknownVersion),
    ("pain.001.001.03", .notAStatement), ("camt.086.001.02", .unknownMessage),
    ("camt.052.001.08", .unknownMessage),
  ] as [(String, DataFault?)])
func camtNamespaces(name: String, fault: DataFault?) {
  let result = readStatement(camtFile(camtStatement(camtEntry()), namespace: name))
  #expect(result.faults == (fault.map { [$0] } ?? []))
  #expect(result.reading.isRefused == (fault != nil))
  #expect(result.rows.count == (fault == nil ? 1 : 0))
}

@Test("Without a namespace, or without a version in it, a message is read with a note")
func camtUnstatedVersion() {
  for name in [nil, "camt"] {
    let result = readStatement(camtFile(camtStatement(camtEntry()), namespace: name))
    #expect(result.faults == [.unknownVersion])
    #expect(result.finding(.unknownVersion)?.severity == .note)
    #expect(result.rows.count == 1)
    #expect(result.reading.formatID == "camt-053")
  }
}

@Test("A namespace of somebody else is another message")
func camtForeignNamespace() {
  let file = Array("<Document xmlns=\"urn:x\"><BkToCstmrStmt/></Document>".utf8)
  #expect(readStatement(file).faults == [.unknownMessage])
}

@Test(
  "The message element decides the format",
  arguments: [
    ("camt.052.001.02", "BkToCstmrAcctRpt", "Rpt", "camt-052"),
    ("camt.053.001.04", "BkToCstmrStmt", "Stmt", "camt-053"),
    ("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "camt-054"),
  ])
func camtMessages(namespace: String, message: String, tag: String, id: String) {
  let file = camtFile(
    camtStatement(camtEntry(), tag: tag), namespace: namespace, message: message)
  let result = readStatement(file)
  #expect(result.reading.formatID == id)
  #expect(result.rows.count == 1)
  #expect(result.faults.isEmpty)
}
