/// The table of weights that matching adds up, in millibits: log2 odds × 1000. The built-in one is
/// judgement, to be added up by hand; a shop's own is learned from its confirmed history.
///
/// A level's weight is how often true payments look so against how often accidental pairs do;
/// rarities, counted in the shop's own open orders, are added to it by matching.
public struct EvidenceWeights: Hashable, Sendable {
  /// Names the table in reports: `built-in-1`, or the file it was learned into.
  public var id = "built-in-1"
  /// Twenty payments belong to an open order for every one that does not, and most of the latter
  /// resemble none.
  public var prior: Int32 = 7_000

  public var amountExact: Int32 = 0
  public var amountShortByFee: Int32 = -5_500
  // How often payers err so, not yet divided by how many amounts such an error can give.
  /// A digit or a few yen wrong.
  public var amountSlip: Int32 = -7_000
  public var amountHalf: Int32 = -9_000
  public var amountRoundedUp: Int32 = -8_400
  /// What a transfer costs was added instead of taken off.
  public var amountOverByFee: Int32 = -10_000
  /// A round part, or nearly all.
  public var amountPart: Int32 = -9_500
  public var amountShort: Int32 = -9_000
  public var amountOver: Int32 = -8_400
  /// Amounts that fit in no certain way.
  public var amountOther: Int32 = -7_000

  // Names: only what speaks against an accident counts. A blank, an extra word or a legal form is
  // as usual with strangers as with customers.
  public var nameExact: Int32 = 0
  public var nameSpacing: Int32 = -200
  public var nameLegalForm: Int32 = -200
  public var nameExtraWord: Int32 = -500
  public var nameReading: Int32 = -500
  public var nameLetters: Int32 = 0
  public var nameSwapped: Int32 = -1_500
  public var nameRomaji: Int32 = -1_500
  public var nameTruncated: Int32 = -1_500
  public var nameAbsent: Int32 = -1_500
  public var nameVariant: Int32 = -2_500
  public var nameTypo: Int32 = -4_500
  public var nameCompanyPerson: Int32 = -4_500
  public var nameFamily: Int32 = -5_000
  public var nameSurnameOnly: Int32 = -5_500
  public var nameDifferent: Int32 = -7_000
  /// The one wrong letter is one that is often mixed up.
  public var usualSlip: Int32 = 1_500
  /// A second letter wrong in a name.
  public var secondTypo: Int32 = -3_000

  /// Digits that name the order in full.
  public var orderNumberFull: Int32 = 16_000
  /// Each digit of a part of the number; one decimal digit is log2(10) bits.
  public var perDigit: Int32 = 3_322
  /// The number written is that of another order.
  public var orderNumberOther: Int32 = -2_000

  public var dateClose: Int32 = 0
  public var dateNormal: Int32 = -1_000
  public var dateLate: Int32 = -3_000
  public var dateBeforeOrder: Int32 = -7_500

  /// The payer names an order of this customer elsewhere.
  public var knownPayer: Int32 = 13_000
  /// Most that other payments of the same payer for the same customer can add.
  public var jointPayments: Int32 = 10_000
  /// An order that no longer waits for money explains a payment more seldom than an open one.
  public var cancelled: Int32 = -1_500
  public var paid: Int32 = -2_500

  /// The built-in table.
  public init() {}

  public func amount(_ level: EvidenceLevel) -> Int32 {
    switch level {
    case .amountExact: return amountExact
    case .amountShortByFee: return amountShortByFee
    case .amountSlip: return amountSlip
    case .amountHalf: return amountHalf
    case .amountRoundedUp: return amountRoundedUp
    case .amountOverByFee: return amountOverByFee
    case .amountPart: return amountPart
    case .amountShort: return amountShort
    case .amountOver: return amountOver
    default: return amountOther
    }
  }

  public func name(_ level: EvidenceLevel) -> Int32 {
    switch level {
    case .nameExact: return nameExact
    case .nameSpacing: return nameSpacing
    case .nameLegalForm: return nameLegalForm
    case .nameExtraWord: return nameExtraWord
    case .nameReading: return nameReading
    case .nameLetters: return nameLetters
    case .nameSwapped: return nameSwapped
    case .nameRomaji: return nameRomaji
    case .nameTruncated: return nameTruncated
    case .nameAbsent: return nameAbsent
    case .nameVariant: return nameVariant
    case .nameTypo: return nameTypo
    case .nameCompanyPerson: return nameCompanyPerson
    case .nameFamily: return nameFamily
    case .nameSurnameOnly: return nameSurnameOnly
    default: return nameDifferent
    }
  }

  public func date(_ level: EvidenceLevel) -> Int32 {
    switch level {
    case .dateClose: return dateClose
    case .dateNormal: return dateNormal
    case .dateLate: return dateLate
    default: return dateBeforeOrder
    }
  }
}
