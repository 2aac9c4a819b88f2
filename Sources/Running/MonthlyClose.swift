import Model
internal import Deciding
internal import Glibc
internal import Logging
internal import Matching
internal import Recording
internal import Reporting
internal import Tables

/// What a monthly close is asked to do.
public struct CloseRequest: Sendable {
  public var run: RunRequest
  /// `2026-11`.
  public var month: String
  /// Set to close a month again whose figures have changed since: who, and why.
  public var reopening: (person: String, reason: String)?

  public init(run: RunRequest, month: String) {
    self.run = run
    self.month = month
  }
}

/// The monthly job: ties orders, settlement lines, payouts and bank entries, rolls the receivables
/// forward and writes the report. What lies in the inbox is recorded first and stays there for the
/// daily job. A month is closed once; the same data close it the same way, and other data need a
/// reopening with a reason.
public func closeMonth(_ request: CloseRequest) throws -> RunSummary {
  guard let first = Day(iso: request.month + "-01") else {
    throw RunError.usage("--month は 2026-11 の形で / --month is YYYY-MM")
  }
  let workspace = request.run.workspace
  guard workspace.isOne else { throw RunError.noWorkspace(workspace.root) }
  try workspace.checkWhole()
  try workspace.create()
  return try workspace.locked(asOfNote: "close \(request.month)") {
    let frame = try RunFrame(request.run, ledgerPath: workspace.ledgerPath)
    try frame.finishInterruptedRuns()
    return try MonthlyClose(frame: frame, request: request, firstDay: first).run()
  }
}

/// One close of one month.
struct MonthlyClose {
  let frame: RunFrame
  let request: CloseRequest
  let firstDay: Day

  private var lastDay: Day {
    let civil = firstDay.civil
    return firstDay.adding(days: Day.lengthOfMonth(year: civil.year, month: civil.month) - 1)
  }

  private var isOver: Bool { request.run.asOf.day > lastDay }

  func run() throws -> RunSummary {
    var timings = Timings()
    let intakes = try takeIn(&timings)
    let past = try past()
    try checkOrder(past.before)
    // The same data are judged as of the same moment, so that closing again changes nothing.
    let asOf = request.reopening == nil ? past.before?.asOf ?? request.run.asOf : request.run.asOf
    let input = try timings.measure("load") { () throws(RunError) in try closeInput(asOf) }
    // Very many rows are written by a second thread until the report is made; nobody else uses the
    // ledger meanwhile.
    nonisolated(unsafe) let ledger = frame.ledger
    let writing = Background { () throws(RunError) in
      try ledgerCall { () throws(LedgerError) in try ledger.writeLater() }
    }
    defer { writing.wait() }
    var report = report(input, past, asOf, &timings)
    let isSame =
      past.before.map { $0.figures == report.closed.figures && $0.items == report.closed.items }
      ?? false
    // A month is closed with all that there is, or not yet.
    let isWhole = !intakes.contains { $0.reading.isRefused }
    let mayRecord =
      isOver && isWhole && !isSame && (past.before == nil || request.reopening != nil)
      && !report.findings.contains { $0.fault == .rollForwardGap } && !request.run.isDryRun
    report.isRecorded = mayRecord || isSame
    let folder = folderName(report.closed.version, isRecorded: report.isRecorded)
    let isToWrite = mayRecord || ((!isSame || !Posix.exists(path(folder))) && !request.run.isDryRun)
    if isToWrite {
      try timings.measure("report") { () throws(RunError) in try stage(report, folder) }
    }
    try timings.measure("wait") { () throws(RunError) in try writing.result() }
    if mayRecord { try record(report, past.before) }
    if isToWrite { try publish(folder) }
    frame.request.logger.notice(
      "close done", metadata: ["month": "\(request.month)", "milliseconds": "\(timings.text)"])
    return summary(report, intakes, isSame: isSame, folder: path(folder))
  }

  /// What the ledger has of earlier closes.
  private struct Past {
    var before: ClosedMonth?
    var previous: ClosedMonth?
    /// Cases told by closes of earlier months.
    var found: Set<ExactText>
  }

  private func past() throws(RunError) -> Past {
    let previousDay = firstDay.adding(days: -1)
    let previousMonth = previousDay.adding(days: 1 - previousDay.civil.day)
    return try ledgerCall { () throws(LedgerError) in
      Past(
        before: try frame.ledger.closedMonth(firstDay),
        previous: try frame.ledger.closedMonth(previousMonth),
        found: try frame.ledger.foundBefore(firstDay))
    }
  }

  /// Statements, orders and settlements of the inbox, as the next daily run would take them in.
  private func takeIn(_ timings: inout Timings) throws(RunError) -> [IntakeFile] {
    // A rehearsal records nothing, so it sees what the ledger has.
    if request.run.isDryRun { return [] }
    let archive = frame.workspace.archive
    let files = try Inbox(folder: frame.workspace.inbox, archive: archive)
      .collect(frame.request.progress)
    return try TakingIn(
      frame: frame, archive: archive, mayWait: true, mayLinesWait: true
    ).run(files, &timings)
  }

  /// Only the newest closed month can be closed again: later ones stand on it.
  private func checkOrder(_ before: ClosedMonth?) throws(RunError) {
    guard before != nil, request.reopening != nil else { return }
    let months = try ledgerCall { () throws(LedgerError) in try frame.ledger.closedMonths() }
    guard let last = months.last, last > firstDay else { return }
    throw .usage(
      "\(last.iso.prefix(7)) が締め済みのため、それ以前の月は開けない。遅れて届いたデータは次の月に前月以前分として載る"
        + " / \(last.iso.prefix(7)) is closed on top of it: late data go into the next month")
  }

  private func report(
    _ input: CloseInput, _ past: Past, _ asOf: Moment, _ timings: inout Timings
  ) -> CloseReportInput {
    frame.request.progress("照合 / matching")
    let outcome = timings.measure("match") { threeWay(input, workers: .cores) }
    let findings = timings.measure("decide") {
      closeFindings(input, outcome).filter { isToTell($0, input, past.found) }
    }
    let notes = findings.map { closeNote($0, input, outcome, language: frame.language) }
    var closed = ClosedMonth(
      firstDay: firstDay, version: past.before?.version ?? 1, asOf: asOf, figures: [], items: [])
    closed.figures = closeFigures(input, outcome)
    closed.items = closeItems(input, outcome, findings)
    if let before = past.before,
      before.figures != closed.figures || before.items != closed.items
    {
      closed.version = before.version + 1
    }
    return CloseReportInput(
      input: input, outcome: outcome, findings: findings, notes: notes, closed: closed,
      before: past.before, previous: past.previous, asOf: asOf, language: frame.language,
      engineVersion: engineVersion, isRecorded: false)
  }

  /// A line of an earlier month is told once, by the first close that sees it. Money that is still
  /// nobody's stays on the list.
  private func isToTell(
    _ finding: CloseFinding, _ input: CloseInput, _ found: Set<ExactText>
  ) -> Bool {
    guard let n = finding.lineIndex, input.book.lines[Int(n)].line.day < input.firstDay else {
      return true
    }
    if finding.fault == .unknownOrder || finding.fault == .ambiguousOrder { return true }
    return !found.contains(ExactText(finding.caseID))
  }

  /// What is older than four hundred days is settled or given up.
  private func closeInput(_ asOf: Moment) throws(RunError) -> CloseInput {
    let since = firstDay.adding(days: -400)
    let book = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.settlementBook(since: since)
    }
    let view = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.snapshot(since: since, runOrdinal: frame.ordinal)
    }
    let terms = book.providers.map { id in
      frame.settings.providers.first { $0.id == id } ?? ProviderTerms.usual(id)
    }
    return CloseInput(
      firstDay: firstDay, lastDay: lastDay, asOf: asOf.day, terms: terms, book: book,
      orders: view.snapshot.orders, entries: view.snapshot.entries, calendar: bankCalendar())
  }

  private func folderName(_ version: Int32, isRecorded: Bool) -> String {
    isRecorded ? "close-\(request.month)-v\(version)" : "close-\(request.month)-preview"
  }

  private func path(_ folder: String) -> String { frame.workspace.reports + "/" + folder }

  /// The report is staged by now: it is recorded before it is published.
  private func record(
    _ report: CloseReportInput, _ before: ClosedMonth?
  ) throws(RunError) {
    var reopening: CloseReopening?
    if let before, let given = request.reopening {
      reopening = CloseReopening(
        firstDay: firstDay, afterVersion: before.version, person: given.person,
        reason: given.reason, asOf: request.run.asOf)
    }
    try ledgerCall { () throws(LedgerError) in
      try frame.ledger.recordClose(
        report.closed, bookings: closeBookings(report), reopening: reopening,
        engineVersion: engineVersion, wallSeconds: Int64(time(nil)))
    }
  }

  private func stage(_ report: CloseReportInput, _ folder: String) throws(RunError) {
    let staging = path(".tmp-" + folder)
    try Posix.removeFolder(staging)
    try Posix.makeFolder(staging)
    // The workbook is one thread's work, so it is made beside the others.
    let book = Background { () throws(RunError) in
      try keepBook(staging + "/close.xlsx") { path throws(WorkbookError) in
        try writeCloseWorkbook(report, toPath: path)
      }
    }
    defer { book.wait() }
    for file in closeFiles(report) {
      try Posix.write(to: staging + "/" + file.name) { take in makeOnAllCores(file, take) }
    }
    try book.result()
    try Posix.syncFolder(staging)
    try Posix.syncFolder(frame.workspace.reports)
  }

  /// A preview is replaced by the next; what was recorded stays.
  private func publish(_ folder: String) throws(RunError) {
    try Posix.removeFolder(path(folder))
    try Posix.rename(path(".tmp-" + folder), path(folder))
    try Posix.syncFolder(frame.workspace.reports)
  }

  private func summary(
    _ report: CloseReportInput, _ intakes: [IntakeFile], isSame: Bool, folder: String
  ) -> RunSummary {
    var lines = closeSummaryLines(report)
    let isJapanese = frame.language == .ja
    func say(_ ja: String, _ en: String) { lines.append(isJapanese ? ja : en) }
    if isSame {
      say("前回の締めから変わりはありません。", "Nothing has changed since this month was closed.")
    } else if report.isRecorded {
      say(
        "\(request.month) を締めました(第\(report.closed.version)版)。",
        "\(request.month) is closed (version \(report.closed.version)).")
    } else if !isOver {
      say(
        "月が終わっていないため下見です。締めは記録していません。",
        "The month is not over: this is a preview, nothing is recorded.")
    } else if intakes.contains(where: { $0.reading.isRefused }) {
      say(
        "読めないファイルがあるため下見です。直したファイルに替えるか受信箱から外して、もう一度締めてください。",
        "A file could not be read, so this is a preview and nothing is recorded. Replace the file, or "
          + "take it out of the inbox, and close again.")
    } else if report.before != nil {
      say(
        "締めた後にデータが変わりました。締め直すには --reopen 理由 --by 氏名 を付けてください。",
        "Data have changed since it was closed. To close it again give --reopen REASON --by NAME.")
    }
    var exitCode: Int32 = report.findings.contains { $0.fault.needsPerson } ? 1 : 0
    for intake in intakes {
      let told = intake.reading.findings.filter { $0.severity >= .rejectsRow }
      lines += told.prefix(5).map {
        describe($0, fileName: intake.file.name, language: frame.language, masked: true)
      }
      if !told.isEmpty { exitCode = 2 }
    }
    if report.findings.contains(where: { $0.fault == .rollForwardGap }) { exitCode = 2 }
    if !request.run.isDryRun { say("報告書: \(folder)/close.html", "report: \(folder)/close.html") }
    return RunSummary(lines: lines, exitCode: exitCode)
  }
}

/// The figures of a close as the ledger keeps them.
private func closeFigures(_ input: CloseInput, _ outcome: ThreeWayOutcome) -> [CloseFigure] {
  var figures: [CloseFigure] = []
  for (n, provider) in input.book.providers.enumerated() {
    let f = outcome.figures[n]
    for (name, yen) in [
      ("opening", f.openingYen), ("claimed", f.claimedYen), ("cleared", f.clearedYen),
      ("written_back", f.writtenBackYen), ("closing", f.closingYen), ("sales", f.salesYen),
      ("refunds", f.refundsYen), ("chargebacks", f.chargebacksYen), ("fees", f.feesYen),
      ("agreed_fees", f.agreedFeesYen), ("other", f.otherYen), ("suspense", f.suspenseYen),
      ("banked", f.bankedYen), ("underway", f.underwayYen),
    ] {
      figures.append(CloseFigure(provider: provider, name: name, yen: yen))
    }
  }
  return figures.sorted()
}

/// What a close carries over and found. Subjects are told apart, were two things called alike.
private func closeItems(
  _ input: CloseInput, _ outcome: ThreeWayOutcome, _ findings: [CloseFinding]
) -> [CloseItem] {
  func name(_ provider: Int32) -> String {
    provider >= 0 ? input.book.providers[Int(provider)] : ""
  }
  var items: [CloseItem] = []
  for order in outcome.orders where order.openYen != 0 {
    let row = input.orders[Int(order.orderIndex)].row
    items.append(
      CloseItem(
        provider: name(order.provider), kind: "open", subject: row.orderID + " " + row.shopID,
        yen: order.openYen))
  }
  for payout in outcome.payouts {
    guard payout.firstLineDay ?? payout.expectedDay ?? input.lastDay <= input.lastDay,
      payout.lastLineDay ?? payout.expectedDay ?? input.firstDay >= input.firstDay
    else { continue }
    items.append(
      CloseItem(
        provider: name(payout.provider), kind: "payout " + payout.result.rawValue,
        subject: payout.key, yen: payout.totalYen))
  }
  items += findings.map {
    CloseItem(
      provider: name($0.provider), kind: $0.fault.rawValue, subject: $0.caseID, yen: $0.atRiskYen)
  }
  items.sort()
  var number = 1
  for n in items.indices.dropFirst() {
    let before = items[n - 1]
    let isAlike =
      before.provider == items[n].provider && before.kind == items[n].kind
      && before.subject == items[n].subject + (number > 1 ? " #\(number)" : "")
    number = isAlike ? number + 1 : 1
    if isAlike { items[n].subject += " #\(number)" }
  }
  return items.sorted()
}
