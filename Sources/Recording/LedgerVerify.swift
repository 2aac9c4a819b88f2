/// What `verify` looks at.
public enum VerifyQuestion: String, Sendable, CaseIterable {
  /// SQLite's own check of pages and indices.
  case integrity
  case foreignKeys
  /// The triggers that forbid changes are all there.
  case appendOnly
  /// No entry gives more than it holds.
  case entryTotals
  /// No order has been paid below nothing.
  case orderTotals
  /// The newest standing of each entry adds up to its amount, and its cleared part is the sum of
  /// its clearings.
  case everyYen
  /// No order was released again without a stop in between.
  case oneRelease
  /// Each file has as many sightings or order versions as its counts say.
  case fileCounts
  /// Equal rows are numbered without a gap, and each entry was seen in a file.
  case occurrences
  /// What was given or taken back by hand is what a person said for that run.
  case byHand
  /// Each settlement file has as many lines, states, payouts and slips as its count says.
  case settlementCounts
  /// Versions of lines, payouts and slips, and equal lines, are numbered without a gap.
  case settlementVersions
  /// Every close rolls forward, and what it carries over is its closing balance.
  case closes
  /// No run misses what is open or what a payer paid: it is carried forward and listed, or it came
  /// or changed later.
  case carried
  /// Tables, indices and triggers are, to the letter, those of a new ledger.
  case schema
  /// Every row is of an event, and every event has its hash, which covers the event before it.
  case events
}

/// The answer to one question.
public struct VerifyCheck: Hashable, Sendable {
  public var question: VerifyQuestion
  /// How many things were looked at.
  public var checked: Int64
  /// Public ids, file names or SQLite's words of what failed; at most twenty, sorted.
  public var failures: [String]
  public var isOK: Bool { failures.isEmpty }
}

/// A file whose original the archive must hold.
public struct ArchivedFile: Hashable, Sendable {
  public var sha256: String
  public var name: String
  public var sizeBytes: Int64
}

extension Ledger {
  /// Proves the ledger against its own rules, whoever wrote to it. Linear in its size. What
  /// cannot be read is a failure of the question that wanted to read it.
  public func verify() throws(LedgerError) -> [VerifyCheck] {
    try read { database in
      VerifyQuestion.allCases.map { question in
        do throws(LedgerError) {
          return try Ledger.answer(question, database)
        } catch {
          return VerifyCheck(question: question, checked: 0, failures: ["unreadable: \(error)"])
        }
      }
    }
  }

  private static func answer(
    _ question: VerifyQuestion, _ database: OpaquePointer
  ) throws(LedgerError) -> VerifyCheck {
    switch question {
    case .schema: return try schemaCheck(database)
    case .events:
      var proof = ChainProof(database)
      try proof.run()
      return VerifyCheck(
        question: question, checked: proof.events,
        failures: Array(proof.failures.prefix(20)))
    default: break
    }
    let failures = try SQL(database, failing(question))
    var found: [String] = []
    while try failures.next() {
      if found.count < 20 { found.append(failures.text(0)) }
    }
    let checked = try SQL(database, "SELECT count(*) FROM \(subject(question))")
    _ = try checked.next()
    return VerifyCheck(question: question, checked: checked.int64(0), failures: found.sorted())
  }

  /// Compares with a ledger that is made for it in memory.
  private static func schemaCheck(_ database: OpaquePointer) throws(LedgerError) -> VerifyCheck {
    let expected = try typed { try Schema.texts() }
    let found = try Schema.texts(database)
    let strange = Set(found).symmetricDifference(expected)
    return VerifyCheck(
      question: .schema, checked: Int64(found.count),
      failures: Array(Set(strange.map(\.name)).sorted().prefix(20)))
  }

  /// All files ever imported, each once, by hash.
  public func archivedFiles() throws(LedgerError) -> [ArchivedFile] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT sha256, min(name), size_bytes FROM
          (SELECT sha256, name, size_bytes FROM source_file
          UNION ALL SELECT sha256, name, size_bytes FROM settlement_file)
        GROUP BY sha256 ORDER BY sha256
        """)
      var files: [ArchivedFile] = []
      while try sql.next() {
        files.append(
          ArchivedFile(sha256: sql.text(0), name: sql.text(1), sizeBytes: sql.int64(2)))
      }
      return files
    }
  }

  private static func subject(_ question: VerifyQuestion) -> String {
    switch question {
    case .integrity, .foreignKeys: "sqlite_schema WHERE type = 'table'"
    case .appendOnly: "sqlite_schema WHERE type = 'trigger'"
    case .entryTotals, .occurrences: "entry"
    case .orderTotals: "shop_order"
    case .everyYen: "entry_standing"
    case .oneRelease: "decision"
    case .fileCounts: "source_file"
    case .byHand: "human_event"
    case .settlementCounts: "settlement_file"
    case .settlementVersions: "settlement_line"
    case .closes: "close_run"
    case .carried: "carry"
    case .schema: "sqlite_schema"
    case .events: "event"
    }
  }

  private static let unsaid = """
    SELECT e.public_id FROM clearing c JOIN entry e ON e.id = c.entry_id
    WHERE c.basis IN ('by_hand', 'undone') AND NOT EXISTS (
      SELECT 1 FROM human_event h JOIN human_share s ON s.event_id = h.id
      WHERE h.entry_id = c.entry_id AND h.run_ordinal = c.run_ordinal
        AND s.order_id = c.order_id AND h.kind = iif(c.basis = 'undone', 'undo', 'assign')
        AND c.allocated_yen = iif(c.basis = 'undone', -s.yen, s.yen))
    ORDER BY e.public_id
    """

  private static let beyond = """
    SELECT e.public_id FROM entry e JOIN
      (SELECT entry_id, sum(allocated_yen) AS total FROM clearing GROUP BY entry_id) s
      ON s.entry_id = e.id
    WHERE NOT CASE e.direction WHEN 1 THEN s.total BETWEEN 0 AND e.amount_yen
      ELSE s.total BETWEEN -e.amount_yen AND 0 END
    ORDER BY e.public_id
    """

  /// One text column, a row per failure.
  private static func failing(_ question: VerifyQuestion) -> String {
    switch question {
    case .integrity:
      "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"
    case .foreignKeys:
      "SELECT \"table\" || ' → ' || parent FROM pragma_foreign_key_check"
    case .appendOnly:
      """
      SELECT t.name FROM sqlite_schema t
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'grdb_migrations'
        AND (SELECT count(*) FROM sqlite_schema g WHERE g.type = 'trigger'
          AND g.name IN (t.name || '_no_update', t.name || '_no_delete')) <> 2
      """
    case .entryTotals: beyond
    case .orderTotals:
      """
      SELECT o.order_id FROM clearing c JOIN shop_order o ON o.id = c.order_id
      GROUP BY c.order_id HAVING sum(c.allocated_yen) < 0 ORDER BY o.order_id
      """
    case .everyYen:
      """
      SELECT e.public_id FROM entry e JOIN entry_standing s ON s.entry_id = e.id AND s.run_ordinal
        = (SELECT max(run_ordinal) FROM entry_standing n WHERE n.entry_id = e.id)
      WHERE s.cleared_yen + s.suspense_yen + s.excluded_yen + s.refund_linked_yen
          <> CASE e.direction WHEN 1 THEN e.amount_yen ELSE -e.amount_yen END
        OR s.cleared_yen
          <> (SELECT coalesce(sum(allocated_yen), 0) FROM clearing c WHERE c.entry_id = e.id)
      ORDER BY e.public_id
      """
    case .oneRelease:
      """
      SELECT o.order_id FROM (SELECT order_id, decision,
          lag(decision) OVER (PARTITION BY order_id ORDER BY run_ordinal) AS before
        FROM decision WHERE decision IN ('release', 'stop')) d JOIN shop_order o ON o.id = d.order_id
      WHERE d.decision = 'release' AND d.before = 'release' ORDER BY o.order_id
      """
    case .fileCounts:
      """
      SELECT f.name FROM source_file f
        LEFT JOIN (SELECT file_id, count(*) AS n FROM sighting GROUP BY file_id) s
          ON s.file_id = f.id
        LEFT JOIN (SELECT file_id, count(*) AS n FROM order_version GROUP BY file_id) v
          ON v.file_id = f.id
      WHERE f.rows_new + f.rows_known + f.rows_not_posted <> f.rows_read
        OR coalesce(s.n, v.n, 0) <> f.rows_new + iif(f.kind = 'statement', f.rows_known, 0)
      ORDER BY f.name
      """
    case .occurrences:
      """
      SELECT public_id FROM (SELECT id, public_id, occurrence, row_number() OVER (
          PARTITION BY account_id, booking_day, direction, amount_yen, payer_key
          ORDER BY occurrence) AS place FROM entry)
      WHERE occurrence <> place OR NOT EXISTS (SELECT 1 FROM sighting WHERE entry_id = id)
      ORDER BY public_id
      """
    case .byHand: unsaid
    case .settlementCounts: SettlementProofs.counts
    case .settlementVersions: SettlementProofs.versions
    case .closes: SettlementProofs.closes
    case .carried: "\(Carry.missed) UNION ALL \(PayerList.missed)"
    case .schema, .events: preconditionFailure("\(question) is not asked in SQL.")
    }
  }
}
