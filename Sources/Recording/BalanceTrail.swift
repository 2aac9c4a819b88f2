public import Model

/// What one file proves of one account's balance: at its start, at the end of each of its days,
/// and at its end. Two files of an account must agree wherever both speak of the same moment.
public struct BalanceTrail: Hashable, Sendable {
  /// The balance after the last row of a day.
  public struct DayEnd: Hashable, Sendable {
    public var day: Day
    public var balanceYen: Int64

    public init(day: Day, balanceYen: Int64) {
      self.day = day
      self.balanceYen = balanceYen
    }
  }

  public var fileName: String
  public var sha256: String
  public var firstDay: Day
  public var lastDay: Day
  /// The last day that the file tells of to its end: a file read on its own last day may have been
  /// made in the middle of it. Before `firstDay` where no day is whole.
  public var wholeThrough: Day
  /// Before the first and after the last row; nil where the file does not say.
  public var openingYen: Int64?
  public var closingYen: Int64?
  /// Days with rows, ascending; nil where the balances of single days cannot be told.
  public var dayEnds: [DayEnd]?
  /// Rows of the file from a failed control on are not posted.
  public var isStopped = false
  /// Days of the period that the file does not tell of, or not wholly; ascending.
  public var untoldDays: [UntoldDays] = []
  /// The run that recorded the file; 0 where it is not recorded yet.
  public var runOrdinal: Int64 = 0

  /// The balance at the end of a day; nil where the file does not tell. Of the last day it is what
  /// the file ends with, be that day whole or not. Logarithmic.
  public func balanceYen(endOf day: Day) -> Int64? {
    guard day >= firstDay, day <= lastDay else { return nil }
    if day == lastDay, let closingYen { return closingYen }
    // Of missing days only the last is known: the next part begins with it.
    if untoldDays.contains(where: {
      $0.kind == .missing && day >= $0.firstDay && day < $0.lastDay
    }) {
      return nil
    }
    guard let dayEnds, let openingYen else { return nil }
    var low = 0
    var high = dayEnds.count
    while low < high {
      let middle = (low + high) / 2
      if dayEnds[middle].day <= day { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? openingYen : dayEnds[low - 1].balanceYen
  }

  /// The trail of the part of a file that is posted; nil where that part tells of no day.
  /// `rows` are all rows of the file. Linear in the rows.
  public init?(
    fileName: String, sha256: String, readOn: Day?, account: AccountReading, accountIndex: Int32,
    rows: [StatementRow]
  ) {
    guard let first = account.firstDay, let last = account.lastDay, first <= last else {
      return nil
    }
    self.fileName = fileName
    self.sha256 = sha256
    firstDay = first
    lastDay = last
    openingYen = account.openingBalanceYen
    closingYen = account.closingBalanceYen
    wholeThrough = last
    untoldDays = account.untoldDays
    var sums = DaySums(rows, accountIndex, account)
    if account.stopsFromRecord != nil {
      isStopped = true
      // The rows older than the break are proved, where days stand in the order of the balances.
      guard let broken = sums.firstStoppedDay, let posted = sums.lastDay, posted <= broken,
        posted >= first, account.isNewestFirst ? sums.isDescending : sums.isAscending
      else { return nil }
      lastDay = posted
      wholeThrough = min(posted, broken.adding(days: -1))
      let jumps = untoldDays.contains { $0.kind == .missing }
      closingYen = jumps ? nil : openingYen.map { $0 + sums.totalYen }
    }
    if let readOn {
      // A period that is stated to the end of the month tells of no day still to come.
      lastDay = min(lastDay, max(first, readOn, sums.lastDay ?? first))
      wholeThrough = min(wholeThrough, lastDay, readOn.adding(days: -1))
    }
    sums.sort(isNewestFirst: account.isNewestFirst)
    dayEnds = sums.dayEnds(
      from: openingYen, to: closingYen, over: untoldDays.filter { $0.kind == .missing })
  }

  public init(
    fileName: String, sha256: String, firstDay: Day, lastDay: Day, wholeThrough: Day,
    openingYen: Int64?, closingYen: Int64?, dayEnds: [DayEnd]?
  ) {
    self.fileName = fileName
    self.sha256 = sha256
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.wholeThrough = wholeThrough
    self.openingYen = openingYen
    self.closingYen = closingYen
    self.dayEnds = dayEnds
  }
}

/// The posted rows of an account, summed up by day.
private struct DaySums {
  private var days: [(day: Day, sumYen: Int64)] = []
  private(set) var totalYen: Int64 = 0
  private(set) var firstStoppedDay: Day?
  private(set) var lastDay: Day?
  /// No row is of an earlier day than the row before it.
  private(set) var isAscending = true
  /// No row is of a later day than the row before it.
  private(set) var isDescending = true
  private var hasBalances = false

  init(_ rows: [StatementRow], _ accountIndex: Int32, _ account: AccountReading) {
    for row in rows where row.accountIndex == accountIndex {
      if !account.mayPost(row.record) {
        firstStoppedDay = min(firstStoppedDay ?? row.bookingDay, row.bookingDay)
        continue
      }
      let isCredit = row.ledgerDirection == .credit
      let signedYen = isCredit ? row.amountYen : -row.amountYen
      totalYen &+= signedYen
      if row.balanceAfterYen != nil { hasBalances = true }
      lastDay = max(lastDay ?? row.bookingDay, row.bookingDay)
      guard let latest = days.last, latest.day == row.bookingDay else {
        if let latest = days.last {
          if row.bookingDay < latest.day { isAscending = false } else { isDescending = false }
        }
        days.append((row.bookingDay, signedYen))
        continue
      }
      days[days.count - 1].sumYen &+= signedYen
    }
  }

  /// Ascending and each day once.
  mutating func sort(isNewestFirst: Bool) {
    // A running balance in whose order the days jump has no balance at the end of a day.
    if hasBalances, !(isNewestFirst ? isDescending : isAscending) { days = [] }
    days.sort { $0.day < $1.day }
    var merged: [(day: Day, sumYen: Int64)] = []
    for item in days {
      if merged.last?.day == item.day {
        merged[merged.count - 1].sumYen &+= item.sumYen
      } else {
        merged.append(item)
      }
    }
    days = merged
  }

  /// nil unless the rows lead from the one balance to the other: only then is each day proved.
  /// Over missing days they lead on from the balance after them.
  func dayEnds(
    from openingYen: Int64?, to closingYen: Int64?, over missing: [UntoldDays]
  ) -> [BalanceTrail.DayEnd]? {
    guard var balance = openingYen else { return nil }
    var ends: [BalanceTrail.DayEnd] = []
    var holes = missing[...]
    for item in days {
      while let hole = holes.first, hole.lastDay < item.day {
        guard balance == hole.balanceBeforeYen, let after = hole.balanceAfterYen else { return nil }
        balance = after
        ends.append(BalanceTrail.DayEnd(day: hole.lastDay, balanceYen: after))
        holes.removeFirst()
      }
      balance &+= item.sumYen
      ends.append(BalanceTrail.DayEnd(day: item.day, balanceYen: balance))
    }
    return holes.isEmpty && balance == closingYen ? ends : nil
  }
}
