// Who pays for whom, as this run shows it. A payer under another name who proves by a number that
// he pays for a customer, or who pays for several orders of one customer now, is no stranger. What
// earlier runs showed comes as aliases, see `PayerHistories`. Nothing is carried from shop to shop.

import Model

struct KnownPayers {
  /// Payer, customer and shop that a link of this run proves.
  private var proven: Set<UInt64> = []
  /// The same → candidates of payments that wait: what several of them say together.
  private var joint: [UInt64: [Joint]] = [:]
  private var customersOf: [UInt64: [Int32]] = [:]
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
    if proven.insert(KnownPayers.key(payer, customer, shop)).inserted {
      customersOf[payer, default: []].append(customer)
    }
  }

  /// Customers of whom anything may be known together with a payer; some more than once.
  func customers(of payer: UInt64) -> [Int32] { customersOf[payer] ?? [] }

  func isProven(_ payer: UInt64, _ customer: Int32, _ shop: UInt64) -> Bool {
    proven.contains(KnownPayers.key(payer, customer, shop))
  }

  mutating func startJoint(waitingCustomers count: Int) {
    joint = [:]
    waitingCustomers = Int64(max(count, 1))
  }

  /// Notes that a payment has the amount of an order, among `rivals` orders of that amount.
  mutating func note(
    _ payer: UInt64, _ customer: Int32, _ shop: UInt64, entry: Int32, order: Int32, rivals: Int
  ) {
    let bits = log2Millibits(waitingCustomers) - log2Millibits(Int64(rivals)) - 1_000
    guard bits > 0 else { return }
    let key = KnownPayers.key(payer, customer, shop)
    if joint[key] == nil { customersOf[payer, default: []].append(customer) }
    joint[key, default: []].append(Joint(entry: entry, order: order, bits: bits))
  }

  /// What other payments of the payer for other orders of the customer add to a pair.
  func jointBits(
    _ payer: UInt64, _ customer: Int32, _ shop: UInt64, entry: Int32, order: Int32
  ) -> Int32 {
    var bits: Int32 = 0
    var used: [Int32] = [order]
    var seen: [Int32] = [entry]
    for other in joint[KnownPayers.key(payer, customer, shop)] ?? []
    where !used.contains(other.order) && !seen.contains(other.entry) {
      used.append(other.order)
      seen.append(other.entry)
      bits += other.bits
    }
    return bits
  }
}

extension Book {
  func shopKey(_ order: Int32) -> UInt64 { hashed(snapshot.orders[Int(order)].row.shopID.utf8) }

  /// Learns from what this run has linked to entries so far. An exact link has the payer's name.
  mutating func learnPayers(_ entries: some Sequence<Int32>) {
    for e in entries where outcomes.isAutomatic(e) {
      for link in outcomes.links(e) where link.allocatedYen > 0 && link.basis != .exact {
        learn(e, link.orderIndex)
      }
    }
  }

  /// A payer of the same name needs no proof.
  private mutating func learn(_ entry: Int32, _ order: Int32) {
    let key = payerKey(entry)
    guard key != 0, compareFull(payer(entry).payer, name(order)) == nil else {
      return
    }
    known.prove(key, customerOf[Int(order)], shopKey(order))
  }

  /// Notes which waiting payments of one payer have the amounts of orders of one customer.
  mutating func noteJointPayments() {
    var count: [UInt64: Int] = [:]
    for e in waiting { count[payerKey(e), default: 0] += 1 }
    var isCustomerWaiting = [Bool](repeating: false, count: Int(customerCount))
    for o in 0..<state.count where isWaiting(Int32(o)) {
      isCustomerWaiting[Int(customerOf[o])] = true
    }
    known.startJoint(waitingCustomers: isCustomerWaiting.count { $0 })
    for e in waiting {
      let key = payerKey(e)
      guard key != 0, count[key]! >= 2 else { continue }
      let days = window(e)
      guard amounts.waitingCount(amount(e), days: days) <= 64 else { continue }
      let group = amounts.waitingOrders(amount(e), days: days)
      for o in group {
        known.note(
          key, customerOf[Int(o)], shopKey(o), entry: e, order: o, rivals: group.count)
      }
    }
  }
}
