// Names in place. A run handles some names millions of times on several threads; an array for each
// would cost a reference count at every touch and five times the memory. So the letters of many
// names lie side by side in a block, and what is handed around are plain words that point into it.
// Whoever keeps a name keeps its block: the book does for a whole run.

/// Letters of a name. Valid as long as the block they lie in.
struct Letters: RandomAccessCollection, @unchecked Sendable {
  fileprivate let base: UnsafePointer<UInt8>
  let count: Int

  @inline(__always) init(base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }
  @inline(__always) subscript(place: Int) -> UInt8 { base[place] }

  @inline(__always) func withContiguousStorageIfAvailable<R>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R? {
    try body(UnsafeBufferPointer(start: base, count: count))
  }

  static func == (a: Letters, b: Letters) -> Bool {
    a.count == b.count && a.agrees(with: b.base, a.count)
  }

  static func == (a: Letters, b: [UInt8]) -> Bool { b == a }

  static func == (a: [UInt8], b: Letters) -> Bool {
    a.count == b.count && a.withUnsafeBufferPointer { b.agrees(with: $0.baseAddress, b.count) }
  }

  /// Nothing is equal to no name at all.
  static func == (a: [UInt8]?, b: Letters) -> Bool { a.map { $0 == b } ?? false }

  func prefix(letters n: Int) -> Letters { Letters(base: base, count: n) }
  func dropping(letters n: Int) -> Letters { Letters(base: base + n, count: count - n) }

  /// Whether the name begins with letters.
  func starts(with head: Letters) -> Bool {
    head.count <= count && agrees(with: head.base, head.count)
  }

  @inline(__always) private func agrees(with other: UnsafePointer<UInt8>?, _ n: Int) -> Bool {
    guard let other else { return true }
    for i in 0..<n where base[i] != other[i] { return false }
    return true
  }
}

/// One name of an order with the hashes it is looked up by. Valid as long as its block.
struct OrderForm: @unchecked Sendable {
  private let base: UnsafePointer<UInt8>
  private let tightEnd: UInt32
  private let looseEnd: UInt32
  private let surnameEnd: UInt32
  private let swappedEnd: UInt32
  let looseKey: UInt64
  let swappedKey: UInt64
  /// 0 where the surname is unknown.
  let surnameKey: UInt64
  /// Hash of the loose given name; 0 where it is unknown.
  let givenKey: UInt64
  let source: NameSource

  var letterCount: UInt32 { swappedEnd }
  /// Letters without blanks.
  @inline(__always) var tight: Letters { letters(0, tightEnd) }
  /// See `loose`.
  @inline(__always) var loose: Letters { letters(tightEnd, looseEnd) }
  /// Loose surname; empty where unknown (companies, unsplit names).
  @inline(__always) var surname: Letters { letters(looseEnd, surnameEnd) }
  /// Loose name given first; empty where the split is unknown.
  @inline(__always) var swapped: Letters { letters(surnameEnd, swappedEnd) }

  @inline(__always) private func letters(_ from: UInt32, _ to: UInt32) -> Letters {
    Letters(base: base + Int(from), count: Int(to - from))
  }

  /// Copies a draft's letters to a place that has room for them.
  fileprivate init(_ draft: FormDraft, at place: UnsafeMutablePointer<UInt8>) {
    var end = 0
    func copy(_ letters: [UInt8]) -> UInt32 {
      for letter in letters {
        place[end] = letter
        end += 1
      }
      return UInt32(end)
    }
    tightEnd = copy(draft.tight)
    looseEnd = copy(draft.loose)
    surnameEnd = copy(draft.surname)
    swappedEnd = copy(draft.swapped)
    base = UnsafePointer(place)
    looseKey = hashed(draft.loose)
    swappedKey = hashed(draft.swapped)
    surnameKey = Matching.surnameKey(draft.surname)
    givenKey = Matching.givenKey(draft.given)
    source = draft.source
  }

  /// The same of a plain name of two words, surname first; `place` has room for five times its
  /// letters.
  fileprivate init(_ name: PlainName, at place: UnsafeMutablePointer<UInt8>) {
    base = UnsafePointer(place)
    var end = 0
    for code in name.codes where code != Code.space {
      place[end] = code
      end += 1
    }
    tightEnd = UInt32(end)
    end += Matching.loose(name.codes, into: place + end)
    looseEnd = UInt32(end)
    let surnameCount = Matching.loose(name.first, into: place + end)
    end += surnameCount
    surnameEnd = UInt32(end)
    let givenCount = Matching.loose(name.last, into: place + end)
    let given = UnsafeBufferPointer(start: place + end, count: givenCount)
    givenKey = Matching.givenKey(given)
    end += Matching.loose(name.first, after: givenCount, into: place + end)
    swappedEnd = UInt32(end)
    looseKey = hashed(Letters(base: base + Int(tightEnd), count: Int(looseEnd - tightEnd)))
    surnameKey = Matching.surnameKey(Letters(base: base + Int(looseEnd), count: surnameCount))
    swappedKey = hashed(Letters(base: base + Int(surnameEnd), count: end - Int(surnameEnd)))
    source = .kana
  }
}

/// All names an order can be paid under. Valid as long as its block.
struct OrderName: @unchecked Sendable {
  /// At least one, the order's kana first; empty only where the order has no usable name.
  let forms: UnsafeBufferPointer<OrderForm>
  let isCompany: Bool
}

/// Keeps some names.
final class NameBlock: @unchecked Sendable {
  private(set) var names: [OrderName] = []
  private let letters: UnsafeMutablePointer<UInt8>
  private let forms: UnsafeMutablePointer<OrderForm>
  private var letterCount = 0
  private var formCount = 0

  private init(names: Int, forms formRoom: Int, letters letterRoom: Int) {
    letters = .allocate(capacity: max(1, letterRoom))
    forms = .allocate(capacity: max(1, formRoom))
    self.names.reserveCapacity(names)
  }

  /// Cost: linear in the letters.
  convenience init(_ drafts: [NameDraft]) {
    self.init(
      names: drafts.count, forms: drafts.reduce(0) { $0 + $1.forms.count },
      letters: drafts.reduce(0) { $0 + $1.forms.reduce(0) { $0 + $1.letterCount } })
    for draft in drafts {
      let first = formCount
      for form in draft.forms { add(form) }
      close(first, isCompany: draft.isCompany)
    }
  }

  /// Names as they are in shops, with their kana. What is not plain is left without forms, in
  /// `left`; what is tells readings, in `lessons`. `withLetters` as for `Readings.orderName`.
  convenience init(
    _ written: [(name: String, kana: String)], withLetters: Bool, lessons: inout [PlainLesson],
    left: inout [Int]
  ) {
    var room = written.reduce(0) { $0 + $1.kana.utf8.count / 3 * 5 }
    if withLetters { room += written.reduce(0) { $0 + $1.name.utf8.count * 2 } }
    self.init(names: written.count, forms: written.count * (withLetters ? 2 : 1), letters: room)
    for (n, item) in written.enumerated() {
      let first = formCount
      if var lesson = addPlain(item.name, item.kana, withLetters: withLetters) {
        lesson.place = n
        lessons.append(lesson)
      } else {
        left.append(n)
      }
      close(first, isCompany: false)
    }
  }

  private func add(_ draft: FormDraft) {
    (forms + formCount).initialize(to: OrderForm(draft, at: letters + letterCount))
    letterCount += draft.letterCount
    formCount += 1
  }

  private func close(_ first: Int, isCompany: Bool) {
    names.append(
      OrderName(
        forms: UnsafeBufferPointer(start: forms + first, count: formCount - first),
        isCompany: isCompany))
  }

  /// nil where the name is not that of a person, surname and given name apart in letters and kana.
  private func addPlain(_ name: String, _ kana: String, withLetters: Bool) -> PlainLesson? {
    withScalars(name) { scalars -> PlainLesson? in
      guard let blank = plainBlank(scalars) else { return nil }
      return PlainName.read(kana) { plain -> PlainLesson? in
        guard plain.hasBlank, LegalForms.areNone(in: plain.codes) else { return nil }
        let form = OrderForm(plain, at: letters + letterCount)
        (forms + formCount).initialize(to: form)
        letterCount += Int(form.letterCount)
        formCount += 1
        if withLetters {
          let key = KanjiLetters.key(Array(scalars))
          if !key.isEmpty { add(FormDraft(tight: key, loose: key, source: .letters)) }
        }
        return PlainLesson(
          scalars[..<blank], scalars[(blank + 1)...], form, surnameCount: plain.firstCount)
      }
    }
  }

  deinit {
    letters.deallocate()
    forms.deallocate()
  }
}

/// Where the blank of a person's name in two words stands; nil where it is not just that: the
/// letters of a legal form, another blank, or nothing that has to be learned to be read.
private func plainBlank(_ name: UnsafeBufferPointer<UInt32>) -> Int? {
  var blank: Int?
  var hasUnread = false
  for (i, s) in name.enumerated() {
    if s == 0x20 || s == 0x3000 || s == 0xA0 {
      if blank != nil || i == 0 || i == name.count - 1 { return nil }
      blank = i
    } else if LegalForms.isOfForm(s) {
      return nil
    } else if isKanji(s) {
      hasUnread = true
    }
  }
  return hasUnread ? blank : nil
}
