internal import Model
internal import Recording

/// What a file that came later can mend: faults of the file itself, not rows that contradict the
/// ledger.
private let mendable: Set<DataFault> = [
  .controlFailed, .balanceBreak, .rowOrderUnclear, .continuityBreak, .badAmount, .amountOverflow,
  .badDate, .impossibleEraYear, .badCode, .badCharacter, .missingValue, .unsignedAmountNegative,
  .columnCount,
]

extension TakingIn {
  /// A file with faults may leave the inbox when later files were posted that prove all its days
  /// by their balances and have all its rows: whoever saw the fault has fetched the days again.
  func markSuperseded(_ intake: inout IntakeFile) throws(RunError) {
    let faulty = intake.reading.findings.filter { $0.severity >= .rejectsRow }
    guard intake.reading.kind == .statement, !intake.wasKnown, !intake.reading.isRefused,
      !faulty.isEmpty, !intake.accountIDs.isEmpty,
      faulty.allSatisfy({ mendable.contains($0.fault) })
    else { return }
    let sha256 = intake.file.sha256
    let first = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.firstRun(ofFile: sha256)
    }
    let contradicts = !intake.stoppingMeetings.isEmpty
    for (index, id) in intake.accountIDs.enumerated() {
      let account = intake.reading.accounts[index]
      guard let first, let firstDay = account.firstDay, let lastDay = account.lastDay else {
        return
      }
      let trails = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.balanceTrails(accountID: id)
      }.filter {
        !$0.isStopped && $0.untoldDays.isEmpty && $0.openingYen != nil && $0.closingYen != nil
      }
      let isProved = BreakProof(trails: trails).covers(
        firstDay, lastDay, besides: sha256, seenIn: first,
        notBefore: contradicts ? first + 1 : first)
      if !isProved { return }
      let known = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.rows(accountID: id, from: firstDay, to: lastDay)
      }
      if intake.hasRows(index, beyond: known) { return }
    }
    intake.isSuperseded = true
    for index in intake.reading.findings.indices
    where intake.reading.findings[index].severity >= .rejectsRow {
      intake.reading.findings[index].severity = .note
    }
    intake.reading.findings.append(DataFinding(.fileSuperseded, .note))
  }
}

extension IntakeFile {
  /// The account has a row that is not among those known.
  fileprivate func hasRows(_ index: Int, beyond known: [Day: [Int64: Int]]) -> Bool {
    var left = known
    for row in statementRows where row.accountIndex == Int32(index) {
      let isCredit = row.direction == .credit && row.mark != .cancellation
      let yen = isCredit ? row.amountYen : -row.amountYen
      guard let count = left[row.bookingDay]?[yen], count > 0 else { return true }
      left[row.bookingDay]?[yen] = count - 1
    }
    return false
  }
}
