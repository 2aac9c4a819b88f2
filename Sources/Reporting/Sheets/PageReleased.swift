import Model

/// What may ship: counts by shop and method, and the transfer orders with their ground.
func writeReleased(_ page: Page, _ h: inout HTMLWriter) {
  let facts = page.facts
  let words = facts.words
  let figures = facts.figures
  openSection("released", words("出荷可としたもの", "Released for shipping"), &h)
  guard figures.count(.release).count > 0 else {
    h.raw("<p class=calm>")
    h.text(words("ありません。", "None."))
    h.raw("</p></section>")
    return
  }
  writeReleasedCounts(facts, &h)
  writeReleasedTransfers(page, &h)
  h.raw("</section>")
}

private func writeReleasedCounts(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let shops = facts.figures.shops
  let methods = PaymentMethod.allCases.indices.filter { method in
    shops.contains { $0.released[method].count > 0 }
  }
  let shopColumn = [words("店舗", "Shop")]
  let methodColumns = methods.map { "\(words.method(PaymentMethod.allCases[$0]))#" }
  let sumColumns = [words("計(件)#", "Orders#"), words("計(円)#", "Yen#")]
  h.openTable(
    caption: words("店舗と支払方法ごとの件数", "Orders by shop and payment method"),
    columns: shopColumn + methodColumns + sumColumns)
  h.raw("<tbody>")
  for shop in shops {
    h.raw("<tr>")
    h.rowHeader(shop.shopID.isEmpty ? words("(店舗名なし)", "(no shop named)") : shop.shopID)
    for method in methods { h.numberCell(shop.released[method].count) }
    h.numberCell(shop.released.reduce(0) { $0 + $1.count })
    h.numberCell(shop.released.reduce(0) { $0 + $1.yen })
    h.raw("</tr>")
  }
  h.raw("</tbody><tfoot><tr>")
  h.rowHeader(words("合計", "Total"))
  for method in methods { h.numberCell(shops.reduce(0) { $0 + $1.released[method].count }) }
  h.numberCell(facts.figures.count(.release).count)
  h.numberCell(facts.figures.count(.release).yen)
  h.raw("</tr></tfoot></table></div>")
}

private func writeReleasedTransfers(_ page: Page, _ h: inout HTMLWriter) {
  let words = page.facts.words
  guard !page.releasedTransfers.isEmpty else { return }
  let shown = page.releasedTransfers.count
  let count = page.facts.input.decided.decisions.reduce(0) { sum, decision in
    let method = page.facts.input.snapshot.orders[Int(decision.orderIndex)].row.paymentMethod
    return sum + (decision.decision == .release && method == .bankTransfer ? 1 : 0)
  }
  if shown < count {
    let all = grouped(Int64(count))
    writeCapLine(
      words(
        "銀行振込の出荷可 \(all)件のうち\(shown)件を表示しています。"
          + "全件は decisions.csv にあります。",
        "\(shown) of \(all) released transfer orders are shown; decisions.csv has all."),
      &h)
  }
  h.raw("<details class=list")
  // A short list is read at once; a long one would push the money out of sight.
  h.raw(shown <= 20 ? " open><summary>" : "><summary>")
  h.text(words("銀行振込の注文と消込の根拠(\(shown)件)", "Transfer orders and their ground (\(shown))"))
  h.raw("</summary>")
  h.openTable(
    caption: words("出荷可とした銀行振込の注文", "Released transfer orders"),
    columns: [
      words("注文", "Order"), words("店舗", "Shop"), words("お客様", "Customer"),
      words("請求(円)#", "Due (yen)#"), words("消込(円)#", "Cleared (yen)#"), words("根拠", "Ground"),
      words("入金日", "Paid"), words("名義", "Payer"), words("出荷期限", "Ship by"), words("付記", "Codes"),
    ], style: "wide")
  h.raw("<tbody>")
  for place in page.releasedTransfers {
    writeTransfer(page, page.facts.input.decided.decisions[place], &h)
  }
  h.raw("</tbody></table></div></details>")
}

private func writeTransfer(
  _ page: Page, _ decision: OrderDecision, _ h: inout HTMLWriter
) {
  let facts = page.facts
  let words = facts.words
  let order = facts.order(decision.orderIndex)
  let link = facts.lastLink(ofOrder: decision.orderIndex)
  h.raw("<tr")
  h.anchor("o", Int(decision.orderIndex))
  h.raw(">")
  h.rowHeader(order.orderID)
  h.cell(order.shopID)
  h.cell(order.customerName)
  h.numberCell(decision.dueYen)
  h.numberCell(decision.clearedYen)
  h.cell(link.map { words.basis($0.basis) } ?? "–")
  h.raw("<td>")
  writePayment(page, decision.orderIndex, &h)
  h.raw("</td>")
  h.cell(link.map { facts.entry($0.entryIndex).payerName } ?? "–")
  h.cell(decision.shipBy.map(words.moment) ?? "–")
  h.raw("<td>")
  if !decision.codes.isEmpty { writeCodes(page, decision, &h) }
  h.raw("</td></tr>")
}
