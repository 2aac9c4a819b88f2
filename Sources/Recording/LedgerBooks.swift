internal import CSQLite
public import Model

/// A file of bookings that was written out.
public struct JournalExport: Hashable, Sendable {
  public var layout: String
  public var outputSHA256: String
  public var outputName: String
  public var person: String
  public var asOf: Moment
  public var wallSeconds: Int64

  public init(
    layout: String, outputSHA256: String, outputName: String, person: String, asOf: Moment,
    wallSeconds: Int64
  ) {
    self.layout = layout
    self.outputSHA256 = outputSHA256
    self.outputName = outputName
    self.person = person
    self.asOf = asOf
    self.wallSeconds = wallSeconds
  }
}

extension Ledger {
  /// Writes down that bookings were written out, and gives the export's number. Throws `.refused`
  /// where one of them was before, or stands in a locked period: then nothing is kept.
  public func record(
    _ export: JournalExport, _ lines: [BookLine]
  ) throws(LedgerError) -> Int64 {
    try write { database in
      let head = try SQL(
        database,
        """
        INSERT INTO journal_export VALUES
          ((SELECT 1 + coalesce(max(id), 0) FROM journal_export),?,?,?,?,?,?)
        """)
      head.bind(1, export.layout)
      head.bind(2, export.outputSHA256)
      head.bind(3, export.outputName)
      head.bind(4, export.person)
      head.bind(5, export.asOf.secondsTokyo)
      head.bind(6, export.wallSeconds)
      try head.run()
      let id = sqlite3_last_insert_rowid(database)
      let sql = try SQL(
        database,
        "INSERT INTO journal_line VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
      for line in lines { try Ledger.write(line, id, sql) }
      return id
    }
  }

  private static func write(
    _ line: BookLine, _ export: Int64, _ sql: borrowing SQL
  ) throws(LedgerError) {
    sql.bind(1, line.number)
    sql.bind(2, export)
    sql.bind(3, line.key.source.rawValue)
    sql.bind(4, line.key.subject)
    sql.bind(5, line.key.version)
    sql.bind(6, line.key.part)
    sql.bind(7, line.day)
    sql.bind(8, line.factDay)
    sql.bind(9, line.entryCase)
    sql.bind(10, line.debit.rawValue)
    sql.bind(11, line.credit.rawValue)
    sql.bind(12, line.provider)
    sql.bind(13, line.yen)
    sql.bind(14, line.tax.rawValue)
    sql.bind(15, line.entryID)
    sql.bind(16, line.orderID)
    sql.bind(17, line.source)
    sql.bind(18, line.runID)
    sql.bind(19, Int32(line.isReversal ? 1 : 0))
    sql.bind(20, line.reverses)
    sql.bind(21, line.text)
    try sql.run()
  }

  /// All bookings that were written out, by number; of one export where `export` is given.
  public func bookedLines(export: Int64? = nil) throws(LedgerError) -> [BookLine] {
    try read { database in
      try Ledger.bookedLines(
        export.map { "WHERE export_id = \($0)" } ?? "", database)
    }
  }

  /// Bookings about an entry or an order.
  public func bookedLines(about id: String) throws(LedgerError) -> [BookLine] {
    try read { database in
      let ids = try SQL(
        database,
        """
        SELECT number FROM journal_line WHERE entry_id = ?1 AND entry_id <> ''
        UNION SELECT number FROM journal_line WHERE order_id = ?1 AND order_id <> ''
        """)
      ids.bind(1, id)
      var numbers: [String] = []
      while try ids.next() { numbers.append(String(ids.int64(0))) }
      return try Ledger.bookedLines(
        "WHERE number IN (\(numbers.joined(separator: ",")))", database)
    }
  }

  private static func bookedLines(
    _ condition: String, _ database: OpaquePointer
  ) throws(LedgerError) -> [BookLine] {
    let sql = try SQL(
      database,
      """
      SELECT number, source, subject, version, part, day, fact_day, entry_case, debit, credit, yen,
        tax, entry_id, order_id, statement_row, run_id, is_reversal, reverses, text, provider
      FROM journal_line \(condition) ORDER BY number
      """)
    var lines: [BookLine] = []
    while try sql.next() {
      guard let source = BookKey.Source(rawValue: sql.text(1)),
        let debit = BookAccount(rawValue: sql.text(8)),
        let credit = BookAccount(rawValue: sql.text(9)),
        let tax = TaxTreatment(rawValue: sql.text(11))
      else { throw .newerSchema }
      var line = BookLine(
        key: BookKey(source, sql.int64(2), sql.int64(3), sql.int32(4)),
        day: Day(number: sql.int32(5)), entryCase: sql.text(7), debit: debit, credit: credit,
        yen: sql.int64(10), tax: tax, entryID: sql.text(12), orderID: sql.text(13),
        source: sql.text(14), runID: sql.text(15), isReversal: sql.int64(16) == 1,
        text: sql.text(18))
      line.number = sql.int64(0)
      line.factDay = Day(number: sql.int32(6))
      line.reverses = sql.int64OrNil(17)
      line.provider = sql.text(19)
      lines.append(line)
    }
    return lines
  }

  /// The last day of the locked period; nil where nothing is locked.
  public func lockedThrough() throws(LedgerError) -> Day? {
    try read { database in
      let sql = try SQL(
        database, "SELECT through_day FROM period_lock ORDER BY id DESC LIMIT 1")
      return try sql.next() ? sql.dayOrNil(0) : nil
    }
  }

  /// Locks the books through a day, or opens them again down to it.
  public func lock(through day: Day, note: PersonalNote) throws(LedgerError) {
    try write { database in
      let sql = try SQL(
        database,
        """
        INSERT INTO period_lock VALUES
          ((SELECT 1 + coalesce(max(id), 0) FROM period_lock),?,?,?,?,?)
        """)
      sql.bind(1, day)
      sql.bind(2, note.person)
      sql.bind(3, note.comment)
      sql.bind(4, note.moment.secondsTokyo)
      sql.bind(5, note.wallSeconds)
      try sql.run()
    }
  }
}
