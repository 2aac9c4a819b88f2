import Model
import Testing

@testable import Reading

struct SummaryRow: Sendable, CustomTestStringConvertible {
  var name: String
  var summary: String
  var failed: [ControlKind] = []
  var reading = ""
  var testDescription: String { name }
}

/// Three entries: 100 and 50 in, 30 out.
private let entries =
  camtEntry(amount: "<Amt Ccy=\"JPY\">100</Amt>") + camtEntry(amount: "<Amt Ccy=\"JPY\">50</Amt>")
  + camtEntry(amount: "<Amt Ccy=\"JPY\">30</Amt>", direction: "DBIT")

private func total(_ count: Int, _ sum: String, _ rest: String = "") -> String {
  "<TtlNtries><NbOfNtries>\(count)</NbOfNtries><Sum>\(sum)</Sum>\(rest)</TtlNtries>"
}

private func side(_ tag: String, _ count: Int, _ sum: String) -> String {
  "<Ttl\(tag)Ntries><NbOfNtries>\(count)</NbOfNtries><Sum>\(sum)</Sum></Ttl\(tag)Ntries>"
}

private let summaries: [SummaryRow] = [
  SummaryRow(name: "gross sum", summary: total(3, "180")),
  SummaryRow(name: "gross sum with zeros", summary: total(3, "180.00")),
  SummaryRow(name: "net sum", summary: total(3, "120"), reading: "net"),
  SummaryRow(name: "a sum that is neither", summary: total(3, "179"), failed: [.entrySum]),
  SummaryRow(name: "a sum that is no number", summary: total(3, "x"), failed: [.entrySum]),
  SummaryRow(name: "count", summary: total(4, "180"), failed: [.entryCount]),
  SummaryRow(name: "credit side", summary: side("Cdt", 2, "150")),
  SummaryRow(
    name: "credit count and sum", summary: side("Cdt", 3, "151"),
    failed: [.creditCount, .creditSum]),
  SummaryRow(name: "debit side", summary: side("Dbt", 1, "30")),
  SummaryRow(name: "debit sum with a minus", summary: side("Dbt", 1, "-30")),
  SummaryRow(name: "debit sum", summary: side("Dbt", 1, "31"), failed: [.debitSum]),
  SummaryRow(
    name: "net entry, .02",
    summary: total(
      3, "180", "<TtlNetNtryAmt>120</TtlNetNtryAmt><CdtDbtInd>CRDT</CdtDbtInd>")),
  SummaryRow(
    name: "net entry, .04",
    summary: total(
      3, "180", "<TtlNetNtry><Amt>120</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry>")),
  SummaryRow(
    name: "net entry on the wrong side",
    summary: total(
      3, "180", "<TtlNetNtry><Amt>120</Amt><CdtDbtInd>DBIT</CdtDbtInd></TtlNetNtry>"),
    failed: [.entrySum]),
]

@Test("TxsSummry is checked value by value, in the dialects that exist", arguments: summaries)
func camtSummary(row: SummaryRow) {
  let result = readStatement(
    camtFile(camtStatement("<TxsSummry>\(row.summary)</TxsSummry>" + entries)))
  #expect(result.rows.count == 3)
  #expect(result.failedControls == row.failed)
  #expect(result.reading.accounts[0].stopsFromRecord == (row.failed.isEmpty ? nil : 1))
  #expect(result.faults.count == row.failed.count)
  #expect(result.faults.allSatisfy { $0 == .controlFailed })
  if !row.reading.isEmpty { #expect(result.control(.entrySum)?.reading == row.reading) }
}

@Test("Counts may be of all entries or of the booked ones", arguments: [(3, "30"), (2, "20")])
func camtSummaryOfBooked(count: Int, sum: String) {
  let ten = "<Amt Ccy=\"JPY\">10</Amt>"
  let entries =
    camtEntry(amount: ten) + camtEntry(amount: ten)
    + camtEntry(amount: ten, status: "<Sts><Cd>PDNG</Cd></Sts>")
  let result = readStatement(
    camtFile(camtStatement("<TxsSummry>\(total(count, sum))</TxsSummry>" + entries)))
  #expect(result.rows.count == 2)
  #expect(result.reading.rowsSkipped == 1)
  #expect(result.failedControls.isEmpty)
  #expect(result.control(.entryCount)?.reading == (count == 3 ? "all entries" : "booked entries"))
  #expect(result.faults == [.notBooked])
}

struct ChainRow: Sendable, CustomTestStringConvertible {
  var name: String
  var balances: String
  var outcome: ControlOutcome
  var difference: Int64?
  var testDescription: String { name }
}

@Test(
  "Opening balance and booked entries give the closing balance",
  arguments: [
    ChainRow(
      name: "OPBD", balances: camtBalance("OPBD", 1000) + camtBalance("CLBD", 1120), outcome: .ok),
    ChainRow(
      name: "PRCD", balances: camtBalance("PRCD", 1000) + camtBalance("CLBD", 1120), outcome: .ok),
    ChainRow(
      name: "OPBD before PRCD",
      balances: camtBalance("PRCD", 7) + camtBalance("OPBD", 1000) + camtBalance("CLBD", 1120),
      outcome: .ok),
    ChainRow(
      name: "overdrawn", balances: camtBalance("OPBD", -200) + camtBalance("CLBD", -80),
      outcome: .ok),
    ChainRow(
      name: "one yen off", balances: camtBalance("OPBD", 1000) + camtBalance("CLBD", 1121),
      outcome: .failed, difference: -1),
    ChainRow(name: "no opening", balances: camtBalance("CLBD", 1120), outcome: .absent),
    ChainRow(
      name: "available balances only",
      balances: camtBalance("OPAV", 1) + camtBalance("CLAV", 1), outcome: .absent),
    ChainRow(
      name: "several days",
      balances: camtBalance("CLBD", 1120, day: "2026-11-20") + camtBalance("CLBD", 5)
        + camtBalance("OPBD", 9, day: "2026-11-20") + camtBalance("OPBD", 1000), outcome: .ok),
  ])
func camtBalances(row: ChainRow) {
  let result = readStatement(camtFile(camtStatement(row.balances + entries)))
  #expect(result.control(.closingBalance)?.outcome == row.outcome)
  #expect(result.finding(.balanceBreak)?.differenceYen == row.difference)
  #expect(result.reading.accounts[0].stopsFromRecord == (row.difference == nil ? nil : 1))
}

@Test("Statements of one account share it, and a failed one stops only from its own first row")
func camtStatementsOfOneAccount() {
  let first = camtStatement(camtBalance("OPBD", 0) + camtBalance("CLBD", 120) + entries)
  let second = camtStatement(
    camtBalance("OPBD", 120, day: "2026-11-20") + camtBalance("CLBD", 0, day: "2026-11-20")
      + entries)
  let result = readStatement(camtFile(first + second))
  #expect(result.reading.accounts.count == 1)
  let account = result.reading.accounts[0]
  #expect(account.stopsFromRecord == 4)
  #expect(account.openingBalanceYen == 0 && account.closingBalanceYen == 0)
  #expect(account.lastDay == Day(iso: "2026-11-20"))
  #expect(
    result.reading.controls.filter { $0.kind == .closingBalance }.map(\.outcome) == [.ok, .failed])
}

@Test("Newest first is as good as oldest first; a gap between statements is told by parts")
func camtStatementOrder() {
  let old = camtStatement(
    camtBalance("OPBD", 0) + camtBalance("CLBD", 120) + entries,
    head:
      "<FrToDt><FrDtTm>2026-11-18T00:00:00</FrDtTm><ToDtTm>2026-11-18T23:59:59</ToDtTm></FrToDt>"
  )
  let new = camtStatement(camtBalance("OPBD", 120) + camtBalance("CLBD", 240) + entries)
  let gap = camtStatement(camtBalance("OPBD", 121) + camtBalance("CLBD", 241) + entries)
  let turned = readStatement(camtFile(new + old))
  #expect(turned.faults.isEmpty)
  #expect(turned.reading.accounts[0].openingBalanceYen == 0)
  #expect(turned.reading.accounts[0].closingBalanceYen == 240)
  #expect(turned.reading.accounts[0].firstDay == Day(iso: "2026-11-18"))
  let broken = readStatement(camtFile(old + gap))
  #expect(broken.faults.isEmpty)
  let parts = broken.reading.accounts[0].parts
  #expect(parts.map(\.closingBalanceYen) == [120, 241])
  #expect(parts.map(\.openingBalanceYen) == [0, 121])
  #expect(turned.reading.accounts[0].parts.map(\.firstRecord) == [4, 1])
}

@Test("A fault in one account's statement leaves the other account alone")
func camtOtherAccountsGoOn() {
  let bad = camtStatement(camtBalance("OPBD", 0) + camtBalance("CLBD", 1) + entries)
  let good = camtStatement(
    camtBalance("OPBD", 0) + camtBalance("CLBD", 120) + entries, account: "990010120067890")
  let result = readStatement(camtFile(bad + good))
  #expect(result.reading.accounts.map(\.stopsFromRecord) == [1, nil])
  #expect(result.rows.map(\.accountIndex) == [0, 0, 0, 1, 1, 1])
}

@Test("A copy is not read again", arguments: ["DUPL", "CODU", "COPY"])
func camtDuplicate(kind: String) {
  let head = "<CpyDplctInd>\(kind)</CpyDplctInd>"
  let result = readStatement(camtFile(camtStatement(entries, head: head)))
  #expect(result.rows.isEmpty)
  #expect(result.reading.rowsSkipped == 3)
  #expect(result.faults == [.markedAsCopy])
}

struct PageRow: Sendable {
  var number: Int
  var isLast: Bool
  var isLone: Bool
}

@Test(
  "A single page of several says so; where it has both balances they are checked",
  arguments: [
    PageRow(number: 1, isLast: true, isLone: false), PageRow(number: 2, isLast: true, isLone: true),
    PageRow(number: 1, isLast: false, isLone: true),
  ])
func camtPages(row: PageRow) {
  let page = "<PgNb>\(row.number)</PgNb><LastPgInd>\(row.isLast)</LastPgInd>"
  let statement = camtBalance("OPBD", 0) + camtBalance("CLBD", 1) + entries
  for file in [
    camtFile(camtStatement(statement, head: "<StmtPgntn>\(page)</StmtPgntn>")),
    camtFile(camtStatement(statement), header: "<MsgPgntn>\(page)</MsgPgntn>"),
  ] {
    let result = readStatement(file)
    #expect(result.faults == (row.isLone ? [.pageMissing, .balanceBreak] : [.balanceBreak]))
    #expect(result.control(.closingBalance)?.outcome == .failed)
    #expect(result.rows.count == 3)
  }
}
