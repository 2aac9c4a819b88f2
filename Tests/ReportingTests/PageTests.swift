import Foundation
import Model
import Testing

@testable import Reporting

@Suite("Report page") struct PageTests {
  @Test(
    "what is written as text stays text",
    arguments: [
      ("<script>", "&lt;script&gt;"), ("a&b", "a&amp;b"), ("\"'", "&quot;&#39;"),
      ("a\u{0}\u{1B}\u{9F}b", "ab"), ("a\u{202E}\u{2066}\u{200F}b", "ab"),
      ("ﾔﾏﾀﾞ 髙橋", "ﾔﾏﾀﾞ 髙橋"), ("a\u{2028}b", "ab"), ("", ""),
    ])
  func escaping(_ text: String, _ expected: String) {
    var h = HTMLWriter(capacity: 0)
    h.text(text)
    #expect(String(decoding: h.bytes, as: UTF8.self) == expected)
  }

  @Test("no name or file name reaches the page as markup", arguments: Language.allCases)
  func hostileNames(_ language: Language) throws {
    let page = try page(.full(language))
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("<b>nyukin"))
    #expect(page.contains("&lt;script&gt;alert"))
    #expect(page.contains("&lt;b&gt;nyukin"))
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !isUnprintable($0) })
  }

  @Test("nothing is fetched from elsewhere")
  func selfContained() throws {
    let page = try page(.full())
    for way in ["src=", "href=", "url(", "@import", "http://www", "https:"] {
      #expect(!page.contains(way), "\(way)")
    }
  }

  @Test("every element that was opened is closed", arguments: Language.allCases)
  func balanced(_ language: Language) throws {
    let page = try page(.full(language))
    for name in [
      "section", "table", "thead", "tbody", "tfoot", "tr", "td", "li", "ul", "ol", "dl", "dd",
      "details", "div", "span", "svg", "p", "form", "h2", "h3", "figure", "main", "header",
    ] {
      let opened = page.occurrences(of: "<\(name)>") + page.occurrences(of: "<\(name) ")
      #expect(opened == page.occurrences(of: "</\(name)>"), "\(name)")
      #expect(opened > 0, "\(name)")
    }
    #expect(page.occurrences(of: "<table") == page.occurrences(of: "<caption>"))
  }

  @Test("the English page has no Japanese of its own")
  func english() throws {
    let page = try page(SampleDay(language: .en))
    #expect(page.unicodeScalars.allSatisfy { !(0x3041...0x9FFF).contains($0.value) })
  }

  @Test("a cut list says how much is shown and where the rest is")
  func caps() throws {
    var day = SampleDay()
    let order = day.addOrder("H-1", "山田", yen: 1_000)
    for _ in 0...PageLimits.cases {
      day.addCase(
        .T04, .hold, order: order,
        NoteText(title: "t", basis: "b", nextAction: "n", note: "n"))
    }
    #expect(try page(day).contains("全2,001件のうち先頭の2,000件"))
    day.cases.removeLast()
    day.notes.removeLast()
    #expect(try !page(day).contains("のうち先頭の"))
    for _ in 0...PageLimits.releasedOrders { day.decide(order, .release) }
    #expect(try page(day).contains("501件のうち先頭の500件"))
  }

  @Test("a day without anything is still a whole page", arguments: Language.allCases)
  func empty(_ language: Language) throws {
    let page = try page(SampleDay(language: language))
    #expect(page.contains(language == .ja ? "人の判断が必要なものはありません" : "Nothing needs a person"))
    #expect(page.hasSuffix("</html>\n"))
  }

  @Test("equal input gives equal bytes in every file")
  func repeated() {
    let first = reportFiles(SampleDay.full().input)
    let second = reportFiles(SampleDay.full().input)
    #expect(first.map(\.name) == second.map(\.name))
    #expect(first.map(\.bytes) == second.map(\.bytes))
    #expect(
      first.map(\.name) == [
        "clearings.csv", "decisions.csv", "exceptions.csv", "entries.csv", "totals.json",
        "report.html",
      ])
  }

  @Test(
    "amounts are grouped and signed",
    arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "−1,234,567")])
  func amounts(_ number: Int64, _ text: String) { #expect(grouped(number) == text) }

  @Test(
    "bits are shown with one decimal and a sign",
    arguments: [(0, "±0.0"), (3_250, "+3.3"), (-3_249, "−3.2"), (49, "±0.0"), (-50, "−0.1")])
  func bits(_ millibits: Int32, _ text: String) { #expect(signedTenths(millibits) == text) }

  private func page(_ day: SampleDay) throws -> String {
    String(decoding: try #require(file("report.html", day)), as: UTF8.self)
  }
}

extension String {
  fileprivate func occurrences(of part: String) -> Int {
    components(separatedBy: part).count - 1
  }
}
