public import Model

/// What a case means for the contract between shop and operator: presumptions, never a verdict.
///
/// `evidence` are the records the case rests on, the entry's first. Pure; cost: a few steps, and
/// those of the case's candidates.
public func liabilityNote(
  _ c: ExceptionCase, _ world: NoteWorld, evidence: [EvidenceRecord] = []
) -> LiabilityNote {
  let writer = LiabilityWriter(c, world, evidence)
  let rule = CodeRule.of(c.code)
  let left = writer.capLeftYen
  var note = LiabilityNote(
    capLeftYen: left, isUncappedIfGross: writer.terms.shop.contract.capFallsAtGrossNegligence,
    interestYen: writer.interestYen, accountingID: writer.accountingID(rule),
    calendar: DeadlineRule(rawValue: c.deadlineRule)?.calendar ?? .none,
    segments: writer.segments(), act: writer.act(rule), evidence: evidence)
  if c.recourse.contains(.operator) || c.firstBearer == .operator {
    note.recourseYen = min(writer.lossYen, left ?? .max)
  }
  if let act = note.act {
    note.isWithinAuthority =
      (writer.terms.shop.contract.authorityYen?[act]).map { $0 >= writer.actYen } ?? false
  }
  note.unanswered = writer.unanswered(note)
  note.flags = LiabilityFlag.allCases.filter { writer.has($0, note) }
  return note
}

/// What cases are put in words from: one of a run, because to hand its parts to every case is to
/// count them all up and down half a million times.
public final class NoteWorld: Sendable {
  let snapshot: Snapshot
  let match: MatchResult
  let context: DecisionContext
  private let common: Terms
  private let ofShop: [String: Terms]
  /// Place in `match.outcomes` of each entry of the snapshot; -1 where it has no outcome.
  private let outcomePlaces: [Int32]

  final class Terms: Sendable {
    let shop: ShopTerms
    /// What the contract leaves open.
    let unanswered: [ContractQuestion]

    init(_ shop: ShopTerms) {
      self.shop = shop
      unanswered = shop.contract.unanswered
    }
  }

  public init(_ snapshot: Snapshot, _ match: MatchResult, _ context: DecisionContext) {
    self.snapshot = snapshot
    self.match = match
    self.context = context
    common = Terms(
      ShopTerms(policy: context.policy, delivery: context.delivery, contract: context.contract))
    ofShop = context.termsOfShop.mapValues(Terms.init)
    var places = [Int32](repeating: -1, count: snapshot.entries.count)
    for o in match.outcomes.indices { places[Int(match.outcomes[o].entryIndex)] = Int32(o) }
    outcomePlaces = places
  }

  /// Place in `match.outcomes`; nil where the entry has no outcome.
  func outcomePlace(ofEntry index: Int32) -> Int? {
    let place = outcomePlaces[Int(index)]
    return place < 0 ? nil : Int(place)
  }

  func terms(of shopID: String) -> Terms { ofShop[shopID] ?? common }
}

/// The facts of one case beside the contract of its shop.
private struct LiabilityWriter {
  let c: ExceptionCase
  let world: NoteWorld
  let evidence: [EvidenceRecord]
  let orders: [Int32]
  let shopID: String
  let terms: NoteWorld.Terms

  init(_ c: ExceptionCase, _ world: NoteWorld, _ evidence: [EvidenceRecord]) {
    self.c = c
    self.world = world
    self.evidence = evidence
    // Unknown money is no order's, whatever its amount.
    orders = c.orderIndex.map { [$0] } ?? (c.code == .N01 ? [] : c.otherOrders)
    shopID = orders.first.map { world.snapshot.orders[Int($0)].row.shopID } ?? ""
    terms = world.terms(of: shopID)
  }

  private var snapshot: Snapshot { _read { yield world.snapshot } }
  private var context: DecisionContext { _read { yield world.context } }
  /// Of the case's entry, where it is a credit.
  private var creditDay: Day? {
    c.entryIndex.flatMap { index in
      let e = Int(index)
      return snapshot.entries[e].direction == .credit ? snapshot.entries[e].bookingDay : nil
    }
  }
  private var shortYen: Int64 { max(0, c.dueYen - c.paidYen) }

  /// Shops without a contract of their own share one cap.
  var capLeftYen: Int64? {
    guard let cap = terms.shop.contract.capYen, let period = terms.shop.contract.capPeriod else {
      return nil
    }
    if period == .event { return cap }
    let account = context.termsOfShop[shopID] == nil ? "" : shopID
    return max(0, cap - (context.recourseUsedYen[account] ?? 0))
  }

  /// What would be claimed: at cost where the contract counts goods so and their share is known.
  var lossYen: Int64 {
    guard terms.shop.contract.wrongReleaseAt == .cost,
      let share = terms.shop.contract.costPercent
    else {
      return c.atRiskNetYen
    }
    return c.atRiskNetYen / 100 * share + c.atRiskNetYen % 100 * share / 100
  }

  /// On money owed back, from the credit to today.
  var interestYen: Int64 {
    switch c.code {
    case .A03, .A04, .T01, .R02:
      simpleInterestYen(
        on: c.atRiskGrossYen, from: c.entryIndex.map { snapshot.entries[Int($0)].bookingDay },
        to: context.asOf.day, at: context.rate)
    default: 0
    }
  }

  func accountingID(_ rule: CodeRule) -> String {
    c.code == .A01 && c.decision == .release ? "AC-02" : rule.accounting
  }

  /// A case that ships, or that is only told, asks for no act; an excess is owed back all the same.
  func act(_ rule: CodeRule) -> AuthorityAct? {
    guard let act = rule.act else { return nil }
    if act == .refund, context.refundUnderWay(c) != nil { return nil }
    return c.decision == .release && act != .refund ? nil : act
  }

  var actYen: Int64 {
    switch c.code {
    case .A01, .A02, .M02: shortYen
    case .T04, .M03: c.dueYen
    default: c.atRiskGrossYen
    }
  }

  /// Only what this case would need: a note that lists all ten each time is not read.
  func unanswered(_ note: LiabilityNote) -> [ContractQuestion] {
    terms.unanswered.filter { isNeeded($0, note) }
  }

  private func isNeeded(_ question: ContractQuestion, _ note: LiabilityNote) -> Bool {
    switch question {
    case .faultStandard, .cap, .grossNegligence, .lossBase, .claims:
      c.recourse.contains(.operator) || c.firstBearer == .operator
    case .missedDay, .sameDay: c.codes.contains(.T05)
    case .dataDelivery: c.firstBearer == .dataSupplier
    case .authority: note.act != nil
    case .incident:
      switch c.code {
      case .R01, .R03, .D05, .N07: true
      default: false
      }
    }
  }

  func has(_ flag: LiabilityFlag, _ note: LiabilityNote) -> Bool {
    switch flag {
    case .dayTold: orders.contains { snapshot.orders[Int($0)].row.desiredDeliveryDay != nil }
    case .toritekiPossible: c.code == .A01 && orders.contains { isCompany(Int($0)) }
    case .grossRisk: isGrossRisk
    case .disputed: isDisputed
    case .contractUnknown: !note.unanswered.isEmpty
    }
  }

  private var isDisputed: Bool {
    context.notices.contains { notice in
      guard notice.kind == .disputed else { return false }
      if let order = notice.orderIndex { return orders.contains(order) }
      return notice.entryIndex != nil && notice.entryIndex == c.entryIndex
    }
  }

  /// A control that a person overrode, or a question that nobody answered for a week.
  private var isGrossRisk: Bool {
    if c.gap?.override != nil { return true }
    guard let until = c.until, c.decision != .release else { return false }
    return context.asOf.day.days(since: until.day) >= 7
  }

  private func isCompany(_ i: Int) -> Bool {
    let name = snapshot.orders[i].row.customerName
    return ["株式会社", "有限会社", "合同会社", "(株)", "（株）", "㈱", "(有)", "（有）", "㈲"].contains {
      holds(name, $0)
    }
  }

  private func holds(_ text: String, _ word: String) -> Bool {
    let (text, word) = (Array(text.utf8), Array(word.utf8))
    guard text.count >= word.count else { return false }
    return (0...text.count - word.count).contains { at in
      text[at..<at + word.count].elementsEqual(word)
    }
  }

  func segments() -> [DelaySegment] {
    guard let first = orders.first else { return [] }
    return delaySegments(
      DelayFacts(
        c, snapshot.orders[Int(first)], creditDay: creditDay,
        receivedAt: evidence.first?.receivedAt, terms),
      world.context)
  }
}

/// Simple interest, rounded down. 0 past the rate's validity: it is an estimate, and none is better
/// than a wrong one.
func simpleInterestYen(
  on amountYen: Int64, from day: Day?, to today: Day, at rate: StatutoryRate
) -> Int64 {
  guard let day, today <= rate.validUntil, today > day else { return 0 }
  let days = Int64(today.days(since: day))
  let product = amountYen.multipliedReportingOverflow(by: rate.perMille * days)
  return product.overflow ? 0 : product.partialValue / 365_000
}
