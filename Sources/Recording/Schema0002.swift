/// The second schema, frozen: what each file proves of a balance over time, and what people took
/// upon themselves.
enum Schema0002 {
  static let name = "0002"

  static let tables = ["file_trail", "file_day", "control_override"]

  static let sql = facts + appendOnly

  private static let facts = """
    CREATE TABLE file_trail (
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      account_index INTEGER NOT NULL CHECK (account_index >= 0),
      first_day INTEGER NOT NULL,
      last_day INTEGER NOT NULL,
      whole_through INTEGER NOT NULL,
      opening_yen INTEGER,
      closing_yen INTEGER,
      CHECK (first_day <= last_day AND whole_through <= last_day),
      PRIMARY KEY (file_id, account_index)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE file_day (
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      account_index INTEGER NOT NULL CHECK (account_index >= 0),
      day INTEGER NOT NULL,
      balance_yen INTEGER NOT NULL,
      PRIMARY KEY (file_id, account_index, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE control_override (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      file_name TEXT NOT NULL,
      faults TEXT NOT NULL CHECK (faults <> ''),
      person TEXT NOT NULL CHECK (person <> ''),
      reason TEXT NOT NULL CHECK (trim(reason) <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL,
      rows INTEGER NOT NULL CHECK (rows >= 0),
      credit_yen INTEGER NOT NULL CHECK (credit_yen >= 0),
      debit_yen INTEGER NOT NULL CHECK (debit_yen >= 0)
    ) STRICT;

    CREATE INDEX control_override_by_file ON control_override (sha256);

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
