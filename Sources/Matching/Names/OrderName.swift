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

/// One name before it has its place in a block; see `OrderForm` for what the letters mean.
struct FormDraft: Equatable {
  var tight: [UInt8]
  var loose: [UInt8]
  var surname: [UInt8] = []
  /// Loose given name; empty where it is unknown.
  var given: [UInt8] = []
  var swapped: [UInt8] = []
  var source: NameSource

  var letterCount: Int { tight.count + loose.count + surname.count + swapped.count }

  init(
    tight: [UInt8], loose: [UInt8], surname: [UInt8] = [], given: [UInt8] = [],
    swapped: [UInt8] = [], source: NameSource
  ) {
    self.tight = tight
    self.loose = loose
    self.surname = surname
    self.swapped = swapped
    self.source = source
    self.given = given
  }

  init(words: [[UInt8]], source: NameSource) {
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
func surnameKey(_ surname: some Collection<UInt8>) -> UInt64 {
  surname.isEmpty ? 0 : hashed(surname, seed: 1)
}

/// Hash of a loose given name; 0 for none.
func givenKey(_ given: some Collection<UInt8>) -> UInt64 {
  given.isEmpty ? 0 : hashed(given, seed: 5)
}

/// All names of an order before they have a place; see `OrderName`.
struct NameDraft: Equatable {
  var forms: [FormDraft]
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
