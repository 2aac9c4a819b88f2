/// Rows of a report's CSV by column name.
public func csvRows(_ bytes: [UInt8]) -> [[String: String]] {
  var rows: [[String]] = [[]]
  var cell = ""
  var isQuoted = false
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars where scalar != "\u{FEFF}" {
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
  let names = rows.first ?? []
  return rows.dropFirst().filter { !$0.isEmpty }.map {
    Dictionary(uniqueKeysWithValues: zip(names, $0))
  }
}
