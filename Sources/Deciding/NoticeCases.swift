import Model

extension CaseBuilder {
  /// Notices about what no order's case speaks for: a payout, a fee, an order that has left.
  mutating func addNoticeCases() {
    guard !world.notices.isEmpty else { return }
    var taken = Set(cases.map { ExactText($0.caseID) })
    for notice in world.notices.all {
      guard let code = notice.code, !isInOrderCase(notice, code) else { continue }
      let made = noticeCase(notice, code)
      if taken.insert(ExactText(made.caseID)).inserted { append(made) }
    }
  }

  private func isInOrderCase(_ notice: Notice, _ code: FindingCode) -> Bool {
    guard let order = notice.orderIndex else { return false }
    return cases.contains { $0.orderIndex == order && $0.codes.contains(code) }
  }

  private func noticeCase(_ notice: Notice, _ code: FindingCode) -> ExceptionCase {
    let order = notice.orderIndex.map { world.snapshot.orders[Int($0)].row }
    let due = order?.amountDueYen ?? 0
    let whole =
      order.map(\.amountDueYen)
      ?? notice.entryIndex.map { world.snapshot.entries[Int($0)].amountYen } ?? 0
    let amount = notice.amountYen > 0 ? notice.amountYen : max(0, whole)
    let rule = CodeRule.of(code)
    var made = ExceptionCase(
      caseID: "N-\(code.rawValue)-\(subject(notice, order))", code: code, codes: [code],
      orderIndex: notice.orderIndex, entryIndex: notice.entryIndex, decision: .none, dueYen: due,
      paidYen: notice.orderIndex.map { world.facts[Int($0)].clearedYen } ?? 0,
      atRiskGrossYen: amount, atRiskNetYen: code == .S01 ? 0 : amount,
      firstBearer: rule.firstBearer, recourse: rule.recourse)
    made.setDeadline(world.deadline(of: notice, code))
    return made
  }

  private func subject(_ notice: Notice, _ order: OrderRow?) -> String {
    if let order { return world.numbers.name(order) }
    if let entry = notice.entryIndex { return world.snapshot.entries[Int(entry)].id }
    return notice.reference.isEmpty ? notice.day.iso : notice.reference
  }

  /// T06: released, and nobody has seen it leave.
  mutating func addUnshippedCases() {
    let reporting = world.shopsReportingShipping()
    guard !reporting.isEmpty else { return }
    for i in world.snapshot.orders.indices where world.isUnshipped(i, reporting) {
      let order = world.snapshot.orders[i]
      let rule = CodeRule.of(.T06)
      var made = ExceptionCase(
        caseID: "O-\(world.numbers.name(order.row))", code: .T06, codes: [.T06],
        orderIndex: Int32(i),
        decision: .none, dueYen: order.row.amountDueYen, paidYen: world.facts[i].clearedYen,
        atRiskGrossYen: max(0, order.row.amountDueYen), atRiskNetYen: 0,
        firstBearer: rule.firstBearer, recourse: rule.recourse)
      made.setDeadline(
        world.deadline(.T06, orders: [], creditDay: world.facts[i].lastCreditDay))
      if !cases.contains(where: { $0.caseID.isExactly(made.caseID) }) { append(made) }
    }
  }
}

extension World {
  /// The earliest deadline that notices of this code set for an order; nil where there are none.
  func noticeDeadline(_ i: Int, _ code: FindingCode) -> Deadline? {
    guard !notices.isEmpty else { return nil }
    let found = notices.notices(of: Int32(i)).filter { $0.code == code }
    return found.compactMap { deadline(of: $0, code) }.min { $0.moment < $1.moment }
  }

  /// The day that the notice names; else the code's own rule from the day it was told.
  func deadline(of notice: Notice, _ code: FindingCode) -> Deadline? {
    if notice.kind == .collectionCancelled {
      return Deadline(moment: endOfDay(context.asOf.day), rule: .atOnce)
    }
    if let until = notice.until { return Deadline(moment: endOfDay(until), rule: .notice) }
    return deadline(
      code, orders: notice.orderIndex.map { [$0] } ?? [], creditDay: notice.day)
  }
}
