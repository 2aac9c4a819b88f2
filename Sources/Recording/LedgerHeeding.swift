import Model

/// What a run has to heed of what people said: which rows its snapshot must hold for that, and what
/// the snapshot looks like when it is heeded.
struct Heeding {
  /// Row numbers of entries that people took back since the last run, and of all orders named.
  var entryIDs: Set<Int64> = []
  var orderIDs: Set<Int64> = []
  private var newest: [Said] = []
  private var undone: [(entryID: Int64, orderID: Int64, yen: Int64)] = []

  private struct Said {
    var eventID: Int64
    var kind: AnswerKind
    var entryID: Int64
    var isNew: Bool
    var until: Day?
    var shares: [(orderID: Int64, yen: Int64)] = []
  }

  init(_ database: OpaquePointer, _ runOrdinal: Int64) throws(LedgerError) {
    let sql = try SQL(
      database,
      """
      SELECT h.id, h.kind, h.entry_id, h.run_ordinal = ?, h.id = (SELECT max(n.id)
        FROM human_event n WHERE n.entry_id = h.entry_id), a.kind = 'refund',
        iif(EXISTS (SELECT 1 FROM human_event u WHERE u.entry_id = h.entry_id AND u.kind = 'undo'),
          NULL, a.wait_until)
      FROM human_event h LEFT JOIN answer_end d ON d.event_id = h.id
        LEFT JOIN answer a ON a.id = d.answer_id
      ORDER BY h.entry_id, h.id
      """)
    sql.bind(1, runOrdinal)
    let shares = try SQL(
      database, "SELECT order_id, yen FROM human_share WHERE event_id = ? ORDER BY order_id")
    while try sql.next() {
      guard let word = AnswerKind(rawValue: sql.text(1)) else { throw .newerSchema }
      let kind = sql.int64OrNil(5) == 1 ? AnswerKind.refund : word
      // An entry that a person took back once is never the engine's again, whatever day comes.
      var said = Said(
        eventID: sql.int64(0), kind: kind, entryID: sql.int64(2), isNew: sql.int64(3) == 1,
        until: sql.dayOrNil(6))
      let isNewest = sql.int64(4) == 1
      guard isNewest || said.isNew && kind == .undo else { continue }
      shares.bind(1, said.eventID)
      while try shares.next() { said.shares.append((shares.int64(0), shares.int64(1))) }
      if said.isNew, kind == .undo {
        entryIDs.insert(said.entryID)
        undone += said.shares.filter { $0.yen > 0 }.map { (said.entryID, $0.orderID, $0.yen) }
      }
      if said.isNew { orderIDs.formUnion(said.shares.map(\.orderID)) }
      if isNewest { newest.append(said) }
    }
  }

  /// Opens what was taken back and hands the answers over.
  func apply(
    to snapshot: inout Snapshot, entries: [Int64], orders: [Int64]
  ) {
    if newest.isEmpty { return }
    let entryAt = places(of: Set(newest.map(\.entryID)), in: entries)
    let named = newest.flatMap(\.shares).map(\.orderID) + undone.map(\.orderID)
    let orderAt = places(of: Set(named), in: orders)
    for id in entryIDs {
      guard let e = entryAt[id] else { continue }
      snapshot.entries[Int(e)].standing = .open
      snapshot.entries[Int(e)].owedBackYen = 0
    }
    for taken in undone {
      guard let e = entryAt[taken.entryID], let o = orderAt[taken.orderID] else { continue }
      snapshot.orders[Int(o)].clearedYen -= taken.yen
      snapshot.undone.append(
        LedgerClearing(
          entryIndex: e, orderIndex: o, allocatedYen: -taken.yen, basis: .undone))
    }
    snapshot.clearings += snapshot.undone
    for said in newest {
      guard let e = entryAt[said.entryID], snapshot.entries[Int(e)].standing == .open else {
        continue
      }
      let shares = said.shares.compactMap { share in
        orderAt[share.orderID].map { OrderShare(orderIndex: $0, yen: share.yen) }
      }
      snapshot.answers.append(
        EntryAnswer(
          eventID: said.eventID, kind: said.kind, entryIndex: e,
          shares: shares.sorted { $0.orderIndex < $1.orderIndex }, isNew: said.isNew,
          until: said.until))
    }
    snapshot.answers.sort { $0.entryIndex < $1.entryIndex }
    snapshot.undone.sort { ($0.entryIndex, $0.orderIndex) < ($1.entryIndex, $1.orderIndex) }
  }

  private func places(of wanted: Set<Int64>, in ids: [Int64]) -> [Int64: Int32] {
    var places: [Int64: Int32] = [:]
    for (n, id) in ids.enumerated() where wanted.contains(id) { places[id] = Int32(n) }
    return places
  }
}
