public import Model

/// All bookings of a ledger, oldest fact first: pure, so that the same ledger gives the same ones,
/// and each has a key under which it is written out once.
///
/// Each run that changes what a bank entry is leads to the difference between before and after:
/// 仮受金 to 前受金 where an owner was found, the mirror image where it was taken back. What no
/// customer paid (our own transfers, interest, payouts, plain withdrawals) is booked elsewhere.
/// Cost: linear.
public func bookLines(_ facts: BookFacts, _ terms: BookTerms) -> [BookLine] {
  var lines: [BookLine] = []
  for entry in facts.entries { add(entry, to: &lines) }
  for event in facts.events { add(event, terms, to: &lines) }
  lines += facts.closes
  return lines.sorted { a, b in
    if a.day != b.day { return a.day < b.day }
    let (x, y) = (a.key, b.key)
    return (x.source.rawValue, x.subject, x.version, x.part)
      < (y.source.rawValue, y.subject, y.version, y.part)
  }
}

/// A change of one account; positive is a debit.
private struct Change {
  var account: BookAccount
  var orderID = ""
  var shopID = ""
  var isShort = false
  var yen: Int64
}

private func add(_ entry: BookEntry, to lines: inout [BookLine]) {
  var suspense: Int64 = 0
  var deposit: Int64 = 0
  for (n, move) in entry.moves.enumerated() {
    // A debit's own rests are no liability; what the bank took back whole is owed to nobody.
    let isCredit = entry.direction == .credit
    let nextSuspense = isCredit ? move.suspenseYen : 0
    let nextDeposit =
      (isCredit && move.standing != .reversed ? move.refundLinkedYen : 0) - move.refundYen
    var changes = move.shares.filter { $0.yen != 0 }.map {
      Change(
        account: .advance, orderID: $0.orderID, shopID: $0.shopID, isShort: $0.isShort,
        yen: -$0.yen)
    }
    changes.append(Change(account: .suspense, yen: suspense - nextSuspense))
    changes.append(Change(account: .deposit, yen: deposit - nextDeposit))
    (suspense, deposit) = (nextSuspense, nextDeposit)
    let bank = -changes.reduce(0) { $0 + $1.yen }
    changes.append(Change(account: .bank, yen: bank))
    let day = n == 0 ? entry.day : max(move.day, entry.day)
    for (part, pair) in pairs(changes).enumerated() {
      var line = BookLine(
        key: BookKey(.entry, entry.row, move.runOrdinal, Int32(part)), day: day,
        entryCase: entryCase(pair.debit, pair.credit), debit: pair.debit.account,
        credit: pair.credit.account, yen: pair.yen, entryID: entry.id,
        orderID: pair.credit.orderID.isEmpty ? pair.debit.orderID : pair.credit.orderID,
        source: entry.source, runID: move.runID, text: entry.payerName)
      if pair.debit.orderID.isEmpty || pair.credit.orderID.isEmpty
        || pair.debit.shopID.isExactly(pair.credit.shopID)
      {
        line.shopID = pair.credit.orderID.isEmpty ? pair.debit.shopID : pair.credit.shopID
        line.accountKey = entry.accountKey
      }
      line.isReversal = isReversal(line, before: lines)
      lines.append(line)
    }
  }
}

/// Debits against credits, each in its order, as far as the smaller one goes.
private func pairs(_ changes: [Change]) -> [(debit: Change, credit: Change, yen: Int64)] {
  var debits = changes.filter { $0.yen > 0 }
  var credits = changes.filter { $0.yen < 0 }
  var pairs: [(debit: Change, credit: Change, yen: Int64)] = []
  var (d, c) = (0, 0)
  while d < debits.count, c < credits.count {
    let yen = min(debits[d].yen, -credits[c].yen)
    pairs.append((debits[d], credits[c], yen))
    debits[d].yen -= yen
    credits[c].yen += yen
    if debits[d].yen == 0 { d += 1 }
    if credits[c].yen == 0 { c += 1 }
  }
  return pairs
}

private func entryCase(_ debit: Change, _ credit: Change) -> String {
  switch (debit.account, credit.account) {
  case (.bank, .advance): credit.isShort ? "AC-03" : "AC-01"
  case (.advance, .bank): "AC-12"
  case (.bank, .deposit), (.deposit, .bank), (.advance, .deposit), (.deposit, .advance): "AC-04"
  case (.advance, .advance): "AC-01"
  default: "AC-05"
  }
}

/// The mirror image of a booking of the same entry and order.
private func isReversal(_ line: BookLine, before lines: [BookLine]) -> Bool {
  for earlier in lines.reversed() {
    if earlier.key.subject != line.key.subject || earlier.key.source != line.key.source { break }
    if earlier.debit == line.credit, earlier.credit == line.debit,
      earlier.orderID.isExactly(line.orderID)
    {
      return true
    }
  }
  // Money that an owner had goes back to nobody's.
  return line.debit == .advance && line.credit != .advance
}

private func add(_ event: BookEvent, _ terms: BookTerms, to lines: inout [BookLine]) {
  let side: (entryCase: String, debit: BookAccount, credit: BookAccount, tax: TaxTreatment)
  switch event.kind {
  case .absorbed where terms.feeIsPurchase: side = ("AC-02", .fee, .advance, .purchase10)
  case .waived, .absorbed: side = ("AC-02", .reduction, .advance, .return10)
  case .badDebt: side = ("AC-11", .badDebt, .receivable, .unclear)
  case .shipped: side = ("AC-01", .advance, .sales, .sales10)
  case .returned: side = ("AC-13", .returns, .deposit, .return10)
  case .recourse: side = ("AC-10", .claim, .compensation, .outside)
  }
  if (event.kind == .shipped || event.kind == .returned) && !terms.postsSales { return }
  let isBack = event.yen < 0
  var line = BookLine(
    key: event.key, day: event.day, entryCase: side.entryCase,
    debit: isBack ? side.credit : side.debit, credit: isBack ? side.debit : side.credit,
    yen: isBack ? -event.yen : event.yen, tax: side.tax, orderID: event.orderID,
    runID: event.runID, isReversal: isBack, text: event.text)
  line.shopID = event.shopID
  lines.append(line)
}
