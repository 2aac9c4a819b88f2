internal import Glibc
internal import Logging
internal import Model
internal import Reading
internal import Recording
internal import Tables

/// What every step of a run needs: the request, the settings, the open ledger, the run's name.
struct RunFrame {
  let request: RunRequest
  let workspace: Workspace
  let settings: Settings
  let ledger: Ledger
  let publisher: Publisher
  let runID: String
  let ordinal: Int64

  /// Opens the ledger and finishes what an interrupted run left behind.
  init(_ request: RunRequest, ledgerPath: String) throws(RunError) {
    self.request = request
    workspace = request.workspace
    settings = try RunFrame.loadSettings(workspace)
    ledger = try RunFrame.openLedger(ledgerPath)
    publisher = Publisher(workspace: workspace)
    let ledger = ledger
    ordinal = try ledgerCall { () throws(LedgerError) in try ledger.nextRunOrdinal }
    runID = "\(request.asOf.day.iso)-\(RunFrame.padded(ordinal))"
  }

  var language: Language { request.language ?? settings.language }

  /// Publishes runs that were committed but not seen off, and removes folders of runs that never
  /// committed. Called before anything else is done.
  func finishInterruptedRuns() throws(RunError) {
    let pending = try ledgerCall { () throws(LedgerError) in try ledger.pendingRuns() }
    for run in pending {
      try publisher.publish(run.runID)
      try removeOriginals(takenBy: run.ordinal)
      try ledgerCall { () throws(LedgerError) in
        try ledger.markComplete(runOrdinal: run.ordinal, wallSeconds: Int64(time(nil)))
      }
      request.logger.notice("finished an interrupted run", metadata: ["run": "\(run.runID)"])
    }
    try publisher.removeStray()
  }

  /// A report of a run that the ledger does not know: an older ledger was put back. What that run
  /// released would be released once more, and nothing else would tell.
  func refuseOlderLedger() throws(RunError) {
    guard let newest = publisher.newestRun(), newest.ordinal >= ordinal else { return }
    let run = newest.runID
    throw .ledger(
      "reports/\(run) は台帳の知らない実行で、台帳が古い。新しいバックアップを復元するか、その後の報告書を別の場所へ"
        + "移し、そこで出荷可とした注文を二度出荷しないよう確かめてから実行する / the ledger knows nothing of "
        + "reports/\(run): it is older than its reports. Restore a newer backup; or move the later "
        + "reports away, and see that what they released is not shipped twice")
  }

  /// Originals that a broken-off run took whole would otherwise come back as repeats.
  private func removeOriginals(takenBy ordinal: Int64) throws(RunError) {
    let inbox = Inbox(folder: workspace.inbox, archive: workspace.archive)
    let files = try inbox.collect { _ in }
    for file in files where file.fault == nil && file.zipPath == nil {
      var runs: [Int64?] = []
      for part in file.isZip ? files.members(of: file) : [file] {
        let known = try ledgerCall { () throws(LedgerError) in
          try ledger.knownFile(sha256: part.sha256)
        }
        runs.append(known?.runOrdinal)
      }
      if runs.contains(ordinal), !runs.contains(nil) { _ = try file.remove() }
    }
  }

  static func loadSettings(_ workspace: Workspace) throws(RunError) -> Settings {
    var loading = OwnFormats.Loading()
    try loading.folder(workspace.formats, named: "formats")
    let own = try loading.finish()
    var settings = Settings()
    if Posix.exists(workspace.policyPath) {
      let mapped = try MappedFile(workspace.policyPath)
      settings = try Settings.parse(
        String(decoding: mapped.bytes, as: UTF8.self), own: own)
    }
    if let name = settings.weightsFile {
      settings.weights = try WeightFiles(workspace).read(name).weights
    }
    settings.ownProfiles = try OwnFormats.Loading(own + settings.ownProfiles).finish()
    return settings
  }

  static func openLedger(_ path: String) throws(RunError) -> Ledger {
    try ledgerCall { () throws(LedgerError) in try Ledger.open(path: path) }
  }

  private static func padded(_ ordinal: Int64) -> String {
    let text = String(ordinal)
    return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
  }
}

/// A call of the ledger with its error in the words of a run.
func ledgerCall<T>(_ body: () throws(LedgerError) -> T) throws(RunError) -> T {
  do {
    return try body()
  } catch {
    throw runError(error)
  }
}

/// A call of the ledger whose body may throw errors of a run.
func mixedCall<T>(_ body: () throws -> T) throws(RunError) -> T {
  do {
    return try body()
  } catch let error as LedgerError {
    throw runError(error)
  } catch let error as RunError {
    throw error
  } catch {
    preconditionFailure("a call of the ledger threw something that is no run error")
  }
}

func runError(_ error: LedgerError) -> RunError {
  switch error {
  case .diskFull: .system(action: "write to", path: "ledger.sqlite", errno: ENOSPC)
  case .readOnly: .system(action: "write to", path: "ledger.sqlite", errno: EROFS)
  case .busy: .ledger("another program holds it / 他のプログラムが使用中")
  case .notALedger: .ledger("the file is no ledger of keshikomi / 台帳ファイルではない")
  case .newerSchema: .ledger("a newer version wrote it: update keshikomi / 新しい版の台帳")
  case .corrupt: .ledger("it is damaged: restore a backup / 破損している(バックアップから復元)")
  case .io(let code): .ledger("input/output error \(code) / 入出力エラー")
  case .refused(let rule): .ledger("a rule of the ledger was broken: \(rule)")
  }
}

/// Durations of the steps in milliseconds, for `run.json` only.
struct Timings {
  private(set) var milliseconds: [String: Int64] = [:]

  /// `archive 57, match 2400, …`, by name.
  var text: String {
    milliseconds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      .joined(separator: ", ")
  }

  mutating func add(_ step: String, _ duration: Int64) {
    milliseconds[step, default: 0] += duration
  }

  mutating func measure<T, E>(_ step: String, _ body: () throws(E) -> T) throws(E) -> T {
    let start = Clock.monotonicMilliseconds()
    defer { milliseconds[step, default: 0] += Clock.monotonicMilliseconds() - start }
    return try body()
  }
}

extension RunRequest {
  /// Opens the ledger under the workspace's lock, with what a broken-off run left seen off; a
  /// rehearsal leaves that alone too. `note` says who holds the lock.
  func onLedger<R>(_ note: String, _ body: (RunFrame) throws -> R) throws -> R {
    try workspace.locked(asOfNote: note) {
      let frame = try RunFrame(self, ledgerPath: workspace.ledgerPath)
      if !isDryRun { try frame.finishInterruptedRuns() }
      return try body(frame)
    }
  }

  /// Throws where the folder is no workspace, or not a whole one.
  func checkWorkspace() throws(RunError) {
    guard workspace.isOne else { throw .noWorkspace(workspace.root) }
    try workspace.checkWhole()
  }

  /// The same for what writes a file that must not be there yet.
  func checkWorkspace(writing output: String) throws(RunError) {
    try checkWorkspace()
    if Posix.exists(output) { throw .exists(output) }
  }
}
