internal import Glibc
public import Model
internal import Recording

/// Takes back what was made of a bank entry, by the engine or by a person: its clearings are
/// negated by the next run, the orders wait again or are stopped where they were released, the
/// entry is open and stays with people, and what was learned from it is forgotten.
///
/// - Parameter id: of an entry, or of a case that stands on one (`E-…`).
public func undoEntry(
  _ id: String, reason: String, person: String, _ request: RunRequest
) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  let note = try personalNote(person: person, comment: reason, request.asOf)
  try request.workspace.checkWhole()
  let entryID = id.hasPrefix("E-") ? String(decoding: id.utf8.dropFirst(2), as: UTF8.self) : id
  return try request.workspace.locked(asOfNote: "undo") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    if !request.isDryRun { try frame.finishInterruptedRuns() }
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
