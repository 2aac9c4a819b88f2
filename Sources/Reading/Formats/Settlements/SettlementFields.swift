import Model

/// Why a row of a settlement report cannot be taken: a `DataFinding` without its line.
struct SettlementFault: Error {
  var fault: DataFault
  var role: SettlementRole?
  var value: String?
  var expected: String?

  init(
    _ fault: DataFault, _ role: SettlementRole? = nil, value: String? = nil,
    expected: String? = nil
  ) {
    self.fault = fault
    self.role = role
    self.value = value
    self.expected = expected
  }
}

/// Values of one record by what their column means. An absent column reads as an empty one.
struct SettlementFields: ~Copyable {
  let bytes: UnsafeRawBufferPointer
  let binding: SettlementBinding
  private var text: FieldText
  /// Dates come again and again.
  private var lastDate: ShortCell = ShortCell()
  private var lastDay: Day?

  init(_ bytes: UnsafeRawBufferPointer, _ binding: SettlementBinding, _ encoding: TextEncoding) {
    self.bytes = bytes
    self.binding = binding
    text = FieldText(TextDecoder(encoding))
  }

  /// The field as UTF-8 without spaces at its ends. Valid until the next call.
  mutating func utf8(
    _ role: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> UnsafeRawBufferPointer {
    let index = binding.index(role)
    guard index >= 0, index < record.count, record[index].count > 0 else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    if let found = record[index].plainASCII(in: bytes) { return found }
    guard let found = text.utf8(record[index], in: bytes) else {
      throw SettlementFault(.badCharacter, role, expected: text.decoder.encoding.rawValue)
    }
    return found
  }

  mutating func string(
    _ role: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> String {
    validString(try utf8(role, record))
  }

  mutating func required(
    _ role: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> String {
    let found = try string(role, record)
    guard !found.isEmpty else { throw SettlementFault(.missingValue, role) }
    return found
  }

  /// The field as it stands in the file, to be compared with that of another row; nil where that is
  /// not possible.
  func short(_ role: SettlementRole, _ record: borrowing CSVRecord) -> ShortCell? {
    let index = binding.index(role)
    guard index >= 0, index < record.count else { return nil }
    return ShortCell(record[index], in: bytes)
  }

  /// Hundredths of the currency's unit; nil where the field is empty.
  mutating func money(
    _ role: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> Int64? {
    let cell = try utf8(role, record)
    switch parseMoney(cell) {
    case .blank: return nil
    case .hundredths(let value): return value
    case .bad: throw SettlementFault(.badAmount, role, value: try string(role, record))
    case .overflow: throw SettlementFault(.amountOverflow, role, value: try string(role, record))
    }
  }

  /// A day, with a time behind it or none; nil where the field is empty.
  mutating func day(
    _ role: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> Day? {
    let index = binding.index(role)
    guard index >= 0, index < record.count, record[index].count > 0 else { return nil }
    let short = ShortCell(record[index], in: bytes)
    if let short, short == lastDate, let lastDay { return lastDay }
    let cell = try utf8(role, record)
    if cell.isEmpty || cell.elementsEqual([0x2D]) { return nil }
    let isUTC =
      binding.profile.has(.utcTimes)
      || binding.name(role).utf8.reversed().starts(
        with: "_utc".utf8.reversed())
    guard let found = settlementDay(cell, isUTC: isUTC) else {
      throw SettlementFault(
        .badDate, role, value: try string(role, record), expected: "YYYY-MM-DD")
    }
    if let short {
      lastDate = short
      lastDay = found
    }
    return found
  }
}

/// The day in Tokyo of a date, or of a moment with an offset, with `UTC` behind it, or without
/// either. A date alone is that day wherever it was written.
private func settlementDay(_ cell: UnsafeRawBufferPointer, isUTC: Bool) -> Day? {
  let mark = Array(" UTC".utf8)
  if cell.count > mark.count, cell.suffix(mark.count).elementsEqual(mark) {
    let rest = UnsafeRawBufferPointer(rebasing: cell.dropLast(mark.count))
    return settlementDay(rest, isUTC: true)
  }
  if cell.count <= 10 { return MomentReader.day(cell) }
  if let found = MomentReader.moment(cell, needsOffset: true) { return found.day }
  guard let found = MomentReader.moment(cell, needsOffset: false) else { return nil }
  // Midnight is how exports write a mere date.
  guard isUTC, found.secondOfDay != 0 else { return found.day }
  return Moment(secondsTokyo: found.secondsTokyo + 9 * 3_600).day
}
