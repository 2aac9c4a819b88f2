import Model

/// Hours until the warehouse must hear of an order, against the yen at risk: what is low and right
/// can wait, what is high and left cannot. Each mark leads to its case; the table says the same.
func writeDeadlines(_ page: Page, _ h: inout HTMLWriter) {
  let words = page.facts.words
  let chart = DeadlineChart(page.facts)
  h.raw("<figure class=picture id=deadlines><figcaption>")
  h.text(words("出荷の締切までの時間と影響額", "Hours to the shipping cut-off and yen at risk"))
  h.raw("</figcaption>")
  if chart.count == 0 {
    h.raw("<p class=calm>")
    h.text(
      words(
        "出荷の締切がある要対応の事案はありません。", "No case that needs a person has a shipping cut-off."))
    h.raw("</p></figure>")
    return
  }
  writePlot(page, chart, &h)
  writeSpans(chart, words, &h)
  h.raw("</figure>")
}

private func writePlot(_ page: Page, _ chart: DeadlineChart, _ h: inout HTMLWriter) {
  let words = page.facts.words
  h.raw("<svg class=chart role=group aria-labelledby=\"due-title due-desc\" height=232>")
  h.raw("<title id=due-title>")
  h.text(words("出荷の締切と影響額の図", "Picture of cut-offs and yen at risk"))
  h.raw("</title><desc id=due-desc>")
  h.text(
    words(
      "横は締切までの時間、縦は影響額。点は事案で、同じ数字が下の表にあります。",
      "Across: time to the cut-off; up: yen at risk. Marks are cases; the table below has the same."
    ))
  h.raw("</desc>")
  for (place, name) in chart.rungs.enumerated() {
    let y = chart.y(ofRung: place)
    h.raw("<line class=grid x1=0 x2=100% y1=")
    h.digits(y)
    h.raw(" y2=")
    h.digits(y)
    h.raw(" /><text class=rung x=0 y=")
    h.digits(y - 4)
    h.raw(">")
    h.text(shortYen(name, words))
    h.raw("</text>")
  }
  for (place, span) in DeadlineChart.spans.enumerated() {
    let left = chart.left(ofSpan: place)
    if place > 0 {
      h.raw("<line class=grid y1=20 y2=206 x1=")
      h.percent(perMille: left)
      h.raw(" x2=")
      h.percent(perMille: left)
      h.raw(" />")
    }
    writeText(x: left + chart.width / 2, y: 224, style: "tick", span.name(words), &h)
  }
  for mark in chart.marks { writeMark(page, chart, mark, &h) }
  h.raw("</svg>")
}

private func writeMark(
  _ page: Page, _ chart: DeadlineChart, _ mark: DeadlineChart.Mark, _ h: inout HTMLWriter
) {
  let item = page.facts.input.decided.cases[mark.casePlace]
  let words = page.facts.words
  // Marks can be hundreds: a keyboard reaches the cases through the table.
  h.raw("<a tabindex=-1 href=#c")
  h.digits(Int64(mark.casePlace))
  h.raw(" aria-label=\"")
  h.text("\(item.code.rawValue) \(words.yen(item.atRiskGrossYen)) \(words.moment(mark.cutOff))")
  h.raw("\"><circle r=5 cx=")
  h.percent(perMille: chart.x(mark.minutes))
  h.raw(" cy=")
  h.digits(chart.y(item.atRiskGrossYen))
  h.raw(" class=m-")
  h.raw(markup(of: item.decision))
  h.raw(" /></a>")
}

private func writeSpans(_ chart: DeadlineChart, _ words: Words, _ h: inout HTMLWriter) {
  h.raw("<details class=list><summary>")
  h.text(words("数字で見る", "As a table"))
  h.raw("</summary>")
  h.openTable(
    caption: words("締切までの時間ごとの要対応", "Cases by time to the cut-off"),
    columns: [
      words("締切まで", "Until the cut-off"), words("件数#", "Cases#"),
      words("影響額(円)#", "At risk (yen)#"), words("最初の事案", "First case"),
    ], style: "narrow")
  h.raw("<tbody>")
  for (place, span) in DeadlineChart.spans.enumerated() {
    let sum = chart.sums[place]
    h.raw("<tr>")
    h.rowHeader(span.name(words))
    h.numberCell(sum.count)
    h.numberCell(sum.yen)
    h.raw("<td>")
    if let first = chart.firsts[place] { h.link("c", first, words("見る", "show")) }
    h.raw("</td></tr>")
  }
  h.raw("</tbody></table></div></details>")
}

/// Cases with a cut-off, in spans of time of equal width. Amounts stand on a scale of tens.
struct DeadlineChart {
  struct Span {
    /// Hours; the first span is what is over, the last has no end.
    var from: Int64
    var to: Int64

    func name(_ words: Words) -> String {
      switch (from, to) {
      case (_, 0): words("超過", "passed")
      case (_, Int64.max): words("\(from / 24)日超", "> \(from / 24) d")
      case (24..., _): words("\(from / 24)–\(to / 24)日", "\(from / 24)–\(to / 24) d")
      default: words("\(from)–\(to)時間", "\(from)–\(to) h")
      }
    }
  }

  struct Mark {
    var casePlace: Int
    var cutOff: Moment
    var minutes: Int64
  }

  static let spans = [
    Span(from: .min, to: 0), Span(from: 0, to: 4), Span(from: 4, to: 8), Span(from: 8, to: 24),
    Span(from: 24, to: 48), Span(from: 48, to: 96), Span(from: 96, to: .max),
  ]
  private static let topY: Int64 = 30
  private static let lowY: Int64 = 200

  private(set) var marks: [Mark] = []
  private(set) var count = 0
  private(set) var sums = [CountAndYen](repeating: CountAndYen(), count: spans.count)
  private(set) var firsts = [Int?](repeating: nil, count: spans.count)
  /// Yen at the grid lines, from low to high.
  private(set) var rungs: [Int64] = [1_000]
  let width = 1_000 / Int64(spans.count)

  /// Cost: one pass over the cases, and a sort.
  init(_ facts: ReportFacts) {
    var cutOffs: [Int32: Moment] = [:]
    for decision in facts.input.decided.decisions {
      if let moment = decision.confirmBy ?? decision.shipBy {
        cutOffs[decision.orderIndex] = moment
      }
    }
    var most: Int64 = 0
    var all: [Mark] = []
    for place in facts.needing {
      let item = facts.input.decided.cases[place]
      let orders = [item.orderIndex].compactMap(\.self) + item.otherOrders
      guard let cutOff = orders.compactMap({ cutOffs[$0] }).min() else { continue }
      let seconds = cutOff.secondsTokyo - facts.input.asOf.secondsTokyo
      let mark = Mark(casePlace: place, cutOff: cutOff, minutes: seconds / 60)
      let span = DeadlineChart.span(mark.minutes)
      sums[span].add(item.atRiskGrossYen)
      if firsts[span] == nil, place < PageLimits.cases { firsts[span] = place }
      most = max(most, item.atRiskGrossYen)
      all.append(mark)
    }
    count = all.count
    while rungs[rungs.count - 1] < most { rungs.append(rungs[rungs.count - 1] * 10) }
    if rungs.count == 1 { rungs.append(10_000) }
    // The dearest are drawn; all are counted.
    let cases = facts.input.decided.cases
    all.sort { a, b in
      let (left, right) = (cases[a.casePlace].atRiskGrossYen, cases[b.casePlace].atRiskGrossYen)
      return left == right ? a.casePlace < b.casePlace : left > right
    }
    marks = Array(all.filter { $0.casePlace < PageLimits.cases }.prefix(PageLimits.marks))
  }

  static func span(_ minutes: Int64) -> Int {
    minutes <= 0 ? 0 : spans.lastIndex { $0.from < 0 || $0.from * 60 < minutes }!
  }

  func left(ofSpan place: Int) -> Int64 { Int64(place) * width }

  /// Thousandths of the width.
  func x(_ minutes: Int64) -> Int64 {
    let place = DeadlineChart.span(minutes)
    let span = DeadlineChart.spans[place]
    // What is over, and what is far, has no end: a day, and ten days, fill its column.
    let (from, length): (Int64, Int64) =
      switch place {
      case 0: (-24 * 60, 24 * 60)
      case DeadlineChart.spans.count - 1: (span.from * 60, 240 * 60)
      default: (span.from * 60, (span.to - span.from) * 60)
      }
    let share = min(1_000, max(0, (minutes - from) * 1_000 / length))
    return left(ofSpan: place) + 12 + share * (width - 24) / 1_000
  }

  func y(ofRung place: Int) -> Int64 {
    DeadlineChart.lowY
      - Int64(place) * (DeadlineChart.lowY - DeadlineChart.topY) / Int64(rungs.count - 1)
  }

  /// Pixels. Less than a thousand stands on the ground.
  func y(_ yen: Int64) -> Int64 {
    guard yen > 1_000, let above = rungs.firstIndex(where: { yen <= $0 }) else {
      return DeadlineChart.lowY
    }
    let (low, high) = (y(ofRung: above - 1), y(ofRung: above))
    return low - (low - high) * tenths(yen, of: rungs[above - 1]) / 1_000
  }

  /// Thousandths of the decimal logarithm of a number from `unit` to ten times `unit`.
  private func tenths(_ yen: Int64, of unit: Int64) -> Int64 {
    let logarithms: [Int64] = [0, 301, 477, 602, 699, 778, 845, 903, 954, 1_000]
    let digit = min(9, max(1, yen / unit))
    let low = logarithms[Int(digit) - 1]
    return low + (logarithms[Int(digit)] - low) * (yen - digit * unit) / unit
  }
}
