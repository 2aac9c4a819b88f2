/// What was decided for one order that the run looked at.
public struct OrderDecision: Hashable, Sendable {
  public var orderIndex: Int32
  public var decision: Decision
  /// Sorted by precedence; the first is the primary one. Empty for a clean release.
  public var codes: [FindingCode]
  public var dueYen: Int64
  /// Earlier clearings plus today's.
  public var clearedYen: Int64
  /// When goods must leave to meet the desired day; nil where no day is desired.
  public var shipBy: Moment?
  /// When the warehouse must hear of it at the latest; nil where no day is promised.
  public var confirmBy: Moment?
  /// How the order stands to that moment; nil where no day is promised.
  public var promise: PromiseState?

  public init(
    orderIndex: Int32, decision: Decision, codes: [FindingCode], dueYen: Int64,
    clearedYen: Int64, shipBy: Moment? = nil, confirmBy: Moment? = nil,
    promise: PromiseState? = nil
  ) {
    self.orderIndex = orderIndex
    self.decision = decision
    self.codes = codes
    self.dueYen = dueYen
    self.clearedYen = clearedYen
    self.shipBy = shipBy
    self.confirmBy = confirmBy
    self.promise = promise
  }
}

/// What became of every yen of one entry of the run. The four amounts add up to the entry's signed
/// amount: +amount for a credit, −amount for a debit, where a reversal's `clearedYen` is what it
/// takes back and the rest of a debit is excluded. So over the credits alone
/// Σ amount = Σ cleared + Σ suspense + Σ excluded + Σ refund-linked.
public struct EntryUse: Hashable, Sendable {
  public var entryIndex: Int32
  public var clearedYen: Int64
  public var suspenseYen: Int64
  public var excludedYen: Int64
  /// Owed back, or bound to a refund or reversal.
  public var refundLinkedYen: Int64
  /// A `MatchBasis`, `SetAsideReason` or finding code: why.
  public var reason: String

  public init(
    entryIndex: Int32, clearedYen: Int64 = 0, suspenseYen: Int64 = 0, excludedYen: Int64 = 0,
    refundLinkedYen: Int64 = 0, reason: String
  ) {
    self.entryIndex = entryIndex
    self.clearedYen = clearedYen
    self.suspenseYen = suspenseYen
    self.excludedYen = excludedYen
    self.refundLinkedYen = refundLinkedYen
    self.reason = reason
  }
}

/// One thing a person has to look at: one money line or one order, with all that is known.
/// Facts only; `Deciding/Notes` makes the sentences.
public struct ExceptionCase: Hashable, Sendable {
  /// Made from code and subject; equal from run to run while the case stays open.
  public var caseID: String
  /// Primary code.
  public var code: FindingCode
  public var codes: [FindingCode]
  public var orderIndex: Int32?
  public var entryIndex: Int32?
  /// Candidates or companions, ascending.
  public var otherOrders: [Int32]
  public var otherEntries: [Int32]
  public var decision: Decision
  public var dueYen: Int64
  public var paidYen: Int64
  /// Goods or money that may be lost, incl. tax.
  public var atRiskGrossYen: Int64
  /// What is left of it after what is secured.
  public var atRiskNetYen: Int64
  public var firstBearer: Party
  public var recourse: [Party]
  /// When it must be settled; nil where no deadline applies.
  public var until: Moment?
  /// The deadline rule the moment comes from (`DL-SHIP` …); empty where none.
  public var deadlineRule: String
  /// For D-codes: the account and the days concerned.
  public var gap: StatementGap?
  /// Orders concerned by a D-code.
  public var affectedOrders: Int32
  /// Unpaid orders of the customer to whom money is owed back, ascending, at most three: what it
  /// could be used for, were the customer to agree.
  public var setOffOrders: [Int32] = []

  public init(
    caseID: String, code: FindingCode, codes: [FindingCode], orderIndex: Int32? = nil,
    entryIndex: Int32? = nil, otherOrders: [Int32] = [], otherEntries: [Int32] = [],
    decision: Decision, dueYen: Int64 = 0, paidYen: Int64 = 0, atRiskGrossYen: Int64 = 0,
    atRiskNetYen: Int64 = 0, firstBearer: Party, recourse: [Party] = [], until: Moment? = nil,
    deadlineRule: String = "", gap: StatementGap? = nil, affectedOrders: Int32 = 0
  ) {
    self.caseID = caseID
    self.code = code
    self.codes = codes
    self.orderIndex = orderIndex
    self.entryIndex = entryIndex
    self.otherOrders = otherOrders
    self.otherEntries = otherEntries
    self.decision = decision
    self.dueYen = dueYen
    self.paidYen = paidYen
    self.atRiskGrossYen = atRiskGrossYen
    self.atRiskNetYen = atRiskNetYen
    self.firstBearer = firstBearer
    self.recourse = recourse
    self.until = until
    self.deadlineRule = deadlineRule
    self.gap = gap
    self.affectedOrders = affectedOrders
  }
}

extension ExceptionCase {
  /// Whether somebody has to act. An order that ships with a note, and a repeated file, are for
  /// information; an excess is owed back even where its order ships.
  public var needsPerson: Bool {
    if code == .D01 || gap?.override != nil { return false }
    return decision != .release || codes.contains(.A03)
  }
}

/// Everything `Deciding` needs besides the snapshot and the match.
public struct DecisionContext: Sendable {
  public var asOf: Moment
  public var policy: Policy
  public var calendar: BankCalendar
  public var fees: FeeTable
  public var rate: StatutoryRate
  /// Open D02 and D03 of all accounts.
  public var gaps: [StatementGap]
  /// Orders whose newest data could not be read: what is known of them may be out of date.
  public var doubtfulOrders: Set<OrderKey>
  /// The first day of which not every account's statement has been seen to its end, due or not;
  /// nil where all are seen. No order is called unpaid whose money may come on or after it.
  public var unseenFrom: Day?
  /// The first day from which every account that has statements was seen; nil where none has. Of
  /// an order older than it nobody knows whether it was paid before.
  public var seenFrom: Day?
  /// Warehouse and promise of shops that have no terms of their own.
  public var delivery = DeliveryTerms()
  /// Contract of shops that have no terms of their own.
  public var contract = ContractProfile()
  /// Shops with terms of their own, by shop id.
  public var termsOfShop: [String: ShopTerms] = [:]
  /// What persons and settlement files told; any order.
  public var notices: [Notice] = []
  /// What people answered is to be paid back of entries and has not left the account, by entry.
  public var refunds: [Int32: RefundUnderWay] = [:]
  /// Accounts that are not simply the shop's, by account key.
  public var accounts: [String: AccountFact] = [:]
  /// Yen of the operator's cap that are used up in the contract year, by shop id; all shops of one
  /// contract stand under the empty id.
  public var recourseUsedYen: [String: Int64] = [:]

  public init(
    asOf: Moment, policy: Policy, calendar: BankCalendar, fees: FeeTable, rate: StatutoryRate,
    gaps: [StatementGap] = [], doubtfulOrders: Set<OrderKey> = [], unseenFrom: Day? = nil,
    seenFrom: Day? = nil
  ) {
    self.asOf = asOf
    self.policy = policy
    self.calendar = calendar
    self.fees = fees
    self.rate = rate
    self.gaps = gaps
    self.unseenFrom = unseenFrom
    self.seenFrom = seenFrom
    self.doubtfulOrders = doubtfulOrders
  }

  /// What holds for a shop.
  public func terms(of shopID: String) -> ShopTerms {
    termsOfShop[shopID] ?? ShopTerms(policy: policy, delivery: delivery, contract: contract)
  }

  /// True for an order that the set names, with its shop or with none.
  public func isDoubtful(_ order: OrderRow) -> Bool {
    if doubtfulOrders.isEmpty { return false }
    return [order.shopID, ""].contains {
      doubtfulOrders.contains(OrderKey(orderID: order.orderID, shopID: $0))
    }
  }
}

/// The outcome of deciding.
public struct Decided: Sendable {
  /// One per order looked at: open and not yet released, or to be stopped. Sorted by order index.
  public var decisions: [OrderDecision]
  /// One per open entry of the match, sorted by entry index.
  public var uses: [EntryUse]
  /// Sorted: `stop` first, then `until`, then gross amount (larger first), then case id.
  public var cases: [ExceptionCase]

  public init(decisions: [OrderDecision], uses: [EntryUse], cases: [ExceptionCase]) {
    self.decisions = decisions
    self.uses = uses
    self.cases = cases
  }
}

/// A case in words, in one language.
public struct NoteText: Hashable, Sendable {
  public var title: String
  /// Ground, with its certainty.
  public var basis: String
  public var nextAction: String
  public var note: String
  /// What the contract makes of it: cap, authority, what is not answered; empty where no contract
  /// bears on the case.
  public var contract: String
  /// Facts against each party, for a later sharing of the loss; empty where none is known.
  public var contributory: String
  /// What a person keeps ready to prove it.
  public var evidence: String

  public init(
    title: String, basis: String, nextAction: String, note: String, contract: String = "",
    contributory: String = "", evidence: String = ""
  ) {
    self.title = title
    self.basis = basis
    self.nextAction = nextAction
    self.note = note
    self.contract = contract
    self.contributory = contributory
    self.evidence = evidence
  }
}
