public import Model

/// What one shop of an operator may see of a run, as values of its own: what is written from them
/// holds nothing of another shop's customers, because it was never there.
///
/// Its own are its orders, all money of accounts that collect for nobody else, and money of shared
/// accounts that is for its orders alone. Of money that is for one of its orders and lies
/// elsewhere, or is for others' orders too, it sees the day and the amount: a stand-in without
/// payer, account, reference and id.
public struct ShopView: Sendable {
  public let snapshot: Snapshot
  public let match: MatchResult
  public let decided: Decided
  public let context: DecisionContext
  /// Places of its orders in the whole, ascending.
  public let orders: [Int32]

  /// Cost: linear in the whole.
  public init(
    of shopID: String, _ snapshot: Snapshot, _ match: MatchResult, _ decided: Decided,
    _ context: DecisionContext
  ) {
    let sight = Sight(of: shopID, snapshot, match.outcomes, context)
    var part = SnapshotPart(
      of: snapshot, entries: sight.entries.map(\.entry), orders: sight.orders)
    part.snapshot.ownNames = []
    part.snapshot.answers = []
    for (place, seen) in sight.entries.enumerated() {
      part.snapshot.entries[place].show(seen)
    }
    self.snapshot = part.snapshot
    orders = part.orders
    let wall = Wall(part: part, sight: sight)
    self.match = MatchResult(
      outcomes: match.outcomes.compactMap(wall.outcome),
      heldUnnamed: match.heldUnnamed.compactMap(part.place(ofOrder:)))
    self.context = wall.context(context)
    self.decided = Decided(
      decisions: decided.decisions.compactMap(wall.decision),
      uses: decided.uses.compactMap(wall.use), cases: wall.cases(decided.cases))
  }
}

/// How a shop sees an entry.
struct SeenEntry {
  var entry: Int32
  /// Of an account that collects for this shop only, of a shared one, or as a stand-in.
  var kind: Kind
  /// For a stand-in: the yen that the shop is shown, signed.
  var yen: Int64 = 0

  enum Kind { case own, shared, standIn }
}

/// What a shop sees of a snapshot.
struct Sight {
  let shopID: String
  let accounts: [String: AccountFact]
  /// Ascending.
  var orders: [Int32] = []
  var entries: [SeenEntry] = []

  init(
    of shopID: String, _ snapshot: Snapshot, _ outcomes: [EntryOutcome], _ context: DecisionContext
  ) {
    self.shopID = shopID
    accounts = context.accounts
    orders = snapshot.orders.indices.filter { snapshot.orders[$0].row.shopID == shopID }
      .map { Int32($0) }
    let ties = Ties(of: shopID, snapshot, outcomes)
    for e in snapshot.entries.indices {
      if let seen = see(Int32(e), snapshot.entries[e], ties) { entries.append(seen) }
    }
  }

  private func see(_ e: Int32, _ entry: LedgerEntry, _ ties: Ties) -> SeenEntry? {
    let shops = accounts[entry.accountKey]?.shopIDs ?? []
    if shops == [shopID] { return SeenEntry(entry: e, kind: .own) }
    guard let tie = ties.of[e], tie.isOwn else { return nil }
    // While it is held, who paid into a shared account may be any shop's customer.
    let isShared = shops.isEmpty || shops.contains(shopID)
    if isShared, tie.isGiven, !tie.isOthers { return SeenEntry(entry: e, kind: .shared) }
    // Money that only may be the shop's is told with its whole amount; of what was given, its part.
    let whole = entry.direction == .credit ? entry.amountYen : -entry.amountYen
    return SeenEntry(entry: e, kind: .standIn, yen: tie.yen == 0 ? whole : tie.yen)
  }

  /// Whether an account's statements are the shop's matter, and its alone.
  func concerns(_ accountKey: String) -> (any: Bool, alone: Bool) {
    let shops = accounts[accountKey]?.shopIDs ?? []
    return (!accountKey.isEmpty && (shops.isEmpty || shops.contains(shopID)), shops == [shopID])
  }
}

/// Which entries are tied to a shop's orders, and which to others' as well.
private struct Ties {
  struct Tie {
    var isOwn = false
    var isOthers = false
    /// Linked, not only a candidate.
    var isGiven = false
    /// Given to the shop's orders by this run and earlier ones.
    var yen: Int64 = 0
  }
  private(set) var of: [Int32: Tie] = [:]

  init(of shopID: String, _ snapshot: Snapshot, _ outcomes: [EntryOutcome]) {
    func isOwn(_ order: Int32) -> Bool { snapshot.orders[Int(order)].row.shopID == shopID }
    for clearing in snapshot.clearings {
      add(clearing.entryIndex, isOwn(clearing.orderIndex), given: clearing.allocatedYen)
    }
    for outcome in outcomes {
      for link in outcome.links {
        add(outcome.entryIndex, isOwn(link.orderIndex), given: link.allocatedYen)
      }
      for candidate in outcome.candidates where outcome.links.isEmpty {
        for order in candidate.orderIndices { add(outcome.entryIndex, isOwn(order), given: nil) }
      }
    }
  }

  private mutating func add(_ entry: Int32, _ isOwn: Bool, given yen: Int64?) {
    var tie = of[entry] ?? Tie()
    if isOwn {
      tie.isOwn = true
      tie.isGiven = tie.isGiven || yen != nil
      tie.yen += yen ?? 0
    } else {
      tie.isOthers = true
    }
    of[entry] = tie
  }
}

extension LedgerEntry {
  /// Takes away what the shop is not to see.
  fileprivate mutating func show(_ seen: SeenEntry) {
    switch seen.kind {
    case .own: return
    case .shared:
      // An operator may name files by its clients.
      sourceFile = ""
    case .standIn:
      self = LedgerEntry(
        id: "", accountKey: AccountFact.elsewhere, bookingDay: bookingDay,
        direction: seen.yen < 0 ? .debit : .credit, amountYen: abs(seen.yen), payerName: "",
        isNew: isNew, standing: standing)
    }
  }
}

/// Takes what a run worked out to the shop's side.
private struct Wall {
  let part: SnapshotPart
  let sight: Sight

  private func seen(_ entry: Int32) -> SeenEntry? {
    part.place(ofEntry: entry).map { sight.entries[Int($0)] }
  }

  func outcome(_ outcome: EntryOutcome) -> EntryOutcome? {
    guard let seen = seen(outcome.entryIndex), var own = part.inPart(outcome) else { return nil }
    guard seen.kind == .standIn else { return own }
    own.excessYen = 0
    own.shortYen = 0
    own.undoesEntryIndex = nil
    return own
  }

  func decision(_ decision: OrderDecision) -> OrderDecision? {
    guard let place = part.place(ofOrder: decision.orderIndex) else { return nil }
    var own = decision
    own.orderIndex = place
    return own
  }

  /// A stand-in's yen are given or in suspense, whatever else the entry's are.
  func use(_ use: EntryUse) -> EntryUse? {
    guard let seen = seen(use.entryIndex), let place = part.place(ofEntry: use.entryIndex) else {
      return nil
    }
    var own = use
    own.entryIndex = place
    guard seen.kind == .standIn else { return own }
    let isGiven = use.clearedYen != 0
    return EntryUse(
      entryIndex: place, clearedYen: isGiven ? seen.yen : 0, suspenseYen: isGiven ? 0 : seen.yen,
      reason: use.reason)
  }

  func context(_ whole: DecisionContext) -> DecisionContext {
    var own = whole
    own.accounts = whole.accounts.filter { sight.concerns($0.key).any }
      .mapValues { AccountFact(shopIDs: [], owner: $0.owner, lastDay: $0.lastDay) }
    own.termsOfShop = whole.termsOfShop.filter { $0.key == sight.shopID }
    own.recourseUsedYen = whole.recourseUsedYen.filter { $0.key == sight.shopID }
    own.doubtfulOrders = whole.doubtfulOrders.filter { $0.shopID == sight.shopID }
    own.gaps = whole.gaps.compactMap(gap)
    own.notices = whole.notices.compactMap { notice in
      guard let order = notice.orderIndex.flatMap(part.place(ofOrder:)) else { return nil }
      var own = notice
      own.orderIndex = order
      own.entryIndex = notice.entryIndex.flatMap(part.place(ofEntry:))
      return own
    }
    return own
  }

  private func gap(_ gap: StatementGap) -> StatementGap? {
    let concern = sight.concerns(gap.accountKey)
    guard concern.any, concern.alone || gap.override == nil else { return nil }
    var own = gap
    if !concern.alone { own.sourceFile = "" }
    return own
  }

  /// In the order of the whole's; the first of one id stands.
  func cases(_ all: [ExceptionCase]) -> [ExceptionCase] {
    var taken: Set<ExactText> = []
    // A shop's own cases speak before what is told of another's.
    let seen = all.compactMap { c in seenCase(c).map { (own: $0, isSame: $0.caseID == c.caseID) } }
    for c in seen where c.isSame { taken.insert(ExactText(c.own.caseID)) }
    return seen.filter { $0.isSame || taken.insert(ExactText($0.own.caseID)).inserted }.map(\.own)
  }

  private func seenCase(_ c: ExceptionCase) -> ExceptionCase? {
    if let gap = c.gap { return gapCase(c, gap) }
    var own = c
    own.orderIndex = c.orderIndex.flatMap(part.place(ofOrder:))
    own.otherOrders = c.otherOrders.compactMap(part.place(ofOrder:))
    own.setOffOrders = c.setOffOrders.compactMap(part.place(ofOrder:))
    own.entryIndex = c.entryIndex.flatMap(part.place(ofEntry:))
    own.otherEntries = c.otherEntries.compactMap(part.place(ofEntry:))
    let seen = c.entryIndex.flatMap(seen)
    let isForeign =
      c.orderIndex != nil && own.orderIndex == nil || own.otherOrders.count < c.otherOrders.count
    if own.orderIndex != nil {
      // An entry's id tells who paid, to whoever can guess it.
      if seen?.kind == .standIn { own.caseID = orderCaseID(own.orderIndex!) }
      return own
    }
    guard let seen, let entry = c.entryIndex else { return nil }
    switch seen.kind {
    case .own:
      if !isForeign { return own }
      // Money that was taken back from another shop's order is that shop's to hear of.
      return c.code == .B01 ? nil : elsewhere(own, entry)
    case .shared: return own
    case .standIn: return ofStandIn(own)
    }
  }

  private func orderCaseID(_ order: Int32) -> String {
    "O-\(part.snapshot.orders[Int(order)].row.orderID)"
  }

  /// The shop's money that is, or may be, for another shop's order: of that, nothing is told.
  private func elsewhere(_ c: ExceptionCase, _ entry: Int32) -> ExceptionCase {
    let mine = part.snapshot.entries[Int(part.place(ofEntry: entry)!)]
    var own = c
    own.caseID = "E-\(mine.id)"
    own.code = .D05
    own.codes = [.D05]
    own.otherOrders = []
    own.dueYen = 0
    own.paidYen = mine.amountYen
    own.atRiskGrossYen = mine.amountYen
    own.atRiskNetYen = 0
    return own
  }

  /// Money elsewhere that may be for orders of the shop.
  private func ofStandIn(_ c: ExceptionCase) -> ExceptionCase? {
    guard let first = c.otherOrders.first else { return nil }
    var own = c
    own.caseID = orderCaseID(first)
    if c.otherOrders.count == 1 {
      own.orderIndex = first
      own.otherOrders = []
    }
    own.paidYen = part.snapshot.entries[Int(c.entryIndex!)].amountYen
    own.dueYen = c.otherOrders.reduce(0) { $0 + part.snapshot.orders[Int($1)].dueYen }
    own.atRiskGrossYen = own.dueYen
    own.atRiskNetYen = own.dueYen
    return own
  }

  private func gapCase(_ c: ExceptionCase, _ gap: StatementGap) -> ExceptionCase? {
    guard let own = self.gap(gap) else { return nil }
    var seen = c
    seen.gap = own
    if sight.concerns(gap.accountKey).alone { return seen }
    (seen.dueYen, seen.paidYen, seen.atRiskGrossYen, seen.atRiskNetYen) = (0, 0, 0, 0)
    seen.affectedOrders = 0
    return seen
  }
}
