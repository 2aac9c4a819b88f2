/// What a close is to be held against: the close before it, as the ledger has it.
public struct ClosedMonth: Hashable, Sendable {
  public var firstDay: Day
  public var version: Int32
  public var asOf: Moment
  /// By provider and name, sorted.
  public var figures: [CloseFigure]
  /// By provider, kind and subject, sorted: open orders, findings, payouts.
  public var items: [CloseItem]

  public init(
    firstDay: Day, version: Int32, asOf: Moment, figures: [CloseFigure], items: [CloseItem]
  ) {
    self.firstDay = firstDay
    self.version = version
    self.asOf = asOf
    self.figures = figures
    self.items = items
  }
}

/// One figure of a close.
public struct CloseFigure: Hashable, Sendable, Comparable {
  public var provider: String
  public var name: String
  public var yen: Int64

  public init(provider: String, name: String, yen: Int64) {
    self.provider = provider
    self.name = name
    self.yen = yen
  }

  public static func < (a: CloseFigure, b: CloseFigure) -> Bool {
    (a.provider, a.name, a.yen) < (b.provider, b.name, b.yen)
  }
}

/// One thing that a close carries over or found: an open order, a payout, a finding.
public struct CloseItem: Hashable, Sendable, Comparable {
  public var provider: String
  /// `open`, `payout`, or a `CloseFault`.
  public var kind: String
  public var subject: String
  public var yen: Int64

  public init(provider: String, kind: String, subject: String, yen: Int64) {
    self.provider = provider
    self.kind = kind
    self.subject = subject
    self.yen = yen
  }

  public static func < (a: CloseItem, b: CloseItem) -> Bool {
    (a.provider, a.kind, a.subject, a.yen) < (b.provider, b.kind, b.subject, b.yen)
  }
}

/// Everything a close's report is made of.
public struct CloseReportInput: Sendable {
  public var input: CloseInput
  public var outcome: ThreeWayOutcome
  public var findings: [CloseFinding]
  /// Parallel to `findings`.
  public var notes: [NoteText]
  /// Of this close, as it would stand in the ledger.
  public var closed: ClosedMonth
  /// The same month closed before; nil at the first time.
  public var before: ClosedMonth?
  /// The month before, as closed; nil where it was not.
  public var previous: ClosedMonth?
  public var asOf: Moment
  public var language: Language
  public var engineVersion: String
  /// False for a look at a month that is not over, or that would have to be reopened.
  public var isRecorded: Bool

  public init(
    input: CloseInput, outcome: ThreeWayOutcome, findings: [CloseFinding], notes: [NoteText],
    closed: ClosedMonth, before: ClosedMonth?, previous: ClosedMonth?, asOf: Moment,
    language: Language, engineVersion: String, isRecorded: Bool
  ) {
    self.input = input
    self.outcome = outcome
    self.findings = findings
    self.notes = notes
    self.closed = closed
    self.before = before
    self.previous = previous
    self.asOf = asOf
    self.language = language
    self.engineVersion = engineVersion
    self.isRecorded = isRecorded
  }

  /// What was said before and is no more, and what is new. Both sorted.
  public var changes: (gone: [CloseItem], new: [CloseItem]) {
    guard let before else { return ([], []) }
    let old = Set(before.items)
    let now = Set(closed.items)
    return (before.items.filter { !now.contains($0) }, closed.items.filter { !old.contains($0) })
  }

  /// What came in after the month before was closed and belongs to it: the opening balance as it is
  /// known now, minus the closing balance as it was closed. By provider; nil where that month was
  /// never closed.
  public func lateYen(_ provider: Int) -> Int64? {
    guard let previous else { return nil }
    let name = input.book.providers[provider]
    let closing = previous.figures.first { $0.provider == name && $0.name == "closing" }
    return outcome.figures[provider].openingYen - (closing?.yen ?? 0)
  }
}
