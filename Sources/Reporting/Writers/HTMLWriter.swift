import Model

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

  /// A code of the program's own closed list: letters and digits.
  mutating func raw(_ code: FindingCode) { bytes.append(contentsOf: code.rawValue.utf8) }

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

  /// A link to a place of this page: `mark` says of which kind, `number` which one.
  mutating func link(_ mark: StaticString, _ number: Int, _ content: String) {
    raw("<a href=#")
    raw(mark)
    digits(Int64(number))
    raw(">")
    text(content)
    raw("</a>")
  }

  /// An `id` that `link` leads to.
  mutating func anchor(_ mark: StaticString, _ number: Int) {
    raw(" id=")
    raw(mark)
    digits(Int64(number))
  }

  /// A link to a section of this page.
  mutating func link(_ section: StaticString, _ content: String) {
    raw("<a href=#")
    raw(section)
    raw(">")
    text(content)
    raw("</a>")
  }

  /// Hands over what is written once it is worth it; `isAll` hands over the rest.
  mutating func spill(_ take: (UnsafeRawBufferPointer) -> Void, isAll: Bool = false) {
    if !isAll && bytes.count < 1 << 18 { return }
    bytes.withUnsafeBytes(take)
    bytes.removeAll(keepingCapacity: true)
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

  /// Opens a table that scrolls by itself where it is wider than the screen. A keyboard reaches it.
  mutating func openTable(caption: String, columns: [String], style: StaticString = "") {
    raw("<div class=\"scroll ")
    raw(style)
    raw("\" role=group tabindex=0 aria-label=\"")
    text(caption)
    raw("\"><table>")
    tableHead(caption: caption, columns: columns)
  }

  /// A table's caption and its column headers, as `columnHeads` takes them.
  mutating func tableHead(caption: String, columns: [String]) {
    raw("<caption>")
    text(caption)
    raw("</caption>")
    columnHeads(columns)
  }

  /// The column headers alone; a name that ends in `#` heads a number column.
  mutating func columnHeads(_ columns: [String]) {
    raw("<thead><tr>")
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
