internal import CSQLite
public import Model

/// A file of refunds that was written for the bank.
public struct RefundExport: Hashable, Sendable {
  /// Of the file with the customers' accounts.
  public var accountsSHA256: String
  public var outputSHA256: String
  public var outputName: String
  public var sentOn: Day
  public var person: String
  public var asOf: Moment
  public var wallSeconds: Int64

  public init(
    accountsSHA256: String, outputSHA256: String, outputName: String, sentOn: Day,
    person: String, asOf: Moment, wallSeconds: Int64
  ) {
    self.accountsSHA256 = accountsSHA256
    self.outputSHA256 = outputSHA256
    self.outputName = outputName
    self.sentOn = sentOn
    self.person = person
    self.asOf = asOf
    self.wallSeconds = wallSeconds
  }
}

extension Ledger {
  /// Writes down what goes to the bank, and gives the export's number. Throws `.refused` where a
  /// refund went before or is not in force: then nothing is kept.
  public func record(
    _ export: RefundExport, _ lines: [(answer: SaidAnswer, holder: String)]
  ) throws(LedgerError) -> Int64 {
    try write { database in
      let head = try SQL(
        database,
        """
        INSERT INTO refund_export VALUES
          ((SELECT 1 + coalesce(max(id), 0) FROM refund_export),?,?,?,?,?,?,?)
        """)
      head.bind(1, export.accountsSHA256)
      head.bind(2, export.outputSHA256)
      head.bind(3, export.outputName)
      head.bind(4, export.sentOn)
      head.bind(5, export.person)
      head.bind(6, export.asOf.secondsTokyo)
      head.bind(7, export.wallSeconds)
      try head.run()
      let id = sqlite3_last_insert_rowid(database)
      let sql = try SQL(database, "INSERT INTO refund_line VALUES (?,?,?,?)")
      for (answer, holder) in lines {
        sql.bind(1, answer.id)
        sql.bind(2, id)
        sql.bind(3, answer.yen)
        sql.bind(4, holder)
        try sql.run()
      }
      return id
    }
  }

  /// An export by its number; nil where there is none.
  public func refundExport(_ id: Int64) throws(LedgerError) -> RefundExport? {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT accounts_sha256, output_sha256, output_name, sent_on, person, as_of, wall_seconds
        FROM refund_export WHERE id = ?
        """)
      sql.bind(1, id)
      guard try sql.next() else { return nil }
      return RefundExport(
        accountsSHA256: sql.text(0), outputSHA256: sql.text(1), outputName: sql.text(2),
        sentOn: Day(number: sql.int32(3)), person: sql.text(4),
        asOf: Moment(secondsTokyo: sql.int64(5)), wallSeconds: sql.int64(6))
    }
  }

  /// Refunds that were written for the bank, by answer, with what the statements said of them.
  public func sentRefunds() throws(LedgerError) -> [SentRefund] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT l.answer_id, l.export_id, e.public_id, l.yen, x.sent_on, l.holder,
          coalesce((SELECT sum(t.yen) FROM refund_tie t WHERE t.answer_id = l.answer_id), 0),
          EXISTS (SELECT 1 FROM refund_tie t WHERE t.answer_id = l.answer_id AND t.yen < 0)
        FROM refund_line l JOIN refund_export x ON x.id = l.export_id
          JOIN answer a ON a.id = l.answer_id JOIN entry e ON e.id = a.entry_id
        ORDER BY l.answer_id
        """)
      var sent: [SentRefund] = []
      while try sql.next() {
        sent.append(
          SentRefund(
            answerID: sql.int64(0), exportID: sql.int64(1), entryID: sql.text(2),
            yen: sql.int64(3), sentOn: Day(number: sql.int32(4)), holder: sql.text(5),
            tiedYen: sql.int64(6), hasReturned: sql.int64(7) == 1))
      }
      return sent
    }
  }
}
