public import Model
internal import Recording

/// What the later of two runs says differently of orders, and why: new data, money, answers of
/// people, or other settings and rules. Reads only. Exit code 0 where nothing changed, else 1.
public func diffRuns(
  _ first: String, _ second: String, in workspace: Workspace, language: Language?
) throws -> RunSummary {
  guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
  let language = language ?? (try? RunFrame.loadSettings(workspace).language) ?? .ja
  let ledger = try RunFrame.openLedger(workspace.ledgerPath)
  var runs: [PastRun] = []
  for id in [first, second] {
    guard let run = try ledgerCall({ () throws(LedgerError) in try ledger.pastRun(id) }) else {
      throw RunError.notFound(id)
    }
    runs.append(run)
  }
  runs.sort { $0.ordinal < $1.ordinal }
  let (earlier, later) = (runs[0], runs[1])
  let changes = try ledgerCall { () throws(LedgerError) in
    try ledger.decisionChanges(from: earlier.ordinal, to: later.ordinal)
  }
  let words = DiffWords(language: language)
  var lines = words.settings(earlier, later)
  for change in changes.prefix(shownChanges) { lines += words.lines(change) }
  if changes.count > shownChanges {
    lines.append(
      words("ほか \(changes.count - shownChanges) 件", "and \(changes.count - shownChanges) more"))
  }
  lines.append(
    words(
      "\(earlier.runID) → \(later.runID): 判定が変わった注文 \(changes.count) 件",
      "\(earlier.runID) → \(later.runID): \(changes.count) orders decided otherwise"))
  return RunSummary(lines: lines, exitCode: changes.isEmpty ? 0 : 1)
}

/// More than that nobody reads on a terminal; `decisions.csv` of both runs has all.
private let shownChanges = 500

/// The differences in words. Holds ids and amounts, no names.
private struct DiffWords {
  let language: Language

  func callAsFunction(_ japanese: String, _ english: String) -> String {
    language == .ja ? japanese : english
  }

  /// Other rules, tables or files of settings.
  func settings(_ earlier: PastRun, _ later: PastRun) -> [String] {
    var lines: [String] = []
    if earlier.engineVersion != later.engineVersion {
      lines.append(
        self("エンジン: ", "engine: ") + "\(earlier.engineVersion) → \(later.engineVersion)")
    }
    if earlier.tableVersions != later.tableVersions {
      lines.append(self("表: ", "tables: ") + "\(earlier.tableVersions) → \(later.tableVersions)")
    }
    let before = Dictionary(
      uniqueKeysWithValues: earlier.inputs.filter(\.isSetting).map { ($0.name, $0.sha256) })
    let after = Dictionary(
      uniqueKeysWithValues: later.inputs.filter(\.isSetting).map { ($0.name, $0.sha256) })
    for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
      let from = before[name].map { String($0.prefix(12)) } ?? "–"
      let to = after[name].map { String($0.prefix(12)) } ?? "–"
      lines.append(self("設定: ", "settings: ") + "\(name) \(from) → \(to)")
    }
    return lines
  }

  func lines(_ change: DecisionChange) -> [String] {
    let shop = change.shopID.isEmpty ? "" : " (\(change.shopID))"
    let before = change.before.map(text) ?? self("なし", "unknown")
    return ["\(change.orderID)\(shop): \(before) → \(text(change.after))"]
      + change.causes.map { "  " + text($0) }
  }

  private func text(_ line: DecisionLine) -> String {
    let codes = line.codes.isEmpty ? "" : " " + line.codes
    return "\(line.decision)\(codes) \(line.clearedYen)/\(line.dueYen)"
  }

  private func text(_ cause: ChangeCause) -> String {
    switch cause {
    case .orderRead(let file): self("受注データ \(file)", "order read from \(file)")
    case .answered(let kind): self("担当者の回答 \(kind)", "a person's answer: \(kind)")
    case .cleared(let entry, let yen, let basis, let run):
      self(
        "消込 \(entry) \(yen)円 \(basis) (\(run))", "cleared \(entry) \(yen) yen, \(basis) (\(run))")
    }
  }
}
