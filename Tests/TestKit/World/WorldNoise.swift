/// How texts go wrong on their way from a hand to a statement.
extension WorldBuilder {
  func without(_ text: String, _ letter: Unicode.Scalar) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != letter }))
  }

  /// No blank, two, one before the name, or one in a place of its own.
  mutating func otherBlanks(_ text: String) -> String {
    let tight = without(text, " ")
    switch random.below(10) {
    case ..<7 where tight != text: return tight
    case 7: return " " + text
    case 8 where tight != text:
      return text.unicodeScalars.reduce(into: "") { $0 += $1 == " " ? "  " : String($1) }
    default:
      var scalars = Array(tight.unicodeScalars)
      // Never between a letter and its voicing mark.
      let places = scalars.indices.dropFirst().filter { scalars[$0] != "ﾞ" && scalars[$0] != "ﾟ" }
      if !places.isEmpty { scalars.insert(" ", at: random.pick(Array(places))) }
      return string(scalars)
    }
  }

  /// The order number in one of the ways people type it, glued or apart, before or after; now and
  /// then one that is wrong.
  mutating func numberText(_ kind: WorldKind, _ name: String, _ orderID: String) -> WrittenPayer {
    let digits = String(orderID.dropFirst())
    var number: String
    switch random.below(10) {
    case ..<5: number = orderID
    case ..<7: number = digits
    case ..<9: number = String(digits.suffix(6))
    default: number = String(digits.suffix(4))
    }
    var isOwn = number.utf8.count >= 6
    if random.below(10_000) < profile.wrongNumberShare {
      number = withWrongDigit(number)
      isOwn = false
    }
    if kind == .orderNumberOnly {
      return WrittenPayer(name: number, kind: kind, shown: isOwn ? .number : .nothing)
    }
    let gap = random.pick(["", "", " ", " ", "-", "."])
    let text = random.chance(perMille: 650) ? number + gap + name : name + gap + number
    return WrittenPayer(name: text, kind: kind, shown: isOwn ? .number : .name)
  }

  private mutating func withWrongDigit(_ number: String) -> String {
    var scalars = Array(number.unicodeScalars)
    let at = scalars.count - 1 - random.below(4)
    let old = Int(scalars[at].value - 0x30)
    scalars[at] = Unicode.Scalar(UInt8(0x30 + (old + 1 + random.below(9)) % 10))
    return string(scalars)
  }

  /// One letter wrong, missing, doubled or changed with its neighbour; never a voicing mark alone.
  mutating func withTypo(_ name: String) -> String {
    let letters = Array(name.unicodeScalars)
    let places = letters.indices.filter { isLetter(letters[$0]) }
    guard places.count > 2 else { return name + "ｱ" }
    for _ in 0..<20 {
      var changed = letters
      let at = random.pick(places)
      switch random.below(5) {
      case 0: changed.remove(at: at)
      case 1 where at + 1 < letters.count && isLetter(letters[at + 1]): changed.swapAt(at, at + 1)
      case 2: changed.insert(letters[at], at: at)
      default: changed[at] = neighbour(letters[at])
      }
      if changed != letters { return string(changed) }
    }
    return name + "ｱ"
  }

  /// The half-width kana from ｱ to ﾝ in rows of five, so that another of the same row or column is
  /// what a finger or an eye takes for it.
  private mutating func neighbour(_ letter: Unicode.Scalar) -> Unicode.Scalar {
    guard letter.value >= 0xFF71, letter.value <= 0xFF9D else {
      return random.pick(Array("ｱｶｻﾀﾅﾊﾏﾔﾗﾜ".unicodeScalars))
    }
    let steps = [-5, -1, 1, 5].filter { (0xFF71...0xFF9D).contains(Int(letter.value) + $0) }
    return Unicode.Scalar(UInt32(Int(letter.value) + random.pick(steps)))!
  }

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0xFF71...0xFF9D).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
  }

  private func string(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Latin letters in one of the usual spellings, given name first or last.
  mutating func latinName(_ person: WorldPerson) -> String {
    let spelling = random.pick([Kana.Romaji.plain, .passport, .passport, .kunrei])
    func latin(_ name: WrittenName) -> String {
      person.isForeign ? name.kanji.uppercased() : Kana.romaji(name.kana, spelling)
    }
    let surname = latin(names.surname(person))
    let given = latin(names.given(person))
    return random.chance(perMille: 600) ? given + " " + surname : surname + " " + given
  }

  /// Kana written by ear or by other rules; exact where the name has nothing of the kind.
  mutating func changed(
    _ kind: WorldKind, _ kana: String, otherwise plain: String
  ) -> WrittenPayer {
    let scalars = Array(kana.unicodeScalars)
    let name: String
    switch kind {
    case .longVowel: name = Kana.halfWidth(string(otherVowels(scalars)))
    case .dialect: name = Kana.halfWidth(string(otherSpelling(scalars)))
    default: name = Kana.halfWidthSmall(kana)
    }
    return WrittenPayer(name: name, kind: name == plain ? .exact : kind)
  }

  /// A long vowel drawn out with a dash, or left out.
  private mutating func otherVowels(_ kana: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let places = kana.indices.filter { $0 > 0 && Kana.isLong(kana[$0], after: kana[$0 - 1]) }
    guard !places.isEmpty else { return kana }
    var out = kana
    let at = random.pick(places)
    if kana[at] != "ー", random.chance(perMille: 500) {
      out[at] = "ー"
    } else {
      out.remove(at: at)
    }
    return out
  }

  private mutating func otherSpelling(_ kana: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("ズ", "ヅ"), ("ヅ", "ズ"), ("ジ", "ヂ"), ("ヂ", "ジ"), ("イ", "エ"), ("エ", "イ"), ("ヲ", "オ"),
    ]
    var out = kana
    for (from, to) in pairs {
      let places = kana.indices.filter { kana[$0] == from && (from != "エ" || $0 > 0) }
      guard !places.isEmpty, from != "イ" || random.chance(perMille: 200) else { continue }
      out[random.pick(places)] = to
      break
    }
    return out
  }
}
