internal import CSQLite
public import Model

/// An order whose newest word is `release`.
public struct ReleasedOrder: Hashable, Sendable {
  /// Row number in the ledger.
  public var id: Int64
  public var orderID: String
  public var shopID: String
  public var paymentMethod: PaymentMethod
  public var status: OrderStatus
  /// What its newest export says is due.
  public var dueYen: Int64
  public var clearedYen: Int64
  /// The newest credit given to it; nil where none was.
  public var paidOn: Day?
  /// The run that released it.
  public var runOrdinal: Int64
  public var releasedAt: Moment
  /// Under which number it was written out for the purpose asked for; nil where it was not.
  public var exportID: Int64?
}

/// A file that was written out for released orders.
public struct ReleaseExport: Hashable, Sendable {
  /// What it is for: an order is written once per purpose and release.
  public var purpose: String
  public var layout: String
  /// Hash of the file that was passed through; empty where none was.
  public var sourceSHA256: String
  public var outputSHA256: String
  public var outputName: String
  public var asOf: Moment
  public var wallSeconds: Int64

  public init(
    purpose: String, layout: String, sourceSHA256: String = "", outputSHA256: String,
    outputName: String, asOf: Moment, wallSeconds: Int64
  ) {
    self.purpose = purpose
    self.layout = layout
    self.sourceSHA256 = sourceSHA256
    self.outputSHA256 = outputSHA256
    self.outputName = outputName
    self.asOf = asOf
    self.wallSeconds = wallSeconds
  }
}

extension Ledger {
  /// All orders that are released now, by row number. Cost: one pass over orders, decisions and
  /// clearings.
  public func releasedOrders(purpose: String) throws(LedgerError) -> [ReleasedOrder] {
    try read { database in
      var released = try Ledger.newestReleases(database)
      try Ledger.addOrders(to: &released, database)
      try Ledger.addMoney(to: &released, database)
      let sql = try SQL(
        database,
        """
        SELECT order_id, run_ordinal, export_id FROM release_line WHERE purpose = ?
        ORDER BY order_id, run_ordinal
        """)
      sql.bind(1, purpose)
      var n = 0
      while try sql.next() {
        while n < released.count, released[n].id < sql.int64(0) { n += 1 }
        if n < released.count, released[n].id == sql.int64(0),
          released[n].runOrdinal == sql.int64(1)
        {
          released[n].exportID = sql.int64(2)
        }
      }
      return released
    }
  }

  /// Writes down that the orders were written out, and gives the export's number. Throws `.refused`
  /// where one of them was written out for this purpose since its release: then nothing is kept.
  public func record(
    _ export: ReleaseExport, of orders: [ReleasedOrder]
  ) throws(LedgerError) -> Int64 {
    try write { database in
      let sql = try SQL(
        database,
        """
        INSERT INTO release_export VALUES
          ((SELECT 1 + coalesce(max(id), 0) FROM release_export),?,?,?,?,?,?,?)
        """)
      sql.bind(1, export.purpose)
      sql.bind(2, export.layout)
      sql.bind(3, export.sourceSHA256)
      sql.bind(4, export.outputSHA256)
      sql.bind(5, export.outputName)
      sql.bind(6, export.asOf.secondsTokyo)
      sql.bind(7, export.wallSeconds)
      try sql.run()
      let id = sqlite3_last_insert_rowid(database)
      let line = try SQL(database, "INSERT INTO release_line VALUES (?,?,?,?)")
      line.bind(2, export.purpose)
      line.bind(4, id)
      for order in orders {
        line.bind(1, order.id)
        line.bind(3, order.runOrdinal)
        try line.run()
      }
      return id
    }
  }

  private static func newestReleases(
    _ database: OpaquePointer
  ) throws(LedgerError) -> [ReleasedOrder] {
    var runs: [Int64: Moment] = [:]
    let run = try SQL(database, "SELECT ordinal, as_of FROM run")
    while try run.next() { runs[run.int64(0)] = Moment(secondsTokyo: run.int64(1)) }
    let sql = try SQL(
      database,
      """
      SELECT order_id, run_ordinal, decision = 'release' FROM decision
      WHERE decision IN ('release', 'stop') ORDER BY order_id, run_ordinal
      """)
    var found: [ReleasedOrder] = []
    while try sql.next() {
      if found.last?.id == sql.int64(0) { found.removeLast() }
      guard sql.int64(2) == 1, let moment = runs[sql.int64(1)] else { continue }
      found.append(
        ReleasedOrder(
          id: sql.int64(0), orderID: "", shopID: "", paymentMethod: .other, status: .open,
          dueYen: 0, clearedYen: 0, runOrdinal: sql.int64(1), releasedAt: moment))
    }
    return found
  }

  private static func addOrders(
    to released: inout [ReleasedOrder], _ database: OpaquePointer
  ) throws(LedgerError) {
    let statuses = WordColumn<OrderStatus>()
    let methods = WordColumn<PaymentMethod>()
    let sql = try SQL(
      database,
      """
      SELECT o.id, o.order_id, o.shop_id, v.status, v.payment_method, v.amount_due_yen
      FROM shop_order o CROSS JOIN order_version v ON v.order_id = o.id ORDER BY o.id, v.version
      """)
    var n = 0
    while try sql.next() {
      while n < released.count, released[n].id < sql.int64(0) { n += 1 }
      guard n < released.count else { break }
      guard released[n].id == sql.int64(0) else { continue }
      guard let status = statuses.read(sql, 3), let method = methods.read(sql, 4) else {
        throw .newerSchema
      }
      released[n].orderID = sql.text(1)
      released[n].shopID = sql.text(2)
      released[n].status = status
      released[n].paymentMethod = method
      released[n].dueYen = sql.int64(5)
    }
  }

  private static func addMoney(
    to released: inout [ReleasedOrder], _ database: OpaquePointer
  ) throws(LedgerError) {
    let sql = try SQL(
      database,
      """
      SELECT c.order_id, sum(c.allocated_yen), max(iif(c.allocated_yen > 0, e.booking_day, NULL))
      FROM clearing c JOIN entry e ON e.id = c.entry_id GROUP BY c.order_id ORDER BY c.order_id
      """)
    var n = 0
    while try sql.next() {
      while n < released.count, released[n].id < sql.int64(0) { n += 1 }
      guard n < released.count else { break }
      guard released[n].id == sql.int64(0) else { continue }
      released[n].clearedYen = sql.int64(1)
      released[n].paidOn = sql.dayOrNil(2)
    }
  }
}
