import Model

/// What may ship: counts by shop and method, and the transfer orders with their ground.
func writeReleased(_ facts: ReportFacts, _ h: inout HTMLWriter) {
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
  writeReleasedTransfers(facts, &h)
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
  h.raw("<div class=scroll><table>")
  h.tableHead(
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

private func writeReleasedTransfers(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let transfers = facts.input.decided.decisions.filter {
    $0.decision == .release && facts.order($0.orderIndex).paymentMethod == .bankTransfer
  }
  guard !transfers.isEmpty else { return }
  let shown = min(transfers.count, PageLimits.releasedOrders)
  if shown < transfers.count {
    let all = grouped(Int64(transfers.count))
    writeCapLine(
      words(
        "銀行振込の出荷可 \(all)件のうち先頭の\(shown)件を表示しています。"
          + "全件は decisions.csv にあります。",
        "The first \(shown) of \(all) released transfer orders are shown; decisions.csv has all."),
      &h)
  }
  h.raw("<details class=list")
  // A short list is read at once; a long one would push the money out of sight.
  h.raw(shown <= 20 ? " open><summary>" : "><summary>")
  h.text(words("銀行振込の注文と消込の根拠(\(shown)件)", "Transfer orders and their ground (\(shown))"))
  h.raw("</summary><div class=scroll><table>")
  h.tableHead(
    caption: words("出荷可とした銀行振込の注文", "Released transfer orders"),
    columns: [
      words("注文", "Order"), words("店舗", "Shop"), words("お客様", "Customer"),
      words("請求(円)#", "Due (yen)#"), words("消込(円)#", "Cleared (yen)#"), words("根拠", "Ground"),
      words("入金日", "Paid"), words("名義", "Payer"), words("出荷期限", "Ship by"), words("付記", "Codes"),
    ])
  h.raw("<tbody>")
  for decision in transfers.prefix(shown) { writeTransfer(facts, decision, &h) }
  h.raw("</tbody></table></div></details>")
}

private func writeTransfer(
  _ facts: ReportFacts, _ decision: OrderDecision, _ h: inout HTMLWriter
) {
  let words = facts.words
  let order = facts.order(decision.orderIndex)
  let link = facts.lastLink(ofOrder: decision.orderIndex)
  h.raw("<tr>")
  h.rowHeader(order.orderID)
  h.cell(order.shopID)
  h.cell(order.customerName)
  h.numberCell(decision.dueYen)
  h.numberCell(decision.clearedYen)
  h.cell(link.map { words.basis($0.basis) } ?? "–")
  h.cell(link.map { words.day(facts.entry($0.entryIndex).bookingDay) } ?? "–")
  h.cell(link.map { facts.entry($0.entryIndex).payerName } ?? "–")
  h.cell(decision.shipBy.map(words.moment) ?? "–")
  h.cell(decision.codes.map(\.rawValue).joined(separator: " "))
  h.raw("</tr>")
}
