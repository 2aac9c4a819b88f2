public import Model

extension Ledger {
  /// The records that cases rest on, parallel to `cases`: the entry's first sighting, then the
  /// order's newest version; none for a case about an account. Files of a run that is not recorded
  /// yet were received at `asOf`. Cost: two look-ups per case.
  public func evidence(
    of cases: [ExceptionCase], _ view: LedgerView, asOf: Moment
  ) throws(LedgerError) -> [[EvidenceRecord]] {
    try readAtOnce { database in
      let files = try RecordFinder.files(database, asOf)
      let entries = try RecordFinder(
        database,
        "SELECT file_id, record FROM sighting WHERE entry_id = ? ORDER BY file_id LIMIT 1")
      let orders = try RecordFinder(
        database,
        """
        SELECT file_id, record FROM order_version WHERE order_id = ?
        ORDER BY version DESC LIMIT 1
        """)
      var all: [[EvidenceRecord]] = []
      all.reserveCapacity(cases.count)
      for found in cases {
        var records: [EvidenceRecord] = []
        if let entry = found.entryIndex {
          records += try entries.find(view.entryIDs[Int(entry)], files)
        }
        if let order = found.orderIndex {
          records += try orders.find(view.orderIDs[Int(order)], files)
        }
        all.append(records)
      }
      return all
    }
  }
}

/// Finds the file and record of one row.
private struct RecordFinder: ~Copyable {
  struct File {
    var name: String
    var sha256: String
    var receivedAt: Moment
  }

  private let sql: SQL

  init(_ database: OpaquePointer, _ query: String) throws(LedgerError) {
    sql = try SQL(database, query)
  }

  func find(_ id: Int64, _ files: [Int64: File]) throws(LedgerError) -> [EvidenceRecord] {
    sql.bind(1, id)
    guard try sql.next() else { return [] }
    defer { sql.reset() }
    guard let file = files[sql.int64(0)] else { throw .corrupt }
    return [
      EvidenceRecord(
        fileName: file.name, sha256: file.sha256, record: sql.int32(1),
        receivedAt: file.receivedAt)
    ]
  }

  static func files(
    _ database: OpaquePointer, _ asOf: Moment
  ) throws(LedgerError) -> [Int64: File] {
    var found: [Int64: File] = [:]
    let sql = try SQL(
      database,
      """
      SELECT f.id, f.name, f.sha256, r.as_of FROM source_file f
      LEFT JOIN run r ON r.ordinal = f.run_ordinal
      """)
    while try sql.next() {
      found[sql.int64(0)] = File(
        name: sql.text(1), sha256: sql.text(2),
        receivedAt: sql.int64OrNil(3).map { Moment(secondsTokyo: $0) } ?? asOf)
    }
    return found
  }
}
