import Model

/// Where today's money went, as bands from where it came to what became of it. The widths of bands
/// are in proportion; the names beside them are text, so that they stay readable on any screen.
func writeFlow(_ page: Page, _ h: inout HTMLWriter) {
  let facts = page.facts
  let words = facts.words
  let credits = facts.figures.credits
  guard credits.amountYen > 0 else { return }
  let flow = Flow(facts.figures)
  h.raw("<figure class=picture><figcaption id=flow-name>")
  h.text(words("入金のゆくえ", "Where the money went"))
  h.raw("</figcaption><div class=flow><ul class=from>")
  for (place, source) in flow.sources.enumerated() {
    writeLabel(height: flow.slots.from[place], &h)
    h.link("money", place == 0 ? words("新規", "New") : words("繰越", "Carried over"))
    writeAmount(source.amountYen, words.count(source.count, "credit", "credits"), words, &h)
  }
  h.raw("</ul><svg role=img aria-labelledby=\"flow-title flow-desc\" preserveAspectRatio=none")
  h.raw(" viewBox=\"0 0 100 ")
  h.digits(flow.height)
  h.raw("\" height=")
  h.digits(flow.height)
  h.raw("><title id=flow-title>")
  h.text(words("入金のゆくえの図", "Picture of where the money went"))
  h.raw("</title><desc id=flow-desc>")
  h.text(
    Fate.ofCredits.map { "\($0.name(words)) \(words.yen($0.yen(credits)))" }
      .joined(separator: words("、", ", ")))
  h.raw("</desc>")
  for band in flow.bands { writeBand(band, &h) }
  h.raw("</svg><ul class=to>")
  for (place, fate) in Fate.ofCredits.enumerated() {
    writeLabel(height: flow.slots.to[place], &h)
    h.link(fate.section, fate.name(words))
    let yen = fate.yen(credits)
    writeAmount(yen, percentage(yen, of: credits.amountYen), words, &h)
  }
  h.raw("</ul></div></figure>")
}

private func writeLabel(height: Int64, _ h: inout HTMLWriter) {
  h.raw("<li style=\"height:")
  h.digits(height)
  h.raw("px\">")
}

private func writeAmount(_ yen: Int64, _ remark: String, _ words: Words, _ h: inout HTMLWriter) {
  h.raw("<b>")
  h.text(words.yen(yen))
  h.raw("</b><small>")
  h.text(remark)
  h.raw("</small></li>")
}

private func writeBand(_ band: Flow.Band, _ h: inout HTMLWriter) {
  let (left, right, thick) = (band.fromY, band.toY, band.thickness)
  h.raw("<path class=")
  h.raw(band.fate.style)
  h.raw(" d=\"M0 ")
  h.digits(left)
  h.raw("C50 ")
  h.digits(left)
  h.raw(" 50 ")
  h.digits(right)
  h.raw(" 100 ")
  h.digits(right)
  h.raw("V")
  h.digits(right + thick)
  h.raw("C50 ")
  h.digits(right + thick)
  h.raw(" 50 ")
  h.digits(left + thick)
  h.raw(" 0 ")
  h.digits(left + thick)
  h.raw("Z\" />")
}

/// Heights in pixels of a picture whose whole is `whole` pixels high. Every part that is not
/// nothing is at least a pixel; every name has room for its text.
struct Flow {
  struct Band: Equatable {
    var fate: Fate
    var fromY: Int64
    var toY: Int64
    var thickness: Int64
  }

  static let whole: Int64 = 150
  static let room: Int64 = 58

  let sources: [MoneySplit]
  private(set) var bands: [Band] = []
  private(set) var slots: (from: [Int64], to: [Int64]) = ([], [])
  var height: Int64 { max(slots.from.reduce(0, +), slots.to.reduce(0, +)) }

  init(_ figures: Figures) {
    sources = [figures.newSplit, figures.carriedSplit]
    let total = max(1, figures.credits.amountYen)
    let thickness = sources.map { source in
      Fate.ofCredits.map { fate in
        let yen = fate.yen(source)
        return yen <= 0 ? 0 : max(1, yen * Flow.whole / total)
      }
    }
    slots.from = thickness.map { max(Flow.room, $0.reduce(0, +) + 8) }
    slots.to = Fate.ofCredits.indices.map { fate in
      max(Flow.room, thickness.reduce(0) { $0 + $1[fate] } + 8)
    }
    var toTop: Int64 = 4
    var toPlaces = [Int64]()
    for slot in slots.to {
      toPlaces.append(toTop)
      toTop += slot
    }
    var fromTop: Int64 = 4
    for (place, slot) in slots.from.enumerated() {
      var y = fromTop
      for (fate, thick) in thickness[place].enumerated() where thick > 0 {
        bands.append(
          Band(fate: Fate.ofCredits[fate], fromY: y, toY: toPlaces[fate], thickness: thick))
        y += thick
        toPlaces[fate] += thick
      }
      fromTop += slot
    }
  }
}
