/// Finds which rows of a file the ledger has already.
///
/// Rows of one file are never the same money. Files of whole days hold each day from its first row
/// on, so of two of them one holds the other, and among rows of one amount the higher count
/// stands, whatever the names. Files of new rows hold any part of a day: there an equal row is the
/// known one unless its reference says otherwise. What neither count nor reference nor balance
/// tells is said to be untold, and not posted.
///
/// Linear in rows and entries, but for rows equal in account, day, direction and amount: there
/// quadratic in those that are not equal by name.
struct SightingMatch {
  /// Folded payers of both sides, end to end.
  let keys: KeyBytes
  /// Sorted by `IncomingRow.isBefore`.
  let incoming: [IncomingRow]
  /// Sorted by `KnownEntry.isBefore`.
  let known: [KnownEntry]
  let file: MatchFile
  /// Parallel to `incoming`.
  var identities: [RowIdentity?]
  /// Known entries that this file should hold and does not; ascending.
  var vanished: [Int32] = []
  /// Parallel to `known`.
  var isTaken: [Bool]
  /// Parallel to `known`: what the file's opening balance says of the entry.
  var placing: [Placing]
  /// Highest occurrence among known entries of a row's identity; parallel to `incoming`.
  private var counted: [Int32]
  /// Parallel to `incoming`: for new rows, the entry they are not.
  var beside: [Int32?]
  /// By account: the first day of the file, where the file begins in the middle of it.
  private(set) var cutDays: [Int64: Int32] = [:]

  /// Whether the file may hold an entry at all.
  enum Placing {
    case possible
    /// It came before the file's first row, or not: the day has that balance several times.
    case doubtful
    /// It came before the file's first row.
    case before
  }

  init(keys: [UInt8], incoming: [IncomingRow], known: [KnownEntry], file: MatchFile) {
    self.keys = KeyBytes(bytes: keys)
    self.incoming = incoming
    self.known = known
    self.file = file
    identities = Array(repeating: nil, count: incoming.count)
    isTaken = Array(repeating: false, count: known.count)
    placing = Array(repeating: .possible, count: known.count)
    counted = Array(repeating: 0, count: incoming.count)
    beside = Array(repeating: nil, count: incoming.count)
  }

  /// Settles every row of `incoming`.
  mutating func run() {
    settleLastingConflicts()
    if !known.isEmpty { walkDays() }
    var number: Int32 = 0
    for n in incoming.indices {
      if n == 0 || !isSameIdentity(n - 1, n) { number = counted[n] }
      if identities[n] == nil {
        number += 1
        identities[n] = .new(occurrence: number, beside: beside[n])
      }
    }
  }

  mutating func take(_ n: Int, _ e: Int, nameDiffers: Bool) {
    identities[n] = .known(Int32(e), nameDiffers: nameDiffers)
    isTaken[e] = true
  }

  /// Days with entries, one by one, with the rows that the file has on them.
  private mutating func walkDays() {
    var n = 0
    var e = 0
    while e < known.count {
      let account = known[e].accountID
      let day = known[e].day
      var eEnd = e
      while eEnd < known.count, known[eEnd].day == day, known[eEnd].accountID == account {
        eEnd += 1
      }
      while n < incoming.count, (incoming[n].accountID, incoming[n].day) < (account, day) { n += 1 }
      var nEnd = n
      while nEnd < incoming.count, incoming[nEnd].day == day, incoming[nEnd].accountID == account {
        nEnd += 1
      }
      matchDay(n..<nEnd, e..<eEnd)
      n = nEnd
      e = eEnd
    }
  }

  private mutating func matchDay(_ rows: Range<Int>, _ entries: Range<Int>) {
    let account = known[entries.lowerBound].accountID
    let day = known[entries.lowerBound].day
    let isFirst =
      !rows.isEmpty && (rows.lowerBound == 0 || incoming[rows.lowerBound - 1].accountID != account)
    if isFirst, !file.isIncremental, let opening = file.openings[account] {
      place(entries, openingYen: opening)
      if entries.contains(where: { placing[$0] != .possible }) { cutDays[account] = day }
    }
    let isCut = cutDays[account] == day
    let scope = DayScope(
      isOwnWhole: !isCut && file.isWhole(file.ownWholeDays, account, day),
      isOwnProved: !isCut && file.isProved(file.ownWholeDays, account, day),
      isKnownWhole: file.isWhole(file.knownWholeDays, account, day))
    settleLasting(rows, entries)
    let isCrossing = file.isIncremental && !scope.isKnownWhole && crosses(rows, entries)
    walkBlocks(rows, entries, scope, isCrossing: isCrossing)
    findConflicts(rows, entries, scope)
  }

  /// Runs of equal direction and amount.
  private mutating func walkBlocks(
    _ rows: Range<Int>, _ entries: Range<Int>, _ scope: DayScope, isCrossing: Bool
  ) {
    var start = rows.lowerBound
    var k = entries.lowerBound
    while start < rows.upperBound {
      var end = start + 1
      while end < rows.upperBound, isSameMoney(start, end) { end += 1 }
      while k < entries.upperBound, isKnownBefore(known[k], incoming[start]) { k += 1 }
      var kEnd = k
      while kEnd < entries.upperBound, isKnownSame(known[kEnd], incoming[start]) { kEnd += 1 }
      if k < kEnd {
        walkNames(start..<end, k..<kEnd, scope, isCrossing: isCrossing)
        matchAcrossFormats(start..<end, k..<kEnd, scope)
      }
      k = kEnd
      start = end
    }
  }

  /// Runs of equal folded names inside a block.
  private mutating func walkNames(
    _ rows: Range<Int>, _ entries: Range<Int>, _ scope: DayScope, isCrossing: Bool
  ) {
    var r = rows.lowerBound
    var e = entries.lowerBound
    while r < rows.upperBound {
      var rEnd = r + 1
      while rEnd < rows.upperBound, keys.compare(incoming[r].key, incoming[rEnd].key) == 0 {
        rEnd += 1
      }
      while e < entries.upperBound, keys.compare(known[e].nameKey, incoming[r].key) < 0 {
        e += 1
      }
      var eEnd = e
      while eEnd < entries.upperBound, keys.compare(known[eEnd].nameKey, incoming[r].key) == 0 {
        eEnd += 1
      }
      let highest = highestOccurrence(incoming[r].key, e..<eEnd, entries)
      for n in r..<rEnd { counted[n] = highest }
      if e < eEnd {
        pairEqual(r..<rEnd, e..<eEnd, scope, isCrossing: isCrossing)
      }
      e = eEnd
      r = rEnd
    }
  }

  /// How many entries of the block have the identity of `key`. `named` are those that this format
  /// has under that name: most often the same ones.
  private func highestOccurrence(
    _ key: Range<Int32>, _ named: Range<Int>, _ entries: Range<Int>
  ) -> Int32 {
    let isPlain = entries.allSatisfy { known[$0].key == known[$0].nameKey }
    return (isPlain ? named : entries).reduce(0) { highest, e in
      keys.compare(known[e].key, key) == 0 ? max(highest, known[e].occurrence) : highest
    }
  }

  // MARK: Orders

  func isSameMoney(_ a: Int, _ b: Int) -> Bool {
    incoming[a].amountYen == incoming[b].amountYen && incoming[a].day == incoming[b].day
      && incoming[a].direction == incoming[b].direction
      && incoming[a].accountID == incoming[b].accountID
  }

  private func isSameIdentity(_ a: Int, _ b: Int) -> Bool {
    isSameMoney(a, b) && keys.compare(incoming[a].key, incoming[b].key) == 0
  }

  private func isKnownBefore(_ a: KnownEntry, _ b: IncomingRow) -> Bool {
    (a.direction, a.amountYen) < (b.direction, b.amountYen)
  }

  private func isKnownSame(_ a: KnownEntry, _ b: IncomingRow) -> Bool {
    a.amountYen == b.amountYen && a.direction == b.direction
  }
}

/// Whether a day is known to its last row.
struct DayScope {
  /// By the file under import.
  var isOwnWhole: Bool
  var isOwnProved: Bool
  /// By an earlier file.
  var isKnownWhole: Bool
}
