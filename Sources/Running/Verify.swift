public import Model
internal import Recording
internal import Hashing

/// Proves the workspace: every byte of the ledger's file against its page's sum, the ledger against
/// its own rules, its chain of events, every original against its hash, every report against the
/// chain. Exit code 2 where anything fails. Linear in ledger and archive.
///
/// - Parameter language: nil: the policy file's.
public func verify(_ workspace: Workspace, language: Language?) throws -> RunSummary {
  guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
  // A policy file that cannot be read is no reason to prove and tell nothing.
  let language = language ?? (try? RunFrame.loadSettings(workspace).language) ?? .ja
  return try workspace.locked(asOfNote: "verify") {
    var proof = Proof(workspace: workspace, language: language)
    try proof.run()
    return RunSummary(lines: proof.lines, exitCode: proof.isProved ? 0 : 2)
  }
}

/// The questions of `verify` with their answers, in words.
private struct Proof {
  let workspace: Workspace
  let language: Language
  var lines: [String] = []
  var isProved = true

  mutating func run() throws(RunError) {
    let opened: Ledger?
    do throws(LedgerError) {
      let ledger = try Ledger.open(path: workspace.ledgerPath)
      // What the log holds belongs to the file; else the file alone would be looked at.
      try ledger.writeBack()
      opened = ledger
    } catch {
      guard error == .corrupt || error == .notALedger else { throw runError(error) }
      opened = nil
    }
    try askPages()
    if let ledger = opened {
      try ask(ledger)
    } else {
      tell(language == .ja ? "台帳を開く" : "opening the ledger", 0, ["ledger.sqlite"])
    }
    lines.append(conclusion(isProved, language))
  }

  /// Before anything that reads the file through SQLite, which may not get far.
  private mutating func askPages() throws(RunError) {
    let path = workspace.ledgerPath
    let scan = try ledgerCall { () throws(LedgerError) in try Ledger.scanPages(path: path) }
    tell(language == .ja ? "全ページの検査値" : "sums of all pages", scan.pages, scan.failures)
  }

  private mutating func ask(_ ledger: Ledger) throws(RunError) {
    let checks = try ledgerCall { () throws(LedgerError) in try ledger.verify() }
    for check in checks { tell(title(check.question, language), check.checked, check.failures) }
    // Where pages are damaged, what follows may not be readable; the answer is no in any case.
    guard isProved || checks.allSatisfy({ !$0.failures.contains { $0.hasPrefix("unreadable") } })
    else { return }
    try askArchive(ledger)
    try askReports(ledger)
    let overrides = try ledgerCall { () throws(LedgerError) in try ledger.overrides() }
    lines += overrides.map { overrideLine($0, language) }
    let head = try ledgerCall { () throws(LedgerError) in try ledger.head() }
    lines.append(headLine(head, language))
  }

  /// Originals that are missing, changed or unreadable; and whatever else lies in the archive
  /// under a name that is not its hash.
  private mutating func askArchive(_ ledger: Ledger) throws(RunError) {
    let files = try ledgerCall { () throws(LedgerError) in try ledger.archivedFiles() }
    var names: [String: String] = [:]
    for file in files { names[file.sha256] = file.name }
    for name in try Posix.names(in: workspace.archive) where names[name] == nil {
      names[name] = name
    }
    let hashes = names.keys.sorted()
    let folder = workspace.archive
    let isWhole = mapOnAllCores(hashes.count, piece: 1) { n in
      guard let mapped = try? MappedFile(folder + "/" + hashes[n]) else { return false }
      return SHA256.hex(of: mapped.bytes) == hashes[n]
    }
    let damaged = hashes.indices.filter { !isWhole[$0] }.map { names[hashes[$0]]! }
    tell(language == .ja ? "原本の保存" : "originals", Int64(hashes.count), damaged.sorted())
  }

  /// Reports whose event the chain does not have: the ledger is older than they are, or another.
  private mutating func askReports(_ ledger: Ledger) throws(RunError) {
    guard Posix.isFolder(workspace.reports) else { return }
    var count: Int64 = 0
    var strange: [String] = []
    for name in try Posix.names(in: workspace.reports) where name != "latest" {
      guard let told = PrintedHead(runFile: workspace.reports + "/" + name + "/run.json")
      else { continue }
      count += 1
      let event = try ledgerCall { () throws(LedgerError) in try ledger.event(told.number) }
      if event?.sha256 != told.sha256, told.number > 0 { strange.append(name) }
    }
    tell(
      language == .ja ? "報告書に印字した証明値" : "heads printed in reports", count, strange)
  }

  private mutating func tell(_ name: String, _ checked: Int64, _ failures: [String]) {
    if !failures.isEmpty { isProved = false }
    let result = failures.isEmpty ? "ok" : "FAILED: " + failures.prefix(20).joined(separator: ", ")
    lines.append("\(name): \(checked) – \(result)")
  }
}

/// The line that people keep on paper: the number of the newest event and its hash.
func headLine(_ head: LedgerHead, _ language: Language) -> String {
  (language == .ja ? "台帳の証明値: 記録 " : "ledger head: event ") + "\(head.number) \(head.sha256)"
}

private func conclusion(_ isProved: Bool, _ language: Language) -> String {
  switch (isProved, language) {
  case (true, .ja): "台帳は証明されました。"
  case (true, .en): "The ledger is proved."
  case (false, .ja): "台帳に不整合があります。処理を止め、バックアップと照合してください。"
  case (false, .en): "The ledger does not hold. Stop processing and compare with a backup."
  }
}

private func title(_ question: VerifyQuestion, _ language: Language) -> String {
  let isJapanese = language == .ja
  switch question {
  case .integrity: return isJapanese ? "ファイルの健全性" : "file integrity"
  case .foreignKeys: return isJapanese ? "参照の整合" : "references"
  case .appendOnly: return isJapanese ? "追記のみの仕組み" : "append-only rules in place"
  case .entryTotals: return isJapanese ? "入金額を超える消込なし" : "no entry gives more than it holds"
  case .orderTotals: return isJapanese ? "注文の入金がマイナスでない" : "no order below zero"
  case .everyYen: return isJapanese ? "全入金の内訳" : "every yen accounted for"
  case .oneRelease: return isJapanese ? "二重の出荷可なし" : "no order released twice"
  case .fileCounts: return isJapanese ? "ファイルごとの件数" : "counts per file"
  case .occurrences: return isJapanese ? "同一入金の通し番号" : "equal rows numbered"
  case .settlementCounts:
    return isJapanese ? "精算ファイルごとの件数" : "counts per settlement file"
  case .settlementVersions:
    return isJapanese ? "精算明細・精算・伝票の版" : "versions of settlement lines, payouts, slips"
  case .closes: return isJapanese ? "月次締めの繰越" : "closes roll forward"
  case .carried:
    return isJapanese ? "未決の繰越に漏れなし" : "nothing open is left behind"
  case .schema: return isJapanese ? "表と規則が初期のまま" : "tables and rules as they were made"
  case .events: return isJapanese ? "記録の鎖" : "chain of events"
  case .byHand: return isJapanese ? "手作業の消込・取消の裏付け" : "what was done by hand was said by a person"
  }
}
