import Model

let bizStationAllDetailsInfo = FormatInfo(
  id: "mufg-bizstation-all", kind: .statement, titleJa: "三菱UFJ銀行 BizSTATION 全明細",
  titleEn: "MUFG Bank, BizSTATION all details", bankCode: "0005", grade: "A",
  sources: ["MUFG, mei_syoukai_zen_csv.pdf, by way of thangldw/kakeflow"],
  notes: [
    "No header names: rows of type 1 (account), 2 (detail), 8 and 9 (totals).",
    "Counts, sums and both balances of row 9 are proved, and the balance of every row.",
  ])

/// Whether a file's first record is the account row of BizSTATION 全明細.
func isBizStationAllDetails(_ names: [String]) -> Bool {
  names.count >= 10 && names[0] == "1" && names[9] == "全明細"
}

/// Reads BizSTATION 全明細: groups of rows 1, 2…, 8, 9, one group per account.
struct BizStationReader: ~Copyable {
  /// Columns of a detail row, from 0.
  private enum Column {
    static let date = 1, kind = 2, name = 3, debit = 4, credit = 5, balance = 6, count = 7
  }

  /// What the rows of the open group add up to.
  private struct Group {
    var part: StatementPart
    var chain = BalanceChain()
    var debitCount: Int64 = 0
    var creditCount: Int64 = 0
    var debitYen: Int64 = 0
    var creditYen: Int64 = 0
    var outOfPeriod: Int64 = 0
  }

  private let bytes: UnsafeRawBufferPointer
  private let encoding: TextEncoding
  private let decoder: TextDecoder
  private let dates: DateReader
  private var text: FieldText
  private var words = TextCache()
  private var book: StatementBook
  private var chains: [ControlCheck] = []
  private var group: Group?
  private var recordNumber: Int32 = 0
  private var rowsRead: Int32 = 0
  private var rowsRejected: Int32 = 0
  private var rowsSkipped: Int32 = 0
  private var lastLine: Int32 = 1

  init(_ bytes: UnsafeRawBufferPointer, encoding: TextEncoding, context: ReadingContext) {
    self.bytes = bytes
    self.encoding = encoding
    decoder = TextDecoder(encoding)
    dates = DateReader(styles: .yearMonthDay, decoder: decoder, newest: context.asOf)
    text = FieldText(decoder)
    book = StatementBook(maxFindings: context.maxFindings)
  }

  /// Reads the whole file. The scanner stands at its first record.
  mutating func read(_ scanner: inout CSVScanner, sink: RowSink) -> FileReading {
    var record = CSVRecord()
    reading: while true {
      switch scanner.next(&record) {
      case .end: break reading
      case .fault(let fault):
        recordNumber += 1
        rowsRejected += 1
        book.add(structureFinding(fault, severity: .rejectsRow, record: recordNumber))
        if fault.kind == .nulByte {
          book.add(structureFinding(fault, severity: .refusesFile, record: nil))
          break reading
        }
      case .record:
        lastLine = Int32(clamping: record.line)
        take(record, sink)
      }
    }
    closeUnfinished()
    book.finish()
    return FileReading(
      kind: .statement, formatID: bizStationAllDetailsInfo.id, encoding: encoding,
      accounts: book.accounts, controls: book.controls + chains, findings: book.findings,
      rowsRead: rowsRead, rowsRejected: rowsRejected, rowsSkipped: rowsSkipped)
  }

  private mutating func take(_ record: CSVRecord, _ sink: RowSink) {
    if record.isBlank {
      rowsSkipped += 1
      return
    }
    switch string(record, 0) {
    case "1": open(record)
    case "2":
      recordNumber += 1
      do throws(RowFault) {
        guard group != nil else { throw RowFault(fault: .recordSequence, column: 0, expected: "1") }
        let row = try detail(record)
        rowsRead += 1
        sink.statement(row)
      } catch {
        rowsRejected += 1
        book.add(finding(error, record))
      }
    case "8": break
    case "9": close(record)
    default:
      rowsRejected += 1
      recordNumber += 1
      book.add(
        finding(RowFault(fault: .badCode, column: 0, expected: "1, 2, 8, 9"), record))
    }
  }

  private mutating func open(_ record: CSVRecord) {
    closeUnfinished()
    var account = AccountRef(bankCode: bizStationAllDetailsInfo.bankCode)
    account.branchCode = leftPadded(string(record, 1), 3)
    account.number = leftPadded(string(record, 6), 7)
    account.holder = string(record, 7)
    switch string(record, 5) {
    case "普通": account.accountType = 1
    case "当座": account.accountType = 2
    default: break
    }
    let index = book.account(account, firstRecord: recordNumber + 1)
    let period = statedPeriod(foldHeader(string(record, 8)))
    group = Group(
      part: StatementPart(
        accountIndex: index, firstRecord: recordNumber + 1, line: lastLine,
        firstDay: period.first, lastDay: period.last))
  }

  private mutating func detail(_ record: CSVRecord) throws(RowFault) -> StatementRow {
    guard record.count == Column.count else {
      throw RowFault(fault: .columnCount, expected: String(Column.count))
    }
    let debit = try yen(record, Column.debit)
    let credit = try yen(record, Column.credit)
    let balance = try yen(record, Column.balance)
    guard debit == 0 || credit == 0 else {
      throw RowFault(fault: .badAmount, column: Column.credit, expected: "0")
    }
    guard case .day(let day) = dates.read(text.raw(record[Column.date], in: bytes)) else {
      throw RowFault(fault: .badDate, column: Column.date, expected: "2026.7.1")
    }
    let kind = try word(record)
    var delta = credit - debit
    group?.chain.add(
      deltaYen: delta, balanceYen: balance, record: recordNumber, line: lastLine, day: day)
    count(debit: debit, credit: credit, day: day)
    guard let name = text.utf8(record[Column.name], in: bytes) else {
      throw RowFault(fault: .badCharacter, column: Column.name, isPersonal: true)
    }
    var mark = RowMark.none
    if debit < 0 {
      mark = .reversal
    } else if credit < 0 || kind.isCancellation {
      mark = .cancellation
      delta = -abs(delta)
    }
    return StatementRow(
      accountIndex: group?.part.accountIndex ?? 0, record: recordNumber, line: lastLine,
      bookingDay: day, direction: delta > 0 ? .credit : .debit, amountYen: abs(delta),
      mark: mark, payerName: validString(name), kindText: kind.text,
      balanceAfterYen: balance)
  }

  private mutating func count(debit: Int64, credit: Int64, day: Day) {
    group?.debitCount += debit != 0 ? 1 : 0
    group?.creditCount += credit != 0 ? 1 : 0
    group?.debitYen &+= debit
    group?.creditYen &+= credit
    if let first = group?.part.firstDay, let last = group?.part.lastDay, day < first || day > last {
      group?.outOfPeriod += 1
    }
  }

  /// Row 9: counts, sums and balances against what the rows gave.
  private mutating func close(_ record: CSVRecord) {
    guard var group else {
      var misplaced = finding(RowFault(fault: .recordSequence, column: 0, expected: "1"), record)
      // The line is no data record.
      misplaced.place.record = nil
      book.add(misplaced)
      return
    }
    self.group = nil
    let outcome = group.chain.finish()
    let opening = try? yen(record, 6)
    let closing = try? yen(record, 7)
    group.part.openingBalanceYen = outcome.openingYen ?? opening
    group.part.closingBalanceYen = outcome.closingYen ?? closing
    addBreaks(outcome, group)
    let place = SourcePlace(line: lastLine)
    let checks: [(ControlKind, Int, Int64, String)] = [
      (.debitCount, 1, group.debitCount, ""), (.creditCount, 2, group.creditCount, ""),
      (.debitSum, 4, group.debitYen, ""), (.creditSum, 5, group.creditYen, ""),
      (.closingBalance, 6, group.part.openingBalanceYen ?? 0, "opening"),
      (.closingBalance, 7, group.part.closingBalanceYen ?? 0, "closing"),
    ]
    for (kind, column, computed, reading) in checks {
      let stated = try? yen(record, column)
      var at = place
      at.column = Int32(column + 1)
      book.check(
        kind, stated: stated, computed: computed, reading: reading, in: group.part, place: at)
    }
    if group.part.firstDay != nil {
      book.check(
        .dayRange, stated: 0, computed: group.outOfPeriod, in: group.part, place: place,
        fault: .dayOutOfPeriod)
    }
    book.close(group.part)
  }

  private mutating func addBreaks(_ outcome: BalanceChain.Outcome, _ group: Group) {
    let part = group.part
    chains.append(
      ControlCheck(
        kind: .balanceChain, accountIndex: part.accountIndex, stated: nil,
        computed: Int64(outcome.breakCount),
        outcome: !outcome.hasBalances ? .absent : outcome.breakCount == 0 ? .ok : .failed,
        reading: outcome.hasBalances ? outcome.order.rawValue : ""))
    for found in outcome.breaks { book.add(breakFinding(found, part)) }
    if outcome.order == .newestFirst { book.printsNewestFirst(part.accountIndex) }
    guard let first = outcome.breaks.first else { return }
    // In a file that runs from new to old the rows not proven are those above the break.
    let isOldestFirst = outcome.order == .oldestFirst
    book.stop(part.accountIndex, from: isOldestFirst ? first.record : part.firstRecord)
  }

  private func breakFinding(_ found: BalanceChain.Break, _ part: StatementPart) -> DataFinding {
    DataFinding(
      .balanceBreak, .stopsPosting,
      place: SourcePlace(
        record: found.record, line: found.line, column: Int32(Column.balance + 1)),
      otherLine: found.otherLine, differenceYen: found.differenceYen,
      accountIndex: part.accountIndex)
  }

  /// A group without its row 9 was cut off: none of it is proved.
  private mutating func closeUnfinished() {
    guard let group else { return }
    self.group = nil
    book.stop(group.part.accountIndex, from: group.part.firstRecord)
    book.add(
      DataFinding(
        .truncated, .stopsPosting, place: SourcePlace(line: lastLine), expected: "9",
        accountIndex: group.part.accountIndex))
    book.close(group.part)
  }

  // MARK: Cells

  private mutating func yen(_ record: CSVRecord, _ column: Int) throws(RowFault) -> Int64 {
    guard column < record.count else {
      throw RowFault(fault: .missingValue, column: nil, expected: String(column + 1))
    }
    switch parseAmount(text.raw(record[column], in: bytes), decoder) {
    case .yen(let value): return value
    case .blank: throw RowFault(fault: .missingValue, column: column, expected: "0")
    case .bad: throw RowFault(fault: .badAmount, column: column, expected: "1234")
    case .overflow: throw RowFault(fault: .amountOverflow, column: column, expected: "12")
    }
  }

  private mutating func word(_ record: CSVRecord) throws(RowFault) -> KindWord {
    let field = record[Column.kind]
    let key = UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.end])
    let found = words.find(key)
    if let known = found?.value { return known }
    guard let utf8 = text.utf8(field, in: bytes) else {
      throw RowFault(fault: .badCharacter, column: Column.kind)
    }
    let made = KindWords.whole(utf8)
    if let slot = found?.slot { words.store(made, slot: slot, key: key) }
    return made
  }

  /// Empty where the column is missing or cannot be decoded.
  private mutating func string(_ record: CSVRecord, _ column: Int) -> String {
    guard column < record.count, let utf8 = text.utf8(record[column], in: bytes) else { return "" }
    return validString(utf8)
  }

  private func finding(_ fault: RowFault, _ record: CSVRecord) -> DataFinding {
    makeRowFinding(
      fault, record, bytes: bytes, decoder: decoder, recordNumber: recordNumber, names: [])
  }
}
