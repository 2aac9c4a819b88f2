import TestKit
import Testing

@testable import Reading

/// What a scan gave, as text: fields joined by `|`, quoted fields in angle brackets.
func scanText(_ text: String, separator: UInt8 = 0x2C) -> [String] {
  scanBytes(Array(text.utf8), separator: separator)
}

func scanBytes(_ bytes: [UInt8], separator: UInt8 = 0x2C) -> [String] {
  bytes.withUnsafeBytes { raw in
    var scanner = CSVScanner(raw, separator: separator)
    var record = CSVRecord()
    var result: [String] = []
    while true {
      switch scanner.next(&record) {
      case .end: return result
      case .fault(let fault): result.append("\(fault.kind)@\(fault.line):\(fault.column)")
      case .record:
        let fields = record.fields.map { field in
          let text = fieldText(raw, field)
          return field.isQuoted ? "<\(text)>" : text
        }
        result.append("\(record.line) " + fields.joined(separator: "|"))
      }
    }
  }
}

/// The field's text with doubled quotes undone, byte for byte as Latin-1.
func fieldText(_ raw: UnsafeRawBufferPointer, _ field: CSVField) -> String {
  var text = ""
  var at = field.start
  while at < field.end {
    text.unicodeScalars.append(Unicode.Scalar(raw[at]))
    at += field.hasDoubledQuotes && raw[at] == 0x22 ? 2 : 1
  }
  return text
}

struct CSVScannerTests {
  @Test(
    "Records come out with their line, and faults with the line where they began",
    arguments: [
      ("", []),
      ("a,b\n", ["1 a|b"]),
      ("a,b", ["1 a|b"]),
      ("a,b,\r\n,\r\n", ["1 a|b|", "2 |"]),
      ("a\rb\nc\r\n\r\nd", ["1 a", "2 b", "3 c", "4 ", "5 d"]),
      ("\"a\",\"b\"\"c\"\n", ["1 <a>|<b\"c>"]),
      ("\"a\nb\",c\nd", ["1 <a\nb>|c", "3 d"]),
      ("\"a\r\nb\rc\"\nd", ["1 <a\r\nb\rc>", "4 d"]),
      ("a\"b,c\n", ["1 a\"b|c"]),
      ("x\n\"a,b\nc,d\n", ["1 x", "unbalancedQuote@2:1", "3 c|d"]),
      ("x,\"a\"b\nc\n", ["unbalancedQuote@1:2", "2 c"]),
      ("x,\"a\nb\"c\nd\n", ["unbalancedQuote@1:2", "2 b\"c", "3 d"]),
      ("\"a", ["unbalancedQuote@1:1"]),
      ("\"\"", ["1 <>"]),
      ("a,b\0c\nd\n", ["nulByte@1:2", "2 d"]),
      ("\"a\n\0\"\nd\n", ["nulByte@2:1", "3 d"]),
    ] as [(String, [String])])
  func records(text: String, expected: [String]) {
    #expect(scanText(text) == expected)
  }

  @Test("Tabs separate where the caller says so, and commas are then ordinary bytes")
  func tabs() {
    #expect(scanText("a,b\tc\n", separator: 0x09) == ["1 a,b|c"])
  }

  @Test(
    "Limits hold exactly: the largest record passes, one more is a fault, and the rest is read",
    arguments: [
      (CSVScanner.maxRecordBytes, 1, false), (CSVScanner.maxRecordBytes + 1, 1, true),
      (1, CSVScanner.maxColumns, false), (1, CSVScanner.maxColumns + 1, true),
    ])
  func limits(bytes: Int, columns: Int, isFault: Bool) {
    var text = [UInt8](repeating: 0x61, count: bytes)
    for _ in 1..<columns { text += [0x2C] }
    let kind = columns > 1 ? "tooManyColumns" : "lineTooLong"
    let column = columns > 1 ? columns : 1 + (isFault ? 1 : 0)
    let result = scanBytes(text + Array("\nnext\n".utf8))
    #expect(result.last == "2 next")
    #expect((result.first == "\(kind)@1:\(column)") == isFault, "\(result.first?.prefix(40) ?? "")")
  }

  @Test("A quote that opens on every line costs no more than a second look at each line")
  func hostileQuotes() {
    let line = Array("x,\"\"\"d\n".utf8)
    var bytes: [UInt8] = []
    for _ in 0..<20_000 { bytes += line }
    let faults = scanBytes(bytes)
    #expect(faults.count == 20_000)
    #expect(faults.allSatisfy { $0.hasPrefix("unbalancedQuote") })
  }

  @Test(
    "The fast scanner gives what a slow and obvious one gives, on 40,000 seeded inputs",
    arguments: [
      (40, "aa,\"\"\r\n\n,b\""), (70, "aaaaa,,\"\r\n\t\u{1}"), (300, "aaaaaaaa,,,\"\"\"\"\n0"),
      (150, "aaaaaaaaaaaaaaaaaaaaaaaa,\"\n"),
    ])
  func twin(longest: Int, alphabet: String) {
    var random = SeededRandom(seed: 20_260_401)
    // NUL is written as 0.
    let alphabet = alphabet.utf8.map { $0 == 0x30 ? 0 : $0 }
    for round in 0..<10_000 {
      let length = random.below(longest)
      let bytes = (0..<length).map { _ in random.pick(alphabet) }
      let fast = scanBytes(bytes)
      let slow = slowScan(bytes)
      guard fast == slow else {
        Issue.record("round \(round): \(bytes) fast \(fast) slow \(slow)")
        return
      }
    }
  }

  @Test(
    "A file of quoted rows comes out whole, wherever blocks of 64 bytes cut it",
    arguments: 0..<70)
  func blocks(shift: Int) {
    let rows = (0..<20).map { row in
      (0..<5).map { "\(row)-\($0), \"x\"\n" + String(repeating: "y", count: row * $0) }
    }
    var text = String(repeating: "z", count: shift) + "\r\n"
    for row in rows {
      text +=
        row.map { cell in
          "\"" + cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }.joined(separator: ",") + "\r\n"
    }
    let expected = rows.enumerated().map { index, row in
      "\(2 + index * 6) " + row.map { "<\($0)>" }.joined(separator: "|")
    }
    #expect(Array(scanText(text).dropFirst()) == expected)
  }
}

/// The twin: cuts the input into physical lines first, then joins lines while a quote is open.
/// Slow, with an array for everything.
func slowScan(_ bytes: [UInt8]) -> [String] {
  var lines: [(text: [UInt8], end: [UInt8])] = []
  var text: [UInt8] = []
  var index = 0
  while index < bytes.count {
    let rest = Array(bytes[index...].prefix(2))
    if rest == [0x0D, 0x0A] || rest[0] == 0x0D || rest[0] == 0x0A {
      let end = rest == [0x0D, 0x0A] ? rest : [rest[0]]
      lines.append((text, end))
      text = []
      index += end.count
    } else {
      text.append(bytes[index])
      index += 1
    }
  }
  if !text.isEmpty { lines.append((text, [])) }

  var result: [String] = []
  var first = 0
  while first < lines.count {
    var joined: [UInt8] = []
    var last = first
    var outcome = SlowOutcome.open(column: 0)
    while last < lines.count {
      joined += lines[last].text
      outcome = slowFields(joined)
      guard case .open = outcome else { break }
      joined += lines[last].end
      last += 1
    }
    switch outcome {
    case .fields(let fields):
      result.append("\(first + 1) " + fields.joined(separator: "|"))
      first = last + 1
    case .nul(let column, let offset):
      first += slowLineEnds(Array(joined.prefix(offset)))
      result.append("nulByte@\(first + 1):\(column)")
      first += 1
    case .open(let column), .textBehindQuote(let column):
      let before = joined.prefix(outcome.offset(in: joined, column: column))
      let linesBefore = slowLineEnds(Array(before))
      result.append("unbalancedQuote@\(first + linesBefore + 1):\(column)")
      first = first + linesBefore + 1
    }
  }
  return result
}

enum SlowOutcome {
  case fields([String])
  case open(column: Int)
  case textBehindQuote(column: Int)
  case nul(column: Int, offset: Int)

  /// Where the field `column` begins: found by reading the fields before it again.
  func offset(in bytes: [UInt8], column: Int) -> Int {
    for end in 0...bytes.count {
      if case .fields(let fields) = slowFields(Array(bytes.prefix(end))), fields.count == column,
        end == 0 || bytes[end - 1] == 0x2C, fields.last == ""
      {
        return end
      }
    }
    return 0
  }
}

func slowLineEnds(_ bytes: [UInt8]) -> Int {
  var count = 0
  for (i, byte) in bytes.enumerated() {
    if byte == 0x0D || (byte == 0x0A && (i == 0 || bytes[i - 1] != 0x0D)) { count += 1 }
  }
  return count
}

func slowFields(_ bytes: [UInt8]) -> SlowOutcome {
  var fields: [String] = []
  var rest = bytes[...]
  while true {
    if rest.first == 0x22 {
      rest = rest.dropFirst()
      var text = ""
      while true {
        guard let byte = rest.popFirst() else { return .open(column: fields.count + 1) }
        if byte == 0 { return .nul(column: fields.count + 1, offset: rest.startIndex - 1) }
        if byte != 0x22 {
          text.unicodeScalars.append(Unicode.Scalar(byte))
        } else if rest.first == 0x22 {
          rest = rest.dropFirst()
          text += "\""
        } else {
          break
        }
      }
      if rest.first == 0 { return .nul(column: fields.count + 1, offset: rest.startIndex) }
      guard rest.isEmpty || rest.first == 0x2C else {
        return .textBehindQuote(column: fields.count + 1)
      }
      fields.append("<\(text)>")
    } else {
      let plain = rest.prefix { $0 != 0x2C }
      rest = rest.dropFirst(plain.count)
      if let nul = plain.firstIndex(of: 0) {
        return .nul(column: fields.count + 1, offset: nul)
      }
      fields.append(String(String.UnicodeScalarView(plain.map { Unicode.Scalar($0) })))
    }
    guard rest.first == 0x2C else { return .fields(fields) }
    rest = rest.dropFirst()
  }
}
