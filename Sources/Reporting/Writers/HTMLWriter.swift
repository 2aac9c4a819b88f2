/// Writes HTML. Markup is a `StaticString`, so nothing read from a file can reach the page without
/// passing through `text`, which escapes it: the compiler keeps the two apart.
struct HTMLWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Markup written in the program's own source.
  mutating func raw(_ markup: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
  }

  /// Text or an attribute's value: escaped, without control characters and direction overrides.
  mutating func text(_ text: String) {
    var text = cleaned(text)
    text.withUTF8 { utf8 in
      var start = 0
      for at in 0..<utf8.count {
        let entity: StaticString
        switch utf8[at] {
        case 0x26: entity = "&amp;"
        case 0x3C: entity = "&lt;"
        case 0x3E: entity = "&gt;"
        case 0x22: entity = "&quot;"
        case 0x27: entity = "&#39;"
        default: continue
        }
        bytes.append(contentsOf: utf8[start..<at])
        raw(entity)
        start = at + 1
      }
      bytes.append(contentsOf: utf8[start...])
    }
  }

  /// A number as attributes want it: digits, no grouping.
  mutating func digits(_ number: Int64) { bytes.append(contentsOf: String(number).utf8) }

  /// Thousandths as a percentage with one decimal, for widths: 742 gives `74.2%`.
  mutating func percent(perMille: Int64) {
    digits(perMille / 10)
    raw(".")
    digits(perMille % 10)
    raw("%")
  }

  mutating func cell(_ content: String) {
    raw("<td>")
    text(content)
    raw("</td>")
  }

  mutating func numberCell(_ number: Int64) {
    raw("<td class=n>")
    text(grouped(number))
    raw("</td>")
  }

  mutating func rowHeader(_ content: String) {
    raw("<th scope=row>")
    text(content)
    raw("</th>")
  }

  /// A table's caption and its column headers; a name that ends in `#` heads a number column.
  mutating func tableHead(caption: String, columns: [String]) {
    raw("<caption>")
    text(caption)
    raw("</caption><thead><tr>")
    for name in columns {
      if name.utf8.last == 0x23 {
        raw("<th scope=col class=n>")
        text(String(name.dropLast()))
      } else {
        raw("<th scope=col>")
        text(name)
      }
      raw("</th>")
    }
    raw("</tr></thead>")
  }
}
