import Model
import Recording

extension BalanceTrail {
  /// Nothing was booked on the day, as this file tells.
  fileprivate func isQuiet(_ day: Day) -> Bool {
    guard let dayEnds, day >= firstDay, day < lastDay else { return false }
    return !dayEnds.contains { $0.day == day }
  }
}

/// Compares what a file says of an account's balance with what other files say of the same
/// moment. Pure.
///
/// A file may begin or end in the middle of a day (the newest hundred rows; a download at noon),
/// and bank days may be missing between two files. Neither is a break. A break is what no unseen
/// row can explain: two files that both tell of a moment and differ, or that follow each other
/// with no bank business day between them and do not join.
struct Continuity {
  let calendar: BankCalendar
  /// The account's other files.
  let known: [BalanceTrail]
  /// Running balances that known files show on a day; empty where they show none.
  let balancesOn: (Day) throws(RunError) -> Set<Int64>
  /// The rows that a file has on a day, by what they did to the balance, counted; nil where it
  /// cannot be told.
  var rowsOn: (BalanceTrail, Day) throws(RunError) -> [Int64: Int]? = { _, _ in nil }
  /// Breaks that a person has answered for, without names of files: they count as met.
  var waived: [BalanceMeeting] = []

  enum Outcome: Equatable {
    /// The balances meet: the file's own, and the one it was compared with.
    case joins(balanceYen: Int64)
    /// Nothing to compare with, and why.
    case absent(Reason)
    case breaks(BalanceMeeting)
  }

  /// Printed in `totals.json` as the control's reading.
  enum Reason: String {
    case firstFile = "first-file"
    case noBalances = "no-balances"
    case daysMissing = "days-missing"
    case withinDay = "within-day"
  }

  private enum Side { case agrees(Int64), silent(Reason), differs(BalanceMeeting) }

  /// All breaks, the one that `check` finds first at the head.
  func breaks(_ file: BalanceTrail) throws(RunError) -> [BalanceMeeting] {
    var others = self
    var found: [BalanceMeeting] = []
    while case .breaks(let meeting) = try others.check(file) {
      found.append(meeting)
      others.waived.append(meeting.nameless)
    }
    return found
  }

  func check(_ file: BalanceTrail) throws(RunError) -> Outcome {
    guard file.openingYen != nil || file.closingYen != nil else { return .absent(.noBalances) }
    let others = known.filter {
      $0.sha256 != file.sha256 && ($0.openingYen != nil || $0.closingYen != nil)
    }
    let inside = try self.inside(file, others)
    if case .differs(let meeting) = inside { return .breaks(meeting) }
    let start = try self.start(file, others)
    if case .differs(let meeting) = start { return .breaks(meeting) }
    let end = try self.end(file, others)
    if case .differs(let meeting) = end { return .breaks(meeting) }
    if case .agrees(let yen) = start { return .joins(balanceYen: yen) }
    if case .agrees(let yen) = end { return .joins(balanceYen: yen) }
    if case .agrees(let yen) = inside { return .joins(balanceYen: yen) }
    if let meeting = aside(file, others, start, end), !waived.contains(meeting.nameless) {
      return .breaks(meeting)
    }
    if case .silent(let reason) = start, reason != .firstFile { return .absent(reason) }
    if case .silent(let reason) = end { return .absent(reason) }
    return .absent(.firstFile)
  }

  // MARK: Days that both files tell of to the end

  private func inside(
    _ file: BalanceTrail, _ others: [BalanceTrail]
  ) throws(RunError) -> Side {
    var agreedYen: Int64?
    for other in others {
      let first = max(file.firstDay, other.firstDay)
      let last = min(file.lastDay, other.lastDay)
      guard first <= last, let a = file.dayEnds, let b = other.dayEnds else { continue }
      var waivedYen: Int64?
      let days = Set((a + b).map(\.day)).filter { $0 >= first && $0 <= last }.union([first, last])
      for day in days.sorted() {
        guard let own = file.balanceYen(endOf: day), let theirs = other.balanceYen(endOf: day)
        else { continue }
        if own != theirs {
          // The last day of a file may be a part of a day, whatever its reading day says.
          if day == last, try mayBePart(file, other, day) { continue }
          let meeting = BalanceMeeting(
            side: .endOfDay, day: day, balanceYen: own, otherFile: other.fileName,
            otherSide: .endOfDay, otherDay: day, otherBalanceYen: theirs)
          if waived.contains(meeting.nameless) { waivedYen = own &- theirs }
          // The same difference on the days after is the same break.
          if own &- theirs == waivedYen { continue }
          return .differs(meeting)
        }
        if day < last { agreedYen = own }
      }
    }
    return agreedYen.map { .agrees($0) } ?? .silent(.withinDay)
  }

  /// Whether two files may end a day with different balances because one of them ends in the
  /// middle of it. Then the other has all its rows of that day and more; a row that only the
  /// shorter one has is gone.
  private func mayBePart(
    _ a: BalanceTrail, _ b: BalanceTrail, _ day: Day
  ) throws(RunError) -> Bool {
    let longer = a.lastDay > day ? a : b
    let shorter = a.lastDay > day ? b : a
    // What begins in the middle of the day need not have the rows before.
    guard day > longer.firstDay || startYen(of: day, a) == startYen(of: day, b) else { return true }
    if longer.lastDay == day, a.wholeThrough < day || b.wholeThrough < day { return true }
    guard let more = try rowsOn(longer, day), let fewer = try rowsOn(shorter, day) else {
      return true
    }
    if fewer.allSatisfy({ more[$0.key, default: 0] >= $0.value }) { return true }
    return longer.lastDay == day && more.allSatisfy { fewer[$0.key, default: 0] >= $0.value }
  }

  private func startYen(of day: Day, _ trail: BalanceTrail) -> Int64? {
    day == trail.firstDay ? trail.openingYen : trail.balanceYen(endOf: day.adding(days: -1))
  }

  /// Neither end of the file is known to a file that tells of all its days: each could lie within
  /// a day, but then one of them would not be the day's own.
  private func aside(
    _ file: BalanceTrail, _ others: [BalanceTrail], _ start: Side, _ end: Side
  ) -> BalanceMeeting? {
    guard case .silent(.withinDay) = start, case .silent(.withinDay) = end,
      let opening = file.openingYen,
      let around = others.first(where: {
        $0.firstDay <= file.firstDay && $0.lastDay > file.lastDay
      })
    else { return nil }
    return meeting(
      .startOfDay, file.firstDay, opening, around, file.firstDay.adding(days: -1))
  }

  // MARK: Before the first row

  private func start(_ file: BalanceTrail, _ others: [BalanceTrail]) throws(RunError) -> Side {
    guard let opening = file.openingYen else { return .silent(.noBalances) }
    let before = file.firstDay.adding(days: -1)
    let reaching = others.filter { $0.firstDay <= file.firstDay && $0.lastDay >= before }
    guard !reaching.isEmpty else { return startAfterHole(file, opening, others) }
    for other in reaching {
      let isMet =
        other.balanceYen(endOf: before) == opening
        || (other.firstDay == file.firstDay && other.openingYen == opening)
        || other.balanceYen(endOf: file.firstDay) == opening
      if isMet { return .agrees(opening) }
    }
    let covering = reaching.filter { $0.lastDay >= file.firstDay }
    if !covering.isEmpty {
      let seen = try balancesOn(file.firstDay)
      if seen.contains(opening) { return .agrees(opening) }
      // From a day that another file tells to its end the row before must be known, if that file
      // shows balances; without them the file may begin anywhere in the day.
      let isTold = covering.contains {
        $0.lastDay > file.firstDay && (!seen.isEmpty || $0.isQuiet(file.firstDay))
      }
      guard isTold else { return .silent(.withinDay) }
    } else if reaching.contains(where: { $0.wholeThrough < before }) {
      return .silent(.daysMissing)
    }
    return judge(meeting(.startOfDay, file.firstDay, opening, newest(reaching), before))
  }

  private func startAfterHole(
    _ file: BalanceTrail, _ opening: Int64, _ others: [BalanceTrail]
  ) -> Side {
    let earlier = others.filter { $0.lastDay < file.firstDay && $0.closingYen != nil }
    guard let last = earlier.map(\.lastDay).max() else { return .silent(.firstFile) }
    let nearest = earlier.filter { $0.lastDay == last }
    if nearest.contains(where: { $0.closingYen == opening }) { return .agrees(opening) }
    let whole = nearest.map(\.wholeThrough).max() ?? last
    if calendar.mayHideBookings(after: whole, before: file.firstDay) {
      return .silent(.daysMissing)
    }
    return judge(meeting(.startOfDay, file.firstDay, opening, newest(nearest), last))
  }

  // MARK: After the last row

  private func end(_ file: BalanceTrail, _ others: [BalanceTrail]) throws(RunError) -> Side {
    guard let closing = file.closingYen else { return .silent(.noBalances) }
    let covering = others.filter { $0.firstDay <= file.lastDay && $0.lastDay > file.lastDay }
    guard !covering.isEmpty else { return endBeforeHole(file, closing, others) }
    let before = file.lastDay.adding(days: -1)
    for other in covering {
      let isMet =
        other.balanceYen(endOf: file.lastDay) == closing
        || other.balanceYen(endOf: before) == closing
        || (other.firstDay == file.lastDay && other.openingYen == closing)
      if isMet { return .agrees(closing) }
    }
    let seen = try balancesOn(file.lastDay)
    if seen.contains(closing) { return .agrees(closing) }
    if seen.isEmpty || !covering.contains(where: { $0.balanceYen(endOf: file.lastDay) != nil }) {
      return .silent(.withinDay)
    }
    return judge(meeting(.endOfDay, file.lastDay, closing, newest(covering), file.lastDay))
  }

  private func endBeforeHole(
    _ file: BalanceTrail, _ closing: Int64, _ others: [BalanceTrail]
  ) -> Side {
    let later = others.filter { $0.firstDay > file.lastDay && $0.openingYen != nil }
    guard let first = later.map(\.firstDay).min() else { return .silent(.firstFile) }
    let nearest = later.filter { $0.firstDay == first }
    if nearest.contains(where: { $0.openingYen == closing }) { return .agrees(closing) }
    if calendar.mayHideBookings(after: file.wholeThrough, before: first) {
      return .silent(.daysMissing)
    }
    let other = nearest[0]
    return judge(
      BalanceMeeting(
        side: .endOfDay, day: file.lastDay, balanceYen: closing, otherFile: other.fileName,
        otherSide: .startOfDay, otherDay: first, otherBalanceYen: other.openingYen ?? 0))
  }

  // MARK: Helpers

  private func judge(_ meeting: BalanceMeeting) -> Side {
    waived.contains(meeting.nameless) ? .agrees(meeting.balanceYen) : .differs(meeting)
  }

  /// The file that reaches furthest: sorted input makes the choice one of content.
  private func newest(_ trails: [BalanceTrail]) -> BalanceTrail {
    let furthest = trails.map(\.lastDay).max()
    return trails.first { $0.lastDay == furthest } ?? trails[0]
  }

  private func meeting(
    _ side: BalanceMeeting.Side, _ day: Day, _ yen: Int64, _ other: BalanceTrail, _ otherDay: Day
  ) -> BalanceMeeting {
    let known = other.balanceYen(endOf: otherDay)
    return BalanceMeeting(
      side: side, day: day, balanceYen: yen, otherFile: other.fileName,
      otherSide: known == nil ? .startOfDay : .endOfDay,
      otherDay: known == nil ? other.firstDay : otherDay,
      otherBalanceYen: known ?? other.openingYen ?? other.closingYen ?? 0)
  }
}
