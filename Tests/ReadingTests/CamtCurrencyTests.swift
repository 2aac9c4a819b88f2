import Model
import Testing

@testable import Reading

private func euro(_ text: String) -> String { "<Amt Ccy=\"EUR\">\(text)</Amt>" }

private func balance(_ kind: String, _ amount: String) -> String {
  "<Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry></Tp>\(amount)<CdtDbtInd>CRDT</CdtDbtInd></Bal>"
}

private let entries =
  camtEntry(amount: euro("10.10")) + camtEntry(amount: euro("0.205"), direction: "DBIT")

private func read(_ head: String) -> StatementRead {
  readStatement(camtFile(camtStatement(head + entries, currency: "<Ccy>EUR</Ccy>")))
}

@Test("A file in another currency is proved to its last digit, and not posted")
func camtProofInEuro() {
  let summary =
    "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>10.305</Sum></TtlNtries></TxsSummry>"
  let result = read(
    balance("OPBD", euro("1")) + balance("CLBD", euro("10.895")) + summary)
  #expect(result.rows.isEmpty)
  #expect(result.faults == [.notJPY])
  #expect(result.reading.controls.map(\.outcome) == [.ok, .ok, .ok])
  let closing = result.control(.closingBalance)
  #expect(closing?.computed == 10895 && closing?.decimals == 3 && closing?.currency == "EUR")
}

@Test("What fails is told in the currency, with its decimals")
func camtFailureInEuro() throws {
  let result = read(balance("OPBD", euro("1")) + balance("CLBD", euro("10.90")))
  let finding = try #require(result.finding(.balanceBreak))
  #expect(finding.value == "10.895 EUR" && finding.expected == "10.900 EUR")
  #expect(finding.differenceYen == -5 && finding.decimals == 3 && finding.currency == "EUR")
  #expect(finding.severity == .stopsPosting)
}

@Test("Balances in two currencies never agree")
func camtTwoCurrencies() throws {
  let result = read(
    balance("OPBD", euro("1")) + balance("CLBD", "<Amt Ccy=\"SEK\">10.895</Amt>"))
  let finding = try #require(result.finding(.balanceBreak))
  #expect(finding.value == "10.895 EUR" && finding.expected == "10.895 SEK")
  #expect(finding.differenceYen == 0 && finding.currency.isEmpty)
}

@Test("Each currency of an account number is an account of its own")
func camtAccountPerCurrency() {
  let foreign = camtStatement(entries, currency: "<Ccy>EUR</Ccy>")
  for file in [foreign + camtStatement(camtEntry()), camtStatement(camtEntry()) + foreign] {
    let result = readStatement(camtFile(file))
    #expect(result.rows.count == 1)
    #expect(result.reading.accounts.count == 2)
    let index = Int(result.rows[0].accountIndex)
    #expect(result.reading.accounts[index].stopsFromRecord == nil)
  }
}

@Test("A copy is proved, but not posted")
func camtCopyIsProved() {
  let head = "<CpyDplctInd>DUPL</CpyDplctInd>"
  for (closing, outcome) in [(5480, ControlOutcome.ok), (5481, .failed)] {
    let result = readStatement(
      camtFile(
        camtStatement(
          camtBalance("OPBD", 0) + camtBalance("CLBD", closing) + camtEntry(), head: head)))
    #expect(result.rows.isEmpty)
    #expect(result.control(.closingBalance)?.outcome == outcome)
    #expect(result.finding(.markedAsCopy) != nil)
    #expect(result.reading.accounts[0].stopsFromRecord == 1)
  }
}
