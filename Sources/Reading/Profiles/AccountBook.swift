import Model

/// The accounts of one file: what is known of each, its days, balances and whether they hold.
struct AccountBook {
  static let maxAccounts = 1000
  /// A day before that of the row above, in a file from old to new: banks print a row late by some
  /// days, not by half a year.
  private static let mostDaysBack: Int32 = 180

  /// A row for a finding.
  private struct Place {
    var record: Int32
    var line: Int32
  }

  /// Days apart from row to row, counted in one direction: the largest step.
  private struct Step {
    var days: Int32 = 0
    var place: Place?
  }

  private struct Entry {
    var account: AccountRef
    var chain = BalanceChain()
    var firstDay: Day?
    var lastDay: Day?
    var previousDay: Day?
    /// The largest step to a later and to an earlier day.
    var rise = Step()
    var fall = Step()
    /// Rows outside the stated period, and the first of them.
    var outside: Int64 = 0
    var firstOutside: Place?
  }

  /// The period that the file states.
  private let statedFirstDay: Day?
  private let statedLastDay: Day?
  /// The days of the rows bear no year of their own.
  private let isYearless: Bool

  private var entries: [Entry] = []
  private var byKey: [[UInt8]: Int] = [:]

  init(statedFirstDay: Day? = nil, statedLastDay: Day? = nil, isYearless: Bool = false) {
    self.statedFirstDay = statedFirstDay
    self.statedLastDay = statedLastDay
    self.isYearless = isYearless
  }

  /// The index of the account of `key`; `make` is asked once per key. Nil: too many accounts.
  mutating func index(of key: [UInt8], make: () -> AccountRef) -> Int? {
    if let known = byKey[key] { return known }
    guard entries.count < Self.maxAccounts else { return nil }
    entries.append(Entry(account: make()))
    byKey[key] = entries.count - 1
    return entries.count - 1
  }

  @inline(__always)
  mutating func add(
    to index: Int, deltaYen: Int64, balanceYen: Int64?, record: Int32, line: Int32, day: Day
  ) {
    entries[index].chain.add(
      deltaYen: deltaYen, balanceYen: balanceYen, record: record, line: line, day: day)
    // Rows of one day stand together.
    if entries[index].previousDay != day { turn(index, to: day, Place(record: record, line: line)) }
    if isOutside(day) { entries[index].outside += 1 }
  }

  /// The balance behind the newest row so far, read as the file runs from old to new.
  func balanceYen(of index: Int) -> Int64? { entries[index].chain.balanceYen }

  private func isOutside(_ day: Day) -> Bool {
    (statedFirstDay.map { day < $0 } ?? false) || (statedLastDay.map { day > $0 } ?? false)
  }

  /// The next row is of another day than the one before.
  private mutating func turn(_ index: Int, to day: Day, _ place: Place) {
    var entry = entries[index]
    if let previous = entry.previousDay {
      let step = day.days(since: previous)
      if step > entry.rise.days { entry.rise = Step(days: step, place: place) }
      if -step > entry.fall.days { entry.fall = Step(days: -step, place: place) }
    }
    entry.previousDay = day
    entry.firstDay = min(entry.firstDay ?? day, day)
    entry.lastDay = max(entry.lastDay ?? day, day)
    if entry.firstOutside == nil, isOutside(day) { entry.firstOutside = place }
    entries[index] = entry
  }

  /// Closes the books: balances and days, a control per account, a finding per break.
  func finish(
    balanceName: String, log: inout FindingLog
  ) -> (accounts: [AccountReading], controls: [ControlCheck]) {
    var accounts: [AccountReading] = []
    var controls: [ControlCheck] = []
    for (index, entry) in entries.enumerated() {
      let outcome = entry.chain.finish()
      let accountIndex = Int32(index)
      var reading = AccountReading(
        account: entry.account, firstDay: statedFirstDay ?? entry.firstDay,
        lastDay: statedLastDay ?? entry.lastDay, openingBalanceYen: outcome.openingYen,
        closingBalanceYen: outcome.closingYen, isNewestFirst: outcome.order == .newestFirst)
      controls.append(
        ControlCheck(
          kind: .balanceChain, accountIndex: accountIndex, stated: nil,
          computed: Int64(outcome.breakCount),
          outcome: !outcome.isCompared ? .absent : outcome.breakCount == 0 ? .ok : .failed,
          reading: outcome.hasBalances ? outcome.order.rawValue : ""))
      if let first = outcome.breaks.first {
        // In a file that runs from new to old the rows not proven are those above the breaks.
        reading.stopsFromRecord = outcome.order == .oldestFirst ? first.record : 1
        reading.resumesFromRecord = outcome.order == .newestFirst ? outcome.lastBreakRecord : nil
      }
      proveDays(entry, accountIndex, &reading, &controls, &log)
      if outcome.order == .unclear {
        log.add(
          DataFinding(
            .rowOrderUnclear, .stopsPosting,
            place: SourcePlace(
              record: outcome.breaks.first?.record, line: outcome.breaks.first?.line,
              field: balanceName),
            accountIndex: accountIndex))
      }
      for found in outcome.breaks {
        log.add(
          DataFinding(
            .balanceBreak, .stopsPosting,
            place: SourcePlace(record: found.record, line: found.line, field: balanceName),
            otherLine: found.otherLine, differenceYen: found.differenceYen,
            accountIndex: accountIndex))
      }
      accounts.append(reading)
    }
    return (accounts, controls)
  }

  /// Whether all rows lie in the stated period. Without one, days that have no year have been put
  /// into the last twelve months: a file of more than a year then jumps back, and is not believed.
  private func proveDays(
    _ entry: Entry, _ accountIndex: Int32, _ reading: inout AccountReading,
    _ controls: inout [ControlCheck], _ log: inout FindingLog
  ) {
    guard statedFirstDay != nil || statedLastDay != nil else {
      let back = reading.isNewestFirst ? entry.rise : entry.fall
      guard isYearless, back.days > Self.mostDaysBack else { return }
      reading.stopWhole()
      log.add(
        DataFinding(
          .dayOutOfPeriod, .stopsPosting,
          place: SourcePlace(record: back.place?.record, line: back.place?.line),
          accountIndex: accountIndex))
      return
    }
    let fits = entry.outside == 0
    controls.append(
      ControlCheck(
        kind: .dayRange, accountIndex: accountIndex, stated: 0, computed: entry.outside,
        outcome: fits ? .ok : .failed))
    if fits { return }
    reading.stopWhole()
    log.add(
      DataFinding(
        .dayOutOfPeriod, .stopsPosting,
        place: SourcePlace(record: entry.firstOutside?.record, line: entry.firstOutside?.line),
        value: String(entry.outside), expected: "0", accountIndex: accountIndex))
  }

  /// A balance that stands above the rows against the one behind the newest of them.
  static func closingBalanceControl(
    stated: Int64, accounts: inout [AccountReading], log: inout FindingLog
  ) -> [ControlCheck] {
    guard accounts.count == 1, let found = accounts[0].closingBalanceYen else { return [] }
    if stated != found {
      accounts[0].stopWhole()
      log.add(
        DataFinding(
          .controlFailed, .stopsPosting, place: SourcePlace(field: "現在高"), value: String(found),
          expected: String(stated), differenceYen: found - stated, accountIndex: 0))
    }
    return [
      ControlCheck(
        kind: .closingBalance, accountIndex: 0, stated: stated, computed: found,
        outcome: stated == found ? .ok : .failed)
    ]
  }

  /// The stated number of rows of a file against those found; a difference stops all accounts.
  static func rowCountControl(
    stated: Int64, found: Int64, accounts: inout [AccountReading], log: inout FindingLog
  ) -> ControlCheck {
    let fits = stated == found
    if !fits {
      for index in accounts.indices { accounts[index].stopWhole() }
      log.add(
        DataFinding(
          .controlFailed, .stopsPosting, place: SourcePlace(field: "明細件数"),
          value: String(found), expected: String(stated), accountIndex: 0))
    }
    return ControlCheck(
      kind: .entryCount, accountIndex: 0, stated: stated, computed: found,
      outcome: fits ? .ok : .failed)
  }
}
