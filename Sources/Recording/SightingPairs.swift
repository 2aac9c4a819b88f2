/// Pairs of rows and entries of one amount and day.
extension SightingMatch {
  /// What speaks against a row being an entry of the same identity.
  private enum Doubt {
    case none
    /// Another number of the day, or a file that neither holds the earlier ones nor is held.
    case untold
    /// Proved to be another: another lasting reference, or a balance that comes later.
    case other
  }

  /// Equal names: by reference, by balance, then in order.
  mutating func pairEqual(
    _ rows: Range<Int>, _ entries: Range<Int>, _ scope: DayScope, isCrossing: Bool
  ) {
    for wanted in [Bond.reference, .balance, .free] {
      var firstFree = entries.lowerBound
      for n in rows where identities[n] == nil {
        while firstFree < entries.upperBound, isTaken[firstFree] { firstFree += 1 }
        let found = (firstFree..<entries.upperBound).first { e in
          if isTaken[e] || placing[e] == .before { return false }
          if wanted != .free { return bond(incoming[n], known[e]) == wanted }
          return doubt(n, e, isCrossing: isCrossing) == .none
        }
        if let found { take(n, found, nameDiffers: false) }
      }
    }
    for n in rows where identities[n] == nil {
      let untold = entries.first {
        !isTaken[$0] && doubt(n, $0, isCrossing: isCrossing) == .untold
      }
      if let untold {
        // A day known to its last row has no room for one more.
        if scope.isKnownWhole {
          take(n, untold, nameDiffers: false)
        } else {
          identities[n] = .possibleTwin(Int32(untold))
          isTaken[untold] = true
        }
      } else {
        beside[n] = entries.first { !isTaken[$0] }.map { Int32($0) }
      }
    }
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

  private func doubt(_ n: Int, _ e: Int, isCrossing: Bool) -> Doubt {
    switch placing[e] {
    case .before: return .other
    case .doubtful: return .untold
    case .possible: break
    }
    guard file.isIncremental else { return .none }
    let row = incoming[n]
    let isNumbered = known[e].sightings.contains { $0.isSameFormat && !$0.reference.isEmpty }
    if !row.reference.isEmpty, isNumbered { return row.isLasting ? .other : .untold }
    return isCrossing && known[e].isSeenInFormat ? .untold : .none
  }

  /// Whether the file and earlier ones of its format each have rows of the day that the other
  /// lacks: then neither is the whole of what was there to tell, and equal rows may be two.
  func crosses(_ rows: Range<Int>, _ entries: Range<Int>) -> Bool {
    var isMore = false
    var isLess = false
    var n = rows.lowerBound
    for e in entries where known[e].isSeenInFormat {
      while n < rows.upperBound, order(incoming[n], known[e]) < 0 {
        isMore = true
        n += 1
      }
      if n < rows.upperBound, order(incoming[n], known[e]) == 0 { n += 1 } else { isLess = true }
    }
    return isLess && (isMore || n < rows.upperBound)
  }

  private func order(_ row: IncomingRow, _ entry: KnownEntry) -> Int {
    if row.direction != entry.direction { return row.direction < entry.direction ? -1 : 1 }
    if row.amountYen != entry.amountYen { return row.amountYen < entry.amountYen ? -1 : 1 }
    return keys.compare(row.key, entry.nameKey)
  }

  // MARK: Across formats

  /// What is left over on both sides and was never seen in this file's format is the same money
  /// under a name that the other format cuts, prefixes or spells otherwise. Names where one holds
  /// the other go first, the longest first; then names that are alike; then those that cannot be
  /// compared. Names that are clearly different are the same money only where counts prove it: two
  /// files of whole days, or a day known to its last row.
  mutating func matchAcrossFormats(
    _ rows: Range<Int>, _ entries: Range<Int>, _ scope: DayScope
  ) {
    var free = entries.filter {
      !isTaken[$0] && placing[$0] == .possible && !known[$0].isSeenInFormat
    }
    guard !free.isEmpty else { return }
    var left = rows.filter { identities[$0] == nil }
    var held: [(shared: Int, row: Int, entry: Int)] = []
    for n in left {
      for e in free {
        let shared = sharedLength(incoming[n].key, known[e])
        if shared >= 0 { held.append((shared, n, e)) }
      }
    }
    held.sort { (-$0.shared, $0.row, $0.entry) < (-$1.shared, $1.row, $1.entry) }
    for pair in held where identities[pair.row] == nil && !isTaken[pair.entry] {
      take(pair.row, pair.entry, nameDiffers: false)
    }
    left.removeAll { identities[$0] != nil }
    free.removeAll { isTaken[$0] }
    pairByRelation(left, free, scope)
    guard let first = free.first(where: { !isTaken[$0] }) else { return }
    for n in left where identities[n] == nil && beside[n] == nil { beside[n] = Int32(first) }
  }

  /// Of the names of the entry that hold the row's or are held by it, the length of the shorter
  /// one of both; equal names are longer than any. -1 where there is none.
  private func sharedLength(_ key: Range<Int32>, _ entry: KnownEntry) -> Int {
    var longest = -1
    for name in [entry.key] + entry.otherKeys where keys.holds(key, name) {
      let shared = min(key.count, name.count)
      longest = max(longest, key.count == name.count ? 1_000_000 : shared)
    }
    return longest
  }

  private mutating func pairByRelation(_ left: [Int], _ free: [Int], _ scope: DayScope) {
    var pairs: [(relation: KeyRelation, isFar: Int, row: Int, entry: Int)] = []
    for n in left {
      for e in free {
        let names = [known[e].key] + known[e].otherKeys
        let relation = names.map { keys.relation(incoming[n].key, $0) }.min()!
        // Another file of whole days holds this one or is held by it.
        let isNested = !file.isIncremental && known[e].isSeenInWholeDay
        if relation == .unrelated, !isNested, !scope.isOwnWhole, !scope.isKnownWhole { continue }
        let isTied = bond(incoming[n], known[e]) == .balance
        pairs.append((relation, isTied ? 0 : isNested ? 1 : 2, n, e))
      }
    }
    pairs.sort {
      ($0.relation.rawValue, $0.isFar, $0.row, $0.entry)
        < ($1.relation.rawValue, $1.isFar, $1.row, $1.entry)
    }
    for pair in pairs where identities[pair.row] == nil && !isTaken[pair.entry] {
      take(pair.row, pair.entry, nameDiffers: true)
    }
  }
}
