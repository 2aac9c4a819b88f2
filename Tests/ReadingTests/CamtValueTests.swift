import Model
import Testing

@testable import Reading

@Test(
  "Yen are whole, though a fraction of zeros may stand behind them",
  arguments: [
    ("0", 0), ("1", 1), ("5480", 5480), ("5480.00", 5480), ("5480.", 5480), ("5480.00000", 5480),
    ("+12", 12), ("-12", -12), ("000000000000000000000012", 12),
    ("999999999999999999", 999_999_999_999_999_999), ("1000000000000000000", nil), ("", nil),
    (".", nil), (".00", nil), ("-", nil), ("12.5", nil), ("12.01", nil), ("12..34", nil),
    ("1,200", nil), ("1e3", nil), ("１２", nil), ("12 ", nil),
  ] as [(String, Int64?)])
func camtWholeYen(text: String, yen: Int64?) {
  #expect(withBytes(text) { wholeYen($0) } == yen)
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
  "Versions .02 to .12 of three messages are known; what else a namespace says has its own fault",
  arguments: [
    ("camt.053.001.02", nil), ("camt.053.001.12", nil), ("camt.053.001.01", .unknownVersion),
    ("camt.053.001.13", .unknownVersion), ("camt.053.002.08", .unknownVersion),
    ("camt.053", .unknownVersion), ("camt.053.001.8", .unknownVersion),
    ("pain.001.001.03", .unknownMessage), ("camt.086.001.02", .unknownMessage),
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
