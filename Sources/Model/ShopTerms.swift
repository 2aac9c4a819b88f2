/// How a warehouse works and what the shop promised about delivery.
public struct DeliveryTerms: Hashable, Sendable {
  /// Bit n: goods leave on weekday n, 0 Monday … 6 Sunday. Monday to Saturday by default.
  public var warehouseDays: UInt8 = 0b011_1111
  /// Days on which goods do not leave although the weekday is one. Sorted.
  public var warehouseClosed: [Day] = []
  /// Hours between a release and the cut-off that it must be in time for.
  public var pickPackHours: Int32 = 0
  /// Hour of a bank business day at which the statement of the day before is there.
  public var statementHour: Int32 = 10
  /// "We ship within n warehouse days of payment", for orders without a desired day; nil: no such
  /// promise.
  public var shipsWithinDays: Int32?
  /// Money that comes too late moves the desired day, and the customer was told so at ordering.
  public var latePaymentMovesDay = false
  /// A released order that is still open so many days later is asked about (T06).
  public var unshippedAfterDays: Int32 = 3

  public init() {}

  /// Whether goods leave on the day.
  public func isWarehouseDay(_ day: Day) -> Bool {
    warehouseDays & (1 << UInt8(day.weekday)) != 0 && !warehouseClosed.contains(day)
  }

  /// The last day on which goods leave, at or before `day`; nil where none is within 31 days.
  public func warehouseDay(atOrBefore day: Day) -> Day? {
    var found = day
    for _ in 0..<31 {
      if isWarehouseDay(found) { return found }
      found = found.adding(days: -1)
    }
    return nil
  }

  /// The nth day on which goods leave after `day`; nil where it is more than a year off.
  public func warehouseDay(_ n: Int32, after day: Day) -> Day? {
    var found = day
    var left = n
    for _ in 0..<366 where left > 0 {
      found = found.adding(days: 1)
      if isWarehouseDay(found) { left -= 1 }
    }
    return left == 0 ? found : nil
  }
}

/// Everything that holds for one shop.
public struct ShopTerms: Sendable {
  public var policy: Policy
  public var delivery: DeliveryTerms
  public var contract: ContractProfile

  public init(
    policy: Policy = Policy(), delivery: DeliveryTerms = DeliveryTerms(),
    contract: ContractProfile = ContractProfile()
  ) {
    self.policy = policy
    self.delivery = delivery
    self.contract = contract
  }
}

/// How an order stands to its promised day.
public enum PromiseState: String, Sendable, CaseIterable {
  /// More than one warehouse day is left.
  case green
  /// The last moment to confirm is within one warehouse day.
  case amber
  /// Not paid, and the next statement comes after the last moment to confirm.
  case amberPayment = "amber_payment"
  /// The last moment to confirm has passed: the day is lost unless a faster service takes it.
  case red
}

/// Whose an account is: money on somebody else's account is not at the shop's disposal.
public struct AccountFact: Hashable, Sendable {
  /// The shops that it collects for, ascending; empty where it collects for every shop.
  public var shopIDs: [String]
  public var owner: AccountOwner
  /// The last day on which customers were told to pay into it; nil where they still are.
  public var lastDay: Day?

  public init(shopIDs: [String] = [], owner: AccountOwner = .shop, lastDay: Day? = nil) {
    self.shopIDs = shopIDs
    self.owner = owner
    self.lastDay = lastDay
  }

  /// Whether money for a shop's orders may come into it.
  public func collects(for shopID: String) -> Bool { shopIDs.isEmpty || shopIDs.contains(shopID) }

  /// Stands in for the account of money that a shop may know of, but not where it lies.
  public static let elsewhere = "elsewhere"
}

/// Who holds an account.
public enum AccountOwner: String, Sendable, CaseIterable { case shop, `operator`, other }
