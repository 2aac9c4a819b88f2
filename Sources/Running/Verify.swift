public import Model
internal import Recording

/// Proves the workspace: the ledger against its own rules, every original against its hash.
/// Exit code 2 where anything fails. Linear in ledger and archive.
///
/// - Parameter language: nil: the policy file's.
public func verify(_ workspace: Workspace, language: Language?) throws -> RunSummary {
  guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
  // A policy file that cannot be read is no reason to prove and tell nothing.
  let language = language ?? (try? RunFrame.loadSettings(workspace).language) ?? .ja
  return try workspace.locked(asOfNote: "verify") {
    let ledger = try RunFrame.openLedger(workspace.ledgerPath)
    let checks = try ledgerCall { () throws(LedgerError) in try ledger.verify() }
    let files = try ledgerCall { () throws(LedgerError) in try ledger.archivedFiles() }
    let damaged = damagedOriginals(files, workspace)
    var lines = checks.map { line($0.question, $0.checked, $0.failures, language) }
    lines.append(line(nil, Int64(files.count), damaged, language))
    let overrides = try ledgerCall { () throws(LedgerError) in try ledger.overrides() }
    lines += overrides.map { overrideLine($0, language) }
    let isProved = damaged.isEmpty && checks.allSatisfy(\.isOK)
    lines.append(conclusion(isProved, language))
    return RunSummary(lines: lines, exitCode: isProved ? 0 : 2)
  }
}

/// Names of originals that are missing, changed or unreadable.
private func damagedOriginals(_ files: [ArchivedFile], _ workspace: Workspace) -> [String] {
  files.filter { file in
    guard let mapped = try? MappedFile(workspace.archive + "/" + file.sha256) else { return true }
    return SHA256.hex(of: mapped.bytes) != file.sha256
  }.map(\.name)
}

private func conclusion(_ isProved: Bool, _ language: Language) -> String {
  switch (isProved, language) {
  case (true, .ja): "台帳は証明されました。"
  case (true, .en): "The ledger is proved."
  case (false, .ja): "台帳に不整合があります。処理を止め、バックアップと照合してください。"
  case (false, .en): "The ledger does not hold. Stop processing and compare with a backup."
  }
}

private func line(
  _ question: VerifyQuestion?, _ checked: Int64, _ failures: [String], _ language: Language
) -> String {
  let name = question.map { title($0, language) } ?? (language == .ja ? "原本の保存" : "originals")
  let result = failures.isEmpty ? "ok" : "FAILED: " + failures.prefix(20).joined(separator: ", ")
  return "\(name): \(checked) – \(result)"
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
  case .byHand: return isJapanese ? "手作業の消込・取消の裏付け" : "what was done by hand was said by a person"
  }
}
