// Orders that wait under a name resembling a payer's, whatever their amounts: looked up by the
// first and the last letters, one of which survives a slip of the pen.

import Model

struct KinIndex {
  private var chains = Chains()
  /// Order and form that have a key, in the order of the chains, so that a search runs through
  /// memory once.
  private var orders: [Int32] = []
  private var signatures: [Signature] = []
  private static let letters = 3

  mutating func build(_ book: Book) {
    chains = Chains()
    var places: [(order: Int32, form: Int32)] = []
    func add(_ key: UInt64, _ order: Int, _ form: Int) {
      chains.add(key, Int32(places.count))
      places.append((Int32(order), Int32(form)))
    }
    for o in 0..<book.state.count where book.isWaiting(Int32(o)) {
      let name = book.nameOf[o]
      for (place, form) in zip(book.sieve.forms(name), book.names[Int(name)].forms) {
        for key in KinIndex.keys(form.loose) { add(key, o, place) }
        if form.surname.count == 2 { add(hashed(form.surname, seed: 2), o, place) }
      }
    }
    chains.close()
    orders = (0..<chains.count).map { places[Int(chains.row(at: $0))].order }
    signatures = (0..<chains.count).map {
      book.sieve.signatures[Int(places[Int(chains.row(at: $0))].form)]
    }
  }

  private static func keys(_ name: some RandomAccessCollection<UInt8>) -> [UInt64] {
    guard name.count > letters else { return [] }
    return [hashed(name.prefix(letters), seed: 3), hashed(name.suffix(letters), seed: 4)]
  }

  /// Keys under which a payer's kin lie, at most three.
  static func keys(_ prepared: PreparedPayer) -> [UInt64] {
    let name = prepared.loose
    var out = keys(name)
    if prepared.surname.count == 2 {
      out.append(hashed(prepared.surname, seed: 2))
    } else if name.count == letters {
      out.append(hashed(name, seed: 3))
    }
    return out
  }

  /// Calls `body` with the orders under a key that the sieve lets pass, ascending. An order with
  /// several forms may come several times.
  @inline(__always) func forEach(
    _ key: UInt64, _ query: borrowing Sieve.Query,
    _ body: (_ order: Int32, _ verdict: Sieve.Verdict) -> Void
  ) {
    chains.withPlaces(key) { places, keys in
      signatures.withUnsafeBufferPointer { signatures in
        for place in places where keys[place] == key {
          let verdict = Sieve.kinVerdict(query, signatures[place])
          if verdict != .unlike { body(orders[place], verdict) }
        }
      }
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
  /// More sure orders than this are not looked for: of so many, sums fit by accident.
  static let sureLimit = 256
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
    guard !prepared.isEmpty, !prepared.isLatin else { return out }
    let query = sieve.query(prepared)
    let (near, namesakes) = kinCandidates(entry, prepared, query)
    let pattern = near.isEmpty ? nil : DistancePattern(prepared.loose)
    var n = 0
    for o in near where out.sure.count < Kin.sureLimit {
      while n < namesakes.count, namesakes[n] < o {
        if out.likely.count <= Kin.limit { out.likely.append(namesakes[n]) }
        n += 1
      }
      if n < namesakes.count, namesakes[n] == o { n += 1 }
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
    let days = window(entry)
    for key in KinIndex.keys(prepared) {
      // Ascending within a key: what comes after enough of one key is not among the first of all.
      var left = Kin.limit + 1
      var last: Int32 = -1
      kinIndex.forEach(key, query) { o, verdict in
        if verdict == .sameSurname && (left <= 0 || o == last) { return }
        guard days.contains(day[Int(o)]) else { return }
        if verdict == .near {
          near.append(o)
        } else {
          namesakes.append(o)
          last = o
          left -= 1
        }
      }
    }
    return (sortedUnique(near), sortedUnique(namesakes))
  }
}
