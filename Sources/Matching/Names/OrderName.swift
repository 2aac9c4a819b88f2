// The names an order can be paid under: its kana, and the readings of company and contact person
// where the shop's own data teach them.

/// Where a name of an order comes from.
enum NameSource: UInt8 {
  /// The order's own kana.
  case kana = 0
  /// Learned reading of the contact person of a company.
  case contact = 1
  /// Learned reading of a company whose kana is that of a person.
  case company = 2
  /// Latin customer name.
  case latin = 3
  /// A likely reading of the customer's letters, where the order has no kana.
  case reading = 4
  /// The letters themselves, for payers whose bank writes kanji.
  case letters = 5
}

/// One name with the hashes it is looked up by. A class, because names are handed around millions
/// of times and a reference costs one count where five arrays cost five.
final class OrderForm: Sendable {
  let tight: [UInt8]
  let loose: [UInt8]
  /// Loose surname; empty where unknown (companies, unsplit names).
  let surname: [UInt8]
  /// Loose name given first; empty where the split is unknown.
  let swapped: [UInt8]
  let source: NameSource
  let looseKey: UInt64
  let swappedKey: UInt64
  /// 0 where the surname is unknown.
  let surnameKey: UInt64
  /// Hash of the loose given name; 0 where it is unknown.
  let givenKey: UInt64

  init(
    tight: [UInt8], loose: [UInt8], surname: [UInt8] = [], given: [UInt8] = [],
    swapped: [UInt8] = [], source: NameSource
  ) {
    self.tight = tight
    self.loose = loose
    self.surname = surname
    self.swapped = swapped
    self.source = source
    looseKey = hashed(loose)
    swappedKey = hashed(swapped)
    surnameKey = Matching.surnameKey(surname)
    givenKey = Matching.givenKey(given)
  }

  convenience init(words: [[UInt8]], source: NameSource) {
    let isPerson = words.count == 2
    let tight = words.count == 1 ? words[0] : words.flatMap { $0 }
    self.init(
      tight: tight, loose: Matching.loose(tight),
      surname: isPerson ? Matching.loose(words[0]) : [],
      given: isPerson ? Matching.loose(words[1]) : [],
      swapped: isPerson ? Matching.loose(words[1] + words[0]) : [], source: source)
  }
}

/// Hash of a loose surname; 0 for none.
func surnameKey(_ surname: [UInt8]) -> UInt64 {
  surname.isEmpty ? 0 : hashed(surname, seed: 1)
}

/// Hash of a loose given name; 0 for none.
func givenKey(_ given: [UInt8]) -> UInt64 {
  given.isEmpty ? 0 : hashed(given, seed: 5)
}

struct OrderName {
  /// At least one, the order's kana first; empty only where the order has no usable name.
  var forms: [OrderForm]
  var isCompany: Bool
}

/// A customer name in the shop's letters, cut into what it names.
struct WrittenName {
  /// Without its legal form; nil for a person.
  var company: [UInt32]?
  /// Words of the person: the customer, or the contact of a company.
  var person: [[UInt32]]
  var kana: [[UInt8]]
  var kanaHasLegalForm: Bool

  /// The letters that a bank writing kanji would show: of the company, else of the person; empty
  /// where they are no kanji.
  var letters: [UInt8] { KanjiLetters.key(company ?? person.flatMap { $0 }) }

  init(name: String, kana text: String) {
    var parts: [[UInt32]] = []
    var word: [UInt32] = []
    for s in scalars(name) {
      if s == 0x20 || s == 0x3000 || s == 0xA0 {
        if !word.isEmpty { parts.append(word) }
        word = []
      } else {
        word.append(s)
      }
    }
    if !word.isEmpty { parts.append(word) }
    company = nil
    if let at = parts.firstIndex(where: { LegalForms.strippedKanji($0) != nil }) {
      let rest = LegalForms.strippedKanji(parts[at])!
      parts.remove(at: at)
      if !rest.isEmpty {
        company = rest
      } else if !parts.isEmpty {
        company = parts.remove(at: min(at, parts.count - 1))
      }
    } else if parts.count >= 3 {
      company = parts.removeFirst()
    }
    person = parts
    let folded = fold(text)
    if let rest = LegalForms.stripped(folded) {
      kanaHasLegalForm = true
      kana = words(rest.filter { $0 != Code.openParenthesis && $0 != Code.closeParenthesis })
    } else {
      kanaHasLegalForm = false
      kana = words(folded)
    }
  }
}
