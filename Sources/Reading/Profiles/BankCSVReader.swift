import Model

/// Why one row cannot be read.
struct RowFault: Error {
  var fault: DataFault
  /// Index of the column, from 0; nil for the row as a whole.
  var column: Int?
  var isPersonal = false
  var expected: String?
}

/// What the rows of a file need besides the file: resolved once, not per row.
struct BankCSVLayout {
  let profile: BankProfile
  let columns: ResolvedColumns
  /// Fields of the header line, unnamed ones included.
  let headerCount: Int
  let preamble: Preamble
  let encoding: TextEncoding
  /// Offset behind the last byte of the file that counts.
  let end: Int
}

/// Reads the rows below a bank's header, one pass, with constant memory apart from findings.
struct BankCSVReader: ~Copyable {
  let bytes: UnsafeRawBufferPointer
  let layout: BankCSVLayout
  let columns: ResolvedColumns
  let decoder: TextDecoder
  let dates: DateReader
  let kindInText: Bool
  let nameInUnusedAmount: Bool
  let negativeIsReversal: Bool
  /// Whether there is any column beyond date, amounts, text, kind and balance.
  let hasDetails: Bool
  var text: FieldText
  var words = TextCache()
  var prefix = KindPrefix()
  var book: AccountBook
  var log: FindingLog
  let plain: PlainColumns?
  var lastPlain = PlainMemory()
  private let accountColumns: [Int]
  private var lastAccountKey: [UInt8] = []
  private var lastAccount = 0
  /// A copy, not a place in the file: pages that are given back would be fetched again.
  private var lastDate = ShortCell()
  private var lastDay = Day(number: 0)
  private(set) var recordNumber: Int32 = 0
  private var rowsRead: Int32 = 0
  private var rowsRejected: Int32 = 0
  private var rowsSkipped: Int32 = 0
  private var badDates: Int32 = 0
  fileprivate var firstBadDate = ""

  init(_ bytes: UnsafeRawBufferPointer, layout: BankCSVLayout, context: ReadingContext) {
    self.bytes = bytes
    self.layout = layout
    columns = layout.columns
    decoder = TextDecoder(layout.encoding)
    dates = DateReader(
      styles: layout.profile.dates, decoder: decoder,
      newest: layout.preamble.lastDay ?? context.asOf, range: bookingDays(asOf: context.asOf))
    kindInText = layout.profile.has(.kindInText)
    nameInUnusedAmount = layout.profile.has(.nameInUnusedAmountColumn)
    negativeIsReversal = layout.profile.has(.negativeIsReversal)
    let details: [ColumnRole] = [
      .valueDay, .payerBank, .payerBranch, .payerCode, .edi, .reference, .uncleared,
    ]
    let known = layout.columns
    hasDetails = details.contains { known[$0] >= 0 }
    text = FieldText(decoder)
    let preamble = layout.preamble
    book = AccountBook(
      statedFirstDay: preamble.firstDay, statedLastDay: preamble.lastDay,
      isYearless: layout.profile.dates.contains(.monthDay))
    log = FindingLog(maxRowFindings: context.maxFindings)
    let roles: [ColumnRole] = [
      .account, .bankCode, .branchCode, .accountType, .accountNumber, .accountHolder,
    ]
    accountColumns = roles.map { layout.columns[$0] }.filter { $0 >= 0 }
    plain = PlainColumns(layout, hasDetails: hasDetails, hasAccounts: !accountColumns.isEmpty)
    if accountColumns.isEmpty {
      var account = layout.preamble.account
      if account.isAnonymous, let fixed = layout.profile.own?.account { account = fixed }
      account.bankCode = account.bankCode ?? layout.profile.info.bankCode
      _ = book.index(of: []) { account }
    }
  }

  /// Reads to the end of the file. The scanner stands behind the header.
  mutating func read(_ scanner: inout CSVScanner, sink: RowSink) -> FileReading {
    var record = CSVRecord()
    while true {
      switch scanner.next(&record) {
      case .end: return finish()
      case .record:
        if scanner.line <= record.line &+ 1, sendPlain(record, recordNumber &+ 1, sink) {
          recordNumber &+= 1
          rowsRead &+= 1
        } else {
          take(record, sink, scanner)
        }
      case .fault(let fault):
        recordNumber += 1
        rowsRejected += 1
        log.addRow(structureFinding(fault, severity: .rejectsRow, record: recordNumber))
        if fault.kind == .nulByte {
          log.add(structureFinding(fault, severity: .refusesFile, record: nil))
          return finish()
        }
      }
    }
  }

  private mutating func take(_ record: CSVRecord, _ sink: RowSink, _ scanner: CSVScanner) {
    if record.count != layout.headerCount || record[0].count == 0,
      record.isBlank || isNoteLine(record)
    {
      rowsSkipped += 1
      return
    }
    recordNumber += 1
    do throws(RowFault) {
      if let fault = shapeFault(record) { throw fault }
      if scanner.line > record.line + 1 { try refuseLineBreaks(record) }
      if try send(record, sink, scanner) { rowsRead += 1 } else { rowsSkipped += 1 }
    } catch {
      if isHeaderAgain(record) || isNoteLine(record) {
        recordNumber -= 1
        rowsSkipped += 1
        return
      }
      rowsRejected += 1
      let finding = rowFinding(error, record)
      if error.fault == .badDate {
        if badDates == 0 { firstBadDate = finding.value ?? "" }
        badDates += 1
      }
      log.addRow(finding)
    }
  }

  /// False where the row means no money: a number gap, an amount of zero.
  private mutating func send(
    _ record: CSVRecord, _ sink: RowSink, _ scanner: CSVScanner
  ) throws(RowFault) -> Bool {
    let detail = columns[.detailKind] < 0 ? .plain : try detailKind(record)
    if detail == .gap { return try passGap(record) }
    var words = RowWords()
    let money = try money(record, &words)
    let balance = try yen(record, .balance)
    let account = accountColumns.isEmpty ? 0 : try accountIndex(record)
    let day = try self.day(record)
    let badText = readWords(record, &words)
    let isUndoing = detail == .cancelled || words.kind.isCancellation
    let isSignProved =
      isUndoing && money.deltaYen > 0
      && isProvedAsPrinted(record, money.deltaYen, balance, account, scanner)
    let (delta, mark) = settledMoney(money, detail, words.kind, isSignProved: isSignProved)
    let line = Int32(clamping: record.line)
    book.add(
      to: account, deltaYen: delta, balanceYen: balance, record: recordNumber, line: line,
      day: day)
    if let badText { throw badText }
    guard delta != 0 else { return false }
    let direction: Direction = delta > 0 ? .credit : .debit
    guard hasDetails else {
      sink.statement(
        StatementRow(
          accountIndex: Int32(truncatingIfNeeded: account), record: recordNumber, line: line,
          bookingDay: day, direction: direction, amountYen: abs(delta), mark: mark,
          payerName: words.name, kindText: words.kind.text, balanceAfterYen: balance))
      return true
    }
    sink.statement(
      StatementRow(
        accountIndex: Int32(truncatingIfNeeded: account), record: recordNumber, line: line,
        bookingDay: day, valueDay: try valueDay(record), direction: direction,
        amountYen: abs(delta), mark: mark, payerName: words.name, kindText: words.kind.text,
        payerBank: try word(record, .payerBank).text,
        payerBranch: try word(record, .payerBranch).text,
        payerCode: try payerCode(record), ediText: try string(record, .edi),
        reference: try string(record, .reference),
        isReferenceLasting: layout.profile.has(.lastingReferences), balanceAfterYen: balance,
        unclearedYen: try uncleared(record, within: abs(delta))))
    return true
  }

  /// 欠番: a number that was not given out. With an amount it is something else.
  private mutating func passGap(_ record: CSVRecord) throws(RowFault) -> Bool {
    for role in [ColumnRole.debit, .credit, .signedAmount] where (try yen(record, role) ?? 0) != 0 {
      throw RowFault(fault: .badAmount, column: columns[role], expected: "0")
    }
    return false
  }

  /// Whether the balances around a row that undoes another say that money came in: the balance
  /// before it where the file runs from old to new, the one of the next row where it runs back.
  private mutating func isProvedAsPrinted(
    _ record: CSVRecord, _ amountYen: Int64, _ balanceYen: Int64?, _ account: Int,
    _ scanner: CSVScanner
  ) -> Bool {
    guard let balanceYen else { return false }
    var rises = false
    var falls = false
    for older in [book.balanceYen(of: account), nextBalance(record, scanner)] {
      guard let older else { continue }
      if balanceYen &- older == amountYen { rises = true }
      if older &- balanceYen == amountYen { falls = true }
    }
    return rises && !falls
  }

  /// The balance of the row behind this one, where it is of the same account.
  private mutating func nextBalance(_ record: CSVRecord, _ scanner: CSVScanner) -> Int64? {
    var ahead = scanner
    var next = CSVRecord()
    guard case .record = ahead.next(&next), shapeFault(next) == nil,
      accountColumns.allSatisfy({
        next[$0].slice(of: bytes).elementsEqual(record[$0].slice(of: bytes))
      })
    else { return nil }
    return try? yen(next, .balance)
  }

  /// A cell that goes on over the end of a line holds other rows: no bank writes texts of two
  /// lines.
  private func refuseLineBreaks(_ record: CSVRecord) throws(RowFault) {
    for role in ColumnRole.allCases where role != .ignored && columns[role] >= 0 {
      let column = columns[role]
      guard column < record.count else { continue }
      if record[column].slice(of: bytes).contains(where: { $0 == 0x0A || $0 == 0x0D }) {
        throw RowFault(fault: .badCharacter, column: column, isPersonal: true)
      }
    }
  }

  private mutating func day(_ record: CSVRecord) throws(RowFault) -> Day {
    let column = columns[.date]
    guard column >= 0 else { return try splitDay(record) }
    let field = record[column]
    if let day = dayAsBefore(field) { return day }
    let day = try self.day(field, column)
    remember(day, of: field)
    return day
  }

  mutating func remember(_ day: Day, of field: CSVField) {
    guard let cell = ShortCell(field, in: bytes) else { return }
    lastDate = cell
    lastDay = day
  }

  /// Rows of one day stand together: most cells are those of the row before.
  @inline(__always)
  func dayAsBefore(_ field: CSVField) -> Day? {
    ShortCell(field, in: bytes) == lastDate ? lastDay : nil
  }

  private mutating func day(_ field: CSVField, _ column: Int) throws(RowFault) -> Day {
    switch dates.read(text.raw(field, in: bytes)) {
    case .day(let day): return day
    case .blank: throw RowFault(fault: .missingValue, column: column, expected: dateExample)
    case .bad: throw RowFault(fault: .badDate, column: column, expected: dateExample)
    case .future:
      throw RowFault(fault: .badDate, column: column, expected: "≤ \(dates.range.upperBound.iso)")
    case .impossibleEraYear:
      throw RowFault(fault: .impossibleEraYear, column: column, expected: dateExample)
    }
  }

  /// Year, month and day in three columns.
  private mutating func splitDay(_ record: CSVRecord) throws(RowFault) -> Day {
    var parts: [Int32] = []
    for role in [ColumnRole.year, .month, .dayOfMonth] {
      let column = columns[role]
      guard let value = try yen(record, role), value >= 0, value <= 9999 else {
        throw RowFault(fault: .badDate, column: column, expected: dateExample)
      }
      parts.append(Int32(value))
    }
    guard let day = Day(year: parts[0], month: parts[1], day: parts[2]),
      dates.range.contains(day)
    else {
      throw RowFault(fault: .badDate, column: columns[.dayOfMonth], expected: dateExample)
    }
    return day
  }

  private mutating func valueDay(_ record: CSVRecord) throws(RowFault) -> Day? {
    let column = columns[.valueDay]
    guard column >= 0, record[column].count > 0 else { return nil }
    switch dates.read(text.raw(record[column], in: bytes)) {
    case .day(let day): return day
    case .blank: return nil
    case .bad, .future, .impossibleEraYear:
      throw RowFault(fault: .badDate, column: column, expected: dateExample)
    }
  }

  private var dateExample: String {
    let styles = layout.profile.dates
    if styles.contains(.yearMonthDay) { return "YYYY/MM/DD" }
    if styles.contains(.compact) { return "YYYYMMDD" }
    if styles.contains(.kanji) { return "YYYY年M月D日" }
    if styles.contains(.eraName) { return "H30.01.15" }
    return styles.contains(.eraDigits) ? "YYMMDD" : "M月D日"
  }

  /// The account of a row whose file has account columns; they seldom change between rows.
  private mutating func accountIndex(_ record: CSVRecord) throws(RowFault) -> Int {
    if isLastAccount(record) { return lastAccount }
    var key: [UInt8] = []
    for column in accountColumns {
      key.append(contentsOf: bytes[record[column].start..<record[column].end])
      key.append(0)
    }
    let account = try account(record)
    guard let index = book.index(of: key, make: { account }) else {
      throw RowFault(fault: .accountUnclear, column: accountColumns[0], isPersonal: true)
    }
    lastAccountKey = key
    lastAccount = index
    return index
  }

  private func isLastAccount(_ record: CSVRecord) -> Bool {
    var at = 0
    for column in accountColumns {
      let field = record[column]
      guard at + Int(field.count) < lastAccountKey.count else { return false }
      for i in 0..<Int(field.count) where bytes[field.start + i] != lastAccountKey[at + i] {
        return false
      }
      at += Int(field.count)
      guard lastAccountKey[at] == 0 else { return false }
      at += 1
    }
    return at == lastAccountKey.count
  }

  private mutating func account(_ record: CSVRecord) throws(RowFault) -> AccountRef {
    var account = AccountRef(bankCode: layout.profile.info.bankCode)
    let cell = foldHeader(try string(record, .account))
    if !cell.isEmpty {
      account = accountFromText(cell)
      account.bankCode = layout.profile.info.bankCode
    }
    let bank = try string(record, .bankCode)
    if !bank.isEmpty { account.bankCode = leftPadded(bank, 4) }
    let branch = try string(record, .branchCode)
    if !branch.isEmpty { account.branchCode = leftPadded(branch, 3) }
    let type = try string(record, .accountType)
    if !type.isEmpty { account.accountType = Int32(type) }
    let number = try string(record, .accountNumber)
    if !number.isEmpty { account.number = number }
    let holder = try string(record, .accountHolder)
    if !holder.isEmpty { account.holder = holder }
    return account
  }

  private mutating func finish() -> FileReading {
    let preamble = layout.preamble
    var (accounts, controls) = book.finish(
      balanceName: columns.name(of: .balance), log: &log)
    if let stated = preamble.rowCount {
      controls.append(
        AccountBook.rowCountControl(
          stated: stated, found: Int64(recordNumber), accounts: &accounts, log: &log))
    }
    if let stated = preamble.balanceYen, preamble.isBalanceOfPeriodEnd {
      controls += AccountBook.closingBalanceControl(
        stated: stated, accounts: &accounts, log: &log)
    } else if preamble.balanceYen != nil, let found = accounts.first?.closingBalanceYen {
      controls.append(
        ControlCheck(
          kind: .closingBalance, accountIndex: 0, stated: nil, computed: found, outcome: .absent,
          reading: "later"))
    }
    if recordNumber == 0 {
      log.add(DataFinding(.headerWithoutRows, .note))
    }
    if rowsRead == 0, columns[.balance] >= 0 {
      for index in controls.indices
      where controls[index].kind == .balanceChain && controls[index].outcome == .absent
        && controls[index].reading.isEmpty
      {
        controls[index].reading = "no-rows"
      }
    }
    if layout.profile.own != nil, badDates > 0, badDates == recordNumber { blameDates() }
    return FileReading(
      kind: .statement, formatID: layout.profile.info.id, encoding: layout.encoding,
      accounts: accounts, controls: controls, findings: log.sorted(), rowsRead: rowsRead,
      rowsRejected: rowsRejected, rowsSkipped: rowsSkipped,
      isIncremental: layout.profile.has(.incremental))
  }
}

extension BankCSVReader {
  /// Where no row of a user's format has a day as the format says, the format is wrong and not the
  /// file: says so, with the word for the days that it has.
  fileprivate mutating func blameDates() {
    let styles = CellReader(asOf: dates.newest).styles(firstBadDate)
    let words = DateStyles.words.filter { styles.contains($0.style) }.map(\.word)
    log.add(
      DataFinding(
        .badDate, .rejectsRow, place: SourcePlace(field: "dates"), value: firstBadDate,
        expected: words.isEmpty ? nil : "dates: [\(words.joined(separator: ", "))]"))
  }
}

/// Codes that a spreadsheet robbed of their leading zeros.
func leftPadded(_ code: String, _ width: Int) -> String {
  String(repeating: "0", count: max(0, width - code.utf8.count)) + code
}

/// A fault of the scanner as a finding.
func structureFinding(_ fault: CSVFault, severity: Severity, record: Int32?) -> DataFinding {
  let kind: DataFault
  var expected: String?
  switch fault.kind {
  case .unbalancedQuote: kind = .unbalancedQuote
  case .lineTooLong:
    kind = .lineTooLong
    expected = String(CSVScanner.maxRecordBytes)
  case .tooManyColumns:
    kind = .tooManyColumns
    expected = String(CSVScanner.maxColumns)
  case .nulByte: kind = .nulByte
  }
  return DataFinding(
    kind, severity,
    place: SourcePlace(
      record: record, line: Int32(clamping: fault.line), column: Int32(clamping: fault.column),
      byte: Int64(fault.byte)),
    expected: expected)
}
