// The last look before links count: none may rest on a coin. Whatever stage made a link, if an
// equal order is left without money and nothing in the payment tells the two apart, both wait for
// a person.

import Model

extension Book {
  /// Orders of one name and amount are no longer told apart by their days where both came within
  /// so many days before the payment.
  private static let coinDays: Int32 = 14

  /// Takes back automatic links that an equal order without money could replace.
  mutating func holdCoins() {
    let undone = Set(reversals.map(\.credit))
    // What is taken back on the way leaves orders without money, but makes no new equals.
    for e in paymentsWithEquals() where !undone.contains(e) {
      guard let outcome = outcomes[e] else { continue }
      let twins = equalOrders(e, outcome).filter { isMoneyless($0) }
      if !twins.isEmpty { holdCoin(e, outcome, twins) }
    }
  }

  private func paymentsWithEquals() -> [Int32] {
    workers.gather(outcomes.count) { range, out in
      for i in paymentsThatMayHaveEquals(range) {
        guard let outcome = outcomes[i], outcome.undoesEntryIndex == nil,
          outcome.links.first?.basis != .byHand
        else { continue }
        if !equalOrders(i, outcome).isEmpty { out.append(i) }
      }
    }
  }

  /// Nearly no order has an equal: the columns say so, and no outcome is looked at.
  private func paymentsThatMayHaveEquals(_ range: Range<Int>) -> [Int32] {
    let automatic = range.map { Int32($0) }.filter { outcomes.isAutomatic($0) }
    let orders = automatic.map { outcomes.onlyLink($0)?.order ?? -1 }
    let keys = orders.map { o in
      o < 0 ? 0 : Book.key(due[Int(o)], nameClassOf[Int(o)])
    }
    let first = byAmountAndName.firstRows(keys)
    return automatic.indices.filter { n in
      // Of several orders every one is looked at; an order that is not the first of its name and
      // amount has an equal.
      if orders[n] < 0 || first[n] >= 0 && first[n] != orders[n] { return true }
      var hasEqual = false
      byAmountAndName.forEach(keys[n]) { if $0 != orders[n] { hasEqual = true } }
      return hasEqual
    }.map { automatic[$0] }
  }

  /// Equal orders, with money or without; none where a number or the payer's history names the
  /// order.
  private func equalOrders(_ entry: Int32, _ outcome: EntryOutcome) -> [Int32] {
    var found: [(order: Int32, of: Int32)] = []
    for link in outcome.links where link.allocatedYen > 0 && isFresh(entry, link.orderIndex) {
      // Nearly no order has an equal: the columns say so, and nothing else is looked at.
      let name = nameClassOf[Int(link.orderIndex)]
      byAmountAndName.forEach(Book.key(due[Int(link.orderIndex)], name)) { other in
        if other != link.orderIndex, nameClassOf[Int(other)] == name, isFresh(entry, other) {
          found.append((other, link.orderIndex))
        }
      }
    }
    if found.isEmpty { return [] }
    let levels = outcome.candidates.first?.evidence.map(\.level) ?? []
    if levels.contains(.orderNumberFull) || levels.contains(.orderNumberPart) { return [] }
    let isOfCustomer = levels.contains(.sameCustomer) || levels.contains(.payerHistory)
    let equals = found.filter { other, order in
      let isOther = customerOf[Int(other)] != customerOf[Int(order)]
      return !outcome.links.contains { $0.orderIndex == other } && !(isOfCustomer && isOther)
        && hasFullName(order) && hasFullName(other)
    }
    return sortedUnique(equals.map(\.order))
  }

  /// Whether the order's name is more than a surname.
  private func hasFullName(_ order: Int32) -> Bool {
    name(order).forms.first.map { !$0.loose.isEmpty } ?? false
  }

  private func isFresh(_ entry: Int32, _ order: Int32) -> Bool {
    (0...Book.coinDays).contains(delay(entry, order))
  }

  private func isMoneyless(_ order: Int32) -> Bool {
    let o = Int(order)
    return (state[o] == .open || state[o] == .reserved) && left[o] == due[o]
  }

  private mutating func holdCoin(_ entry: Int32, _ outcome: EntryOutcome, _ twins: [Int32]) {
    takeBack(entry)
    guard var held = outcomes[entry] else { return }
    let evidence = outcome.candidates.first?.evidence ?? []
    if outcome.links.count == 1 {
      held.candidates += twins.prefix(7).map {
        MatchCandidate(orderIndices: [$0], evidence: evidence)
      }
      held.candidateCount += Int32(twins.count)
    }
    held.codes = sortedUnique(held.codes + [outcome.links.count == 1 ? .N03 : .M03])
    held.marginMillibits = 0
    held.probabilityPPM = 1_000_000 / Int32(twins.count + 1)
    outcomes[entry] = held
    for twin in twins { set(twin, .reserved) }
  }
}
