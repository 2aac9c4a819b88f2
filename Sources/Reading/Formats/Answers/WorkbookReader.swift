public import Model

/// What is read of a workbook (Office Open XML): names of sheets, shared and inline texts, numbers,
/// days as serial numbers of either calendar. No formula is worked out and no result of one is
/// believed: such a cell is a fault with its address, as are errors, truth values and cells that
/// are there twice. Styles, merged cells, hidden rows and everything else of the file change
/// nothing.
enum WorkbookLimits {
  static let sheets = 64
  static let sharedTexts = 2_000_000
  static let cells = 4_000_000
}

/// Reads the answers out of a workbook's parts, by their names in the package. Sheets without a
/// column of answers are passed over. Cost: linear.
public func readAnswers(workbook part: (String) -> [UInt8]?) -> AnswerSheet {
  var sheet = AnswerSheet()
  guard let names = WorkbookNames(part), let texts = SharedTexts.read(part) else {
    sheet.faults = [AnswerFault(.workbookUnreadable, line: 1, expected: "xlsx")]
    return sheet
  }
  var isAnswerSheet = false
  for (name, path) in names.sheets {
    let reader = AnswerSheetReader(sheet: name, texts: texts, is1904: names.is1904)
    guard let bytes = part(path), reader.run(bytes) else {
      var fault = AnswerFault(.workbookUnreadable, line: 1, expected: "xlsx")
      fault.sheet = name
      sheet.faults.append(fault)
      continue
    }
    isAnswerSheet = isAnswerSheet || reader.hasHeader
    sheet.rows += reader.found.rows
    sheet.faults += reader.found.faults
  }
  if !isAnswerSheet, sheet.faults.isEmpty { sheet.faults = missing([], 1) }
  return sheet
}

/// One part of the package, walked through with a table of paths.
class PartStream: XMLStream {
  init(_ paths: [(path: String, field: UInt8)]) {
    super.init(table: XMLPathTable(paths)) { _ in }
  }

  /// False where the part is no well-formed XML, has a DOCTYPE, or says more than is looked at.
  final func run(_ bytes: [UInt8]) -> Bool {
    if bytes.isEmpty { return false }
    return bytes.withUnsafeBytes { read($0, from: 0).refusal == nil }
  }
}

private func string(_ bytes: UnsafeRawBufferPointer?) -> String? {
  bytes.map { String(decoding: $0, as: UTF8.self) }
}

/// The sheets in the workbook's order, and its calendar.
private struct WorkbookNames {
  var sheets: [(name: String, path: String)] = []
  var is1904 = false

  private final class Stream: PartStream {
    var sheets: [(name: String, id: String)] = []
    var targets: [String: String] = [:]
    var is1904 = false

    override func opened(
      _ field: UInt8, name: Int, namespace: () -> [UInt8]?, _ at: XMLAttributes
    ) {
      switch field {
      case 1:
        let word = string(at.value("date1904"))
        is1904 = word == "1" || word == "true"
      case 2:
        guard let name = string(at.value("name")), let id = string(at.prefixedValue("id")) else {
          return stop()
        }
        sheets.append((name, id))
      default:
        if let id = string(at.value("Id")), let target = string(at.value("Target")) {
          targets[id] = target
        }
      }
    }
  }

  init?(_ part: (String) -> [UInt8]?) {
    let book = Stream([("workbook/workbookPr", 1), ("workbook/sheets/sheet", 2)])
    let links = Stream([("Relationships/Relationship", 3)])
    guard let bookBytes = part("xl/workbook.xml"), book.run(bookBytes),
      let linkBytes = part("xl/_rels/workbook.xml.rels"), links.run(linkBytes),
      !book.sheets.isEmpty, book.sheets.count <= WorkbookLimits.sheets
    else { return nil }
    is1904 = book.is1904
    for (name, id) in book.sheets {
      guard let target = links.targets[id] else { return nil }
      let isAbsolute = target.utf8.first == UInt8(ascii: "/")
      let path =
        isAbsolute ? String(decoding: target.utf8.dropFirst(), as: UTF8.self) : "xl/" + target
      sheets.append((name, path))
    }
  }
}

/// The texts that cells refer to by number. Furigana beside a text is no part of it.
private final class SharedTexts: PartStream {
  private(set) var texts: [String] = []
  private var text = ""

  /// nil where the part is broken; no text where there is no such part.
  static func read(_ part: (String) -> [UInt8]?) -> [String]? {
    guard let bytes = part("xl/sharedStrings.xml") else { return [] }
    let stream = SharedTexts([("sst/si", 1), ("sst/si/t", 2), ("sst/si/r/t", 2)])
    return stream.run(bytes) ? stream.texts : nil
  }

  override func opened(
    _ field: UInt8, name: Int, namespace: () -> [UInt8]?, _ at: XMLAttributes
  ) {
    if field == 1 { text = "" }
  }

  override func closed(_ field: UInt8, text part: UnsafeRawBufferPointer) {
    if field == 2 {
      text += String(decoding: part, as: UTF8.self)
    } else {
      if texts.count == WorkbookLimits.sharedTexts { return stop() }
      texts.append(text)
    }
  }
}

/// Walks through one sheet: its header, then a row at a time.
private final class AnswerSheetReader: PartStream {
  private enum Field: UInt8 { case row = 1, cell, value, formula, text }
  private struct Cell {
    var column = 0
    var kind = ""
    var text = ""
    var isFormula = false
    var isRepeated = false
  }

  private let sheet: String
  private let texts: [String]
  private let is1904: Bool
  private(set) var found = AnswerSheet()
  private var columns: [Int: AnswerColumn] = [:]
  private var row: Int32 = 0
  private var cells: [Cell] = []
  private var cellCount = 0
  private var seenRows: Set<Int32> = []
  private(set) var hasHeader = false

  init(sheet: String, texts: [String], is1904: Bool) {
    self.sheet = sheet
    self.texts = texts
    self.is1904 = is1904
    let row = "worksheet/sheetData/row"
    super.init([
      (row, Field.row.rawValue), (row + "/c", Field.cell.rawValue),
      (row + "/c/v", Field.value.rawValue), (row + "/c/f", Field.formula.rawValue),
      (row + "/c/is/t", Field.text.rawValue), (row + "/c/is/r/t", Field.text.rawValue),
    ])
  }

  override func opened(
    _ field: UInt8, name: Int, namespace: () -> [UInt8]?, _ at: XMLAttributes
  ) {
    switch Field(rawValue: field) {
    case .row:
      let stated = at.value("r").flatMap { plainNumber($0) }
      row = stated.flatMap { Int32(exactly: $0) } ?? row + 1
      cells.removeAll(keepingCapacity: true)
    case .cell:
      cellCount += 1
      if cellCount > WorkbookLimits.cells { return stop() }
      var cell = Cell(column: (cells.last?.column ?? -1) + 1, kind: string(at.value("t")) ?? "n")
      if let address = at.value("r") {
        guard let column = columnNumber(address) else { return stop() }
        cell.column = column
        cell.isRepeated = cells.contains { $0.column == column }
      }
      cells.append(cell)
    case .formula: cells[cells.count - 1].isFormula = true
    case .value, .text, nil: break
    }
  }

  override func closed(_ field: UInt8, text: UnsafeRawBufferPointer) {
    switch Field(rawValue: field) {
    case .value: cells[cells.count - 1].text = String(decoding: text, as: UTF8.self)
    case .text: cells[cells.count - 1].text += String(decoding: text, as: UTF8.self)
    case .row: take()
    case .cell, .formula, nil: break
    }
  }

  private func take() {
    if hasHeader { return takeRow() }
    var columns: [Int: AnswerColumn] = [:]
    for cell in cells {
      guard let column = AnswerColumn(heading: plainText(cell)) else { continue }
      if columns.values.contains(column) {
        var fault = AnswerFault(.columnRepeated, line: row, column: column.rawValue)
        fault.sheet = sheet
        found.faults.append(fault)
      }
      columns[cell.column] = column
    }
    guard columns.values.contains(.answer) else { return }
    self.columns = columns
    hasHeader = true
    found.faults += missing(Set(columns.values), row).map { fault in
      var fault = fault
      fault.sheet = sheet
      return fault
    }
  }

  private func takeRow() {
    guard found.faults.allSatisfy({ $0.refusal != .columnRepeated && $0.refusal != .columnMissing })
    else { return }
    var answers = AnswerRow(line: row)
    answers.sheet = sheet
    var faults: [AnswerFault] = []
    let isAgain = !seenRows.insert(row).inserted
    for cell in cells {
      guard let column = columns[cell.column] else { continue }
      answers.letters[column] = columnLetters(cell.column)
      let text = plainText(cell)
      if let refusal = fault(of: cell, isAgain) {
        faults.append(answers.fault(refusal, column, text))
      }
      answers[column] = column == .waitUntil ? dayText(cell, text) : text
    }
    // What stands in rows that nobody filled in is nobody's fault.
    let isFilled =
      AnswerColumn.toFill.contains { !answers[$0].isEmpty }
      || faults.contains { fault in AnswerColumn.toFill.contains { $0.rawValue == fault.column } }
    guard isFilled else { return }
    if faults.isEmpty { found.add(answers) } else { found.faults += faults }
  }

  private func fault(of cell: Cell, _ isAgain: Bool) -> AnswerRefusal? {
    if cell.isFormula { return .cellFormula }
    if isAgain || cell.isRepeated { return .cellRepeated }
    return cell.kind == "e" || cell.kind == "b" ? .cellError : nil
  }

  /// A text as it stands; a whole number without the point that some programs write behind it.
  private func plainText(_ cell: Cell) -> String {
    switch cell.kind {
    case "s":
      guard let n = Int(cell.text), texts.indices.contains(n) else { return "" }
      return texts[n]
    case "n":
      var digits = Array(cell.text.utf8)
      if let point = digits.firstIndex(of: 0x2E), digits[(point + 1)...].allSatisfy({ $0 == 0x30 })
      {
        digits.removeSubrange(point...)
      }
      return String(decoding: digits, as: UTF8.self)
    default: return cell.text
    }
  }

  /// The day of a serial number; any other text as it stands.
  private func dayText(_ cell: Cell, _ text: String) -> String {
    guard cell.kind == "n", let serial = Int32(text.utf8.prefix { $0 != 0x2E }.map { $0 }) else {
      return text
    }
    guard (1...2_958_465).contains(serial) else { return text }
    let first = is1904 ? Day(year: 1904, month: 1, day: 1)! : Day(year: 1899, month: 12, day: 30)!
    return first.adding(days: serial).iso
  }
}

extension Int32 {
  fileprivate init?(_ digits: [UInt8]) { self.init(String(decoding: digits, as: UTF8.self)) }
}

private func plainNumber(_ bytes: UnsafeRawBufferPointer) -> Int64? {
  guard !bytes.isEmpty, bytes.count <= 10, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
    return nil
  }
  return bytes.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
}

/// 0 for `A7`, 26 for `AA7`; nil for anything that is no address.
private func columnNumber(_ address: UnsafeRawBufferPointer) -> Int? {
  var number = 0
  for byte in address {
    guard (0x41...0x5A).contains(byte) else { break }
    number = number * 26 + Int(byte - 0x40)
    if number > 16_384 { return nil }
  }
  return number == 0 ? nil : number - 1
}

private func columnLetters(_ number: Int) -> String {
  var letters: [UInt8] = []
  var rest = number + 1
  while rest > 0 {
    letters.insert(0x41 + UInt8((rest - 1) % 26), at: 0)
    rest = (rest - 1) / 26
  }
  return String(decoding: letters, as: UTF8.self)
}
