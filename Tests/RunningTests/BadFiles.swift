import TestKit
import Testing

/// One way in which a file can be bad, with what the job must say and do about it.
struct BadFile: Sendable, CustomTestStringConvertible {
  var what: String
  var name: String
  var bytes: @Sendable () throws -> [UInt8]
  /// In both languages: what is wrong with its place, and what to do.
  var japanese: [String]
  var english: [String]
  /// Rows of it that are in the ledger afterwards.
  var posted = 0
  /// 2 where something of the file is missing from the ledger, so that it stays in the inbox.
  var exitCode: Int32 = 2

  var testDescription: String { what }
}

private func zengin() throws -> [UInt8] { try FixtureDay.eve.bytes("furikomi-nyukin-1118.txt") }
private func bankCSV() throws -> [UInt8] { try FixtureDay.eve.bytes("meisai_1118.csv") }
private func camt() throws -> [UInt8] { try FixtureDay.day.bytes("camt053-minamo.xml") }
private func orders() throws -> [UInt8] { try FixtureDay.eve.bytes("orders-zakka.csv") }

/// Replaces bytes at the `occurrence`th place of `old`; a table row that finds nothing is wrong.
private func replacing(
  _ old: String, _ new: String, in bytes: [UInt8], occurrence: Int = 1
) -> [UInt8] {
  let pattern = Array(old.utf8)
  var seen = 0
  for at in 0...(bytes.count - pattern.count)
  where bytes[at] == pattern[0] && Array(bytes[at..<at + pattern.count]) == pattern {
    seen += 1
    if seen == occurrence { return bytes[..<at] + Array(new.utf8) + bytes[(at + pattern.count)...] }
  }
  preconditionFailure("\(old) does not occur \(occurrence) times")
}

private func firstLine(_ bytes: [UInt8]) -> [UInt8] {
  Array(bytes[...bytes.firstIndex(of: 0x0A)!])
}

private let bomb: String = {
  var text = "<?xml version=\"1.0\"?><!DOCTYPE Document [<!ENTITY a \"aaaaaaaaaa\">"
  for (name, of) in zip("bcdefghij", "abcdefghi") {
    text += "<!ENTITY \(name) \"" + String(repeating: "&\(of);", count: 10) + "\">"
  }
  return text + "]><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
    + "&j;</Document>"
}()

private let depositHeader =
  "deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,edi_info,reversal\n"

let badFiles: [BadFile] = [
  BadFile(
    what: "an empty file", name: "empty.csv", bytes: { [] },
    japanese: ["empty.csv: ファイルが空です。", "再度ダウンロードしてください"],
    english: ["empty.csv: the file is empty.", "download it again"]),
  BadFile(
    what: "a Zengin file cut off in a record", name: "cut.txt",
    bytes: { Array(try zengin().prefix(1000)) },
    japanese: ["cut.txt 5行目・バイト位置808", "途中で切れています", "期待: 200", "銀行から取り直して"],
    english: ["cut.txt, line 5, byte 808", "ends in the middle", "expected 200", "fetch it"]),
  BadFile(
    what: "a camt file cut off in an entry", name: "cut.xml",
    bytes: { Array(try camt().prefix(3000)) },
    japanese: ["cut.xml 9行目・バイト位置2999", "XMLの文法が壊れています", "銀行から取り直して"],
    english: ["cut.xml, line 9, byte 2999", "not well-formed", "fetch it from the bank again"]),
  BadFile(
    what: "a statement saved again in UTF-16", name: "utf16.csv",
    bytes: { [0xFF, 0xFE] + firstLine(try bankCSV()).flatMap { [$0, 0] } },
    japanese: ["utf16.csv バイト位置0", "文字コード", "期待: UTF-8, CP932", "元のファイルを使って"],
    english: ["utf16.csv, byte 0", "text encoding", "expected UTF-8, CP932", "original file"]),
  BadFile(
    what: "a letter, which is no known format", name: "letter.txt",
    bytes: { Array("Dear customer,\nhello\n".utf8) },
    japanese: ["letter.txt 1行目", "形式のどれにも当てはまりません", "keshikomi formats list"],
    english: ["letter.txt, line 1", "none of the known formats", "formats list"]),
  BadFile(
    what: "a header without rows", name: "header.csv", bytes: { firstLine(try bankCSV()) },
    japanese: ["header.csv: 見出しだけで、データ行がありません", "対応は不要"],
    english: ["header.csv: there is a header but no data row", "nothing needs doing"],
    exitCode: 0),
  BadFile(
    what: "a control total off by one yen", name: "control.txt",
    bytes: { replacing("8000023000001145426", "8000023000001145427", in: try zengin()) },
    japanese: ["control.txt 25行目・バイト位置4848・項目「振込合計金額」", "期待: 1145427、差: −1円", "取り直し"],
    english: ["control.txt, line 25, byte 4848", "expected 1145427; difference ¥−1", "fetch the"]),
  BadFile(
    what: "a Zengin file that lost all its data records", name: "lost.txt",
    bytes: { firstLine(try zengin()) + Array(try zengin().suffix(404)) },
    japanese: ["lost.txt 2行目・バイト位置202", "合計記録と合いません", "期待: 23", "取り直し"],
    english: ["lost.txt, line 2, byte 202", "own control record", "expected 23", "fetch the"]),
  BadFile(
    what: "a broken balance chain", name: "balance.csv",
    bytes: { replacing(",,5480,2386620", ",,5480,2386621", in: try bankCSV()) },
    japanese: ["balance.csv データ3件目・4行目・項目「残高」", "残高がつながりません(差: 1円、関連する行: 3行目)", "取り直し"],
    english: ["balance.csv, record 3, line 4, field “残高”", "difference ¥1; see line 3", "fetch"],
    posted: 2),
  BadFile(
    what: "an XML bomb", name: "bomb.xml", bytes: { Array(bomb.utf8) },
    japanese: ["bomb.xml 1行目", "DOCTYPE", "銀行が出した元のファイルかどうか"],
    english: ["bomb.xml, line 1", "DOCTYPE and is refused", "the file the bank issued"]),
  BadFile(
    what: "an external entity", name: "external.xml",
    bytes: {
      let doctype = "?><!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
      return replacing("<MsgId>", "<MsgId>&x;", in: replacing("?>", doctype, in: try camt()))
    },
    japanese: ["external.xml 1行目", "DOCTYPE", "元のファイルかどうか"],
    english: ["external.xml, line 1", "DOCTYPE and is refused", "the file the bank issued"]),
  BadFile(
    what: "a NUL byte in a row", name: "nul.csv",
    bytes: { Array(try bankCSV().prefix(200)) + [0] + Array(try bankCSV().dropFirst(200)) },
    japanese: ["nul.csv データ4件目・5行目・5列目・バイト位置200", "NUL文字", "元のファイルで確かめ"],
    english: ["nul.csv, record 4, line 5, column 5, byte 200", "NUL byte", "Look at this row"]),
  BadFile(
    what: "a file of NUL bytes", name: "hole.csv",
    bytes: { [UInt8](repeating: 0, count: 100_000) },
    japanese: ["hole.csv 1行目・1列目・バイト位置0", "NUL文字", "元のファイルで確かめ"],
    english: ["hole.csv, line 1, column 1, byte 0", "NUL byte", "Look at this row"]),
  BadFile(
    what: "a quote that is never closed in an order export", name: "quote.csv",
    bytes: { replacing("S1-1003,", "\"S1-1003,", in: try orders()) },
    japanese: ["quote.csv 4行目・1列目・バイト位置425", "引用符が閉じていません", "取り直して"],
    english: ["quote.csv, line 4, column 1, byte 425", "never closed", "fetch it"],
    posted: 33),
  BadFile(
    what: "a quote that is never closed in a statement", name: "quote-bank.csv",
    bytes: { replacing(",,5480,2386620", ",\",5480,2386620", in: try bankCSV()) },
    japanese: ["quote-bank.csv データ3件目・4行目・3列目", "引用符が閉じていません", "取り直して"],
    english: ["quote-bank.csv, record 3, line 4, column 3", "never closed", "fetch it"],
    posted: 2),
  BadFile(
    what: "an era year that cannot be", name: "era.txt",
    bytes: { replacing("2000011081118", "2000011131118", in: try zengin()) },
    japanese: [
      "era.txt データ11件目・12行目・8列目", "和暦の年がありえない", "「131118」、期待: YYMMDD, 2026 = 8, ≤ 2026-11-19",
      "元の明細で値を",
    ],
    english: [
      "era.txt, record 11, line 12", "does not exist in its era", "≤ 2026-11-19", "check the",
    ],
    posted: 22),
  BadFile(
    what: "an amount that overflows", name: "overflow.csv",
    bytes: {
      let rows = """
        D1,2026-11-18,2026-11-18,99999999999999999999,ｱ,,,,
        D2,2026-11-18,2026-11-18,500,ｱ,,,,

        """
      return Array((depositHeader + rows).utf8)
    },
    japanese: ["overflow.csv データ1件目・2行目・4列目", "項目「amount」: 金額が大きすぎます", "元の明細で値を"],
    english: ["overflow.csv, record 1, line 2, column 4", "the amount is too large", "check the"],
    posted: 1),
]
