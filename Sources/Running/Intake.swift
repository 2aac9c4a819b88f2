internal import Model
internal import Reading
internal import Tables

/// A file that was read: what it is, and its rows.
struct IntakeFile {
  var file: InboxFile
  var reading: FileReading
  var statementRows: [StatementRow] = []
  var orderRows: [OrderRow] = []
  var settlementRows: [SettlementRow] = []
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
  /// All its days are proved by files that came later, so it may go although it was not posted.
  var isSuperseded = false
  /// What the ledger's overrides of these bytes allow, and the newest of them.
  var waived: Set<DataFault> = []
  var waivedMeetings: [BalanceMeeting] = []
  var waiver: OverrideNote?

  /// Everything in it was taken, so the original may leave the inbox.
  var isFullyTaken: Bool {
    wasKnown || isSuperseded
      || (notPostedRows == 0 && !reading.findings.contains { $0.severity >= .rejectsRow })
  }

  var isStatementWithFaults: Bool {
    reading.kind == .statement && reading.findings.contains { $0.severity >= .rejectsRow }
  }

  var isToRecord: Bool { !wasKnown && !isRecorded && !reading.isRefused && !file.isZip }

  /// The ledger, or another file of this inbox, holds these bytes already.
  mutating func markKnown(as name: String) {
    wasKnown = true
    reading.findings = [DataFinding(.fileAlreadyKnown, .note, value: name)]
    statementRows = []
    orderRows = []
    settlementRows = []
  }

  /// Rows that are equal down to the bank's own reference and stand in two groups or statements are
  /// one row told twice (two reports of one day in a message). Within one group its totals counted
  /// both, so they are two payments and the reference is no identity; only where nothing counted
  /// them, a lasting one (`deposit_id`) says that a line was copied. Without a reference equal rows
  /// are equal payments.
  mutating func dropRepeatedRows() {
    guard reading.kind == .statement, mayRepeat() else { return }
    var counts: [StatementRow: [Int32: Int]] = [:]
    var kept: [StatementRow] = []
    var repeated: Set<StatementRow> = []
    for row in statementRows {
      guard !row.reference.isEmpty else {
        kept.append(row)
        continue
      }
      let bare = row.bare
      var ofPart = counts[bare] ?? [:]
      let number = ofPart[row.partRecord, default: 0] + 1
      ofPart[row.partRecord] = number
      counts[bare] = ofPart
      let elsewhere = ofPart.filter { $0.key != row.partRecord }.values.max() ?? 0
      let isCopied = number > 1 && row.isReferenceLasting && !isCounted(row)
      if number <= elsewhere || isCopied {
        reading.findings.append(
          DataFinding(
            .duplicateCopy, .note,
            place: SourcePlace(record: row.record, line: row.line), value: row.reference))
        continue
      }
      if number > 1 { repeated.insert(bare) }
      kept.append(row)
    }
    statementRows = kept
    guard !repeated.isEmpty else { return }
    for index in statementRows.indices where repeated.contains(statementRows[index].bare) {
      statementRows[index].isReferenceLasting = false
    }
  }

  /// One lasting reference on two rows that differ in one thing only: one of them is wrong, and
  /// nothing says which. The first stays, as it would had the second come in a later file; the
  /// second waits for a person. Where more differs, or where totals counted both, the references
  /// are numbers that start anew and mean nothing.
  mutating func refuseContradictions() {
    guard reading.kind == .statement, statementRows.contains(where: \.isReferenceLasting) else {
      return
    }
    var refused: Set<Int> = []
    for rows in rowsByLastingReference() {
      for (place, second) in rows.enumerated().dropFirst() where !isCounted(statementRows[second]) {
        if rows[..<place].contains(where: { contradicts(second, $0) }) { refused.insert(second) }
      }
    }
    for index in refused.sorted() {
      let row = statementRows[index]
      reading.findings.append(
        DataFinding(
          .rowConflict, .rejectsRow, place: SourcePlace(record: row.record, line: row.line),
          value: row.reference))
      reading.rowsRejected += 1
    }
    if refused.isEmpty { return }
    statementRows = statementRows.indices.filter { !refused.contains($0) }.map { statementRows[$0] }
  }

  /// Places of the rows of each lasting reference that more than one has, in the file's order.
  private func rowsByLastingReference() -> [[Int]] {
    var marks: [(mark: Int, index: Int)] = []
    for index in statementRows.indices
    where statementRows[index].isReferenceLasting && !statementRows[index].reference.isEmpty {
      marks.append((statementRows[index].reference.hashValue, index))
    }
    marks.sort { $0 < $1 }
    var groups: [String: [Int]] = [:]
    for (one, next) in zip(marks, marks.dropFirst()) where one.mark == next.mark {
      for index in [one.index, next.index] {
        groups[statementRows[index].reference, default: []].append(index)
      }
    }
    return groups.values.map { Array(Set($0)).sorted() }
  }

  private func contradicts(_ second: Int, _ first: Int) -> Bool {
    let (a, b) = (statementRows[first], statementRows[second])
    let changes = [
      a.bookingDay != b.bookingDay, a.amountYen != b.amountYen, a.payerName != b.payerName,
    ].count { $0 }
    return changes == 1 && a.accountIndex == b.accountIndex && a.direction == b.direction
      && a.mark == b.mark
  }

  /// False where no two rows are equal but for their place: by a mark of each, which is sooner
  /// asked than the rows themselves.
  private func mayRepeat() -> Bool {
    var marks: [Int] = []
    marks.reserveCapacity(statementRows.count)
    for n in statementRows.indices where !statementRows[n].reference.isEmpty {
      var hasher = Hasher()
      hasher.combine(statementRows[n].reference)
      hasher.combine(statementRows[n].bookingDay)
      hasher.combine(statementRows[n].amountYen)
      hasher.combine(statementRows[n].payerName)
      marks.append(hasher.finalize())
    }
    marks.sort()
    return zip(marks, marks.dropFirst()).contains { $0 == $1 }
  }

  /// Whether a count, sum or balance of the file speaks of the row.
  private func isCounted(_ row: StatementRow) -> Bool {
    row.balanceAfterYen != nil
      || reading.controls.contains {
        $0.accountIndex == row.accountIndex && $0.outcome != .absent && $0.kind != .dayRange
      }
  }

  /// Rows that the ledger has need not be kept here.
  mutating func dropRows() {
    statementRows = []
    orderRows = []
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
  var settlementRows: [SettlementRow] = []
  let context = ReadingContext(
    asOf: asOf, consumed: MappedFile.dropper(mapped.bytes), ownProfiles: own,
    fileName: lastComponent(file.name))
  let sink = RowSink(
    statement: { statementRows.append($0) }, order: { orderRows.append($0) },
    settlement: { settlementRows.append($0) })
  let reading = readFile(mapped.bytes, context: context, sink: sink)
  var intake = IntakeFile(
    file: file, reading: reading, statementRows: statementRows, orderRows: orderRows,
    settlementRows: settlementRows)
  intake.reading.proveParts(bankCalendar())
  intake.markUnreadDays()
  return intake
}

extension IntakeFile {
  /// Files are imported in an order that comes from their content alone, so that renaming or
  /// shuffling them changes nothing: statements by how much their format can carry, then orders
  /// by their newest order (a later export knows more), then by hash.
  var importKey: (Int32, Int64, String) {
    switch reading.kind {
    case .statement: return (0, formatRank, file.sha256)
    case .settlement: return (1, 0, file.sha256)
    // Last, because very many may wait to be written while they are matched already.
    case .orders:
      return (2, orderRows.map(\.orderedAt.secondsTokyo).max() ?? 0, file.sha256)
    case .unknown: return (3, 0, file.sha256)
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

extension StatementRow {
  /// The row without its place in the file.
  fileprivate var bare: StatementRow {
    var bare = self
    bare.record = 0
    bare.line = 0
    bare.balanceAfterYen = nil
    bare.partRecord = 0
    return bare
  }
}
