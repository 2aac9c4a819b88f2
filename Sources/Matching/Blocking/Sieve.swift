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
  /// The loose name itself where it has at most ten letters, six bits each, the first one highest.
  var letters: UInt64
  var length: UInt8
  var hasLatin: Bool

  init(_ form: OrderForm, isSpelled: Bool) {
    mask = letterMask(form.loose)
    surname = form.surnameKey
    head = Signature.packed(form.loose)
    loose = UInt32(truncatingIfNeeded: form.looseKey)
    swapped = form.swapped.isEmpty ? 0 : UInt32(truncatingIfNeeded: form.swappedKey)
    letters = Signature.letters(form.loose)
    length = UInt8(min(form.loose.count, 64))
    hasLatin = form.source == .latin || form.tight.contains(where: Code.isLatin)
    let spelling = isSpelled && !hasLatin ? Romaji.spelled(Array(form.tight)) : nil
    spelled = spelling.map { UInt32(truncatingIfNeeded: hashed($0)) } ?? 0
  }

  static let maxLetters: Int32 = 10

  static func letters(_ name: some RandomAccessCollection<UInt8>) -> UInt64 {
    var out: UInt64 = 0
    for (i, letter) in name.prefix(Int(maxLetters)).enumerated() {
      out |= UInt64(letter & 63) << UInt64(58 - 6 * i)
    }
    return out
  }

  static func packed(_ name: some RandomAccessCollection<UInt8>) -> UInt32 {
    var letters = name.makeIterator()
    guard let first = letters.next(), let second = letters.next() else { return 0 }
    return UInt32(first) << 16 | UInt32(second) << 8 | UInt32(letters.next() ?? 0)
  }
}

struct Sieve {
  /// Forms of name n are `first[n] ..< first[n + 1]`.
  private var first: [Int32] = [0]
  private(set) var signatures: [Signature] = []

  struct Query {
    var mask: UInt64
    /// As in a signature.
    var letters: UInt64
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

    /// Whether the letters differ in one place only: one of them dropped, added or wrong, two
    /// swapped, or, where a slip makes or unmakes a long vowel, one more dropped or added there.
    @inline(__always) func isOneSlipFrom(_ s: Signature) -> Bool {
      let n = Int32(s.length)
      let longer = max(n, length)
      let shorter = min(n, length)
      if longer - shorter > 2 || shorter == 0 { return false }
      if longer > Signature.maxLetters { return differsLittle(s.mask ^ mask, 2) }
      let fromLeft = s.letters ^ letters
      let head = min(shorter, Int32(fromLeft.leadingZeroBitCount) / 6)
      let fromRight = s.letters >> UInt64(64 - 6 * n) ^ letters >> UInt64(64 - 6 * length)
      let tail = min(shorter, Int32(fromRight.trailingZeroBitCount) / 6)
      if head + tail >= longer - 1 { return true }
      if head + tail < longer - 2 { return false }
      if n != length { return true }
      // Two neighbours that differ: only swapped ones are one slip.
      let own = letters >> UInt64(64 - 6 * (head + 2)) & 0xFFF
      let other = s.letters >> UInt64(64 - 6 * (head + 2)) & 0xFFF
      return own == (other & 63) << 6 | other >> 6
    }

    /// Whether `compare` can find more than a common surname in a form that has the surname or
    /// begins with the same letters.
    func mayBeMore(_ s: Signature) -> Bool {
      if differsLittle(s.mask ^ mask, isWide ? 3 : 2) { return true }
      if s.swapped == key || keys.contains(s.loose) { return true }
      if mayBeCut, mask & ~s.mask == 0, Int32(s.length) >= length { return true }
      return mayEndCut && (length > 60 || s.mask & ~mask == 0 && Int32(s.length) <= length)
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

  func query(_ payer: PreparedPayer) -> Query {
    let latin = payer.isLatin ? UInt32(truncatingIfNeeded: hashed(payer.latin)) : 0
    return Query(
      mask: payer.mask, letters: Signature.letters(payer.loose),
      surname: payer.surnameKey == 0 ? 1 : payer.surnameKey,
      length: Int32(min(payer.loose.count, 64)), head: Signature.packed(payer.loose),
      surnameHead: Signature.packed(payer.surname) >> 8,
      keys: payer.keys.map { UInt32(truncatingIfNeeded: $0) },
      key: UInt32(truncatingIfNeeded: payer.key), latin: latin,
      latinTurned: payer.latinTurned.isEmpty
        ? latin : UInt32(truncatingIfNeeded: hashed(payer.latinTurned)),
      isLatin: payer.isLatin, isWide: !payer.numbers.isEmpty || payer.isCut,
      mayBeCut: payer.writtenLength >= 10 || !payer.head.isEmpty,
      mayEndCut: !payer.beforeLastWord.isEmpty || payer.tight.count > 60)
  }

  /// For kin: whether one form may be the payer's own name with a slip, cut or turned round, or has
  /// no more than the surname in common.
  @inline(__always) static func kinVerdict(_ query: borrowing Query, _ s: Signature) -> Verdict {
    if query.isOneSlipFrom(s) { return .near }
    if s.swapped == query.key || query.keys.contains(s.loose) { return .near }
    if query.mayBeCut, s.head == query.head, query.mask & ~s.mask == 0,
      Int32(s.length) >= query.length
    {
      return .near
    }
    if query.mayEndCut, query.length > 60 || s.mask & ~query.mask == 0 { return .near }
    if s.surname == query.surname { return .sameSurname }
    return s.surname == 0 && query.surnameHead != 0 && s.head >> 8 == query.surnameHead
      ? .near : .unlike
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

  /// Whether a form has the surname of which this is the low half.
  func has(_ surname: UInt32, _ name: Int32) -> Bool {
    for i in forms(name)
    where signatures[i].surname != 0
      && UInt32(truncatingIfNeeded: signatures[i].surname) == surname
    {
      return true
    }
    return false
  }

  /// Whether more than a surname may be common to a name that has it, and the payer's.
  func mayBeMore(_ query: borrowing Query, _ name: Int32) -> Bool {
    for i in forms(name) where query.mayBeMore(signatures[i]) { return true }
    return false
  }

  func passes(_ query: borrowing Query, _ name: Int32) -> Bool { verdict(query, name) != .unlike }
}
