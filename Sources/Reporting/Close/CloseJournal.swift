public import Model

/// One proposed entry of the books: one amount from an account to another.
struct JournalLine {
  var day: Day
  var debit: String
  var credit: String
  var yen: Int64
  var tax: String
  var summary: String
}

/// `journal.csv`: what could be booked for each payout that reached the bank in the month, gross
/// with the fee as an expense (AC-06 to AC-09). Proposals; the tax class is to be confirmed.
func closeJournalFile(_ facts: CloseFacts) -> ReportFile {
  var csv = CSVWriter(
    columns: ["date", "debit_account", "credit_account", "yen", "tax_treatment", "summary"],
    capacity: 65_536)
  for line in journalLines(facts) {
    csv.day(line.day)
    csv.word(line.debit)
    csv.word(line.credit)
    csv.number(line.yen)
    csv.word(line.tax)
    csv.text(line.summary)
    csv.endRow()
  }
  return ReportFile(name: "journal.csv", bytes: csv.bytes)
}

/// Of one payout: its lines' money by what it is.
private struct PayoutSums {
  var settled: Int64 = 0
  var unknown: Int64 = 0
  var owedBack: Int64 = 0
  var refunds: Int64 = 0
  /// Refunded beyond what came: to be asked back.
  var refundedTwice: Int64 = 0
  var chargebacks: Int64 = 0
  var other: Int64 = 0
  var fees: Int64 = 0

  mutating func add(_ line: SettlementLine, _ result: LineResult) {
    fees += line.feeYen
    switch (line.kind, result) {
    case (_, .unknownOrder), (_, .ambiguousOrder): unknown += line.grossYen
    case (.refund, .duplicateLine): refundedTwice += line.grossYen
    case (_, .duplicateLine), (_, .capturedAfterCancel): owedBack += line.grossYen
    case (.sale, _): settled += line.grossYen
    case (.refund, _): refunds += line.grossYen
    case (.chargeback, _), (.chargebackReversal, _): chargebacks += line.grossYen
    default: other += line.grossYen
    }
  }
}

/// Debits equal credits in every payout: all lines go over one clearing account of the payout,
/// 精算口, which they leave at nothing.
func journalLines(_ facts: CloseFacts) -> [JournalLine] {
  var sums = [PayoutSums](repeating: PayoutSums(), count: facts.outcome.payouts.count)
  for (n, booked) in facts.input.book.lines.enumerated() where booked.line.state == .final {
    guard let place = facts.payoutPlace(booked) else { continue }
    sums[place].add(booked.line, facts.outcome.lines[n].result)
  }
  var lines: [JournalLine] = []
  for (place, payout) in facts.outcome.payouts.enumerated() {
    let days = payout.entries.map { facts.input.entries[Int($0)].bookingDay }
    guard let day = days.max(), day >= facts.input.firstDay, day <= facts.input.lastDay else {
      continue
    }
    lines += journal(of: payout, sums[place], day, facts)
  }
  return lines
}

private func journal(
  of payout: PayoutOutcome, _ sums: PayoutSums, _ day: Day, _ facts: CloseFacts
) -> [JournalLine] {
  let provider = facts.provider(payout.provider)
  let claim = "売掛金(\(provider))"
  let pool = "精算口(\(provider))"
  // Tax that stands beside the fees and is taken off besides them.
  let fees = sums.fees + payout.grossYen - payout.feeYen - payout.netYen
  let tax: String
  switch facts.input.terms[Int(payout.provider)].feeTax {
  case .exempt: tax = "非課税(案)"
  case .taxable10: tax = "課税仕入10%(案)"
  case .unknown: tax = "要確認"
  }
  let parts: [(Int64, String, String)] = [
    (sums.settled, claim, "対象外"), (sums.unknown, "仮受金", "対象外"),
    (sums.owedBack, "預り金", "対象外"), (sums.refunds, "売上返品", "対価の返還(案)"),
    (sums.refundedTwice, "仮払金", "要確認"), (sums.chargebacks, "仮払金(CB)", "対象外"),
    (sums.other, "仮受金", "要確認"),
    (-fees, "支払手数料", tax),
  ]
  var lines: [JournalLine] = []
  func add(_ yen: Int64, _ account: String, _ tax: String) {
    guard yen != 0 else { return }
    lines.append(
      JournalLine(
        day: day, debit: yen > 0 ? pool : account, credit: yen > 0 ? account : pool,
        yen: yen > 0 ? yen : -yen, tax: tax, summary: "\(provider) \(payout.key)"))
  }
  for (yen, account, tax) in parts { add(yen, account, tax) }
  let explained = parts.reduce(0) { $0 + $1.0 }
  // What the provider states beyond its lines.
  add(payout.totalYen - explained, "仮受金", "要確認")
  let isFee = payout.result == .tiedLessFee
  add(payout.differenceYen, isFee ? "支払手数料" : "仮受金", isFee ? "課税仕入10%(案)" : "要確認")
  let bank = payout.totalYen + payout.differenceYen
  add(-bank, "普通預金", "対象外")
  return lines
}

/// The same bookings for the ledger, so that they are written out with all others. Precondition of
/// their accounts: those of `journal(of:_:_:_:)`.
public func closeBookings(_ report: CloseReportInput) -> [BookLine] {
  let facts = CloseFacts(report)
  return journalLines(facts).map { line in
    let (debit, debitProvider) = bookAccount(line.debit)
    let (credit, creditProvider) = bookAccount(line.credit)
    var made = BookLine(
      key: BookKey(.close, 0, 0), day: line.day, entryCase: closeCase(debit, credit, line.tax),
      debit: debit, credit: credit, yen: line.yen, tax: closeTax(line.tax), text: line.summary)
    made.provider = debitProvider.isEmpty ? creditProvider : debitProvider
    return made
  }
}

/// `売掛金(card)` is the receivable of the provider card.
private func bookAccount(_ name: String) -> (BookAccount, String) {
  let utf8 = name.utf8
  let start = utf8.firstIndex(of: UInt8(ascii: "(")) ?? utf8.endIndex
  let bare = String(name[..<start])
  if bare == "仮払金" { return (.dispute, "") }
  guard let account = BookAccount.allCases.first(where: { $0.japanese == bare }) else {
    preconditionFailure("a close books to an account that nobody knows")
  }
  let provider = utf8[start...].dropFirst().dropLast()
  return (account, String(decoding: provider, as: UTF8.self))
}

private func closeCase(_ debit: BookAccount, _ credit: BookAccount, _ tax: String) -> String {
  for account in [debit, credit] {
    switch account {
    case .fee: return closeTax(tax) == .exempt ? "AC-07" : "AC-08"
    case .receivable, .bank: return "AC-06"
    case .dispute: return "AC-09"
    case .returns: return "AC-13"
    case .deposit: return "AC-04"
    case .suspense: return "AC-05"
    default: continue
    }
  }
  return "AC-06"
}

private func closeTax(_ words: String) -> TaxTreatment {
  switch words {
  case "対象外": .outside
  case "非課税(案)": .exempt
  case "課税仕入10%(案)": .purchase10
  case "対価の返還(案)": .return10
  default: .unclear
  }
}
