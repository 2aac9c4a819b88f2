import Model

/// The bank rows of a case: where each stands in which file.
func writeEntries(_ page: Page, _ item: ExceptionCase, _ h: inout HTMLWriter) {
  let facts = page.facts
  let words = facts.words
  let entries = (item.entryIndex.map { [$0] } ?? []) + item.otherEntries
  guard !entries.isEmpty else { return }
  h.openTable(
    caption: words("銀行明細", "Bank rows"),
    columns: [
      words("勘定日", "Booked"), words("名義", "Payer"), words("金額(円)#", "Amount (yen)#"),
      words("口座", "Account"), words("照会番号", "Reference"), words("ファイル・件目", "File, record"),
    ])
  h.raw("<tbody>")
  for index in entries {
    let entry = facts.entry(index)
    h.raw("<tr>")
    h.raw("<th scope=row>")
    if page.hasLine(index) {
      h.link("b", Int(index), words.day(entry.bookingDay))
    } else {
      h.text(words.day(entry.bookingDay))
    }
    h.raw("</th>")
    h.cell(entry.payerName.isEmpty ? entry.kindText : entry.payerName)
    h.numberCell(entry.signedAmountYen)
    h.cell(words.account(entry.accountKey))
    h.cell(entry.sourceRef)
    h.raw("<td>")
    h.source(entry, page)
    h.raw("</td></tr>")
  }
  h.raw("</tbody></table></div>")
}

/// The orders that the case's entry may belong to, best first, each with its evidence added up.
func writeCandidates(_ page: Page, _ item: ExceptionCase, _ h: inout HTMLWriter) {
  let facts = page.facts
  guard let entry = item.entryIndex, let outcome = facts.outcome(ofEntry: entry),
    !outcome.candidates.isEmpty
  else { return }
  let words = facts.words
  let shown = min(outcome.candidates.count, PageLimits.candidates)
  h.raw("<p class=margin>")
  var line = words(
    "候補 \(outcome.candidateCount)件",
    words.count(Int64(outcome.candidateCount), "candidate", "candidates"))
  if shown < outcome.candidateCount {
    line += words("(上位\(shown)件を表示)", " (the best \(shown) are shown)")
  }
  if let margin = outcome.marginMillibits {
    line += words(
      "。次点との差 \(signedTenths(margin))ビット(1ビットで確からしさ2倍)",
      ". Ahead of the next by \(signedTenths(margin)) bits (each bit doubles the odds)")
  } else if outcome.candidateCount == 1 {
    line += words("。次点なし", ". No runner-up")
  }
  h.text(line)
  h.raw("</p><div class=candidates>")
  let scale = scale(of: outcome.candidates.prefix(shown))
  for (place, candidate) in outcome.candidates.prefix(shown).enumerated() {
    writeCandidate(page, candidate, rank: place + 1, scale: scale, &h)
  }
  h.raw("</div>")
}

/// The span of running sums over all shown candidates, so that their bars compare.
private struct BarScale {
  var low: Int64
  var span: Int64

  func perMille(_ millibits: Int64) -> Int64 { (millibits - low) * 1_000 / span }
}

private func scale(of candidates: ArraySlice<MatchCandidate>) -> BarScale {
  var low: Int64 = 0
  var high: Int64 = 0
  for candidate in candidates {
    var sum: Int64 = 0
    for evidence in candidate.evidence {
      sum += Int64(evidence.weightMillibits)
      low = min(low, sum)
      high = max(high, sum)
    }
  }
  return BarScale(low: low, span: max(1, high - low))
}

private func writeCandidate(
  _ page: Page, _ candidate: MatchCandidate, rank: Int, scale: BarScale,
  _ h: inout HTMLWriter
) {
  let words = page.facts.words
  h.raw("<table class=fall><caption>")
  h.text(words("候補 \(rank) — ", "Candidate \(rank) — "))
  for (place, index) in candidate.orderIndices.enumerated() {
    if place > 0 { h.raw(" + ") }
    h.order(index, page)
    let order = page.facts.order(index)
    h.text(" \(order.customerName) \(words.yen(order.amountDueYen))")
  }
  h.raw("</caption>")
  h.columnHeads([words("比べたもの", "Compared"), words("ビット#", "Bits#"), words("積み上げ", "Adding up")])
  h.raw("<tbody>")
  var sum: Int64 = 0
  for evidence in candidate.evidence {
    defer { sum += Int64(evidence.weightMillibits) }
    // What rounds to nothing says nothing.
    guard evidence.weightMillibits.magnitude >= 50 else { continue }
    h.raw("<tr>")
    h.rowHeader(words.evidence(evidence))
    h.raw("<td class=n>")
    h.text(signedTenths(evidence.weightMillibits))
    h.raw("</td><td class=bar>")
    writeBar(from: sum, to: sum + Int64(evidence.weightMillibits), scale, &h)
    h.raw("</td></tr>")
  }
  h.raw("</tbody><tfoot><tr>")
  h.rowHeader(words("合計", "Sum"))
  h.raw("<td class=n>")
  h.text(signedTenths(candidate.weightMillibits))
  h.raw("</td><td class=bar></td></tr></tfoot></table>")
}

private func writeBar(
  from: Int64, to: Int64, _ scale: BarScale, _ h: inout HTMLWriter
) {
  let left = scale.perMille(min(from, to))
  let width = max(6, scale.perMille(max(from, to)) - left)
  h.raw("<svg aria-hidden=true><line x1=")
  h.percent(perMille: scale.perMille(0))
  h.raw(" x2=")
  h.percent(perMille: scale.perMille(0))
  h.raw(" y1=0 y2=100% /><rect y=3 height=8 x=")
  h.percent(perMille: left)
  h.raw(" width=")
  h.percent(perMille: width)
  h.raw(to >= from ? " class=up /></svg>" : " class=down /></svg>")
}
