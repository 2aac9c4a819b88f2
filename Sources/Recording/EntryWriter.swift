internal import CSQLite
import Model

/// Writes the entries and sightings of one statement.
struct EntryWriter: ~Copyable {
  private let database: OpaquePointer
  private let job: StatementImport
  private let match: SightingMatch
  private let entry: SQL
  private let sighting: SQL
  private let lasting: SQL

  init(_ database: OpaquePointer, _ job: StatementImport) throws(LedgerError) {
    let entry = try SQL(database, "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?)")
    let sighting = try SQL(
      database, "INSERT INTO sighting VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    lasting = try SQL(database, "INSERT OR IGNORE INTO lasting_reference VALUES (?,?,?,?,?)")
    self.database = database
    self.job = job
    match = job.match
    self.entry = entry
    self.sighting = sighting
  }

  func run(
    _ hash: (UnsafeRawBufferPointer) -> UInt64
  ) throws(LedgerError) -> Fresh.Statement {
    var added = Fresh.Statement()
    added.entries.reserveCapacity(Int(job.count.new))
    let naming = try EntryNaming(job)
    var nextEntry = try nextID("entry", database)
    var content: [UInt8] = []
    for (n, identity) in match.identities.enumerated() {
      let row = match.incoming[n]
      switch identity! {
      case .conflict, .possibleTwin: continue
      case .known(let e, _):
        try save(sightingOf: row, entryID: match.known[Int(e)].id)
        added.sightings.append((match.known[Int(e)].id, row.row))
      case .new(let occurrence, _):
        naming.fill(&content, row, occurrence)
        let id = try save(row, id: nextEntry, occurrence, content.withUnsafeBytes(hash))
        added.entries.append((id, row.row))
        try save(sightingOf: row, entryID: nextEntry)
        nextEntry += 1
      }
    }
    return added
  }

  private func bind(_ row: IncomingRow, id: Int64, _ occurrence: Int32) {
    entry.bind(1, id)
    entry.bind(3, row.accountID)
    entry.bind(4, row.day)
    entry.bind(5, row.direction)
    entry.bind(6, row.amountYen)
    job.keys.withUnsafeBytes {
      entry.bind(
        7, UnsafeRawBufferPointer(rebasing: $0[Int(row.key.lowerBound)..<Int(row.key.upperBound)]))
    }
    entry.bind(8, occurrence)
  }

  private func save(
    _ row: IncomingRow, id: Int64, _ occurrence: Int32, _ hash: UInt64
  ) throws(LedgerError) -> String {
    let publicID = EntryIdentity.publicID(day: Day(number: row.day), hash: hash)
    bind(row, id: id, occurrence)
    // Two accounts with one number, or two contents with one hash: a digit tells them apart.
    for suffix in ["", "2", "3", "4", "5", "6", "7", "8", "9"] {
      let wanted = publicID + suffix
      entry.bind(2, wanted)
      do {
        try entry.run()
        return wanted
      } catch {
        guard case .refused = error, suffix != "9", try isTaken(wanted) else { throw error }
      }
    }
    preconditionFailure("the last suffix throws")
  }

  private func isTaken(_ publicID: String) throws(LedgerError) -> Bool {
    let sql = try SQL(database, "SELECT 1 FROM entry WHERE public_id = ?")
    sql.bind(1, publicID)
    return try sql.next()
  }

  private func save(sightingOf incoming: IncomingRow, entryID: Int64) throws(LedgerError) {
    let row = job.rows[Int(incoming.row)]
    sighting.bind(1, entryID)
    sighting.bind(2, job.fileID)
    sighting.bind(3, row.record)
    sighting.bind(4, row.line)
    sighting.bind(5, row.valueDay)
    sighting.bind(6, row.mark.rawValue)
    sighting.bind(7, row.payerName)
    sighting.bind(8, row.kindText)
    sighting.bind(9, row.payerBank)
    sighting.bind(10, row.payerBranch)
    sighting.bind(11, row.payerCode)
    sighting.bind(12, row.ediText)
    sighting.bind(13, row.reference)
    sighting.bind(14, row.balanceAfterYen)
    sighting.bind(15, row.unclearedYen)
    try sighting.run()
    guard incoming.isLasting, incoming.lasting == nil else { return }
    lasting.bind(1, incoming.accountID)
    lasting.bind(2, job.file.formatID)
    lasting.bind(3, incoming.reference)
    lasting.bind(4, entryID)
    lasting.bind(5, row.payerName)
    try lasting.run()
  }
}

/// The row number after the highest one.
func nextID(_ table: String, _ database: OpaquePointer) throws(LedgerError) -> Int64 {
  let sql = try SQL(database, "SELECT 1 + coalesce(max(id), 0) FROM \(table)")
  _ = try sql.next()
  return sql.int64(0)
}

/// At most 80 bytes of a value, cut between scalars.
func shortened(_ value: String) -> String {
  var kept = String.UnicodeScalarView()
  var bytes = 0
  for scalar in value.unicodeScalars {
    bytes += UTF8.width(scalar)
    if bytes > 80 { break }
    kept.append(scalar)
  }
  return String(kept)
}

/// Writes the row of a file.
func saveFile(
  _ file: ImportFile, id: Int64, kind: FileKind, rowsRead: Int64, rejected: Int32,
  count: ImportCount, _ database: OpaquePointer
) throws(LedgerError) {
  let sql = try SQL(
    database,
    """
    INSERT INTO source_file
    VALUES (?1, ?2, 1 + (SELECT count(*) FROM source_file WHERE sha256 = ?2), ?3,?4,?5,?6,?7,?8,
      ?9,?10,?11)
    """)
  sql.bind(1, id)
  sql.bind(2, file.sha256)
  sql.bind(3, file.runOrdinal)
  sql.bind(4, file.name)
  sql.bind(5, file.sizeBytes)
  sql.bind(6, kind.rawValue)
  sql.bind(7, file.formatID)
  sql.bind(8, rowsRead + Int64(rejected))
  sql.bind(9, count.new)
  sql.bind(10, count.known)
  // A row that could not be read is a row not posted: the file is not wholly taken.
  sql.bind(11, count.notPosted + rejected)
  try sql.run()
}
