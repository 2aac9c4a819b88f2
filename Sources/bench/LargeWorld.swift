import Model
import TestKit

/// A snapshot to be matched, with the orders that each entry really paid.
struct MatchInput {
  var snapshot: Snapshot
  /// Orders of the entry whose `record` is r are `first[r - 1] ..< first[r]` of `orders`.
  private var first: [Int32] = [0]
  private var orders: [Int32] = []

  var linkCount: Int { orders.count }

  func isTrue(_ entry: Int32, _ order: Int32) -> Bool {
    let record = Int(snapshot.entries[Int(entry)].record)
    return orders[Int(first[record - 1])..<Int(first[record])].contains(order)
  }

  init(_ world: World) {
    snapshot = world.snapshot()
    add(world.truths, firstOrder: 0)
  }

  private mutating func add(_ truths: [WorldTruth], firstOrder: Int) {
    for truth in truths {
      for link in truth.links { orders.append(Int32(link.orderIndex + firstOrder)) }
      first.append(Int32(orders.count))
    }
  }

  /// One account of many worlds, one after the other in time, so that no more than one of them
  /// has to be in memory beside the snapshot. Every order waits for a transfer. Texts that are
  /// equal share their storage, as a ledger's reader would have it.
  init(parts: Int, orders ordersOfPart: Int, deposits depositsOfPart: Int, seed: UInt64) {
    snapshot = Snapshot(entries: [], orders: [])
    snapshot.entries.reserveCapacity(parts * depositsOfPart)
    snapshot.orders.reserveCapacity(parts * ordersOfPart)
    var profile = WorldProfile.daily
    profile.days = 3
    var texts: Set<String> = []
    for part in 0..<parts {
      let world = World(
        seed: seed + UInt64(part), orders: ordersOfPart, deposits: depositsOfPart,
        profile: profile,
        firstDay: Day(year: 2026, month: 1, day: 5)!.adding(days: Int32(part) * profile.days),
        firstOrderNumber: 20_000_001 + part * ordersOfPart)
      add(world.truths, firstOrder: snapshot.orders.count)
      let records = Int32(snapshot.entries.count)
      append(world.snapshot(), after: records, &texts)
    }
    snapshot.entries.sort { ($0.bookingDay, $0.record) < ($1.bookingDay, $1.record) }
  }

  private mutating func append(
    _ part: Snapshot, after records: Int32, _ texts: inout Set<String>
  ) {
    func shared(_ text: String) -> String { texts.insert(text).memberAfterInsert }
    for var order in part.orders {
      order.row.paymentMethod = .bankTransfer
      order.row.paymentMethodText = PaymentMethod.bankTransfer.rawValue
      order.row.customerName = shared(order.row.customerName)
      order.row.customerKana = shared(order.row.customerKana)
      snapshot.orders.append(order)
    }
    for var entry in part.entries {
      entry.payerName = shared(entry.payerName)
      entry.record += records
      snapshot.entries.append(entry)
    }
    snapshot.ownNames = part.ownNames
  }
}
