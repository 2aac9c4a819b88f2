public import Logging
public import Model
internal import Deciding
internal import Glibc
internal import Matching
internal import Recording
internal import Reporting
internal import Tables

/// What a run is asked to do.
public struct RunRequest: Sendable {
  public var workspace: Workspace
  /// The moment that counts; nothing but `run.json` and the ledger knows any other.
  public var asOf: Moment
  /// Compute and tell, but leave inbox, ledger and reports as they are.
  public var isDryRun = false
  /// Nil: the policy file's.
  public var language: Language?
  public var progress: @Sendable (String) -> Void = { _ in }
  public var logger = Logger(label: "keshikomi")

  public init(workspace: Workspace, asOf: Moment) {
    self.workspace = workspace
    self.asOf = asOf
  }
}

/// What a command came to, in words and as an exit code.
public struct RunSummary: Sendable {
  public var lines: [String]
  /// 0 nothing open · 1 people have work · 2 data faults stopped some posting.
  public var exitCode: Int32
}

/// The daily job: read, record, match, decide, report. Throws `RunError` when the world (disk,
/// lock, ledger, policy file) does not allow it; faults in data never throw.
public func runDaily(_ request: RunRequest) throws -> RunSummary {
  if request.isDryRun { return try rehearseDaily(request) }
  // A mistyped folder or a disk that is not mounted must not look like a quiet day.
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  try request.workspace.checkWhole()
  try request.workspace.create()
  return try request.workspace.locked(asOfNote: "as of \(request.asOf.iso)") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    try frame.finishInterruptedRuns()
    try frame.refuseOlderLedger()
    var run = DailyRun(frame: frame, archive: request.workspace.archive)
    return try run.run()
  }
}

/// One run, from the inbox to the published report.
struct DailyRun {
  let frame: RunFrame
  let archive: String
  /// What is done with aliases: the policy's, but for `learn --shadow`.
  let aliasUse: AliasUse
  var timings = Timings()

  init(frame: RunFrame, archive: String, aliasUse: AliasUse? = nil) {
    self.frame = frame
    self.archive = archive
    self.aliasUse = aliasUse ?? frame.settings.policy.aliases
  }

  mutating func run() throws(RunError) -> RunSummary {
    let results = try compute(mayWait: true)
    let started = Clock.monotonicMilliseconds()
    try commit(results)
    timings.add("commit", Clock.monotonicMilliseconds() - started)
    timings.add("sum", try results.reports.result().milliseconds)
    let changed = try emptyInbox(results.intakes)
    try complete()
    do throws(RunError) {
      try Metrics(results, frame, timings).write(frame.workspace)
    } catch {
      // The run is complete whatever becomes of its figures.
      frame.request.logger.warning("metrics.prom was not written")
    }
    var summary = try results.summary(frame)
    summary.lines += changed.map { name in
      frame.language == .ja
        ? "\(name): 実行中に置き換わったため受信箱に残しました。次の run で読みます。"
        : "\(name): replaced while the run was at work; it stays in the inbox for the next run."
    }
    frame.request.logger.notice(
      "run complete",
      metadata: ["run": "\(frame.runID)", "milliseconds": "\(timings.text)"])
    letGo(results)
    return summary
  }

  /// Everything up to the results; rows are in the ledger after it, results are not. Where they may
  /// wait, very many orders are written on a second thread while they are matched.
  mutating func compute(mayWait: Bool = false) throws(RunError) -> RunResults {
    let frame = frame
    let archive = archive
    let files = try timings.measure("archive") { () throws(RunError) in
      try Inbox(folder: frame.workspace.inbox, archive: archive).collect(frame.request.progress)
    }
    var intakes = try TakingIn(
      frame: frame, archive: archive, mayWait: mayWait, mayEntriesWait: mayWait
    ).run(files, &timings)
    let shops = ShopsOfFiles(intakes)
    let since = lookBack(intakes)
    let untold = try mixedCall {
      try frame.ledger.withFilesWaiting { try Context(frame: frame, intakes: intakes).make() }
    }
    for index in intakes.indices { intakes[index].dropRows() }
    let view = try timings.measure("snapshot") { () throws(RunError) in
      try ledgerCall { () throws(LedgerError) in
        try frame.ledger.snapshot(since: since, runOrdinal: frame.ordinal)
      }
    }
    frame.request.progress("照合 / matching")
    let learned = try timings.measure("aliases") { () throws(RunError) in
      try aliasUse == .off ? [] : frame.aliases(of: view.snapshot)
    }
    var matching = frame.withOwnNames(view.snapshot, aliasUse == .on ? learned : [])
    let refunds = try frame.tieRefunds(&matching)
    let snapshot = matching
    try frame.checkShops(snapshot)
    let context = try told(untold, snapshot, refunds)
    nonisolated(unsafe) let ledger = frame.ledger
    let writing = Background { () throws(RunError) in
      let start = Clock.monotonicMilliseconds()
      try ledgerCall { () throws(LedgerError) in try ledger.writeLater() }
      return Clock.monotonicMilliseconds() - start
    }
    defer { writing.wait() }
    let matched = timings.measure("match") { frame.matched(snapshot, context) }
    let shadow = timings.measure("shadow") {
      aliasUse == .shadow ? frame.shadow(snapshot, matched, learned, context) : []
    }
    let decided = timings.measure("decide") {
      decide(snapshot, matched, context, atOnce: .cores)
    }
    timings.add("write", try writing.result())
    let (texts, drafted) = wording(snapshot, matched, decided.cases, context, view)
    let unlisted = try frame.unlistedAccounts(snapshot)
    var input = ReportInput(
      runID: frame.runID, asOf: frame.request.asOf, language: frame.language, snapshot: snapshot,
      outcomes: matched.outcomes, decided: decided, texts: texts, drafts: drafted,
      files: intakes.map(\.line).sorted { ($0.name, $0.sha256) < ($1.name, $1.sha256) },
      engineVersion: engineVersion,
      policyNotes: policyNotes(frame.settings, frame.request.asOf, frame.language) + unlisted)
    input.handedOver = Set(
      context.notices.compactMap { $0.kind == .handedOver ? $0.orderIndex : nil })
    try printHead(&input)
    input.history = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.linkDays(from: frame.request.asOf.day.adding(days: -89))
    }
    let final = input
    // Reads nothing of the ledger, which takes the results in meanwhile.
    nonisolated(unsafe) let run = self
    let reports = Background { () throws(RunError) in
      run.reports(final, matched, context, shops)
    }
    var results = RunResults(
      view: view, intakes: intakes, input: final, reports: reports, unheeded: matched.unheeded,
      shadow: shadow)
    results.unlistedAccounts = unlisted
    return results
  }

  private func reports(
    _ input: ReportInput, _ matched: MatchResult, _ context: DecisionContext,
    _ shopsOfFiles: ShopsOfFiles
  ) -> RunReports {
    let started = Clock.monotonicMilliseconds()
    let report = Report(input)
    let milliseconds = Clock.monotonicMilliseconds() - started
    let shops = frame.shopsWithReports(input.snapshot).map { shop in
      let seen = ShopView(of: shop, input.snapshot, matched, input.decided, context)
      return shopReport(of: shop, seen, input, shopsOfFiles, context)
    }
    return RunReports(report: report, shops: shops, milliseconds: milliseconds)
  }

  private func shopReport(
    of shop: String, _ seen: ShopView, _ whole: ReportInput, _ shops: ShopsOfFiles,
    _ context: DecisionContext
  ) -> ShopReport {
    let cases = seen.decided.cases
    let (texts, drafts) = wording(seen.snapshot, seen.match, cases, seen.context, nil)
    return ShopReport(
      shop, frame.input(of: shop, seen, texts, drafts, whole, shops, context.accounts))
  }

  /// Each case in words, and what it gives somebody to send or to sign; made when asked for.
  /// Without a view nothing is said of files.
  private func wording(
    _ snapshot: Snapshot, _ matched: MatchResult, _ cases: [ExceptionCase],
    _ context: DecisionContext, _ view: LedgerView?
  ) -> (Made<CaseText>, Made<[Draft]>) {
    let language = frame.language
    let asOf = frame.request.asOf
    let world = NoteWorld(snapshot, matched, context)
    @Sendable func liability(_ place: Int) -> LiabilityNote {
      liabilityNote(
        cases[place], world, evidence: view?.evidence(of: cases[place], asOf: asOf) ?? [])
    }
    let texts = Made(count: cases.count) { place in
      let liability = liability(place)
      let note = noteText(
        cases[place], world, language: language, liability: liability)
      return CaseText(note: note, liability: liability)
    }
    let drafted = Made(count: cases.count) { place in
      drafts(
        cases[place], world, liability: liability(place), language: language)
    }
    return (texts, drafted)
  }

  /// What persons told, and what is used of the operator's cap.
  private func told(
    _ untold: DecisionContext, _ snapshot: Snapshot, _ refunds: RefundTies
  ) throws(RunError) -> DecisionContext {
    var context = untold
    context.notices += refunds.notices()
    let told = try ledgerCall { () throws(LedgerError) in try frame.ledger.notices() }
    context.add(told, of: snapshot)
    context.refunds = try frame.refundsUnderWay(snapshot)
    context.notices += try settlementNotices(snapshot)
    let lines = try ledgerCall { () throws(LedgerError) in try frame.ledger.recourse() }
    context.recourseUsedYen = frame.settings.recourseUsedYen(
      lines, asOf: frame.request.asOf.day)
    return context
  }

  /// Chargebacks, refusals and cancelled announcements that settlement reports told in the last
  /// sixty days: later ones have had their answer, or never will.
  private func settlementNotices(_ snapshot: Snapshot) throws(RunError) -> [Notice] {
    let today = frame.request.asOf.day
    let book = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.settlementWarnings(
        since: today.adding(days: -60), runOrdinal: frame.ordinal)
    }
    return Matching.settlementNotices(
      book, snapshot.orders, asOf: today, calendar: frame.settings.calendar)
  }

  /// After all imports are written: what the report proves on paper.
  private func printHead(_ input: inout ReportInput) throws(RunError) {
    let head = try ledgerCall { () throws(LedgerError) in try frame.ledger.head() }
    input.ledgerEvent = head.number
    input.ledgerSHA256 = head.number == 0 ? "" : head.sha256
  }

  /// How far back settled entries and orders are still looked at: reversals and second payments
  /// refer to them. Counted from the oldest row of today's files, which may be old themselves.
  private func lookBack(_ intakes: [IntakeFile]) -> Day {
    let oldest = intakes.flatMap { $0.statementRows.map(\.bookingDay) }.min()
    let today = frame.request.asOf.day
    return min(oldest ?? today, today).adding(days: -2 * frame.settings.policy.windowAfterDays)
  }

  /// Stages the report, commits the results and publishes.
  private mutating func commit(_ results: RunResults) throws(RunError) {
    let frame = frame
    frame.request.progress("報告書 / reporting")
    // The report is written by other threads while the ledger takes the rows in; both are done
    // before the transaction commits.
    let staged = beginStaging(results)
    defer { (try? staged.result())?.stop() }
    var record = results.record(frame)
    record.inputs = try RunBasis(frame: frame, archive: archive).keep(results.intakes)
    try mixedCall {
      try frame.ledger.recordRun(record, of: results.view) {
        try staged.result().finish().map {
          RunFile(name: $0.name, sha256: $0.sha256, sizeBytes: $0.size)
        }
      }
    }
    try frame.publisher.publish(frame.runID)
  }

  private func beginStaging(_ results: RunResults) -> Background<StagingWork> {
    let (publisher, settings, soFar) = (frame.publisher, frame.settings, timings)
    return Background { () throws(RunError) in
      let reports = try results.reports.result()
      var timings = soFar
      timings.add("sum", reports.milliseconds)
      return try Staging(
        publisher: publisher, report: reports.report, shops: reports.shops, input: results.input,
        timings: timings, feeTable: settings.fees.version,
        calendarUntil: settings.calendar.lastDay, weightsID: settings.weights.id
      ).begin()
    }
  }

  /// Until here a run that breaks off is finished by the next one.
  private func complete() throws(RunError) {
    try ledgerCall { () throws(LedgerError) in
      try frame.ledger.markComplete(
        runOrdinal: frame.ordinal, wallSeconds: Int64(time(nil)))
    }
  }

  /// Originals leave the inbox after all else; what was not wholly taken stays and is told again.
  /// Returns the names of those in whose place something else lies by now.
  private func emptyInbox(_ intakes: [IntakeFile]) throws(RunError) -> [String] {
    var changed: [String] = []
    for intake in intakes where intake.isFullyTaken && intake.file.fault == nil {
      guard intake.file.zipPath == nil else { continue }
      let members = intakes.filter { $0.file.zipPath == intake.file.path }
      guard members.allSatisfy(\.isFullyTaken) else { continue }
      if try !intake.file.remove() { changed.append(intake.file.name) }
    }
    return changed
  }
}

/// What the files of a run are made from.
struct RunReports: Sendable {
  let report: Report
  let shops: [ShopReport]
  /// How long the sums took.
  let milliseconds: Int64
}

/// What a run worked out, before it is committed.
struct RunResults {
  let view: LedgerView
  let intakes: [IntakeFile]
  let input: ReportInput
  let reports: Background<RunReports>
  /// A sentence for each.
  var unlistedAccounts: [String] = []
  /// Answers of people that could not be followed.
  let unheeded: [Int64]
  /// What aliases would have linked, where they are only watched.
  let shadow: [ShadowLink]

  func record(_ frame: RunFrame) -> RunRecord {
    var record = RunRecord(
      runID: frame.runID, ordinal: frame.ordinal, asOf: frame.request.asOf,
      wallSeconds: Int64(time(nil)), engineVersion: engineVersion,
      tableVersions: "fees \(frame.settings.fees.version), weights \(frame.settings.weights.id)",
      clearings: RunClearing.net(
        takingBack: input.snapshot.undone, giving: input.outcomes),
      standings: standings(input), decisions: input.decided.decisions,
      cases: input.decided.cases)
    record.refundTies = input.snapshot.refundTies
    return record
  }

  var exitCode: Int32 {
    let stopped = input.files.contains { file in
      file.reading.findings.contains { $0.severity >= .rejectsRow }
    }
    if stopped { return 2 }
    return input.decided.cases.contains { $0.needsPerson } ? 1 : 0
  }

  func summary(_ frame: RunFrame) throws(RunError) -> RunSummary {
    var lines = summaryLines(try reports.result().report)
    for file in input.files {
      let told = file.reading.findings.filter {
        $0.severity >= .rejectsRow || $0.fault == .fileSuperseded
      }
      lines += told.prefix(5).map {
        describe($0, fileName: file.name, language: frame.language, masked: true)
      }
    }
    lines += unlistedAccounts + peopleLines(frame) + shadowLines(shadow, frame.language)
    let isNew = input.files.contains { $0.newRows > 0 }
    if !isNew {
      lines.insert(
        frame.language == .ja
          ? "新しい入金・注文はありません。" : "Nothing is new: no new bank entry, no new order.",
        at: 0)
    }
    let report = frame.publisher.finalFolder(frame.runID) + "/report.html"
    if !frame.request.isDryRun {
      lines.append((frame.language == .ja ? "報告書: " : "report: ") + report)
    }
    return RunSummary(lines: lines, exitCode: exitCode)
  }
}

/// Where the run leaves each open entry: money that found its order is cleared, money that is
/// nobody's order is set aside, the rest stays open for the next run and for people.
func standings(_ input: ReportInput) -> [RunStanding] {
  var undone = Set<Int32>()
  for outcome in input.outcomes {
    guard let index = outcome.undoesEntryIndex else { continue }
    switch outcome.verdict {
    case .automatic, .setAside: undone.insert(index)
    case .held, .unknown: break
    }
  }
  // Both lists are sorted by entry.
  let uses = input.decided.uses
  var standings: [RunStanding] = []
  standings.reserveCapacity(uses.count)
  var next = 0
  for outcome in input.outcomes {
    while next < uses.count, uses[next].entryIndex < outcome.entryIndex { next += 1 }
    guard next < uses.count, uses[next].entryIndex == outcome.entryIndex else { continue }
    let isUndone = !undone.isEmpty && undone.contains(outcome.entryIndex)
    standings.append(RunStanding(standing: standing(outcome, isUndone: isUndone), use: uses[next]))
  }
  undone.subtract(uses.lazy.map(\.entryIndex))
  return standings + undone.sorted().map { reversed($0, input.snapshot) }
}

/// An entry that an earlier run cleared and today's reversal undoes: it keeps what it gave, and no
/// second reversal may be taken for its own.
private func reversed(_ index: Int32, _ snapshot: Snapshot) -> RunStanding {
  let given = snapshot.clearings.reduce(0) { $1.entryIndex == index ? $0 + $1.allocatedYen : $0 }
  let entry = snapshot.entries[Int(index)]
  if entry.direction == .debit {
    return RunStanding(
      standing: .reversed,
      use: EntryUse(
        entryIndex: index, excludedYen: -entry.amountYen,
        reason: SetAsideReason.outgoingReturned.rawValue))
  }
  return RunStanding(
    standing: .reversed,
    use: EntryUse(
      entryIndex: index, clearedYen: given, refundLinkedYen: entry.amountYen - given,
      reason: SetAsideReason.reversedAtBank.rawValue))
}

private func standing(_ outcome: EntryOutcome, isUndone: Bool) -> EntryStanding {
  if isUndone { return .reversed }
  switch outcome.verdict {
  case .automatic: return .cleared
  case .setAside: return .setAside
  case .held, .unknown: return .open
  }
}
