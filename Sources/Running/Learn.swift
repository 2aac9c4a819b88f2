internal import Glibc
internal import Matching
import Model
internal import Recording

/// What is done with a lesson.
public enum LearnAction: Sendable, Equatable {
  /// Shown only.
  case show
  /// Written into the workspace, not used.
  case save
  /// Written, and named in the policy file.
  case activate
}

/// Days after which money that nobody took back counts as confirmed.
private let confirmedAfterDays: Int32 = 14
/// Confirmed links below which nothing is learned.
private let fewestLinks = 200

/// Re-estimates the weights of evidence on the shop's confirmed history, with the pairs that each
/// new weight rests on. Nothing is used that is not named in the policy file.
public func learn(_ action: LearnAction, _ request: RunRequest) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  try request.workspace.checkWhole()
  return try request.workspace.locked(asOfNote: "learn") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    let view = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.snapshot(since: nil, runOrdinal: frame.ordinal)
    }
    let snapshot = frame.withOwnNames(view.snapshot)
    let pairs = comparedPairs(
      snapshot, policy: frame.settings.policy, fees: frame.settings.fees,
      weights: frame.settings.weights, today: request.asOf.day,
      confirmedAfterDays: confirmedAfterDays, workers: .cores)
    let confirmed = pairs.count { $0.label == .link }
    let estimates = estimateWeights(pairs, from: frame.settings.weights)
    let days = snapshot.entries.map(\.bookingDay)
    var lesson = Lesson(
      id: "", engine: engineVersion, firstDay: days.min(), lastDay: days.max(),
      confirmedLinks: confirmed, pairs: pairs.count, old: frame.settings.weights,
      previousFile: frame.settings.weightsFile, estimates: estimates)
    var lines = lesson.table(frame.language)
    func words(_ ja: String, _ en: String) -> String { frame.language == .ja ? ja : en }
    guard confirmed >= fewestLinks else {
      lines.append(
        words(
          "確認済みの消込が\(confirmed)件しかないため、まだ学習しません(\(fewestLinks)件から)。",
          "Only \(confirmed) links are confirmed; nothing is learned below \(fewestLinks)."))
      return RunSummary(lines: lines, exitCode: 0)
    }
    if action == .show {
      lines.append(
        words(
          "表示だけです。保存は --save、使うには --activate を付けてください。",
          "Shown only: --save writes it down, --activate has it used."))
      return RunSummary(lines: lines, exitCode: 0)
    }
    let name = try WeightFiles(request.workspace).save(&lesson, on: request.asOf.day)
    lines.append(words("保存: ", "written: ") + name)
    if action == .activate {
      try PolicyLine(request.workspace).set(weights: name)
      lines.append(
        words(
          "keshikomi.yaml に weights: \(name) を書きました。戻すには keshikomi learn --revert。",
          "keshikomi.yaml names it now; keshikomi learn --revert takes it back."))
    }
    return RunSummary(lines: lines, exitCode: 0)
  }
}

/// Goes back to the weights that were in use before those of the policy file.
public func revertWeights(_ request: RunRequest) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  return try request.workspace.locked(asOfNote: "learn") {
    let settings = try RunFrame.loadSettings(request.workspace)
    let language = request.language ?? settings.language
    func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
    guard let name = settings.weightsFile else {
      return RunSummary(
        lines: [words("組込みの重みを使っています。", "The built-in weights are in use.")], exitCode: 0)
    }
    let previous = try WeightFiles(request.workspace).read(name).previous
    try PolicyLine(request.workspace).set(weights: previous)
    let now = previous ?? words("組込みの表", "the built-in table")
    return RunSummary(lines: ["\(name) → \(now)"], exitCode: 0)
  }
}

/// What aliases would change in today's run, computed and taken back.
public func shadowAliases(_ request: RunRequest) throws -> RunSummary {
  guard Posix.exists(request.workspace.ledgerPath) else {
    throw RunError.noWorkspace(request.workspace.root)
  }
  let scratch = try ScratchFolder()
  return try request.workspace.locked(asOfNote: "learn --shadow") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    let links = try frame.ledger.rehearse {
      var run = DailyRun(frame: frame, archive: scratch.path, aliasUse: .shadow)
      return try run.compute().shadow
    }
    let none =
      frame.language == .ja
      ? "支払実績によって変わる入金はありません。" : "The payers' history would change nothing."
    return RunSummary(
      lines: links.isEmpty ? [none] : shadowLines(links, frame.language), exitCode: 0)
  }
}

/// One estimate of all weights, with what it rests on.
struct Lesson {
  var id: String
  var engine: String
  var firstDay: Day?
  var lastDay: Day?
  var confirmedLinks: Int
  var pairs: Int
  var old: EvidenceWeights
  /// The file that was in use; nil for the built-in table.
  var previousFile: String?
  var estimates: [LevelEstimate]

  func table(_ language: Language) -> [String] {
    func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
    let period = "\(firstDay?.iso ?? "–") – \(lastDay?.iso ?? "–")"
    var lines = [
      words(
        "期間 \(period)、比べた組 \(pairs)、確認済みの消込 \(confirmedLinks)、現在の重み \(old.id)",
        "days \(period), pairs compared \(pairs), confirmed links \(confirmedLinks), weights in "
          + "use \(old.id)"),
      words(
        "段階: 重み(1/1000 ビット) 旧 → 新、消込 / それ以外(うち確認済み)",
        "level: weight in millibits old → new, links / others (of them confirmed)"),
    ]
    for e in estimates {
      lines.append(
        "  \(e.level.rawValue): \(e.oldMillibits) → \(e.newMillibits)  "
          + "\(whole(e.linksPPM)) / \(whole(e.othersPPM)) (\(e.confirmed))")
    }
    return lines
  }

  /// The file's text: read again by `WeightFiles`.
  var yaml: String {
    var text = """
      # keshikomi learn が作った重み。使うには keshikomi.yaml に weights: で名前を書く。
      # Weights made by keshikomi learn; in use where keshikomi.yaml names the file.
      id: "\(id)"
      engine: "\(engine)"
      first_day: "\(firstDay?.iso ?? "")"
      last_day: "\(lastDay?.iso ?? "")"
      pairs: \(pairs)
      confirmed_links: \(confirmedLinks)
      previous: "\(previousFile ?? "")"
      weights:

      """
    for e in estimates {
      text += "  \(e.level.rawValue): {weight: \(e.newMillibits), was: \(e.oldMillibits), "
      text += "links: \(whole(e.linksPPM)), others: \(whole(e.othersPPM)), "
      text += "confirmed: \(e.confirmed)}\n"
    }
    return text
  }

  private func whole(_ ppm: Int64) -> Int64 { (ppm + 500_000) / 1_000_000 }
}
