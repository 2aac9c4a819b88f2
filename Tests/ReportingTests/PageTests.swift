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
    for way in ["src=", "href=\"", "url(", "@import", "http://www", "https:"] {
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
    for _ in 0..<PageLimits.cases + 1 {
      day.addCase(
        .T04, .hold, order: order,
        NoteText(title: "t", basis: "b", nextAction: "n", note: "n"))
    }
    #expect(try page(day).contains("全25,001件のうち先頭の25,000件"))
    day.cases.removeLast()
    day.notes.removeLast()
    #expect(try !page(day).contains("のうち先頭の"))
    for place in 0...PageLimits.releasedOrders {
      day.decide(day.addOrder("R-\(place)", "山田", yen: 1_000), .release)
    }
    #expect(try page(day).contains("501件のうち500件"))
  }

  @Test("a day without anything is still a whole page", arguments: Language.allCases)
  func empty(_ language: Language) throws {
    let page = try page(SampleDay(language: language))
    #expect(page.contains(language == .ja ? "人の判断が必要なものはありません" : "Nothing needs a person"))
    #expect(page.hasSuffix("</html>\n"))
  }

  @Test("what needs nobody stands in a section of its own, and is not counted")
  func notices() throws {
    let day = SampleDay.full()
    let page = try page(day)
    let parts = page.components(separatedBy: "<section id=notices>")
    try #require(parts.count == 2)
    #expect(!parts[0].contains("期限後入金"))
    #expect(parts[1].contains("期限後入金"))
    #expect(page.contains("\(day.cases.count - 1)件に人の判断が必要です"))
    #expect(!page.contains("出荷可 1</button>"))
  }

  @Test("the page parts today's receipts from carried ones and shows what reversals took back")
  func receipts() throws {
    let page = try page(.full())
    #expect(
      page.contains(
        "本日の新規入金18件・339,465円と前回からの繰越1件・33,000円(計372,465円)のうち149,162円を消し込み"
          + "(ほかに取消48,400円、差引100,762円)"))
    // 149,162 of the 218,132 that is customers' money.
    #expect(page.contains("お客様の入金の 68.4%"))
    #expect(page.contains("消込済みの入金の取消"))
  }

  @Test(
    "amounts are set side by side only where they can be",
    arguments: [
      (FindingCode.N03, 2, "候補合計 → 入金", "5,000 → 3,000円"),
      (.M03, 2, "候補合計 → 入金", "5,000 → 3,000円"), (.M03, 0, "請求 → 入金", "2,000 → 3,000円"),
      (.A04, 0, "2回目の入金", "3,000円"), (.T01, 0, "入金額", "3,000円"),
      (.D03, 0, "影響する注文", "37件"), (.A03, 0, "請求 → 入金", "2,000 → 3,000円"),
    ])
  func caseAmounts(_ code: FindingCode, _ others: Int, _ name: String, _ value: String) throws {
    var day = SampleDay()
    let orders = [day.addOrder("H-1", "山田", yen: 2_000), day.addOrder("H-2", "山田", yen: 3_000)]
    let entry = day.addEntry("ﾔﾏﾀﾞ", yen: 3_000)
    day.addHeld(entry, [], code: code)
    day.addCase(
      code, .hold, order: orders[0], entry: entry, others: Array(orders.prefix(others)),
      paidYen: 3_000, NoteText(title: "t", basis: "b", nextAction: "n", note: "n"))
    day.cases[0].affectedOrders = 37
    #expect(try page(day).contains("<dt>\(name)</dt><dd><a href=#w0>\(value)</a></dd>"))
  }

  @Test("a code is called what its cases are called, and has no name where it leads no case")
  func legend() throws {
    var day = SampleDay.full()
    day.cases[0].codes.append(.M02)
    let page = try page(day)
    #expect(page.contains("<th scope=row>T02</th><td>期限後入金</td>"))
    #expect(!page.contains("<th scope=row>M02</th>"))
    #expect(page.contains("B01 入金が銀行で取り消されました(組戻)、M02</dd>"))
  }

  @Test(
    "evidence that rounds to nothing is not shown, and two equal candidates have no margin to tell")
  func candidates() throws {
    var day = SampleDay(language: .en)
    let order = day.addOrder("H-1", "a", yen: 10)
    let entry = day.addEntry("a", yen: 10)
    day.addHeld(
      entry,
      [
        MatchCandidate(
          orderIndices: [order], evidence: [Evidence(.nameExact, 900), Evidence(.dateNormal, 49)])
      ], code: .M03)
    day.addCase(
      .M03, .hold, order: order, entry: entry,
      NoteText(title: "t", basis: "b", nextAction: "n", note: "n"))
    let one = try page(day)
    #expect(one.contains("1 candidate. No runner-up"))
    #expect(one.contains("name is equal") && !one.contains("paid in the usual time"))
    day.outcomes[0].candidateCount = 2
    let two = try page(day)
    #expect(two.contains("2 candidates") && !two.contains("runner-up"))
  }

  @Test("equal input gives equal bytes in every file")
  func repeated() {
    let first = reportFiles(SampleDay.full().input)
    let second = reportFiles(SampleDay.full().input)
    #expect(first.map(\.name) == second.map(\.name))
    #expect(first.map(\.bytes) == second.map(\.bytes))
    #expect(
      first.map(\.name) == [
        "exceptions.csv", "report.html", "drafts.csv", "totals.json", "entries.csv",
        "clearings.csv", "decisions.csv", "release.csv", "recall.csv",
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
