import Model

/// From the month's gross to the bank, step by step.
func writeWaterfall(_ facts: CloseFacts, _ n: Int, _ h: inout HTMLWriter) {
  let words = facts.words
  let f = facts.outcome.figures[n]
  let steps: [(String, Int64)] = [
    (words("売上(総額)", "Sales, gross"), f.salesYen), (words("返金", "Refunds"), f.refundsYen),
    (words("チャージバック", "Chargebacks"), f.chargebacksYen),
    (words("手数料", "Fees"), -f.feesYen), (words("留保・調整", "Reserves, corrections"), f.otherYen),
  ]
  let net = steps.reduce(0) { $0 + $1.1 }
  let most = max(1, steps.map { abs($0.1) }.max() ?? 1, abs(net))
  openSection("waterfall", words("総額から入金まで", "From gross to bank"), &h)
  h.raw("<div class=scroll><table class=fall>")
  h.tableHead(
    caption: words("当月の明細(\(f.lines)行)", "Lines of the month (\(f.lines))"),
    columns: [words("段階", "Step"), words("金額(円)#", "Yen#"), words("大きさ", "Size")])
  h.raw("<tbody>")
  for (name, yen) in steps + [(words("差引(明細の合計)", "Net of the lines"), net)] {
    h.raw("<tr>")
    h.rowHeader(name)
    h.numberCell(yen)
    h.raw("<td class=bar><svg aria-hidden=true><rect x=0 y=2 height=10 width=")
    h.percent(perMille: abs(yen) * 1_000 / most)
    h.raw(yen < 0 ? " class=down /></svg></td></tr>" : " class=up /></svg></td></tr>")
  }
  h.raw("</tbody></table></div><ul class=plain>")
  for text in [
    words(
      "当月に入金された精算 \(words.yen(f.bankedYen))",
      "payouts in the bank this month \(words.yen(f.bankedYen))"),
    words(
      "月末に入金待ち \(words.yen(f.underwayYen))", "under way at its end \(words.yen(f.underwayYen))"),
    words(
      "注文のない明細(仮受) \(words.yen(f.suspenseYen))",
      "lines without an order \(words.yen(f.suspenseYen))"),
  ] {
    h.raw("<li>")
    h.text(text)
    h.raw("</li>")
  }
  h.raw("</ul></section>")
}

func writePayouts(_ facts: CloseFacts, _ n: Int, _ h: inout HTMLWriter) {
  let words = facts.words
  let own = facts.outcome.payouts.filter { $0.provider == Int32(n) && facts.isOfMonth($0) }
  guard !own.isEmpty else { return }
  openSection("payouts", words("精算と入金", "Payouts and the bank"), &h)
  h.raw("<div class=scroll><table>")
  h.tableHead(
    caption: "payouts.csv",
    columns: [
      words("精算", "Payout"), words("行数#", "Lines#"), words("総額#", "Gross#"),
      words("手数料#", "Fee#"), words("差引#", "Net#"), words("入金予定", "Expected"),
      words("入金日", "Booked"), words("差#", "Difference#"), words("結果", "Result"),
    ])
  h.raw("<tbody>")
  for payout in own.prefix(PageLimits.releasedOrders) {
    h.raw("<tr>")
    h.rowHeader(payout.key)
    h.numberCell(Int64(payout.lines))
    h.numberCell(payout.grossYen)
    h.numberCell(payout.feeYen)
    h.numberCell(payout.totalYen)
    h.cell(payout.expectedDay.map(words.day) ?? "")
    let days = payout.entries.map { facts.input.entries[Int($0)].bookingDay }
    h.cell(days.map(words.day).joined(separator: " "))
    h.numberCell(payout.differenceYen)
    h.cell(words.payout(payout.result))
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div></section>")
}

/// How many orders came to what, and what is open of each kind.
func writeResults(_ facts: CloseFacts, _ n: Int, _ h: inout HTMLWriter) {
  let words = facts.words
  var counts: [OrderResult: CountAndYen] = [:]
  var open: [OrderResult: CountAndYen] = [:]
  for order in facts.outcome.orders where order.provider == Int32(n) && facts.isOfMonth(order) {
    counts[order.result, default: CountAndYen()].add(order.dueYen)
    if order.openYen != 0 { open[order.result, default: CountAndYen()].add(order.openYen) }
  }
  openSection("orders", words("注文の結果と未精算", "Orders, and what is open"), &h)
  h.raw("<div class=\"scroll narrow\"><table>")
  h.tableHead(
    caption: "settlement_orders.csv",
    columns: [
      words("結果", "Result"), words("注文#", "Orders#"), words("金額#", "Yen#"),
      words("月末に未精算#", "Open at end#"), words("金額#", "Yen#"),
    ])
  h.raw("<tbody>")
  for result in OrderResult.allCases {
    guard let all = counts[result] else { continue }
    h.raw("<tr>")
    h.rowHeader(words.order(result))
    h.numberCell(all.count)
    h.numberCell(all.yen)
    h.numberCell(open[result]?.count ?? 0)
    h.numberCell(open[result]?.yen ?? 0)
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div></section>")
}

func writeFees(_ facts: CloseFacts, _ n: Int, _ h: inout HTMLWriter) {
  let words = facts.words
  let f = facts.outcome.figures[n]
  let learned = facts.outcome.learned[n]
  let isAgreed = !facts.input.terms[n].fees.isEmpty
  openSection("fees", words("手数料と契約", "Fees against the agreement"), &h)
  h.raw("<ul class=plain>")
  var texts = [
    words(
      "実際 \(words.yen(f.feesYen))・料率どおり \(words.yen(f.agreedFeesYen))・差 \(words.yen(f.feesYen - f.agreedFeesYen))",
      "taken \(words.yen(f.feesYen)), by the rates \(words.yen(f.agreedFeesYen)), difference "
        + words.yen(f.feesYen - f.agreedFeesYen))
  ]
  texts += learned.fees.map { rule in
    let range =
      rule.toYen == .max && rule.fromYen <= 1
      ? "" : " \(grouped(rule.fromYen))–\(rule.toYen == .max ? "" : grouped(rule.toYen))"
    let rate = rule.rate == 0 ? "" : " \(percentText(rule.rate))"
    let fixed = rule.fixedYen == 0 ? "" : " + \(words.yen(rule.fixedYen))"
    return (isAgreed ? words("契約", "agreed") : words("推定(契約は未登録)", "learned, nothing agreed"))
      + (rule.methodText.isEmpty ? "" : " \(rule.methodText)") + range + rate + fixed
  }
  if learned.fees.isEmpty {
    texts.append(words("料率は不明のため照合していない", "no rate is known: fees were not compared"))
  }
  if let days = learned.settlesWithinDays {
    texts.append(words("注文から明細まで \(days)日以内", "lines come within \(days) days"))
  }
  if !learned.payerNames.isEmpty {
    texts.append(
      words("入金名義(推定): ", "payer names, learned: ") + learned.payerNames.joined(separator: ", "))
  }
  for text in texts {
    h.raw("<li>")
    h.text(text)
    h.raw("</li>")
  }
  h.raw("</ul></section>")
}

/// Ten-millionths as percent, without zeros at the end.
private func percentText(_ rate: Int64) -> String {
  var digits = String(rate % 100_000 + 100_000).utf8.dropFirst().map { $0 }
  while digits.last == 0x30 { digits.removeLast() }
  let fraction = String(decoding: digits, as: UTF8.self)
  return "\(rate / 100_000)\(fraction.isEmpty ? "" : ".")\(fraction)%"
}

/// What is open at the month's end, by the age of the claim.
func writeOpenAges(_ facts: CloseFacts, _ n: Int, _ h: inout HTMLWriter) {
  let words = facts.words
  let bands: [(from: Int32, to: Int32)] = [(0, 30), (31, 60), (61, 90), (91, .max)]
  var sums = [CountAndYen](repeating: CountAndYen(), count: bands.count)
  for order in facts.outcome.orders where order.provider == Int32(n) && order.openYen != 0 {
    let age = facts.input.lastDay.days(since: order.claimDay)
    guard let band = bands.firstIndex(where: { age >= $0.from && age <= $0.to }) else { continue }
    sums[band].add(order.openYen)
  }
  guard sums.contains(where: { $0.count > 0 }) else { return }
  openSection("ageing", words("未精算の年齢", "Age of what is open"), &h)
  h.raw("<div class=\"scroll narrow\"><table class=ages>")
  h.tableHead(
    caption: words("月末までの日数", "Days to the month's end"),
    columns: [words("経過", "Age"), words("件数#", "Count#"), words("金額(円)#", "Yen#")])
  h.raw("<tbody>")
  for (band, sum) in zip(bands, sums) {
    h.raw("<tr>")
    h.rowHeader(band.to == .max ? "\(band.from)–" : "\(band.from)–\(band.to)")
    h.numberCell(sum.count)
    h.numberCell(sum.yen)
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div></section>")
}
