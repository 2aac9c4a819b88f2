/// How a customer pays.
public enum PaymentMethod: String, Sendable, CaseIterable {
  case bankTransfer = "bank_transfer"
  case card, cod, konbini, deferred, mall
  /// A method the source names but the engine does not know: held, with its text.
  case other
}

/// Where an order stands in the shop's system.
public enum OrderStatus: String, Sendable, CaseIterable {
  case open, cancelled, shipped
  /// Refunded, returned or otherwise closed: nothing to ship.
  case closed
}

/// What the export says of the payment; `notStated` where it has no such column.
public enum PaymentState: String, Sendable, CaseIterable {
  case notStated = "not_stated"
  case pending, authorised, paid, failed
}

/// One order as read from an export; item rows are already folded into it.
public struct OrderRow: Hashable, Sendable {
  public var record: Int32
  public var line: Int32
  public var orderID: String
  /// Empty where the export does not name the shop.
  public var shopID: String
  public var orderedAt: Moment
  public var paymentMethod: PaymentMethod
  /// The source's own word for the method.
  public var paymentMethodText: String
  public var customerName: String
  /// Empty where the export has no kana.
  public var customerKana: String
  /// What the customer was told to pay, after points and coupons.
  public var amountDueYen: Int64
  /// What others pay in the customer's place: points, and coupons that the mall bears.
  public var pointsUsedYen: Int64
  public var desiredDeliveryDay: Day?
  public var paymentDueDay: Day?
  /// A key of the customer that holds no name: e-mail hash, member number; empty where none.
  public var customerKey: String
  public var status: OrderStatus
  public var paymentState: PaymentState

  public init(
    record: Int32, line: Int32, orderID: String, shopID: String, orderedAt: Moment,
    paymentMethod: PaymentMethod, paymentMethodText: String = "", customerName: String,
    customerKana: String = "", amountDueYen: Int64, pointsUsedYen: Int64 = 0,
    desiredDeliveryDay: Day? = nil, paymentDueDay: Day? = nil, customerKey: String = "",
    status: OrderStatus, paymentState: PaymentState = .notStated
  ) {
    self.record = record
    self.line = line
    self.orderID = orderID
    self.shopID = shopID
    self.orderedAt = orderedAt
    self.paymentMethod = paymentMethod
    self.paymentMethodText = paymentMethodText
    self.customerName = customerName
    self.customerKana = customerKana
    self.amountDueYen = amountDueYen
    self.pointsUsedYen = pointsUsedYen
    self.desiredDeliveryDay = desiredDeliveryDay
    self.paymentDueDay = paymentDueDay
    self.customerKey = customerKey
    self.status = status
    self.paymentState = paymentState
  }
}
