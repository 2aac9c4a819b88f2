import Model

/// The open gaps of all accounts, split by what they forbid.
struct GapIndex {
  /// Sorted by account, first day, code, so that cases come out in one order.
  let all: [StatementGap]
  /// D02 before D03; without what a person answered for, and without days that may just have been
  /// quiet: those leave open who has not paid, not who has.
  private let open: [StatementGap]

  var holdsMoney: Bool { !open.isEmpty }

  init(_ gaps: [StatementGap]) {
    var distinct: [StatementGap] = []
    let ordered = gaps.sorted {
      ($0.accountKey, $0.firstDay, $0.code.rank, $0.lastDay, $0.sourceFile)
        < ($1.accountKey, $1.firstDay, $1.code.rank, $1.lastDay, $1.sourceFile)
    }
    for gap in ordered {
      // Two files can show the same break; it is one matter, and the longer span speaks.
      if let last = distinct.last, last.accountKey == gap.accountKey,
        last.firstDay == gap.firstDay, last.code == gap.code, gap.code != .D01,
        last.override == nil, gap.override == nil
      {
        distinct[distinct.count - 1].lastDay = max(last.lastDay, gap.lastDay)
      } else {
        distinct.append(gap)
      }
    }
    all = distinct
    open =
      distinct.filter { $0.code == .D02 && $0.override == nil }
      + distinct.filter { $0.code == .D03 && $0.override == nil && !$0.mayBeQuiet }
  }

  /// The code of the gap that an entry of that day rests on; nil where its account is whole up to
  /// it. A gap has no end until it is mended: all that came after it is known from statements of
  /// which one is wrong (D02) or was never seen (D03).
  func code(under accountKey: String, _ day: Day) -> FindingCode? {
    open.first { GapIndex.carries($0, accountKey, day) }?.code
  }

  /// Whether an entry rests on the gap.
  static func carries(_ gap: StatementGap, _ accountKey: String, _ day: Day) -> Bool {
    gap.code != .D01 && gap.override == nil && !gap.mayBeQuiet && gap.firstDay <= day
      && gap.accountKey == accountKey
  }

  /// Whether a gap leaves the question open if money came between the two days. Any account
  /// counts: nobody knows in advance into which one a customer pays.
  static func covers(_ gap: StatementGap, from: Day, to: Day) -> Bool {
    gap.code != .D01 && gap.override == nil && gap.firstDay <= to
      && (gap.code == .D02 || gap.lastDay >= from)
  }

  /// The code that forbids to say "unpaid" of these days; nil where the statements are whole of
  /// all gaps that concern whoever asks.
  func doubt(from: Day, to: Day, concerning: (StatementGap) -> Bool) -> FindingCode? {
    var found: FindingCode?
    for gap in all where GapIndex.covers(gap, from: from, to: to) && concerning(gap) {
      if gap.code == .D02 { return .D02 }
      found = gap.code
    }
    return found
  }
}
