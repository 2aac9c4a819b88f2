import Model
import Testing

@testable import Reading

private let daishiStart = "第四銀行,見本,普通,7700001,20261102,20261106,20261106170000\n"
private let receiptsStart = "1,101,見本,1,0,普通,7700001,ｶ)ﾐﾅﾓ,,入金明細,2026.11.6\n"

/// A row of the 27 items: 取引名, month, day, amount.
private func anserRow(
  _ kind: String, _ month: String, _ day: String, _ amount: String, number: String = "7700001"
) -> String {
  "明細,11,6,,,ｶ)ﾐﾅﾓ,見本銀行,見本,,普通,\(number),,\(kind),,,\(month),\(day),,,\(amount),,"
    + "ｻｸﾗｲ ﾊﾙｶ,,,,ｱｵﾊﾞ,ﾆｼ\n"
}

@Suite("CSV without column names")
struct PositionalTests {
  @Test(
    "A line that cannot be read says where and why, and the others are read",
    arguments: [
      (daishiStart + "1,20261102,,500,振込 ｱ\n", "columnCount", 0),
      (daishiStart + "1,20261132,,500,振込 ｱ,500\n", "badDate", 2),
      (daishiStart + "1,,,500,振込 ｱ,500\n", "missingValue", 2),
      (daishiStart + "1,20261102,5,7,振込 ｱ,500\n", "badAmount", 4),
      (daishiStart + "1,20261102,,5x,振込 ｱ,500\n", "badAmount", 4),
      (receiptsStart + "2,2026.11.2,,,ｱ,ｱｵﾊﾞ,ﾆｼ,,,500\n3,x\n", "badCode", 1),
      (receiptsStart + "2,2026.11.2,,,ｱ,ｱｵﾊﾞ,ﾆｼ,,,500\n2,2026.11.2,,,ｱ\n", "columnCount", 0),
      (
        receiptsStart + "2,2026.11.2,,,ｱ,ｱｵﾊﾞ,ﾆｼ,,,500\n2,2026.11.2,,,ｱ,ｱｵﾊﾞ,ﾆｼ,,,x\n", "badAmount",
        10
      ),
      (receiptsStart + "2,2026.11.2,,,ｱ,ｱｵﾊﾞ,ﾆｼ,,,500\n2,x,,,ｱ,ｱｵﾊﾞ,ﾆｼ,,,5\n", "badDate", 2),
      (anserRow("振込", "11", "2", "500") + anserRow("その他", "11", "2", "5"), "badCode", 13),
      (anserRow("振込", "11", "2", "500") + anserRow("振込", "2", "30", "5"), "badDate", 17),
      (anserRow("振込", "11", "2", "500") + anserRow("振込", "11", "2", ""), "missingValue", 20),
      (
        anserRow("振込", "11", "2", "500") + anserRow("振込", "11", "2", "5", number: "A"),
        "accountUnclear", 11
      ),
      (anserRow("振込", "11", "2", "500") + "明細,11,6\n", "columnCount", 0),
    ])
  func lines(text: String, fault: String, column: Int32) throws {
    let ending = text.hasPrefix("1,") ? "8\n9\n" : ""
    let good = text.hasPrefix("第四") ? "2,20261104,,500,振込 ｲ,\n" : ""
    let file = readTextAsFile(text + good + ending)
    let finding = try #require(file.reading.findings.first)
    #expect(finding.fault.rawValue == fault && finding.severity == .rejectsRow)
    #expect(finding.place.column ?? 0 == column)
    #expect(file.reading.findings.count == 1 && file.reading.rowsRejected == 1)
    #expect(file.rows.map(\.amountYen) == [500])
  }

  @Test(
    "Which item is the amount is told by the first deposit, and refused where it cannot be",
    arguments: [
      (",,5480", "mufg-bizstation-receipts", 5480), (",0,5480", "mufg-bizstation-receipts", 5480),
      (",ｴﾄﾞ,5480", "mufg-bizstation-receipts", 5480), (",5480,", "joyo-receipts", 5480),
      (",5480,0", "joyo-receipts", 5480), (",5480", "joyo-receipts", 5480),
      (",5480,ﾒﾓ", "joyo-receipts", 5480), (",100,5480", nil, 0), (",,", nil, 0),
      (",0,0", nil, 0),
    ] as [(String, String?, Int64)])
  func amountColumn(end: String, format: String?, yen: Int64) {
    let file = readTextAsFile(
      receiptsStart + "2,2026.11.2,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,104455\(end)\n8\n9\n")
    guard let format else {
      #expect(file.reading.isRefused && file.rows.isEmpty)
      #expect(file.reading.findings.map(\.fault) == [.unknownFormat])
      #expect(file.reading.findings[0].expected == "金額: 9 / 10")
      return
    }
    #expect(file.reading.formatID == format && file.reading.findings.isEmpty)
    #expect(file.rows.map(\.amountYen) == [yen] && file.rows.map(\.payerCode) == ["104455"])
  }

  @Test("Receipts that end before row 8 were cut: their account stops")
  func receiptsCut() {
    let row = "2,2026.11.2,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,,,5480\n"
    let file = readTextAsFile(receiptsStart + row + "8\n" + receiptsStart + row)
    #expect(file.reading.findings.map(\.fault) == [.truncated])
    #expect(file.reading.accounts.map(\.stopsFromRecord) == [2])
  }

  @Test(
    "The balances and the period of 第四 are proved for each account",
    arguments: [
      ("1,20261102,,500,振込 ｱ,1500\n2,20261104,,100,振込 ｲ,1600\n", [], nil),
      ("1,20261102,,500,振込 ｱ,1500\n2,20261104,,100,振込 ｲ,1601\n", [.balanceBreak], 2),
      ("2,20261104,,100,振込 ｲ,1600\n1,20261102,,500,振込 ｱ,1500\n", [], nil),
      ("1,20261101,,500,振込 ｱ,1500\n", [.dayOutOfPeriod], 1),
      ("1,20261107,,500,振込 ｱ,1500\n", [.dayOutOfPeriod], 1),
    ] as [(String, [DataFault], Int32?)])
  func daishiProof(rows: String, faults: [DataFault], stops: Int32?) {
    let other = daishiStart.replacing("7700001", with: "7700002") + "1,20261102,,5,振込 ｱ,5\n"
    let file = readTextAsFile(daishiStart + rows + other)
    #expect(file.reading.findings.map(\.fault) == faults)
    #expect(file.reading.accounts.map(\.stopsFromRecord) == [stops, nil])
  }

  @Test(
    "第四: the half-width part of 摘要 is the payer, the rest the kind",
    arguments: [
      ("振込　ｻｸﾗｲ ﾊﾙｶ", "振込", "ｻｸﾗｲ ﾊﾙｶ"), ("振込ｶ)ﾊﾅﾔｼｷ", "振込", "ｶ)ﾊﾅﾔｼｷ"),
      ("振込　サクライ　ハルカ", "振込", "サクライ　ハルカ"), ("利息", "利息", ""),
      ("ｻｸﾗｲ ﾊﾙｶ", "", "ｻｸﾗｲ ﾊﾙｶ"), ("", "", ""),
    ])
  func daishiText(text: String, kind: String, name: String) {
    let file = readTextAsFile(daishiStart + "1,20261102,,500,\(text),1500\n")
    #expect(file.rows.map(\.kindText) == [kind] && file.rows.map(\.payerName) == [name])
  }

  @Test("Rows of several accounts may be mixed in the ANSER layout of 27 items")
  func anserAccounts() {
    let rows = [("7700001", "5"), ("7700002", "6"), ("7700001", "7"), ("7700002", "8")]
    let file = readTextAsFile(
      "見出,11,6\n" + rows.map { anserRow("振込", "11", "2", $1, number: $0) }.joined())
    #expect(file.reading.accounts.map(\.account.number) == ["7700001", "7700002"])
    #expect(file.rows.map(\.accountIndex) == [0, 1, 0, 1])
    #expect(file.reading.controls.map(\.outcome) == [.absent, .absent])
    #expect(file.reading.rowsSkipped == 1)
  }

  @Test(
    "A year is taken that puts the row not after the day of the enquiry",
    arguments: [("11", "6", "2026-11-06"), ("11", "7", "2025-11-07"), ("12", "31", "2025-12-31")])
  func anserYears(month: String, day: String, found: String) {
    let file = readTextAsFile(anserRow("振込", month, day, "500"))
    #expect(file.rows.map(\.bookingDay.iso) == [found])
  }

  @Test("A record file of ゆうちょBizダイレクト is named, not guessed")
  func yuchoBiz() {
    let file = readTextAsFile("1,99,10101,12345678,20261106\n2,,,,,5480,,,,,ｻｸﾗｲ ﾊﾙｶ\n")
    #expect(
      file.reading.findings.map(findingText)
        == ["unknownFormat refusesFile line 1 [ゆうちょBizダイレクト]"])
  }

  @Test(
    "Headers of banks that are not known well enough are read by their usual names",
    arguments: [
      "取引日,摘要,お支払い金額,お預かり金額,差引残高", "日付,内容,お引出し,お預入れ,残高,メモ",
      "お取引日,お取引内容,出金額,入金額,残高",
    ])
  func usualNames(header: String) {
    let file = readTextAsFile(header + "\n2026/11/02,振込 ｻｸﾗｲ ﾊﾙｶ,,5480,105480\n")
    #expect(file.reading.formatID == "generic-two-columns")
    #expect(file.rows.map(\.payerName) == ["ｻｸﾗｲ ﾊﾙｶ"])
  }
}
