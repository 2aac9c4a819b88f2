// Orders that wait under a name resembling a payer's, whatever their amounts: looked up by the
// first and the last letters, one of which survives a slip of the pen.

import Model

struct KinIndex {
  private var chains = Chains()
  /// The only form of the order's name, beside the chains so that a search runs through memory
  /// once; nil for names of several forms, which are asked one by one.
  private var signatures: [Signature?] = []
  private static let letters = 3

  mutating func build(_ book: Book) {
    chains = Chains()
    for o in 0..<book.state.count where book.isWaiting(Int32(o)) {
      for form in book.names[Int(book.nameOf[o])].forms {
        for key in KinIndex.keys(form.loose) { chains.add(key, Int32(o)) }
        if form.surname.count == 2 { chains.add(hashed(form.surname, seed: 2), Int32(o)) }
      }
    }
    chains.close()
    signatures = (0..<chains.count).map { place in
      let forms = book.sieve.forms(book.nameOf[Int(chains.row(at: place))])
      return forms.count == 1 ? book.sieve.signatures[forms.lowerBound] : nil
    }
  }

  private static func keys(_ name: [UInt8]) -> [UInt64] {
    guard name.count > letters else { return [] }
    return [
      hashed(Array(name[..<letters]), seed: 3), hashed(Array(name.suffix(letters)), seed: 4),
    ]
  }

  /// Calls `body` with every order that shares letters with the payer's name and that the sieve
  /// lets pass; ascending for each of at most three keys.
  func search(
    _ prepared: PreparedPayer, _ query: Sieve.Query, _ book: Book,
    _ body: (_ order: Int32, _ key: Int, _ verdict: Sieve.Verdict) -> Void
  ) {
    let name = prepared.payer.form.loose
    var keys = 0
    func collect(_ key: UInt64) {
      keys += 1
      signatures.withUnsafeBufferPointer { signatures in
        chains.forEachPlace(key) { place in
          let verdict: Sieve.Verdict
          if let signature = signatures[place] {
            verdict = Sieve.narrowVerdict(query, signature)
          } else {
            verdict = book.sieve.narrowVerdict(query, book.nameOf[Int(chains.row(at: place))])
          }
          if verdict != .unlike { body(chains.row(at: place), keys, verdict) }
        }
      }
    }
    for key in KinIndex.keys(name) { collect(key) }
    if prepared.surname.count == 2 {
      collect(hashed(prepared.surname, seed: 2))
    } else if name.count == KinIndex.letters {
      collect(hashed(name, seed: 3))
    }
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
    kins = searchKin(of: waiting)
    kinOf = [Int32](repeating: -1, count: outcomes.count)
    for (i, e) in waiting.enumerated() { kinOf[Int(e)] = Int32(i) }
  }

  func kin(_ entry: Int32) -> Kin {
    let place = kinOf[Int(entry)]
    var out = place < 0 ? Kin() : kins[Int(place)]
    if !out.sure.isEmpty { out.sure.removeAll { !isWaiting($0) } }
    if !out.likely.isEmpty { out.likely.removeAll { !isWaiting($0) } }
    return out
  }

  private func searchKin(of entries: [Int32]) -> [Kin] {
    workers.map(entries.count) { searchKin(entries[$0]) }
  }

  /// Cost: linear in the waiting orders that share three letters with the name.
  private func searchKin(_ entry: Int32) -> Kin {
    let prepared = payer(entry)
    var out = Kin()
    guard !prepared.payer.isEmpty, !prepared.payer.isLatin else { return out }
    let query = sieve.query(prepared)
    let (near, namesakes) = kinCandidates(entry, prepared, query)
    let pattern = DistancePattern(prepared.payer.form.loose)
    var n = 0
    for o in near {
      while n < namesakes.count, namesakes[n] < o {
        if out.likely.count <= Kin.limit { out.likely.append(namesakes[n]) }
        n += 1
      }
      let match = compare(prepared, names[Int(nameOf[Int(o)])], pattern: pattern)
      if match.isFull || match.level == .nameTypo && match.edits <= 1 {
        out.sure.append(o)
      } else if match.level != .nameDifferent, match.level != .nameAbsent,
        out.likely.count <= Kin.limit
      {
        out.likely.append(o)
      }
    }
    out.likely += namesakes[n...].prefix(max(0, Kin.limit + 1 - out.likely.count))
    return out
  }

  /// Orders with names near the payer's, and the first of those with only the surname in common,
  /// both ascending.
  private func kinCandidates(
    _ entry: Int32, _ prepared: PreparedPayer, _ query: Sieve.Query
  ) -> (near: [Int32], namesakes: [Int32]) {
    var near: [Int32] = []
    var namesakes: [Int32] = []
    // Ascending within a key: what comes after enough of one key is not among the first of all.
    var left = 0
    var last: (order: Int32, key: Int) = (-1, 0)
    kinIndex.search(prepared, query, self) { o, key, verdict in
      if last == (o, key) { return }
      if key != last.key { left = Kin.limit + 1 }
      last = (o, key)
      if left <= 0 && verdict == .sameSurname { return }
      guard isInWindow(entry, o) else { return }
      if verdict == .near {
        near.append(o)
      } else {
        if left > 0 { namesakes.append(o) }
        left -= 1
      }
    }
    return (sortedUnique(near), sortedUnique(namesakes))
  }
}
