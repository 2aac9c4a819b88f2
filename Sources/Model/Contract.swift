/// What the shop and its operator agreed, as far as the notes need it. Nil everywhere means "not
/// answered": the report then says 契約未確認 and assumes nothing in anybody's favour.
public struct ContractProfile: Hashable, Sendable {
  /// The document and its version, as the shop names it; empty where none was named.
  public var reference = ""
  /// ① For what the operator answers.
  public var faultStandard: FaultStandard?
  /// ② The most the operator pays, in yen.
  public var capYen: Int64?
  /// … over which period.
  public var capPeriod: CapPeriod?
  /// First day of the contract year, month × 100 + day.
  public var yearStartsOn: Int32 = 101
  /// ③ The cap falls away where the care missed was gross.
  public var capFallsAtGrossNegligence: Bool?
  /// ④ A missed delivery day counts as direct damage.
  public var missedDayIsDirectDamage: Bool?
  /// ⑤ At what an unrecovered wrong release is counted.
  public var wrongReleaseAt: LossBase?
  /// Cost of goods in per cent of the price; nil where nobody told it.
  public var costPercent: Int64?
  /// ⑥ Minute of the day after a bank day by which its statement is in.
  public var statementDueMinute: Int32?
  /// … and who has to bring it.
  public var statementSupplier: Party?
  /// ⑦ Money that is in the statement by this minute of the day is confirmed the same day.
  public var sameDayCutoffMinute: Int32?
  /// … or within so many minutes of the statement's arrival.
  public var confirmWithinMinutes: Int32?
  /// ⑧ What the operator may do in the shop's name without asking, up to how many yen. An act that
  /// is not in it needs the shop.
  public var authorityYen: [AuthorityAct: Int64]?
  /// ⑨ Within how many hours the operator tells of a mishap.
  public var incidentNoticeHours: Int32?
  /// ⑩ How long after the report a claim may be made.
  public var claimWindowDays: Int32?
  /// … and after how many business days of silence the report counts as accepted.
  public var acceptedAfterDays: Int32?
  /// A second person looks at what is above so many yen.
  public var doubleCheckAboveYen: Int64?
  /// Whether customers' money may pass through the operator's accounts.
  public var custody: Custody?
  /// What the operator does not answer for, in the contract's words.
  public var carveOuts: [String] = []

  public init() {}

  /// What remains open of the ten questions, in their order.
  public var unanswered: [ContractQuestion] { ContractQuestion.allCases.filter { !answers($0) } }

  public func answers(_ question: ContractQuestion) -> Bool {
    switch question {
    case .faultStandard: faultStandard != nil
    case .cap: capYen != nil && capPeriod != nil
    case .grossNegligence: capFallsAtGrossNegligence != nil
    case .missedDay: missedDayIsDirectDamage != nil
    case .lossBase: wrongReleaseAt != nil
    case .dataDelivery: statementDueMinute != nil && statementSupplier != nil
    case .sameDay: sameDayCutoffMinute != nil || confirmWithinMinutes != nil
    case .authority: authorityYen != nil
    case .incident: incidentNoticeHours != nil
    case .claims: claimWindowDays != nil && acceptedAfterDays != nil
    }
  }
}

/// Ordinary negligence, only intent and gross negligence, or without fault for named acts.
public enum FaultStandard: String, Sendable, CaseIterable {
  case negligence
  case intentOrGross = "intent_or_gross"
  case strict
}

/// Over what a cap is counted.
public enum CapPeriod: String, Sendable, CaseIterable {
  case contractYear = "contract_year"
  case event
}

/// The value at which goods lost are counted.
public enum LossBase: String, Sendable, CaseIterable {
  case salesPrice = "sales_price"
  case cost
}

/// Where customers' money may lie.
public enum Custody: String, Sendable, CaseIterable { case none, separate, trust }

/// Acts that bind the shop and that an operator does only with authority for them.
public enum AuthorityAct: String, Sendable, CaseIterable {
  case acceptShort = "accept_short"
  case cancelOverdue = "cancel_overdue"
  case allocate
  case setOff = "set_off"
  case consentToRecall = "consent_to_recall"
  case refund
  case overrideHold = "override_hold"
}

/// The ten questions a shop answers before it hands the work over.
public enum ContractQuestion: Int, Sendable, CaseIterable {
  case faultStandard = 1
  case cap, grossNegligence, missedDay, lossBase, dataDelivery, sameDay, authority, incident, claims
}
