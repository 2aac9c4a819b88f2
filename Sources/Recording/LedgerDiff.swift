import Model

/// An order of which two runs say different things.
public struct DecisionChange: Hashable, Sendable {
  public var orderID: String
  public var shopID: String
  /// Nil where the earlier run did not know the order.
  public var before: DecisionLine?
  public var after: DecisionLine
  /// What happened in between, oldest first.
  public var causes: [ChangeCause]
}

/// A decision as it is on record.
public struct DecisionLine: Hashable, Sendable {
  public var decision: String
  /// `A01 N02`.
  public var codes: String
  public var dueYen: Int64
  public var clearedYen: Int64
}

/// Why a decision changed.
public enum ChangeCause: Hashable, Sendable {
  /// A file gave the order, new or changed.
  case orderRead(file: String)
  /// Money came or went.
  case cleared(entryID: String, yen: Int64, basis: String, runID: String)
  /// A person spoke about an entry of the order; whose word it is, `explain` tells.
  case answered(kind: String)
}

extension Ledger {
  /// Orders whose newest decision is another after the later run than after the earlier one, by id.
  /// A release is said once: that it is not said again is no change.
  public func decisionChanges(
    from earlier: Int64, to later: Int64
  ) throws(LedgerError) -> [DecisionChange] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT o.id, o.order_id, o.shop_id, b.decision, b.codes, b.due_yen, b.cleared_yen,
          d.decision, d.codes, d.due_yen, d.cleared_yen
        FROM (SELECT order_id, max(run_ordinal) AS run_ordinal FROM decision
            WHERE run_ordinal <= ?2 GROUP BY order_id HAVING max(run_ordinal) > ?1) n
          JOIN decision d ON d.order_id = n.order_id AND d.run_ordinal = n.run_ordinal
          JOIN shop_order o ON o.id = n.order_id
          LEFT JOIN decision b ON b.order_id = n.order_id AND b.run_ordinal =
            (SELECT max(run_ordinal) FROM decision WHERE order_id = n.order_id AND run_ordinal <= ?1)
        ORDER BY o.order_id, o.shop_id
        """)
      sql.bind(1, earlier)
      sql.bind(2, later)
      var changes: [DecisionChange] = []
      while try sql.next() {
        let before =
          sql.isNull(3)
          ? nil
          : DecisionLine(
            decision: sql.text(3), codes: sql.text(4), dueYen: sql.int64(5),
            clearedYen: sql.int64(6))
        let after = DecisionLine(
          decision: sql.text(7), codes: sql.text(8), dueYen: sql.int64(9),
          clearedYen: sql.int64(10))
        if before == after { continue }
        changes.append(
          DecisionChange(
            orderID: sql.text(1), shopID: sql.text(2), before: before, after: after,
            causes: try Ledger.causes(sql.int64(0), earlier, later, database)))
      }
      return changes
    }
  }

  private static func causes(
    _ order: Int64, _ earlier: Int64, _ later: Int64, _ database: OpaquePointer
  ) throws(LedgerError) -> [ChangeCause] {
    let sql = try SQL(
      database,
      """
      SELECT f.run_ordinal AS run, 1 AS turn, f.name, 0, '', '' FROM order_version v
        JOIN source_file f ON f.id = v.file_id
      WHERE v.order_id = ?1 AND f.run_ordinal > ?2 AND f.run_ordinal <= ?3
      UNION ALL
      SELECT h.run_ordinal, 2, h.kind, 0, '', '' FROM human_share s
        JOIN human_event h ON h.id = s.event_id
      WHERE s.order_id = ?1 AND h.run_ordinal > ?2 AND h.run_ordinal <= ?3
      UNION ALL
      SELECT c.run_ordinal, 3, e.public_id, c.allocated_yen, c.basis, r.run_id FROM clearing c
        JOIN entry e ON e.id = c.entry_id JOIN run r ON r.ordinal = c.run_ordinal
      WHERE c.order_id = ?1 AND c.run_ordinal > ?2 AND c.run_ordinal <= ?3
      ORDER BY 1, 2, 3
      """)
    sql.bind(1, order)
    sql.bind(2, earlier)
    sql.bind(3, later)
    var causes: [ChangeCause] = []
    while try sql.next() {
      switch sql.int64(1) {
      case 1: causes.append(.orderRead(file: sql.text(2)))
      case 2: causes.append(.answered(kind: sql.text(2)))
      default:
        causes.append(
          .cleared(
            entryID: sql.text(2), yen: sql.int64(3), basis: sql.text(4), runID: sql.text(5)))
      }
    }
    return causes
  }
}
