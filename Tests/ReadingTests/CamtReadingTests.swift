import Model
import Testing

@testable import Reading

struct PartyRow: Sendable, CustomTestStringConvertible {
  var name: String
  var direction: String
  var details: String
  var text = ""
  var payer: String
  var testDescription: String { name }
}

private let both =
  "<RltdPties><Dbtr><Pty><Nm>DEBTOR</Nm></Pty></Dbtr><Cdtr><Pty><Nm>CREDITOR</Nm></Pty></Cdtr>"
  + "</RltdPties>"

@Test(
  "The other party is found by direction and version, down to the bank's own words",
  arguments: [
    PartyRow(name: "credit", direction: "CRDT", details: both, payer: "DEBTOR"),
    PartyRow(name: "debit", direction: "DBIT", details: both, payer: "CREDITOR"),
    PartyRow(
      name: "before .07", direction: "CRDT",
      details: "<RltdPties><Dbtr><Nm>OLD</Nm></Dbtr></RltdPties>", payer: "OLD"),
    PartyRow(
      name: "the real buyer first", direction: "CRDT",
      details: "<RltdPties><UltmtDbtr><Pty><Nm>BUYER</Nm></Pty></UltmtDbtr>"
        + "<Dbtr><Pty><Nm>COLLECTOR</Nm></Pty></Dbtr></RltdPties>", payer: "BUYER"),
    PartyRow(
      name: "a bank as party", direction: "CRDT",
      details: "<RltdPties><Dbtr><Agt><FinInstnId><Nm>BANK</Nm></FinInstnId></Agt></Dbtr>"
        + "</RltdPties>", payer: "BANK"),
    PartyRow(
      name: "a placeholder is no name", direction: "CRDT",
      details: "<RltdPties><Dbtr><Nm>NOTPROVIDED</Nm></Dbtr></RltdPties><AddtlTxInf>T</AddtlTxInf>",
      payer: "T"),
    PartyRow(
      name: "words of the transaction", direction: "CRDT", details: "<AddtlTxInf>TX</AddtlTxInf>",
      text: "ENTRY", payer: "TX"),
    PartyRow(
      name: "words of the entry", direction: "CRDT", details: "", text: "ENTRY", payer: "ENTRY"),
    PartyRow(
      name: "at last the name of the bank", direction: "CRDT",
      details: "<RltdAgts><DbtrAgt><FinInstnId><Nm>ﾐﾎﾝ</Nm></FinInstnId></DbtrAgt></RltdAgts>",
      payer: "ﾐﾎﾝ"),
    PartyRow(name: "nothing", direction: "CRDT", details: "", payer: ""),
  ])
func camtParties(row: PartyRow) throws {
  let text = row.text.isEmpty ? "" : "<AddtlNtryInf>\(row.text)</AddtlNtryInf>"
  let result = readEntry(
    camtEntry(
      direction: row.direction,
      rest: camtDetails("<TxDtls>\(row.details)</TxDtls>") + text))
  #expect(try #require(result.rows.first).payerName == row.payer)
}

@Test("A reversal keeps the direction of its own booking and the parties of what it undoes")
func camtReversal() throws {
  let details = "<TxDtls><RltdPties><Dbtr><Pty><Nm>PAYER</Nm></Pty></Dbtr></RltdPties></TxDtls>"
  let entry = camtEntry(
    direction: "DBIT", status: "<RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts>",
    rest: camtDetails(details))
  let row = try #require(readEntry(entry).rows.first)
  #expect(row.direction == .debit)
  #expect(row.mark == .reversal)
  #expect(row.payerName == "PAYER")
}

@Test("Remittance lines are joined, and a line cut by its length goes on in the next")
func camtRemittance() throws {
  let full = String(repeating: "x", count: 140)
  let details =
    "<TxDtls><RmtInf><Ustrd>order</Ustrd><Ustrd>104455</Ustrd><Ustrd>\(full)</Ustrd>"
    + "<Ustrd>yz</Ustrd><Strd><RfrdDocInf><Nb>INV-7</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18</Ref>"
    + "</CdtrRefInf><AddtlRmtInf>thanks</AddtlRmtInf></Strd></RmtInf></TxDtls>"
  let row = try #require(readEntry(camtEntry(rest: camtDetails(details))).rows.first)
  #expect(row.ediText == "order 104455 \(full)yz INV-7 RF18 thanks")
}

@Test("Bank, branch, kind and reference of an entry")
func camtBankAndKind() throws {
  let details =
    "<TxDtls><Refs><AcctSvcrRef>TX-1</AcctSvcrRef></Refs><RltdAgts><DbtrAgt><FinInstnId>"
    + "<ClrSysMmbId><MmbId>9901</MmbId></ClrSysMmbId></FinInstnId><BrnchId><Id>202</Id></BrnchId>"
    + "</DbtrAgt></RltdAgts></TxDtls>"
  let kind =
    "<AcctSvcrRef>NONREF</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
    + "<SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
  let row = try #require(readEntry(camtEntry(rest: kind + camtDetails(details))).rows.first)
  #expect([row.payerBank, row.payerBranch] == ["9901", "202"])
  #expect(row.kindText == "PMNT-RCDT-DMCT")
  #expect(row.reference == "TX-1")
  #expect(row.line == 4)
}

struct AccountRow: Sendable {
  var account: String
  var ref: AccountRef
}

@Test(
  "An account is told by IBAN, by fifteen digits, or by bank, branch and number",
  arguments: [
    AccountRow(
      account: "<Id><Othr><Id>990010110012345</Id></Othr></Id>",
      ref: AccountRef(bankCode: "9900", branchCode: "101", accountType: 1, number: "0012345")),
    AccountRow(
      account: "<Id><IBAN>CH9300762011623852957</IBAN></Id><Ownr><Nm>MINAMO</Nm></Ownr>",
      ref: AccountRef(number: "CH9300762011623852957", holder: "MINAMO")),
    AccountRow(
      account: "<Id><Othr><Id>0012345</Id></Othr></Id><Tp><Prtry>2</Prtry></Tp><Nm>N</Nm><Svcr>"
        + "<FinInstnId><ClrSysMmbId><ClrSysId><Cd>JPZGN</Cd></ClrSysId><MmbId>9900</MmbId>"
        + "</ClrSysMmbId></FinInstnId><BrnchId><Id>101</Id></BrnchId></Svcr>",
      ref: AccountRef(
        bankCode: "9900", branchCode: "101", accountType: 2, number: "0012345", holder: "N")),
    AccountRow(account: "<Ccy>JPY</Ccy>", ref: AccountRef()),
  ])
func camtAccounts(row: AccountRow) throws {
  let result = readStatement(
    camtFile("<Stmt><Id>1</Id><Acct>\(row.account)</Acct>\(camtEntry())</Stmt>"))
  #expect(try #require(result.reading.accounts.first).account == row.ref)
}

struct BatchRow: Sendable, CustomTestStringConvertible {
  var name: String
  var amounts: [String]
  var batch = ""
  var read: [Int64]
  var hasNote: Bool
  var testDescription: String { name }
}

private func amount(_ yen: Int) -> String {
  "<Amt Ccy=\"JPY\">\(yen)</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
}

private let batches: [BatchRow] = [
  BatchRow(name: "sums", amounts: [amount(60), amount(40)], read: [60, 40], hasNote: false),
  BatchRow(
    name: ".02 has no TxDtls/Amt",
    amounts: [60, 40].map { "<AmtDtls><TxAmt><Amt Ccy=\"JPY\">\($0)</Amt></TxAmt></AmtDtls>" },
    read: [60, 40], hasNote: false),
  BatchRow(
    name: "signs of their own",
    amounts: [amount(130), "<Amt Ccy=\"JPY\">30</Amt><CdtDbtInd>DBIT</CdtDbtInd>"],
    read: [130, 30], hasNote: false),
  BatchRow(name: "a yen short", amounts: [amount(60), amount(39)], read: [100], hasNote: true),
  BatchRow(name: "one without amount", amounts: [amount(100), ""], read: [100], hasNote: true),
  BatchRow(
    name: "one in another currency", amounts: [amount(100), "<Amt Ccy=\"USD\">0</Amt>"],
    read: [100], hasNote: true),
  BatchRow(
    name: "the count fits", amounts: [amount(60), amount(40)],
    batch: "<Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy=\"JPY\">100</TtlAmt></Btch>", read: [60, 40],
    hasNote: false),
  BatchRow(
    name: "the count does not fit", amounts: [amount(60), amount(40)],
    batch: "<Btch><NbOfTxs>3</NbOfTxs></Btch>", read: [100], hasNote: true),
  BatchRow(
    name: "the total does not fit", amounts: [amount(60), amount(40)],
    batch: "<Btch><TtlAmt Ccy=\"JPY\">101</TtlAmt></Btch>", read: [100], hasNote: true),
  BatchRow(
    name: "numbers without details", amounts: [], batch: "<Btch><NbOfTxs>7</NbOfTxs></Btch>",
    read: [100], hasNote: false),
  BatchRow(name: "one detail with charges", amounts: [amount(97)], read: [100], hasNote: false),
]

@Test("A batch is split only where its details prove the entry", arguments: batches)
func camtBatches(row: BatchRow) {
  let details = row.amounts.map { "<TxDtls>\($0)</TxDtls>" }.joined()
  let result = readEntry(
    camtEntry(
      amount: "<Amt Ccy=\"JPY\">100</Amt>",
      rest: "<AcctSvcrRef>R</AcctSvcrRef>" + camtDetails(details, batch: row.batch)))
  #expect(result.rows.map(\.amountYen) == row.read)
  #expect(result.faults == (row.hasNote ? [.batchDoesNotSum] : []))
  let isSplit = row.read.count > 1
  #expect(result.rows.map(\.reference) == (isSplit ? ["R/1", "R/2"] : ["R"]))
  #expect(result.rows.map(\.record) == (isSplit ? [1, 2] : [1]))
}

@Test("A wrapper around the document does not matter, nor do namespaces with a prefix")
func camtWrapper() {
  let document = String(decoding: camtFile(camtStatement(camtEntry())), as: UTF8.self)
  let body = document.utf8.drop { $0 != 0x0A }
  let wrapped = "<Envelope><AppHdr><Fr>x</Fr></AppHdr>" + String(decoding: body, as: UTF8.self)
  #expect(readStatement(Array((wrapped + "</Envelope>").utf8)).rows.count == 1)
  let prefixed = """
    <c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><c:BkToCstmrStmt><c:Stmt>
    <c:Ntry><c:Amt Ccy="JPY">1</c:Amt><c:CdtDbtInd>CRDT</c:CdtDbtInd><c:Sts>BOOK</c:Sts>
    <c:BookgDt><c:Dt>2026-11-19</c:Dt></c:BookgDt></c:Ntry></c:Stmt></c:BkToCstmrStmt></c:Document>
    """
  #expect(readStatement(Array(prefixed.utf8)).rows.count == 1)
}

@Test("A file declared as Shift_JIS is read as CP932, with ① and 髙")
func camtShiftJIS() throws {
  let entry = camtEntry(rest: "<AddtlNtryInf>@@</AddtlNtryInf>")
  var file = String(decoding: camtFile(camtStatement(entry)), as: UTF8.self)
  file = file.replacing("UTF-8", with: "Shift_JIS")
  var bytes = Array(file.utf8)
  let at = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("@@".utf8)) })
  bytes.replaceSubrange(at..<at + 2, with: [0x87, 0x40, 0xFB, 0xFC])
  #expect(try #require(readStatement(bytes).rows.first).payerName == "①髙")
}

@Test("Before the declaration there may be a mark or blank lines")
func camtLeadingSpace() {
  let file = camtFile(camtStatement(camtEntry()))
  #expect(readStatement([0xEF, 0xBB, 0xBF] + file).rows.count == 1)
  #expect(readStatement([0x0D, 0x0A, 0x20] + file).rows.count == 1)
}
