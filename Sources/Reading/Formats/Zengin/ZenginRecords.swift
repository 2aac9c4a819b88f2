import Model

/// Where the records of a Zengin file come from. What follows of them, groups, controls and
/// findings, is the same for the fixed-length form and for its comma-separated cousin.
protocol ZenginRecords {
  /// How far the source has read in its bytes.
  var offset: Int { get }
  /// Physical records so far.
  var lines: Int32 { get }
  /// False where a lost byte puts all later records out of step.
  var hasSeparators: Bool { get }
  /// The records as `FixedRecord.start` holds them.
  var layouts: ZenginLayoutSet { get }
  /// Encoding of the text fields.
  var textEncoding: TextEncoding { get }
  /// What tells A from B, for a finding: a field and its name.
  var formMark: (FixedSlot, String) { get }

  mutating func next() -> FixedStep
  /// A or B of a data record of 01; nil where it is neither.
  func noticeForm(_ record: FixedRecord) -> ZenginForm?
  /// A text field without the spaces at its end. Valid until the next call.
  func text(_ slot: FixedSlot, in record: FixedRecord) -> UnsafeRawBufferPointer
  /// The field as it stands in the file.
  func written(_ slot: FixedSlot, in record: FixedRecord) -> UnsafeRawBufferPointer
  /// From 1: position in a fixed record, number of the item in a comma-separated one.
  func column(of slot: FixedSlot) -> Int32?
  /// Where the field begins in the file.
  func offset(of slot: FixedSlot, in record: FixedRecord) -> Int
  func formatID(_ form: ZenginForm) -> String
}

extension FixedLengthRecords: ZenginRecords {
  var layouts: ZenginLayoutSet { .fixed }
  var textEncoding: TextEncoding { .jisX0201 }
  var formMark: (FixedSlot, String) { (FixedSlot(offset: 148, length: 4), "149-152") }

  func noticeForm(_ record: FixedRecord) -> ZenginForm? { ZenginForm.notice(record.start) }

  @inline(__always)
  func text(_ slot: FixedSlot, in record: FixedRecord) -> UnsafeRawBufferPointer {
    record.start.trimmed(slot)
  }

  func written(_ slot: FixedSlot, in record: FixedRecord) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: record.start + slot.offset, count: slot.length)
  }

  func column(of slot: FixedSlot) -> Int32? { Int32(slot.offset + 1) }

  func offset(of slot: FixedSlot, in record: FixedRecord) -> Int { record.offset + slot.offset }

  func formatID(_ form: ZenginForm) -> String { form.rawValue }
}

/// The layouts of all records of 01 and 03 in one width of their fields.
struct ZenginLayoutSet {
  var noticeHeader, noticeDataA, noticeDataB, noticeTrailer, noticeEnd: ZenginLayout
  var detailHeader, detailData, detailTrailer, detailEnd: ZenginLayout

  /// As published.
  static let fixed = ZenginLayoutSet(
    noticeHeader: ZenginLayouts.noticeHeader, noticeDataA: ZenginLayouts.noticeDataA,
    noticeDataB: ZenginLayouts.noticeDataB, noticeTrailer: ZenginLayouts.noticeTrailer,
    noticeEnd: ZenginLayouts.noticeEnd, detailHeader: ZenginLayouts.detailHeader,
    detailData: ZenginLayouts.detailData, detailTrailer: ZenginLayouts.detailTrailer,
    detailEnd: ZenginLayouts.detailEnd)

  /// The same items with their numbers only: text, which a comma-separated line writes in any
  /// length, keeps a place of one byte to be asked for by, and filler none.
  static let numbers = ZenginLayoutSet(
    noticeHeader: withoutText(ZenginLayouts.noticeHeader),
    noticeDataA: withoutText(ZenginLayouts.noticeDataA),
    noticeDataB: withoutText(ZenginLayouts.noticeDataB),
    noticeTrailer: withoutText(ZenginLayouts.noticeTrailer),
    noticeEnd: withoutText(ZenginLayouts.noticeEnd),
    detailHeader: withoutText(ZenginLayouts.detailHeader),
    detailData: withoutText(ZenginLayouts.detailData),
    detailTrailer: withoutText(ZenginLayouts.detailTrailer),
    detailEnd: withoutText(ZenginLayouts.detailEnd))

  func data(_ form: ZenginForm) -> ZenginLayout {
    switch form {
    case .noticeA: noticeDataA
    case .noticeB: noticeDataB
    case .detail: detailData
    }
  }

  private static func withoutText(_ layout: ZenginLayout) -> ZenginLayout {
    ZenginLayout(
      layout.fields.map { field in
        switch field.type {
        case .digits: field
        case .text: FixedField(field.name, 1, .text)
        case .filler: FixedField(field.name, 0, .filler)
        }
      })
  }
}
