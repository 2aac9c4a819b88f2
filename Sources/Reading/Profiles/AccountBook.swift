import Model

/// The accounts of one file: what is known of each, its days, balances and whether they hold.
struct AccountBook {
  static let maxAccounts = 1000

  private struct Entry {
    var account: AccountRef
    var chain = BalanceChain()
    var firstDay: Day?
    var lastDay: Day?
  }

  private var entries: [Entry] = []
  private var byKey: [[UInt8]: Int] = [:]

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
    if let first = entries[index].firstDay, first <= day {
      if let last = entries[index].lastDay, last < day { entries[index].lastDay = day }
    } else {
      entries[index].firstDay = day
      entries[index].lastDay = max(entries[index].lastDay ?? day, day)
    }
  }

  /// Closes the books: balances and days, a control per account, a finding per break.
  func finish(
    statedFirstDay: Day?, statedLastDay: Day?, balanceName: String, log: inout FindingLog
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
          outcome: !outcome.hasBalances ? .absent : outcome.breakCount == 0 ? .ok : .failed,
          reading: outcome.hasBalances ? outcome.order.rawValue : ""))
      if let first = outcome.breaks.first {
        // In a file that runs from new to old the rows not proven are those above the break, which
        // "from a record on" cannot say: all of them stop.
        reading.stopsFromRecord = outcome.order == .oldestFirst ? first.record : 1
      }
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

  /// The stated number of rows of a file against those found; a difference stops all accounts.
  static func rowCountControl(
    stated: Int64, found: Int64, accounts: inout [AccountReading], log: inout FindingLog
  ) -> ControlCheck {
    let fits = stated == found
    if !fits {
      for index in accounts.indices { accounts[index].stopsFromRecord = 1 }
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
