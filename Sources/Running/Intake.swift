internal import Model
internal import Reading

/// A file that was read: what it is, and its rows.
struct IntakeFile {
  var file: InboxFile
  var reading: FileReading
  var statementRows: [StatementRow] = []
  var orderRows: [OrderRow] = []
  var wasKnown = false
  /// The ledger has its rows already, from this very run before it broke off.
  var isRecorded = false
  /// Parallel to `reading.accounts`.
  var accountIDs: [Int64] = []
  var accountKeys: [String] = []
  var newRows: Int32 = 0
  var knownRows: Int32 = 0
  var notPostedRows: Int32 = 0
  /// Set where a person had it posted although controls failed.
  var override: OverrideNote?
  /// What the ledger's overrides of these bytes allow, and the newest of them.
  var waived: Set<DataFault> = []
  var waiver: OverrideNote?

  /// Everything in it was taken, so the original may leave the inbox.
  var isFullyTaken: Bool {
    wasKnown
      || (notPostedRows == 0 && !reading.findings.contains { $0.severity >= .rejectsRow })
  }

  var isToRecord: Bool { !wasKnown && !isRecorded && !reading.isRefused && !file.isZip }

  /// The ledger, or another file of this inbox, holds these bytes already.
  mutating func markKnown(as name: String) {
    wasKnown = true
    reading.findings = [DataFinding(.fileAlreadyKnown, .note, value: name)]
    statementRows = []
    orderRows = []
  }

  /// Rows that are equal down to the bank's own reference are one row told twice (two reports of
  /// one day in a message, a line copied by hand); without one, equal rows are equal payments.
  mutating func dropRepeatedRows() {
    guard reading.kind == .statement else { return }
    var seen = Set<StatementRow>()
    statementRows.removeAll { row in
      guard !row.reference.isEmpty else { return false }
      var bare = row
      bare.record = 0
      bare.line = 0
      bare.balanceAfterYen = nil
      if seen.insert(bare).inserted { return false }
      reading.findings.append(
        DataFinding(
          .duplicateCopy, .note,
          place: SourcePlace(record: row.record, line: row.line), value: row.reference))
      return true
    }
  }

  mutating func refuse(_ finding: DataFinding) {
    reading.findings.append(finding)
    statementRows = []
  }

  var line: FileLine {
    FileLine(
      name: file.name, sha256: file.sha256, sizeBytes: file.sizeBytes, reading: reading,
      accountKeys: accountKeys, newRows: newRows, knownRows: knownRows,
      notPostedRows: notPostedRows, wasKnown: wasKnown, override: override)
  }
}

/// Reads one file of bytes into values. The bytes are a private copy that nobody changes.
func readIntake(
  _ file: InboxFile, at path: String, asOf: Day, own: [OwnProfile]
) throws(RunError) -> IntakeFile {
  let mapped = try MappedFile(path)
  var statementRows: [StatementRow] = []
  var orderRows: [OrderRow] = []
  let context = ReadingContext(
    asOf: asOf, consumed: MappedFile.dropper(mapped.bytes), ownProfiles: own)
  let sink = RowSink(
    statement: { statementRows.append($0) }, order: { orderRows.append($0) })
  let reading = readFile(mapped.bytes, context: context, sink: sink)
  return IntakeFile(
    file: file, reading: reading, statementRows: statementRows, orderRows: orderRows)
}

extension IntakeFile {
  /// Files are imported in an order that comes from their content alone, so that renaming or
  /// shuffling them changes nothing: statements by how much their format can carry, then orders
  /// by their newest order (a later export knows more), then by hash.
  var importKey: (Int32, Int64, String) {
    switch reading.kind {
    case .statement: return (0, formatRank, file.sha256)
    case .orders:
      return (1, orderRows.map(\.orderedAt.secondsTokyo).max() ?? 0, file.sha256)
    case .settlement, .unknown: return (2, 0, file.sha256)
    }
  }

  /// camt carries stable references, Zengin daily ones, the neutral form its own, CSVs none.
  private var formatRank: Int64 {
    let families = [
      "camt-053", "camt-052", "camt-054", "zengin-03", "zengin-csv-03", "zengin-01",
      "zengin-csv-01", "neutral-deposits",
    ]
    for (rank, family) in families.enumerated() where reading.formatID.hasPrefix(family) {
      return Int64(rank)
    }
    return Int64(families.count)
  }
}
