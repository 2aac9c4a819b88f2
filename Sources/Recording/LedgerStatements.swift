public import Model

extension Ledger {
  /// The file, if its very bytes were taken wholly before; nil also where it was posted in part.
  public func knownFile(sha256: String) throws(LedgerError) -> KnownFile? {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT name, sha256, size_bytes, format_id, kind, run_ordinal, rows_read, rows_new,
          rows_known
        FROM source_file WHERE sha256 = ? AND rows_not_posted = 0
        """)
      sql.bind(1, sha256)
      guard try sql.next() else { return nil }
      return KnownFile(
        name: sql.text(0), sha256: sql.text(1), sizeBytes: sql.int64(2), formatID: sql.text(3),
        kind: FileKind(rawValue: sql.text(4))!, runOrdinal: sql.int64(5), rowsRead: sql.int32(6),
        rowsNew: sql.int32(7), rowsKnown: sql.int32(8))
    }
  }

  /// What the file came to when this run's number was first given to it: a partly posted file is
  /// read again by the run that takes over from one that broke off. nil where there was no such.
  public func firstCount(
    sha256: String, runOrdinal: Int64
  ) throws(LedgerError) -> (new: Int32, known: Int32)? {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT rows_new, rows_known FROM source_file
        WHERE sha256 = ? AND run_ordinal = ? ORDER BY attempt LIMIT 1
        """)
      sql.bind(1, sha256)
      sql.bind(2, runOrdinal)
      return try sql.next() ? (sql.int32(0), sql.int32(1)) : nil
    }
  }

  /// Imports a statement in one transaction. `accountIDs` is parallel to `reading.accounts`, as
  /// `resolveAccounts` gave them; `rows` are the file's, in its order.
  ///
  /// A row is the same money as one of an earlier file when account, day, direction, amount and
  /// folded payer are equal; equal rows are counted, so two real transfers stay two. Rows of one
  /// file are never the same money. Import the files of an inbox in a fixed order.
  /// Must not be called for a file that was refused, nor for one that `knownFile` gives.
  public func importStatement(
    file: ImportFile, accountIDs: [Int64], rows: [StatementRow], reading: FileReading
  ) throws(LedgerError) -> ImportCount {
    precondition(!reading.isRefused, "A refused file must not be imported.")
    precondition(accountIDs.count == reading.accounts.count, "One account id per account.")
    return try write { database in
      var importing = try StatementImport(
        database, file: file, accountIDs: accountIDs, rows: rows, reading: reading)
      return try importing.run(identityHash)
    }
  }
}

/// The work of one statement import.
struct StatementImport {
  let database: OpaquePointer
  let file: ImportFile
  let accountIDs: [Int64]
  let rows: [StatementRow]
  let reading: FileReading
  let fileID: Int64
  var keys: [UInt8] = []
  var count = ImportCount()

  init(
    _ database: OpaquePointer, file: ImportFile, accountIDs: [Int64], rows: [StatementRow],
    reading: FileReading
  ) throws(LedgerError) {
    self.database = database
    self.file = file
    self.accountIDs = accountIDs
    self.rows = rows
    self.reading = reading
    fileID = try nextID("source_file", database)
  }

  mutating func run(_ hash: (UnsafeRawBufferPointer) -> UInt64) throws(LedgerError) -> ImportCount {
    let incoming = incomingRows()
    var match = SightingMatch(keys: [], incoming: [], known: [])
    let known = try knownEntries(incoming)
    match = SightingMatch(keys: keys, incoming: incoming, known: known)
    match.run()
    settle(match)
    try saveFile(
      file, id: fileID, kind: .statement, rowsRead: Int64(rows.count),
      rejected: unreadRows, count: count, database)
    try saveAccounts()
    try saveTrails()
    try EntryWriter(database, self, match).run(hash)
    count.conflicts.sort { ($0.place.record ?? 0) < ($1.place.record ?? 0) }
    return count
  }

  /// Rows the file must have had and did not give. One at least where a control failed although
  /// every row was posted: its missing rows keep it from being wholly taken.
  private var unreadRows: Int32 {
    let isStopped = reading.findings.contains { $0.severity >= .stopsPosting }
    return isStopped && count.notPosted == 0 ? max(1, reading.rowsRejected) : reading.rowsRejected
  }

  /// What the row did to the account: an undone deposit takes money out, however it is printed.
  static func direction(_ row: StatementRow) -> Direction {
    row.mark == .cancellation ? .debit : row.direction
  }

  private func isPosted(_ row: StatementRow) -> Bool {
    guard let stop = reading.accounts[Int(row.accountIndex)].stopsFromRecord else { return true }
    return row.record < stop
  }

  private mutating func incomingRows() -> [IncomingRow] {
    var incoming: [IncomingRow] = []
    incoming.reserveCapacity(rows.count)
    keys.reserveCapacity(rows.count * 32)
    for (n, row) in rows.enumerated() {
      guard isPosted(row) else {
        count.notPosted += 1
        continue
      }
      let start = Int32(keys.count)
      var name = row.payerName
      name.withUTF8 { PayerKey.append($0, to: &keys) }
      incoming.append(
        IncomingRow(
          row: Int32(n), accountID: accountIDs[Int(row.accountIndex)], day: row.bookingDay.number,
          direction: StatementImport.direction(row).rawValue, amountYen: row.amountYen,
          key: start..<Int32(keys.count), reference: file.hasStableReferences ? row.reference : "",
          balanceYen: row.balanceAfterYen))
    }
    incoming.sort { SightingMatch.isBefore(keys, $0, $1) }
    return incoming
  }

  /// Entries of the file's accounts on the file's days, with their sightings.
  private mutating func knownEntries(
    _ incoming: [IncomingRow]
  ) throws(LedgerError) -> [KnownEntry] {
    var known: [KnownEntry] = []
    let entries = try SQL(
      database,
      """
      SELECT id, booking_day, direction, amount_yen, payer_key, occurrence FROM entry
      WHERE account_id = ? AND booking_day BETWEEN ? AND ?
      ORDER BY account_id, booking_day, direction, amount_yen, payer_key, occurrence
      """)
    let sightings = try SQL(
      database,
      """
      SELECT f.format_id = ?, s.reference, s.balance_after_yen
      FROM sighting s JOIN source_file f ON f.id = s.file_id
      WHERE s.entry_id = ? ORDER BY s.file_id
      """)
    var n = 0
    while n < incoming.count {
      let accountID = incoming[n].accountID
      entries.bind(1, accountID)
      entries.bind(2, incoming[n].day)
      while n < incoming.count, incoming[n].accountID == accountID { n += 1 }
      entries.bind(3, incoming[n - 1].day)
      while try entries.next() {
        let start = Int32(keys.count)
        entries.withBytes(4) { keys.append(contentsOf: $0) }
        var entry = KnownEntry(
          id: entries.int64(0), accountID: accountID, day: entries.int32(1),
          direction: entries.int32(2), amountYen: entries.int64(3),
          key: start..<Int32(keys.count), occurrence: entries.int32(5))
        sightings.bind(1, file.formatID)
        sightings.bind(2, entry.id)
        while try sightings.next() {
          entry.sightings.append(
            KnownSighting(
              isSameFormat: sightings.int64(0) == 1,
              reference: file.hasStableReferences ? sightings.text(1) : "",
              balanceYen: sightings.int64OrNil(2)))
        }
        known.append(entry)
      }
    }
    return known
  }

  /// Counts, and findings for rows that are not simply new or known.
  private mutating func settle(_ match: SightingMatch) {
    for (n, identity) in match.identities.enumerated() {
      let row = rows[Int(match.incoming[n].row)]
      switch identity! {
      case .new: count.new += 1
      case .known(_, let nameDiffers):
        count.known += 1
        if nameDiffers { count.conflicts.append(finding(.nameDiffersAcrossFormats, .note, row)) }
      case .conflict(let e):
        count.notPosted += 1
        var conflict = finding(.rowConflict, .rejectsRow, row)
        conflict.differenceYen = row.amountYen - match.known[Int(e)].amountYen
        count.conflicts.append(conflict)
      }
    }
  }

  private func finding(_ fault: DataFault, _ severity: Severity, _ row: StatementRow) -> DataFinding
  {
    DataFinding(
      fault, severity, place: SourcePlace(record: row.record, line: row.line),
      value: shortened(row.payerName), valueIsPersonal: true, accountIndex: row.accountIndex)
  }

  private func saveAccounts() throws(LedgerError) {
    let sql = try SQL(database, "INSERT INTO file_account VALUES (?,?,?,?,?,?,?,?)")
    for (n, account) in reading.accounts.enumerated() {
      let days = coveredDays(n)
      sql.bind(1, fileID)
      sql.bind(2, Int64(n))
      sql.bind(3, accountIDs[n])
      sql.bind(4, days?.firstDay)
      sql.bind(5, days?.lastDay)
      sql.bind(6, account.openingBalanceYen)
      sql.bind(7, account.closingBalanceYen)
      sql.bind(8, account.stopsFromRecord)
      try sql.run()
    }
  }

  /// The days on which nothing of the account can be missing: those stated, less those from the
  /// break on, which are the later ones in a file printed oldest first and the earlier ones else.
  private func coveredDays(_ n: Int) -> CoveredDays? {
    let account = reading.accounts[n]
    guard var first = account.firstDay, var last = account.lastDay, first <= last else {
      return nil
    }
    guard account.stopsFromRecord != nil else { return CoveredDays(firstDay: first, lastDay: last) }
    let own = rows.filter { $0.accountIndex == Int32(n) }
    let posted = own.filter(isPosted).map(\.bookingDay)
    let stopped = own.filter { !isPosted($0) }.map(\.bookingDay)
    guard let postedFirst = posted.min(), let postedLast = posted.max(),
      let stoppedFirst = stopped.min(), let stoppedLast = stopped.max()
    else { return nil }
    if stoppedFirst >= postedLast {
      last = stoppedFirst.adding(days: -1)
    } else if stoppedLast <= postedFirst {
      first = stoppedLast.adding(days: 1)
    } else {
      return nil
    }
    return first <= last ? CoveredDays(firstDay: first, lastDay: last) : nil
  }
}
