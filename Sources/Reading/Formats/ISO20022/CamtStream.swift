import Model

/// Takes the elements of a camt message apart into statements, entries and details.
final class CamtStream: XMLStream {
  let context: ReadingContext
  let sink: RowSink
  var book: StatementBook
  /// "052", "053", "054" once the message element was met.
  var message: String?
  var statement = CamtStatement()
  let entry = CamtEntry()
  /// Details of the entry in hand and of longer ones before it; `entry.detailCount` of them count,
  /// at most `maxDetails`, and the last of these is being read.
  var details = [CamtDetail()]
  var detail: CamtDetail
  var balance = CamtBalance()
  var rowsRead: Int32 = 0
  var rowsRejected: Int32 = 0
  var rowsSkipped: Int32 = 0
  /// Rows so far, whether taken or not.
  var records: Int32 = 0
  /// Pages of statements that are not whole yet.
  var openPages: [CamtPages.Key: CamtPages] = [:]
  var statementNumbers: [CamtNumber] = []
  /// The message that the last header names, while its body is awaited.
  var awaited: (name: String, line: Int32)?
  /// The last line of `Ustrd` was filled to its limit.
  var lastLineWasFull = false
  private var stated: CamtNamespace = .unstated
  private var currency: String?
  private var isInStatement = false
  private var messagePage: (number: Int64?, isLast: Bool?) = (nil, nil)

  /// Text kept of one entry without its details' amounts: far more than any bank sends.
  static let maxRemittanceBytes = 32 << 10
  /// Details kept of one entry; a longer batch stays whole.
  static let maxDetails = 1 << 16

  init(context: ReadingContext, sink: RowSink, driver: XMLDriver) {
    self.context = context
    self.sink = sink
    book = StatementBook(maxFindings: context.maxFindings)
    detail = details[0]
    super.init(table: camtPaths, driver: driver, consumed: context.consumed)
  }

  override func opened(
    _ field: UInt8, name: Int, namespace: () -> [UInt8]?, _ at: XMLAttributes
  ) {
    switch CamtField(rawValue: field) {
    case .header:
      noteRequest()
      awaited = ("", line)
    case .document: openDocument(namespace())
    case .message: openMessage(name)
    case .statement:
      statement = CamtStatement()
      statement.line = line
      statement.firstRecord = records + 1
      (statement.pageNumber, statement.isLastPage) = messagePage
      isInStatement = true
    case .balance: balance = CamtBalance()
    case .summary: statement.summary.isPresent = true
    case .entry:
      entry.reset(line: line)
      detail = details[0]
      detail.reset()
    case .details:
      let index = Int(min(entry.detailCount, Int64(CamtStream.maxDetails - 1)))
      entry.detailCount += 1
      if index == details.count { details.append(CamtDetail()) }
      detail = details[index]
      if index > 0 { detail.reset() }
      lastLineWasFull = false
    case .balanceAmount, .entryAmount, .detailAmount, .transactionAmount, .batchAmount:
      currency = at.value("Ccy").map {
        $0.equals("JPY") ? "JPY" : String(decoding: $0.prefix(16), as: UTF8.self)
      }
    default: break
    }
  }

  private func openDocument(_ namespace: [UInt8]?) {
    let uri = namespace.map { String(decoding: $0.prefix(200), as: UTF8.self) }
    stated = CamtNamespace(uri)
    messagePage = (nil, nil)
    let place = SourcePlace(line: line, field: "xmlns")
    // A header names the message behind it; where both do, they have to agree.
    if let header = awaited, !header.name.isEmpty {
      let named = CamtNamespace(message: header.name)
      if stated == .unstated { stated = named }
      if stated != named {
        awaited = nil
        refuse(.unknownMessage, place, uri, header.name)
        return stop()
      }
    }
    awaited = nil
    switch stated {
    case .camt: break
    case .unstated:
      book.add(
        DataFinding(.unknownVersion, .note, place: place, value: uri, expected: camtExpected))
    case .unknownVersion(let name):
      refuse(.unknownVersion, place, name, camtExpected)
      stop()
    case .unknownMessage(let name):
      refuse(.unknownMessage, place, name, camtExpected)
      stop()
    case .payment(let name):
      refuse(.notAStatement, place, name, camtExpected)
      stop()
    }
  }

  /// A header whose body never came is a request for a message, not a message.
  func noteRequest() {
    guard let header = awaited else { return }
    awaited = nil
    book.add(
      DataFinding(
        .headerWithoutBody, .note, place: SourcePlace(line: header.line, field: "AppHdr"),
        value: header.name.isEmpty ? nil : header.name, expected: "Document"))
  }

  private func openMessage(_ name: Int) {
    let found: String
    switch camtPaths.names[name] {
    case "BkToCstmrAcctRpt", "BkToCstmrAcctRptV01": found = "052"
    case "BkToCstmrStmt", "BkToCstmrStmtV01": found = "053"
    default: found = "054"
    }
    let place = SourcePlace(line: line, field: "Document")
    if case .camt(let named, _) = stated, named != found {
      refuse(.unknownMessage, place, camtPaths.names[name], "camt." + named)
      return stop()
    }
    // A file is of one format: its identity rules hold for all of its rows.
    if let message, message != found {
      refuse(.severalDocuments, place, "camt." + found, "camt." + message)
      return stop()
    }
    message = found
  }

  override func closed(_ field: UInt8, text: UnsafeRawBufferPointer) {
    guard let field = CamtField(rawValue: field) else { return }
    switch field {
    case .statement:
      closeStatement()
      isInStatement = false
    case .balance: closeBalance()
    case .entry: closeEntry()
    case .details: closeDetail()
    case .none, .header, .document, .message, .summary: break
    default:
      if field.rawValue >= CamtField.detailAmount.rawValue {
        takeDetail(field, text)
      } else if field.rawValue >= CamtField.entryAmount.rawValue {
        takeEntry(field, text)
      } else {
        takeStatement(field, text)
      }
    }
  }

  /// `Acct/Ccy` is optional; the balances tell the currency too.
  private func closeBalance() {
    if statement.currency == nil { statement.currency = balance.currency }
    if balance.subkind == "INTM" {
      statement.pageBalances.take(balance)
    } else {
      statement.balances.take(balance)
    }
  }

  private func takeStatement(_ field: CamtField, _ text: UnsafeRawBufferPointer) {
    switch field {
    case .pageNumber:
      if isInStatement {
        statement.pageNumber = wholeNumber(text)
      } else {
        messagePage.number = wholeNumber(text)
      }
    case .isLastPage:
      let isLast = text.equals("true") || text.equals("1")
      if isInStatement { statement.isLastPage = isLast } else { messagePage.isLast = isLast }
    case .messageName: awaited?.name = String(decoding: text.prefix(80), as: UTF8.self)
    case .statementID: statement.id = String(decoding: text.prefix(200), as: UTF8.self)
    case .electronicNumber: statement.electronicNumber = wholeNumber(text)
    case .legalNumber: statement.legalNumber = wholeNumber(text)
    case .copyKind: statement.copyKind = text.string
    case .firstDay: statement.firstDay = tokyoDay(text)
    case .lastDay: statement.lastDay = tokyoDay(text)
    case .accountIBAN: statement.iban = text.string
    case .accountOther: statement.otherAccount = text.string
    case .accountType: statement.accountType = wholeNumber(text).flatMap { Int32(exactly: $0) }
    case .accountCurrency: statement.currency = text.string
    case .accountName: statement.accountName = text.string
    case .ownerName: statement.ownerName = text.string
    case .bankScheme: statement.bankScheme = text.string
    case .bankCode: statement.bankCode = text.string
    case .branchCode: statement.branchCode = text.string
    case .balanceKind: balance.kind = text.string
    case .balanceSubkind: balance.subkind = text.string
    case .balanceAmount: balance.amount = CamtAmount.read(text, currency: currency)
    case .balanceDirection:
      balance.isDebit = text.equals("DBIT")
      balance.isBad = direction(text) == nil
    case .balanceDay: balance.day = tokyoDay(text)
    default: takeSummary(field, text)
    }
  }

  private func takeSummary(_ field: CamtField, _ text: UnsafeRawBufferPointer) {
    switch field {
    case .totalCount: statement.summary.totalCount = .some(wholeNumber(text))
    case .totalSum: statement.summary.totalSum = .some(CamtDecimal(text))
    case .creditCount: statement.summary.creditCount = .some(wholeNumber(text))
    case .creditSum: statement.summary.creditSum = .some(CamtDecimal(text))
    case .debitCount: statement.summary.debitCount = .some(wholeNumber(text))
    case .debitSum: statement.summary.debitSum = .some(CamtDecimal(text))
    case .netAmount: statement.summary.netAmount = .some(CamtDecimal(text))
    case .netDirection: statement.summary.isNetDebit = text.equals("DBIT")
    default: break
    }
  }

  /// Nil for a day that no statement can speak of.
  private func day(_ text: UnsafeRawBufferPointer, in days: ClosedRange<Day>) -> Day? {
    tokyoDay(text).flatMap { days.contains($0) ? $0 : nil }
  }

  private func takeEntry(_ field: CamtField, _ text: UnsafeRawBufferPointer) {
    switch field {
    case .entryAmount:
      entry.isRepeating = entry.isRepeating || entry.amount != nil
      entry.amount = CamtAmount.read(text, currency: currency)
    case .entryDirection:
      entry.isRepeating = entry.isRepeating || entry.direction != nil
      entry.direction = direction(text)
      if entry.direction == nil { entry.directionText = text.string }
    case .reversal:
      entry.isReversal = text.equals("true") || text.equals("1")
      if !entry.isReversal, !text.equals("false"), !text.equals("0") {
        entry.badReversal = text.string
      }
    case .status:
      // From .07 on `Sts` only holds `Cd`, and its own text is empty.
      if text.count > 0 { entry.status = text.equals("BOOK") ? "BOOK" : text.string }
    case .proprietaryStatus: entry.status = "Prtry " + text.string
    case .bookingDay: entry.bookingDay = .some(day(text, in: bookingDays(asOf: context.asOf)))
    case .valueDay: entry.valueDay = .some(day(text, in: statedDays(asOf: context.asOf)))
    case .entryReference: entry.reference = orNothing(text)
    case .entryNumber: entry.number = orNothing(text)
    case .kindDomain: entry.kindDomain = text.string
    case .kindFamily: entry.kindFamily = text.string
    case .kindSubfamily: entry.kindSubfamily = text.string
    case .kindProprietary: entry.kindProprietary = text.string
    case .entryText: entry.text = text.string
    case .batchCount:
      if let count = wholeNumber(text) {
        entry.batchCount = saturatingSum(entry.batchCount ?? 0, count)
      } else {
        entry.hasBadBatch = true
      }
    case .batchAmount:
      if case .amount(let part, _) = CamtAmount.read(text, currency: currency) {
        entry.batchAmount = entry.batchAmount.map { $0 + part } ?? part
      } else {
        entry.hasBadBatch = true
      }
    default: break
    }
  }

  private func takeDetail(_ field: CamtField, _ text: UnsafeRawBufferPointer) {
    switch field {
    case .detailAmount: detail.amount = CamtAmount.read(text, currency: currency)
    case .transactionAmount: detail.transactionAmount = CamtAmount.read(text, currency: currency)
    case .detailDirection: detail.direction = direction(text)
    case .detailReference: detail.reference = orNothing(text)
    case .debtor: detail.debtor.name = orNothing(text)
    case .debtorAgent: detail.debtor.agentName = text.string
    case .ultimateDebtor: detail.debtor.ultimateName = orNothing(text)
    case .creditor: detail.creditor.name = orNothing(text)
    case .creditorAgent: detail.creditor.agentName = text.string
    case .ultimateCreditor: detail.creditor.ultimateName = orNothing(text)
    case .debtorBank: detail.debtor.bankName = text.string
    case .debtorBankCode: detail.debtor.bankCode = text.string
    case .debtorBranchName: detail.debtor.branchName = text.string
    case .debtorBranchCode: detail.debtor.branchCode = text.string
    case .creditorBank: detail.creditor.bankName = text.string
    case .creditorBankCode: detail.creditor.bankCode = text.string
    case .creditorBranchName: detail.creditor.branchName = text.string
    case .creditorBranchCode: detail.creditor.branchCode = text.string
    case .remittance: addLine(text)
    case .remittanceReference: addRemittance(text, isContinued: false)
    case .detailText: detail.text = text.string
    default: break
    }
  }

  private func direction(_ text: UnsafeRawBufferPointer) -> Direction? {
    if text.equals("CRDT") { return .credit }
    return text.equals("DBIT") ? .debit : nil
  }

  /// The text, or nothing for the placeholders that stand where a mandatory element had to be.
  private func orNothing(_ text: UnsafeRawBufferPointer) -> String {
    text.equals("NONREF") || text.equals("NOTPROVIDED") ? "" : text.string
  }
}
