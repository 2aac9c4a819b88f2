/// The seventh schema, frozen: settlement reports and monthly closes.
///
/// A line is a fact of its content; what changes of it later (its payout, whether it is final) are
/// further states. A close is a result: its figures, what it carries over and what it found.
enum Schema0007 {
  static let name = "0007"

  static let tables = [
    "settlement_file", "settlement_line", "settlement_state", "settlement_payout", "shipped_slip",
    "close_run", "close_figure", "close_item", "close_reopening",
  ]

  static let sql = facts + closes + appendOnly

  private static let facts = """
    CREATE TABLE settlement_file (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      attempt INTEGER NOT NULL CHECK (attempt >= 1),
      run_ordinal INTEGER NOT NULL CHECK (run_ordinal >= 1),
      name TEXT NOT NULL,
      size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
      format_id TEXT NOT NULL CHECK (format_id <> ''),
      provider TEXT NOT NULL,
      rows_read INTEGER NOT NULL CHECK (rows_read >= 0),
      rows_new INTEGER NOT NULL CHECK (rows_new >= 0),
      rows_known INTEGER NOT NULL CHECK (rows_known >= 0),
      rows_not_posted INTEGER NOT NULL CHECK (rows_not_posted >= 0),
      CHECK (rows_new + rows_known + rows_not_posted = rows_read),
      UNIQUE (sha256, attempt)
    ) STRICT;

    CREATE UNIQUE INDEX settlement_file_once ON settlement_file (sha256) WHERE rows_not_posted = 0;

    CREATE TABLE settlement_line (
      id INTEGER PRIMARY KEY,
      identity_high INTEGER NOT NULL,
      identity_low INTEGER NOT NULL,
      occurrence INTEGER NOT NULL CHECK (occurrence >= 1),
      file_id INTEGER NOT NULL REFERENCES settlement_file(id),
      record INTEGER NOT NULL CHECK (record >= 1),
      line INTEGER NOT NULL,
      provider TEXT NOT NULL CHECK (provider <> ''),
      line_id TEXT NOT NULL,
      day INTEGER NOT NULL,
      kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 11),
      kind_text TEXT NOT NULL,
      order_key TEXT NOT NULL,
      charge_key TEXT NOT NULL,
      slip_number TEXT NOT NULL,
      gross_yen INTEGER NOT NULL,
      fee_yen INTEGER NOT NULL,
      fee_tax_yen INTEGER NOT NULL,
      payout_key TEXT NOT NULL,
      payout_day INTEGER,
      state INTEGER NOT NULL CHECK (state IN (0, 1)),
      method_text TEXT NOT NULL,
      is_component INTEGER NOT NULL CHECK (is_component IN (0, 1)),
      UNIQUE (identity_high, identity_low, occurrence)
    ) STRICT;

    CREATE TABLE settlement_state (
      line_id INTEGER NOT NULL REFERENCES settlement_line(id),
      version INTEGER NOT NULL CHECK (version >= 2),
      file_id INTEGER NOT NULL REFERENCES settlement_file(id),
      record INTEGER NOT NULL CHECK (record >= 1),
      payout_key TEXT NOT NULL,
      payout_day INTEGER,
      state INTEGER NOT NULL CHECK (state IN (0, 1)),
      PRIMARY KEY (line_id, version)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE settlement_payout (
      provider TEXT NOT NULL CHECK (provider <> ''),
      payout_key TEXT NOT NULL CHECK (payout_key <> ''),
      version INTEGER NOT NULL CHECK (version >= 1),
      file_id INTEGER NOT NULL REFERENCES settlement_file(id),
      record INTEGER NOT NULL CHECK (record >= 1),
      line INTEGER NOT NULL,
      expected_day INTEGER NOT NULL,
      total_yen INTEGER NOT NULL,
      trace_text TEXT NOT NULL,
      is_live INTEGER NOT NULL CHECK (is_live IN (0, 1)),
      PRIMARY KEY (provider, payout_key, version)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE shipped_slip (
      slip_number TEXT NOT NULL CHECK (slip_number <> ''),
      order_key TEXT NOT NULL CHECK (order_key <> ''),
      version INTEGER NOT NULL CHECK (version >= 1),
      file_id INTEGER NOT NULL REFERENCES settlement_file(id),
      record INTEGER NOT NULL CHECK (record >= 1),
      line INTEGER NOT NULL,
      shipped_day INTEGER,
      cod_yen INTEGER,
      PRIMARY KEY (slip_number, order_key, version)
    ) STRICT, WITHOUT ROWID;

    """

  private static let closes = """
    CREATE TABLE close_run (
      id INTEGER PRIMARY KEY,
      month INTEGER NOT NULL,
      version INTEGER NOT NULL CHECK (version >= 1),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL,
      engine_version TEXT NOT NULL,
      UNIQUE (month, version)
    ) STRICT;

    CREATE TABLE close_figure (
      close_id INTEGER NOT NULL REFERENCES close_run(id),
      provider TEXT NOT NULL,
      name TEXT NOT NULL CHECK (name <> ''),
      yen INTEGER NOT NULL,
      PRIMARY KEY (close_id, provider, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE close_item (
      close_id INTEGER NOT NULL REFERENCES close_run(id),
      provider TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind <> ''),
      subject TEXT NOT NULL,
      yen INTEGER NOT NULL,
      PRIMARY KEY (close_id, provider, kind, subject)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE close_reopening (
      id INTEGER PRIMARY KEY,
      month INTEGER NOT NULL,
      after_version INTEGER NOT NULL,
      person TEXT NOT NULL CHECK (person <> ''),
      reason TEXT NOT NULL CHECK (reason <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL,
      FOREIGN KEY (month, after_version) REFERENCES close_run(month, version),
      UNIQUE (month, after_version)
    ) STRICT;

    CREATE TRIGGER close_run_once BEFORE INSERT ON close_run WHEN NEW.version > 1 BEGIN
      SELECT RAISE(ABORT, 'month closed again without being reopened')
      WHERE NOT EXISTS (SELECT 1 FROM close_reopening
        WHERE month = NEW.month AND after_version = NEW.version - 1);
    END;

    """

  private static let appendOnly = tables.map { table in
    """
    CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'append-only: \(table)'); END;
    CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'append-only: \(table)'); END;

    """
  }.joined()
}
