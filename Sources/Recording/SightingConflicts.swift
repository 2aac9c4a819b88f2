/// What references and balances say beyond equal rows, and rows that contradict the ledger.
extension SightingMatch {
  // MARK: Lasting references

  /// A lasting reference that stood on an entry of which one thing only has changed.
  mutating func settleLastingConflicts() {
    for (n, row) in incoming.enumerated() {
      guard let entry = row.lasting, entry.direction == row.direction else { continue }
      let changes = [
        entry.day != row.day, entry.amountYen != row.amountYen, !entry.hasSameName,
      ].count { $0 }
      // Where more than one differs, the numbers were given anew.
      if changes == 1 { identities[n] = .conflict(entryID: entry.id, amountYen: entry.amountYen) }
    }
  }

  /// Ties rows to entries by lasting references that changed in nothing.
  mutating func settleLasting(_ rows: Range<Int>, _ entries: Range<Int>) {
    var places: [Int64: Int] = [:]
    for n in rows where identities[n] == nil {
      guard let entry = incoming[n].lasting, entry.day == incoming[n].day,
        entry.direction == incoming[n].direction, entry.amountYen == incoming[n].amountYen,
        entry.hasSameName
      else { continue }
      if places.isEmpty { for e in entries { places[known[e].id] = e } }
      if let e = places[entry.id], !isTaken[e] { take(n, e, nameDiffers: false) }
    }
  }

  // MARK: Balances

  /// What the balance before the file's first row says of the entries of that day: those before it
  /// in the running balance of an earlier file are not in this one.
  mutating func place(_ entries: Range<Int>, openingYen: Int64) {
    let chain = balanceChain(entries)
    guard let first = chain.first else { return }
    let signed =
      known[first.entry].direction == 1
      ? known[first.entry].amountYen
      : -known[first.entry].amountYen
    if first.balanceYen - signed == openingYen { return }
    let places = chain.indices.filter { chain[$0].balanceYen == openingYen }
    guard let from = places.first, let to = places.last else {
      // The file begins where no earlier one was: rows between are missing, and an equal row may
      // well be another.
      for link in chain { placing[link.entry] = .doubtful }
      return
    }
    for place in chain.indices where place <= to {
      placing[chain[place].entry] = place <= from ? .before : .doubtful
    }
  }

  private typealias Link = (record: Int32, entry: Int, balanceYen: Int64)

  /// The day's rows in the order of the earlier file that has most of them with a balance; empty
  /// where they do not lead from one balance to the next.
  private func balanceChain(_ entries: Range<Int>) -> [Link] {
    var chains: [Int64: [Link]] = [:]
    for e in entries {
      for seen in known[e].sightings where seen.isWholeDay {
        guard let balance = seen.balanceYen else { continue }
        chains[seen.fileID, default: []].append((seen.record, e, balance))
      }
    }
    let most = chains.map { ($0.value.count, $0.key) }.max { $0 < $1 }
    guard let most, var chain = chains[most.1] else { return [] }
    chain.sort { $0.record < $1.record }
    if leads(chain) { return chain }
    chain.reverse()
    return leads(chain) ? chain : []
  }

  private func leads(_ chain: [Link]) -> Bool {
    for n in chain.indices.dropFirst() {
      let entry = known[chain[n].entry]
      let signed = entry.direction == 1 ? entry.amountYen : -entry.amountYen
      if chain[n - 1].balanceYen &+ signed != chain[n].balanceYen { return false }
    }
    return true
  }

  // MARK: Contradictions

  /// Rows and entries of a day that are left over although one format has told of both: the row
  /// is the entry, changed. A reference tells which is which in any file. In files of whole days,
  /// of which one must hold the other, so do a balance, an amount, a name. Entries that the file
  /// should hold and does not are `vanished`.
  mutating func findConflicts(_ rows: Range<Int>, _ entries: Range<Int>, _ scope: DayScope) {
    var left = rows.filter { identities[$0] == nil }
    var lost = entries.filter {
      !isTaken[$0] && placing[$0] == .possible && known[$0].isSeenInFormat
    }
    let isContradiction = !file.isIncremental && !left.isEmpty && !lost.isEmpty
    if !left.isEmpty, !lost.isEmpty { pairByReference(&left, &lost) }
    if isContradiction {
      for wanted in [Change.balance, .name, .amount] { pair(&left, &lost, wanted) }
    }
    guard !file.isIncremental else { return }
    if scope.isOwnProved {
      vanished += entries.filter { !isTaken[$0] && placing[$0] == .possible }.map { Int32($0) }
    } else if isContradiction || scope.isOwnWhole {
      vanished += lost.map { Int32($0) }
    }
  }

  private mutating func pairByReference(_ left: inout [Int], _ lost: inout [Int]) {
    var byReference: [String: Int] = [:]
    for e in lost {
      for seen in known[e].sightings where seen.isSameFormat && !seen.reference.isEmpty {
        byReference[seen.reference] = e
      }
    }
    if byReference.isEmpty { return }
    for n in left where !incoming[n].reference.isEmpty {
      guard let e = byReference[incoming[n].reference], !isTaken[e], isChanged(n, e) else {
        continue
      }
      contradict(n, e)
    }
    left.removeAll { identities[$0] != nil }
    lost.removeAll { isTaken[$0] }
  }

  /// What may have changed where the rest is equal.
  private enum Change { case balance, name, amount }

  private mutating func pair(_ left: inout [Int], _ lost: inout [Int], _ wanted: Change) {
    for n in left {
      let row = incoming[n]
      let found = lost.first { e in
        let entry = known[e]
        guard !isTaken[e], entry.direction == row.direction else { return false }
        switch wanted {
        case .balance:
          return row.balanceYen != nil && isChanged(n, e)
            && entry.sightings.contains { $0.balanceYen == row.balanceYen }
        case .name: return entry.amountYen == row.amountYen
        case .amount: return !row.key.isEmpty && keys.compare(entry.nameKey, row.key) == 0
        }
      }
      if let found { contradict(n, found) }
    }
    left.removeAll { identities[$0] != nil }
    lost.removeAll { isTaken[$0] }
  }

  /// The name or the amount differs, not both.
  private func isChanged(_ n: Int, _ e: Int) -> Bool {
    guard known[e].direction == incoming[n].direction else { return false }
    let isSameName = keys.compare(known[e].nameKey, incoming[n].key) == 0
    return isSameName != (known[e].amountYen == incoming[n].amountYen)
  }

  private mutating func contradict(_ n: Int, _ e: Int) {
    identities[n] = .conflict(entryID: known[e].id, amountYen: known[e].amountYen)
    isTaken[e] = true
  }
}
