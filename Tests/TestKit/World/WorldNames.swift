/// A name in kanji or Latin letters (as an order shows it) and in full-width katakana.
struct WrittenName: Sendable {
  var kanji: String
  var kana: String
}

/// Where invented names come from. Several, so that nothing is fitted to one list.
public enum WorldNames: String, Sendable, CaseIterable {
  /// Half common, half composed: about as many namesakes as a shop with customers everywhere.
  case mixed
  /// The most frequent surnames and given names only: many namesakes and near-namesakes.
  case common
  /// Composed of parts: hardly a name twice, many that share their first or last half.
  case rare
  /// A third of foreign residents (katakana, Latin letters, given name first), and companies in
  /// katakana.
  case international

  var source: NameSource {
    switch self {
    case .mixed: NameSource.mixed
    case .common: NameSource.common
    case .rare: NameSource.rare
    case .international: NameSource.international
    }
  }
}

/// Names of one sort: the listed ones are drawn by their rank, the composed ones alike.
struct NameTable: Sendable {
  let names: [WrittenName]
  /// Half-width, as a bank writes them; parallel to `names`.
  let half: [String]
  /// The first place with the same kana: 洋子 and 陽子 are one on a statement.
  let sound: [Int32]
  private let ranked: [Int]
  private let listedPerMille: Int

  init(listed: String, heads: String = "", tails: String = "", listedPerMille: Int = 1000) {
    let list = NameTable.pairs(listed)
    let tailList = NameTable.pairs(tails)
    names = list + NameTable.pairs(heads).flatMap { head in tailList.map { head.joined($0) } }
    half = names.map { Kana.halfWidth($0.kana) }
    var firsts: [String: Int32] = [:]
    sound = half.enumerated().map { place, kana in
      let first = firsts[kana] ?? Int32(place)
      firsts[kana] = first
      return first
    }
    var sum = 0
    ranked = list.indices.map { rank in
      sum += 10_000 / (rank + 9)
      return sum
    }
    self.listedPerMille = names.count > list.count ? listedPerMille : 1000
  }

  func draw(_ random: inout SeededRandom) -> Int32 {
    if random.chance(perMille: listedPerMille) { return Int32(random.weighted(ranked)) }
    return Int32(ranked.count + random.below(names.count - ranked.count))
  }

  static func pairs(_ text: String) -> [WrittenName] {
    text.split(whereSeparator: { $0 == "\n" || $0 == " " }).map { item in
      let parts = item.split(separator: "/")
      precondition(parts.count == 2, "name list: \(item)")
      return WrittenName(kanji: String(parts[0]), kana: String(parts[1]))
    }
  }
}

extension WrittenName {
  func joined(_ other: WrittenName) -> WrittenName {
    WrittenName(kanji: kanji + other.kanji, kana: kana + other.kana)
  }
}

/// Invented people and companies.
struct NameSource: Sendable {
  let surnames: NameTable
  let givenNames: NameTable
  let foreignFamilies = NameTable(listed: foreignFamilyText)
  let foreignGivens = NameTable(listed: foreignGivenText)
  let foreignPerMille: Int
  let companyHeads: [WrittenName]
  let companyTails = NameTable.pairs(companyTailText)

  static let mixed = NameSource(listedPerMille: 520, givenListedPerMille: 380, foreignPerMille: 5)
  static let common = NameSource(
    listedPerMille: 1000, givenListedPerMille: 1000, foreignPerMille: 0)
  static let rare = NameSource(listedPerMille: 20, givenListedPerMille: 20, foreignPerMille: 0)
  static let international = NameSource(
    listedPerMille: 600, givenListedPerMille: 300, foreignPerMille: 330)

  private init(listedPerMille: Int, givenListedPerMille: Int, foreignPerMille: Int) {
    surnames = NameTable(
      listed: commonSurnames, heads: surnameHeadText, tails: surnameTailText,
      listedPerMille: listedPerMille)
    givenNames = NameTable(
      listed: commonGivenNames, heads: givenHeadText, tails: givenTailText,
      listedPerMille: givenListedPerMille)
    self.foreignPerMille = foreignPerMille
    let heads = NameTable.pairs(companyHeadText)
    companyHeads = foreignPerMille > 100 ? heads.filter { $0.kanji == $0.kana } : heads
  }

  /// A company that may bear a surname, as small ones do.
  func company(_ random: inout SeededRandom, surname: WrittenName? = nil) -> WrittenName {
    if let surname { return surname.joined(random.pick(companyTails)) }
    let head = random.pick(companyHeads)
    let isLong = random.chance(perMille: 850)
    let name = isLong ? head.joined(random.pick(companyHeads)) : head
    return name.joined(random.pick(companyTails))
  }

  func person(_ random: inout SeededRandom) -> WorldPerson {
    let isForeign = foreignPerMille > 0 && random.chance(perMille: foreignPerMille)
    return WorldPerson(
      surname: isForeign ? foreignFamilies.draw(&random) : surnames.draw(&random),
      given: isForeign ? foreignGivens.draw(&random) : givenNames.draw(&random),
      isForeign: isForeign)
  }

  /// The same person for everybody who sounds alike.
  func sound(_ who: WorldPerson) -> WorldPerson {
    let surnames = who.isForeign ? foreignFamilies : surnames
    let givens = who.isForeign ? foreignGivens : givenNames
    return WorldPerson(
      surname: surnames.sound[Int(who.surname)], given: givens.sound[Int(who.given)],
      isForeign: who.isForeign)
  }

  func surname(_ who: WorldPerson) -> WrittenName {
    (who.isForeign ? foreignFamilies : surnames).names[Int(who.surname)]
  }

  func given(_ who: WorldPerson) -> WrittenName {
    (who.isForeign ? foreignGivens : givenNames).names[Int(who.given)]
  }

  func halfSurname(_ who: WorldPerson) -> String {
    (who.isForeign ? foreignFamilies : surnames).half[Int(who.surname)]
  }

  func halfGiven(_ who: WorldPerson) -> String {
    (who.isForeign ? foreignGivens : givenNames).half[Int(who.given)]
  }
}

/// Places in a source's tables.
struct WorldPerson: Sendable, Hashable {
  var surname: Int32
  var given: Int32
  var isForeign: Bool
}
