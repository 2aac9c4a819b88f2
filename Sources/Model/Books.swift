/// What an amount is booked to. The shop's own names of accounts stand in its policy.
public enum BookAccount: String, CaseIterable, Sendable {
  /// 普通預金: what came in and went out.
  case bank
  /// 前受金: of a known order, before its goods are shipped.
  case advance
  /// 仮受金: nobody knows yet whose it is.
  case suspense
  /// 預り金: whose it is is known, and it has to go back.
  case deposit
  /// 売掛金: shipped and not paid.
  case receivable
  /// 売上値引 and 支払手数料: what a payer kept back as a fee.
  case reduction, fee
  case badDebt = "bad_debt"
  case sales, returns
  /// 未収入金 and 雑収入: what the operator owes for a loss.
  case claim, compensation
  /// 精算口: a payout of a payment provider on its way from gross to net; it ends at nothing.
  case pool
  /// 仮払金: a chargeback that is not decided.
  case dispute

  public var japanese: String {
    switch self {
    case .bank: "普通預金"
    case .advance: "前受金"
    case .suspense: "仮受金"
    case .deposit: "預り金"
    case .receivable: "売掛金"
    case .reduction: "売上値引"
    case .fee: "支払手数料"
    case .badDebt: "貸倒損失"
    case .sales: "売上高"
    case .returns: "売上返品"
    case .claim: "未収入金"
    case .compensation: "雑収入"
    case .pool: "精算口"
    case .dispute: "仮払金"
    }
  }
}

/// Consumption tax of a booking: a proposal, for the shop's adviser decides.
public enum TaxTreatment: String, CaseIterable, Sendable {
  case outside, sales10, return10, purchase10, exempt, unclear
}

/// How the shop books; what is not said has the usual name.
public struct BookTerms: Hashable, Sendable {
  public var names: [BookAccount: String] = [:]
  /// A fee that the shop bears is bought from the bank (AC-02b), not taken off the sale (AC-02a).
  public var feeIsPurchase = false
  /// Sales are booked from here when an export says that the order was shipped; else the shop's
  /// own system does it.
  public var postsSales = false
  /// freee books every row against a bank account; what moves between two other accounts goes over
  /// this one and leaves it at nothing.
  public var passThrough = "消込振替"

  public init() {}

  public func name(_ account: BookAccount) -> String { names[account] ?? account.japanese }
}

/// Where a booking is from. Equal keys are the same booking: it is written out once.
public struct BookKey: Hashable, Sendable {
  public enum Source: String, Sendable, CaseIterable {
    case entry, waiver, absorbed, shipment, recourse, close
  }
  public var source: Source
  /// Row number of what it is about.
  public var subject: Int64
  /// The run, the version or the turn in which it happened.
  public var version: Int64
  public var part: Int32

  public init(_ source: Source, _ subject: Int64, _ version: Int64, _ part: Int32 = 0) {
    self.source = source
    self.subject = subject
    self.version = version
    self.part = part
  }
}

/// One amount from an account to another, with both ends of its trail.
public struct BookLine: Hashable, Sendable {
  /// Running number of all that was ever written out; 0 before.
  public var number: Int64 = 0
  public var key: BookKey
  /// The day on which it is booked, and the day on which it happened: they differ where the period
  /// was locked in between.
  public var day: Day
  public var factDay: Day
  /// `AC-01` … `AC-13`, see docs/BOOKS.md.
  public var entryCase: String
  public var debit: BookAccount
  public var credit: BookAccount
  /// The payment provider, for 売掛金 and 精算口; empty elsewhere.
  public var provider: String = ""
  public var yen: Int64
  public var tax: TaxTreatment
  /// Public ids and the place in the statement; empty where there is none.
  public var entryID: String
  public var orderID: String
  /// Whose order it is; empty where it is about none, or about orders of two shops, and in what was
  /// read back.
  public var shopID: String = ""
  /// Key of the account that the money came into, where one order alone or none is meant; else, and
  /// in what was read back, empty.
  public var accountKey: String = ""
  public var source: String
  public var runID: String
  /// Takes an earlier booking back.
  public var isReversal: Bool
  /// Number of the booking that it takes back; nil where it is none, or more than one.
  public var reverses: Int64?
  public var text: String

  public init(
    key: BookKey, day: Day, entryCase: String, debit: BookAccount, credit: BookAccount, yen: Int64,
    tax: TaxTreatment = .outside, entryID: String = "", orderID: String = "", source: String = "",
    runID: String = "", isReversal: Bool = false, text: String = ""
  ) {
    self.key = key
    self.day = day
    factDay = day
    self.entryCase = entryCase
    self.debit = debit
    self.credit = credit
    self.yen = yen
    self.tax = tax
    self.entryID = entryID
    self.orderID = orderID
    self.source = source
    self.runID = runID
    self.isReversal = isReversal
    self.text = text
  }
}

/// Where a run left a bank entry, and what it gave to which order then.
public struct BookMove: Hashable, Sendable {
  public var runOrdinal: Int64
  public var runID: String
  public var day: Day
  public var standing: EntryStanding
  public var suspenseYen: Int64
  public var refundLinkedYen: Int64
  public var shares: [Share]
  /// Money of refunds that this entry sent (positive) or brought back (negative), since this run.
  public var refundYen: Int64

  public struct Share: Hashable, Sendable {
    public var orderID: String
    public var shopID: String
    /// Whether the order had less than it asks for then.
    public var isShort: Bool
    public var yen: Int64

    public init(orderID: String, shopID: String, isShort: Bool, yen: Int64) {
      self.orderID = orderID
      self.shopID = shopID
      self.isShort = isShort
      self.yen = yen
    }
  }

  public init(
    runOrdinal: Int64, runID: String, day: Day, standing: EntryStanding, suspenseYen: Int64,
    refundLinkedYen: Int64, shares: [Share] = [], refundYen: Int64 = 0
  ) {
    self.runOrdinal = runOrdinal
    self.runID = runID
    self.day = day
    self.standing = standing
    self.suspenseYen = suspenseYen
    self.refundLinkedYen = refundLinkedYen
    self.shares = shares
    self.refundYen = refundYen
  }
}

/// A bank entry with all that was made of it, oldest first.
public struct BookEntry: Hashable, Sendable {
  public var row: Int64
  public var id: String
  public var accountKey: String
  public var day: Day
  public var direction: Direction
  public var amountYen: Int64
  public var payerName: String
  /// `file#record` of the row that showed it first.
  public var source: String
  public var moves: [BookMove]

  public init(
    row: Int64, id: String, accountKey: String, day: Day, direction: Direction, amountYen: Int64,
    payerName: String, source: String, moves: [BookMove] = []
  ) {
    self.row = row
    self.id = id
    self.accountKey = accountKey
    self.day = day
    self.direction = direction
    self.amountYen = amountYen
    self.payerName = payerName
    self.source = source
    self.moves = moves
  }
}

/// Something about an order that is booked without a bank entry.
public struct BookEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// What the order missed is not asked for any more, by a person or by the policy for fees.
    case waived, absorbed
    /// The same of an order whose goods had left.
    case badDebt
    case shipped
    /// It came back after it was shipped.
    case returned
    /// The operator owes it for a loss.
    case recourse
  }
  public var kind: Kind
  public var key: BookKey
  public var day: Day
  /// Negative where it is taken back.
  public var yen: Int64
  public var orderID: String
  /// Whose order, or whose account of recourse; empty where it is no one shop's.
  public var shopID: String
  public var runID: String
  public var text: String

  public init(
    kind: Kind, key: BookKey, day: Day, yen: Int64, orderID: String, shopID: String,
    runID: String = "", text: String = ""
  ) {
    self.kind = kind
    self.key = key
    self.day = day
    self.yen = yen
    self.orderID = orderID
    self.shopID = shopID
    self.runID = runID
    self.text = text
  }
}

/// All of a ledger that is booked.
public struct BookFacts: Sendable {
  public var entries: [BookEntry] = []
  public var events: [BookEvent] = []
  /// Of closed months, as they were closed, with what later closes took back.
  public var closes: [BookLine] = []

  public init() {}
}

/// A program that takes bookings in.
public enum JournalLayout: String, CaseIterable, Sendable {
  case yayoi, freee, moneyforward, neutral
}
