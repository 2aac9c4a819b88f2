import Model
import TestKit

@testable import Reading

/// What came of a file: the orders in the order in which they were sent, and the reading.
struct OrdersRead {
  var header: OrderHeader?
  var rows: [OrderRow] = []
  var reading = FileReading()
}

/// Reads a whole file the way the front door does: a header, then the orders behind it.
func readOrderFile(
  _ file: [UInt8], encoding: TextEncoding = .utf8, maxFindings: Int = 1000
) -> OrdersRead {
  var result = OrdersRead()
  file.withUnsafeBytes { bytes in
    let start = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var scanner = CSVScanner(bytes, from: start)
    var record = CSVRecord()
    guard scanner.next(&record) == .record else { return }
    let names = (0..<record.count).map { i in
      let field = UnsafeRawBufferPointer(rebasing: bytes[record[i].start..<record[i].end])
      return TextDecoder(encoding).string(field) ?? ""
    }
    result.header = matchOrderHeader(names)
    guard let header = result.header else { return }
    var rows: [OrderRow] = []
    result.reading = readOrders(
      scanner, header: header, encoding: encoding,
      context: ReadingContext(asOf: Day(iso: "2026-11-23")!, maxFindings: maxFindings),
      sink: RowSink(order: { rows.append($0) }))
    result.rows = rows
  }
  return result
}

/// Everything that was read, as text to compare and to review.
func described(_ result: OrdersRead) -> String {
  let reading = result.reading
  var text = "\(reading.formatID) \(reading.encoding?.rawValue ?? "-")"
  text += " read \(reading.rowsRead) rejected \(reading.rowsRejected)"
  text += " skipped \(reading.rowsSkipped)\n\n"
  for row in result.rows { text += described(row) + "\n" }
  text += "\n"
  for finding in reading.findings { text += described(finding) + "\n" }
  return text
}

private func described(_ row: OrderRow) -> String {
  [
    "record \(row.record) line \(row.line)", row.orderID, "shop \(shown(row.shopID))",
    row.orderedAt.iso, "\(row.paymentMethod.rawValue) \(shown(row.paymentMethodText))",
    shown(row.customerName), shown(row.customerKana), "due \(row.amountDueYen)",
    "points \(row.pointsUsedYen)", "wish \(row.desiredDeliveryDay?.iso ?? "-")",
    "pay by \(row.paymentDueDay?.iso ?? "-")", "key \(shown(row.customerKey))",
    row.status.rawValue, row.paymentState.rawValue,
  ].joined(separator: " | ")
}

private func described(_ finding: DataFinding) -> String {
  let place = finding.place
  var parts = ["\(finding.fault.rawValue) severity \(finding.severity.rawValue)"]
  parts.append("record \(place.record ?? 0) line \(place.line ?? 0)")
  parts.append("column \(place.column ?? 0) \(shown(place.field ?? "")) byte \(place.byte ?? -1)")
  if let value = finding.value {
    parts.append("value \(shown(value))\(finding.valueIsPersonal ? " (personal)" : "")")
  }
  if let expected = finding.expected { parts.append("expected \(expected)") }
  if let line = finding.otherLine { parts.append("other line \(line)") }
  return parts.joined(separator: " | ")
}

private func shown(_ text: String) -> String { text.isEmpty ? "-" : text }
