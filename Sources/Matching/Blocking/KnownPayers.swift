// Who pays for whom, as this run shows it. A payer under another name who proves by a number that
// he pays for a customer, or who pays for several orders of one customer now, is no stranger. What
// earlier runs showed comes as aliases, see `PayerHistories`. Nothing is carried from shop to shop.

import Model

struct KnownPayers {
  /// Payer, customer and shop that a link of this run proves.
  private var proven = KeyTable()
  /// The same → candidates of payments that wait: what several of them say together.
  private var joint = KeyLists<Joint>()
  private var provenOf = KeyLists<Int32>()
  private var jointOf = KeyLists<Int32>()
  private var waitingCustomers: Int64 = 1

  private struct Joint {
    var entry: Int32
    var order: Int32
    var bits: Int32
  }

  static func key(_ payer: UInt64, _ customer: Int32, _ shop: UInt64) -> UInt64 {
    mixed((payer ^ shop) &+ UInt64(UInt32(bitPattern: customer)) &* 0x9E37_79B9_7F4A_7C15)
  }

  mutating func prove(_ payer: UInt64, _ customer: Int32, _ shop: UInt64) {
    let known = proven.count
    proven.add(KnownPayers.key(payer, customer, shop))
    if proven.count > known { provenOf.append(customer, to: payer) }
  }

  /// Customers for whom a link of this run proves that the payer pays; one of several shops comes
  /// more than once.
  func provenCustomers(of payer: UInt64) -> [Int32] { provenOf[payer] }

  /// Customers that payments which wait now may have in common; some more than once.
  func jointCustomers(of payer: UInt64) -> [Int32] { jointOf[payer] }

  func isAnythingKnown(of payer: UInt64) -> Bool {
    provenOf.has(payer) || jointOf.has(payer)
  }

  func isProven(_ payer: UInt64, _ customer: Int32, _ shop: UInt64) -> Bool {
    proven.find(KnownPayers.key(payer, customer, shop)) >= 0
  }

  mutating func startJoint(waitingCustomers count: Int) {
    joint = KeyLists()
    jointOf = KeyLists()
    waitingCustomers = Int64(max(count, 1))
  }

  /// Notes that a payment has the amount of an order, among `rivals` orders of that amount.
  mutating func note(
    _ payer: UInt64, _ customer: Int32, _ shop: UInt64, entry: Int32, order: Int32, rivals: Int
  ) {
    let bits = log2Millibits(waitingCustomers) - log2Millibits(Int64(rivals)) - 1_000
    guard bits > 0 else { return }
    let key = KnownPayers.key(payer, customer, shop)
    if joint[key].isEmpty { jointOf.append(customer, to: payer) }
    joint.append(Joint(entry: entry, order: order, bits: bits), to: key)
  }

  /// What other payments of the payer for other orders of the customer add to a pair.
  func jointBits(
    _ payer: UInt64, _ customer: Int32, _ shop: UInt64, entry: Int32, order: Int32
  ) -> Int32 {
    var bits: Int32 = 0
    var used: [Int32] = [order]
    var seen: [Int32] = [entry]
    for other in joint[KnownPayers.key(payer, customer, shop)]
    where !used.contains(other.order) && !seen.contains(other.entry) {
      used.append(other.order)
      seen.append(other.entry)
      bits += other.bits
    }
    return bits
  }
}

extension Book {
  func shopKey(_ order: Int32) -> UInt64 { shopKeys[order] }

  /// Learns from what this run has linked to entries so far. An exact link has the payer's name.
  mutating func learnPayers(_ entries: [Int32]) {
    for (entry, order) in strangers(entries) {
      known.prove(payerKey(entry), customerOf[Int(order)], shopKey(order))
    }
  }

  /// Links of payers under another name than the order's: one of the same name needs no proof.
  private func strangers(_ entries: [Int32]) -> [(entry: Int32, order: Int32)] {
    workers.gather(entries.count) { range, out in
      for e in entries[range] where outcomes.isAutomatic(e) && payerKey(e) != 0 {
        if outcomes.onlyLink(e)?.basis == .exact { continue }
        for link in outcomes.links(e) where link.allocatedYen > 0 && link.basis != .exact {
          let order = link.orderIndex
          if compareFull(payer(e), name(order)) == nil { out.append((e, order)) }
        }
      }
    }
  }

  /// Notes which waiting payments of one payer have the amounts of orders of one customer.
  mutating func noteJointPayments() {
    let keys = waiting.map { payerKey($0) }
    var count = KeyTable(expected: keys.count)
    for key in keys where key != 0 { count.tally(key) }
    var isCustomerWaiting = [Bool](repeating: false, count: Int(customerCount))
    for o in 0..<state.count where isWaiting(Int32(o)) {
      isCustomerWaiting[Int(customerOf[o])] = true
    }
    known.startJoint(waitingCustomers: isCustomerWaiting.count { $0 })
    let several = zip(waiting, keys).filter { $1 != 0 && count.find($1) >= 2 }.map(\.0)
    for (e, group) in zip(several, fewOrdersOfAmount(several)) {
      for o in group {
        known.note(
          payerKey(e), customerOf[Int(o)], shopKey(o), entry: e, order: o, rivals: group.count)
      }
    }
  }

  /// For each payment the waiting orders of its amount, where they are few.
  private func fewOrdersOfAmount(_ entries: [Int32]) -> [[Int32]] {
    workers.map(entries.count) { n in
      let days = window(entries[n])
      let yen = amount(entries[n])
      if amounts.waitingCount(yen, days: days) > 64 { return [] }
      return amounts.waitingOrders(yen, days: days)
    }
  }
}
