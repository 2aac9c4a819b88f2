import Model
import TestKit
import Testing

@testable import Matching

@Suite("Months with a fault of every kind, and data that come late")
struct SettledMonthManyFaultTests {
  private let seeds: ClosedRange<UInt64> = 1...25

  private func entries(_ month: SettledMonth, _ name: String) -> [Int] {
    month.entries.indices.filter { month.entries[$0].payerName.hasPrefix(name) }
  }

  /// Places of card lines of different orders, in no payout twice.
  private func picks(_ month: SettledMonth, _ seed: UInt64, _ count: Int) -> [Int] {
    var random = SeededRandom(seed: seed &* 131)
    var places = month.lines.indices.filter {
      month.lines[$0].provider == 0 && month.lines[$0].line.day > SettledMonth.firstDay
    }
    random.shuffle(&places)
    return Array(places.prefix(count)).sorted(by: >)
  }

  /// Puts one fault of each kind into lines, and says what is to be found. Highest place first, so
  /// that the places below stay what they are.
  private func damageLines(_ month: inout SettledMonth, _ seed: UInt64) -> Set<String> {
    let outcome = threeWay(month.input)
    let places = picks(month, seed, 7)
    func order(_ n: Int) -> String { month.orders[Int(outcome.lines[n].orderIndex)].row.orderID }
    func id(_ n: Int) -> String { month.lines[n].line.lineID }
    let expected: Set<String> = [
      "missing_line \(order(places[0]))", "duplicate_line copy", "sign_turned \(id(places[2]))",
      "fee_mismatch \(id(places[3]))", "amount_mismatch \(id(places[4]))", "unknown_order stray",
      "day_unlikely \(id(places[6]))",
    ]
    var copy = month.lines[places[1]]
    copy.line.lineID = "copy"
    copy.line.record = 9_998
    var stray = month.lines[places[5]]
    stray.line.lineID = "stray"
    stray.line.orderKey = "X9\(seed)00017"
    stray.line.record = 9_999
    month.lines[places[2]].line.grossYen.negate()
    month.lines[places[2]].line.feeYen.negate()
    month.lines[places[3]].line.feeYen += seed % 2 == 0 ? 1 : -1
    month.lines[places[4]].line.grossYen += seed % 2 == 0 ? 1 : -1
    month.lines[places[6]].line.day = month.lines[places[6]].line.day.adding(days: 61)
    month.lines.remove(at: places[0])
    month.lines += [copy, stray]
    month.sortLines()
    month.payAll()
    return expected
  }

  /// A payout in two parts, two as one, and a statement that nobody fetched.
  private func damageBank(_ month: inout SettledMonth) -> Set<String> {
    var expected: Set<String> = []
    func key(_ n: Int) -> String { month.payoutKey(month.entries[n].bookingDay) }
    let cod = entries(month, "ﾔﾏﾄ")[1]
    let lost = key(cod)
    let outcome = threeWay(month.input)
    for (n, booked) in month.lines.enumerated()
    where booked.provider == 1 && booked.line.payoutKey == lost {
      let order = month.orders[Int(outcome.lines[n].orderIndex)].row.orderID
      expected.insert("missing_line \(order)")
    }
    expected.insert("statement_missing \(month.entries[cod].id)")
    month.lines.removeAll { $0.provider == 1 && $0.line.payoutKey == lost }
    let card = entries(month, "ｶ-")
    expected.formUnion(["split 0 \(key(card[1]))", "merged 0 \(key(card[2]))"])
    expected.insert("merged 0 \(key(card[3]))")
    let part = month.entry(900, 0, month.entries[card[1]].bookingDay, 4_321)
    month.entries[card[1]].amountYen -= 4_321
    month.entries[card[3]].amountYen += month.entries[card[2]].amountYen
    month.entries.remove(at: card[2])
    month.entries.append(part)
    return expected
  }

  @Test("A fault of every kind at once: each is found and named, and none invented")
  func all() {
    for seed in seeds {
      var month = SettledMonth(seed: seed, orders: 600)
      var expected = damageLines(&month, seed)
      expected.formUnion(damageBank(&month))
      let found = month.findings()
      #expect(found.subtracting(expected) == [], "seed \(seed): invented")
      #expect(expected.subtracting(found) == [], "seed \(seed): not found")
    }
  }

  @Test("A line that comes late changes its order and its payout, and nothing else")
  func late() throws {
    for seed in seeds {
      let whole = SettledMonth(seed: seed, orders: 300)
      var random = SeededRandom(seed: seed)
      let n = random.below(whole.lines.count)
      var early = whole
      early.lines.remove(at: n)
      let before = threeWay(early.input)
      let after = threeWay(whole.input)
      var lines = after.lines
      let line = lines.remove(at: n)
      #expect(lines == before.lines, "seed \(seed)")
      let orders = zip(before.orders, after.orders).filter { $0 != $1 }
      #expect(orders.map(\.1.orderIndex) == [line.orderIndex], "seed \(seed)")
      let key = whole.lines[n].line.payoutKey
      let others = { (payout: PayoutOutcome) in
        payout.key != key || payout.provider != whole.lines[n].provider
      }
      #expect(before.payouts.filter(others) == after.payouts.filter(others), "seed \(seed)")
      #expect(before.orders.count == after.orders.count)
    }
  }

  @Test("Closing the same month twice gives the same, whatever order its rows came in")
  func twice() {
    for seed in seeds {
      var month = SettledMonth(seed: seed, orders: 200)
      _ = damageLines(&month, seed)
      let first = month.findings()
      #expect(first == month.findings())
      month.orders.reverse()
      month.entries.reverse()
      #expect(first == month.findings(), "seed \(seed)")
    }
  }
}
