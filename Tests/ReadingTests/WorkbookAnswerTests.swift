import Model
import Reading
import TestKit
import Testing

/// The parts of a workbook with one sheet, whose rows are given as XML.
private func parts(
  _ rows: String, shared: String = "", properties: String = "", prefix: String = "r"
) -> [String: [UInt8]] {
  let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  let text = [
    "xl/workbook.xml": """
    <?xml version="1.0"?><workbook xmlns="\(main)" xmlns:\(prefix)="\(links)">\(properties)
    <sheets><sheet name="要対応" sheetId="1" \(prefix):id="rId7"/></sheets></workbook>
    """,
    "xl/_rels/workbook.xml.rels": """
    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="rId7" Type="x" Target="worksheets/sheet1.xml"/></Relationships>
    """,
    "xl/sharedStrings.xml": "<sst xmlns=\"\(main)\">\(shared)</sst>",
    "xl/worksheets/sheet1.xml": """
    <worksheet xmlns="\(main)"><sheetData>\(rows)</sheetData></worksheet>
    """,
  ]
  return text.mapValues { Array($0.utf8) }
}

private func cell(_ address: String, _ text: String) -> String {
  "<c r=\"\(address)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
}

private let head =
  "<row r=\"1\">" + cell("A1", "事案番号") + cell("B1", "回答(記入)") + cell("C1", "金額(記入)")
  + cell("D1", "待つ期限(記入)") + "</row>"

private func read(_ parts: [String: [UInt8]]) -> AnswerSheet {
  readAnswers(workbook: { parts[$0] })
}

/// `row: answer amounts day` of each row, and `address refusal` of each fault.
private func told(_ sheet: AnswerSheet) -> [String] {
  sheet.rows.map { "\($0.line): \($0[.answer]) \($0[.amounts]) \($0[.waitUntil])" }
    + sheet.faults.map { "\($0.letters)\($0.line) \($0.refusal)" }
}

private struct Row: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var xml: String
  var told: [String]
}

private let rows: [Row] = [
  Row(
    testDescription: "texts and a number",
    xml: cell("A2", "E-1") + cell("B2", "充当") + "<c r=\"C2\"><v>5980</v></c>",
    told: ["2: 充当 5980 "]),
  Row(
    testDescription: "a whole number with a point",
    xml: cell("B2", "assign") + "<c r=\"C2\" t=\"n\"><v>5980.0</v></c>", told: ["2: assign 5980 "]),
  Row(
    testDescription: "a fraction is no whole number",
    xml: cell("B2", "assign") + "<c r=\"C2\"><v>5980.5</v></c>", told: ["2: assign 5980.5 "]),
  Row(
    testDescription: "a day as a serial number, and with a time",
    xml: cell("B2", "wait") + "<c r=\"D2\" s=\"3\"><v>46357.75</v></c>",
    told: ["2: wait  2026-12-01"]),
  Row(
    testDescription: "a day written out", xml: cell("B2", "wait") + cell("D2", "2026/12/01"),
    told: ["2: wait  2026/12/01"]),
  Row(
    testDescription: "a row that nobody filled in", xml: cell("A2", "E-1") + "<c r=\"B2\"/>",
    told: []),
  Row(
    testDescription: "a formula", xml: cell("A2", "E-1") + "<c r=\"B2\"><f>A1</f><v>5</v></c>",
    told: ["B2 cellFormula"]),
  Row(
    testDescription: "a formula that gives a text",
    xml: "<c r=\"A2\" t=\"str\"><f>\"E\"&amp;1</f><v>E-1</v></c>" + cell("B2", "assign"),
    told: ["A2 cellFormula"]),
  Row(
    testDescription: "a formula in the number of a row that nobody filled in",
    xml: "<c r=\"A2\"><f>1+1</f></c>", told: []),
  Row(
    testDescription: "an error", xml: cell("B2", "assign") + "<c r=\"C2\" t=\"e\"><v>#REF!</v></c>",
    told: ["C2 cellError"]),
  Row(
    testDescription: "a truth value", xml: "<c r=\"B2\" t=\"b\"><v>1</v></c>",
    told: ["B2 cellError"]),
  Row(
    testDescription: "one cell twice", xml: cell("B2", "assign") + cell("B2", "wait"),
    told: ["B2 cellRepeated"]),
  Row(
    testDescription: "cells without an address follow one another",
    xml: "<c t=\"inlineStr\"><is><t>E-1</t></is></c><c t=\"inlineStr\"><is><t>wait</t></is></c>",
    told: ["2: wait  "]),
  Row(
    testDescription: "an amount without an answer", xml: cell("A2", "E-1") + cell("C2", "5"),
    told: ["C2 answerMissing"]),
  Row(
    testDescription: "a shared text without its furigana",
    xml: "<c r=\"B2\" t=\"s\"><v>1</v></c>", told: ["2: 充当  "]),
  Row(
    testDescription: "a shared text that is not there", xml: "<c r=\"B2\" t=\"s\"><v>9</v></c>",
    told: []),
]

@Test(
  "A row of a workbook is read as it stands, or refused with the address of its cell",
  arguments: rows)
private func reads(_ row: Row) {
  let shared = """
    <si><t>x</t></si><si><r><t>充</t></r><r><rPr><b/></rPr><t>当</t></r><rPh sb="0" eb="1"><t>ジュウ</t></rPh></si>
    """
  let sheet = read(parts(head + "<row r=\"2\">\(row.xml)</row>", shared: shared))
  #expect(told(sheet) == row.told)
  #expect(sheet.rows.allSatisfy { $0.sheet == "要対応" })
}

@Test("The calendar that begins in 1904 is told from the one of 1900")
private func calendars() {
  let row = "<row r=\"2\">" + cell("B2", "wait") + "<c r=\"D2\"><v>44895</v></c></row>"
  let sheet = read(parts(head + row, properties: "<workbookPr date1904=\"1\"/>", prefix: "rel"))
  #expect(told(sheet) == ["2: wait  2026-12-01"])
}

@Test("The same row twice is refused the second time")
private func rowTwice() {
  let row = "<row r=\"2\">" + cell("B2", "wait") + "</row>"
  #expect(told(read(parts(head + row + row))) == ["2: wait  ", "B2 cellRepeated"])
}

@Test("What is no workbook, or has no column of answers, is told and gives no answer")
private func noWorkbook() {
  let good = parts(head)
  #expect(told(read(good)) == [])
  for name in good.keys where name != "xl/sharedStrings.xml" {
    var broken = good
    broken[name] = nil
    #expect(read(broken).faults.map(\.refusal) == [.workbookUnreadable], "\(name)")
    broken[name] = Array("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>".utf8)
    #expect(read(broken).faults.map(\.refusal) == [.workbookUnreadable], "\(name)")
  }
  let other = parts("<row r=\"1\">" + cell("A1", "x") + "</row>")
  #expect(read(other).faults.map(\.refusal) == [.columnMissing, .columnMissing])
}

@Test("No damage to a workbook's parts breaks the reader", arguments: 1...4)
private func damaged(_ seed: UInt64) {
  var random = SeededRandom(seed: seed)
  let row =
    "<row r=\"2\">" + cell("A2", "E-1") + cell("B2", "充当") + "<c r=\"C2\"><v>7</v></c></row>"
  let good = parts(head + row, shared: "<si><t>x</t></si>")
  for _ in 0..<400 {
    var bad = good
    let name = random.pick(good.keys.sorted())
    for _ in 0...random.below(3) {
      let at = random.below(bad[name]!.count)
      switch random.below(3) {
      case 0: bad[name]![at] = UInt8(truncatingIfNeeded: random.below(256))
      case 1: bad[name]!.removeSubrange(at..<min(bad[name]!.count, at + 1 + random.below(9)))
      default: bad[name]!.insert(contentsOf: bad[name]![at...].prefix(12), at: at)
      }
      if bad[name]!.isEmpty { break }
    }
    let sheet = read(bad)
    #expect(sheet.rows.count <= 2)
  }
}
