import Model

/// The items of one kind of line: where each is laid out.
private struct ZenginLine {
  let slots: [FixedSlot]
  let types: [FixedFieldType]
  let length: Int
  /// Index of 振込依頼人コード and 振込依頼人名; -1 where the line has none.
  let payerCode: Int
  let payerName: Int

  init(_ layout: ZenginLayout) {
    var slots: [FixedSlot] = []
    var offset = 0
    for field in layout.fields {
      slots.append(FixedSlot(offset: offset, length: field.length))
      offset += field.length
    }
    self.slots = slots
    types = layout.fields.map(\.type)
    length = offset
    payerCode = layout.fields.firstIndex { $0.name == .payerCode } ?? -1
    payerName = layout.fields.firstIndex { $0.name == .payerName } ?? -1
  }
}

/// Cuts Zengin CSV into records: the items of each line are laid out as in the fixed-length form,
/// numbers with the zeros back that a spreadsheet took, text in the file's own encoding.
struct ZenginCSVRecords: ZenginRecords {
  /// Room for the longest record in `ZenginLayoutSet.wide`.
  static let roomBytes = 1024

  let layouts = ZenginLayoutSet.wide
  let textEncoding: TextEncoding
  let hasSeparators = true
  private var scanner: CSVScanner
  private var record = CSVRecord()
  private let room: UnsafeMutableRawBufferPointer
  /// The kind of the file by its first header.
  private var isDetail: Bool?
  private var form: ZenginForm?
  private var line: ZenginLine
  private let headers, trailers, ends: [ZenginLine]
  private let noticeA, noticeB, detail: ZenginLine

  init(_ scanner: CSVScanner, encoding: TextEncoding, room: UnsafeMutableRawBufferPointer) {
    self.scanner = scanner
    self.room = room
    textEncoding = encoding
    headers = [ZenginLine(layouts.noticeHeader), ZenginLine(layouts.detailHeader)]
    trailers = [ZenginLine(layouts.noticeTrailer), ZenginLine(layouts.detailTrailer)]
    ends = [ZenginLine(layouts.noticeEnd), ZenginLine(layouts.detailEnd)]
    noticeA = ZenginLine(layouts.noticeDataA)
    noticeB = ZenginLine(layouts.noticeDataB)
    detail = ZenginLine(layouts.detailData)
    line = noticeA
    let all = headers + trailers + ends + [noticeA, noticeB, detail]
    precondition(all.allSatisfy { $0.length <= room.count && $0.length > 0 })
  }

  var offset: Int { scanner.offset }
  var lines: Int32 { Int32(clamping: scanner.line - 1) }
  var formMark: (FixedSlot, String) { (FixedSlot(offset: 0, length: 1), "12-14") }

  mutating func next() -> FixedStep {
    while true {
      switch scanner.next(&record) {
      case .end: return .end
      case .fault(let fault):
        let finding = structureFinding(fault, severity: .stopsPosting, record: nil)
        return .malformed(
          finding.fault, offset: fault.byte, line: Int32(clamping: fault.line),
          column: Int32(clamping: fault.column), found: 0, expected: 0)
      case .record:
        if record.isBlank { continue }
        return laidOut()
      }
    }
  }

  private mutating func laidOut() -> FixedStep {
    line = lineOfRecord()
    let expected = line.slots.count
    guard record.count >= expected - 1, isPadding(from: expected) else {
      return .malformed(
        .columnCount, offset: record.byte, line: Int32(clamping: record.line), column: 0,
        found: record.count, expected: expected)
    }
    for index in line.slots.indices {
      let slot = line.slots[index]
      guard index < record.count else {
        fill(slot, with: 0x20)
        continue
      }
      switch line.types[index] {
      case .digits: layNumber(cell(index), slot)
      case .text:
        guard layText(index, slot) else {
          return .malformed(
            .recordLength, offset: record[index].start, line: Int32(clamping: record.line),
            column: Int32(index + 1), found: Int(record[index].count), expected: slot.length)
        }
      case .filler: break
      }
    }
    return .record(
      FixedRecord(
        start: UnsafeRawPointer(room.baseAddress.unsafelyUnwrapped), offset: record.byte,
        line: Int32(clamping: record.line), foundLength: ZenginLayouts.recordLength))
  }

  /// Items behind the last one of a line are commas that a spreadsheet added.
  private func isPadding(from index: Int) -> Bool {
    record.count <= index || record.fields[index...].allSatisfy { $0.count == 0 }
  }

  private mutating func lineOfRecord() -> ZenginLine {
    let kind = cell(0)
    switch kind.count == 1 ? kind[0] : 0 {
    case 0x31:
      let isDetailHere = record.count > 1 && number(cell(1)) == 3
      if isDetail == nil { isDetail = isDetailHere }
      // A header of the other kind is laid out as its own: the reader sees its 種別コード.
      return headers[isDetailHere ? 1 : 0]
    case 0x38: return trailers[isDetail == true ? 1 : 0]
    case 0x39: return ends[isDetail == true ? 1 : 0]
    default:
      if isDetail == true { return detail }
      form = noticeForm()
      return form == .noticeB ? noticeB : noticeA
    }
  }

  /// A has 13 items and B 15; the last one, filler, may be missing. Where a spreadsheet made all
  /// lines equally wide the items decide: nothing follows EDI情報 in A, and B has 金額(2) in its place.
  private func noticeForm() -> ZenginForm {
    if record.count == 15 { return .noticeB }
    guard record.count >= 13 else { return .noticeA }
    if !cell(12).isEmpty || (record.count > 13 && !cell(13).isEmpty) { return .noticeB }
    return (number(cell(11)) ?? 0) != 0 && number(cell(4)) == 0 ? .noticeB : .noticeA
  }

  func noticeForm(_ record: FixedRecord) -> ZenginForm? { form }

  func written(_ slot: FixedSlot, in record: FixedRecord) -> UnsafeRawBufferPointer {
    guard let index = index(of: slot) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return cell(index)
  }

  func column(of slot: FixedSlot) -> Int32? { index(of: slot).map { Int32($0 + 1) } }

  func offset(of slot: FixedSlot, in record: FixedRecord) -> Int {
    index(of: slot).map { self.record[$0].start } ?? record.offset
  }

  func formatID(_ form: ZenginForm) -> String {
    switch form {
    case .noticeA: "zengin-csv-01-a"
    case .noticeB: "zengin-csv-01-b"
    case .detail: "zengin-csv-03"
    }
  }

  private func index(of slot: FixedSlot) -> Int? {
    let index = line.slots.firstIndex { $0.offset == slot.offset && $0.length > 0 }
    return index.flatMap { $0 < record.count ? $0 : nil }
  }

  /// The bytes of an item without spaces at its ends.
  private func cell(_ index: Int) -> UnsafeRawBufferPointer {
    let bytes = record[index].slice(of: scanner.bytes)
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] == 0x20 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  private func number(_ cell: UnsafeRawBufferPointer) -> Int64? {
    guard !cell.isEmpty, cell.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in cell {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    return value
  }

  // MARK: Laying out

  private func fill(_ slot: FixedSlot, with byte: UInt8) {
    for i in 0..<slot.length { room[slot.offset + i] = byte }
  }

  /// Right aligned with zeros in front. What is no number of that width stays none.
  private func layNumber(_ cell: UnsafeRawBufferPointer, _ slot: FixedSlot) {
    if cell.isEmpty { return fill(slot, with: 0x20) }
    var digits = cell
    while digits.count > slot.length, digits[0] == 0x30 {
      digits = UnsafeRawBufferPointer(rebasing: digits[1...])
    }
    guard digits.count <= slot.length, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return fill(slot, with: 0x3F)
    }
    let zeros = slot.length - digits.count
    for i in 0..<zeros { room[slot.offset + i] = 0x30 }
    for i in digits.indices { room[slot.offset + zeros + i] = digits[i] }
  }

  /// Left aligned; false where the text does not fit.
  private func layText(_ index: Int, _ slot: FixedSlot) -> Bool {
    var bytes = record[index].slice(of: scanner.bytes)
    while let last = bytes.last, last == 0x20 {
      bytes = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
    }
    if index == line.payerName { bytes = withoutCode(bytes) }
    var written = 0
    var at = 0
    while at < bytes.count {
      guard written < slot.length else { return false }
      room[slot.offset + written] = bytes[at]
      written += 1
      at += record[index].hasDoubledQuotes && bytes[at] == 0x22 ? 2 : 1
    }
    for i in written..<slot.length { room[slot.offset + i] = 0x20 }
    return true
  }

  /// Some banks put 振込依頼人コード in front of the name again.
  private func withoutCode(_ name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard line.payerCode >= 0, let code = number(cell(line.payerCode)), code != 0 else {
      return name
    }
    let end = name.firstIndex { $0 < 0x30 || $0 > 0x39 } ?? name.count
    guard number(UnsafeRawBufferPointer(rebasing: name[..<end])) == code else { return name }
    let start = name[end...].firstIndex { $0 != 0x20 } ?? name.count
    return UnsafeRawBufferPointer(rebasing: name[start...])
  }
}
