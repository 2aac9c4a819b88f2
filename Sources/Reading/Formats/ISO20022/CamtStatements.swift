import Model

extension CamtStream {
  /// The account is asked for at the first entry, else at the end; `Acct` stands before both.
  func resolveAccount() -> Int32 {
    if let known = statement.accountIndex { return known }
    let apart = statement.copyKind ?? (isOtherCurrency ? statement.currency! : "")
    let index = book.account(accountRef, apart: apart, firstRecord: statement.firstRecord)
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

  /// Proves the statement in hand, or keeps it until its other pages have come.
  func closeStatement() {
    let index = resolveAccount()
    noteNumbers(index)
    guard isPage else { return prove(statement) }
    let key = CamtPages.Key(accountIndex: index, id: statement.id)
    let pages = (openPages.removeValue(forKey: key) ?? CamtPages()).joined(statement)
    if pages.isWhole {
      let place = SourcePlace(line: pages.statement.line, field: "PgNb")
      book.check(
        .pageCount, stated: pages.lastNumber, computed: Int64(pages.numbers.count),
        in: part(pages.statement), place: place)
      prove(pages.statement)
    } else {
      openPages[key] = pages
    }
  }

  /// At the end of the file: statements of which a page is missing. Balances and sums close over
  /// all pages, so nothing is asked of those that a page does not carry.
  func closePages() {
    for pages in openPages.values.sorted(by: { $0.statement.line < $1.statement.line }) {
      let part = part(pages.statement)
      book.add(
        DataFinding(
          .pageMissing, .note, place: SourcePlace(line: part.line, field: "PgNb"),
          value: pages.shownNumbers, expected: pages.shownExpected,
          accountIndex: part.accountIndex))
      prove(pages.statement, isPage: true)
    }
    openPages = [:]
  }

  private func part(_ statement: CamtStatement) -> StatementPart {
    var part = StatementPart(
      accountIndex: statement.accountIndex ?? 0, firstRecord: statement.firstRecord,
      line: statement.line)
    let ends = CamtProof.ends(statement)
    let closing = statement.balances.closing ?? statement.pageBalances.closing
    part.openingBalanceYen = ends?.opening.yen
    part.closingBalanceYen = closing?.yen
    part.firstDay = statement.firstDay ?? statement.rowFirstDay ?? closing?.day
    part.lastDay = statement.lastDay ?? later(statement.rowLastDay, closing?.day)
    return part
  }

  private func prove(_ statement: CamtStatement, isPage: Bool = false) {
    let part = part(statement)
    let place = SourcePlace(line: part.line)
    var proved = statement
    if isPage, !statement.summary.fits(statement.all) { proved.summary = CamtSummary() }
    let isForeign = statement.currency.map { $0 != "JPY" } ?? false
    if let copyKind = statement.copyKind {
      book.stop(part.accountIndex, from: part.firstRecord)
      book.add(
        DataFinding(
          .markedAsCopy, .stopsPosting, place: place.with("CpyDplctInd"), value: copyKind,
          accountIndex: part.accountIndex))
    } else if isForeign {
      book.stop(part.accountIndex, from: part.firstRecord)
      book.add(
        DataFinding(
          .notJPY, .stopsPosting, place: place.with("Acct/Ccy"), value: statement.currency,
          expected: "JPY", accountIndex: part.accountIndex))
    }
    CamtProof(statement: proved, part: part, isNotification: message == "054").run(&book)
    if statement.copyKind == nil, !isForeign { book.close(part) }
  }

  private var isPage: Bool {
    if statement.pageNumber == nil, statement.isLastPage == nil { return false }
    return (statement.pageNumber ?? 1) != 1 || statement.isLastPage == false
  }

  private func noteNumbers(_ accountIndex: Int32) {
    guard statement.copyKind == nil else { return }
    let day = statement.firstDay ?? statement.rowFirstDay ?? statement.balances.closing?.day
    for (number, field) in [
      (statement.electronicNumber, "ElctrncSeqNb"), (statement.legalNumber, "LglSeqNb"),
    ] {
      guard let number else { continue }
      statementNumbers.append(
        CamtNumber(
          field: field, accountIndex: accountIndex, day: day ?? Day(number: 0),
          place: statementNumbers.count, number: number, line: statement.line))
    }
  }

  /// Numbers that do not follow one another tell of statements that are not in the file. They may
  /// be in another, so it is told, and stops nothing. They may begin at 1 again.
  func closeNumbers() {
    let order = statementNumbers.sorted { a, b in
      (a.accountIndex, a.field, a.day, a.place) < (b.accountIndex, b.field, b.day, b.place)
    }
    var follows: [Int32: (stated: Int64, right: Int64)] = [:]
    for (last, next) in zip(order, order.dropFirst())
    where last.accountIndex == next.accountIndex && last.field == next.field {
      let isNext = next.number == 1 || next.number == last.number || next.number == last.number + 1
      let isBefore = next.number == last.number - 1 && next.day == last.day
      follows[next.accountIndex, default: (0, 0)].stated += 1
      if isNext || isBefore {
        follows[next.accountIndex]!.right += 1
        continue
      }
      book.add(
        DataFinding(
          .statementMissing, .note, place: SourcePlace(line: next.line, field: next.field),
          value: String(next.number), expected: String(last.number + 1), otherLine: last.line,
          accountIndex: next.accountIndex))
    }
    for (index, count) in follows.sorted(by: { $0.key < $1.key }) {
      book.record(
        ControlCheck(
          kind: .statementNumber, accountIndex: index, stated: count.stated, computed: count.right,
          outcome: count.stated == count.right ? .ok : .failed))
    }
    statementNumbers = []
  }
}

extension SourcePlace {
  func with(_ field: String) -> SourcePlace {
    var place = self
    place.field = field
    return place
  }
}
