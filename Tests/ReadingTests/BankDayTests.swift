import Foundation
import Model
import TestKit
import Testing

@testable import Reading

@Suite("Days and stated values of bank CSV files")
struct BankDayTests {
  /// 京都 and JAネットバンク write days without a year.
  static let yearless = "番号,明細区分,取扱日付,起算日,お支払金額,お預り金額,取引区分,残高,摘要\n"

  static func yearlessFile(_ days: [String], newestFirst: Bool = false) -> String {
    var rows: [String] = []
    for (index, day) in days.enumerated() {
      rows.append("001,,\(day),,,100,振込,\(1000 + 100 * (index + 1)),ﾐﾎﾝ\n")
    }
    return yearless + (newestFirst ? rows.reversed() : rows).joined()
  }

  @Test(
    "Days without a year are those of the last twelve months, and a file of more is not posted",
    arguments: [
      ("2026-11-23", ["8月3日"], "2026-08-03", "-"), ("2026-07-31", ["8月3日"], "2025-08-03", "-"),
      ("2026-01-10", ["12月30日", "1月4日"], "2025-12-30 2026-01-04", "-"),
      ("2026-11-23", ["12月30日", "1月4日"], "2025-12-30 2026-01-04", "-"),
      (
        "2026-11-23", ["11月24日", "12月1日", "11月23日"], "2025-11-24 2025-12-01 2026-11-23", "-"
      ),
      // A year and a day: the first row can only be put a year too late.
      (
        "2026-11-23", ["11月20日", "12月1日", "11月23日"], "2026-11-20 2025-12-01 2026-11-23",
        "dayOutOfPeriod stopsPosting record 2 line 3"
      ),
      (
        "2026-11-23", ["8月1日", "10月1日", "12月1日", "9月1日"],
        "2026-08-01 2026-10-01 2025-12-01 2026-09-01", "dayOutOfPeriod stopsPosting record 3 line 4"
      ),
      // A row that the bank printed some days late is no other year.
      ("2026-11-23", ["8月3日", "8月1日", "8月4日"], "2026-08-03 2026-08-01 2026-08-04", "-"),
      ("2026-11-23", ["2月29日"], "", "badDate rejectsRow record 1 line 2 column 3 [2月29日] personal"),
    ] as [(String, [String], String, String)])
  func years(asOf: String, days: [String], expected: String, finding: String) {
    let file = readTextAsFile(Self.yearlessFile(days), asOf: asOf)
    #expect(file.rows.map(\.bookingDay.iso).joined(separator: " ") == expected)
    let found = file.reading.findings.map(findingText).joined(separator: "; ")
    #expect(found == finding || (found.isEmpty && finding == "-") || found.hasPrefix(finding))
    let isStopped = file.reading.accounts[0].stopsFromRecord != nil
    #expect(isStopped == finding.contains("stopsPosting"))
  }

  @Test("The same the other way round: newest first, the jump is up")
  func newestFirst() {
    let good = readTextAsFile(Self.yearlessFile(["12月30日", "1月4日", "2月1日"], newestFirst: true))
    #expect(good.rows.map(\.bookingDay.iso) == ["2026-02-01", "2026-01-04", "2025-12-30"])
    #expect(good.reading.accounts[0].stopsFromRecord == nil)
    let long = readTextAsFile(
      Self.yearlessFile(["11月20日", "12月1日", "11月23日"], newestFirst: true))
    #expect(long.reading.accounts[0].stopsFromRecord == 1)
    #expect(long.reading.findings.map(\.fault) == [.dayOutOfPeriod])
  }

  @Test("A stated period gives the year, however late the file is read")
  func period() {
    let lines = "口座番号,1234567\n照会期間,2024/12/01～2025/01/31\n"
    let file = readTextAsFile(lines + Self.yearlessFile(["12月30日", "1月4日"]))
    #expect(file.rows.map(\.bookingDay.iso) == ["2024-12-30", "2025-01-04"])
    let control = file.reading.controls.first { $0.kind == .dayRange }
    #expect(control?.outcome == .ok && file.reading.accounts[0].stopsFromRecord == nil)
  }

  @Test("起算日 is kept beside 勘定日, in brackets or without, and a blank one is none")
  func valueDays() {
    let header = "照会口座,番号,勘定日,（起算日）,出金（円）,入金（円）,小切手区分,残高（円）,取引区分,明細区分,金融機関名,支店名,摘要\n"
    let cells = ["（2026年7月1日）", "2026年07月01日", "", "(2026年6月30日)"]
    let rows = cells.enumerated().map { index, cell in
      "本店（001） 普通 1234567,001,2026年7月2日,\(cell),,100,,\(1000 + index * 100),振込,,,,ﾐﾎﾝ\n"
    }
    let file = readTextAsFile(header + rows.joined())
    #expect(file.rows.map { $0.valueDay?.iso } == ["2026-07-01", "2026-07-01", nil, "2026-06-30"])
    #expect(file.rows.allSatisfy { $0.bookingDay.iso == "2026-07-02" })
  }

  /// ゆうちょ states its balance, when it was asked for, the period and the number of rows.
  static func yucho(balance: String, madeOn: String, rows: String) -> String {
    "お客さま口座情報\n現在高：,\"\(balance)\",円,\n出力日時：令和 8 年 11 月 \(madeOn) 日 17 時 52 分\n"
      + "お客さま口座番号：12340-12345671\n日付指定：令和 8 年 11 月 01 日 ～ 令和 8 年 11 月 20 日\n"
      + "明細件数：2\n取引日,入出金明細ＩＤ,受入金額（円）,払出金額（円）,詳細１,詳細２,現在（貸付）高,\n" + rows
  }

  static let rows = "20261102,1,500,,振込,ﾐﾎﾝ,1500,\n20261104,2,,300,自払,ﾃﾞﾝｷ,1200,\n"

  @Test(
    "The balance above the rows is that behind the newest, where nothing can have come since",
    arguments: [
      ("1,200", "20", "ok", []),
      (
        "1,300", "20", "failed",
        ["controlFailed stopsPosting [1200] expected 1300 difference -100"]
      ),
      // Made after the period's end: the account went on.
      ("1,300", "22", "absent", []), ("1,200", "22", "absent", []),
    ] as [(String, String, String, [String])])
  func statedBalance(balance: String, madeOn: String, outcome: String, findings: [String]) {
    let text = Self.yucho(balance: balance, madeOn: madeOn, rows: Self.rows)
    let reading = readTextAsFile(text).reading
    let control = reading.controls.first { $0.kind == .closingBalance }
    #expect(control?.outcome.rawValue ?? "none" == outcome)
    #expect(reading.findings.map(findingText) == findings)
    #expect(reading.accounts[0].stopsFromRecord == (findings.isEmpty ? nil : 1))
  }

  @Test("A row outside the stated period stops the account, and the first such row is named")
  func outside() {
    let rows = Self.rows.replacingDay("20261104", by: "20261121")
    let reading = readTextAsFile(Self.yucho(balance: "1,200", madeOn: "22", rows: rows)).reading
    let control = reading.controls.first { $0.kind == .dayRange }
    #expect(control?.outcome == .failed && control?.computed == 1)
    #expect(
      reading.findings.map(findingText)
        == ["dayOutOfPeriod stopsPosting record 2 line 9 [1] expected 0"])
    #expect(reading.accounts[0].stopsFromRecord == 1)
  }
}

extension String {
  fileprivate func replacingDay(_ day: String, by other: String) -> String {
    guard let range = range(of: day) else { return self }
    return replacingCharacters(in: range, with: other)
  }
}
