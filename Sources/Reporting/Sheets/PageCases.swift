import Model

/// What needs a person, in the order of `decided.cases`: the first ones in full with the evidence
/// folded away, the rest a line each.
func writeCases(
  _ page: Page, _ h: inout HTMLWriter, _ take: (UnsafeRawBufferPointer) -> Void
) {
  let facts = page.facts
  let words = facts.words
  let cases = facts.needing
  openSection(
    "cases", words("今日、人の判断が必要なもの", "What needs a person today"), &h)
  guard !cases.isEmpty else {
    h.raw("<p class=calm>")
    h.text(
      facts.figures.dataProblemCount == 0
        ? words("ありません。すべて自動で片づきました。", "Nothing. Everything settled by itself.")
        : words(
          "ありません。ただし、上のデータの不備には人の対応が必要です。",
          "No case, but the data problems above need a person."))
    h.raw("</p></section>")
    return
  }
  h.raw("<p class=hint>")
  h.text(
    words(
      "出荷停止、期限の早い順、影響額の大きい順に並べています。",
      "Stops first, then by deadline, then by amount at risk."))
  h.raw("</p>")
  let shown = cases.prefix(PageLimits.cases)
  if shown.count < cases.count { writeCapLine(capText(shown.count, cases.count, words), &h) }
  writeFilter(facts, &h)
  writeCaseList(page, Page.cards(cases), &h)
  writeCaseRows(page, shown.dropFirst(PageLimits.cards), &h, take)
  if shown.count < cases.count { writeCapLine(capText(shown.count, cases.count, words), &h) }
  h.raw("</section>")
}

/// Cases that need nobody: what shipped with a note, and files that came twice.
func writeNotices(_ page: Page, _ h: inout HTMLWriter) {
  let facts = page.facts
  guard !facts.informing.isEmpty else { return }
  openSection("notices", facts.words("お知らせ(対応は任意)", "For information"), &h)
  let shown = Page.cards(facts.informing)
  writeCaseList(page, shown, &h)
  if shown.count < facts.informing.count {
    writeCapLine(capText(shown.count, facts.informing.count, facts.words), &h)
  }
  h.raw("</section>")
}

private func writeCaseList(_ page: Page, _ places: ArraySlice<Int>, _ h: inout HTMLWriter) {
  h.raw("<ol class=cases>")
  for place in places { writeCase(page, place, &h) }
  h.raw("</ol>")
}

private func capText(_ count: Int, _ all: Int, _ words: Words) -> String {
  let shown = grouped(Int64(count))
  let all = grouped(Int64(all))
  return words(
    "全\(all)件のうち先頭の\(shown)件を表示しています。全件は exceptions.csv にあります。",
    "The first \(shown) of \(all) cases are shown; exceptions.csv has all.")
}

/// Buttons and a search field: shown by the script only, since they do nothing without it.
private func writeFilter(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  h.raw("<form class=filter hidden role=search><span class=chips role=group aria-label=\"")
  h.text(words("判断で絞り込み", "Filter by decision"))
  h.raw("\">")
  h.raw("<button type=button data-d=\"\" aria-pressed=true>")
  h.text(words("すべて", "All"))
  h.raw("</button>")
  let present = facts.needing.prefix(PageLimits.cases).map { facts.input.decided.cases[$0] }
  for decision in [Decision.stop, .holdAsk, .hold, .none, .release] {
    let count = present.reduce(0) { $0 + ($1.decision == decision ? 1 : 0) }
    guard count > 0 else { continue }
    h.raw("<button type=button aria-pressed=false data-d=")
    h.raw(markup(of: decision))
    h.raw(">")
    h.text("\(words.decision(decision)) \(count)")
    h.raw("</button>")
  }
  h.raw("</span><label><span>")
  h.text(words("絞り込み(Enterで先頭へ、Escで解除)", "Filter (Enter: first match, Esc: all)"))
  h.raw("</span><input type=search placeholder=\"")
  h.text(words("注文番号・名前・コード", "order, name or code"))
  h.raw("\"></label><output aria-live=polite></output></form>")
}

private func writeCase(_ page: Page, _ place: Int, _ h: inout HTMLWriter) {
  let facts = page.facts
  let words = facts.words
  let item = facts.input.decided.cases[place]
  let note = facts.input.texts[place].note
  h.raw("<li class=\"case ")
  h.raw(markup(of: item.decision))
  h.raw("\"")
  h.anchor("c", place)
  h.raw(" data-d=")
  h.raw(markup(of: item.decision))
  h.raw("><div class=head><a class=code href=#k")
  h.raw(item.code)
  h.raw(">")
  h.text(item.code.rawValue)
  h.raw("</a><h3>")
  h.text(note.title)
  h.raw("</h3><span class=decision>")
  h.text(words.decision(item.decision))
  h.raw("</span></div>")
  writeCaseFacts(page, item, place, &h)
  h.raw("<details><summary><b>")
  h.text(words("次の一手", "Next"))
  h.raw("</b><span>")
  h.text(note.nextAction)
  h.raw("</span><i>")
  h.text(words("根拠と明細", "Grounds"))
  h.raw("</i></summary><div class=more>")
  writeNote(page, item, place, note, &h)
  h.raw("<div")
  h.anchor("w", place)
  h.raw(">")
  writeEntries(page, item, &h)
  writeCandidates(page, item, &h)
  h.raw("</div></div></details></li>")
}

/// Deadline, order, customer and amounts: the line that is read first. Each leads to its evidence:
/// the order, the bank line, the rows and candidates, the note.
private func writeCaseFacts(
  _ page: Page, _ item: ExceptionCase, _ place: Int, _ h: inout HTMLWriter
) {
  let facts = page.facts
  let words = facts.words
  h.raw("<dl class=facts><div><dt>")
  h.text(words("期限", "Until"))
  h.raw("</dt><dd>")
  writeUntil(facts, item.until, &h)
  h.raw("</dd></div>")
  let subject = subject(facts, item)
  h.raw("<div><dt>")
  h.text(subject.name)
  h.raw("</dt><dd>")
  if let order = item.orderIndex, page.hasOrder(order) {
    h.link("o", Int(order), subject.value)
  } else if item.orderIndex == nil, let entry = item.entryIndex, page.hasLine(entry) {
    h.link("b", Int(entry), subject.value)
  } else {
    h.text(subject.value)
  }
  h.raw("</dd></div>")
  writeFact(subject.whoName, subject.who, &h)
  let amounts = amounts(facts, item)
  h.raw("<div class=n><dt>")
  h.text(amounts.name)
  h.raw("</dt><dd>")
  h.link(item.entryIndex == nil ? "n" : "w", place, amounts.value)
  h.raw("</dd></div><div class=n><dt>")
  h.text(words("影響額", "At risk"))
  h.raw("</dt><dd>")
  h.link("n", place, words.yen(item.atRiskGrossYen))
  h.raw("</dd></div></dl>")
}

/// What was due and what came, as far as the two can be set side by side: not where the money is
/// one order's second payment, may be several orders', or pays an order that is cancelled.
private func amounts(_ facts: ReportFacts, _ item: ExceptionCase) -> (name: String, value: String) {
  let words = facts.words
  let entryYen = item.entryIndex.map { facts.entry($0).amountYen } ?? item.paidYen
  func pair(_ due: Int64) -> String {
    words(
      "\(grouped(due)) → \(grouped(item.paidYen))円", "¥\(grouped(due)) → ¥\(grouped(item.paidYen))")
  }
  switch item.code {
  case .D01, .D02, .D03, .D05:
    return (
      words("影響する注文", "Orders concerned"),
      words("\(item.affectedOrders)件", "\(item.affectedOrders)")
    )
  case .A04: return (words("2回目の入金", "Second payment"), words.yen(entryYen))
  case .T01: return (words("入金額", "Paid"), words.yen(entryYen))
  case .M03 where item.otherOrders.count > 1, .N03 where item.otherOrders.count > 1:
    let due = item.otherOrders.reduce(0) { $0 + facts.order($1).amountDueYen }
    return (words("候補合計 → 入金", "All candidates → paid"), pair(due))
  default:
    return item.dueYen == 0
      ? (words("入金額", "Paid"), words.yen(item.paidYen))
      : (words("請求 → 入金", "Due → paid"), pair(item.dueYen))
  }
}

/// What the case is about, and who: an order and its customer, else an entry and its payer, else
/// an account and its days.
private func subject(
  _ facts: ReportFacts, _ item: ExceptionCase
) -> (name: String, value: String, whoName: String, who: String) {
  let words = facts.words
  if let index = item.orderIndex {
    let order = facts.order(index)
    let shop = order.shopID.isEmpty ? "" : " \(order.shopID)"
    return (
      words("注文", "Order"), order.orderID + shop, words("お客様", "Customer"), order.customerName
    )
  }
  if let index = item.entryIndex {
    let entry = facts.entry(index)
    return (
      words("入金", "Credit"), "\(words.day(entry.bookingDay)) \(entry.sourceRef)",
      words("名義", "Payer"), entry.payerName
    )
  }
  if let gap = item.gap {
    let days =
      gap.firstDay == gap.lastDay
      ? words.day(gap.firstDay) : "\(words.day(gap.firstDay))–\(words.day(gap.lastDay))"
    return (words("対象日", "Days"), days, words("口座", "Account"), words.account(gap.accountKey))
  }
  return (words("対象", "Subject"), "–", words("お客様", "Customer"), "–")
}

private func writeFact(_ name: String, _ value: String, _ h: inout HTMLWriter) {
  h.raw("<div><dt>")
  h.text(name)
  h.raw("</dt><dd>")
  h.text(value)
  h.raw("</dd></div>")
}

/// The deadline with what it means today: passed, today, or how many days are left.
private func writeUntil(_ facts: ReportFacts, _ until: Moment?, _ h: inout HTMLWriter) {
  let words = facts.words
  guard let until else {
    h.text(words("期限なし", "none"))
    return
  }
  let days = until.day.days(since: facts.input.asOf.day)
  if until < facts.input.asOf {
    h.raw("<span class=late>")
    h.text(words.moment(until) + words(" 超過", " passed"))
  } else if days == 0 {
    h.raw("<span class=today>")
    h.text(words("本日 ", "today ") + words.time(until))
  } else {
    h.raw("<span>")
    h.text(words.moment(until))
    h.raw(" <small>")
    h.text(words("あと\(days)日", days == 1 ? "1 day left" : "\(days) days left"))
    h.raw("</small>")
  }
  h.raw("</span>")
}

private func writeNote(
  _ page: Page, _ item: ExceptionCase, _ place: Int, _ note: NoteText, _ h: inout HTMLWriter
) {
  let facts = page.facts
  let words = facts.words
  h.raw("<p class=note")
  h.anchor("n", place)
  h.raw(">")
  h.text(note.note)
  h.raw("</p><dl class=ground>")
  writeFact(words("根拠", "Ground"), note.basis, &h)
  writeFact(words("一次負担(推定)", "First bearer (presumed)"), words.party(item.firstBearer), &h)
  writeFact(words("求償先(候補)", "Recourse (candidates)"), words.parties(item.recourse), &h)
  writeFact(
    words("影響額 総額 / 純額", "At risk, gross / net"),
    "\(words.yen(item.atRiskGrossYen)) / \(words.yen(item.atRiskNetYen))", &h)
  if item.codes.count > 1 {
    let all = item.codes.map(facts.name)
    writeFact(words("コード", "Codes"), all.joined(separator: words("、", ", ")), &h)
  }
  if !item.deadlineRule.isEmpty {
    writeFact(words("期限の規則", "Deadline rule"), item.deadlineRule, &h)
  }
  if !item.otherOrders.isEmpty {
    h.raw("<div><dt>")
    h.text(words("関係する注文", "Other orders"))
    h.raw("</dt><dd>")
    for (place, order) in item.otherOrders.enumerated() {
      if place > 0 { h.raw(" ") }
      h.order(order, page)
    }
    h.raw("</dd></div>")
  }
  for (name, text) in [
    (words("契約と権限", "Contract and authority"), note.contract),
    (words("各当事者の事情", "Facts against each party"), note.contributory),
    (words("証拠", "Evidence"), note.evidence),
  ] where !text.isEmpty {
    writeFact(name, text, &h)
  }
  writeFact(words("事案番号", "Case"), item.caseID, &h)
  h.raw("</dl>")
}
