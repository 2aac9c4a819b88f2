public import Model

/// What kind of case a deposit is: how its name or amount departs from the plain one.
public enum WorldKind: String, Sendable, CaseIterable {
  case exact, space, family, typo, truncated, romaji, honorific, branch, dialect
  case orderNumber = "order_no"
  case orderNumberOnly = "order_no_only"
  case surnameOnly = "surname_only"
  case givenFirst = "given_first"
  case voicingLost = "dakuten_lost"
  case longVowel = "long_vowel"
  case kanaForm = "kana_form"
  case extraWord = "extra_word"
  case thirdParty = "third_party"
  case legalForm = "legal_form"
  case companyForPerson = "company_for_person"
  case personForCompany = "person_for_company"
  case feeDeducted = "fee_deducted"
  case short = "off_small"
  case over = "overpay"
  case partial, merged, split
  case sameCustomer = "ambiguous_same_customer"
  case sameName = "ambiguous_same_name"
  case beforeOrder = "before_order"
  case doublePayment = "double_payment"
  case paidAfterCancel = "paid_after_cancel"
  case reversedPayment = "reversed_payment"
  case reversal
  case repaid = "repaid_after_reversal"
  case unrelatedPerson = "unrelated_person"
  case unrelatedBusiness = "unrelated_business"
  case payroll
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
  /// The scenario where there is one, else how the amount departs, else how the name does.
  public var kind: WorldKind {
    if scenario != .exact { return scenario }
    return amountKind != .exact ? amountKind : nameKind
  }
  /// `.exact`: one payment for one order.
  public var scenario: WorldKind
  public var nameKind: WorldKind = .exact
  public var amountKind: WorldKind = .exact
  /// Orders it paid; an allocation of 0 means that it names the order but owes it nothing.
  public var links: [WorldLink]
  public var unappliedYen: Int64
  /// Index of the deposit that a reversal undoes.
  public var reversalOf: Int?
  /// How much of the order the payer's text gives away.
  public var shown: WorldShown = .nothing
}

/// What a payer's text tells of the order that it pays, to somebody who knows how people write.
public enum WorldShown: UInt8, Sendable, Comparable {
  case nothing, surname, name
  /// Digits that are the order's and no other's.
  case number

  public static func < (a: WorldShown, b: WorldShown) -> Bool { a.rawValue < b.rawValue }
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
  /// Who ordered, parallel to `orders`: equal numbers are names that no payer's text tells apart.
  public let nameOfOrder: [Int32]
  /// The same for surnames: of the customer, or of the person who orders for a company.
  let surnameOfOrder: [Int32]

  /// - Parameter deposits: So many exactly, as long as the orders can carry about that many
  ///   payments: shares of transfers and of paid orders follow from it. Nil: as the profile says.
  /// - Parameter firstOrderNumber: Of several worlds of one account, each has its own numbers.
  public init(
    seed: UInt64, orders: Int, deposits: Int? = nil, profile: WorldProfile = .daily,
    names: WorldNames = .mixed, firstDay: Day = Day(year: 2026, month: 1, day: 5)!,
    firstOrderNumber: Int = 20_000_001
  ) {
    precondition(orders > 0 && deposits ?? 1 > 0 && profile.days > 0)
    var builder = WorldBuilder(
      seed: seed, orders: orders, deposits: deposits, profile: profile, names: names.source,
      firstDay: firstDay, firstOrderNumber: firstOrderNumber)
    builder.makeOrders()
    builder.settleOrders()
    builder.addOtherMoney()
    nameOfOrder = builder.namesOfOrders()
    surnameOfOrder = builder.surnamesOfOrders()
    builder.customers = []
    let booked = builder.bookedDeposits()
    self.seed = seed
    self.firstDay = firstDay
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

  /// Net money of each order, parallel to `orders`.
  public func paidNetYen() -> [Int64] {
    var paid = [Int64](repeating: 0, count: orders.count)
    for truth in truths {
      for link in truth.links { paid[link.orderIndex] += link.allocatedYen }
    }
    return paid
  }
}
