/// What a line of a settlement report stands for.
public enum SettlementKind: Int32, Sendable, CaseIterable {
  /// Money taken from a customer for an order; of COD, collected at the door.
  case sale = 1
  case refund = 2
  case chargeback = 3
  /// A chargeback that was given back.
  case chargebackReversal = 4
  /// A COD parcel that came back: nothing was collected.
  case refused = 5
  /// A COD parcel that was lost on its way.
  case lost = 6
  /// A fee that belongs to no order.
  case fee = 7
  /// Money held back by the provider, or given free again.
  case reserve = 8
  /// A correction, a campaign, a tax: it changes the payout and is no customer's payment.
  case adjustment = 9
  /// The payout itself, where the report has it among its lines: money that leaves the balance.
  case payout = 10
  /// A payment that was announced and then taken back (速報取消).
  case announcementCancelled = 11
}

/// How final a line is.
public enum SettlementState: Int32, Sendable, CaseIterable {
  case final = 0
  /// 速報, 未確定, pending: told, not owed yet. It clears nothing.
  case preliminary = 1
}

/// One line of a settlement report, its signs made one: money to the shop is plus, a fee that is
/// taken from it is plus, and `net = gross - fee`.
///
/// Amounts are yen, or units of the file's currency in files that are read for their proof only.
public struct SettlementLine: Hashable, Sendable {
  /// Counts data records from 1.
  public var record: Int32
  public var line: Int32
  /// The provider's own number of the line; empty where it has none.
  public var lineID: String
  public var day: Day
  public var kind: SettlementKind
  /// The provider's own word for the kind.
  public var kindText: String
  /// The order's number as the provider has it; empty where it has none.
  public var orderKey: String
  /// Charge, payment or acceptance number at the provider.
  public var chargeKey: String
  /// 送り状番号. Text: leading zeros count.
  public var slipNumber: String
  public var grossYen: Int64
  /// Without the tax of `feeTaxYen`.
  public var feeYen: Int64
  /// Tax on the fee in a column of its own, of which the source does not say whether the fee holds
  /// it already; 0 where there is no such column.
  public var feeTaxYen: Int64
  /// The payout that the line belongs to; empty while it belongs to none.
  public var payoutKey: String
  /// The day on which that payout is to reach the bank; nil where the line does not say.
  public var payoutDay: Day?
  public var state: SettlementState
  /// Card brand, means of payment, or kind of service, as written.
  public var methodText: String
  /// One of several lines that make up an order's money (Amazon).
  public var isComponent: Bool

  public var netYen: Int64 { grossYen - feeYen }

  public init(
    record: Int32, line: Int32, lineID: String = "", day: Day, kind: SettlementKind,
    kindText: String = "", orderKey: String = "", chargeKey: String = "", slipNumber: String = "",
    grossYen: Int64, feeYen: Int64 = 0, feeTaxYen: Int64 = 0, payoutKey: String = "",
    payoutDay: Day? = nil, state: SettlementState = .final, methodText: String = "",
    isComponent: Bool = false
  ) {
    self.record = record
    self.line = line
    self.lineID = lineID
    self.day = day
    self.kind = kind
    self.kindText = kindText
    self.orderKey = orderKey
    self.chargeKey = chargeKey
    self.slipNumber = slipNumber
    self.grossYen = grossYen
    self.feeYen = feeYen
    self.feeTaxYen = feeTaxYen
    self.payoutKey = payoutKey
    self.payoutDay = payoutDay
    self.state = state
    self.methodText = methodText
    self.isComponent = isComponent
  }
}

/// A payout as the provider states it. Negative: the provider takes money from the shop's account.
public struct StatedPayout: Hashable, Sendable {
  public var record: Int32
  public var line: Int32
  public var key: String
  /// The day on which it is to reach the bank.
  public var expectedDay: Day
  public var totalYen: Int64
  /// All fees that the provider says it took, without a sign; nil where it does not say.
  public var feeYen: Int64?
  /// What the bank shows beside it (`trace_id`); empty where nothing is known.
  public var traceText: String
  /// False for one that failed or was called off: no money comes.
  public var isLive: Bool

  public init(
    record: Int32, line: Int32, key: String, expectedDay: Day, totalYen: Int64,
    feeYen: Int64? = nil, traceText: String = "", isLive: Bool = true
  ) {
    self.record = record
    self.line = line
    self.key = key
    self.expectedDay = expectedDay
    self.totalYen = totalYen
    self.feeYen = feeYen
    self.traceText = traceText
    self.isLive = isLive
  }
}

/// A parcel that has left: what ties a slip number to an order, and says when the claim arose.
public struct ShippedSlip: Hashable, Sendable {
  public var record: Int32
  public var line: Int32
  public var orderKey: String
  public var slipNumber: String
  /// Nil where the export has no such column.
  public var shippedDay: Day?
  /// 代引金額 on the slip; nil where it is none or not said.
  public var codYen: Int64?

  public init(
    record: Int32, line: Int32, orderKey: String, slipNumber: String, shippedDay: Day? = nil,
    codYen: Int64? = nil
  ) {
    self.record = record
    self.line = line
    self.orderKey = orderKey
    self.slipNumber = slipNumber
    self.shippedDay = shippedDay
    self.codYen = codYen
  }
}

/// One row of a file for the monthly close.
public enum SettlementRow: Hashable, Sendable {
  case line(SettlementLine)
  case payout(StatedPayout)
  case slip(ShippedSlip)
}

/// Settlement lines as the ledger knows them, of all providers.
public struct SettlementBook: Sendable {
  /// Ids of the providers, sorted.
  public var providers: [String]
  /// Sorted by provider, then day, file and record.
  public var lines: [BookedLine]
  /// Sorted by provider, then expected day and key.
  public var payouts: [BookedPayout]
  /// Sorted by slip number, then order.
  public var slips: [ShippedSlip]
  /// Names of the files that `fileIndex` means.
  public var files: [String]

  public init(
    providers: [String] = [], lines: [BookedLine] = [], payouts: [BookedPayout] = [],
    slips: [ShippedSlip] = [], files: [String] = []
  ) {
    self.providers = providers
    self.lines = lines
    self.payouts = payouts
    self.slips = slips
    self.files = files
  }
}

/// A settlement line of a provider, with the file that first showed it.
public struct BookedLine: Hashable, Sendable {
  public var provider: Int32
  public var fileIndex: Int32
  public var line: SettlementLine

  public init(provider: Int32, fileIndex: Int32 = 0, line: SettlementLine) {
    self.provider = provider
    self.fileIndex = fileIndex
    self.line = line
  }
}

/// A stated payout of a provider, in its newest version.
public struct BookedPayout: Hashable, Sendable {
  public var provider: Int32
  public var fileIndex: Int32
  public var payout: StatedPayout

  public init(provider: Int32, fileIndex: Int32 = 0, payout: StatedPayout) {
    self.provider = provider
    self.fileIndex = fileIndex
    self.payout = payout
  }
}
