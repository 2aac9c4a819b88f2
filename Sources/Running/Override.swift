internal import Glibc
import Model
internal import Recording
internal import Reporting

/// The controls that a person may answer for.
private let overridable: Set<DataFault> = [
  .controlFailed, .balanceBreak, .rowOrderUnclear, .continuityBreak,
]

/// Writes down that a person has this file posted although counts, sums or balances of it fail.
/// It holds for these very bytes and the controls that fail now; the next run posts the rows and
/// reports it. A dry run only says what would be posted.
public func overrideControls(
  ofFile path: String, reason: String, person: String, _ request: RunRequest
) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  guard !isBlank(reason), !isBlank(person) else { throw RunError.overrideRefused(.noReason) }
  try request.workspace.checkWhole()
  return try request.onLedger("override") { frame in
    let scratch = try ScratchFolder()
    let file = try Inbox(folder: "", archive: scratch.path).keep(path, name: lastComponent(path))
    guard file.fault == nil else { throw RunError.overrideRefused(.fileRefused) }
    let intake = try frame.ledger.rehearse {
      try TakingIn(frame: frame, archive: scratch.path, resumes: false).preview(file, overridable)
    }
    try check(intake)
    let record = OverrideRecord(intake, reason: reason, person: person, asOf: request.asOf)
    if !request.isDryRun {
      try ledgerCall { () throws(LedgerError) in try frame.ledger.record(record) }
    }
    return RunSummary(
      lines: intake.proposal(record, request.isDryRun, frame.language), exitCode: 0)
  }
}

private func check(_ intake: IntakeFile) throws(RunError) {
  if intake.wasKnown { throw .overrideRefused(.alreadyPosted) }
  if intake.reading.isRefused || intake.reading.kind != .statement {
    throw .overrideRefused(.fileRefused)
  }
  let faults = intake.stoppingFaults
  let others = faults.filter { !overridable.contains($0) }
  if !others.isEmpty { throw .overrideRefused(.otherFaults(others)) }
  if faults.isEmpty {
    throw .overrideRefused(intake.override == nil ? .nothingFailed : .alreadyOverridden)
  }
}

private func isBlank(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
}

extension OverrideRecord {
  fileprivate init(_ intake: IntakeFile, reason: String, person: String, asOf: Moment) {
    var credit: Int64 = 0
    var debit: Int64 = 0
    for row in intake.statementRows {
      if row.direction == .credit, row.mark != .cancellation {
        credit += row.amountYen
      } else {
        debit += row.amountYen
      }
    }
    self.init(
      note: OverrideNote(
        sha256: intake.file.sha256, faults: intake.stoppingFaults, person: person,
        reason: reason, moment: asOf, meetings: intake.stoppingMeetings.map(\.nameless)),
      fileName: intake.file.name, wallSeconds: Int64(time(nil)),
      rows: Int32(clamping: intake.statementRows.count), creditYen: credit, debitYen: debit)
  }
}

extension IntakeFile {
  /// What will be posted, and against which failed controls.
  fileprivate func proposal(
    _ record: OverrideRecord, _ isDryRun: Bool, _ language: Language
  ) -> [String] {
    func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
    var lines = reading.findings.filter { $0.severity == .stopsPosting }.prefix(20).map {
      describe($0, fileName: file.name, language: language, masked: true)
    }
    let days = statementRows.map(\.bookingDay)
    let period =
      days.min().flatMap { first in days.max().map { "\(first.iso) – \($0.iso)" } } ?? "–"
    lines.append(
      words(
        "計上する明細: \(record.rows)件(\(period))、入金 \(record.creditYen)円、出金 \(record.debitYen)円",
        "to be posted: \(record.rows) rows (\(period)), in ¥\(record.creditYen), "
          + "out ¥\(record.debitYen)"))
    lines.append(
      words(
        "担当者: \(record.note.person)、理由: \(record.note.reason)",
        "by \(record.note.person), reason: \(record.note.reason)"))
    lines.append(
      isDryRun
        ? words("試行のため、記録していません。", "Nothing was recorded: this was a dry run.")
        : words(
          "台帳に記録しました。このファイルを受信箱に置いて keshikomi run を実行すると計上されます。",
          "Recorded in the ledger. The next run posts the file from the inbox."))
    return lines
  }
}
