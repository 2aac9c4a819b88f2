/// The ninth schema, frozen: answers with all that people wrote in them, who confirmed them, and
/// what of it was taken back.
enum Schema0009 {
  static let name = "0009"

  static let tables = ["answer", "answer_share", "answer_end", "answer_undone"]

  static let sql = facts + rules + appendOnly

  /// An answer without an end is a proposal. `event_id` is what the next run heeds of it: kind
  /// `wait` there for a refund, which only this table tells from waiting.
  private static let facts = """
    CREATE TABLE answer (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('assign', 'not_ours', 'wait', 'refund', 'waive')),
      entry_id INTEGER REFERENCES entry(id),
      order_id INTEGER REFERENCES shop_order(id),
      yen INTEGER NOT NULL CHECK (yen >= 0),
      wait_until INTEGER,
      teaches INTEGER CHECK (teaches IN (0, 1)),
      needs_second INTEGER NOT NULL CHECK (needs_second IN (0, 1)),
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      comment TEXT NOT NULL,
      source_sha256 TEXT NOT NULL CHECK (length(source_sha256) IN (0, 64)),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL,
      CHECK ((kind = 'waive') = (entry_id IS NULL)),
      CHECK (kind <> 'waive' OR order_id IS NOT NULL)
    ) STRICT;

    CREATE INDEX answer_by_entry ON answer (entry_id) WHERE entry_id IS NOT NULL;
    CREATE INDEX answer_by_order ON answer (order_id) WHERE order_id IS NOT NULL;

    CREATE TABLE answer_share (
      answer_id INTEGER NOT NULL REFERENCES answer(id),
      order_id INTEGER NOT NULL REFERENCES shop_order(id),
      yen INTEGER NOT NULL CHECK (yen >= 0),
      PRIMARY KEY (answer_id, order_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE answer_end (
      answer_id INTEGER PRIMARY KEY REFERENCES answer(id),
      outcome TEXT NOT NULL CHECK (outcome IN ('effective', 'rejected')),
      run_ordinal INTEGER NOT NULL CHECK (run_ordinal >= 1),
      event_id INTEGER UNIQUE REFERENCES human_event(id),
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      comment TEXT NOT NULL,
      source_sha256 TEXT NOT NULL CHECK (length(source_sha256) IN (0, 64)),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE answer_undone (
      answer_id INTEGER PRIMARY KEY REFERENCES answer_end(answer_id),
      run_ordinal INTEGER NOT NULL CHECK (run_ordinal >= 1),
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      comment TEXT NOT NULL CHECK (trim(comment) <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    """

  /// Whatever the program above thinks: nobody confirms what is his own, and no entry is paid back
  /// beyond what came in.
  private static let rules = """
    CREATE TRIGGER answer_second_person BEFORE INSERT ON answer_end WHEN NEW.outcome = 'effective'
    BEGIN
      SELECT RAISE(ABORT, 'answer needs a second person') FROM answer a
      WHERE a.id = NEW.answer_id AND a.needs_second = 1
        AND lower(replace(replace(a.person, ' ', ''), '　', ''))
          = lower(replace(replace(NEW.person, ' ', ''), '　', ''));
    END;

    CREATE TRIGGER answer_refund_within BEFORE INSERT ON answer_end WHEN NEW.outcome = 'effective'
    BEGIN
      SELECT RAISE(ABORT, 'refund beyond the entry') FROM answer a
      JOIN entry e ON e.id = a.entry_id
      WHERE a.id = NEW.answer_id AND a.kind = 'refund' AND e.amount_yen < a.yen
        + (SELECT coalesce(sum(b.yen), 0) FROM answer b JOIN answer_end d ON d.answer_id = b.id
          WHERE b.entry_id = a.entry_id AND b.kind = 'refund' AND d.outcome = 'effective'
            AND b.id NOT IN (SELECT answer_id FROM answer_undone));
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
