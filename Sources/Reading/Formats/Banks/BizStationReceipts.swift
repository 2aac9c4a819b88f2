import Model

let mufgBizStationReceiptsInfo = FormatInfo(
  id: "mufg-bizstation-receipts", kind: .statement, titleJa: "三菱UFJ銀行 BizSTATION 入金明細",
  titleEn: "MUFG Bank, BizSTATION receipts", grade: "C",
  sources: ["public file 24133896470 (a reconciliation product's import)"],
  notes: receiptsNotes + ["The amount is the tenth item of a row."])

let joyoReceiptsInfo = FormatInfo(
  id: "joyo-receipts", kind: .statement, titleJa: "常陽銀行 入金明細",
  titleEn: "Joyo Bank, receipts", grade: "C",
  sources: ["public file 24457003931 (a reconciliation product's import)"],
  notes: receiptsNotes + ["As BizSTATION 入金明細, but the amount is the ninth item of a row."])

private let receiptsNotes = [
  "No header names: rows of type 1 (account), 2 (deposit), 8 and 9, whose contents are not known.",
  "Neither balance nor totals: a missing row cannot be seen.",
  "Which item is the amount is told by the first deposit; where two could be, the file is refused.",
]

/// BizSTATION 入金明細 and 常陽銀行's: deposits only, groups of rows 1, 2…, 8, then 9.
struct BizStationReceipts: PositionalFormat {
  /// Columns from 0.
  private enum Column {
    static let date = 1, valueDay = 2, name = 4, bank = 5, branch = 6, code = 7
    static let joyoAmount = 8, amount = 9, operationDay = 10
  }

  /// Where the amount stands, by the first deposit.
  private var amountColumn: Int?

  var formatID: String {
    amountColumn == Column.joyoAmount ? joyoReceiptsInfo.id : mufgBizStationReceiptsInfo.id
  }

  /// Whether a file's first record is the account row of this format: branch, account and day of
  /// the enquiry where BizSTATION has them, but not the mark of 全明細.
  static func begins(_ names: [String]) -> Bool {
    guard names.count > Column.operationDay, names[0] == "1", names[9] != "全明細" else {
      return false
    }
    return isDigits(names[1], 1...3) && accountType(word: names[5]) != nil
      && isDigits(names[6], 1...7) && names[Column.operationDay].utf8.contains { $0 <= 0x39 }
  }

  mutating func take(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> PositionalStep {
    switch reader.string(record, 0) {
    case "1":
      finish(&reader)
      reader.open(bizStationAccount(record, &reader))
      return .structure
    case "2":
      reader.countRecord()
      guard reader.group != nil else {
        throw RowFault(fault: .recordSequence, column: 0, expected: "1")
      }
      guard record.count > Column.joyoAmount else {
        throw RowFault(fault: .columnCount, expected: String(Column.amount + 1))
      }
      guard let column = amountColumn ?? self.amountColumn(record, &reader) else {
        return .refused(
          RowFault(
            fault: .unknownFormat, column: Column.joyoAmount, expected: "金額: 9 / 10"))
      }
      amountColumn = column
      return .row(try deposit(record, column, &reader))
    case "8":
      _ = reader.close()
      return .structure
    case "9":
      finish(&reader)
      return .structure
    default:
      reader.countRecord()
      throw RowFault(fault: .badCode, column: 0, expected: "1, 2, 8, 9")
    }
  }

  func finish(_ reader: inout PositionalReader) { reader.closeUnfinished(expected: "8") }

  /// The one of the two items that holds an amount; nil where both do or none does.
  private func amountColumn(_ record: CSVRecord, _ reader: inout PositionalReader) -> Int? {
    let columns = [Column.joyoAmount, Column.amount].filter {
      ((try? reader.optionalYen(record, $0)) ?? 0) != 0
    }
    return columns.count == 1 ? columns[0] : nil
  }

  private func deposit(
    _ record: CSVRecord, _ column: Int, _ reader: inout PositionalReader
  ) throws(RowFault) -> StatementRow {
    let yen = try reader.yen(record, column)
    let day = try reader.day(record, Column.date, example: "2026.7.1")
    reader.add(debit: 0, credit: yen, balance: nil, day: day)
    let code = reader.string(record, Column.code)
    let start = code.utf8.firstIndex { $0 != 0x30 } ?? code.utf8.endIndex
    return StatementRow(
      accountIndex: reader.group?.part.accountIndex ?? 0, record: reader.recordNumber,
      line: reader.lastLine, bookingDay: day, valueDay: reader.optionalDay(record, Column.valueDay),
      direction: yen > 0 ? .credit : .debit, amountYen: abs(yen),
      mark: yen < 0 ? .cancellation : .none, payerName: try reader.name(record, Column.name),
      kindText: "振込", payerBank: reader.string(record, Column.bank),
      payerBranch: reader.string(record, Column.branch), payerCode: String(code[start...]),
      partRecord: reader.group?.part.firstRecord ?? 0)
  }
}

/// Whether a text is that many digits and nothing else.
func isDigits(_ text: String, _ counts: ClosedRange<Int>) -> Bool {
  counts.contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
}
