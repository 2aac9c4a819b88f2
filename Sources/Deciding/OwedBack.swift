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
