import Model

/// How long money has waited in suspense: a picture of the bands, and the same as a table.
func writeAgeing(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  let bands = facts.figures.ageing
  let most = bands.reduce(0) { max($0, $1.open.yen) }
  guard most > 0 else { return }
  openSection("ageing", words("仮受金の滞留", "Age of money in suspense"), &h)
  h.raw("<div class=beside><figure class=picture>")
  writeColumns(bands, most, words, &h)
  h.raw("</figure>")
  h.openTable(
    caption: words("入金日からの日数ごとの仮受金", "Suspense by days since booking"),
    columns: [words("経過", "Age"), words("件数#", "Count#"), words("金額(円)#", "Yen#")],
    style: "ages")
  h.raw("<tbody>")
  for band in bands {
    h.raw("<tr><th scope=row>")
    h.link(Fate.suspense.section, bandName(band, words))
    h.raw("</th>")
    h.numberCell(band.open.count)
    h.numberCell(band.open.yen)
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div></div></section>")
}

private func writeColumns(
  _ bands: [AgeBand], _ most: Int64, _ words: Words, _ h: inout HTMLWriter
) {
  let high: Int64 = 120
  h.raw("<svg class=chart role=img aria-labelledby=\"age-title age-desc\" height=170>")
  h.raw("<title id=age-title>")
  h.text(words("仮受金の滞留の図", "Picture of the age of suspense"))
  h.raw("</title><desc id=age-desc>")
  h.text(
    bands.map { "\(bandName($0, words)) \(words.yen($0.open.yen))" }
      .joined(separator: words("、", ", ")))
  h.raw("</desc><line class=axis x1=0 x2=100% y1=146 y2=146 />")
  let step = 1_000 / Int64(bands.count)
  for (place, band) in bands.enumerated() {
    let left = Int64(place) * step
    let tall = band.open.yen == 0 ? 0 : max(2, band.open.yen * high / most)
    h.raw("<rect x=")
    h.percent(perMille: left + 30)
    h.raw(" width=")
    h.percent(perMille: step - 60)
    h.raw(" y=")
    h.digits(146 - tall)
    h.raw(" height=")
    h.digits(tall)
    h.raw(band.fromDays > 14 ? " class=old />" : " class=p2 />")
    writeText(x: left + step / 2, y: 140 - tall, style: "value", shortYen(band.open.yen, words), &h)
    writeText(x: left + step / 2, y: 164, style: "tick", bandName(band, words), &h)
  }
  h.raw("</svg>")
}

/// Text of a picture: `x` in thousandths of its width, `y` in pixels, centred.
func writeText(
  x: Int64, y: Int64, style: StaticString, _ text: String, _ h: inout HTMLWriter
) {
  h.raw("<text x=")
  h.percent(perMille: x)
  h.raw(" y=")
  h.digits(y)
  h.raw(" class=")
  h.raw(style)
  h.raw(">")
  h.text(text)
  h.raw("</text>")
}

/// An amount for a picture, where the exact one stands beside it: 1,234,567 is `123万` or `¥1.2m`.
func shortYen(_ yen: Int64, _ words: Words) -> String {
  if words.language == .ja {
    return yen < 10_000 ? words.yen(yen) : "\(grouped((yen + 5_000) / 10_000))万円"
  }
  if yen < 1_000 { return words.yen(yen) }
  if yen < 999_500 { return "¥\((yen + 500) / 1_000)k" }
  return "¥\((yen + 50_000) / 1_000_000).\((yen + 50_000) / 100_000 % 10)m"
}

private func bandName(_ band: AgeBand, _ words: Words) -> String {
  guard let to = band.toDays else {
    return words("\(band.fromDays - 1)日超", "over \(band.fromDays - 1) days")
  }
  return words("\(band.fromDays)–\(to)日", "\(band.fromDays)–\(to) days")
}
