internal import CSQLite
internal import GRDB
public import Model

/// A run on record, with what it was given and gave.
public struct PastRun: Hashable, Sendable {
  public var ordinal: Int64
  public var runID: String
  public var asOf: Moment
  public var engineVersion: String
  public var tableVersions: String
  /// Empty for runs of versions that did not keep them.
  public var inputs: [RunFile]
  public var outputs: [RunFile]
}

extension Ledger {
  /// The run of this id; nil where there is none.
  public func pastRun(_ runID: String) throws(LedgerError) -> PastRun? {
    try read { database in
      let sql = try SQL(
        database,
        "SELECT ordinal, run_id, as_of, engine_version, table_versions FROM run WHERE run_id = ?")
      sql.bind(1, runID)
      guard try sql.next() else { return nil }
      let ordinal = sql.int64(0)
      return PastRun(
        ordinal: ordinal, runID: sql.text(1), asOf: Moment(secondsTokyo: sql.int64(2)),
        engineVersion: sql.text(3), tableVersions: sql.text(4),
        inputs: try Ledger.files(
          "SELECT name, sha256, size_bytes, kind = 'settings' FROM run_input", ordinal, database),
        outputs: try Ledger.files(
          "SELECT name, sha256, size_bytes, 0 FROM run_output", ordinal, database))
    }
  }

  private static func files(
    _ query: String, _ ordinal: Int64, _ database: OpaquePointer
  ) throws(LedgerError) -> [RunFile] {
    let sql = try SQL(database, query + " WHERE run_ordinal = ? ORDER BY name")
    sql.bind(1, ordinal)
    var files: [RunFile] = []
    while try sql.next() {
      files.append(
        RunFile(
          name: sql.text(0), sha256: sql.text(1), sizeBytes: sql.int64(2),
          isSetting: sql.int64(3) == 1))
    }
    return files
  }

  /// Takes a **copy** of a ledger back to what it was before the run: without its results, without
  /// what came later, and without what the run itself had imported just before, where all of that
  /// can be imported again from the run's inputs. Never for a ledger that anybody needs.
  public func rewind(before run: PastRun) throws(LedgerError) {
    try Ledger.typed {
      try queue.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = OFF") }
      try queue.unsafeReentrantWrite { db in
        try db.inSavepoint {
          let rewinding = Rewinding(database: db.sqliteConnection!)
          try rewinding.run(to: rewinding.lastEvent(before: run))
          return .commit
        }
      }
      try queue.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = ON") }
    }
  }
}

/// Takes rows out of a copy, event by event from the end.
private struct Rewinding {
  let database: OpaquePointer

  private static let accounts = ["account", "account_holder", "account_name", "format_account"]
  private static let imports: Set<String> = Set(
    accounts + [
      "source_file", "file_account", "file_trail", "file_day", "file_hole", "file_extent", "entry",
      "sighting", "lasting_reference", "shop_order", "order_version", "settlement_file",
      "settlement_line", "settlement_state", "settlement_payout", "shipped_slip",
    ])

  /// The event up to which the copy is kept.
  func lastEvent(before run: PastRun) throws(LedgerError) -> Int64 {
    let sql = try SQL(
      database,
      "SELECT event_id FROM event_part WHERE table_name = 'run' AND ? BETWEEN first_id AND last_id")
    sql.bind(1, run.ordinal)
    guard try sql.next() else { throw .corrupt }
    var event = sql.int64(0) - 1
    while event > 0, try isImport(event, of: run) { event -= 1 }
    return event
  }

  private func isImport(_ event: Int64, of run: PastRun) throws(LedgerError) -> Bool {
    let sql = try SQL(
      database, "SELECT table_name, first_id, last_id FROM event_part WHERE event_id = ?")
    sql.bind(1, event)
    while try sql.next() {
      let table = sql.text(0)
      guard Rewinding.imports.contains(table) else { return false }
      if table == "source_file" || table == "settlement_file",
        try !isGiven(table, sql.int64(1), sql.int64(2), run)
      {
        return false
      }
    }
    return true
  }

  /// The files were taken for this run, from its inbox or out of a ZIP of it.
  private func isGiven(
    _ table: String, _ first: Int64, _ last: Int64, _ run: PastRun
  ) throws(LedgerError) -> Bool {
    let given = Set(run.inputs.map(\.sha256))
    let hasZip = run.inputs.contains { $0.name.lowercased().hasSuffix(".zip") }
    let sql = try SQL(
      database, "SELECT sha256, run_ordinal FROM \(table) WHERE id BETWEEN ? AND ?")
    sql.bind(1, first)
    sql.bind(2, last)
    while try sql.next() {
      let isOfRun = sql.int64(1) == run.ordinal && (hasZip || given.contains(sql.text(0)))
      if !isOfRun { return false }
    }
    return true
  }

  func run(to event: Int64) throws(LedgerError) {
    let tables = try ChainTable.all(database)
    var names: [String] = []
    for table in tables.map(\.name) + ["event", "event_part"] { names.append("\(table)_no_delete") }
    let aside = try PutAside(names, database)
    for table in tables.sorted(by: { rank($0) < rank($1) }) { try cut(table, event) }
    try execute("DELETE FROM event WHERE id > \(event)")
    try execute("DELETE FROM event_part WHERE event_id > \(event)")
    try aside.putBack(database)
  }

  /// What is told by other tables goes after them.
  private func rank(_ table: ChainTable) -> Int { table.member == nil ? 1 : 0 }

  private func cut(_ table: ChainTable, _ event: Int64) throws(LedgerError) {
    if let member = table.member {
      let last = try last(table.memberTable, event)
      try execute("DELETE FROM \(table.name) WHERE \(table.columns[member]) > \(last)")
    } else if table.membership == .derived {
      try execute(
        """
        DELETE FROM lasting_reference AS r WHERE NOT EXISTS (SELECT 1
          FROM sighting s JOIN source_file f ON f.id = s.file_id
          WHERE s.entry_id = r.entry_id AND s.reference = r.reference
            AND f.format_id = r.format_id)
        """)
    } else if Rewinding.accounts.contains(table.name) {
      try execute("DELETE FROM \(table.name) WHERE account_id > \(try last("account", event))")
    }
  }

  /// The last row number of a table that the event or an earlier one added.
  private func last(_ table: String, _ event: Int64) throws(LedgerError) -> Int64 {
    let sql = try SQL(
      database,
      """
      SELECT coalesce(max(last_id), 0) FROM event_part WHERE table_name = ? AND event_id <= ?
      """)
    sql.bind(1, table)
    sql.bind(2, event)
    _ = try sql.next()
    return sql.int64(0)
  }

  private func execute(_ text: String) throws(LedgerError) { try SQL(database, text).run() }
}
