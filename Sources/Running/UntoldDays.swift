internal import Model

extension FileReading {
  /// Holds the parts of each account against each other as if they were files. Where a bank
  /// business day lies between two whose balances differ, days are missing; where none does, a
  /// row is, and what follows is not posted.
  mutating func proveParts(_ calendar: BankCalendar) {
    for index in accounts.indices {
      let parts = accounts[index].parts
      for (previous, part) in zip(parts, parts.dropFirst()) {
        let (closing, opening) = (previous.closingBalanceYen, part.openingBalanceYen)
        if let closing, closing == opening { continue }
        if calendar.mayHideBookings(after: previous.lastDay, before: part.firstDay) {
          accounts[index].untoldDays.append(
            UntoldDays(
              .missing, previous.lastDay.adding(days: 1), part.firstDay.adding(days: -1),
              balanceBeforeYen: closing, balanceAfterYen: opening))
        } else if let closing, let opening {
          stop(index, previous, part, closing, opening)
        }
      }
    }
  }

  private mutating func stop(
    _ index: Int, _ previous: AccountPart, _ part: AccountPart, _ closing: Int64, _ opening: Int64
  ) {
    if part.firstRecord > previous.firstRecord, !accounts[index].isNewestFirst {
      let from = accounts[index].stopsFromRecord ?? part.firstRecord
      accounts[index].stopsFromRecord = min(from, part.firstRecord)
    } else {
      accounts[index].stopWhole()
    }
    let (difference, overflow) = opening.subtractingReportingOverflow(closing)
    findings.append(
      DataFinding(
        .balanceBreak, .stopsPosting, place: SourcePlace(line: part.line), value: String(opening),
        expected: String(closing), otherLine: previous.line,
        differenceYen: overflow ? nil : difference, accountIndex: Int32(index)))
  }
}

extension BankCalendar {
  /// Whether a bank business day lies strictly between. Past the calendar nobody knows, so it may.
  func mayHideBookings(after: Day, before: Day) -> Bool {
    var day = after.adding(days: 1)
    while day < before {
      if isBusinessDay(day) ?? true { return true }
      day = day.adding(days: 1)
    }
    return false
  }
}

extension IntakeFile {
  /// Marks the days that a row which could not be read may be of. In a file in the order of its
  /// days the rows around it tell; a row without a day that can be read may stand out of order,
  /// unless the balances prove that none is missing in between.
  mutating func markUnreadDays() {
    let rejected = reading.findings.filter { $0.severity == .rejectsRow }
    guard reading.kind == .statement, !reading.isRefused else { return }
    guard !rejected.isEmpty || reading.rowsRejected > 0 else { return }
    for index in reading.accounts.indices {
      guard let first = reading.accounts[index].firstDay,
        let last = reading.accounts[index].lastDay,
        first <= last
      else { continue }
      let order = RowOrder(statementRows, Int32(index), first, last)
      let isProved = reading.accounts[index].isProved(by: order.sumYen)
      // Findings have a limit; what is beyond it may be of any day.
      var days = rejected.count < Int(reading.rowsRejected) ? [first...last] : []
      for finding in rejected where finding.accountIndex.map({ $0 == Int32(index) }) ?? true {
        let isDayRead = faultsOfOtherFields.contains(finding.fault)
        days.append(isDayRead || isProved ? order.days(around: finding.place) : first...last)
      }
      for range in Set(days).sorted(by: {
        ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
      }) {
        reading.accounts[index].untoldDays.append(
          UntoldDays(.unread, range.lowerBound, range.upperBound))
      }
    }
  }
}

/// Faults of a row whose day was read.
private let faultsOfOtherFields: Set<DataFault> = [
  .badAmount, .amountOverflow, .unsignedAmountNegative, .badCode, .batchDoesNotSum, .notJPY,
]

extension AccountReading {
  /// The rows that were read lead from the one balance to the other.
  fileprivate func isProved(by sumYen: Int64) -> Bool {
    guard let openingBalanceYen, let closingBalanceYen else { return false }
    return openingBalanceYen &+ sumYen == closingBalanceYen
  }
}

/// The order of an account's rows in a file.
private struct RowOrder {
  private var places: [(record: Int32, line: Int32, day: Day)] = []
  private(set) var sumYen: Int64 = 0
  private let first: Day
  private let last: Day

  init(_ rows: [StatementRow], _ account: Int32, _ first: Day, _ last: Day) {
    (self.first, self.last) = (first, last)
    for row in rows where row.accountIndex == account {
      places.append((row.record, row.line, row.bookingDay))
      let isCredit = row.direction == .credit && row.mark != .cancellation
      sumYen &+= isCredit ? row.amountYen : -row.amountYen
    }
  }

  /// From the day of the row before to that of the row after; all days where they are in no order.
  func days(around place: SourcePlace) -> ClosedRange<Day> {
    let split = places.firstIndex { row in
      if let record = place.record { return row.record > record }
      return row.line > place.line ?? 0
    }
    guard place.record != nil || place.line != nil else { return first...last }
    let before = (split ?? places.count) == 0 ? nil : places[(split ?? places.count) - 1].day
    let after = split.map { places[$0].day }
    if zip(places, places.dropFirst()).allSatisfy({ $0.day <= $1.day }) {
      return range(before ?? first, after ?? last)
    }
    if zip(places, places.dropFirst()).allSatisfy({ $0.day >= $1.day }) {
      return range(after ?? first, before ?? last)
    }
    return first...last
  }

  private func range(_ from: Day, _ to: Day) -> ClosedRange<Day> {
    let lower = min(max(from, first), last)
    return lower...max(lower, min(to, last))
  }
}
