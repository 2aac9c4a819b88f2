import Model
import TestKit
import Testing

@testable import Reading

struct EntryFaultRow: Sendable, CustomTestStringConvertible {
  var name: String
  var entry: String
  var fault: DataFault
  var field: String
  var severity = Severity.rejectsRow
  var testDescription: String { name }
}

private let noDay = ""
private let dollars = "<Amt Ccy=\"USD\">5.00</Amt>"

private let entryFaults: [EntryFaultRow] = [
  EntryFaultRow(
    name: "another currency", entry: camtEntry(amount: dollars), fault: .notJPY,
    field: "Ntry/Amt/@Ccy"),
  EntryFaultRow(
    name: "no currency", entry: camtEntry(amount: "<Amt>5</Amt>"), fault: .missingValue,
    field: "Ntry/Amt"),
  EntryFaultRow(
    name: "no amount", entry: camtEntry(amount: ""), fault: .missingValue, field: "Ntry/Amt"),
  EntryFaultRow(
    name: "a fraction of a yen", entry: camtEntry(amount: "<Amt Ccy=\"JPY\">5.5</Amt>"),
    fault: .badAmount, field: "Ntry/Amt"),
  EntryFaultRow(
    name: "two points", entry: camtEntry(amount: "<Amt Ccy=\"JPY\">12..34</Amt>"),
    fault: .badAmount, field: "Ntry/Amt"),
  EntryFaultRow(
    name: "a negative amount", entry: camtEntry(amount: "<Amt Ccy=\"JPY\">-5</Amt>"),
    fault: .unsignedAmountNegative, field: "Ntry/Amt"),
  EntryFaultRow(
    name: "no direction", entry: camtEntry(direction: ""), fault: .badCode,
    field: "Ntry/CdtDbtInd"),
  EntryFaultRow(
    name: "an unknown direction", entry: camtEntry(direction: "BOTH"), fault: .badCode,
    field: "Ntry/CdtDbtInd"),
  EntryFaultRow(
    name: "no status", entry: camtEntry(status: ""), fault: .missingValue, field: "Ntry/Sts"),
  EntryFaultRow(
    name: "no day", entry: camtEntry(day: noDay), fault: .missingValue, field: "Ntry/BookgDt"),
  EntryFaultRow(
    name: "a day that is no day",
    entry: camtEntry(day: "<BookgDt><Dt>2026-11-31</Dt></BookgDt>"), fault: .badDate,
    field: "Ntry/BookgDt"),
  EntryFaultRow(
    name: "a day of another century",
    entry: camtEntry(day: "<BookgDt><Dt>2126-11-20</Dt></BookgDt>"), fault: .badDate,
    field: "Ntry/BookgDt"),
]

@Test("A fault in an entry rejects that row and no other", arguments: entryFaults)
func camtEntryFault(row: EntryFaultRow) throws {
  let result = readEntry(camtEntry() + row.entry + camtEntry())
  let finding = try #require(result.finding(row.fault))
  #expect(result.rows.map(\.record) == [1, 3])
  #expect(result.reading.rowsRejected == 1)
  #expect(finding.severity == .rejectsRow)
  #expect(finding.place.field == row.field)
  #expect(finding.place.record == 2)
  #expect(finding.place.line == 5)
}

@Test("The value day stands in for a missing booking day, with a note")
func camtValueDayOnly() throws {
  let result = readEntry(camtEntry(day: "<ValDt><Dt>2026-11-18</Dt></ValDt>"))
  #expect(try #require(result.rows.first).bookingDay.iso == "2026-11-18")
  #expect(result.finding(.missingValue)?.severity == .note)
}

@Test(
  "Only BOOK is posted", arguments: ["<Cd>PDNG</Cd>", "INFO", "<Cd>FUTR</Cd>", "<Prtry>X</Prtry>"])
func camtNotBooked(status: String) {
  let result = readEntry(camtEntry(status: "<Sts>\(status)</Sts>") + camtEntry())
  #expect(result.rows.count == 1)
  #expect(result.reading.rowsSkipped == 1)
  #expect(result.faults == [.notBooked])
  #expect(result.finding(.notBooked)?.severity == .note)
}

@Test(
  "A statement in another currency is read to its end and not posted",
  arguments: ["<Ccy>EUR</Ccy>", ""])
func camtOtherCurrency(currency: String) {
  let balance =
    "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">1.50</Amt></Bal>"
  let foreign = camtStatement(
    balance + camtEntry(amount: "<Amt Ccy=\"EUR\">2.50</Amt>"), account: "990010120067890",
    currency: currency)
  let result = readStatement(camtFile(foreign + camtStatement(camtEntry())))
  #expect(result.rows.map(\.accountIndex) == [1])
  #expect(result.faults == [.notJPY])
  #expect(result.finding(.notJPY)?.severity == .stopsPosting)
  #expect(result.reading.rowsRejected == 1)
}

struct RefusalRow: Sendable, CustomTestStringConvertible {
  var name: String
  var file: @Sendable () -> [UInt8]
  var fault: DataFault
  var testDescription: String { name }

  init(_ name: String, _ fault: DataFault, _ file: @escaping @Sendable () -> String) {
    self.name = name
    self.fault = fault
    self.file = { Array(file().utf8) }
  }
}

private func document(_ entry: String) -> String {
  String(decoding: camtFile(camtStatement(entry)), as: UTF8.self)
}

private let refusals: [RefusalRow] = [
  RefusalRow("a DOCTYPE", .doctypeRefused) {
    "<!DOCTYPE Document>" + String(document(camtEntry()).dropFirst(39))
  },
  RefusalRow("an entity that grows", .doctypeRefused) {
    "<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>"
  },
  RefusalRow("an external entity", .doctypeRefused) {
    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>"
  },
  RefusalRow("an entity nobody declared", .xmlMalformed) {
    document(camtEntry(rest: "<AddtlNtryInf>&x;</AddtlNtryInf>"))
  },
  RefusalRow("an element not closed", .xmlMalformed) { document("<Ntry>") },
  RefusalRow("cut in the middle", .xmlMalformed) { String(document(camtEntry()).dropLast(40)) },
  RefusalRow("a prefix nobody declared", .xmlMalformed) { document("<x:Ntry/>") },
  RefusalRow("too deep", .xmlTooDeep) {
    document(String(repeating: "<a>", count: 70) + String(repeating: "</a>", count: 70))
  },
  RefusalRow("too deep where nothing is read", .xmlTooDeep) {
    String(repeating: "<a>", count: 70) + String(repeating: "</a>", count: 70)
  },
  RefusalRow("a long text", .xmlTextTooLong) {
    document(
      camtEntry(rest: "<AddtlNtryInf>\(String(repeating: "x", count: 70_000))</AddtlNtryInf>"))
  },
  RefusalRow("a long text where nothing is read", .xmlTextTooLong) {
    document("<Skipped>\(String(repeating: "x", count: 300_000))</Skipped>")
  },
  RefusalRow("a long tag", .xmlTextTooLong) {
    document("<Skipped a=\"\(String(repeating: "x", count: 600_000))\"/>")
  },
  RefusalRow("a long comment", .xmlTextTooLong) {
    document("<!-- \(String(repeating: "x", count: 600_000)) -->")
  },
  RefusalRow("much remittance text", .xmlTextTooLong) {
    let line = "<Ustrd>\(String(repeating: "x", count: 140))</Ustrd>"
    return document(
      camtEntry(
        rest: camtDetails(
          "<TxDtls><RmtInf>\(String(repeating: line, count: 400))</RmtInf></TxDtls>")))
  },
  RefusalRow("two documents of two kinds", .severalDocuments) {
    document(camtEntry())
      + String(
        decoding: camtFile(
          camtStatement(camtEntry(), tag: "Rpt"), namespace: "camt.052.001.02",
          message: "BkToCstmrAcctRpt"), as: UTF8.self)
  },
  RefusalRow("an order to pay", .notAStatement) {
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"><CstmrCdtTrfInitn/></Document>"
  },
  RefusalRow("the result of an order to pay", .notAStatement) {
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\"/>"
  },
  RefusalRow("a message of another name than its namespace", .unknownMessage) {
    String(
      decoding: camtFile(camtStatement(camtEntry()), namespace: "camt.054.001.02"), as: UTF8.self)
  },
  RefusalRow("a header and a document without declarations", .severalDocuments) {
    "<AppHdr><Fr>x</Fr></AppHdr>\r\n" + String(document(camtEntry()).dropFirst(39))
  },
  RefusalRow("another document", .unknownMessage) { "<root><row/></root>" },
  RefusalRow("a document without a message", .unknownMessage) {
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"/>"
  },
  RefusalRow("a web page", .unknownMessage) { "<html><body><p>login</p></body></html>" },
  RefusalRow("bytes that are no UTF-8", .xmlMalformed) { "<root>ok" },
]

@Test("XML that is not a sound camt message is refused with its own fault", arguments: refusals)
func camtRefusal(row: RefusalRow) {
  let result = readStatement(row.file())
  let refusing = result.reading.findings.filter { $0.severity == .refusesFile }
  #expect(refusing.map(\.fault) == [row.fault])
  #expect(result.reading.kind == .unknown)
}

@Test("A malformed file names the line")
func camtMalformedLine() {
  let finding = readEntry(camtEntry() + "<Ntry></Ntri>").finding(.xmlMalformed)
  #expect(finding?.place.line == 5)
}

@Test("A message without statements says that there is nothing in it")
func camtEmpty() {
  #expect(readStatement(camtFile("")).faults == [.headerWithoutRows])
}
