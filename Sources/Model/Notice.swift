/// Something that neither a bank statement nor an order export says: a person or a settlement file
/// told it. It stands until it is withdrawn.
public struct Notice: Hashable, Sendable {
  public var kind: NoticeKind
  /// The order it is about; nil where it is about money or a payout.
  public var orderIndex: Int32?
  public var entryIndex: Int32?
  /// Slip, settlement line or letter, as its source names it; part of the case id where there is no
  /// order and no entry.
  public var reference: String
  /// What is in dispute or missing, in yen; 0 where the order's amount says it.
  public var amountYen: Int64
  /// When it was told.
  public var day: Day
  /// By when an answer is asked for; nil where no day was named.
  public var until: Day?
  /// Free text of whoever told it.
  public var text: String

  public init(
    kind: NoticeKind, orderIndex: Int32? = nil, entryIndex: Int32? = nil, reference: String = "",
    amountYen: Int64 = 0, day: Day, until: Day? = nil, text: String = ""
  ) {
    self.kind = kind
    self.orderIndex = orderIndex
    self.entryIndex = entryIndex
    self.reference = reference
    self.amountYen = amountYen
    self.day = day
    self.until = until
    self.text = text
  }
}

/// What a notice says.
public enum NoticeKind: Hashable, Sendable {
  /// A finding with its usual decision.
  case finding(FindingCode)
  /// A collection that was announced is cancelled (速報取消): what was shipped on it is pulled back.
  case collectionCancelled
  /// The payer disputes or refuses: no reminder goes out any more.
  case disputed
  /// The carrier has the goods: a stop comes too late for the warehouse.
  case handedOver
  /// The shop agreed to what a draft asks for.
  case approved

  /// The word under which the ledger keeps it.
  public var word: String {
    switch self {
    case .finding(let code): code.rawValue
    case .collectionCancelled: "collection_cancelled"
    case .disputed: "disputed"
    case .handedOver: "handed_over"
    case .approved: "approved"
    }
  }

  public init?(word: String) {
    switch word {
    case "collection_cancelled": self = .collectionCancelled
    case "disputed": self = .disputed
    case "handed_over": self = .handedOver
    case "approved": self = .approved
    default:
      guard let code = FindingCode(rawValue: word) else { return nil }
      self = .finding(code)
    }
  }
}
