public import Model

/// Reads a CSV of answers (UTF-8, with or without BOM, columns by name in any order). Rows without
/// an answer are left out: nobody has filled them in. Nothing is said yet of what the ledger
/// makes of them. Cost: linear.
public func readAnswers(_ bytes: UnsafeRawBufferPointer) -> AnswerSheet {
  var sheet = AnswerSheet()
  if let bad = firstBadUTF8Byte(bytes) {
    let line = bytes[..<bad].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    sheet.faults = [AnswerFault(.fileUnreadable, line: Int32(clamping: line), expected: "UTF-8")]
    return sheet
  }
  let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  var scanner = CSVScanner(bytes, from: start)
  var record = CSVRecord()
  var columns: [Int: AnswerColumn]?
  var width = 0
  scanning: while true {
    switch scanner.next(&record) {
    case .end: break scanning
    case .fault(let fault):
      sheet.faults.append(AnswerFault(.rowMalformed, line: Int32(clamping: fault.line)))
    case .record:
      if record.isBlank { continue }
      let texts = texts(of: record, in: bytes)
      let line = Int32(clamping: record.line)
      if let columns {
        take(texts, width, columns, line, &sheet)
      } else {
        width = texts.count
        columns = header(texts, line, &sheet)
        if columns == nil { return sheet }
      }
    }
  }
  if columns == nil, sheet.faults.isEmpty {
    sheet.faults = [AnswerFault(.columnMissing, line: 1, expected: "case_id, answer")]
  }
  return sheet
}

func texts(of record: borrowing CSVRecord, in bytes: UnsafeRawBufferPointer) -> [String] {
  var fields = FieldText(TextDecoder(.utf8))
  return (0..<record.count).map { n in
    guard let text = fields.utf8(record[n], in: bytes) else { return "" }
    return String(decoding: text, as: UTF8.self)
  }
}

/// nil where the columns do not allow to read on.
private func header(
  _ names: [String], _ line: Int32, _ sheet: inout AnswerSheet
) -> [Int: AnswerColumn]? {
  var columns: [Int: AnswerColumn] = [:]
  for (n, name) in names.enumerated() {
    guard let column = AnswerColumn(heading: name) else { continue }
    if columns.values.contains(column) {
      sheet.faults.append(AnswerFault(.columnRepeated, line: line, column: name))
    }
    columns[n] = column
  }
  sheet.faults += missing(Set(columns.values), line)
  return sheet.faults.isEmpty ? columns : nil
}

/// What columns without which nothing can be answered.
func missing(_ found: Set<AnswerColumn>, _ line: Int32) -> [AnswerFault] {
  var faults: [AnswerFault] = []
  if !found.contains(.answer) {
    faults.append(AnswerFault(.columnMissing, line: line, expected: "answer"))
  }
  if found.isDisjoint(with: [.entryID, .caseID]) {
    faults.append(AnswerFault(.columnMissing, line: line, expected: "case_id"))
  }
  return faults
}

private func take(
  _ texts: [String], _ width: Int, _ columns: [Int: AnswerColumn], _ line: Int32,
  _ sheet: inout AnswerSheet
) {
  var row = AnswerRow(line: line)
  // A row of another width has been shifted: no cell of it can be trusted.
  guard texts.count >= width, texts.dropFirst(width).allSatisfy(\.isEmpty) else {
    sheet.faults.append(AnswerFault(.rowMalformed, line: line))
    return
  }
  for (n, column) in columns { row[column] = texts[n] }
  sheet.add(row)
}

extension AnswerSheet {
  /// Keeps a row that somebody filled in. A half-filled one is told: nothing is guessed from it.
  mutating func add(_ row: AnswerRow) {
    if !row[.answer].isEmpty {
      rows.append(row)
    } else if let column = AnswerColumn.toFill.first(where: {
      $0 != .person && $0 != .comment && !row[$0].isEmpty
    }) {
      faults.append(row.fault(.answerMissing, column, row[column], expected: AnswerWord.written))
    }
  }
}
