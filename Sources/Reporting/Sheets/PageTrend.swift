import Model

/// How much settled by itself and what people took back, day by day over ninety days.
func writeTrend(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  openSection(
    "trend", words("自動消込の割合と訂正(90日)", "Share settled by itself, and corrections (90 days)"), &h)
  let trend = Trend(facts.input.history, until: facts.input.asOf.day)
  guard let first = trend.days.first else {
    h.raw("<p class=calm>")
    h.text(
      words(
        "台帳にまだ履歴がありません。消込をした次の実行から、日ごとの割合をここに示します。",
        "The ledger has no history yet: from the run after the first links the share of each day stands here."
      ))
    h.raw("</p></section>")
    return
  }
  if first.day > facts.input.asOf.day.adding(days: 1 - Trend.length) {
    h.raw("<p class=hint>")
    h.text(
      words("履歴は\(words.longDay(first.day))からです。", "History begins on \(words.longDay(first.day)).")
    )
    h.raw("</p>")
  }
  writeTrendPicture(trend, words, &h)
  writeTrendTable(trend, words, &h)
  h.raw("</section>")
}

private func writeTrendPicture(_ trend: Trend, _ words: Words, _ h: inout HTMLWriter) {
  let all = trend.total
  h.raw("<figure class=picture><svg class=chart role=img height=170")
  h.raw(" aria-labelledby=\"trend-title trend-desc\"><title id=trend-title>")
  h.text(words("自動消込の割合の図", "Picture of the share settled by itself"))
  h.raw("</title><desc id=trend-desc>")
  let share = percentage(all.automatic, of: all.automatic + all.byHand)
  h.text(
    words(
      "\(trend.days.count)日で自動 \(all.automatic)件、手作業 \(all.byHand)件(自動 \(share))、"
        + "訂正 \(all.corrections)件。",
      "Over \(trend.days.count) days \(all.automatic) links by itself, \(all.byHand) by hand "
        + "(\(share) by itself), \(all.corrections) corrections."))
  h.raw("</desc>")
  for (y, name): (Int64, StaticString) in [(20, "100%"), (80, "50%"), (140, "0%")] {
    h.raw("<line class=grid x1=0 x2=100% y1=")
    h.digits(y)
    h.raw(" y2=")
    h.digits(y)
    h.raw(" /><text class=rung x=0 y=")
    h.digits(y - 4)
    h.raw(">")
    h.raw(name)
    h.raw("</text>")
  }
  for day in trend.days { writeTrendDay(day, trend, &h) }
  writeText(x: 60, y: 164, style: "tick", words.day(trend.first), &h)
  writeText(x: 950, y: 164, style: "tick", words.day(trend.last), &h)
  h.raw("</svg><p class=key><i class=\"swatch p1\"></i>")
  h.text(words("自動", "by itself"))
  h.raw(" <i class=\"swatch p2\"></i>")
  h.text(words("手作業", "by hand"))
  h.raw(" <i class=\"swatch old\"></i>")
  h.text(words("訂正(取消)のあった日", "day with corrections"))
  h.raw("</p></figure>")
}

private func writeTrendDay(_ day: LinkDay, _ trend: Trend, _ h: inout HTMLWriter) {
  let left = 50 + Int64(day.day.days(since: trend.first)) * 950 / Int64(Trend.length)
  let sum = day.automatic + day.byHand
  func bar(_ y: Int64, _ height: Int64, _ style: StaticString) {
    h.raw("<rect width=0.8% x=")
    h.percent(perMille: left)
    h.raw(" y=")
    h.digits(y)
    h.raw(" height=")
    h.digits(height)
    h.raw(" class=")
    h.raw(style)
    h.raw(" />")
  }
  if sum > 0 {
    let tall = day.automatic * 120 / sum
    if tall > 0 { bar(140 - tall, tall, "p1") }
    if tall < 120 { bar(20, 120 - tall, "p2") }
  }
  if day.corrections > 0 { bar(143, 6, "old") }
}

private func writeTrendTable(_ trend: Trend, _ words: Words, _ h: inout HTMLWriter) {
  h.raw("<details class=list><summary>")
  h.text(words("週ごとの数字", "Week by week"))
  h.raw("</summary>")
  h.openTable(
    caption: words("週ごとの消込の件数", "Links per week"),
    columns: [
      words("週の初日", "Week from"), words("自動#", "By itself#"), words("手作業#", "By hand#"),
      words("自動の割合#", "Share#"), words("訂正#", "Corrections#"),
    ], style: "narrow")
  h.raw("<tbody>")
  for (start, week) in trend.weeks {
    h.raw("<tr>")
    h.rowHeader(words.longDay(start))
    h.numberCell(week.automatic)
    h.numberCell(week.byHand)
    h.raw("<td class=n>")
    h.text(percentage(week.automatic, of: week.automatic + week.byHand))
    h.raw("</td>")
    h.numberCell(week.corrections)
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div></details>")
}

/// The last ninety days of the ledger's history, as far as there is one.
struct Trend {
  static let length: Int32 = 90
  let first: Day
  let last: Day
  /// Ascending.
  let days: [LinkDay]

  init(_ history: [LinkDay], until last: Day) {
    self.last = last
    first = last.adding(days: 1 - Trend.length)
    days = history.filter { [first] in $0.day >= first && $0.day <= last }.sorted {
      $0.day < $1.day
    }
  }

  var total: LinkDay { days.reduce(into: LinkDay(day: last)) { $0.add($1) } }

  /// Weeks from Monday that have a day, oldest first.
  var weeks: [(start: Day, sum: LinkDay)] {
    var weeks: [(start: Day, sum: LinkDay)] = []
    for day in days {
      let start = day.day.adding(days: -Int32(day.day.weekday))
      if weeks.last?.start != start { weeks.append((start, LinkDay(day: start))) }
      weeks[weeks.count - 1].sum.add(day)
    }
    return weeks
  }
}
