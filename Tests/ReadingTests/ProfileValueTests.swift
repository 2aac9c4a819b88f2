import Model
import Testing

@testable import Reading

@Suite("Values in bank CSV cells")
struct ProfileValueTests {
  @Test(
    "Amounts are read in every way banks write them, and nothing else is",
    arguments: [
      ("0", .yen(0)), ("54560", .yen(54_560)), ("000000054560", .yen(54_560)),
      ("1,234,567", .yen(1_234_567)), ("12,345", .yen(12_345)), (" 3 ", .yen(3)),
      ("-11,000", .yen(-11_000)), ("\\7,000", .yen(7_000)), ("-\\7,000", .yen(-7_000)),
      ("\\-7,000", .yen(-7_000)), ("¥1,000", .yen(1_000)), ("￥ 1,000", .yen(1_000)),
      ("1,000円", .yen(1_000)), ("▲300", .yen(-300)), ("△1,300", .yen(-1_300)),
      ("−500", .yen(-500)), ("－５００", .yen(-500)), ("１，２３４", .yen(1_234)),
      ("999999999999", .yen(999_999_999_999)),
      ("1000000000000", .overflow), ("00999999999999", .yen(999_999_999_999)),
      ("100000000000000", .overflow), ("9223372036854775808", .overflow),
      ("123456789012345678901234567890", .overflow), ("", .blank), ("  ", .blank),
      ("-", .bad), ("\\", .bad), ("円", .bad), ("▲", .bad), ("1,23", .bad), ("1234,567", .bad),
      (",123", .bad), ("1,", .bad), ("1.5", .bad), ("1 2", .bad), ("--1", .bad), ("+1", .bad),
      ("1-", .bad), ("(1)", .bad), ("1円2", .bad), ("円1", .bad), ("ﾐﾎﾝ", .bad), ("十", .bad),
      ("0x10", .bad), ("1e3", .bad), ("1\u{0}", .bad),
    ] as [(String, AmountCell)])
  func amounts(text: String, expected: AmountCell) {
    let found = Array(text.utf8).withUnsafeBytes { parseAmount($0, TextDecoder(.utf8)) }
    // The scanner never lets a NUL through, so what the parser makes of it does not matter.
    if !text.utf8.contains(0) { #expect(found == expected) }
  }

  @Test("Full-width amounts in CP932 read as in UTF-8")
  func amountsInCP932() {
    // ▲１，２３４円
    let bytes: [UInt8] = [
      0x81, 0xA3, 0x82, 0x50, 0x81, 0x43, 0x82, 0x51, 0x82, 0x52, 0x82, 0x53, 0x89, 0x7E,
    ]
    #expect(bytes.withUnsafeBytes { parseAmount($0, TextDecoder(.cp932)) } == .yen(-1_234))
  }

  @Test(
    "Dates are read in the styles a profile allows, and in no other",
    arguments: [
      ("2026/7/1", .yearMonthDay, "2026-07-01"), ("2026/07/01", .yearMonthDay, "2026-07-01"),
      ("2026-07-01", .yearMonthDay, "2026-07-01"), ("2026.7.1", .yearMonthDay, "2026-07-01"),
      ("2018/1/9", .yearMonthDay, "2018-01-09"), ("２０２６／７／１", .yearMonthDay, "2026-07-01"),
      ("2026/7-1", .yearMonthDay, "bad"), ("2026/2/30", .yearMonthDay, "bad"),
      ("2026/13/1", .yearMonthDay, "bad"), ("2026/7", .yearMonthDay, "bad"),
      ("2026/7/1/2", .yearMonthDay, "bad"), ("26/7/1", .yearMonthDay, "bad"),
      ("/7/1", .yearMonthDay, "bad"), ("2026/7/001", .yearMonthDay, "bad"),
      ("20180720", .yearMonthDay, "bad"), ("2026/7/1", .compact, "bad"),
      ("20180720", .compact, "2018-07-20"), ("20180732", .compact, "bad"),
      ("2026年7月1日", .kanji, "2026-07-01"), ("（2026年07月01日）", .kanji, "2026-07-01"),
      ("2026年7月1日", .yearMonthDay, "bad"), ("2026年7月", .kanji, "bad"),
      ("2026月7年1日", .kanji, "bad"), ("H30.01.15", .eraName, "2018-01-15"),
      ("R8/7/1", .eraName, "2026-07-01"), ("令和 8 年 7 月 1 日", .eraName, "2026-07-01"),
      ("令和元年5月1日", .eraName, "2019-05-01"), ("平成31年4月30日", .eraName, "2019-04-30"),
      ("H31.05.01", .eraName, "era"), ("R1.04.30", .eraName, "era"),
      ("S64.01.07", .eraName, "1989-01-07"), ("S64.01.08", .eraName, "era"),
      ("H01.01.08", .eraName, "1989-01-08"), ("平成元年1月7日", .eraName, "era"),
      // 平成31年5月1日 was 令和元年5月1日: a day that the era never had is refused, not moved.
      ("H31.04.30", .eraName, "2019-04-30"), ("R1.05.01", .eraName, "2019-05-01"),
      ("R01.05.01", .eraName, "2019-05-01"), ("平成31年5月1日", .eraName, "era"),
      ("平成32年1月1日", .eraName, "era"), ("令和元年4月30日", .eraName, "era"),
      ("元年5月1日", .eraName, "bad"), ("令和100年1月1日", .eraName, "era"),
      ("（令和8年7月1日）", .eraName, "2026-07-01"), ("(2026/7/1)", .yearMonthDay, "2026-07-01"),
      ("010501", .eraDigits, "2019-05-01"), ("310501", .eraDigits, "era"),
      ("300228", .eraDigits, "2018-02-28"), ("300229", .eraDigits, "era"),
      ("H0.1.1", .eraName, "era"), ("X1.1.1", .eraName, "bad"), ("令7.1.1", .eraName, "bad"),
      ("080701", .eraDigits, "2026-07-01"), ("80701", .eraDigits, "2026-07-01"),
      ("310430", .eraDigits, "2019-04-30"), ("090701", .eraDigits, "era"),
      ("081301", .eraDigits, "bad"), ("8月3日", .monthDay, "2026-08-03"),
      ("12月30日", .monthDay, "2025-12-30"), ("11/23", .monthDay, "2026-11-23"),
      ("11/24", .monthDay, "2025-11-24"), ("2月29日", .monthDay, "bad"),
      ("", .yearMonthDay, "blank"), ("  ", .yearMonthDay, "blank"), ("合計", .yearMonthDay, "bad"),
      ("999999999999/1/1", .yearMonthDay, "bad"), ("2826/11/02", .yearMonthDay, "future"),
      ("0026/11/02", .yearMonthDay, "bad"), ("20361102", .compact, "future"),
      ("2026/12/03", .yearMonthDay, "2026-12-03"), ("2026/12/04", .yearMonthDay, "future"),
      ("1976/11/23", .yearMonthDay, "1976-11-23"), ("1976/11/20", .yearMonthDay, "bad"),
    ] as [(String, DateStyles, String)])
  func dates(text: String, styles: DateStyles, expected: String) {
    let asOf = Day(iso: "2026-11-23")!
    let reader = DateReader(
      styles: styles, decoder: TextDecoder(.utf8), newest: asOf, range: bookingDays(asOf: asOf))
    let found = Array(text.utf8).withUnsafeBytes { reader.read($0) }
    switch found {
    case .day(let day): #expect(day.iso == expected)
    case .blank: #expect(expected == "blank")
    case .bad: #expect(expected == "bad")
    case .impossibleEraYear: #expect(expected == "era")
    case .future: #expect(expected == "future")
    }
  }

  @Test(
    "The kind goes, the name stays: only words of the list, only at the start, the longest first",
    arguments: [
      ("振込　ヤマダ　タロウ", "振込", "ヤマダ　タロウ"), ("振込 ﾔﾏﾀﾞ ﾀﾛｳ", "振込", "ﾔﾏﾀﾞ ﾀﾛｳ"),
      ("振込＊ミホンハナコ", "振込", "ミホンハナコ"), ("振込*ﾐﾎﾝ", "振込", "ﾐﾎﾝ"),
      ("振込入金＊ミホン", "振込入金", "ミホン"), ("フリコミ ミホン", "フリコミ", "ミホン"),
      ("ﾌﾘｺﾐ ﾐﾎﾝ", "ﾌﾘｺﾐ", "ﾐﾎﾝ"), ("カード振込　ﾐﾎﾝ", "カード振込", "ﾐﾎﾝ"),
      ("給料振込　ｶ)ﾐﾎﾝ", "給料振込", "ｶ)ﾐﾎﾝ"), ("都度振込1 ﾐﾎﾝ", "都度振込", "ﾐﾎﾝ"),
      ("口座振替３ デンキ", "口座振替", "デンキ"), ("振込取消 ﾐﾎﾝ", "振込取消", "ﾐﾎﾝ"),
      ("振込手数料", "振込手数料", ""), ("振込", "振込", ""), ("振込　", "振込", ""),
      ("振込ﾐﾎﾝ", "", "振込ﾐﾎﾝ"), ("ﾐﾎﾝ 振込", "", "ﾐﾎﾝ 振込"), ("振込123 ﾐﾎﾝ", "", "振込123 ﾐﾎﾝ"),
      ("振", "", "振"), ("", "", ""), ("利息", "利息", ""), ("振込　振込　ミホン", "振込", "振込　ミホン"),
    ])
  func kinds(text: String, kind: String, name: String) {
    let bytes = Array(text.utf8)
    var prefix = KindPrefix()
    // Twice: the second time the answer comes from memory.
    for _ in 0..<2 {
      bytes.withUnsafeBytes { raw in
        let found = prefix.find(in: raw)
        let rest = UnsafeRawBufferPointer(rebasing: raw[(found?.length ?? 0)...])
        #expect(found?.word.text ?? "" == kind)
        #expect(String(decoding: trimmed(rest), as: UTF8.self) == name)
      }
    }
  }

  @Test("A remembered kind is not found where another one stands")
  func kindMemory() {
    var prefix = KindPrefix()
    let texts = ["振込 ﾐﾎﾝ", "振込取消 ﾐﾎﾝ", "振込 ﾐﾎﾝ", "振込ﾐﾎﾝ", "利息", "振込 ｱｵｷ", "振込"]
    let found = texts.map { text in
      Array(text.utf8).withUnsafeBytes { prefix.find(in: $0)?.word.text }
    }
    #expect(found == ["振込", "振込取消", "振込", nil, "利息", "振込", "振込"])
  }

  @Test(
    "Lines above a header name the account and the period",
    arguments: [
      ([["口座", "見本銀行 本店 普通 1234567"]], "1 1234567"),
      ([["口座情報", "見本支店（998） 当座 0000777"]], "998 2 0000777"),
      ([["お客さま口座番号：12340-12345671"]], "12340-12345671"),
      ([["契約店舗コード", "科目", "口座番号"], ["98", "普通", "9000001"]], "098 1 9000001"),
      ([["口座名義", "ｶ)ﾐﾎﾝ"]], "ｶ)ﾐﾎﾝ"),
      ([["照会期間", "2026/11/01～2026/11/30"]], "2026-11-01..2026-11-30"),
      ([["日付指定：令和 8 年 11 月 01 日 ～ 令和 8 年 11 月 20 日"]], "2026-11-01..2026-11-20"),
      ([["照会期間", "指定なし"]], ""), ([["明細件数：3"]], "3 rows"), ([["お知らせ", "1234567"]], ""),
      ([["照会期間", "2026/11/30～2026/11/01"]], ""),
      ([["照会期間", "2026/11/01～2826/11/30"]], ""), ([["出力日時：1526年11月22日"]], ""),
      ([[], [""], ["口座"]], ""),
      ([["現在高：", "12,345", "円", ""]], "12345 yen"), ([["現在高：12,345円"]], "12345 yen"),
      ([["現在高：", "不明"]], ""),
      ([["出力日時：令和 8 年 11 月 22 日 17 時 52 分"]], "made 2026-11-22"),
    ] as [([[String]], String)])
  func preambles(lines: [[String]], expected: String) {
    let found = Preamble(lines: lines, asOf: Day(iso: "2026-11-23")!)
    let account = found.account
    var parts = [account.branchCode, account.accountType.map { "\($0)" }, account.number]
    parts += [account.holder, found.firstDay.map { "\($0.iso)..\(found.lastDay?.iso ?? "")" }]
    parts += [found.rowCount.map { "\($0) rows" }, found.balanceYen.map { "\($0) yen" }]
    parts += [found.madeOn.map { "made \($0.iso)" }]
    #expect(parts.compactMap { $0 }.joined(separator: " ") == expected)
  }
}
