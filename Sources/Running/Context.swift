internal import Deciding
internal import Model
internal import Recording

/// Version of the engine, printed in every report.
public let engineVersion = "0.1.0"

/// Gathers what deciding needs besides the snapshot: tables, policy, and what the statements
/// leave unproved.
struct Context {
  let frame: RunFrame
  let intakes: [IntakeFile]

  func make() throws(RunError) -> DecisionContext {
    let calendar = frame.settings.calendar
    let finder = GapFinder(calendar: calendar, asOf: frame.request.asOf)
    let accounts = try ledgerCall { () throws(LedgerError) in try frame.ledger.accounts() }
    var coverage: [[CoveredDays]] = []
    for account in accounts {
      coverage.append(
        try ledgerCall { () throws(LedgerError) in
          try frame.ledger.coverage(accountID: account.id)
        })
    }
    var context = DecisionContext(
      asOf: frame.request.asOf, policy: frame.settings.policy, calendar: calendar,
      fees: frame.settings.fees.usable(on: frame.request.asOf.day), rate: frame.settings.rate,
      gaps: try gaps(finder, accounts, coverage),
      doubtfulOrders: doubtfulOrders(),
      unseenFrom: [finder.unseenFrom(coverage), firstDayWaiting].compactMap { $0 }.min(),
      seenFrom: coverage.compactMap { $0.first?.firstDay }.max())
    frame.settings.addTerms(to: &context, accounts)
    return context
  }

  /// The first day of files that wait for a word whose they are: what they hold was not seen.
  private var firstDayWaiting: Day? {
    intakes.filter { intake in intake.reading.findings.contains { $0.accountQuestion != nil } }
      .flatMap { $0.reading.accounts.compactMap(\.firstDay) }.min()
  }

  /// Orders whose newest data could not be read. A newer export that reads them ends the doubt; one
  /// of which nothing was read may be the newest of all.
  private func doubtfulOrders() -> Set<OrderKey> {
    var doubtful = Set<OrderKey>()
    let exports = intakes.filter { $0.reading.kind == .orders && !$0.reading.isRefused }
    let byAge = exports.sorted { $0.importKey < $1.importKey }
    for export in byAge.filter({ !$0.orderRows.isEmpty }) + byAge.filter(\.orderRows.isEmpty) {
      if !doubtful.isEmpty {
        for row in export.orderRows {
          for shop in [row.shopID, ""] {
            doubtful.remove(OrderKey(orderID: row.orderID, shopID: shop))
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
      let proof = BreakProof(
        trails: try ledgerCall { () throws(LedgerError) in
          try frame.ledger.balanceTrails(accountID: account.id)
        })
      var broken = try stopped(account, covered, proof)
      broken += try stillBroken(account, proof, besides: broken)
      // Days of a stopped file were seen, if not believed: D02 speaks for them.
      let doubted = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.daysInDoubt(accountID: account.id)
      }
      gaps += finder.missingDays(
        accountKey: account.key, covered: covered, doubted: doubted
      ).filter { gap in
        !broken.contains { $0.firstDay <= gap.firstDay && $0.lastDay >= gap.lastDay }
      }
      gaps += broken
    }
    return gaps + vanished() + repeated() + overridden()
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
    _ account: LedgerAccount, _ covered: [CoveredDays], _ proof: BreakProof
  ) throws(RunError) -> [StatementGap] {
    var gaps: [StatementGap] = []
    for intake in intakes {
      for (index, id) in intake.accountIDs.enumerated() where id == account.id {
        guard let days = intake.stoppedDays(index) else { continue }
        let seen = try ledgerCall { () throws(LedgerError) in
          try frame.ledger.firstRun(ofFile: intake.file.sha256)
        }
        let (first, last) = (days.lowerBound, days.upperBound)
        // What another file proves does not speak against a file that contradicts it, unless that
        // other one was fetched afterwards.
        let isProved =
          !intake.contradicts(index)
          && covered.contains { $0.firstDay <= first && $0.lastDay >= last }
        if isProved { continue }
        let run = seen ?? frame.ordinal
        let oldest = intake.contradicts(index) ? run + 1 : 0
        if proof.covers(
          first, last, besides: intake.file.sha256, seenIn: run, notBefore: oldest)
        {
          continue
        }
        gaps.append(
          StatementGap(
            accountKey: account.key, code: .D02, firstDay: first, lastDay: last,
            sourceFile: intake.file.name))
      }
    }
    return gaps
  }

  /// D02 of earlier runs: taking the broken file out of the inbox mends nothing. A break ends when
  /// a file that came later covers its first day, were it the very file that a person had posted.
  private func stillBroken(
    _ account: LedgerAccount, _ proof: BreakProof, besides today: [StatementGap]
  ) throws(RunError) -> [StatementGap] {
    let prefix = "D2-\(account.key)-"
    let ids = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.openCaseIDs(prefix: prefix)
    }
    var gaps: [StatementGap] = []
    for id in ids {
      let day = String(decoding: id.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      guard let first = Day(iso: day), !today.contains(where: { $0.firstDay == first }) else {
        continue
      }
      let run = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.openedIn(caseID: id)
      }
      if let run, proof.covers(first, first, besides: "", seenIn: run, notBefore: run) { continue }
      gaps.append(
        StatementGap(accountKey: account.key, code: .D02, firstDay: first, lastDay: first))
    }
    return gaps
  }

  /// D02: days on which a row that cleared an order is gone.
  private func vanished() -> [StatementGap] {
    intakes.flatMap { intake in
      intake.reading.findings.compactMap { finding -> StatementGap? in
        guard finding.fault == .rowVanished, finding.severity >= .rejectsRow,
          let index = finding.accountIndex, let day = finding.value.flatMap(bookingDay)
        else { return nil }
        return StatementGap(
          accountKey: intake.accountKeys[Int(index)], code: .D02, firstDay: day, lastDay: day,
          sourceFile: intake.file.name)
      }
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

/// An entry's public id begins with its booking day, `20261118-…`.
private func bookingDay(_ entryID: String) -> Day? {
  let digits = Array(entryID.utf8.prefix(8))
  guard digits.count == 8 else { return nil }
  func text(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
  return Day(iso: text(0..<4) + "-" + text(4..<6) + "-" + text(6..<8))
}

extension IntakeFile {
  /// The days of an account whose rows are not posted; nil where all may be, or where it has none.
  fileprivate func stoppedDays(_ index: Int) -> ClosedRange<Day>? {
    let stated = reading.accounts[index]
    guard stated.stopsFromRecord != nil else { return nil }
    var days = statementRows.filter {
      $0.accountIndex == Int32(index) && !stated.mayPost($0.record)
    }.map(\.bookingDay)
    // A statement without rows still says that a balance does not join.
    if days.isEmpty { days = [stated.firstDay, stated.lastDay].compactMap { $0 } }
    days += meetings(index).map(\.day)
    guard let first = days.min(), let last = days.max() else { return nil }
    return first...last
  }

  /// The account does not agree with another file.
  fileprivate func contradicts(_ index: Int) -> Bool { !meetings(index).isEmpty }

  private func meetings(_ index: Int) -> [BalanceMeeting] {
    reading.findings.compactMap {
      $0.severity == .stopsPosting && $0.accountIndex == Int32(index) ? $0.meeting : nil
    }
  }
}

extension RunFrame {
  /// Money from our own names is a transfer of our own: holders of our accounts, and the policy
  /// file's.
  func withOwnNames(_ snapshot: Snapshot, _ aliases: [PayerAlias] = []) -> Snapshot {
    var snapshot = snapshot
    snapshot.aliases = aliases
    let today = request.asOf.day
    snapshot.answers.removeAll { $0.kind == .wait && $0.until.map { $0 < today } == true }
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
  if policy.releasesAfterMissingDay {
    notes.append(
      words(
        "明細の届いていない日(D03)以降の入金でも出荷可",
        "money that came after a day without a statement (D03) still releases"))
  }
  notes += contractNotes(settings, language)
  if asOf.day > settings.fees.validUntil {
    notes.append(
      words(
        "振込手数料表(\(settings.fees.version)版)は\(settings.fees.validUntil.iso)まで。以後の不足はすべて照会する",
        "the fee table \(settings.fees.version) ended on \(settings.fees.validUntil.iso): every "
          + "shortage is asked about"))
  }
  let calendar = settings.calendar
  if calendar.isBusinessDay(asOf.day) == nil {
    notes.append(
      words(
        "銀行休業日の表は\(calendar.lastDay.iso)まで。以後の営業日・欠日・期限は判定していない",
        "the bank holiday table ends on \(calendar.lastDay.iso); later days are not judged"))
  }
  return notes
}
