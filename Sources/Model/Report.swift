/// Everything a report is made of: plain values, wording already chosen. `Reporting` turns it
/// into bytes and adds nothing of its own.
public struct ReportInput: Sendable {
  public var runID: String
  public var asOf: Moment
  public var language: Language
  public var snapshot: Snapshot
  public var outcomes: [EntryOutcome]
  public var decided: Decided
  /// Parallel to `decided.cases`.
  public var texts: Made<CaseText>
  /// Texts for somebody to send or to sign, parallel to `decided.cases`.
  public var drafts: Made<[Draft]>
  /// Orders that somebody told to be with the carrier.
  public var handedOver: Set<Int32> = []
  public var files: [FileLine]
  public var engineVersion: String
  public var policyNotes: [String]
  /// The newest event of the ledger when the report was made, before the run's own results: its
  /// number, and its hash, which proves all up to it. 0 and empty where nothing is recorded.
  public var ledgerEvent: Int64 = 0
  public var ledgerSHA256 = ""
  /// Days on which runs linked money, ascending, as far back as a report shows; empty where the
  /// ledger has none.
  public var history: [LinkDay] = []

  public init(
    runID: String, asOf: Moment, language: Language, snapshot: Snapshot,
    outcomes: [EntryOutcome], decided: Decided, texts: Made<CaseText>,
    drafts: Made<[Draft]>, files: [FileLine], engineVersion: String, policyNotes: [String] = []
  ) {
    self.runID = runID
    self.asOf = asOf
    self.language = language
    self.snapshot = snapshot
    self.outcomes = outcomes
    self.decided = decided
    self.texts = texts
    self.drafts = drafts
    self.files = files
    self.engineVersion = engineVersion
    self.policyNotes = policyNotes
  }
}

/// A case in words, with who bears what.
public struct CaseText: Sendable {
  public var note: NoteText
  public var liability: LiabilityNote

  public init(note: NoteText, liability: LiabilityNote) {
    self.note = note
    self.liability = liability
  }
}

/// A list of which each value is made when it is asked for: half a million texts would fill a
/// gigabyte, and a page shows hundreds.
public struct Made<Value: Sendable>: Sendable {
  public let count: Int
  private let make: @Sendable (Int) -> Value

  /// `make` gives the same for a place every time it is asked.
  public init(count: Int, _ make: @escaping @Sendable (Int) -> Value) {
    self.count = count
    self.make = make
  }

  public init(_ values: [Value]) { self.init(count: values.count) { values[$0] } }

  /// Cost: makes it.
  public subscript(place: Int) -> Value { make(place) }
}

/// One input file of the run: what it was taken for and what came of it.
public struct FileLine: Sendable {
  public var name: String
  /// Lower-case hex.
  public var sha256: String
  public var sizeBytes: Int64
  public var reading: FileReading
  /// Parallel to `reading.accounts`.
  public var accountKeys: [String]
  public var newRows: Int32
  public var knownRows: Int32
  public var notPostedRows: Int32
  /// True where the same bytes were imported before: nothing was read again.
  public var wasKnown: Bool
  /// Set where a person had the file posted although controls of it failed.
  public var override: OverrideNote?

  public init(
    name: String, sha256: String, sizeBytes: Int64, reading: FileReading,
    accountKeys: [String] = [], newRows: Int32 = 0, knownRows: Int32 = 0,
    notPostedRows: Int32 = 0, wasKnown: Bool = false, override: OverrideNote? = nil
  ) {
    self.name = name
    self.sha256 = sha256
    self.sizeBytes = sizeBytes
    self.reading = reading
    self.accountKeys = accountKeys
    self.newRows = newRows
    self.knownRows = knownRows
    self.notPostedRows = notPostedRows
    self.wasKnown = wasKnown
    self.override = override
  }
}

/// An output file. A large one is never whole in memory: it is made a piece at a time.
public struct ReportFile: Sendable {
  public var name: String
  /// Parts that follow each other in the file and can be made side by side; at least one.
  public let partCount: Int
  private let make: @Sendable (_ part: Int, _ take: (UnsafeRawBufferPointer) -> Void) -> Void

  public init(
    name: String, write: @escaping @Sendable (_ take: (UnsafeRawBufferPointer) -> Void) -> Void
  ) {
    self.init(name: name, partCount: 1) { _, take in write(take) }
  }

  /// `make` gives the same for a part every time, and no part needs another.
  public init(
    name: String, partCount: Int,
    make: @escaping @Sendable (_ part: Int, _ take: (UnsafeRawBufferPointer) -> Void) -> Void
  ) {
    self.name = name
    self.partCount = max(1, partCount)
    self.make = make
  }

  /// Makes the file and hands over its bytes in pieces, in order. Gives the same every time.
  public func write(_ take: (UnsafeRawBufferPointer) -> Void) {
    for part in 0..<partCount { make(part, take) }
  }

  /// One part of it, in pieces.
  public func write(part: Int, _ take: (UnsafeRawBufferPointer) -> Void) { make(part, take) }

  public init(name: String, bytes: [UInt8]) {
    self.init(name: name) { take in bytes.withUnsafeBytes(take) }
  }

  /// The whole file. Cost: makes it.
  public var bytes: [UInt8] {
    var all: [UInt8] = []
    write { all.append(contentsOf: $0) }
    return all
  }
}
