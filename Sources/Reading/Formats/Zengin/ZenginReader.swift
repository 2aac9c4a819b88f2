import Model

/// Reads 全銀協規定形式 01 and 03. Rows go to the sink as they are read; whether their account may
/// be posted is known at its trailer and told in `accounts[].stopsFromRecord`. A fault in one
/// account group stops that group, the others go on. Linear in the file, memory constant.
func readZengin(
  _ bytes: UnsafeRawBufferPointer, context: ReadingContext, sink: RowSink
) -> FileReading {
  guard let start = zenginStart(bytes) else {
    return refusal(DataFinding(.unknownFormat, .refusesFile))
  }
  if let refused = refusal(start) { return refused }
  guard isUTF8Zengin(bytes) else { return readRecords(bytes, encoding: nil, context, sink) }
  guard let single = jisBytesFromUTF8(bytes) else {
    return refusal(
      DataFinding(.wrongEncoding, .refusesFile, value: "UTF-8", expected: "JIS X 0201"))
  }
  let encoding: TextEncoding = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? .utf8BOM : .utf8
  return single.withUnsafeBytes { readRecords($0, encoding: encoding, context, sink) }
}

/// The refusal of a Zengin file that holds no bookings or no text, by name.
func refusal(_ start: ZenginStart) -> FileReading? {
  let place = SourcePlace(record: nil, line: 1, byte: 0, field: ZenginItem.fileKind.rawValue)
  switch start {
  case .notice, .detail: return nil
  case .ebcdic:
    return refusal(
      DataFinding(
        .wrongEncoding, .refusesFile, place: place, value: "EBCDIC", expected: "JIS X 0201"))
  case .other(let name):
    return refusal(
      DataFinding(
        .notAStatement, .refusesFile, place: place, value: name,
        expected: "01 振込入金通知, 03 入出金取引明細"))
  }
}

private func refusal(_ finding: DataFinding) -> FileReading {
  FileReading(kind: .unknown, findings: [finding])
}

private func readRecords(
  _ bytes: UnsafeRawBufferPointer, encoding: TextEncoding?, _ context: ReadingContext,
  _ sink: RowSink
) -> FileReading {
  withUnsafeTemporaryAllocation(byteCount: ZenginLayouts.recordLength, alignment: 8) { room in
    let records = FixedLengthRecords(
      bytes, from: zenginFirstRecord(bytes), length: ZenginLayouts.recordLength, padded: room)
    var reader = ZenginReader(records: records, encoding: encoding, context: context, sink: sink)
    if let encoding {
      reader.tellOnce(
        DataFinding(
          .wrongEncoding, .note, value: encoding == .utf8BOM ? "UTF-8 BOM" : "UTF-8",
          expected: "JIS X 0201"))
    }
    return reader.read()
  }
}

/// The state machine over records: header `1`, data `2`…, trailer `8`, again, then the end `9`.
struct ZenginReader<Records: ZenginRecords> {
  let context: ReadingContext
  let sink: RowSink
  var records: Records
  let layouts: ZenginLayoutSet
  var book: StatementBook
  var group: ZenginGroup?
  var lastPart: StatementPart?
  var form: ZenginForm?
  var slots: ZenginDataSlots
  var fileKind: String?
  let decoder: TextDecoder
  let isSingleByte: Bool
  var cache = FixedTextCache()
  /// Rows of a day share their date: the last one read, as YYMMDD.
  var lastDate: (written: Int64, day: Day)?
  /// Data records so far, rejected ones included.
  var dataRecords: Int32 = 0
  var rowsRead: Int32 = 0
  var rowsRejected: Int32 = 0
  var recordsInFile: Int64 = 0
  var groupsInFile: Int64 = 0
  var hasEnded = false
  var isAborted = false
  var hasKana = false
  /// What was told once already: these are notes about how the file was made.
  var told: Set<String> = []
  private let givenEncoding: TextEncoding?
  private var toldConsumed = 0

  init(
    records: Records, encoding: TextEncoding?, context: ReadingContext, sink: RowSink
  ) {
    self.records = records
    layouts = records.layouts
    slots = ZenginDataSlots(records.layouts.noticeDataA)
    decoder = TextDecoder(records.textEncoding)
    isSingleByte = records.textEncoding == .jisX0201
    self.context = context
    self.sink = sink
    givenEncoding = encoding
    book = StatementBook(maxFindings: context.maxFindings)
  }

  mutating func read() -> FileReading {
    while !isAborted {
      let step = records.next()
      if case .end = step { break }
      take(step)
      // A re-encoded copy has offsets of its own, which mean nothing to the caller's mapping.
      if givenEncoding == nil, records.offset - toldConsumed >= 1 << 20 {
        toldConsumed = records.offset
        context.consumed(toldConsumed)
      }
    }
    finish()
    return FileReading(
      kind: .statement, formatID: formatID,
      encoding: givenEncoding ?? (hasKana ? .jisX0201 : .ascii),
      accounts: book.accounts, controls: book.controls, findings: book.findings,
      rowsRead: rowsRead, rowsRejected: rowsRejected, isIncremental: fileKind == "01")
  }

  /// A 01 file without data records does not show whether it is A or B.
  private var formatID: String {
    records.formatID(form ?? (fileKind == "03" ? .detail : .noticeA))
  }

  @inline(__always)
  private mutating func take(_ step: FixedStep) {
    switch step {
    case .record(let record): take(record)
    case .wrongLength(let offset, let line, let length):
      recordsInFile += 1
      rowsRejected += 1
      stopGroup(
        .recordLength, SourcePlace(line: line, byte: Int64(offset)), value: String(length),
        expected: String(ZenginLayouts.recordLength))
    case .controlByte(let offset, let line, let byte):
      recordsInFile += 1
      rowsRejected += 1
      stopGroup(
        byte == 0 ? .nulByte : .badCharacter, SourcePlace(line: line, byte: Int64(offset)),
        value: "0x" + String(byte, radix: 16, uppercase: true), expected: nil)
    case .cut(let offset, let line, let length):
      rowsRejected += 1
      stopGroup(
        .truncated, SourcePlace(line: line, byte: Int64(offset)), value: String(length),
        expected: String(ZenginLayouts.recordLength))
      isAborted = true
    case .malformed(let fault, let offset, let line, let column, let found, let expected):
      recordsInFile += 1
      rowsRejected += 1
      stopGroup(
        fault,
        SourcePlace(line: line, column: column == 0 ? nil : column, byte: Int64(offset)),
        value: found == 0 ? nil : String(found), expected: expected == 0 ? nil : String(expected))
    case .trailing(let offset):
      book.add(
        DataFinding(
          .trailingBytes, .rejectsRow, place: SourcePlace(byte: Int64(offset)), expected: "EOF"))
      isAborted = true
    case .end:
      break
    }
  }

  @inline(__always)
  private mutating func take(_ record: FixedRecord) {
    if record.foundLength != ZenginLayouts.recordLength { tellLength(record) }
    recordsInFile &+= 1
    switch record.start.byte(0) {
    case 0x32 where group != nil: readData(record)
    case 0x31: openGroup(record)
    case 0x38 where group != nil: closeGroup(record)
    case 0x39 where group == nil: endFile(record)
    default: outOfSequence(record)
    }
  }

  private mutating func tellLength(_ record: FixedRecord) {
    tellOnce(
      DataFinding(
        .recordLength, .note, place: place(record, nil), value: String(record.foundLength),
        expected: String(ZenginLayouts.recordLength)))
  }

  private mutating func outOfSequence(_ record: FixedRecord) {
    let blank = FixedSlot(offset: 0, length: ZenginLayouts.recordLength)
    if record.start.isBlank(blank) {
      recordsInFile -= 1
      return
    }
    let kind = record.start.byte(0)
    if hasEnded, group == nil {
      book.add(
        DataFinding(.trailingBytes, .rejectsRow, place: place(record, nil), expected: "EOF"))
      isAborted = true
      return
    }
    if kind != 0x38, kind != 0x39 { rowsRejected += 1 }
    stopGroup(
      .recordSequence, place(record, ZenginItem.recordKind.rawValue),
      value: shown(record, FixedSlot(offset: 0, length: 1)),
      expected: group == nil ? "1, 9" : "2, 8")
    if kind == 0x39 {
      finishGroup()
      endFile(record)
    }
    // Without separators a record that is none means that all after it are out of step.
    if !records.hasSeparators, !(0x31...0x39).contains(kind) { isAborted = true }
  }

  /// Several files put one behind the other are read on: each part has its own controls.
  private mutating func endFile(_ record: FixedRecord) {
    if hasEnded { return outOfSequence(record) }
    if fileKind == "03" { checkDetailEnd(record) }
    hasEnded = true
    recordsInFile = 0
    groupsInFile = 0
  }

  private mutating func closeGroup(_ record: FixedRecord) {
    guard var closing = group else { return }
    if !closing.isUnreadable {
      if fileKind == "03" {
        checkDetailTrailer(record, &closing)
      } else {
        checkNoticeTrailer(record, closing)
      }
      checkPeriod(record, closing)
    }
    group = closing
    finishGroup()
  }

  /// Takes the group out of hand, with or without its trailer.
  mutating func finishGroup() {
    guard var closing = group else { return }
    closing.part.firstDay = closing.part.firstDay ?? closing.rowFirstDay
    closing.part.lastDay = closing.part.lastDay ?? closing.rowLastDay
    book.close(closing.part)
    lastPart = closing.part
    group = nil
  }

  private mutating func finish() {
    if group != nil {
      stopGroup(
        .truncated, SourcePlace(line: lastLine, byte: Int64(records.offset)), value: nil,
        expected: "8")
      finishGroup()
    } else if !hasEnded {
      if fileKind == "03" { checkDetailEnd(nil) }
      // Every group there is has its trailer, so what was read is proved. What the file may have
      // held beyond it is not here to be posted.
      book.add(
        DataFinding(
          .truncated, .note, place: SourcePlace(line: lastLine, byte: Int64(records.offset)),
          expected: "9"))
    }
    if let part = lastPart, book.accounts.isEmpty == false, dataRecords == 0, rowsRejected == 0 {
      book.add(
        DataFinding(
          .headerWithoutRows, .note, place: SourcePlace(line: part.line),
          accountIndex: part.accountIndex))
    }
    book.finish()
  }

  private var lastLine: Int32? { records.lines > 0 ? records.lines : nil }
}
