import Model

/// Collects the cases for people: one per order, entry or gap, never two for one matter.
struct CaseBuilder {
  let world: World
  private(set) var cases: [ExceptionCase] = []
  /// Entries that an order's case speaks for.
  private var coveredEntries: Set<Int32> = []
  private let lookalikes: Lookalikes

  init(_ world: World) {
    self.world = world
    lookalikes = Lookalikes(world)
  }

  mutating func append(_ made: ExceptionCase) { cases.append(made) }
  mutating func setOffs(of place: Int, _ orders: [Int32]) { cases[place].setOffOrders = orders }

  mutating func addOrderCases(_ atOnce: AtOnce) {
    let none = self
    let parts = atOnce.pieces(of: world.decisions.count) { decisions in
      var part = none
      for d in decisions where !none.world.caseCodes[d].isEmpty {
        part.addOrderCase(none.world.decisions[d], none.world.caseCodes[d])
      }
      return part
    }
    for part in parts {
      cases += part.cases
      coveredEntries.formUnion(part.coveredEntries)
    }
  }

  private mutating func addOrderCase(_ decision: OrderDecision, _ codes: CodeSet) {
    let i = Int(decision.orderIndex)
    guard let code = codes.first else { return }
    let entries = world.entries(of: i)
    coveredEntries.formUnion(entries)
    let creditDay = entries.last.map { world.snapshot.entries[Int($0)].bookingDay }
    let amounts = world.risk(codes, order: i, creditDay: creditDay)
    let absorbed = code == .A01 && decision.decision == .release
    var made = ExceptionCase(
      caseID: "O-\(world.numbers.name(world.snapshot.orders[i].row))", code: code,
      codes: codes.sorted,
      orderIndex: decision.orderIndex, entryIndex: entries.last,
      otherEntries: Array(entries.dropLast()),
      decision: decision.decision, dueYen: decision.dueYen,
      paidYen: decision.clearedYen + world.facts[i].excessYen,
      atRiskGrossYen: amounts.grossYen, atRiskNetYen: amounts.netYen,
      firstBearer: absorbed ? .shop : CodeRule.of(code).firstBearer,
      recourse: absorbed ? [.payer] : CodeRule.of(code).recourse)
    made.setDeadline(
      world.noticeDeadline(i, code)
        ?? world.deadline(code, orders: [decision.orderIndex], creditDay: creditDay))
    cases.append(made)
  }

  /// Cases that stand on a money line. Cost: one step per outcome and candidate.
  mutating func addEntryCases(_ atOnce: AtOnce) {
    var none = self
    none.cases = []
    let empty = none
    let parts = atOnce.pieces(of: world.match.outcomes.count) { outcomes in
      var part = empty
      part.addEntryCases(outcomes)
      return part.cases
    }
    for part in parts { cases += part }
  }

  private mutating func addEntryCases(_ outcomes: Range<Int>) {
    for o in outcomes {
      switch world.match.outcomes[o].verdict {
      case .unknown: add(o, CodeSet(.N01), .hold)
      case .held:
        var codes = world.heldCodes(world.match.outcomes[o])
        if isPromiseAtRisk(world.match.outcomes[o]) { codes.insert(.T05) }
        let asksNobody = [.N01, .S07, .D05].contains(codes.first)
        add(o, codes, asksNobody ? .hold : .holdAsk)
      case .automatic: addAutomatic(o)
      case .setAside: break
      }
    }
  }

  /// T05 of an order that waits for held money stands on the money's case.
  private func isPromiseAtRisk(_ outcome: borrowing EntryOutcome) -> Bool {
    outcome.candidates.contains { candidate in
      candidate.orderIndices.contains { order in
        guard let d = world.place(ofOrder: order) else { return false }
        return world.decisions[d].codes.contains(.T05) && !world.caseCodes[d].contains(.T05)
      }
    }
  }

  private mutating func addAutomatic(_ o: Int) {
    let entryIndex = world.match.outcomes[o].entryIndex
    let excessYen = world.match.outcomes[o].excessYen
    if world.match.outcomes[o].links.contains(where: { $0.allocatedYen < 0 }) {
      if !coveredEntries.contains(entryIndex) { add(o, CodeSet(.B01), .none) }
      return
    }
    var codes = CodeSet(world.match.outcomes[o].codes)
    // An excess is owed back even where its order needs no decision any more.
    // What the bank took back is not owed.
    let isLostExcess =
      excessYen > 0 && !codes.contains(.B01) && !coveredEntries.contains(entryIndex)
    guard world.hasEntryCase(world.match.outcomes[o], codes) || isLostExcess else { return }
    if excessYen > 0, !codes.contains(.A04), !codes.contains(.T01), !codes.contains(.B01) {
      codes.insert(.A03)
    }
    if let more = world.codesForOutcome[o] { codes.formUnion(more) }
    switch codes.first {
    case .A04: add(o, codes, .none)
    case .T01: add(o, codes, .hold)
    case .some: add(o, codes, world.decision(on: world.match.outcomes[o].links))
    case nil: break
    }
  }

  private mutating func add(_ o: Int, _ codes: CodeSet, _ decision: Decision) {
    let outcome = world.match.outcomes[o]
    guard let code = codes.first else { return }
    let e = Int(outcome.entryIndex)
    let isUnknown = outcome.verdict == .unknown
    let isLookedFor = isUnknown && outcome.candidates.isEmpty
    var orders =
      isLookedFor
      ? lookalikes.orders(ofEntry: outcome.entryIndex, world) : world.orders(of: outcome)
    if let more = world.alsoMeant[o] { orders = (orders + more).sorted() }
    let amounts = world.risk(codes, outcome: outcome, orders: orders)
    // An order of which nothing but the amount agrees is nobody's candidate yet.
    let only = orders.count == 1 && !isUnknown ? orders[0] : nil
    var made = ExceptionCase(
      caseID: "E-\(world.snapshot.entries[e].id)", code: code, codes: codes.sorted,
      orderIndex: only,
      entryIndex: outcome.entryIndex, otherOrders: only == nil ? orders : [],
      otherEntries: outcome.undoesEntryIndex.map { [$0] } ?? [], decision: decision,
      dueYen: world.dueYen(of: outcome, orders), paidYen: world.snapshot.entries[e].amountYen,
      atRiskGrossYen: amounts.grossYen, atRiskNetYen: amounts.netYen,
      firstBearer: CodeRule.of(code).firstBearer, recourse: CodeRule.of(code).recourse)
    let open = orders.filter { world.snapshot.orders[Int($0)].row.status == .open }
    made.setDeadline(
      world.deadline(code, orders: open, creditDay: world.snapshot.entries[e].bookingDay))
    cases.append(made)
  }

  mutating func addGapCases() {
    for (g, gap) in world.gaps.all.enumerated() {
      let total = world.gapTotals[g]
      let liability = CodeRule.of(gap.code)
      // D02 and D03 of one account can begin on the same day and are two matters.
      var made = ExceptionCase(
        caseID: gapCaseID(gap), code: gap.code,
        codes: [gap.code], decision: gap.override == nil ? .hold : .none, dueYen: total.dueYen,
        paidYen: total.clearedYen,
        atRiskGrossYen: total.dueYen, atRiskNetYen: max(0, total.dueYen - total.clearedYen),
        firstBearer: liability.firstBearer, recourse: liability.recourse, gap: gap,
        affectedOrders: total.orders)
      if gap.override == nil {
        made.setDeadline(world.deadline(gap.code, orders: [], creditDay: gap.firstDay))
      }
      cases.append(made)
    }
  }
}

extension ExceptionCase {
  mutating func setDeadline(_ deadline: Deadline?) {
    until = deadline?.moment
    deadlineRule = deadline?.rule.rawValue ?? ""
  }
}

extension World {
  /// Why an entry is held: what matching says, and S07 where its money is not final (他店券); N01
  /// where there is no other reason.
  func heldCodes(_ outcome: borrowing EntryOutcome) -> CodeSet {
    var codes = CodeSet(outcome.codes)
    if snapshot.entries[Int(outcome.entryIndex)].unclearedYen > 0 { codes.insert(.S07) }
    return codes.isEmpty ? CodeSet(.N01) : codes
  }

  /// Whether an automatic outcome is one matter of its own rather than of the order it pays:
  /// money owed back whole, and one transfer for several orders.
  func hasEntryCase(_ outcome: borrowing EntryOutcome, _ codes: CodeSet) -> Bool {
    if codes.contains(.A04) || codes.contains(.T01) || codes.contains(.M01) { return true }
    let paid = outcome.links.reduce(0) { $0 + ($1.allocatedYen > 0 ? 1 : 0) }
    return paid > 1 || (paid == 0 && outcome.excessYen > 0)
  }

  /// What happens to the orders an entry pays: the first that waits speaks for all; `none` where
  /// none of them needed a decision. Cost: a binary search per link.
  func decision(on links: [MatchLink]) -> Decision {
    var result = Decision.none
    for link in links {
      guard let d = place(ofOrder: link.orderIndex) else { continue }
      if decisions[d].decision != .release { return decisions[d].decision }
      result = .release
    }
    return result
  }

  /// Where an order's decision stands; nil where it needed none. Cost: a binary search.
  func place(ofOrder order: Int32) -> Int? {
    var low = 0
    var high = decisions.count
    while low < high {
      let middle = (low + high) / 2
      if decisions[middle].orderIndex < order { low = middle + 1 } else { high = middle }
    }
    return low < decisions.count && decisions[low].orderIndex == order ? low : nil
  }

  /// The orders a money line speaks of, ascending: linked ones, else all candidates.
  func orders(of outcome: EntryOutcome) -> [Int32] {
    if !outcome.links.isEmpty { return Set(outcome.links.map(\.orderIndex)).sorted() }
    var found: Set<Int32> = []
    for candidate in outcome.candidates { found.formUnion(candidate.orderIndices) }
    return found.sorted()
  }

  /// What is due for the money line: of all linked orders, else of the best candidate.
  func dueYen(of outcome: EntryOutcome, _ orders: [Int32]) -> Int64 {
    let counted = outcome.links.isEmpty ? outcome.candidates.first?.orderIndices ?? [] : orders
    return counted.reduce(0) { $0 + dueYen(Int($1)) }
  }
}

/// One case per account and first day, and per repeated file.
private func gapCaseID(_ gap: StatementGap) -> String {
  switch gap.code {
  case .D01: "D1-\(gap.sourceFile)"
  case .D02 where gap.override != nil:
    "D2-override-\(String(decoding: gap.override!.sha256.utf8.prefix(12), as: UTF8.self))"
      + "-\(gap.accountKey)"
  case .D02: "D2-\(gap.accountKey)-\(gap.firstDay.iso)"
  default: "D3-\(gap.accountKey)-\(gap.firstDay.iso)"
  }
}
