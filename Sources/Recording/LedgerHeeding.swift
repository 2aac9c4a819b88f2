import Model

/// What a run has to heed of what people said: which rows its snapshot must hold for that, and what
/// the snapshot looks like when it is heeded. Looks at what was said for the run and of entries
/// that are open, not at all that was ever said.
struct Heeding {
  /// Row numbers of entries that people took back since the last run, and of all orders named.
  var entryIDs: Set<Int64> = []
  var orderIDs: Set<Int64> = []
  private let runOrdinal: Int64
  private var undone: [(entryID: Int64, orderID: Int64, yen: Int64)] = []

  private struct Said {
    var eventID: Int64
    var kind: AnswerKind
    var entryID: Int64
    var isNew: Bool
    var isNewest: Bool
    var until: Day?
    var shares: [(orderID: Int64, yen: Int64)] = []
  }

  init(_ database: OpaquePointer, _ runOrdinal: Int64) throws(LedgerError) {
    self.runOrdinal = runOrdinal
    let reader = try SaidRows(database, runOrdinal, where: "h.run_ordinal = ?2")
    for said in try reader.read(runOrdinal) where said.isNewest || said.kind == .undo {
      orderIDs.formUnion(said.shares.map(\.orderID))
      guard said.kind == .undo else { continue }
      entryIDs.insert(said.entryID)
      undone += said.shares.filter { $0.yen > 0 }.map { (said.entryID, $0.orderID, $0.yen) }
    }
  }

  /// Reads what people said.
  private struct SaidRows: ~Copyable {
    private let events: SQL
    private let shares: SQL

    init(
      _ database: OpaquePointer, _ runOrdinal: Int64, where condition: String
    ) throws(LedgerError) {
      let events = try SQL(
        database,
        """
        SELECT h.id, h.kind, h.entry_id, h.run_ordinal = ?1, h.id = (SELECT max(n.id)
          FROM human_event n WHERE n.entry_id = h.entry_id), a.kind = 'refund',
          iif(EXISTS (SELECT 1 FROM human_event u WHERE u.entry_id = h.entry_id
            AND u.kind = 'undo'), NULL, a.wait_until)
        FROM human_event h LEFT JOIN answer_end d ON d.event_id = h.id
          LEFT JOIN answer a ON a.id = d.answer_id
        WHERE \(condition) ORDER BY h.entry_id, h.id
        """)
      shares = try SQL(
        database, "SELECT order_id, yen FROM human_share WHERE event_id = ? ORDER BY order_id")
      events.bind(1, runOrdinal)
      self.events = events
    }

    func read(_ number: Int64) throws(LedgerError) -> [Said] {
      events.bind(2, number)
      var found: [Said] = []
      while try events.next() {
        guard let word = AnswerKind(rawValue: events.text(1)) else { throw .newerSchema }
        let kind = events.int64OrNil(5) == 1 ? AnswerKind.refund : word
        // An entry that a person took back once is never the engine's again, whatever day comes.
        var said = Said(
          eventID: events.int64(0), kind: kind, entryID: events.int64(2),
          isNew: events.int64(3) == 1, isNewest: events.int64(4) == 1, until: events.dayOrNil(6))
        shares.bind(1, said.eventID)
        while try shares.next() { said.shares.append((shares.int64(0), shares.int64(1))) }
        found.append(said)
      }
      return found
    }
  }

  /// Opens what was taken back and hands the answers over.
  func apply(
    to snapshot: inout Snapshot, entries: [Int64], orders: [Int64], _ database: OpaquePointer
  ) throws(LedgerError) {
    let entryAt = places(of: entryIDs, in: entries)
    for e in entryAt.values {
      snapshot.entries[Int(e)].standing = .open
      snapshot.entries[Int(e)].owedBackYen = 0
    }
    let newest = try newestOfOpen(snapshot.entries, entries, database)
    let named = newest.flatMap(\.said.shares).map(\.orderID) + undone.map(\.orderID)
    if named.isEmpty && newest.isEmpty { return }
    let orderAt = places(of: Set(named), in: orders)
    for taken in undone {
      guard let e = entryAt[taken.entryID], let o = orderAt[taken.orderID] else { continue }
      snapshot.orders[Int(o)].clearedYen -= taken.yen
      snapshot.undone.append(
        LedgerClearing(
          entryIndex: e, orderIndex: o, allocatedYen: -taken.yen, basis: .undone))
    }
    snapshot.clearings += snapshot.undone
    snapshot.answers = newest.map { entry, said in
      let shares = said.shares.compactMap { share in
        orderAt[share.orderID].map { OrderShare(orderIndex: $0, yen: share.yen) }
      }
      return EntryAnswer(
        eventID: said.eventID, kind: said.kind, entryIndex: entry,
        shares: shares.sorted { $0.orderIndex < $1.orderIndex }, isNew: said.isNew,
        until: said.until)
    }
    snapshot.undone.sort { ($0.entryIndex, $0.orderIndex) < ($1.entryIndex, $1.orderIndex) }
  }

  /// The newest that was said of each open entry, by entry.
  private func newestOfOpen(
    _ list: [LedgerEntry], _ ids: [Int64], _ database: OpaquePointer
  ) throws(LedgerError) -> [(entry: Int32, said: Said)] {
    // Of today's own entries nobody said anything yet.
    let highest = try SQL(database, "SELECT max(entry_id) FROM human_event")
    guard try highest.next(), let last = highest.int64OrNil(0) else { return [] }
    let reader = try SaidRows(
      database, runOrdinal,
      where: "h.id = (SELECT max(id) FROM human_event WHERE entry_id = ?2)")
    var newest: [(entry: Int32, said: Said)] = []
    for n in list.indices where list[n].standing == .open && ids[n] <= last {
      if let said = try reader.read(ids[n]).first { newest.append((Int32(n), said)) }
    }
    return newest
  }

  private func places(of wanted: Set<Int64>, in ids: [Int64]) -> [Int64: Int32] {
    var places: [Int64: Int32] = [:]
    for (n, id) in ids.enumerated() where wanted.contains(id) { places[id] = Int32(n) }
    return places
  }
}
