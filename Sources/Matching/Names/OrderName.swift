// The names an order can be paid under: its kana, and the readings of company and contact person
// where the shop's own data teach them.

/// Where a name of an order comes from.
enum NameSource: Int32 {
  /// The order's own kana.
  case kana = 0
  /// Learned reading of the contact person of a company.
  case contact = 1
  /// Learned reading of a company whose kana is that of a person.
  case company = 2
  /// Latin customer name.
  case latin = 3
}

struct OrderForm {
  var tight: [UInt8]
  var loose: [UInt8]
  /// Loose surname; empty where unknown (companies, unsplit names).
  var surname: [UInt8]
  /// Loose given name; empty where unknown.
  var given: [UInt8]
  var source: NameSource
  /// Loose name given first; empty where the split is unknown.
  var swapped: [UInt8]

  init(words: [[UInt8]], source: NameSource) {
    tight = words.flatMap { $0 }
    loose = Matching.loose(tight)
    self.source = source
    if words.count == 2 {
      surname = Matching.loose(words[0])
      given = Matching.loose(words[1])
      swapped = Matching.loose(words[1] + words[0])
    } else {
      surname = []
      given = []
      swapped = []
    }
  }
}

struct OrderName {
  /// At least one, the order's kana first; empty only where the order has no usable name.
  var forms: [OrderForm]
  var isCompany: Bool

  /// Whether any form is a person with a known surname.
  var surnames: [[UInt8]] {
    var out: [[UInt8]] = []
    for f in forms where !f.surname.isEmpty && !out.contains(f.surname) { out.append(f.surname) }
    return out
  }
}

/// A customer name in the shop's letters, cut into what it names.
struct WrittenName {
  /// Without its legal form; nil for a person.
  var company: [UInt32]?
  /// Words of the person: the customer, or the contact of a company.
  var person: [[UInt32]]
  var kana: [[UInt8]]
  var kanaHasLegalForm: Bool

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
