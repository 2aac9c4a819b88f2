import Model

/// What the ledger and today's match say of one order, before any rule is asked.
struct OrderFacts {
  /// Earlier clearings plus today's links, net of reversals.
  var clearedYen: Int64 = 0
  /// Paid beyond what the order takes, today.
  var excessYen: Int64 = 0
  /// Taken back by reversals of this run.
  var undoneTodayYen: Int64 = 0
  /// Taken back by reversals of earlier runs.
  var undoneEarlierYen: Int64 = 0
  /// Codes of automatic links that belong to this order alone.
  var linkCodes = CodeSet()
  /// Codes whose case stands on the entry: one transfer for several orders.
  var sharedCodes = CodeSet()
  /// Codes of held money that may belong to this order.
  var heldCodes = CodeSet()
  /// Latest credit that was given to the order; nil where none was.
  var lastCreditDay: Day?
  /// How many credits were given to it and not taken back.
  var creditCount: Int32 = 0
  /// Newest of the chain of entries given to it, in `World.slots`; -1 where there is none.
  var lastSlot: Int32 = -1
  /// Outcome whose case also speaks for this order; -1 where there is none.
  var sharedOutcome: Int32 = -1
  /// A payment came before the order.
  var isPaidBefore = false
  /// … and nothing else it could be meant for, at full certainty.
  var isPaidBeforeCertain = true
  /// A part of the money is not final yet (他店券).
  var hasUncleared = false
  /// Some of the money rests on a gap in its account's statements: D02, else D03; nil where none
  /// does.
  var gapCode: FindingCode?
  /// Whether its money came into an account of its shop.
  var account = AccountFit.fitting
}

/// One entry given to an order, chained to the one given before it.
struct EntrySlot {
  var entryIndex: Int32
  /// Index of the slot before; -1 at the end.
  var previous: Int32
}

extension World {
  /// Earlier clearings. Cost: one step per clearing.
  mutating func gatherClearings() {
    let takenBack = pairsTakenBack()
    for clearing in snapshot.clearings {
      let i = Int(clearing.orderIndex)
      give(
        clearing.entryIndex, clearing.allocatedYen, to: i, by: clearing.basis,
        isTakenBack: takenBack.contains(clearing.pair))
      // What a person took back of an order that was not released is as if it had never come.
      let counts = clearing.basis != .undone || snapshot.orders[i].lastDecision == .stop
      if clearing.allocatedYen < 0, counts { facts[i].undoneEarlierYen -= clearing.allocatedYen }
      if clearing.basis == .beforeOrder {
        // Cleared in an earlier run and still not released: it was held then, and nothing that
        // this run can see has settled the doubt.
        facts[i].isPaidBefore = true
        facts[i].isPaidBeforeCertain = false
      }
    }
    for taken in snapshot.undone where snapshot.orders[Int(taken.orderIndex)].isReleased {
      facts[Int(taken.orderIndex)].undoneTodayYen -= taken.allocatedYen
    }
    // The ledger's own figure counts; the clearings only say where it came from.
    for i in facts.indices { facts[i].clearedYen = snapshot.orders[i].clearedYen }
  }

  /// Today's outcomes. Cost: one step per link and per candidate.
  mutating func gatherOutcomes() {
    var unnamed = UnnamedOrders(self)
    for o in match.outcomes.indices {
      switch match.outcomes[o].verdict {
      case .automatic: gatherAutomatic(o)
      case .held: gatherHeld(o, &unnamed)
      case .unknown, .setAside: break
      }
    }
    for order in unnamed.rest { facts[Int(order)].heldCodes.insert(.N03) }
  }

  private mutating func gatherAutomatic(_ o: Int) {
    let entryIndex = match.outcomes[o].entryIndex
    let excessYen = match.outcomes[o].excessYen
    let codes = CodeSet(match.outcomes[o].codes)
    let standsOnEntry = hasEntryCase(match.outcomes[o], codes)
    for link in match.outcomes[o].links where link.allocatedYen != 0 {
      let i = Int(link.orderIndex)
      facts[i].clearedYen += link.allocatedYen
      give(entryIndex, link.allocatedYen, to: i, by: link.basis)
      if link.allocatedYen < 0 {
        facts[i].undoneTodayYen -= link.allocatedYen
        continue
      }
      if standsOnEntry {
        facts[i].sharedCodes.formUnion(codes)
        facts[i].sharedOutcome = Int32(o)
      } else {
        facts[i].linkCodes.formUnion(codes)
        if !codes.contains(.B01) { facts[i].excessYen += excessYen }
      }
      notePaidBefore(o, link)
    }
  }

  private mutating func notePaidBefore(_ o: Int, _ link: MatchLink) {
    // A person who said so knew the days.
    if link.basis == .byHand { return }
    let i = Int(link.orderIndex)
    let creditDay = snapshot.entries[Int(match.outcomes[o].entryIndex)].bookingDay
    let daysBefore = snapshot.orders[i].row.orderedAt.day.days(since: creditDay)
    guard daysBefore > 0 || link.basis == .beforeOrder else { return }
    facts[i].isPaidBefore = true
    let isCertain =
      match.outcomes[o].probabilityPPM >= policy(i).automaticFromPPM
      && daysBefore <= policy(i).windowBeforeDays
      && match.outcomes[o].links.count == 1 && !hasCompetingOrder(match.outcomes[o], link)
    if !isCertain { facts[i].isPaidBeforeCertain = false }
  }

  /// Whether another order of the same customer, over the same sum, fitted the entry as well.
  private func hasCompetingOrder(_ outcome: EntryOutcome, _ link: MatchLink) -> Bool {
    let chosen = Int(link.orderIndex)
    for candidate in outcome.candidates {
      for other in candidate.orderIndices where Int(other) != chosen {
        if isSameCustomer(Int(other), chosen),
          snapshot.orders[Int(other)].row.amountDueYen == snapshot.orders[chosen].row.amountDueYen
        {
          return true
        }
      }
    }
    return false
  }

  private func isSameCustomer(_ a: Int, _ b: Int) -> Bool {
    let keyA = snapshot.orders[a].row.customerKey
    let keyB = snapshot.orders[b].row.customerKey
    if !keyA.isEmpty && !keyB.isEmpty { return keyA == keyB }
    let kanaA = snapshot.orders[a].row.customerKana
    if !kanaA.isEmpty { return kanaA == snapshot.orders[b].row.customerKana }
    return snapshot.orders[a].row.customerName == snapshot.orders[b].row.customerName
  }

  private mutating func gatherHeld(_ o: Int, _ unnamed: inout UnnamedOrders) {
    let codes = heldCodes(match.outcomes[o])
    for candidate in match.outcomes[o].candidates {
      for order in candidate.orderIndices { facts[Int(order)].heldCodes.formUnion(codes) }
    }
    let more = unnamed.take(match.outcomes[o], self)
    guard !more.isEmpty else { return }
    for order in more { facts[Int(order)].heldCodes.formUnion(codes) }
    alsoMeant[o] = more
  }

  /// Entries and orders between which nothing is left, because people took it back.
  private func pairsTakenBack() -> Set<EntryOrderPair> {
    let undone = snapshot.clearings.filter { $0.basis == .undone }
    if undone.isEmpty { return [] }
    let pairs = Set(undone.map(\.pair))
    var left: [EntryOrderPair: Int64] = [:]
    for clearing in snapshot.clearings where pairs.contains(clearing.pair) {
      left[clearing.pair, default: 0] += clearing.allocatedYen
    }
    return pairs.filter { left[$0]! <= 0 }
  }

  private mutating func give(
    _ entryIndex: Int32, _ allocatedYen: Int64, to i: Int, by basis: MatchBasis,
    isTakenBack: Bool = false
  ) {
    slots.append(EntrySlot(entryIndex: entryIndex, previous: facts[i].lastSlot))
    facts[i].lastSlot = Int32(slots.count - 1)
    guard allocatedYen > 0 else {
      // What a reversal took back is no payment in parts.
      if allocatedYen < 0 { facts[i].creditCount -= 1 }
      return
    }
    let e = Int(entryIndex)
    let day = snapshot.entries[e].bookingDay
    facts[i].creditCount += 1
    if facts[i].lastCreditDay.map({ $0 < day }) ?? true { facts[i].lastCreditDay = day }
    // Where the money lay matters no more, nor whether it was final or a statement was missing.
    if isTakenBack { return }
    if snapshot.entries[e].unclearedYen > 0, !isFinal(e) { facts[i].hasUncleared = true }
    if !context.accounts.isEmpty, let fact = context.accounts[snapshot.entries[e].accountKey] {
      var fit = fact.fit(shopID: snapshot.orders[i].row.shopID, day: day)
      if fit == .otherShop, basis == .byHand { fit = .moved }
      if fit.rawValue > facts[i].account.rawValue { facts[i].account = fit }
    }
    if gaps.holdsMoney, facts[i].gapCode != .D02,
      let code = gaps.code(under: snapshot.entries[e].accountKey, day)
    {
      facts[i].gapCode = code
    }
  }

  /// Cheques of other banks count as final two bank business days after booking: our choice, as
  /// statements do not say when they were honoured. Past the calendar they are not final.
  private func isFinal(_ e: Int) -> Bool {
    guard let day = context.calendar.businessDay(2, after: snapshot.entries[e].bookingDay) else {
      return false
    }
    return context.asOf.day >= day
  }

  /// The entries that were given to an order, ascending and each once: the snapshot stands in the
  /// order of booking days, so the last is the newest.
  func entries(of i: Int) -> [Int32] {
    var found: Set<Int32> = []
    var slot = facts[i].lastSlot
    while slot >= 0 {
      found.insert(slots[Int(slot)].entryIndex)
      slot = slots[Int(slot)].previous
    }
    return found.sorted()
  }
}
