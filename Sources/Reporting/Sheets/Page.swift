import Model

/// `report.html`: the page an accountant opens first. Self-contained; readable without scripts;
/// long lists are capped, and every cap says so and names the file that has the rest.
func pageFile(_ facts: ReportFacts) -> ReportFile {
  ReportFile(name: "report.html") { take in
    let page = Page(facts)
    var h = HTMLWriter(capacity: 1 << 20)
    writeHead(facts, &h)
    writeMasthead(facts, &h)
    h.raw("<main id=main>")
    writeDataProblems(facts, &h)
    writePictures(page, &h)
    writeCases(page, &h, take)
    h.spill(take)
    writeNotices(page, &h)
    writeHeld(page, &h)
    h.spill(take)
    writeReleased(page, &h)
    h.spill(take)
    writeMoney(facts, &h)
    writeAgeing(facts, &h)
    writeTrend(facts, &h)
    writeLines(page, &h)
    h.spill(take)
    writeOtherOrders(page, &h)
    writeFiles(facts, &h)
    writePolicy(facts, &h)
    writeLegend(facts, &h)
    h.raw("</main>")
    writeFoot(facts, &h)
    h.raw("<script>")
    h.raw(pageScript)
    h.raw("</script></body></html>\n")
    h.spill(take, isAll: true)
  }
}

/// How much the page shows of a long list. The CSV files always have everything.
enum PageLimits {
  /// Cases on the page, and how many of them in full with their evidence: more than anybody reads
  /// in a day.
  static let cases = 25_000
  static let cards = 500
  static let rowsOfTable = 200
  static let candidates = 3
  static let releasedOrders = 500
  static let lines = 500
  static let links = 5
  static let marks = 150
  static let findings = 200
}

private func writePictures(_ page: Page, _ h: inout HTMLWriter) {
  openSection("pictures", page.facts.words("今日の見取り図", "The day at a glance"), &h)
  h.raw("<div class=pictures>")
  writeFlow(page, &h)
  writeDeadlines(page, &h)
  h.raw("</div></section>")
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
  h.raw("</style></head><body><a class=skip href=#main>")
  h.text(words("本文へ", "Skip to the report"))
  h.raw("</a>")
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
  writeContents(facts, &h)
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
  let rows: [(StaticString, String, String, String)] = [
    (
      "cases", words("要対応", "To do"), words("\(needing)件", "\(needing)"),
      words("影響額 ", "at risk ") + words.yen(figures.needingGrossYen)
    ),
    (
      "released", words("出荷可", "Released"),
      words("\(figures.count(.release).count)件", "\(figures.count(.release).count)"),
      words.yen(figures.count(.release).yen)
    ),
    (
      "held", words("保留", "Held"), words("\(held)件", "\(held)"),
      words("うち入金待ち \(figures.waiting.count)件", words.waiting(figures.waiting.count))
    ),
    (
      "money", words("本日の新規入金", "New credits today"), words.yen(figures.newCredits.yen),
      words("\(figures.newCredits.count)件・繰越 ", "\(figures.newCredits.count); carried over ")
        + words.receipts(carried)
    ),
    (
      Fate.cleared.section,
      figures.reversals.count > 0 ? words("消込(取消を差引)", "Cleared, net") : words("消込", "Cleared"),
      words.yen(figures.netClearedYen), cleared
    ),
  ]
  h.raw("<dl class=figures>")
  for (section, name, value, remark) in rows {
    h.raw("<div><dt>")
    h.text(name)
    h.raw("</dt><dd class=big>")
    h.link(section, value)
    h.raw("</dd><dd class=remark>")
    h.text(remark)
    h.raw("</dd></div>")
  }
  h.raw("</dl>")
}

private func writeContents(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  h.raw("<nav aria-label=\"")
  h.text(words("目次", "Contents"))
  h.raw("\"><ul>")
  let sections: [(StaticString, String, Bool)] = [
    ("data", words("データの不備", "Data problems"), facts.figures.dataProblemCount > 0),
    ("pictures", words("見取り図", "At a glance"), true), ("cases", words("要対応", "To do"), true),
    ("notices", words("お知らせ", "For information"), !facts.informing.isEmpty),
    ("held", words("保留", "Held"), true), ("released", words("出荷可", "Released"), true),
    ("money", words("入金のゆくえ", "Money"), true),
    ("ageing", words("滞留", "Ageing"), facts.figures.credits.suspenseYen > 0),
    ("trend", words("90日", "90 days"), true), ("lines", words("銀行明細", "Bank lines"), true),
    ("files", words("ファイル", "Files"), true),
  ]
  for (section, name, isThere) in sections where isThere {
    h.raw("<li>")
    h.link(section, name)
    h.raw("</li>")
  }
  h.raw("</ul></nav>")
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
