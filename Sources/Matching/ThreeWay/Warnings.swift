public import Model

/// What settlement reports tell the daily decisions about orders: a chargeback that was not given
/// back, a COD parcel that came back, a payment whose announcement was cancelled. Lines whose order
/// is not among these are left to the close. Sorted by order, then line.
///
/// - Parameter book: lines of those kinds, with the sales of their charges; see
///   `Ledger.settlementWarnings`.
public func settlementNotices(
  _ book: SettlementBook, _ orders: [LedgerOrder], asOf: Day, calendar: BankCalendar
) -> [Notice] {
  guard !book.lines.isEmpty else { return [] }
  var work = ThreeWayWork(
    CloseInput(
      firstDay: asOf, lastDay: asOf, asOf: asOf, terms: book.providers.map(ProviderTerms.usual),
      book: book, orders: orders, entries: [], calendar: calendar), .one)
  work.linkKeys()
  var notices: [(order: Int32, line: Int, notice: Notice)] = []
  var givenBack: [Int32: Int64] = [:]
  for (n, outcome) in work.lines.enumerated() where outcome.orderIndex >= 0 {
    let line = book.lines[n].line
    if line.kind == .chargebackReversal {
      givenBack[outcome.orderIndex, default: 0] += line.grossYen
    }
    guard line.state == .final, let kind = warning(line.kind) else { continue }
    let provider = book.providers[Int(book.lines[n].provider)]
    let number =
      [line.lineID, line.slipNumber, line.chargeKey].first { !$0.isEmpty } ?? line.day.iso
    notices.append(
      (
        outcome.orderIndex, n,
        Notice(
          kind: kind, orderIndex: outcome.orderIndex, reference: provider + " " + number,
          amountYen: line.grossYen.magnitudeYen, day: line.day)
      ))
  }
  // The earliest chargebacks are the ones that were given back.
  notices.sort { ($0.order, $0.line) < ($1.order, $1.line) }
  return notices.filter { item in
    guard item.notice.kind == .finding(.S05) else { return true }
    let left = givenBack[item.order] ?? 0
    guard left >= item.notice.amountYen, left > 0 else { return true }
    givenBack[item.order] = left - item.notice.amountYen
    return false
  }.map(\.notice)
}

private func warning(_ kind: SettlementKind) -> NoticeKind? {
  switch kind {
  case .chargeback: .finding(.S05)
  case .refused: .finding(.S08)
  case .announcementCancelled: .collectionCancelled
  case .sale, .refund, .chargebackReversal, .lost, .fee, .reserve, .adjustment, .payout: nil
  }
}
