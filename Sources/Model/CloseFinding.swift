/// What a monthly close found wrong: a closed list, each with its code and its words.
public enum CloseFault: String, Sendable, CaseIterable {
  case unknownOrder = "unknown_order"
  case ambiguousOrder = "ambiguous_order"
  case missingLine = "missing_line"
  /// Shipped, and the card's authorisation was never turned into a sale.
  case notCaptured = "not_captured"
  /// Shipped on a deferred payment whose provider did not say yes, and settled by nobody.
  case notGuaranteed = "not_guaranteed"
  /// Told as 速報, and not confirmed in time.
  case neverConfirmed = "never_confirmed"
  case duplicateLine = "duplicate_line"
  case amountMismatch = "amount_mismatch"
  case signTurned = "sign_turned"
  case dayUnlikely = "day_unlikely"
  case feeMismatch = "fee_mismatch"
  case chargeback
  case capturedAfterCancel = "captured_after_cancel"
  case refused, lost
  case announcementCancelled = "announcement_cancelled"
  case payoutDiffers = "payout_differs"
  case payoutLate = "payout_late"
  case payoutAmbiguous = "payout_ambiguous"
  case payoutProposed = "payout_proposed"
  case payoutMerged = "payout_merged"
  case payoutSplit = "payout_split"
  case payoutCarried = "payout_carried"
  /// The lines do not add up to the payout that the provider states.
  case linesDiffer = "lines_differ"
  /// Their fees do not add up to the fees that it states.
  case feesDiffer = "fees_differ"
  /// The provider's payouts tie now by one reading of the tax beside the fees, now by the other.
  case taxUnclear = "tax_unclear"
  case statementMissing = "statement_missing"
  /// The receivable does not roll forward: the close is refused.
  case rollForwardGap = "roll_forward_gap"

  /// Somebody has to act; the others are told only.
  public var needsPerson: Bool {
    switch self {
    case .payoutMerged, .payoutSplit, .payoutCarried, .feesDiffer: false
    default: true
    }
  }
}

/// One thing that a person has to look at after a close. Facts; `Deciding` makes the sentences.
public struct CloseFinding: Hashable, Sendable {
  /// Made from fault and subject; equal from close to close while it stays.
  public var caseID: String
  public var fault: CloseFault
  public var code: FindingCode
  /// Of the book's providers; -1 where none is meant.
  public var provider: Int32
  public var lineIndex: Int32?
  public var orderIndex: Int32?
  public var payoutIndex: Int32?
  public var entryIndex: Int32?
  /// Money that may be lost or is not explained.
  public var atRiskYen: Int64
  /// Found minus expected, where there is such.
  public var differenceYen: Int64
  public var firstBearer: Party
  public var recourse: [Party]
  public var until: Day?
  public var deadlineRule: String

  public init(
    caseID: String, fault: CloseFault, code: FindingCode, provider: Int32,
    lineIndex: Int32? = nil, orderIndex: Int32? = nil, payoutIndex: Int32? = nil,
    entryIndex: Int32? = nil, atRiskYen: Int64, differenceYen: Int64 = 0, firstBearer: Party,
    recourse: [Party], until: Day? = nil, deadlineRule: String = ""
  ) {
    self.caseID = caseID
    self.fault = fault
    self.code = code
    self.provider = provider
    self.lineIndex = lineIndex
    self.orderIndex = orderIndex
    self.payoutIndex = payoutIndex
    self.entryIndex = entryIndex
    self.atRiskYen = atRiskYen
    self.differenceYen = differenceYen
    self.firstBearer = firstBearer
    self.recourse = recourse
    self.until = until
    self.deadlineRule = deadlineRule
  }
}
