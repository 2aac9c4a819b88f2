import Model
import Testing

@testable import Reading

private func page(_ number: Int, isLast: Bool, id: String = "1", _ body: String) -> String {
  let head =
    "<StmtPgntn><PgNb>\(number)</PgNb><LastPgInd>\(isLast)</LastPgInd></StmtPgntn>"
  return camtStatement(body, head: head).replacing("<Id>1</Id>", with: "<Id>\(id)</Id>")
}

private let ten = camtEntry(amount: "<Amt Ccy=\"JPY\">10</Amt>")
private let first = camtBalance("OPBD", 100) + ten
private let second = ten
private let third = camtBalance("CLBD", 130) + ten

private func summary(_ count: Int, _ sum: Int) -> String {
  "<TxsSummry><TtlNtries><NbOfNtries>\(count)</NbOfNtries><Sum>\(sum)</Sum></TtlNtries></TxsSummry>"
}

@Test("Pages of one statement are joined, and proved together")
func camtPagesJoin() {
  let file =
    page(1, isLast: false, first) + page(2, isLast: false, second)
    + page(3, isLast: true, third)
  let result = readStatement(camtFile(file))
  #expect(result.faults.isEmpty)
  #expect(result.rows.count == 3)
  #expect(result.control(.closingBalance)?.outcome == .ok)
  #expect(result.control(.pageCount)?.stated == 3)
  #expect(result.reading.accounts[0].openingBalanceYen == 100)
  #expect(result.reading.accounts[0].closingBalanceYen == 130)
}

@Test("Pages may come in any order, and stop together where they do not add up")
func camtPagesStop() {
  let bad = third.replacing("130", with: "131")
  let file =
    page(3, isLast: true, bad) + page(1, isLast: false, first)
    + page(2, isLast: false, second)
  let result = readStatement(camtFile(file))
  #expect(result.faults == [.balanceBreak])
  #expect(result.finding(.balanceBreak)?.differenceYen == -1)
  #expect(result.reading.accounts[0].stopsFromRecord == 1)
}

@Test("A page that is not there is told, and what the others hold is not called wrong")
func camtPageMissing() {
  let result = readStatement(
    camtFile(page(1, isLast: false, first + summary(3, 30)) + page(2, isLast: false, second)))
  #expect(result.faults == [.pageMissing])
  #expect(result.finding(.pageMissing)?.value == "1, 2")
  #expect(result.control(.closingBalance)?.outcome == .absent)
  #expect(result.reading.accounts[0].stopsFromRecord == nil)
}

@Test("A summary counts its own page or all pages", arguments: [(1, 10, 2, 20), (3, 30, 3, 30)])
func camtPageSummaries(a: Int, aSum: Int, b: Int, bSum: Int) {
  let file =
    page(1, isLast: false, first + summary(a, aSum))
    + page(2, isLast: true, third + summary(b, bSum) + ten)
  let result = readStatement(camtFile(file))
  #expect(result.faults.isEmpty)
  #expect(result.control(.entryCount)?.stated == 3)
}

@Test("Balances between pages are marked, and are not those of the statement")
func camtPageBalances() {
  let one = first + camtBalance("CLBD", 110, subkind: "INTM")
  let two = camtBalance("OPBD", 110, subkind: "INTM") + camtBalance("CLBD", 120) + ten
  let whole = readStatement(camtFile(page(1, isLast: false, one) + page(2, isLast: true, two)))
  #expect(whole.faults.isEmpty && whole.control(.closingBalance)?.outcome == .ok)
  // One page alone is proved by what stands at its ends.
  let marked = camtBalance("OPBD", 100, subkind: "INTM") + camtBalance("CLBD", 110, subkind: "INTM")
  let alone = readStatement(camtFile(page(2, isLast: false, marked + ten)))
  #expect(alone.faults == [.pageMissing])
  #expect(alone.control(.closingBalance)?.outcome == .ok)
}

private func numbered(_ number: Int, _ day: String) -> String {
  camtStatement(
    camtBalance("CLBD", 5480, day: day) + camtEntry(day: "<BookgDt><Dt>\(day)</Dt></BookgDt>"),
    head: "<ElctrncSeqNb>\(number)</ElctrncSeqNb>")
}

struct NumberRow: Sendable {
  var numbers: [Int]
  var outcome: ControlOutcome
}

@Test(
  "Numbers of statements that leave a gap are told",
  arguments: [
    NumberRow(numbers: [7, 8, 9], outcome: .ok), NumberRow(numbers: [7, 7], outcome: .ok),
    NumberRow(numbers: [365, 1, 2], outcome: .ok), NumberRow(numbers: [7, 9], outcome: .failed),
    NumberRow(numbers: [9, 7], outcome: .failed),
  ])
func camtStatementNumbers(row: NumberRow) {
  let days = ["2026-11-17", "2026-11-18", "2026-11-19"]
  let statements = zip(row.numbers, days).map { numbered($0, $1) }
  for file in [statements, statements.reversed()] {
    let result = readStatement(camtFile(file.joined()))
    #expect(result.control(.statementNumber)?.outcome == row.outcome)
    #expect(result.faults == (row.outcome == .ok ? [] : [.statementMissing]))
    #expect(result.reading.accounts[0].stopsFromRecord == nil)
  }
}
