public import Model

/// Open cases of one code that were opened on one day.
public struct OpenCases: Hashable, Sendable {
  public var code: String
  /// As of which day the run was that opened them.
  public var openedOn: Day
  public var count: Int64
}

extension Ledger {
  /// The newest run whose reports are in their place, and when that was by the clock on the wall
  /// (seconds since 1970, UTC); nil where there is none.
  public func lastCompleteRun() throws(LedgerError) -> (run: PendingRun, wallSeconds: Int64)? {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT r.ordinal, r.run_id, r.as_of, c.wall_seconds
        FROM run r JOIN run_complete c ON c.run_ordinal = r.ordinal
        ORDER BY r.ordinal DESC LIMIT 1
        """)
      guard try sql.next() else { return nil }
      let run = PendingRun(
        ordinal: sql.int64(0), runID: sql.text(1), asOf: Moment(secondsTokyo: sql.int64(2)))
      return (run, sql.int64(3))
    }
  }

  /// Cases that are open, by code and by the day on which they were opened, sorted.
  public func openCases() throws(LedgerError) -> [OpenCases] {
    try read { database in
      let sql = try SQL(
        database,
        """
        WITH newest AS (SELECT case_id, max(run_ordinal) AS run_ordinal FROM case_state
            GROUP BY case_id),
          open AS (SELECT c.case_id, c.code FROM case_state c JOIN newest USING (case_id, run_ordinal)
            WHERE c.is_open = 1)
        SELECT code, (SELECT min(s.run_ordinal) FROM case_state s WHERE s.case_id = open.case_id
            AND s.is_open = 1 AND s.run_ordinal > coalesce((SELECT max(p.run_ordinal)
              FROM case_state p WHERE p.case_id = open.case_id AND p.is_open = 0), 0)) AS first
        FROM open
        """)
      var counts: [String: [Int64: Int64]] = [:]
      while try sql.next() { counts[sql.text(0), default: [:]][sql.int64(1), default: 0] += 1 }
      let days = try SQL(database, "SELECT as_of FROM run WHERE ordinal = ?")
      var cases: [OpenCases] = []
      for code in counts.keys.sorted() {
        for ordinal in counts[code]!.keys.sorted() {
          days.bind(1, ordinal)
          guard try days.next() else { continue }
          let day = Moment(secondsTokyo: days.int64(0)).day
          days.reset()
          cases.append(
            OpenCases(code: code, openedOn: day, count: counts[code]![ordinal]!))
        }
      }
      return cases
    }
  }
}
