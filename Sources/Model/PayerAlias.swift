/// What showed that a payer pays for a customer who bears another name.
public enum PayerProof: String, Sendable, CaseIterable {
  /// A person's answer.
  case person
  /// The payer wrote the order's number in full, and the amount was the order's.
  case number
  /// Name, amount and time together, without the payer's history.
  case likeness
  /// The payer's history itself: a use of the alias, and no proof of it.
  case history
}

/// Something that happened to what a payer and a customer have to do with each other. The sequence
/// of all of them, oldest first, is all that aliases are made of.
public struct PayerEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Money of the payer was given to an order of the customer.
    case paid(PayerProof)
    /// The bank took that money back: it proves nothing any more.
    case reversed
    /// A person took it back: what was learned until then was wrong.
    case undone
    /// A person had the alias forgotten.
    case forgotten
  }

  public var kind: Kind
  /// The run in which it happened.
  public var runOrdinal: Int64
  /// Booking day of the payment; for `forgotten` the day on which it was said.
  public var day: Day
  /// Public id of the entry; empty for `forgotten`.
  public var entryID: String
  public var shopID: String
  /// See `OrderRow.customer`.
  public var customer: String
  /// As the bank wrote it; empty bank and branch where it did not say.
  public var payerName: String
  public var payerBank: String
  public var payerBranch: String

  public init(
    kind: Kind, runOrdinal: Int64, day: Day, entryID: String, shopID: String, customer: String,
    payerName: String, payerBank: String = "", payerBranch: String = ""
  ) {
    self.kind = kind
    self.runOrdinal = runOrdinal
    self.day = day
    self.entryID = entryID
    self.shopID = shopID
    self.customer = customer
    self.payerName = payerName
    self.payerBank = payerBank
    self.payerBranch = payerBranch
  }
}

/// Numbers for payers, so that the payments of one are found without looking at those of others.
public struct PayerNumbering: Sendable {
  /// Another one where names are folded otherwise: its numbers are other numbers.
  public var version: Int64
  /// The number of a name as a bank wrote it: one for all names that are one payer to aliases,
  /// 0 for a name that tells nobody.
  public var number: @Sendable (_ payerName: String) -> Int64

  public init(version: Int64, number: @escaping @Sendable (_ payerName: String) -> Int64) {
    self.version = version
    self.number = number
  }
}

/// Where an alias stands.
public enum AliasState: String, Sendable, CaseIterable {
  /// Too little proof so far: it is not used.
  case learning
  /// Counts as evidence.
  case active
  /// The payer pays for several customers: shown to people, never a reason by itself.
  case weak
  /// Not used for longer than the policy allows.
  case expired
  /// Taken back by a person, and nothing proved it again.
  case forgotten
}

/// That a payer of some name, from some bank and branch where they are known, pays for a customer
/// of a shop who is called otherwise. Made from events alone: equal ledgers give equal aliases.
public struct PayerAlias: Hashable, Sendable {
  /// `P-` and twelve hex digits, from shop, payer, bank, branch and customer.
  public var id: String
  public var shopID: String
  /// The payer's name as folded for comparing; and as it was last written.
  public var payerKey: String
  public var payerName: String
  public var payerBank: String
  public var payerBranch: String
  public var customer: String
  /// Payments that count as proof: a person's word and a full number count twice.
  public var votes: Int32
  /// Other customers of the shop for whom the same payer has paid.
  public var contradictions: Int32
  /// Booking day of the newest payment that proved or used it.
  public var lastUsedDay: Day
  public var state: AliasState

  public init(
    id: String, shopID: String, payerKey: String, payerName: String, payerBank: String = "",
    payerBranch: String = "", customer: String, votes: Int32, contradictions: Int32 = 0,
    lastUsedDay: Day, state: AliasState
  ) {
    self.id = id
    self.shopID = shopID
    self.payerKey = payerKey
    self.payerName = payerName
    self.payerBank = payerBank
    self.payerBranch = payerBranch
    self.customer = customer
    self.votes = votes
    self.contradictions = contradictions
    self.lastUsedDay = lastUsedDay
    self.state = state
  }

  /// Votes that make an alias active.
  public static let votesNeeded: Int32 = 2
}

/// What is done with aliases.
public enum AliasUse: String, Sendable, CaseIterable {
  case off
  /// Worked out and told, not used.
  case shadow
  case on
}

extension OrderRow {
  /// Who the customer is to aliases: the key where the export has one, else the name.
  public var customer: String {
    OrderRow.customer(key: customerKey, name: customerName, kana: customerKana)
  }

  public static func customer(key: String, name: String, kana: String) -> String {
    key.isEmpty ? "name:\(name)/\(kana)" : "key:\(key)"
  }
}
