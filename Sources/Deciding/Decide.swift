public import Model

/// Turns what matching found into decisions, the use of every yen, and the cases for people.
///
/// Pure: the moment, the policy and the dated tables are in `context`. Gives one decision for
/// every open order that was not released before, for every payment method, and `stop` for a
/// released order whose money was taken back. An order that waits for a transfer within its
/// deadline is `hold` with no code: nothing is wrong with it, and it is the only hold without one.
///
/// Precondition: the match has one outcome per open entry of this snapshot, ascending, and no
/// outcome gives away more than its entry.
/// `atOnce` does pieces of the work, perhaps several at once: what comes of it is the same.
/// Cost: linear in orders, clearings, outcomes and candidates; gaps × unpaid orders where there
/// are gaps; sorting of the cases.
public func decide(
  _ snapshot: Snapshot, _ match: MatchResult, _ context: DecisionContext,
  atOnce: AtOnce = .never
) -> Decided {
  var world = World(snapshot, match, context)
  world.gatherClearings()
  world.gatherOutcomes()
  world.decideOrders(atOnce)
  var cases = CaseBuilder(world)
  cases.addOrderCases(atOnce)
  cases.addEntryCases(atOnce)
  cases.addOwedCases()
  cases.addCancelledCases()
  cases.addLoweredCases()
  cases.addGapCases()
  cases.addUnshippedCases()
  cases.addNoticeCases()
  cases.addSetOffs()
  return Decided(
    decisions: world.decisions, uses: world.uses(atOnce), cases: sorted(cases.cases))
}

/// The order of the exception report; total, because case ids are unique. Small keys are sorted
/// instead of the cases: a case is some 300 bytes with a dozen references.
private func sorted(_ cases: [ExceptionCase]) -> [ExceptionCase] {
  var keys: [CaseKey] = []
  keys.reserveCapacity(cases.count)
  for i in cases.indices {
    keys.append(
      CaseKey(
        rank: cases[i].decision == .stop ? 0 : 1,
        untilSeconds: cases[i].until?.secondsTokyo ?? .max, grossYen: cases[i].atRiskGrossYen,
        index: i))
  }
  keys.sort { a, b in
    if a.rank != b.rank { return a.rank < b.rank }
    if a.untilSeconds != b.untilSeconds { return a.untilSeconds < b.untilSeconds }
    if a.grossYen != b.grossYen { return a.grossYen > b.grossYen }
    return cases[a.index].caseID < cases[b.index].caseID
  }
  return keys.map { cases[$0.index] }
}

/// `stop` first, then the earlier deadline, then the larger sum.
private struct CaseKey {
  var rank: Int
  var untilSeconds: Int64
  var grossYen: Int64
  var index: Int
}

/// What the rules see: the arguments of `decide`, and what was gathered from them per order.
struct World {
  let snapshot: Snapshot
  let match: MatchResult
  let context: DecisionContext
  let gaps: GapIndex
  let notices: NoticeIndex
  let numbers: SharedNumbers
  /// Terms of the shops; the first stands for those without their own.
  let terms: [ShopTerms]
  /// Parallel to `terms`: when the next statement is there.
  let nextStatement: [Moment?]
  /// Parallel to `snapshot.orders`; empty where no shop has terms of its own.
  private let termsOfOrder: [UInt16]
  /// Parallel to `snapshot.orders`.
  var facts: [OrderFacts]
  var slots: [EntrySlot] = []
  var decisions: [OrderDecision] = []
  /// Parallel to `decisions`: the codes for which the order itself needs a case.
  var caseCodes: [CodeSet] = []
  /// Codes that an order leaves to the case of the entry that paid it, by outcome.
  var codesForOutcome: [Int: CodeSet] = [:]
  /// Orders that a held outcome means beside its candidates, by outcome: it names only a few.
  var alsoMeant: [Int: [Int32]] = [:]
  /// Parallel to `gaps.all`: the orders that each one leaves open.
  var gapTotals: [GapTotal]

  init(_ snapshot: Snapshot, _ match: MatchResult, _ context: DecisionContext) {
    self.snapshot = snapshot
    self.match = match
    self.context = context
    gaps = GapIndex(context.gaps)
    notices = NoticeIndex(context.notices)
    numbers = SharedNumbers(snapshot.orders)
    let byShop = ShopIndex(context, snapshot)
    terms = byShop.terms
    termsOfOrder = byShop.ofOrder
    nextStatement = byShop.terms.map { World.nextStatement(context, $0.delivery) }
    facts = [OrderFacts](repeating: OrderFacts(), count: snapshot.orders.count)
    gapTotals = [GapTotal](repeating: GapTotal(), count: gaps.all.count)
    slots.reserveCapacity(snapshot.clearings.count + match.outcomes.count)
  }
}

/// Shops with terms of their own, numbered once so that no order looks up a text.
private struct ShopIndex {
  var terms: [ShopTerms]
  var ofOrder: [UInt16] = []

  init(_ context: DecisionContext, _ snapshot: Snapshot) {
    terms = [
      ShopTerms(policy: context.policy, delivery: context.delivery, contract: context.contract)
    ]
    guard !context.termsOfShop.isEmpty else { return }
    var places: [String: UInt16] = [:]
    for shop in context.termsOfShop.keys.sorted() {
      places[shop] = UInt16(terms.count)
      terms.append(context.termsOfShop[shop]!)
    }
    ofOrder = snapshot.orders.map { places[$0.row.shopID] ?? 0 }
  }
}

/// What a gap leaves open.
struct GapTotal {
  var orders: Int32 = 0
  var dueYen: Int64 = 0
  var clearedYen: Int64 = 0

  mutating func add(_ other: GapTotal) {
    orders += other.orders
    dueYen += other.dueYen
    clearedYen += other.clearedYen
  }
}

/// What was decided of some orders.
private struct DecidedPart {
  let decisions: [OrderDecision]
  let caseCodes: [CodeSet]
  let codesForOutcome: [Int: CodeSet]
  let gapTotals: [GapTotal]

  init(_ world: World) {
    decisions = world.decisions
    caseCodes = world.caseCodes
    codesForOutcome = world.codesForOutcome
    gapTotals = world.gapTotals
  }
}

extension World {
  mutating func decideOrders(_ atOnce: AtOnce) {
    let undecided = self
    let parts = atOnce.pieces(of: snapshot.orders.count) { orders in
      var part = undecided
      part.decide(orders)
      return DecidedPart(part)
    }
    decisions.reserveCapacity(snapshot.orders.count)
    caseCodes.reserveCapacity(snapshot.orders.count)
    for part in parts {
      decisions += part.decisions
      caseCodes += part.caseCodes
      for (outcome, codes) in part.codesForOutcome {
        codesForOutcome[outcome, default: CodeSet()].formUnion(codes)
      }
      for g in gapTotals.indices { gapTotals[g].add(part.gapTotals[g]) }
    }
  }

  private mutating func decide(_ orders: Range<Int>) {
    decisions.reserveCapacity(orders.count)
    caseCodes.reserveCapacity(orders.count)
    for i in orders {
      guard snapshot.orders[i].row.status == .open else {
        stopIfCancelled(i)
        continue
      }
      if snapshot.orders[i].isReleased {
        stopIfGroundIsGone(i)
      } else {
        decideOpenOrder(i)
      }
    }
  }

  /// An order that was cancelled after its release is pulled back: said once, as D04.
  private mutating func stopIfCancelled(_ i: Int) {
    guard snapshot.orders[i].row.status == .cancelled, snapshot.orders[i].isReleased else {
      return
    }
    append(i, .stop, CodeSet(.D04), caseCodes: CodeSet(.D04))
  }

  /// A released order is pulled back where a reversal of this run took its money, where something
  /// was told that stops it, where it costs more now than was paid, or where its export says now
  /// that what it was released on is not there.
  private mutating func stopIfGroundIsGone(_ i: Int) {
    var codes = stopCodes(i)
    if facts[i].undoneTodayYen > 0, facts[i].clearedYen < dueYen(i) { codes.insert(.B01) }
    if let last = snapshot.orders[i].lastDueYen, last < dueYen(i), isTransfer(i), !isCovered(i),
      !isFeeAbsorbed(i)
    {
      codes.insert(.D04)
    }
    if codes.isEmpty { codes = revoked(i) }
    if !codes.isEmpty { append(i, .stop, codes, caseCodes: codes) }
  }

  private mutating func decideOpenOrder(_ i: Int) {
    let promise = promise(i)
    let ruling = rule(on: i, promise)
    var own = ruling.ownCodes
    let outcome = Int(facts[i].sharedOutcome)
    if outcome >= 0, !ruling.isBlockedByOwn, !own.isEmpty {
      // The entry has a case already: one transfer, one matter.
      codesForOutcome[outcome, default: CodeSet()].formUnion(own)
      own = CodeSet()
    }
    var codes = ruling.codes
    let decision = standing(ruling.decision, i)
    if decision == .stop, codes.isEmpty {
      // It was stopped, and only waits for its payment now: a stop has a reason at every run.
      codes.insert(.D04)
      own.insert(.D04)
    }
    append(i, decision, codes, caseCodes: own, promise)
    if !gapTotals.isEmpty { countForGaps(i) }
  }

  /// A stop is said again at every run until the order is paid anew: nobody can know that the
  /// warehouse saw the first one.
  private func standing(_ decision: Decision, _ i: Int) -> Decision {
    snapshot.orders[i].lastDecision == .stop && decision != .release ? .stop : decision
  }

  private mutating func append(
    _ i: Int, _ decision: Decision, _ codes: CodeSet, caseCodes own: CodeSet,
    _ promise: Promise? = nil
  ) {
    decisions.append(
      OrderDecision(
        orderIndex: Int32(i), decision: decision, codes: codes.sorted, dueYen: dueYen(i),
        clearedYen: facts[i].clearedYen, shipBy: promise?.shipBy,
        confirmBy: promise?.confirmBy, promise: promise?.state))
    caseCodes.append(own)
  }

  private mutating func countForGaps(_ i: Int) {
    guard isTransfer(i) || facts[i].gapCode != nil else { return }
    guard facts[i].gapCode != nil || !isCovered(i) else { return }
    let from = snapshot.orders[i].row.orderedAt.day
    let to = min(lastPaymentDay(i) ?? context.asOf.day, context.asOf.day)
    for (g, gap) in gaps.all.enumerated() {
      let isOpen =
        !isCovered(i) && GapIndex.covers(gap, from: from, to: max(from, to)) && concerns(gap, i)
      guard isOpen || rests(i, on: gap) else { continue }
      gapTotals[g].orders += 1
      gapTotals[g].dueYen += max(0, dueYen(i))
      gapTotals[g].clearedYen += max(0, facts[i].clearedYen)
    }
  }

  /// Whether money of the order rests on the gap. Cost: one step per entry given to the order.
  private func rests(_ i: Int, on gap: StatementGap) -> Bool {
    guard facts[i].gapCode != nil else { return false }
    var slot = facts[i].lastSlot
    while slot >= 0 {
      let entry = snapshot.entries[Int(slots[Int(slot)].entryIndex)]
      if GapIndex.carries(gap, entry.accountKey, entry.bookingDay) { return true }
      slot = slots[Int(slot)].previous
    }
    return false
  }

  /// Whether an account's gap may hide an order's money: not where it collects for other shops.
  func concerns(_ gap: StatementGap, _ i: Int) -> Bool {
    context.accounts.isEmpty
      || context.accounts[gap.accountKey]?.collects(for: snapshot.orders[i].row.shopID) ?? true
  }

  /// Whether an entry's account collects for an order's shop.
  func isWithinWalls(_ entry: Int32, _ order: Int32) -> Bool {
    context.accounts.isEmpty
      || context.accounts[snapshot.entries[Int(entry)].accountKey]?
        .collects(for: snapshot.orders[Int(order)].row.shopID) ?? true
  }

  /// Place in `terms` of what holds for an order's shop.
  func termsIndex(_ i: Int) -> Int { termsOfOrder.isEmpty ? 0 : Int(termsOfOrder[i]) }
  func policy(_ i: Int) -> Policy { terms[termsIndex(i)].policy }
  func dueYen(_ i: Int) -> Int64 { snapshot.orders[i].dueYen }
  func openYen(_ i: Int) -> Int64 { max(0, dueYen(i) - facts[i].clearedYen) }
}
