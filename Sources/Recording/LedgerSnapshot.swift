public import Model

extension Ledger {
  /// What a run needs: entries that are open or booked since `day`, orders that are not finished
  /// or were ordered since `day`, and the clearings between them. Not finished is: open and not
  /// released, or paid in part or whole and not released. nil takes everything.
  /// Entries first seen by the run `runOrdinal` are `isNew`; what people said for that run is
  /// taken account of (see `Heeding`).
  ///
  /// What the first file did not say of an entry (kind, value day, payer's bank, EDI) is taken
  /// from the first later file that does. Reads what lies in the window and the open rows of before
  /// (`Carry`), not the years behind it; nil reads all. What was imported since the ledger was
  /// opened or a run was recorded is taken from memory, once.
  public func snapshot(since day: Day?, runOrdinal: Int64) throws(LedgerError) -> LedgerView {
    try readAtOnce { database in
      var fresh = fresh
      self.fresh = nil
      let isWhole = try fresh?.isWhole(
        database, entriesWaiting: entriesWaiting, ordersWaiting: ordersWaiting)
      if isWhole == false {
        precondition(filesWaiting == 0, "rows that wait are known from memory only")
        fresh = nil
      }
      let heeding = try Heeding(database, runOrdinal)
      let window = try OpenWindow(since: day, database)
      let oldEntries = try EntryLoad(
        database, day, runOrdinal, window, keeping: heeding.entryIDs, fresh
      ).run()
      let cleared = try Ledger.ordersCleared(by: oldEntries.oldIDs, database)
      let earliest = day.map { Moment(day: $0).secondsTokyo } ?? Int64.min
      let oldOrders = try OrderLoad(
        database, since: earliest, window, keeping: cleared.union(heeding.orderIDs), fresh
      ).run()
      let new = fresh
      let (entries, orders) = sideBySide {
        oldEntries.with(new, runOrdinal: runOrdinal)
      } _: {
        oldOrders.with(new, since: earliest)
      }
      let clearings = try Ledger.loadClearings(database, window, entries.ids, orders.ids)
      var names: [String] = []
      let sql = try SQL(database, "SELECT DISTINCT holder FROM account_holder ORDER BY holder")
      while try sql.next() { names.append(sql.text(0)) }
      var snapshot = Snapshot(
        entries: entries.list, orders: orders.list, clearings: clearings, ownNames: names)
      try heeding.apply(
        to: &snapshot, entries: entries.ids, orders: orders.ids, database)
      var view = LedgerView(snapshot: snapshot, entryIDs: entries.ids, orderIDs: orders.ids)
      view.entryFiles = entries.files
      view.orderFiles = orders.files
      view.files = try recordFiles(of: [entries.files, orders.files], database)
      return view
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
    _ database: OpaquePointer, _ window: OpenWindow, _ entryIDs: [Int64], _ orderIDs: [Int64]
  ) throws(LedgerError) -> [LedgerClearing] {
    let entries = Places(entryIDs, from: window.firstEntry)
    let orders = Places(orderIDs, from: window.firstOrder)
    let bases = WordColumn<MatchBasis>()
    var found: [(run: Int64, entry: Int64, order: Int64, clearing: LedgerClearing)] = []
    let sql = try SQL(
      database,
      """
      SELECT entry_id, order_id, allocated_yen, basis, run_ordinal FROM clearing
      WHERE entry_id BETWEEN ? AND ?
      """)
    let older = entryIDs.filter { $0 < window.firstEntry }
    for range in older.map({ $0...$0 }) + [window.firstEntry...Int64.max] {
      sql.bind(1, range.lowerBound)
      sql.bind(2, range.upperBound)
      while try sql.next() {
        let (e, o) = (sql.int64(0), sql.int64(1))
        guard let entry = entries[e], let order = orders[o] else { continue }
        guard let basis = bases.read(sql, 3) else { throw .newerSchema }
        let clearing = LedgerClearing(
          entryIndex: entry, orderIndex: order, allocatedYen: sql.int64(2), basis: basis)
        found.append((sql.int64(4), e, o, clearing))
      }
    }
    found.sort { ($0.run, $0.entry, $0.order) < ($1.run, $1.entry, $1.order) }
    return found.map(\.clearing)
  }
}

/// Row number → index. Row numbers of a window are dense; the open ones of before are few.
private struct Places {
  private let first: Int64
  /// −1 where there is none.
  private var dense: [Int32]
  private var older: [Int64: Int32] = [:]

  init(_ ids: [Int64], from first: Int64) {
    self.first = first
    dense = [Int32](repeating: -1, count: Int(max(0, (ids.max() ?? 0) - first + 1)))
    for (n, id) in ids.enumerated() {
      if id < first { older[id] = Int32(n) } else { dense[Int(id - first)] = Int32(n) }
    }
  }

  subscript(id: Int64) -> Int32? {
    if id < first { return older[id] }
    guard id - first < dense.count else { return nil }
    let place = dense[Int(id - first)]
    return place < 0 ? nil : place
  }
}
