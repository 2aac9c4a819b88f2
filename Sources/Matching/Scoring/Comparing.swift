// How a payer's name and an order's name stand to each other. One level per pair, the best that
// any of the order's names gives.

import Model

/// Outcome of comparing two names.
struct NameMatch {
  /// Key of the surname or company head where they agree, so that coincidences are counted by
  /// surname; else 0.
  var surname: UInt64 = 0
  var level: EvidenceLevel
  /// Edits between the names where the level is a typo.
  var edits: Int8 = 0
  /// Which of the order's names it was.
  var source: NameSource = .kana
  /// How the one edit came about, where there is just one.
  var slip = Slip.any

  init(
    level: EvidenceLevel, edits: Int8 = 0, surname: UInt64 = 0, source: NameSource = .kana,
    slip: Slip = .any
  ) {
    self.slip = slip
    self.surname = surname
    self.level = level
    self.edits = edits
    self.source = source
  }

  /// Full name equal up to spelling: coincidences are counted by full name.
  var isFull: Bool {
    switch level {
    case .nameExact, .nameSpacing, .nameLegalForm, .nameExtraWord, .nameVariant, .nameSwapped,
      .nameRomaji, .nameTruncated, .nameReading, .nameLetters:
      return true
    case .nameCompanyPerson: return surname == 0
    default: return false
    }
  }
}

/// A payer prepared for many comparisons.
final class PreparedPayer: Sendable {
  let payer: PayerName
  let mask: UInt64
  /// Hash of the loose name.
  let key: UInt64
  /// Hashes of the names to look up.
  let keys: [UInt64]
  /// Loose surname: the word before a blank, else the longest of the shop's surnames that the name
  /// (of a person or a company) begins with; empty where there is none.
  let surname: [UInt8]
  let surnameKey: UInt64
  let isSurnameOnly: Bool

  init(_ payer: PayerName, kanaSurnames: KeyTable) {
    self.payer = payer
    mask = letterMask(payer.form.loose)
    key = hashed(payer.form.loose)
    keys = payer.keys.map { hashed($0) }
    let parts = payer.form.parts
    let whole = payer.form.loose
    isSurnameOnly = !payer.isLatin && !payer.hasLegalForm && kanaSurnames.find(hashed(whole)) >= 0
    if payer.isLatin {
      surname = []
    } else if isSurnameOnly {
      surname = whole
    } else if parts.count == 2 && !payer.hasLegalForm {
      surname = loose(parts[0])
    } else {
      var length = 0
      for n in stride(from: min(whole.count - 1, 8), through: 2, by: -1)
      where kanaSurnames.find(hashed(whole[..<n])) >= 0 {
        length = n
        break
      }
      surname = Array(whole[..<length])
    }
    surnameKey = Matching.surnameKey(surname)
  }
}

/// Compares full names only: cheap, used where an index already found them equal when loose.
func compareFull(_ payer: PayerName, _ name: OrderName) -> NameMatch? {
  var best: NameMatch?
  for i in name.forms.indices {
    let form = name.forms[i]
    guard let level = fullLevel(payer, form, isCompany: name.isCompany) else { continue }
    var match = NameMatch(level: level, source: form.source)
    if form.source == .contact || form.source == .company, level != .nameVariant {
      match.level = .nameCompanyPerson
    } else if form.source == .reading, level == .nameExact || level == .nameSpacing {
      match.level = .nameReading
    }
    if best == nil || likeness(match) > likeness(best!) { best = match }
  }
  return best
}

private func fullLevel(_ payer: PayerName, _ form: OrderForm, isCompany: Bool) -> EvidenceLevel? {
  if form.loose.isEmpty { return nil }
  if form.source == .letters { return payer.letters == form.loose ? .nameLetters : nil }
  if payer.isLatin, form.source == .latin {
    if payer.latin == form.loose || payer.latin == form.swapped { return .nameRomaji }
    return nil
  }
  if payer.form.loose == form.loose {
    if !(payer.form.tight == form.tight) { return .nameVariant }
    if payer.uncut != nil { return .nameExtraWord }
    return spelling(payer, payer.form, form, isCompany)
  }
  if let uncut = payer.uncut, uncut.loose == form.loose {
    return uncut.tight == form.tight ? spelling(payer, uncut, form, isCompany) : .nameVariant
  }
  if !form.swapped.isEmpty, payer.form.loose == form.swapped { return .nameSwapped }
  if payer.turned == form.loose { return .nameSwapped }
  if isCompany || form.surname.isEmpty, payer.head == form.loose { return .nameExtraWord }
  return nil
}

private func spelling(
  _ payer: PayerName, _ written: NameForm, _ form: OrderForm, _ isCompany: Bool
) -> EvidenceLevel {
  if payer.hasLegalForm != isCompany { return .nameLegalForm }
  return written.parts.count == 2 || form.surname.isEmpty ? .nameExact : .nameSpacing
}

/// Compares in every way there is. Linear in the letters; nil never: the worst is different.
func compare(
  _ prepared: PreparedPayer, _ name: OrderName, pattern: DistancePattern? = nil
) -> NameMatch {
  let payer = prepared.payer
  if payer.isEmpty { return NameMatch(level: .nameAbsent) }
  if let full = compareFull(payer, name) { return full }
  let pattern = pattern ?? DistancePattern(payer.form.loose)
  var best = NameMatch(level: .nameDifferent)
  for form in name.forms {
    if let match = compareLoosely(prepared, pattern, form, name),
      likeness(match) > likeness(best)
    {
      best = match
    }
  }
  return best
}

/// Which of two ways to be alike is the better one. Not by weights: a pair's level has to be the
/// same under any table, or no table could be learned from levels that were counted.
private func likeness(_ match: NameMatch) -> Int {
  if match.edits > 1 { return 0 }
  switch match.level {
  case .nameExact: return 9
  case .nameSpacing, .nameLegalForm: return 8
  case .nameExtraWord: return 7
  case .nameSwapped, .nameRomaji, .nameTruncated, .nameAbsent: return 6
  case .nameVariant: return 5
  case .nameTypo, .nameCompanyPerson: return 4
  case .nameFamily: return 3
  case .nameSurnameOnly: return 2
  default: return 1
  }
}

/// Compares surnames only: what `compare` finds where the names have no more in common; nil where
/// not even that.
func compareSurnames(_ prepared: PreparedPayer, _ name: OrderName) -> NameMatch? {
  if prepared.payer.isLatin || prepared.payer.isEmpty { return nil }
  var best: NameMatch?
  for form in name.forms where form.source != .letters {
    if let match = compareSurname(prepared, form, name),
      best == nil || likeness(match) > likeness(best!)
    {
      best = match
    }
  }
  return best
}

private func compareLoosely(
  _ prepared: PreparedPayer, _ pattern: DistancePattern, _ form: OrderForm, _ name: OrderName
) -> NameMatch? {
  let payer = prepared.payer
  let source = form.source
  if source == .letters { return nil }
  if payer.isLatin { return compareLatin(payer, form) }
  if !form.loose.isEmpty {
    if isCut(payer, form) { return NameMatch(level: .nameTruncated, source: source) }
    var edits = boundedDistance(prepared, pattern, form.loose)
    let allowed = form.loose.count >= 8 ? 2 : form.loose.count >= 4 ? 1 : 0
    if edits == allowed + 1, allowed > 0 { edits = min(edits, tightDistance(payer, form)) }
    if edits <= allowed, !prepared.isSurnameOnly {
      let same = !form.surname.isEmpty && form.surname == prepared.surname
      let typo = NameMatch(
        level: .nameTypo, edits: Int8(edits), surname: same ? form.surnameKey : 0, source: source,
        slip: edits == 1 ? Slip(payer.form.loose, Array(form.loose)) : .any)
      // Two slips say less than a surname that is right.
      if let surname = compareSurname(prepared, form, name), likeness(surname) > likeness(typo) {
        return surname
      }
      return typo
    }
  }
  return compareSurname(prepared, form, name)
}

private func compareSurname(
  _ prepared: PreparedPayer, _ form: OrderForm, _ name: OrderName
) -> NameMatch? {
  let payer = prepared.payer
  if !form.surname.isEmpty {
    guard prepared.surname == form.surname else { return nil }
    let level: EvidenceLevel =
      prepared.isSurnameOnly
      ? .nameSurnameOnly
      : name.isCompany || payer.hasLegalForm ? .nameCompanyPerson : .nameFamily
    return NameMatch(level: level, surname: form.surnameKey, source: form.source)
  }
  guard name.isCompany, prepared.surname.count >= 2, !payer.hasLegalForm,
    form.loose.count >= prepared.surname.count + 2, form.loose.starts(with: prepared.surname)
  else { return nil }
  return NameMatch(
    level: .nameCompanyPerson, surname: prepared.surnameKey, source: form.source)
}

private func compareLatin(_ payer: PayerName, _ form: OrderForm) -> NameMatch? {
  if form.source == .latin {
    let edits = DistancePattern(payer.latin).distance(to: form.loose)
    return edits <= 1 ? NameMatch(level: .nameTypo, edits: 1, source: .latin) : nil
  }
  guard let spelled = Romaji.spelled(Array(form.tight)) else { return nil }
  if spelled == payer.latin { return NameMatch(level: .nameRomaji, source: form.source) }
  if !payer.latinTurned.isEmpty, payer.latinTurned == spelled {
    return NameMatch(level: .nameRomaji, source: form.source)
  }
  return nil
}

/// A payer name that ends where the bank's field ended: a prefix of the order's name, or the name
/// with the first letters of something behind it.
private func isCut(_ payer: PayerName, _ form: OrderForm) -> Bool {
  guard payer.writtenLength >= 10, form.loose.count >= 3 else { return false }
  let name = payer.form.loose
  if payer.form.tight.count >= 4, name.count >= 3, form.loose.starts(with: name) { return true }
  return payer.beforeLastWord == form.loose
}

private func boundedDistance(
  _ prepared: PreparedPayer, _ pattern: DistancePattern, _ text: Letters
) -> Int {
  let difference = abs(pattern.length - min(text.count, 64))
  if difference > 2 { return difference }
  if (prepared.mask ^ letterMask(text)).nonzeroBitCount > 4 { return 3 }
  return pattern.distance(to: text)
}

/// Edits between the names as written: a slip may split a long vowel that the loose key drops.
private func tightDistance(_ payer: PayerName, _ form: OrderForm) -> Int {
  guard abs(payer.form.tight.count - form.tight.count) <= 1 else { return 3 }
  return DistancePattern(payer.form.tight).distance(to: form.tight)
}
