public import Model

/// What a person takes upon himself: to post a file although controls of it failed.
public struct OverrideRecord: Hashable, Sendable {
  public var note: OverrideNote
  public var fileName: String
  /// Wall clock, seconds since 1970 UTC: for people; nothing is computed from it.
  public var wallSeconds: Int64
  /// What the file's rows come to, as proposed when the override was written.
  public var rows: Int32
  public var creditYen: Int64
  public var debitYen: Int64

  public init(
    note: OverrideNote, fileName: String, wallSeconds: Int64, rows: Int32, creditYen: Int64,
    debitYen: Int64
  ) {
    self.note = note
    self.fileName = fileName
    self.wallSeconds = wallSeconds
    self.rows = rows
    self.creditYen = creditYen
    self.debitYen = debitYen
  }
}

extension Ledger {
  /// Writes an override down; it cannot be taken back, for what it let through may be shipped.
  /// Throws `.refused` without a reason or a person.
  public func record(_ override: OverrideRecord) throws(LedgerError) {
    try write { database in
      let sql = try SQL(
        database,
        """
        INSERT INTO control_override VALUES
          ((SELECT 1 + coalesce(max(id), 0) FROM control_override),?,?,?,?,?,?,?,?,?,?)
        """)
      sql.bind(1, override.note.sha256)
      sql.bind(2, override.fileName)
      let faults = override.note.faults.map(\.rawValue).sorted()
      sql.bind(3, (faults + override.note.meetings.map(text)).joined(separator: " "))
      sql.bind(4, override.note.person)
      sql.bind(5, override.note.reason)
      sql.bind(6, override.note.moment.secondsTokyo)
      sql.bind(7, override.wallSeconds)
      sql.bind(8, override.rows)
      sql.bind(9, override.creditYen)
      sql.bind(10, override.debitYen)
      try sql.run()
    }
  }

  /// All overrides, oldest first.
  public func overrides() throws(LedgerError) -> [OverrideRecord] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT sha256, faults, person, reason, as_of, file_name, wall_seconds, rows, credit_yen,
          debit_yen
        FROM control_override ORDER BY id
        """)
      var found: [OverrideRecord] = []
      while try sql.next() {
        let note = OverrideNote(
          sha256: sql.text(0), faults: faults(sql.text(1)), person: sql.text(2),
          reason: sql.text(3), moment: Moment(secondsTokyo: sql.int64(4)),
          meetings: sql.text(1).split(separator: " ").compactMap { meeting($0) })
        found.append(
          OverrideRecord(
            note: note, fileName: sql.text(5), wallSeconds: sql.int64(6), rows: sql.int32(7),
            creditYen: sql.int64(8), debitYen: sql.int64(9)))
      }
      return found
    }
  }

  /// `at:start:20775:100002:end:20774:100001`: days as numbers, balances in yen.
  private func text(_ meeting: BalanceMeeting) -> String {
    func side(_ side: BalanceMeeting.Side) -> String { side == .startOfDay ? "start" : "end" }
    return "at:\(side(meeting.side)):\(meeting.day.number):\(meeting.balanceYen)"
      + ":\(side(meeting.otherSide)):\(meeting.otherDay.number):\(meeting.otherBalanceYen)"
  }

  private func meeting(_ text: Substring) -> BalanceMeeting? {
    let parts = text.split(separator: ":")
    guard parts.count == 7, parts[0] == "at", let day = Int32(parts[2]),
      let yen = Int64(parts[3]), let otherDay = Int32(parts[5]), let otherYen = Int64(parts[6])
    else { return nil }
    return BalanceMeeting(
      side: parts[1] == "start" ? .startOfDay : .endOfDay, day: Day(number: day), balanceYen: yen,
      otherFile: "", otherSide: parts[4] == "start" ? .startOfDay : .endOfDay,
      otherDay: Day(number: otherDay), otherBalanceYen: otherYen)
  }

  private func faults(_ text: String) -> [DataFault] {
    text.split(separator: " ").compactMap { DataFault(rawValue: String($0)) }
  }
}
