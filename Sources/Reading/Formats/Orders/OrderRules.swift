import Model

extension OrderFields {
  /// The order that a first row stands for.
  mutating func order(
    _ record: borrowing CSVRecord, number: Int32
  ) throws(OrderFault) -> OrderRow {
    let profile = binding.profile
    if binding.has(.currency) {
      let currency = try required(.currency, record)
      guard currency == "JPY" else {
        throw OrderFault(.notJPY, .currency, value: currency, expected: "JPY")
      }
    }
    let orderID = try required(.orderID, record)
    let shopID = try profile == .neutral ? required(.shopID, record) : string(.shopID, record)
    let orderedAt = try moment(.orderedAt, record)
    let (paymentMethod, methodText) = try method(record)
    var name = try fullName(.name, .givenName, record)
    if name.isEmpty { name = try string(.shippingName, record) }
    guard !name.isEmpty || profile == .shopify else { throw OrderFault(.missingValue, .name) }
    guard let amountDue = try amount(.amountDue, record) else {
      throw OrderFault(.missingValue, .amountDue)
    }
    let standing = try standing(record, paymentMethod)
    return OrderRow(
      record: number, line: Int32(clamping: record.line), orderID: orderID, shopID: shopID,
      orderedAt: orderedAt, paymentMethod: paymentMethod, paymentMethodText: methodText,
      customerName: name, customerKana: try fullName(.kana, .givenKana, record),
      amountDueYen: amountDue,
      pointsUsedYen: try (amount(.points, record) ?? 0) + (amount(.mallCoupon, record) ?? 0),
      desiredDeliveryDay: try day(.desiredDay, record), paymentDueDay: try day(.dueDay, record),
      customerKey: try customerKey(record), status: standing.status,
      paymentState: standing.payment)
  }

  private mutating func standing(
    _ record: borrowing CSVRecord, _ method: PaymentMethod
  ) throws(OrderFault) -> OrderStanding {
    switch binding.profile {
    case .neutral: return try neutralStanding(record)
    case .rms:
      let text = try required(.status, record)
      guard let found = rmsStanding(foldHeader(text), method) else {
        throw OrderFault(.badCode, .status, value: text, expected: "100, 200 … 900")
      }
      return found
    case .nextEngine:
      // The import layout says whether the goods have left, and nothing of the money.
      let flag = try string(.fulfilment, record)
      switch flag {
      case "", "0": return OrderStanding(status: .open, payment: .notStated)
      case "1": return OrderStanding(status: .shipped, payment: .notStated)
      default: throw OrderFault(.badCode, .fulfilment, value: flag, expected: "0, 1")
      }
    case .shopify: return try shopifyStanding(record)
    }
  }

  mutating func readNeutralStanding(
    _ record: borrowing CSVRecord
  ) throws(OrderFault) -> OrderStanding {
    let text = try required(.status, record)
    guard let status = OrderStatus(rawValue: text) else {
      throw OrderFault(.badCode, .status, value: text, expected: "open, cancelled, shipped, closed")
    }
    let stateText = try string(.paymentState, record)
    if stateText.isEmpty { return OrderStanding(status: status, payment: .notStated) }
    guard let state = PaymentState(rawValue: stateText) else {
      throw OrderFault(
        .badCode, .paymentState, value: stateText,
        expected: PaymentState.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return OrderStanding(status: status, payment: state)
  }

  /// `paid` is what an app or a person may have set: only a balance of zero says that the money is
  /// there. With a balance open the order counts as pending.
  private mutating func shopifyStanding(
    _ record: borrowing CSVRecord
  ) throws(OrderFault) -> OrderStanding {
    let financial = try required(.paymentState, record)
    let outstanding = try amount(.outstanding, record)
    let isPaid: PaymentState = outstanding == 0 ? .paid : outstanding == nil ? .notStated : .pending
    var found: OrderStanding
    switch financial {
    case "pending", "unpaid", "partially_paid":
      found = OrderStanding(status: .open, payment: .pending)
    case "authorized": found = OrderStanding(status: .open, payment: .authorised)
    case "paid", "partially_refunded": found = OrderStanding(status: .open, payment: isPaid)
    case "refunded": found = OrderStanding(status: .closed, payment: .paid)
    case "voided": found = OrderStanding(status: .closed, payment: .failed)
    case "expired": found = OrderStanding(status: .open, payment: .failed)
    default:
      throw OrderFault(
        .badCode, .paymentState, value: financial,
        expected: "pending, authorized, partially_paid, paid, partially_refunded, refunded, voided")
    }
    let fulfilment = try string(.fulfilment, record)
    switch fulfilment {
    // Shipped and paid back is done; shipped and voided is money at risk.
    case "fulfilled": if found.status == .open || financial == "voided" { found.status = .shipped }
    case "restocked": found.status = .closed
    case "", "unfulfilled", "partial", "pending", "scheduled", "on_hold": break
    default:
      throw OrderFault(
        .badCode, .fulfilment, value: fulfilment, expected: "unfulfilled, partial, fulfilled")
    }
    if try !utf8(.cancelledAt, record).isEmpty { found.status = .cancelled }
    return found
  }
}

/// Where an order stands, and its money.
struct OrderStanding: Equatable {
  var status: OrderStatus
  var payment: PaymentState
}

/// The status of 楽天 RMS, as a code or in words; nil where it is neither.
///
/// Rakuten collects the money of every method but cash on delivery, and sends an order on to 300
/// when it has it: as a transfer or at a convenience store, or as the promise of a card company, a
/// deferred-payment firm or its own wallet. At 400 the amount may still change. At 800 a
/// cancellation was asked for: nothing must leave the house.
func rmsStanding(_ text: String, _ method: PaymentMethod) -> OrderStanding? {
  let held: PaymentState
  switch method {
  case .card, .deferred, .mall: held = .authorised
  case .bankTransfer, .konbini: held = .paid
  case .cod: held = .pending
  case .other: held = .notStated
  }
  switch text {
  case "100", "注文確認待ち", "200", "楽天処理中", "400", "変更確定待ち":
    return OrderStanding(status: .open, payment: .pending)
  case "300", "発送待ち": return OrderStanding(status: .open, payment: held)
  case "500", "発送済", "発送済み", "600", "支払手続き中", "700", "支払手続き済":
    return OrderStanding(status: .shipped, payment: held)
  case "800", "キャンセル確定待ち", "900", "キャンセル確定":
    return OrderStanding(status: .cancelled, payment: .notStated)
  default: return nil
  }
}
