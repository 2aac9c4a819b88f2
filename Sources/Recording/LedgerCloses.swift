public import Model

/// That a closed month was opened again, by whom and why.
public struct CloseReopening: Hashable, Sendable {
  public var firstDay: Day
  public var afterVersion: Int32
  public var person: String
  public var reason: String
  public var asOf: Moment

  public init(
    firstDay: Day, afterVersion: Int32, person: String, reason: String, asOf: Moment
  ) {
    self.firstDay = firstDay
    self.afterVersion = afterVersion
    self.person = person
    self.reason = reason
    self.asOf = asOf
  }
}

extension Ledger {
  /// The newest close of the month that begins on that day; nil where it was never closed.
  public func closedMonth(_ firstDay: Day) throws(LedgerError) -> ClosedMonth? {
    try read { database in
      let sql = try SQL(
        database,
        "SELECT id, version, as_of FROM close_run WHERE month = ? ORDER BY version DESC LIMIT 1")
      sql.bind(1, firstDay)
      guard try sql.next() else { return nil }
      let id = sql.int64(0)
      var closed = ClosedMonth(
        firstDay: firstDay, version: sql.int32(1), asOf: Moment(secondsTokyo: sql.int64(2)),
        figures: [], items: [])
      sql.reset()
      let figures = try SQL(
        database, "SELECT provider, name, yen FROM close_figure WHERE close_id = ?")
      figures.bind(1, id)
      while try figures.next() {
        closed.figures.append(
          CloseFigure(provider: figures.text(0), name: figures.text(1), yen: figures.int64(2)))
      }
      let items = try SQL(
        database, "SELECT provider, kind, subject, yen FROM close_item WHERE close_id = ?")
      items.bind(1, id)
      while try items.next() {
        closed.items.append(
          CloseItem(
            provider: items.text(0), kind: items.text(1), subject: items.text(2),
            yen: items.int64(3)))
      }
      closed.figures.sort()
      closed.items.sort()
      return closed
    }
  }

  /// What closes of earlier months found: it need not be told again.
  public func foundBefore(_ firstDay: Day) throws(LedgerError) -> Set<ExactText> {
    try read { database in
      var subjects: Set<ExactText> = []
      let sql = try SQL(
        database,
        """
        SELECT DISTINCT i.subject FROM close_item i JOIN close_run r ON r.id = i.close_id
        WHERE r.month < ? AND i.kind <> 'open' AND i.kind NOT LIKE 'payout %'
        """)
      sql.bind(1, firstDay)
      while try sql.next() { subjects.insert(ExactText(sql.text(0))) }
      return subjects
    }
  }

  /// First days of all months that were closed, ascending.
  public func closedMonths() throws(LedgerError) -> [Day] {
    try read { database in
      var days: [Day] = []
      let sql = try SQL(database, "SELECT DISTINCT month FROM close_run ORDER BY month")
      while try sql.next() { days.append(Day(number: sql.int32(0))) }
      return days
    }
  }

  /// Records a close, and the reopening that made way for it, in one transaction. The ledger
  /// refuses a further version of a month that was not reopened.
  public func recordClose(
    _ closed: ClosedMonth, bookings: [BookLine] = [], reopening: CloseReopening?,
    engineVersion: String, wallSeconds: Int64
  ) throws(LedgerError) {
    try write { database in
      if let reopening {
        let sql = try SQL(
          database, "INSERT INTO close_reopening VALUES (NULL,?,?,?,?,?,?)")
        sql.bind(1, reopening.firstDay)
        sql.bind(2, reopening.afterVersion)
        sql.bind(3, reopening.person)
        sql.bind(4, reopening.reason)
        sql.bind(5, reopening.asOf.secondsTokyo)
        sql.bind(6, wallSeconds)
        try sql.run()
      }
      let id = try nextID("close_run", database)
      let run = try SQL(database, "INSERT INTO close_run VALUES (?,?,?,?,?,?)")
      run.bind(1, id)
      run.bind(2, closed.firstDay)
      run.bind(3, closed.version)
      run.bind(4, closed.asOf.secondsTokyo)
      run.bind(5, wallSeconds)
      run.bind(6, engineVersion)
      try run.run()
      let figure = try SQL(database, "INSERT INTO close_figure VALUES (?,?,?,?)")
      figure.bind(1, id)
      for item in closed.figures {
        figure.bind(2, item.provider)
        figure.bind(3, item.name)
        figure.bind(4, item.yen)
        try figure.run()
      }
      let sql = try SQL(database, "INSERT INTO close_item VALUES (?,?,?,?,?)")
      sql.bind(1, id)
      for item in closed.items {
        sql.bind(2, item.provider)
        sql.bind(3, item.kind)
        sql.bind(4, item.subject)
        sql.bind(5, item.yen)
        try sql.run()
      }
      try Ledger.book(bookings, of: id, database)
    }
  }

  private static func book(
    _ lines: [BookLine], of close: Int64, _ database: OpaquePointer
  ) throws(LedgerError) {
    let sql = try SQL(database, "INSERT INTO close_booking VALUES (?,?,?,?,?,?,?,?,?,?)")
    sql.bind(1, close)
    for (n, line) in lines.enumerated() {
      sql.bind(2, Int64(n + 1))
      sql.bind(3, line.day)
      sql.bind(4, line.entryCase)
      sql.bind(5, line.debit.rawValue)
      sql.bind(6, line.credit.rawValue)
      sql.bind(7, line.provider)
      sql.bind(8, line.yen)
      sql.bind(9, line.tax.rawValue)
      sql.bind(10, line.text)
      try sql.run()
    }
  }
}
