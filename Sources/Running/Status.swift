public import Model
internal import Recording

/// How the workspace is, in a few lines: the last good run, statements that are missing, open cases
/// by age, runs that broke off, and the ledger's head. Reads only. `prove` adds what `verify` says,
/// which is linear in the ledger.
///
/// Exit code 0 where all is well · 1 people have work · 2 statements are missing, a run is not
/// finished, or the ledger does not prove.
public func status(
  _ workspace: Workspace, asOf: Moment, prove: Bool = false, language: Language?
) throws -> RunSummary {
  guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
  var request = RunRequest(workspace: workspace, asOf: asOf)
  request.language = language
  let frame = try RunFrame(request, ledgerPath: workspace.ledgerPath)
  var health = try Health(frame)
  if prove {
    let proof = try verify(workspace, language: frame.language)
    health.isProved = proof.exitCode == 0
  }
  return RunSummary(lines: health.lines(frame.language), exitCode: health.exitCode)
}

/// What `status` tells.
struct Health {
  let asOf: Moment
  let last: (run: PendingRun, wallSeconds: Int64)?
  let pending: [PendingRun]
  let gaps: [StatementGap]
  let cases: [OpenCases]
  let waiting: [String]
  let head: LedgerHead
  var isProved: Bool?

  init(_ frame: RunFrame) throws(RunError) {
    let ledger = frame.ledger
    asOf = frame.request.asOf
    last = try ledgerCall { () throws(LedgerError) in try ledger.lastCompleteRun() }
    pending = try ledgerCall { () throws(LedgerError) in try ledger.pendingRuns() }
    cases = try ledgerCall { () throws(LedgerError) in try ledger.openCases() }
    head = try ledgerCall { () throws(LedgerError) in try ledger.head() }
    gaps = try Context(frame: frame, intakes: []).make().gaps
    waiting =
      Posix.isFolder(frame.workspace.inbox) ? try Posix.names(in: frame.workspace.inbox) : []
  }

  var exitCode: Int32 {
    if isProved == false || !gaps.isEmpty || !pending.isEmpty || last == nil { return 2 }
    return cases.isEmpty ? 0 : 1
  }

  /// Open cases by how many days ago they were opened: up to 1, 7, 30, more.
  var byAge: [Int64] {
    var counts: [Int64] = [0, 0, 0, 0]
    for some in cases {
      let days = asOf.day.number - some.openedOn.number
      counts[days <= 1 ? 0 : days <= 7 ? 1 : days <= 30 ? 2 : 3] += some.count
    }
    return counts
  }

  func lines(_ language: Language) -> [String] {
    func words(_ japanese: String, _ english: String) -> String {
      language == .ja ? japanese : english
    }
    var lines: [String] = []
    if let last {
      lines.append(
        words("最後に完了した実行: ", "last complete run: ")
          + "\(last.run.runID) (\(last.run.asOf.iso))")
    } else {
      lines.append(words("完了した実行はありません。", "No run is complete yet."))
    }
    for run in pending {
      lines.append(
        words("未完了の実行(次の run が仕上げます): ", "not finished (the next run does): ") + run.runID)
    }
    for gap in gaps {
      lines.append(
        "\(gap.code.rawValue) \(masked(account: gap.accountKey)) "
          + "\(gap.firstDay.iso) – \(gap.lastDay.iso): "
          + (gap.code == .D02
            ? words("検算不一致の明細あり", "a statement does not add up")
            : words("明細が未着", "no statement")))
    }
    if gaps.isEmpty { lines.append(words("明細: 欠けなし", "statements: none is missing")) }
    let ages = byAge
    lines.append(
      words("未処理の案件: ", "open cases: ") + "\(ages.reduce(0, +)) "
        + words(
          "(1日以内 \(ages[0])、7日以内 \(ages[1])、30日以内 \(ages[2])、それ以前 \(ages[3]))",
          "(up to 1 day \(ages[0]), 7 days \(ages[1]), 30 days \(ages[2]), older \(ages[3]))"))
    if !waiting.isEmpty {
      lines.append(words("inbox のファイル: ", "files in the inbox: ") + "\(waiting.count)")
    }
    lines.append(headLine(head, language))
    if let isProved {
      lines.append(
        isProved
          ? words("台帳は証明されました。", "The ledger is proved.")
          : words(
            "台帳に不整合があります。keshikomi verify を実行してください。",
            "The ledger does not hold: run keshikomi verify."))
    }
    return lines
  }
}

/// The last four characters of an account's key; the rest is nobody's business in a log.
func masked(account key: String) -> String { "…" + String(key.suffix(4)) }
