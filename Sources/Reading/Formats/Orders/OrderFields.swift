import Model

/// Why an order cannot be taken: a `DataFinding` without its line.
struct OrderFault: Error {
  var fault: DataFault
  var column: OrderColumn?
  var byte: Int?
  var value: String?
  var expected: String?

  init(
    _ fault: DataFault, _ column: OrderColumn? = nil, byte: Int? = nil, value: String? = nil,
    expected: String? = nil
  ) {
    self.fault = fault
    self.column = column
    self.byte = byte
    self.value = value
    self.expected = expected
  }
}

/// Values of one record by what their column means. An absent column reads as an empty one.
struct OrderFields: ~Copyable {
  let bytes: UnsafeRawBufferPointer
  let binding: OrderBinding
  private var text: FieldText
  private var methods = MarkCache<(PaymentMethod, String)>()
  private var neutralStandings = MarkCache<OrderStanding>()

  init(_ bytes: UnsafeRawBufferPointer, _ binding: OrderBinding, _ decoder: TextDecoder) {
    self.bytes = bytes
    self.binding = binding
    text = FieldText(decoder)
  }

  /// The field as UTF-8 without spaces at its ends. Valid until the next call.
  mutating func utf8(
    _ column: OrderColumn, _ record: borrowing CSVRecord
  ) throws(OrderFault) -> UnsafeRawBufferPointer {
    let index = binding.index(column)
    guard index >= 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let field = record[index]
    if let found = field.plainASCII(in: bytes) { return found }
    if let found = text.utf8(field, in: bytes) { return found }
    let plain = UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.end])
    let bad = text.decoder.firstBadByte(plain) ?? 0
    throw OrderFault(
      .badCharacter, column, byte: field.start + bad, expected: text.decoder.encoding.rawValue)
  }

  /// The number that the digits at the field's end make: fields of different numbers differ. Nil
  /// where there are none, or more than 64 bits hold.
  func endNumber(_ field: CSVField) -> UInt64? {
    var value: UInt64 = 0
    var scale: UInt64 = 1
    var at = field.end
    while at > field.start {
      let byte = bytes[at - 1]
      guard byte >= 0x30, byte <= 0x39 else { break }
      guard field.end - at < 19 else { return nil }
      value += UInt64(byte - 0x30) * scale
      scale &*= 10
      at -= 1
    }
    return at < field.end ? value : nil
  }

  mutating func string(
    _ column: OrderColumn, _ record: borrowing CSVRecord
  ) throws(OrderFault) -> String {
    let found = try utf8(column, record)
    // Sound UTF-8 by now: a second check would cost as much as the first.
    return String(copying: UTF8Span(unchecked: found.bindMemory(to: UInt8.self).span))
  }

  /// Of the field as it stands in the file; 0 for an empty or absent one.
  func mark(_ column: OrderColumn, _ record: borrowing CSVRecord) -> UInt64 {
    let index = binding.index(column)
    return index < 0 ? 0 : mark(record[index])
  }

  @inline(__always)
  func mark(_ field: CSVField) -> UInt64 {
    guard field.count > 0, let start = bytes.baseAddress else { return 0 }
    return fieldMark(start + field.start, Int(field.count))
  }

  mutating func required(
    _ column: OrderColumn, _ record: borrowing CSVRecord
  ) throws(OrderFault) -> String {
    let found = try string(column, record)
    guard !found.isEmpty else { throw OrderFault(.missingValue, column) }
    return found
  }

  /// Family and given name, or the only one there is, with a wide space between.
  mutating func fullName(
    _ family: OrderColumn, _ given: OrderColumn, _ record: borrowing CSVRecord
  ) throws(OrderFault) -> String {
    let first = try string(family, record)
    guard binding.has(given) else { return first }
    let second = try string(given, record)
    return first.isEmpty || second.isEmpty ? first + second : first + "\u{3000}" + second
  }

  /// Yen, never negative; nil where the field is empty. Shopify writes yen with decimals, which
  /// must be zeros.
  mutating func amount(
    _ column: OrderColumn, _ record: borrowing CSVRecord
  ) throws(OrderFault) -> Int64? {
    var cell = try utf8(column, record)
    if binding.profile == .shopify { cell = withoutZeroDecimals(cell) }
    // The cell is UTF-8 by now, whatever the file is.
    switch parseAmount(cell, TextDecoder(.utf8)) {
    case .blank: return nil
    case .yen(let yen) where yen < 0:
      throw OrderFault(
        .unsignedAmountNegative, column, value: try string(column, record), expected: "0…")
    case .yen(let yen): return yen
    case .bad: throw OrderFault(.badAmount, column, value: try string(column, record))
    case .overflow:
      throw OrderFault(.amountOverflow, column, value: try string(column, record))
    }
  }

  mutating func moment(
    _ column: OrderColumn, _ record: borrowing CSVRecord
  ) throws(OrderFault) -> Moment {
    let cell = try utf8(column, record)
    guard !cell.isEmpty else { throw OrderFault(.missingValue, column) }
    let needsOffset = binding.profile.needsOffset
    if let found = MomentReader.moment(cell, needsOffset: needsOffset) { return found }
    throw OrderFault(
      .badDate, column, value: String(decoding: cell, as: UTF8.self),
      expected: needsOffset ? "YYYY-MM-DDThh:mm:ss+09:00" : "YYYY/MM/DD hh:mm:ss")
  }

  mutating func day(
    _ column: OrderColumn, _ record: borrowing CSVRecord
  ) throws(OrderFault) -> Day? {
    let cell = try utf8(column, record)
    if cell.isEmpty { return nil }
    if let found = MomentReader.day(cell) { return found }
    throw OrderFault(
      .badDate, column, value: String(decoding: cell, as: UTF8.self), expected: "YYYY-MM-DD")
  }

  /// The method and the source's own word for it, which come again and again.
  mutating func method(
    _ record: borrowing CSVRecord
  ) throws(OrderFault) -> (PaymentMethod, String) {
    let mark = mark(.paymentMethod, record)
    if let known = methods.find(mark) { return known }
    let text = try string(.paymentMethod, record)
    // Shopify leaves the method of an order made by an app empty.
    guard !text.isEmpty || binding.profile == .shopify else {
      throw OrderFault(.missingValue, .paymentMethod)
    }
    let found = (paymentMethod(of: text), text)
    methods.store(found, for: mark)
    return found
  }

  /// The neutral format's standing, looked up once for each pair of words.
  mutating func neutralStanding(
    _ record: borrowing CSVRecord
  ) throws(OrderFault) -> OrderStanding {
    let mark = mixed(mark(.status, record), mark(.paymentState, record))
    if let known = neutralStandings.find(mark) { return known }
    let found = try readNeutralStanding(record)
    neutralStandings.store(found, for: mark)
    return found
  }

  /// A key of the customer: the source's own, else a hash of the e-mail address, which is good for
  /// grouping and no protection of the address.
  mutating func customerKey(_ record: borrowing CSVRecord) throws(OrderFault) -> String {
    let own = try string(.customerKey, record)
    if !own.isEmpty { return own }
    let email = try utf8(.email, record)
    if email.isEmpty { return "" }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in email {
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      hash = (hash ^ UInt64(lower)) &* 0x100_0000_01B3
    }
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.utf8.count) + hex
  }
}

private func withoutZeroDecimals(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
  var end = cell.count
  while end > 0, cell[end - 1] == 0x30 { end -= 1 }
  guard end > 0, end < cell.count, cell[end - 1] == UInt8(ascii: ".") else { return cell }
  return UnsafeRawBufferPointer(rebasing: cell[..<(end - 1)])
}
