import Model
import Testing

@testable import Reading

/// One story as a bank tells it: ｻｸﾗｲ ﾊﾙｶ pays 5,480 yen on 19 November into account 7700001, and
/// on the 20th the bank takes it back.
struct StoryRow: Sendable, CustomTestStringConvertible {
  var name: String
  var format: String
  /// What the row that takes it back is marked as.
  var mark = RowMark.cancellation
  /// False where the format names no account.
  var hasAccount = true
  var file: @Sendable () -> [UInt8]
  var testDescription: String { name }

  init(
    _ name: String, _ format: String, mark: RowMark = .cancellation, hasAccount: Bool = true,
    _ file: @escaping @autoclosure @Sendable () -> [UInt8]
  ) {
    self.name = name
    self.format = format
    self.mark = mark
    self.hasAccount = hasAccount
    self.file = file
  }
}

private func fixed01(_ undone: String) -> [UInt8] {
  let head = "2000001081119081119"
  let name = (50, "ｻｸﾗｲ ﾊﾙｶ")
  return joined([
    zenginRecord([(1, "10100811200811190811209900"), (42, "101"), (60, "17700001")]),
    zenginRecord([(1, head + "0000005480" + "0000000000"), name]),
    zenginRecord([(1, "2000002081120081119" + "0000005480" + "0000000000"), name, (128, undone)]),
    zenginRecord([(1, "8000001000000005480000001000000005480")]), zenginEnd,
  ])
}

private func fixed03(_ kind: String, _ remark: String) -> [UInt8] {
  let tail = "000000005480000000000000"
  let name = (82, "ｻｸﾗｲ ﾊﾙｶ")
  return joined([
    zenginRecord([
      (1, "10300811200811190811209900"), (42, "101"), (60, "00010007700001"), (114, "1"),
      (116, "00000000100000"),
    ]),
    zenginRecord([(1, "200000001081119081119111" + tail), name]),
    zenginRecord([(1, "2000000020811200811192" + kind + tail), name, (160, remark)]),
    zenginRecord([
      (1, "8000001000000000548000000100000000054801"), (41, "00000000100000" + "0000002"),
    ]),
    zenginRecord([(1, "9000000000500001")]),
  ])
}

private let csv01Header = "1,01,0,081120,081119,081120,9900,ﾐﾎﾝ,101,ﾎﾝﾃﾝ,1,7700001,ｶ)ﾐﾅﾓ,\r\n"

private func csv01(_ rest: String) -> [UInt8] {
  jisBytes(
    csv01Header + "2,1,081119,081119,5480,0,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,\(rest)\r\n"
      + "2,2,081120,081119,5480,0,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,1\(rest)\r\n8,1,5480,1,5480,\r\n9,\r\n")
}

private func csv03(_ kind: String, _ remark: String) -> [UInt8] {
  jisBytes(
    "1,03,0,081120,081119,081120,9900,ﾐﾎﾝ,101,ﾎﾝﾃﾝ,000,1,7700001,ｶ)ﾐﾅﾓ,1,,100000,\r\n"
      + "2,1,081119,081119,1,11,5480,0,,,,,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,,,\r\n"
      + "2,2,081120,081119,2,\(kind),5480,0,,,,,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,\(remark),,\r\n"
      + "8,1,5480,1,5480,1,100000,2,\r\n9,5,1,\r\n")
}

private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

/// ANSER with 13 columns; `undone` are 出金, 入金, balance, 取引区分 and 明細区分 of the second row.
private func anser(_ undone: String) -> [UInt8] {
  let account = "見本（101） 普通 7700001"
  return text(
    "照会口座,番号,勘定日,（起算日）,出金金額（円）,入金金額（円）,小切手区分,残高（円）,取引区分,明細区分,"
      + "金融機関名,支店名,摘要\n\(account),1,2026年11月19日,,,5480,,105480,振込,,ｱｵﾊﾞ,ﾆｼ,ｻｸﾗｲ ﾊﾙｶ\n"
      + "\(account),2,2026年11月20日,（2026年11月19日）,\(undone),ｱｵﾊﾞ,ﾆｼ,ｻｸﾗｲ ﾊﾙｶ\n")
}

private let bizColumns =
  "金融機関コード,金融機関名,支店コード,支店名,科目,口座番号,口座名,取引日,入払区分,取引区分,取引金額,"
  + "内他店券金額,手形・小切手区分,手形・小切手番号,振込依頼人番号,振込依頼人名,仕向金融機関名,仕向支店名,摘要,EDI情報\n"

private func allDetails(_ undone: String) -> [UInt8] {
  let isDebit = !undone.hasSuffix("5480")
  return text(
    "1,101,見本,1,0,普通,7700001,ｶ)ﾐﾅﾓ,2026.11.19-2026.11.20,全明細,2026.11.20,17:00\n"
      + "2,2026.11.19,振込１,ｻｸﾗｲ ﾊﾙｶ,0,5480,105480\n2,2026.11.20,\(undone),100000\n8\n"
      + "9,\(isDebit ? "1,1,,5480,5480" : "0,2,,0,0"),100000,100000\n")
}

private func twoColumns(_ undone: String) -> [UInt8] {
  text("取引日,摘要,出金,入金,残高\n2026/11/19,振込 ｻｸﾗｲ ﾊﾙｶ,,5480,105480\n2026/11/20,\(undone),100000\n")
}

private func neutral(_ undone: String) -> [UInt8] {
  text(
    "deposit_id,booking_date,amount,payer_name,reversal\nD1,2026-11-19,5480,ｻｸﾗｲ ﾊﾙｶ,0\n"
      + "D2,2026-11-20,\(undone)\n")
}

private func anserDetails(_ kind: String) -> [UInt8] {
  func row(_ kind: String, _ day: String) -> String {
    "明細,11,20,,,ｶ)ﾐﾅﾓ,見本銀行,見本,,普通,7700001,,\(kind),,,11,\(day),,,5480,,ｻｸﾗｲ ﾊﾙｶ,,,,ｱｵﾊﾞ,ﾆｼ\n"
  }
  return text(row("振込入金", "19") + row(kind, "20"))
}

private let stories: [StoryRow] = [
  StoryRow("取消区分 of 01 A", "zengin-01-a", fixed01("1")),
  StoryRow("取消区分 of 01 A as CSV", "zengin-csv-01-a", csv01(",,")),
  StoryRow("取消区分 of 01 B as CSV", "zengin-csv-01-b", csv01(",0,0,,")),
  StoryRow("取引区分 19 of 03", "zengin-03", mark: .correction, fixed03("19", "")),
  StoryRow("摘要 ﾄﾘｹｼ of 03", "zengin-03", fixed03("11", "ﾌﾘｺﾐﾄﾘｹｼ")),
  StoryRow("取引区分 19 of 03 as CSV", "zengin-csv-03", mark: .correction, csv03("19", "")),
  StoryRow("摘要 ｸﾐﾓﾄﾞｼ of 03 as CSV", "zengin-csv-03", csv03("14", "ｸﾐﾓﾄﾞｼ")),
  StoryRow(
    "取引区分 19 of BizSTATION", "mufg-bizstation-deposits", mark: .correction,
    text(
      bizColumns + "9900,,101,,1,7700001,ｶ)ﾐﾅﾓ,081119,1,11,5480,0,,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,,\n"
        + "9900,,101,,1,7700001,ｶ)ﾐﾅﾓ,081120,2,19,5480,0,,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,,\n")),
  StoryRow("明細区分 取消 and a minus", "anser-business", anser(",-5480,,100000,振込,取消")),
  StoryRow("明細区分 取消 without a minus", "anser-business", anser(",5480,,100000,振込,取消")),
  StoryRow("明細区分 取消 on the other side", "anser-business", anser("5480,,,100000,振込,取消")),
  StoryRow("a minus alone", "anser-business", anser(",-5480,,100000,振込,")),
  StoryRow("取引区分 振込取消", "anser-business", anser("5480,,,100000,振込取消,")),
  StoryRow(
    "明細区分 訂正", "anser-business", mark: .correction, anser("5480,,,100000,振込,訂正")),
  StoryRow("BizSTATION 振込取消", "mufg-bizstation-all", allDetails("振込取消,ｻｸﾗｲ ﾊﾙｶ,5480,0")),
  StoryRow("BizSTATION 組戻", "mufg-bizstation-all", allDetails("組戻,ｻｸﾗｲ ﾊﾙｶ,5480,0")),
  StoryRow("BizSTATION with a minus", "mufg-bizstation-all", allDetails("振込１,ｻｸﾗｲ ﾊﾙｶ,0,-5480")),
  StoryRow(
    "BizSTATION receipts with a minus", "mufg-bizstation-receipts",
    text(
      "1,101,見本,1,0,普通,7700001,ｶ)ﾐﾅﾓ,,入金明細,2026.11.20\n"
        + "2,2026.11.19,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,,,5480\n2,2026.11.20,,,ｻｸﾗｲ ﾊﾙｶ,ｱｵﾊﾞ,ﾆｼ,,,-5480\n8\n9\n")),
  StoryRow(
    "第四 振込取消", "daishi",
    text(
      "第四銀行,見本,普通,7700001,20261119,20261120,20261120170000\n"
        + "1,20261119,,5480,振込 ｻｸﾗｲ ﾊﾙｶ,105480\n2,20261120,5480,,振込取消 ｻｸﾗｲ ﾊﾙｶ,100000\n")),
  StoryRow("ANSER of 27 items 振込取消", "anser-details", anserDetails("振込取消")),
  StoryRow(
    "振込取消 in the text", "generic-two-columns", hasAccount: false,
    twoColumns("振込取消 ｻｸﾗｲ ﾊﾙｶ,5480,")),
  StoryRow(
    "組戻 in the text", "generic-two-columns", hasAccount: false, twoColumns("組戻 ｻｸﾗｲ ﾊﾙｶ,5480,")),
  StoryRow(
    "振込資金返却 in the text", "generic-two-columns", hasAccount: false,
    twoColumns("振込資金返却 ｻｸﾗｲ ﾊﾙｶ,5480,")),
  StoryRow(
    "a minus among deposits", "generic-two-columns", hasAccount: false,
    twoColumns("振込 ｻｸﾗｲ ﾊﾙｶ,,-5480")),
  StoryRow("neutral, a minus", "neutral-deposits", hasAccount: false, neutral("-5480,ｻｸﾗｲ ﾊﾙｶ,0")),
  StoryRow("neutral, reversal", "neutral-deposits", hasAccount: false, neutral("5480,ｻｸﾗｲ ﾊﾙｶ,1")),
]

@Test("A deposit taken back reads the same whichever format tells of it", arguments: stories)
func correctionStory(row: StoryRow) throws {
  let result = readStatement(row.file())
  #expect(result.reading.formatID == row.format)
  #expect(result.reading.findings.map(statementFinding) == [])
  #expect(result.failedControls.isEmpty)
  try #require(result.rows.count == 2)
  let (deposit, undone) = (result.rows[0], result.rows[1])
  #expect(deposit.direction == .credit && undone.direction == .debit)
  #expect(deposit.mark == .none && undone.mark == row.mark)
  #expect(deposit.bookingDay.iso == "2026-11-19" && undone.bookingDay.iso == "2026-11-20")
  #expect(result.rows.map(\.amountYen) == [5480, 5480])
  #expect(result.rows.map(\.payerName) == ["ｻｸﾗｲ ﾊﾙｶ", "ｻｸﾗｲ ﾊﾙｶ"])
  try #require(result.reading.accounts.count == 1)
  let account = result.reading.accounts[0].account
  #expect(account.number.flatMap { Int($0) } == (row.hasAccount ? 7_700_001 : nil))
  if row.hasAccount { #expect(account.accountType == 1) }
}

@Test(
  "Money of ours that comes back is no deposit, and a number gap is no money",
  arguments: [
    ("組戻 ﾐﾎﾝﾃﾞﾝｷ,,500", Direction.credit, RowMark.reversal),
    ("振込資金返却 ﾐﾎﾝﾃﾞﾝｷ,,500", .credit, .reversal), ("ｸﾐﾓﾄﾞｼ ﾐﾎﾝﾃﾞﾝｷ,,500", .credit, .reversal),
    ("ﾐﾎﾝﾃﾞﾝｷ,-500,", .credit, .reversal), ("組戻手数料,880,", .debit, .none),
    ("返金 ﾐﾎﾝﾃﾞﾝｷ,500,", .debit, .none), ("組戻商店,,500", .credit, .none),
  ])
func correctionsOfOurOwn(cells: String, direction: Direction, mark: RowMark) throws {
  let result = readStatement(text("取引日,摘要,出金,入金\n2026/11/20,\(cells)\n"))
  let row = try #require(result.rows.first)
  #expect(row.direction == direction && row.mark == mark)
}

@Test("A withdrawal that 03 takes back comes in marked, by 取引区分 or by 摘要")
func correctionsOfWithdrawals() {
  let rows = [("19", ""), ("14", "ﾄﾘｹｼ"), ("11", "ｼｷﾝﾍﾝｷﾔｸ"), ("11", "")].map { kind, remark in
    let file = csv03(kind, remark)
    let text = file.withUnsafeBytes { TextDecoder(.jisX0201).string($0) ?? "" }
    let turned = text.replacing(",2,\(kind),", with: ",1,\(kind),")
      .replacing("8,1,5480,1,5480,1,100000", with: "8,2,10960,0,0,1,110960")
    let result = readStatement(jisBytes(turned))
    #expect(result.failedControls.isEmpty)
    return result.rows.last
  }
  #expect(rows.map { $0?.direction } == [.credit, .credit, .credit, .credit])
  #expect(rows.map { $0?.mark } == [.correction, .reversal, .reversal, RowMark.none])
}
