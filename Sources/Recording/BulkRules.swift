internal import CSQLite
import Model

/// What a transaction of very many rows adds, with what is put aside for it and what is asked
/// before it commits.
enum Bulk {
  case statement
  case orders
  case settlement
  /// Of a run whose rows are about entries and orders up to these row numbers.
  case run(RunSpan)

  /// Triggers and indices that nothing in the transaction needs.
  var putAside: [String] {
    switch self {
    case .statement, .orders: []
    case .settlement: ["settlement_warning"]
    case .run(let span):
      // To make an index anew is to read all of its table: only where little was there before.
      [
        "clearing_within_entry", "clearing_not_below_zero", "entry_every_yen",
        "decision_one_release",
      ] + (span.lastPlaced > span.lastEntry / 2 ? [] : ["clearing_by_order", "clearing_by_run"])
    }
  }

  /// Asks of the new rows what foreign keys and triggers ask of each, in the words of the triggers.
  func check(_ database: OpaquePointer) throws(LedgerError) {
    for (child, column, parent) in references {
      // Row numbers are dense and counted from 1, so two bounds stand for a lookup of each.
      let sql = try SQL(
        database,
        """
        SELECT (SELECT max(\(column)) FROM \(child)) > coalesce((SELECT max(id) FROM \(parent)), 0)
          OR (SELECT min(\(column)) FROM \(child)) < 1
        """)
      if try sql.next(), sql.int64(0) != 0 {
        throw .refused(rule: "FOREIGN KEY constraint failed")
      }
    }
    guard case .run(let span) = self else { return }
    for (rule, query) in Bulk.rules {
      let sql = try SQL(database, query)
      for (place, number) in [
        span.ordinal, span.firstEntry, span.lastEntry, span.lastDecided,
      ].enumerated() where place < sql.parameterCount { sql.bind(Int32(place + 1), number) }
      if try sql.next() { throw .refused(rule: rule) }
    }
  }

  private var references: [(child: String, column: String, parent: String)] {
    switch self {
    case .statement:
      [("entry", "account_id", "account"), ("sighting", "entry_id", "entry")]
    case .orders: [("order_version", "order_id", "shop_order")]
    case .settlement:
      [
        ("settlement_line", "file_id", "settlement_file"),
        ("settlement_state", "file_id", "settlement_file"),
        ("settlement_state", "line_id", "settlement_line"),
        ("settlement_payout", "file_id", "settlement_file"),
        ("shipped_slip", "file_id", "settlement_file"),
      ]
    case .run:
      [
        ("clearing", "entry_id", "entry"), ("clearing", "order_id", "shop_order"),
        ("entry_standing", "entry_id", "entry"), ("decision", "order_id", "shop_order"),
      ]
    }
  }

  /// A row where the rule is broken. Parameters: the run, its first and last entry, and the last
  /// order that an earlier run decided on.
  private static let rules: [(rule: String, query: String)] = [
    (
      "entry allocated beyond its amount",
      """
      SELECT 1 FROM (SELECT entry_id, sum(allocated_yen) AS total, max(run_ordinal) AS newest
          FROM clearing WHERE entry_id BETWEEN ?2 AND ?3 GROUP BY entry_id) c
        JOIN entry e ON e.id = c.entry_id
      WHERE c.newest = ?1 AND c.total NOT BETWEEN iif(e.direction = 1, 0, -e.amount_yen)
        AND iif(e.direction = 1, e.amount_yen, 0)
      LIMIT 1
      """
    ),
    (
      "order cleared below zero",
      """
      SELECT 1 FROM clearing c
      WHERE c.entry_id BETWEEN ?2 AND ?3 AND c.run_ordinal = ?1 AND c.allocated_yen < 0
        AND (SELECT sum(allocated_yen) FROM clearing o WHERE o.order_id = c.order_id) < 0
      LIMIT 1
      """
    ),
    (
      "entry not accounted to the yen",
      """
      SELECT 1 FROM entry_standing s CROSS JOIN entry e ON e.id = s.entry_id
      WHERE s.entry_id BETWEEN ?2 AND ?3 AND s.run_ordinal = ?1
        AND s.cleared_yen + s.suspense_yen + s.excluded_yen + s.refund_linked_yen
          <> iif(e.direction = 1, e.amount_yen, -e.amount_yen)
      LIMIT 1
      """
    ),
    (
      "order released twice",
      """
      SELECT 1 FROM decision d
      WHERE d.order_id <= ?4 AND d.run_ordinal = ?1 AND d.decision = 'release'
        AND 'release' IS (SELECT p.decision FROM decision p
          WHERE p.order_id = d.order_id AND p.run_ordinal < ?1
            AND p.decision IN ('release', 'stop')
          ORDER BY p.run_ordinal DESC LIMIT 1)
      LIMIT 1
      """
    ),
  ]
}

/// Which rows a run's results are about.
struct RunSpan {
  var ordinal: Int64
  var firstEntry: Int64
  var lastEntry: Int64
  /// The highest order that an earlier run decided on; 0 where none did.
  var lastDecided: Int64
  /// The highest entry that an earlier run placed; 0 where none did.
  var lastPlaced: Int64
  /// The highest order that an earlier run gave money to; 0 where none did.
  var lastCleared: Int64
}

/// Triggers and indices that were dropped, with the text that makes them again.
struct PutAside {
  private let texts: [String]

  init(_ names: [String], _ database: OpaquePointer) throws(LedgerError) {
    var texts: [String] = []
    for name in names {
      let find = try SQL(database, "SELECT type, sql FROM sqlite_schema WHERE name = ?")
      find.bind(1, name)
      guard try find.next() else { throw .corrupt }
      texts.append(find.text(1))
      let type = find.text(0)
      find.reset()
      try SQL(database, "DROP \(type) \(name)").run()
    }
    self.texts = texts
  }

  func putBack(_ database: OpaquePointer) throws(LedgerError) {
    for text in texts { try SQL(database, text).run() }
  }
}
