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
        FROM source_file WHERE sha256 = ?1 AND rows_not_posted = 0
        UNION ALL
        SELECT name, sha256, size_bytes, format_id, 'settlement', run_ordinal, rows_read, rows_new,
          rows_known
        FROM settlement_file WHERE sha256 = ?1 AND rows_not_posted = 0
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
        SELECT rows_new, rows_known FROM (
          SELECT rows_new, rows_known, attempt FROM source_file
          WHERE sha256 = ?1 AND run_ordinal = ?2
          UNION ALL
          SELECT rows_new, rows_known, attempt FROM settlement_file
          WHERE sha256 = ?1 AND run_ordinal = ?2)
        ORDER BY attempt LIMIT 1
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
  /// file are never the same money. See `SightingMatch` for what else tells them apart, and
  /// `ImportCount.conflicts` for what does not. Import the files of an inbox in a fixed order.
  /// Must not be called for a file that was refused, nor for one that `knownFile` gives.
  ///
  /// Where `mayWait` and there are very many rows, all of new entries, they are only counted, and
  /// written by `writeLater` or before anything else is, as `importOrders` has it. What looks at
  /// the files on record meanwhile does so in `withFilesWaiting`.
  public func importStatement(
    file: ImportFile, accountIDs: [Int64], rows: [StatementRow], reading: FileReading,
    mayWait: Bool = false
  ) throws(LedgerError) -> ImportCount {
    precondition(!reading.isRefused, "A refused file must not be imported.")
    precondition(accountIDs.count == reading.accounts.count, "One account id per account.")
    // Planning looks at files and entries.
    if filesWaiting > 0 { try writeLater() }
    let job = try read { database in
      try beginFresh(database)
      var job = try StatementImport(
        database, file: file, accountIDs: accountIDs, rows: rows, reading: reading)
      try job.plan()
      if mayWait, rows.count >= bulkRows { try job.nameAll(identityHash) }
      return job
    }
    let added: Fresh.Statement
    if !job.named.isEmpty {
      added = Fresh.Statement(entries: job.named.map { ($0.publicID, $0.row) })
      later.append(Later(job, recorder))
    } else {
      added = try write(adding: rows.count, .statement) { database in
        try job.saveFileAndDays()
        return try EntryWriter(database, job).run(identityHash)
      }
    }
    fresh?.add(added, of: file, id: job.fileID, accountIDs: accountIDs, rows: rows)
    return job.count
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
  /// Nothing where `named` has the rows.
  var match = SightingMatch(keys: [], incoming: [], known: [], file: MatchFile())
  /// The rows where all are new entries whose ids are settled before they are written.
  var named: [NamedRow] = []
  var count = ImportCount()
  /// Indices into `rows`: read, right by themselves, and not posted all the same.
  var waitingRows: [Int] = []

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

  /// Finds what each row is; writes nothing.
  mutating func plan() throws(LedgerError) {
    var incoming = incomingRows()
    let known = try knownEntries(incoming)
    try findLasting(&incoming)
    match = SightingMatch(
      keys: keys, incoming: incoming, known: known, file: try matchFile(incoming))
    match.run()
    try settle(match)
    count.conflicts.sort {
      ($0.place.record ?? 0, $0.fault.rawValue, $0.value ?? "")
        < ($1.place.record ?? 0, $1.fault.rawValue, $1.value ?? "")
    }
  }

  /// All but the entries and their sightings.
  func saveFileAndDays() throws(LedgerError) {
    try saveFile(
      file, id: fileID, kind: .statement, rowsRead: Int64(rows.count),
      rejected: unreadRows, count: count, database)
    try saveAccounts()
    try saveTrails()
    try saveHoles()
    try saveExtents(match)
  }

  /// Rows the file must have had and did not give. One at least where a control failed although
  /// every row was posted: its missing rows keep it from being wholly taken.
  private var unreadRows: Int32 {
    let isStopped = reading.findings.contains { $0.severity >= .stopsPosting }
    return isStopped && count.notPosted == 0 ? max(1, reading.rowsRejected) : reading.rowsRejected
  }

  func isPosted(_ row: StatementRow) -> Bool {
    reading.accounts[Int(row.accountIndex)].mayPost(row.record)
  }

  /// Counts, and findings for rows that are not simply new or known.
  private mutating func settle(_ match: SightingMatch) throws(LedgerError) {
    for (n, identity) in match.identities.enumerated() {
      let row = rows[Int(match.incoming[n].row)]
      switch identity! {
      case .new(_, let beside):
        count.new += 1
        if let beside {
          try add(.equalPaymentCounted, .note, row, match.known[Int(beside)].id)
        }
      case .known(_, let nameDiffers):
        count.known += 1
        if nameDiffers { count.conflicts.append(finding(.nameDiffersAcrossFormats, .note, row)) }
      case .conflict(let entryID, let amountYen):
        count.notPosted += 1
        waitingRows.append(Int(match.incoming[n].row))
        let difference = row.amountYen - amountYen
        try add(.rowConflict, .rejectsRow, row, entryID, difference == 0 ? nil : difference)
      case .possibleTwin(let e):
        count.notPosted += 1
        waitingRows.append(Int(match.incoming[n].row))
        try add(.possibleTwin, .rejectsRow, row, match.known[Int(e)].id)
      }
    }
    for e in match.vanished {
      let entry = match.known[Int(e)]
      let place = accountIDs.firstIndex(of: entry.accountID).map { Int32($0) }
      count.conflicts.append(
        DataFinding(
          .rowVanished, try isCleared(entry.id) ? .rejectsRow : .note,
          value: try publicID(entry.id), accountIndex: place))
    }
  }

  /// A finding about a row and the entry that it is, or is not.
  private mutating func add(
    _ fault: DataFault, _ severity: Severity, _ row: StatementRow, _ entryID: Int64,
    _ differenceYen: Int64? = nil
  ) throws(LedgerError) {
    var about = finding(fault, severity, row)
    about.expected = try publicID(entryID)
    about.differenceYen = differenceYen
    count.conflicts.append(about)
  }

  /// Orders were paid with it: it may not go without a word from a person.
  private func isCleared(_ entryID: Int64) throws(LedgerError) -> Bool {
    let sql = try SQL(
      database, "SELECT coalesce(sum(allocated_yen), 0) > 0 FROM clearing WHERE entry_id = ?")
    sql.bind(1, entryID)
    return try sql.next() && sql.int64(0) == 1
  }

  private func publicID(_ entryID: Int64) throws(LedgerError) -> String {
    let sql = try SQL(database, "SELECT public_id FROM entry WHERE id = ?")
    sql.bind(1, entryID)
    _ = try sql.next()
    return sql.text(0)
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

extension StatementRow {
  /// What the row did to the account: an undone deposit takes money out, however it is printed.
  var ledgerDirection: Direction { mark == .cancellation ? .debit : direction }
}
