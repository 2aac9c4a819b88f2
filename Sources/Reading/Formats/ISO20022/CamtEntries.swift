import Model

extension CamtStream {
  /// Counts the entry in hand, and makes rows of it where it is booked and in yen.
  func closeEntry() {
    records &+= 1
    let accountIndex = resolveAccount()
    guard let status = entry.status else {
      return reject(.missingValue, "Ntry/Sts", nil, "BOOK")
    }
    if entry.isRepeating { return reject(.badCode, "Ntry/Amt", nil, "Amt × 1, CdtDbtInd × 1") }
    if let bad = entry.badReversal { return reject(.badCode, "Ntry/RvslInd", bad, "true, false") }
    guard let direction = entry.direction else {
      return reject(.badCode, "Ntry/CdtDbtInd", entry.directionText, "CRDT, DBIT")
    }
    guard case .amount(let amount, let currency)? = entry.amount else {
      guard case .bad(let fault, let text)? = entry.amount else {
        return reject(.missingValue, "Ntry/Amt", nil, statement.currency ?? "JPY")
      }
      return reject(fault, "Ntry/Amt", text, statement.currency ?? "JPY")
    }
    guard currency == (statement.currency ?? currency) else {
      let fault: DataFault = currency == "JPY" ? .badCode : .notJPY
      let expected = fault == .notJPY ? "JPY" : statement.currency
      return reject(fault, "Ntry/Amt/@Ccy", currency, expected ?? "JPY")
    }
    // Twelve digits, as Zengin and the CSVs have: sums over any number of rows then fit.
    if currency == "JPY", let whole = amount.whole, whole > 999_999_999_999 {
      return reject(.amountOverflow, "Ntry/Amt", String(whole), "12")
    }
    if statement.summedCurrency == nil { statement.summedCurrency = currency }
    let isSummed = statement.summedCurrency == currency
    if isSummed { statement.all.add(direction, amount) }
    guard status == "BOOK" else { return leaveUnbooked(status, accountIndex) }
    if isSummed { statement.booked.add(direction, amount) }
    if statement.copyKind != nil {
      rowsSkipped &+= 1
      return
    }
    let isSplit = splits(amount, currency)
    guard let yen = amount.whole, currency == "JPY" else {
      // A statement in another currency says so once.
      if isOtherCurrency {
        rowsRejected &+= 1
        return
      }
      return reject(.notJPY, "Ntry/Amt/@Ccy", currency, "JPY")
    }
    guard let day = bookingDay() else { return }
    statement.rowFirstDay = earlier(statement.rowFirstDay, day)
    statement.rowLastDay = later(statement.rowLastDay, day)
    if isSplit {
      emitParts(accountIndex, day, direction)
    } else {
      emit(accountIndex, day, direction, yen)
    }
  }

  private func leaveUnbooked(_ status: String, _ accountIndex: Int32) {
    rowsSkipped &+= 1
    if statement.hasUnbooked { return }
    statement.hasUnbooked = true
    book.add(
      DataFinding(
        .notBooked, .note, place: entryPlace("Ntry/Sts"), value: status, expected: "BOOK",
        accountIndex: accountIndex))
  }

  /// The value day stands in for a booking day that is not given, with a note.
  private func bookingDay() -> Day? {
    switch (entry.bookingDay, entry.valueDay) {
    case (.some(.some(let day)), _): return day
    case (.some(.none), _):
      reject(.badDate, "Ntry/BookgDt", nil, "YYYY-MM-DD")
      return nil
    case (.none, .some(.some(let day))):
      book.add(
        DataFinding(
          .missingValue, .note, place: entryPlace("Ntry/BookgDt"), expected: "Ntry/ValDt",
          accountIndex: statement.accountIndex))
      return day
    default:
      reject(.missingValue, "Ntry/BookgDt", nil, "YYYY-MM-DD")
      return nil
    }
  }

  private func emit(_ accountIndex: Int32, _ day: Day, _ direction: Direction, _ yen: Int64) {
    detail = details[0]
    if entry.detailCount != 1 { detail.reset() }
    var row = row(detail, entry.text, accountIndex, day, direction, yen)
    // The bank's own reference comes first; a number of the file or the day stands in for it.
    let lasting = entry.reference.isEmpty ? detail.reference : entry.reference
    row.reference = lasting.isEmpty ? entry.number : lasting
    row.isReferenceLasting = !lasting.isEmpty
    send(row)
  }

  private func emitParts(_ accountIndex: Int32, _ day: Day, _ direction: Direction) {
    for index in 0..<Int(entry.detailCount) {
      let detail = details[index]
      if index > 0 { records &+= 1 }
      // The entry's own text describes the whole and must not be copied to each part.
      var row = row(
        detail, "", accountIndex, day, detail.direction ?? direction, detail.amountUsed?.yen ?? 0)
      row.reference = detail.reference
      row.isReferenceLasting = !detail.reference.isEmpty
      // The entry's reference is made different for each part, so that the parts do not look like
      // one booking. Their order is not promised, so it does not last.
      let shared = entry.reference.isEmpty ? entry.number : entry.reference
      if row.reference.isEmpty, !shared.isEmpty { row.reference = "\(shared)/\(index + 1)" }
      send(row)
    }
  }

  private func send(_ row: StatementRow) {
    rowsRead &+= 1
    sink.statement(row)
  }

  /// True where the entry may be split: more than one detail, each with an amount in the entry's
  /// currency, together what the entry says, and as many as the batch says. A batch that does not
  /// add up is told. camt.053 often gives the batch's numbers only and leaves the details to
  /// camt.054.
  private func splits(_ whole: CamtDecimal, _ currency: String) -> Bool {
    let hasBatch = entry.batchCount != nil || entry.batchAmount != nil || entry.hasBadBatch
    if entry.detailCount == 0 || (entry.detailCount == 1 && !hasBatch) { return false }
    // One detail whose amount is not the entry's is a booking with charges: nothing to split.
    if entry.detailCount == 1, entry.batchCount == nil || entry.batchCount == 1, !entry.hasBadBatch,
      entry.batchAmount == nil || entry.batchAmount == whole
    {
      return false
    }
    statement.batches += 1
    var isWhole = entry.detailCount <= Int64(CamtStream.maxDetails) && !entry.hasBadBatch
    if let count = entry.batchCount, count != entry.detailCount { isWhole = false }
    if let stated = entry.batchAmount, stated != whole { isWhole = false }
    var sum = CamtDecimal.zero
    for index in 0..<Int(min(entry.detailCount, Int64(CamtStream.maxDetails))) {
      let detail = details[index]
      guard case .amount(let part, currency)? = detail.amountUsed else {
        isWhole = false
        break
      }
      let isSame = (detail.direction ?? entry.direction) == entry.direction
      sum = isSame ? sum + part : sum - part
    }
    if isWhole, sum == whole {
      statement.provedBatches += 1
      return entry.detailCount > 1
    }
    let decimals = max(sum.neededDecimals, whole.neededDecimals, currency == "JPY" ? 0 : 2)
    book.add(
      DataFinding(
        .batchDoesNotSum, .note, place: entryPlace("Ntry/NtryDtls"), value: sum.text(decimals),
        expected: whole.text(decimals), differenceYen: (sum - whole).units(decimals),
        accountIndex: statement.accountIndex, currency: currency, decimals: decimals))
    return false
  }

  private func row(
    _ detail: CamtDetail, _ entryText: String, _ accountIndex: Int32, _ day: Day,
    _ direction: Direction, _ yen: Int64
  ) -> StatementRow {
    let other = direction == .credit ? detail.debtor : detail.creditor
    return StatementRow(
      accountIndex: accountIndex, record: records, line: entry.line, bookingDay: day,
      valueDay: entry.valueDay ?? nil, direction: direction, amountYen: yen,
      mark: entry.isReversal ? .reversal : .none,
      payerName: counterparty(detail, other, direction, entryText), kindText: entry.kindText,
      payerBank: other.bank, payerBranch: other.branch, ediText: detail.remittance,
      partRecord: statement.firstRecord)
  }

  /// The party on the other side, by direction: the debtor of a credit, the creditor of a debit.
  /// Where it has no name, the bank's words come before the name of the party's bank, which says
  /// nothing of who paid. In a reversal banks leave the parties as they were in the transaction
  /// undone, so there the other side is looked at too.
  private func counterparty(
    _ detail: CamtDetail, _ other: CamtParty, _ direction: Direction, _ entryText: String
  ) -> String {
    if !other.best.isEmpty { return other.best }
    if entry.isReversal {
      let opposite = direction == .credit ? detail.creditor : detail.debtor
      if !opposite.best.isEmpty { return opposite.best }
    }
    if !detail.text.isEmpty { return detail.text }
    return entryText.isEmpty ? other.bankName : entryText
  }

  func reject(_ fault: DataFault, _ field: String, _ value: String?, _ expected: String) {
    rowsRejected &+= 1
    book.add(
      DataFinding(
        fault, .rejectsRow, place: entryPlace(field), value: value,
        expected: expected, accountIndex: statement.accountIndex))
  }

  func entryPlace(_ field: String) -> SourcePlace {
    SourcePlace(record: records, line: entry.line, field: field)
  }
}
