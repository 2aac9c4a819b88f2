import Model

/// Money whose owner or split is not clear yet.
func writeSuspenseSheet(_ facts: ReportFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let uses = facts.input.decided.uses.filter { $0.suspenseYen != 0 }
  let shown = min(uses.count, WorkbookLimits.rows)
  let columns =
    entryColumns(words) + [
      SheetColumn(words("仮受(円)", "Suspense (yen)"), 13, .yen),
      SheetColumn(words("理由", "Reason"), 24), SheetColumn(words("経過日数", "Days"), 9, .count),
      SheetColumn(words("候補数", "Candidates"), 9, .count),
      SheetColumn(words("最有力の注文", "Best candidate"), 24),
    ]
  book.beginSheet(words("仮受", "Suspense"), columns, rowCount: shown)
  for use in uses.prefix(shown) {
    let outcome = facts.outcome(ofEntry: use.entryIndex)
    let best = outcome?.candidates.first?.orderIndices ?? []
    writeEntry(facts, use, &book)
    book.number(use.suspenseYen)
    book.text(facts.reason(use.reason))
    let booked = facts.entry(use.entryIndex).bookingDay
    book.number(Int64(facts.input.asOf.day.days(since: booked)))
    book.number(Int64(outcome?.candidateCount ?? 0))
    book.text(best.map { facts.order($0).orderID }.joined(separator: " + "))
    book.endRow()
  }
  writeRemark(shown: shown, of: uses.count, file: "entries.csv", words, &book)
}

/// Money owed back, or bound to a reversal.
func writeRefundSheet(_ facts: ReportFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let uses = facts.input.decided.uses.filter { $0.refundLinkedYen != 0 }
  let shown = min(uses.count, WorkbookLimits.rows)
  let columns =
    entryColumns(words) + [
      SheetColumn(words("返金・取消関連(円)", "Refund-linked (yen)"), 15, .yen),
      SheetColumn(words("理由", "Reason"), 24), SheetColumn(words("関係する注文", "Order"), 24),
    ]
  book.beginSheet(words("返金・取消", "Refunds"), columns, rowCount: shown)
  for use in uses.prefix(shown) {
    let links = facts.outcome(ofEntry: use.entryIndex)?.links ?? []
    writeEntry(facts, use, &book)
    book.number(use.refundLinkedYen)
    book.text(facts.reason(use.reason))
    book.text(links.map { facts.order($0.orderIndex).orderID }.joined(separator: " "))
    book.endRow()
  }
  writeRemark(shown: shown, of: uses.count, file: "entries.csv", words, &book)
}

private func entryColumns(_ words: Words) -> [SheetColumn] {
  [
    SheetColumn(words("勘定日", "Booked"), 11, .day), SheetColumn(words("名義", "Payer"), 24),
    SheetColumn(words("金額(円)", "Amount (yen)"), 13, .yen),
    SheetColumn(words("口座", "Account"), 22), SheetColumn(words("照会番号", "Reference"), 16),
    SheetColumn(words("ファイル", "File"), 24), SheetColumn(words("件目", "Record"), 8, .count),
    SheetColumn(words("入金ID", "Entry"), 18),
  ]
}

private func writeEntry(_ facts: ReportFacts, _ use: EntryUse, _ book: inout WorkbookWriter) {
  let entry = facts.entry(use.entryIndex)
  book.day(entry.bookingDay)
  book.text(entry.payerName)
  book.number(entry.signedAmountYen)
  book.text(facts.words.account(entry.accountKey))
  book.text(entry.sourceRef)
  book.text(entry.sourceFile)
  book.number(Int64(entry.record))
  book.text(entry.id)
}

/// The proof line, the sums per account and the counts of decisions and codes, one per row.
func writeTotalsSheet(_ facts: ReportFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let figures = facts.figures
  var rows: [(part: String, name: String, count: Int64, yen: Int64)] = []
  let amount = words("入出金", "Amount")
  func add(_ part: String, _ split: MoneySplit) {
    rows.append((part, amount, split.count, split.amountYen))
    rows.append((part, words("消込", "Cleared"), split.count, split.clearedYen))
    rows.append((part, words("仮受", "Suspense"), split.count, split.suspenseYen))
    rows.append((part, words("返金・取消関連", "Refund-linked"), split.count, split.refundLinkedYen))
    rows.append((part, words("対象外", "Excluded"), split.count, split.excludedYen))
  }
  for (part, sum) in [
    (words("本日の新規入金", "New credits today"), figures.newCredits),
    (words("前回からの繰越", "Carried over"), figures.carriedCredits),
  ] { rows.append((part, amount, sum.count, sum.yen)) }
  add(words("入金合計", "Credits"), figures.credits)
  add(words("出金合計", "Debits"), figures.debits)
  for account in figures.accounts {
    let name = words.account(account.accountKey)
    add(words("入金 \(name)", "Credits \(name)"), account.credits)
    if account.debits.count > 0 { add(words("出金 \(name)", "Debits \(name)"), account.debits) }
  }
  for decision in Decision.allCases {
    let sum = figures.count(decision)
    rows.append((words("注文の判断", "Decisions"), words.decision(decision), sum.count, sum.yen))
  }
  for line in figures.codes {
    rows.append((words("事案", "Cases"), facts.name(line.code), line.cases.count, line.cases.yen))
  }
  let columns = [
    SheetColumn(words("区分", "Part"), 34), SheetColumn(words("項目", "Item"), 28),
    SheetColumn(words("件数", "Count"), 10, .count),
    SheetColumn(words("金額(円)", "Yen"), 16, .yen),
  ]
  book.beginSheet(words("合計", "Totals"), columns, rowCount: rows.count)
  for row in rows {
    book.text(row.part)
    book.text(row.name)
    book.number(row.count)
    book.number(row.yen)
    book.endRow()
  }
}
