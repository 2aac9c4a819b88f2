internal import CSQLite
public import Model

extension Ledger {
  /// What runs linked and people took back, for each day from `first` on that had a link, oldest
  /// first. Reversals of banks are nobody's correction and count nowhere. Cost: linear in the
  /// clearings of those days.
  public func linkDays(from first: Day) throws(LedgerError) -> [LinkDay] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT r.as_of, c.basis, count(*) FROM run r CROSS JOIN clearing c ON c.run_ordinal = r.ordinal
        WHERE r.as_of >= ?
        GROUP BY c.run_ordinal, c.basis ORDER BY r.as_of, c.run_ordinal, c.basis
        """)
      sql.bind(1, Moment(day: first).secondsTokyo)
      var days: [LinkDay] = []
      while try sql.next() {
        let day = Moment(secondsTokyo: sql.int64(0)).day
        guard let basis = MatchBasis(rawValue: sql.text(1)) else { throw LedgerError.newerSchema }
        if days.last?.day != day { days.append(LinkDay(day: day)) }
        let count = sql.int64(2)
        switch basis {
        case .byHand: days[days.count - 1].byHand += count
        case .undone: days[days.count - 1].corrections += count
        case .reversal: break
        default: days[days.count - 1].automatic += count
        }
      }
      return days
    }
  }
}
