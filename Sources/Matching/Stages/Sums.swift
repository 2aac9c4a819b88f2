// One transfer for several orders of one payer, and several transfers for one order. Both need
// the full name or an order number: amounts that happen to add up prove nothing alone.

import Model

extension Book {
  /// More amounts than this are not searched for sums: too many accidents would fit.
  static let maxSumMembers = 14

  /// Orders that wait and bear the payer's full name or a number that the payer wrote, ascending.
  func ordersOfPayer(_ entry: Int32) -> [Int32] {
    let prepared = payer(entry)
    var found: [Int32] = []
    for key in prepared.keys { byName.forEach(key) { found.append($0) } }
    for o in namedOrders(entry) {
      let members = customerOrders[Int(customerOf[Int(o)])]
      if members.count < 200 { found += members }
    }
    return sortedUnique(found).filter { isWaiting($0) && isInWindow(entry, $0) }
  }

  /// Orders that a number in the payer's text names: in full, or by a tail that fits the name.
  func namedOrders(_ entry: Int32) -> [Int32] {
    let prepared = payer(entry)
    var out: [Int32] = []
    for number in prepared.payer.numbers {
      for o in numbers.orders(number) where state[Int(o)] != .other && isInWindow(entry, o) {
        if numbers.isFull(number, o) {
          out.append(o)
        } else if compareFull(prepared.payer, name(o)) != nil {
          out.append(o)
        }
      }
    }
    return sortedUnique(out)
  }

  mutating func linkSums() {
    for (e, orders) in severalOrders(waiting) {
      linkOneForMany(e, orders.filter { isWaiting($0) })
    }
    waiting.removeAll { outcomes[Int($0)] != nil }
    linkManyForOne { $0.ordersOfPayer($1) }
    waiting.removeAll { outcomes[Int($0)] != nil }
  }

  /// Payments whose payers have several orders; orders that are claimed later are still in it.
  private func severalOrders(_ entries: [Int32]) -> [(entry: Int32, orders: [Int32])] {
    workers.gather(entries.count) { range, out in
      for i in range {
        let orders = ordersOfPayer(entries[i])
        if orders.count >= 2 { out.append((entries[i], orders)) }
      }
    }
  }

  /// The same under names that resemble; those of kin only for few orders of one customer, because
  /// many sums make accidents.
  mutating func linkSumsOfKin() {
    findKin()
    for e in waiting {
      let found = kin(e)
      if !found.sure.isEmpty { linkOneForMany(e, found.sure) }
      if outcomes[Int(e)] == nil, !isSingleAmount(e), let orders = onlyCustomer(e, found.likely) {
        linkOneForMany(e, orders)
      }
    }
    waiting.removeAll { outcomes[Int($0)] != nil }
    linkManyForOne { book, e in
      let found = book.kin(e)
      let likely = found.likely.count <= Book.maxKinOrders ? found.likely : []
      if found.sure.isEmpty && likely.isEmpty { return [] }
      let single = book.looseCandidates(e, among: [.waiting, .closed])
      return single.isEmpty ? found.sure + likely : []
    }
    waiting.removeAll { outcomes[Int($0)] != nil }
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
      guard own.count >= 2 else { continue }
      let sums = subsets(of: own.map { left[Int($0)] }, summingTo: amount(entry)) ?? []
      if sums.isEmpty { continue }
      if answer != nil { return nil }
      answer = own
    }
    return answer
  }

  /// M01: exactly one set of the payer's open orders adds up to the transfer.
  private mutating func linkOneForMany(_ entry: Int32, _ found: [Int32]) {
    guard snapshot.entries[Int(entry)].unclearedYen == 0 else { return }
    let orders = found.filter { left[Int($0)] < amount(entry) }
    guard orders.count >= 2 else { return }
    let yen = amount(entry)
    let amounts = orders.map { left[Int($0)] }
    let answers = orders.count <= Book.maxSumMembers ? subsets(of: amounts, summingTo: yen) : nil
    guard let sets = answers, !sets.isEmpty else { return }
    let evidence = sumEvidence(entry, orders[sets[0][0]], among: orders.count)
    if sets.count == 1 {
      let chosen = sets[0].map { orders[$0] }
      outcomes[Int(entry)] = EntryOutcome(
        entryIndex: entry, verdict: .automatic,
        links: chosen.map {
          MatchLink(orderIndex: $0, allocatedYen: left[Int($0)], basis: .oneForMany)
        },
        candidates: [MatchCandidate(orderIndices: chosen, evidence: evidence)],
        candidateCount: 1, codes: [.M01], probabilityPPM: 998_000)
      for o in chosen { fill(o) }
    } else {
      outcomes[Int(entry)] = EntryOutcome(
        entryIndex: entry, verdict: .held,
        candidates: sets.map { set in
          MatchCandidate(orderIndices: set.map { orders[$0] }, evidence: evidence)
        },
        candidateCount: Int32(sets.count), codes: [.M03], marginMillibits: 0,
        probabilityPPM: 500_000)
      for members in sets { for i in members { set(orders[i], .reserved) } }
    }
  }

  /// The order is full.
  mutating func fill(_ order: Int32) {
    left[Int(order)] = 0
    set(order, .paid)
  }

  private func sumEvidence(_ entry: Int32, _ order: Int32, among: Int) -> [Evidence] {
    let name = compare(payer(entry), self.name(order))
    return [
      Evidence(.prior, weights.prior), Evidence(.amountSubset, -Int32(among) * 1_000),
      Evidence(name.level, weights.name(name.level)),
    ]
  }

  /// M02: transfers of one payer that together fill exactly one order.
  private mutating func linkManyForOne(ordersOf: (Book, Int32) -> [Int32]) {
    var byPayer: [UInt64: [Int32]] = [:]
    for e in waiting where snapshot.entries[Int(e)].unclearedYen == 0 {
      let loose = payer(e).payer.form.loose
      if !loose.isEmpty { byPayer[hashed(loose), default: []].append(e) }
    }
    let groups = byPayer.values.filter { $0.count >= 2 && $0.count <= Book.maxSumMembers }
      .sorted { $0[0] < $1[0] }
    for group in groups { linkPieces(group, sortedUnique(group.flatMap { ordersOf(self, $0) })) }
  }

  private mutating func linkPieces(_ group: [Int32], _ orders: [Int32]) {
    guard !orders.isEmpty, orders.count <= Book.maxSumMembers else { return }
    var answers: [(order: Int32, entries: [Int32])] = []
    for o in orders {
      let pieces = group.filter { isInWindow($0, o) && amount($0) < left[Int(o)] }
      guard pieces.count >= 2 else { continue }
      let found = subsets(of: pieces.map { amount($0) }, summingTo: left[Int(o)])
      for set in found ?? [] { answers.append((o, set.map { pieces[$0] })) }
    }
    for answer in answers {
      let isContested = answers.contains { other in
        (other.order != answer.order || other.entries != answer.entries)
          && (other.order == answer.order || other.entries.contains { answer.entries.contains($0) })
      }
      if !isContested { claimPieces(answer.order, answer.entries) }
    }
  }

  private mutating func claimPieces(_ order: Int32, _ entries: [Int32]) {
    for e in entries {
      outcomes[Int(e)] = EntryOutcome(
        entryIndex: e, verdict: .automatic,
        links: [MatchLink(orderIndex: order, allocatedYen: amount(e), basis: .manyForOne)],
        candidates: [
          MatchCandidate(
            orderIndices: [order], evidence: sumEvidence(e, order, among: entries.count))
        ],
        candidateCount: 1, codes: [.M02], probabilityPPM: 998_000)
    }
    fill(order)
  }
}
