// Kanji have no reading by themselves, but the shop's orders carry kanji and kana side by side.
// What they teach (小林 is コバヤシ, 製作所 is セイサクショ) tells how the contact person or the
// company of another order sounds. Nothing is kept between runs: same orders, same readings.

/// What a plain name of an order teaches: how its letters sound. Valid as long as its block.
struct PlainLesson: Sendable {
  /// The name's place among all.
  var place = 0
  /// Keys of the letters.
  let surnameText: UInt64
  let givenText: UInt64
  /// Hash of the loose surname.
  let surnameHash: UInt64
  /// In kana.
  let surname: Letters
  let given: Letters

  init(
    _ surname: some Sequence<UInt32>, _ given: some Sequence<UInt32>, _ form: OrderForm,
    surnameCount: Int
  ) {
    surnameText = ReadingTable.key(surname)
    givenText = ReadingTable.key(given)
    surnameHash = hashed(form.surname)
    self.surname = form.tight.prefix(letters: surnameCount)
    self.given = form.tight.dropping(letters: surnameCount)
  }
}

/// The name of a company, its legal form taken off, cut in every way.
struct CompanyLesson: Sendable {
  struct Piece: Sendable {
    let key: UInt64
    /// Itself where it is kana or Latin; empty where only data can tell.
    let spoken: [Reading]

    init(_ text: ArraySlice<UInt32>) {
      key = ReadingTable.key(text)
      spoken =
        text.contains(where: isUnread)
        ? [] : [Reading(kana: tight(fold(Array(text))), count: 1)]
    }
  }

  let kana: [UInt8]
  let whole: UInt64
  let cuts: [(head: Piece, tail: Piece)]

  init(_ text: [UInt32], kana: [UInt8]) {
    self.kana = kana
    whole = ReadingTable.key(text)
    cuts = text.indices.dropFirst().map { (Piece(text[..<$0]), Piece(text[$0...])) }
  }
}

struct Readings: Sendable {
  private var surnames = ReadingTable()
  private var givens = ReadingTable()
  private var segments = ReadingTable()
  /// Hashes of loose surnames with the number of customers that bear them.
  private(set) var kanaSurnames = KeyTable()
  /// Places of the names that companies can be learned from.
  private var companies: [Int] = []

  /// `plain` names and the others, which stand at `places` among all. Cost: linear in the letters
  /// of all names, quadratic in the letters of a company's.
  init(_ names: [WrittenName], at places: [Int] = [], plain: [PlainLesson] = []) {
    let people = Readings(peopleOf: names, at: places, plain: plain)
    self = people.taught(by: people.lessons(names, .one))
  }

  /// What the names of people teach. Cost: linear in their letters.
  init(peopleOf names: [WrittenName], at places: [Int], plain: [PlainLesson]) {
    var rest = plain[...]
    for (n, name) in names.enumerated() where name.company == nil {
      while let first = rest.first, first.place < places[n] { learn(rest.removeFirst()) }
      learnPerson(name)
    }
    for lesson in rest { learn(lesson) }
    for name in names where name.company == nil && name.kana.count == 1 {
      if let split = splitPerson(name) {
        if name.person.count == 2 { givens.add(split[1], for: name.person[1][...]) }
        kanaSurnames.tally(hashed(loose(split[0])))
      }
    }
    for (n, name) in names.enumerated() {
      if name.company == nil || name.kana.isEmpty { continue }
      if !name.kanaHasLegalForm && (name.kana.count == 2 || isContact(name)) {
        if name.kana.count == 2 { learnPerson(name) }
        continue
      }
      companies.append(n)
    }
  }

  /// The companies among the same names, ready to be learned from.
  func lessons(_ names: [WrittenName], _ workers: Workers) -> [CompanyLesson] {
    workers.map(companies.count) { n in
      let name = names[companies[n]]
      return CompanyLesson(name.company!, kana: name.kana.flatMap { $0 })
    }
  }

  /// The same readings and what companies teach, one after the other. Cost: quadratic in the
  /// letters of each name.
  func taught(by companies: [CompanyLesson]) -> Readings {
    var out = self
    out.companies = []
    out.segments.addOnce(surnames)
    for _ in 0..<3 { for c in companies { out.learn(c) } }
    out.surnames.sort()
    out.givens.sort()
    out.segments.sort()
    return out
  }

  private mutating func learn(_ lesson: PlainLesson) {
    kanaSurnames.tally(lesson.surnameHash)
    surnames.add(lesson.surname, under: lesson.surnameText)
    givens.add(lesson.given, under: lesson.givenText)
  }

  private mutating func learnPerson(_ name: WrittenName) {
    guard name.kana.count == 2 else { return }
    kanaSurnames.tally(hashed(loose(name.kana[0])))
    guard name.person.count == 2 else { return }
    surnames.add(name.kana[0], for: name.person[0][...])
    givens.add(name.kana[1], for: name.person[1][...])
  }

  /// Surname and given name of a person whose kana has no blank; nil where nothing tells.
  func splitPerson(_ name: WrittenName) -> [[UInt8]]? {
    guard name.kana.count == 1, let kana = name.kana.first, kana.count >= 3 else { return nil }
    guard let first = name.person.first else { return nil }
    let lengths = name.person.count >= 2 ? [first.count] : [2, 3, 1]
    for n in lengths where n < first.count || name.person.count >= 2 {
      for r in surnames[first.prefix(n)] {
        if kana.count > r.kana.count, kana.starts(with: r.kana) {
          return [r.kana, Array(kana[r.kana.count...])]
        }
      }
    }
    guard let length = likeliestSurname(kana) else { return nil }
    return [Array(kana[..<length]), Array(kana[length...])]
  }

  /// Letters of the most frequent surname that a name begins with; nil where it begins with none.
  private func likeliestSurname(_ kana: [UInt8]) -> Int? {
    var best: (count: Int32, length: Int) = (0, 0)
    for n in 2..<max(2, kana.count - 1) {
      let count = kanaSurnames.find(hashed(loose(kana[..<n])))
      if count > best.count { best = (count, n) }
    }
    return best.count > 0 ? best.length : nil
  }

  /// Whether single-word kana of a company order is its contact person, not the company.
  func isContact(_ name: WrittenName) -> Bool {
    guard name.kana.count == 1, let first = name.person.first else { return false }
    let kana = name.kana[0]
    for r in surnames[first[...]] where kana.starts(with: r.kana) {
      if name.person.count < 2 { return true }
      let rest = Array(kana[r.kana.count...])
      if givens[name.person[1][...]].contains(where: { $0.kana == rest }) { return true }
    }
    return false
  }

  /// The whole name, and of each cut what one side's reading leaves for the other.
  private mutating func learn(_ company: CompanyLesson) {
    let kana = company.kana
    if !kana.isEmpty { segments.add(kana, under: company.whole) }
    for (head, tail) in company.cuts {
      for r in readings(of: tail) where kana.count > r.kana.count {
        let cut = kana.count - r.kana.count
        if kana[cut...].elementsEqual(r.kana) { segments.add(kana[..<cut], under: head.key) }
      }
      for r in readings(of: head) where kana.count > r.kana.count {
        let cut = r.kana.count
        if kana[..<cut].elementsEqual(r.kana) { segments.add(kana[cut...], under: tail.key) }
      }
    }
  }

  private func readings(of piece: CompanyLesson.Piece) -> [Reading] {
    piece.spoken.isEmpty ? segments.readings(under: piece.key) : piece.spoken
  }

  /// Readings of a piece: itself where it is kana or Latin, else what was learned.
  private func known(_ text: ArraySlice<UInt32>) -> [[UInt8]] {
    if text.contains(where: isUnread) { return segments[text].map(\.kana) }
    return [tight(fold(Array(text)))]
  }

  /// How a company sounds, most likely first, at most three: by what the shop's data teach, else
  /// by the lexicon; empty where a piece is unknown.
  func company(_ text: [UInt32]) -> [[UInt8]] {
    let taught = taughtCompany(text)
    if !taught.isEmpty { return taught }
    return KanjiReader(learned: segments).readings(text[...], limit: 3)
  }

  private func taughtCompany(_ text: [UInt32]) -> [[UInt8]] {
    var out = known(text[...])
    if out.isEmpty, text.count >= 2 {
      for i in 1..<text.count where out.isEmpty {
        for head in known(text[..<i]).prefix(2) {
          for tail in tailReadings(text[i...]).prefix(2) { out.append(head + tail) }
        }
      }
    }
    return Array(out.prefix(3))
  }

  private func tailReadings(_ text: ArraySlice<UInt32>) -> [[UInt8]] {
    let whole = known(text)
    if !whole.isEmpty || text.count < 2 { return whole }
    for i in (text.startIndex + 1)..<text.endIndex {
      if let head = known(text[..<i]).first, let tail = known(text[i...]).first {
        return [head + tail]
      }
    }
    return []
  }

  /// How a contact person may sound: surname and given name, at most six.
  func person(_ words: [[UInt32]]) -> [[[UInt8]]] {
    guard words.count == 2 else { return [] }
    return pairs(words[0][...], words[1][...])
  }

  private func pairs(_ surname: ArraySlice<UInt32>, _ given: ArraySlice<UInt32>) -> [[[UInt8]]] {
    let taught = givens[given].prefix(2).map(\.kana)
    let second =
      taught.isEmpty
      ? KanjiReader(learned: givens).readings(given, names: KanjiReader.givenNames, limit: 3)
      : taught
    var out: [[[UInt8]]] = []
    for s in self.surname(Array(surname)) { for g in second { out.append([s, g]) } }
    return out
  }

  /// How a surname may sound, at most two.
  func surname(_ word: [UInt32]) -> [[UInt8]] {
    let taught = surnames[word[...]].prefix(2).map(\.kana)
    if !taught.isEmpty { return taught }
    return KanjiReader(learned: surnames)
      .readings(word[...], names: KanjiReader.surnames, limit: 2)
  }

  /// How a person of an order without kana may sound: the split is known where a blank or a known
  /// surname tells it.
  private func unspokenPerson(_ words: [[UInt32]]) -> [[[UInt8]]] {
    if words.count == 2 { return person(words) }
    guard let whole = words.first, whole.count >= 3 else { return [] }
    for n in [2, 3, 1] where n < whole.count {
      let head = whole[..<n]
      if surnames[head].isEmpty && KanjiReader.surnames[head].isEmpty { continue }
      return pairs(head, whole[n...])
    }
    return []
  }

  /// All names an order can be paid under. `withLetters`: payers' names in kanji will ask.
  func orderName(_ name: WrittenName, withLetters: Bool = false) -> NameDraft {
    var forms: [FormDraft] = []
    if !name.kana.isEmpty {
      var parts = name.kana
      let isPerson = name.company == nil || (!name.kanaHasLegalForm && isContact(name))
      if isPerson, let split = splitPerson(name) { parts = split }
      forms.append(FormDraft(words: parts, source: .kana))
    }
    if let company = name.company {
      for r in self.company(company) { add(FormDraft(words: [r], source: .company), to: &forms) }
      let people = person(name.person)
      for p in people { add(FormDraft(words: p, source: .contact), to: &forms) }
      if people.isEmpty, let first = name.person.first {
        for s in surname(first) {
          forms.append(
            FormDraft(tight: s, loose: [], surname: loose(s), source: .contact))
        }
      }
    } else {
      let written = name.person.map { fold($0) }
      if written.allSatisfy({ $0.allSatisfy(Code.isLatin) }), !written.isEmpty {
        forms.append(latinForm(written))
      } else if forms.isEmpty, !written.isEmpty, !written.joined().contains(Code.kanji) {
        forms.append(FormDraft(words: written, source: .kana))
      } else if forms.isEmpty {
        for p in unspokenPerson(name.person) {
          add(FormDraft(words: p, source: .reading), to: &forms)
        }
      }
    }
    if withLetters {
      let letters = name.letters
      if !letters.isEmpty {
        forms.append(FormDraft(tight: letters, loose: letters, source: .letters))
      }
    }
    return NameDraft(forms: forms, isCompany: name.company != nil || name.kanaHasLegalForm)
  }

  private func latinForm(_ written: [[UInt8]]) -> FormDraft {
    let tight = Romaji.normalised(written.flatMap { $0 })
    return FormDraft(
      tight: tight, loose: tight,
      swapped: Romaji.normalised(written.reversed().flatMap { $0 }), source: .latin)
  }

  private func add(_ form: FormDraft, to forms: inout [FormDraft]) {
    if !form.loose.isEmpty, !forms.contains(where: { $0.loose == form.loose }) {
      forms.append(form)
    }
  }
}
