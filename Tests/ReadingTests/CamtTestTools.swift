import Model

@testable import Reading

/// A camt message around its statements.
func camtFile(
  _ statements: String, namespace: String? = "camt.053.001.08", message: String = "BkToCstmrStmt",
  header: String = ""
) -> [UInt8] {
  let name = namespace.map { " xmlns=\"urn:iso:std:iso:20022:tech:xsd:\($0)\"" } ?? ""
  return Array(
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Document\(name)><\(message)><GrpHdr><MsgId>1</MsgId>\(header)</GrpHdr>
    \(statements)
    </\(message)></Document>
    """.utf8)
}

/// A statement of the account 9900-101-1-0012345 in yen.
func camtStatement(
  _ entries: String, head: String = "", account: String = "990010110012345",
  currency: String = "<Ccy>JPY</Ccy>", tag: String = "Stmt"
) -> String {
  """
  <\(tag)><Id>1</Id>\(head)<Acct><Id><Othr><Id>\(account)</Id></Othr></Id>\(currency)</Acct>
  \(entries)</\(tag)>
  """
}

func camtBalance(
  _ kind: String, _ yen: Int, day: String = "2026-11-19", subkind: String? = nil
) -> String {
  let below = subkind.map { "<SubTp><Cd>\($0)</Cd></SubTp>" } ?? ""
  return "<Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry>\(below)</Tp>"
    + "<Amt Ccy=\"JPY\">\(abs(yen))</Amt>"
    + "<CdtDbtInd>\(yen < 0 ? "DBIT" : "CRDT")</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>"
}

/// An entry; the parts that a test is about are replaced.
func camtEntry(
  amount: String = "<Amt Ccy=\"JPY\">5480</Amt>", direction: String = "CRDT",
  status: String = "<Sts><Cd>BOOK</Cd></Sts>",
  day: String = "<BookgDt><Dt>2026-11-19</Dt></BookgDt>", rest: String = ""
) -> String {
  "<Ntry>\(amount)<CdtDbtInd>\(direction)</CdtDbtInd>\(status)\(day)\(rest)</Ntry>\n"
}

func camtDetails(_ details: String, batch: String = "") -> String {
  "<NtryDtls>\(batch)\(details)</NtryDtls>"
}

/// One statement with one entry in it.
func readEntry(_ entry: String) -> StatementRead { readStatement(camtFile(camtStatement(entry))) }

func withBytes<T>(_ text: String, _ body: (UnsafeRawBufferPointer) -> T) -> T {
  Array(text.utf8).withUnsafeBytes(body)
}
