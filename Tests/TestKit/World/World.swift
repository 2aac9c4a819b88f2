public import Model

/// What kind of case a deposit is: how its name or amount departs from the plain one.
public enum WorldKind: String, Sendable, CaseIterable {
  case exact, space, family, typo, truncated, romaji
  case orderNumber = "order_no"
  case orderNumberOnly = "order_no_only"
  case orderNumberInEDI = "order_no_edi"
  case surnameOnly = "surname_only"
  case givenFirst = "given_first"
  case voicingLost = "dakuten_lost"
  case extraWord = "extra_word"
  case thirdParty = "third_party"
  case legalForm = "legal_form"
  case companyForPerson = "company_for_person"
  case personForCompany = "person_for_company"
  case feeDeducted = "fee_deducted"
  case short = "off_small"
  case over = "overpay"
  case partial, merged, split
  case beforeOrder = "before_order"
  case doublePayment = "double_payment"
  case paidAfterCancel = "paid_after_cancel"
  case reversedPayment = "reversed_payment"
  case reversal
  case repaid = "repaid_after_reversal"
  case unrelatedPerson = "unrelated_person"
  case unrelatedBusiness = "unrelated_business"
  case interest
  case ownTransfer = "own_transfer"
  case cardPayout = "card_payout"
  case codPayout = "cod_payout"
  case refundReturned = "refund_returned"
}

/// One deposit, before any format: a negative amount is a reversal.
public struct WorldDeposit: Sendable {
  /// Booking day and the number within that day: `20260105-000012`.
  public var id: String
  public var numberOfDay: Int32
  public var bookingDay: Day
  public var amountYen: Int64
  public var payerName: String
  public var payerBank: String
  public var payerBranch: String
  public var ediText: String
}

public struct WorldLink: Sendable, Hashable {
  public var orderIndex: Int
  public var allocatedYen: Int64
}

/// What a deposit really was.
public struct WorldTruth: Sendable {
  public var kind: WorldKind
  /// Orders it paid; an allocation of 0 means that it names the order but owes it nothing.
  public var links: [WorldLink]
  public var unappliedYen: Int64
  /// Index of the deposit that a reversal undoes.
  public var reversalOf: Int?
}

/// Money that left the account; only some formats show it.
public struct WorldWithdrawal: Sendable {
  public var day: Day
  public var amountYen: Int64
  public var text: String
}

/// An invented shop operator: orders, deposits and the truth about both, made from a seed alone.
///
/// Names, prices and rates are invented; the mix of cases follows engineering judgement, so
/// figures measured here say how the engine compares with itself, not how good it is on a bank's
/// data. Cost is linear in orders, apart from sorting.
public struct World: Sendable {
  public let seed: UInt64
  public let firstDay: Day
  /// Last day on which anything is booked.
  public let lastDay: Day
  public let holder: String
  public let account: AccountRef
  public let openingBalanceYen: Int64
  /// In order of time.
  public let orders: [OrderRow]
  /// In order of day and number.
  public let deposits: [WorldDeposit]
  /// Parallel to `deposits`.
  public let truths: [WorldTruth]
  /// In order of day.
  public let withdrawals: [WorldWithdrawal]

  /// Exactly `deposits` deposits as long as the orders can carry about that many payments.
  public init(seed: UInt64, orders: Int, deposits: Int, days: Int32 = 30) {
    precondition(orders > 0 && deposits > 0 && days > 0)
    var builder = WorldBuilder(seed: seed, orders: orders, deposits: deposits, days: days)
    builder.makeOrders()
    builder.settleOrders()
    builder.addOtherMoney()
    let booked = builder.bookedDeposits()
    self.seed = seed
    firstDay = builder.firstDay
    lastDay = builder.lastDay
    holder = WorldBuilder.holder
    account = AccountRef(
      bankCode: "9876", branchCode: "012", accountType: 1, number: "7654321",
      holder: WorldBuilder.holder)
    openingBalanceYen = 84_000_000
    self.orders = builder.orders
    self.deposits = booked.deposits
    truths = booked.truths
    withdrawals = builder.makeWithdrawals()
  }

  /// The world as the ledger would hand it to matching on its first run.
  public func snapshot() -> Snapshot {
    let accountKey = "9876-012-1-7654321"
    let entries = deposits.enumerated().map { index, d in
      LedgerEntry(
        id: d.id, accountKey: accountKey, bookingDay: d.bookingDay, valueDay: d.bookingDay,
        direction: .credit, amountYen: abs(d.amountYen),
        mark: d.amountYen < 0 ? .cancellation : .none, payerName: d.payerName,
        payerBank: d.payerBank, payerBranch: d.payerBranch, ediText: d.ediText, sourceRef: d.id,
        sourceFile: "deposits.csv", record: Int32(index + 1))
    }
    return Snapshot(
      entries: entries, orders: orders.map { LedgerOrder(row: $0) }, ownNames: [holder])
  }

  /// Net money of each order, parallel to `orders`.
  public func paidNetYen() -> [Int64] {
    var paid = [Int64](repeating: 0, count: orders.count)
    for truth in truths {
      for link in truth.links { paid[link.orderIndex] += link.allocatedYen }
    }
    return paid
  }
}
