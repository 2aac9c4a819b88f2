public import Model

/// What a three-way match means for people: one finding for each line, order, payout and bank entry
/// that is not right, with code, bearer and deadline. Sorted by code's rank, then money (larger
/// first), then case id.
public func closeFindings(_ input: CloseInput, _ outcome: ThreeWayOutcome) -> [CloseFinding] {
  var writer = CloseFindingWriter(input: input, outcome: outcome)
  for n in outcome.lines.indices { writer.line(n) }
  for order in outcome.orders where order.result == .missingLine { writer.missing(order) }
  for n in outcome.payouts.indices { writer.payout(n) }
  for n in outcome.figures.indices { writer.tax(n) }
  for entry in outcome.unexplainedEntries { writer.unexplained(entry) }
  for n in outcome.figures.indices { writer.gap(n) }
  var findings = writer.findings.sorted {
    if $0.code != $1.code { return $0.code < $1.code }
    if $0.atRiskYen != $1.atRiskYen { return $0.atRiskYen > $1.atRiskYen }
    if $0.caseID != $1.caseID { return $0.caseID < $1.caseID }
    return $0.lineIndex ?? -1 < $1.lineIndex ?? -1
  }
  nameApart(&findings)
  return findings
}

/// Two files may tell of one line, each with another amount: their cases would be called alike.
private func nameApart(_ findings: inout [CloseFinding]) {
  var seen: [ExactText: Int] = [:]
  for n in findings.indices {
    let name = ExactText(findings[n].caseID)
    let number = seen[name, default: 0] + 1
    seen[name] = number
    if number > 1 { findings[n].caseID += "-\(number)" }
  }
}

private struct CloseFindingWriter {
  let input: CloseInput
  let outcome: ThreeWayOutcome
  var findings: [CloseFinding] = []
  /// Orders of which no more than a 速報 is known.
  private let waiting: Set<Int32>

  init(input: CloseInput, outcome: ThreeWayOutcome) {
    self.input = input
    self.outcome = outcome
    waiting = Set(outcome.orders.lazy.filter { $0.result == .preliminary }.map(\.orderIndex))
  }

  private func isCOD(_ provider: Int32) -> Bool {
    provider >= 0 && input.terms[Int(provider)].methods == [.cod]
  }

  private func collector(_ provider: Int32) -> Party {
    guard provider >= 0 else { return .acquirer }
    let methods = input.terms[Int(provider)].methods
    return isCOD(provider) ? .carrier : methods.contains(.mall) ? .mall : .acquirer
  }

  private func businessDay(_ n: Int, after day: Day) -> Day? {
    input.calendar.businessDay(n, after: day)
  }

  private func providerID(_ provider: Int32) -> String {
    provider >= 0 ? input.book.providers[Int(provider)] : "-"
  }

  private func subject(ofLine n: Int) -> String {
    let line = input.book.lines[n].line
    let number = line.lineID.isEmpty ? line.orderKey + line.slipNumber : line.lineID
    return "\(number)-\(line.day.iso)-\(line.record)"
  }

  mutating func line(_ n: Int) {
    let line = input.book.lines[n].line
    let result = outcome.lines[n]
    guard line.day <= input.lastDay else { return }
    switch result.result {
    case .unknownOrder: addLine(n, .unknownOrder, .S01, line.grossYen)
    case .ambiguousOrder: addLine(n, .ambiguousOrder, .S01, line.grossYen)
    case .duplicateLine: addLine(n, .duplicateLine, .S03, line.grossYen)
    case .signTurned: addLine(n, .signTurned, .S03, line.grossYen)
    case .dayUnlikely: addLine(n, .dayUnlikely, .S03, line.grossYen)
    case .amountMismatch:
      let code: FindingCode = isCOD(input.book.lines[n].provider) ? .S09 : .S03
      addLine(n, .amountMismatch, code, result.differenceYen)
    case .feeMismatch: addLine(n, .feeMismatch, .S04, result.differenceYen)
    case .chargeback: addLine(n, .chargeback, .S05, line.grossYen)
    case .capturedAfterCancel: addLine(n, .capturedAfterCancel, .T01, line.grossYen)
    case .refused: addLine(n, .refused, .S08, due(n) + line.feeYen)
    case .lost: addLine(n, .lost, .S09, due(n))
    case .announcementCancelled: addLine(n, .announcementCancelled, .S07, line.grossYen)
    case .preliminary: neverConfirmed(n)
    case .ok, .refund, .partialRefund, .chargebackReversal, .noOrder: break
    }
  }

  /// S07: a 速報 that is older than its 確報 takes, of an order that nothing else has settled.
  private mutating func neverConfirmed(_ n: Int) {
    let booked = input.book.lines[n]
    let limit = input.terms[Int(booked.provider)].confirmsWithinDays
    guard booked.line.day.adding(days: limit) < input.asOf else { return }
    let order = outcome.lines[n].orderIndex
    if order >= 0, !waiting.contains(order) { return }
    addLine(n, .neverConfirmed, .S07, booked.line.grossYen)
  }

  private func due(_ n: Int) -> Int64 {
    let order = outcome.lines[n].orderIndex
    return order < 0 ? 0 : input.orders[Int(order)].row.amountDueYen
  }

  private mutating func addLine(
    _ n: Int, _ fault: CloseFault, _ code: FindingCode, _ yen: Int64
  ) {
    let booked = input.book.lines[n]
    let order = outcome.lines[n].orderIndex
    let until: (Day?, String)
    switch fault {
    case .unknownOrder, .ambiguousOrder:
      until = (businessDay(3, after: input.asOf), "DL-OBJECT")
    case .chargeback: until = (businessDay(5, after: booked.line.day), "DL-CB")
    case .refused: until = (businessDay(3, after: booked.line.day), "DL-COD")
    case .lost:
      until = (businessDay(2, after: booked.line.day), "DL-COD")
    case .amountMismatch where isCOD(booked.provider):
      until = (businessDay(2, after: booked.line.day), "DL-COD")
    default: until = (businessDay(3, after: input.lastDay), "DL-PSP")
    }
    let (first, recourse) = bearers(fault, booked.provider)
    findings.append(
      CloseFinding(
        caseID: "\(code.rawValue)-\(providerID(booked.provider))-\(subject(ofLine: n))",
        fault: fault, code: code, provider: booked.provider, lineIndex: Int32(n),
        orderIndex: order >= 0 ? order : nil, atRiskYen: yen < 0 ? -yen : yen,
        differenceYen: outcome.lines[n].differenceYen, firstBearer: first, recourse: recourse,
        until: until.0, deadlineRule: until.0 == nil ? "" : until.1))
  }

  private func bearers(_ fault: CloseFault, _ provider: Int32) -> (Party, [Party]) {
    switch fault {
    case .refused: (.shop, [.payer])
    case .lost: (.carrier, [])
    case .capturedAfterCancel: (.shop, [.payer])
    case .amountMismatch where isCOD(provider): (.carrier, [.shop, .operator])
    default: (.shop, [collector(provider)])
    }
  }

  mutating func missing(_ order: OrderOutcome) {
    let row = input.orders[Int(order.orderIndex)].row
    let until = order.expectedDay.flatMap { businessDay(3, after: max($0, input.lastDay)) }
    let (fault, code) = whyMissing(row)
    findings.append(
      CloseFinding(
        caseID: "\(code.rawValue)-\(providerID(order.provider))-\(row.orderID)-\(row.shopID)",
        fault: fault, code: code, provider: order.provider, orderIndex: order.orderIndex,
        atRiskYen: order.dueYen, firstBearer: .shop, recourse: [collector(order.provider)],
        until: until, deadlineRule: until == nil ? "" : isCOD(order.provider) ? "DL-COD" : "DL-PSP")
    )
  }

  /// What the shop's own export says of the payment may explain why nobody settles it.
  private func whyMissing(_ row: OrderRow) -> (CloseFault, FindingCode) {
    switch (row.paymentMethod, row.paymentState) {
    case (.card, .authorised), (.card, .pending), (.card, .failed): (.notCaptured, .S06)
    case (.deferred, .pending), (.deferred, .failed): (.notGuaranteed, .S10)
    default: (.missingLine, .S02)
    }
  }

  /// Payouts that tie by the reading of the tax by which fewer of the provider's payouts do.
  mutating func tax(_ provider: Int) {
    let own = outcome.payouts.indices.filter {
      outcome.payouts[$0].provider == Int32(provider) && outcome.payouts[$0].taxReading != .none
    }
    let added = own.filter { outcome.payouts[$0].taxReading == .added }
    guard !added.isEmpty, added.count < own.count else { return }
    let odd: TaxReading = added.count * 2 > own.count ? .inside : .added
    for n in own where outcome.payouts[n].taxReading == odd {
      add(n, .taxUnclear, .S03, outcome.payouts[n].feeTaxYen)
    }
  }

  mutating func payout(_ n: Int) {
    let payout = outcome.payouts[n]
    guard payout.firstLineDay ?? payout.expectedDay ?? input.lastDay <= input.lastDay else {
      return
    }
    switch payout.result {
    case .netDiffers: add(n, .payoutDiffers, .S03, payout.differenceYen)
    case .late: add(n, .payoutLate, .S11, payout.totalYen)
    case .ambiguous: add(n, .payoutAmbiguous, .S03, payout.totalYen)
    case .proposed: add(n, .payoutProposed, .S03, payout.totalYen)
    case .merged: add(n, .payoutMerged, .S03, 0)
    case .split: add(n, .payoutSplit, .S03, 0)
    case .carried: add(n, .payoutCarried, .S03, payout.totalYen)
    case .tied, .tiedLessFee, .inTransit, .zero, .dead: break
    }
    if payout.unexplainedYen != 0, !payout.isBeforeData {
      add(n, .linesDiffer, .S03, payout.unexplainedYen)
    }
    if payout.feeGapYen != 0, !payout.isBeforeData {
      add(n, .feesDiffer, .S04, payout.feeGapYen)
    }
  }

  private mutating func add(_ n: Int, _ fault: CloseFault, _ code: FindingCode, _ yen: Int64) {
    let payout = outcome.payouts[n]
    let until = businessDay(3, after: max(payout.expectedDay ?? input.lastDay, input.lastDay))
    findings.append(
      CloseFinding(
        caseID: "\(code.rawValue)-\(providerID(payout.provider))-\(fault.rawValue)-\(payout.key)",
        fault: fault, code: code, provider: payout.provider, payoutIndex: Int32(n),
        entryIndex: payout.entries.first, atRiskYen: yen < 0 ? -yen : yen,
        differenceYen: fault == .linesDiffer
          ? payout.unexplainedYen
          : fault == .feesDiffer ? payout.feeGapYen : payout.differenceYen,
        firstBearer: .shop, recourse: [collector(payout.provider)], until: until,
        deadlineRule: until == nil ? "" : "DL-PSP"))
  }

  mutating func unexplained(_ found: UnexplainedEntry) {
    let entry = input.entries[Int(found.entryIndex)]
    guard entry.bookingDay >= input.firstDay else { return }
    let until = businessDay(1, after: input.asOf)
    findings.append(
      CloseFinding(
        caseID: "D03-\(providerID(found.provider))-\(entry.id)", fault: .statementMissing,
        code: .D03, provider: found.provider, entryIndex: found.entryIndex,
        atRiskYen: entry.amountYen, firstBearer: .dataSupplier, recourse: [.operator],
        until: until, deadlineRule: until == nil ? "" : "DL-DATA"))
  }

  mutating func gap(_ n: Int) {
    let gap = outcome.figures[n].gapYen
    guard gap != 0 else { return }
    findings.append(
      CloseFinding(
        caseID: "D02-\(input.book.providers[n])-roll-forward", fault: .rollForwardGap, code: .D02,
        provider: Int32(n), atRiskYen: gap < 0 ? -gap : gap, differenceYen: gap,
        firstBearer: .operator, recourse: []))
  }
}
