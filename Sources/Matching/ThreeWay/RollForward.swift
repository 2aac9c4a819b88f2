import Model

extension ThreeWayWork {
  /// What each provider owes at the month's start, what came and went, and what it owes at its end,
  /// each added up by itself.
  mutating func rollForward() {
    var rolled = orders
    orders = []
    let work = self
    let none = figures
    let ofOrders: [[ProviderFigures]] = rolled.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer
      return work.workers.gather(buffer.count, atOnce: ThreeWayWork.atOnce) { range, out in
        var sums = none
        for n in range { work.roll(&places[n], &sums) }
        out.append(sums)
      }
    }
    let ofLines: [[ProviderFigures]] = work.workers.gather(
      lines.count, atOnce: ThreeWayWork.atOnce
    ) { range, out in
      var sums = none
      for n in range { work.count(n, &sums) }
      out.append(sums)
    }
    orders = rolled
    for sums in ofOrders + ofLines {
      for n in figures.indices { figures[n].add(sums[n]) }
    }
    for payout in payouts { count(payout) }
  }

  private func isInMonth(_ day: Day) -> Bool { day >= input.firstDay && day <= input.lastDay }

  private func roll(_ outcome: inout OrderOutcome, _ figures: inout [ProviderFigures]) {
    guard outcome.provider >= 0, outcome.result != .beforeData else { return }
    let provider = Int(outcome.provider)
    if usesShortcuts, rollPlain(&outcome, &figures) { return }
    var account = Receivable()
    for event in events(outcome) {
      let before = account.openYen
      account.take(event)
      let change = account.openYen - before
      if event.day < input.firstDay {
        outcome.openedYen += change
      } else if event.day <= input.lastDay {
        switch event.kind {
        case .claim: figures[provider].claimedYen += change
        case .cleared: figures[provider].clearedYen -= change
        case .writtenBack: figures[provider].writtenBackYen -= change
        }
      }
      if event.day <= input.lastDay { outcome.openYen = account.openYen }
    }
    figures[provider].openingYen += outcome.openedYen
    figures[provider].closingYen += outcome.openYen
    if isInMonth(outcome.claimDay) { figures[provider].orders += 1 }
  }

  /// An order with one sale: what is added and taken away does not depend on which comes first.
  /// False where it is no such order.
  private func rollPlain(
    _ outcome: inout OrderOutcome, _ figures: inout [ProviderFigures]
  ) -> Bool {
    let order = Int(outcome.orderIndex)
    let own = linesOf(order)
    guard own.count == 1, let only = own.first, outcome.result != .cancelled,
      input.orders[order].row.status != .cancelled
    else { return false }
    let place = Int(only)
    guard input.book.lines[place].line.kind == .sale, input.book.lines[place].line.state == .final
    else { return false }
    let gross = input.book.lines[place].line.grossYen
    let provider = Int(outcome.provider)
    func change(_ day: Day, _ yen: Int64) {
      if day < input.firstDay { outcome.openedYen += yen }
      if day <= input.lastDay { outcome.openYen += yen }
    }
    change(outcome.claimDay, outcome.dueYen)
    change(input.book.lines[place].line.day, -gross)
    if isInMonth(outcome.claimDay) {
      figures[provider].claimedYen += outcome.dueYen
      figures[provider].orders += 1
    }
    if isInMonth(input.book.lines[place].line.day) { figures[provider].clearedYen += gross }
    figures[provider].openingYen += outcome.openedYen
    figures[provider].closingYen += outcome.openYen
    return true
  }

  /// In the order of their days; on one day the claim comes first.
  private func events(_ outcome: OrderOutcome) -> [ReceivableEvent] {
    let row = input.orders[Int(outcome.orderIndex)].row
    var events: [ReceivableEvent] = []
    // A cancelled order is no claim, nor is one that was given up before anything was settled.
    if row.status != .cancelled, outcome.result != .cancelled {
      events.append(ReceivableEvent(day: outcome.claimDay, kind: .claim, yen: outcome.dueYen))
    }
    for n in linesOf(Int(outcome.orderIndex)) {
      let line = line(n)
      guard line.state == .final else { continue }
      switch line.kind {
      case .sale:
        events.append(ReceivableEvent(day: line.day, kind: .cleared, yen: line.grossYen))
      case .refund:
        events.append(
          ReceivableEvent(day: line.day, kind: .cleared, yen: line.grossYen, isRefund: true))
      case .refused, .lost:
        // Nothing can be written back before it was claimed.
        let day = max(line.day, outcome.claimDay)
        events.append(ReceivableEvent(day: day, kind: .writtenBack, yen: outcome.dueYen))
      case .chargeback, .chargebackReversal, .fee, .reserve, .adjustment, .payout,
        .announcementCancelled:
        break
      }
    }
    // Stable: on one day the claim comes first, then the book's order.
    return events.enumerated().sorted {
      $0.element.day != $1.element.day
        ? $0.element.day < $1.element.day : $0.offset < $1.offset
    }.map(\.element)
  }

  private func count(_ n: Int, _ figures: inout [ProviderFigures]) {
    guard isInMonth(input.book.lines[n].line.day), input.book.lines[n].line.state == .final else {
      return
    }
    let provider = Int(input.book.lines[n].provider)
    let line = Money(input.book.lines[n].line)
    figures[provider].lines += 1
    figures[provider].feesYen += line.feeYen
    switch line.kind {
    case .sale: figures[provider].salesYen += line.grossYen
    case .refund: figures[provider].refundsYen += line.grossYen
    case .chargeback, .chargebackReversal: figures[provider].chargebacksYen += line.grossYen
    default: figures[provider].otherYen += line.grossYen
    }
    switch lines[n].result {
    case .unknownOrder, .ambiguousOrder: figures[provider].suspenseYen += line.grossYen
    case .feeMismatch:
      figures[provider].agreedFeesYen += line.feeYen - lines[n].differenceYen
    default: figures[provider].agreedFeesYen += line.feeYen
    }
  }

  /// Of a line what is counted: a copy of the whole would count its eight texts up and down.
  private struct Money {
    var kind: SettlementKind
    var grossYen: Int64
    var feeYen: Int64

    init(_ line: borrowing SettlementLine) {
      kind = line.kind
      grossYen = line.grossYen
      feeYen = line.feeYen
    }
  }

  private mutating func count(_ payout: PayoutOutcome) {
    let provider = Int(payout.provider)
    let days = payout.entries.map { input.entries[Int($0)].bookingDay }
    if let day = days.max() {
      if isInMonth(day) {
        figures[provider].bankedYen += payout.totalYen
      } else if day > input.lastDay, payout.firstLineDay.map({ $0 <= input.lastDay }) ?? false {
        figures[provider].underwayYen += payout.totalYen
      }
    } else if payout.result != .dead, payout.firstLineDay.map({ $0 <= input.lastDay }) ?? false {
      figures[provider].underwayYen += payout.totalYen
    }
  }
}

/// Something that changes what a provider owes for one order.
private struct ReceivableEvent {
  enum Kind { case claim, cleared, writtenBack }
  var day: Day
  var kind: Kind
  var yen: Int64
  var isRefund = false
}

/// What a provider owes for one order.
private struct Receivable {
  var openYen: Int64 = 0

  mutating func take(_ event: ReceivableEvent) {
    switch event.kind {
    case .claim: openYen += event.yen
    case .cleared where event.isRefund:
      // What was settled beyond the claim is given back first; the rest takes the sale back with it
      // and changes nothing of what is owed.
      openYen += min(-event.yen, max(0, -openYen))
    case .cleared: openYen -= event.yen
    case .writtenBack:
      // Only what is still owed: a parcel that was delivered in the end was paid.
      openYen -= max(0, min(event.yen, openYen))
    }
  }
}

extension ProviderFigures {
  /// All but the payouts', which are counted once, at the end.
  fileprivate mutating func add(_ other: ProviderFigures) {
    openingYen += other.openingYen
    claimedYen += other.claimedYen
    clearedYen += other.clearedYen
    writtenBackYen += other.writtenBackYen
    closingYen += other.closingYen
    orders += other.orders
    lines += other.lines
    salesYen += other.salesYen
    refundsYen += other.refundsYen
    chargebacksYen += other.chargebacksYen
    feesYen += other.feesYen
    agreedFeesYen += other.agreedFeesYen
    otherYen += other.otherYen
    suspenseYen += other.suspenseYen
  }
}
