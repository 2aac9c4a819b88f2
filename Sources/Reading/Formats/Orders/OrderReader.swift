import Model

/// Folds the rows of a file into orders and sends each on as soon as the next one begins.
///
/// An order's rows stand together. Its values are taken from the first row; the others must repeat
/// them, or leave them empty where the export does that. Of orders that are done only marks are
/// kept, to notice one that comes back.
struct OrderReader: ~Copyable {
  private struct BoundColumn {
    var column: OrderColumn
    /// In a record.
    var index: Int
    /// The order's number and its shop: two shops may count alike.
    var isKey: Bool
  }

  private let binding: OrderBinding
  private let columns: [BoundColumn]
  private let send: (OrderRow) -> Void
  private var fields: OrderFields
  private var reading: FileReading
  private var findings: FindingLog
  private var recordNumber: Int32 = 0
  /// The open order. Its row is nil once it was rejected: its other rows are swallowed.
  private var openKey: UInt64?
  private var openLine = 0
  private var openRow: OrderRow?
  /// Parallel to `columns`: of the first row of the open order, and of the current row.
  private var firstMarks: [UInt64]
  private var marks: [UInt64]
  private var seen = SeenOrders()

  init(
    _ bytes: UnsafeRawBufferPointer, _ binding: OrderBinding, _ encoding: TextEncoding,
    maxFindings: Int, send: @escaping (OrderRow) -> Void
  ) {
    self.binding = binding
    columns = OrderColumn.allCases.filter { binding.has($0) }.map {
      BoundColumn(
        column: $0, index: binding.index($0), isKey: $0 == .orderID || $0 == .shopID)
    }
    findings = FindingLog(maxRowFindings: maxFindings)
    self.send = send
    fields = OrderFields(bytes, binding, TextDecoder(encoding))
    marks = [UInt64](repeating: 0, count: columns.count)
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
    if openKey == key {
      fold(record)
    } else {
      flush()
      begin(record, key)
    }
  }

  /// Marks every field that is read, and returns the mark of the order's number.
  private mutating func mark(_ record: borrowing CSVRecord) -> UInt64 {
    var key: UInt64 = 0
    for i in columns.indices {
      let mark = fields.mark(record[columns[i].index])
      marks[i] = mark
      if columns[i].isKey { key = mixed(key, mark) }
    }
    return key
  }

  private mutating func begin(_ record: borrowing CSVRecord, _ key: UInt64) {
    let values = marks.reduce(0) { mixed($0, $1) }
    let number = fields.endNumber(record[binding.index(.orderID)])
    if let earlier = seen.enter(key: key, values: values, line: record.line, number: number) {
      returned(record, key, values, earlier)
      return
    }
    openKey = key
    openLine = record.line
    swap(&firstMarks, &marks)
    do throws(OrderFault) {
      openRow = try fields.order(record, number: recordNumber)
    } catch {
      reading.rowsRejected += 1
      reject(error, record)
    }
  }

  /// A row of an order that was done. What was read first has been sent and stands; another version
  /// of it is told once, and its other rows here are swallowed.
  private mutating func returned(
    _ record: borrowing CSVRecord, _ key: UInt64, _ values: UInt64, _ earlier: SeenOrders.Entry
  ) {
    if isEmptyRepeat { return }
    if earlier.hasSame(values: values) {
      reading.rowsSkipped += 1
      return
    }
    openKey = key
    openLine = record.line
    swap(&firstMarks, &marks)
    reading.rowsRejected += 1
    reject(
      OrderFault(.orderRepeatedDiffers, .orderID, value: shown(.orderID, record)), record,
      otherLine: earlier.line)
  }

  /// One more row of the open order.
  private mutating func fold(_ record: borrowing CSVRecord) {
    let differing = columns.indices.first { i in
      marks[i] != firstMarks[i] && !(binding.profile.leavesRepeatsEmpty && marks[i] == 0)
    }
    guard let differing else {
      if !binding.profile.hasItemRows { reading.rowsSkipped += 1 }
      return
    }
    guard openRow != nil else { return }
    openRow = nil
    reading.rowsRejected += 1
    let column = columns[differing].column
    reject(
      OrderFault(.orderRepeatedDiffers, column, value: shown(column, record)), record,
      otherLine: Int32(clamping: openLine))
  }

  /// A row that is only an item: no value of the order but its number, moment and customer.
  private var isEmptyRepeat: Bool {
    guard binding.profile.leavesRepeatsEmpty else { return false }
    return columns.indices.allSatisfy { i in
      marks[i] == 0 || [.orderID, .orderedAt, .email].contains(columns[i].column)
    }
  }

  private mutating func flush() {
    if let row = openRow.take() {
      reading.rowsRead += 1
      send(row)
    }
    openKey = nil
  }

  private mutating func shown(_ column: OrderColumn, _ record: borrowing CSVRecord) -> String? {
    guard binding.index(column) < record.count else { return nil }
    do throws(OrderFault) { return try fields.string(column, record) } catch { return nil }
  }

  private mutating func reject(
    _ fault: OrderFault, _ record: borrowing CSVRecord, otherLine: Int32? = nil
  ) {
    let index = fault.column.map { binding.index($0) } ?? -1
    let field = index >= 0 ? record[index] : nil
    let byte = fault.byte ?? field?.start ?? record.byte
    if let id = shown(.orderID, record), !id.isEmpty {
      reading.doubtfulOrders.append(
        OrderKey(orderID: id, shopID: shown(.shopID, record) ?? ""))
    }
    findings.addRow(
      DataFinding(
        fault.fault, .rejectsRow,
        place: SourcePlace(
          record: recordNumber, line: Int32(clamping: record.line),
          column: index >= 0 ? Int32(index + 1) : nil, byte: Int64(byte),
          field: fault.column.map { binding.name($0) }),
        value: fault.value, valueIsPersonal: isPersonal(fault),
        expected: fault.expected, otherLine: otherLine))
  }

  /// A record that is no record: its number is not known, and the open order stands.
  /// A row that is one column off shows a name where a code belongs.
  private func isPersonal(_ fault: OrderFault) -> Bool {
    if fault.column?.isPersonal ?? false { return true }
    return fault.value?.utf8.contains { $0 >= 0x80 } ?? false
  }

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
