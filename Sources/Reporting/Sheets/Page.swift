import Model

/// `report.html`: the page an accountant opens first. Self-contained; readable without scripts;
/// wide tables are capped, and every cap says so and names the file that has the rest.
func pageFile(_ facts: ReportFacts) -> ReportFile {
  let cases = min(facts.input.decided.cases.count, PageLimits.cases)
  var h = HTMLWriter(capacity: 200_000 + 4_000 * cases)
  writeHead(facts, &h)
  writeMasthead(facts, &h)
  h.raw("<main>")
  writeDataProblems(facts, &h)
  writeCases(facts, &h)
  writeNotices(facts, &h)
  writeReleased(facts, &h)
  writeMoney(facts, &h)
  writeAgeing(facts, &h)
  writeFiles(facts, &h)
  writePolicy(facts, &h)
  writeLegend(facts, &h)
  h.raw("</main>")
  writeFoot(facts, &h)
  h.raw("<script>")
  h.raw(pageScript)
  h.raw("</script></body></html>\n")
  return ReportFile(name: "report.html", bytes: h.bytes)
}

/// How much the page shows of a long list. The CSV files always have everything.
enum PageLimits {
  static let cases = 2_000
  static let candidates = 3
  static let releasedOrders = 500
  static let findings = 200
}

private func writeHead(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  h.raw("<!doctype html>\n<html lang=")
  h.text(facts.input.language.rawValue)
  h.raw("><head><meta charset=utf-8>")
  h.raw("<meta name=viewport content=\"width=device-width, initial-scale=1\">")
  // Nothing is fetched from anywhere, whatever a name in the data tries.
  h.raw("<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; ")
  h.raw("style-src 'unsafe-inline'; script-src 'unsafe-inline'\">")
  h.raw("<meta name=color-scheme content=\"light dark\"><meta name=robots content=noindex>")
  h.raw("<title>")
  h.text(words("消込日報 ", "Reconciliation ") + facts.input.asOf.day.iso)
  h.raw("</title><style>")
  h.raw(pageStyle)
  h.raw(pagePrintStyle)
  h.raw("</style></head><body>")
}

private func writeMasthead(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let input = facts.input
  h.raw("<header class=masthead><p class=eyebrow>")
  h.text(words("消込日報", "Daily reconciliation"))
  h.raw("</p><h1>")
  h.text(words.longDay(input.asOf.day))
  h.raw("</h1><p class=lead>")
  h.text(resultSentence(facts))
  h.raw("</p><p class=meta>")
  h.text(
    words("基準時刻 ", "As of ") + words.moment(input.asOf)
      + words("(日本時間)・実行 \(input.runID)", " (Tokyo) · run \(input.runID)")
      + words("・エンジン ", " · engine ") + input.engineVersion)
  if input.ledgerEvent > 0 {
    h.raw("<br>")
    h.text(
      words("台帳の証明値 記録 ", "Ledger head: event ") + "\(input.ledgerEvent) "
        + input.ledgerSHA256)
  }
  h.raw("</p>")
  writeKeyFigures(facts, &h)
  h.raw("</header>")
}

/// What came of the day, in one breath.
private func resultSentence(_ facts: ReportFacts) -> String {
  let words = facts.words
  let figures = facts.figures
  let new = figures.newCredits
  let carried = figures.carriedCredits
  let count = words.count(new.count, "new credit", "new credits")
  var sentence = words(
    "本日の新規入金\(count)・\(words.yen(new.yen))", "Of \(words.yen(new.yen)) in \(count)")
  if carried.count > 0 {
    let total = words.yen(figures.credits.amountYen)
    sentence += words(
      "と前回からの繰越\(carried.count)件・\(words.yen(carried.yen))(計\(total))",
      " and \(words.yen(carried.yen)) in \(grouped(carried.count)) carried over "
        + "(\(total) in all)")
  }
  let cleared = words.yen(figures.credits.clearedYen)
  sentence += words("のうち\(cleared)を消し込み", ", \(cleared) was cleared")
  if figures.reversals.count > 0 {
    let taken = words.yen(figures.reversals.yen)
    let net = words.yen(figures.netClearedYen)
    sentence += words("(ほかに取消\(taken)、差引\(net))", " (\(taken) was taken back: net \(net))")
  }
  let released = words.count(figures.count(.release).count, "order", "orders")
  return sentence + words("、\(released)を出荷可としました。", "; \(released) may ship. ")
    + needSentence(facts)
}

/// What is left for people; a fault in the data comes first.
private func needSentence(_ facts: ReportFacts) -> String {
  let words = facts.words
  let needing = Int64(facts.needing.count)
  let problems = facts.figures.dataProblemCount
  if needing == 0, problems == 0 {
    return words("人の判断が必要なものはありません。", "Nothing needs a person.")
  }
  var parts: [String] = []
  if needing > 0 {
    let count = words.count(needing, "case needs", "cases need")
    parts.append(words("\(count)に人の判断が必要です。", "\(count) a person."))
  }
  if problems > 0 {
    let count = words.count(problems, "data problem comes", "data problems come")
    parts.append(words("データの不備が\(count)あり、先に直す必要があります。", "\(count) first."))
  }
  return parts.joined(separator: words("", " "))
}

private func writeKeyFigures(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let figures = facts.figures
  let credits = figures.credits
  let carried = figures.carriedCredits
  let held = figures.count(.hold).count + figures.count(.holdAsk).count
  let needing = facts.needing.count
  let share = percentage(credits.clearedYen, of: figures.customersYen)
  var cleared = words("お客様の入金の \(share)", "\(share) of customers' credits")
  if figures.reversals.count > 0 {
    let gross = words.yen(credits.clearedYen)
    let taken = words.yen(figures.reversals.yen)
    cleared = words(
      "\(gross)(お客様の入金の \(share))− 取消 \(taken)",
      "\(gross) (\(share) of customers' credits) \u{2212} \(taken) taken back")
  }
  let rows: [(String, String, String)] = [
    (
      words("要対応", "To do"), words("\(needing)件", "\(needing)"),
      words("影響額 ", "at risk ") + words.yen(figures.needingGrossYen)
    ),
    (
      words("出荷可", "Released"),
      words("\(figures.count(.release).count)件", "\(figures.count(.release).count)"),
      words.yen(figures.count(.release).yen)
    ),
    (
      words("保留", "Held"), words("\(held)件", "\(held)"),
      words("うち入金待ち \(figures.waiting.count)件", words.waiting(figures.waiting.count))
    ),
    (
      words("本日の新規入金", "New credits today"), words.yen(figures.newCredits.yen),
      words("\(figures.newCredits.count)件・繰越 ", "\(figures.newCredits.count); carried over ")
        + words.receipts(carried)
    ),
    (
      figures.reversals.count > 0 ? words("消込(取消を差引)", "Cleared, net") : words("消込", "Cleared"),
      words.yen(figures.netClearedYen), cleared
    ),
  ]
  h.raw("<dl class=figures>")
  for (name, value, remark) in rows {
    h.raw("<div><dt>")
    h.text(name)
    h.raw("</dt><dd class=big>")
    h.text(value)
    h.raw("</dd><dd class=remark>")
    h.text(remark)
    h.raw("</dd></div>")
  }
  h.raw("</dl>")
}

private func writeFoot(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  h.raw("<footer><p>")
  h.text(
    words(
      "負担者・求償先・根拠の記載はすべて推定で、責任の有無を決めるものではありません。"
        + "契約と事実関係は要確認です。",
      "Bearers, recourse and grounds are presumptions, not verdicts: contract and facts remain "
        + "to be checked."))
  h.raw("</p><p>")
  h.text(
    words(
      "この報告には氏名と金額が含まれます。取り扱いにご注意ください。全件は同じフォルダのCSVにあります。",
      "This report holds names and amounts: handle it as confidential. The CSV files in the same "
        + "folder hold every row."))
  h.raw("</p></footer>")
}

/// A section's opening with its heading; `anchor` is its id.
func openSection(_ anchor: StaticString, _ title: String, _ h: inout HTMLWriter) {
  h.raw("<section id=")
  h.raw(anchor)
  h.raw("><h2>")
  h.text(title)
  h.raw("</h2>")
}

/// The class that colours a decision.
func markup(of decision: Decision) -> StaticString {
  switch decision {
  case .release: "release"
  case .hold: "hold"
  case .holdAsk: "ask"
  case .stop: "stop"
  case .none: "none"
  }
}

/// The line that says that a list was cut, and where all of it is.
func writeCapLine(_ text: String, _ h: inout HTMLWriter) {
  h.raw("<p class=cap>")
  h.text(text)
  h.raw("</p>")
}
