import Foundation
import Model
import TestKit
import Testing

@testable import Reading

/// A row that the twin reads, and what became of it.
private enum SlowRow: Equatable {
  case row(StatementRow)
  case rejected, skipped
}

/// The twin of the row reader: one row at a time, nothing kept from row to row, cells as strings.
private func slowRow(_ cells: [String], record: Int32, line: Int32) -> SlowRow {
  let decoder = TextDecoder(.utf8)
  func bytes<T>(_ text: String, _ body: (UnsafeRawBufferPointer) -> T) -> T {
    Array(text.utf8).withUnsafeBytes(body)
  }
  if cells.allSatisfy(\.isEmpty) { return .skipped }
  let amounts = cells[2...4].map { cell in bytes(cell) { parseAmount($0, decoder) } }
  let yen = amounts.map { amount -> Int64? in
    if case .yen(let value) = amount { value } else { nil }
  }
  if amounts.contains(.bad) || amounts.contains(.overflow) { return .rejected }
  let delta: Int64
  switch (yen[0] ?? 0, yen[1] ?? 0) {
  case (_, let into) where into != 0 && yen[0] ?? 0 != 0: return .rejected
  case (0, let into) where yen[0] != nil || yen[1] != nil: delta = into
  case (let out, 0) where yen[0] != nil: delta = -out
  default: return .rejected
  }
  let dates = DateReader(
    styles: [.yearMonthDay, .compact, .kanji, .eraName], decoder: decoder,
    newest: Day(iso: "2026-11-23")!, range: bookingDays(asOf: Day(iso: "2026-11-23")!))
  guard case .day(let day) = bytes(cells[0], dates.read) else { return .rejected }
  var text = String.UnicodeScalarView(cells[1].unicodeScalars)
  let isSpace = { (s: Unicode.Scalar?) in s == " " || s == "\t" || s == "\u{3000}" }
  while isSpace(text.first) { text.removeFirst() }
  while isSpace(text.last) { text.removeLast() }
  var kind = ""
  var isCancellation = false
  let found = bytes(String(text)) { KindWords.find(in: $0) }
  var name = Array(String(text).utf8)
  if let found {
    kind = found.word.text
    isCancellation = found.word.isCancellation
    name.removeFirst(found.length)
  }
  if delta == 0 { return .skipped }
  let isNegative = (yen[0] ?? 0) < 0 || (yen[1] ?? 0) < 0
  let mark: RowMark =
    (yen[0] ?? 0) < 0
    ? .reversal : isCancellation || isNegative ? .cancellation : .none
  let signed = isCancellation && mark == .cancellation ? -abs(delta) : delta
  return .row(
    StatementRow(
      record: record, line: line, bookingDay: day, direction: signed > 0 ? .credit : .debit,
      amountYen: abs(signed), mark: mark, payerName: String(decoding: name, as: UTF8.self),
      kindText: kind, balanceAfterYen: yen[2]))
}

@Suite("The row reader against its slow twin")
struct BankTwinTests {
  private static let dates = [
    "2026/01/05", "2026/01/06", "2026/1/5", "2026-01-06", "20260107", "2026年1月8日", "R8.1.9",
    "2026/02/30", "2026/01/0", "", "x",
  ]
  private static let amounts = [
    "5", "1234", "1,234", "99999999", "100000000", "123456789012", "1234567890123", "0", "",
    "-500", "\\100", "１２", "12a", " 7 ", "00000012", "1:", "/9", "1,23", "000000000000000007",
  ]
  private static let kinds = [
    "振込", "振込 ", "振込　", "振込＊", "振込＊＊", "振込 * ", "振込手数料", "口座振替３ ", "振込取消 ", "利息",
    "ﾌﾘｺﾐ ", "フリコミ ", "カード振込　", "給料振込 ", "都度振込＊", "", " ", "　", "テスト",
  ]
  private static let names = [
    "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ　タロウ", "＊X", "*X", " ", "(ｶ", "山田", "a\"b", "", "カ）アイウ", "7 ｱ", "　ｱ　", "ｱ, ｲ",
    "ﾕｳｹﾞﾝｶﾞｲｼﾔ ｷｼﾕｳﾊ-ﾍﾞｽﾄﾄﾚ-ﾃﾞｲﾝｸﾞ", "Ωβ×÷ ﾃﾞｽ",
  ]

  private static func cells(_ random: inout SeededRandom) -> [String] {
    if random.chance(perMille: 20) { return ["", "", "", "", ""] }
    let isPlain = random.chance(perMille: 600)
    var debit = isPlain ? "" : random.pick(amounts)
    var credit = isPlain ? String(random.below(3_000_000)) : random.pick(amounts)
    if random.chance(perMille: 300) { (debit, credit) = (credit, debit) }
    return [
      isPlain ? dates[random.below(3)] : random.pick(dates),
      random.pick(kinds) + random.pick(names), debit, credit,
      isPlain ? String(random.below(1_000_000_000)) : random.pick(amounts),
    ]
  }

  private static func quoted(_ cell: String, _ random: inout SeededRandom) -> String {
    let needsQuotes = cell.utf8.contains { $0 == 0x22 || $0 == 0x2C }
    guard needsQuotes || random.chance(perMille: 300) else { return cell }
    let doubled = cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"\(doubled)\""
  }

  @Test(
    "Every row comes out as one read alone, whatever stood before it: 3,000 files, both encodings",
    arguments: [false, true])
  func twin(isCP932: Bool) {
    var random = SeededRandom(seed: isCP932 ? 932 : 8)
    for round in 0..<1500 {
      var text = "取引日,摘要,お支払金額,お預り金額,残高\n"
      var expected: [StatementRow] = []
      var rejected: Int32 = 0
      var record: Int32 = 0
      for line in 2..<(2 + random.below(24)) {
        let cells = Self.cells(&random)
        let lineEnd = random.pick(["\n", "\r\n", "\r"])
        text += cells.map { Self.quoted($0, &random) }.joined(separator: ",") + lineEnd
        // A row without any text is blank, and a blank one is no record.
        if !cells.allSatisfy(\.isEmpty) { record += 1 }
        switch slowRow(cells, record: record, line: Int32(line)) {
        case .row(let row): expected.append(row)
        case .rejected: rejected += 1
        case .skipped: break
        }
      }
      // Foundation's Shift_JIS is CP932 on Linux.
      let bytes = Array(text.data(using: isCP932 ? .shiftJIS : .utf8)!)
      let file = readBytesAsFile(bytes)
      guard file.rows == expected, file.reading.rowsRejected == rejected else {
        let places = zip(file.rows, expected).first { $0 != $1 }.map { "\($0)\n\($1)" } ?? ""
        Issue.record("round \(round): \(file.rows.count), \(expected.count)\n\(places)\n\(text)")
        return
      }
    }
  }

  @Test("Digits are read eight at a time as one at a time, on 200,000 seeded cells")
  func digits() {
    var random = SeededRandom(seed: 12)
    let odd: [UInt8] = [0x2F, 0x3A, 0x3F, 0x20, 0xB0, 0x39, 0x30, 0x00, 0x2C, 0x36]
    for _ in 0..<200_000 {
      let count = 1 + random.below(13)
      var bytes = (0..<24).map { _ in UInt8(0x30 + random.below(10)) }
      if random.chance(perMille: 400) { bytes[random.below(24)] = random.pick(odd) }
      let slow = bytes[(24 - count)...].reduce(Int64?(0)) { sum, byte in
        guard let sum, byte >= 0x30, byte <= 0x39, count <= 12 else { return nil }
        return sum * 10 + Int64(byte - 0x30)
      }
      let fast = bytes.withUnsafeBytes { digitsBefore(24, count: count, in: $0) }
      guard fast == slow else {
        Issue.record("\(bytes.suffix(count)): \(fast ?? -1)")
        return
      }
    }
  }
}
