// Crowds: very many payments and very many orders under one name. Weighing each payment against
// each order would take time and memory without end and tell nothing, for every pair looks like
// every other. What a number names is still linked; the rest is held, with how many orders were
// not weighed.

import Model

extension Book {
  /// More pairs of one name and amount than this are not made.
  static let amountCrowdPairs = 1 << 18
  /// More pairs of one name and any amounts than this are not looked through.
  static let nameCrowdPairs = 1 << 26

  /// Notes under which amounts and names there are crowds. Cost: linear in the orders, and in the
  /// waiting payments where any amount and name has many orders.
  mutating func findCrowds() {
    crowds = crowdKeys(byAmountAndName, orders: 64, pairs: Book.amountCrowdPairs) { book, e, key in
      Book.key(book.amount(e), key)
    }
  }

  /// The same for names alone.
  mutating func findNameCrowds() {
    nameCrowds = crowdKeys(byName, orders: 1_024, pairs: Book.nameCrowdPairs) { $2 }
  }

  private func crowdKeys(
    _ chains: Chains, orders: Int, pairs: Int, _ chainKey: (Book, Int32, UInt64) -> UInt64
  ) -> Set<UInt64> {
    let long = chains.longKeys(atLeast: orders)
    if long.isEmpty { return [] }
    var payments: [UInt64: Int] = [:]
    for e in waiting {
      for name in payer(e).keys {
        let key = chainKey(self, e, name)
        if long[key] != nil { payments[key, default: 0] += 1 }
      }
    }
    return Set(payments.filter { $0.value * long[$0.key]! > pairs }.keys)
  }

  /// Whether the orders of an amount and name are too many to be weighed for each payment.
  @inline(__always) func isCrowd(_ key: UInt64) -> Bool {
    !crowds.isEmpty && crowds.contains(key)
  }

  /// The same of a name.
  @inline(__always) func isNameCrowd(_ name: UInt64) -> Bool {
    !nameCrowds.isEmpty && nameCrowds.contains(name)
  }

  /// Holds what waits in a crowd, and its orders with it.
  mutating func holdCrowds() {
    var seen: [CrowdDay: (first: [Int32], count: Int)] = [:]
    var reserved: [Int32] = []
    for e in waiting {
      for name in payer(e).keys {
        let place = CrowdDay(
          key: Book.key(amount(e), name), day: bookingDay(e))
        if !isCrowd(place.key) { continue }
        let orders = seen[place] ?? ordersOfCrowd(e, place.key)
        if seen.updateValue((Array(orders.first.prefix(8)), orders.count), forKey: place) == nil {
          reserved += orders.first.filter { isWaiting($0) }
        }
        if orders.count > 0 { holdInCrowd(e, Array(orders.first.prefix(8)), orders.count, .N03) }
      }
    }
    for o in reserved where isWaiting(o) { set(o, .reserved) }
    waiting.removeAll { outcomes.has($0) }
  }

  /// The orders of a crowd in a payment's window: those that wait, or where none does, all.
  private func ordersOfCrowd(_ entry: Int32, _ key: UInt64) -> (first: [Int32], count: Int) {
    let all = sortedUnique(byAmountAndName.rows(key)).filter { isInWindow(entry, $0) }
    let open = all.filter { isWaiting($0) }
    let found = open.isEmpty ? all : open
    return (found, found.count)
  }

  /// Holds a payment that has too many orders under its name to look through.
  mutating func holdInNameCrowd(_ entry: Int32) {
    guard let name = payer(entry).keys.first(where: { isNameCrowd($0) }) else { return }
    let orders = byName.rows(name, limit: 8)
    holdInCrowd(entry, sortedUnique(orders), byName.rows(name).count, .M03)
  }

  private mutating func holdInCrowd(
    _ entry: Int32, _ first: [Int32], _ count: Int, _ code: FindingCode
  ) {
    outcomes[entry] = EntryOutcome(
      entryIndex: entry, verdict: .held,
      candidates: first.map { MatchCandidate(orderIndices: [$0], evidence: []) },
      candidateCount: Int32(count), codes: [code], marginMillibits: 0,
      probabilityPPM: 1_000_000 / Int32(max(count, 2)), unweighedCount: Int32(count))
  }
}

/// A crowd as payments of one day see it.
private struct CrowdDay: Hashable {
  var key: UInt64
  var day: Int32
}
