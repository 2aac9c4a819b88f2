/// A kind of case and how often it happens, in ten thousand.
public struct WorldRate: Sendable {
  public var kind: WorldKind
  public var perTenThousand: Int

  public init(_ kind: WorldKind, _ perTenThousand: Int) {
    self.kind = kind
    self.perTenThousand = perTenThousand
  }
}

/// How an invented month goes: every rate that the generator draws by, in ten thousand.
///
/// The kinds are those of the field (how payers write names and numbers, what banks deduct, what
/// customers get wrong). The rates are judgement, made before any result was seen, and no rate is
/// taken from other people's worlds. docs/matching/worlds.md says what follows from that.
public struct WorldProfile: Sendable {
  public var name: String
  /// Days on which orders come in.
  public var days: Int32 = 30
  /// Days after the last order on which payments still arrive.
  public var tailDays: Int32 = 10
  /// Orders paid by transfer, of all orders, and of those the ones never paid.
  public var transferShare: Int
  public var unpaidShare: Int
  /// Unpaid orders that the shop has cancelled.
  public var cancelledOfUnpaid = 3_000
  /// New customers that are companies; orders of somebody who ordered before.
  public var companyShare: Int
  public var returningShare = 2_400
  /// Orders that follow another one of the same customer within minutes, with other goods …
  public var secondOrderShare: Int
  /// … with the same goods …
  public var sameBasketShare: Int
  /// … and orders with the same goods by a namesake.
  public var namesakeShare: Int
  /// Second orders that are paid with the first in one transfer.
  public var mergedOfSecond: Int
  /// Prices of single goods, the usual ones first; weights fall with the rank by `priceFall`.
  public var prices: [Int64]
  public var priceFall: Int
  /// Orders with points or a coupon: amounts that are nobody else's.
  public var pointsShare: Int
  /// What happens to a payment; the rest pays once, for one order.
  public var scenarios: [WorldRate]
  /// How the amount departs from the one asked for; the rest is exact.
  public var amounts: [WorldRate]
  /// How a person's and a company's name departs from the plain one; the rest is plain.
  public var personText: [WorldRate]
  public var companyText: [WorldRate]
  /// Persons and companies of which somebody else pays, as a rule always the same one.
  public var personHabits: [WorldRate]
  public var companyHabits: [WorldRate]
  /// Payments that keep to such a habit.
  public var habitConstancy = 8_500
  /// Numbers written that are not the order's.
  public var wrongNumberShare: Int
  /// Payments with the order number as EDI text.
  public var ediShare = 60
  /// Days from order to payment: weights of 0, 1, 2 … days.
  public var lagWeights: [Int]
  /// Money beside the orders, of all deposits.
  public var otherMoney: [WorldRate]

  /// Weight of all rates together, for a table that draws.
  static func running(_ rates: [WorldRate]) -> [Int] {
    var sum = 0
    return rates.map { rate in
      sum += rate.perTenThousand
      return sum
    }
  }
}

extension WorldProfile {
  public static let presets = [daily, hard, market]

  public static func preset(_ name: String) -> WorldProfile? { presets.first { $0.name == name } }

  /// A quiet shop: most payers write what the shop asked for.
  public static let daily = WorldProfile(
    name: "daily", transferShare: 6_300, unpaidShare: 900, companyShare: 900,
    secondOrderShare: 500, sameBasketShare: 55, namesakeShare: 40, mergedOfSecond: 3_200,
    prices: [
      1980, 2980, 3980, 2480, 4980, 1480, 3300, 5980, 2200, 6600, 980, 4400, 7980, 5500, 9800,
      8800, 1280, 12_800, 11_000, 14_800, 16_500, 3480, 19_800, 22_000, 29_800, 33_000, 2750,
      6380, 7150, 10_450, 1650, 4290, 5720, 8690, 13_970, 24_750, 38_500, 54_780, 660, 1890,
    ], priceFall: 9, pointsShare: 1_600,
    scenarios: [
      WorldRate(.split, 60), WorldRate(.doublePayment, 50), WorldRate(.paidAfterCancel, 55),
      WorldRate(.reversedPayment, 15), WorldRate(.partial, 25), WorldRate(.beforeOrder, 35),
    ],
    amounts: [WorldRate(.feeDeducted, 100), WorldRate(.short, 60), WorldRate(.over, 65)],
    personText: [
      WorldRate(.space, 1_450), WorldRate(.orderNumber, 560), WorldRate(.orderNumberOnly, 40),
      WorldRate(.typo, 105), WorldRate(.surnameOnly, 90), WorldRate(.extraWord, 75),
      WorldRate(.honorific, 40), WorldRate(.romaji, 50), WorldRate(.givenFirst, 50),
      WorldRate(.voicingLost, 35), WorldRate(.longVowel, 45), WorldRate(.kanaForm, 30),
      WorldRate(.dialect, 12), WorldRate(.truncated, 12),
    ],
    companyText: [
      WorldRate(.legalForm, 2_200), WorldRate(.orderNumber, 550), WorldRate(.branch, 280),
      WorldRate(.space, 300), WorldRate(.truncated, 260), WorldRate(.typo, 80),
      WorldRate(.voicingLost, 40), WorldRate(.longVowel, 60), WorldRate(.kanaForm, 60),
    ],
    personHabits: [
      WorldRate(.family, 290), WorldRate(.thirdParty, 80), WorldRate(.companyForPerson, 150),
    ],
    companyHabits: [WorldRate(.personForCompany, 850), WorldRate(.thirdParty, 60)],
    wrongNumberShare: 200, lagWeights: [26, 26, 18, 11, 6, 4, 3, 4, 2, 1, 1, 1, 0, 0, 1],
    otherMoney: [
      WorldRate(.unrelatedBusiness, 105), WorldRate(.unrelatedPerson, 65),
      WorldRate(.refundReturned, 13), WorldRate(.payroll, 4),
    ])

  /// A month in which much goes wrong: few plain names, few prices, many unpaid orders.
  public static let hard = WorldProfile(
    name: "hard", transferShare: 6_500, unpaidShare: 1_500, companyShare: 850,
    secondOrderShare: 1_100, sameBasketShare: 150, namesakeShare: 130, mergedOfSecond: 3_200,
    prices: [
      2980, 3980, 1980, 4980, 5500, 3300, 6600, 2200, 9900, 7700, 4400, 1100, 14_300, 11_000,
      8800, 22_000, 16_500, 33_000,
    ], priceFall: 12, pointsShare: 1_100,
    scenarios: [
      WorldRate(.split, 210), WorldRate(.doublePayment, 130), WorldRate(.paidAfterCancel, 160),
      WorldRate(.reversedPayment, 45), WorldRate(.partial, 85), WorldRate(.beforeOrder, 110),
    ],
    amounts: [WorldRate(.feeDeducted, 310), WorldRate(.short, 120), WorldRate(.over, 160)],
    personText: [
      WorldRate(.space, 1_300), WorldRate(.orderNumber, 650), WorldRate(.orderNumberOnly, 80),
      WorldRate(.typo, 480), WorldRate(.surnameOnly, 220), WorldRate(.extraWord, 230),
      WorldRate(.honorific, 80), WorldRate(.romaji, 140), WorldRate(.givenFirst, 190),
      WorldRate(.voicingLost, 95), WorldRate(.longVowel, 120), WorldRate(.kanaForm, 60),
      WorldRate(.dialect, 30), WorldRate(.truncated, 40),
    ],
    companyText: [
      WorldRate(.legalForm, 2_500), WorldRate(.orderNumber, 600), WorldRate(.branch, 420),
      WorldRate(.space, 300), WorldRate(.truncated, 500), WorldRate(.typo, 380),
      WorldRate(.voicingLost, 90), WorldRate(.longVowel, 140), WorldRate(.kanaForm, 120),
    ],
    personHabits: [
      WorldRate(.family, 620), WorldRate(.thirdParty, 140), WorldRate(.companyForPerson, 290),
    ],
    companyHabits: [WorldRate(.personForCompany, 1_100), WorldRate(.thirdParty, 150)],
    wrongNumberShare: 400, lagWeights: [22, 24, 18, 12, 7, 5, 4, 4, 3, 2, 1, 1, 1, 1, 1, 1],
    otherMoney: [
      WorldRate(.unrelatedBusiness, 290), WorldRate(.unrelatedPerson, 230),
      WorldRate(.refundReturned, 35), WorldRate(.payroll, 8),
    ])

  /// A shop for companies and regular customers, of amounts that seldom repeat: neither of the
  /// other two, so that nothing is tuned to the tension between them.
  public static let market = WorldProfile(
    name: "market", days: 31, tailDays: 14, transferShare: 8_200, unpaidShare: 1_100,
    companyShare: 4_200, returningShare: 5_200, secondOrderShare: 900, sameBasketShare: 80,
    namesakeShare: 20, mergedOfSecond: 4_500,
    prices: [
      880, 1243, 2178, 3520, 6105, 7480, 1672, 4532, 9350, 12_540, 15_290, 18_700, 23_430, 28_600,
      41_800, 66_000, 5313, 2596, 3883, 10_197, 770, 1408, 8547, 31_350,
    ], priceFall: 4, pointsShare: 300,
    scenarios: [
      WorldRate(.split, 90), WorldRate(.doublePayment, 60), WorldRate(.paidAfterCancel, 40),
      WorldRate(.reversedPayment, 20), WorldRate(.partial, 70), WorldRate(.beforeOrder, 60),
    ],
    amounts: [WorldRate(.feeDeducted, 420), WorldRate(.short, 80), WorldRate(.over, 40)],
    personText: [
      WorldRate(.space, 1_100), WorldRate(.orderNumber, 300), WorldRate(.orderNumberOnly, 30),
      WorldRate(.typo, 160), WorldRate(.surnameOnly, 120), WorldRate(.extraWord, 60),
      WorldRate(.honorific, 30), WorldRate(.romaji, 120), WorldRate(.givenFirst, 80),
      WorldRate(.voicingLost, 50), WorldRate(.longVowel, 80), WorldRate(.kanaForm, 80),
      WorldRate(.dialect, 20), WorldRate(.truncated, 30),
    ],
    companyText: [
      WorldRate(.legalForm, 1_900), WorldRate(.orderNumber, 700), WorldRate(.branch, 600),
      WorldRate(.space, 200), WorldRate(.truncated, 420), WorldRate(.typo, 140),
      WorldRate(.voicingLost, 60), WorldRate(.longVowel, 110), WorldRate(.kanaForm, 90),
    ],
    personHabits: [
      WorldRate(.family, 350), WorldRate(.thirdParty, 110), WorldRate(.companyForPerson, 420),
    ],
    companyHabits: [WorldRate(.personForCompany, 700), WorldRate(.thirdParty, 120)],
    wrongNumberShare: 250, lagWeights: [10, 14, 12, 10, 8, 7, 6, 9, 5, 4, 3, 3, 2, 2, 3, 1, 1, 1],
    otherMoney: [
      WorldRate(.unrelatedBusiness, 420), WorldRate(.unrelatedPerson, 60),
      WorldRate(.refundReturned, 20), WorldRate(.payroll, 6),
    ])
}
