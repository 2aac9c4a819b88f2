import Model

/// What a record of a CSV without column names turned out to be.
enum PositionalStep {
  case row(StatementRow)
  /// Opens, closes or proves a group of rows.
  case structure
  case skipped
  /// Nothing of the file may be taken.
  case refused(RowFault)
}

/// A CSV whose columns have no names: only positions, and a mark or a count that tells what kind of
/// record a line is.
protocol PositionalFormat {
  /// Of the file, as far as it was read.
  var formatID: String { get }
  /// The shape of one line. Rows call `countRecord` before anything can be wrong with them.
  mutating func take(
    _ record: CSVRecord, _ reader: inout PositionalReader
  ) throws(RowFault) -> PositionalStep
  /// At the end of the file: what is still open.
  mutating func finish(_ reader: inout PositionalReader)
}

/// The formats without column names.
let positionalFormats: [FormatInfo] = [
  bizStationAllDetailsInfo, mufgBizStationReceiptsInfo, joyoReceiptsInfo, daishiInfo,
  anserDetailsInfo,
]

/// Which of them a file is of.
enum PositionalKind {
  case allDetails, receipts, daishi, anserDetails
  /// ゆうちょBizダイレクト: known to exist, but not known well enough to be read.
  case yuchoBiz

  /// By the cells of a record; `isFirst` for the first one of the file.
  init?(_ cells: [String], isFirst: Bool) {
    if AnserDetails.isRow(cells) {
      self = .anserDetails
      return
    }
    guard isFirst else { return nil }
    if BizStationAllDetails.begins(cells) {
      self = .allDetails
    } else if BizStationReceipts.begins(cells) {
      self = .receipts
    } else if Daishi.begins(cells) {
      self = .daishi
    } else if beginsYuchoBiz(cells) {
      self = .yuchoBiz
    } else {
      return nil
    }
  }

  func read(
    _ bytes: UnsafeRawBufferPointer, encoding: TextEncoding, scanner: inout CSVScanner,
    context: ReadingContext, sink: RowSink
  ) -> FileReading {
    func read<Format: PositionalFormat>(_ format: Format, _ dates: DateStyles) -> FileReading {
      readPositional(
        format, bytes, encoding: encoding, dates: dates, scanner: &scanner, context: context,
        sink: sink)
    }
    switch self {
    case .allDetails: return read(BizStationAllDetails(), .yearMonthDay)
    case .receipts: return read(BizStationReceipts(), [.yearMonthDay, .compact, .kanji])
    case .daishi: return read(Daishi(), Daishi.dates)
    case .anserDetails: return read(AnserDetails(), [])
    case .yuchoBiz:
      return refusal(.unknownFormat, place: SourcePlace(line: 1), value: "ゆうちょBizダイレクト")
    }
  }
}

/// Row 1 of a record file of JP Bank: 記号, 番号 and 取扱日 stand third to fifth.
private func beginsYuchoBiz(_ cells: [String]) -> Bool {
  cells.count >= 5 && cells[0] == "1" && isDigits(cells[2], 5...5) && isDigits(cells[3], 1...8)
    && isDigits(cells[4], 6...8)
}

/// Reads a whole file in a positional format. The scanner stands at its first record.
func readPositional<Format: PositionalFormat>(
  _ format: Format, _ bytes: UnsafeRawBufferPointer, encoding: TextEncoding, dates: DateStyles,
  scanner: inout CSVScanner, context: ReadingContext, sink: RowSink
) -> FileReading {
  var format = format
  var reader = PositionalReader(bytes, encoding: encoding, dates: dates, context: context)
  var record = CSVRecord()
  while !reader.isRefused {
    switch scanner.next(&record) {
    case .end:
      format.finish(&reader)
      return reader.result(format.formatID)
    case .fault(let fault): reader.take(fault)
    case .record:
      reader.lastLine = Int32(clamping: record.line)
      if record.isBlank {
        reader.rowsSkipped += 1
        continue
      }
      do throws(RowFault) {
        switch try format.take(record, &reader) {
        case .row(let row):
          reader.rowsRead += 1
          sink.statement(row)
        case .structure: break
        case .skipped: reader.rowsSkipped += 1
        case .refused(let fault): reader.refuse(fault, record)
        }
      } catch {
        reader.rowsRejected += 1
        reader.book.add(reader.finding(error, record))
      }
    }
  }
  return reader.result(format.formatID)
}

/// What the positional formats have alike: cells, the group in hand with its balances and sums, and
/// what there is to say at the end.
struct PositionalReader: ~Copyable {
  /// One account with what its rows add up to.
  struct Group {
    var part: StatementPart
    var chain = BalanceChain()
    var credit = ZenginTotal()
    var debit = ZenginTotal()
    var outOfPeriod: Int64 = 0
    var rowFirstDay: Day?
    var rowLastDay: Day?

    mutating func note(_ day: Day) {
      rowFirstDay = earlier(rowFirstDay, day)
      rowLastDay = later(rowLastDay, day)
      if let first = part.firstDay, let last = part.lastDay, day < first || day > last {
        outOfPeriod += 1
      }
    }
  }

  let bytes: UnsafeRawBufferPointer
  let decoder: TextDecoder
  let asOf: Day
  private let dates: DateReader
  private var text: FieldText
  private var words = TextCache()
  var book: StatementBook
  var group: Group?
  private var chains: [ControlCheck] = []
  private(set) var recordNumber: Int32 = 0
  fileprivate var rowsRead: Int32 = 0
  fileprivate var rowsRejected: Int32 = 0
  fileprivate var rowsSkipped: Int32 = 0
  fileprivate(set) var lastLine: Int32 = 1
  fileprivate private(set) var isRefused = false

  fileprivate init(
    _ bytes: UnsafeRawBufferPointer, encoding: TextEncoding, dates: DateStyles,
    context: ReadingContext
  ) {
    self.bytes = bytes
    decoder = TextDecoder(encoding)
    asOf = context.asOf
    self.dates = DateReader(
      styles: dates, decoder: decoder, newest: context.asOf, range: bookingDays(asOf: context.asOf))
    text = FieldText(decoder)
    book = StatementBook(maxFindings: context.maxFindings)
  }

  // MARK: Rows and groups

  /// Counts a data record, also one that is going to be rejected.
  mutating func countRecord() { recordNumber += 1 }

  /// Opens the group of an account; rows follow.
  mutating func open(_ account: AccountRef, firstDay: Day? = nil, lastDay: Day? = nil) {
    let index = book.account(account, firstRecord: recordNumber + 1)
    group = Group(
      part: StatementPart(
        accountIndex: index, firstRecord: recordNumber + 1, line: lastLine, firstDay: firstDay,
        lastDay: lastDay))
  }

  /// Takes the money of a row into the group: before anything else of the row can be wrong.
  mutating func add(debit: Int64, credit: Int64, balance: Int64?, day: Day) {
    group?.chain.add(
      deltaYen: credit - debit, balanceYen: balance, record: recordNumber, line: lastLine,
      day: day)
    if debit != 0 { group?.debit.add(debit) }
    if credit != 0 { group?.credit.add(credit) }
    group?.note(day)
  }

  /// Closes the group in hand with its balances; `opening` and `closing` are those stated, which
  /// count where the rows have none. `balanceColumn` counts from 0.
  mutating func close(
    opening: Int64? = nil, closing: Int64? = nil, balanceColumn: Int = 0
  ) -> Group? {
    guard var closed = group else { return nil }
    group = nil
    let outcome = closed.chain.finish()
    closed.part.openingBalanceYen = outcome.openingYen ?? opening
    closed.part.closingBalanceYen = outcome.closingYen ?? closing
    addBreaks(outcome, closed.part, balanceColumn)
    if closed.part.firstDay != nil {
      book.check(
        .dayRange, stated: 0, computed: closed.outOfPeriod, in: closed.part,
        place: SourcePlace(line: lastLine), fault: .dayOutOfPeriod)
    }
    closed.part.firstDay = closed.part.firstDay ?? closed.rowFirstDay
    closed.part.lastDay = closed.part.lastDay ?? closed.rowLastDay
    book.close(closed.part)
    return closed
  }

  private mutating func addBreaks(
    _ outcome: BalanceChain.Outcome, _ part: StatementPart, _ column: Int
  ) {
    chains.append(
      ControlCheck(
        kind: .balanceChain, accountIndex: part.accountIndex, stated: nil,
        computed: Int64(outcome.breakCount),
        outcome: !outcome.isCompared ? .absent : outcome.breakCount == 0 ? .ok : .failed,
        reading: outcome.hasBalances ? outcome.order.rawValue : ""))
    for found in outcome.breaks {
      book.add(
        DataFinding(
          .balanceBreak, .stopsPosting,
          place: SourcePlace(
            record: found.record, line: found.line, column: Int32(column + 1)),
          otherLine: found.otherLine, differenceYen: found.differenceYen,
          accountIndex: part.accountIndex))
    }
    if outcome.order == .newestFirst { book.printsNewestFirst(part.accountIndex) }
    guard let first = outcome.breaks.first else { return }
    // In a file that runs from new to old the rows not proven are those above the break.
    let isOldestFirst = outcome.order == .oldestFirst
    book.stop(part.accountIndex, from: isOldestFirst ? first.record : part.firstRecord)
  }

  /// Closes a group without the record that should end it: it was cut off, none of it is proved.
  mutating func closeUnfinished(expected: String) {
    guard let part = group?.part else { return }
    book.stop(part.accountIndex, from: part.firstRecord)
    book.add(
      DataFinding(
        .truncated, .stopsPosting, place: SourcePlace(line: lastLine), expected: expected,
        accountIndex: part.accountIndex))
    _ = close()
  }

  // MARK: Cells

  mutating func yen(_ record: CSVRecord, _ column: Int) throws(RowFault) -> Int64 {
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

  /// Nil for a blank cell.
  mutating func optionalYen(_ record: CSVRecord, _ column: Int) throws(RowFault) -> Int64? {
    guard column < record.count, record[column].count > 0,
      parseAmount(text.raw(record[column], in: bytes), decoder) != .blank
    else { return nil }
    return try yen(record, column)
  }

  /// `example` is a date as it should be.
  mutating func day(
    _ record: CSVRecord, _ column: Int, example: String
  ) throws(RowFault) -> Day {
    switch dates.read(text.raw(record[column], in: bytes)) {
    case .day(let day): return day
    case .blank: throw RowFault(fault: .missingValue, column: column, expected: example)
    case .bad: throw RowFault(fault: .badDate, column: column, expected: example)
    case .future:
      throw RowFault(fault: .badDate, column: column, expected: "≤ \(dates.range.upperBound.iso)")
    case .impossibleEraYear:
      throw RowFault(fault: .impossibleEraYear, column: column, expected: example)
    }
  }

  /// Nil where the cell holds no date: for a second date that only adds to the first.
  mutating func optionalDay(_ record: CSVRecord, _ column: Int) -> Day? {
    guard column < record.count,
      case .day(let day) = dates.read(text.raw(record[column], in: bytes))
    else { return nil }
    return day
  }

  /// A cell of which the same few values come again and again, as a kind of booking.
  mutating func word(_ record: CSVRecord, _ column: Int) throws(RowFault) -> KindWord {
    let field = record[column]
    let key = field.slice(of: bytes)
    let found = words.find(key)
    if let known = found?.value { return known }
    guard let utf8 = text.utf8(field, in: bytes) else {
      throw RowFault(fault: .badCharacter, column: column)
    }
    let made = KindWords.whole(utf8)
    if let slot = found?.slot { words.store(made, slot: slot, key: key) }
    return made
  }

  /// A text that may hold a name.
  mutating func name(_ record: CSVRecord, _ column: Int) throws(RowFault) -> String {
    guard let utf8 = text.utf8(record[column], in: bytes) else {
      throw RowFault(fault: .badCharacter, column: column, isPersonal: true)
    }
    return validString(utf8)
  }

  /// Empty where the column is missing or cannot be decoded.
  mutating func string(_ record: CSVRecord, _ column: Int) -> String {
    guard column < record.count, let utf8 = text.utf8(record[column], in: bytes) else { return "" }
    return validString(utf8)
  }

  // MARK: Findings

  func finding(_ fault: RowFault, _ record: CSVRecord) -> DataFinding {
    makeRowFinding(
      fault, record, bytes: bytes, decoder: decoder, recordNumber: recordNumber, names: [])
  }

  fileprivate mutating func take(_ fault: CSVFault) {
    recordNumber += 1
    rowsRejected += 1
    book.add(structureFinding(fault, severity: .rejectsRow, record: recordNumber))
    guard fault.kind == .nulByte else { return }
    book.add(structureFinding(fault, severity: .refusesFile, record: nil))
    isRefused = true
  }

  fileprivate mutating func refuse(_ fault: RowFault, _ record: CSVRecord) {
    var refusal = finding(fault, record)
    refusal.severity = .refusesFile
    book.add(refusal)
    isRefused = true
  }

  fileprivate mutating func result(_ formatID: String) -> FileReading {
    book.finish()
    return FileReading(
      kind: .statement, formatID: formatID, encoding: decoder.encoding, accounts: book.accounts,
      controls: book.controls + chains, findings: book.findings, rowsRead: rowsRead,
      rowsRejected: rowsRejected, rowsSkipped: rowsSkipped)
  }
}

/// 預金種目 by the word for it.
func accountType(word: String) -> Int32? {
  switch word {
  case "普通", "普通預金": 1
  case "当座", "当座預金": 2
  case "貯蓄", "貯蓄預金": 4
  default: nil
  }
}
