import Model
import TestKit
import Testing

@testable import Reading

private let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

private func header(_ message: String) -> String {
  declaration + "<AppHdr xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.01\">"
    + "<Fr><FIId><FinInstnId><Othr><Id>HIMITSU-4711</Id></Othr></FinInstnId></FIId></Fr>"
    + "<MsgDefIdr>\(message)</MsgDefIdr></AppHdr>\r\n"
}

private func notice(_ entry: String, namespace: String = "camt.054.001.02") -> String {
  String(
    decoding: camtFile(
      camtStatement(entry, tag: "Ntfctn"), namespace: namespace,
      message: "BkToCstmrDbtCdtNtfctn"), as: UTF8.self)
}

private func read(_ text: String) -> StatementRead { readStatement(Array(text.utf8)) }

@Test("A file of headers and messages reads as its expected text says")
func zediGolden() throws {
  let result = readStatement(try readBytes(repoFile("fixtures/formats/camt-054/zedi.xml")))
  #expect(result.faults.isEmpty)
  #expect(result.rows[0].ediText.contains("INV-104455"))
  try expectGolden(described(result), "fixtures/formats/camt-054/zedi.txt")
}

@Test("A header names the message that follows it")
func zediHeader() {
  #expect(read(header("camt.054.001.02") + notice(camtEntry())).rows.count == 1)
  #expect(read(header("camt.052.001.02") + notice(camtEntry())).faults == [.unknownMessage])
  // Where the namespace says nothing, the header does.
  let bare = notice(camtEntry()).replacing(
    " xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.02\"", with: "")
  #expect(read(header("camt.054.001.02") + bare).faults.isEmpty)
  #expect(read(header("camt.053.001.02") + bare).faults == [.unknownMessage])
}

@Test("A header without a message is a request")
func zediRequest() {
  let alone = read(header("camt.054.001.02"))
  #expect(alone.reading.isRefused)
  #expect(alone.finding(.headerWithoutBody)?.value == "camt.054.001.02")
  let behind = read(header("camt.054.001.02") + notice(camtEntry()) + header("camt.054.001.02"))
  #expect(behind.rows.count == 1)
  #expect(behind.faults == [.headerWithoutBody])
}

@Test("Lines are counted through the file, and marks between the documents do not matter")
func zediLines() throws {
  let text =
    header("camt.054.001.02") + "\u{FEFF}" + notice(camtEntry())
    + header("camt.054.001.02") + notice(camtEntry())
  let result = read(text)
  let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
  let entries = lines.indices.filter { lines[$0].starts(with: "<Ntry>".utf8) }
  #expect(result.rows.map(\.line) == entries.map { Int32($0 + 1) })
  #expect(result.rows.map(\.record) == [1, 2])
  let broken = read(text.replacing("</AppHdr>\r\n<?xml", with: "</AppHdr>\r\n\n<?xml") + "<")
  #expect(broken.reading.isRefused)
}

@Test("A declaration inside a text begins no document")
func zediInnerDeclaration() {
  let entry = camtEntry(
    rest: "<AddtlNtryInf><![CDATA[<?xml version=\"1.0\"?><a/>]]></AddtlNtryInf>")
  #expect(read(notice(entry)).rows.first?.payerName == "<?xml version=\"1.0\"?><a/>")
}

@Test("The secret of a header is in no finding, whatever is wrong with the file")
func zediSecret() {
  var random = SeededRandom(seed: 20_261_124)
  let file = Array((header("camt.054.001.02") + notice(camtEntry())).utf8)
  for round in 0..<600 {
    let result = round == 0 ? readStatement(file) : readStatement(mutated(file, &random))
    for finding in result.reading.findings {
      let shown = (finding.value ?? "") + (finding.expected ?? "") + (finding.place.field ?? "")
      #expect(!shown.contains("HIMITSU") && !shown.contains("4711"))
    }
  }
}

struct DocumentRow: Sendable {
  var lines: [String]
  var text: String
  var isRead = true
}

private let mail = [
  "MIME-Version: 1.0", "Content-Type: text/xml", "Content-Transfer-Encoding: base64",
]

@Test(
  "金融EDI information is decoded, and kept as it came where it cannot be",
  arguments: [
    // <a><b>INV-1</b><c>980</c></a>
    DocumentRow(lines: mail + ["PGE+PGI+SU5WLTE8L2I+PGM+", "OTgwPC9jPjwvYT4="], text: "INV-1 980"),
    // The same without padding.
    DocumentRow(lines: mail + ["PGE+PGI+SU5WLTE8L2I+PGM+OTgwPC9jPjwvYT4"], text: "INV-1 980"),
    DocumentRow(
      lines: mail + ["PGE+PGI+SU5W"],
      text: mail.joined(separator: " ") + " PGE+PGI+SU5W", isRead: false),
    DocumentRow(
      lines: mail + ["?"], text: mail.joined(separator: " ") + " ?", isRead: false),
    DocumentRow(lines: ["104455", "MIME"], text: "104455 MIME"),
  ])
func zediDocument(row: DocumentRow) {
  let lines = row.lines.map { "<Ustrd>\($0)</Ustrd>" }.joined(separator: "\n")
  let result = readEntry(
    camtEntry(rest: camtDetails("<TxDtls><RmtInf>\(lines)</RmtInf></TxDtls>")))
  #expect(result.rows.map(\.ediText) == [row.text])
  #expect(result.faults == (row.isRead ? [] : [.xmlMalformed]))
}

@Test(
  "Base64 is decoded exactly or not at all",
  arguments: [
    ("", ""), ("QQ==", "A"), ("QUI=", "AB"), ("QUJD", "ABC"), ("QUJD\nQQ", "ABCA"), ("Q", nil),
    ("QQ=A", nil), ("QUJ-", nil),
  ] as [(String, String?)])
func zediBase64(text: String, bytes: String?) {
  #expect(base64Bytes(Array(text.utf8)) == bytes.map { Array($0.utf8) })
}
