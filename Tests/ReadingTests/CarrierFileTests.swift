import Foundation
import Model
import Reading
import TestKit
import Testing

/// Headers of the carriers' files: the columns that are read by their names, the others numbered.
private func header(_ count: Int, _ named: [Int: String]) -> [String] {
  (1...count).map { named[$0] ?? "列\($0)" }
}

private struct Carrier: CustomTestStringConvertible, Sendable {
  var id: String
  var names: [String]
  var key: Int
  var amount: Int
  /// Column and word that say "paid at the door".
  var kind: (column: Int, atDoor: String, prepaid: String)?
  var testDescription: String { "\(id) \(names.count)" }
}

private func b2(_ count: Int) -> Carrier {
  Carrier(
    id: "b2cloud",
    names: header(count, [1: "お客様管理番号", 2: "送り状種類", 34: "コレクト代金引換額（税込)"]), key: 0,
    amount: 33, kind: (1, "2", "0"))
}

private let carriers = [
  b2(94), b2(95),
  Carrier(
    id: "ehiden3", names: header(74, [10: "お客様管理番号", 48: "代引金額"]), key: 9, amount: 47),
  Carrier(
    id: "yupack-r",
    names: header(117, [1: "お客様側管理番号", 8: "元／着払／代引", 99: "代引金額"]), key: 0, amount: 98,
    kind: (7, "2", "0")),
]

private func cp932(_ text: String) -> [UInt8] {
  guard let bytes = cp932Bytes(text) else { fatalError("\(text) is not in CP932") }
  return bytes
}

/// Cells that break a reader which takes a shortcut: line ends, separators and quotes inside
/// quotes, and characters whose second byte is a backslash, a bar or a tilde.
private let edges = [
  "\"東京都港区\r\n芝公園4-2-8\"", "\"a,b\"", "\"言った\"\"はい\"\"\"", "ソ表能十予申貼", "\"表,ソ\"", "髙﨑～①㈱",
  "ｶﾌﾞｼｷｶﾞｲｼﾔ", "\"\n\"", "", " ", "5\"棚",
]

private struct MadeRow {
  var bytes: [UInt8]
  var key: String
  var yen: Int64?
}

private func row(_ carrier: Carrier, _ random: inout SeededRandom, _ n: Int) -> MadeRow {
  var cells = carrier.names.map { _ in random.chance(perMille: 300) ? random.pick(edges) : "x" }
  let key = random.chance(perMille: 30) ? "" : "A-\(1_000 + n / 2)"
  cells[carrier.key] = random.chance(perMille: 300) ? "\"\(key)\"" : " \(key) "
  let isAtDoor = random.chance(perMille: 500)
  var yen: Int64? = isAtDoor ? Int64(random.pick([330, 11_000, 299_999])) : 0
  cells[carrier.amount] = isAtDoor ? (yen == 11_000 ? "\"11,000\"" : "\(yen!)") : ""
  if let kind = carrier.kind {
    cells[kind.column] = isAtDoor ? kind.atDoor : kind.prepaid
    if isAtDoor, random.chance(perMille: 100) {
      cells[carrier.amount] = random.pick(["", "1万円", "-5"])
      yen = nil
    }
  }
  var text = cells.joined(separator: ",")
  if random.chance(perMille: 100) { text += ",,," }
  text += random.pick(["\r\n", "\r\n", "\n"])
  return MadeRow(bytes: cp932(text), key: key, yen: yen)
}

@Test(
  "rows of a carrier's file are cut byte for byte, whatever their cells hold", arguments: carriers)
private func cutsRows(carrier: Carrier) throws {
  for seed in 1...60 {
    var random = SeededRandom(seed: UInt64(seed))
    var bytes = cp932(carrier.names.joined(separator: ",") + "\r\n")
    let headerEnd = bytes.count
    let made = (0..<random.below(30)).map { row(carrier, &random, $0) }
    for row in made { bytes += row.bytes }
    // A last line without its end, and a blank line, are not rows to lose or to make.
    if random.chance(perMille: 300), let last = made.last {
      bytes.removeLast(last.bytes.reversed().prefix { $0 == 0x0A || $0 == 0x0D }.count)
    } else if random.chance(perMille: 300) {
      bytes += Array("\r\n".utf8)
    }
    let file = try bytes.withUnsafeBytes { raw in try readCarrierFile(raw) }
    #expect(file.layout.id == carrier.id && file.headerEnd == headerEnd)
    #expect(file.rows.map(\.key) == made.map(\.key))
    #expect(file.rows.map(\.collectYen) == made.map(\.yen))
    for (found, row) in zip(file.rows, made) {
      let cut = Array(bytes[found.start..<found.end])
      #expect(row.bytes.starts(with: cut) && row.bytes.count - cut.count <= 2)
    }
    // The slow twin tells the same rows apart.
    let plain = plainRecords(bytes).dropFirst().filter { !$0.isBlank }
    #expect(plain.map(\.line) == file.rows.map { Int($0.line) })
  }
}

@Test("a file in UTF-8 with or without a mark is read as well, and any file by named columns")
func namedColumns() throws {
  let text = "受注番号,届け先,代引\r\nA-1,\"東京\n都\",1100\r\nA-2,大阪,\r\n"
  for mark in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
    let bytes = mark + Array(text.utf8)
    let file = try bytes.withUnsafeBytes { raw in
      try readCarrierFile(raw, as: .named(key: "受注番号", amount: "代引"))
    }
    #expect(file.rows.map(\.key) == ["A-1", "A-2"])
    #expect(file.rows.map(\.collectYen) == [1_100, 0])
    #expect(file.rows.last?.end == bytes.count)
  }
}

@Test(
  "a file that cannot be told apart is refused as a whole",
  arguments: [
    ("a,b\r\n1,2\r\n", nil, CarrierFault.unknownHeader),
    ("a,b\r\n1,2\r\n", "c", .missingColumn("c")),
    ("a,a\r\n1,2\r\n", "a", .doubledColumn("a")),
    ("a,b\r\n1,\"2\r\n3,4\r\n", "a", .brokenRow(line: 2)),
    ("a,b\r\n1,2,3\r\n", "a", .tooManyColumns(line: 2)),
    ("", "a", .unknownHeader),
  ] as [(String, String?, CarrierFault)])
func refused(text: String, key: String?, fault: CarrierFault) {
  let bytes = Array(text.utf8)
  #expect(throws: fault) {
    try bytes.withUnsafeBytes { raw in
      try readCarrierFile(raw, as: key.map { CarrierLayout.named(key: $0, amount: nil) })
    }
  }
}

@Test("a carrier's header with other than its own number of columns is not taken for it")
func wrongCount() {
  let bytes = cp932(b2(93).names.joined(separator: ",") + "\r\n")
  #expect(throws: CarrierFault.unknownHeader) {
    try bytes.withUnsafeBytes { raw in try readCarrierFile(raw) }
  }
}

@Test("text goes to CP932 and comes back, and what is not in the code page is told")
func encoding() throws {
  for text in ["入金済み", "*入金済ステータス", "ｶﾌﾞｼｷ", "髙﨑①㈱～", "ソ表能", "abc"] {
    let read = try cp932(text).withUnsafeBytes { raw in
      try readCarrierFile(raw, as: .named(key: text, amount: nil))
    }
    #expect(read.rows.isEmpty, "the header is found under its own name")
  }
  #expect(cp932Bytes("😀") == nil && cp932Bytes("€") == nil)
}
