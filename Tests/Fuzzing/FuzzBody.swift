// What the three fuzzers share. Compiled by `make fuzz` with Tests/TestKit/ReadingPromises.swift;
// no SwiftPM target, as SwiftPM cannot link a fuzzer.
import Model
@testable import Reading

typealias Reader = (UnsafeRawBufferPointer, ReadingContext, RowSink) -> FileReading

/// Rows seen so far: what the optimiser cannot take away.
nonisolated(unsafe) private var rowsSeen = 0

/// Reads one input, with many findings allowed and with few, and stops the program where a promise
/// is broken. libFuzzer then keeps the input.
func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int, _ read: Reader) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  let files = [1000, 3].map { whole(bytes, maxFindings: $0, read) }
  for file in files {
    let broken = brokenPromises(file)
    precondition(broken.isEmpty, "\(broken)")
    rowsSeen &+= file.rows.count &+ file.orders.count
  }
  let isSame =
    files[0].rows == files[1].rows && files[0].orders == files[1].orders
    && files[0].settlements == files[1].settlements
  precondition(isSame, "how many findings are told changes the rows")
  return 0
}

func whole(
  _ bytes: UnsafeRawBufferPointer, maxFindings: Int, _ read: Reader
) -> WholeReading {
  var rows: [StatementRow] = []
  var orders: [OrderRow] = []
  var settlements: [SettlementRow] = []
  let reading = read(
    bytes, ReadingContext(asOf: Day(iso: "2026-11-23")!, maxFindings: maxFindings),
    RowSink(
      statement: { rows.append($0) }, order: { orders.append($0) },
      settlement: { settlements.append($0) }))
  return WholeReading(
    reading: reading, rows: rows, orders: orders, settlements: settlements,
    maxFindings: maxFindings)
}
