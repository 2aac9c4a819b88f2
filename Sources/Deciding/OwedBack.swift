import Model

extension CaseBuilder {
  /// Money that earlier runs found to be owed back stays a case at every run: a debt to a customer
  /// must not leave the list because the run that found it is over.
  mutating func addOwedCases() {
    let owed = world.snapshot.entries.indices.filter {
      let entry = world.snapshot.entries[$0]
      return entry.owedBackYen > 0 && entry.standing == .cleared
    }
    guard !owed.isEmpty else { return }
    var links: [Int32: LedgerClearing] = [:]
    for clearing in world.snapshot.clearings where clearing.allocatedYen >= 0 {
      links[clearing.entryIndex] = clearing
    }
    var taken = Set(cases.map { ExactText($0.caseID) })
    var owing: Set<ExactText> = []
    for e in owed {
      var made = owedCase(e, links[Int32(e)])
      // Two entries may owe back of one order: each debt is a case of its own.
      if !owing.insert(ExactText(made.caseID)).inserted {
        made.caseID = "E-\(world.snapshot.entries[e].id)"
      }
      if taken.insert(ExactText(made.caseID)).inserted { append(made) }
    }
  }

  /// Money that had cleared an order before it was cancelled: it is a debt to the customer, and no
  /// entry says so. It stays a case until the clearing is taken back and the money answered for.
  /// The run that stops the order has its case already, which says what is paid.
  mutating func addCancelledCases() {
    let orders = world.snapshot.orders
    let paid = orders.indices.filter {
      orders[$0].row.status == .cancelled && world.facts[$0].clearedYen > 0
    }
    for (i, money) in moneyCases(.T01, of: paid, atRiskYen: { world.facts[$0].clearedYen }) {
      var made = money
      made.setDeadline(
        world.deadline(.T01, orders: [], creditDay: world.facts[i].lastCreditDay))
      append(made)
    }
  }

  /// D04 of a released order that costs less now than was paid for it: the difference is somebody's
  /// question until the parcel leaves, and no decision says so any more.
  mutating func addLoweredCases() {
    let orders = world.snapshot.orders
    let lowered = orders.indices.filter { i in
      guard let last = orders[i].lastDueYen else { return false }
      let due = orders[i].dueYen
      return last > due && world.facts[i].clearedYen > max(0, due) && orders[i].isReleased
        && orders[i].row.status == .open
    }
    let found = moneyCases(
      .D04, of: lowered, atRiskYen: { world.facts[$0].clearedYen - max(0, orders[$0].dueYen) })
    for (_, made) in found { append(made) }
  }

  /// What is to be asked of money on orders that no decision speaks of; none of an order that has a
  /// case.
  private func moneyCases(
    _ code: FindingCode, of orders: [Int], atRiskYen: (Int) -> Int64
  ) -> [(order: Int, made: ExceptionCase)] {
    if orders.isEmpty { return [] }
    let taken = Set(cases.map { ExactText($0.caseID) })
    let rule = CodeRule.of(code)
    return orders.compactMap { i in
      let order = world.snapshot.orders[i]
      let caseID = "O-\(world.numbers.name(order.row))"
      if taken.contains(ExactText(caseID)) { return nil }
      return (
        i,
        ExceptionCase(
          caseID: caseID, code: code, codes: [code], orderIndex: Int32(i),
          entryIndex: world.entries(of: i).last, decision: .none, dueYen: order.dueYen,
          paidYen: world.facts[i].clearedYen, atRiskGrossYen: atRiskYen(i), atRiskNetYen: 0,
          firstBearer: rule.firstBearer, recourse: rule.recourse)
      )
    }
  }

  private func owedCase(_ e: Int, _ link: LedgerClearing?) -> ExceptionCase {
    let entry = world.snapshot.entries[e]
    let isDouble = link?.basis == .doublePayment
    let code: FindingCode = isDouble ? .A04 : .A03
    let order = link.map { world.snapshot.orders[Int($0.orderIndex)].row }
    let id = isDouble || order == nil ? "E-\(entry.id)" : "O-\(world.numbers.name(order!))"
    var made = ExceptionCase(
      caseID: id, code: code, codes: [code], orderIndex: link?.orderIndex,
      entryIndex: Int32(e), decision: .none, dueYen: order?.amountDueYen ?? 0,
      paidYen: isDouble ? entry.amountYen : (order?.amountDueYen ?? 0) + entry.owedBackYen,
      atRiskGrossYen: entry.owedBackYen, atRiskNetYen: 0,
      firstBearer: CodeRule.of(code).firstBearer, recourse: CodeRule.of(code).recourse)
    made.setDeadline(world.deadline(code, orders: [], creditDay: entry.bookingDay))
    return made
  }
}

extension DecisionContext {
  /// The refund that settles all of a case; nil where nobody answered so, or for less.
  func refundUnderWay(_ c: ExceptionCase) -> RefundUnderWay? {
    guard !refunds.isEmpty, let refund = c.entryIndex.flatMap({ refunds[$0] }),
      refund.yen >= c.atRiskGrossYen
    else { return nil }
    return refund
  }
}
