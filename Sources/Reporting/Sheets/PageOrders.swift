import Model

/// Orders that may not ship: held with a reason, then those that only wait for their money.
func writeHeld(_ page: Page, _ h: inout HTMLWriter) {
  let facts = page.facts
  let words = facts.words
  openSection("held", words("出荷を止めている注文", "Orders that do not ship"), &h)
  if page.held.isEmpty && page.waiting.isEmpty {
    h.raw("<p class=calm>")
    h.text(words("ありません。", "None."))
    h.raw("</p></section>")
    return
  }
  let waiting = Int(facts.figures.waiting.count)
  let all =
    [Decision.hold, .holdAsk, .stop].reduce(0) { $0 + Int(facts.figures.count($1).count) } - waiting
  writeOrderList(
    page, words("理由があって保留・停止", "Held or stopped for a reason"), page.held, of: all, &h)
  writeOrderList(
    page, words("入金待ち", "Waiting for payment"), page.waiting, of: waiting, &h)
  h.raw("</section>")
}

private func writeOrderList(
  _ page: Page, _ name: String, _ places: [Int], of count: Int, _ h: inout HTMLWriter
) {
  guard !places.isEmpty else { return }
  let words = page.facts.words
  h.raw("<details class=list")
  h.raw(places.count <= 20 ? " open><summary>" : "><summary>")
  h.text(name + words(" \(grouped(Int64(count)))件", " (\(grouped(Int64(count))))"))
  h.raw("</summary>")
  if places.count < count {
    let shown = grouped(Int64(places.count))
    let all = grouped(Int64(count))
    writeCapLine(
      words(
        "全\(all)件のうち\(shown)件を表示しています。全件は decisions.csv にあります。",
        "\(shown) of \(all) orders are shown; decisions.csv has all."), &h)
  }
  h.openTable(caption: name, columns: orderColumns(words), style: "wide")
  h.raw("<tbody>")
  for place in places { writeOrder(page, page.facts.input.decided.decisions[place], &h) }
  h.raw("</tbody></table></div></details>")
}

/// Orders that cases and lines mention and that stand in no other list: paid before, cancelled,
/// released by other methods.
func writeOtherOrders(_ page: Page, _ h: inout HTMLWriter) {
  guard !page.otherOrders.isEmpty else { return }
  let facts = page.facts
  let words = facts.words
  openSection("orders", words("そのほかの関係する注文", "Other orders that are mentioned"), &h)
  h.openTable(
    caption: words(
      "事案や明細に出てくる、上の一覧にない注文", "Orders of cases and lines that are in no list above"),
    columns: orderColumns(words), style: "wide")
  h.raw("<tbody>")
  for index in page.otherOrders {
    let order = facts.input.snapshot.orders[Int(index)]
    let decision =
      page.decision(ofOrder: index)
      ?? OrderDecision(
        orderIndex: index, decision: .none, codes: [], dueYen: order.dueYen,
        clearedYen: order.clearedYen)
    writeOrder(page, decision, isDecided: page.decision(ofOrder: index) != nil, &h)
  }
  h.raw("</tbody></table></div></section>")
}

private func orderColumns(_ words: Words) -> [String] {
  [
    words("注文", "Order"), words("店舗", "Shop"), words("お客様", "Customer"),
    words("支払方法", "Method"), words("請求(円)#", "Due (yen)#"), words("消込(円)#", "Cleared (yen)#"),
    words("判断", "Decision"), words("理由", "Reason"), words("出荷期限", "Ship by"),
    words("入金", "Payment"),
  ]
}

private func writeOrder(
  _ page: Page, _ decision: OrderDecision, isDecided: Bool = true, _ h: inout HTMLWriter
) {
  let facts = page.facts
  let words = facts.words
  let order = facts.order(decision.orderIndex)
  h.raw("<tr")
  h.anchor("o", Int(decision.orderIndex))
  h.raw(">")
  h.rowHeader(order.orderID)
  h.cell(order.shopID)
  h.cell(order.customerName)
  h.cell(words.method(order.paymentMethod))
  h.numberCell(decision.dueYen)
  h.numberCell(decision.clearedYen)
  h.cell(isDecided ? words.decision(decision.decision) : "–")
  h.raw("<td>")
  writeCodes(page, decision, &h)
  h.raw("</td>")
  h.cell(decision.shipBy.map(words.moment) ?? "–")
  h.raw("<td>")
  writePayment(page, decision.orderIndex, &h)
  h.raw("</td></tr>")
}

/// The codes of an order, which lead to its case where the page has one.
func writeCodes(_ page: Page, _ decision: OrderDecision, _ h: inout HTMLWriter) {
  let codes = decision.codes.map(\.rawValue).joined(separator: " ")
  if let number = page.caseNumber(ofOrder: decision.orderIndex) {
    h.link(
      "c", number, codes.isEmpty ? page.facts.input.decided.cases[number].code.rawValue : codes)
  } else {
    h.text(codes)
  }
}

/// The newest money of an order: when it came, as a link to the bank line.
func writePayment(_ page: Page, _ order: Int32, _ h: inout HTMLWriter) {
  guard let link = page.facts.lastLink(ofOrder: order) else { return h.text("–") }
  let day = page.facts.words.day(page.facts.entry(link.entryIndex).bookingDay)
  if page.hasLine(link.entryIndex) {
    h.link("b", Int(link.entryIndex), day)
  } else {
    h.text(day)
  }
}
