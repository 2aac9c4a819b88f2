/// Cells of a CSV, row by row; any cell may be quoted. A last row that does not end is none.
public func csvCells(_ text: some StringProtocol) -> [[String]] {
  var rows: [[String]] = [[]]
  var cell = ""
  var isQuoted = false
  for scalar in text.unicodeScalars where scalar != "\u{FEFF}" {
    switch (scalar, isQuoted) {
    case ("\"", _): isQuoted.toggle()
    case (",", false):
      rows[rows.count - 1].append(cell)
      cell = ""
    case ("\n", false):
      rows[rows.count - 1].append(cell)
      cell = ""
      rows.append([])
    case ("\r", false): break
    default: cell.unicodeScalars.append(scalar)
    }
  }
  return rows.filter { !$0.isEmpty }
}

/// Rows of a report's CSV by column name.
public func csvRows(_ bytes: [UInt8]) -> [[String: String]] {
  let rows = csvCells(String(decoding: bytes, as: UTF8.self))
  guard let names = rows.first else { return [] }
  return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
}
