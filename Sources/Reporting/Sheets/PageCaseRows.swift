import Model

/// The cases behind the first ones, a line each: with their deadline, order, money, and the record
/// in the file they rest on. Written a table at a time, so that a browser lays out only what is in
/// sight.
func writeCaseRows(
  _ page: Page, _ places: ArraySlice<Int>, _ h: inout HTMLWriter,
  _ take: (UnsafeRawBufferPointer) -> Void
) {
  guard !places.isEmpty else { return }
  let words = page.facts.words
  h.raw("<h3 class=rest>")
  h.text(
    words(
      "つづき(\(grouped(Int64(places.count)))件、1行ずつ)",
      "The rest, a line each (\(grouped(Int64(places.count))))"))
  h.raw("</h3><p class=hint>")
  h.text(
    words(
      "説明・根拠・候補は exceptions.csv と report.xlsx、または keshikomi explain にあります。",
      "Notes, grounds and candidates are in exceptions.csv and report.xlsx, or ask keshikomi explain."
    ))
  h.raw("</p>")
  var start = places.startIndex
  while start < places.endIndex {
    let end = min(start + PageLimits.rowsOfTable, places.endIndex)
    writeTable(page, places[start..<end], &h)
    h.spill(take)
    start = end
  }
}

private func writeTable(_ page: Page, _ places: ArraySlice<Int>, _ h: inout HTMLWriter) {
  let words = page.facts.words
  let range = "\(grouped(Int64(places.startIndex + 1)))–\(grouped(Int64(places.endIndex)))"
  h.raw("<div class=\"scroll rows\" role=group tabindex=0 aria-label=\"")
  h.text(words("要対応 \(range)件目", "Cases \(range)"))
  h.raw("\"><table>")
  h.tableHead(
    caption: words("\(range)件目", "Cases \(range)"),
    columns: [
      words("コード", "Code"), words("件名", "Title"), words("判断", "Decision"), words("期限", "Until"),
      words("注文", "Order"), words("お客様・名義", "Customer, payer"), words("入金(円)#", "Paid (yen)#"),
      words("影響額(円)#", "At risk (yen)#"), words("ファイル・件目", "File, record"),
    ])
  h.raw("<tbody>")
  for place in places { writeRow(page, place, &h) }
  h.raw("</tbody></table></div>")
}

private func writeRow(_ page: Page, _ place: Int, _ h: inout HTMLWriter) {
  let facts = page.facts
  let words = facts.words
  let item = facts.input.decided.cases[place]
  h.raw("<tr")
  h.anchor("c", place)
  h.raw(" data-d=")
  h.raw(markup(of: item.decision))
  h.raw(">")
  h.rowHeader(item.code.rawValue)
  h.cell(facts.title(item.code) ?? "")
  h.cell(words.decision(item.decision))
  h.cell(item.until.map(words.moment) ?? "–")
  h.raw("<td>")
  if let order = item.orderIndex { h.order(order, page) }
  h.raw("</td>")
  let entry = item.entryIndex.map(facts.entry)
  h.cell(item.orderIndex.map { facts.order($0).customerName } ?? entry?.payerName ?? "–")
  h.numberCell(item.paidYen)
  h.numberCell(item.atRiskGrossYen)
  h.raw("<td>")
  if let entry { h.source(entry, page) }
  h.raw("</td></tr>")
}
