import Model
import TestKit
import Testing

@testable import Reading

@Test(
  "A sample reads as its expected text says",
  arguments: [
    ("zengin-01-a", "sample.txt"), ("zengin-01-b", "sample.dat"), ("zengin-03", "sample.txt"),
    ("camt-052", "sample.xml"), ("camt-053", "sample.xml"), ("camt-054", "sample.xml"),
  ])
func zenginAndCamtGolden(format: String, file: String) throws {
  let folder = "fixtures/formats/\(format)/"
  let result = readStatement(try readBytes(repoFile(folder + file)))
  #expect(result.reading.formatID == format)
  try expectGolden(described(result), folder + "expected.txt")
}

struct FramingRow: Sendable, CustomTestStringConvertible {
  var name: String
  var change: @Sendable ([[UInt8]]) -> [UInt8]
  var notes: [DataFault]
  var testDescription: String { name }
}

private func trimmed(_ record: [UInt8]) -> [UInt8] {
  Array(record[...(record.lastIndex { $0 != 0x20 } ?? 0)])
}

private func utf8(_ records: [[UInt8]]) -> [UInt8] {
  records.flatMap { record in
    record.flatMap { byte -> [UInt8] in
      byte < 0x80 ? [byte] : Array(String(UnicodeScalar(0xFF61 + UInt32(byte) - 0xA1)!).utf8)
    } + [0x0A]
  }
}

private let framings: [FramingRow] = [
  FramingRow(name: "CRLF", change: { joined($0, [0x0D, 0x0A]) }, notes: []),
  FramingRow(name: "LF", change: { joined($0, [0x0A]) }, notes: []),
  FramingRow(name: "CR", change: { joined($0, [0x0D]) }, notes: []),
  FramingRow(name: "none", change: { joined($0, []) }, notes: []),
  FramingRow(
    name: "a mixture",
    change: { $0.enumerated().flatMap { $1 + ($0 % 2 == 0 ? [0x0A] : [0x0D, 0x0A]) } }, notes: []),
  FramingRow(
    name: "no separator behind the last", change: { Array(joined($0).dropLast(2)) }, notes: []),
  FramingRow(name: "end-of-file mark", change: { joined($0) + [0x1A] }, notes: []),
  FramingRow(
    name: "end-of-file mark, no separators", change: { joined($0, []) + [0x1A] }, notes: []),
  FramingRow(name: "blank lines behind", change: { joined($0) + [0x0D, 0x0A, 0x0A] }, notes: []),
  FramingRow(
    name: "trimmed lines", change: { joined($0.map(trimmed)) }, notes: [.recordLength]),
  FramingRow(
    name: "trimmed lines, no separator behind the last",
    change: { Array(joined($0.map(trimmed)).dropLast(2)) }, notes: [.recordLength]),
  FramingRow(
    name: "longer records",
    change: { joined($0.map { $0 + [UInt8](repeating: 0x20, count: 56) }) },
    notes: [.recordLength]),
  FramingRow(name: "UTF-8", change: { utf8($0) }, notes: [.wrongEncoding]),
  FramingRow(
    name: "UTF-8 with a mark", change: { [0xEF, 0xBB, 0xBF] + utf8($0) }, notes: [.wrongEncoding]),
]

@Test("However the records are framed, the rows are the same", arguments: framings)
func zenginFraming(row: FramingRow) {
  let plain = readStatement(plainNotice.bytes())
  let file = row.change(plainNotice.records() + [zenginEnd])
  let result = readStatement(file)
  #expect(result.rows == plain.rows)
  #expect(result.rows.count == 3)
  #expect(result.faults == row.notes)
  #expect(result.reading.controls == plain.reading.controls)
  #expect(result.failedControls.isEmpty)
}

@Test("The fields of a transfer are what the bank wrote, without padding")
func zenginFields() throws {
  let header = plainNotice.records()[0]
  let data = zenginRecord([
    (1, "2000007"), (8, "081119"), (14, "081118"), (20, "0000012800"), (30, "0000000800"),
    (40, "0000104455"), (50, "ｶ)ﾊﾅﾔｼｷ ﾐﾅﾐ"), (98, "ﾐﾅﾄｼﾝｷﾝ"), (113, "ﾋｶﾞｼ"), (129, "INV-7"),
  ])
  let trailer = zenginRecord([(1, "8000001000000012800")])
  let result = readStatement(joined([header, data, trailer, zenginEnd]))
  let row = try #require(result.rows.first)
  #expect(
    row
      == StatementRow(
        record: 1, line: 2, bookingDay: Day(iso: "2026-11-19")!, valueDay: Day(iso: "2026-11-18")!,
        direction: .credit, amountYen: 12800, payerName: "ｶ)ﾊﾅﾔｼｷ ﾐﾅﾐ", kindText: "振込",
        payerBank: "ﾐﾅﾄｼﾝｷﾝ", payerBranch: "ﾋｶﾞｼ", payerCode: "104455", ediText: "INV-7",
        reference: "000007", unclearedYen: 800, partRecord: 1))
  let account = try #require(result.reading.accounts.first).account
  #expect(
    account
      == AccountRef(
        bankCode: "9900", branchCode: "101", accountType: 1, number: "0012345", holder: "ｶ)ﾐﾅﾓ"))
}

@Test(
  "Other Zengin files are refused by their name",
  arguments: [
    ("04", "04 残高通知"), ("11", "11 給与振込"), ("12", "12 賞与振込"), ("21", "21 総合振込"),
    ("91", "91 預金口座振替"),
  ])
func zenginOtherKinds(kind: String, name: String) {
  let record = zenginRecord([(1, "1" + kind + "01234567890"), (15, "ｶ)ﾐﾅﾓ"), (55, "1120")])
  let result = readStatement(Array(record[..<120]) + [0x0D, 0x0A])
  #expect(result.faults == [.notAStatement])
  #expect(result.reading.isRefused)
  #expect(result.finding(.notAStatement)?.value == name)
}

@Test("EBCDIC is refused by name, by its bytes or by コード区分")
func zenginEBCDIC() {
  let bytes = [UInt8](repeating: 0xF0, count: 200)
  let ebcdic = readStatement([0xF1, 0xF0, 0xF1, 0xF1] + bytes)
  #expect(ebcdic.finding(.wrongEncoding)?.value == "EBCDIC")
  #expect(ebcdic.reading.isRefused)
  var flagged = plainNotice.bytes()
  flagged[3] = 0x31
  #expect(readStatement(flagged).finding(.wrongEncoding)?.severity == .refusesFile)
}

@Test("Only fixed-length files look like Zengin")
func zenginRecognition() {
  func looks(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { looksLikeZengin($0) } }
  #expect(looks(plainNotice.bytes()))
  #expect(looks([0x0D, 0x0A] + plainNotice.bytes()))
  let csv = "1,01,0,081120,081119,081120,9900,ﾐﾎﾝ,101,ﾎﾝﾃﾝ,1,0012345,ﾐﾅﾓ,,,,,,,,,,,,,,,,,,,,,,"
  #expect(!looks(Array(csv.utf8)))
  #expect(!looks(Array("\"1\",\"01\",\"0\",\"081120\"".utf8)))
  #expect(!looks(Array("1010001,2026-11-20,5480,".utf8) + [UInt8](repeating: 0x41, count: 200)))
  #expect(!looks(Array("2026/11/20".utf8) + [UInt8](repeating: 0x20, count: 200)))
  #expect(!looks([]))
}

@Test("Progress is told in growing offsets inside the file")
func zenginConsumed() {
  final class Told: @unchecked Sendable { var offsets: [Int] = [] }
  let told = Told()
  let rows = [(yen: Int, isCancelled: Bool, name: String)](
    repeating: (100, false, "ｱ"), count: 16_000)
  let file = NoticeFile(rows: rows).bytes()
  let context = ReadingContext(asOf: Day(iso: "2026-11-23")!, consumed: { told.offsets.append($0) })
  let reading = file.withUnsafeBytes { readFile($0, context: context, sink: RowSink()) }
  #expect(reading.rowsRead == 16_000)
  #expect(told.offsets.count == file.count >> 20)
  #expect(told.offsets == told.offsets.sorted())
  #expect(told.offsets.allSatisfy { $0 > 0 && $0 <= file.count })
}
