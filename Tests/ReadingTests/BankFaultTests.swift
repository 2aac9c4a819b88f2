import Model
import TestKit
import Testing

@testable import Reading

private let generic = "取引日,摘要,お支払金額,お預り金額,残高\n"
private let neutral = "deposit_id,booking_date,value_date,amount,payer_name,reversal\n"
private let anser =
  "照会口座,番号,勘定日,（起算日）,出金（円）,入金（円）,小切手区分,残高（円）,取引区分,明細区分,金融機関名,支店名,摘要\n"
private let bizDeposits =
  "金融機関コード,金融機関名,支店コード,支店名,科目,口座番号,口座名,取引日,入払区分,取引区分,取引金額,"
  + "内他店券金額,手形・小切手区分,手形・小切手番号,振込依頼人番号,振込依頼人名,仕向金融機関名,仕向支店名,摘要,EDI情報\n"
private let bizStart =
  "1,123,見本支店,1,0,普通,9000001,カ）ミホン,2026.11.1-2026.11.30,全明細,2026.11.30,12:34,,,\n"

@Suite("Faults in bank CSV")
struct BankFaultTests {
  @Test(
    "A row that cannot be read says where and why, and the others are read",
    arguments: [
      (generic + "2026/13/02,ｱ,,1,1\n", "badDate", 1, "2026/13/02"),
      (generic + ",ｱ,,1,1\n", "missingValue", 1, ""),
      (generic + "2026/11/02,ｱ,,,1\n", "missingValue", 4, ""),
      (generic + "2026/11/02,ｱ,,1.5,1\n", "badAmount", 4, "1.5"),
      (generic + "2026/11/02,ｱ,5,7,1\n", "badAmount", 4, "7"),
      (generic + "2026/11/02,ｱ,,1,x\n", "badAmount", 5, "x"),
      (generic + "2026/11/02,ｱ,,100000000000000,1\n", "amountOverflow", 4, "100000000000000"),
      (generic + "2026/11/02,ｱ,,1\n2026/11/02,,,0,1\n", "columnCount", 0, "4"),
      (generic + "2026/11/02,ｱ,,1,1,x\n", "columnCount", 0, "6"),
      (generic + "2026/11/02,ｱ,,1", "truncated", 4, "1"),
      (generic + "2026/11/02,\"ｱ,,1,1\n", "unbalancedQuote", 2, ""),
      (generic + "2026/11/02,\"ｱ\"x,,1,1\n", "unbalancedQuote", 2, ""),
      (neutral + "D1,2026-11-02,,5,ｱ,2\n", "badCode", 6, "2"),
      (neutral + "D1,2026-11-02,,,ｱ,0\n", "missingValue", 4, ""),
      (neutral + "D1,2026-11-02,x,5,ｱ,0\n", "badDate", 3, "x"),
      (
        bizDeposits + "5,,1,,1,7,,080732,1,11,5,0,,,,ｱ,,,,\n", "badDate", 8, "080732"
      ),
      (
        bizDeposits + "5,,1,,1,7,,090101,1,11,5,0,,,,ｱ,,,,\n", "impossibleEraYear", 8, "090101"
      ),
      (bizDeposits + "5,,1,,1,7,,080701,3,11,5,0,,,,ｱ,,,,\n", "badCode", 9, "3"),
      (bizDeposits + "5,,1,,1,7,,080701,1,77,5,0,,,,ｱ,,,,\n", "badCode", 10, "77"),
      (
        bizDeposits + "5,,1,,1,7,,080701,1,11,-5,0,,,,ｱ,,,,\n", "unsignedAmountNegative", 11,
        "-5"
      ),
      (bizDeposits + "5,,1,,1,7,,080701,1,11,5,6,,,,ｱ,,,,\n", "badAmount", 12, "6"),
    ])
  func rows(text: String, fault: String, column: Int32, value: String) throws {
    let good: String
    if text.hasPrefix(generic) {
      good = "2026/11/05,振込 ﾐﾎﾝ,,0,\n2026/11/05,振込 ﾐﾎﾝ,,500,\n"
    } else if text.hasPrefix(neutral) {
      good = "D9,2026-11-05,,500,ﾐﾎﾝ,0\n"
    } else {
      good = "5,,1,,1,7,,081105,1,11,500,0,,,,ﾐﾎﾝ,,,,\n"
    }
    // A file that was cut ends there.
    let file = readTextAsFile(fault == "truncated" ? text : text + good)
    let finding = try #require(file.reading.findings.first)
    #expect(finding.fault.rawValue == fault && finding.severity == .rejectsRow)
    #expect(finding.place.record == 1 && finding.place.line == 2)
    #expect(finding.place.column ?? 0 == column)
    #expect(finding.value ?? "" == value)
    #expect(file.reading.rowsRejected == 1)
    if fault != "truncated" {
      #expect(file.rows.map(\.amountYen) == [500])
      #expect(file.rows.map(\.record).last! > 1)
    }
  }

  @Test(
    "A file that is not read says why",
    arguments: [
      ([], "emptyFile refusesFile"), (Array(" \r\n".utf8), "emptyFile refusesFile"),
      ([0xEF, 0xBB, 0xBF], "emptyFile refusesFile"),
      ([0xFF, 0xFE, 0x41, 0x00], "wrongEncoding refusesFile [UTF-16] expected UTF-8, CP932"),
      ([0xFE, 0xFF, 0x00, 0x41], "wrongEncoding refusesFile [UTF-16] expected UTF-8, CP932"),
      ([0x50, 0x4B, 0x03, 0x04, 0x14], "unknownFormat refusesFile [ZIP]"),
      (Array("%PDF-1.7\n".utf8), "unknownFormat refusesFile [PDF]"),
      ([0x1F, 0x8B, 0x08], "unknownFormat refusesFile [gzip]"),
      ([0xD0, 0xCF, 0x11, 0xE0], "unknownFormat refusesFile [XLS]"),
      (Array("a,b,c\n1,2,3\n".utf8), "unknownFormat refusesFile line 1 [a,b,c] personal"),
      (
        Array("取引日,摘要,残高\n2026/11/02,x,1\n".utf8),
        "unknownFormat refusesFile line 1 [取引日,摘要,残高] personal"
      ),
      (
        Array("日付,内容,出金金額(円),残高(円),メモ\n".utf8),
        "headerChanged refusesFile line 1 [sumishin-sbi] expected 入金金額(円)"
      ),
      (
        Array("a,b,c\nd,\u{0},f\n".utf8), "nulByte refusesFile line 2 column 2"
      ),
      (
        // 0xFD is no byte of CP932, and no UTF-8 either.
        Array("a,b,c\n".utf8) + [0x8E, 0xE6, 0x2C, 0xFD, 0x2C, 0x0A],
        "wrongEncoding refusesFile line 2 expected UTF-8, CP932"
      ),
      (
        [UInt8](repeating: 0x61, count: 3 << 20),
        "lineTooLong refusesFile line 1 column 2 expected 1048576"
      ),
    ] as [([UInt8], String)])
  func refused(bytes: [UInt8], finding: String) {
    let file = readBytesAsFile(bytes)
    #expect(file.reading.isRefused && file.rows.isEmpty)
    #expect(file.reading.findings.map(findingText) == [finding])
  }

  @Test("A NUL among the rows refuses the file, however many rows came before")
  func nulAmongRows() {
    let file = readTextAsFile(generic + "2026/11/02,ｱ,,1,1\n2026/11/02,\u{0},,1,2\n")
    #expect(file.reading.isRefused)
    #expect(file.reading.findings.map(\.fault) == [.nulByte, .nulByte])
  }

  @Test("A day without bookings is a note, not a fault")
  func noRows() {
    let file = readTextAsFile(generic)
    #expect(file.reading.findings.map(findingText) == ["headerWithoutRows note"])
    #expect(!file.reading.isRefused && file.reading.accounts[0].stopsFromRecord == nil)
  }

  @Test("A column that a bank adds is told and does no harm")
  func addedColumn() {
    let text = "日付,内容,出金金額(円),入金金額(円),残高(円),メモ,新しい列\n2026/11/02,振込＊ﾐﾎﾝ,,5,5,-,x\n"
    let file = readTextAsFile(text)
    #expect(file.reading.findings.map(findingText) == ["headerChanged note line 1 [新しい列]"])
    #expect(file.rows.map(\.payerName) == ["ﾐﾎﾝ"])
  }

  @Test("Two columns of the same meaning are ambiguous: refused, not guessed")
  func ambiguous() {
    let text = "取引日,摘要,入金,出金,お預り金額,残高\n2026/11/02,x,1,,2,3\n"
    #expect(readTextAsFile(text).reading.findings.map(\.fault) == [.unknownFormat])
  }

  @Test("Rows that are no data are skipped and counted, and records go on counting")
  func skipped() {
    let rows = [
      "2026/11/02,振込 ｱ,,1,1", "", ",,,,", "※ご注意ください", "取引日,摘要,お支払金額,お預り金額,残高",
      "※メモ,,,,", "2026/11/04,振込 ｲ,,2,3", "以上",
    ]
    let file = readTextAsFile(generic + rows.joined(separator: "\r\n"))
    #expect(file.reading.findings.isEmpty && file.reading.rowsSkipped == 6)
    #expect(file.rows.map(\.record) == [1, 2] && file.rows.map(\.line) == [2, 8])
  }

  @Test(
    "取消 undoes a deposit whichever column and sign carry it; money given back is none",
    arguments: [
      ("振込取消 ｱ", "500", "", "", -500, RowMark.cancellation),
      ("振込取消 ｱ", "", "500", "", -500, .cancellation),
      ("振込 ｱ", "", "-500", "", -500, .cancellation),
      ("振込 ｱ", "", "500", "取消", -500, .cancellation),
      ("振込 ｱ", "", "-500", "取消", -500, .cancellation),
      ("ﾃﾞﾝｷ", "-500", "", "", 500, .reversal), ("ﾃﾞﾝｷ", "-500", "", "取消", 500, .reversal),
      ("ﾃﾞﾝｷ", "500", "", "訂正", -500, .correction), ("振込 ｱ", "", "500", "", 500, .none),
      ("振込 ｱ", "0", "500", "", 500, .none), ("ﾃﾞﾝｷ", "500", "0", "", -500, .none),
    ])
  func cancellations(
    text: String, debit: String, credit: String, detail: String, signed: Int64, mark: RowMark
  ) throws {
    let file = readTextAsFile(
      "取引日,明細区分,摘要,出金,入金\n2026/11/02,\(detail),\(text),\(debit),\(credit)\n")
    let row = try #require(file.rows.first)
    #expect(row.mark == mark && row.amountYen == 500)
    #expect(row.direction == (signed > 0 ? .credit : .debit))
  }

  @Test("Several accounts in one file are kept and proved apart")
  func accounts() {
    func line(_ account: String, _ day: Int, _ balance: Int) -> String {
      "\(account) 普通 9000001,1,2026年11月\(day)日,,,5,,\(balance),振込,,,,ｱ\n"
    }
    let file = readTextAsFile(
      anser + line("見本（001）", 2, 105) + line("見本（002）", 2, 1005) + line("見本（001）", 4, 110)
        + line("見本（002）", 4, 1011))
    #expect(file.reading.accounts.map(\.account.branchCode) == ["001", "002"])
    #expect(file.rows.map(\.accountIndex) == [0, 1, 0, 1])
    #expect(file.reading.accounts.map(\.stopsFromRecord) == [nil, 4])
    #expect(file.reading.controls.map(\.outcome) == [.ok, .failed])
  }

  @Test("More rows rejected than findings are kept: the rest is counted")
  func manyFindings() {
    let text = generic + String(repeating: "2026/11/02,ｱ,,x,1\n", count: 50)
    let file = readBytesAsFile(Array(text.utf8), maxFindings: 10)
    #expect(file.reading.findings.count == 10 && file.reading.rowsRejected == 50)
  }

  @Test("The number of rows that ゆうちょ states is proved")
  func statedCount() {
    let text =
      "明細件数：2\n取引日,入出金明細ＩＤ,受入金額（円）,払出金額（円）,詳細１,詳細２,現在（貸付）高,\n"
      + "20261102,1,5,,振込,ｱ,5,\n"
    let file = readTextAsFile(text)
    #expect(
      file.reading.findings.map(findingText) == ["controlFailed stopsPosting [1] expected 2"])
    #expect(file.reading.accounts[0].stopsFromRecord == 1)
  }

  @Test(
    "Every control of BizSTATION's row 9 is proved",
    arguments: [
      ("9,1,2,,18420,65560,1000000,1047140\n", []),
      ("9,2,2,,18420,65560,1000000,1047140\n", ["controlFailed column 2"]),
      ("9,1,3,,18420,65560,1000000,1047140\n", ["controlFailed column 3"]),
      ("9,1,2,,18421,65560,1000000,1047140\n", ["controlFailed column 5"]),
      ("9,1,2,,18420,65561,1000000,1047140\n", ["controlFailed column 6"]),
      ("9,1,2,,18420,65560,1000001,1047140\n", ["controlFailed column 7"]),
      ("9,1,2,,18420,65560,1000000,1047141\n", ["controlFailed column 8"]),
      ("9,1,2,,18420,65560,1000000,\n", ["controlFailed column 8"]),
      ("", ["truncated column 0"]),
    ])
  func bizStationTotals(last: String, findings: [String]) {
    let rows =
      "2,2026.11.2,振込１,カ）ミホン,0,54560,1054560\n2,2026.11.4,口座振替３,デンキ,18420,0,1036140\n"
      + "2,2026.11.4,振込１,ミホン　ハナコ,0,11000,1047140\n8\n"
    let file = readTextAsFile(bizStart + rows + last)
    #expect(
      file.reading.findings.map { "\($0.fault) column \($0.place.column ?? 0)" } == findings)
    #expect(file.reading.findings.allSatisfy { $0.severity == .stopsPosting })
    #expect(file.reading.accounts[0].stopsFromRecord == (findings.isEmpty ? nil : 1))
    #expect(file.rows.count == 3)
  }

  @Test(
    "Rows of BizSTATION that cannot be are rejected",
    arguments: [
      ("2,2026.11.2,振込,ｱ,0,5\n", "columnCount"), ("2,2026/13/2,振込,ｱ,0,5,5\n", "badDate"),
      ("2,2026.11.2,振込,ｱ,1,5,5\n", "badAmount"), ("2,2026.11.2,振込,ｱ,0,,5\n", "missingValue"),
      ("3,x\n", "badCode"),
    ])
  func bizStationRows(row: String, fault: String) {
    let file = readTextAsFile(bizStart + row)
    #expect(file.reading.findings.map(\.fault.rawValue).sorted() == [fault, "truncated"].sorted())
    #expect(file.reading.rowsRejected == 1 && file.rows.isEmpty)
  }

  @Test("A BizSTATION day outside the stated period stops posting")
  func bizStationPeriod() {
    let file = readTextAsFile(
      bizStart + "2,2026.12.1,振込,ｱ,0,5,5\n8\n9,0,1,,0,5,0,5\n")
    #expect(file.reading.findings.map(\.fault) == [.dayOutOfPeriod])
    #expect(file.reading.accounts[0].stopsFromRecord == 1)
  }
}
