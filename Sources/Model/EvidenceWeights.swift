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
  /// A payer who has paid for the customer before under another name, against the customer's own
  /// full name: less by what such payers may pay for besides; each vote beyond the needed ones
  /// takes some of it back.
  public var payerHistory: Int32 = -2_000
  public var payerHistoryPerVote: Int32 = 500
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

extension EvidenceWeights {
  /// The levels whose weights a history can teach. What is best in its kind (equal amount, equal
  /// name, soon after the order) stays at 0: all others are measured against it. Rarities are
  /// counted anew in every run and are nobody's to learn.
  public static let learnable: [EvidenceLevel] = [
    .amountShortByFee, .nameSpacing, .nameLegalForm, .nameExtraWord, .nameSwapped, .nameRomaji,
    .nameTruncated, .nameAbsent, .nameVariant, .nameTypo, .nameCompanyPerson, .nameFamily,
    .nameSurnameOnly, .nameDifferent, .orderNumberOther, .dateNormal, .dateLate, .dateBeforeOrder,
  ]

  /// Weight of a learnable level.
  public subscript(level: EvidenceLevel) -> Int32 {
    get {
      switch level {
      case .amountShortByFee: return amountShortByFee
      case .orderNumberOther: return orderNumberOther
      case .dateNormal, .dateLate, .dateBeforeOrder: return date(level)
      default: return name(level)
      }
    }
    set {
      switch level {
      case .amountShortByFee: amountShortByFee = newValue
      case .nameSpacing: nameSpacing = newValue
      case .nameLegalForm: nameLegalForm = newValue
      case .nameExtraWord: nameExtraWord = newValue
      case .nameSwapped: nameSwapped = newValue
      case .nameRomaji: nameRomaji = newValue
      case .nameTruncated: nameTruncated = newValue
      case .nameAbsent: nameAbsent = newValue
      case .nameVariant: nameVariant = newValue
      case .nameTypo: nameTypo = newValue
      case .nameCompanyPerson: nameCompanyPerson = newValue
      case .nameFamily: nameFamily = newValue
      case .nameSurnameOnly: nameSurnameOnly = newValue
      case .nameDifferent: nameDifferent = newValue
      case .orderNumberOther: orderNumberOther = newValue
      case .dateNormal: dateNormal = newValue
      case .dateLate: dateLate = newValue
      case .dateBeforeOrder: dateBeforeOrder = newValue
      default: preconditionFailure("\(level) is not learnable")
      }
    }
  }
}

/// A pair of entry and order from the shop's history, as the engine compares it.
public struct ComparedPair: Hashable, Sendable {
  public enum Label: Hashable, Sendable {
    /// The money was this order's, and nobody has taken that back.
    case link
    /// The money was another order's, or a person took the pair apart.
    case other
    /// Nobody has said.
    case unknown
  }

  /// Levels that can be learned, as they came out.
  public var levels: [EvidenceLevel]
  /// Sum of all weights that cannot: the prior, what is best in its kind, numbers and rarities.
  public var fixedMillibits: Int32
  public var label: Label

  public init(levels: [EvidenceLevel], fixedMillibits: Int32, label: Label) {
    self.levels = levels
    self.fixedMillibits = fixedMillibits
    self.label = label
  }
}

/// What a history says of one level.
public struct LevelEstimate: Hashable, Sendable {
  public var level: EvidenceLevel
  public var oldMillibits: Int32
  public var newMillibits: Int32
  /// Pairs of the level that are links, and others; those nobody spoke about count by their
  /// probability. In parts per million of a pair.
  public var linksPPM: Int64
  public var othersPPM: Int64
  /// How many of them somebody confirmed.
  public var confirmed: Int32

  public init(
    level: EvidenceLevel, oldMillibits: Int32, newMillibits: Int32, linksPPM: Int64,
    othersPPM: Int64, confirmed: Int32
  ) {
    self.level = level
    self.oldMillibits = oldMillibits
    self.newMillibits = newMillibits
    self.linksPPM = linksPPM
    self.othersPPM = othersPPM
    self.confirmed = confirmed
  }
}
