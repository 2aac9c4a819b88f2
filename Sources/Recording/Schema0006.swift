/// The sixth schema, frozen: what people said about entries and payers.
enum Schema0006 {
  static let name = "0006"

  static let tables = ["human_event", "human_share", "alias_event"]

  static let sql = facts + rules + strangers + appendOnly

  /// `run_ordinal` is the run that heeds the event: the one after those on record when it was
  /// said. The newest event of an entry counts.
  private static let facts = """
    CREATE TABLE human_event (
      id INTEGER PRIMARY KEY,
      run_ordinal INTEGER NOT NULL CHECK (run_ordinal >= 1),
      kind TEXT NOT NULL CHECK (kind IN ('assign', 'not_ours', 'wait', 'undo')),
      entry_id INTEGER NOT NULL REFERENCES entry(id),
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      comment TEXT NOT NULL,
      source_sha256 TEXT NOT NULL CHECK (length(source_sha256) IN (0, 64)),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL,
      CHECK (kind <> 'undo' OR trim(comment) <> '')
    ) STRICT;

    CREATE INDEX human_event_by_entry ON human_event (entry_id);
    CREATE INDEX human_event_by_run ON human_event (run_ordinal);

    CREATE TABLE human_share (
      event_id INTEGER NOT NULL REFERENCES human_event(id),
      order_id INTEGER NOT NULL REFERENCES shop_order(id),
      yen INTEGER NOT NULL CHECK (yen >= 0),
      PRIMARY KEY (event_id, order_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alias_event (
      id INTEGER PRIMARY KEY,
      run_ordinal INTEGER NOT NULL CHECK (run_ordinal >= 1),
      kind TEXT NOT NULL CHECK (kind = 'forget'),
      shop_id TEXT NOT NULL,
      customer TEXT NOT NULL CHECK (customer <> ''),
      payer_name TEXT NOT NULL CHECK (payer_name <> ''),
      payer_bank TEXT NOT NULL,
      payer_branch TEXT NOT NULL,
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      reason TEXT NOT NULL CHECK (trim(reason) <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    """

  /// Nothing is said about a run that is over: it could not heed it any more.
  private static let rules = """
    CREATE TRIGGER human_event_heeded BEFORE INSERT ON human_event BEGIN
      SELECT RAISE(ABORT, 'answer for a run that is over')
      WHERE NEW.run_ordinal <= (SELECT coalesce(max(ordinal), 0) FROM run);
    END;

    """

  /// Clearings under a name that is not the customer's: of all that is on record the few from which
  /// aliases are made.
  private static let strangers = """
    CREATE INDEX clearing_of_strangers ON clearing (run_ordinal)
    WHERE \(strangerBasis);

    """

  /// Queries that are to use the index have to say exactly this.
  static let strangerBasis = """
    basis IN ('family_name', 'company', 'order_number', 'one_for_many', 'known_payer', 'by_hand')
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
