import Model

extension CamtStream {
  /// Makes rows of the entry in hand.
  func closeEntry() {
    records &+= 1
    let accountIndex = resolveAccount()
    if statement.copyKind != nil {
      rowsSkipped &+= 1
      return
    }
    if isOtherCurrency {
      rowsRejected &+= 1
      return
    }
    guard let status = entry.status else {
      return reject(.missingValue, "Ntry/Sts", nil, "BOOK")
    }
    guard let direction = entry.direction else {
      return reject(.badCode, "Ntry/CdtDbtInd", entry.directionText, "CRDT, DBIT")
    }
    guard let amount = entry.amount else {
      return reject(.missingValue, "Ntry/Amt", nil, "JPY")
    }
    let yen: Int64
    switch amount {
    // Twelve digits, as Zengin and the CSVs have: sums over any number of rows then fit.
    case .yen(let whole) where whole > 999_999_999_999:
      return reject(.amountOverflow, "Ntry/Amt", String(whole), "12")
    case .yen(let whole): yen = whole
    case .otherCurrency(let currency): return reject(.notJPY, "Ntry/Amt/@Ccy", currency, "JPY")
    case .bad(let fault, let text): return reject(fault, "Ntry/Amt", text, "JPY")
    }
    statement.all.add(direction, yen)
    guard status == "BOOK" else {
      rowsSkipped &+= 1
      if statement.unbookedStatus == nil {
        statement.unbookedStatus = status
        statement.unbookedRecord = records
        book.add(
          DataFinding(
            .notBooked, .note, place: entryPlace("Ntry/Sts"), value: status,
            expected: "BOOK", accountIndex: accountIndex))
      }
      return
    }
    statement.booked.add(direction, yen)
    guard let day = bookingDay() else { return }
    statement.rowFirstDay = earlier(statement.rowFirstDay, day)
    statement.rowLastDay = later(statement.rowLastDay, day)
    emit(accountIndex, day, direction, yen)
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
    let valueDay = entry.valueDay ?? nil
    guard entry.detailCount > 1 || entry.batchCount != nil || entry.hasBadBatch, canSplit(yen)
    else {
      if entry.detailCount != 1 {
        details.removeAll(keepingCapacity: true)
        details.append(CamtDetail())
      }
      send(
        row(
          details[0], entry.text, accountIndex, day, valueDay, direction, yen,
          reference: entry.reference.isEmpty ? details[0].reference : entry.reference))
      return
    }
    for (index, detail) in details.enumerated() {
      if index > 0 { records &+= 1 }
      // The entry's own text describes the whole and must not be copied to each part. Its
      // reference is made different for each, so that the parts do not look like one booking.
      var reference = detail.reference
      if reference.isEmpty, !entry.reference.isEmpty {
        reference = "\(entry.reference)/\(index + 1)"
      }
      send(
        row(
          detail, "", accountIndex, day, valueDay, detail.direction ?? direction, detail.yen ?? 0,
          reference: reference))
    }
  }

  private func send(_ row: StatementRow) {
    rowsRead &+= 1
    sink.statement(row)
  }

  /// True where the entry may be split: more than one detail, each with an amount in yen, together
  /// what the entry says, and as many as the batch says. A batch that does not add up is told.
  private func canSplit(_ yen: Int64) -> Bool {
    // camt.053 often gives the batch's numbers only and leaves the details to camt.054.
    if entry.detailCount == 0 { return false }
    var isWhole = entry.detailCount == Int64(details.count) && !entry.hasBadBatch
    if let count = entry.batchCount, count != entry.detailCount { isWhole = false }
    if let stated = entry.batchAmount, stated != yen { isWhole = false }
    var sum: Int64 = 0
    for detail in details {
      guard let part = detail.yen else {
        isWhole = false
        break
      }
      let isSame = (detail.direction ?? entry.direction) == entry.direction
      sum = isSame ? saturatingSum(sum, part) : saturatingDifference(sum, part)
    }
    // One detail whose amount is not the entry's is a booking with charges: nothing to split.
    if details.count == 1, entry.batchCount == nil || entry.batchCount == 1, !entry.hasBadBatch {
      return false
    }
    if isWhole, sum == yen { return details.count > 1 }
    book.add(
      DataFinding(
        .batchDoesNotSum, .note, place: entryPlace("Ntry/NtryDtls"), value: String(sum),
        expected: String(yen), differenceYen: saturatingDifference(sum, yen),
        accountIndex: statement.accountIndex))
    return false
  }

  private func row(
    _ detail: CamtDetail, _ entryText: String, _ accountIndex: Int32, _ day: Day, _ valueDay: Day?,
    _ direction: Direction, _ yen: Int64, reference: String
  ) -> StatementRow {
    let other = direction == .credit ? detail.debtor : detail.creditor
    return StatementRow(
      accountIndex: accountIndex, record: records, line: entry.line, bookingDay: day,
      valueDay: valueDay, direction: direction, amountYen: yen,
      mark: entry.isReversal ? .reversal : .none,
      payerName: counterparty(detail, other, direction, entryText), kindText: entry.kindText,
      payerBank: other.bank, payerBranch: other.branch, ediText: detail.remittance,
      reference: reference)
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
