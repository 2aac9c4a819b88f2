import Deciding
import Foundation
import Matching
import Model
public import Recording
import Reporting
import Tables
import TestKit

/// People answer, waive, refund and take back, in any order, with runs and exports between: after
/// each step the ledger's money is where the steps say, the journals add up to it to the yen, and
/// what was taken back is as it was before it was said.
public struct UndoSimulation {
  private let ledger: Ledger
  private var random: SeededRandom
  private var ordinal: Int64 = 0
  private var lastRun = Snapshot(entries: [], orders: [])
  private var decisions: [String: Decision] = [:]
  /// What the runs said of each entry, apart from the books' own reading of the ledger.
  private var uses: [String: (use: EntryUse, isReversed: Bool)] = [:]
  private var exported: Set<BookKey> = []
  private var journal: [String: Int64] = [:]
  /// Sentences about what is not as it has to be; empty where all is.
  public private(set) var faults: [String] = []
  public private(set) var actions = 0
  public private(set) var undone = 0

  /// One seed in `ledger`, which is empty before and after.
  public static func run(seed: UInt64, in ledger: Ledger) throws -> UndoSimulation {
    try ledger.rehearse {
      var simulation = UndoSimulation(ledger, seed)
      try simulation.begin()
      for _ in 0..<(3 + simulation.random.below(5)) { try simulation.step() }
      return simulation
    }
  }

  private init(_ ledger: Ledger, _ seed: UInt64) {
    self.ledger = ledger
    random = SeededRandom(seed: seed)
  }

  private static let firstDay = Day(iso: "2026-11-02")!
  private var today: Day { UndoSimulation.firstDay.adding(days: Int32(ordinal) + 7) }

  // MARK: The world

  /// Orders of a few customers, paid exactly, short, too much, twice, by strangers, or not at all.
  private mutating func begin() throws {
    let names = [
      ("スヤマ　サキエ", "ｽﾔﾏ ｻｷｴ"), ("ナガオ　サユキ", "ﾅｶﾞｵ ｻﾕｷ"), ("ビトウ　ダイキ", "ﾋﾞﾄｳ ﾀﾞｲｷ"),
      ("オオタニ　ショウ", "ｵｵﾀﾆ ｼﾖｳ"),
    ]
    var orders: [OrderRow] = []
    var rows: [StatementRow] = []
    for n in 0..<(3 + random.below(4)) {
      let (kana, payer) = random.pick(names)
      let due = Int64(1 + random.below(40)) * 500
      orders.append(order(n, kana, due))
      let paid = [due, due, due - 330, due + 700, 0].map { max(0, $0) }
      let times = random.chance(perMille: 150) ? 2 : 1
      let yen = random.pick(paid)
      let name = random.chance(perMille: 250) ? "ﾀﾅﾍﾞ ﾐﾂｵ" : payer
      for _ in 0..<times where yen > 0 { rows.append(row(rows.count, name, yen)) }
    }
    if rows.isEmpty { rows.append(row(0, "ﾀﾅﾍﾞ ﾐﾂｵ", 1_234)) }
    let choices = try ledger.resolveAccounts(
      for: [
        AccountRequest(
          formatID: "zengin-01", bankCode: nil,
          accounts: [AccountRef(bankCode: "0001", number: "1234567")])
      ], configured: [:])
    guard case .account(let account, _) = choices[0][0] else { preconditionFailure("no account") }
    ordinal = try ledger.nextRunOrdinal
    _ = try ledger.importOrders(
      file: file("orders", 1), rows: orders, reading: FileReading(kind: .orders))
    let days = rows.map(\.bookingDay)
    _ = try ledger.importStatement(
      file: file("zengin-01", 2), accountIDs: [account], rows: rows,
      reading: FileReading(
        kind: .statement, formatID: "zengin-01",
        accounts: [
          AccountReading(account: AccountRef(), firstDay: days.min(), lastDay: days.max())
        ]))
    try run()
  }

  private func file(_ format: String, _ number: Int) -> ImportFile {
    ImportFile(
      name: "file\(number)", sha256: String(repeating: "0", count: 63) + "\(number)",
      sizeBytes: 1, formatID: format, runOrdinal: ordinal)
  }

  private func order(_ n: Int, _ kana: String, _ due: Int64) -> OrderRow {
    OrderRow(
      record: Int32(n + 1), line: Int32(n + 2), orderID: "A\(n)", shopID: "S1",
      orderedAt: Moment(day: UndoSimulation.firstDay, hour: 9), paymentMethod: .bankTransfer,
      customerName: kana, customerKana: kana, amountDueYen: due, status: .open)
  }

  private func row(_ n: Int, _ name: String, _ yen: Int64) -> StatementRow {
    StatementRow(
      record: Int32(n + 1), line: Int32(n + 1),
      bookingDay: UndoSimulation.firstDay.adding(days: Int32(1 + n % 3)), direction: .credit,
      amountYen: yen, payerName: name, reference: "R\(n)")
  }

  // MARK: Runs and exports

  private mutating func run() throws {
    let view = try ledger.snapshot(since: nil, runOrdinal: ordinal)
    let snapshot = view.snapshot
    let context = DecisionContext(
      asOf: Moment(day: today, hour: 9), policy: Policy(), calendar: bankCalendar(),
      fees: transferFees(), rate: statutoryRate())
    let matched = match(snapshot, policy: Policy(), fees: transferFees())
    if !matched.unheeded.isEmpty { faults.append("an answer was not heeded") }
    let decided = decide(snapshot, matched, context)
    var standings: [RunStanding] = []
    for (outcome, use) in zip(matched.outcomes, decided.uses) {
      let standing: EntryStanding =
        switch outcome.verdict {
        case .automatic: .cleared
        case .setAside: .setAside
        case .held, .unknown: .open
        }
      standings.append(RunStanding(standing: standing, use: use))
      uses[snapshot.entries[Int(use.entryIndex)].id] = (use, standing == .reversed)
    }
    for decision in decided.decisions {
      decisions[snapshot.orders[Int(decision.orderIndex)].row.orderID] = decision.decision
    }
    try ledger.recordRun(
      RunRecord(
        runID: "run-\(ordinal)", ordinal: ordinal, asOf: context.asOf, wallSeconds: 0,
        engineVersion: "", tableVersions: "",
        clearings: RunClearing.taking(back: snapshot.undone)
          + RunClearing.all(of: matched.outcomes), standings: standings,
        decisions: decided.decisions, cases: decided.cases), of: view)
    ordinal += 1
    lastRun = try ledger.snapshot(since: nil, runOrdinal: ordinal).snapshot
    if random.chance(perMille: 700) { try export() }
  }

  /// Takes what is new into the journal, each booking once.
  private mutating func export() throws {
    for line in bookLines(try ledger.bookFacts(), BookTerms())
    where exported.insert(line.key).inserted {
      let subject = line.orderID
      journal[account(line.debit, subject), default: 0] += line.yen
      journal[account(line.credit, subject), default: 0] -= line.yen
    }
    try compareJournal()
  }

  private func account(_ account: BookAccount, _ order: String) -> String {
    account == .advance ? "advance \(order)" : account.rawValue
  }

  /// The books by what the runs said and what people waived, and not by the ledger's moves.
  private mutating func compareJournal() throws {
    var expected: [String: Int64] = [:]
    for (use, isReversed) in uses.values {
      let owed = isReversed ? 0 : use.refundLinkedYen
      expected["bank", default: 0] += use.clearedYen + use.suspenseYen + owed
      expected["suspense", default: 0] -= use.suspenseYen
      expected["deposit", default: 0] -= owed
    }
    for order in lastRun.orders {
      let name = "advance \(order.row.orderID)"
      expected[name, default: 0] -= order.clearedYen + order.waivedYen
      expected["reduction", default: 0] += order.waivedYen
    }
    let found = journal.filter { $0.value != 0 }
    if found != expected.filter({ $0.value != 0 }) {
      faults.append("journal \(text(found)) is not \(text(expected.filter { $0.value != 0 }))")
    }
  }

  private func text(_ sums: [String: Int64]) -> String {
    sums.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  // MARK: What people do

  private struct State {
    /// Entry or order → what is given; the order's due with it.
    var money: [String: [Int64]]
    var decisions: [String: Decision]
    var journal: [String: Int64]
    var clearings: Int
  }

  private mutating func state() throws -> State {
    var money: [String: [Int64]] = [:]
    for (id, (use, _)) in uses {
      money[id] = [use.clearedYen, use.suspenseYen, use.excludedYen, use.refundLinkedYen]
    }
    for order in lastRun.orders { money[order.row.orderID] = [order.clearedYen, order.dueYen] }
    try export()
    return State(
      money: money, decisions: decisions, journal: journal.filter { $0.value != 0 },
      clearings: lastRun.clearings.count { $0.basis != .byHand && $0.basis != .undone })
  }

  private mutating func step() throws {
    if random.chance(perMille: 250) { return try takeBackAny() }
    let before = try state()
    guard let undo = try act() else { return try run() }
    actions += 1
    // Taken back before any run has heard it, or after, or not at all.
    let isWithdrawn = random.chance(perMille: 200)
    if !isWithdrawn { try run() }
    if isWithdrawn || random.chance(perMille: 550) {
      try undo(self)
      undone += 1
      try run()
      try compare(before)
    }
  }

  /// An automatic clearing, or one of long ago.
  private mutating func takeBackAny() throws {
    let cleared = lastRun.entries.filter { $0.standing == .cleared || $0.standing == .setAside }
    guard !cleared.isEmpty else { return }
    let entry = random.pick(cleared)
    guard try ledger.undo(entryID: entry.id, note: note, runOrdinal: ordinal) != nil else { return }
    undone += 1
    try run()
    let use = uses[entry.id]!.use
    if use.suspenseYen != entry.amountYen { faults.append("\(entry.id) is not open after undo") }
    for clearing in lastRun.clearings where lastRun.entries[Int(clearing.entryIndex)].id == entry.id
    {
      let order = lastRun.orders[Int(clearing.orderIndex)]
      if order.isReleased, order.missingYen > 0 {
        faults.append("\(order.row.orderID) is released without its money")
      }
    }
    let left = lastRun.clearings.filter { lastRun.entries[Int($0.entryIndex)].id == entry.id }
      .reduce(0) { $0 + $1.allocatedYen }
    if left != 0 { faults.append("\(entry.id) still gives \(left)") }
  }

  private var note: PersonalNote {
    PersonalNote(
      person: "p", comment: "c", moment: Moment(day: today, hour: 12), wallSeconds: 0)
  }

  /// Does something at random; gives what takes it back, nil where there was nothing to do.
  private mutating func act() throws -> ((UndoSimulation) throws -> Void)? {
    let view = try ledger.snapshot(since: nil, runOrdinal: ordinal)
    let snapshot = view.snapshot
    let open = snapshot.entries.indices.filter { snapshot.entries[$0].standing == .open }
    let short = snapshot.orders.indices.filter {
      snapshot.orders[$0].missingYen > 0 && snapshot.orders[$0].clearedYen > 0
    }
    if !short.isEmpty, random.chance(perMille: 300) {
      let order = random.pick(short)
      let yen = Int64(1 + random.below(Int(snapshot.orders[order].missingYen)))
      return try say(
        Saying(word: .waive, orderIndex: Int32(order), yen: yen, note: note), view, entry: nil)
    }
    guard !open.isEmpty else { return nil }
    let e = random.pick(open)
    let id = snapshot.entries[e].id
    let isSaid = snapshot.answers.contains { $0.entryIndex == Int32(e) && $0.isNew }
    if isSaid { return nil }
    let yen = snapshot.entries[e].amountYen
    var saying = Saying(word: .notOurs, entryIndex: Int32(e), yen: yen, note: note)
    switch random.below(5) {
    case 0: break
    case 1: saying.word = .refund
    case 2: saying.word = .wait
    default:
      saying.word = .assign
      guard let shares = shares(e, snapshot) else { return nil }
      saying.shares = shares
    }
    return try say(saying, view, entry: id)
  }

  /// One or two orders with what they may get; nil where none may.
  private mutating func shares(_ e: Int, _ snapshot: Snapshot) -> [OrderShare]? {
    var left = snapshot.entries[e].amountYen
    var shares: [OrderShare] = []
    var orders = Array(snapshot.orders.indices)
    random.shuffle(&orders)
    for o in orders.prefix(1 + random.below(2)) {
      let most = min(left, snapshot.orders[o].missingYen)
      guard most > 0 else { continue }
      let yen = random.chance(perMille: 700) ? most : Int64(1 + random.below(Int(most)))
      shares.append(OrderShare(orderIndex: Int32(o), yen: yen))
      left -= yen
    }
    shares.sort { $0.orderIndex < $1.orderIndex }
    let answer = EntryAnswer(
      eventID: 0, kind: .assign, entryIndex: Int32(e), shares: shares, isNew: true)
    return refusal(of: answer, in: snapshot) == nil ? shares : nil
  }

  private func say(
    _ saying: Saying, _ view: LedgerView, entry: String?
  ) throws -> ((UndoSimulation) throws -> Void)? {
    try ledger.record([saying], of: view, runOrdinal: ordinal)
    if let entry, saying.word != .wait {
      return { now in
        _ = try now.ledger.undo(entryID: entry, note: now.note, runOrdinal: now.ordinal)
      }
    }
    if entry != nil { return nil }
    let answer = try ledger.answers().last!.id
    return { now in
      _ = try now.ledger.undo(answerID: answer, note: now.note, runOrdinal: now.ordinal)
    }
  }

  /// Money and journal as before; of the decisions nothing that was released may stay so. What the
  /// engine linked meanwhile by itself is another matter: then only the sums are compared.
  private mutating func compare(_ before: State) throws {
    let after = try state()
    guard after.clearings == before.clearings else { return }
    for (id, yen) in before.money.sorted(by: { $0.key < $1.key }) where after.money[id] != yen {
      faults.append("\(id): \(after.money[id] ?? []) is not \(yen)")
    }
    if after.journal != before.journal {
      faults.append("journal \(text(after.journal)) is not \(text(before.journal))")
    }
    for order in lastRun.orders {
      let id = order.row.orderID
      let was = kind(before.decisions[id])
      let isNow = kind(after.decisions[id])
      let isRecalled = isNow == "stop" && was != "release"
      if isNow != was, !isRecalled {
        faults.append("\(id): \(isNow), and was \(was)")
      }
    }
  }

  /// An order that waits may wait with another question than before: what was taken from it is no
  /// longer proposed for it.
  private func kind(_ decision: Decision?) -> String {
    switch decision {
    case .hold, .holdAsk: "waits"
    case .release: "release"
    case .stop: "stop"
    case .some(.none), nil: "none"
    }
  }
}

/// What many seeds came to.
public struct UndoTable: Sendable {
  public var seeds = 0
  public var actions = 0
  public var undone = 0
  public var faults: [String] = []

  public init() {}
}

/// Seeds one after the other, in a ledger that none of them changes.
public func simulateUndo(seeds: ClosedRange<UInt64>) throws -> UndoTable {
  try withTemporaryFolder { folder in
    let ledger = try Ledger.open(path: folder.appendingPathComponent("ledger.sqlite").path)
    var table = UndoTable()
    for seed in seeds {
      let outcome = try UndoSimulation.run(seed: seed, in: ledger)
      table.seeds += 1
      table.actions += outcome.actions
      table.undone += outcome.undone
      table.faults += outcome.faults.map { "seed \(seed): \($0)" }
    }
    return table
  }
}
