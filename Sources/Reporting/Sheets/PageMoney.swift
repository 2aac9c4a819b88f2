import Model

/// Where every yen went: the proof line as a bar and a table, the excluded money by reason, and
/// the sums per account.
func writeMoney(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  openSection("money", words("入金のゆくえ(1円まで)", "Where every yen went"), &h)
  writeProof(facts, &h)
  writeExcluded(facts, &h)
  writeDebits(facts, &h)
  writeAccounts(facts, &h)
  h.raw("</section>")
}

private func writeProof(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let credits = facts.figures.credits
  let parts: [(StaticString, String, Int64, String)] = [
    ("p1", words("消込", "Cleared"), credits.clearedYen, words("注文に充当", "given to orders")),
    (
      "p2", words("仮受", "Suspense"), credits.suspenseYen,
      words("持ち主・内訳を確認中", "owner or split unclear")
    ),
    (
      "p3", words("返金・取消関連", "Refund-linked"), credits.refundLinkedYen,
      words(
        "過入金・二重入金・キャンセル後の入金など", "excess, double payments, paid after cancellation")
    ),
    (
      "p4", words("対象外", "Excluded"), credits.excludedYen,
      words("お客様の入金ではない", "not customers' money")
    ),
  ]
  let total = max(1, credits.amountYen)
  h.raw("<figure class=flow><svg class=stack aria-hidden=true>")
  var left: Int64 = 0
  for (style, _, yen, _) in parts where yen > 0 {
    let width = yen * 1_000 / total
    h.raw("<rect y=0 height=100% x=")
    h.percent(perMille: left * 1_000 / total)
    h.raw(" width=")
    h.percent(perMille: max(2, width))
    h.raw(" class=")
    h.raw(style)
    h.raw(" />")
    left += yen
  }
  h.raw("</svg></figure><div class=scroll><table class=proof>")
  h.tableHead(
    caption: words(
      "証明: 入金合計 = 消込 + 仮受 + 返金・取消関連 + 対象外",
      "Proof: credits = cleared + suspense + refund-linked + excluded"),
    columns: [
      words("区分", "Part"), words("金額(円)#", "Yen#"), words("合計比#", "Of total#"),
      words("意味", "Meaning"),
    ])
  h.raw("<tbody>")
  writeSummands(facts, &h)
  h.raw("<tr class=total>")
  h.rowHeader(words("入金合計(\(credits.count)件)", "Credits (\(credits.count))"))
  h.numberCell(credits.amountYen)
  h.raw("<td class=n></td>")
  h.cell(words("この実行で扱った未処理の入金", "open credits that this run looked at"))
  h.raw("</tr>")
  for (style, name, yen, meaning) in parts {
    h.raw("<tr><th scope=row><i class=\"swatch ")
    h.raw(style)
    h.raw("\"></i>")
    h.text(name)
    h.raw("</th>")
    h.numberCell(yen)
    h.raw("<td class=n>")
    h.percent(perMille: perMille(yen, of: credits.amountYen))
    h.raw("</td>")
    h.cell(meaning)
    h.raw("</tr>")
  }
  h.raw("</tbody><tfoot><tr>")
  h.rowHeader(words("右辺の合計", "Sum of the parts"))
  h.numberCell(credits.explainedYen)
  h.raw("<td></td><td><b class=ok>")
  h.text(words("✓ 一致(差 0円)", "✓ agrees (difference ¥0)"))
  h.raw("</b></td></tr></tfoot></table></div>")
}

/// What the credits of the run are made of: today's own, and what was still open before.
private func writeSummands(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let rows = [
    (
      words("本日の新規入金", "New today"), facts.figures.newCredits,
      words("今回のファイルで初めて見た入金", "first seen in the files of this run")
    ),
    (
      words("前回からの繰越", "Carried over"), facts.figures.carriedCredits,
      words("前回までに片づかなかった入金", "left open by earlier runs")
    ),
  ]
  for (name, sum, meaning) in rows {
    h.raw("<tr>")
    h.rowHeader(words("\(name)(\(sum.count)件)", "\(name) (\(sum.count))"))
    h.numberCell(sum.yen)
    h.raw("<td class=n></td>")
    h.cell(meaning)
    h.raw("</tr>")
  }
}

/// Money that left the accounts: what reversals took back of cleared money, and all else.
private func writeDebits(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let figures = facts.figures
  guard figures.debits.count > 0 else { return }
  h.raw("<div class=\"scroll narrow\"><table>")
  h.tableHead(
    caption: words("出金の内訳", "Debits"),
    columns: [words("区分", "Part"), words("件数#", "Count#"), words("金額(円)#", "Yen#")])
  h.raw("<tbody>")
  for (name, sum) in [
    (words("消込済みの入金の取消", "Reversals of cleared money"), figures.reversals),
    (words("その他の出金", "Other outgoing money"), figures.otherDebits),
  ] {
    h.raw("<tr>")
    h.rowHeader(name)
    h.numberCell(sum.count)
    h.numberCell(sum.yen)
    h.raw("</tr>")
  }
  h.raw("</tbody><tfoot><tr>")
  h.rowHeader(words("出金合計", "All debits"))
  h.numberCell(figures.debits.count)
  h.numberCell(-figures.debits.amountYen)
  h.raw("</tr></tfoot></table></div>")
}

private func writeExcluded(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  var reasons: [String: CountAndYen] = [:]
  for use in facts.input.decided.uses where use.excludedYen > 0 {
    guard facts.entry(use.entryIndex).direction == .credit else { continue }
    reasons[use.reason, default: CountAndYen()].add(use.excludedYen)
  }
  guard !reasons.isEmpty else { return }
  let sorted = reasons.sorted { ($1.value.yen, $0.key) < ($0.value.yen, $1.key) }
  h.raw("<div class=\"scroll narrow\"><table>")
  h.tableHead(
    caption: words("対象外とした入金の内訳", "Credits left out, by reason"),
    columns: [words("理由", "Reason"), words("件数#", "Count#"), words("金額(円)#", "Yen#")])
  h.raw("<tbody>")
  for (reason, sum) in sorted {
    h.raw("<tr>")
    h.rowHeader(facts.reason(reason))
    h.numberCell(sum.count)
    h.numberCell(sum.yen)
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div>")
}

private func writeAccounts(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  guard !facts.figures.accounts.isEmpty else { return }
  h.raw("<div class=scroll><table>")
  h.tableHead(
    caption: words("口座ごとの合計(円)", "Sums per account (yen)"),
    columns: [
      words("口座", "Account"), words("入金件数#", "Credits#"), words("入金#", "Amount#"),
      words("消込#", "Cleared#"), words("仮受#", "Suspense#"), words("返金・取消関連#", "Refund-linked#"),
      words("対象外#", "Excluded#"), words("出金件数#", "Debits#"), words("出金#", "Amount#"),
    ])
  h.raw("<tbody>")
  for account in facts.figures.accounts {
    h.raw("<tr>")
    h.rowHeader(words.account(account.accountKey))
    h.numberCell(account.credits.count)
    h.numberCell(account.credits.amountYen)
    h.numberCell(account.credits.clearedYen)
    h.numberCell(account.credits.suspenseYen)
    h.numberCell(account.credits.refundLinkedYen)
    h.numberCell(account.credits.excludedYen)
    h.numberCell(account.debits.count)
    h.numberCell(account.debits.amountYen)
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div>")
}

/// How long money has waited in suspense.
func writeAgeing(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let bands = facts.figures.ageing
  let most = bands.reduce(0) { max($0, $1.open.yen) }
  guard most > 0 else { return }
  openSection("ageing", words("仮受金の滞留", "Age of money in suspense"), &h)
  h.raw("<div class=scroll><table class=ages>")
  h.tableHead(
    caption: words("入金日からの日数ごとの仮受金", "Suspense by days since booking"),
    columns: [
      words("経過", "Age"), words("件数#", "Count#"), words("金額(円)#", "Yen#"), words("大きさ", "Size"),
    ])
  h.raw("<tbody>")
  for band in bands {
    h.raw("<tr>")
    h.rowHeader(bandName(band, words))
    h.numberCell(band.open.count)
    h.numberCell(band.open.yen)
    h.raw("<td class=bar><svg aria-hidden=true><rect x=0 y=2 height=10 width=")
    h.percent(perMille: band.open.yen == 0 ? 0 : max(4, band.open.yen * 1_000 / most))
    h.raw(band.fromDays > 14 ? " class=old /></svg></td></tr>" : " class=p2 /></svg></td></tr>")
  }
  h.raw("</tbody></table></div></section>")
}

private func bandName(_ band: AgeBand, _ words: Words) -> String {
  guard let to = band.toDays else {
    return words("\(band.fromDays - 1)日超", "over \(band.fromDays - 1) days")
  }
  return words("\(band.fromDays)–\(to)日", "\(band.fromDays)–\(to) days")
}
