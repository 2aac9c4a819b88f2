/// The fourth schema, frozen: days within a file's period of which it does not tell all.
enum Schema0004 {
  static let name = "0004"

  static let tables = ["file_hole"]

  /// `kind` is that of `UntoldDays`.
  static let sql = """
    CREATE TABLE file_hole (
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      account_index INTEGER NOT NULL CHECK (account_index >= 0),
      kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
      first_day INTEGER NOT NULL,
      last_day INTEGER NOT NULL,
      CHECK (first_day <= last_day),
      PRIMARY KEY (file_id, account_index, kind, first_day, last_day)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER file_hole_no_update BEFORE UPDATE ON file_hole
    BEGIN SELECT RAISE(ABORT, 'append-only: file_hole'); END;
    CREATE TRIGGER file_hole_no_delete BEFORE DELETE ON file_hole
    BEGIN SELECT RAISE(ABORT, 'append-only: file_hole'); END;

    """
}
