/// What `verify` asks of settlements and closes: one text column, a row per failure.
enum SettlementProofs {
  static let counts = """
    WITH made(file_id) AS (
      SELECT file_id FROM settlement_line UNION ALL SELECT file_id FROM settlement_state
      UNION ALL SELECT file_id FROM settlement_payout UNION ALL SELECT file_id FROM shipped_slip)
    SELECT f.name FROM settlement_file f
      LEFT JOIN (SELECT file_id, count(*) AS n FROM made GROUP BY file_id) m ON m.file_id = f.id
    WHERE coalesce(m.n, 0) <> f.rows_new ORDER BY f.name
    """

  static let versions = """
    SELECT 'line ' || id FROM (SELECT id, occurrence, row_number() OVER (
        PARTITION BY identity_high, identity_low ORDER BY occurrence) AS place FROM settlement_line)
      WHERE occurrence <> place
    UNION ALL
    SELECT 'line ' || line_id FROM settlement_state GROUP BY line_id
      HAVING min(version) <> 2 OR max(version) <> count(*) + 1
    UNION ALL
    SELECT 'payout ' || provider || ' ' || payout_key FROM settlement_payout
      GROUP BY provider, payout_key HAVING min(version) <> 1 OR max(version) <> count(*)
    UNION ALL
    SELECT 'slip ' || slip_number FROM shipped_slip GROUP BY slip_number, order_key
      HAVING min(version) <> 1 OR max(version) <> count(*)
    ORDER BY 1
    """

  static let closes = """
    WITH figure AS (
      SELECT close_id, provider,
        sum(CASE name WHEN 'opening' THEN yen WHEN 'claimed' THEN yen WHEN 'cleared' THEN -yen
          WHEN 'written_back' THEN -yen WHEN 'closing' THEN -yen ELSE 0 END) AS gap,
        sum(iif(name = 'closing', yen, 0)) AS closing
      FROM close_figure GROUP BY close_id, provider),
    carried AS (
      SELECT close_id, provider, sum(yen) AS yen FROM close_item
      WHERE kind = 'open' AND provider <> '' GROUP BY close_id, provider)
    SELECT 'close ' || r.month || ' version ' || r.version || ' ' || f.provider
    FROM figure f JOIN close_run r ON r.id = f.close_id
      LEFT JOIN carried c ON c.close_id = f.close_id AND c.provider = f.provider
    WHERE f.gap <> 0 OR f.closing <> coalesce(c.yen, 0)
    ORDER BY 1
    """
}
