import Model

/// Somebody who orders: a person, or a company with the person who signs for it.
struct WorldCustomer {
  var person: WorldPerson
  var company: WrittenName?
  /// Index into `WorldBuilder.legalForms`.
  var legalForm: Int8
  var formStandsFirst: Bool
  /// The name as it stands in all of the customer's orders.
  var ordered: WrittenName
  var key: String
  /// Who pays as a rule where it is not the customer.
  var habit: WorldKind?
  var habitPayer: String = ""
  var habitShows = WorldShown.nothing
}

extension WorldBuilder {
  static let legalForms: [(kanji: String, kana: String, short: String)] = [
    ("株式会社", "カブシキガイシャ", "ｶ"), ("有限会社", "ユウゲンガイシャ", "ﾕ"),
    ("合同会社", "ゴウドウガイシャ", "ﾄﾞ"), ("医療法人", "イリョウホウジン", "ｲ"),
    ("一般社団法人", "イッパンシャダンホウジン", "ｼﾔ"),
    ("特定非営利活動法人", "トクテイヒエイリカツドウホウジン", "ﾄｸﾋ"), ("学校法人", "ガッコウホウジン", "ｶﾞｸ"),
  ]
  private static let legalFormWeights = [62, 76, 86, 90, 94, 97, 100]

  mutating func drawCustomer() -> Int {
    if customers.count > 10, random.chance(perMille: profile.returningShare / 10) {
      return random.below(customers.count)
    }
    let isCompany = random.below(10_000) < profile.companyShare
    return newCustomer(names.person(&random), isCompany: isCompany)
  }

  /// - Parameter isCompany: With a name of its own, or the signer's.
  mutating func newCustomer(_ person: WorldPerson, isCompany: Bool) -> Int {
    let surname = random.chance(perMille: 250) ? names.surname(person) : nil
    var who = WorldCustomer(
      person: person,
      company: isCompany ? names.company(&random, surname: surname) : nil,
      legalForm: Int8(random.weighted(WorldBuilder.legalFormWeights)),
      formStandsFirst: random.chance(perMille: 600),
      ordered: WrittenName(kanji: "", kana: ""), key: "c" + hexDigits(random.next()))
    who.ordered = orderedName(who)
    who.habit = drawHabit(isCompany)
    if let habit = who.habit {
      (who.habitPayer, who.habitShows) = strangePayer(habit, who, signs: surname != nil)
    }
    customers.append(who)
    return customers.count - 1
  }

  private mutating func drawHabit(_ isCompany: Bool) -> WorldKind? {
    draw(isCompany ? profile.companyHabits : profile.personHabits)
  }

  /// One of the kinds by its rate; nil for the rest.
  mutating func draw(_ rates: [WorldRate]) -> WorldKind? {
    var roll = random.below(10_000)
    for rate in rates {
      if roll < rate.perTenThousand { return rate.kind }
      roll -= rate.perTenThousand
    }
    return nil
  }

  /// Another's name, in half-width kana, who pays for the customer, and what it gives away.
  /// - Parameter signs: Whether the customer's company bears the surname of who orders for it.
  mutating func strangePayer(
    _ kind: WorldKind, _ who: WorldCustomer, signs: Bool
  ) -> (name: String, shown: WorldShown) {
    switch kind {
    case .family:
      var other = who.person
      while names.sound(other) == names.sound(who.person) {
        let drawn = names.person(&random)
        if drawn.isForeign == other.isForeign { other.given = drawn.given }
      }
      return (plainText(other), .surname)
    case .companyForPerson:
      let surname = random.chance(perMille: 450) ? names.surname(who.person) : nil
      let company = Kana.halfWidth(names.company(&random, surname: surname).kana)
      let short = WorldBuilder.legalForms[Int(who.legalForm)].short
      let name = random.chance(perMille: 550) ? "\(short))\(company)" : "\(company)(\(short)"
      return (name, surname == nil ? .nothing : .surname)
    case .personForCompany:
      let isNamed = who.ordered.kanji.hasSuffix(names.given(who.person).kanji)
      return (plainText(who.person), isNamed ? .name : signs ? .surname : .nothing)
    default: return (plainText(names.person(&random)), .nothing)
    }
  }

  /// A person's name as most write it: surname, blank, given name; the other way round for names
  /// that are so.
  func plainText(_ person: WorldPerson) -> String {
    let surname = names.halfSurname(person)
    let given = names.halfGiven(person)
    return person.isForeign ? given + " " + surname : surname + " " + given
  }

  /// The name as the customer typed it into the order form, and stays in the shop's list.
  private mutating func orderedName(_ who: WorldCustomer) -> WrittenName {
    let gaps = ["　", "　", "　", "　", "　", " ", " ", ""]
    let gap = random.pick(gaps)
    var first = names.surname(who.person)
    var second = names.given(who.person)
    if who.person.isForeign { swap(&first, &second) }
    let kanjiGap = who.person.isForeign ? " " : gap
    let person = WrittenName(
      kanji: first.kanji + kanjiGap + second.kanji, kana: first.kana + gap + second.kana)
    guard let company = who.company else { return person }
    let form = WorldBuilder.legalForms[Int(who.legalForm)]
    let kanji = who.formStandsFirst ? form.kanji + company.kanji : company.kanji + form.kanji
    let signed = random.chance(perMille: 550) ? kanji + "　" + person.kanji : kanji
    switch random.below(10) {
    case ..<3: return WrittenName(kanji: signed, kana: company.kana)
    case ..<4 where signed != kanji: return WrittenName(kanji: signed, kana: person.kana)
    default:
      let kana = who.formStandsFirst ? form.kana + company.kana : company.kana + form.kana
      return WrittenName(kanji: signed, kana: kana)
    }
  }
}

/// Fourteen hexadecimal digits, so that the key is short enough to need no storage of its own.
private func hexDigits(_ value: UInt64) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(unsafeUninitializedCapacity: 14) { out in
    for place in 0..<14 { out[place] = digits[Int((value >> UInt64(place * 4)) & 15)] }
    return 14
  }
}
