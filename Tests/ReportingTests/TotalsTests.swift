import Foundation
import Model
import Testing

@testable import Reporting

@Suite("Totals, summary and workbook") struct TotalsTests {
  @Test("both sides of the proof line are printed and agree, in whole numbers")
  func proof() throws {
    let document = try totals(.full())
    let proof = try #require(document["proof"] as? [String: Any])
    let parts = ["cleared", "suspense", "refund_linked", "excluded"]
    let yen = parts.map { proof["right_\($0)_yen"] as? Int ?? .min }
    #expect(yen == [149_162, 66_330, 2_640, 154_333])
    #expect(proof["left_credits_yen"] as? Int == yen.reduce(0, +))
    #expect(proof["right_total_yen"] as? Int == yen.reduce(0, +))
    #expect(proof["ok"] as? Bool == true)
    let text = String(decoding: try #require(file("totals.json", .full())), as: UTF8.self)
    #expect(!text.contains("." + "0,") && !text.contains("null"))
  }

  @Test("accounts add up to the whole")
  func accounts() throws {
    let accounts = try #require(try totals(.full())["accounts"] as? [[String: Any]])
    let credits = accounts.compactMap { ($0["credits"] as? [String: Int])?["amount_yen"] }
    #expect(credits.reduce(0, +) == 372_465)
  }

  @Test("at risk takes each order once, at its largest amount, whatever cases concern it")
  func atRisk() {
    for seed: UInt64 in 1...200 {
      var random = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
      func below(_ n: UInt64) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((random >> 33) % n)
      }
      var day = SampleDay()
      let orders = (0..<5).map { day.addOrder("A\($0)", "客", yen: Int64(1_000 * (1 + $0))) }
      var worst: [Int32: Int64] = [:]
      var loose: Int64 = 0
      for _ in 0..<below(12) {
        let yen = Int64(below(5_000))
        let note = NoteText(title: "t", basis: "b", nextAction: "n", note: "x")
        switch below(3) {
        case 0:
          let order = orders[below(5)]
          day.addCase(.A02, .hold, order: order, note)
          worst[order] = max(worst[order] ?? 0, yen)
        case 1:
          // Several candidates: one of them is at risk, counted at the dearest.
          let first = below(4)
          day.addCase(.N03, .holdAsk, others: [orders[first], orders[first + 1]], note)
          worst[orders[first + 1]] = max(worst[orders[first + 1]] ?? 0, yen)
        default:
          day.addCase(.N01, .hold, others: [orders[0]], note)
          loose += yen
        }
        day.cases[day.cases.count - 1].atRiskGrossYen = yen
        day.cases[day.cases.count - 1].atRiskNetYen = yen
      }
      let found = AtRisk(day.input)
      #expect(found.grossYen == worst.values.reduce(loose, +) && found.netYen == found.grossYen)
      #expect(found.orders == worst.count)
    }
  }

  @Test("one transfer for several orders puts each of them at risk once, beside their own cases")
  func atRiskTogether() {
    var day = SampleDay()
    let orders = (0..<3).map { day.addOrder("A\($0)", "客", yen: Int64(1_000 * (1 + $0))) }
    let note = NoteText(title: "t", basis: "b", nextAction: "n", note: "x")
    let entry = day.addEntry("ｷﾔｸ", yen: 6_000)
    day.outcomes.append(
      EntryOutcome(
        entryIndex: entry, verdict: .automatic,
        links: orders.map {
          MatchLink(orderIndex: $0, allocatedYen: 1_000 * Int64($0 + 1), basis: .oneForMany)
        }))
    day.addCase(.M01, .hold, others: orders, note)
    day.cases[0].entryIndex = entry
    day.cases[0].atRiskGrossYen = 6_000
    for (place, order) in orders.enumerated() {
      day.addCase(.D04, .hold, order: order, note)
      day.cases[place + 1].atRiskGrossYen = Int64(1_000 * (1 + place))
    }
    let found = AtRisk(day.input)
    #expect(found.grossYen == 6_000 && found.orders == 3)
  }

  @Test("a yen that is not explained stops the program")
  func unexplained() async {
    await #expect(processExitsWith: .failure) {
      var day = SampleDay.full()
      day.uses[0].clearedYen -= 1
      _ = reportFiles(day.input)
    }
  }

  @Test("JSON escapes what must be escaped and sorts its keys")
  func json() {
    let value = JSONValue.object([
      "b": .text("a\"\\\n\u{1}ﾔ"), "a": .list([.number(-1), .flag(false)]), "c": .list([]),
    ])
    let expected = """
      {
        "a": [
          -1,
          false
        ],
        "b": "a\\"\\\\\\u000a\\u0001ﾔ",
        "c": []
      }

      """
    #expect(String(decoding: value.document(), as: UTF8.self) == expected)
  }

  @Test(
    "the terminal gets files, money, orders and the first five cases, without payers' names",
    arguments: Language.allCases)
  func summary(_ language: Language) {
    let day = SampleDay.full(language)
    let lines = summaryLines(Report(day.input))
    // Receipts, proof, reversals, orders; data, five cases with their head and rest, notices.
    #expect(lines.count == day.files.count + 4 + 1 + 1 + 5 + 1 + 1)
    let text = lines.joined(separator: "\n")
    #expect(text.contains("372,465") && text.contains("149,162") && text.contains("B01"))
    for entry in day.entries { #expect(!text.contains(entry.payerName)) }
  }

  @Test("what came today, what was carried over, and what reversals took back stand apart")
  func receipts() {
    let figures = Figures(SampleDay.full().input)
    #expect(figures.carriedCredits == CountAndYen(count: 1, yen: 33_000))
    #expect(figures.newCredits == CountAndYen(count: 18, yen: 339_465))
    #expect(figures.reversals == CountAndYen(count: 1, yen: 48_400))
    #expect(figures.otherDebits == CountAndYen(count: 1, yen: 23_410))
    #expect(figures.netClearedYen == 100_762)
    let text = summaryLines(Report(SampleDay.full().input)).joined(separator: "\n")
    #expect(text.contains("本日の新規入金 18件 339,465円 + 前回からの繰越 1件 33,000円"))
    #expect(text.contains("消込の取消 1件 48,400円(差引の消込 100,762円)"))
  }

  @Test("a reversal that is larger than what it takes back leaves its rest among other debits")
  func largeReversal() {
    var day = SampleDay()
    let entry = day.addEntry("ﾌﾒｲ", yen: 900, direction: .debit)
    day.uses.append(
      EntryUse(entryIndex: entry, clearedYen: -700, excludedYen: -200, reason: "reversal"))
    let figures = Figures(day.input)
    #expect(figures.reversals == CountAndYen(count: 1, yen: 700))
    #expect(figures.otherDebits == CountAndYen(count: 0, yen: 200))
  }

  @Test(
    "a file that was refused, stopped or lost a row needs a person even without a case",
    arguments: [Severity.rejectsRow, .stopsPosting, .refusesFile])
  func refusedOnly(_ severity: Severity) {
    for (language, calm, need) in [
      (Language.en, "nothing needs a person", "1 data problem needs a person"),
      (.ja, "人の判断が必要なものはありません", "データの不備 1件に人の対応が必要"),
    ] {
      var day = SampleDay(language: language)
      #expect(summaryLines(Report(day.input)).contains(calm))
      let finding = DataFinding(.truncated, severity)
      day.files = [
        FileLine(name: "a", sha256: "", sizeBytes: 1, reading: FileReading(findings: [finding]))
      ]
      #expect(!summaryLines(Report(day.input)).contains(calm))
      #expect(summaryLines(Report(day.input)).contains(need))
    }
  }

  @Test(
    "a share is rounded to the nearest tenth of a per cent",
    arguments: [
      (57, 1_000, "5.7%"), (5_649, 100_000, "5.6%"), (5_650, 100_000, "5.7%"),
      (1, 1, "100.0%"), (0, 0, "0.0%"),
    ])
  func shares(_ part: Int64, _ whole: Int64, _ text: String) {
    #expect(percentage(part, of: whole) == text)
  }

  @Test(
    "money in suspense is counted in its age band",
    arguments: [(0, 0), (3, 0), (4, 1), (7, 1), (8, 2), (14, 2), (15, 3), (30, 3), (31, 4)])
  func ages(_ days: Int32, _ band: Int) {
    var day = SampleDay()
    let booked = SampleDay.asOf.day.adding(days: -days).iso
    day.addHeld(day.addEntry("ﾌﾒｲ", yen: 700, day: booked), [], code: .N01)
    let ageing = Figures(day.input).ageing
    #expect(ageing.map(\.open.yen) == (0..<5).map { $0 == band ? 700 : 0 })
  }

  @Test("equal input gives an equal workbook, and an older file is not needed for it")
  func workbook() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = ["a.xlsx", "b.xlsx"].map { folder.appending(path: $0) }
    for path in paths { try writeWorkbook(Report(SampleDay.full().input), toPath: path.path) }
    let first = try Data(contentsOf: paths[0])
    #expect(first.count > 8_000 && first.starts(with: [0x50, 0x4B]))
    #expect(try first == Data(contentsOf: paths[1]))
  }

  @Test("a workbook that cannot be written is an error with a reason")
  func noFolder() {
    let error = #expect(throws: WorkbookError.self) {
      try writeWorkbook(Report(SampleDay.full().input), toPath: "/nowhere/at/all/a.xlsx")
    }
    #expect(error?.reason.isEmpty == false)
  }

  private func totals(_ day: SampleDay) throws -> [String: Any] {
    let bytes = try #require(file("totals.json", day))
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }
}
