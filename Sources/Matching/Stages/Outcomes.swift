// The outcomes of a run. Every stage asks of every payment whether it is settled, and an outcome is
// large and full of lists: to take a copy only to see that it is there would cost more than most
// of what the stages do.

import Model

struct Outcomes {
  private enum Standing: UInt8 { case none, automatic, other }

  /// `.unknown` where an entry is not settled.
  private var rows: [EntryOutcome]
  /// What is asked most often, side by side.
  private var standings: [Standing]

  init(entries: Int) {
    rows = (0..<Int32(entries)).map { EntryOutcome(entryIndex: $0, verdict: .unknown) }
    standings = [Standing](repeating: .none, count: entries)
  }

  var count: Int { rows.count }

  func has(_ entry: Int32) -> Bool { standings[Int(entry)] != .none }
  func isAutomatic(_ entry: Int32) -> Bool { standings[Int(entry)] == .automatic }

  /// A copy, with all its lists; nil where the entry is not settled.
  subscript(entry: Int32) -> EntryOutcome? {
    get { has(entry) ? rows[Int(entry)] : nil }
    set {
      rows[Int(entry)] = newValue ?? EntryOutcome(entryIndex: entry, verdict: .unknown)
      standings[Int(entry)] = newValue.map(Outcomes.standing) ?? .none
    }
  }

  private static func standing(_ outcome: EntryOutcome) -> Standing {
    outcome.verdict == .automatic ? .automatic : .other
  }

  /// Settles entries, of which none may come twice, side by side: each outcome is made where it
  /// stays.
  mutating func settle(
    _ count: Int, _ workers: Workers,
    _ outcomes: @Sendable (_ range: Range<Int>, _ place: (EntryOutcome) -> Void) -> Void
  ) {
    rows.withUnsafeMutableBufferPointer { rows in
      standings.withUnsafeMutableBufferPointer { standings in
        nonisolated(unsafe) let places = (rows: rows, standings: standings)
        workers.each(count) { range in
          outcomes(range) { made in
            places.standings[Int(made.entryIndex)] = Outcomes.standing(made)
            places.rows[Int(made.entryIndex)] = made
          }
        }
      }
    }
  }

  /// Empty where the entry is not settled.
  func links(_ entry: Int32) -> [MatchLink] { rows[Int(entry)].links }
  func unpaidPPM(_ entry: Int32) -> Int32 { rows[Int(entry)].unpaidPPM }

  /// Whether goods are released on it by the engine: an automatic link that leaves nothing unpaid.
  func releases(_ entry: Int32) -> Bool {
    guard isAutomatic(entry), rows[Int(entry)].shortYen == 0 else { return false }
    return links(entry).contains { $0.allocatedYen > 0 && $0.basis != .byHand }
  }

  /// Hands over the outcomes of the entries that are wanted, `.unknown` where they are not settled,
  /// and forgets all: a million of them are not there twice.
  mutating func takeAll(where isWanted: (Int32) -> Bool) -> [EntryOutcome] {
    var all: [EntryOutcome] = []
    swap(&all, &rows)
    standings = []
    all.removeAll { !isWanted($0.entryIndex) }
    return all
  }
}
