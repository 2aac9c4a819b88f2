import Model
import Testing

@testable import Recording

/// An order A1 on record, then a second export of the same shop.
struct Export: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var first = order("A1", 100)
  var second: OrderRow
  /// Day of the newest order in each export, against that of A1.
  var newestDays: [Int32]
  var result: OrderRow
  var faults: [DataFault] = []
}

private let exports: [Export] = [
  Export(
    testDescription: "an older export opens nothing again",
    first: order("A1", 100, status: .cancelled), second: order("A1", 100), newestDays: [5, 4],
    result: order("A1", 100, status: .cancelled), faults: [.orderConflict]),
  Export(
    testDescription: "an older export closes an open order",
    second: order("A1", 100, status: .cancelled), newestDays: [5, 4],
    result: order("A1", 100, status: .cancelled)),
  Export(
    testDescription: "an older export raises an amount",
    second: order("A1", 150), newestDays: [5, 4], result: order("A1", 150),
    faults: [.orderConflict]),
  Export(
    testDescription: "an older export lowers no amount",
    second: order("A1", 50), newestDays: [5, 4], result: order("A1", 100),
    faults: [.orderConflict]),
  Export(
    testDescription: "of an older row only what restricts is taken",
    first: order("A1", 100, status: .shipped), second: order("A1", 150), newestDays: [5, 4],
    result: order("A1", 150, status: .shipped), faults: [.orderConflict]),
  Export(
    testDescription: "an export of the same age changes amounts",
    second: order("A1", 50), newestDays: [5, 5], result: order("A1", 50),
    faults: [.orderConflict]),
  Export(
    testDescription: "an export of the same age opens nothing again",
    first: order("A1", 100, status: .cancelled), second: order("A1", 50), newestDays: [5, 5],
    result: order("A1", 50, status: .cancelled), faults: [.orderConflict]),
  Export(
    testDescription: "a newer export opens again",
    first: order("A1", 100, status: .cancelled), second: order("A1", 100), newestDays: [5, 6],
    result: order("A1", 100)),
]

@Test("An export changes known orders by its age", arguments: exports)
func orderAge(_ export: Export) throws {
  let bench = try Bench()
  let days = export.newestDays
  try bench.orders([export.first, order("N0", 1, day: days[0])])
  let count = try bench.orders([export.second, order("N1", 1, day: days[1])])
  #expect(count.conflicts.map(\.fault) == export.faults)
  #expect(count.conflicts.allSatisfy { $0.severity == .note })
  let isChanged = export.result != export.first
  #expect([count.new, count.known] == (isChanged ? [2, 0] : [1, 1]))
  let orders = try bench.view().snapshot.orders.map(\.row)
  #expect(orders.first { $0.orderID == "A1" } == export.result)
  #expect(orders.count == 3, "an unknown order is new, however old the export")
}

@Test("The age of another shop's orders says nothing")
func otherShop() throws {
  let bench = try Bench()
  var other = order("B1", 1, day: 9)
  other.shopID = "S2"
  try bench.orders([order("A1", 100, status: .cancelled), other])
  try bench.orders([order("A1", 100), order("A2", 1, day: 1)])
  #expect(try bench.view().snapshot.orders.first { $0.row.orderID == "A1" }?.row.status == .open)
}

@Test("An order keeps its record when its shop is named later, for one shop only")
func shopNamedLater() throws {
  let bench = try Bench()
  var bare = order("A1", 100)
  bare.shopID = ""
  try bench.orders([bare])
  var other = order("A1", 100)
  other.shopID = "S2"
  let count = try bench.orders([order("A1", 100), other])
  #expect([count.new, count.known] == [1, 1])
  let orders = try bench.view().snapshot.orders.map { [$0.row.orderID, $0.row.shopID] }
  #expect(orders.sorted { $0[1] < $1[1] } == [["A1", ""], ["A1", "S2"]])
  var again = order("A1", 100, status: .cancelled)
  again.shopID = ""
  #expect(try bench.orders([again]).new == 1)
  #expect(try bench.ledger.verify().filter { !$0.isOK } == [])
}
