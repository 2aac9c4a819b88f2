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

/// Compares full names only: cheap, used where an index already found them equal when loose.
func compareFull(_ payer: PreparedPayer, _ name: OrderName) -> NameMatch? {
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

private func fullLevel(_ payer: PreparedPayer, _ form: OrderForm, isCompany: Bool) -> EvidenceLevel?
{
  if form.loose.isEmpty { return nil }
  if form.source == .letters { return payer.kanji == form.loose ? .nameLetters : nil }
  if payer.isLatin, form.source == .latin {
    if payer.latin == form.loose || payer.latin == form.swapped { return .nameRomaji }
    return nil
  }
  if payer.loose == form.loose {
    if !(payer.tight == form.tight) { return .nameVariant }
    if payer.isCut { return .nameExtraWord }
    return spelling(payer, payer.wordCount, form, isCompany)
  }
  if payer.isCut, payer.uncutLoose == form.loose {
    return payer.uncutTight == form.tight
      ? spelling(payer, payer.uncutWordCount, form, isCompany) : .nameVariant
  }
  if !form.swapped.isEmpty, payer.loose == form.swapped { return .nameSwapped }
  if payer.turned == form.loose { return .nameSwapped }
  if isCompany || form.surname.isEmpty, payer.head == form.loose { return .nameExtraWord }
  return nil
}

private func spelling(
  _ payer: PreparedPayer, _ wordCount: Int32, _ form: OrderForm, _ isCompany: Bool
) -> EvidenceLevel {
  if payer.hasLegalForm != isCompany { return .nameLegalForm }
  return wordCount == 2 || form.surname.isEmpty ? .nameExact : .nameSpacing
}

/// Compares in every way there is. Linear in the letters; nil never: the worst is different.
func compare(
  _ payer: PreparedPayer, _ name: OrderName, pattern: DistancePattern? = nil
) -> NameMatch {
  if payer.isEmpty { return NameMatch(level: .nameAbsent) }
  if let full = compareFull(payer, name) { return full }
  let pattern = pattern ?? DistancePattern(payer.loose)
  var best = NameMatch(level: .nameDifferent)
  for form in name.forms {
    if let match = compareLoosely(payer, pattern, form, name),
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
func compareSurnames(_ payer: PreparedPayer, _ name: OrderName) -> NameMatch? {
  if payer.isLatin || payer.isEmpty { return nil }
  var best: NameMatch?
  for form in name.forms where form.source != .letters {
    if let match = compareSurname(payer, form, name),
      best == nil || likeness(match) > likeness(best!)
    {
      best = match
    }
  }
  return best
}

private func compareLoosely(
  _ payer: PreparedPayer, _ pattern: DistancePattern, _ form: OrderForm, _ name: OrderName
) -> NameMatch? {
  let source = form.source
  if source == .letters { return nil }
  if payer.isLatin { return compareLatin(payer, form) }
  if !form.loose.isEmpty {
    if isCut(payer, form) { return NameMatch(level: .nameTruncated, source: source) }
    var edits = boundedDistance(payer, pattern, form.loose)
    let allowed = form.loose.count >= 8 ? 2 : form.loose.count >= 4 ? 1 : 0
    if edits == allowed + 1, allowed > 0 { edits = min(edits, tightDistance(payer, form)) }
    if edits <= allowed, !payer.isSurnameOnly {
      let same = !form.surname.isEmpty && form.surname == payer.surname
      let typo = NameMatch(
        level: .nameTypo, edits: Int8(edits), surname: same ? form.surnameKey : 0, source: source,
        slip: edits == 1 ? Slip(Array(payer.loose), Array(form.loose)) : .any)
      // Two slips say less than a surname that is right.
      if let surname = compareSurname(payer, form, name), likeness(surname) > likeness(typo) {
        return surname
      }
      return typo
    }
  }
  return compareSurname(payer, form, name)
}

private func compareSurname(
  _ payer: PreparedPayer, _ form: OrderForm, _ name: OrderName
) -> NameMatch? {
  if !form.surname.isEmpty {
    guard payer.surname == form.surname else { return nil }
    let level: EvidenceLevel =
      payer.isSurnameOnly
      ? .nameSurnameOnly
      : name.isCompany || payer.hasLegalForm ? .nameCompanyPerson : .nameFamily
    return NameMatch(level: level, surname: form.surnameKey, source: form.source)
  }
  guard name.isCompany, payer.surname.count >= 2, !payer.hasLegalForm,
    form.loose.count >= payer.surname.count + 2, form.loose.starts(with: payer.surname)
  else { return nil }
  return NameMatch(
    level: .nameCompanyPerson, surname: payer.surnameKey, source: form.source)
}

private func compareLatin(_ payer: PreparedPayer, _ form: OrderForm) -> NameMatch? {
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
private func isCut(_ payer: PreparedPayer, _ form: OrderForm) -> Bool {
  guard payer.writtenLength >= 10, form.loose.count >= 3 else { return false }
  let name = payer.loose
  if payer.tight.count >= 4, name.count >= 3, form.loose.starts(with: name) { return true }
  return payer.beforeLastWord == form.loose
}

private func boundedDistance(
  _ payer: PreparedPayer, _ pattern: DistancePattern, _ text: Letters
) -> Int {
  let difference = abs(pattern.length - min(text.count, 64))
  if difference > 2 { return difference }
  if (payer.mask ^ letterMask(text)).nonzeroBitCount > 4 { return 3 }
  return pattern.distance(to: text)
}

/// Edits between the names as written: a slip may split a long vowel that the loose key drops.
private func tightDistance(_ payer: PreparedPayer, _ form: OrderForm) -> Int {
  guard abs(payer.tight.count - form.tight.count) <= 1 else { return 3 }
  return DistancePattern(payer.tight).distance(to: form.tight)
}
