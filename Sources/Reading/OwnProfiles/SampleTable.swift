import Model

/// The beginning of a CSV file as a table of texts: what a proposal looks at.
struct SampleTable {
  static let maxRows = 2_000
  static let maxLines = 3_000

  var encoding: TextEncoding
  var separator: UInt8
  /// Header cells as they stand; empty: there is no header.
  var names: [String]
  /// Physical lines above the first row; counts only without a header.
  var skipLines: Int32
  /// Each of `width` cells.
  var rows: [[String]]
  var width: Int

  var hasHeader: Bool { !names.isEmpty }

  func column(_ index: Int) -> [String] { rows.map { $0[index] } }

  /// Cuts the file at the separator that gives the most rows with a day and an amount; nil where
  /// none gives any.
  init?(_ bytes: UnsafeRawBufferPointer, from start: Int, asOf: Day) {
    let encoding = textEncoding(bytes, from: start)
    var best: SampleTable?
    for separator in separatorWords.map(\.byte) {
      guard
        let table = SampleTable(
          SampleTable.lines(bytes, start, encoding, separator), encoding, separator, asOf)
      else { continue }
      if table.rows.count > best?.rows.count ?? 0 { best = table }
    }
    guard let best else { return nil }
    self = best
  }

  private typealias Line = (number: Int, cells: [String])

  private static func lines(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ encoding: TextEncoding, _ separator: UInt8
  ) -> [Line] {
    var scanner = CSVScanner(bytes, from: start, separator: separator)
    var record = CSVRecord()
    var text = FieldText(TextDecoder(encoding))
    var lines: [Line] = []
    while lines.count < maxLines {
      switch scanner.next(&record) {
      case .end: return lines
      case .fault: continue
      case .record:
        lines.append(
          (record.line, record.fields.map { text.utf8($0, in: bytes).map(validString) ?? "" }))
      }
    }
    return lines
  }

  private init?(_ lines: [Line], _ encoding: TextEncoding, _ separator: UInt8, _ asOf: Day) {
    let cells = CellReader(asOf: asOf)
    let isData = lines.map { cells.isData($0.cells) }
    var counts: [Int: Int] = [:]
    for (line, isData) in zip(lines, isData) where isData {
      counts[line.cells.count, default: 0] += 1
    }
    // The commonest width; of two equally common ones the smaller.
    guard
      let width = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key, width >= 3,
      let first = lines.indices.first(where: { isData[$0] && lines[$0].cells.count == width })
    else { return nil }
    self.encoding = encoding
    self.separator = separator
    self.width = width
    let above = lines[..<first].last { line in line.cells.contains { !$0.isEmpty } }
    names = above.flatMap { SampleTable.header($0.cells, width, cells) } ?? []
    skipLines = Int32(clamping: lines[first].number - 1)
    rows = lines[first...].lazy.map(\.cells).filter { row in
      row.count == width && row.contains { !$0.isEmpty }
    }.prefix(SampleTable.maxRows).map { $0 }
    // A table that repeats its header, or lines of sums, are no rows.
    rows = rows.filter { cells.isData($0) }
  }

  /// A line of names: at least three, and none that could be a day, an amount or an account.
  private static func header(_ line: [String], _ width: Int, _ cells: CellReader) -> [String]? {
    var line = line
    while line.count > width, line.last == "" { line.removeLast() }
    guard line.count == width, line.count(where: { !$0.isEmpty }) >= 3 else { return nil }
    guard line.allSatisfy({ !cells.isDay($0) && cells.yen($0) == nil && !hasLongNumber($0) }) else {
      return nil
    }
    return line
  }

  /// Four digits in a row, in either width: a year at best, an account at worst.
  static func hasLongNumber(_ text: String) -> Bool {
    var run = 0
    for scalar in text.unicodeScalars.map(foldedWidth) {
      run = ("0"..."9").contains(scalar) ? run + 1 : 0
      if run >= 4 { return true }
    }
    return false
  }
}

/// Reads single cells in every way that a profile could name.
struct CellReader {
  private let decoder = TextDecoder(.utf8)
  private let readers: [(style: DateStyles, reader: DateReader)]

  init(asOf: Day) {
    readers = DateStyles.words.map { word in
      (
        word.style,
        DateReader(
          styles: word.style, decoder: TextDecoder(.utf8), newest: asOf,
          range: statedDays(asOf: asOf))
      )
    }
  }

  /// The styles in which a cell is a day.
  func styles(_ cell: String) -> DateStyles {
    guard !cell.isEmpty, cell.utf8.count <= 40 else { return [] }
    var cell = cell
    return cell.withUTF8 { bytes in
      var found: DateStyles = []
      for (style, reader) in readers {
        guard case .day(let day) = reader.read(UnsafeRawBufferPointer(bytes)),
          (1980...2100).contains(day.civil.year)
        else { continue }
        found.insert(style)
      }
      return found
    }
  }

  /// A day that cannot be a plain number: 080701 and 20260701 need a second look.
  func isDay(_ cell: String) -> Bool { !styles(cell).subtracting(.eraDigits).isEmpty }

  /// Nil where the cell is blank or no amount.
  func yen(_ cell: String) -> Int64? {
    guard !cell.isEmpty, cell.utf8.count <= 60 else { return nil }
    var cell = cell
    return cell.withUTF8 { bytes in
      guard case .yen(let yen) = parseAmount(UnsafeRawBufferPointer(bytes), decoder) else {
        return nil
      }
      return yen
    }
  }

  /// A row of a statement: a day, or one in three cells, or in era digits, and an amount beside.
  func isData(_ cells: [String]) -> Bool {
    guard cells.count >= 3 else { return false }
    if let day = cells.firstIndex(where: isDay) ?? cells.firstIndex(where: isEraDay) {
      return cells.indices.contains { $0 != day && yen(cells[$0]) != nil }
    }
    return (0...(cells.count - 3)).contains { isSplitDay(cells, at: $0) }
  }

  private func isEraDay(_ cell: String) -> Bool {
    (5...6).contains(cell.utf8.count) && styles(cell).contains(.eraDigits)
  }

  /// Year, month and day in three cells.
  func isSplitDay(_ cells: [String], at index: Int) -> Bool {
    guard index + 2 < cells.count, let year = yen(cells[index]), (1980...2100).contains(year),
      let month = yen(cells[index + 1]), (1...12).contains(month),
      let day = yen(cells[index + 2]), (1...31).contains(day)
    else { return false }
    return Day(year: Int32(year), month: Int32(month), day: Int32(day)) != nil
  }
}
