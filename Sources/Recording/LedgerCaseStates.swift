import Model

/// A case as one run left it: what an answer to it stands on.
public struct CaseOnRecord: Hashable, Sendable {
  public var isOpen: Bool
  /// Public id; empty where the case is about no entry.
  public var entryID: String
  /// Empty where the case is about no order.
  public var orderID: String
  public var shopID: String
  public var codes: String
  public var decision: String
  public var dueYen: Int64
  public var paidYen: Int64
  /// The run that left it so.
  public var runID: String
  var runOrdinal: Int64

  /// Whether the same can be said of both: codes, decision and money are alike.
  public func isAlike(_ other: CaseOnRecord) -> Bool {
    var other = other
    (other.runID, other.runOrdinal) = (runID, runOrdinal)
    return self == other
  }
}

extension Ledger {
  /// How a case stands now, and how it stood in the report of a run; nil where no run had it then.
  public func caseStates(
    _ caseID: String, seenIn ordinal: Int64
  ) throws(LedgerError) -> (now: CaseOnRecord?, seen: CaseOnRecord?) {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT c.is_open, e.public_id, o.order_id, o.shop_id, c.codes, c.decision, c.due_yen,
          c.paid_yen, r.run_id, c.run_ordinal
        FROM case_state c JOIN run r ON r.ordinal = c.run_ordinal
          LEFT JOIN entry e ON e.id = c.entry_id LEFT JOIN shop_order o ON o.id = c.order_id
        WHERE c.case_id = ? ORDER BY c.run_ordinal
        """)
      sql.bind(1, caseID)
      var states: (now: CaseOnRecord?, seen: CaseOnRecord?) = (nil, nil)
      while try sql.next() {
        let state = CaseOnRecord(
          isOpen: sql.int64(0) == 1, entryID: sql.textOrNil(1) ?? "",
          orderID: sql.textOrNil(2) ?? "", shopID: sql.textOrNil(3) ?? "", codes: sql.text(4),
          decision: sql.text(5), dueYen: sql.int64(6), paidYen: sql.int64(7),
          runID: sql.text(8), runOrdinal: sql.int64(9))
        states.now = state
        if state.runOrdinal <= ordinal { states.seen = state }
      }
      return states
    }
  }
}
