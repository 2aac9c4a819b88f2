/// A shop's own shipping file: its rows are told apart, and never rebuilt.
public struct CarrierFile: Sendable {
  public var layout: CarrierLayout
  /// Bytes up to the first row, as they stand.
  public var headerEnd: Int
  /// In the order of the file; blank lines are left out.
  public var rows: [CarrierRow]
}

/// One row of a shipping file.
public struct CarrierRow: Hashable, Sendable {
  /// Its bytes, with the line end.
  public var start: Int
  public var end: Int
  /// Physical line on which it begins, from 1.
  public var line: Int
  /// The order number, without surrounding blanks; empty where the row has none.
  public var key: String
  /// Yen to collect at the door; 0 where nothing is, nil where the amount cannot be read.
  public var collectYen: Int64?
}

/// Tells the rows of a shipping file apart. Bytes are compared and cut, never written anew, so
/// whatever stands in the other columns stays as it is: quoted line ends, gaiji, trailing commas.
///
/// - Parameter layout: nil to know a carrier's file by its header.
/// Cost: one pass over the bytes.
public func readCarrierFile(
  _ bytes: UnsafeRawBufferPointer, as layout: CarrierLayout? = nil
) throws(CarrierFault) -> CarrierFile {
  let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  let reader = CarrierReader(
    bytes: bytes, decoder: TextDecoder(textEncoding(bytes, from: start)))
  var scanner = CSVScanner(bytes, from: start)
  var record = CSVRecord()
  guard scanner.next(&record) == .record else { throw .unknownHeader }
  let names = record.fields.map { foldHeader(reader.text($0) ?? "") }
  let (found, columns) = try reader.bind(names, layout)
  var file = CarrierFile(layout: found, headerEnd: scanner.offset, rows: [])
  let width = record.count
  while true {
    let begin = scanner.offset
    switch scanner.next(&record) {
    case .end: return file
    case .fault(let fault): throw .brokenRow(line: fault.line)
    case .record:
      if record.isBlank { continue }
      // Commas too many at the end of a row shift nothing.
      if record.count > width, record.fields[width...].contains(where: { $0.count > 0 }) {
        throw .tooManyColumns(line: record.line)
      }
      guard let key = reader.key(record, columns) else {
        throw .unreadableKey(line: record.line)
      }
      file.rows.append(
        CarrierRow(
          start: begin, end: scanner.offset, line: record.line, key: key,
          collectYen: reader.collectYen(record, columns, found)))
    }
  }
}

private struct CarrierReader {
  let bytes: UnsafeRawBufferPointer
  let decoder: TextDecoder

  func text(_ field: CSVField) -> String? {
    decoder.string(UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.end]))
  }

  /// A known layout by its header, or the named one.
  func bind(
    _ names: [String], _ layout: CarrierLayout?
  ) throws(CarrierFault) -> (CarrierLayout, CarrierColumns) {
    if let layout { return (layout, try columns(layout, names)) }
    for layout in CarrierLayout.known where layout.columnCounts.contains(names.count) {
      if names.contains(foldHeader(layout.key)), names.contains(foldHeader(layout.amount)) {
        return (layout, try columns(layout, names))
      }
    }
    throw .unknownHeader
  }

  private func columns(
    _ layout: CarrierLayout, _ names: [String]
  ) throws(CarrierFault) -> CarrierColumns {
    CarrierColumns(
      key: try place(layout.key, names),
      amount: layout.amount.isEmpty ? -1 : try place(layout.amount, names),
      kind: layout.kind.isEmpty ? -1 : try place(layout.kind, names))
  }

  private func place(_ name: String, _ names: [String]) throws(CarrierFault) -> Int {
    let folded = foldHeader(name)
    guard let first = names.firstIndex(of: folded) else { throw .missingColumn(name) }
    if names.lastIndex(of: folded) != first { throw .doubledColumn(name) }
    return first
  }

  /// Without surrounding blanks; empty where the row ends before it.
  func key(_ record: CSVRecord, _ columns: CarrierColumns) -> String? {
    columns.key < record.count ? text(trimmed(record[columns.key])) : ""
  }

  func collectYen(
    _ record: CSVRecord, _ columns: CarrierColumns, _ layout: CarrierLayout
  ) -> Int64? {
    if columns.kind >= 0 {
      guard columns.kind < record.count, let kind = text(trimmed(record[columns.kind])),
        layout.kindsAtDoor.contains(kind)
      else { return 0 }
      // A parcel to be paid at the door without an amount is not a parcel without payment.
      guard columns.amount < record.count, trimmed(record[columns.amount]).count > 0 else {
        return nil
      }
    }
    guard columns.amount >= 0, columns.amount < record.count else { return 0 }
    return yen(trimmed(record[columns.amount]))
  }

  /// Digits with or without commas between them; 0 for an empty field, nil for anything else.
  private func yen(_ field: CSVField) -> Int64? {
    var value: Int64 = 0
    guard field.count <= 15 else { return nil }
    for byte in bytes[field.start..<field.end] where byte != 0x2C {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    return value
  }

  private func trimmed(_ field: CSVField) -> CSVField {
    var field = field
    while field.count > 0, bytes[field.start] == 0x20 {
      field.start += 1
      field.count -= 1
    }
    while field.count > 0, bytes[field.end - 1] == 0x20 { field.count -= 1 }
    return field
  }
}
