internal import Glibc
internal import Judging
internal import Logging
public import Model
internal import Recording
internal import Reporting

/// What is to be tried again, and against what.
public struct BacktestRequest: Sendable {
  /// Its ledger is the history; with `truthFolder` only its policy file counts, where it has one.
  public var workspace: Workspace
  /// A folder with orders.csv, deposits.csv, truth.csv and order_truth.csv.
  public var truthFolder: String?
  /// Another policy file, to be compared with the workspace's.
  public var otherPolicy: String?
  /// Nil: the evening after the last entry.
  public var asOf: Moment?
  /// Evening by evening instead of all at once.
  public var isDayByDay = false
  public var isJSON = false
  /// Nil: the policy file's.
  public var language: Language?

  public init(workspace: Workspace) { self.workspace = workspace }
}

/// Runs matching and deciding again over a shop's history or a world with known truth, and says
/// how right it was. Reads the ledger and changes nothing. Statements' gaps are left out: they say
/// what may be missing, not how payments are matched.
public func backtest(_ request: BacktestRequest) throws -> RunSummary {
  let settings = try RunFrame.loadSettings(request.workspace)
  let other = try request.otherPolicy.map { path in
    try Settings.parse(textOfFile(path)).policy
  }
  let history =
    try request.truthFolder.map { try Backtest.world($0, settings) }
    ?? Backtest.ledger(request.workspace)
  guard let last = history.snapshot.entries.last?.bookingDay else {
    throw RunError.nothingToTry
  }
  let asOf = request.asOf ?? Moment(day: last.adding(days: 1), hour: 18)
  let own = Backtest.run(history.snapshot, settings.policy, asOf, request.isDayByDay)
  var report = BacktestReport(
    history: history, isWorld: request.truthFolder != nil, isDayByDay: request.isDayByDay,
    outcomes: own.match.outcomes,
    judgement: judge(history.snapshot, own.match, own.decided, history.truth))
  if let other {
    let made = Backtest.run(history.snapshot, other, asOf, request.isDayByDay)
    report.other = judge(history.snapshot, made.match, made.decided, history.truth)
    report.comparison = compare(
      (own.match, own.decided), with: (made.match, made.decided), history.truth)
  }
  let lines =
    request.isJSON
    ? [String(decoding: report.json.document().dropLast(), as: UTF8.self)]
    : report.lines(request.language ?? settings.language)
  return RunSummary(lines: lines, exitCode: 0)
}

enum Backtest {
  static func run(
    _ snapshot: Snapshot, _ policy: Policy, _ asOf: Moment, _ isDayByDay: Bool
  ) -> Replay {
    guard isDayByDay else { return replay(snapshot, policy: policy, asOf: asOf) }
    var days = DayByDay(snapshot, policy: policy)
    return days.run()
  }

  /// What is taken in here is for nobody's log.
  private static func quiet(_ workspace: Workspace, asOf: Moment) -> RunRequest {
    var request = RunRequest(workspace: workspace, asOf: asOf)
    request.logger = Logger(label: "keshikomi") { _ in SwiftLogNoOpLogHandler() }
    return request
  }

  /// The whole ledger, taken back.
  static func ledger(_ workspace: Workspace) throws -> ReopenedHistory {
    guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
    return try workspace.locked(asOfNote: "backtest") {
      let frame = try RunFrame(
        Backtest.quiet(workspace, asOf: Moment(secondsTokyo: 0)),
        ledgerPath: workspace.ledgerPath)
      let view = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.snapshot(since: nil, runOrdinal: frame.ordinal)
      }
      return reopened(frame.withOwnNames(view.snapshot))
    }
  }

  /// A world's files, taken in by a ledger that vanishes afterwards.
  static func world(_ folder: String, _ settings: Settings) throws -> ReopenedHistory {
    let scratch = try ScratchFolder()
    let workspace = Workspace(root: scratch.path)
    try workspace.create()
    let frame = try RunFrame(
      Backtest.quiet(workspace, asOf: Clock.nowTokyo()), ledgerPath: workspace.ledgerPath)
    let inbox = Inbox(folder: folder, archive: workspace.archive)
    var files: [InboxFile] = []
    for name in ["orders.csv", "deposits.csv"] {
      let path = folder + "/" + name
      guard Posix.exists(path) else {
        throw RunError.system(action: "read", path: path, errno: ENOENT)
      }
      files.append(try inbox.keep(path, name: name))
    }
    var timings = Timings()
    _ = try TakingIn(frame: frame, archive: workspace.archive).run(files, &timings)
    let view = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.snapshot(since: nil, runOrdinal: frame.ordinal)
    }
    var snapshot = frame.withOwnNames(view.snapshot)
    snapshot.ownNames += settings.ownNames
    return ReopenedHistory(
      snapshot: snapshot, truth: try TruthFiles(folder: folder, snapshot: snapshot).read())
  }
}

/// A whole file as text.
func textOfFile(_ path: String) throws(RunError) -> String {
  let mapped = try MappedFile(path)
  return withExtendedLifetime(mapped) { String(decoding: $0.bytes, as: UTF8.self) }
}
