/// The eighth schema, frozen: an index of the few settlement lines that the daily decisions heed,
/// and the fees that a provider states of a payout.
enum Schema0008 {
  static let name = "0008"

  /// The kinds are those of `Ledger.warningKinds`; SQLite uses the index only for just this list.
  static let sql = """
    CREATE INDEX settlement_warning ON settlement_line (day) WHERE kind IN (3, 4, 5, 11);

    ALTER TABLE settlement_payout ADD COLUMN fee_yen INTEGER CHECK (fee_yen >= 0);

    """
}
