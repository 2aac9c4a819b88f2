import Model

/// `report.xlsx`: the report as a workbook with filters, for the accountant to fill in. Written to
/// `path`, which must not exist yet; the caller renames it once this returned without an error.
/// Equal input gives equal bytes.
///
/// Orders that only wait for their payment, and rows beyond `WorkbookLimits.rows`, are counted
/// below their table, with the CSV file that has them.
public func writeWorkbook(
  _ report: Report, toPath path: String
) throws(WorkbookError) {
  let facts = report.facts
  let input = facts.input
  let words = facts.words
  var book = try WorkbookWriter(
    path: path, title: words("消込日報 ", "Reconciliation ") + input.asOf.day.iso,
    created: input.asOf)
  writeCaseSheet(facts, words("要対応", "To do"), facts.needing, &book)
  writeCaseSheet(facts, words("お知らせ", "For information"), facts.informing, &book)
  writeReleasedSheet(facts, &book)
  writeHeldSheet(facts, &book)
  writeSuspenseSheet(facts, &book)
  writeRefundSheet(facts, &book)
  writeTotalsSheet(facts, &book)
  try book.finish()
}

/// How much a workbook shows of a long list: what a person can still page through.
enum WorkbookLimits {
  static let rows = 10_000
  /// Of the sheets that are filled in: every case of a bad day has its row.
  static let cases = 25_000
}

private func writeCaseSheet(
  _ facts: ReportFacts, _ name: String, _ places: [Int], _ book: inout WorkbookWriter
) {
  let words = facts.words
  let shown = min(places.count, WorkbookLimits.cases)
  book.beginSheet(name, caseColumns(facts), rowCount: shown)
  for place in places.prefix(shown) {
    let item = facts.input.decided.cases[place]
    let note = facts.input.texts[place].note
    let order = item.orderIndex.map(facts.order)
    let entry = item.entryIndex.map(facts.entry)
    book.text(item.caseID)
    book.text(item.code.rawValue)
    book.text(note.title)
    book.moment(item.until)
    book.text(words.decision(item.decision))
    book.text(order?.orderID ?? "")
    book.text(order?.shopID ?? "")
    book.text(order?.customerName ?? "")
    book.day(entry?.bookingDay)
    book.text(entry?.payerName ?? "")
    book.number(item.dueYen)
    book.number(item.paidYen)
    book.number(item.atRiskGrossYen)
    book.number(item.atRiskNetYen)
    book.text(note.nextAction)
    book.text(note.note)
    book.text(note.basis)
    book.text(words.party(item.firstBearer))
    book.text(words.parties(item.recourse))
    book.text(entry?.id ?? "")
    book.text(facts.input.runID)
    for _ in AnswerColumn.toFill { book.fillIn() }
    book.endRow()
  }
  writeRemark(shown: shown, of: places.count, file: "exceptions.csv", words, &book)
  book.remark(
    words(
      "負担者・求償先・根拠は推定です(要確認)。",
      "Bearers, recourse and grounds are presumptions, to be checked."))
}

private func caseColumns(_ facts: ReportFacts) -> [SheetColumn] {
  let words = facts.words
  return [
    SheetColumn(words(.caseID), 16), SheetColumn(words("コード", "Code"), 7),
    SheetColumn(words("件名", "Title"), 22), SheetColumn(words("期限", "Until"), 16, .moment),
    SheetColumn(words("判断", "Decision"), 10), SheetColumn(words("注文", "Order"), 14),
    SheetColumn(words("店舗", "Shop"), 10), SheetColumn(words("お客様", "Customer"), 16),
    SheetColumn(words("入金日", "Booked"), 11, .day), SheetColumn(words("名義", "Payer"), 20),
    SheetColumn(words("請求(円)", "Due (yen)"), 12, .yen),
    SheetColumn(words("入金(円)", "Paid (yen)"), 12, .yen),
    SheetColumn(words("影響額 総額", "At risk, gross"), 12, .yen),
    SheetColumn(words("影響額 純額", "At risk, net"), 12, .yen),
    SheetColumn(words("次の一手", "Next action"), 44, .wrapped),
    SheetColumn(words("説明", "Note"), 60, .wrapped),
    SheetColumn(words("根拠", "Ground"), 28, .wrapped),
    SheetColumn(words("一次負担(推定)", "First bearer (presumed)"), 12),
    SheetColumn(words("求償先(候補)", "Recourse (candidates)"), 14),
    SheetColumn(words(.entryID), 24), SheetColumn(words(.seenRun), 16),
  ]
    + AnswerColumn.toFill.map {
      SheetColumn(
        words($0), answerWidth($0), .toFill, answer: answer($0, facts), hint: hint($0, words))
    }
}

private func answer(_ column: AnswerColumn, _ facts: ReportFacts) -> SheetColumn.Answer {
  switch column {
  case .answer: .choice(AnswerWord.allCases.map { facts.words($0.japanese, $0.rawValue) })
  case .alias: .choice(AliasWord.allCases.map { facts.words($0.japanese, $0.rawValue) })
  case .waitUntil: .day(from: facts.input.asOf.day)
  default: .text
  }
}

/// What to write into a cell, in a line.
private func hint(_ column: AnswerColumn, _ words: Words) -> String {
  switch column {
  case .answer: words("一覧から選びます。空のままなら何も変わりません。", "Choose from the list; empty changes nothing.")
  case .orderIDs:
    words("充当する注文番号。分割は | で区切ります。", "Order to give the money to; several with | between.")
  case .amounts: words("注文ごとの金額(円)。 | で区切ります。", "Yen for each order, with | between.")
  case .waitUntil: words("「待つ」の期限。基準日以後の日付です。", "Last day to wait: the day of the run or later.")
  case .alias:
    words("この名義を次回から同じお客様とみなすか。", "Whether this payer is that customer from now on.")
  case .person: words("回答した人の名前(必須)。", "Who answers (required).")
  default: ""
  }
}

private func answerWidth(_ column: AnswerColumn) -> Int32 {
  switch column {
  case .orderIDs, .amounts: 20
  case .comment: 30
  default: 14
  }
}

private func writeReleasedSheet(_ facts: ReportFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let released = facts.input.decided.decisions.filter { $0.decision == .release }
  let shown = min(released.count, WorkbookLimits.rows)
  let columns =
    orderColumns(words) + [
      SheetColumn(words("消込の根拠", "Ground"), 18),
      SheetColumn(words("入金日", "Paid"), 11, .day), SheetColumn(words("名義", "Payer"), 20),
    ]
  book.beginSheet(words("出荷可", "Released"), columns, rowCount: shown)
  for decision in released.prefix(shown) {
    writeOrder(facts, decision, &book)
    let link = facts.lastLink(ofOrder: decision.orderIndex)
    book.text(link.map { words.basis($0.basis) } ?? "")
    book.day(link.map { facts.entry($0.entryIndex).bookingDay })
    book.text(link.map { facts.entry($0.entryIndex).payerName } ?? "")
    book.endRow()
  }
  writeRemark(shown: shown, of: released.count, file: "decisions.csv", words, &book)
}

private func writeHeldSheet(_ facts: ReportFacts, _ book: inout WorkbookWriter) {
  let words = facts.words
  let held = facts.input.decided.decisions.filter {
    switch $0.decision {
    case .hold, .holdAsk, .stop: !$0.isWaiting
    case .release, .none: false
    }
  }
  let shown = min(held.count, WorkbookLimits.rows)
  let columns = orderColumns(words) + [SheetColumn(words("判断", "Decision"), 10)]
  book.beginSheet(words("保留", "Held"), columns, rowCount: shown)
  for decision in held.prefix(shown) {
    writeOrder(facts, decision, &book)
    book.text(words.decision(decision.decision))
    book.endRow()
  }
  writeRemark(shown: shown, of: held.count, file: "decisions.csv", words, &book)
  let waiting = facts.figures.waiting
  book.remark(
    words(
      "このほか、入金を待つだけの注文が \(grouped(waiting.count))件・\(words.yen(waiting.yen))"
        + "あります(decisions.csv)。",
      "Besides, \(grouped(waiting.count)) orders (\(words.yen(waiting.yen))) only wait for their "
        + "payment: see decisions.csv."))
}

private func orderColumns(_ words: Words) -> [SheetColumn] {
  [
    SheetColumn(words("注文", "Order"), 14), SheetColumn(words("店舗", "Shop"), 10),
    SheetColumn(words("支払方法", "Method"), 12), SheetColumn(words("お客様", "Customer"), 18),
    SheetColumn(words("請求(円)", "Due (yen)"), 12, .yen),
    SheetColumn(words("消込(円)", "Cleared (yen)"), 12, .yen),
    SheetColumn(words("出荷期限", "Ship by"), 16, .moment),
    SheetColumn(words("コード", "Codes"), 14),
  ]
}

private func writeOrder(
  _ facts: ReportFacts, _ decision: OrderDecision, _ book: inout WorkbookWriter
) {
  let order = facts.order(decision.orderIndex)
  book.text(order.orderID)
  book.text(order.shopID)
  book.text(facts.words.method(order.paymentMethod))
  book.text(order.customerName)
  book.number(decision.dueYen)
  book.number(decision.clearedYen)
  book.moment(decision.shipBy)
  book.text(decision.codes.map(\.rawValue).joined(separator: " "))
}

/// The line below a table that was cut; nothing where it is whole.
func writeRemark(
  shown: Int, of count: Int, file: String, _ words: Words, _ book: inout WorkbookWriter
) {
  guard shown < count else { return }
  let all = grouped(Int64(count))
  let part = grouped(Int64(shown))
  book.remark(
    words(
      "全\(all)件のうち先頭の\(part)件です。全件は \(file) にあります。",
      "The first \(part) of \(all) rows; \(file) has all."))
}
