// Orders that wait under a name resembling a payer's, whatever their amounts: looked up by the
// first and the last letters, one of which survives a slip of the pen.

import Model

struct KinIndex {
  private var chains = Chains(expected: 16)
  private static let letters = 3

  mutating func build(_ book: Book) {
    var count = 0
    for o in 0..<book.state.count where book.isWaiting(Int32(o)) { count += 1 }
    chains = Chains(expected: count * 2)
    for o in 0..<book.state.count where book.isWaiting(Int32(o)) {
      for form in book.names[Int(book.nameOf[o])].forms {
        for key in KinIndex.keys(form.loose) { chains.add(key, Int32(o)) }
        if form.surname.count == 2 { chains.add(hashed(form.surname, seed: 2), Int32(o)) }
      }
    }
  }

  private static func keys(_ name: [UInt8]) -> [UInt64] {
    guard name.count > letters else { return [] }
    return [
      hashed(Array(name[..<letters]), seed: 3), hashed(Array(name.suffix(letters)), seed: 4),
    ]
  }

  /// Those that pass a test, ascending.
  func orders(_ prepared: PreparedPayer, where passes: (Int32) -> Bool) -> [Int32] {
    let name = prepared.payer.form.loose
    var out: [Int32] = []
    func collect(_ key: UInt64) { chains.forEach(key) { if passes($0) { out.append($0) } } }
    for key in KinIndex.keys(name) { collect(key) }
    if prepared.surname.count == 2 {
      collect(hashed(prepared.surname, seed: 2))
    } else if name.count == KinIndex.letters {
      collect(hashed(name, seed: 3))
    }
    return sortedUnique(out)
  }
}

/// Waiting orders that resemble, by how surely the payer is meant.
struct Kin {
  /// The payer's own name misspelled, cut or in Latin letters.
  var sure: [Int32] = []
  /// The same surname, or a company and a person of one name, or a proven payer.
  var likely: [Int32] = []

  /// More than this many likely orders say nothing any more.
  static let limit = 32
}

extension Book {
  /// Finds the kin of every waiting entry once; orders claimed later are left out when asked for.
  mutating func findKin() {
    kinIndex.build(self)
    kinOf = [:]
    for e in waiting { kinOf[e] = searchKin(e) }
  }

  func kin(_ entry: Int32) -> Kin {
    var out = kinOf[entry] ?? Kin()
    out.sure.removeAll { !isWaiting($0) }
    out.likely.removeAll { !isWaiting($0) }
    return out
  }

  /// Cost: linear in the waiting orders that share three letters with the name.
  private func searchKin(_ entry: Int32) -> Kin {
    let prepared = payer(entry)
    var out = Kin()
    guard !prepared.payer.isEmpty, !prepared.payer.isLatin else { return out }
    let pattern = DistancePattern(prepared.payer.form.loose)
    let query = sieve.query(prepared)
    var levels: [Int32: NameMatch] = [:]
    let found = kinIndex.orders(prepared) {
      isWaiting($0) && isInWindow(entry, $0) && sieve.passes(query, nameOf[Int($0)])
    }
    for o in found {
      let id = nameOf[Int(o)]
      switch sieve.verdict(query, id) {
      case .unlike: continue
      case .sameSurname: if out.likely.count <= Kin.limit { out.likely.append(o) }
      case .near:
        let match = levels[id] ?? compare(prepared, names[Int(id)], pattern: pattern)
        levels[id] = match
        if match.isFull || match.level == .nameTypo && match.edits <= 1 {
          out.sure.append(o)
        } else if match.level != .nameDifferent, match.level != .nameAbsent,
          out.likely.count <= Kin.limit
        {
          out.likely.append(o)
        }
      }
    }
    return out
  }
}
