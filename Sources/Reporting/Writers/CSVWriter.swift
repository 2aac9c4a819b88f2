import Model

/// Writes one CSV file as the contract wants it: UTF-8 with byte order mark, CRLF, a header, and no
/// text cell that a spreadsheet would run as a formula (it gets a leading apostrophe).
///
/// Numbers go through `number` and keep their minus sign: only text is neutralised.
struct CSVWriter {
  private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
  private let columnCount: Int
  private var column = 0
  /// Days come again and again: the last one as it is written.
  private var lastDay: Day?
  private var lastDayText = InlineArray<10, UInt8>(repeating: 0)

  /// - Parameter fillIn: columns of the answer sheet behind the others.
  init(columns: [StaticString], fillIn: [AnswerColumn] = [], capacity: Int) {
    columnCount = columns.count + fillIn.count
    bytes.reserveCapacity(capacity)
    for name in columns { word(name.description) }
    for column in fillIn { word(column.rawValue) }
    endRow()
  }

  /// A later part of a file whose first part has the header.
  init(partOf columns: [StaticString], capacity: Int) {
    columnCount = columns.count
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Text from outside: quoted where needed, neutralised where it looks like a formula.
  mutating func text(_ text: String) {
    separate()
    var text = text
    text.withUTF8 { utf8 in
      let runs = startsLikeFormula(utf8)
      guard needsQuotes(utf8) else {
        if runs { bytes.append(0x27) }
        bytes.append(contentsOf: utf8)
        return
      }
      bytes.append(0x22)
      if runs { bytes.append(0x27) }
      appendQuoted(utf8)
      bytes.append(0x22)
    }
  }

  private mutating func appendQuoted(_ utf8: UnsafeBufferPointer<UInt8>) {
    guard utf8.contains(upTo: 0x22, where: { $0 == 0x22 || $0 == 0 }) else {
      bytes.append(contentsOf: utf8)
      return
    }
    // NUL ends the text in many readers, so a cell could hide what follows: it is left out.
    for byte in utf8 where byte != 0 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
  }

  /// A word of our own vocabulary, or codes joined by `|`: needs no care.
  mutating func word(_ word: String) {
    separate()
    var word = word
    word.withUTF8 { bytes.append(contentsOf: $0) }
  }

  mutating func codes(_ codes: [FindingCode]) {
    separate()
    for (place, code) in codes.enumerated() {
      if place > 0 { bytes.append(0x7C) }
      bytes.append(contentsOf: code.rawValue.utf8)
    }
  }

  mutating func number(_ number: Int64) {
    separate()
    appendDigits(number, width: 1)
  }

  mutating func number(_ number: Int32) { self.number(Int64(number)) }

  mutating func number(_ number: Int32?) {
    if let number { self.number(Int64(number)) } else { empty() }
  }

  /// `2026-11-23`
  mutating func day(_ day: Day?) {
    separate()
    if let day { appendDay(day) }
  }

  /// `2026-11-23T09:05`
  mutating func moment(_ moment: Moment?) {
    separate()
    guard let moment else { return }
    appendDay(moment.day)
    bytes.append(0x54)
    appendDigits(Int64(moment.secondOfDay / 3_600), width: 2)
    bytes.append(0x3A)
    appendDigits(Int64(moment.secondOfDay / 60 % 60), width: 2)
  }

  mutating func empty() { separate() }

  mutating func endRow() {
    precondition(column == columnCount, "a row has one cell for every column of the header")
    column = 0
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  /// Hands over what is written once it is worth it; `isAll` hands over the rest.
  mutating func spill(_ take: (UnsafeRawBufferPointer) -> Void, isAll: Bool = false) {
    if !isAll && bytes.count < CSVWriter.pieceBytes { return }
    bytes.withUnsafeBytes(take)
    bytes.removeAll(keepingCapacity: true)
  }

  /// What a processor's cache holds.
  private static let pieceBytes = 1 << 18

  private mutating func separate() {
    if column > 0 { bytes.append(0x2C) }
    column += 1
  }

  private mutating func appendDay(_ day: Day) {
    if day == lastDay {
      lastDayText.span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
      return
    }
    let start = bytes.count
    let civil = day.civil
    appendDigits(Int64(civil.year), width: 4)
    bytes.append(0x2D)
    appendDigits(Int64(civil.month), width: 2)
    bytes.append(0x2D)
    appendDigits(Int64(civil.day), width: 2)
    // A year beyond 9999 is longer.
    guard bytes.count == start + 10 else { return }
    for place in 0..<10 { lastDayText[place] = bytes[start + place] }
    lastDay = day
  }

  private mutating func appendDigits(_ number: Int64, width: Int) {
    var digits = InlineArray<20, UInt8>(repeating: 0x30)
    var start = 20
    var rest = number.magnitude
    while rest > 0 {
      start -= 1
      digits[start] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
      rest /= 10
    }
    start = min(start, 20 - width)
    if number < 0 { bytes.append(0x2D) }
    digits.span.withUnsafeBufferPointer {
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[start...]))
    }
  }

  private func needsQuotes(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = utf8.first, let last = utf8.last else { return false }
    if first == 0x20 || last == 0x20 { return true }
    return utf8.contains(upTo: 0x2C) { byte in
      byte == 0x2C || byte == 0x22 || byte == 0x0D || byte == 0x0A || byte == 0
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a byte is there that satisfies `test`, which none above `highest` (below 128) does: of
  /// eight at once it is asked whether one is so low, and only then of each of them what it is.
  @inline(__always)
  fileprivate func contains(upTo highest: UInt8, where test: (UInt8) -> Bool) -> Bool {
    guard let baseAddress else { return false }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let bound = ones &* UInt64(highest + 1)
    var at = 0
    while at + 8 <= count {
      let eight = UnsafeRawPointer(baseAddress).loadUnaligned(fromByteOffset: at, as: UInt64.self)
      // The high bit of a byte is borrowed where the byte is lower than the bound, and not its own.
      if (eight &- bound) & ~eight & (ones << 7) != 0 {
        for n in at..<at + 8 where test(self[n]) { return true }
      }
      at += 8
    }
    for n in at..<count where test(self[n]) { return true }
    return false
  }
}
