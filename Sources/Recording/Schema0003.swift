/// What later imports have to know of a file and its rows to tell equal payments apart.
enum Schema0003 {
  static let name = "0003"

  static let tables = ["file_extent", "lasting_reference"]

  static let sql = extents + references + appendOnly

  /// Days of which the file holds every row; NULL where there are none. Files of earlier versions
  /// are of none.
  private static let extents = """
    CREATE TABLE file_extent (
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      account_index INTEGER NOT NULL CHECK (account_index >= 0),
      account_id INTEGER NOT NULL REFERENCES account(id),
      is_incremental INTEGER NOT NULL CHECK (is_incremental IN (0, 1)),
      whole_first_day INTEGER,
      whole_last_day INTEGER,
      is_proved INTEGER NOT NULL CHECK (is_proved IN (0, 1)),
      CHECK ((whole_first_day IS NULL) = (whole_last_day IS NULL)),
      CHECK (whole_first_day <= whole_last_day),
      PRIMARY KEY (file_id, account_index)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX file_extent_by_account ON file_extent (account_id, whole_last_day)
    WHERE whole_last_day IS NOT NULL;

    INSERT INTO file_extent
    SELECT a.file_id, a.account_index, a.account_id,
      f.format_id LIKE 'zengin-01%' OR f.format_id IN ('camt-052', 'camt-054', 'neutral-deposits'),
      NULL, NULL, 0
    FROM file_account a JOIN source_file f ON f.id = a.file_id;

    """

  /// The first entry that a format gave a lasting reference to, and the payer as it wrote it there.
  private static let references = """
    CREATE TABLE lasting_reference (
      account_id INTEGER NOT NULL REFERENCES account(id),
      format_id TEXT NOT NULL CHECK (format_id <> ''),
      reference TEXT NOT NULL CHECK (reference <> ''),
      entry_id INTEGER NOT NULL REFERENCES entry(id),
      payer_name TEXT NOT NULL,
      PRIMARY KEY (account_id, format_id, reference)
    ) STRICT, WITHOUT ROWID;

    INSERT OR IGNORE INTO lasting_reference
    SELECT e.account_id, f.format_id, s.reference, s.entry_id, s.payer_name
    FROM sighting s JOIN source_file f ON f.id = s.file_id JOIN entry e ON e.id = s.entry_id
    WHERE s.reference <> '' AND (f.format_id LIKE 'camt-%' OR f.format_id = 'neutral-deposits')
    ORDER BY s.file_id;

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
