public import Model

/// What a reader needs to know from outside the file.
public struct ReadingContext: Sendable {
  /// The day of the run: settles the century of era dates and the year of dates without one.
  public var asOf: Day
  /// Told now and then below which offset the bytes are no longer needed, so that the caller can
  /// give mapped pages back. Offsets only grow.
  public var consumed: @Sendable (Int) -> Void
  /// Findings kept per file; what comes after is only counted in `FileReading.rowsRejected`.
  public var maxFindings: Int

  public init(
    asOf: Day, consumed: @escaping @Sendable (Int) -> Void = { _ in }, maxFindings: Int = 1000
  ) {
    self.asOf = asOf
    self.consumed = consumed
    self.maxFindings = maxFindings
  }
}

/// Where rows go, one by one and in file order. A file that is refused part way through may have
/// sent rows already: the caller drops them when `FileReading.isRefused`.
public struct RowSink {
  public var statement: (StatementRow) -> Void
  public var order: (OrderRow) -> Void

  public init(
    statement: @escaping (StatementRow) -> Void = { _ in },
    order: @escaping (OrderRow) -> Void = { _ in }
  ) {
    self.statement = statement
    self.order = order
  }
}
