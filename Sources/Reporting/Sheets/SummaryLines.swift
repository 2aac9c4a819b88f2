public import Model

/// The run in a few lines for a terminal. Holds no payer's name and no account number.
public func summaryLines(_ input: ReportInput) -> [String] {
  let facts = ReportFacts(input)
  let words = facts.words
  let figures = facts.figures
  var lines = input.files.map { fileLine($0, language: input.language) }
  let credits = figures.credits
  lines.append(
    words(
      "入金 \(credits.count)件 \(words.yen(credits.amountYen)) = "
        + "消込 \(grouped(credits.clearedYen)) + 仮受 \(grouped(credits.suspenseYen)) + "
        + "返金・取消関連 \(grouped(credits.refundLinkedYen)) + "
        + "対象外 \(grouped(credits.excludedYen))",
      "credits \(credits.count), \(words.yen(credits.amountYen)) = "
        + "cleared \(grouped(credits.clearedYen)) + suspense \(grouped(credits.suspenseYen)) + "
        + "refund-linked \(grouped(credits.refundLinkedYen)) + "
        + "excluded \(grouped(credits.excludedYen))"))
  let held = figures.count(.hold).count + figures.count(.holdAsk).count
  lines.append(
    words(
      "注文 出荷可 \(figures.count(.release).count)件、保留 \(held)件"
        + "(うち入金待ち \(figures.waiting.count)件)、出荷停止 \(figures.count(.stop).count)件",
      "orders: \(figures.count(.release).count) released, \(held) held "
        + "(\(figures.waiting.count) only wait for payment), "
        + "\(figures.count(.stop).count) stopped"))
  lines.append(contentsOf: firstCases(facts))
  return lines
}

/// One input file in a line: what it was taken for and what came of it.
public func fileLine(_ file: FileLine, language: Language) -> String {
  let words = Words(language)
  let name = cleaned(file.name)
  if file.wasKnown { return words("\(name): 取込済み", "\(name): imported before") }
  let format = file.reading.formatID.isEmpty ? "" : " \(file.reading.formatID)"
  let kind = words.kind(file.reading.kind) + format
  if file.reading.isRefused { return words("\(name): 受付不可(\(kind))", "\(name): refused (\(kind))") }
  var line = words(
    "\(name): \(kind) 新規 \(file.newRows)、既知 \(file.knownRows)",
    "\(name): \(kind), \(file.newRows) new, \(file.knownRows) known")
  if file.notPostedRows > 0 {
    line += words("、未計上 \(file.notPostedRows)", ", \(file.notPostedRows) not posted")
  }
  if file.reading.rowsRejected > 0 {
    line += words(
      "、読取不能 \(file.reading.rowsRejected)", ", \(file.reading.rowsRejected) unreadable")
  }
  return line
}

private func firstCases(_ facts: ReportFacts) -> [String] {
  let words = facts.words
  let cases = facts.input.decided.cases
  guard !cases.isEmpty else {
    return [words("人の判断が必要なものはありません", "nothing needs a person")]
  }
  let shown = 5
  var lines = [
    words("人の判断が必要 \(cases.count)件、まず:", "\(cases.count) need a person, first:")
  ]
  for (item, note) in zip(cases, facts.input.notes).prefix(shown) {
    var line = "  \(item.code.rawValue) \(cleaned(note.title))"
    if let order = item.orderIndex { line += "  \(cleaned(facts.order(order).orderID))" }
    if item.atRiskGrossYen > 0 { line += "  \(words.yen(item.atRiskGrossYen))" }
    if let until = item.until {
      line += words("  \(words.moment(until))まで", "  until \(words.moment(until))")
    }
    lines.append(line)
  }
  if cases.count > shown {
    lines.append(
      words(
        "  ほか \(cases.count - shown)件は report.html に",
        "  \(cases.count - shown) more in report.html"))
  }
  return lines
}
