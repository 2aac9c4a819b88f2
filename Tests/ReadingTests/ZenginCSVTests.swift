import Model
import TestKit
import Testing

@testable import Reading

@Test(
  "The samples of Zengin CSV read as their expectation says",
  arguments: ["zengin-csv-01-a", "zengin-csv-01-b", "zengin-csv-03"])
func zenginCSVGolden(id: String) throws {
  let folder = "fixtures/formats/\(id)"
  let samples = filesBelow(repoFile(folder)).filter { $0.hasPrefix("sample") }
  #expect(samples.count >= 2)
  var text = ""
  for sample in samples {
    let result = readStatement(try readBytes(repoFile("\(folder)/\(sample)")))
    #expect(result.reading.formatID == id, "\(sample)")
    text += "== \(sample)\n\(described(result))"
  }
  try expectGolden(text, "\(folder)/expected.txt")
}

/// How a program writes the items of a line.
struct ItemStyle: Sendable, CustomTestStringConvertible {
  var name: String
  var isQuoted = false
  var isTrimmed = false
  var hasFiller = true
  var keepsZeros = true
  /// Empty items behind the last: a spreadsheet makes all lines as wide as the widest.
  var width = 0
  var separator = "\r\n"
  var isUTF8 = false
  var testDescription: String { name }
}

private let styles: [ItemStyle] = [
  ItemStyle(name: "padded"), ItemStyle(name: "padded and quoted", isQuoted: true),
  ItemStyle(name: "trimmed", isTrimmed: true),
  ItemStyle(
    name: "trimmed and quoted, no filler", isQuoted: true, isTrimmed: true, hasFiller: false),
  ItemStyle(name: "no filler", hasFiller: false, separator: "\n"),
  ItemStyle(name: "zeros lost", isTrimmed: true, keepsZeros: false, separator: "\r"),
  ItemStyle(name: "zeros lost, no filler", isTrimmed: true, hasFiller: false, keepsZeros: false),
  ItemStyle(name: "all lines of one width", isTrimmed: true, keepsZeros: false, width: 20),
  ItemStyle(
    name: "no filler, all lines of one width", isTrimmed: true, hasFiller: false,
    keepsZeros: false, width: 20),
  ItemStyle(name: "UTF-8", isTrimmed: true, isUTF8: true),
]

/// The records of a fixed-length file as lines, by the layouts that `ZenginLayoutTests` proves.
private func csv(_ records: [[UInt8]], _ form: ZenginForm, _ style: ItemStyle) -> [UInt8] {
  let isDetail = form == .detail
  var lines: [String] = []
  for record in records {
    let layout: ZenginLayout
    switch record[0] {
    case 0x31: layout = isDetail ? ZenginLayouts.detailHeader : ZenginLayouts.noticeHeader
    case 0x32: layout = ZenginLayoutSet.fixed.data(form)
    case 0x38: layout = isDetail ? ZenginLayouts.detailTrailer : ZenginLayouts.noticeTrailer
    default: layout = isDetail ? ZenginLayouts.detailEnd : ZenginLayouts.noticeEnd
    }
    var cells: [String] = []
    var at = 0
    for field in layout.fields {
      let bytes = Array(record[at..<at + field.length])
      at += field.length
      var text = bytes.withUnsafeBytes { TextDecoder(.jisX0201).string($0) } ?? "?"
      if style.isTrimmed { while text.hasSuffix(" ") { text.removeLast() } }
      if !style.keepsZeros, field.type == .digits, let number = Int(text) { text = String(number) }
      cells.append(text)
    }
    if !style.hasFiller { cells.removeLast() }
    if style.isQuoted { cells = cells.map { "\"\($0)\"" } }
    while cells.count < style.width { cells.append("") }
    lines.append(cells.joined(separator: ","))
  }
  let text = lines.joined(separator: style.separator) + style.separator
  return style.isUTF8 ? Array(text.utf8) : jisBytes(text)
}

private func records(_ path: String) throws -> [[UInt8]] {
  let bytes = try readBytes(repoFile("fixtures/formats/\(path)")).filter { $0 >= 0x20 }
  return stride(from: 0, to: bytes.count, by: 200).map { Array(bytes[$0..<$0 + 200]) }
}

@Test(
  "However the items are written, the CSV says what the fixed-length file says", arguments: styles)
func zenginCSVStyles(style: ItemStyle) throws {
  let files: [(String, ZenginForm)] = [
    ("zengin-01-a/sample.txt", .noticeA), ("zengin-01-b/sample.dat", .noticeB),
    ("zengin-03/sample.txt", .detail),
  ]
  for (path, form) in files {
    let records = try records(path)
    let fixed = readStatement(joined(records))
    let result = readStatement(csv(records, form, style))
    #expect(result.rows == fixed.rows, "\(path)")
    #expect(!fixed.rows.isEmpty && result.faults.isEmpty, "\(path)")
    #expect(result.reading.controls == fixed.reading.controls, "\(path)")
    #expect(result.reading.accounts == fixed.reading.accounts, "\(path)")
    #expect(result.reading.isIncremental == fixed.reading.isIncremental, "\(path)")
    #expect(result.reading.formatID == "zengin-csv-" + form.rawValue.dropFirst(7), "\(path)")
  }
}

private func noticeCSV(_ change: (inout [String]) -> Void) -> [UInt8] {
  let style = ItemStyle(name: "", isTrimmed: true)
  let bytes = csv(plainNotice.records() + [zenginEnd], .noticeA, style)
  var lines = bytes.withUnsafeBytes { TextDecoder(.jisX0201).string($0) ?? "" }
    .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
  change(&lines)
  return jisBytes(lines.joined(separator: "\r\n"))
}

@Test("Payment files as CSV are refused by name", arguments: ["11", "12", "21", "91", "04"])
func zenginCSVPayments(kind: String) throws {
  for quote in ["", "\""] {
    let cells = ["1", kind, "0", "0000001234", "ｶ)ﾐﾎﾝ", "1120", "9900", "ﾐﾎﾝ"]
    let line = cells.map { quote + $0 + quote }.joined(separator: ",")
    let result = readStatement(jisBytes(line + "\r\n2,9900\r\n"))
    #expect(result.faults == [.notAStatement] && result.reading.isRefused)
    #expect(result.reading.findings[0].value?.hasPrefix(kind) == true)
  }
}

@Test("A CSV whose コード区分 says EBCDIC is refused, as the fixed-length file is")
func zenginCSVEBCDIC() {
  let file = noticeCSV { $0[0] = "1,01,1" + $0[0].dropFirst(6) }
  #expect(readStatement(file).faults == [.wrongEncoding])
}

@Test("A 依頼人コード in front of the name is dropped only where it is the one of its own item")
func zenginCSVCodeInName() {
  let file = noticeCSV {
    $0[1] = $0[1].replacingCell(6, "104455").replacingCell(7, "0000104455 ｻｸﾗｲ ﾊﾙｶ")
    $0[2] = $0[2].replacingCell(6, "104455").replacingCell(7, "104456ｶ)ﾊﾅﾔｼｷ")
    $0[3] = $0[3].replacingCell(7, "2041 ｲﾉｳｴ ﾏｺﾄ")
  }
  let rows = readStatement(file).rows
  #expect(rows.map(\.payerName) == ["ｻｸﾗｲ ﾊﾙｶ", "104456ｶ)ﾊﾅﾔｼｷ", "2041 ｲﾉｳｴ ﾏｺﾄ"])
  #expect(rows.map(\.payerCode) == ["104455", "104455", ""])
}

struct CSVFaultRow: Sendable, CustomTestStringConvertible {
  var name: String
  var fault: DataFault
  var severity: Severity
  var stops: Int32?
  var rows: Int
  /// Line and column of the finding.
  var place: (Int32, Int32)
  var change: @Sendable (inout [String]) -> Void
  var testDescription: String { name }
}

private let csvFaults: [CSVFaultRow] = [
  CSVFaultRow(
    name: "sum one yen too high", fault: .controlFailed, severity: .stopsPosting, stops: 1,
    rows: 3, place: (5, 0), change: { $0[4] = $0[4].replacingCell(2, "21581") }),
  CSVFaultRow(
    name: "a line taken away", fault: .controlFailed, severity: .stopsPosting, stops: 1, rows: 2,
    place: (4, 0), change: { $0.remove(at: 2) }),
  CSVFaultRow(
    name: "an item too many", fault: .columnCount, severity: .stopsPosting, stops: 1, rows: 2,
    place: (3, 0), change: { $0[2] += ",1,2,3" }),
  CSVFaultRow(
    name: "items missing", fault: .columnCount, severity: .stopsPosting, stops: 1, rows: 2,
    place: (3, 0), change: { $0[2] = "2,000002,081119" }),
  CSVFaultRow(
    name: "an amount too long for its item", fault: .badAmount, severity: .rejectsRow, stops: 1,
    rows: 2, place: (3, 5), change: { $0[2] = $0[2].replacingCell(4, "12345678901") }),
  CSVFaultRow(
    name: "a negative amount", fault: .badAmount, severity: .rejectsRow, stops: 1, rows: 2,
    place: (3, 5), change: { $0[2] = $0[2].replacingCell(4, "-12800") }),
  CSVFaultRow(
    name: "a western date", fault: .impossibleEraYear, severity: .rejectsRow, stops: nil, rows: 2,
    place: (3, 3), change: { $0[2] = $0[2].replacingCell(2, "261119") }),
  CSVFaultRow(
    name: "a western date of eight digits", fault: .badDate, severity: .rejectsRow, stops: nil,
    rows: 2, place: (3, 3), change: { $0[2] = $0[2].replacingCell(2, "20261119") }),
  CSVFaultRow(
    name: "a quote that never closes", fault: .unbalancedQuote, severity: .stopsPosting, stops: 1,
    rows: 2, place: (3, 2), change: { $0[2] = $0[2].replacingCell(1, "\"1") }),
  CSVFaultRow(
    name: "no trailer", fault: .recordSequence, severity: .stopsPosting, stops: 1, rows: 3,
    place: (5, 0), change: { $0.remove(at: 4) }),
  CSVFaultRow(
    name: "no end record", fault: .truncated, severity: .note, stops: nil, rows: 3, place: (5, 0),
    change: { $0.remove(at: 5) }),
  CSVFaultRow(
    name: "a header of the other kind", fault: .recordSequence, severity: .stopsPosting, stops: nil,
    rows: 3, place: (6, 0), change: { $0.insert("1,03,0" + $0[0].dropFirst(6) + ",,,,", at: 5) }),
]

@Test(
  "A fault in Zengin CSV is found in its line and item, and stops what it must",
  arguments: csvFaults)
func zenginCSVFault(row: CSVFaultRow) {
  let result = readStatement(noticeCSV(row.change))
  let finding = result.finding(row.fault)
  #expect(finding?.severity == row.severity)
  #expect(result.rows.count == row.rows)
  #expect(result.reading.accounts.first?.stopsFromRecord == row.stops)
  #expect(finding?.place.line == row.place.0)
  #expect(finding?.place.column ?? 0 == row.place.1)
  #expect(result.reading.formatID == "zengin-csv-01-a")
}

@Test("B without its filler and A with an empty item behind it are told apart")
func zenginCSVFormByItems() {
  let a = noticeCSV { for i in 1...3 { $0[i] += "," } }
  #expect(readStatement(a).reading.formatID == "zengin-csv-01-a")
  #expect(readStatement(a).rows.map(\.amountYen) == [5480, 12800, 3300])
  let b = noticeCSV {
    $0[1] = $0[1].replacingCell(4, "0").replacingCell(11, "5480")
    for i in 1...3 { $0[i] += "," }
  }
  let result = readStatement(b)
  #expect(result.reading.formatID == "zengin-csv-01-b")
  #expect(result.rows.map(\.amountYen) == [5480])
  #expect(result.reading.rowsRejected == 2)
}

extension String {
  fileprivate func replacingCell(_ index: Int, _ text: String) -> String {
    var cells = split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    cells[index] = text
    return cells.joined(separator: ",")
  }
}
