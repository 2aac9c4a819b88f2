internal import CSQLite
public import Model

/// A notice as the ledger keeps it: its subject by public ids.
public struct NoticeRecord: Hashable, Sendable {
  /// Number in the ledger; 0 before it is recorded.
  public var id: Int64
  public var kind: NoticeKind
  public var orderID: String
  public var shopID: String
  public var entryID: String
  public var reference: String
  public var amountYen: Int64
  public var toldOn: Day
  public var until: Day?
  public var person: String
  public var reason: String
  public var asOf: Moment
  public var wallSeconds: Int64

  public init(
    id: Int64 = 0, kind: NoticeKind, orderID: String = "", shopID: String = "",
    entryID: String = "", reference: String = "", amountYen: Int64 = 0, toldOn: Day,
    until: Day? = nil, person: String, reason: String, asOf: Moment, wallSeconds: Int64
  ) {
    self.id = id
    self.kind = kind
    self.orderID = orderID
    self.shopID = shopID
    self.entryID = entryID
    self.reference = reference
    self.amountYen = amountYen
    self.toldOn = toldOn
    self.until = until
    self.person = person
    self.reason = reason
    self.asOf = asOf
    self.wallSeconds = wallSeconds
  }
}

extension Ledger {
  /// Writes a notice down and gives its number. Throws `.refused` without a subject or a person.
  public func record(_ notice: NoticeRecord) throws(LedgerError) -> Int64 {
    try insert(notice, withdraws: nil)
  }

  /// Takes a notice back; it stays on record with who took it back and why. Throws `.refused` where
  /// there is none of that number, or where it is withdrawn already.
  public func withdraw(
    notice id: Int64, by person: String, reason: String, asOf: Moment, wallSeconds: Int64
  ) throws(LedgerError) {
    guard let old = try notices().first(where: { $0.id == id }) else {
      throw .refused(rule: "no standing notice of that number")
    }
    var taken = old
    taken.person = person
    taken.reason = reason
    taken.asOf = asOf
    taken.wallSeconds = wallSeconds
    _ = try insert(taken, withdraws: id)
  }

  private func insert(
    _ notice: NoticeRecord, withdraws: Int64?
  ) throws(LedgerError) -> Int64 {
    try write { database in
      let sql = try SQL(
        database,
        """
        INSERT INTO notice VALUES
          ((SELECT 1 + coalesce(max(id), 0) FROM notice),?,?,?,?,?,?,?,?,?,?,?,?,?)
        """)
      sql.bind(1, notice.kind.word)
      sql.bind(2, notice.orderID)
      sql.bind(3, notice.shopID)
      sql.bind(4, notice.entryID)
      sql.bind(5, notice.reference)
      sql.bind(6, notice.amountYen)
      sql.bind(7, notice.toldOn)
      sql.bind(8, notice.until)
      sql.bind(9, notice.person)
      sql.bind(10, notice.reason)
      sql.bind(11, notice.asOf.secondsTokyo)
      sql.bind(12, notice.wallSeconds)
      sql.bind(13, withdraws)
      try sql.run()
      return sqlite3_last_insert_rowid(database)
    }
  }

  /// Notices that stand, oldest first.
  public func notices() throws(LedgerError) -> [NoticeRecord] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT id, kind, order_id, shop_id, entry_id, reference, amount_yen, told_on, until_day,
          person, reason, as_of, wall_seconds
        FROM notice n WHERE withdraws IS NULL
          AND NOT EXISTS (SELECT 1 FROM notice w WHERE w.withdraws = n.id)
        ORDER BY id
        """)
      var found: [NoticeRecord] = []
      while try sql.next() {
        guard let kind = NoticeKind(word: sql.text(1)) else { throw LedgerError.newerSchema }
        found.append(
          NoticeRecord(
            id: sql.int64(0), kind: kind, orderID: sql.text(2), shopID: sql.text(3),
            entryID: sql.text(4), reference: sql.text(5), amountYen: sql.int64(6),
            toldOn: Day(number: sql.int32(7)), until: sql.dayOrNil(8), person: sql.text(9),
            reason: sql.text(10), asOf: Moment(secondsTokyo: sql.int64(11)),
            wallSeconds: sql.int64(12)))
      }
      return found
    }
  }
}

/// One line of the account of recourse against the operator.
public struct RecourseLine: Hashable, Sendable {
  /// The shop; empty for all shops that share one contract.
  public var account: String
  public var caseID: String
  /// Negative where an earlier amount is taken back.
  public var amountYen: Int64
  public var bookedOn: Day
  public var person: String
  public var reason: String
  public var asOf: Moment
  public var wallSeconds: Int64

  public init(
    account: String, caseID: String, amountYen: Int64, bookedOn: Day, person: String,
    reason: String, asOf: Moment, wallSeconds: Int64
  ) {
    self.account = account
    self.caseID = caseID
    self.amountYen = amountYen
    self.bookedOn = bookedOn
    self.person = person
    self.reason = reason
    self.asOf = asOf
    self.wallSeconds = wallSeconds
  }
}

extension Ledger {
  /// Books a line. Throws `.refused` without a reason, for 0 yen, or below zero for a case.
  public func book(_ line: RecourseLine) throws(LedgerError) {
    try write { database in
      let sql = try SQL(
        database,
        """
        INSERT INTO recourse VALUES
          ((SELECT 1 + coalesce(max(id), 0) FROM recourse),?,?,?,?,?,?,?,?)
        """)
      sql.bind(1, line.account)
      sql.bind(2, line.caseID)
      sql.bind(3, line.amountYen)
      sql.bind(4, line.bookedOn)
      sql.bind(5, line.person)
      sql.bind(6, line.reason)
      sql.bind(7, line.asOf.secondsTokyo)
      sql.bind(8, line.wallSeconds)
      try sql.run()
    }
  }

  /// The account, oldest first.
  public func recourse() throws(LedgerError) -> [RecourseLine] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT account, case_id, amount_yen, booked_on, person, reason, as_of, wall_seconds
        FROM recourse ORDER BY id
        """)
      var lines: [RecourseLine] = []
      while try sql.next() {
        lines.append(
          RecourseLine(
            account: sql.text(0), caseID: sql.text(1), amountYen: sql.int64(2),
            bookedOn: Day(number: sql.int32(3)), person: sql.text(4), reason: sql.text(5),
            asOf: Moment(secondsTokyo: sql.int64(6)), wallSeconds: sql.int64(7)))
      }
      return lines
    }
  }
}
