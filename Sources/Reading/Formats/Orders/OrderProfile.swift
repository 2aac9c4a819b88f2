/// What a column of an order export means.
enum OrderColumn: Int, CaseIterable, Sendable {
  case orderID, shopID, orderedAt, paymentMethod
  case name, givenName, kana, givenKana
  case amountDue, points, mallCoupon, desiredDay, dueDay, customerKey, email, status
  case paymentState, outstanding, currency, fulfilment, cancelledAt, shippingName
}

/// A column by the name its source gives it.
struct OrderColumnName: Sendable {
  var column: OrderColumn
  /// In the folded form of `foldHeader`.
  var name: String
  var isRequired: Bool

  init(_ column: OrderColumn, _ name: String, isRequired: Bool = true) {
    self.column = column
    self.name = name
    self.isRequired = isRequired
  }
}

/// The order exports that are known. The raw value is the format's stable id.
enum OrderProfile: String, CaseIterable, Sendable {
  case neutral = "orders-neutral"
  case rms = "orders-rms"
  case nextEngine = "orders-nextengine"
  case shopify = "orders-shopify"

  /// The columns that are read, the order number first. All others are ignored.
  var columns: [OrderColumnName] {
    switch self {
    case .neutral: return Self.neutralColumns
    case .rms: return Self.rmsColumns
    case .nextEngine: return Self.nextEngineColumns
    case .shopify: return Self.shopifyColumns
    }
  }

  /// Moments must carry their offset from UTC. The Japanese exports have none and mean Tokyo.
  var needsOffset: Bool { self == .neutral || self == .shopify }

  /// An order has a row for each of its items.
  var hasItemRows: Bool { self != .neutral }

  /// Only the first row of an order carries the order's values; the others leave them empty.
  var leavesRepeatsEmpty: Bool { self == .shopify }

  /// The project's own format.
  private static let neutralColumns = [
    OrderColumnName(.orderID, "order_id"),
    OrderColumnName(.shopID, "shop_id"),
    OrderColumnName(.orderedAt, "ordered_at"),
    OrderColumnName(.paymentMethod, "payment_method"),
    OrderColumnName(.name, "customer_name"),
    OrderColumnName(.kana, "customer_kana"),
    OrderColumnName(.amountDue, "amount_due"),
    OrderColumnName(.points, "points_used", isRequired: false),
    OrderColumnName(.mallCoupon, "mall_coupon", isRequired: false),
    OrderColumnName(.desiredDay, "desired_delivery_date", isRequired: false),
    OrderColumnName(.dueDay, "payment_due_date", isRequired: false),
    OrderColumnName(.customerKey, "email_hash", isRequired: false),
    OrderColumnName(.status, "status"),
    OrderColumnName(.paymentState, "payment_state", isRequired: false),
  ]

  /// 楽天 RMS, SKU era (158 columns). 請求金額 is what the customer is asked for, after points and
  /// coupons; 合計金額 is before them. The term of payment came later than the rest.
  private static let rmsColumns = [
    OrderColumnName(.orderID, "注文番号"),
    OrderColumnName(.status, "ステータス"),
    OrderColumnName(.orderedAt, "注文日時"),
    OrderColumnName(.paymentMethod, "支払方法名"),
    OrderColumnName(.amountDue, "請求金額"),
    OrderColumnName(.points, "ポイント利用額", isRequired: false),
    // What the shop itself gives away (店舗発行クーポン利用額) nobody pays.
    OrderColumnName(.mallCoupon, "楽天発行クーポン利用額", isRequired: false),
    OrderColumnName(.name, "注文者姓"),
    OrderColumnName(.givenName, "注文者名"),
    OrderColumnName(.kana, "注文者姓カナ"),
    OrderColumnName(.givenKana, "注文者名カナ"),
    OrderColumnName(.email, "注文者メールアドレス", isRequired: false),
    OrderColumnName(.desiredDay, "お届け日指定", isRequired: false),
    OrderColumnName(.dueDay, "支払い期限日", isRequired: false),
  ]

  /// ネクストエンジン 汎用受注CSV (41 columns, 37 before). 合計金額 is after points.
  private static let nextEngineColumns = [
    OrderColumnName(.orderID, "店舗伝票番号"),
    OrderColumnName(.shopID, "店舗コード", isRequired: false),
    OrderColumnName(.orderedAt, "受注日"),
    OrderColumnName(.paymentMethod, "支払方法"),
    OrderColumnName(.amountDue, "合計金額"),
    OrderColumnName(.points, "ポイント", isRequired: false),
    OrderColumnName(.name, "受注名"),
    OrderColumnName(.kana, "受注名カナ"),
    OrderColumnName(.email, "受注メールアドレス", isRequired: false),
    OrderColumnName(.desiredDay, "日付指定", isRequired: false),
    OrderColumnName(.customerKey, "顧客コード", isRequired: false),
    OrderColumnName(.fulfilment, "出荷済フラグ", isRequired: false),
  ]

  /// Shopify's orders_export. It has no kana. `paid` alone does not prove money, so the balance
  /// that is still open must be there.
  private static let shopifyColumns = [
    OrderColumnName(.orderID, "Name"),
    OrderColumnName(.paymentState, "Financial Status"),
    OrderColumnName(.fulfilment, "Fulfillment Status"),
    OrderColumnName(.currency, "Currency"),
    OrderColumnName(.amountDue, "Total"),
    OrderColumnName(.orderedAt, "Created at"),
    OrderColumnName(.name, "Billing Name"),
    OrderColumnName(.shippingName, "Shipping Name", isRequired: false),
    OrderColumnName(.email, "Email", isRequired: false),
    OrderColumnName(.cancelledAt, "Cancelled at"),
    OrderColumnName(.paymentMethod, "Payment Method"),
    OrderColumnName(.outstanding, "Outstanding Balance"),
    OrderColumnName(.dueDay, "Next Payment Due At", isRequired: false),
  ]
}

/// Where a file has the columns of a profile.
struct OrderBinding: Sendable {
  let profile: OrderProfile
  /// The header's names, folded.
  let names: [String]
  /// By `OrderColumn.rawValue`: index of the column in a record, -1 where the file has none.
  let indices: [Int]

  func index(_ column: OrderColumn) -> Int { indices[column.rawValue] }
  func name(_ column: OrderColumn) -> String { has(column) ? names[index(column)] : "" }
  func has(_ column: OrderColumn) -> Bool { indices[column.rawValue] >= 0 }
}

/// What a header row turned out to be.
enum OrderHeader: Sendable {
  case bound(OrderBinding)
  /// The export is recognised, but columns it needs are missing or stand there twice.
  case changed(OrderProfile, missing: [String], doubled: [String])
}
