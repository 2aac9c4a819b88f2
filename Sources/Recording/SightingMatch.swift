import Model

/// A row of the file under import, as far as its identity goes.
struct IncomingRow {
  /// Index into the file's rows.
  var row: Int32
  var accountID: Int64
  var day: Int32
  var direction: Int32
  var amountYen: Int64
  /// Its folded payer in `SightingMatch.keys`.
  var key: Range<Int32>
  /// Empty where the format's references prove nothing.
  var reference: String
  var balanceYen: Int64?
}

/// An entry that the ledger has on one of the file's days.
struct KnownEntry {
  var id: Int64
  var accountID: Int64
  var day: Int32
  var direction: Int32
  var amountYen: Int64
  var key: Range<Int32>
  var occurrence: Int32
  var sightings: [KnownSighting] = []
}

/// One appearance of a known entry in an earlier file.
struct KnownSighting {
  /// Of the same format as the file under import.
  var isSameFormat: Bool
  var reference: String
  var balanceYen: Int64?
}

/// What a row turned out to be.
enum RowIdentity: Equatable {
  /// The known entry at this index; `nameDiffers` where only amount and day say so.
  case known(Int32, nameDiffers: Bool)
  /// A new entry with this number among equal ones.
  case new(occurrence: Int32)
  /// The bank's reference is that of this known entry, the name or the amount is not.
  case conflict(Int32)
}

/// Finds which rows of a file the ledger has already, as a multiset: rows of one file are never
/// the same money, so of two files that overlap the higher count stands. References and balances
/// say which of equal rows is which, never that a row is new: a bank that inserts a row shifts all
/// later balances and may number anew, and the old ones then stand on other rows.
///
/// Linear in rows and entries, but for rows equal in account, day, direction and amount: there
/// quadratic in those that are neither equal by name nor by reference.
struct SightingMatch {
  /// Folded payers of both sides, end to end.
  let keys: [UInt8]
  /// Sorted by `isBefore`.
  let incoming: [IncomingRow]
  /// Sorted by account, day, direction, amount, key, occurrence.
  let known: [KnownEntry]
  /// Parallel to `incoming`.
  private(set) var identities: [RowIdentity?]
  private var isTaken: [Bool]
  /// Highest occurrence among known entries of a row's identity; parallel to `incoming`.
  private var counted: [Int32]

  init(keys: [UInt8], incoming: [IncomingRow], known: [KnownEntry]) {
    self.keys = keys
    self.incoming = incoming
    self.known = known
    identities = Array(repeating: nil, count: incoming.count)
    isTaken = Array(repeating: false, count: known.count)
    counted = Array(repeating: 0, count: incoming.count)
  }

  /// Settles every row of `incoming`.
  mutating func run() {
    if !known.isEmpty {
      walkBlocks()
      findConflicts()
    }
    var number: Int32 = 0
    for n in incoming.indices {
      if n == 0 || !isSameIdentity(n - 1, n) { number = counted[n] }
      if identities[n] == nil {
        number += 1
        identities[n] = .new(occurrence: number)
      }
    }
  }

  // MARK: Blocks of equal account, day, direction and amount

  private mutating func walkBlocks() {
    var start = 0
    var k = 0
    while start < incoming.count {
      var end = start + 1
      while end < incoming.count, SightingMatch.isSameMoney(incoming[start], incoming[end]) {
        end += 1
      }
      while k < known.count, isKnownBefore(known[k], incoming[start]) { k += 1 }
      var kEnd = k
      while kEnd < known.count, isKnownSame(known[kEnd], incoming[start]) { kEnd += 1 }
      if k < kEnd {
        matchEqualNames(start..<end, k..<kEnd)
        matchAcrossFormats(start..<end, k..<kEnd)
      }
      k = kEnd
      start = end
    }
  }

  /// First pass: runs of equal folded names inside a block.
  private mutating func matchEqualNames(_ rows: Range<Int>, _ entries: Range<Int>) {
    var r = rows.lowerBound
    var e = entries.lowerBound
    while r < rows.upperBound {
      var rEnd = r + 1
      while rEnd < rows.upperBound, compare(incoming[r].key, incoming[rEnd].key) == 0 { rEnd += 1 }
      while e < entries.upperBound, compare(known[e].key, incoming[r].key) < 0 { e += 1 }
      var eEnd = e
      while eEnd < entries.upperBound, compare(known[eEnd].key, incoming[r].key) == 0 {
        eEnd += 1
      }
      if e < eEnd {
        for n in r..<rEnd { counted[n] = known[eEnd - 1].occurrence }
        pairEqual(r..<rEnd, e..<eEnd)
      }
      e = eEnd
      r = rEnd
    }
  }

  /// By reference, then by balance, then in order.
  private mutating func pairEqual(_ rows: Range<Int>, _ entries: Range<Int>) {
    for wanted in [Bond.reference, .balance, .free] {
      var firstFree = entries.lowerBound
      for n in rows where identities[n] == nil {
        while firstFree < entries.upperBound, isTaken[firstFree] { firstFree += 1 }
        let found = (firstFree..<entries.upperBound).first {
          !isTaken[$0] && (wanted == .free || bond(incoming[n], known[$0]) == wanted)
        }
        if let found { take(n, found, nameDiffers: false) }
      }
    }
  }

  private mutating func take(_ n: Int, _ e: Int, nameDiffers: Bool) {
    identities[n] = .known(Int32(e), nameDiffers: nameDiffers)
    isTaken[e] = true
  }

  private enum Bond { case reference, balance, free }

  /// How strongly an earlier sighting ties a row to an entry of the same identity.
  private func bond(_ row: IncomingRow, _ entry: KnownEntry) -> Bond {
    var strongest = Bond.free
    for seen in entry.sightings {
      if seen.isSameFormat, !seen.reference.isEmpty, seen.reference == row.reference {
        return .reference
      }
      if let a = seen.balanceYen, let b = row.balanceYen, a == b { strongest = .balance }
    }
    return strongest
  }

  // MARK: Across formats

  /// Second pass: what is left over on both sides and was never seen in this file's format is the
  /// same money under a name that the other format cuts, prefixes or spells otherwise. Names
  /// where one holds the other go first, the longest first; then equal balances; the rest pair in
  /// order.
  private mutating func matchAcrossFormats(_ rows: Range<Int>, _ entries: Range<Int>) {
    var free = entries.filter { e in
      !isTaken[e] && !known[e].sightings.contains { $0.isSameFormat }
    }
    guard !free.isEmpty else { return }
    let left = rows.filter { identities[$0] == nil }
    var pairs: [(shared: Int, row: Int, entry: Int)] = []
    for n in left {
      for e in free where holds(incoming[n].key, known[e].key) {
        pairs.append((min(incoming[n].key.count, known[e].key.count), n, e))
      }
    }
    pairs.sort { (-$0.shared, $0.row, $0.entry) < (-$1.shared, $1.row, $1.entry) }
    for pair in pairs where identities[pair.row] == nil && !isTaken[pair.entry] {
      take(pair.row, pair.entry, nameDiffers: false)
    }
    free.removeAll { isTaken[$0] }
    for wanted in [Bond.balance, .free] {
      for n in left where identities[n] == nil {
        let found = free.firstIndex { wanted == .free || bond(incoming[n], known[$0]) == wanted }
        if let found { take(n, free.remove(at: found), nameDiffers: true) }
      }
    }
  }

  private func holds(_ a: Range<Int32>, _ b: Range<Int32>) -> Bool {
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    if short.isEmpty { return true }
    let first = keys[Int(short.lowerBound)]
    for offset in long.lowerBound...(long.upperBound - Int32(short.count)) {
      if keys[Int(offset)] == first, isEqual(offset, short) { return true }
    }
    return false
  }

  private func isEqual(_ offset: Int32, _ key: Range<Int32>) -> Bool {
    for n in 0..<Int32(key.count) where keys[Int(offset + n)] != keys[Int(key.lowerBound + n)] {
      return false
    }
    return true
  }

  // MARK: Conflicts

  /// A row whose reference the same format has given to another entry of that day, with only the
  /// name or only the amount different: a row the bank or somebody else changed. Where both
  /// differ, the bank has numbered anew, and the row is money of its own.
  private mutating func findConflicts() {
    var byReference: [String: Int32] = [:]
    var day: (Int64, Int32)?
    var k = 0
    for n in incoming.indices where identities[n] == nil && !incoming[n].reference.isEmpty {
      let row = incoming[n]
      if day == nil || day! != (row.accountID, row.day) {
        day = (row.accountID, row.day)
        byReference.removeAll(keepingCapacity: true)
        while k < known.count, (known[k].accountID, known[k].day) < day! { k += 1 }
        while k < known.count, (known[k].accountID, known[k].day) == day! {
          for seen in known[k].sightings where seen.isSameFormat && !isTaken[k] {
            if !seen.reference.isEmpty { byReference[seen.reference] = Int32(k) }
          }
          k += 1
        }
      }
      guard let e = byReference[row.reference] else { continue }
      let entry = known[Int(e)]
      guard entry.direction == row.direction else { continue }
      let isSameName = compare(entry.key, row.key) == 0
      if isSameName != (entry.amountYen == row.amountYen) { identities[n] = .conflict(e) }
    }
  }

  // MARK: Orders

  /// memcmp, then length: as SQLite compares text.
  private func compare(_ a: Range<Int32>, _ b: Range<Int32>) -> Int {
    SightingMatch.compare(keys, a, b)
  }

  static func compare(_ keys: [UInt8], _ a: Range<Int32>, _ b: Range<Int32>) -> Int {
    let shared = Int32(min(a.count, b.count))
    var n: Int32 = 0
    while n < shared {
      let x = keys[Int(a.lowerBound + n)]
      let y = keys[Int(b.lowerBound + n)]
      if x != y { return x < y ? -1 : 1 }
      n += 1
    }
    return a.count - b.count
  }

  /// Account, day, direction, amount, key, then the file's own order.
  static func isBefore(_ keys: [UInt8], _ a: IncomingRow, _ b: IncomingRow) -> Bool {
    if a.accountID != b.accountID { return a.accountID < b.accountID }
    if a.day != b.day { return a.day < b.day }
    if a.direction != b.direction { return a.direction < b.direction }
    if a.amountYen != b.amountYen { return a.amountYen < b.amountYen }
    let order = compare(keys, a.key, b.key)
    return order != 0 ? order < 0 : a.row < b.row
  }

  private static func isSameMoney(_ a: IncomingRow, _ b: IncomingRow) -> Bool {
    a.amountYen == b.amountYen && a.day == b.day && a.direction == b.direction
      && a.accountID == b.accountID
  }

  private func isSameIdentity(_ a: Int, _ b: Int) -> Bool {
    SightingMatch.isSameMoney(incoming[a], incoming[b])
      && compare(incoming[a].key, incoming[b].key) == 0
  }

  private func isKnownBefore(_ a: KnownEntry, _ b: IncomingRow) -> Bool {
    (a.accountID, a.day, a.direction, a.amountYen) < (b.accountID, b.day, b.direction, b.amountYen)
  }

  private func isKnownSame(_ a: KnownEntry, _ b: IncomingRow) -> Bool {
    a.amountYen == b.amountYen && a.day == b.day && a.direction == b.direction
      && a.accountID == b.accountID
  }
}
