import Model

/// The bank lines behind every figure, by what became of them: account, reference, file and record,
/// orders, and the case that asks about them.
func writeLines(_ page: Page, _ h: inout HTMLWriter) {
  let words = page.facts.words
  openSection("lines", words("銀行明細(証拠)", "Bank lines (evidence)"), &h)
  h.raw("<p class=hint>")
  h.text(
    words(
      "数字の元になった明細です。ファイルと件目は、取り込んだ原本の場所を示します。全件は entries.csv にあります。",
      "The lines behind the figures; file and record say where each stands in the original. "
        + "entries.csv has all."))
  h.raw("</p>")
  for fate in [Fate.suspense, .refund, .cleared, .excluded, .out] {
    let places = page.lines[fate.rawValue]
    if places.isEmpty { writeNone(fate, words, &h) } else { writeList(page, fate, places, &h) }
  }
  h.raw("</section>")
}

/// What leads here finds that there is none.
private func writeNone(_ fate: Fate, _ words: Words, _ h: inout HTMLWriter) {
  h.raw("<p class=calm id=")
  h.raw(fate.section)
  h.raw(">")
  h.text(words("\(fate.name(words)): この明細はありません。", "\(fate.name(words)): no line of its own."))
  h.raw("</p>")
}

private func writeList(_ page: Page, _ fate: Fate, _ places: [Int], _ h: inout HTMLWriter) {
  let words = page.facts.words
  let count = page.lineCounts[fate.rawValue]
  h.raw("<details class=list id=")
  h.raw(fate.section)
  // A short list is read at once; a long one would push everything else out of sight.
  h.raw(places.count <= 20 ? " open><summary>" : "><summary>")
  h.text(
    "\(fate.name(words)) " + words("\(grouped(Int64(count)))件", "(\(grouped(Int64(count))))"))
  h.raw("</summary>")
  if places.count < count {
    let shown = grouped(Int64(places.count))
    let all = grouped(Int64(count))
    writeCapLine(
      words(
        "全\(all)件のうち\(shown)件を表示しています。全件は entries.csv にあります。",
        "\(shown) of \(all) lines are shown; entries.csv has all."), &h)
  }
  h.openTable(
    caption: "\(fate.name(words)) — \(fate.meaning(words))",
    columns: [
      words("勘定日", "Booked"), words("名義", "Payer"), words("金額(円)#", "Amount (yen)#"),
      words("ゆくえ(円)", "Became (yen)"), words("理由", "Reason"), words("注文", "Orders"),
      words("事案", "Case"), words("口座・照会番号", "Account, reference"),
      words("ファイル・件目", "File, record"),
    ], style: "wide")
  h.raw("<tbody>")
  for place in places { writeLine(page, page.facts.input.decided.uses[place], &h) }
  h.raw("</tbody></table></div></details>")
}

private func writeLine(_ page: Page, _ use: EntryUse, _ h: inout HTMLWriter) {
  let facts = page.facts
  let words = facts.words
  let entry = facts.entry(use.entryIndex)
  h.raw("<tr")
  h.anchor("b", Int(use.entryIndex))
  h.raw(">")
  h.rowHeader(words.day(entry.bookingDay))
  h.cell(entry.payerName.isEmpty ? entry.kindText : entry.payerName)
  h.numberCell(entry.signedAmountYen)
  h.raw("<td>")
  writeParts(use, words, &h)
  h.raw("</td>")
  h.cell(facts.reason(use.reason))
  h.raw("<td>")
  let links = facts.outcome(ofEntry: use.entryIndex)?.links ?? []
  for (place, link) in links.prefix(PageLimits.links).enumerated() {
    if place > 0 { h.raw(" ") }
    h.order(link.orderIndex, page)
  }
  if links.count > PageLimits.links { h.text(" +\(links.count - PageLimits.links)") }
  h.raw("</td><td>")
  if let number = page.caseNumber(ofEntry: use.entryIndex) {
    h.link("c", number, facts.input.decided.cases[number].code.rawValue)
  }
  h.raw("</td><td>")
  h.text(words.account(entry.accountKey))
  if !entry.sourceRef.isEmpty { h.text(" \(entry.sourceRef)") }
  h.raw("</td><td>")
  h.source(entry, page)
  h.raw("</td></tr>")
}

/// The parts of an entry that are not nothing; one part alone is the amount and says its name only.
private func writeParts(_ use: EntryUse, _ words: Words, _ h: inout HTMLWriter) {
  let parts = [
    (Fate.cleared, use.clearedYen), (.suspense, use.suspenseYen),
    (.refund, use.refundLinkedYen), (.excluded, use.excludedYen),
  ].filter { $0.1 != 0 }
  for (place, part) in parts.enumerated() {
    if place > 0 { h.text(words("、", ", ")) }
    h.text(part.0.name(words))
    if parts.count > 1 { h.text(" \(grouped(part.1))") }
  }
}
