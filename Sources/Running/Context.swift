internal import Model
internal import Recording
internal import Tables

/// Version of the engine, printed in every report.
public let engineVersion = "0.1.0"

/// Gathers what deciding needs besides the snapshot: tables, policy, and what the statements
/// leave unproved.
struct Context {
  let frame: RunFrame
  let intakes: [IntakeFile]

  func make() throws(RunError) -> DecisionContext {
    let calendar = bankCalendar()
    let finder = GapFinder(calendar: calendar, asOf: frame.request.asOf)
    let accounts = try ledgerCall { () throws(LedgerError) in try frame.ledger.accounts() }
    var coverage: [[CoveredDays]] = []
    for account in accounts {
      coverage.append(
        try ledgerCall { () throws(LedgerError) in
          try frame.ledger.coverage(accountID: account.id)
        })
    }
    return DecisionContext(
      asOf: frame.request.asOf, policy: frame.settings.policy, calendar: calendar,
      fees: transferFees(), rate: statutoryRate(), gaps: try gaps(finder, accounts, coverage),
      doubtfulOrders: doubtfulOrders(),
      unseenFrom: [finder.unseenFrom(coverage), firstDayWaiting].compactMap { $0 }.min(),
      seenFrom: coverage.compactMap { $0.first?.firstDay }.max())
  }

  /// The first day of files that wait for a word whose they are: what they hold was not seen.
  private var firstDayWaiting: Day? {
    intakes.filter { intake in intake.reading.findings.contains { $0.accountQuestion != nil } }
      .flatMap { $0.reading.accounts.compactMap(\.firstDay) }.min()
  }

  /// Orders whose newest data could not be read. A newer export that reads them ends the doubt; one
  /// of which nothing was read may be the newest of all.
  private func doubtfulOrders() -> Set<DoubtfulOrder> {
    var doubtful = Set<DoubtfulOrder>()
    let exports = intakes.filter { $0.reading.kind == .orders && !$0.reading.isRefused }
    let byAge = exports.sorted { $0.importKey < $1.importKey }
    for export in byAge.filter({ !$0.orderRows.isEmpty }) + byAge.filter(\.orderRows.isEmpty) {
      if !doubtful.isEmpty {
        for row in export.orderRows {
          for shop in [row.shopID, ""] {
            doubtful.remove(DoubtfulOrder(orderID: row.orderID, shopID: shop))
          }
        }
      }
      doubtful.formUnion(export.reading.doubtfulOrders)
    }
    return doubtful
  }

  private func gaps(
    _ finder: GapFinder, _ accounts: [LedgerAccount], _ coverage: [[CoveredDays]]
  ) throws(RunError) -> [StatementGap] {
    var gaps: [StatementGap] = []
    let beginning = coverage.compactMap { $0.first?.firstDay }.min()
    for (account, covered) in zip(accounts, coverage) {
      if covered.isEmpty, let beginning {
        gaps += finder.neverSeen(accountKey: account.key, since: beginning)
      }
      var broken = stopped(account, finder, covered)
      broken += try stillBroken(account, covered, besides: broken)
      // Days of a stopped file were seen, if not believed: D02 speaks for them.
      gaps += finder.missingDays(accountKey: account.key, covered: covered).filter { gap in
        !broken.contains { $0.firstDay <= gap.firstDay && $0.lastDay >= gap.lastDay }
      }
      gaps += broken
    }
    return gaps + repeated() + overridden()
  }

  /// D02 that a person answered for: told once, in the run that posted the file.
  private func overridden() -> [StatementGap] {
    intakes.flatMap { intake -> [StatementGap] in
      guard let note = intake.override else { return [] }
      return zip(intake.accountKeys, intake.reading.accounts).map { key, account in
        let first = account.firstDay ?? frame.request.asOf.day
        return StatementGap(
          accountKey: key, code: .D02, firstDay: first, lastDay: account.lastDay ?? first,
          sourceFile: intake.file.name, override: note)
      }
    }
  }

  /// D02: the accounts of today's files whose posting stopped.
  private func stopped(
    _ account: LedgerAccount, _ finder: GapFinder, _ covered: [CoveredDays]
  ) -> [StatementGap] {
    var gaps: [StatementGap] = []
    for intake in intakes {
      for (index, id) in intake.accountIDs.enumerated() where id == account.id {
        let stated = intake.reading.accounts[index]
        guard stated.stopsFromRecord != nil else { continue }
        let days = intake.statementRows.filter {
          $0.accountIndex == Int32(index) && !stated.mayPost($0.record)
        }.map(\.bookingDay)
        // A statement without rows still says that a balance does not join.
        guard let first = days.min() ?? stated.firstDay, let last = days.max() ?? stated.lastDay
        else { continue }
        if let gap = finder.stopped(
          accountKey: account.key, from: first, to: last, file: intake.file.name,
          covered: covered)
        {
          gaps.append(gap)
        }
      }
    }
    return gaps
  }

  /// D02 of earlier runs: taking the broken file out of the inbox mends nothing. A break ends when
  /// a whole file covers its first day.
  private func stillBroken(
    _ account: LedgerAccount, _ covered: [CoveredDays], besides today: [StatementGap]
  ) throws(RunError) -> [StatementGap] {
    let prefix = "D2-\(account.key)-"
    let ids = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.openCaseIDs(prefix: prefix)
    }
    return ids.compactMap { id in
      let day = String(decoding: id.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      guard let first = Day(iso: day), !today.contains(where: { $0.firstDay == first }),
        !covered.contains(where: { $0.firstDay <= first && $0.lastDay >= first })
      else { return nil }
      return StatementGap(accountKey: account.key, code: .D02, firstDay: first, lastDay: first)
    }
  }

  /// D01: files whose bytes were here before.
  private func repeated() -> [StatementGap] {
    intakes.filter(\.wasKnown).map {
      StatementGap(
        accountKey: "", code: .D01, firstDay: frame.request.asOf.day,
        lastDay: frame.request.asOf.day, sourceFile: $0.file.name)
    }
  }
}

extension RunFrame {
  /// Money from our own names is a transfer of our own: holders of our accounts, and the policy
  /// file's.
  func withOwnNames(_ snapshot: Snapshot) -> Snapshot {
    var snapshot = snapshot
    let names = settings.ownNames + settings.accounts.compactMap(\.ref.holder)
    snapshot.ownNames = Array(Set(snapshot.ownNames + names)).sorted()
    return snapshot
  }
}

/// What the report says of the policy in force, where it differs from what a reader might expect.
func policyNotes(_ settings: Settings, _ asOf: Moment, _ language: Language) -> [String] {
  let policy = settings.policy
  func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
  var notes = [
    policy.absorbsTransferFee
      ? words(
        "振込手数料の差引(\(policy.feeCeilingYen)円まで)は店舗負担として出荷可",
        "a deducted transfer fee (up to ¥\(policy.feeCeilingYen)) is borne by the shop: release")
      : words(
        "振込手数料の差引は保留し、店舗の判断を待つ", "a deducted transfer fee is held for the shop"),
    policy.releasesAfterExpiry
      ? words("期限後の入金も取消前なら出荷可", "money after the deadline still releases")
      : words("期限後の入金は保留", "money after the deadline is held"),
  ]
  notes.append(
    policy.openCardOrderIsAuthorised
      ? words(
        "決済状態の列がない受注データのカード注文は与信済みとみなす",
        "card orders of exports without a payment column count as authorised")
      : words(
        "与信済みと明示されたカード注文だけを出荷可とする",
        "only card orders that say authorised are released"))
  let calendar = bankCalendar()
  if calendar.isBusinessDay(asOf.day) == nil {
    notes.append(
      words(
        "銀行休業日の表は\(calendar.lastDay.iso)まで。以後の営業日・欠日・期限は判定していない",
        "the bank holiday table ends on \(calendar.lastDay.iso); later days are not judged"))
  }
  return notes
}
