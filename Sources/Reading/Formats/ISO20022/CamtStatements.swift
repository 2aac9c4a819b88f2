import Model

extension CamtStream {
  /// The account is asked for at the first entry, else at the end; `Acct` stands before both.
  func resolveAccount() -> Int32 {
    if let known = statement.accountIndex { return known }
    let index = book.account(accountRef, firstRecord: statement.firstRecord)
    statement.accountIndex = index
    return index
  }

  var isOtherCurrency: Bool { statement.currency.map { $0 != "JPY" } ?? false }

  /// Fifteen digits are read as bank 4, branch 3, type 1, number 7. That is how one sender puts a
  /// Japanese account into one id; no rule says so, and no IBAN has this form.
  private var accountRef: AccountRef {
    let holder = statement.ownerName ?? statement.accountName
    let isJapanese = statement.bankScheme == "JPZGN"
    var ref = AccountRef(
      bankCode: isJapanese ? statement.bankCode : nil, branchCode: statement.branchCode,
      accountType: statement.accountType, number: statement.iban ?? statement.otherAccount,
      holder: holder)
    if statement.iban == nil, let digits = statement.otherAccount.map({ Array($0.utf8) }),
      digits.count == 15, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    {
      ref.bankCode = String(decoding: digits[0..<4], as: UTF8.self)
      ref.branchCode = String(decoding: digits[4..<7], as: UTF8.self)
      ref.accountType = Int32(digits[7] - 0x30)
      ref.number = String(decoding: digits[8...], as: UTF8.self)
    }
    if ref.number?.isEmpty == true { ref.number = nil }
    return ref
  }

  /// Proves the statement in hand, or says why it cannot be.
  func closeStatement() {
    let index = resolveAccount()
    let place = SourcePlace(line: statement.line)
    if let copyKind = statement.copyKind {
      book.add(
        DataFinding(
          .duplicateCopy, .stopsPosting, place: place.with("CpyDplctInd"),
          value: copyKind, accountIndex: index))
      return
    }
    if isOtherCurrency {
      book.stop(index, from: statement.firstRecord)
      book.add(
        DataFinding(
          .notJPY, .stopsPosting, place: place.with("Acct/Ccy"),
          value: statement.currency, expected: "JPY",
          accountIndex: index))
      return
    }
    var part = StatementPart(
      accountIndex: index, firstRecord: statement.firstRecord, line: statement.line)
    part.openingBalanceYen = opening?.yen
    part.closingBalanceYen = closing?.yen
    part.firstDay = statement.firstDay ?? statement.rowFirstDay ?? closing?.day
    part.lastDay = statement.lastDay ?? later(statement.rowLastDay, closing?.day)
    if isLonePage {
      book.add(
        DataFinding(
          .pageMissing, .note, place: place.with("PgNb"),
          value: statement.pageNumber.map { String($0) }, expected: "1 (LastPgInd)",
          accountIndex: index))
      book.absent(.closingBalance, computed: statement.booked.net, in: part)
    } else {
      checkSummary(part)
      checkBalance(part)
    }
    book.close(part)
  }

  /// Balances and sums close over all pages, and only this one is here.
  private var isLonePage: Bool {
    if statement.pageNumber == nil, statement.isLastPage == nil { return false }
    return (statement.pageNumber ?? 1) != 1 || statement.isLastPage == false
  }

  /// The earliest booked opening balance; German banks give PRCD, the previous closing, instead.
  private var opening: CamtBalance? {
    let kind = statement.balances.contains { $0.kind == "OPBD" } ? "OPBD" : "PRCD"
    return statement.balances.filter { $0.kind == kind }.min { dayNumber($0) < dayNumber($1) }
  }

  private var closing: CamtBalance? {
    statement.balances.filter { $0.kind == "CLBD" }.max { dayNumber($0) < dayNumber($1) }
  }

  private func dayNumber(_ balance: CamtBalance) -> Int32 { balance.day?.number ?? Int32.min }

  private func checkBalance(_ part: StatementPart) {
    guard let opening = part.openingBalanceYen, let closing = part.closingBalanceYen else {
      book.absent(.closingBalance, computed: statement.booked.net, in: part)
      return
    }
    book.check(
      .closingBalance, stated: closing, computed: saturatingSum(opening, statement.booked.net),
      in: part, place: SourcePlace(line: statement.line, field: "Bal CLBD"), fault: .balanceBreak)
  }

  /// `TxsSummry` counts every entry by its schema; some senders count the booked ones only. All
  /// values must fit the same reading.
  private func checkSummary(_ part: StatementPart) {
    let summary = statement.summary
    guard summary.isPresent else {
      book.absent(.entryCount, computed: statement.all.count, in: part)
      return
    }
    var totals = statement.all
    var reading = ""
    if statement.booked != statement.all {
      let isBooked = fits(summary, statement.booked) && !fits(summary, statement.all)
      reading = isBooked ? "booked entries" : "all entries"
      if isBooked { totals = statement.booked }
    }
    func check(_ kind: ControlKind, _ stated: Int64??, _ computed: Int64, _ field: String) {
      guard let stated else { return }
      book.check(
        kind, stated: stated, computed: computed, reading: reading, in: part,
        place: SourcePlace(line: statement.line, field: "TxsSummry/" + field))
    }
    check(.entryCount, summary.totalCount, totals.count, "TtlNtries/NbOfNtries")
    if let sum = summary.totalSum { checkTotalSum(sum, totals, reading, part) }
    check(.creditCount, summary.creditCount, totals.creditCount, "TtlCdtNtries/NbOfNtries")
    check(.creditSum, summary.creditSum, totals.creditSum, "TtlCdtNtries/Sum")
    check(.debitCount, summary.debitCount, totals.debitCount, "TtlDbtNtries/NbOfNtries")
    // Some write the sum of the debits with a minus.
    check(
      .debitSum, summary.debitSum.map { $0.map { abs($0) } }, totals.debitSum, "TtlDbtNtries/Sum")
    if let net = summary.netAmount {
      let signed = net.map { summary.isNetDebit ? -$0 : $0 }
      book.check(
        .entrySum, stated: signed, computed: totals.net, reading: joined(reading, "net entry"),
        in: part, place: SourcePlace(line: statement.line, field: "TxsSummry/TtlNtries/TtlNetNtry"))
    }
  }

  /// `Sum` is credits plus debits; the dialect of some senders is the difference.
  private func checkTotalSum(
    _ stated: Int64?, _ totals: CamtTotals, _ reading: String, _ part: StatementPart
  ) {
    let isNet =
      stated != totals.gross && (stated == totals.net || stated == 0 &- totals.net)
    book.check(
      .entrySum, stated: isNet ? stated.map { abs($0) } : stated,
      computed: isNet ? max(totals.net, 0 &- totals.net) : totals.gross,
      reading: isNet ? joined(reading, "net") : reading, in: part,
      place: SourcePlace(line: statement.line, field: "TxsSummry/TtlNtries/Sum"))
  }

  private func joined(_ a: String, _ b: String) -> String { a.isEmpty ? b : a + ", " + b }

  private func fits(_ summary: CamtSummary, _ totals: CamtTotals) -> Bool {
    func agrees(_ stated: Int64??, _ computed: Int64) -> Bool {
      guard let stated else { return true }
      return stated == computed
    }
    return agrees(summary.totalCount, totals.count)
      && agrees(summary.creditCount, totals.creditCount)
      && agrees(summary.creditSum, totals.creditSum)
      && agrees(summary.debitCount, totals.debitCount)
  }
}

extension SourcePlace {
  func with(_ field: String) -> SourcePlace {
    var place = self
    place.field = field
    return place
  }
}
