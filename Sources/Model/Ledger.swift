/// A bank entry as the ledger knows it: identity settled, seen in one or more files.
public struct LedgerEntry: Hashable, Sendable {
  /// Public id, made from the entry's content and its number among equal rows of that day; equal
  /// on any machine and in any order of import.
  public var id: String
  /// Stable key of our account, e.g. `0005-123-1-1234567`, or `anonymous/rakuten-personal`.
  public var accountKey: String
  public var bookingDay: Day
  public var valueDay: Day?
  public var direction: Direction
  public var amountYen: Int64
  public var mark: RowMark
  public var payerName: String
  public var kindText: String
  public var payerBank: String
  public var payerBranch: String
  public var payerCode: String
  public var ediText: String
  public var unclearedYen: Int64
  /// First sighting: the bank's reference, the file's name and the record in it.
  public var sourceRef: String
  public var sourceFile: String
  public var record: Int32
  /// True where the entry is new in this run.
  public var isNew: Bool
  /// What earlier runs made of it; `.open` while money is left to explain.
  public var standing: EntryStanding
  /// What earlier runs found to be owed back of it (A03, A04). It stays owed until a refund is on
  /// record, so that a debt to a customer never leaves the list by itself.
  public var owedBackYen: Int64

  public init(
    id: String, accountKey: String, bookingDay: Day, valueDay: Day? = nil, direction: Direction,
    amountYen: Int64, mark: RowMark = .none, payerName: String, kindText: String = "",
    payerBank: String = "", payerBranch: String = "", payerCode: String = "",
    ediText: String = "", unclearedYen: Int64 = 0, sourceRef: String = "",
    sourceFile: String = "", record: Int32 = 0, isNew: Bool = true,
    standing: EntryStanding = .open, owedBackYen: Int64 = 0
  ) {
    self.id = id
    self.accountKey = accountKey
    self.bookingDay = bookingDay
    self.valueDay = valueDay
    self.direction = direction
    self.amountYen = amountYen
    self.mark = mark
    self.payerName = payerName
    self.kindText = kindText
    self.payerBank = payerBank
    self.payerBranch = payerBranch
    self.payerCode = payerCode
    self.ediText = ediText
    self.unclearedYen = unclearedYen
    self.sourceRef = sourceRef
    self.sourceFile = sourceFile
    self.record = record
    self.isNew = isNew
    self.standing = standing
    self.owedBackYen = owedBackYen
  }
}

/// Where an entry stands in the ledger before this run.
public enum EntryStanding: Int32, Sendable {
  /// Nothing final was made of it: this run may match it.
  case open = 0
  /// Cleared, wholly or with an excess that waits for a refund.
  case cleared = 1
  /// Not customer money, or linked for information only: it stays out of matching.
  case setAside = 2
  /// Undone by a bank reversal.
  case reversed = 3
}

/// An order as the ledger knows it: the newest version of its export row.
public struct LedgerOrder: Hashable, Sendable {
  public var row: OrderRow
  /// Cleared to it by earlier runs, net of reversals.
  public var clearedYen: Int64
  /// The newest decision on record; nil where none was made.
  public var lastDecision: Decision?
  /// True once it was released and not stopped since: it must never be released again.
  public var isReleased: Bool
  /// When it was released last; nil where it never was.
  public var releasedAt: Moment?
  /// What was due when it was decided last; nil where it never was.
  public var lastDueYen: Int64?
  /// What people said is not asked for any more of what it misses.
  public var waivedYen: Int64 = 0

  /// What is asked for: what its export says, less what was waived.
  public var dueYen: Int64 { row.amountDueYen - waivedYen }
  /// What is asked for and not there; negative where more is there.
  public var missingYen: Int64 { dueYen - clearedYen }

  public init(
    row: OrderRow, clearedYen: Int64 = 0, lastDecision: Decision? = nil, isReleased: Bool = false,
    releasedAt: Moment? = nil, lastDueYen: Int64? = nil
  ) {
    self.row = row
    self.clearedYen = clearedYen
    self.lastDecision = lastDecision
    self.isReleased = isReleased
    self.releasedAt = releasedAt
    self.lastDueYen = lastDueYen
  }
}

/// Money of an entry given to an order by an earlier run. Negative where a reversal took it back.
public struct LedgerClearing: Hashable, Sendable {
  public var entryIndex: Int32
  public var orderIndex: Int32
  public var allocatedYen: Int64
  public var basis: MatchBasis

  public init(entryIndex: Int32, orderIndex: Int32, allocatedYen: Int64, basis: MatchBasis) {
    self.entryIndex = entryIndex
    self.orderIndex = orderIndex
    self.allocatedYen = allocatedYen
    self.basis = basis
  }

  public var pair: EntryOrderPair {
    EntryOrderPair(entryIndex: entryIndex, orderIndex: orderIndex)
  }
}

/// An entry and an order, whatever was cleared between them.
public struct EntryOrderPair: Hashable, Sendable {
  public var entryIndex: Int32
  public var orderIndex: Int32

  public init(entryIndex: Int32, orderIndex: Int32) {
    self.entryIndex = entryIndex
    self.orderIndex = orderIndex
  }
}

/// The ledger at one moment, as far as today's run needs it.
public struct Snapshot: Sendable {
  /// Sorted by booking day, then record in the file that first showed them, then id.
  public var entries: [LedgerEntry]
  /// Sorted by order time, then order id. Holds every payment method and every status.
  public var orders: [LedgerOrder]
  /// Clearings between the two lists, oldest first.
  public var clearings: [LedgerClearing]
  /// Names of our own accounts' holders: money from them is a transfer of our own.
  public var ownNames: [String]
  /// What people said about entries that are open, by entry index; one per entry, the newest.
  public var answers: [EntryAnswer] = []
  /// Clearings that people have taken back since the last run, as negative ones: they are taken
  /// account of in entries, orders and `clearings`, and this run puts them on record.
  public var undone: [LedgerClearing] = []
  /// Entries that are refunds leaving or coming back.
  public var refundTies: [RefundTie] = []
  /// Who is known to pay for whom; empty where the policy does not use it.
  public var aliases: [PayerAlias] = []

  public init(
    entries: [LedgerEntry], orders: [LedgerOrder], clearings: [LedgerClearing] = [],
    ownNames: [String] = []
  ) {
    self.entries = entries
    self.orders = orders
    self.clearings = clearings
    self.ownNames = ownNames
  }
}
