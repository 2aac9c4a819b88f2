/// The eleventh schema, frozen: what was written out for the books and for the bank, and what came
/// of it on the statement.
enum Schema0011 {
  static let name = "0011"

  static let tables = [
    "journal_export", "journal_line", "period_lock", "refund_export", "refund_line", "refund_tie",
    "close_booking",
  ]

  static let sql = books + refunds + rules + appendOnly

  /// `source`, `subject`, `version` and `part` say where a booking is from; that makes it unique,
  /// so that nothing is booked twice, whatever is asked how often.
  private static let books = """
    CREATE TABLE journal_export (
      id INTEGER PRIMARY KEY,
      layout TEXT NOT NULL CHECK (layout <> ''),
      output_sha256 TEXT NOT NULL CHECK (length(output_sha256) = 64),
      output_name TEXT NOT NULL,
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE journal_line (
      number INTEGER PRIMARY KEY,
      export_id INTEGER NOT NULL REFERENCES journal_export(id),
      source TEXT NOT NULL CHECK (source <> ''),
      subject INTEGER NOT NULL,
      version INTEGER NOT NULL,
      part INTEGER NOT NULL,
      day INTEGER NOT NULL,
      fact_day INTEGER NOT NULL,
      entry_case TEXT NOT NULL CHECK (entry_case <> ''),
      debit TEXT NOT NULL CHECK (debit <> ''),
      credit TEXT NOT NULL CHECK (credit <> '' AND credit <> debit),
      provider TEXT NOT NULL,
      yen INTEGER NOT NULL CHECK (yen > 0),
      tax TEXT NOT NULL,
      entry_id TEXT NOT NULL,
      order_id TEXT NOT NULL,
      statement_row TEXT NOT NULL,
      run_id TEXT NOT NULL,
      is_reversal INTEGER NOT NULL CHECK (is_reversal IN (0, 1)),
      reverses INTEGER REFERENCES journal_line(number),
      text TEXT NOT NULL,
      UNIQUE (source, subject, version, part)
    ) STRICT;

    CREATE INDEX journal_line_by_entry ON journal_line (entry_id) WHERE entry_id <> '';
    CREATE INDEX journal_line_by_order ON journal_line (order_id) WHERE order_id <> '';

    CREATE TABLE close_booking (
      close_id INTEGER NOT NULL REFERENCES close_run(id),
      number INTEGER NOT NULL CHECK (number >= 1),
      day INTEGER NOT NULL,
      entry_case TEXT NOT NULL CHECK (entry_case <> ''),
      debit TEXT NOT NULL CHECK (debit <> ''),
      credit TEXT NOT NULL CHECK (credit <> '' AND credit <> debit),
      provider TEXT NOT NULL,
      yen INTEGER NOT NULL CHECK (yen > 0),
      tax TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (close_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE period_lock (
      id INTEGER PRIMARY KEY,
      through_day INTEGER NOT NULL,
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      reason TEXT NOT NULL CHECK (trim(reason) <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    """

  private static let refunds = """
    CREATE TABLE refund_export (
      id INTEGER PRIMARY KEY,
      accounts_sha256 TEXT NOT NULL CHECK (length(accounts_sha256) = 64),
      output_sha256 TEXT NOT NULL CHECK (length(output_sha256) = 64),
      output_name TEXT NOT NULL,
      sent_on INTEGER NOT NULL,
      person TEXT NOT NULL CHECK (trim(person) <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE refund_line (
      answer_id INTEGER PRIMARY KEY REFERENCES answer(id),
      export_id INTEGER NOT NULL REFERENCES refund_export(id),
      yen INTEGER NOT NULL CHECK (yen > 0),
      holder TEXT NOT NULL
    ) STRICT;

    CREATE TABLE refund_tie (
      answer_id INTEGER NOT NULL REFERENCES refund_line(answer_id),
      entry_id INTEGER NOT NULL REFERENCES entry(id),
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      yen INTEGER NOT NULL CHECK (yen <> 0),
      PRIMARY KEY (answer_id, entry_id)
    ) STRICT, WITHOUT ROWID;

    """

  /// Whatever the program above thinks: only what two people want goes to the bank, once; what is
  /// there is not taken back; nothing is booked into a locked period.
  private static let rules = """
    CREATE TRIGGER refund_line_in_force BEFORE INSERT ON refund_line BEGIN
      SELECT RAISE(ABORT, 'refund not in force') WHERE NOT EXISTS (
        SELECT 1 FROM answer a JOIN answer_end d ON d.answer_id = a.id
        WHERE a.id = NEW.answer_id AND a.kind = 'refund' AND d.outcome = 'effective'
          AND a.yen = NEW.yen AND a.id NOT IN (SELECT answer_id FROM answer_undone));
    END;

    CREATE TRIGGER refund_sent_stays BEFORE INSERT ON answer_undone BEGIN
      SELECT RAISE(ABORT, 'refund is at the bank')
      WHERE EXISTS (SELECT 1 FROM refund_line WHERE answer_id = NEW.answer_id);
    END;

    CREATE TRIGGER refund_left_once AFTER INSERT ON refund_tie BEGIN
      SELECT RAISE(ABORT, 'refund left twice') FROM refund_line l
      WHERE l.answer_id = NEW.answer_id AND (SELECT sum(yen) FROM refund_tie
        WHERE answer_id = NEW.answer_id) NOT BETWEEN 0 AND l.yen;
    END;

    CREATE TRIGGER journal_line_unlocked BEFORE INSERT ON journal_line BEGIN
      SELECT RAISE(ABORT, 'booked into a locked period') WHERE NEW.day <=
        (SELECT through_day FROM period_lock ORDER BY id DESC LIMIT 1);
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
