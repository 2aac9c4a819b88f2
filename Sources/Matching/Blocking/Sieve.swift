// A sieve before names are compared in earnest: a few machine words per name tell most pairs
// apart. It may let unlike names pass; it never stops a pair that `compare` would not call
// different, except a typo whose long vowels differ too.

/// What the sieve keeps of one form of a name.
struct Signature {
  var mask: UInt64
  /// 0 where the surname is unknown.
  var surname: UInt64
  /// First two letters, and first three, packed.
  var head: UInt32
  /// Low halves of the keys of the loose name, the swapped one and the Latin spelling; 0 for none.
  var loose: UInt32
  var swapped: UInt32
  var spelled: UInt32
  var length: UInt8
  var hasLatin: Bool

  init(_ form: OrderForm, isSpelled: Bool) {
    mask = letterMask(form.loose)
    surname = form.surnameKey
    head = Signature.packed(form.loose)
    loose = UInt32(truncatingIfNeeded: form.looseKey)
    swapped = form.swapped.isEmpty ? 0 : UInt32(truncatingIfNeeded: form.swappedKey)
    length = UInt8(min(form.loose.count, 64))
    hasLatin = form.source == .latin || form.tight.contains(where: Code.isLatin)
    let spelling = isSpelled && !hasLatin ? Romaji.spelled(form.tight) : nil
    spelled = spelling.map { UInt32(truncatingIfNeeded: hashed($0)) } ?? 0
  }

  static func packed(_ name: [UInt8]) -> UInt32 {
    guard name.count >= 2 else { return 0 }
    return UInt32(name[0]) << 16 | UInt32(name[1]) << 8 | (name.count > 2 ? UInt32(name[2]) : 0)
  }
}

struct Sieve {
  /// Forms of name n are `first[n] ..< first[n + 1]`.
  private var first: [Int32] = [0]
  private(set) var signatures: [Signature] = []

  struct Query {
    var mask: UInt64
    var surname: UInt64
    var length: Int32
    var head: UInt32
    var surnameHead: UInt32
    /// Keys under which the name is looked up in full, see PayerName.keys.
    var keys: [UInt32]
    var key: UInt32
    /// A Latin name and the same turned round.
    var latin: UInt32
    var latinTurned: UInt32
    var isLatin: Bool
    /// Nothing else finds this payer's full name: more than one reading, or numbers.
    var isWide: Bool
    var mayBeCut: Bool
    /// The name may end in the first letters of a word behind it, or is longer than names are.
    var mayEndCut: Bool

    /// How many edits may tell the name apart from one of a length.
    @inline(__always) func edits(_ length: Int32) -> Int32 {
      (length >= 8 ? 2 : 1) + (isWide ? 1 : 0)
    }

    /// What `compare` can find at most in a form that is near: no more than the surname, or
    /// nothing, where more letters differ than edits explain. An edit of the name as written
    /// changes at most two letters, and all edits together whether ウ and オ lengthen a vowel.
    func narrowed(_ s: Signature) -> Verdict {
      if isWide || isLatin || mayEndCut || s.swapped == key || keys.contains(s.loose) {
        return .near
      }
      if mayBeCut, mask & ~s.mask == 0, Int32(s.length) >= length { return .near }
      if differsLittle(s.mask ^ mask, 2) { return .near }
      if s.surname == surname { return .sameSurname }
      if differsLittle(s.mask ^ mask, 3) { return .near }
      return s.surname == 0 && surnameHead != 0 && s.head >> 8 == surnameHead ? .near : .unlike
    }
  }

  /// `isSpelled`: whether payers with Latin names will ask.
  init(_ names: [OrderName], isSpelled: Bool = true, workers: Workers = .one) {
    first.reserveCapacity(names.count + 1)
    for name in names { first.append(first[first.count - 1] + Int32(name.forms.count)) }
    signatures = workers.gather(names.count) { range, out in
      for n in range {
        for form in names[n].forms { out.append(Signature(form, isSpelled: isSpelled)) }
      }
    }
  }

  /// Places of a name's forms in `signatures`.
  func forms(_ name: Int32) -> Range<Int> { Int(first[Int(name)])..<Int(first[Int(name) + 1]) }

  func query(_ prepared: PreparedPayer) -> Query {
    let payer = prepared.payer
    let latin = payer.isLatin ? UInt32(truncatingIfNeeded: hashed(payer.latin)) : 0
    return Query(
      mask: prepared.mask, surname: prepared.surnameKey == 0 ? 1 : prepared.surnameKey,
      length: Int32(min(payer.form.loose.count, 64)), head: Signature.packed(payer.form.loose),
      surnameHead: Signature.packed(prepared.surname) >> 8,
      keys: prepared.keys.map { UInt32(truncatingIfNeeded: $0) },
      key: UInt32(truncatingIfNeeded: prepared.key), latin: latin,
      latinTurned: payer.latinTurned.isEmpty
        ? latin : UInt32(truncatingIfNeeded: hashed(payer.latinTurned)),
      isLatin: payer.isLatin, isWide: !payer.numbers.isEmpty || payer.uncut != nil,
      mayBeCut: payer.writtenLength >= 10 || payer.head != nil,
      mayEndCut: !payer.beforeLastWord.isEmpty || payer.form.tight.count > 60)
  }

  enum Verdict { case unlike, sameSurname, near }

  /// Whether one form of a name may resemble the payer's.
  @inline(__always) static func verdict(_ query: borrowing Query, _ s: Signature) -> Verdict {
    if query.isLatin {
      let isNear =
        s.hasLatin || s.spelled != 0 && (s.spelled == query.latin || s.spelled == query.latinTurned)
      return isNear ? .near : .unlike
    }
    let edits = query.edits(Int32(s.length))
    if abs(Int32(s.length) - query.length) <= edits,
      differsLittle(s.mask ^ query.mask, edits)
    {
      return .near
    }
    if query.mayBeCut, s.head == query.head { return .near }
    if query.isWide, s.swapped == query.key || query.keys.contains(s.loose) { return .near }
    if s.surname == query.surname { return .sameSurname }
    if s.surname == 0, query.surnameHead != 0, s.head >> 8 == query.surnameHead { return .near }
    return .unlike
  }

  /// Whether one form of a name may resemble the payer's, as closely as letters can tell.
  @inline(__always) static func narrowVerdict(_ query: borrowing Query, _ s: Signature) -> Verdict {
    let verdict = verdict(query, s)
    return verdict == .near ? query.narrowed(s) : verdict
  }

  /// Whether a name may resemble the payer's, or at least has the surname.
  func verdict(_ query: borrowing Query, _ name: Int32) -> Verdict {
    var best = Verdict.unlike
    for i in forms(name) {
      switch Sieve.verdict(query, signatures[i]) {
      case .near: return .near
      case .sameSurname: best = .sameSurname
      case .unlike: break
      }
    }
    return best
  }

  /// The same as closely as letters can tell.
  func narrowVerdict(_ query: borrowing Query, _ name: Int32) -> Verdict {
    var best = Verdict.unlike
    for i in forms(name) {
      switch Sieve.narrowVerdict(query, signatures[i]) {
      case .near: return .near
      case .sameSurname: best = .sameSurname
      case .unlike: break
      }
    }
    return best
  }

  func passes(_ query: borrowing Query, _ name: Int32) -> Bool { verdict(query, name) != .unlike }
}
