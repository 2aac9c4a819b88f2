import Foundation
import Model
import Running
import TestKit
import Testing

private func balance(_ kind: String, _ yen: Int) -> String {
  "<Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry></Tp><Amt Ccy=\"JPY\">\(yen)</Amt>"
    + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-19</Dt></Dt></Bal>"
}

private let entry = galleryEntry.replacing(
  "</Ntry>", with: "<AcctSvcrRef>20261119</AcctSvcrRef></Ntry>")

private func message(_ statements: String...) -> [UInt8] {
  let start =
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>\n"
  return Array((start + statements.joined() + "</BkToCstmrStmt></Document>\n").utf8)
}

private func statement(_ parts: String...) -> String {
  galleryStatement + parts.joined() + "</Stmt>\n"
}

private func entryLines(_ shop: Shop) throws -> Int {
  let text = String(decoding: try shop.report()["entries.csv"] ?? [], as: UTF8.self)
  return text.split(whereSeparator: \.isNewline).count - 1
}

private func verified(_ shop: Shop) throws -> Int {
  let line = try verify(shop.workspace, language: .en).lines.first {
    $0.hasPrefix("equal rows numbered: ")
  }
  return Int((line ?? "").dropFirst("equal rows numbered: ".count).prefix { $0.isNumber }) ?? -1
}

@Test("Two equal rows that balances count are two payments, though the bank gave both one number")
func constantReference() throws {
  let twins = statement(balance("OPBD", 100_000), balance("CLBD", 110_960), entry, entry)
  let shop = try Shop()
  try shop.put("a.xml", message(twins))
  #expect(try shop.run("2026-11-20T10:30", .en).exitCode <= 1)
  #expect(try verified(shop) == 2)
  // Sent again with another byte: nothing more.
  try shop.put("b.xml", message(twins) + Array("\n".utf8))
  try shop.run("2026-11-20T11:30", .en)
  #expect(try verified(shop) == 2)
}

@Test("A statement that stands twice in one message counts once")
func repeatedStatement() throws {
  let one = statement(balance("OPBD", 100_000), balance("CLBD", 105_480), entry)
  let shop = try Shop()
  try shop.put("a.xml", message(one, one))
  try shop.run("2026-11-20T10:30", .en)
  #expect(try verified(shop) == 1)
}

@Test("Equal rows of one number in a notice are as many payments as its trailer counts")
func constantNumber() throws {
  let shop = try Shop(policy: galleryPolicy)
  let rows = [(payer: "MIHON HANAKO", number: "000123"), (payer: "MIHON HANAKO", number: "000123")]
  try shop.put("furikomi.txt", GalleryFile.notice(rows).bytes())
  try shop.run("2026-11-20T10:30", .en)
  #expect(try verified(shop) == 2 && entryLines(shop) == 2)
}

@Test("A deposit_id on two rows that differ in one thing is posted once and asked about")
func contradictedReference() throws {
  func entries(_ rows: String...) throws -> (count: Int, findings: String) {
    let shop = try Shop()
    let head = "deposit_id,booking_date,value_date,amount,payer_name,reversal\n"
    try shop.put("deposits.csv", Array((head + rows.joined()).utf8))
    let result = try shop.run("2026-11-20T10:30", .en)
    return (try entryLines(shop), result.lines.joined(separator: "\n"))
  }
  let row = "D1,2026-11-19,2026-11-19,5480,ﾐﾎﾝ ﾊﾅｺ,0\n"
  let otherYen = row.replacing("5480", with: "5490")
  let told = "the row differs from the same row"
  let amount = try entries(row, otherYen)
  #expect(amount.count == 1 && amount.findings.contains(told))
  let name = try entries(row, row.replacing("ﾊﾅｺ", with: "ﾀﾛｳ"))
  #expect(name.count == 1 && name.findings.contains(told))
  // Numbers that start anew every day are no identity, and other numbers no contradiction.
  let anew = try entries(row, otherYen.replacing("11-19", with: "11-20"))
  #expect(anew.count == 2 && !anew.findings.contains(told))
  #expect(try entries(row, otherYen.replacing("D1", with: "D2")).count == 2)
}
