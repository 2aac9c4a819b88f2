import Model
import Testing

@testable import Reading

struct LayoutRow: Sendable, CustomTestStringConvertible {
  var name: String
  var layout: ZenginLayout
  var testDescription: String { name }
}

private let layouts = [
  LayoutRow(name: "01 header", layout: ZenginLayouts.noticeHeader),
  LayoutRow(name: "01 data A", layout: ZenginLayouts.noticeDataA),
  LayoutRow(name: "01 data B", layout: ZenginLayouts.noticeDataB),
  LayoutRow(name: "01 trailer", layout: ZenginLayouts.noticeTrailer),
  LayoutRow(name: "01 end", layout: ZenginLayouts.noticeEnd),
  LayoutRow(name: "03 header", layout: ZenginLayouts.detailHeader),
  LayoutRow(name: "03 data", layout: ZenginLayouts.detailData),
  LayoutRow(name: "03 trailer", layout: ZenginLayouts.detailTrailer),
  LayoutRow(name: "03 end", layout: ZenginLayouts.detailEnd),
]

@Test("The lengths of a record add up to 200", arguments: layouts)
func zenginLayoutAddsUp(row: LayoutRow) {
  #expect(row.layout.length == 200)
  #expect(Set(row.layout.fields.map(\.name)).count == row.layout.fields.count)
}

struct SlotRow: Sendable, CustomTestStringConvertible {
  var layout: String
  var item: ZenginItem
  /// As the standard prints it, from 1.
  var position: Int
  var length: Int
  var testDescription: String { "\(layout) \(item.rawValue)" }
}

private let slots: [SlotRow] = [
  SlotRow(layout: "01 header", item: .accountNumber, position: 61, length: 7),
  SlotRow(layout: "01 header", item: .holder, position: 68, length: 40),
  SlotRow(layout: "01 data A", item: .amount, position: 20, length: 10),
  SlotRow(layout: "01 data A", item: .payerCode, position: 40, length: 10),
  SlotRow(layout: "01 data A", item: .payerName, position: 50, length: 48),
  SlotRow(layout: "01 data A", item: .cancellation, position: 128, length: 1),
  SlotRow(layout: "01 data A", item: .ediText, position: 129, length: 20),
  SlotRow(layout: "01 data B", item: .amount2, position: 129, length: 12),
  SlotRow(layout: "01 data B", item: .uncleared2, position: 141, length: 12),
  SlotRow(layout: "01 data B", item: .ediText, position: 153, length: 20),
  SlotRow(layout: "01 trailer", item: .creditSum, position: 8, length: 12),
  SlotRow(layout: "01 trailer", item: .cancelSum, position: 26, length: 12),
  SlotRow(layout: "03 header", item: .accountType, position: 63, length: 1),
  SlotRow(layout: "03 header", item: .accountNumber, position: 64, length: 10),
  SlotRow(layout: "03 header", item: .openingBalance, position: 116, length: 14),
  SlotRow(layout: "03 data", item: .direction, position: 22, length: 1),
  SlotRow(layout: "03 data", item: .transactionKind, position: 23, length: 2),
  SlotRow(layout: "03 data", item: .amount, position: 25, length: 12),
  SlotRow(layout: "03 data", item: .payerName, position: 82, length: 48),
  SlotRow(layout: "03 data", item: .remark, position: 160, length: 20),
  SlotRow(layout: "03 data", item: .ediText, position: 180, length: 20),
  SlotRow(layout: "03 trailer", item: .debitSum, position: 27, length: 13),
  SlotRow(layout: "03 trailer", item: .closingBalance, position: 41, length: 14),
  SlotRow(layout: "03 trailer", item: .recordCount, position: 55, length: 7),
  SlotRow(layout: "03 end", item: .accountCount, position: 12, length: 5),
]

@Test("An item stands where the standard prints it", arguments: slots)
func zenginSlotPosition(row: SlotRow) throws {
  let layout = try #require(layouts.first { $0.name == row.layout }).layout
  #expect(layout.slot(row.item) == FixedSlot(offset: row.position - 1, length: row.length))
}

struct DateRow: Sendable, CustomTestStringConvertible {
  var written: Int32
  var limit: String
  var expected: String
  var testDescription: String { "\(written) before \(limit)" }
}

@Test(
  "An era year without its era is the one before the run, or none",
  arguments: [
    DateRow(written: 81120, limit: "2026-11-23", expected: "2026-11-20"),
    DateRow(written: 81123, limit: "2026-11-23", expected: "2026-11-23"),
    DateRow(written: 310430, limit: "2026-11-23", expected: "2019-04-30"),
    DateRow(written: 10501, limit: "2026-11-23", expected: "2019-05-01"),
    DateRow(written: 290101, limit: "2026-11-23", expected: "2017-01-01"),
    // The day after the run is not the same day thirty years ago.
    DateRow(written: 81124, limit: "2026-11-23", expected: "impossible"),
    // 平成31 ended on 30 April, and 令和1 began on 1 May.
    DateRow(written: 310501, limit: "2026-11-23", expected: "impossible"),
    DateRow(written: 10430, limit: "2026-11-23", expected: "impossible"),
    // A western year read as 平成 would be twelve years early.
    DateRow(written: 261120, limit: "2026-11-23", expected: "impossible"),
    DateRow(written: 251120, limit: "2025-11-23", expected: "impossible"),
    DateRow(written: 640107, limit: "2026-11-23", expected: "impossible"),
    DateRow(written: 80229, limit: "2026-11-23", expected: "impossible"),
    DateRow(written: 81320, limit: "2026-11-23", expected: "bad"),
    DateRow(written: 81131, limit: "2026-11-23", expected: "bad"),
    DateRow(written: 1120, limit: "2026-11-23", expected: "bad"),
  ])
func zenginEraYear(row: DateRow) throws {
  let limit = try #require(Day(iso: row.limit))
  let found =
    switch WarekiDate.read(row.written, limit: limit) {
    case .day(let day): day.iso
    case .impossibleEra: "impossible"
    case .bad: "bad"
    case .absent: "absent"
    }
  #expect(found == row.expected)
}
