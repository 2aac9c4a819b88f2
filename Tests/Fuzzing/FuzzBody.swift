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
  for limit in [1000, 3] {
    let file = whole(bytes, maxFindings: limit, read)
    let broken = brokenPromises(file)
    precondition(broken.isEmpty, "\(broken)")
    rowsSeen &+= file.rows.count &+ file.orders.count
  }
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
