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
  /// Formats that the user described; they are asked before the built-in ones.
  public var ownProfiles: [OwnProfile]
  /// The file's own name. Content says what a file is; only where a provider gives two reports one
  /// header does the name say which of them it is.
  public var fileName: String

  public init(
    asOf: Day, consumed: @escaping @Sendable (Int) -> Void = { _ in }, maxFindings: Int = 1000,
    ownProfiles: [OwnProfile] = [], fileName: String = ""
  ) {
    self.asOf = asOf
    self.consumed = consumed
    self.maxFindings = maxFindings
    self.ownProfiles = ownProfiles
    self.fileName = fileName
  }
}

/// Where rows go, one by one and in file order. A file that is refused part way through may have
/// sent rows already: the caller drops them when `FileReading.isRefused`.
public struct RowSink {
  public var statement: (StatementRow) -> Void
  public var order: (OrderRow) -> Void
  public var settlement: (SettlementRow) -> Void

  public init(
    statement: @escaping (StatementRow) -> Void = { _ in },
    order: @escaping (OrderRow) -> Void = { _ in },
    settlement: @escaping (SettlementRow) -> Void = { _ in }
  ) {
    self.statement = statement
    self.order = order
    self.settlement = settlement
  }
}

/// Reads one file: finds out by content what it is, sends its rows to `sink`, and returns the rest
/// of what there is to say. Never throws: a file that cannot be read gives a finding of severity
/// `.refusesFile`.
///
/// `bytes` must stay valid during the call. Cost: linear in the bytes, memory constant apart from
/// findings, accounts and order ids.
public func readFile(
  _ bytes: UnsafeRawBufferPointer, context: ReadingContext, sink: RowSink
) -> FileReading {
  let start = bytes.starts(with: utf8Mark) ? utf8Mark.count : 0
  guard let first = (start..<bytes.count).first(where: { !isSpace(bytes[$0]) }) else {
    return refusal(.emptyFile)
  }
  if isUTF16(bytes) { return readCamt(bytes, context: context, sink: sink) }
  if let foreign = foreignContent(bytes) { return foreign }
  if bytes[first] == 0x3C { return readCamt(bytes, context: context, sink: sink) }
  if looksLikeZengin(bytes) { return readZengin(bytes, context: context, sink: sink) }
  if let kind = zenginCSVStart(bytes, from: start) {
    return readZenginCSV(bytes, kind, from: start, context: context, sink: sink)
  }
  return readCSV(bytes, from: start, context: context, sink: sink)
}

private let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0x1A
}

func refusal(
  _ fault: DataFault, place: SourcePlace = SourcePlace(), value: String? = nil,
  expected: String? = nil, valueIsPersonal: Bool = false
) -> FileReading {
  FileReading(findings: [
    DataFinding(
      fault, .refusesFile, place: place, value: value, valueIsPersonal: valueIsPersonal,
      expected: expected)
  ])
}

/// Content that is no statement by its first bytes, named for the person who sent it.
private func foreignContent(_ bytes: UnsafeRawBufferPointer) -> FileReading? {
  let marks: [(DataFault, String, [UInt8])] = [
    (.wrongEncoding, "UTF-32", [0xFF, 0xFE, 0x00, 0x00]),
    (.wrongEncoding, "UTF-16", [0xFF, 0xFE]), (.wrongEncoding, "UTF-16", [0xFE, 0xFF]),
    (.unknownFormat, "ZIP", [0x50, 0x4B, 0x03, 0x04]),
    (.unknownFormat, "ZIP", [0x50, 0x4B, 0x05, 0x06]),
    (.unknownFormat, "gzip", [0x1F, 0x8B]), (.unknownFormat, "PDF", Array("%PDF".utf8)),
    (.unknownFormat, "XLS", [0xD0, 0xCF, 0x11, 0xE0]),
  ]
  for (fault, name, mark) in marks where bytes.starts(with: mark) {
    return refusal(
      fault, place: SourcePlace(byte: 0), value: name,
      expected: fault == .wrongEncoding ? "UTF-8, CP932" : nil)
  }
  return nil
}

/// UTF-8 where the head of the file is that, else CP932.
///
/// A file with a mark at its start, or with eight sound characters of several bytes before the
/// first bad one, is UTF-8 with damage: its bad rows are rejected one by one. CP932 text does not
/// look like UTF-8 for so long.
func textEncoding(_ bytes: UnsafeRawBufferPointer, from start: Int) -> TextEncoding {
  if start > 0 { return .utf8BOM }
  let window = UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + 65_536)])
  guard let bad = firstBadUTF8Byte(window) else { return .utf8 }
  // The window may have cut a character.
  if window.count < bytes.count - start, bad >= window.count - 3 { return .utf8 }
  let leads = window[..<bad].count { $0 >= 0xC2 }
  return leads >= 8 ? .utf8 : .cp932
}
