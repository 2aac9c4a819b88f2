// Sums: one transfer for several orders of one payer, several transfers for one order, several for
// several. Amounts that happen to add up prove nothing alone: all subsets are counted, one that is
// not the only one is a question, and how many could have fitted by accident is part of the
// evidence.

import Model

extension Book {
  /// Orders that wait and bear the payer's full name or a number that the payer wrote, ascending.
  func ordersOfPayer(_ entry: Int32) -> [Int32] {
    let prepared = payer(entry)
    var found: [Int32] = []
    for key in prepared.keys where !isNameCrowd(key) { byName.forEach(key) { found.append($0) } }
    for o in namedOrders(entry) { found += customerOrders[Int(customerOf[Int(o)])] }
    found = sortedUnique(found)
    fetch(found)
    return found.filter { isWaiting($0) && isInWindow(entry, $0) }
  }

  /// Orders that a number in the payer's text names: in full, or by a tail that fits the name.
  func namedOrders(_ entry: Int32) -> [Int32] {
    let prepared = payer(entry)
    var out: [Int32] = []
    for number in prepared.numbers {
      for o in numbers.orders(number) where state[Int(o)] != .other && isInWindow(entry, o) {
        if numbers.isFull(number, o) {
          out.append(o)
        } else if compareFull(prepared, name(o)) != nil {
          out.append(o)
        }
      }
    }
    return sortedUnique(out)
  }

  /// Orders of the customers of some orders that wait under other names, those orders included.
  private func ordersOfCustomers(_ entry: Int32, _ orders: [Int32]) -> [Int32] {
    var found = orders
    for customer in sortedUnique(orders.map { customerOf[Int($0)] }) {
      found += customerOrders[Int(customer)].filter { isWaiting($0) && isInWindow(entry, $0) }
    }
    return sortedUnique(found)
  }

  /// Waiting orders of customers for whom the payer is known to pay, ascending.
  private func ordersOfProven(_ entry: Int32) -> [Int32] {
    let key = payerKey(entry)
    var found: [Int32] = []
    if key == 0 { return found }
    for customer in known.provenCustomers(of: key) {
      found += customerOrders[Int(customer)].filter {
        isWaiting($0) && isInWindow(entry, $0) && known.isProven(key, customer, shopKey($0))
      }
    }
    if histories.isEmpty { return sortedUnique(found) }
    let place = place(entry)
    histories.forEachOrder(of: key, from: place) { o in
      guard isWaiting(o), isInWindow(entry, o) else { return }
      if histories.votes(of: key, from: place, for: o) > 0 { found.append(o) }
    }
    return sortedUnique(found)
  }

  mutating func linkSums() {
    findNameCrowds()
    linkOwnSums(isLast: false)
    waiting.removeAll { outcomes.has($0) }
    linkManyForOne(among: { $0.ordersOfPayer($1) }, ordersOf: { $0.ordersOfPayer($1) })
    linkManyForMany(isLast: false)
    waiting.removeAll { outcomes.has($0) }
  }

  /// One payment for several orders of the payer, else of the same customers.
  private mutating func linkOwnSums(isLast: Bool) {
    forEachPlanned({ $0.ownSums($1) }) { book, e, plans in
      let orders = book.ordersOfPayer(e)
      book.linkOneForMany(e, orders, plans, isLast: isLast)
      if !book.outcomes.has(e) {
        let wider = book.ordersOfCustomers(e, orders)
        if wider.count > orders.count { book.linkOneForMany(e, wider, plans, isLast: isLast) }
      }
    }
  }

  /// Calls `link` one after the other with the waiting payments that `plan` gives anything for.
  /// Orders only ever cease to wait, so that what does not add up now never will: asking
  /// beforehand is exact, and can be shared out, which linking cannot.
  private mutating func forEachPlanned(
    _ plan: @Sendable (Book, Int32) -> [SumPlan]?,
    _ link: (inout Book, Int32, [SumPlan]) -> Void
  ) {
    let entries = waiting
    for first in stride(from: 0, to: entries.count, by: Book.plannedAtOnce) {
      let some = first..<min(first + Book.plannedAtOnce, entries.count)
      for (e, plans) in planned(Array(entries[some]), plan) { link(&self, e, plans) }
    }
  }

  private func planned(
    _ entries: [Int32], _ plan: @Sendable (Book, Int32) -> [SumPlan]?
  ) -> [(entry: Int32, plans: [SumPlan])] {
    workers.gather(entries.count, atOnce: 16) { range, out in
      fetchNamed(entries[range])
      for e in entries[range] { if let plans = plan(self, e) { out.append((e, plans)) } }
    }
  }

  /// Of a payment that may be for several orders of the payer or of the same customers.
  private func ownSums(_ entry: Int32) -> [SumPlan]? {
    let orders = ordersOfPayer(entry)
    let all = ordersOfCustomers(entry, orders)
    guard let plan = sumPlan(entry, all) else { return nil }
    let own = all.count > orders.count ? sumPlan(entry, orders) : nil
    return [own, plan].compactMap { $0 }
  }

  /// The same for orders of kin.
  private func kinSums(_ entry: Int32) -> [SumPlan]? {
    let found = kin(entry)
    if let plan = sumPlan(entry, sortedUnique(found.sure + ordersOfProven(entry))) {
      return [plan]
    }
    return mayAddUpForOne(entry, found.likely) ? [] : nil
  }

  private func mayAddUpForOne(_ entry: Int32, _ orders: [Int32]) -> Bool {
    if orders.count < 2 { return false }
    let customers = orders.map { customerOf[Int($0)] }
    let sorted = customers.sorted()
    // Customers with several orders, nearly none.
    let several = sorted.indices.dropFirst().filter { sorted[$0] == sorted[$0 - 1] }
    return sortedUnique(several.map { sorted[$0] }).contains { customer in
      let own = zip(orders, customers).filter { $1 == customer }.map { left[Int($0.0)] }
      let search = SubsetSearch(of: own, summingTo: amount(entry))
      return search.steps > SubsetSearch.mostSteps || search.isAny
    }
  }

  /// The same under names that resemble; those of kin only for few orders of one customer, because
  /// many sums make accidents.
  mutating func linkSumsOfKin() {
    findKin()
    forEachPlanned({ $0.kinSums($1) }) { book, e, plans in
      let found = book.kin(e)
      let sure = found.sure + book.ordersOfProven(e)
      if !sure.isEmpty { book.linkOneForMany(e, sortedUnique(sure), plans) }
      if !book.outcomes.has(e), !book.isSingleAmount(e),
        let orders = book.onlyCustomer(e, found.likely)
      {
        book.linkOneForMany(e, orders, plans)
      }
    }
    waiting.removeAll { outcomes.has($0) }
    linkManyForOne { book, e in
      let found = book.kin(e)
      return found.sure + found.likely
    } ordersOf: { book, e in
      let found = book.kin(e)
      let likely = found.likely.count <= Book.maxKinOrders ? found.likely : []
      if found.sure.isEmpty && likely.isEmpty { return [] }
      return book.hasLikeness(e, among: [.waiting, .closed]) ? [] : found.sure + likely
    }
    waiting.removeAll { outcomes.has($0) }
  }

  /// What adds up but may be an accident, once nothing better is known of the payment.
  mutating func proposeSums() {
    linkOwnSums(isLast: true)
    linkManyForMany(isLast: true)
    waiting.removeAll { outcomes.has($0) }
  }

  /// An order of exactly this amount waits: a third party for it is likelier than a sum of kin.
  private func isSingleAmount(_ entry: Int32) -> Bool {
    amounts.waitingCount(amount(entry), days: window(entry)) > 0
  }

  /// Orders of kin an accident cannot be ruled out among beyond this.
  static let maxKinOrders = 8

  /// The one customer among orders of kin whose orders add up to the payment.
  private func onlyCustomer(_ entry: Int32, _ orders: [Int32]) -> [Int32]? {
    guard orders.count >= 2, orders.count <= Book.maxKinOrders else { return nil }
    var answer: [Int32]?
    for customer in sortedUnique(orders.map { customerOf[Int($0)] }) {
      let own = orders.filter { customerOf[Int($0)] == customer }
      let search = SubsetSearch(of: own.map { left[Int($0)] }, summingTo: amount(entry))
      if search.answer(limit: 0).count == 0 { continue }
      if answer != nil { return nil }
      answer = own
    }
    return answer
  }

  /// The order is full.
  mutating func fill(_ order: Int32) {
    left[Int(order)] = 0
    set(order, .paid)
  }

  /// What speaks for a payment being for a set of orders: the least of their names, the best of
  /// their numbers, and how rare it is that a sum fits by accident. A namesake may pay for
  /// something else, so that a common name proves less than a rare one.
  func sumEvidence(
    _ entry: Int32, _ orders: [Int32], amountBits: Int32, feeYen: Int64 = 0
  ) -> [Evidence] {
    let prepared = payer(entry)
    let found = orders.map { o in
      candidate(
        entry, o, amount: .amountExact, name: compare(prepared, name(o)), rivals: 1,
        payer: prepared)
    }
    let bits = found.map { weights.name($0.name.level) + $0.nameRare }
    let least = found[bits.indices.min { (bits[$0], $0) < (bits[$1], $1) }!]
    let nameBits = weights.name(least.name.level)
    var out = [
      Evidence(.prior, weights.prior), Evidence(.amountSubset, amountBits),
      Evidence(least.name.level, nameBits),
    ]
    if least.nameRare > 0 {
      out.append(Evidence(.nameRare, least.nameRare - SumEvidence.usualRarity))
    }
    if feeYen > 0 { out.append(Evidence(.amountShortByFee, weights.amountShortByFee)) }
    if found.contains(where: { $0.number == .full }) {
      out.append(Evidence(.orderNumberFull, weights.orderNumberFull))
    } else if found.contains(where: { $0.number == .other }) {
      out.append(Evidence(.orderNumberOther, weights.orderNumberOther))
    }
    let known = found.map(\.sameCustomer).min()!
    if known > 0 { out.append(Evidence(.sameCustomer, known)) }
    return out
  }

  /// Too many orders to add up: a person has to say which are meant.
  mutating func holdUnsearched(_ entry: Int32, _ orders: [Int32]) {
    outcomes[entry] = EntryOutcome(
      entryIndex: entry, verdict: .held, candidateCount: Int32(clamping: orders.count),
      codes: [.M03], probabilityPPM: 0, proposal: proposal(entry, orders),
      unsearchedOrderCount: Int32(clamping: orders.count))
  }

  /// How the law divides a payment among orders of one customer; nil where there are several
  /// customers, or nothing to divide.
  func proposal(_ entry: Int32, _ orders: [Int32]) -> AllocationProposal? {
    guard let first = orders.first,
      orders.allSatisfy({ customerOf[Int($0)] == customerOf[Int(first)] })
    else { return nil }
    let written = payer(entry).numbers
    let debts = orders.filter { left[Int($0)] > 0 }.map { o in
      Debt(
        orderIndex: o, missingYen: left[Int(o)],
        dueDay: snapshot.orders[Int(o)].row.paymentDueDay?.number ?? day[Int(o)],
        isNamed: numbers.level(written, o) == .full)
    }
    return proposedAllocation(
      of: amount(entry), to: debts,
      bookingDay: snapshot.entries[Int(entry)].bookingDay.number)
  }
}
