/// A text prepared for somebody to send or to sign. The engine sends nothing.
public struct Draft: Hashable, Sendable {
  public var caseID: String
  public var kind: DraftKind
  public var addressee: Party
  /// The order it is about; empty where it is about money alone.
  public var orderID: String
  public var state: DraftState
  public var subject: String
  public var body: String

  public init(
    caseID: String, kind: DraftKind, addressee: Party, orderID: String, state: DraftState,
    subject: String, body: String
  ) {
    self.caseID = caseID
    self.kind = kind
    self.addressee = addressee
    self.orderID = orderID
    self.state = state
    self.subject = subject
    self.body = body
  }
}

/// Neutral information for a payer or a bank, or an act that needs the shop's word.
public enum DraftKind: String, Sendable { case guidance, authority }

/// Whether a draft may be used.
public enum DraftState: String, Sendable {
  case ready
  /// Statements are missing or broken: what looks unpaid may be paid.
  case suppressedByData = "suppressed_data"
  /// The payer disputes: the shop takes it over.
  case suppressedByDispute = "suppressed_dispute"
  /// Waits for the shop.
  case waiting
  /// The shop agreed.
  case approved
  /// Within what the contract lets the operator do alone.
  case withinAuthority = "within_authority"
}
