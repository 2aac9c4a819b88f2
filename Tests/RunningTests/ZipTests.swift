import Foundation
import Model
import Running
import TestKit
import Testing

private typealias Member = ZipBuilder.Member

private let asOf = "2026-11-19T10:30"

/// A statement of one deposit, in the neutral form.
private func deposit(_ id: String, yen: Int) -> [UInt8] {
  Array(
    "deposit_id,booking_date,amount,payer_name\n\(id),2026-11-18,\(yen),ｱｵﾔﾏ ｼﾛｳ\n".utf8)
}

/// A ZIP that has to be refused as a whole, with what the message must say.
private struct Hostile: Sendable, CustomTestStringConvertible {
  var what: String
  var bytes: @Sendable () throws -> [UInt8]
  var says: [String]
  var testDescription: String { what }

  init(_ what: String, _ says: [String], _ bytes: @escaping @Sendable () throws -> [UInt8]) {
    self.what = what
    self.says = says
    self.bytes = bytes
  }
}

private let good = Member("good.csv", deposit("G-1", yen: 5000))

private let hostile: [Hostile] = [
  Hostile("a path out of the folder", ["中にフォルダー", "「../x.csv」"]) {
    ZipBuilder.bytes([good, Member("../x.csv", [1])])
  },
  Hostile("an absolute path", ["中にフォルダー", "「/etc/x.csv」"]) {
    ZipBuilder.bytes([good, Member("/etc/x.csv", [1])])
  },
  Hostile("a path of Windows", ["中にフォルダー", "C:"]) {
    ZipBuilder.bytes([good, Member("C:\\x.csv", [1])])
  },
  Hostile("a folder", ["中にフォルダー", "「明細/」"]) {
    ZipBuilder.bytes([good, Member("明細/", [])])
  },
  Hostile("a symbolic link", ["リンク", "「link」"]) {
    ZipBuilder.bytes([good, Member("link", Array("/etc/passwd".utf8), mode: 0o120777)])
  },
  Hostile("two members of one name", ["同じ名前", "「good.csv」"]) {
    ZipBuilder.bytes([good, Member("good.csv", deposit("G-2", yen: 7000))])
  },
  Hostile("a member without a name", ["中にフォルダー"]) {
    ZipBuilder.bytes([good, Member("", [1])])
  },
  Hostile("an encrypted member", ["パスワード", "「x.csv」"]) {
    ZipBuilder.bytes([good, Member("x.csv", [UInt8](repeating: 7, count: 40), flags: 1)])
  },
  Hostile("a member that packs too well", ["上限を超え", "16777216 B"]) {
    try packedZip("zero.csv", [UInt8](repeating: 0, count: 16 << 20))
  },
  Hostile("members that add up to too much", ["上限を超え"]) {
    ZipBuilder.bytes([good, Member("x.csv", [1], statedSize: 0xFFFF_0000)])
  },
  Hostile("too many members", ["上限を超え", "1001", "1000"]) {
    ZipBuilder.bytes((0...1000).map { Member("\($0).csv", []) })
  },
  Hostile("a size that is not the member's", ["壊れて"]) {
    ZipBuilder.bytes([good, Member("x.csv", [1, 2, 3], statedSize: 9)])
  },
  Hostile("a wrong checksum", ["壊れて", "「x.csv」"]) {
    ZipBuilder.bytes([good, Member("x.csv", [1, 2, 3], checksum: 5)])
  },
  Hostile("a cut file", ["壊れて"]) { ZipBuilder.bytes([good]).dropLast(30) },
  Hostile("nothing but the first four bytes", ["壊れて"]) { [0x50, 0x4B, 3, 4] },
  Hostile("no member", ["空です"]) { ZipBuilder.bytes([]) },
]

@Suite("ZIP in the inbox")
struct ZipTests {
  @Test(
    "A ZIP that is not plainly good is refused whole, named, kept, and told again",
    arguments: hostile)
  private func refused(_ zip: Hostile) throws {
    let shop = try Shop()
    let bytes = try zip.bytes()
    try shop.put("bank.zip", bytes)
    try shop.put("alone.csv", deposit("A-1", yen: 900))
    for _ in 0..<2 {
      let summary = try shop.run(asOf)
      #expect(summary.exitCode == 2)
      let told = summary.lines.filter { $0.hasPrefix("bank.zip:") }.joined()
      for word in zip.says { #expect(told.contains(word), "\(summary.lines)") }
      #expect(shop.inbox == ["bank.zip"])
    }
    #expect(try shop.archiveHolds(bytes))
    #expect(try shop.table("entries.csv").map { $0["amount_yen"] } == ["900"])
    #expect(try shop.isProved)
    let left = filesBelow(shop.folder.appendingPathComponent("archive"))
    #expect(left.filter { $0.hasPrefix(".") } == [])
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("bank.zip")
      try writeBytes(bytes, to: file)
      let checked = checkFiles(
        [file.path], asOf: Moment(commandLine: asOf)!.day, language: .ja)
      #expect(checked.exitCode == 2)
      for word in zip.says { #expect(checked.lines.joined().contains(word)) }
    }
  }

  @Test("The members of a ZIP are taken as files of their own, with the ZIP in their names")
  func members() throws {
    let shop = try Shop()
    // 明細.csv in CP932 and, with the flag of UTF-8, in UTF-8.
    var first = Member("", deposit("M-1", yen: 1000))
    first.name = [0x96, 0xBE, 0x8D, 0xD7] + Array(".csv".utf8)
    let bytes = ZipBuilder.bytes([
      first, Member("入金 ソ表.csv", deposit("M-2", yen: 2000), flags: 0x800),
    ])
    try shop.put("bank.zip", bytes)
    let summary = try shop.run(asOf)
    #expect(summary.exitCode < 2, "\(summary.lines)")
    let entries = try shop.table("entries.csv")
    #expect(
      entries.map { $0["source_file"] ?? "" }.sorted()
        == ["bank.zip › 入金 ソ表.csv", "bank.zip › 明細.csv"])
    #expect(shop.inbox == [])
    for wanted in [bytes, first.bytes, deposit("M-2", yen: 2000)] {
      #expect(try shop.archiveHolds(wanted))
    }
    #expect(try shop.isProved)
  }

  @Test("The same ZIP again, or a member on its own, counts nothing twice and leaves the inbox")
  func again() throws {
    let shop = try Shop()
    let bytes = ZipBuilder.bytes([good, Member("b.csv", deposit("B-1", yen: 600))])
    try shop.put("bank.zip", bytes)
    try shop.run(asOf)
    try shop.put("bank.zip", bytes)
    try shop.put("copy.zip", ZipBuilder.bytes([good]))
    try shop.put("plain.csv", good.bytes)
    try shop.run(asOf)
    #expect(shop.inbox == [])
    #expect(try shop.fileTotals("bank.zip › good.csv")?["rows_new"] as? Int == 0)
    for name in ["bank.zip › good.csv", "bank.zip › b.csv", "copy.zip › good.csv", "plain.csv"] {
      #expect(try shop.fileTotals(name)?["already_known"] as? Bool == true, "\(name)")
    }
    #expect(try shop.isProved)
  }

  @Test("A ZIP stays as long as one of its files is not taken, and the others are")
  func partly() throws {
    let shop = try Shop()
    let inner = ZipBuilder.bytes([Member("deep.csv", deposit("D-1", yen: 100))])
    try shop.put(
      "bank.zip", ZipBuilder.bytes([good, Member("inner.zip", inner), Member("note.txt", [0x41])]))
    for run in 0..<2 {
      let summary = try shop.run(asOf)
      #expect(summary.exitCode == 2)
      #expect(summary.lines.contains { $0.hasPrefix("bank.zip › inner.zip: ") })
      #expect(summary.lines.contains { $0.hasPrefix("bank.zip › note.txt: ") })
      #expect(try shop.fileTotals("bank.zip › good.csv")?["rows_new"] as? Int == 1 - run)
      #expect(shop.inbox == ["bank.zip"])
    }
  }

  @Test("A workbook is still told from a ZIP, and check and import look into one")
  func otherCommands() throws {
    let shop = try Shop()
    try withTemporaryFolder { folder in
      let book = folder.appendingPathComponent("book.xlsx")
      try writeBytes(
        ZipBuilder.bytes([Member("[Content_Types].xml", [0x3C]), Member("xl/a.xml", [0x3C])]),
        to: book)
      let zip = folder.appendingPathComponent("bank.zip")
      try writeBytes(ZipBuilder.bytes([good]), to: zip)
      let day = Moment(commandLine: asOf)!.day
      let checked = checkFiles([book.path], asOf: day, language: .en)
      #expect(checked.exitCode == 2 && checked.lines.joined().contains("instead of a workbook"))
      let good = checkFiles([zip.path], asOf: day, language: .en)
      #expect(good.exitCode == 0)
      #expect(good.lines.contains { $0.hasPrefix("bank.zip › good.csv: Bank statement neutral") })
      let imported = try importFiles([zip.path, book.path], shop.request(asOf, .en))
      #expect(imported.exitCode == 2)
      #expect(
        imported.lines.contains { $0.hasPrefix("bank.zip › good.csv:") && $0.contains("1 new") })
    }
    #expect(try shop.isProved)
  }

  @Test(
    "The public sample of packed statements is read",
    .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
  func publicSample() throws {
    let zip = try #require(sharedFolder())
      .appendingPathComponent("samples/bank/camt/oca-test-camt053.zip")
    let checked = checkFiles([zip.path], asOf: Day(iso: "2026-11-19")!, language: .en)
    #expect(checked.lines.contains { $0.contains(" › ") }, "\(checked.lines)")
  }
}
