// The outcomes of a run. Every stage asks of every payment whether it is settled, and an outcome is
// large and full of lists: to take a copy only to see that it is there would cost more than most
// of what the stages do.

import Model

struct Outcomes {
  private enum Standing: UInt8 { case none, automatic, other }

  private var rows: [EntryOutcome?]
  /// What is asked most often, side by side.
  private var standings: [Standing]

  init(entries: Int) {
    rows = [EntryOutcome?](repeating: nil, count: entries)
    standings = [Standing](repeating: .none, count: entries)
  }

  var count: Int { rows.count }

  func has(_ entry: Int32) -> Bool { standings[Int(entry)] != .none }
  func isAutomatic(_ entry: Int32) -> Bool { standings[Int(entry)] == .automatic }

  /// A copy, with all its lists; nil where the entry is not settled.
  subscript(entry: Int32) -> EntryOutcome? {
    get { rows[Int(entry)] }
    set {
      rows[Int(entry)] = newValue
      standings[Int(entry)] =
        newValue.map { $0.verdict == .automatic ? .automatic : .other } ?? .none
    }
  }

  /// Empty where the entry is not settled.
  func links(_ entry: Int32) -> [MatchLink] { rows[Int(entry)]?.links ?? [] }
  func unpaidPPM(_ entry: Int32) -> Int32 { rows[Int(entry)]?.unpaidPPM ?? 0 }

  /// Whether goods are released on it by the engine: an automatic link that leaves nothing unpaid.
  func releases(_ entry: Int32) -> Bool {
    guard isAutomatic(entry), rows[Int(entry)]?.shortYen == 0 else { return false }
    return links(entry).contains { $0.allocatedYen > 0 && $0.basis != .byHand }
  }

  /// Hands an outcome over and forgets it.
  mutating func take(_ entry: Int32) -> EntryOutcome? {
    standings[Int(entry)] = .none
    return rows[Int(entry)].take()
  }
}
