import Model

/// `close.html`: the month at a glance, with a link to the page of each provider.
func closePage(_ facts: CloseFacts) -> ReportFile {
  let words = facts.words
  var h = HTMLWriter(capacity: 100_000)
  begin(facts, words("月次締め ", "Monthly close ") + facts.month, &h)
  h.raw("<main>")
  openSection("roll", words("売掛金の増減", "Receivables"), &h)
  h.raw("<div class=scroll><table>")
  h.tableHead(
    caption: words(
      "期首 + 発生 − 消込 − 取消 = 期末(円)", "opening + claimed − cleared − written back = closing (yen)"),
    columns: [
      words("決済会社", "Provider"), words("期首#", "Opening#"), words("うち前月以前の遅着#", "Late#"),
      words("発生#", "Claimed#"), words("消込#", "Cleared#"), words("取消・紛失#", "Written back#"),
      words("期末#", "Closing#"), words("差#", "Gap#"), words("仮受#", "Suspense#"),
      words("入金#", "Banked#"), words("入金待ち#", "Under way#"),
    ])
  h.raw("<tbody>")
  for (n, provider) in facts.input.book.providers.enumerated() {
    let f = facts.outcome.figures[n]
    h.raw("<tr><th scope=row><a href=\"provider-")
    h.digits(Int64(n + 1))
    h.raw(".html\">")
    h.text(provider)
    h.raw("</a></th>")
    for yen in [
      f.openingYen, facts.report.lateYen(n) ?? 0, f.claimedYen, f.clearedYen, f.writtenBackYen,
      f.closingYen, f.gapYen, f.suspenseYen, f.bankedYen, f.underwayYen,
    ] {
      h.numberCell(yen)
    }
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div></section>")
  writeUncollected(facts, &h)
  writeChanges(facts, &h)
  writeFindings(facts, facts.report.findings.indices.map { $0 }, &h)
  end(facts, &h)
  return ReportFile(name: "close.html", bytes: h.bytes)
}

/// `provider-1.html` …: from gross to bank, what is open and why, fees, ageing.
func providerPage(_ facts: CloseFacts, _ n: Int) -> ReportFile {
  let provider = facts.input.book.providers[n]
  var h = HTMLWriter(capacity: 100_000)
  begin(facts, "\(provider) \(facts.month)", &h)
  h.raw("<main>")
  writeWaterfall(facts, n, &h)
  writePayouts(facts, n, &h)
  writeResults(facts, n, &h)
  writeFees(facts, n, &h)
  writeOpenAges(facts, n, &h)
  let own = facts.report.findings.indices.filter { facts.report.findings[$0].provider == Int32(n) }
  writeFindings(facts, own, &h)
  end(facts, &h)
  return ReportFile(name: "provider-\(n + 1).html", bytes: h.bytes)
}

private func begin(_ facts: CloseFacts, _ title: String, _ h: inout HTMLWriter) {
  let words = facts.words
  h.raw("<!doctype html>\n<html lang=")
  h.text(facts.report.language.rawValue)
  h.raw("><head><meta charset=utf-8>")
  h.raw("<meta name=viewport content=\"width=device-width, initial-scale=1\">")
  h.raw("<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; ")
  h.raw("style-src 'unsafe-inline'\">")
  h.raw("<meta name=color-scheme content=\"light dark\"><meta name=robots content=noindex><title>")
  h.text(title)
  h.raw("</title><style>")
  h.raw(pageStyle)
  h.raw(pagePrintStyle)
  h.raw("</style></head><body><header class=masthead><p class=eyebrow>")
  h.text(words("月次締め", "Monthly close"))
  h.raw("</p><h1>")
  h.text(title)
  h.raw("</h1><p class=meta>")
  h.text(
    words("基準時刻 ", "As of ") + words.moment(facts.report.asOf)
      + (facts.report.isRecorded
        ? words("・第\(facts.report.closed.version)版", " · version \(facts.report.closed.version)")
        : words("・下見(未確定)", " · preview, not recorded"))
      + words("・エンジン ", " · engine ") + facts.report.engineVersion)
  h.raw("</p></header>")
}

private func end(_ facts: CloseFacts, _ h: inout HTMLWriter) {
  h.raw("</main><footer>")
  h.text(
    facts.words(
      "負担者・根拠・仕訳・税区分は案です(要確認)。", "Bearers, grounds, entries and tax classes are proposals."))
  h.raw("</footer></body></html>\n")
}

/// Orders of methods of which no report was read.
private func writeUncollected(_ facts: CloseFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  var sums: [PaymentMethod: CountAndYen] = [:]
  let covered = Set(facts.input.terms.flatMap(\.methods))
  for order in facts.input.orders where !covered.contains(order.row.paymentMethod) {
    let day = order.row.orderedAt.day
    guard order.row.paymentMethod != .bankTransfer, order.row.status != .cancelled,
      day >= facts.input.firstDay, day <= facts.input.lastDay
    else { continue }
    sums[order.row.paymentMethod, default: CountAndYen()].add(order.row.amountDueYen)
  }
  guard !sums.isEmpty else { return }
  h.raw("<ul class=plain>")
  for method in PaymentMethod.allCases {
    guard let sum = sums[method] else { continue }
    h.raw("<li>")
    h.text(
      words(
        "\(words.method(method)): 精算明細がないため締めの対象外 \(sum.count)件 \(words.yen(sum.yen))",
        "\(words.method(method)): no report was read; \(sum.count) orders, \(words.yen(sum.yen)) left out"
      ))
    h.raw("</li>")
  }
  h.raw("</ul>")
}

private func writeChanges(_ facts: CloseFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  guard let before = facts.report.before else { return }
  openSection("changes", words("前回の締めからの変化", "Changed since the last close"), &h)
  let changes = facts.report.changes
  if changes.gone.isEmpty, changes.new.isEmpty {
    h.raw("<p class=calm>")
    h.text(words("変化なし(第\(before.version)版と同じ)", "None (as version \(before.version))"))
    h.raw("</p>")
  }
  h.raw("<ul class=plain>")
  for (name, items) in [
    (words("消えた: ", "gone: "), changes.gone), (words("新しい: ", "new: "), changes.new),
  ] {
    for item in items.prefix(PageLimits.findings) {
      h.raw("<li>")
      h.text("\(name)\(item.provider) \(item.kind) \(item.subject) \(words.yen(item.yen))")
      h.raw("</li>")
    }
  }
  h.raw("</ul><p class=hint>changes.csv</p></section>")
}

private func writeFindings(_ facts: CloseFacts, _ places: [Int], _ h: inout HTMLWriter) {
  let words = facts.words
  openSection("findings", words("要対応", "To do"), &h)
  if places.isEmpty {
    h.raw("<p class=calm>")
    h.text(words("ありません。", "Nothing."))
    h.raw("</p>")
  }
  h.raw("<div class=cases>")
  for place in places.prefix(PageLimits.releasedOrders) {
    let finding = facts.report.findings[place]
    let note = facts.report.notes[place]
    h.raw("<article class=\"case ask\"><div class=head><span class=code>")
    h.text(finding.code.rawValue)
    h.raw("</span><h3>")
    h.text(note.title)
    h.raw("</h3><span class=decision>")
    h.text(words.yen(finding.atRiskYen))
    h.raw("</span></div><p class=note>")
    h.text(note.note)
    h.raw("</p><p class=note><b>")
    h.text(note.nextAction)
    h.raw("</b></p><p class=hint>")
    h.text(
      words("負担(推定): ", "bearer (presumed): ") + words.party(finding.firstBearer) + " → "
        + words.parties(finding.recourse) + " · " + note.basis)
    h.raw("</p></article>")
  }
  h.raw("</div>")
  if places.count > PageLimits.releasedOrders {
    h.raw("<p class=cap>")
    h.text(words("残りは exceptions.csv", "the rest is in exceptions.csv"))
    h.raw("</p>")
  }
  h.raw("</section>")
}
