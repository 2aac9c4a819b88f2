// How seldom an accident would bear a name: that somebody who pays for something else is called so.
// サトウ says little, a rare surname much. A full name is about as rare as its surname times its
// given name, and no rarer than the shop's other customers of that very name say.

import Model

extension Book {
  /// Millibits by which an accident is rarer than one in one.
  func rarity(_ name: NameMatch, _ order: Int32) -> Int32 {
    switch name.level {
    case .nameDifferent, .nameAbsent: return 0
    case .nameFamily, .nameSurnameOnly: return surnameRarity(name.surname)
    case .nameTypo: return typoRarity(name, form(name, order))
    case .nameCompanyPerson where name.surname != 0: return surnameRarity(name.surname)
    default:
      let form = form(name, order)
      let bits = fullNameRarity(form)
      guard name.level == .nameTruncated else { return bits }
      return min(bits - 2_000, Int32(form.loose.count) * 2_500)
    }
  }

  private func form(_ name: NameMatch, _ order: Int32) -> OrderForm {
    let forms = self.name(order).forms
    return forms.first { $0.source == name.source } ?? forms[0]
  }

  /// Short given names have many neighbours (ユカ, ユキ, ユミ) that are names of their own: there a
  /// wrong letter may as well be another person of the family.
  private func typoRarity(_ name: NameMatch, _ form: OrderForm) -> Int32 {
    if name.surname == 0 {
      if form.givenKey == 0 { return name.edits > 1 ? 10_500 : 13_000 }
      return min(givenRarity(form.givenKey), 9_000) + (name.edits > 1 ? 1_500 : 4_000)
    }
    let letters = Int32(max(1, form.loose.count - form.surname.count))
    let bits = name.edits > 1 ? letters * 1_000 : letters * 2_000
    return surnameRarity(name.surname) + min(bits, name.edits > 1 ? 4_000 : 8_000)
  }

  /// From the customers that bear the name, and where its parts are known from theirs.
  private func fullNameRarity(_ form: OrderForm) -> Int32 {
    let others = Int64(max(customersOfName.find(form.looseKey), 1)) - 1
    if form.surnameKey == 0 || form.givenKey == 0 {
      return log2Millibits(customerCount * 10 + 30_000) - log2Millibits(others * 10 + 3)
    }
    let parts = min(surnameRarity(form.surnameKey) + givenRarity(form.givenKey), NameRarity.most)
    if others == 0 { return parts }
    let met = log2Millibits(customerCount + NameRarity.strangers) - log2Millibits(others)
    // Two ways to be called so add up: at most one bit less than the likelier of them.
    return min(parts, met) - (abs(parts - met) < 1_000 ? 1_000 : 0)
  }

  func surnameRarity(_ surname: UInt64) -> Int32 {
    NameRarity.millibits(
      bearers: Int64(max(customersOfSurname.find(surname), 1)), among: customerCount,
      knownPPM: NameRarity.surnamePPM[surname] ?? NameRarity.rarePPM)
  }

  private func givenRarity(_ given: UInt64) -> Int32 {
    NameRarity.millibits(
      bearers: Int64(max(customersOfGiven.find(given), 1)), among: customerCount,
      knownPPM: NameRarity.givenPPM)
  }
}

enum NameRarity {
  /// Beyond this a name is only ever as rare as our knowledge of it.
  static let most: Int32 = 22_000
  /// Public frequencies weigh as much as so many customers: they count in a small shop.
  static let strangers: Int64 = 200
  /// Bearers per million of a surname that is not among the frequent ones, and of a given name.
  static let rarePPM: Int64 = 50
  static let givenPPM: Int64 = 1_000

  /// Bearers per million of the frequent surnames, by their rank: the first have 1.5 %, the
  /// tenth about 0.75 %, the hundredth 0.14 % (public name statistics, rounded to a curve).
  static let surnamePPM: [UInt64: Int64] = {
    var out: [UInt64: Int64] = [:]
    for (rank, piece) in KanjiLexicon.surnames.enumerated() {
      guard let kana = piece.readings.first else { continue }
      out[surnameKey(loose(kana)), default: 0] += 150_000 / Int64(10 + rank)
    }
    return out
  }()

  static func millibits(bearers: Int64, among customers: Int64, knownPPM: Int64) -> Int32 {
    log2Millibits((customers + strangers) * 5_000)
      - log2Millibits(bearers * 5_000 + knownPPM * strangers / 200)
  }
}
