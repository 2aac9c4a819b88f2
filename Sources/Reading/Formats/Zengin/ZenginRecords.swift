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

  /// The same items with room for text of several bytes a character and without filler: what the
  /// items of a comma-separated line are laid out in.
  static let wide = ZenginLayoutSet(
    noticeHeader: widened(ZenginLayouts.noticeHeader),
    noticeDataA: widened(ZenginLayouts.noticeDataA),
    noticeDataB: widened(ZenginLayouts.noticeDataB),
    noticeTrailer: widened(ZenginLayouts.noticeTrailer),
    noticeEnd: widened(ZenginLayouts.noticeEnd),
    detailHeader: widened(ZenginLayouts.detailHeader),
    detailData: widened(ZenginLayouts.detailData),
    detailTrailer: widened(ZenginLayouts.detailTrailer),
    detailEnd: widened(ZenginLayouts.detailEnd))

  func data(_ form: ZenginForm) -> ZenginLayout {
    switch form {
    case .noticeA: noticeDataA
    case .noticeB: noticeDataB
    case .detail: detailData
    }
  }

  private static func widened(_ layout: ZenginLayout) -> ZenginLayout {
    ZenginLayout(
      layout.fields.map { field in
        switch field.type {
        case .digits: field
        case .text: FixedField(field.name, field.length * 4, .text)
        case .filler: FixedField(field.name, 0, .filler)
        }
      })
  }
}
