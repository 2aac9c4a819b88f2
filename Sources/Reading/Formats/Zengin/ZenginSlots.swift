/// The slots of a data record, resolved once per file.
struct ZenginDataSlots {
  var reference, bookingDay, valueDay, direction, transactionKind: FixedSlot
  var amount, uncleared, amount2, uncleared2: FixedSlot
  var payerCode, payerName, payerBank, payerBranch: FixedSlot
  var cancellation, remark, ediText: FixedSlot

  init(_ layout: ZenginLayout) {
    reference = layout.slot(.reference)
    bookingDay = layout.slot(.bookingDay)
    valueDay = layout.slot(.valueDay)
    direction = layout.slot(.direction)
    transactionKind = layout.slot(.transactionKind)
    amount = layout.slot(.amount)
    uncleared = layout.slot(.uncleared)
    amount2 = layout.slot(.amount2)
    uncleared2 = layout.slot(.uncleared2)
    payerCode = layout.slot(.payerCode)
    payerName = layout.slot(.payerName)
    payerBank = layout.slot(.payerBank)
    payerBranch = layout.slot(.payerBranch)
    cancellation = layout.slot(.cancellation)
    remark = layout.slot(.remark)
    ediText = layout.slot(.ediText)
  }
}

/// Which of the three data layouts the file has.
enum ZenginForm: String {
  case noticeA = "zengin-01-a"
  case noticeB = "zengin-01-b"
  case detail = "zengin-03"

  /// Nothing in a 01 file says A or B. Bytes 149-152 do: they lie in the filler of A and inside
  /// the zero-padded うち他店券金額(2) of B. Bytes 129-140 alone would not do, as twenty digits of
  /// EDI text look like an amount. Nil where they are neither.
  static func notice(_ record: UnsafeRawPointer) -> ZenginForm? {
    let probe = FixedSlot(offset: 148, length: 4)
    switch record.number(probe) {
    case .absent: return .noticeA
    case .value: return .noticeB
    case .bad: return nil
    }
  }
}
