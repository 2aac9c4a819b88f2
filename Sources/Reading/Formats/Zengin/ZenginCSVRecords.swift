import Model

/// The items of one kind of line: where each is laid out.
private struct ZenginLine {
  let slots: [FixedSlot]
  /// Numbers by their index, which are laid out; the rest stays where it is in the file.
  let numbers: [Int]
  /// Index of the item that begins at an offset of the record; -1 where none does.
  let itemAt: [Int]
  /// Index of 振込依頼人コード and 振込依頼人名; -1 where the line has none.
  let payerCode: Int
  let payerName: Int

  init(_ layout: ZenginLayout) {
    var slots: [FixedSlot] = []
    var itemAt = [Int](repeating: -1, count: ZenginLayouts.recordLength)
    var offset = 0
    for (index, field) in layout.fields.enumerated() {
      slots.append(FixedSlot(offset: offset, length: field.length))
      if field.length > 0 { itemAt[offset] = index }
      offset += field.length
    }
    self.slots = slots
    self.itemAt = itemAt
    numbers = layout.fields.indices.filter { layout.fields[$0].type == .digits }
    payerCode = layout.fields.firstIndex { $0.name == .payerCode } ?? -1
    payerName = layout.fields.firstIndex { $0.name == .payerName } ?? -1
  }
}

/// Cuts Zengin CSV into records: the numbers of each line are laid out as in the fixed-length form,
/// with the zeros back that a spreadsheet took; text is read where it stands.
struct ZenginCSVRecords: ZenginRecords {
  /// Room for a record, and behind it for one text with its doubled quotes undone.
  static let roomBytes = ZenginLayouts.recordLength + 1024

  private enum Kind {
    static let headers = 0, trailers = 2, ends = 4, noticeA = 6, noticeB = 7, detail = 8
  }

  let layouts = ZenginLayoutSet.numbers
  let textEncoding: TextEncoding
  let hasSeparators = true
  /// The scanner is large, and the reader that holds these records is copied now and then.
  private final class Scanning {
    var scanner: CSVScanner
    init(_ scanner: CSVScanner) { self.scanner = scanner }
  }

  private let scanning: Scanning
  private let bytes: UnsafeRawBufferPointer
  private var record = CSVRecord()
  private let room: UnsafeMutableRawBufferPointer
  /// The kind of the file by its first header.
  private var isDetail: Bool?
  private var form: ZenginForm?
  /// By `Kind`; those of 03 stand behind those of 01.
  private let all: [ZenginLine]
  /// The line in hand.
  private var kind = Kind.noticeA

  init(_ scanner: CSVScanner, encoding: TextEncoding, room: UnsafeMutableRawBufferPointer) {
    precondition(room.count >= Self.roomBytes)
    scanning = Scanning(scanner)
    bytes = scanner.bytes
    self.room = room
    textEncoding = encoding
    all = [
      layouts.noticeHeader, layouts.detailHeader, layouts.noticeTrailer, layouts.detailTrailer,
      layouts.noticeEnd, layouts.detailEnd, layouts.noticeDataA, layouts.noticeDataB,
      layouts.detailData,
    ].map(ZenginLine.init)
  }

  var offset: Int { scanning.scanner.offset }
  var lines: Int32 { Int32(clamping: scanning.scanner.line - 1) }
  var formMark: (FixedSlot, String) { (FixedSlot(offset: 0, length: 1), "12-14") }

  mutating func next() -> FixedStep {
    while true {
      switch scanning.scanner.next(&record) {
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
    kind = kindOfRecord()
    let expected = all[kind].slots.count
    guard record.count >= expected - 1, isPadding(from: expected) else {
      return .malformed(
        .columnCount, offset: record.byte, line: Int32(clamping: record.line), column: 0,
        found: record.count, expected: expected)
    }
    for index in all[kind].numbers {
      layNumber(index < record.count ? cell(index) : noBytes, all[kind].slots[index])
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

  private mutating func kindOfRecord() -> Int {
    let mark = cell(0)
    switch mark.count == 1 ? mark[0] : 0 {
    case 0x31:
      let isDetailHere = record.count > 1 && number(cell(1)) == 3
      if isDetail == nil { isDetail = isDetailHere }
      // A header of the other kind is laid out as its own: the reader sees its 種別コード.
      return Kind.headers + (isDetailHere ? 1 : 0)
    case 0x38: return Kind.trailers + (isDetail == true ? 1 : 0)
    case 0x39: return Kind.ends + (isDetail == true ? 1 : 0)
    default:
      if isDetail == true { return Kind.detail }
      form = noticeForm()
      return form == .noticeB ? Kind.noticeB : Kind.noticeA
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

  func text(_ slot: FixedSlot, in record: FixedRecord) -> UnsafeRawBufferPointer {
    guard let index = index(of: slot) else { return noBytes }
    let field = self.record[index]
    var bytes = field.slice(of: self.bytes)
    var count = bytes.count
    while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
    bytes = UnsafeRawBufferPointer(rebasing: bytes[..<count])
    if index == all[kind].payerName { bytes = withoutCode(bytes) }
    return field.hasDoubledQuotes ? unquoted(bytes) : bytes
  }

  func written(_ slot: FixedSlot, in record: FixedRecord) -> UnsafeRawBufferPointer {
    index(of: slot).map { cell($0) } ?? noBytes
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
    guard slot.length > 0 else { return nil }
    let index = all[kind].itemAt[slot.offset]
    return index >= 0 && index < record.count ? index : nil
  }

  /// The bytes of an item without spaces at its ends.
  private func cell(_ index: Int) -> UnsafeRawBufferPointer {
    let bytes = record[index].slice(of: self.bytes)
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

  private var noBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

  /// Right aligned with zeros in front. What is no number of that width stays none.
  private func layNumber(_ cell: UnsafeRawBufferPointer, _ slot: FixedSlot) {
    var start = 0
    while cell.count - start > slot.length, cell[start] == 0x30 { start += 1 }
    let zeros = slot.length - (cell.count - start)
    var isNumber = zeros >= 0
    for i in 0..<max(zeros, 0) { room[slot.offset + i] = cell.isEmpty ? 0x20 : 0x30 }
    for i in start..<cell.count where isNumber {
      isNumber = cell[i] &- 0x30 <= 9
      room[slot.offset + zeros + i - start] = cell[i]
    }
    if !isNumber { for i in 0..<slot.length { room[slot.offset + i] = 0x3F } }
  }

  /// Each doubled quote as one. A text that has no room stays as it is.
  private func unquoted(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let out = UnsafeMutableRawBufferPointer(rebasing: room[ZenginLayouts.recordLength...])
    guard bytes.count <= out.count else { return bytes }
    var written = 0
    var at = 0
    while at < bytes.count {
      out[written] = bytes[at]
      written += 1
      at += bytes[at] == 0x22 ? 2 : 1
    }
    return UnsafeRawBufferPointer(rebasing: out[..<written])
  }

  /// Some banks put 振込依頼人コード in front of the name again.
  private func withoutCode(_ name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let first = name.first, first >= 0x30, first <= 0x39,
      let code = number(cell(all[kind].payerCode)), code != 0
    else { return name }
    let end = name.firstIndex { $0 < 0x30 || $0 > 0x39 } ?? name.count
    guard number(UnsafeRawBufferPointer(rebasing: name[..<end])) == code else { return name }
    let start = name[end...].firstIndex { $0 != 0x20 } ?? name.count
    return UnsafeRawBufferPointer(rebasing: name[start...])
  }
}
