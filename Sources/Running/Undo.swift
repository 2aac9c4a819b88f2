internal import Glibc
import Model
internal import Recording

/// Takes back what was made of a bank entry, by the engine or by a person: its clearings are
/// negated by the next run, the orders wait again or are stopped where they were released, the
/// entry is open and stays with people, and what was learned from it is forgotten.
///
/// - Parameter id: of an entry, of a case that stands on one (`E-…`), or of an answer (`A-…`): a
///   waiver or a refund that is in force, or a proposal.
public func undoEntry(
  _ id: String, reason: String, person: String, _ request: RunRequest
) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  let note = try personalNote(person: person, comment: reason, request.asOf)
  try request.workspace.checkWhole()
  if let answer = answerNumber(id) { return try undoAnswer(answer, note, request) }
  let entryID = id.hasPrefix("E-") ? String(decoding: id.utf8.dropFirst(2), as: UTF8.self) : id
  return try request.onLedger("undo") { frame in
    let history = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.history(ofEntry: entryID)
    }
    guard history != nil else { throw RunError.notFound(entryID) }
    func record() throws(RunError) -> HumanEvent? {
      try ledgerCall { () throws(LedgerError) in
        try frame.ledger.undo(entryID: entryID, note: note, runOrdinal: frame.ordinal)
      }
    }
    let event = request.isDryRun ? try frame.ledger.rehearse { try record() } : try record()
    guard let event else { throw RunError.nothingToUndo(entryID) }
    return RunSummary(lines: event.told(frame.language, request.isDryRun), exitCode: 0)
  }
}

/// Who says something and why; throws where either is blank.
func personalNote(
  person: String, comment: String, _ asOf: Moment
) throws(RunError) -> PersonalNote {
  func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }
  if isBlank(person) || isBlank(comment) { throw .noReason }
  return PersonalNote(
    person: person, comment: comment, moment: asOf, wallSeconds: Int64(time(nil)))
}

extension HumanEvent {
  fileprivate func told(_ language: Language, _ isDryRun: Bool) -> [String] {
    func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
    var lines = shares.map { share in
      words(
        "取り消す消込: \(entryID) → \(share.orderID) \(share.yen)円",
        "taken back: \(entryID) → \(share.orderID) ¥\(share.yen)")
    }
    if shares.isEmpty {
      lines.append(
        words("\(entryID) の扱いを取り消します。", "What was made of \(entryID) is taken back."))
    }
    lines.append(
      isDryRun
        ? words("試行のため、記録していません。", "Nothing was recorded: this was a dry run.")
        : words(
          "台帳に記録しました。次の keshikomi run で入金は未消込に戻り、注文は保留または出荷停止になります。"
            + "この入金は担当者の回答(keshikomi resolve)があるまで自動では消し込みません。",
          "Recorded in the ledger. The next keshikomi run opens the entry and puts its orders on hold, "
            + "or stops them; nothing links the entry again but an answer (keshikomi resolve)."))
    return lines
  }
}

/// `A-12` is answer 12; nil for anything else.
private func answerNumber(_ id: String) -> Int64? {
  id.hasPrefix("A-") ? Int64(String(decoding: id.utf8.dropFirst(2), as: UTF8.self)) : nil
}

private func undoAnswer(
  _ number: Int64, _ note: PersonalNote, _ request: RunRequest
) throws -> RunSummary {
  try request.onLedger("undo") { frame in
    func record() throws(RunError) -> Bool {
      try ledgerCall { () throws(LedgerError) in
        try frame.ledger.undo(answerID: number, note: note, runOrdinal: frame.ordinal)
      }
    }
    let isUndone = request.isDryRun ? try frame.ledger.rehearse { try record() } : try record()
    guard isUndone else { throw RunError.nothingToUndo("A-\(number)") }
    let isJapanese = frame.language == .ja
    return RunSummary(
      lines: [
        isJapanese
          ? "A-\(number) を取り消しました。次の keshikomi run で判定に反映されます。"
          : "A-\(number) is taken back. The next keshikomi run follows it."
      ], exitCode: 0)
  }
}

/// All answers of people, newest last: what waits for a second person, what is in force, what was
/// rejected or taken back.
public func answerList(_ request: RunRequest, open isOpenOnly: Bool) throws -> [String] {
  guard Posix.exists(request.workspace.ledgerPath) else {
    throw RunError.noWorkspace(request.workspace.root)
  }
  let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
  let answers = try ledgerCall { () throws(LedgerError) in try frame.ledger.answers() }
  return answers.filter { !isOpenOnly || $0.isProposal }.map { $0.line(frame.language) }
}

extension SaidAnswer {
  func line(_ language: Language) -> String {
    func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
    let state: String
    if !undoneBy.isEmpty {
      state = words("取消済み(\(undoneBy))", "taken back by \(undoneBy)")
    } else if let end {
      let by =
        end.person == note.person ? "" : words("、承認 \(end.person)", ", confirmed by \(end.person)")
      state =
        end.isEffective
        ? words("有効", "in force") + by : words("却下(\(end.person))", "rejected by \(end.person)")
    } else {
      state = words("承認待ち", "waits for a second person")
    }
    let about = entryID.isEmpty ? orderID : entryID
    let parts = shares.map { "\($0.orderID) ¥\($0.yen)" }.joined(separator: " + ")
    let day = until.map { words(" 期限 ", " until ") + $0.iso } ?? ""
    let comment =
      note.comment.isEmpty ? "" : words("「\(note.comment)」", "  “\(note.comment)”")
    return "A-\(id)  \(note.moment.iso)  \(about)  \(words(word.japanese, word.rawValue)) ¥\(yen)"
      + (parts.isEmpty ? "" : "  \(parts)") + day + "  \(note.person)  [\(state)]" + comment
  }
}
