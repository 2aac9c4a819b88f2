// Orders that wait under a name resembling a payer's, whatever their amounts. Their names are
// looked up by the first and the last letters, one of which survives a slip of the pen.

import Model

struct KinIndex {
  private var chains = Chains()
  /// Name and form that have a key, in the order of the chains, so that a search runs through
  /// memory once.
  private var names: [Int32] = []
  private var signatures: [Signature] = []
  /// The first waiting order of every name; the greatest number there is where none waits.
  let firstOrder: [Int32]
  /// Waiting orders of every name, ascending.
  let ordersOfName: GroupedRows
  private static let letters = 3

  init(_ book: Book) {
    ordersOfName = GroupedRows(
      book.nameOf.indices.map { book.isWaiting(Int32($0)) ? book.nameOf[$0] : -1 },
      groups: book.names.count)
    firstOrder = book.names.indices.map { [ordersOfName] in ordersOfName[$0].first ?? .max }
    var places: [(name: Int32, form: Int32)] = []
    func add(_ key: UInt64, _ name: Int, _ form: Int) {
      chains.add(key, Int32(places.count))
      places.append((Int32(name), Int32(form)))
    }
    for name in book.names.indices where !ordersOfName.range(name).isEmpty {
      for (place, form) in zip(book.sieve.forms(Int32(name)), book.names[name].forms) {
        for key in KinIndex.keys(form.loose) { add(key, name, place) }
        if form.surname.count == 2 { add(hashed(form.surname, seed: 2), name, place) }
      }
    }
    chains.close()
    names = (0..<chains.count).map { places[Int(chains.row(at: $0))].name }
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

  /// Calls `body` with the names under a key that the sieve lets pass, ascending. A name with
  /// several forms may come several times.
  @inline(__always) func forEach(
    _ key: UInt64, _ query: borrowing Sieve.Query,
    _ body: (_ name: Int32, _ verdict: Sieve.Verdict) -> Void
  ) {
    chains.withPlaces(key) { places, keys in
      signatures.withUnsafeBufferPointer { signatures in
        for place in places where keys[place] == key {
          let verdict = Sieve.kinVerdict(query, signatures[place])
          if verdict != .unlike { body(names[place], verdict) }
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
  /// The index, one of the largest, goes when all are found.
  mutating func findKin() {
    let groups = equalPayers(waiting)
    kins = searchKin(of: groups, KinIndex(self))
    kinOf = [Int32](repeating: -1, count: outcomes.count)
    for (i, e) in groups.joined().enumerated() { kinOf[Int(e)] = Int32(i) }
  }

  /// Entries by what their payers wrote, each group ascending, in the order of their first ones.
  private func equalPayers(_ entries: [Int32]) -> [[Int32]] {
    var places = KeyTable()
    var groups: [[Int32]] = []
    for e in entries {
      let place = Int(places.find(payerFacts[Int(e)].text, orAdd: Int32(groups.count)))
      if place == groups.count { groups.append([e]) } else { groups[place].append(e) }
    }
    return groups
  }

  func kin(_ entry: Int32) -> Kin {
    let place = kinOf[Int(entry)]
    var out = place < 0 ? Kin() : kins[Int(place)]
    if !out.sure.isEmpty { out.sure.removeAll { !isWaiting($0) } }
    if !out.likely.isEmpty { out.likely.removeAll { !isWaiting($0) } }
    return out
  }

  /// One after the other what is found for each entry of each group.
  private func searchKin(of groups: [[Int32]], _ index: KinIndex) -> [Kin] {
    workers.gather(groups.count, atOnce: 64) { range, out in
      for group in groups[range] {
        let all = allKin(group[0], index)
        for e in group { out.append(all.map { kin($0, index, in: window(e)) } ?? Kin()) }
      }
    }
  }

  /// All kin of one payer, whatever their days: what the payer wrote is compared once with every
  /// name, for popular names have both the most payments and the most orders.
  private struct AllKin {
    /// Orders with names near the payer's, ascending, and whether the payer is surely meant; nil
    /// where on a closer look not even the surname is common.
    var near: [(order: Int32, isSure: Bool?)] = []
    /// Names with only the surname in common, of each key of the index, ascending.
    var namesakes: [[Int32]] = []
  }

  /// nil for a payer who has no kin. Cost: linear in the names of waiting orders that share three
  /// letters with the name.
  private func allKin(_ entry: Int32, _ index: KinIndex) -> AllKin? {
    let prepared = payer(entry)
    if prepared.isEmpty || prepared.isLatin { return nil }
    let query = sieve.query(prepared)
    var near: [Int32] = []
    var all = AllKin()
    for key in KinIndex.keys(prepared) {
      var namesakes: [Int32] = []
      index.forEach(key, query) { name, verdict in
        if verdict == .near {
          near.append(name)
        } else if name != namesakes.last {
          namesakes.append(name)
        }
      }
      all.namesakes.append(namesakes)
    }
    let pattern = near.isEmpty ? nil : DistancePattern(prepared.loose)
    near = sortedUnique(near)
    fetchNames(near)
    for name in near {
      let isSure = isSureKin(compare(prepared, names[Int(name)], pattern: pattern))
      for o in index.ordersOfName[Int(name)] { all.near.append((o, isSure)) }
    }
    all.near.sort { $0.order < $1.order }
    return all
  }

  private func isSureKin(_ match: NameMatch) -> Bool? {
    if match.isFull || match.level == .nameTypo && match.edits <= 1 { return true }
    return match.level == .nameDifferent || match.level == .nameAbsent ? nil : false
  }

  /// Those of them that an entry's window holds, no more than the limits say.
  private func kin(_ all: AllKin, _ index: KinIndex, in days: ClosedRange<Int32>) -> Kin {
    var out = Kin()
    let namesakes = firstNamesakes(all, index, in: days)
    var n = 0
    for (o, isSure) in all.near where days.contains(day[Int(o)]) {
      if out.sure.count >= Kin.sureLimit { break }
      while n < namesakes.count, namesakes[n] < o {
        if out.likely.count <= Kin.limit { out.likely.append(namesakes[n]) }
        n += 1
      }
      if n < namesakes.count, namesakes[n] == o { n += 1 }
      guard let isSure else { continue }
      if isSure {
        out.sure.append(o)
      } else if out.likely.count <= Kin.limit {
        out.likely.append(o)
      }
    }
    out.likely += namesakes[n...].prefix(max(0, Kin.limit + 1 - out.likely.count))
    return out
  }

  /// Ascending. What comes after enough of one key is not among the first of all.
  private func firstNamesakes(
    _ all: AllKin, _ index: KinIndex, in days: ClosedRange<Int32>
  ) -> [Int32] {
    var first: [Int32] = []
    for names in all.namesakes { first += firstOrders(of: names, index, in: days) }
    return sortedUnique(first)
  }

  /// The first orders of some names, ascending, one more than would say something. Names are
  /// numbered by their first order, so that the later ones need no look once there are enough.
  private func firstOrders(
    of names: [Int32], _ index: KinIndex, in days: ClosedRange<Int32>
  ) -> [Int32] {
    var first: [Int32] = []
    for name in names {
      if first.count > Kin.limit, index.firstOrder[Int(name)] > first[Kin.limit] { continue }
      for o in index.ordersOfName[Int(name)] where days.contains(day[Int(o)]) {
        if first.count > Kin.limit {
          if o > first[Kin.limit] { break }
          first.removeLast()
        }
        let at = first.lastIndex { $0 < o }.map { $0 + 1 } ?? 0
        first.insert(o, at: at)
      }
    }
    return first
  }
}
