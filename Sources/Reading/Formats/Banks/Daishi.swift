import Model

let daishiInfo = FormatInfo(
  id: "daishi", kind: .statement, titleJa: "第四銀行・八十二銀行・北國銀行",
  titleEn: "Daishi, Hachijuni and Hokkoku Bank", grade: "C",
  sources: ["public file 24716091633 (a reconciliation product's import)"],
  notes: [
    "No header names: lines of 7 items open an account, lines of 6 are its rows.",
    "摘要 mixes kanji and kana: the half-width part is the payer, the rest the kind.",
    "The balance of every row is proved, and that each day lies in the period of its account.",
  ])

/// 第四, 八十二 and 北國: several accounts in one file, told from their rows by the number of items.
struct Daishi: PositionalFormat {
  /// Columns from 0.
  private enum Account {
    static let bank = 0, type = 2, number = 3, firstDay = 4, lastDay = 5, made = 6, count = 7
  }
  private enum Column {
    static let date = 1, debit = 2, credit = 3, text = 4, balance = 5, count = 6
  }

  static let dates: DateStyles = [.yearMonthDay, .compact, .kanji]

  var formatID: String { daishiInfo.id }

  /// Whether a file's first record is an account line: type, number and the moment of the download.
  static func begins(_ names: [String]) -> Bool {
    names.count == Account.count && accountType(word: names[Account.type]) != nil
      && isDigits(names[Account.number], 1...7) && isDigits(names[Account.made], 14...14)
  }

  mutating func take(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> PositionalStep {
    switch record.count {
    case Account.count:
      finish(&reader)
      let account = AccountRef(
        bankCode: bankCode(reader.string(record, Account.bank)),
        accountType: accountType(word: foldHeader(reader.string(record, Account.type))),
        number: leftPadded(reader.string(record, Account.number), 7))
      reader.open(
        account, firstDay: reader.optionalDay(record, Account.firstDay),
        lastDay: reader.optionalDay(record, Account.lastDay))
      return .structure
    case Column.count:
      reader.countRecord()
      return try row(record, &reader).map { .row($0) } ?? .skipped
    default:
      reader.countRecord()
      throw RowFault(fault: .columnCount, expected: "6, 7")
    }
  }

  func finish(_ reader: inout PositionalReader) {
    _ = reader.close(balanceColumn: Column.balance)
  }

  /// Nil for a row without money.
  private func row(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> StatementRow? {
    guard let accountIndex = reader.group?.part.accountIndex else {
      throw RowFault(fault: .recordSequence, column: 0, expected: "7")
    }
    let debit = try reader.optionalYen(record, Column.debit) ?? 0
    let credit = try reader.optionalYen(record, Column.credit) ?? 0
    guard debit == 0 || credit == 0 else {
      throw RowFault(fault: .badAmount, column: Column.credit, expected: "0")
    }
    let balance = try reader.optionalYen(record, Column.balance)
    let day = try reader.day(record, Column.date, example: "YYYY/MM/DD")
    reader.add(debit: debit, credit: credit, balance: balance, day: day)
    if debit == 0, credit == 0 { return nil }
    let (kind, name) = Daishi.kindAndName(try reader.name(record, Column.text))
    let (delta, mark) = settledMoney(
      debit != 0 ? .debit(debit) : .credit(credit), .plain, kind, isSignProved: true)
    return StatementRow(
      accountIndex: accountIndex, record: reader.recordNumber, line: reader.lastLine,
      bookingDay: day, direction: delta > 0 ? .credit : .debit, amountYen: abs(delta),
      mark: mark, payerName: name, kindText: kind.text, balanceAfterYen: balance,
      partRecord: reader.group?.part.firstRecord ?? 0)
  }

  /// The half-width part of 摘要 is the payer. Where there is none, the kind stands in front as in
  /// other banks' files.
  private static func kindAndName(_ text: String) -> (KindWord, String) {
    var narrow = String.UnicodeScalarView()
    var wide = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isNarrow = scalar.isASCII || (0xFF61...0xFF9F).contains(scalar.value)
      if isNarrow { narrow.append(scalar) } else { wide.append(scalar) }
    }
    let name = String(narrow)
    return name.utf8.allSatisfy({ $0 == 0x20 })
      ? splitKind(text) : (splitKind(String(wide)).0, withUTF8(name) { validString(trimmed($0)) })
  }

  private static func splitKind(_ text: String) -> (KindWord, String) {
    withUTF8(text) { utf8 in
      let body = trimmed(utf8)
      guard let found = KindWords.find(in: body) else {
        return (KindWords.whole(body), validString(body))
      }
      return (found.word, validString(UnsafeRawBufferPointer(rebasing: body[found.length...])))
    }
  }

  private static func withUTF8<T>(
    _ text: String, _ body: (UnsafeRawBufferPointer) -> T
  ) -> T {
    var text = text
    return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }

  private func bankCode(_ name: String) -> String? {
    switch foldHeader(name) {
    case "第四銀行", "第四北越銀行": "0140"
    case "八十二銀行", "八十二長野銀行": "0143"
    case "北國銀行": "0146"
    default: nil
    }
  }
}
