/// The thirteenth schema, frozen: payments under another name than the customer's, by payer.
enum Schema0013 {
  static let name = "0013"

  static let tables = ["payer_list", "payer_payment"]

  /// A run leaves a list of the payments that earlier runs added since the last one, so that later
  /// runs ask for those of today's payers only. What they say stands where it always did: these
  /// rows only find it. `payer` is a number that `PayerNumbering` of that version gives.
  static let sql = """
    CREATE TABLE payer_list (
      id INTEGER PRIMARY KEY CHECK (id >= 1),
      run_ordinal INTEGER NOT NULL UNIQUE REFERENCES run(ordinal),
      numbering INTEGER NOT NULL,
      through_run INTEGER NOT NULL REFERENCES run(ordinal)
    ) STRICT;

    CREATE TABLE payer_payment (
      payer INTEGER NOT NULL,
      run_ordinal INTEGER NOT NULL,
      entry_id INTEGER NOT NULL,
      order_id INTEGER NOT NULL,
      list_id INTEGER NOT NULL REFERENCES payer_list(id),
      PRIMARY KEY (payer, run_ordinal, entry_id, order_id),
      FOREIGN KEY (entry_id, order_id, run_ordinal)
        REFERENCES clearing(entry_id, order_id, run_ordinal)
    ) STRICT, WITHOUT ROWID;

    """ + appendOnly

  private static let appendOnly = tables.map { table in
    """
    CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'append-only: \(table)'); END;
    CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'append-only: \(table)'); END;

    """
  }.joined()
}
