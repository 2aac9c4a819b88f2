/// The twelfth schema, frozen: what is open, carried forward, and indices by which a run finds what
/// changed since, so that the years behind it cost it nothing.
enum Schema0012 {
  static let name = "0012"

  static let tables = ["carry", "carried_entry", "carried_order", "carried_case"]

  /// `last_…` is the highest row number of its kind that the carry knows of; `last_day` and
  /// `last_moment` are the latest booking day and order time among those.
  static let sql = """
    CREATE TABLE carry (
      id INTEGER PRIMARY KEY CHECK (id >= 1),
      run_ordinal INTEGER NOT NULL UNIQUE REFERENCES run(ordinal),
      last_entry INTEGER NOT NULL,
      last_order INTEGER NOT NULL,
      last_file INTEGER NOT NULL,
      last_day INTEGER NOT NULL,
      last_moment INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE carried_entry (
      carry_id INTEGER NOT NULL REFERENCES carry(id),
      entry_id INTEGER NOT NULL REFERENCES entry(id),
      PRIMARY KEY (carry_id, entry_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE carried_order (
      carry_id INTEGER NOT NULL REFERENCES carry(id),
      order_id INTEGER NOT NULL REFERENCES shop_order(id),
      PRIMARY KEY (carry_id, order_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE carried_case (
      carry_id INTEGER NOT NULL REFERENCES carry(id),
      case_id TEXT NOT NULL CHECK (case_id <> ''),
      PRIMARY KEY (carry_id, case_id)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX order_version_changed ON order_version (file_id) WHERE version > 1;
    CREATE INDEX entry_standing_open ON entry_standing (run_ordinal) WHERE \(openStanding);
    CREATE INDEX decision_stop ON decision (run_ordinal) WHERE decision = 'stop';
    CREATE INDEX case_state_by_run ON case_state (run_ordinal);
    CREATE INDEX clearing_by_run ON clearing (run_ordinal, basis);

    """ + appendOnly

  /// Queries that are to use the index have to say exactly this.
  static let openStanding = "standing = 0 OR refund_linked_yen <> 0"

  private static let appendOnly = tables.map { table in
    """
    CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'append-only: \(table)'); END;
    CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'append-only: \(table)'); END;

    """
  }.joined()
}
