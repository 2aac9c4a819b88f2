/// How an amount becomes whole yen.
public enum YenRounding: String, Sendable, CaseIterable { case down, nearest, up }

/// Which consumption tax a fee carries: a proposal for the accountant, never a final code.
public enum FeeTaxClass: String, Sendable, CaseIterable {
  /// 非課税: a card company that takes over the claim.
  case exempt
  /// 課税仕入 10 %: payment services, COD.
  case taxable10
  /// The invoice of the provider says.
  case unknown
}

/// A fee for amounts of a range: a rate of the amount, and a fixed part.
public struct FeeRule: Hashable, Sendable {
  /// Only of lines whose means of payment is this, folded as written; empty: of all.
  public var methodText: String
  public var fromYen: Int64
  /// Inclusive.
  public var toYen: Int64
  /// In ten-millionths: 3.6 % is 360 000.
  public var rate: Int64
  public var fixedYen: Int64
  public var rounding: YenRounding

  public init(
    methodText: String = "", fromYen: Int64 = 0, toYen: Int64 = .max, rate: Int64 = 0,
    fixedYen: Int64 = 0, rounding: YenRounding = .down
  ) {
    self.methodText = methodText
    self.fromYen = fromYen
    self.toYen = toYen
    self.rate = rate
    self.fixedYen = fixedYen
    self.rounding = rounding
  }

  /// The fee of an amount of the rule's range.
  ///
  /// In 128 bits: twelve digits at a thousand percent are more than 64 hold.
  public func feeYen(of grossYen: Int64) -> Int64 {
    let more: Int64
    switch rounding {
    case .down: more = 0
    case .nearest: more = 5_000_000
    case .up: more = 9_999_999
    }
    let (product, isTooLarge) = grossYen.multipliedReportingOverflow(by: rate)
    guard isTooLarge || product > Int64.max - more else {
      return fixedYen + (product + more) / 10_000_000
    }
    let wide = (Int128(grossYen) * Int128(rate) + Int128(more)) / 10_000_000
    return fixedYen + Int64(clamping: wide)
  }
}

/// A difference between an order and its line that is right, by its exact amount.
public struct NamedDifference: Hashable, Sendable {
  /// Line minus order.
  public var yen: Int64
  /// Only of orders whose method holds this word; empty: of all.
  public var methodWord: String
  public var name: String
  /// Without the difference the line is wrong.
  public var isRequired: Bool

  public init(yen: Int64, methodWord: String = "", name: String, isRequired: Bool = false) {
    self.yen = yen
    self.methodWord = methodWord
    self.name = name
    self.isRequired = isRequired
  }
}

/// What was agreed with a provider. What is nil or empty is learned from its own reports, and the
/// close says so.
public struct ProviderTerms: Hashable, Sendable {
  public var id: String
  /// Orders that it collects for, by method; and of those only some, by shop or by a word in the
  /// shop's own name of the method, where these are given.
  public var methods: [PaymentMethod]
  public var shops: [String]
  public var methodWords: [String]
  /// Under which names its money comes.
  public var payerNames: [String]
  public var fees: [FeeRule]
  public var feeTax: FeeTaxClass
  /// Days from the claim to the line, at most.
  public var settlesWithinDays: Int32?
  /// Days from a 速報 to its 確報, at most.
  public var confirmsWithinDays: Int32
  /// Taken off a payout by the bank or the provider: exactly one of these, or nothing.
  public var transferFeesYen: [Int64]
  public var differences: [NamedDifference]
  /// Its lines hold what the customer paid with points as well.
  public var paysGrossOfPoints: Bool

  public init(
    id: String, methods: [PaymentMethod], shops: [String] = [], methodWords: [String] = [],
    payerNames: [String] = [], fees: [FeeRule] = [], feeTax: FeeTaxClass = .unknown,
    settlesWithinDays: Int32? = nil, confirmsWithinDays: Int32 = 10, transferFeesYen: [Int64] = [],
    differences: [NamedDifference] = [], paysGrossOfPoints: Bool = false
  ) {
    self.id = id
    self.methods = methods
    self.shops = shops
    self.methodWords = methodWords
    self.payerNames = payerNames
    self.fees = fees
    self.feeTax = feeTax
    self.settlesWithinDays = settlesWithinDays
    self.confirmsWithinDays = confirmsWithinDays
    self.transferFeesYen = transferFeesYen
    self.differences = differences
    self.paysGrossOfPoints = paysGrossOfPoints
  }

  /// Of a provider about which nothing was said.
  public static func usual(_ id: String) -> ProviderTerms {
    switch id {
    case "cod": ProviderTerms(id: id, methods: [.cod], feeTax: .taxable10)
    case "yamato": ProviderTerms(id: id, methods: [.cod], feeTax: .taxable10)
    case "rakuten", "yahoo": ProviderTerms(id: id, methods: [.mall], paysGrossOfPoints: true)
    case "amazon", "amazon-pay", "au-pay": ProviderTerms(id: id, methods: [.mall])
    case "card", "stripe", "shopify", "square", "adyen", "paypal":
      ProviderTerms(id: id, methods: [.card])
    default: ProviderTerms(id: id, methods: [])
    }
  }
}
