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
    try read { database in
      var fresh = fresh
      self.fresh = nil
      if try fresh?.isWhole(database, ordersWaiting: ordersWaiting) == false {
        precondition(ordersWaiting == 0, "orders that wait are known from memory only")
        fresh = nil
      }
      let heeding = try Heeding(database, runOrdinal)
      let window = try OpenWindow(since: day, database)
      let entries = try EntryLoad(
        database, day, runOrdinal, window, keeping: heeding.entryIDs, fresh
      ).run()
      let old = try Ledger.ordersCleared(by: entries.oldIDs, database)
      let orders = try OrderLoad(
        database, day, window, keeping: old.union(heeding.orderIDs), fresh
      ).run()
      let clearings = try Ledger.loadClearings(database, window, entries.ids, orders.ids)
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
    _ database: OpaquePointer, _ window: OpenWindow, _ entryIDs: [Int64], _ orderIDs: [Int64]
  ) throws(LedgerError) -> [LedgerClearing] {
    let entries = places(entryIDs)
    let orders = places(orderIDs)
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
        let e = Int(sql.int64(0))
        let o = Int(sql.int64(1))
        guard e < entries.count, o < orders.count, entries[e] >= 0, orders[o] >= 0 else { continue }
        guard let basis = bases.read(sql, 3) else { throw .newerSchema }
        let clearing = LedgerClearing(
          entryIndex: entries[e], orderIndex: orders[o], allocatedYen: sql.int64(2), basis: basis)
        found.append((sql.int64(4), Int64(e), Int64(o), clearing))
      }
    }
    found.sort { ($0.run, $0.entry, $0.order) < ($1.run, $1.entry, $1.order) }
    return found.map(\.clearing)
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
func sortedTogether<T>(
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
func appendAll<T>(_ more: consuming [T], to list: inout [T]) {
  if list.isEmpty { list = more } else { list += more }
}

/// Up to eight bytes of a text from an offset on, in an order that is the text's.
func head(_ text: String, from offset: Int) -> UInt64 {
  var value: UInt64 = 0
  var place = 0
  for byte in text.utf8.dropFirst(offset).prefix(8) {
    value |= UInt64(byte) << UInt64(56 - 8 * place)
    place += 1
  }
  return value
}
