import Model

let bizStationAllDetailsInfo = FormatInfo(
  id: "mufg-bizstation-all", kind: .statement, titleJa: "三菱UFJ銀行 BizSTATION 全明細",
  titleEn: "MUFG Bank, BizSTATION all details", bankCode: "0005", grade: "A",
  sources: ["MUFG, mei_syoukai_zen_csv.pdf, by way of thangldw/kakeflow"],
  notes: [
    "No header names: rows of type 1 (account), 2 (detail), 8 and 9 (totals).",
    "Counts, sums and both balances of row 9 are proved, and the balance of every row.",
  ])

/// BizSTATION 全明細: groups of rows 1, 2…, 8, 9, one group per account.
struct BizStationAllDetails: PositionalFormat {
  /// Columns of a detail row, from 0.
  private enum Column {
    static let date = 1, kind = 2, name = 3, debit = 4, credit = 5, balance = 6, count = 7
  }

  var formatID: String { bizStationAllDetailsInfo.id }

  /// Whether a file's first record is the account row of this format.
  static func begins(_ names: [String]) -> Bool {
    names.count >= 10 && names[0] == "1" && names[9] == "全明細"
  }

  mutating func take(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> PositionalStep {
    switch reader.string(record, 0) {
    case "1":
      finish(&reader)
      var account = bizStationAccount(record, &reader)
      account.bankCode = bizStationAllDetailsInfo.bankCode
      let period = statedPeriod(foldHeader(reader.string(record, 8)), asOf: reader.asOf)
      reader.open(account, firstDay: period.first, lastDay: period.last)
      return .structure
    case "2":
      reader.countRecord()
      return .row(try detail(record, &reader))
    case "8": return .structure
    case "9":
      close(record, &reader)
      return .structure
    default:
      reader.countRecord()
      throw RowFault(fault: .badCode, column: 0, expected: "1, 2, 8, 9")
    }
  }

  func finish(_ reader: inout PositionalReader) { reader.closeUnfinished(expected: "9") }

  private func detail(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> StatementRow {
    guard let accountIndex = reader.group?.part.accountIndex else {
      throw RowFault(fault: .recordSequence, column: 0, expected: "1")
    }
    guard record.count == Column.count else {
      throw RowFault(fault: .columnCount, expected: String(Column.count))
    }
    let debit = try reader.yen(record, Column.debit)
    let credit = try reader.yen(record, Column.credit)
    let balance = try reader.yen(record, Column.balance)
    guard debit == 0 || credit == 0 else {
      throw RowFault(fault: .badAmount, column: Column.credit, expected: "0")
    }
    let day = try reader.day(record, Column.date, example: "2026.7.1")
    let kind = try reader.word(record, Column.kind)
    reader.add(debit: debit, credit: credit, balance: balance, day: day)
    let (delta, mark) = settledMoney(
      debit != 0 ? .debit(debit) : .credit(credit), .plain, kind, isSignProved: true)
    return StatementRow(
      accountIndex: accountIndex, record: reader.recordNumber, line: reader.lastLine,
      bookingDay: day, direction: delta > 0 ? .credit : .debit, amountYen: abs(delta),
      mark: mark, payerName: try reader.name(record, Column.name), kindText: kind.text,
      balanceAfterYen: balance, partRecord: reader.group?.part.firstRecord ?? 0)
  }

  /// Row 9: counts, sums and balances against what the rows gave.
  private func close(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) {
    guard reader.group != nil else {
      var misplaced = reader.finding(
        RowFault(fault: .recordSequence, column: 0, expected: "1"), record)
      // The line is no data record.
      misplaced.place.record = nil
      reader.book.add(misplaced)
      return
    }
    let opening = try? reader.yen(record, 6)
    let closing = try? reader.yen(record, 7)
    guard
      let group = reader.close(
        opening: opening, closing: closing, balanceColumn: Column.balance)
    else { return }
    let checks: [(ControlKind, Int, Int64, String)] = [
      (.debitCount, 1, group.debit.count, ""), (.creditCount, 2, group.credit.count, ""),
      (.debitSum, 4, group.debit.sumYen, ""), (.creditSum, 5, group.credit.sumYen, ""),
      (.closingBalance, 6, group.part.openingBalanceYen ?? 0, "opening"),
      (.closingBalance, 7, group.part.closingBalanceYen ?? 0, "closing"),
    ]
    for (kind, column, computed, reading) in checks {
      reader.book.check(
        kind, stated: try? reader.yen(record, column), computed: computed, reading: reading,
        in: group.part, place: SourcePlace(line: reader.lastLine, column: Int32(column + 1)))
    }
  }
}

/// The account of row 1 of BizSTATION: branch, type and number stand apart.
func bizStationAccount(
  _ record: CSVRecord, _ reader: inout PositionalReader
) -> AccountRef {
  AccountRef(
    branchCode: leftPadded(reader.string(record, 1), 3),
    accountType: accountType(word: reader.string(record, 5)),
    number: leftPadded(reader.string(record, 6), 7), holder: reader.string(record, 7))
}
