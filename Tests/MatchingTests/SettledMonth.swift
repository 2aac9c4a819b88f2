import Model
import TestKit

@testable import Matching

/// One invented month of a card company and a carrier in which everything is right: every order
/// has its line, every fee its rate, every payout its bank entry on the Monday after next.
struct SettledMonth {
  static let firstDay = Day(iso: "2026-10-01")!
  static let lastDay = Day(iso: "2026-10-31")!

  var orders: [LedgerOrder] = []
  var lines: [BookedLine] = []
  var payouts: [BookedPayout] = []
  var slips: [ShippedSlip] = []
  var entries: [LedgerEntry] = []
  var terms = [ProviderTerms.usual("card"), ProviderTerms.usual("cod")]

  init(seed: UInt64, orders count: Int = 400) {
    var random = SeededRandom(seed: seed)
    for n in 0..<count {
      let isCOD = n % 4 == 0
      let day = SettledMonth.firstDay.adding(days: Int32(random.below(31)))
      let yen = Int64(1_000 + random.below(isCOD ? 8_000 : 50_000))
      let id = "\(["A", "B", "C"][random.below(3)])\(10_000_000 + n)"
      orders.append(
        LedgerOrder(
          row: OrderRow(
            record: Int32(n + 1), line: Int32(n + 2), orderID: id, shopID: "S1",
            orderedAt: Moment(day: day, hour: 9), paymentMethod: isCOD ? .cod : .card,
            customerName: "見本", amountDueYen: yen, status: .open)))
      let fee = isCOD ? 330 : yen * 36 / 1_000
      let lineDay = day.adding(days: Int32(random.below(3)) + (isCOD ? 2 : 0))
      lines.append(
        BookedLine(
          provider: isCOD ? 1 : 0,
          line: SettlementLine(
            record: Int32(n + 1), line: Int32(n + 2), lineID: "L\(n)", day: lineDay, kind: .sale,
            kindText: "sale", orderKey: spelled(id, &random), grossYen: yen, feeYen: fee,
            payoutKey: "P\(lineDay.adding(days: -lineDay.weekday).iso)")))
    }
    orders.sort { $0.row.orderID < $1.row.orderID }
    sortLines()
    payAll()
  }

  /// Some numbers come as people and spreadsheets write them.
  private func spelled(_ id: String, _ random: inout SeededRandom) -> String {
    switch random.below(12) {
    case 0: id.lowercased()
    case 1: " \(id) "
    case 2: "\(id.prefix(1))-\(id.dropFirst())"
    case 3: String(id.dropFirst())
    case 4: "#\(id)"
    case 5: String(id.dropFirst()) + ".0"
    default: id
    }
  }

  mutating func sortLines() {
    lines.sort {
      ($0.provider, $0.line.day, $0.line.record) < ($1.provider, $1.line.day, $1.line.record)
    }
  }

  /// The bank pays each group of lines eleven days after its Monday.
  mutating func payAll() {
    var sums: [String: (provider: Int32, yen: Int64)] = [:]
    for booked in lines {
      let key = "\(booked.provider) \(booked.line.payoutKey)"
      sums[key, default: (booked.provider, 0)].yen += booked.line.netYen
    }
    entries = sums.sorted { $0.key < $1.key }.enumerated().map { n, item in
      let monday = Day(iso: String(item.key.suffix(10)))!
      return entry(n, item.value.provider, monday.adding(days: 14), item.value.yen)
    }
    entries.sort { ($0.bookingDay, $0.id) < ($1.bookingDay, $1.id) }
  }

  func entry(_ n: Int, _ provider: Int32, _ day: Day, _ yen: Int64) -> LedgerEntry {
    LedgerEntry(
      id: "E\(1_000 + n)", accountKey: "0005-123-1-1234567", bookingDay: day,
      direction: yen < 0 ? .debit : .credit, amountYen: abs(yen),
      payerName: provider == 0 ? "ｶ-ﾄﾞｹﾂｻｲﾀﾞｲｺｳ(ｶ" : "ﾔﾏﾄﾌｲﾅﾝｼﾔﾙ(ｶ", standing: .setAside)
  }

  var input: CloseInput {
    CloseInput(
      firstDay: SettledMonth.firstDay, lastDay: SettledMonth.lastDay,
      asOf: Day(iso: "2026-11-30")!, terms: terms,
      book: SettlementBook(
        providers: ["card", "cod"], lines: lines, payouts: payouts, slips: slips, files: [""]),
      orders: orders, entries: entries,
      calendar: BankCalendar(
        firstDay: Day(iso: "2026-01-01")!, lastDay: Day(iso: "2027-12-31")!, closedDays: [],
        source: "test"))
  }

  /// Everything that is not simply right, in words.
  func findings() -> Set<String> {
    let input = input
    let outcome = threeWay(input)
    var found: Set<String> = []
    for (n, line) in outcome.lines.enumerated() where line.result != .ok {
      found.insert("\(line.result.rawValue) \(input.book.lines[n].line.lineID)")
    }
    for order in outcome.orders where order.result == .missingLine || order.result == .notDue {
      found.insert("\(order.result.rawValue) \(input.orders[Int(order.orderIndex)].row.orderID)")
    }
    for payout in outcome.payouts where payout.result != .tied {
      found.insert("\(payout.result.rawValue) \(payout.provider) \(payout.key)")
    }
    for entry in outcome.unexplainedEntries {
      found.insert("statement_missing \(input.entries[Int(entry.entryIndex)].id)")
    }
    for (n, figures) in outcome.figures.enumerated() where figures.gapYen != 0 {
      found.insert("gap \(n) \(figures.gapYen)")
    }
    return found
  }
}
