internal import Logging
public import Model
internal import Recording

/// Does a past run again, from the ledger as it was before it and the originals in the archive, in
/// a temporary folder, and compares every output with the hash on record. The workspace is only
/// read. Exit code 0 where every output is the same, 2 where one is not.
///
/// Costs a copy of the ledger and a run. Throws `.notFound` where there is no such run, and
/// `.usage` where it is of a version that kept no inputs, or of another engine than this one.
public func replay(
  _ runID: String, in workspace: Workspace, language: Language?
) throws -> RunSummary {
  guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
  return try workspace.locked(asOfNote: "replay of \(runID)") {
    let ledger = try RunFrame.openLedger(workspace.ledgerPath)
    let found = try ledgerCall { () throws(LedgerError) in try ledger.pastRun(runID) }
    guard let run = found else { throw RunError.notFound(runID) }
    try checkReplayable(run)
    let spoken = language ?? (try? RunFrame.loadSettings(workspace).language) ?? .ja
    // The language of a run may have been asked for by hand, which is not on record.
    var best: Replayed?
    for tried in [nil, Language.ja, .en] {
      let replayed = try Replayed(run, ledger, workspace, tried)
      if best == nil || replayed.differing.count < best!.differing.count { best = replayed }
      if replayed.differing.isEmpty { break }
    }
    return best!.summary(run, spoken)
  }
}

private func checkReplayable(_ run: PastRun) throws(RunError) {
  guard !run.inputs.isEmpty, !run.outputs.isEmpty else {
    throw .usage(
      "\(run.runID) は入力を記録しない版の実行のため、再計算できません。\n"
        + "\(run.runID) is of a version that did not keep a run's inputs: it cannot be done again.")
  }
  guard run.engineVersion == engineVersion else {
    throw .usage(
      "\(run.runID) はエンジン \(run.engineVersion) の実行です。その版で再計算してください。\n"
        + "\(run.runID) was made by engine \(run.engineVersion), this is \(engineVersion): "
        + "replay it with that version.")
  }
}

/// A run done again.
private struct Replayed {
  let outputs: [RunFile]
  let tableVersions: String
  private(set) var differing: [String] = []

  init(
    _ run: PastRun, _ ledger: Ledger, _ workspace: Workspace, _ language: Language?
  ) throws {
    let scratch = try ScratchFolder()
    let copy = Workspace(root: scratch.path + "/workspace")
    defer { try? Posix.removeTree(copy.root) }
    for folder in [copy.root, copy.inbox, copy.archive, copy.reports, copy.formats] {
      try Posix.makeFolder(folder)
    }
    try Posix.makeFolder(copy.root + "/weights")
    try ledgerCall { () throws(LedgerError) in
      try ledger.backup(to: copy.ledgerPath)
      let past = try Ledger.open(path: copy.ledgerPath)
      try past.rewind(before: run)
      try past.close()
    }
    for file in run.inputs {
      let folder = file.isSetting ? copy.root : copy.inbox
      try Posix.copy(workspace.archive + "/" + file.sha256, to: folder + "/" + file.name)
    }
    var request = RunRequest(workspace: copy, asOf: run.asOf)
    request.language = language
    request.logger.logLevel = .critical
    _ = try runDaily(request)
    let again = try RunFrame.openLedger(copy.ledgerPath)
    let made = try ledgerCall { () throws(LedgerError) in try again.pastRun(run.runID) }
    outputs = made?.outputs ?? []
    tableVersions = made?.tableVersions ?? ""
    let hashes = Dictionary(uniqueKeysWithValues: outputs.map { ($0.name, $0.sha256) })
    let names = Set(run.outputs.map(\.name)).union(hashes.keys)
    let recorded = Dictionary(uniqueKeysWithValues: run.outputs.map { ($0.name, $0.sha256) })
    differing = names.filter { hashes[$0] != recorded[$0] }.sorted()
  }

  func summary(_ run: PastRun, _ language: Language) -> RunSummary {
    let isJapanese = language == .ja
    var lines = run.outputs.map { file in
      let isSame = !differing.contains(file.name)
      return isJapanese
        ? "\(file.name): \(isSame ? "一致" : "不一致") \(file.sha256)"
        : "\(file.name): \(isSame ? "same" : "DIFFERS") \(file.sha256)"
    }
    lines += differing.filter { name in !run.outputs.contains { $0.name == name } }
      .map { isJapanese ? "\($0): 記録にない" : "\($0): not on record" }
    if tableVersions != run.tableVersions {
      lines.append("\(run.tableVersions) → \(tableVersions)")
    }
    lines.append(
      differing.isEmpty
        ? (isJapanese
          ? "\(run.runID) を再計算し、全出力が一致しました。"
          : "\(run.runID) was done again: every output is the same.")
        : (isJapanese
          ? "\(run.runID) の再計算は記録と一致しません。"
          : "\(run.runID) done again does not give what is on record."))
    return RunSummary(lines: lines, exitCode: differing.isEmpty ? 0 : 2)
  }
}
