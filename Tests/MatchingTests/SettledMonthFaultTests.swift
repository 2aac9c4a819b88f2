import Model
import TestKit
import Testing

@testable import Matching

@Suite("Months with one fault in them")
struct SettledMonthFaultTests {
  static let seeds: [UInt64] = Array(1...12)

  @Test("In a month in which everything is right nothing is found", arguments: seeds)
  func clean(seed: UInt64) {
    #expect(SettledMonth(seed: seed).findings() == [])
  }

  /// A line of the month whose payout is not the first.
  private func pick(_ month: SettledMonth, _ seed: UInt64) -> Int {
    var random = SeededRandom(seed: seed &* 77)
    return 60 + random.below(month.lines.count - 120)
  }

  private func orderID(_ month: SettledMonth, _ n: Int) -> String {
    let outcome = threeWay(month.input)
    return month.orders[Int(outcome.lines[n].orderIndex)].row.orderID
  }

  @Test("A line that the provider left out", arguments: seeds)
  func missing(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = pick(month, seed)
    let id = orderID(month, n)
    month.lines.remove(at: n)
    month.payAll()
    #expect(month.findings() == ["missing_line \(id)"])
  }

  @Test("A line that stands there twice, under another number", arguments: seeds)
  func doubled(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    var copy = month.lines[pick(month, seed)]
    copy.line.lineID = "copy"
    copy.line.record = 9_999
    month.lines.append(copy)
    month.sortLines()
    month.payAll()
    #expect(month.findings() == ["duplicate_line copy"])
  }

  @Test("A sale whose signs are all turned", arguments: seeds)
  func signTurned(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = pick(month, seed)
    month.lines[n].line.grossYen.negate()
    month.lines[n].line.feeYen.negate()
    month.payAll()
    #expect(month.findings() == ["sign_turned \(month.lines[n].line.lineID)"])
  }

  @Test("A fee that is one yen off", arguments: seeds, [Int64(-1), 1])
  func feeOff(seed: UInt64, by yen: Int64) {
    var month = SettledMonth(seed: seed)
    let n = pick(month, seed)
    month.lines[n].line.feeYen += yen
    month.payAll()
    #expect(month.findings() == ["fee_mismatch \(month.lines[n].line.lineID)"])
  }

  @Test("An amount that is one yen off", arguments: seeds)
  func amountOff(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = pick(month, seed)
    month.lines[n].line.grossYen -= 1
    month.payAll()
    #expect(month.findings() == ["amount_mismatch \(month.lines[n].line.lineID)"])
  }

  @Test("A line of an order that nobody has", arguments: seeds)
  func unknown(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    var stray = month.lines[pick(month, seed)]
    stray.line.orderKey = "X90000001"
    stray.line.lineID = "stray"
    month.lines.append(stray)
    month.sortLines()
    month.payAll()
    #expect(month.findings() == ["unknown_order stray"])
  }

  @Test("A line dated two months later than the rest of its payout", arguments: seeds)
  func wrongMonth(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = pick(month, seed)
    let id = month.lines[n].line.lineID
    month.lines[n].line.day = month.lines[n].line.day.adding(days: 61)
    month.sortLines()
    month.payAll()
    #expect(month.findings().contains("day_unlikely \(id)"))
    #expect(month.findings().allSatisfy { $0.hasPrefix("day_unlikely") })
  }

  /// Places of two neighbouring payouts of the card company in the bank's entries.
  private func cardEntries(_ month: SettledMonth) -> [Int] {
    month.entries.indices.filter { month.entries[$0].payerName.hasPrefix("ｶ-") }
  }

  @Test("A payout that the bank shows in two parts", arguments: seeds)
  func split(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = cardEntries(month)[2]
    let part = month.entry(900, 0, month.entries[n].bookingDay, 12_345)
    month.entries[n].amountYen -= 12_345
    month.entries.append(part)
    let key = month.payoutKey(month.entries[n].bookingDay)
    #expect(month.findings() == ["split 0 \(key)"])
  }

  @Test("Two payouts that the bank shows as one", arguments: seeds)
  func merged(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let places = cardEntries(month)
    let keys = [2, 3].map { month.payoutKey(month.entries[places[$0]].bookingDay) }
    month.entries[places[3]].amountYen += month.entries[places[2]].amountYen
    month.entries.remove(at: places[2])
    #expect(month.findings() == Set(keys.map { "merged 0 \($0)" }))
  }

  @Test("A payout that came with a thousand yen less", arguments: seeds)
  func short(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = cardEntries(month)[2]
    month.entries[n].amountYen -= 1_000
    let key = month.payoutKey(month.entries[n].bookingDay)
    #expect(month.findings() == ["net_differs 0 \(key)"])
  }

  @Test("A payout that did not come", arguments: seeds)
  func late(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = cardEntries(month)[2]
    let key = month.payoutKey(month.entries[n].bookingDay)
    month.entries.remove(at: n)
    #expect(month.findings() == ["late 0 \(key)"])
  }

  @Test(
    "A statement that nobody fetched: its money is named, and its orders wait", arguments: seeds)
  func statementMissing(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let n = cardEntries(month)[2]
    let key = month.payoutKey(month.entries[n].bookingDay)
    let outcome = threeWay(month.input)
    var expected: Set<String> = ["statement_missing \(month.entries[n].id)"]
    for (place, booked) in month.lines.enumerated()
    where booked.provider == 0 && booked.line.payoutKey == key {
      let order = month.orders[Int(outcome.lines[place].orderIndex)].row.orderID
      expected.insert("missing_line \(order)")
    }
    month.lines.removeAll { $0.provider == 0 && $0.line.payoutKey == key }
    #expect(month.findings() == expected)
  }

  @Test("A payout below nothing is taken off the next", arguments: seeds.prefix(4))
  func negative(seed: UInt64) {
    var month = SettledMonth(seed: seed)
    let keys = cardEntries(month).map { month.payoutKey(month.entries[$0].bookingDay) }
    // A chargeback larger than the week's sales.
    let sum = month.lines.filter { $0.provider == 0 && $0.line.payoutKey == keys[2] }
      .reduce(0) { $0 + $1.line.netYen }
    let line = month.lines.first { $0.provider == 0 && $0.line.payoutKey == keys[2] }!
    var back = line
    back.line.kind = .chargeback
    back.line.grossYen = -(sum + 5_000)
    back.line.feeYen = 0
    back.line.lineID = "back"
    month.lines.append(back)
    month.sortLines()
    month.payAll()
    let negative = month.entries.firstIndex { $0.direction == .debit }!
    let next = cardEntries(month)[3]
    month.entries[next].amountYen -= month.entries[negative].amountYen
    month.entries.remove(at: negative)
    #expect(
      month.findings() == ["chargeback back", "merged 0 \(keys[2])", "merged 0 \(keys[3])"])
  }
}

extension SettledMonth {
  /// The payout that comes on that day.
  func payoutKey(_ day: Day) -> String { "P\(day.adding(days: -14).iso)" }
}
