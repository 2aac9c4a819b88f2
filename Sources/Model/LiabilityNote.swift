/// What one case means for the contract between shop and operator: presumptions with their ground,
/// never a verdict. Parallel to the cases of a run.
public struct LiabilityNote: Hashable, Sendable {
  /// Left of the operator's cap in the contract year; nil where no cap was told.
  public var capLeftYen: Int64?
  /// What recourse could bring at most: the net amount, within what is left of the cap.
  public var recourseYen: Int64
  /// Whether the whole amount is open where care was grossly missed; nil where the contract is
  /// silent.
  public var isUncappedIfGross: Bool?
  /// Simple interest at the statutory rate so far, on money that is owed back.
  public var interestYen: Int64
  /// The entry that books it, as in docs/FINDINGS.md (`AC-02`); empty where nothing is booked.
  public var accountingID: String
  /// Which calendar the deadline was counted by.
  public var calendar: DeadlineCalendar
  /// In the order of `LiabilityFlag.allCases`.
  public var flags: [LiabilityFlag]
  /// Segments of the order's time that broke their limit, first to last.
  public var segments: [DelaySegment]
  /// The act that settles the case and needs the shop's word; nil where none does.
  public var act: AuthorityAct?
  /// Whether the operator may do it alone within the contract.
  public var isWithinAuthority: Bool
  /// Records the case rests on, each once.
  public var evidence: [EvidenceRecord]
  /// Questions of the contract that this case would need an answer to.
  public var unanswered: [ContractQuestion]

  public init(
    capLeftYen: Int64? = nil, recourseYen: Int64 = 0, isUncappedIfGross: Bool? = nil,
    interestYen: Int64 = 0, accountingID: String = "", calendar: DeadlineCalendar = .none,
    flags: [LiabilityFlag] = [], segments: [DelaySegment] = [], act: AuthorityAct? = nil,
    isWithinAuthority: Bool = false, evidence: [EvidenceRecord] = [],
    unanswered: [ContractQuestion] = []
  ) {
    self.capLeftYen = capLeftYen
    self.recourseYen = recourseYen
    self.isUncappedIfGross = isUncappedIfGross
    self.interestYen = interestYen
    self.accountingID = accountingID
    self.calendar = calendar
    self.flags = flags
    self.segments = segments
    self.act = act
    self.isWithinAuthority = isWithinAuthority
    self.evidence = evidence
    self.unanswered = unanswered
  }
}

/// Days of banks, of the warehouse, or plain ones.
public enum DeadlineCalendar: String, Sendable { case none, civil, bank, warehouse }

/// What makes a case graver or less sure.
public enum LiabilityFlag: String, Sendable, CaseIterable {
  /// A delivery day was told and stands in the order data: it could be foreseen.
  case dayTold = "date_essential"
  /// A buyer that is a company deducted a fee; made-to-order goods would make that unlawful (取適法).
  case toritekiPossible = "toriteki_possible"
  /// Something that a court might call gross: an override of a control, a case long unanswered.
  case grossRisk = "gross_risk_flag"
  case disputed
  /// The contract is silent on what this case depends on.
  case contractUnknown = "contract_unknown"
}

/// One segment of an order's time that took longer than its limit.
public struct DelaySegment: Hashable, Sendable {
  public var segment: Segment
  public var party: Party
  public var minutesOver: Int64

  public init(_ segment: Segment, _ party: Party, minutesOver: Int64) {
    self.segment = segment
    self.party = party
    self.minutesOver = minutesOver
  }

  /// Between which of the nine moments of an order the time was lost.
  public enum Segment: String, Sendable, CaseIterable {
    case payment, statementDelivery = "statement_delivery", matching, question, handover
  }
}

/// A record in a file that was imported.
public struct EvidenceRecord: Hashable, Sendable {
  public var fileName: String
  public var sha256: String
  public var record: Int32
  /// When the file came: the moment of the run that took it in.
  public var receivedAt: Moment

  public init(fileName: String, sha256: String, record: Int32, receivedAt: Moment) {
    self.fileName = fileName
    self.sha256 = sha256
    self.record = record
    self.receivedAt = receivedAt
  }
}
