internal import CSQLite
import Model

/// Leaves a list of what is open (`Carry`) at the end of a run's transaction.
///
/// Of entries and orders that no run before has dealt with, nearly all of a usual day, the run's
/// own results say whether they are open: they stand in memory. Of older ones the ledger is asked.
struct CarryRecording {
  private let database: OpaquePointer
  private let recorder: EventRecorder
  private let run: RunRecord
  private let view: LedgerView
  private let last: Carry
  private var made: Carry
  /// The first rows that no earlier run has dealt with, nor the last list.
  private let newEntry: Int64
  private let newOrder: Int64
  /// Whether rows came that are of a later day than the run.
  private var hasLater = false

  init(
    _ run: RunRecord, _ view: LedgerView, _ span: RunSpan, _ recorder: EventRecorder,
    _ database: OpaquePointer
  ) throws(LedgerError) {
    last = try Carry.newest(database)
    made = Carry(id: last.id + 1, runOrdinal: run.ordinal)
    made.lastEntry = try nextID("entry", database) - 1
    made.lastOrder = try nextID("shop_order", database) - 1
    made.lastFile = try nextID("source_file", database) - 1
    newEntry = max(span.lastPlaced, last.lastEntry) + 1
    newOrder = max(span.lastDecided, span.lastCleared, last.lastOrder) + 1
    self.run = run
    self.view = view
    self.recorder = recorder
    self.database = database
  }

  /// Leaves a list where so much came since the last one that looking through it costs more than
  /// the list: `rows` at least, and several times what the last one has.
  mutating func leave(after rows: Int64) throws(LedgerError) {
    let came = made.lastEntry - last.lastEntry + made.lastOrder - last.lastOrder
    guard came >= rows else { return }
    if rows > 0, came < 4 * (try lastSize()) { return }
    try setTimes()
    let sql = try SQL(database, "INSERT INTO carry VALUES (?,?,?,?,?,?,?)")
    sql.bind(all: [
      made.id, run.ordinal, made.lastEntry, made.lastOrder, made.lastFile, made.lastDay,
      made.lastMoment,
    ])
    try sql.run()
    try save(
      try open(
        Carry.changedEntries(through: "?3"), Carry.isOpenEntry, of: "entry", since: last.lastEntry,
        before: newEntry) + openNewEntries(), into: "carried_entry")
    try save(
      try open(
        Carry.changedOrders(through: "?3"), Carry.isOpenOrder, of: "shop_order",
        since: last.lastOrder, before: newOrder) + openNewOrders(), into: "carried_order")
    try saveCases()
    for query in [CarryRecording.laterEntries, CarryRecording.laterOrders] {
      let sql = try SQL(database, query)
      sql.bind(all: [
        last.id, last.lastEntry, last.lastOrder, last.lastFile, made.id, made.lastDay,
        made.lastMoment, hasLater ? 1 : 0,
      ])
      try sql.run()
    }
  }

  private func save(_ ids: [Int64], into table: String) throws(LedgerError) {
    var rows = try RowInsertion(into: table, columns: 2, database, recorder)
    for id in ids {
      rows.add(made.id)
      rows.add(id)
      try rows.insert()
    }
  }

  /// A run has all cases that are open after it: those that it has not are closed.
  private func saveCases() throws(LedgerError) {
    var rows = try RowInsertion(into: "carried_case", columns: 2, database, recorder)
    for place in placesByBytes(run.cases.count, { run.cases[$0].caseID }) {
      rows.add(made.id)
      rows.add(run.cases[place].caseID)
      try rows.insert()
    }
  }

  // MARK: What is open

  /// Row numbers of those that were open or may have been opened since, and of those that came
  /// since, below a bound.
  private func open(
    _ changed: String, _ isOpen: String, of table: String, since known: Int64, before bound: Int64
  ) throws(LedgerError) -> [Int64] {
    let sql = try SQL(
      database,
      """
      SELECT c.id FROM (\(changed)
        UNION ALL SELECT id FROM \(table) WHERE id > ?3 AND id < ?4) c
      WHERE \(isOpen) ORDER BY c.id
      """)
    sql.bind(all: [last.id, last.runOrdinal, known, bound, last.lastFile])
    var ids: [Int64] = []
    while try sql.next() { ids.append(sql.int64(0)) }
    return ids
  }

  /// All but those that the run placed for good.
  private func openNewEntries() throws(LedgerError) -> [Int64] {
    guard newEntry <= made.lastEntry else { return [] }
    var isOpen = [Bool](repeating: true, count: Int(made.lastEntry - newEntry) + 1)
    for n in run.standings.indices {
      let id = view.entryIDs[Int(run.standings[n].use.entryIndex)]
      guard id >= newEntry else { continue }
      isOpen[Int(id - newEntry)] =
        switch run.standings[n].standing {
        case .open: true
        case .cleared where run.standings[n].use.refundLinkedYen > 0: try isOpenEntry(id)
        case .cleared, .setAside, .reversed: false
        }
    }
    return isOpen.indices.filter { isOpen[$0] }.map { newEntry + Int64($0) }
  }

  /// Asks the ledger of one entry: a refund may have left already.
  private func isOpenEntry(_ id: Int64) throws(LedgerError) -> Bool {
    let sql = try SQL(
      database, "SELECT 1 FROM (SELECT ? AS id) c WHERE \(Carry.isOpenEntry)")
    sql.bind(1, id)
    return try sql.next()
  }

  /// Those that are not released, and open or paid. A snapshot has them all.
  private func openNewOrders() -> [Int64] {
    guard newOrder <= made.lastOrder else { return [] }
    var isReleased = [Bool](repeating: false, count: view.orderIDs.count)
    for n in run.decisions.indices where run.decisions[n].decision == .release {
      isReleased[Int(run.decisions[n].orderIndex)] = true
    }
    var clearedYen: [Int32: Int64] = [:]
    for n in run.clearings.indices {
      let order = run.clearings[n].orderIndex
      if view.snapshot.orders[Int(order)].row.status == .open { continue }
      clearedYen[order, default: 0] += run.clearings[n].allocatedYen
    }
    var open: [Int64] = []
    for n in view.orderIDs.indices where view.orderIDs[n] >= newOrder && !isReleased[n] {
      if view.snapshot.orders[n].row.status == .open || clearedYen[Int32(n), default: 0] != 0 {
        open.append(view.orderIDs[n])
      }
    }
    return open.sorted()
  }

  /// How many rows the last list has.
  private func lastSize() throws(LedgerError) -> Int64 {
    let sql = try SQL(
      database,
      """
      SELECT (SELECT count(*) FROM carried_entry WHERE carry_id = ?1)
        + (SELECT count(*) FROM carried_order WHERE carry_id = ?1)
      """)
    sql.bind(1, last.id)
    _ = try sql.next()
    return sql.int64(0)
  }

  /// The newest times up to the run's day, of rows that came after another list.
  private mutating func setTimes() throws(LedgerError) {
    let today = try SQL(database, "SELECT as_of FROM run WHERE ordinal = ?")
    today.bind(1, run.ordinal)
    _ = try today.next()
    let limit = Moment(secondsTokyo: today.int64(0)).day
    let day = try SQL(
      database,
      """
      SELECT max(booking_day) FILTER (WHERE booking_day <= ?2), max(booking_day) > ?2
      FROM entry WHERE id > ?1
      """)
    day.bind(all: [last.lastEntry, Int64(limit.number)])
    _ = try day.next()
    made.lastDay = max(last.lastDay, day.int64OrNil(0) ?? last.lastDay)
    let moment = try SQL(
      database,
      """
      SELECT max(at) FILTER (WHERE at < ?3), max(at) >= ?3 FROM (
        SELECT ordered_at AS at FROM order_version WHERE order_id > ?1
        UNION ALL SELECT ordered_at FROM order_version WHERE version > 1 AND file_id > ?2)
      """)
    moment.bind(all: [
      last.lastOrder, last.lastFile, Moment(day: limit.adding(days: 1)).secondsTokyo,
    ])
    _ = try moment.next()
    made.lastMoment = max(last.lastMoment, moment.int64OrNil(0) ?? last.lastMoment)
    hasLater = day.int64(1) == 1 || moment.int64(1) == 1
  }

  // MARK: What is of a later day than the list says

  /// Parameters of these: the last carry, its entry, order and file, the new carry, its day and
  /// moment, and whether later ones than that came.
  private static let laterEntries = """
    INSERT OR IGNORE INTO carried_entry
    SELECT ?5, e.id FROM (SELECT entry_id AS id FROM carried_entry WHERE carry_id = ?1
      UNION ALL SELECT id FROM entry WHERE ?8 AND id > ?2) c CROSS JOIN entry e ON e.id = c.id
    WHERE e.booking_day > ?6 ORDER BY e.id
    """

  private static let laterOrders = """
    INSERT OR IGNORE INTO carried_order
    SELECT DISTINCT ?5, v.order_id FROM (SELECT order_id AS id FROM carried_order WHERE carry_id = ?1
      UNION ALL SELECT order_id FROM order_version WHERE ?8 AND version > 1 AND file_id > ?4
      UNION ALL SELECT id FROM shop_order WHERE ?8 AND id > ?3) c
    CROSS JOIN order_version v ON v.order_id = c.id
    WHERE v.ordered_at > ?7 ORDER BY v.order_id
    """
}
