public import Model

/// The run in a few lines for a terminal. Holds no payer's name and no account number.
public func summaryLines(_ report: Report) -> [String] {
  let facts = report.facts
  let input = facts.input
  let words = facts.words
  let figures = facts.figures
  var lines = input.files.map { fileLine($0, language: input.language) }
  let credits = figures.credits
  lines.append(
    words("本日の新規入金 ", "new today: ") + words.receipts(figures.newCredits)
      + words(" + 前回からの繰越 ", " + carried over: ") + words.receipts(figures.carriedCredits))
  lines.append(
    words(
      "入金合計 \(credits.count)件 \(words.yen(credits.amountYen)) = "
        + "消込 \(grouped(credits.clearedYen)) + 仮受 \(grouped(credits.suspenseYen)) + "
        + "返金・取消関連 \(grouped(credits.refundLinkedYen)) + "
        + "対象外 \(grouped(credits.excludedYen))",
      "all credits: \(words.count(credits.count, "credit", "credits")), "
        + "\(words.yen(credits.amountYen)) = "
        + "cleared \(grouped(credits.clearedYen)) + suspense \(grouped(credits.suspenseYen)) + "
        + "refund-linked \(grouped(credits.refundLinkedYen)) + "
        + "excluded \(grouped(credits.excludedYen))"))
  if figures.reversals.count > 0 {
    let taken = words.yen(figures.reversals.yen)
    let net = words.yen(figures.netClearedYen)
    lines.append(
      words(
        "消込の取消 \(figures.reversals.count)件 \(taken)(差引の消込 \(net))",
        "reversals: \(figures.reversals.count), \(taken) taken back (net cleared \(net))"))
  }
  let held = figures.count(.hold).count + figures.count(.holdAsk).count
  lines.append(
    words(
      "注文 出荷可 \(figures.count(.release).count)件、保留 \(held)件"
        + "(うち入金待ち \(figures.waiting.count)件)、出荷停止 \(figures.count(.stop).count)件",
      "orders: \(figures.count(.release).count) released, \(held) held "
        + "(\(words.waiting(figures.waiting.count))), "
        + "\(figures.count(.stop).count) stopped"))
  lines.append(contentsOf: firstCases(facts))
  return lines
}

/// One input file in a line: what it was taken for and what came of it.
///
/// - Parameter isChecked: the file was read only: no ledger says what of it is new.
public func fileLine(
  _ file: FileLine, language: Language, isChecked: Bool = false
) -> String {
  let words = Words(language)
  let name = cleaned(file.name)
  if file.wasKnown { return words("\(name): 取込済み", "\(name): imported before") }
  let kind = words.kind(of: file.reading)
  if file.reading.isZip {
    return words("\(name): ZIP(中のファイルは別に示す)", "\(name): ZIP, told file by file")
  }
  if file.reading.isRefused { return words("\(name): 受付不可(\(kind))", "\(name): refused (\(kind))") }
  var line =
    isChecked
    ? words("\(name): \(kind) 明細 \(file.newRows)", "\(name): \(kind), \(file.newRows) rows read")
    : words(
      "\(name): \(kind) 新規 \(file.newRows)、既知 \(file.knownRows)",
      "\(name): \(kind), \(file.newRows) new, \(file.knownRows) known")
  if file.notPostedRows > 0 {
    line +=
      isChecked
      ? words("、うち未計上になる \(file.notPostedRows)", ", \(file.notPostedRows) of them not to be posted")
      : words("、未計上 \(file.notPostedRows)", ", \(file.notPostedRows) not posted")
  }
  if file.reading.rowsRejected > 0 {
    line += words(
      "、読取不能 \(file.reading.rowsRejected)", ", \(file.reading.rowsRejected) unreadable")
  }
  return line
}

private func firstCases(_ facts: ReportFacts) -> [String] {
  let words = facts.words
  let problems = facts.figures.dataProblemCount
  var lines: [String] = []
  if problems > 0 {
    let count = words.count(problems, "data problem needs a person", "data problems need a person")
    lines.append(words("データの不備 \(count)に人の対応が必要", count))
  }
  let shown = facts.needing.prefix(5)
  if !shown.isEmpty {
    let count = words.count(Int64(facts.needing.count), "case needs", "cases need")
    lines.append(words("人の判断が必要 \(count)、まず:", "\(count) a person, first:"))
  } else if problems == 0 {
    lines.append(words("人の判断が必要なものはありません", "nothing needs a person"))
  }
  lines += shown.map { caseLine(facts, $0) }
  let more = facts.needing.count - shown.count
  if more > 0 {
    lines.append(words("  ほか \(more)件は report.html に", "  \(more) more in report.html"))
  }
  if !facts.informing.isEmpty {
    let count = words.count(Int64(facts.informing.count), "case", "cases")
    lines.append(words("お知らせ(対応は任意) \(count)", "for information: \(count)"))
  }
  return lines
}

private func caseLine(_ facts: ReportFacts, _ place: Int) -> String {
  let words = facts.words
  let item = facts.input.decided.cases[place]
  var line = "  \(item.code.rawValue) \(cleaned(facts.input.texts[place].note.title))"
  if let order = item.orderIndex { line += "  \(cleaned(facts.order(order).orderID))" }
  if item.atRiskGrossYen > 0 { line += "  \(words.yen(item.atRiskGrossYen))" }
  if let until = item.until {
    let moment = words.moment(until)
    line +=
      until < facts.input.asOf
      ? words("  \(moment) 超過", "  was due \(moment)") : words("  \(moment)まで", "  until \(moment)")
  }
  return line
}

extension Words {
  /// English only: the Japanese has no plural and another order of words.
  func waiting(_ count: Int64) -> String {
    "\(grouped(count)) only \(count == 1 ? "waits" : "wait") for payment"
  }

  /// `3件 1,200円` or `3 credits, ¥1,200`.
  func receipts(_ sum: CountAndYen) -> String {
    "\(count(sum.count, "credit", "credits"))\(self(" ", ", "))\(yen(sum.yen))"
  }
}
