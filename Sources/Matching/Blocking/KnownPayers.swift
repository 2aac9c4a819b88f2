// Who pays for whom. A payer under another name who has paid for a customer before, or who pays
// for several orders of one customer now, is no stranger.

import Model

struct KnownPayers {
  /// Pairs of payer and customer that a number or an earlier clearing proves.
  private var proven: Set<UInt64> = []
  /// Pair → candidates of payments that wait: what several of them say together.
  private var joint: [UInt64: [Joint]] = [:]
  private var customersOf: [UInt64: [Int32]] = [:]
  private var waitingCustomers: Int64 = 1

  private struct Joint {
    var entry: Int32
    var order: Int32
    var bits: Int32
  }

  static func key(_ payer: UInt64, _ customer: Int32) -> UInt64 {
    mixed(payer &+ UInt64(UInt32(bitPattern: customer)) &* 0x9E37_79B9_7F4A_7C15)
  }

  mutating func prove(_ payer: UInt64, _ customer: Int32) {
    if proven.insert(KnownPayers.key(payer, customer)).inserted {
      customersOf[payer, default: []].append(customer)
    }
  }

  /// Customers of whom anything may be known together with a payer; some more than once.
  func customers(of payer: UInt64) -> [Int32] { customersOf[payer] ?? [] }

  func isProven(_ payer: UInt64, _ customer: Int32) -> Bool {
    proven.contains(KnownPayers.key(payer, customer))
  }

  mutating func startJoint(waitingCustomers count: Int) {
    joint = [:]
    waitingCustomers = Int64(max(count, 1))
  }

  /// Notes that a payment has the amount of an order, among `rivals` orders of that amount.
  mutating func note(_ payer: UInt64, _ customer: Int32, entry: Int32, order: Int32, rivals: Int) {
    let bits = log2Millibits(waitingCustomers) - log2Millibits(Int64(rivals)) - 1_000
    guard bits > 0 else { return }
    let key = KnownPayers.key(payer, customer)
    if joint[key] == nil { customersOf[payer, default: []].append(customer) }
    joint[key, default: []].append(Joint(entry: entry, order: order, bits: bits))
  }

  /// What other payments of the payer for other orders of the customer add to a pair.
  func jointBits(_ payer: UInt64, _ customer: Int32, entry: Int32, order: Int32) -> Int32 {
    var bits: Int32 = 0
    var used: [Int32] = [order]
    var seen: [Int32] = [entry]
    for other in joint[KnownPayers.key(payer, customer)] ?? []
    where !used.contains(other.order) && !seen.contains(other.entry) {
      used.append(other.order)
      seen.append(other.entry)
      bits += other.bits
    }
    return bits
  }
}

extension Book {
  /// Learns from clearings of earlier runs.
  mutating func learnClearedPayers() {
    for c in snapshot.clearings where c.allocatedYen > 0 {
      learn(c.entryIndex, c.orderIndex)
    }
  }

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
    known.prove(key, customerOf[Int(order)])
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
        known.note(key, customerOf[Int(o)], entry: e, order: o, rivals: group.count)
      }
    }
  }
}
