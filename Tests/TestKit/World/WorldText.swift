import Model

/// How payers are written on statements, and other small texts.
enum WorldText {
  private static let banks = [
    "ｱｵﾊﾞ", "ﾐﾅﾄｼﾃｲ", "ﾄｳﾌﾞ", "ｻﾝﾖｳ", "ﾎｸｼﾝ", "ﾕｳﾁﾖ", "ﾈﾂﾄﾀﾞｲｲﾁ", "ｾﾄｳﾁ", "ﾁｸｼ", "ｼﾅﾉｼﾝｷﾝ",
  ]
  private static let branches = ["ﾎﾝﾃﾝ", "ｴｷﾏｴ", "ﾁﾕｳｵｳ", "ｷﾀ", "ﾐﾅﾐ", "ﾋｶﾞｼ", "ﾆｼﾏﾁ", "ｲﾝﾀ-ﾈﾂﾄ"]

  static func bank(_ random: inout SeededRandom) -> (String, String) {
    (random.pick(banks), random.pick(branches))
  }

  static func depositID(_ day: Day, _ number: Int32) -> String {
    compact(day) + "-" + padded(Int64(number), 6)
  }

  /// `20260105`.
  static func compact(_ day: Day) -> String {
    let c = day.civil
    return padded(Int64(c.year), 4) + padded(Int64(c.month), 2) + padded(Int64(c.day), 2)
  }

  static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// A payer's name as it arrives, with what became of it.
struct WrittenPayer {
  var name: String
  var edi: String = ""
  var kind: WorldKind
}

extension WorldBuilder {
  /// Name noise in per mille; the rest is exact.
  private static let personNoise: [(kind: WorldKind, perMille: Int)] = [
    (.space, 150), (.orderNumber, 62), (.family, 30), (.typo, 11), (.surnameOnly, 9),
    (.thirdParty, 8), (.extraWord, 8), (.romaji, 6), (.givenFirst, 5), (.orderNumberOnly, 5),
    (.orderNumberInEDI, 12), (.voicingLost, 4), (.companyForPerson, 12),
  ]

  mutating func payerText(_ who: WorldCustomer, orderID: String) -> WrittenPayer {
    var written =
      who.company == nil
      ? personText(who, orderID: orderID) : companyText(who, orderID: orderID)
    if WrittenBytes.singleByteCount(written.name) > 48 {
      written = WrittenPayer(
        name: WrittenBytes.cut(written.name, to: 48), edi: written.edi, kind: .truncated)
    }
    return written
  }

  private mutating func personText(_ who: WorldCustomer, orderID: String) -> WrittenPayer {
    let surname = Kana.halfWidth(who.surname.kana)
    let given = Kana.halfWidth(who.given.kana)
    let plain = surname + " " + given
    let kind = drawNoise()
    switch kind {
    case .space: return WrittenPayer(name: surname + given, kind: kind)
    case .orderNumber:
      return WrittenPayer(
        name: withNumber(orderID, random.pick([plain, surname + given])), kind: kind)
    case .orderNumberOnly: return WrittenPayer(name: orderID, kind: kind)
    case .orderNumberInEDI: return WrittenPayer(name: plain, edi: orderID, kind: kind)
    case .family:
      let other = Kana.halfWidth(NameSource.shared.givenName(&random).kana)
      return WrittenPayer(name: surname + " " + other, kind: kind)
    case .typo: return WrittenPayer(name: withTypo(plain), kind: kind)
    case .surnameOnly: return WrittenPayer(name: surname, kind: kind)
    case .thirdParty:
      let other = NameSource.shared.surname(&random).kana + "　"
      let full = other + NameSource.shared.givenName(&random).kana
      return WrittenPayer(name: Kana.halfWidth(full), kind: kind)
    case .extraWord:
      return WrittenPayer(name: plain + random.pick([" ﾀﾞｲｷﾝ", " ﾂｳﾊﾝﾀﾞｲ", "(ｵｵｻｶ)"]), kind: kind)
    case .romaji:
      let name = Kana.romaji(who.given.kana + "　" + who.surname.kana)
      return WrittenPayer(name: name, kind: kind)
    case .givenFirst: return WrittenPayer(name: given + " " + surname, kind: kind)
    case .voicingLost:
      let kept = plain.unicodeScalars.filter { $0 != "ﾞ" && $0 != "ﾟ" }
      let name = String(String.UnicodeScalarView(kept))
      return WrittenPayer(name: name, kind: name == plain ? .exact : kind)
    case .companyForPerson:
      let company = Kana.halfWidth(NameSource.shared.company(&random).kana)
      return WrittenPayer(name: "ﾕ)" + company, kind: kind)
    default: return WrittenPayer(name: plain, kind: .exact)
    }
  }

  private mutating func companyText(_ who: WorldCustomer, orderID: String) -> WrittenPayer {
    let name = Kana.halfWidth(who.company!.kana)
    let short = WorldBuilder.legalForms[who.legalForm].short
    let plain = who.formStandsFirst ? short + ")" + name : name + "(" + short
    switch random.below(100) {
    case ..<64: return WrittenPayer(name: plain, kind: .exact)
    case ..<72: return WrittenPayer(name: name, kind: .legalForm)
    case ..<78:
      let full = Kana.halfWidth(WorldBuilder.legalForms[who.legalForm].kana)
      return WrittenPayer(
        name: who.formStandsFirst ? full + " " + name : name + " " + full, kind: .legalForm)
    case ..<83:
      let swapped = who.formStandsFirst ? name + "(" + short : short + ")" + name
      return WrittenPayer(name: swapped, kind: .legalForm)
    case ..<91: return WrittenPayer(name: withNumber(orderID, plain), kind: .orderNumber)
    default:
      let person = Kana.halfWidth(who.surname.kana + "　" + who.given.kana)
      return WrittenPayer(name: person, kind: .personForCompany)
    }
  }

  private mutating func drawNoise() -> WorldKind {
    var roll = random.below(1000)
    for (kind, share) in WorldBuilder.personNoise {
      if roll < share { return kind }
      roll -= share
    }
    return .exact
  }

  /// The order number in one of the ways people type it, glued or apart, before or after.
  private mutating func withNumber(_ orderID: String, _ name: String) -> String {
    switch random.below(6) {
    case 0: return orderID + name
    case 1: return orderID + " " + name
    case 2: return name + " " + orderID
    case 3: return String(orderID.dropFirst()) + name
    case 4: return String(orderID.suffix(6)) + " " + name
    default: return name + orderID
    }
  }

  private mutating func withTypo(_ name: String) -> String {
    var letters = Array(name.unicodeScalars)
    let at = random.below(letters.count)
    switch random.below(3) {
    case 0 where letters.count > 4: letters.remove(at: at)
    case 1 where at + 1 < letters.count: letters.swapAt(at, at + 1)
    default: letters[at] = random.pick(Array("ｱｶｻﾀﾅﾊﾏﾔﾗﾜ".unicodeScalars))
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: letters)
    return String(view)
  }
}
