import CSQLite
import Model
import TestKit
import Testing

@testable import Recording

/// Months of a shop whose payments, orders, decisions and cases open, close and open again by
/// chance, with runs between them. Two shops of one seed are alike to the byte.
private struct Months {
  let bench = try! Bench()
  /// Everything finds its place at once.
  var isQuiet = false
  /// Some rows bear a day of years to come.
  var hasSlips = true
  var random: SeededRandom
  var month: Int32 = 0
  private var orders = 0

  init(seed: UInt64, carryRows: Int64) {
    random = SeededRandom(seed: seed)
    bench.ledger.carryRows = carryRows
    bench.ledger.payerRows = carryRows
    bench.ledger.bulkRows = seed % 3 == 0 ? 0 : .max
  }

  var ordinal: Int64 { Int64(month) + 1 }
  var today: Day { firstDay.adding(days: 30 * month) }

  /// Downloads of a month, some rows of which are older; then its run.
  mutating func live(rows count: Int = 8) throws {
    var list: [StatementRow] = []
    for _ in 0..<count {
      var age = random.below(9) == 0 ? random.below(150) : random.below(30)
      if hasSlips, random.below(20) == 0 { age = -365 * (1 + random.below(3)) }
      let isDebit = !isQuiet && random.below(6) == 0
      var one = row(
        "ｱ\(random.below(40))", Int64(1 + random.below(3)) * 100, day: 30 * month - Int32(age),
        direction: isDebit ? .debit : .credit)
      if isDebit, random.below(2) == 0 { one.mark = .cancellation }
      if isDebit, random.below(3) == 0 { one.kindText = "組戻" }
      list.append(one)
    }
    try bench.statement("a", rows(list), run: ordinal)
    var exported = (0..<count).map { _ in
      orders += 1
      return order("A\(orders)", Int64(1 + random.below(3)) * 100, day: 30 * month)
    }
    for _ in 0..<(isQuiet ? 0 : count / 2) {
      // Of another time, too: exports do say so.
      let age = hasSlips && random.below(8) == 0 ? -400 : Int32(random.below(200))
      var old = order(
        "A\(1 + random.below(orders))", Int64(1 + random.below(3)) * 100, day: 30 * month - age,
        status: [.open, .cancelled, .shipped][random.below(3)])
      if exported.contains(where: { $0.orderID == old.orderID }) { continue }
      old.customerName = "鈴木"
      exported.append(old)
    }
    try bench.orders(exported, run: ordinal)
    let view = try view()
    _ = try bench.ledger.payerEvents(of: { [] }, lastLetters)
    try bench.ledger.recordRun(results(view), of: view)
    try bench.ledger.markComplete(runOrdinal: ordinal, wallSeconds: 1)
    month += 1
  }

  /// Often under another name.
  private mutating func payment(_ clearing: RunClearing) -> RunClearing {
    var payment = clearing
    let level = [EvidenceLevel.nameFamily, .nameDifferent, .nameExact, .nameRare][random.below(4)]
    let weight: Int32 = random.below(2) == 0 ? 9 : -9
    payment.evidence = [Evidence(.amountExact, 5_000), Evidence(level, weight)]
    payment.basis = [.familyName, .orderNumber, .exact][random.below(3)]
    return payment
  }

  func view() throws -> LedgerView { try bench.view(since: today.adding(days: -60), run: ordinal) }

  private mutating func results(_ view: LedgerView) -> RunRecord {
    var record = run(ordinal)
    record.asOf = Moment(day: today, hour: 18)
    for (n, entry) in view.snapshot.entries.enumerated() where entry.standing == .open {
      let index = Int32(n)
      var use = EntryUse(entryIndex: index, reason: "")
      let sign: Int64 = entry.direction == .credit ? 1 : -1
      switch isQuiet ? 2 : random.below(5) {
      case 0, 1:
        let isPaid = entry.direction == .credit && !view.snapshot.orders.isEmpty
        if !isPaid { fallthrough }
        use.clearedYen = random.below(4) == 0 ? entry.amountYen - 10 : entry.amountYen
        use.refundLinkedYen = entry.amountYen - use.clearedYen
        let order = Int32(random.below(view.snapshot.orders.count))
        record.clearings.append(payment(clearing(index, order, use.clearedYen)))
        record.standings.append(RunStanding(standing: .cleared, use: use))
      case 2:
        use.excludedYen = sign * entry.amountYen
        use.reason = "outgoing"
        record.standings.append(RunStanding(standing: .setAside, use: use))
      case 3:
        use.suspenseYen = sign * entry.amountYen
        record.standings.append(RunStanding(standing: .open, use: use))
      default: continue
      }
    }
    for (n, order) in view.snapshot.orders.enumerated() {
      let choice: Decision =
        order.isReleased ? [.none, .stop][random.below(2)] : [.hold, .release][random.below(2)]
      if isQuiet {
        if !order.isReleased { record.decisions.append(decision(Int32(n), .release)) }
      } else if random.below(3) == 0 {
        record.decisions.append(decision(Int32(n), choice))
      }
    }
    for number in 0..<6 where random.below(2) == 0 {
      record.cases.append(
        ExceptionCase(
          caseID: "C\(number)", code: .N01, codes: [.N01], decision: .hold, firstBearer: .shop))
    }
    return record
  }
}

/// Names that end alike are one payer.
private let lastLetters = PayerNumbering(version: 1) { Int64($0.utf8.last ?? 0) }

@Test("A run that looks at open rows and its window sees what one sees that looks at everything")
func carriedIsAll() throws {
  for seed in UInt64(1)...12 {
    var carrying = Months(seed: seed, carryRows: 0)
    var looking = Months(seed: seed, carryRows: .max)
    for _ in 0..<7 {
      try carrying.live()
      try looking.live()
      let (some, all) = (try carrying.view(), try looking.view())
      #expect(some.snapshot.entries == all.snapshot.entries, "seed \(seed)")
      #expect(some.snapshot.orders == all.snapshot.orders, "seed \(seed)")
      #expect(some.snapshot.clearings == all.snapshot.clearings, "seed \(seed)")
      #expect(some.entryIDs == all.entryIDs && some.orderIDs == all.orderIDs)
      let cases = try carrying.bench.ledger.openCaseIDs(prefix: "C")
      #expect(try cases == looking.bench.ledger.openCaseIDs(prefix: "C"))
      try expectEqualPayers(carrying.bench.ledger, looking.bench.ledger, &carrying.random)
    }
    #expect(try carrying.bench.ledger.verify().filter { !$0.isOK } == [])
  }
}

@Test("A list has what is open and nothing else, asked of every row there is")
func listIsOpen() throws {
  for seed in UInt64(20)...31 {
    var months = Months(seed: seed, carryRows: 0)
    months.hasSlips = false
    for month in 0..<6 {
      try months.live()
      let ledger = months.bench.ledger
      let lists = [
        ("carried_entry", "entry_id", "entry", Carry.isOpenEntry),
        ("carried_order", "order_id", "shop_order", Carry.isOpenOrder),
      ]
      for (list, column, table, isOpen) in lists {
        let found = try ledger.texts(
          "SELECT \(column) FROM \(list) WHERE carry_id = (SELECT max(id) FROM carry) ORDER BY 1")
        let open = try ledger.texts("SELECT c.id FROM \(table) c WHERE \(isOpen) ORDER BY 1")
        #expect(found == open, "\(list), seed \(seed), month \(month)")
      }
      let cases = try ledger.texts(
        "SELECT case_id FROM carried_case WHERE carry_id = (SELECT max(id) FROM carry) ORDER BY 1")
      #expect(try cases == ledger.openCaseIDs(prefix: "C"))
    }
  }
}

/// Asked for some payers by its lists, a ledger tells what one tells that looks at all payments.
private func expectEqualPayers(
  _ listing: Ledger, _ looking: Ledger, _ random: inout SeededRandom
) throws {
  var random = random
  for _ in 0..<3 {
    let asked = Set((0..<random.below(8)).map { _ in Int64(0x30 + random.below(10)) })
    let all = try looking.payerEvents()
    #expect(try listing.payerEvents() == all)
    #expect(
      try listing.payerEvents(of: { asked }, lastLetters)
        == all.filter { asked.contains(lastLetters.number($0.payerName)) })
  }
}

@Test("What a snapshot reads hangs on its window, not on the years before it")
func boundedSnapshot() throws {
  var months = Months(seed: 7, carryRows: 200)
  months.isQuiet = true
  // A slip in the first month: rows of a year to come.
  try months.live(rows: 40)
  months.hasSlips = false
  var pages: [Int32: Int64] = [:]
  while months.month < 36 {
    try months.live(rows: 40)
    guard months.month % 12 == 0 else { continue }
    let before = try months.bench.ledger.pagesAsked()
    _ = try months.view()
    pages[months.month] = try months.bench.ledger.pagesAsked() - before
  }
  #expect(pages[36]! * 10 < pages[12]! * 15, "\(pages)")
}

@Test("verify finds an open row that the list leaves behind")
func forgottenOpenRow() throws {
  var months = Months(seed: 3, carryRows: 0)
  for _ in 0..<4 { try months.live() }
  try months.bench.ledger.execute(
    """
    DROP TRIGGER carried_order_no_delete;
    DELETE FROM carried_order WHERE carry_id = (SELECT max(id) FROM carry);
    """)
  let failed = try months.bench.ledger.verify().filter { !$0.isOK }.map(\.question)
  #expect(failed.contains(.carried) && failed.contains(.events))
}

@Test("verify finds a payment that the lists leave out, and one of other numbers is no list's")
func forgottenPayment() throws {
  var months = Months(seed: 5, carryRows: 0)
  for _ in 0..<5 { try months.live() }
  let ledger = months.bench.ledger
  let all = try ledger.payerEvents()
  // Whoever folds names otherwise has other numbers, and lists all anew.
  let lengths = PayerNumbering(version: 2) { Int64($0.utf8.count) }
  let asked = Set(all.map { lengths.number($0.payerName) })
  #expect(try !all.isEmpty && ledger.payerEvents(of: { asked }, lengths) == all)
  #expect(try ledger.verify().filter { !$0.isOK } == [])
  try ledger.execute(
    """
    DROP TRIGGER payer_payment_no_delete;
    DELETE FROM payer_payment WHERE entry_id = (SELECT max(entry_id) FROM payer_payment);
    """)
  #expect(try ledger.verify().filter { !$0.isOK }.map(\.question).contains(.carried))
}

extension Ledger {
  /// Pages that SQLite was asked for on this connection, from memory or disk.
  fileprivate func pagesAsked() throws -> Int64 {
    try read { database in
      [SQLITE_DBSTATUS_CACHE_HIT, SQLITE_DBSTATUS_CACHE_MISS].reduce(0) { sum, one in
        var (now, high) = (Int32(0), Int32(0))
        sqlite3_db_status(database, one, &now, &high, 0)
        return sum + Int64(now)
      }
    }
  }
}
