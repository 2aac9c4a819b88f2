public import Model

extension Ledger {
  /// What a run needs: entries that are open or booked since `day`, orders that are not finished
  /// or were ordered since `day`, and the clearings between them. Not finished is: open and not
  /// released, or paid in part or whole and not released. nil takes everything.
  /// Entries first seen by the run `runOrdinal` are `isNew`; what people said for that run is
  /// taken account of (see `Heeding`).
  ///
  /// What the first file did not say of an entry (kind, value day, payer's bank, EDI) is taken
  /// from the first later file that does. Reads the whole ledger once, front to back, but for what
  /// was imported since it was opened or a run was recorded: that is taken from memory, once.
  public func snapshot(since day: Day?, runOrdinal: Int64) throws(LedgerError) -> LedgerView {
    try read { database in
      var fresh = fresh
      self.fresh = nil
      if try fresh?.isWhole(database, ordersWaiting: later?.orders ?? 0) == false {
        precondition(later == nil, "orders that wait are known from memory only")
        fresh = nil
      }
      let heeding = try Heeding(database, runOrdinal)
      let entries = try EntryLoad(
        database, day, runOrdinal, keeping: heeding.entryIDs, fresh
      ).run()
      let old = try Ledger.ordersCleared(by: entries.oldIDs, database)
      let orders = try OrderLoad(
        database, day, keeping: old.union(heeding.orderIDs), fresh
      ).run()
      let clearings = try Ledger.loadClearings(database, entries.ids, orders.ids)
      var names: [String] = []
      let sql = try SQL(database, "SELECT DISTINCT holder FROM account_holder ORDER BY holder")
      while try sql.next() { names.append(sql.text(0)) }
      var snapshot = Snapshot(
        entries: entries.list, orders: orders.list, clearings: clearings, ownNames: names)
      heeding.apply(to: &snapshot, entries: entries.ids, orders: orders.ids)
      return LedgerView(snapshot: snapshot, entryIDs: entries.ids, orderIDs: orders.ids)
    }
  }

  /// Orders that old entries were given to: a reversal may have to take them back.
  private static func ordersCleared(
    by entryIDs: [Int64], _ database: OpaquePointer
  ) throws(LedgerError) -> Set<Int64> {
    var orders: Set<Int64> = []
    guard !entryIDs.isEmpty else { return orders }
    let sql = try SQL(database, "SELECT order_id FROM clearing WHERE entry_id = ?")
    for id in entryIDs {
      sql.bind(1, id)
      while try sql.next() { orders.insert(sql.int64(0)) }
    }
    return orders
  }

  private static func loadClearings(
    _ database: OpaquePointer, _ entryIDs: [Int64], _ orderIDs: [Int64]
  ) throws(LedgerError) -> [LedgerClearing] {
    let entries = places(entryIDs)
    let orders = places(orderIDs)
    let bases = WordColumn<MatchBasis>()
    var clearings: [LedgerClearing] = []
    let sql = try SQL(
      database,
      """
      SELECT entry_id, order_id, allocated_yen, basis FROM clearing
      ORDER BY run_ordinal, entry_id, order_id
      """)
    while try sql.next() {
      let e = Int(sql.int64(0))
      let o = Int(sql.int64(1))
      guard e < entries.count, o < orders.count, entries[e] >= 0, orders[o] >= 0 else { continue }
      guard let basis = bases.read(sql, 3) else { throw .newerSchema }
      clearings.append(
        LedgerClearing(
          entryIndex: entries[e], orderIndex: orders[o], allocatedYen: sql.int64(2), basis: basis))
    }
    return clearings
  }

  /// Row number → index, −1 where there is none. Row numbers are dense, counted from 1.
  private static func places(_ ids: [Int64]) -> [Int32] {
    var places = [Int32](repeating: -1, count: Int(ids.max() ?? 0) + 1)
    for (n, id) in ids.enumerated() { places[Int(id)] = Int32(n) }
    return places
  }
}

/// What most pairs of rows differ in, so that sorting rarely has to look at text.
private struct SortKey {
  var first: Int64
  var second: UInt64
  var place: Int
}

/// Sorts values and their row numbers together: by the keys of their places, and where keys are
/// equal by `isBefore`. Keys come by place because to hand over a row is to count all its texts.
private func sorted<T>(
  _ list: [T], _ ids: [Int64], key: (Int) -> (Int64, UInt64), isBefore: (T, T) -> Bool
) -> (list: [T], ids: [Int64]) {
  var keys = list.indices.map { n in
    let (first, second) = key(n)
    return SortKey(first: first, second: second, place: n)
  }
  if isRising(keys) { return (list, ids) }
  keys.sort { a, b in
    if a.first != b.first { return a.first < b.first }
    if a.second != b.second { return a.second < b.second }
    return isBefore(list[a.place], list[b.place])
  }
  return (keys.map { list[$0.place] }, keys.map { ids[$0.place] })
}

/// Exports and statements come sorted by time: then nothing has to move.
private func isRising(_ keys: [SortKey]) -> Bool {
  zip(keys, keys.dropFirst()).allSatisfy { ($0.first, $0.second) < ($1.first, $1.second) }
}

/// Appends without a copy where there is nothing yet.
private func append<T>(_ more: consuming [T], to list: inout [T]) {
  if list.isEmpty { list = more } else { list += more }
}

/// Up to eight bytes of a text from an offset on, in an order that is the text's.
private func head(_ text: String, from offset: Int) -> UInt64 {
  var value: UInt64 = 0
  var place = 0
  for byte in text.utf8.dropFirst(offset).prefix(8) {
    value |= UInt64(byte) << UInt64(56 - 8 * place)
    place += 1
  }
  return value
}

/// Loads entries with their sightings, one pass over both.
private struct EntryLoad: ~Copyable {
  /// Where the newest run left an entry.
  private struct Standing {
    var entryID: Int64
    var standing: EntryStanding
    var owedBackYen: Int64
    var isOutgoing: Bool
  }

  private let database: OpaquePointer
  private let since: Day?
  private let runOrdinal: Int64
  /// Entries that are taken whatever their age and standing.
  private let kept: Set<Int64>
  private let fresh: Fresh?
  private var files: [(name: String, runOrdinal: Int64)] = []
  private var accountKeys: [String] = []
  private var list: [LedgerEntry] = []
  private var ids: [Int64] = []
  /// Settled credits from before `since` that an open reversal may be meant for.
  private var oldIDs: [Int64] = []
  /// Set aside as plain withdrawals; parallel to `list`.
  private var wasOutgoing: [Bool] = []

  init(
    _ database: OpaquePointer, _ since: Day?, _ runOrdinal: Int64, keeping kept: Set<Int64>,
    _ fresh: Fresh?
  ) {
    self.database = database
    self.since = since
    self.runOrdinal = runOrdinal
    self.kept = kept
    self.fresh = fresh
  }

  consuming func run() throws(LedgerError)
    -> (list: [LedgerEntry], ids: [Int64], oldIDs: [Int64])
  {
    try loadNames()
    let standings = try loadStandings()
    let lastOld = fresh?.lastOldEntry ?? .max
    let undone = lastOld > 0 ? try loadUndoneAmounts() : []
    let sql = try SQL(
      database,
      """
      SELECT e.id, e.public_id, e.account_id, e.booking_day, e.direction, e.amount_yen, s.file_id,
        s.record, s.value_day, s.mark, s.payer_name, s.kind_text, s.payer_bank, s.payer_branch,
        s.payer_code, s.edi_text, s.reference, s.uncleared_yen
      FROM entry e CROSS JOIN sighting s ON s.entry_id = e.id
      WHERE e.id <= ? ORDER BY e.id, s.file_id
      """)
    sql.bind(1, lastOld)
    var s = 0
    while try sql.next() {
      let id = sql.int64(0)
      if ids.last == id {
        enrich(sql)
        continue
      }
      while s < standings.count, standings[s].entryID < id { s += 1 }
      var known: Standing?
      if s < standings.count, standings[s].entryID == id { known = standings[s] }
      let isSettled = (known?.standing ?? .open) != .open && known?.owedBackYen == 0
      if isSettled, let since, sql.int32(3) < since.number, !kept.contains(id) {
        let sum = AccountSum(accountID: sql.int64(2), amountYen: sql.int64(5))
        guard sql.int32(4) == Direction.credit.rawValue, undone.contains(sum) else { continue }
        oldIDs.append(id)
      }
      append(sql, known)
    }
    reopenReversals()
    if let fresh {
      Recording.append(
        fresh.ledgerEntries(accountKeys: accountKeys, runOrdinal: runOrdinal), to: &list)
      for n in 0..<(list.count - ids.count) { ids.append(lastOld + 1 + Int64(n)) }
    }
    // Within a day the bank's own order counts: which of two equal payments came first must not
    // hang on a hash. Behind the date of the id, which only repeats the day.
    let rows = list
    let found = sorted(
      rows, ids,
      key: { n in
        (Int64(rows[n].bookingDay.number) << 32 | Int64(rows[n].record), head(rows[n].id, from: 9))
      },
      isBefore: { $0.id < $1.id })
    return (found.list, found.ids, oldIDs)
  }

  private struct AccountSum: Hashable {
    var accountID: Int64
    var amountYen: Int64
  }

  /// Amounts of reversals that nothing was made of yet, or that a first file told without saying
  /// what they are: the credits they undo may be older than what is looked at else.
  private func loadUndoneAmounts() throws(LedgerError) -> Set<AccountSum> {
    var sums: Set<AccountSum> = []
    let sql = try SQL(
      database,
      """
      SELECT DISTINCT e.account_id, e.amount_yen FROM entry e
      WHERE e.direction = 2 AND coalesce((SELECT n.standing = 0 OR n.reason = 'outgoing'
          FROM entry_standing n WHERE n.entry_id = e.id ORDER BY n.run_ordinal DESC LIMIT 1), 1)
        AND EXISTS (SELECT 1 FROM sighting s WHERE s.entry_id = e.id
          AND (s.mark <> 0 OR s.kind_text LIKE '%組戻%' OR s.kind_text LIKE '%返却%'
            OR s.kind_text LIKE '%取消%' OR s.kind_text LIKE '%訂正%'
            OR s.payer_name LIKE 'ｸﾐﾓﾄﾞｼ%' OR s.payer_name LIKE 'ｼｷﾝﾍﾝｷ%'
            OR s.payer_name LIKE '%ﾄﾘｹｼ%'))
      """)
    while try sql.next() {
      sums.insert(AccountSum(accountID: sql.int64(0), amountYen: sql.int64(1)))
    }
    return sums
  }

  /// A withdrawal that a later file calls a reversal is one: what was made of it does not hold.
  private mutating func reopenReversals() {
    for n in list.indices where wasOutgoing[n] && list[n].direction == .debit {
      if list[n].mark != .none { list[n].standing = .open }
    }
  }

  private mutating func loadNames() throws(LedgerError) {
    files = [("", 0)]
    let sql = try SQL(database, "SELECT name, run_ordinal FROM source_file ORDER BY id")
    while try sql.next() { files.append((sql.text(0), sql.int64(1))) }
    accountKeys = [""]
    for account in try Ledger.loadAccounts(database) { accountKeys.append(account.keys.last!) }
  }

  /// The newest per entry, by entry.
  private func loadStandings() throws(LedgerError) -> [Standing] {
    var standings: [Standing] = []
    let paid = try Ledger.paidBackYen(database)
    let sql = try SQL(
      database,
      """
      SELECT entry_id, standing, refund_linked_yen, reason = 'outgoing' FROM entry_standing
      ORDER BY entry_id, run_ordinal
      """)
    while try sql.next() {
      if standings.last?.entryID == sql.int64(0) { standings.removeLast() }
      let standing = EntryStanding(rawValue: sql.int32(1))!
      standings.append(
        Standing(
          entryID: sql.int64(0), standing: standing,
          owedBackYen: standing == .cleared
            ? max(0, sql.int64(2) - (paid[sql.int64(0)] ?? 0)) : 0,
          isOutgoing: standing == .setAside && sql.int64(3) == 1))
    }
    return standings
  }

  private mutating func append(_ sql: borrowing SQL, _ standing: Standing?) {
    let file = files[Int(sql.int64(6))]
    ids.append(sql.int64(0))
    wasOutgoing.append(standing?.isOutgoing ?? false)
    list.append(
      LedgerEntry(
        id: sql.text(1), accountKey: accountKeys[Int(sql.int64(2))],
        bookingDay: Day(number: sql.int32(3)), valueDay: sql.dayOrNil(8),
        direction: Direction(rawValue: sql.int32(4))!, amountYen: sql.int64(5),
        mark: RowMark(rawValue: sql.int32(9))!, payerName: sql.text(10), kindText: sql.text(11),
        payerBank: sql.text(12), payerBranch: sql.text(13), payerCode: sql.text(14),
        ediText: sql.text(15), unclearedYen: sql.int64(17), sourceRef: sql.text(16),
        sourceFile: file.name, record: sql.int32(7), isNew: file.runOrdinal == runOrdinal,
        standing: standing?.standing ?? .open, owedBackYen: standing?.owedBackYen ?? 0))
  }

  private mutating func enrich(_ sql: borrowing SQL) {
    let n = list.count - 1
    if list[n].valueDay == nil { list[n].valueDay = sql.dayOrNil(8) }
    if list[n].mark == .none { list[n].mark = RowMark(rawValue: sql.int32(9))! }
    if list[n].payerName.isEmpty { list[n].payerName = sql.text(10) }
    if list[n].kindText.isEmpty { list[n].kindText = sql.text(11) }
    if list[n].payerBank.isEmpty { list[n].payerBank = sql.text(12) }
    if list[n].payerBranch.isEmpty { list[n].payerBranch = sql.text(13) }
    if list[n].payerCode.isEmpty { list[n].payerCode = sql.text(14) }
    if list[n].ediText.isEmpty { list[n].ediText = sql.text(15) }
  }
}

/// Loads orders by their newest version, with money and decisions.
private struct OrderLoad: ~Copyable {
  private struct Decided {
    var orderID: Int64
    var last: Decision
    var isReleased: Bool
    var dueYen: Int64
    /// Run of the newest release; 0 where there is none.
    var releasedIn: Int64 = 0
  }

  private let database: OpaquePointer
  private let since: Day?
  /// Orders that are taken whatever their age and state.
  private let kept: Set<Int64>
  private let fresh: Fresh?
  private var list: [LedgerOrder] = []
  private var ids: [Int64] = []

  init(
    _ database: OpaquePointer, _ since: Day?, keeping kept: Set<Int64>, _ fresh: Fresh?
  ) {
    self.database = database
    self.since = since
    self.kept = kept
    self.fresh = fresh
  }

  consuming func run() throws(LedgerError) -> (list: [LedgerOrder], ids: [Int64]) {
    let sums = try loadSums()
    let decided = try loadDecisions()
    let runs = try loadRuns()
    let waived = try Ledger.waivedYen(database)
    let columns = OrderColumns(first: 3)
    let sql = try SQL(
      database,
      """
      SELECT v.order_id, o.order_id, o.shop_id, \(OrderColumns.list)
      FROM shop_order o CROSS JOIN order_version v ON v.order_id = o.id
      WHERE o.id <= ? ORDER BY o.id, v.version
      """)
    sql.bind(1, fresh?.lastOldOrder ?? .max)
    let earliest = since.map { Moment(day: $0).secondsTokyo } ?? Int64.min
    var s = 0
    var d = 0
    while try sql.next() {
      let id = sql.int64(0)
      if ids.last == id {
        list.removeLast()
        ids.removeLast()
      }
      while s < sums.count, sums[s].orderID < id { s += 1 }
      while d < decided.count, decided[d].orderID < id { d += 1 }
      let cleared = s < sums.count && sums[s].orderID == id ? sums[s].yen : 0
      let last = d < decided.count && decided[d].orderID == id ? decided[d] : nil
      let isReleased = last?.isReleased ?? false
      if sql.int64(columns.first + 2) < earliest, !kept.contains(id) {
        let isOpen = columns.statuses.read(sql, columns.first + 3) == .open
        if isReleased || (!isOpen && cleared == 0) { continue }
      }
      ids.append(id)
      list.append(
        LedgerOrder(
          row: try columns.row(sql, orderID: sql.text(1), shopID: sql.text(2)),
          clearedYen: cleared, lastDecision: last?.last, isReleased: isReleased,
          releasedAt: last.flatMap { runs[$0.releasedIn] }, lastDueYen: last?.dueYen))
      if let yen = waived[id] { list[list.count - 1].waivedYen = yen }
    }
    if let found = fresh?.ledgerOrders(since: earliest) {
      append(found.list, to: &list)
      append(found.ids, to: &ids)
    }
    let rows = list
    return sorted(
      rows, ids, key: { (rows[$0].row.orderedAt.secondsTokyo, 0) },
      isBefore: { ($0.row.orderID, $0.row.shopID) < ($1.row.orderID, $1.row.shopID) })
  }

  private func loadSums() throws(LedgerError) -> [(orderID: Int64, yen: Int64)] {
    var sums: [(orderID: Int64, yen: Int64)] = []
    let sql = try SQL(
      database,
      "SELECT order_id, sum(allocated_yen) FROM clearing GROUP BY order_id ORDER BY order_id")
    while try sql.next() { sums.append((sql.int64(0), sql.int64(1))) }
    return sums
  }

  private func loadRuns() throws(LedgerError) -> [Int64: Moment] {
    var runs: [Int64: Moment] = [:]
    let sql = try SQL(database, "SELECT ordinal, as_of FROM run")
    while try sql.next() { runs[sql.int64(0)] = Moment(secondsTokyo: sql.int64(1)) }
    return runs
  }

  private func loadDecisions() throws(LedgerError) -> [Decided] {
    let words = WordColumn<Decision>()
    var decided: [Decided] = []
    let sql = try SQL(
      database,
      "SELECT order_id, decision, due_yen, run_ordinal FROM decision ORDER BY order_id, run_ordinal"
    )
    while try sql.next() {
      let id = sql.int64(0)
      guard let decision = words.read(sql, 1) else { throw .newerSchema }
      if decided.last?.orderID != id {
        decided.append(
          Decided(orderID: id, last: decision, isReleased: false, dueYen: sql.int64(2)))
      }
      decided[decided.count - 1].last = decision
      decided[decided.count - 1].dueYen = sql.int64(2)
      if decision == .release {
        decided[decided.count - 1].isReleased = true
        decided[decided.count - 1].releasedIn = sql.int64(3)
      }
      if decision == .stop { decided[decided.count - 1].isReleased = false }
    }
    return decided
  }
}
