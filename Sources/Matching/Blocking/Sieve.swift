// A sieve before names are compared in earnest: a few machine words per name tell most pairs
// apart. It may let unlike names pass; it never stops a pair that `compare` would not call
// different.

struct Sieve {
  /// Forms of name n are `first[n] ..< first[n + 1]`.
  private var first: [Int32] = [0]
  private var mask: [UInt64] = []
  private var length: [Int32] = []
  private var surname: [Int32] = []
  /// First two letters, and first three, packed.
  private var head: [UInt32] = []
  private var surnameIDs: [[UInt8]: Int32] = [:]

  struct Query {
    var mask: UInt64
    var length: Int32
    var surname: Int32
    var head: UInt32
    var surnameHead: UInt32
    var passesAll: Bool
    var mayBeCut: Bool
  }

  init(_ names: [OrderName]) {
    for name in names {
      for form in name.forms {
        mask.append(letterMask(form.loose))
        length.append(Int32(min(form.loose.count, 64)))
        head.append(Sieve.packed(form.loose))
        surname.append(form.surname.isEmpty ? -1 : id(form.surname))
      }
      first.append(Int32(mask.count))
    }
  }

  private mutating func id(_ surname: [UInt8]) -> Int32 {
    if let known = surnameIDs[surname] { return known }
    let new = Int32(surnameIDs.count)
    surnameIDs[surname] = new
    return new
  }

  private static func packed(_ name: [UInt8]) -> UInt32 {
    guard name.count >= 2 else { return 0 }
    return UInt32(name[0]) << 16 | UInt32(name[1]) << 8 | (name.count > 2 ? UInt32(name[2]) : 0)
  }

  func query(_ prepared: PreparedPayer) -> Query {
    let payer = prepared.payer
    return Query(
      mask: prepared.mask, length: Int32(min(payer.form.loose.count, 64)),
      surname: prepared.surname.isEmpty ? -2 : surnameIDs[prepared.surname] ?? -2,
      head: Sieve.packed(payer.form.loose), surnameHead: Sieve.packed(prepared.surname) >> 8,
      passesAll: payer.isLatin || payer.isEmpty || !payer.numbers.isEmpty || payer.uncut != nil,
      mayBeCut: payer.writtenLength >= 10 || payer.head != nil)
  }

  enum Verdict { case unlike, sameSurname, near }

  /// Whether a name may resemble the payer's, or at least has the surname.
  @inline(__always) func verdict(_ query: Query, _ name: Int32) -> Verdict {
    if query.passesAll { return .near }
    var hasSurname = false
    for i in Int(first[Int(name)])..<Int(first[Int(name) + 1]) {
      let edits: Int32 = length[i] >= 8 ? 2 : 1
      if abs(length[i] - query.length) <= edits,
        (mask[i] ^ query.mask).nonzeroBitCount <= 2 * Int(edits)
      {
        return .near
      }
      if query.mayBeCut, head[i] == query.head { return .near }
      if surname[i] == query.surname {
        hasSurname = true
      } else if surname[i] < 0, query.surnameHead != 0, head[i] >> 8 == query.surnameHead {
        return .near
      }
    }
    return hasSurname ? .sameSurname : .unlike
  }

  /// Orders of a group whose names may resemble the payer's.
  func passing(_ orders: ArraySlice<Int32>, _ query: Query, _ nameOf: [Int32]) -> [Int32] {
    var out: [Int32] = []
    for o in orders where verdict(query, nameOf[Int(o)]) != .unlike { out.append(o) }
    return out
  }

  @inline(__always) func passes(_ query: Query, _ name: Int32) -> Bool {
    verdict(query, name) != .unlike
  }
}
