import Model

/// The control values of a statement, in its own currency.
struct CamtProof {
  let statement: CamtStatement
  let part: StatementPart
  /// camt.054.
  let isNotification: Bool

  private var currency: String { statement.summedCurrency ?? statement.currency ?? "JPY" }

  func run(_ book: inout StatementBook) {
    checkSummary(&book)
    checkBalance(&book)
    if statement.batches > 0 {
      // A batch that does not add up is taken whole: told, and no reason to stop.
      let isWhole = statement.batches == statement.provedBatches
      book.record(
        ControlCheck(
          kind: .batchCount, accountIndex: part.accountIndex, stated: statement.batches,
          computed: statement.provedBatches, outcome: isWhole ? .ok : .failed))
    }
  }

  /// The final balances of the statement; a page has its own only where it is marked so.
  static func ends(_ statement: CamtStatement) -> (opening: CamtBalance, closing: CamtBalance)? {
    for balances in [statement.balances, statement.pageBalances] {
      if let opening = balances.opening ?? balances.previous, let closing = balances.closing {
        return (opening, closing)
      }
    }
    return nil
  }

  private func checkBalance(_ book: inout StatementBook) {
    guard let ends = CamtProof.ends(statement) else {
      // A notification has no balances by definition: there is nothing to miss.
      if isNotification { return }
      absent(.closingBalance, statement.booked.net, &book)
      return
    }
    guard let opening = ends.opening.signed else {
      return compare(.closingBalance, nil, statement.booked.net, "Bal OPBD", .balanceBreak, &book)
    }
    let computed = opening + statement.booked.net
    let isOneCurrency =
      ends.opening.currency == currency && ends.closing.currency == currency
    compare(
      .closingBalance, ends.closing.signed, computed, "Bal CLBD", .balanceBreak,
      other: isOneCurrency ? nil : (ends.opening.currency ?? "", ends.closing.currency ?? ""),
      &book)
  }

  /// `TxsSummry` counts every entry by its schema; some senders count the booked ones only. All
  /// values must fit the same reading.
  private func checkSummary(_ book: inout StatementBook) {
    let summary = statement.summary
    guard summary.isPresent else {
      book.absent(.entryCount, computed: statement.all.count, in: part)
      return
    }
    var totals = statement.all
    var reading = ""
    if statement.booked != statement.all {
      let isBooked = summary.fits(statement.booked) && !summary.fits(statement.all)
      reading = isBooked ? "booked entries" : "all entries"
      if isBooked { totals = statement.booked }
    }
    func count(_ kind: ControlKind, _ stated: Int64??, _ computed: Int64, _ field: String) {
      guard let stated else { return }
      compareCounts(kind, stated, computed, "TxsSummry/" + field, reading, &book)
    }
    func sum(_ kind: ControlKind, _ stated: CamtDecimal??, _ computed: CamtDecimal, _ field: String)
    {
      guard let stated else { return }
      compare(kind, stated, computed, "TxsSummry/" + field, .controlFailed, reading: reading, &book)
    }
    count(.entryCount, summary.totalCount, totals.count, "TtlNtries/NbOfNtries")
    if let stated = summary.totalSum { checkTotalSum(stated, totals, reading, &book) }
    count(.creditCount, summary.creditCount, totals.creditCount, "TtlCdtNtries/NbOfNtries")
    sum(.creditSum, summary.creditSum, totals.creditSum, "TtlCdtNtries/Sum")
    count(.debitCount, summary.debitCount, totals.debitCount, "TtlDbtNtries/NbOfNtries")
    // Some write the sum of the debits with a minus.
    sum(
      .debitSum, summary.debitSum.map { $0.map(\.magnitude) }, totals.debitSum, "TtlDbtNtries/Sum")
    if let net = summary.netAmount {
      compare(
        .entrySum, net.map { summary.isNetDebit ? $0.negated : $0 }, totals.net,
        "TxsSummry/TtlNtries/TtlNetNtry", .controlFailed, reading: joined(reading, "net entry"),
        &book)
    }
  }

  /// `Sum` is credits plus debits; the dialect of some senders is the difference.
  private func checkTotalSum(
    _ stated: CamtDecimal?, _ totals: CamtTotals, _ reading: String, _ book: inout StatementBook
  ) {
    let isNet =
      stated != totals.gross && (stated == totals.net || stated == totals.net.negated)
    compare(
      .entrySum, isNet ? stated?.magnitude : stated, isNet ? totals.net.magnitude : totals.gross,
      "TxsSummry/TtlNtries/Sum", .controlFailed, reading: isNet ? joined(reading, "net") : reading,
      &book)
  }

  private func joined(_ a: String, _ b: String) -> String { a.isEmpty ? b : a + ", " + b }

  private func absent(_ kind: ControlKind, _ computed: CamtDecimal, _ book: inout StatementBook) {
    let decimals = shownDecimals(computed, nil)
    book.record(
      ControlCheck(
        kind: kind, accountIndex: part.accountIndex, stated: nil,
        computed: computed.units(decimals), outcome: .absent, currency: currency,
        decimals: decimals))
  }

  private func compareCounts(
    _ kind: ControlKind, _ stated: Int64?, _ computed: Int64, _ field: String, _ reading: String,
    _ book: inout StatementBook
  ) {
    let isRight = stated == computed
    book.record(
      ControlCheck(
        kind: kind, accountIndex: part.accountIndex, stated: stated, computed: computed,
        outcome: isRight ? .ok : .failed, reading: reading))
    if isRight { return }
    fail(
      DataFinding(
        .controlFailed, .stopsPosting, place: place(field), value: String(computed),
        expected: stated.map { String($0) }, accountIndex: part.accountIndex), &book)
  }

  /// Compares an amount; one that fails is a finding and stops the statement. Where two currencies
  /// meet it fails whatever the numbers, and their difference is shown without a currency.
  private func compare(
    _ kind: ControlKind, _ stated: CamtDecimal?, _ computed: CamtDecimal, _ field: String,
    _ fault: DataFault, reading: String = "", other: (opening: String, closing: String)? = nil,
    _ book: inout StatementBook
  ) {
    let decimals = shownDecimals(computed, stated)
    let isRight = stated == computed && other == nil
    let unit = other == nil ? currency : ""
    book.record(
      ControlCheck(
        kind: kind, accountIndex: part.accountIndex, stated: stated?.units(decimals),
        computed: computed.units(decimals), outcome: isRight ? .ok : .failed, reading: reading,
        currency: unit, decimals: decimals))
    if isRight { return }
    func shown(_ value: CamtDecimal, _ currency: String) -> String {
      value.text(decimals) + (currency == "JPY" ? "" : " " + currency)
    }
    fail(
      DataFinding(
        fault, .stopsPosting, place: place(field),
        value: shown(computed, other?.opening ?? currency),
        expected: stated.map { shown($0, other?.closing ?? currency) },
        differenceYen: stated.map { (computed - $0).units(decimals) },
        accountIndex: part.accountIndex, currency: unit, decimals: decimals), &book)
  }

  private func fail(_ finding: DataFinding, _ book: inout StatementBook) {
    book.stop(part.accountIndex, from: part.firstRecord)
    book.add(finding)
  }

  private func place(_ field: String) -> SourcePlace {
    SourcePlace(line: part.line, field: field)
  }

  /// As many digits as were written, which the other currencies have; yen have none.
  private func shownDecimals(_ a: CamtDecimal, _ b: CamtDecimal?) -> Int32 {
    let needed = max(a.neededDecimals, b?.neededDecimals ?? 0)
    if currency == "JPY" { return needed }
    return max(needed, min(max(a.decimals, b?.decimals ?? 0), 5))
  }
}

extension CamtSummary {
  /// Whether counts and sides are those of the totals; `Sum` has dialects and is not asked.
  func fits(_ totals: CamtTotals) -> Bool {
    func agrees<T: Equatable>(_ stated: T??, _ computed: T) -> Bool {
      guard let stated else { return true }
      return stated == computed
    }
    return agrees(totalCount, totals.count) && agrees(creditCount, totals.creditCount)
      && agrees(creditSum, totals.creditSum) && agrees(debitCount, totals.debitCount)
  }
}
