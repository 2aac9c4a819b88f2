import Model

/// Folds the rows of a file into orders and sends each on as soon as the next one begins.
///
/// An order's rows stand together. Its values are taken from the first row; the others must repeat
/// them, or leave them empty where the export does that. Of orders that are done only marks are
/// kept, 20 bytes each, to notice one that comes back.
struct OrderReader: ~Copyable {
  private struct OpenOrder {
    var key: UInt64
    var line: Int
    /// Nil once the order was rejected: its other rows are swallowed.
    var row: OrderRow?
  }

  private struct SeenOrder {
    var values: UInt64
    var line: Int32
  }

  private let binding: OrderBinding
  private let boundColumns: [OrderColumn]
  private let send: (OrderRow) -> Void
  private var fields: OrderFields
  private var reading: FileReading
  private var findings: FindingLog
  private var recordNumber: Int32 = 0
  private var open: OpenOrder?
  /// Parallel to `boundColumns`: of the first row of the open order, and of the current row.
  private var firstMarks: [UInt64]
  private var marks: [UInt64]
  private var seen: [UInt64: SeenOrder] = [:]

  init(
    _ bytes: UnsafeRawBufferPointer, _ binding: OrderBinding, _ encoding: TextEncoding,
    maxFindings: Int, send: @escaping (OrderRow) -> Void
  ) {
    self.binding = binding
    boundColumns = OrderColumn.allCases.filter { binding.has($0) }
    findings = FindingLog(maxRowFindings: maxFindings)
    self.send = send
    fields = OrderFields(bytes, binding, TextDecoder(encoding))
    marks = [UInt64](repeating: 0, count: boundColumns.count)
    firstMarks = marks
    reading = FileReading(kind: .orders, formatID: binding.profile.rawValue, encoding: encoding)
  }

  /// Reads the records that `scanner` still has; the header is behind it.
  mutating func read(_ scanner: consuming CSVScanner) -> FileReading {
    var record = CSVRecord()
    reading: while true {
      switch scanner.next(&record) {
      case .end: break reading
      case .fault(let fault): reject(fault)
      case .record: take(record)
      }
    }
    flush()
    if recordNumber == 0, reading.rowsRejected == 0 {
      // A day without orders is a day like any other.
      findings.add(DataFinding(.headerWithoutRows, .note, place: SourcePlace(line: 1)))
    }
    reading.findings = findings.sorted()
    return reading
  }

  private mutating func take(_ record: borrowing CSVRecord) {
    if record.isBlank {
      reading.rowsSkipped += 1
      return
    }
    recordNumber += 1
    // Some tools end every line with a separator; a value without a column is a shifted row.
    let columnCount = binding.names.count
    let isWide =
      record.count > columnCount && (columnCount..<record.count).contains { record[$0].count > 0 }
    guard record.count >= columnCount, !isWide else {
      reading.rowsRejected += 1
      reject(
        OrderFault(.columnCount, value: String(record.count), expected: String(columnCount)), record
      )
      return
    }
    guard record[binding.index(.orderID)].count > 0 else {
      reading.rowsRejected += 1
      reject(OrderFault(.missingValue, .orderID), record)
      return
    }
    let key = mark(record)
    if open?.key == key {
      fold(record)
    } else {
      flush()
      begin(record, key)
    }
  }

  /// Marks every field that is read. The key is the order's number within its shop: two shops may
  /// count alike.
  private mutating func mark(_ record: borrowing CSVRecord) -> UInt64 {
    var key: UInt64 = 0
    for (i, column) in boundColumns.enumerated() {
      let field = record[binding.index(column)]
      let found = fieldMark(UnsafeRawBufferPointer(rebasing: fields.bytes[field.start..<field.end]))
      marks[i] = field.count == 0 ? 0 : found
      if column == .orderID || column == .shopID { key = mixed(key, found) }
    }
    return key
  }

  private mutating func begin(_ record: borrowing CSVRecord, _ key: UInt64) {
    let values = marks.reduce(0) { mixed($0, $1) }
    if let earlier = seen[key] {
      if isEmptyRepeat { return }
      if earlier.values == values {
        reading.rowsSkipped += 1
        return
      }
      // The order as it stood first has been sent; its other rows here are swallowed.
      open = OpenOrder(key: key, line: record.line, row: nil)
      swap(&firstMarks, &marks)
      reading.rowsRejected += 1
      reject(
        OrderFault(.orderRepeatedDiffers, .orderID, value: shown(.orderID, record)), record,
        otherLine: earlier.line)
      return
    }
    seen[key] = SeenOrder(values: values, line: Int32(clamping: record.line))
    swap(&firstMarks, &marks)
    open = OpenOrder(key: key, line: record.line, row: nil)
    do throws(OrderFault) {
      open?.row = try fields.order(record, number: recordNumber)
    } catch {
      reading.rowsRejected += 1
      reject(error, record)
    }
  }

  /// One more row of the open order.
  private mutating func fold(_ record: borrowing CSVRecord) {
    let differing = boundColumns.indices.first { i in
      marks[i] != firstMarks[i] && !(binding.profile.leavesRepeatsEmpty && marks[i] == 0)
    }
    guard let differing else {
      if !binding.profile.hasItemRows { reading.rowsSkipped += 1 }
      return
    }
    guard open?.row != nil else { return }
    open?.row = nil
    reading.rowsRejected += 1
    let column = boundColumns[differing]
    reject(
      OrderFault(.orderRepeatedDiffers, column, value: shown(column, record)), record,
      otherLine: open.map { Int32(clamping: $0.line) })
  }

  /// A row that is only an item: no value of the order but its number, moment and customer.
  private var isEmptyRepeat: Bool {
    guard binding.profile.leavesRepeatsEmpty else { return false }
    return zip(boundColumns, marks).allSatisfy { column, mark in
      mark == 0 || column == .orderID || column == .orderedAt || column == .email
    }
  }

  private mutating func flush() {
    if let row = open?.row {
      reading.rowsRead += 1
      send(row)
    }
    open = nil
  }

  private mutating func shown(_ column: OrderColumn, _ record: borrowing CSVRecord) -> String? {
    do throws(OrderFault) { return try fields.string(column, record) } catch { return nil }
  }

  private mutating func reject(
    _ fault: OrderFault, _ record: borrowing CSVRecord, otherLine: Int32? = nil
  ) {
    let index = fault.column.map { binding.index($0) } ?? -1
    let field = index >= 0 ? record[index] : nil
    let byte = fault.byte ?? field?.start ?? record.byte
    findings.addRow(
      DataFinding(
        fault.fault, .rejectsRow,
        place: SourcePlace(
          record: recordNumber, line: Int32(clamping: record.line),
          column: index >= 0 ? Int32(index + 1) : nil, byte: Int64(byte),
          field: fault.column.map { binding.name($0) }),
        value: fault.value.map(shortened), valueIsPersonal: fault.column?.isPersonal ?? false,
        expected: fault.expected, otherLine: otherLine))
  }

  /// A record that is no record: its number is not known, and the open order stands.
  private mutating func reject(_ fault: CSVFault) {
    reading.rowsRejected += 1
    findings.addRow(
      DataFinding(
        fault.kind.orderFault, .rejectsRow,
        place: SourcePlace(
          line: Int32(clamping: fault.line), column: Int32(clamping: fault.column),
          byte: Int64(fault.byte))))
  }
}

extension OrderColumn {
  /// Names and addresses; an order number is the shop's own.
  fileprivate var isPersonal: Bool {
    switch self {
    case .name, .givenName, .kana, .givenKana, .shippingName, .email, .customerKey: true
    default: false
    }
  }
}

extension CSVFault.Kind {
  fileprivate var orderFault: DataFault {
    switch self {
    case .unbalancedQuote: .unbalancedQuote
    case .lineTooLong: .lineTooLong
    case .tooManyColumns: .tooManyColumns
    case .nulByte: .nulByte
    }
  }
}

/// At most 80 bytes of a value, whole characters.
private func shortened(_ value: String) -> String {
  guard value.utf8.count > 80 else { return value }
  var end = value.utf8.index(value.startIndex, offsetBy: 80)
  while value.utf8[end] & 0xC0 == 0x80 { end = value.utf8.index(before: end) }
  return String(value[..<end])
}
