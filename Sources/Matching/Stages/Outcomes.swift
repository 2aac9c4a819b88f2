// The outcomes of a run. Every stage asks of every payment whether it is settled, and an outcome is
// large and full of lists: to take a copy only to see that it is there would cost more than most
// of what the stages do.

import Model

struct Outcomes {
  private enum Standing: UInt8 { case none, automatic, other }

  /// What is asked most often of an outcome, so that its lists need not be looked at.
  private struct Brief {
    var standing = Standing.none
    /// Of the only link.
    var basis = MatchBasis.undone
    /// The order of the only link; −1 where there is none, or several.
    var order: Int32 = -1
    var releases = false

    init() {}

    init(_ outcome: EntryOutcome) {
      standing = outcome.verdict == .automatic ? .automatic : .other
      releases =
        standing == .automatic && outcome.shortYen == 0
        && outcome.links.contains { $0.allocatedYen > 0 && $0.basis != .byHand }
      guard outcome.links.count == 1 else { return }
      basis = outcome.links[0].basis
      order = outcome.links[0].orderIndex
    }
  }

  /// `.unknown` where an entry is not settled.
  private var rows: [EntryOutcome]
  private var briefs: [Brief]

  init(entries: Int) {
    rows = (0..<Int32(entries)).map { EntryOutcome(entryIndex: $0, verdict: .unknown) }
    briefs = [Brief](repeating: Brief(), count: entries)
  }

  var count: Int { rows.count }

  func has(_ entry: Int32) -> Bool { briefs[Int(entry)].standing != .none }
  func isAutomatic(_ entry: Int32) -> Bool { briefs[Int(entry)].standing == .automatic }
  /// The order and basis of the only link; nil where there is none, or several.
  func onlyLink(_ entry: Int32) -> (order: Int32, basis: MatchBasis)? {
    let brief = briefs[Int(entry)]
    return brief.order < 0 ? nil : (brief.order, brief.basis)
  }

  /// A copy, with all its lists; nil where the entry is not settled.
  subscript(entry: Int32) -> EntryOutcome? {
    get { has(entry) ? rows[Int(entry)] : nil }
    set {
      rows[Int(entry)] = newValue ?? EntryOutcome(entryIndex: entry, verdict: .unknown)
      briefs[Int(entry)] = newValue.map { Brief($0) } ?? Brief()
    }
  }

  /// Settles entries, of which none may come twice, side by side: each outcome is made where it
  /// stays.
  mutating func settle(
    _ count: Int, _ workers: Workers,
    _ outcomes: @Sendable (_ range: Range<Int>, _ place: (EntryOutcome) -> Void) -> Void
  ) {
    rows.withUnsafeMutableBufferPointer { rows in
      briefs.withUnsafeMutableBufferPointer { briefs in
        nonisolated(unsafe) let places = (rows: rows, briefs: briefs)
        workers.each(count) { range in
          outcomes(range) { made in
            places.briefs[Int(made.entryIndex)] = Brief(made)
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
  func releases(_ entry: Int32) -> Bool { briefs[Int(entry)].releases }

  /// Hands over the outcomes of the entries that are wanted, `.unknown` where they are not settled,
  /// and forgets all: a million of them are not there twice.
  mutating func takeAll(where isWanted: (Int32) -> Bool) -> [EntryOutcome] {
    var all: [EntryOutcome] = []
    swap(&all, &rows)
    briefs = []
    all.removeAll { !isWanted($0.entryIndex) }
    return all
  }
}
