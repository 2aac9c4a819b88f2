import Model
import TestKit
import Testing

@testable import Reading

private let header = "取引日,摘要,お支払金額,お預り金額,残高\n"
private let anser =
  "照会口座,番号,勘定日,（起算日）,出金金額（円）,入金金額（円）,小切手区分,残高（円）,取引区分,明細区分,金融機関名,支店名,摘要\n"

private func anserRow(_ detail: String, credit: String = "5480") -> String {
  anser + "見本支店（101） 普通 7654321,1,2026年11月18日,,,\(credit),,105480,振込,\(detail),,,ｱｶﾂｷ\n"
}

private func findings(_ file: ReadBankFile) -> [String] {
  file.reading.findings.map(\.fault.rawValue)
}

@Suite("Doubtful rows in bank CSV")
struct BankDoubtTests {
  @Test(
    "The balances beside it decide whether 取消 in the deposit column brought money in",
    arguments: [
      (
        "a withdrawal undone, oldest first", -1,
        ["11/16,振込 ｲ,,100,10100", "11/17,ﾃﾞﾝｷ,5480,,4620", "11/18,取消 ﾃﾞﾝｷ,,5480,10100"], 2
      ),
      (
        "a withdrawal undone, newest first", -1,
        ["11/18,取消 ﾃﾞﾝｷ,,5480,10100", "11/17,ﾃﾞﾝｷ,5480,,4620", "11/16,振込 ｲ,,100,10100"], 0
      ),
      (
        "a deposit undone, oldest first", 1,
        ["11/16,振込 ｱ,,5480,10480", "11/18,取消 ｱ,,5480,5000"], 1
      ),
      (
        "a deposit undone, newest first", 1,
        ["11/18,取消 ｱ,,5480,5000", "11/16,振込 ｱ,,5480,10480"], 0
      ),
      ("without balances", 1, ["11/16,振込 ｱ,,5480,", "11/18,取消 ｱ,,5480,"], 1),
    ] as [(String, Int, [String], Int)])
  func undoing(name: String, undoes: Int, rows: [String], at index: Int) {
    let file = readTextAsFile(header + rows.map { "2026/\($0)\n" }.joined())
    #expect(findings(file) == [], "\(name)")
    let row = file.rows[index]
    #expect(row.direction == (undoes > 0 ? .debit : .credit), "\(name)")
    #expect(row.mark == (undoes > 0 ? .cancellation : .correction), "\(name)")
  }

  @Test("In a file whose totals count it as a deposit, 取消 brought money in")
  func provedByTotals() {
    let file = readTextAsFile(
      "1,123,見本支店,1,0,普通,9000001,カ）ミホン,2026.11.1-2026.11.30,全明細,2026.11.30,12:34,,,\n"
        + "2,2026.11.17,口座振替,デンキ,5480,0,4620\n2,2026.11.18,口座振替取消,デンキ,0,5480,10100\n8\n"
        + "9,1,1,,5480,5480,10100,10100\n")
    #expect(findings(file) == [])
    #expect(file.rows.map(\.direction) == [.debit, .credit])
    #expect(file.rows.map(\.mark) == [.none, .correction])
  }

  @Test(
    "A word in 明細区分 that is not known is told, not taken for a payment",
    arguments: ["取消済", "取消分", "取 消", "訂正取消", "削除", "組戻", "ﾄﾘｹｼ", "赤", "-"])
  func unknownDetail(word: String) {
    let file = readTextAsFile(anserRow(word))
    #expect(file.rows.isEmpty && findings(file) == ["badCode"])
  }

  @Test("欠番 is no row, and with an amount it is a fault")
  func gapRow() {
    let blank = readTextAsFile(anserRow("欠番", credit: ""))
    #expect(blank.rows.isEmpty && blank.reading.rowsSkipped == 1)
    let odd = readTextAsFile(anserRow("欠番"))
    #expect(odd.rows.isEmpty && odd.reading.rowsRejected == 1)
  }

  @Test("One balance proves nothing, two do")
  func singleBalance() {
    let one = "2026/11/16,振込 ｲ,,100,10100\n"
    #expect(readTextAsFile(header + one).reading.controls.map(\.outcome) == [.absent])
    let two = readTextAsFile(header + one + "2026/11/17,振込 ｲ,,100,10200\n")
    #expect(two.reading.controls.map(\.outcome) == [.ok])
  }

  @Test("A quoted cell that swallows the next row is told; one in a column of notes is read")
  func lineBreaks() {
    let swallowed = readTextAsFile(
      header + "2026/11/18,\"振込 ｱ,,100,\n2026/11/18,振込 ｲ\",,5480,\n")
    #expect(swallowed.rows.isEmpty && findings(swallowed) == ["badCharacter"])
    let note = readTextAsFile(
      "日付,内容,出金金額(円),入金金額(円),残高(円),メモ\n2026/11/18,振込 ｲ,,5480,5480,\"二\n行\"\n")
    #expect(note.rows.count == 1 && findings(note) == [])
  }

  @Test("A day that has not come is told, but a bank may book on the next business day")
  func future() {
    let rows = "2026/11/20,振込 ｱ,,1,1\n2026/11/30,振込 ｲ,,1,2\n2027/11/21,振込 ｳ,,1,3\n"
    let file = readTextAsFile(header + rows, asOf: "2026-11-20")
    #expect(file.rows.count == 2 && findings(file).first == "badDate")
    #expect(file.reading.findings.first?.expected == "≤ 2026-11-30")
  }
}

@Suite("Doubtful camt entries")
struct CamtDoubtTests {
  @Test(
    "What says two things, or nothing known, is told and not taken",
    arguments: [
      ("<Amt Ccy=\"JPY\">5480</Amt><Amt Ccy=\"JPY\">80</Amt>", "", "Ntry/Amt"),
      ("<Amt Ccy=\"JPY\">5480</Amt><CdtDbtInd>DBIT</CdtDbtInd>", "", "Ntry/Amt"),
      ("<Amt Ccy=\"JPY\">5480</Amt>", "<RvslInd>TRUE</RvslInd>", "Ntry/RvslInd"),
    ])
  func doubtful(amount: String, rest: String, field: String) {
    let entry = camtEntry(amount: amount, rest: rest)
    let result = readStatement(camtFile(camtStatement(entry)))
    #expect(result.rows.isEmpty && result.faults == [.badCode])
    #expect(result.finding(.badCode)?.place.field == field)
  }

  @Test("A balance that is neither credit nor debit proves nothing", arguments: ["XXXX", "crdt"])
  func balanceDirection(word: String) {
    let balances =
      camtBalance("OPBD", 0).replacing(">CRDT<", with: ">\(word)<") + camtBalance("CLBD", 5_480)
    let result = readStatement(camtFile(camtStatement(balances + camtEntry())))
    let closing = result.reading.controls.first { $0.kind == .closingBalance }
    #expect(closing?.outcome != .ok)
  }

  @Test("An entry of a day that has not come is told")
  func future() {
    let entry = camtEntry(day: "<BookgDt><Dt>2027-11-19</Dt></BookgDt>")
    #expect(readStatement(camtFile(camtStatement(entry))).faults == [.badDate])
  }
}
