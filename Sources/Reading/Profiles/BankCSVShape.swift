import Model

extension BankCSVReader {
  /// A line of one cell that begins as notes do: ※ and the like.
  mutating func isNoteLine(_ record: CSVRecord) -> Bool {
    guard record.count == 1 || record.fields.dropFirst().allSatisfy({ $0.count == 0 }),
      let utf8 = text.utf8(record[0], in: bytes)
    else { return false }
    let line = foldHeader(validString(utf8))
    return noteMarks.contains { mark in
      line.utf8.starts(with: mark.utf8)
    }
  }

  /// A file of pages repeats its header.
  mutating func isHeaderAgain(_ record: CSVRecord) -> Bool {
    guard record.count == layout.headerCount else { return false }
    for index in 0..<record.count {
      guard let utf8 = text.utf8(record[index], in: bytes),
        foldHeader(validString(utf8)) == columns.names[index]
      else { return false }
    }
    return true
  }

  /// Rows have the header's fields; empty ones at the end may be more or fewer, and unused named
  /// ones may be missing there. A last line that stops short without a line end was cut.
  func shapeFault(_ record: CSVRecord) -> RowFault? {
    let expected = layout.headerCount
    if record.count == expected { return nil }
    if record.count > expected {
      let isPadding = record.fields[expected...].allSatisfy { $0.count == 0 }
      return isPadding ? nil : RowFault(fault: .columnCount, expected: String(expected))
    }
    let missesUnnamedOnly = columns.names[record.count...].allSatisfy(\.isEmpty)
    if missesUnnamedOnly { return nil }
    if record.endByte == layout.end {
      return RowFault(fault: .truncated, column: record.count - 1, expected: String(expected))
    }
    if record.count >= columns.width { return nil }
    return RowFault(fault: .columnCount, expected: String(expected))
  }

  func rowFinding(_ fault: RowFault, _ record: CSVRecord) -> DataFinding {
    makeRowFinding(
      fault, record, bytes: bytes, decoder: decoder, recordNumber: recordNumber,
      names: columns.names)
  }
}

/// The finding of a rejected row: the place and content of the cell at fault.
func makeRowFinding(
  _ fault: RowFault, _ record: CSVRecord, bytes: UnsafeRawBufferPointer, decoder: TextDecoder,
  recordNumber: Int32, names: [String]
) -> DataFinding {
  var place = SourcePlace(
    record: recordNumber, line: Int32(clamping: record.line), byte: Int64(record.byte))
  var value = fault.fault == .columnCount ? String(record.count) : nil
  // A row out of step has its name in any cell.
  var isPersonal = fault.isPersonal
  if let column = fault.column, column >= 0, column < record.count {
    let field = record[column]
    let raw = UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.end])
    let bad = fault.fault == .badCharacter ? decoder.firstBadByte(raw) : nil
    place.column = Int32(clamping: column + 1)
    place.byte = Int64(field.start + (bad ?? 0))
    place.field = column < names.count ? names[column] : nil
    value = shownValue(raw, decoder)
    isPersonal = isPersonal || raw.contains { $0 >= 0x80 }
  }
  return DataFinding(
    fault.fault, .rejectsRow, place: place, value: value, valueIsPersonal: isPersonal,
    expected: fault.expected)
}

private let noteMarks = ["※", "*", "(", "注", "以上", "合計", "-", "照会", "ご注意", "お知らせ"]
