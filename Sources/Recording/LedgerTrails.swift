public import Model

extension Ledger {
  /// What the posted files of an account prove of its balance, each file once, sorted by first
  /// day, last day and hash. Linear in the account's files and their days.
  public func balanceTrails(accountID: Int64) throws(LedgerError) -> [BalanceTrail] {
    try read { database in try Ledger.loadTrails(database, accountID) }
  }

  /// All running balances that any file shows on a day of an account.
  public func balances(accountID: Int64, on day: Day) throws(LedgerError) -> Set<Int64> {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT s.balance_after_yen FROM entry e JOIN sighting s ON s.entry_id = e.id
        WHERE e.account_id = ? AND e.booking_day = ? AND s.balance_after_yen IS NOT NULL
        """)
      sql.bind(1, accountID)
      sql.bind(2, day)
      var found: Set<Int64> = []
      while try sql.next() { found.insert(sql.int64(0)) }
      return found
    }
  }

  /// The rows that a file has on a day of an account, by what they did to the balance, counted.
  public func rows(
    ofFile sha256: String, accountID: Int64, on day: Day
  ) throws(LedgerError) -> [Int64: Int] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT DISTINCT e.id, iif(e.direction = 1, e.amount_yen, -e.amount_yen)
        FROM entry e JOIN sighting s ON s.entry_id = e.id JOIN source_file f ON f.id = s.file_id
        WHERE e.account_id = ? AND e.booking_day = ? AND f.sha256 = ?
        """)
      sql.bind(1, accountID)
      sql.bind(2, day)
      sql.bind(3, sha256)
      var found: [Int64: Int] = [:]
      while try sql.next() { found[sql.int64(1), default: 0] += 1 }
      return found
    }
  }

  /// The rows that any file has on some days of an account, by day and by what they did to the
  /// balance, counted.
  public func rows(
    accountID: Int64, from firstDay: Day, to lastDay: Day
  ) throws(LedgerError) -> [Day: [Int64: Int]] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT booking_day, iif(direction = 1, amount_yen, -amount_yen), count(*) FROM entry
        WHERE account_id = ? AND booking_day BETWEEN ? AND ? GROUP BY 1, 2
        """)
      sql.bind(1, accountID)
      sql.bind(2, firstDay)
      sql.bind(3, lastDay)
      var found: [Day: [Int64: Int]] = [:]
      while try sql.next() {
        found[Day(number: sql.int32(0)), default: [:]][sql.int64(1)] = Int(sql.int64(2))
      }
      return found
    }
  }

  /// The run in which these bytes were first recorded, posted or not; nil where they never were.
  public func firstRun(ofFile sha256: String) throws(LedgerError) -> Int64? {
    try read { database in
      let sql = try SQL(database, "SELECT min(run_ordinal) FROM source_file WHERE sha256 = ?")
      sql.bind(1, sha256)
      return try sql.next() ? sql.int64OrNil(0) : nil
    }
  }

  static func loadTrails(
    _ database: OpaquePointer, _ accountID: Int64
  ) throws(LedgerError) -> [BalanceTrail] {
    let files = try SQL(
      database,
      """
      SELECT a.file_id, a.account_index, f.name, f.sha256,
        coalesce(t.first_day, a.first_day), coalesce(t.last_day, a.last_day),
        coalesce(t.whole_through, a.last_day),
        iif(t.file_id IS NULL, a.opening_balance_yen, t.opening_yen),
        iif(t.file_id IS NULL, a.closing_balance_yen, t.closing_yen),
        a.stops_from_record IS NOT NULL, f.run_ordinal
      FROM file_account a JOIN source_file f ON f.id = a.file_id
        LEFT JOIN file_trail t ON t.file_id = a.file_id AND t.account_index = a.account_index
      WHERE a.account_id = ?
        AND (t.file_id IS NOT NULL
          OR a.first_day IS NOT NULL AND a.stops_from_record IS NULL)
      ORDER BY f.sha256, a.account_index, a.file_id
      """)
    let days = try SQL(
      database,
      "SELECT day, balance_yen FROM file_day WHERE file_id = ? AND account_index = ? ORDER BY day")
    let holes = try SQL(
      database,
      """
      SELECT kind, first_day, last_day FROM file_hole
      WHERE file_id = ? AND account_index = ? ORDER BY first_day, last_day, kind
      """)
    files.bind(1, accountID)
    var trails: [BalanceTrail] = []
    var last: (sha256: String, index: Int32)?
    while try files.next() {
      let key = (files.text(3), files.int32(1))
      // A file that was posted in part was read again at each run: its newest attempt counts.
      if let last, last == key { trails.removeLast() }
      last = key
      var ends: [BalanceTrail.DayEnd] = []
      days.bind(1, files.int64(0))
      days.bind(2, files.int32(1))
      while try days.next() {
        ends.append(
          BalanceTrail.DayEnd(day: Day(number: days.int32(0)), balanceYen: days.int64(1)))
      }
      var trail = BalanceTrail(
        fileName: files.text(2), sha256: files.text(3), firstDay: Day(number: files.int32(4)),
        lastDay: Day(number: files.int32(5)), wholeThrough: Day(number: files.int32(6)),
        openingYen: files.int64OrNil(7), closingYen: files.int64OrNil(8),
        dayEnds: ends.isEmpty ? nil : ends)
      trail.isStopped = files.int64(9) == 1
      trail.runOrdinal = files.int64(10)
      holes.bind(1, files.int64(0))
      holes.bind(2, files.int32(1))
      while try holes.next() { trail.untoldDays.append(untoldDays(holes)) }
      trails.append(trail)
    }
    return trails.sorted {
      ($0.firstDay, $0.lastDay, $0.sha256) < ($1.firstDay, $1.lastDay, $1.sha256)
    }
  }
}

private func untoldDays(_ sql: borrowing SQL) -> UntoldDays {
  UntoldDays(
    UntoldDays.Kind(rawValue: sql.int32(0))!, Day(number: sql.int32(1)),
    Day(number: sql.int32(2)))
}

extension StatementImport {
  /// The days that the file does not tell of, and those of rows that wait.
  func saveHoles() throws(LedgerError) {
    let sql = try SQL(database, "INSERT OR IGNORE INTO file_hole VALUES (?,?,?,?,?)")
    sql.bind(1, fileID)
    for n in reading.accounts.indices {
      let waiting = waitingRows.map { rows[$0] }.filter { $0.accountIndex == Int32(n) }
      let waits = waiting.map { UntoldDays(.waiting, $0.bookingDay, $0.bookingDay) }
      sql.bind(2, Int64(n))
      for days in reading.accounts[n].untoldDays + waits {
        sql.bind(3, Int64(days.kind.rawValue))
        sql.bind(4, days.firstDay)
        sql.bind(5, days.lastDay)
        try sql.run()
      }
    }
  }

  func saveTrails() throws(LedgerError) {
    let trailRow = try SQL(database, "INSERT INTO file_trail VALUES (?,?,?,?,?,?,?)")
    let dayRow = try SQL(database, "INSERT INTO file_day VALUES (?,?,?,?)")
    for n in reading.accounts.indices {
      let trail = BalanceTrail(
        fileName: file.name, sha256: file.sha256, readOn: file.readOn,
        account: reading.accounts[n], accountIndex: Int32(n), rows: rows)
      guard let trail else { continue }
      trailRow.bind(1, fileID)
      trailRow.bind(2, Int64(n))
      trailRow.bind(3, trail.firstDay)
      trailRow.bind(4, trail.lastDay)
      trailRow.bind(5, trail.wholeThrough)
      trailRow.bind(6, trail.openingYen)
      trailRow.bind(7, trail.closingYen)
      try trailRow.run()
      guard var ends = trail.dayEnds else { continue }
      // At least one row says that the days are known, also where nothing was booked.
      if ends.last?.day != trail.lastDay, let closing = trail.closingYen {
        ends.append(BalanceTrail.DayEnd(day: trail.lastDay, balanceYen: closing))
      }
      dayRow.bind(1, fileID)
      dayRow.bind(2, Int64(n))
      for end in ends {
        dayRow.bind(3, end.day)
        dayRow.bind(4, end.balanceYen)
        try dayRow.run()
      }
    }
  }
}
