import Model

/// Reads ranges of orders: versions, money, decisions.
struct OrderRows: ~Copyable {
  struct Decided {
    var orderID: Int64
    var last: Decision
    var isReleased: Bool
    var dueYen: Int64
    /// Run of the newest release; 0 where there is none.
    var releasedIn: Int64 = 0
  }

  let columns = OrderColumns(first: 3)
  let fileColumn: Int32 = 3 + OrderColumns.count
  /// Parameters: the first and the last row number.
  let versions: SQL
  private let sums: SQL
  private let decided: SQL
  private let waivers: SQL
  private let words = WordColumn<Decision>()

  init(_ database: OpaquePointer) throws(LedgerError) {
    let versions = try SQL(
      database,
      """
      SELECT v.order_id, o.order_id, o.shop_id, \(OrderColumns.list), v.file_id
      FROM shop_order o CROSS JOIN order_version v ON v.order_id = o.id
      WHERE o.id BETWEEN ? AND ? ORDER BY o.id, v.version
      """)
    let sums = try SQL(
      database,
      """
      SELECT order_id, sum(allocated_yen) FROM clearing WHERE order_id BETWEEN ? AND ?
      GROUP BY order_id ORDER BY order_id
      """)
    let decided = try SQL(
      database,
      """
      SELECT order_id, decision, due_yen, run_ordinal FROM decision
      WHERE order_id BETWEEN ? AND ? ORDER BY order_id, run_ordinal
      """)
    waivers = try SQL(
      database,
      """
      SELECT a.order_id, sum(a.yen) FROM answer a JOIN answer_end d ON d.answer_id = a.id
      WHERE a.order_id BETWEEN ? AND ? AND a.kind = 'waive' AND d.outcome = 'effective'
        AND NOT EXISTS (SELECT 1 FROM answer_undone u WHERE u.answer_id = a.id)
      GROUP BY a.order_id
      """)
    self.versions = versions
    self.sums = sums
    self.decided = decided
  }

  func clearedYen(
    _ range: ClosedRange<Int64>
  ) throws(LedgerError) -> [(orderID: Int64, yen: Int64)] {
    var found: [(orderID: Int64, yen: Int64)] = []
    sums.bind(1, range.lowerBound)
    sums.bind(2, range.upperBound)
    while try sums.next() { found.append((sums.int64(0), sums.int64(1))) }
    return found
  }

  /// Per order what people waived of it; of few orders.
  func waivedYen(_ range: ClosedRange<Int64>) throws(LedgerError) -> [Int64: Int64] {
    var waived: [Int64: Int64] = [:]
    waivers.bind(1, range.lowerBound)
    waivers.bind(2, range.upperBound)
    while try waivers.next() { waived[waivers.int64(0)] = waivers.int64(1) }
    return waived
  }

  func decisions(_ range: ClosedRange<Int64>) throws(LedgerError) -> [Decided] {
    var found: [Decided] = []
    decided.bind(1, range.lowerBound)
    decided.bind(2, range.upperBound)
    while try decided.next() {
      let id = decided.int64(0)
      guard let decision = words.read(decided, 1) else { throw .newerSchema }
      if found.last?.orderID != id {
        found.append(
          Decided(orderID: id, last: decision, isReleased: false, dueYen: decided.int64(2)))
      }
      found[found.count - 1].last = decision
      found[found.count - 1].dueYen = decided.int64(2)
      if decision == .release {
        found[found.count - 1].isReleased = true
        found[found.count - 1].releasedIn = decided.int64(3)
      }
      if decision == .stop { found[found.count - 1].isReleased = false }
    }
    return found
  }
}

/// Loads orders by their newest version, with money and decisions.
struct OrderLoad: ~Copyable {
  private let database: OpaquePointer
  /// In seconds; orders made before that are left out when they are finished.
  private let earliest: Int64
  private let window: OpenWindow
  /// Orders that are taken whatever their age and state.
  private let kept: Set<Int64>
  private let fresh: Fresh?
  private var runs: RunMoments
  private var list: [LedgerOrder] = []
  private var ids: [Int64] = []
  private var files: [Int32] = []

  init(
    _ database: OpaquePointer, since earliest: Int64, _ window: OpenWindow,
    keeping kept: Set<Int64>, _ fresh: Fresh?
  ) throws(LedgerError) {
    self.database = database
    self.earliest = earliest
    self.window = window
    self.kept = kept
    self.fresh = fresh
    runs = try RunMoments(database)
  }

  consuming func run() throws(LedgerError) -> OldOrders {
    let reader = try OrderRows(database)
    for range in window.orderRanges(keeping: kept, through: fresh?.lastOldOrder ?? .max) {
      try load(range, reader)
    }
    return OldOrders(list: list, ids: ids, files: files)
  }

  /// Orders of a range, but for those that are finished and too old.
  private mutating func load(
    _ range: ClosedRange<Int64>, _ rows: borrowing OrderRows
  ) throws(LedgerError) {
    let sums = try rows.clearedYen(range)
    let decided = try rows.decisions(range)
    let waived = try rows.waivedYen(range)
    let columns = rows.columns
    rows.versions.bind(1, range.lowerBound)
    rows.versions.bind(2, range.upperBound)
    let first = ids.count
    var s = 0
    var d = 0
    while try rows.versions.next() {
      let id = rows.versions.int64(0)
      if ids.count > first, ids.last == id {
        list.removeLast()
        ids.removeLast()
        files.removeLast()
      }
      while s < sums.count, sums[s].orderID < id { s += 1 }
      while d < decided.count, decided[d].orderID < id { d += 1 }
      let cleared = s < sums.count && sums[s].orderID == id ? sums[s].yen : 0
      let last = d < decided.count && decided[d].orderID == id ? decided[d] : nil
      let isReleased = last?.isReleased ?? false
      if rows.versions.int64(columns.first + 2) < earliest, !kept.contains(id) {
        let isOpen = columns.statuses.read(rows.versions, columns.first + 3) == .open
        if isReleased || (!isOpen && cleared == 0) { continue }
      }
      ids.append(id)
      files.append(rows.versions.int32(rows.fileColumn))
      list.append(
        LedgerOrder(
          row: try columns.row(
            rows.versions, orderID: rows.versions.text(1), shopID: rows.versions.text(2)),
          clearedYen: cleared, lastDecision: last?.last, isReleased: isReleased,
          releasedAt: try runs.moment(last?.releasedIn), lastDueYen: last?.dueYen))
      if let yen = waived[id] { list[list.count - 1].waivedYen = yen }
    }
  }
}

/// When runs were, each read when it is first asked for.
private struct RunMoments: ~Copyable {
  private let sql: SQL
  private var known: [Int64: Moment?] = [:]

  init(_ database: OpaquePointer) throws(LedgerError) {
    sql = try SQL(database, "SELECT as_of FROM run WHERE ordinal = ?")
  }

  mutating func moment(_ ordinal: Int64?) throws(LedgerError) -> Moment? {
    guard let ordinal, ordinal > 0 else { return nil }
    if let moment = known[ordinal] { return moment }
    sql.bind(1, ordinal)
    let moment = try sql.next() ? Moment(secondsTokyo: sql.int64(0)) : nil
    sql.reset()
    known[ordinal] = .some(moment)
    return moment
  }
}
