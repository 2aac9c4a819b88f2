import Model
import TestKit
import Testing

@testable import Matching

@Suite("The fast routines of the close and their slow twins")
struct SettledMonthTwinTests {
  /// The rule in plain words: letters and digits in capitals, a spreadsheet's .0 dropped.
  private func plain(_ text: String) -> String {
    let cut = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    return String(
      cut.unicodeScalars.filter {
        $0.isASCII && ($0.properties.isAlphabetic || (48...57).contains($0.value))
      }
      .map(Character.init)
    ).uppercased()
  }

  @Test("An order is found under a number exactly where one with that number, or its digits, is")
  func keys() {
    for seed in 1...400 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let ids = (0..<12).map { _ in
        random.pick(["A", "B", "", "AB"]) + String(1_000 + random.below(8))
          + random.pick(["", "0"])
      }
      let unique = Array(Set(ids)).sorted()
      var month = SettledMonth(seed: 1, orders: 0)
      month.orders = unique.enumerated().map { n, id in
        LedgerOrder(
          row: OrderRow(
            record: 1, line: 1, orderID: id, shopID: "S",
            orderedAt: Moment(day: SettledMonth.firstDay),
            paymentMethod: .card, customerName: "", amountDueYen: Int64(100 * (n + 1)),
            status: .open))
      }
      let written = random.pick(unique)
      let key = random.pick([
        written, written.lowercased(), "-" + written, String(written.drop { $0.isLetter }),
        "Z" + written,
      ])
      let yen = Int64(100 * (1 + random.below(unique.count)))
      month.lines = [
        BookedLine(
          provider: 0,
          line: SettlementLine(
            record: 1, line: 1, day: SettledMonth.firstDay, kind: .sale, orderKey: key,
            grossYen: yen))
      ]
      let found = threeWay(month.input).lines[0].orderIndex
      #expect(found == twin(key, yen, month.orders), "\(key) among \(unique)")
    }
  }

  private func twin(_ key: String, _ yen: Int64, _ orders: [LedgerOrder]) -> Int32 {
    let same = orders.indices.filter { plain(orders[$0].row.orderID) == plain(key) }
    if same.count == 1 { return Int32(same[0]) }
    if same.count > 1 {
      let exact = same.filter { orders[$0].row.orderID == key }
      return exact.count == 1 ? Int32(exact[0]) : -1
    }
    guard plain(key).allSatisfy(\.isNumber) else { return -1 }
    let digits = Int(plain(key))
    let tails = orders.indices.filter {
      let id = plain(orders[$0].row.orderID)
      return Int(String(id.reversed().prefix(while: \.isNumber).reversed())) == digits
    }
    if tails.count == 1 { return Int32(tails[0]) }
    let fitting = tails.filter { orders[$0].row.amountDueYen == yen }
    return fitting.count == 1 ? Int32(fitting[0]) : -1
  }

  @Test("The receivable rolls forward to the yen, as an account kept order by order by hand says")
  func rollForward() {
    for seed in 1...60 as ClosedRange<UInt64> {
      var month = SettledMonth(seed: seed, orders: 60)
      var random = SeededRandom(seed: seed &* 31)
      for n in month.lines.indices {
        switch random.below(8) {
        case 0: month.lines[n].line.kind = month.lines[n].provider == 1 ? .refused : .sale
        case 1: month.lines[n].line.grossYen += Int64(random.below(400)) - 200
        case 2:
          var back = month.lines[n]
          back.line.kind = .refund
          back.line.grossYen = -back.line.grossYen / Int64(1 + random.below(3))
          back.line.day = back.line.day.adding(days: Int32(random.below(40)))
          month.lines.append(back)
        case 3: month.lines[n].line.day = month.lines[n].line.day.adding(days: -20)
        default: break
        }
      }
      for n in month.orders.indices where random.below(15) == 0 {
        month.orders[n].row.status = .cancelled
      }
      month.sortLines()
      let outcome = threeWay(month.input)
      for (provider, figures) in outcome.figures.enumerated() {
        #expect(figures.gapYen == 0)
        let closing = byHand(month, outcome, provider, until: SettledMonth.lastDay)
        let opening = byHand(
          month, outcome, provider, until: SettledMonth.firstDay.adding(days: -1))
        #expect(figures.closingYen == closing && figures.openingYen == opening)
      }
    }
  }

  private func byHand(
    _ month: SettledMonth, _ outcome: ThreeWayOutcome, _ provider: Int, until day: Day
  ) -> Int64 {
    var total: Int64 = 0
    for (n, order) in month.orders.enumerated() {
      let row = order.row
      guard (row.paymentMethod == .card) == (provider == 0) else { continue }
      var changes: [(day: Day, place: Int, kind: SettlementKind?, yen: Int64)] = []
      let claimed = row.orderedAt.day
      if row.status != .cancelled { changes.append((claimed, -1, nil, row.amountDueYen)) }
      for (place, booked) in month.lines.enumerated() where outcome.lines[place].orderIndex == n {
        let line = booked.line
        let when = line.kind == .refused ? max(line.day, claimed) : line.day
        changes.append((when, place, line.kind, line.grossYen))
      }
      var open: Int64 = 0
      for change in changes.sorted(by: { ($0.day, $0.place) < ($1.day, $1.place) })
      where change.day <= day {
        switch change.kind {
        case nil: open += change.yen
        case .sale: open -= change.yen
        case .refund: if open < 0 { open += min(-change.yen, -open) }
        case .refused: if open > 0 { open -= min(row.amountDueYen, open) }
        default: break
        }
      }
      total += open
    }
    return total
  }

  @Test("The rate that is learned is the one that most lines follow, tried one by one")
  func rates() {
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let rate = Int64(20_000 + 1_000 * random.below(400))
      let rounding = random.pick([YenRounding.down, .nearest, .up])
      let rule = FeeRule(rate: rate, fixedYen: Int64(random.pick([0, 0, 30])), rounding: rounding)
      let samples = (0..<200).map { n in
        let gross = Int64(1_000 + random.below(90_000))
        return FeeSample(
          grossYen: gross,
          feeYen: rule.feeYen(of: gross) + (n % 40 == 0 ? Int64(50 + 17 * random.below(9)) : 0))
      }
      guard let found = learnTariffs([("", samples)]).first else {
        Issue.record("no rate was learned for \(rule)")
        continue
      }
      let right = samples.filter { found.rules[0].feeYen(of: $0.grossYen) == $0.feeYen }
      #expect(right.count == found.explained && right.count >= 195)
    }
  }
}
