/// The tenth schema, frozen: the chain of events, and what runs were given and gave.
///
/// An event is what one transaction added. Its hash covers the hash of the event before it and the
/// hash of its new rows, table by table; see `Chain`.
enum Schema0010 {
  static let name = "0010"

  static let tables = ["event", "event_part", "run_input", "run_output"]

  /// Inputs of a run lie in the archive: with them it can be done again, and its outputs say
  /// whether it came to the same. `sealed_sha256` covers the clock too, `sha256` does not: it is
  /// in reports, which the same inputs have to give again byte for byte.
  static let sql = """
    CREATE TABLE event (
      id INTEGER PRIMARY KEY CHECK (id >= 1),
      previous_sha256 TEXT NOT NULL CHECK (length(previous_sha256) = 64),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      sealed_sha256 TEXT NOT NULL CHECK (length(sealed_sha256) = 64)
    ) STRICT;

    CREATE TABLE event_part (
      event_id INTEGER NOT NULL REFERENCES event(id),
      table_name TEXT NOT NULL CHECK (table_name <> ''),
      columns INTEGER NOT NULL CHECK (columns >= 1),
      rows INTEGER NOT NULL CHECK (rows >= 1),
      first_id INTEGER,
      last_id INTEGER,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      apart_sha256 TEXT CHECK (length(apart_sha256) = 64),
      CHECK ((first_id IS NULL) = (last_id IS NULL)),
      CHECK (first_id <= last_id),
      PRIMARY KEY (event_id, table_name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_input (
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      kind TEXT NOT NULL CHECK (kind IN ('inbox', 'settings')),
      name TEXT NOT NULL CHECK (name <> ''),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
      PRIMARY KEY (run_ordinal, kind, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_output (
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      name TEXT NOT NULL CHECK (name <> ''),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
      PRIMARY KEY (run_ordinal, name)
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
