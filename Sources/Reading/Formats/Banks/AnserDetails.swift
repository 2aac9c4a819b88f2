import Model

let anserDetailsInfo = FormatInfo(
  id: "anser-details", kind: .statement, titleJa: "ANSER 明細（27列以上の旧形式）",
  titleEn: "ANSER banks, older layout of 27 and more items", grade: "C",
  sources: ["public file 24659533191 (a reconciliation product's import)"],
  notes: [
    "No header names: a row begins with 明細; lines that begin otherwise are skipped.",
    "Month and day without a year: the last ones not after the day of the enquiry.",
    "Direction by 取引名: …振込 and …入金 are deposits, …出金 and the like withdrawals.",
    "Neither balance nor totals are known: a missing row cannot be seen.",
  ])

/// The older list of ANSER: one line says all of one row, its account included.
struct AnserDetails: PositionalFormat {
  /// Columns from 0.
  private enum Column {
    static let mark = 0, madeMonth = 1, madeDay = 2, holder = 5, accountType = 9, number = 10
    static let kind = 12, month = 15, day = 16, valueMonth = 17, valueDay = 18, amount = 19
    static let name = 21, bank = 25, branch = 26, count = 27
  }

  /// The account of the row before, and the groups of the others: rows may be mixed.
  private var last: AccountRef?
  private var others: [AccountRef: PositionalReader.Group] = [:]

  var formatID: String { anserDetailsInfo.id }

  /// Whether a record is a row of this format.
  static func isRow(_ names: [String]) -> Bool {
    names.count >= Column.count && names[Column.mark] == "明細"
      && isDigits(names[Column.month], 1...2) && isDigits(names[Column.day], 1...2)
  }

  mutating func take(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> PositionalStep {
    guard reader.string(record, Column.mark) == "明細" else { return .skipped }
    reader.countRecord()
    guard record.count >= Column.count else {
      throw RowFault(fault: .columnCount, expected: String(Column.count))
    }
    let account = AccountRef(
      accountType: accountType(word: foldHeader(reader.string(record, Column.accountType))),
      number: leftPadded(reader.string(record, Column.number), 7),
      holder: reader.string(record, Column.holder))
    if account != last {
      guard isDigits(reader.string(record, Column.number), 1...7),
        others.count < AccountBook.maxAccounts
      else { throw RowFault(fault: .accountUnclear, column: Column.number, isPersonal: true) }
      putAside(&reader)
      last = account
      reader.group = others.removeValue(forKey: account)
      if reader.group == nil { reader.open(account) }
    }
    return .row(try row(record, &reader))
  }

  private mutating func putAside(_ reader: inout PositionalReader) {
    if let last, let group = reader.group { others[last] = group }
  }

  mutating func finish(_ reader: inout PositionalReader) {
    putAside(&reader)
    for group in others.values.sorted(by: { $0.part.accountIndex < $1.part.accountIndex }) {
      reader.group = group
      _ = reader.close()
    }
  }

  private func row(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> StatementRow {
    let amount = try reader.yen(record, Column.amount)
    let kind = try reader.word(record, Column.kind)
    let money: RowMoney
    switch direction(kind.text) {
    case .credit: money = .credit(amount)
    case .debit: money = .debit(amount)
    case nil:
      throw RowFault(fault: .badCode, column: Column.kind, expected: "振込, 振込入金, 入金, 出金")
    }
    let made = yearless(
      record, Column.madeMonth, Column.madeDay, newest: reader.asOf, &reader)
    guard
      let day = yearless(
        record, Column.month, Column.day, newest: made ?? reader.asOf, &reader)
    else { throw RowFault(fault: .badDate, column: Column.day, expected: "1-12, 1-31") }
    let (delta, mark) = settledMoney(money, .plain, kind, isSignProved: false)
    reader.add(debit: delta < 0 ? -delta : 0, credit: max(delta, 0), balance: nil, day: day)
    return StatementRow(
      accountIndex: reader.group?.part.accountIndex ?? 0, record: reader.recordNumber,
      line: reader.lastLine, bookingDay: day,
      valueDay: yearless(
        record, Column.valueMonth, Column.valueDay, newest: day.adding(days: 31), &reader),
      direction: delta > 0 ? .credit : .debit, amountYen: abs(delta), mark: mark,
      payerName: try reader.name(record, Column.name), kindText: kind.text,
      payerBank: reader.string(record, Column.bank),
      payerBranch: reader.string(record, Column.branch))
  }

  /// A cancelled deposit is a deposit here; what undoes it is seen from the same word later.
  private func direction(_ kind: String) -> Direction? {
    if AnserDetails.deposits.contains(where: { ends(kind, in: $0) }) { return .credit }
    return AnserDetails.withdrawals.contains { ends(kind, in: $0) } ? .debit : nil
  }

  private static let deposits = ["振込", "入金", "振込取消", "入金取消"]
  private static let withdrawals = ["出金", "支払", "引落", "口座振替", "手数料"]

  private func ends(_ text: String, in word: String) -> Bool {
    text.utf8.reversed().starts(with: word.utf8.reversed())
  }

  /// The last day of that month and day that is not after `newest`; nil where the cells hold none.
  private func yearless(
    _ record: CSVRecord, _ month: Int, _ day: Int, newest: Day, _ reader: inout PositionalReader
  ) -> Day? {
    guard let month = Int32(reader.string(record, month)),
      let day = Int32(reader.string(record, day)),
      case .day(let found) = yearlessDay(month: month, day: day, newest: newest)
    else { return nil }
    return found
  }
}
