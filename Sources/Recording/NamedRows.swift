import Model

/// A row that is a new entry, with all that its entry is made of and the row of the file has not.
struct NamedRow {
  var publicID: String
  /// Index into the file's rows.
  var row: Int32
  var occurrence: Int32
  /// Its folded payer in `StatementImport.keys`.
  var key: Range<Int32>
}

extension StatementImport {
  /// Gives every row its public id, where each row is a new entry and nothing can have the id
  /// already: no entry on record is of those days, and no two rows come to one hash. A reversal
  /// looks for older entries on the disk, so none may be among the rows where there are such.
  mutating func nameAll(_ hash: (UnsafeRawBufferPointer) -> UInt64) throws(LedgerError) {
    guard count.new == rows.count, count.conflicts.isEmpty,
      let days = daySpan(match.incoming), try !hasEntries(days)
    else { return }
    if try nextID("entry", database) > 1, match.incoming.contains(where: { $0.direction != 1 }) {
      return
    }
    let naming = try EntryNaming(self)
    var hashes: [UInt64] = []
    hashes.reserveCapacity(rows.count)
    var occurrences: [Int32] = []
    occurrences.reserveCapacity(rows.count)
    var content: [UInt8] = []
    for (n, row) in match.incoming.enumerated() {
      guard case .new(let occurrence, _)? = match.identities[n] else { return }
      naming.fill(&content, row, occurrence)
      hashes.append(content.withUnsafeBytes(hash))
      occurrences.append(occurrence)
    }
    let sorted = hashes.sorted()
    if zip(sorted, sorted.dropFirst()).contains(where: ==) { return }
    named = match.incoming.indices.map { n in
      let row = match.incoming[n]
      return NamedRow(
        publicID: EntryIdentity.publicID(day: Day(number: row.day), hash: hashes[n]),
        row: row.row, occurrence: occurrences[n], key: row.key)
    }
    // A large file waits long, and this is as large as its rows.
    match = SightingMatch(keys: [], incoming: [], known: [], file: MatchFile())
  }

  func incoming(_ named: NamedRow) -> IncomingRow {
    incoming(named.row, key: named.key)
  }

  /// nil where there is no row, or where ids do not sort by their days.
  private func daySpan(_ incoming: [IncomingRow]) -> ClosedRange<Day>? {
    guard let first = incoming.lazy.map(\.day).min(), let last = incoming.lazy.map(\.day).max()
    else { return nil }
    let days = Day(number: first)...Day(number: last)
    return days.lowerBound.civil.year >= 0 && days.upperBound.civil.year <= 9_999 ? days : nil
  }

  private func hasEntries(_ days: ClosedRange<Day>) throws(LedgerError) -> Bool {
    let sql = try SQL(database, "SELECT 1 FROM entry WHERE public_id BETWEEN ? AND ? LIMIT 1")
    sql.bind(1, EntryIdentity.publicID(day: days.lowerBound, hash: 0))
    sql.bind(2, EntryIdentity.publicID(day: days.upperBound, hash: .max) + "9")
    return try sql.next()
  }
}

extension Later {
  init(_ job: StatementImport, _ recorder: EventRecorder) {
    self.init(bulk: .statement, rows: job.rows.count) { database in
      try job.saveFileAndDays()
      var writer = try NamedWriter(database, job, recorder)
      try writer.save()
    }
    entries = job.named.count
    file = LaterFile(
      id: job.fileID, name: job.file.name, sha256: job.file.sha256, save: job.saveFileAndDays)
  }
}

/// Writes the entries and sightings of rows that have their ids already.
private struct NamedWriter: ~Copyable {
  private let database: OpaquePointer
  private let job: StatementImport
  private var entry: RowInsertion
  private var sighting: RowInsertion
  private let lasting: SQL

  init(
    _ database: OpaquePointer, _ job: StatementImport, _ recorder: EventRecorder
  ) throws(LedgerError) {
    let entry = try RowInsertion(into: "entry", columns: 8, database, recorder)
    let sighting = try RowInsertion(into: "sighting", columns: 15, database, recorder)
    lasting = try SQL(database, "INSERT OR IGNORE INTO lasting_reference VALUES (?,?,?,?,?)")
    self.database = database
    self.job = job
    self.entry = entry
    self.sighting = sighting
  }

  mutating func save() throws(LedgerError) {
    var id = try nextID("entry", database)
    for named in job.named {
      try save(named, job.rows[Int(named.row)], id)
      id += 1
    }
  }

  private mutating func save(
    _ named: NamedRow, _ row: borrowing StatementRow, _ id: Int64
  ) throws(LedgerError) {
    let accountID = job.accountIDs[Int(row.accountIndex)]
    entry.add(id)
    entry.add(named.publicID)
    entry.add(accountID)
    entry.add(row.bookingDay)
    entry.add(row.ledgerDirection.rawValue)
    entry.add(row.amountYen)
    job.keys.withUnsafeBytes {
      entry.add(
        UnsafeRawBufferPointer(
          rebasing: $0[Int(named.key.lowerBound)..<Int(named.key.upperBound)]))
    }
    entry.add(named.occurrence)
    try entry.insert()
    try save(sightingOf: row, id)
    guard row.isReferenceLasting, job.file.hasStableReferences, !row.reference.isEmpty else {
      return
    }
    lasting.bind(1, accountID)
    lasting.bind(2, job.file.formatID)
    lasting.bind(3, row.reference)
    lasting.bind(4, id)
    lasting.bind(5, row.payerName)
    try lasting.run()
  }

  private mutating func save(
    sightingOf row: borrowing StatementRow, _ id: Int64
  ) throws(LedgerError) {
    sighting.add(id)
    sighting.add(job.fileID)
    sighting.add(row.record)
    sighting.add(row.line)
    sighting.add(row.valueDay)
    sighting.add(row.mark.rawValue)
    sighting.add(row.payerName)
    sighting.add(row.kindText)
    sighting.add(row.payerBank)
    sighting.add(row.payerBranch)
    sighting.add(row.payerCode)
    sighting.add(row.ediText)
    sighting.add(row.reference)
    sighting.add(row.balanceAfterYen)
    sighting.add(row.unclearedYen)
    try sighting.insert()
  }
}

/// What a new entry's public id is made of.
struct EntryNaming {
  /// By row number: a zero follows the number.
  private var accountNumbers: [Int64: [UInt8]] = [:]
  private let keys: [UInt8]

  init(_ job: StatementImport) throws(LedgerError) {
    for account in try Ledger.loadAccounts(job.database) {
      let number = account.ref.number.map(AccountKey.number) ?? ""
      accountNumbers[account.id] = Array(number.utf8) + [0]
    }
    keys = job.keys
  }

  /// All that makes an entry what it is, in a fixed layout.
  func fill(_ content: inout [UInt8], _ row: IncomingRow, _ occurrence: Int32) {
    content.removeAll(keepingCapacity: true)
    content.append(contentsOf: accountNumbers[row.accountID]!)
    append(Int64(row.day), to: &content)
    append(Int64(row.direction), to: &content)
    append(row.amountYen, to: &content)
    append(Int64(occurrence), to: &content)
    content.append(contentsOf: keys[Int(row.key.lowerBound)..<Int(row.key.upperBound)])
  }

  private func append(_ value: Int64, to content: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { content.append(contentsOf: $0) }
  }
}
