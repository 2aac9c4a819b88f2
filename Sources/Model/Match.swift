/// Why money was given to an order: a short closed vocabulary, printed as it stands.
public enum MatchBasis: String, Sendable, CaseIterable {
  case exact
  case orderNumber = "order_number"
  case nameVariant = "name_variant"
  case familyName = "family_name"
  case company
  /// Under another name that has paid for the customer before, or does so now for several orders.
  case knownPayer = "known_payer"
  case oneForMany = "one_for_many"
  case manyForOne = "many_for_one"
  case shortByFee = "short_by_fee"
  case short
  case over
  case beforeOrder = "before_order"
  /// Linked for information, nothing allocated: the order was paid already, or was cancelled.
  case doublePayment = "double_payment"
  case afterCancel = "after_cancel"
  /// Undoes an earlier clearing (negative) by the bank's own reversal.
  case reversal
  /// A person said so.
  case byHand = "by_hand"
  /// A person took an earlier clearing back (negative).
  case undone
}

/// Why an entry is not customer money.
public enum SetAsideReason: String, Sendable, CaseIterable {
  case outgoing
  /// A refund that was ordered leaves, or comes back.
  case refundPaid = "refund_paid"
  case refundBack = "refund_back"
  case interest
  case ownTransfer = "own_transfer"
  case cardPayout = "card_payout"
  case codPayout = "cod_payout"
  case mallPayout = "mall_payout"
  case payroll
  case refundReturned = "refund_returned"
  case taxOrPublic = "tax_or_public"
  case outgoingReturned = "outgoing_returned"
  case reversedAtBank = "reversed_at_bank"
  /// A person said that it is no customer's payment.
  case notOurs = "not_ours"
}

/// One comparison between an entry and its order(s), with its weight.
public struct Evidence: Hashable, Sendable {
  public var level: EvidenceLevel
  /// log2 odds × 1000. Positive speaks for the link.
  public var weightMillibits: Int32

  public init(_ level: EvidenceLevel, _ weightMillibits: Int32) {
    self.level = level
    self.weightMillibits = weightMillibits
  }
}

/// What was compared and how it came out.
public enum EvidenceLevel: String, Sendable, CaseIterable {
  case prior
  case amountExact, amountShortByFee, amountShort, amountOver, amountPart, amountSubset
  case amountSlip, amountHalf, amountRoundedUp, amountOverByFee
  case amountRare
  case nameExact, nameSpacing, nameLegalForm, nameVariant, nameTruncated, nameExtraWord
  case nameTypo, nameSwapped, nameRomaji, nameFamily, nameSurnameOnly, nameCompanyPerson
  case nameReading, nameLetters, nameUsualSlip
  case nameDifferent, nameAbsent, nameRare
  case orderNumberFull, orderNumberPart, orderNumberOther
  case dateClose, dateNormal, dateLate, dateBeforeOrder
  case sameCustomer
  /// The payer has paid for this customer before.
  case payerHistory
}

/// Money of an entry for an order. `allocatedYen` 0 links for information only.
public struct MatchLink: Hashable, Sendable {
  public var orderIndex: Int32
  public var allocatedYen: Int64
  public var basis: MatchBasis

  public init(orderIndex: Int32, allocatedYen: Int64, basis: MatchBasis) {
    self.orderIndex = orderIndex
    self.allocatedYen = allocatedYen
    self.basis = basis
  }
}

/// An order (or a set of orders) that an open entry might belong to.
public struct MatchCandidate: Hashable, Sendable {
  /// Ascending.
  public var orderIndices: [Int32]
  public var evidence: [Evidence]

  public init(orderIndices: [Int32], evidence: [Evidence]) {
    self.orderIndices = orderIndices
    self.evidence = evidence
  }

  public var weightMillibits: Int32 { evidence.reduce(0) { $0 + $1.weightMillibits } }
}

/// The step of 民法488–491 by which orders of one customer come before one another.
public enum AllocationRule: String, Sendable, CaseIterable {
  /// The payer wrote the order's number (488①).
  case namedByPayer = "named_by_payer"
  /// Due before not yet due (488④一). Without a payment deadline an order is due at once.
  case dueFirst = "due_first"
  /// The earlier deadline (488④三).
  case earlierDue = "earlier_due"
  /// Nothing tells them apart: by amount (488④四).
  case proRata = "pro_rata"
}

/// Yen of a payment that the law would give to an order.
public struct ProposedAllocation: Hashable, Sendable {
  public var orderIndex: Int32
  public var yen: Int64

  public init(orderIndex: Int32, yen: Int64) {
    self.orderIndex = orderIndex
    self.yen = yen
  }
}

/// How the law distributes a payment that does not cover all orders of one customer and does not
/// say what it is for: for a person to confirm, never carried out by itself.
public struct AllocationProposal: Hashable, Sendable {
  /// By order, ascending; orders that get nothing are left out.
  public var allocations: [ProposedAllocation]
  /// The rule that decided between the last order served and the first one that goes short.
  public var rule: AllocationRule

  public init(allocations: [ProposedAllocation], rule: AllocationRule) {
    self.allocations = allocations
    self.rule = rule
  }
}

/// What matching makes of an entry.
public enum EntryVerdict: Hashable, Sendable {
  /// Linked without a question: `links` say to what. By a person's word where the basis is
  /// `by_hand`, by the engine's own otherwise.
  case automatic
  /// Customers' money, held for a person: `candidates` say what fits, `codes` why it is held.
  case held
  /// Nothing fits: unknown money (N01).
  case unknown
  /// Not customer money.
  case setAside(SetAsideReason)
}

/// What matching makes of one open entry, with the reasons.
public struct EntryOutcome: Hashable, Sendable {
  public var entryIndex: Int32
  public var verdict: EntryVerdict
  public var links: [MatchLink]
  /// Best first, at most eight; the chosen one first where the verdict is automatic.
  public var candidates: [MatchCandidate]
  /// How many fitted in all, including those not kept in `candidates`.
  public var candidateCount: Int32
  /// Sorted by precedence.
  public var codes: [FindingCode]
  /// Paid beyond what `links` take (A03): owed back.
  public var excessYen: Int64
  /// Missing to the full amount of the linked orders (A01, A02).
  public var shortYen: Int64
  /// Best minus runner-up in millibits, or less where a huge search was cut short; nil where there
  /// is no runner-up.
  public var marginMillibits: Int32?
  /// Parts per million that the links are right: what was observed on worlds with known truth of
  /// links that looked so (Matching/Scoring/Calibration).
  public var probabilityPPM: Int32
  /// Parts per million of orders that are released on such links though they are not paid in full;
  /// 0 where nothing is linked.
  public var unpaidPPM: Int32 = 0
  /// For a reversal: the entry that it undoes.
  public var undoesEntryIndex: Int32?
  /// Where several orders of one customer could be meant; nil where the law has nothing to divide.
  public var proposal: AllocationProposal?
  /// Orders of the payer whose sums were not looked at, because there are too many; 0 as a rule.
  public var unsearchedOrderCount: Int32
  /// Orders that may fit as well and were not weighed, because they were too many; 0 nearly always.
  public var unweighedCount: Int32

  public init(
    entryIndex: Int32, verdict: EntryVerdict, links: [MatchLink] = [],
    candidates: [MatchCandidate] = [], candidateCount: Int32 = 0, codes: [FindingCode] = [],
    excessYen: Int64 = 0, shortYen: Int64 = 0, marginMillibits: Int32? = nil,
    probabilityPPM: Int32 = 0, undoesEntryIndex: Int32? = nil,
    proposal: AllocationProposal? = nil, unsearchedOrderCount: Int32 = 0, unweighedCount: Int32 = 0
  ) {
    self.entryIndex = entryIndex
    self.verdict = verdict
    self.links = links
    self.candidates = candidates
    self.candidateCount = candidateCount
    self.codes = codes
    self.excessYen = excessYen
    self.shortYen = shortYen
    self.marginMillibits = marginMillibits
    self.probabilityPPM = probabilityPPM
    self.undoesEntryIndex = undoesEntryIndex
    self.proposal = proposal
    self.unsearchedOrderCount = unsearchedOrderCount
    self.unweighedCount = unweighedCount
  }
}

/// All outcomes of a run, one per entry that was open, in the order of the snapshot's entries.
public struct MatchResult: Sendable {
  public var outcomes: [EntryOutcome]
  /// Answers of people that could not be followed, as something changed since: event numbers.
  public var unheeded: [Int64]
  /// Orders that wait because held money may be for them, and that no outcome names because more
  /// fit than an outcome names: ascending.
  public var heldUnnamed: [Int32]

  public init(
    outcomes: [EntryOutcome], unheeded: [Int64] = [], heldUnnamed: [Int32] = []
  ) {
    self.outcomes = outcomes
    self.unheeded = unheeded
    self.heldUnnamed = heldUnnamed
  }
}
