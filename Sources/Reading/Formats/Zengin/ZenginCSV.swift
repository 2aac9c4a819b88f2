import Model

/// What stands at the start of a file that looks like Zengin CSV: `1,01,…` or `1,03,…`, quoted or
/// not; nil where it is something else. `start` lies behind a byte order mark.
func zenginCSVStart(_ bytes: UnsafeRawBufferPointer, from start: Int) -> ZenginStart? {
  guard let first = (start..<bytes.count).first(where: { !isLayout(bytes[$0]) }),
    bytes[first] == 0x31 || bytes[first] == 0x22
  else { return nil }
  var scanner = CSVScanner(bytes, from: first)
  var record = CSVRecord()
  guard scanner.next(&record) == .record, record.count >= 6 else { return nil }
  let cells = record.fields.prefix(7).map { field in
    bytes[field.start..<field.end].filter { $0 != 0x20 }
  }
  // データ区分, 種別コード, コード区分, then a date or a code: digits, some of them blank.
  guard cells[0] == [0x31], cells[2].count <= 1,
    cells.dropFirst().prefix(3).allSatisfy({ $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
    (1...2).contains(cells[1].count), cells[2].first.map({ $0 <= 0x31 }) ?? true
  else { return nil }
  let kind = (cells[1].count == 1 ? "0" : "") + String(decoding: cells[1], as: UTF8.self)
  // コード区分 1 says EBCDIC, and text that is readable all the same was converted by somebody.
  let isEBCDIC = cells[2] == [0x31]
  switch kind {
  case "01" where record.count >= 13: return isEBCDIC ? .ebcdic : .notice
  case "03" where record.count >= 17: return isEBCDIC ? .ebcdic : .detail
  default: return ZenginLayouts.otherKinds[kind].map { .other($0) }
  }
}

/// Reads Zengin CSV: the records of 全銀協規定形式 with their items separated by commas. The rest is
/// as in `readZengin`.
func readZenginCSV(
  _ bytes: UnsafeRawBufferPointer, _ kind: ZenginStart, from start: Int,
  context: ReadingContext, sink: RowSink
) -> FileReading {
  if let refused = refusal(kind) { return refused }
  let encoding = textEncoding(bytes, from: start)
  var end = bytes.count
  // The end mark of DOS.
  while end > start, bytes[end - 1] == 0x1A { end -= 1 }
  let scanner = CSVScanner(bytes, from: start, to: end, consumed: context.consumed)
  return withUnsafeTemporaryAllocation(
    byteCount: ZenginCSVRecords.roomBytes, alignment: 8
  ) { room in
    let records = ZenginCSVRecords(scanner, encoding: encoding, room: room)
    var reader = ZenginReader(records: records, encoding: encoding, context: context, sink: sink)
    return reader.read()
  }
}

private func isLayout(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D }
