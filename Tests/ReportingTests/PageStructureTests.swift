import Foundation
import Model
import Testing

@testable import Reporting

/// The rules of a page that everybody can read: with a keyboard, with a screen reader, on paper.
@Suite("Structure of the page") struct PageStructureTests {
  @Test("there is one h1, and no heading skips a level", arguments: Language.allCases)
  func headings(_ language: Language) throws {
    for page in try pages(language) {
      let levels = matches(#"<h([1-6])[ >]"#, page).map { Int($0)! }
      #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1)
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    }
  }

  @Test("every table has a caption, and every th says what it heads", arguments: Language.allCases)
  func tables(_ language: Language) throws {
    for page in try pages(language) {
      let tables = page.components(separatedBy: "<table").dropFirst()
      for table in tables { #expect(table.contains("<caption>") && table.contains("<thead><tr>")) }
      #expect(matches(#"<th(?! scope=(?:row|col)[ >])([^e][^>]*)>"#, page).isEmpty)
      #expect(!page.contains("<th>"))
    }
  }

  @Test("every picture has a title and a description, or is nothing but its text's decoration")
  func pictures() throws {
    for page in try pages(.ja) {
      let pictures = page.components(separatedBy: "<svg").dropFirst()
      for picture in pictures {
        let head = picture.prefix(while: { $0 != ">" })
        if head.contains("aria-hidden=true") { continue }
        let names = matches(#"aria-labelledby="([^"]+)""#, String(head))
        try #require(names.count == 1)
        for name in names[0].split(separator: " ") { #expect(picture.contains("id=\(name)>")) }
        #expect(picture.contains("<title") && picture.contains("<desc"))
      }
    }
  }

  @Test("every link leads to a place of the page, and no two places share a name")
  func links() throws {
    for page in try pages(.ja) + pages(.en) {
      let ids = matches(#" id=([^ >]+)"#, page)
      #expect(Set(ids).count == ids.count)
      let targets = Set(matches(#"href=#([^ >]+)"#, page))
      #expect(targets.subtracting(ids).sorted() == [])
      #expect(matches(#"href=([^#])"#, page).isEmpty)
    }
  }

  @Test(
    "the page names its language, has a way past its head, and a main part",
    arguments: Language.allCases)
  func landmarks(_ language: Language) throws {
    let page = try page(.full(language))
    #expect(page.contains("<html lang=\(language.rawValue)>"))
    #expect(page.contains("<a class=skip href=#main>") && page.contains("<main id=main>"))
    #expect(page.contains("<nav aria-label="))
  }

  @Test("the bank line, order, note and evidence of a case are one link away")
  func evidence() throws {
    let page = try page(.full())
    let card = try #require(
      page.components(separatedBy: "<li class=\"case ask\"").dropFirst().first)
    for way in ["href=#o", "href=#w", "href=#n", "href=#b", "href=#f"] {
      #expect(card.contains(way), "\(way)")
    }
  }

  @Test("cases behind the first ones are a line each, with the file and record they rest on")
  func manyCases() throws {
    let page = try page(many(PageLimits.cards + 450))
    #expect(page.components(separatedBy: "<li class=\"case ").count - 1 == PageLimits.cards)
    #expect(page.components(separatedBy: "<div class=\"scroll rows\"").count - 1 == 3)
    #expect(page.components(separatedBy: "<tr id=c").count - 1 == 450)
    #expect(page.contains("<tr id=c949 data-d=hold>") && !page.contains("のうち先頭の"))
  }

  @Test("bands of the flow add up on both sides, and a yen is a pixel at least")
  func flow() {
    for seed: Int64 in 1...500 {
      var figures = Figures(SampleDay().input)
      func part(_ n: Int64) -> Int64 {
        (seed * 7_919 + n * 104_729) % 5 == 0 ? 0 : (seed * n * 977) % 90_000
      }
      figures.newSplit = split(part(1), part(2), part(3), part(4))
      figures.carriedSplit = split(part(5), part(6), part(7), part(8))
      for fate in Fate.ofCredits {
        let sum = fate.yen(figures.newSplit) + fate.yen(figures.carriedSplit)
        figures.credits.amountYen += sum
      }
      let flow = Flow(figures)
      let sources = [figures.newSplit, figures.carriedSplit]
      let expected = sources.reduce(0) { sum, source in
        sum + Fate.ofCredits.filter { $0.yen(source) > 0 }.count
      }
      #expect(flow.bands.count == expected)
      for band in flow.bands {
        #expect(band.thickness >= 1)
        #expect(band.fromY + band.thickness <= flow.height)
        #expect(band.toY + band.thickness <= flow.height)
      }
      for (a, b) in zip(flow.bands, flow.bands.dropFirst()) {
        #expect(b.fromY >= a.fromY + a.thickness)
      }
    }
  }

  @Test(
    "a cut-off falls into its span",
    arguments: [
      (-600, 0), (0, 0), (1, 1), (240, 1), (241, 2), (480, 2), (481, 3), (1_440, 3), (1_441, 4),
      (2_881, 5), (5_760, 5), (5_761, 6), (90_000, 6),
    ])
  func spans(_ minutes: Int64, _ span: Int) { #expect(DeadlineChart.span(minutes) == span) }

  @Test("what is dearer stands higher, and what is later stands further right")
  func deadlines() {
    let chart = DeadlineChart(ReportFacts(many(40).input))
    #expect(chart.count == 40)
    let heights = stride(from: Int64(0), through: 10_000, by: 7).map { chart.y($0) }
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(heights.first! > heights.last!)
    let places = stride(from: Int64(-3_000), through: 30_000, by: 11).map { chart.x($0) }
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(places.allSatisfy { (0...1_000).contains($0) })
  }

  @Test("history is of ninety days, in weeks from Monday, and a ledger without says so")
  func trend() throws {
    let last = SampleDay.asOf.day
    let days = (0..<100).map {
      LinkDay(day: last.adding(days: -$0), automatic: 9, byHand: 1, corrections: $0 == 3 ? 2 : 0)
    }
    let trend = Trend(days, until: last)
    #expect(trend.days.count == 90 && trend.total.automatic == 810 && trend.total.corrections == 2)
    #expect(trend.weeks.map(\.sum.byHand).reduce(0, +) == 90)
    #expect(trend.weeks.dropFirst().allSatisfy { $0.start.weekday == 0 })
    #expect(try page(.full()).contains("台帳にまだ履歴がありません"))
    var input = SampleDay.full().input
    input.history = days
    let bytes = try #require(reportFiles(input).first { $0.name == "report.html" }?.bytes)
    #expect(String(decoding: bytes, as: UTF8.self).contains("自動 810件、手作業 90件(自動 90.0%)"))
  }

  private func split(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) -> MoneySplit {
    MoneySplit(
      count: 1, amountYen: a + b + c + d, clearedYen: a, suspenseYen: b, refundLinkedYen: c,
      excludedYen: d)
  }

  private func pages(_ language: Language) throws -> [String] {
    try [page(.full(language)), page(SampleDay(language: language)), page(many(560))]
  }

  /// Held orders, each with a payment that may be theirs.
  private func many(_ count: Int) -> SampleDay {
    var day = SampleDay()
    for place in 0..<count {
      let order = day.addOrder("H-\(place)", "山田 \(place)", yen: Int64(1_000 + place * 37))
      let entry = day.addEntry("ﾔﾏﾀﾞ\(place)", yen: Int64(900 + place))
      day.addHeld(entry, [], code: .N02)
      day.decide(order, .hold, [.N02], shipBy: "2026-11-26")
      day.addCase(
        .N02, .hold, order: order, entry: entry, paidYen: Int64(900 + place),
        NoteText(title: "名義相違", basis: "b", nextAction: "n", note: "x"))
    }
    return day
  }

  private func page(_ day: SampleDay) throws -> String {
    String(decoding: try #require(file("report.html", day)), as: UTF8.self)
  }

  private func matches(_ pattern: String, _ text: String) -> [String] {
    let expression = try! NSRegularExpression(pattern: pattern)
    let whole = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: whole).map {
      String(text[Range($0.range(at: 1), in: text)!])
    }
  }
}
