public import Model

/// `close.xlsx`: the month as a workbook with filters. Written to `path`, which must not exist yet.
public func writeCloseWorkbook(
  _ input: CloseReportInput, toPath path: String
) throws(WorkbookError) {
  let facts = CloseFacts(input)
  let words = facts.words
  var book = try WorkbookWriter(
    path: path, title: words("月次締め ", "Monthly close ") + facts.month, created: input.asOf)
  writeRollForward(facts, &book)
  writeFindings(facts, &book)
  writePayouts(facts, &book)
  writeOpen(facts, &book)
  writeJournal(facts, &book)
  try book.finish()
}

private func writeRollForward(_ facts: CloseFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let names = [
    words("期首", "Opening"), words("発生", "Claimed"), words("消込", "Cleared"),
    words("取消", "Written back"), words("期末", "Closing"), words("売上", "Sales"),
    words("返金", "Refunds"), words("チャージバック", "Chargebacks"), words("手数料", "Fees"),
    words("その他", "Other"), words("仮受", "Suspense"), words("入金", "Banked"),
    words("入金待ち", "Under way"),
  ]
  book.beginSheet(
    words("売掛金", "Receivables"),
    [SheetColumn(words("決済会社", "Provider"), 16)] + names.map { SheetColumn($0, 14, .yen) },
    rowCount: facts.input.book.providers.count)
  for (n, provider) in facts.input.book.providers.enumerated() {
    let f = facts.outcome.figures[n]
    book.text(provider)
    for yen in [
      f.openingYen, f.claimedYen, f.clearedYen, f.writtenBackYen, f.closingYen, f.salesYen,
      f.refundsYen, f.chargebacksYen, f.feesYen, f.otherYen, f.suspenseYen, f.bankedYen,
      f.underwayYen,
    ] {
      book.number(yen)
    }
    book.endRow()
  }
}

private func writeFindings(_ facts: CloseFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let shown = min(facts.report.findings.count, WorkbookLimits.rows)
  book.beginSheet(
    words("要対応", "To do"),
    [
      SheetColumn(words("コード", "Code"), 7), SheetColumn(words("件名", "Title"), 24),
      SheetColumn(words("決済会社", "Provider"), 14), SheetColumn(words("注文", "Order"), 16),
      SheetColumn(words("金額(円)", "Yen"), 12, .yen),
      SheetColumn(words("差(円)", "Difference"), 12, .yen),
      SheetColumn(words("期限", "Until"), 12, .day), SheetColumn(words("内容", "Note"), 60, .wrapped),
      SheetColumn(words("対応", "Next"), 40, .wrapped),
      SheetColumn(words("結果記入", "Outcome"), 24, .toFill),
    ], rowCount: shown)
  for place in 0..<shown {
    let finding = facts.report.findings[place]
    let note = facts.report.notes[place]
    book.text(finding.code.rawValue)
    book.text(note.title)
    book.text(facts.provider(finding.provider))
    book.text(finding.orderIndex.map { facts.row($0).orderID } ?? "")
    book.number(finding.atRiskYen)
    book.number(finding.differenceYen)
    book.day(finding.until)
    book.text(note.note)
    book.text(note.nextAction)
    book.text("")
    book.endRow()
  }
}

private func writePayouts(_ facts: CloseFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let own = facts.outcome.payouts.filter { facts.isOfMonth($0) }.prefix(WorkbookLimits.rows)
  book.beginSheet(
    words("精算と入金", "Payouts"),
    [
      SheetColumn(words("決済会社", "Provider"), 14), SheetColumn(words("精算", "Payout"), 26),
      SheetColumn(words("行数", "Lines"), 8, .count), SheetColumn(words("総額", "Gross"), 14, .yen),
      SheetColumn(words("手数料", "Fee"), 12, .yen), SheetColumn(words("差引", "Net"), 14, .yen),
      SheetColumn(words("入金予定", "Expected"), 12, .day), SheetColumn(words("結果", "Result"), 22),
      SheetColumn(words("差", "Difference"), 12, .yen),
    ], rowCount: own.count)
  for payout in own {
    book.text(facts.provider(payout.provider))
    book.text(payout.key)
    book.number(Int64(payout.lines))
    book.number(payout.grossYen)
    book.number(payout.feeYen)
    book.number(payout.totalYen)
    book.day(payout.expectedDay)
    book.text(words.payout(payout.result))
    book.number(payout.differenceYen)
    book.endRow()
  }
}

private func writeOpen(_ facts: CloseFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let open = facts.outcome.orders.filter { $0.openYen != 0 }
  let shown = open.prefix(WorkbookLimits.rows)
  book.beginSheet(
    words("未精算", "Open"),
    [
      SheetColumn(words("決済会社", "Provider"), 14), SheetColumn(words("注文", "Order"), 18),
      SheetColumn(words("店舗", "Shop"), 10), SheetColumn(words("計上日", "Claimed"), 12, .day),
      SheetColumn(words("未精算(円)", "Open"), 14, .yen), SheetColumn(words("結果", "Result"), 20),
      SheetColumn(words("明細予定", "Expected"), 12, .day),
    ], rowCount: shown.count)
  for order in shown {
    let row = facts.row(order.orderIndex)
    book.text(facts.provider(order.provider))
    book.text(row.orderID)
    book.text(row.shopID)
    book.day(order.claimDay)
    book.number(order.openYen)
    book.text(words.order(order.result))
    book.day(order.expectedDay)
    book.endRow()
  }
  if open.count > shown.count {
    book.remark(words("残りは carry_over.csv", "the rest: carry_over.csv"))
  }
}

private func writeJournal(_ facts: CloseFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let lines = journalLines(facts).prefix(WorkbookLimits.rows)
  book.beginSheet(
    words("仕訳案", "Entries"),
    [
      SheetColumn(words("日付", "Date"), 12, .day), SheetColumn(words("借方", "Debit"), 20),
      SheetColumn(words("貸方", "Credit"), 20), SheetColumn(words("金額(円)", "Yen"), 14, .yen),
      SheetColumn(words("税区分(案)", "Tax, proposed"), 18), SheetColumn(words("摘要", "Summary"), 30),
    ], rowCount: lines.count)
  for line in lines {
    book.day(line.day)
    book.text(line.debit)
    book.text(line.credit)
    book.number(line.yen)
    book.text(line.tax)
    book.text(line.summary)
    book.endRow()
  }
}
