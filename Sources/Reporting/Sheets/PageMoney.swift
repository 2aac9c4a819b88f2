import Model

/// Where every yen went: the proof line as a table, the excluded money by reason, and the sums per
/// account.
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
  h.openTable(
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
  for fate in Fate.ofCredits {
    h.raw("<tr><th scope=row><i class=\"swatch ")
    h.raw(fate.style)
    h.raw("\"></i>")
    h.link(fate.section, fate.name(words))
    h.raw("</th>")
    h.numberCell(fate.yen(credits))
    h.raw("<td class=n>")
    h.percent(perMille: perMille(fate.yen(credits), of: credits.amountYen))
    h.raw("</td>")
    h.cell(fate.meaning(words))
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
  h.openTable(
    caption: words("出金の内訳", "Debits"),
    columns: [words("区分", "Part"), words("件数#", "Count#"), words("金額(円)#", "Yen#")],
    style: "narrow")
  h.raw("<tbody>")
  for (name, sum) in [
    (words("消込済みの入金の取消", "Reversals of cleared money"), figures.reversals),
    (words("その他の出金", "Other outgoing money"), figures.otherDebits),
  ] {
    h.raw("<tr>")
    h.raw("<th scope=row>")
    h.link(Fate.out.section, name)
    h.raw("</th>")
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
  h.openTable(
    caption: words("対象外とした入金の内訳", "Credits left out, by reason"),
    columns: [words("理由", "Reason"), words("件数#", "Count#"), words("金額(円)#", "Yen#")],
    style: "narrow")
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
  h.openTable(
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
