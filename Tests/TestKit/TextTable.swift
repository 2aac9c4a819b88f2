/// Rows of a table written as text: one row per line, cells between `|`, trimmed. Empty lines and
/// lines that start with `#` are left out, so tables can carry their reasons.
public func textRows(_ text: String) -> [[String]] {
  var rows: [[String]] = []
  for line in text.split(separator: "\n") {
    let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
    if cells == [""] || cells[0].hasPrefix("#") { continue }
    rows.append(cells)
  }
  return rows
}

/// The same rows keyed by the first row's names; a row of another length is a programming error.
public func namedRows(_ text: String) -> [[String: String]] {
  let rows = textRows(text)
  guard let names = rows.first else { return [] }
  return rows.dropFirst().map { row in
    precondition(row.count == names.count, "row \(row) does not fit the columns \(names)")
    return Dictionary(uniqueKeysWithValues: zip(names, row))
  }
}

/// Lays rows out in columns of equal width; the first row is the header. East Asian wide
/// characters count as two, so the columns line up in a terminal.
public func textTable(_ rows: [[String]]) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { c in rows.map { c < $0.count ? shownWidth($0[c]) : 0 }.max()! }
  var text = ""
  for row in rows {
    var line = ""
    for (c, cell) in row.enumerated() {
      line += (c == 0 ? "" : " | ") + cell
      line += String(repeating: " ", count: widths[c] - shownWidth(cell))
    }
    text += trimmedEnd(line) + "\n"
  }
  return text
}

private func shownWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { sum, scalar in
    let isHalfWidthKana = (0xFF61...0xFF9F).contains(scalar.value)
    return sum + (scalar.value >= 0x1100 && !isHalfWidthKana ? 2 : 1)
  }
}

private func trimmed(_ text: Substring) -> String {
  trimmedEnd(String(text.drop { $0 == " " || $0 == "\t" }))
}

private func trimmedEnd(_ text: String) -> String {
  var end = text[...]
  while let last = end.last, last == " " || last == "\t" { end.removeLast() }
  return String(end)
}
