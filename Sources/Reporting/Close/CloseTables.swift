public import Model

/// `settlement_lines.csv`: what became of each line, in the book's order.
public func closeLinesFile(_ report: CloseReportInput) -> ReportFile {
  closeLinesFile(CloseFacts(report))
}

/// The same, of a close that is at hand.
func closeLinesFile(_ facts: CloseFacts) -> ReportFile {
  inParts(
    "settlement_lines.csv", rows: facts.outcome.lines.count, rowBytes: 160,
    columns: [
      "provider", "line_id", "date", "kind", "result", "order_id", "shop_id", "written_order_id",
      "basis", "gross_yen", "fee_yen", "net_yen", "difference_yen", "payout", "payout_result",
      "proposed_order_id", "source_file", "record",
    ]
  ) { csv, range in
    var last: (provider: Int32, key: String, result: String) = (-1, "", "")
    // A copy of a line counts its eight texts up and down; so it is looked at where it lies.
    facts.input.book.lines.withUnsafeBufferPointer { booked in
      for n in range where facts.isOfMonth(n) {
        if last.provider != booked[n].provider || last.key != booked[n].line.payoutKey {
          let place = facts.payoutPlace(booked[n])
          let result = place.map { facts.outcome.payouts[$0].result.rawValue }
          last = (booked[n].provider, booked[n].line.payoutKey, result ?? "")
        }
        facts.write(booked[n], facts.outcome.lines[n], payoutResult: last.result, to: &csv)
      }
    }
  }
}

extension CloseFacts {
  fileprivate func write(
    _ booked: borrowing BookedLine, _ outcome: LineOutcome, payoutResult: String,
    to csv: inout CSVWriter
  ) {
    csv.text(provider(booked.provider))
    csv.text(booked.line.lineID)
    csv.day(booked.line.day)
    csv.text(booked.line.kindText.isEmpty ? "\(booked.line.kind)" : booked.line.kindText)
    csv.word(outcome.result.rawValue)
    input.orders.withUnsafeBufferPointer { orders in
      csv.text(outcome.orderIndex >= 0 ? orders[Int(outcome.orderIndex)].row.orderID : "")
      csv.text(outcome.orderIndex >= 0 ? orders[Int(outcome.orderIndex)].row.shopID : "")
    }
    csv.text(booked.line.orderKey)
    csv.word(outcome.basis.rawValue)
    csv.number(booked.line.grossYen)
    csv.number(booked.line.feeYen)
    csv.number(booked.line.netYen)
    csv.number(outcome.differenceYen)
    csv.text(booked.line.payoutKey)
    csv.word(payoutResult)
    csv.text(outcome.proposedOrder >= 0 ? row(outcome.proposedOrder).orderID : "")
    csv.text(input.book.files.isEmpty ? "" : input.book.files[Int(booked.fileIndex)])
    csv.number(booked.line.record)
    csv.endRow()
  }
}

/// A table of very many rows, made in parts that need nothing of each other. The parts do not
/// depend on how many cores there are.
private func inParts(
  _ name: String, rows: Int, rowBytes: Int, columns: [StaticString],
  write: @escaping @Sendable (_ csv: inout CSVWriter, _ rows: Range<Int>) -> Void
) -> ReportFile {
  let size = 8_192
  return ReportFile(name: name, partCount: (rows + size - 1) / size) { part, take in
    let range = (part * size)..<min((part + 1) * size, rows)
    let capacity = rowBytes * (range.count + 2)
    var csv =
      part == 0
      ? CSVWriter(columns: columns, capacity: capacity)
      : CSVWriter(partOf: columns, capacity: capacity)
    write(&csv, range)
    csv.spill(take, isAll: true)
  }
}

/// `settlement_orders.csv`: what became of each order, by order time.
func closeOrdersFile(_ facts: CloseFacts) -> ReportFile {
  inParts(
    "settlement_orders.csv", rows: facts.outcome.orders.count, rowBytes: 120,
    columns: [
      "order_id", "shop_id", "provider", "payment_method", "claim_date", "result", "due_yen",
      "settled_yen", "refunded_yen", "charged_back_yen", "open_at_start_yen", "open_at_end_yen",
      "expected_date",
    ]
  ) { csv, range in
    for order in facts.outcome.orders[range] where facts.isOfMonth(order) {
      facts.input.orders.withUnsafeBufferPointer { orders in
        csv.text(orders[Int(order.orderIndex)].row.orderID)
        csv.text(orders[Int(order.orderIndex)].row.shopID)
        csv.text(facts.provider(order.provider))
        csv.word(orders[Int(order.orderIndex)].row.paymentMethod.rawValue)
      }
      csv.day(order.claimDay)
      csv.word(order.result.rawValue)
      csv.number(order.dueYen)
      csv.number(order.settledYen)
      csv.number(order.refundedYen)
      csv.number(order.chargedBackYen)
      csv.number(order.openedYen)
      csv.number(order.openYen)
      csv.day(order.expectedDay)
      csv.endRow()
    }
  }
}

/// `payouts.csv`: each payout of the month with its bank entries.
func closePayoutsFile(_ facts: CloseFacts) -> ReportFile {
  var csv = CSVWriter(
    columns: [
      "provider", "payout", "lines", "gross_yen", "fee_yen", "net_yen", "stated_yen",
      "unexplained_yen", "first_line_date", "last_line_date", "expected_date", "result",
      "difference_yen", "tax_reading", "before_data", "entry_ids", "bank_dates", "bank_yen",
    ], capacity: 200 * (facts.outcome.payouts.count + 1))
  for payout in facts.outcome.payouts where facts.isOfMonth(payout) {
    let entries = payout.entries.map { facts.input.entries[Int($0)] }
    csv.text(facts.provider(payout.provider))
    csv.text(payout.key)
    csv.number(payout.lines)
    csv.number(payout.grossYen)
    csv.number(payout.feeYen)
    csv.number(payout.netYen)
    if let stated = payout.statedYen { csv.number(stated) } else { csv.empty() }
    csv.number(payout.unexplainedYen)
    csv.day(payout.firstLineDay)
    csv.day(payout.lastLineDay)
    csv.day(payout.expectedDay)
    csv.word(payout.result.rawValue)
    csv.number(payout.differenceYen)
    csv.word(payout.taxReading.rawValue)
    csv.word(payout.isBeforeData ? "1" : "0")
    csv.text(entries.map(\.id).joined(separator: "|"))
    csv.word(entries.map(\.bookingDay.iso).joined(separator: "|"))
    let sum = entries.reduce(0) { $0 + ($1.direction == .credit ? $1.amountYen : -$1.amountYen) }
    if entries.isEmpty { csv.empty() } else { csv.number(sum) }
    csv.endRow()
  }
  return ReportFile(name: "payouts.csv", bytes: csv.bytes)
}

/// `roll_forward.csv`: the receivable of each provider, and the month's sums.
func rollForwardFile(_ facts: CloseFacts) -> ReportFile {
  var csv = CSVWriter(
    columns: [
      "provider", "opening_as_closed_yen", "late_yen", "opening_yen", "claimed_yen", "cleared_yen",
      "written_back_yen", "closing_yen", "gap_yen", "orders", "lines", "sales_yen", "refunds_yen",
      "chargebacks_yen", "fees_yen", "agreed_fees_yen", "other_yen", "suspense_yen", "banked_yen",
      "underway_yen",
    ], capacity: 4_096)
  for (n, provider) in facts.input.book.providers.enumerated() {
    let f = facts.outcome.figures[n]
    csv.text(provider)
    if let late = facts.report.lateYen(n) {
      csv.number(f.openingYen - late)
      csv.number(late)
    } else {
      csv.empty()
      csv.empty()
    }
    for yen in [
      f.openingYen, f.claimedYen, f.clearedYen, f.writtenBackYen, f.closingYen, f.gapYen, f.orders,
      f.lines, f.salesYen, f.refundsYen, f.chargebacksYen, f.feesYen, f.agreedFeesYen, f.otherYen,
      f.suspenseYen, f.bankedYen, f.underwayYen,
    ] {
      csv.number(yen)
    }
    csv.endRow()
  }
  return ReportFile(name: "roll_forward.csv", bytes: csv.bytes)
}

/// `carry_over.csv`: what the next month begins with. Orders not settled yet (売上) and payouts on
/// their way (入金).
func carryOverFile(_ facts: CloseFacts) -> ReportFile {
  var csv = CSVWriter(
    columns: ["side", "provider", "key", "shop_id", "yen", "points", "date", "remark"],
    capacity: 65_536)
  for order in facts.outcome.orders where order.openYen != 0 {
    let row = facts.row(order.orderIndex)
    csv.word("order")
    csv.text(facts.provider(order.provider))
    csv.text(row.orderID)
    csv.text(row.shopID)
    csv.number(order.openYen)
    csv.number(row.pointsUsedYen)
    csv.day(order.claimDay)
    csv.word(order.result.rawValue)
    csv.endRow()
  }
  for payout in facts.outcome.payouts where payout.entries.isEmpty && facts.isOfMonth(payout) {
    guard payout.result != .zero, payout.result != .dead else { continue }
    csv.word("payout")
    csv.text(facts.provider(payout.provider))
    csv.text(payout.key)
    csv.empty()
    csv.number(payout.totalYen)
    csv.empty()
    csv.day(payout.expectedDay ?? payout.lastLineDay)
    csv.word(payout.result.rawValue)
    csv.endRow()
  }
  return ReportFile(name: "carry_over.csv", bytes: csv.bytes)
}

/// `exceptions.csv`, in the columns of the daily one as far as they apply.
func closeExceptionsFile(_ facts: CloseFacts) -> ReportFile {
  var csv = CSVWriter(
    columns: [
      "case_id", "code", "title", "order_id", "entry_id", "at_risk_gross_yen", "at_risk_net_yen",
      "first_bearer", "recourse", "basis", "until", "decision", "next_action", "note", "fault",
      "provider", "line_id", "payout", "difference_yen", "deadline_rule",
    ], capacity: 512 * (facts.report.findings.count + 1))
  for (finding, note) in zip(facts.report.findings, facts.report.notes) {
    csv.text(finding.caseID)
    csv.word(finding.code.rawValue)
    csv.text(note.title)
    csv.text(finding.orderIndex.map { facts.row($0).orderID } ?? "")
    csv.text(finding.entryIndex.map { facts.input.entries[Int($0)].id } ?? "")
    csv.number(finding.atRiskYen)
    csv.number(finding.atRiskYen)
    csv.word(finding.firstBearer.rawValue)
    csv.word(finding.recourse.map(\.rawValue).joined(separator: "|"))
    csv.text(note.basis)
    csv.day(finding.until)
    csv.word("none")
    csv.text(note.nextAction)
    csv.text(note.note)
    csv.word(finding.fault.rawValue)
    csv.text(facts.provider(finding.provider))
    csv.text(finding.lineIndex.map { facts.input.book.lines[Int($0)].line.lineID } ?? "")
    csv.text(finding.payoutIndex.map { facts.outcome.payouts[Int($0)].key } ?? "")
    csv.number(finding.differenceYen)
    csv.word(finding.deadlineRule)
    csv.endRow()
  }
  return ReportFile(name: "exceptions.csv", bytes: csv.bytes)
}

/// `changes.csv`: what is new and what is gone since the month was closed before.
func closeChangesFile(_ facts: CloseFacts) -> ReportFile {
  var csv = CSVWriter(
    columns: ["change", "provider", "kind", "subject", "yen"], capacity: 4_096)
  let changes = facts.report.changes
  for (word, items) in [("gone", changes.gone), ("new", changes.new)] {
    for item in items {
      csv.word(word)
      csv.text(item.provider)
      csv.text(item.kind)
      csv.text(item.subject)
      csv.number(item.yen)
      csv.endRow()
    }
  }
  return ReportFile(name: "changes.csv", bytes: csv.bytes)
}
