import Deciding
import Model
import Tables
import TestKit

/// A snapshot and a match that agree with each other, drawn from a seed: every kind of order and
/// outcome, amounts on both sides of each limit. What matching would never hand over (more given
/// than an entry holds) is not drawn.
struct RandomWorld {
  var snapshot: Snapshot
  var match: MatchResult
  var context: DecisionContext
  var notes: NoteWorld { NoteWorld(snapshot, match, context) }
}

func randomWorld(seed: UInt64, orders: Int = 60, entries: Int = 50) -> RandomWorld {
  var drawing = Drawing(seed: seed)
  drawing.drawOrders(orders)
  drawing.drawEntries(entries)
  var policy = Policy()
  policy.absorbsTransferFee = drawing.random.chance(perMille: 500)
  policy.releasesAfterExpiry = drawing.random.chance(perMille: 700)
  policy.openCardOrderIsAuthorised = drawing.random.chance(perMille: 500)
  var context = DecisionContext(
    asOf: Moment(day: drawing.today, hour: 9), policy: policy, calendar: bankCalendar(),
    fees: transferFees(), rate: statutoryRate(), gaps: drawing.gaps())
  if drawing.random.chance(perMille: 500) { context.notices = drawing.notices() }
  let snapshot = Snapshot(
    entries: drawing.entries, orders: drawing.orders, clearings: drawing.clearings)
  return RandomWorld(
    snapshot: snapshot, match: MatchResult(outcomes: drawing.outcomes), context: context)
}

private struct Drawing {
  var random: SeededRandom
  let today = Day(year: 2026, month: 11, day: 26)!
  var orders: [LedgerOrder] = []
  var entries: [LedgerEntry] = []
  var clearings: [LedgerClearing] = []
  var outcomes: [EntryOutcome] = []

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// Some of everything that can be told, about any order.
  mutating func notices() -> [Notice] {
    (0..<8).map { n in
      let code = random.pick(
        FindingCode.allCases.filter { "SR".contains($0.rawValue.first!) }
          + [.N06, .N07, .B01, .D04, .D05, .T06])
      let kind: NoticeKind =
        random.chance(perMille: 200)
        ? random.pick([.disputed, .handedOver, .approved, .collectionCancelled]) : .finding(code)
      return Notice(
        kind: kind,
        orderIndex: random.chance(perMille: 800) ? Int32(random.below(orders.count)) : nil,
        reference: "R\(n)", amountYen: Int64(random.pick([0, 500])),
        day: today.adding(days: Int32(-random.below(5))))
    }
  }

  mutating func drawOrders(_ count: Int) {
    for n in 0..<count {
      let ordered = today.adding(days: Int32(-60 + n))
      var method = PaymentMethod.bankTransfer
      if random.chance(perMille: 300) { method = random.pick(PaymentMethod.allCases) }
      var row = OrderRow(
        record: 1, line: 1, orderID: "A\(1000 + n)", shopID: "S1",
        orderedAt: Moment(day: ordered, hour: 10), paymentMethod: method,
        customerName: "客\(n % 7)", customerKana: "ｷﾔｸ\(n % 7)",
        amountDueYen: Int64(random.pick([0, 3_000, 8_800, 29_999, 30_000, 180_000, 300_001])),
        pointsUsedYen: Int64(random.pick([0, 500])), status: .open,
        paymentState: random.pick(PaymentState.allCases))
      if random.chance(perMille: 800) { row.paymentDueDay = ordered.adding(days: 7) }
      if random.chance(perMille: 300) { row.desiredDeliveryDay = ordered.adding(days: 12) }
      if random.chance(perMille: 150) { row.status = random.pick(OrderStatus.allCases) }
      orders.append(LedgerOrder(row: row))
    }
  }

  mutating func drawEntries(_ count: Int) {
    for n in 0..<count {
      let day = today.adding(days: Int32(-count + n))
      entries.append(
        LedgerEntry(
          id: "E\(1000 + n)", accountKey: random.pick(["main", "other"]), bookingDay: day,
          direction: .credit, amountYen: Int64(random.pick([3_000, 8_470, 8_800, 100_000])),
          payerName: "ｷﾔｸ\(n % 7)", unclearedYen: random.chance(perMille: 30) ? 100 : 0))
      if random.chance(perMille: 200) { clearEarlier(Int32(n)) } else { drawOutcome(Int32(n)) }
    }
  }

  private mutating func clearEarlier(_ entry: Int32) {
    let o = random.below(orders.count)
    let amount = entries[Int(entry)].amountYen
    entries[Int(entry)].standing = .cleared
    clearings.append(
      LedgerClearing(
        entryIndex: entry, orderIndex: Int32(o), allocatedYen: amount,
        basis: random.pick([.exact, .beforeOrder])))
    orders[o].clearedYen += amount
    if orders[o].clearedYen >= orders[o].row.amountDueYen {
      orders[o].isReleased = random.chance(perMille: 600)
    }
  }

  private mutating func drawOutcome(_ entry: Int32) {
    let o = Int32(random.below(orders.count))
    let amount = entries[Int(entry)].amountYen
    var outcome = EntryOutcome(entryIndex: entry, verdict: .automatic)
    outcome.probabilityPPM = Int32(random.pick([990_000, 999_000]))
    switch random.below(9) {
    case 0: outcome.verdict = .unknown
    case 1: outcome.verdict = .setAside(random.pick([.interest, .ownTransfer]))
    case 2, 3:
      outcome.verdict = .held
      outcome.codes = [random.pick([.N02, .N03, .N04, .N05, .M03, .A02])]
      outcome.candidates = (0..<random.below(4)).map { _ in
        MatchCandidate(orderIndices: [Int32(random.below(orders.count))], evidence: [])
      }
    case 4:
      outcome.codes = [random.pick([.A04, .T01])]
      outcome.links = [MatchLink(orderIndex: o, allocatedYen: 0, basis: .doublePayment)]
    case 5:
      outcome.codes = [.M01]
      let other = Int32(random.below(orders.count))
      outcome.links = [MatchLink(orderIndex: o, allocatedYen: amount / 3, basis: .oneForMany)]
      outcome.links.append(
        MatchLink(orderIndex: other, allocatedYen: amount - amount / 3, basis: .oneForMany))
    case 6: reverse(entry, &outcome)
    default:
      let given = min(amount, max(1, orders[Int(o)].row.amountDueYen))
      outcome.links = [MatchLink(orderIndex: o, allocatedYen: given, basis: .exact)]
      outcome.excessYen = amount - given
      if outcome.excessYen > 0 { outcome.codes = [.A03] }
    }
    outcomes.append(outcome)
  }

  /// A debit that takes back an earlier clearing; excluded where there is none.
  private mutating func reverse(_ entry: Int32, _ outcome: inout EntryOutcome) {
    entries[Int(entry)].direction = .debit
    guard let c = clearings.first(where: { $0.allocatedYen == entries[Int(entry)].amountYen })
    else {
      outcome.verdict = .setAside(.outgoing)
      return
    }
    outcome.codes = [.B01]
    outcome.undoesEntryIndex = c.entryIndex
    outcome.links = [
      MatchLink(orderIndex: c.orderIndex, allocatedYen: -c.allocatedYen, basis: .reversal)
    ]
  }

  mutating func gaps() -> [StatementGap] {
    guard random.chance(perMille: 500) else { return [] }
    return (0..<random.below(4)).map { _ in
      let first = today.adding(days: Int32(-random.below(50)))
      return StatementGap(
        accountKey: random.pick(["main", "other"]), code: random.pick([.D02, .D03]),
        firstDay: first, lastDay: first.adding(days: Int32(random.below(3))))
    }
  }
}
