/// A CSV whose first row names the columns.
public struct PlainTable: Sendable {
  public var names: [String]
  /// One per record, by column.
  public var rows: [[String: String]]
}

/// Reads a CSV in UTF-8, with or without BOM; nil where it is none: another encoding, broken
/// quotes, a column twice, or a row with more cells than columns. Cost: linear.
public func readPlainTable(_ bytes: UnsafeRawBufferPointer) -> PlainTable? {
  if firstBadUTF8Byte(bytes) != nil { return nil }
  var scanner = CSVScanner(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
  var record = CSVRecord()
  var table: PlainTable?
  while true {
    switch scanner.next(&record) {
    case .end: return table
    case .fault: return nil
    case .record:
      if record.isBlank { continue }
      let texts = texts(of: record, in: bytes)
      guard let names = table?.names else {
        guard Set(texts).count == texts.count else { return nil }
        table = PlainTable(names: texts, rows: [])
        continue
      }
      guard texts.count <= names.count else { return nil }
      table!.rows.append(Dictionary(uniqueKeysWithValues: zip(names, texts)))
    }
  }
}
