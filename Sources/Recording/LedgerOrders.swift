public import Model

extension Ledger {
  /// Imports an order export in one transaction. An order that reads as its newest version is
  /// known; one that reads otherwise becomes a new version and counts as new. Where amount,
  /// method or customer changed, the finding `orderConflict` says so (D04). An order that one
  /// file gives twice with different content keeps its first row (`orderRepeatedDiffers`).
  /// Import exports in the order they were made. How new an export is, its newest order says: an
  /// older one than the ledger has of those shops only restricts what is known (not open any more,
  /// a higher amount), one of the same age opens nothing again; `orderConflict` says so. An order
  /// recorded without a shop is the one of the same id that a later export gives a shop.
  /// An order of a day to come is a slip, and says nothing of how new its export is: one row of the
  /// year 2062 would make every export after it an old one.
  ///
  /// Where `mayWait` and there are very many rows, all of new orders, they are only counted, and
  /// written by `writeLater` or before anything else is: the snapshot has them already, so that
  /// they can be written while they are being matched. What changes an order on record is read
  /// from the disk and has to be there.
  ///
  /// - Parameter asOf: the moment that counts; nil: no day is one to come.
  public func importOrders(
    file: ImportFile, rows: [OrderRow], reading: FileReading, asOf: Moment? = nil,
    mayWait: Bool = false
  ) throws(LedgerError) -> ImportCount {
    precondition(!reading.isRefused, "A refused file must not be imported.")
    // Planning looks at orders only.
    if ordersWaiting > 0 { try writeLater() }
    // Foreign keys want the file first, its counts are known last: so plan, then write.
    let job = try read { database in
      try beginFresh(database)
      let fileID = try nextID("source_file", database) + Int64(filesWaiting)
      var job = OrderImport(database: database, fileID: fileID, asOf: asOf)
      try job.plan(rows)
      return job
    }
    let saveFile = {
      try Recording.saveFile(
        file, id: job.fileID, kind: .orders, rowsRead: Int64(rows.count),
        rejected: reading.rowsRejected, count: job.count, job.database)
    }
    let later = Later(
      bulk: .orders, orders: job.steps.count { $0.version == 1 },
      file: LaterFile(id: job.fileID, name: file.name, sha256: file.sha256, save: saveFile),
      rows: rows.count
    ) { [recorder] _ in
      try saveFile()
      try job.save(rows, recorder)
    }
    if mayWait, rows.count >= bulkRows, job.isAllNew {
      self.later.append(later)
    } else {
      try write(adding: later.rows, .orders, later.body)
    }
    fresh?.add(rows, of: job.fileID, count: job.steps.count) { n in
      let step = job.steps[n]
      return (step.orderID, step.row, job.accepted[step.row])
    }
    return job.count
  }
}

/// The work of one order import.
private struct OrderImport {
  struct Step {
    var row: Int32
    var orderID: Int64
    var version: Int64
  }

  /// An export beside what the ledger has of its shops, by the newest order of both.
  private enum Age { case older, tie, newer }

  let database: OpaquePointer
  let fileID: Int64
  private(set) var count = ImportCount()
  /// What is to be written.
  private(set) var steps: [Step] = []
  /// By row: what of a change was accepted, where not all of it.
  private(set) var accepted: [Int32: OrderRow] = [:]

  /// Whether something is to be written, all of it of orders that were not on record.
  var isAllNew: Bool { !steps.isEmpty && steps.allSatisfy { $0.version == 1 } }

  /// Some of the orders were on record without a shop.
  private var gaveShops = false

  /// Orders of a later moment are of a day to come, with a day for clocks elsewhere.
  private let latest: Int64

  init(database: OpaquePointer, fileID: Int64, asOf: Moment?) {
    self.database = database
    self.fileID = fileID
    latest = asOf.map { Moment(day: $0.day.adding(days: 2)).secondsTokyo } ?? .max
  }

  mutating func plan(_ rows: [OrderRow]) throws(LedgerError) {
    steps.reserveCapacity(rows.count)
    var nextOrder = try nextID("shop_order", database)
    let isEmpty = nextOrder == 1
    let distinct = distinctRows(rows)
    let ids = isEmpty ? [:] : try knownIDs(rows, distinct)
    let age = ids.isEmpty ? .newer : try age(rows)
    let newest = try NewestOrder(database)
    for n in distinct {
      guard let id = ids[n] else {
        steps.append(Step(row: n, orderID: nextOrder, version: 1))
        nextOrder += 1
        count.new += 1
        continue
      }
      let (version, old) = try newest.read(id, rows[Int(n)])
      if accept(n, rows[Int(n)], old, age) {
        steps.append(Step(row: n, orderID: id, version: version + 1))
        count.new += 1
      } else {
        count.known += 1
      }
    }
  }

  /// False where no two rows are of one order: by a mark of each name, which is sooner asked than
  /// the names themselves.
  private func mayRepeat(_ rows: [OrderRow]) -> Bool {
    var marks: [UInt64] = []
    marks.reserveCapacity(rows.count)
    var name: [UInt8] = []
    for row in rows {
      name.removeAll(keepingCapacity: true)
      name.append(contentsOf: row.orderID.utf8)
      name.append(0)
      name.append(contentsOf: row.shopID.utf8)
      marks.append(name.withUnsafeBytes(EntryIdentity.hash))
    }
    marks.sort()
    return zip(marks, marks.dropFirst()).contains { $0 == $1 }
  }

  /// The first row of each order; the others are counted here.
  private mutating func distinctRows(_ rows: [OrderRow]) -> [Int32] {
    guard mayRepeat(rows) else { return (0..<Int32(rows.count)).map { $0 } }
    var distinct: [Int32] = []
    distinct.reserveCapacity(rows.count)
    var firstRow: [OrderKey: Int32] = [:]
    firstRow.reserveCapacity(rows.count)
    for (n, row) in rows.enumerated() {
      let name = OrderKey(row)
      if let first = firstRow.updateValue(Int32(n), forKey: name) {
        firstRow[name] = first
        repeated(row, of: rows[Int(first)])
      } else {
        distinct.append(Int32(n))
      }
    }
    return distinct
  }

  /// Row → order on record. Rows that find none by their shop take what has none, each once.
  private mutating func knownIDs(
    _ rows: [OrderRow], _ distinct: [Int32]
  ) throws(LedgerError) -> [Int32: Int64] {
    var ids: [Int32: Int64] = [:]
    ids.reserveCapacity(distinct.count)
    let find = try SQL(database, "SELECT id FROM shop_order WHERE order_id = ? AND shop_id = ?")
    for n in distinct {
      find.bind(1, rows[Int(n)].orderID)
      find.bind(2, rows[Int(n)].shopID)
      guard try find.next() else { continue }
      ids[n] = find.int64(0)
      find.reset()
    }
    if ids.count == distinct.count { return ids }
    var taken: Set<Int64>?
    find.bind(2, "")
    for n in distinct where ids[n] == nil && !rows[Int(n)].shopID.isEmpty {
      find.bind(1, rows[Int(n)].orderID)
      guard try find.next() else { continue }
      let id = find.int64(0)
      find.reset()
      if taken == nil { taken = Set(ids.values) }
      if taken!.insert(id).inserted {
        ids[n] = id
        gaveShops = true
      }
    }
    return ids
  }

  private func age(_ rows: [OrderRow]) throws(LedgerError) -> Age {
    var shops: Set<String> = gaveShops ? [""] : []
    for row in rows { shops.insert(row.shopID) }
    let known = try newestMoment(of: shops)
    let given = rows.map(\.orderedAt.secondsTokyo).filter { $0 < latest }.max() ?? known
    return given < known ? .older : given == known ? .tie : .newer
  }

  /// The newest order on record of some shops. What a list of open rows knows of was not ordered
  /// later than it says, so nearly always what came after it answers; else all is read.
  private func newestMoment(of shops: Set<String>) throws(LedgerError) -> Int64 {
    let carry = try Carry.newest(database)
    var known = Int64.min
    for last in carry.id == 0 ? [0] : [carry.lastOrder, 0] {
      let sql = try SQL(
        database,
        """
        SELECT o.shop_id, max(v.ordered_at)
        FROM shop_order o CROSS JOIN order_version v ON v.order_id = o.id
        WHERE o.id > ?1 AND v.ordered_at < ?3
        GROUP BY o.shop_id
        UNION ALL SELECT o.shop_id, max(v.ordered_at)
        FROM order_version v CROSS JOIN shop_order o ON o.id = v.order_id
        WHERE v.version > 1 AND v.file_id > ?2 AND v.ordered_at < ?3 GROUP BY o.shop_id
        """)
      sql.bind(1, last)
      sql.bind(2, carry.lastFile)
      sql.bind(3, latest)
      while try sql.next() {
        if shops.contains(sql.text(0)) { known = max(known, sql.int64(1)) }
      }
      if known >= carry.lastMoment { break }
    }
    return known
  }

  /// True where something of the row is to be written.
  private mutating func accept(
    _ n: Int32, _ row: OrderRow, _ old: OrderRow, _ age: Age
  ) -> Bool {
    if isSame(old, row) { return false }
    var merged = row
    if age == .older {
      merged = old
      merged.record = row.record
      merged.line = row.line
      if old.status == .open { merged.status = row.status }
      merged.amountDueYen = max(old.amountDueYen, row.amountDueYen)
    } else if age == .tie, old.status != .open, row.status == .open {
      merged.status = old.status
    }
    if isSame(merged, row) {
      noteChange(row, from: old)
      return true
    }
    conflict(row, old)
    if isSame(merged, old) { return false }
    accepted[n] = merged
    return true
  }

  private func isSame(_ a: OrderRow, _ b: OrderRow) -> Bool {
    var other = b
    other.record = a.record
    other.line = a.line
    return a == other
  }

  private mutating func repeated(_ row: OrderRow, of first: OrderRow) {
    if isSame(first, row) {
      count.known += 1
      return
    }
    count.notPosted += 1
    count.doubtfulOrders.append(OrderKey(row))
    count.conflicts.append(
      DataFinding(
        .orderRepeatedDiffers, .rejectsRow,
        place: SourcePlace(record: row.record, line: row.line), value: shortened(row.orderID),
        otherLine: first.line, differenceYen: row.amountDueYen - first.amountDueYen))
  }

  private mutating func noteChange(_ row: OrderRow, from old: OrderRow) {
    guard
      row.amountDueYen != old.amountDueYen || row.paymentMethod != old.paymentMethod
        || row.customerName != old.customerName || row.customerKana != old.customerKana
    else { return }
    conflict(row, old)
  }

  private mutating func conflict(_ row: OrderRow, _ old: OrderRow) {
    count.conflicts.append(
      DataFinding(
        .orderConflict, .note, place: SourcePlace(record: row.record, line: row.line),
        value: shortened(row.orderID), differenceYen: row.amountDueYen - old.amountDueYen))
  }

  func save(_ rows: [OrderRow], _ recorder: EventRecorder) throws(LedgerError) {
    var writer = try OrderWriter(database, fileID, recorder)
    for step in steps {
      if let row = accepted[step.row] {
        try writer.save(row, step.orderID, step.version)
      } else {
        try writer.save(rows[Int(step.row)], step.orderID, step.version)
      }
    }
  }
}

/// Writes orders and their versions.
private struct OrderWriter: ~Copyable {
  private var order: RowInsertion
  private var versions: RowInsertion
  private let fileID: Int64

  init(
    _ database: OpaquePointer, _ fileID: Int64, _ recorder: EventRecorder
  ) throws(LedgerError) {
    let order = try RowInsertion(into: "shop_order", columns: 3, database, recorder)
    versions = try RowInsertion(into: "order_version", columns: 17, database, recorder)
    self.order = order
    self.fileID = fileID
  }

  mutating func save(
    _ row: borrowing OrderRow, _ orderID: Int64, _ version: Int64
  ) throws(LedgerError) {
    if version == 1 {
      order.add(orderID)
      order.add(row.orderID)
      order.add(row.shopID)
      try order.insert()
    }
    versions.add(orderID)
    versions.add(version)
    versions.add(fileID)
    versions.add(row.record)
    versions.add(row.line)
    versions.add(row.orderedAt.secondsTokyo)
    versions.add(row.status.rawValue)
    versions.add(row.paymentMethod.rawValue)
    versions.add(row.paymentState.rawValue)
    versions.add(row.paymentMethodText)
    versions.add(row.customerName)
    versions.add(row.customerKana)
    versions.add(row.customerKey)
    versions.add(row.amountDueYen)
    versions.add(row.pointsUsedYen)
    versions.add(row.desiredDeliveryDay)
    versions.add(row.paymentDueDay)
    try versions.insert()
  }
}

/// Looks up the newest version of one order.
private struct NewestOrder: ~Copyable {
  private let sql: SQL
  private let columns = OrderColumns(first: 1)

  init(_ database: OpaquePointer) throws(LedgerError) {
    let sql = try SQL(
      database,
      """
      SELECT version, \(OrderColumns.list) FROM order_version v
      WHERE order_id = ? ORDER BY version DESC LIMIT 1
      """)
    self.sql = sql
  }

  func read(_ id: Int64, _ row: OrderRow) throws(LedgerError) -> (version: Int64, row: OrderRow) {
    sql.bind(1, id)
    guard try sql.next() else { throw .corrupt }
    let version = sql.int64(0)
    let old = try columns.row(sql, orderID: row.orderID, shopID: row.shopID)
    sql.reset()
    return (version, old)
  }
}

/// Reads order rows from the columns of `order_version`.
struct OrderColumns {
  static let list = """
    v.record, v.line, v.ordered_at, v.status, v.payment_method, v.payment_state,
    v.payment_method_text, v.customer_name, v.customer_kana, v.customer_key, v.amount_due_yen,
    v.points_used_yen, v.desired_delivery_day, v.payment_due_day
    """

  static let count: Int32 = 14

  /// Column of `v.record`.
  let first: Int32
  let statuses = WordColumn<OrderStatus>()
  private let methods = WordColumn<PaymentMethod>()
  private let states = WordColumn<PaymentState>()

  init(first: Int32) { self.first = first }

  func row(
    _ sql: borrowing SQL, orderID: String, shopID: String
  ) throws(LedgerError) -> OrderRow {
    guard let status = statuses.read(sql, first + 3), let method = methods.read(sql, first + 4),
      let state = states.read(sql, first + 5)
    else { throw .newerSchema }
    return OrderRow(
      record: sql.int32(first), line: sql.int32(first + 1), orderID: orderID, shopID: shopID,
      orderedAt: Moment(secondsTokyo: sql.int64(first + 2)), paymentMethod: method,
      paymentMethodText: sql.text(first + 6), customerName: sql.text(first + 7),
      customerKana: sql.text(first + 8), amountDueYen: sql.int64(first + 10),
      pointsUsedYen: sql.int64(first + 11), desiredDeliveryDay: sql.dayOrNil(first + 12),
      paymentDueDay: sql.dayOrNil(first + 13), customerKey: sql.text(first + 9), status: status,
      paymentState: state)
  }
}
