/// The fifth schema, frozen: what persons told, what was written out for released orders, and the
/// running account of recourse against the operator.
enum Schema0005 {
  static let name = "0005"

  static let tables = ["notice", "release_export", "release_line", "recourse"]

  static let sql = notices + exports + recourse + appendOnly

  /// `kind` is the word of a `NoticeKind`; a row with `withdraws` takes an earlier one back.
  private static let notices = """
    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind <> ''),
      order_id TEXT NOT NULL,
      shop_id TEXT NOT NULL,
      entry_id TEXT NOT NULL,
      reference TEXT NOT NULL,
      amount_yen INTEGER NOT NULL CHECK (amount_yen >= 0),
      told_on INTEGER NOT NULL,
      until_day INTEGER,
      person TEXT NOT NULL CHECK (person <> ''),
      reason TEXT NOT NULL,
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL,
      withdraws INTEGER UNIQUE REFERENCES notice(id),
      CHECK (order_id <> '' OR entry_id <> '' OR reference <> '' OR withdraws IS NOT NULL)
    ) STRICT;

    """

  /// An order is written out once per release and purpose, whatever is asked how often.
  private static let exports = """
    CREATE TABLE release_export (
      id INTEGER PRIMARY KEY,
      purpose TEXT NOT NULL CHECK (purpose <> ''),
      layout TEXT NOT NULL,
      source_sha256 TEXT NOT NULL,
      output_sha256 TEXT NOT NULL CHECK (length(output_sha256) = 64),
      output_name TEXT NOT NULL,
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE release_line (
      order_id INTEGER NOT NULL REFERENCES shop_order(id),
      purpose TEXT NOT NULL CHECK (purpose <> ''),
      run_ordinal INTEGER NOT NULL REFERENCES run(ordinal),
      export_id INTEGER NOT NULL REFERENCES release_export(id),
      PRIMARY KEY (order_id, purpose, run_ordinal)
    ) STRICT, WITHOUT ROWID;

    """

  /// `account` is a shop, or empty for all shops under one contract. A negative amount takes back.
  private static let recourse = """
    CREATE TABLE recourse (
      id INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      case_id TEXT NOT NULL CHECK (case_id <> ''),
      amount_yen INTEGER NOT NULL CHECK (amount_yen <> 0),
      booked_on INTEGER NOT NULL,
      person TEXT NOT NULL CHECK (person <> ''),
      reason TEXT NOT NULL CHECK (trim(reason) <> ''),
      as_of INTEGER NOT NULL,
      wall_seconds INTEGER NOT NULL
    ) STRICT;

    CREATE TRIGGER recourse_not_below_zero BEFORE INSERT ON recourse WHEN NEW.amount_yen < 0 BEGIN
      SELECT RAISE(ABORT, 'recourse of a case below zero')
      WHERE (SELECT coalesce(sum(amount_yen), 0) FROM recourse
        WHERE account = NEW.account AND case_id = NEW.case_id) + NEW.amount_yen < 0;
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
