import Model
import TestKit
import Testing

@testable import Reading

@Test(
  "One statement reads the same in every version where something moved",
  arguments: ["01", "02", "03", "04", "07", "12"])
func camtVersions(version: String) throws {
  let path = "fixtures/formats/camt-053/version-\(version).xml"
  let result = readStatement(try readBytes(repoFile(path)))
  #expect(result.faults.isEmpty)
  #expect(result.reading.controls.allSatisfy { $0.outcome == .ok })
  #expect(result.reading.accounts[0].account.number == "0012345")
  // .01 has neither a code for the bank of a party nor a number of an entry.
  var text = described(result)
  if version == "01" {
    let end = " | uncleared 0\nrecord 6"
    text = text.replacing("ref -" + end, with: "ref 000004" + end)
  }
  try expectGolden(text, "fixtures/formats/camt-053/version.txt")
}

@Test("Every version from 1 to 12 of the three messages is known, and no other")
func camtVersionNames() {
  for message in ["052", "053", "054"] {
    for version in 0...13 {
      let name = "camt.\(message).001.\(version < 10 ? "0" : "")\(version)"
      let known = CamtNamespace(message: name) == .camt(message, version: Int32(version))
      #expect(known == (1...12).contains(version), "\(name)")
    }
  }
  #expect(CamtNamespace(message: "camt.055.001.01") == .unknownMessage("camt.055.001.01"))
  #expect(CamtNamespace(message: "pain.001.001.03") == .payment("pain.001.001.03"))
}

struct ReferenceRow: Sendable {
  var entry = ""
  var details = ["<TxDtls/>"]
  var references: [String]
  var lasting: [Bool]
}

private let parts = ["T-1", "T-2"].map {
  "<TxDtls><Refs><AcctSvcrRef>\($0)</AcctSvcrRef></Refs><AmtDtls><TxAmt><Amt Ccy=\"JPY\">2740"
    + "</Amt></TxAmt></AmtDtls></TxDtls>"
}

@Test(
  "Only the bank's own reference lasts; placeholders are none",
  arguments: [
    ReferenceRow(
      entry: "<NtryRef>7</NtryRef><AcctSvcrRef>A</AcctSvcrRef>", references: ["A"],
      lasting: [true]),
    ReferenceRow(entry: "<NtryRef>7</NtryRef>", references: ["7"], lasting: [false]),
    ReferenceRow(
      entry: "<NtryRef>NOTPROVIDED</NtryRef><AcctSvcrRef>NONREF</AcctSvcrRef>", references: [""],
      lasting: [false]),
    ReferenceRow(
      details: ["<TxDtls><Refs><AcctSvcrRef>T</AcctSvcrRef></Refs></TxDtls>"], references: ["T"],
      lasting: [true]),
    ReferenceRow(
      details: ["<TxDtls><Refs><TxId>X</TxId><EndToEndId>Y</EndToEndId></Refs></TxDtls>"],
      references: [""], lasting: [false]),
    ReferenceRow(
      entry: "<AcctSvcrRef>A</AcctSvcrRef>", details: parts, references: ["T-1", "T-2"],
      lasting: [true, true]),
    ReferenceRow(
      entry: "<AcctSvcrRef>A</AcctSvcrRef>",
      details: [parts[0], parts[1].replacing("T-2", with: "NONREF")], references: ["T-1", "A/2"],
      lasting: [true, false]),
  ])
func camtReferences(row: ReferenceRow) {
  let result = readEntry(camtEntry(rest: row.entry + camtDetails(row.details.joined())))
  #expect(result.rows.map(\.reference) == row.references)
  #expect(result.rows.map(\.isReferenceLasting) == row.lasting)
}

@Test("Booking day and value day are both kept, each in Tokyo")
func camtBothDays() throws {
  let day =
    "<BookgDt><DtTm>2026-11-19T15:30:00Z</DtTm></BookgDt>"
    + "<ValDt><DtTm>2026-11-19T15:30:00</DtTm></ValDt>"
  let row = try #require(readEntry(camtEntry(day: day)).rows.first)
  #expect(row.bookingDay.iso == "2026-11-20")
  #expect(row.valueDay?.iso == "2026-11-19")
}

private func utf16(_ text: String, isBig: Bool, hasMark: Bool) -> [UInt8] {
  let units = (hasMark ? [0xFEFF] : []) + Array(text.utf16)
  return units.flatMap { unit in
    let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
    return isBig ? [high, low] : [low, high]
  }
}

@Test("UTF-16 is read, with a mark or without", arguments: [true, false], [true, false])
func camtUTF16(isBig: Bool, hasMark: Bool) throws {
  let entry = camtEntry(rest: "<AddtlNtryInf>ﾃﾞﾝｷ 髙</AddtlNtryInf>")
  let text = String(decoding: camtFile(camtStatement(entry)), as: UTF8.self)
    .replacing("UTF-8", with: "UTF-16")
  let result = readStatement(utf16(text, isBig: isBig, hasMark: hasMark))
  #expect(try #require(result.rows.first).payerName == "ﾃﾞﾝｷ 髙")
}

@Test("UTF-16 that is no XML is refused as before")
func camtNotUTF16() {
  let faults = readStatement(utf16("a,b", isBig: false, hasMark: true)).faults
  #expect(faults == [.wrongEncoding])
}
