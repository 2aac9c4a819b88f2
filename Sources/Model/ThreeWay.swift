/// All that the three-way match looks at. Pure values: equal input gives equal output.
public struct CloseInput: Sendable {
  public var firstDay: Day
  public var lastDay: Day
  public var asOf: Day
  /// Parallel to `book.providers`.
  public var terms: [ProviderTerms]
  public var book: SettlementBook
  public var orders: [LedgerOrder]
  public var entries: [LedgerEntry]
  public var ownNames: [String]
  public var calendar: BankCalendar

  public init(
    firstDay: Day, lastDay: Day, asOf: Day, terms: [ProviderTerms], book: SettlementBook,
    orders: [LedgerOrder], entries: [LedgerEntry], ownNames: [String] = [],
    calendar: BankCalendar
  ) {
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.asOf = asOf
    self.terms = terms
    self.book = book
    self.orders = orders
    self.entries = entries
    self.ownNames = ownNames
    self.calendar = calendar
  }
}

/// What was made of one settlement line.
public enum LineResult: String, Sendable, CaseIterable {
  case ok, refund
  case partialRefund = "partial_refund"
  case chargeback
  case chargebackReversal = "chargeback_reversal"
  case duplicateLine = "duplicate_line"
  case unknownOrder = "unknown_order"
  /// Several orders fit its number equally.
  case ambiguousOrder = "ambiguous_order"
  case amountMismatch = "amount_mismatch"
  case feeMismatch = "fee_mismatch"
  case capturedAfterCancel = "captured_after_cancel"
  case refused, lost
  /// A sale below nothing, a refund above it.
  case signTurned = "sign_turned"
  /// Of a day on which the order was not there yet, or long after.
  case dayUnlikely = "day_unlikely"
  /// Told, not final.
  case preliminary
  case announcementCancelled = "announcement_cancelled"
  /// Fees, reserves and corrections that belong to no order.
  case noOrder = "no_order"
}

/// How a line found its order.
public enum KeyBasis: String, Sendable, CaseIterable {
  case none = ""
  case orderID = "order_id"
  /// The same number in another spelling: case, width, signs between.
  case spelling
  /// The digits alone, of one order only.
  case digits
  /// The digits alone, of the only one of several orders that has the amount.
  case digitsAndAmount = "digits_and_amount"
  case slip
  case charge
}

/// One line of the book with its order.
public struct LineOutcome: Hashable, Sendable {
  /// -1 where none was found.
  public var orderIndex: Int32
  public var result: LineResult
  public var basis: KeyBasis
  /// Of a wrong amount or fee: found minus expected.
  public var differenceYen: Int64
  /// Of an unknown order: the only unsettled order of that amount and time, to be looked at.
  public var proposedOrder: Int32

  public init(
    orderIndex: Int32 = -1, result: LineResult = .noOrder, basis: KeyBasis = .none,
    differenceYen: Int64 = 0, proposedOrder: Int32 = -1
  ) {
    self.orderIndex = orderIndex
    self.result = result
    self.basis = basis
    self.differenceYen = differenceYen
    self.proposedOrder = proposedOrder
  }
}

/// What was made of one order that a provider collects for.
public enum OrderResult: String, Sendable, CaseIterable {
  case ok, cancelled, refund
  case partialRefund = "partial_refund"
  case chargeback
  case duplicateLine = "duplicate_line"
  case amountMismatch = "amount_mismatch"
  case feeMismatch = "fee_mismatch"
  case capturedAfterCancel = "captured_after_cancel"
  case refused, lost
  case missingLine = "missing_line"
  /// Not settled yet, and not due yet.
  case notDue = "not_due"
  /// Older than the first report that was read: nobody knows.
  case beforeData = "before_data"
  case preliminary
  case announcementCancelled = "announcement_cancelled"
  case signTurned = "sign_turned"
}

/// One order of the close.
public struct OrderOutcome: Hashable, Sendable {
  public var orderIndex: Int32
  /// -1 where several providers may be meant.
  public var provider: Int32
  public var result: OrderResult
  public var claimDay: Day
  /// What the provider owes for it.
  public var dueYen: Int64
  /// Σ gross of its sale lines.
  public var settledYen: Int64
  public var refundedYen: Int64
  public var chargedBackYen: Int64
  /// Open at the end of the month, and at its start.
  public var openYen: Int64
  public var openedYen: Int64
  /// By when its line was to come; nil where nothing was learned.
  public var expectedDay: Day?

  public init(
    orderIndex: Int32, provider: Int32, result: OrderResult, claimDay: Day, dueYen: Int64,
    settledYen: Int64 = 0, refundedYen: Int64 = 0, chargedBackYen: Int64 = 0, openYen: Int64 = 0,
    openedYen: Int64 = 0, expectedDay: Day? = nil
  ) {
    self.orderIndex = orderIndex
    self.provider = provider
    self.result = result
    self.claimDay = claimDay
    self.dueYen = dueYen
    self.settledYen = settledYen
    self.refundedYen = refundedYen
    self.chargedBackYen = chargedBackYen
    self.openYen = openYen
    self.openedYen = openedYen
    self.expectedDay = expectedDay
  }
}

/// What became of one payout.
public enum PayoutResult: String, Sendable, CaseIterable {
  /// One bank entry of exactly its amount.
  case tied
  /// The same, less a transfer fee that was agreed.
  case tiedLessFee = "tied_less_fee"
  /// Several payouts came as one entry; a negative one was taken off the next.
  case merged
  /// It came in several entries.
  case split
  case inTransit = "in_transit"
  case late
  /// An entry of the provider is there, of another amount.
  case netDiffers = "net_differs"
  /// Several entries fit equally.
  case ambiguous
  /// An entry of the amount, under a name that nobody has called the provider's.
  case proposed
  /// Below nothing, and neither debited nor taken off another payout yet.
  case carried
  /// Nothing to pay.
  case zero
  /// It failed or was called off.
  case dead
}

/// Whether the tax column beside the fees is part of them.
public enum TaxReading: String, Sendable, CaseIterable {
  case none = ""
  case inside, added
}

/// One payout with its lines and its bank entries.
public struct PayoutOutcome: Hashable, Sendable {
  public var provider: Int32
  public var key: String
  public var lines: Int32
  public var grossYen: Int64
  public var feeYen: Int64
  /// Σ net of its lines, by the tax reading that ties.
  public var netYen: Int64
  /// What the provider states; nil where it states none.
  public var statedYen: Int64?
  /// Σ fee as the provider states it, without a sign; nil where it states none.
  public var statedFeeYen: Int64?
  /// Σ of the tax beside the fees: taken off besides them, or part of them.
  public var feeTaxYen: Int64
  public var firstLineDay: Day?
  public var lastLineDay: Day?
  public var expectedDay: Day?
  public var result: PayoutResult
  /// The reading by which the payout ties; none while it does not, or where there is no such tax.
  public var taxReading: TaxReading
  /// Indices into the entries, ascending.
  public var entries: [Int32]
  /// Of the entries, and for merged payouts of all payouts together: bank minus expected.
  public var differenceYen: Int64
  /// What the lines do not explain of the stated total: stated minus lines (I2).
  public var unexplainedYen: Int64
  /// Its lines lie before the first report that was read.
  public var isBeforeData: Bool

  /// What the lines and the provider's own fee total are apart (I6): stated minus lines; 0 where
  /// nothing is stated or the payout has no lines.
  public var feeGapYen: Int64 {
    guard let statedFeeYen, lines > 0 else { return 0 }
    return statedFeeYen - (feeYen < 0 ? -feeYen : feeYen)
  }

  /// What is to reach the bank.
  public var totalYen: Int64 { statedYen ?? netYen }

  public init(provider: Int32, key: String) {
    self.provider = provider
    self.key = key
    lines = 0
    grossYen = 0
    feeYen = 0
    netYen = 0
    feeTaxYen = 0
    result = .inTransit
    taxReading = .none
    entries = []
    differenceYen = 0
    unexplainedYen = 0
    isBeforeData = false
  }
}

/// The receivable of one provider over the month:
/// `opening + claimed - cleared - writtenBack = closing`.
public struct ProviderFigures: Hashable, Sendable {
  public var openingYen: Int64 = 0
  public var claimedYen: Int64 = 0
  public var clearedYen: Int64 = 0
  /// Refused and lost parcels.
  public var writtenBackYen: Int64 = 0
  public var closingYen: Int64 = 0
  public var orders: Int64 = 0
  public var lines: Int64 = 0
  /// Of the month's lines: Σ gross of sales, of refunds and of chargebacks with their reversals.
  public var salesYen: Int64 = 0
  public var refundsYen: Int64 = 0
  public var chargebacksYen: Int64 = 0
  /// Fees of all lines, and of those that the agreement explains.
  public var feesYen: Int64 = 0
  public var agreedFeesYen: Int64 = 0
  /// Reserves, corrections and what else changes the payouts.
  public var otherYen: Int64 = 0
  /// Sale lines without an order: nobody's yet.
  public var suspenseYen: Int64 = 0
  /// Payouts that reached the bank in the month, and that are under way at its end.
  public var bankedYen: Int64 = 0
  public var underwayYen: Int64 = 0

  public init() {}

  /// I5: what the close is refused for where it is not zero.
  public var gapYen: Int64 {
    openingYen + claimedYen - clearedYen - writtenBackYen - closingYen
  }
}

/// What was learned of a provider from its own reports, where nothing was agreed.
public struct LearnedTerms: Hashable, Sendable {
  /// By means of payment, then range.
  public var fees: [FeeRule] = []
  /// Of a hundred thousand sale lines that many follow the fees.
  public var feeSharePer100000: Int64 = 0
  /// Days within which 998 of 1000 lines came after the claim.
  public var settlesWithinDays: Int32?
  /// Names under which its payouts came.
  public var payerNames: [String] = []
  /// First and last day of its lines.
  public var firstLineDay: Day?
  public var lastLineDay: Day?

  public init() {}
}

/// The outcome of a three-way match.
public struct ThreeWayOutcome: Sendable {
  /// Parallel to the book's lines.
  public var lines: [LineOutcome]
  /// Sorted by order index.
  public var orders: [OrderOutcome]
  /// Sorted by provider, then expected day (or last line's day), then key.
  public var payouts: [PayoutOutcome]
  /// Entries under a provider's name that no payout explains: a report is missing. With provider.
  public var unexplainedEntries: [UnexplainedEntry]
  /// Parallel to the book's providers.
  public var figures: [ProviderFigures]
  public var learned: [LearnedTerms]

  public init(
    lines: [LineOutcome], orders: [OrderOutcome], payouts: [PayoutOutcome],
    unexplainedEntries: [UnexplainedEntry], figures: [ProviderFigures], learned: [LearnedTerms]
  ) {
    self.lines = lines
    self.orders = orders
    self.payouts = payouts
    self.unexplainedEntries = unexplainedEntries
    self.figures = figures
    self.learned = learned
  }
}

/// Money of a provider without a report about it.
public struct UnexplainedEntry: Hashable, Sendable {
  public var entryIndex: Int32
  public var provider: Int32

  public init(entryIndex: Int32, provider: Int32) {
    self.entryIndex = entryIndex
    self.provider = provider
  }
}
