/// The first schema, frozen: a test pins the hash of its text. Changes are new schemas.
///
/// Every table holds facts: rows are added, never changed. What is current is the newest row.
/// Days count from 1970-01-01, moments in seconds of Tokyo time, money in yen.
enum Schema0001 {
  static let name = "0001"

  /// Tables in the order in which they refer to each other.
  static let tables = [
    "account", "account_name", "account_holder", "format_account", "source_file", "file_account",
    "entry", "sighting", "shop_order", "order_version", "run", "run_complete", "clearing",
    "entry_standing", "decision", "case_state",
  ]

  static let sql = imports + runs + rules + appendOnly

  private static let imports = """
    PRAGMA application_id = 1263749960;

    CREATE TABLE account (
      id INTEGER PRIMARY KEY
    ) STRICT;

    CREATE TABLE account_name (
      account_id INTEGER NOT NULL REFERENCES account(id),
      version INTEGER NOT NULL CHECK (version >= 1),
      account_key TEXT NOT NULL UNIQUE CHECK (account_key <> ''),
      bank_code TEXT,
      branch_code TEXT,
      account_type INTEGER,
      number TEXT,
      PRIMARY KEY (account_id, version)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE account_holder (
      account_id INTEGER NOT NULL REFERENCES account(id),
      holder TEXT NOT NULL CHECK (holder <> ''),
      PRIMARY KEY (account_id, holder)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE format_account (
      format_id TEXT NOT NULL CHECK (format_id <> ''),
      version INTEGER NOT NULL CHECK (version >= 1),
      account_id INTEGER NOT NULL REFERENCES account(id),
      PRIMARY KEY (format_id, version)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE source_file (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      attempt INTEGER NOT NULL CHECK (attempt >= 1),
      run_ordinal INTEGER NOT NULL CHECK (run_ordinal >= 1),
      name TEXT NOT NULL,
      size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
      kind TEXT NOT NULL CHECK (kind IN ('statement', 'orders')),
      format_id TEXT NOT NULL CHECK (format_id <> ''),
      rows_read INTEGER NOT NULL CHECK (rows_read >= 0),
      rows_new INTEGER NOT NULL CHECK (rows_new >= 0),
      rows_known INTEGER NOT NULL CHECK (rows_known >= 0),
      rows_not_posted INTEGER NOT NULL CHECK (rows_not_posted >= 0),
      UNIQUE (sha256, attempt)
    ) STRICT;

    CREATE UNIQUE INDEX source_file_once ON source_file (sha256) WHERE rows_not_posted = 0;

    CREATE TABLE file_account (
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      account_index INTEGER NOT NULL CHECK (account_index >= 0),
      account_id INTEGER NOT NULL REFERENCES account(id),
      first_day INTEGER,
      last_day INTEGER,
      opening_balance_yen INTEGER,
      closing_balance_yen INTEGER,
      stops_from_record INTEGER CHECK (stops_from_record >= 1),
      CHECK ((first_day IS NULL) = (last_day IS NULL)),
      CHECK (first_day <= last_day),
      PRIMARY KEY (file_id, account_index)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX file_account_by_account ON file_account (account_id);

    CREATE TABLE entry (
      id INTEGER PRIMARY KEY,
      public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) BETWEEN 22 AND 24),
      account_id INTEGER NOT NULL REFERENCES account(id),
      booking_day INTEGER NOT NULL,
      direction INTEGER NOT NULL CHECK (direction IN (1, 2)),
      amount_yen INTEGER NOT NULL CHECK (amount_yen >= 0),
      payer_key TEXT NOT NULL,
      occurrence INTEGER NOT NULL CHECK (occurrence >= 1),
      UNIQUE (account_id, booking_day, direction, amount_yen, payer_key, occurrence)
    ) STRICT;

    CREATE TABLE sighting (
      entry_id INTEGER NOT NULL REFERENCES entry(id),
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      record INTEGER NOT NULL CHECK (record >= 1),
      line INTEGER NOT NULL CHECK (line >= 0),
      value_day INTEGER,
      mark INTEGER NOT NULL CHECK (mark BETWEEN 0 AND 3),
      payer_name TEXT NOT NULL,
      kind_text TEXT NOT NULL,
      payer_bank TEXT NOT NULL,
      payer_branch TEXT NOT NULL,
      payer_code TEXT NOT NULL,
      edi_text TEXT NOT NULL,
      reference TEXT NOT NULL,
      balance_after_yen INTEGER,
      uncleared_yen INTEGER NOT NULL CHECK (uncleared_yen >= 0),
      PRIMARY KEY (entry_id, file_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE shop_order (
      id INTEGER PRIMARY KEY,
      order_id TEXT NOT NULL CHECK (order_id <> ''),
      shop_id TEXT NOT NULL,
      UNIQUE (order_id, shop_id)
    ) STRICT;

    CREATE TABLE order_version (
      order_id INTEGER NOT NULL REFERENCES shop_order(id),
      version INTEGER NOT NULL CHECK (version >= 1),
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      record INTEGER NOT NULL,
      line INTEGER NOT NULL,
      ordered_at INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status <> ''),
      payment_method TEXT NOT NULL CHECK (payment_method <> ''),
      payment_state TEXT NOT NULL CHECK (payment_state <> ''),
      payment_method_text TEXT NOT NULL,
      customer_name TEXT NOT NULL,
      customer_kana TEXT NOT NULL,
      customer_key TEXT NOT NULL,
      amount_due_yen INTEGER NOT NULL,
      points_used_yen INTEGER NOT NULL,
      desired_delivery_day INTEGER,
      payment_due_day INTEGER,
      PRIMARY KEY (order_id, version)
    ) STRICT, WITHOUT ROWID;

    """

  private static let runs = """
    CREATE TABLE run (
      ordinal INTEGER PRIMARY KEY CHECK (ordinal >= 1),
      run_id TEXT NOT NULL UNIQUE CHECK (run_id <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL,
      engine_version TEXT NOT NULL,
      table_versions TEXT NOT NULL
    ) STRICT;

    CREATE TABLE run_complete (
      run_ordinal INTEGER PRIMARY KEY REFERENCES run(ordinal),
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE clearing (
      entry_id INTEGER NOT NULL REFERENCES entry(id),
      order_id INTEGER NOT NULL REFERENCES shop_order(id),
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      allocated_yen INTEGER NOT NULL,
      basis TEXT NOT NULL CHECK (basis <> ''),
      probability_ppm INTEGER NOT NULL CHECK (probability_ppm BETWEEN 0 AND 1000000),
      evidence TEXT NOT NULL,
      PRIMARY KEY (entry_id, order_id, run_ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX clearing_by_order ON clearing (order_id, allocated_yen);

    CREATE TABLE entry_standing (
      entry_id INTEGER NOT NULL REFERENCES entry(id),
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      standing INTEGER NOT NULL CHECK (standing BETWEEN 0 AND 3),
      cleared_yen INTEGER NOT NULL,
      suspense_yen INTEGER NOT NULL,
      excluded_yen INTEGER NOT NULL,
      refund_linked_yen INTEGER NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (entry_id, run_ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decision (
      order_id INTEGER NOT NULL REFERENCES shop_order(id),
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      decision TEXT NOT NULL CHECK (decision = 'release' OR decision = 'hold'
        OR decision = 'hold_ask' OR decision = 'stop' OR decision = 'none'),
      codes TEXT NOT NULL,
      due_yen INTEGER NOT NULL,
      cleared_yen INTEGER NOT NULL,
      ship_by INTEGER,
      PRIMARY KEY (order_id, run_ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE case_state (
      case_id TEXT NOT NULL CHECK (case_id <> ''),
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
      code TEXT NOT NULL,
      codes TEXT NOT NULL,
      decision TEXT NOT NULL,
      order_id INTEGER REFERENCES shop_order(id),
      entry_id INTEGER REFERENCES entry(id),
      due_yen INTEGER NOT NULL,
      paid_yen INTEGER NOT NULL,
      at_risk_gross_yen INTEGER NOT NULL,
      at_risk_net_yen INTEGER NOT NULL,
      until INTEGER,
      PRIMARY KEY (case_id, run_ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX case_state_by_order ON case_state (order_id) WHERE order_id IS NOT NULL;
    CREATE INDEX case_state_by_entry ON case_state (entry_id) WHERE entry_id IS NOT NULL;

    """

  /// What the money and the goods must never do, whatever the program above thinks.
  private static let rules = """
    CREATE TRIGGER clearing_within_entry AFTER INSERT ON clearing BEGIN
      SELECT RAISE(ABORT, 'entry allocated beyond its amount') FROM entry e
      WHERE e.id = NEW.entry_id
        AND (SELECT sum(allocated_yen) FROM clearing WHERE entry_id = NEW.entry_id)
          NOT BETWEEN iif(e.direction = 1, 0, -e.amount_yen)
          AND iif(e.direction = 1, e.amount_yen, 0);
    END;

    CREATE TRIGGER clearing_not_below_zero AFTER INSERT ON clearing WHEN NEW.allocated_yen < 0
    BEGIN
      SELECT RAISE(ABORT, 'order cleared below zero')
      WHERE (SELECT sum(allocated_yen) FROM clearing WHERE order_id = NEW.order_id) < 0;
    END;

    CREATE TRIGGER entry_every_yen BEFORE INSERT ON entry_standing BEGIN
      SELECT RAISE(ABORT, 'entry not accounted to the yen')
      WHERE NEW.cleared_yen + NEW.suspense_yen + NEW.excluded_yen + NEW.refund_linked_yen IS NOT
        (SELECT CASE direction WHEN 1 THEN amount_yen ELSE -amount_yen END
        FROM entry WHERE id = NEW.entry_id);
    END;

    CREATE TRIGGER decision_one_release BEFORE INSERT ON decision
    WHEN NEW.decision = 'release' AND EXISTS (SELECT 1 FROM decision WHERE order_id = NEW.order_id)
    BEGIN
      SELECT RAISE(ABORT, 'order released twice')
      WHERE 'release' IS (SELECT decision FROM decision
        WHERE order_id = NEW.order_id AND decision IN ('release', 'stop')
        ORDER BY run_ordinal DESC LIMIT 1);
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
