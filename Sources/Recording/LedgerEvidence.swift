public import Model

extension LedgerView {
  /// The records that a case rests on: the entry's first sighting, then the order's newest version;
  /// none for a case about an account. Files of a run that is not recorded yet were received at
  /// `asOf`. Cost: none but the records.
  public func evidence(of found: ExceptionCase, asOf: Moment) -> [EvidenceRecord] {
    var records: [EvidenceRecord] = []
    if let entry = found.entryIndex.map(Int.init) {
      records.append(record(snapshot.entries[entry].record, of: entryFiles[entry], asOf))
    }
    if let order = found.orderIndex.map(Int.init) {
      records.append(record(snapshot.orders[order].row.record, of: orderFiles[order], asOf))
    }
    return records
  }

  private func record(_ number: Int32, of file: Int32, _ asOf: Moment) -> EvidenceRecord {
    guard let file = files[file] else { preconditionFailure("a row is of a file on record") }
    return EvidenceRecord(
      fileName: file.name, sha256: file.sha256, record: number,
      receivedAt: file.receivedAt ?? asOf)
  }
}

/// The file of a record.
struct RecordFile {
  var name: String
  var sha256: String
  /// When the run was that took it; nil where that run is not on record yet.
  var receivedAt: Moment?
}

extension Ledger {
  /// The files of some rows by row number, those that wait too. Asks for these only: there is one
  /// more every day.
  func recordFiles(
    of rows: [[Int32]], _ database: OpaquePointer
  ) throws(LedgerError) -> [Int32: RecordFile] {
    var found: [Int32: RecordFile] = [:]
    for file in later.compactMap(\.file) {
      found[Int32(file.id)] = RecordFile(name: file.name, sha256: file.sha256)
    }
    let sql = try SQL(
      database,
      """
      SELECT f.name, f.sha256, r.as_of FROM source_file f
      LEFT JOIN run r ON r.ordinal = f.run_ordinal WHERE f.id = ?
      """)
    for id in files(of: rows) where found[id] == nil {
      sql.bind(1, id)
      guard try sql.next() else { throw .corrupt }
      found[id] = RecordFile(
        name: sql.text(0), sha256: sql.text(1),
        receivedAt: sql.int64OrNil(2).map { Moment(secondsTokyo: $0) })
      sql.reset()
    }
    return found
  }

  /// Each file once. Neighbours are mostly of one file.
  private func files(of rows: [[Int32]]) -> Set<Int32> {
    var files: Set<Int32> = []
    for rows in rows {
      var last: Int32?
      for file in rows where file != last {
        files.insert(file)
        last = file
      }
    }
    return files
  }
}
