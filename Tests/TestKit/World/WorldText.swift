import Model

/// Small texts of statements.
enum WorldText {
  private static let banks = [
    "ｱｵﾊﾞ", "ﾐﾅﾄｼﾃｲ", "ﾄｳﾌﾞ", "ｻﾝﾖｳ", "ﾎｸｼﾝ", "ﾕｳﾁﾖ", "ﾈﾂﾄﾀﾞｲｲﾁ", "ｾﾄｳﾁ", "ﾁｸｼ", "ｼﾅﾉｼﾝｷﾝ",
  ]
  private static let branches = ["ﾎﾝﾃﾝ", "ｴｷﾏｴ", "ﾁﾕｳｵｳ", "ｷﾀ", "ﾐﾅﾐ", "ﾋｶﾞｼ", "ﾆｼﾏﾁ", "ｲﾝﾀ-ﾈﾂﾄ"]

  /// A payer has one account: bank and branch follow from the name.
  static func bank(of payer: String) -> (String, String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in payer.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let mixed = Int(hash >> 40)
    return (banks[mixed % banks.count], branches[mixed / banks.count % branches.count])
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
  var shown = WorldShown.name
}

/// How payers write: names and numbers as banks print them.
extension WorldBuilder {
  mutating func payerText(_ customer: Int, orderID: String) -> WrittenPayer {
    let who = customers[customer]
    var written: WrittenPayer
    if let habit = who.habit, random.below(10_000) < profile.habitConstancy {
      written = WrittenPayer(name: who.habitPayer, kind: habit, shown: who.habitShows)
    } else if who.company != nil {
      written = companyText(who, orderID: orderID)
    } else {
      written = personText(who, orderID: orderID)
    }
    if written.edi.isEmpty, random.below(10_000) < profile.ediShare {
      written.edi = orderID
      written.shown = .number
    }
    if written.name.unicodeScalars.count > 48 {
      written.name = WrittenBytes.cut(written.name, to: 48)
      if written.kind == .exact { written.kind = .truncated }
    }
    return written
  }

  private mutating func personText(_ who: WorldCustomer, orderID: String) -> WrittenPayer {
    let plain = plainText(who.person)
    let kind = draw(profile.personText) ?? .exact
    switch kind {
    case .surnameOnly:
      return WrittenPayer(
        name: names.halfSurname(who.person), kind: kind, shown: .surname)
    case .givenFirst:
      let given = names.halfGiven(who.person)
      let surname = names.halfSurname(who.person)
      let swapped = who.person.isForeign ? surname + " " + given : given + " " + surname
      return WrittenPayer(name: swapped, kind: kind)
    case .romaji:
      return WrittenPayer(name: latinName(who.person), kind: kind)
    case .longVowel, .kanaForm, .dialect:
      let first = names.surname(who.person).kana
      let second = names.given(who.person).kana
      let kana = who.person.isForeign ? second + "　" + first : first + "　" + second
      return changed(kind, kana, otherwise: plain)
    default: return textNoise(kind, plain, orderID: orderID)
    }
  }

  private mutating func companyText(_ who: WorldCustomer, orderID: String) -> WrittenPayer {
    let form = WorldBuilder.legalForms[Int(who.legalForm)]
    let kana = who.company!.kana
    let name = Kana.halfWidth(kana)
    let plain = who.formStandsFirst ? "\(form.short))\(name)" : "\(name)(\(form.short)"
    let full = Kana.halfWidth(form.kana)
    let kind = draw(profile.companyText) ?? .exact
    switch kind {
    case .legalForm: return legalFormNoise(who, name, form.short, full)
    case .branch: return WrittenPayer(name: plain + branchWord(), kind: kind)
    case .truncated:
      // Cut where somebody wrote the legal form out; the cut falls on a length that banks have.
      let long = who.formStandsFirst ? full + name : name + full
      let cut = WrittenBytes.cut(long, to: random.pick([15, 20, 24, 26, 30]))
      return WrittenPayer(name: cut, kind: cut == long ? .legalForm : kind)
    case .longVowel, .kanaForm:
      var written = changed(kind, kana, otherwise: name)
      let short = form.short
      written.name =
        who.formStandsFirst ? "\(short))\(written.name)" : "\(written.name)(\(short)"
      return written
    default: return textNoise(kind, plain, orderID: orderID)
    }
  }

  private mutating func legalFormNoise(
    _ who: WorldCustomer, _ name: String, _ short: String, _ full: String
  ) -> WrittenPayer {
    let text: String
    switch random.below(8) {
    case 0...1: text = name
    case 2: text = who.formStandsFirst ? full + " " + name : name + " " + full
    case 3: text = who.formStandsFirst ? full + name : name + full
    case 4...5: text = who.formStandsFirst ? "\(name)(\(short)" : "\(short))\(name)"
    case 6: text = who.formStandsFirst ? "(\(short))\(name)" : "\(name)(\(short))"
    default: text = who.formStandsFirst ? "\(short) \(name)" : "\(name) \(short)"
    }
    return WrittenPayer(name: text, kind: .legalForm)
  }

  private mutating func branchWord() -> String {
    let town = random.pick(["ﾂｼ", "ﾏﾂﾔﾏ", "ｵｵﾐﾔ", "ﾋｶﾞｼ", "ｼﾝｼﾞﾕｸ", "ｶﾅｻﾞﾜ", "ﾁﾄｾ", "ﾊｶﾀ", "ﾆｲｶﾞﾀ"])
    return " " + town + random.pick(["ｼﾃﾝ", "ｴｲｷﾞﾖｳｼﾖ", "(ｴｲ", "(ｼﾕﾂ", "ｺｳｼﾞﾖｳ", "ｹｲﾘｶ"])
  }

  /// What can happen to any text.
  private mutating func textNoise(
    _ kind: WorldKind, _ plain: String, orderID: String
  ) -> WrittenPayer {
    switch kind {
    case .space: return WrittenPayer(name: otherBlanks(plain), kind: kind)
    case .orderNumber, .orderNumberOnly:
      return numberText(kind, random.chance(perMille: 400) ? without(plain, " ") : plain, orderID)
    case .typo: return WrittenPayer(name: withTypo(plain), kind: kind)
    case .extraWord:
      let words = [" ﾀﾞｲｷﾝ", " ﾂｳﾊﾝﾀﾞｲ", "(ｵｵｻｶ)", " ﾌﾞﾝ", " ｼﾖｳﾋﾝﾀﾞｲ", " ﾈﾂﾄ", " ﾁﾕｳﾓﾝ"]
      return WrittenPayer(name: plain + random.pick(words), kind: kind)
    case .honorific:
      return WrittenPayer(name: plain + random.pick([" ｻﾏ", "ｻﾏ", " ｻﾝ", "ﾄﾞﾉ"]), kind: kind)
    case .voicingLost:
      let name = without(without(plain, "ﾞ"), "ﾟ")
      return WrittenPayer(name: name, kind: name == plain ? .exact : kind)
    case .truncated:
      let name = WrittenBytes.cut(plain, to: random.pick([8, 10, 12, 15]))
      return WrittenPayer(name: name, kind: name == plain ? .exact : kind)
    default: return WrittenPayer(name: plain, kind: .exact)
    }
  }
}
