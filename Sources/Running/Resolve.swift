internal import Glibc
import Model
internal import Reading
internal import Recording
internal import Hashing

/// Takes a file of answers that people filled in, a CSV or a workbook: each is checked against the
/// ledger as it is now and put on record, wholly or not at all; the next run follows it. A row that
/// cannot be taken is told with its cell, and does not keep the others from being taken. Exit code
/// 2 where any is, 1 where something waits for a second person.
///
/// - Parameter person: who answers where the row does not say.
public func resolve(
  _ path: String, person: String, _ request: RunRequest
) throws -> RunSummary {
  try request.checkWorkspace()
  let mapped = try MappedFile(path)
  let sheet = try answerSheet(mapped.bytes, path)
  let hash = SHA256.hex(of: mapped.bytes)
  return try request.onLedger("resolve") { frame in
    let since = request.asOf.day.adding(days: -2 * frame.settings.policy.windowAfterDays)
    let view = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.snapshot(since: since, runOrdinal: frame.ordinal)
    }
    let said = try ledgerCall { () throws(LedgerError) in try frame.ledger.answersThatCount() }
    var desk = AnswerDesk(
      snapshot: view.snapshot, said: said, ledger: frame.ledger, settings: frame.settings,
      today: request.asOf.day, person: person)
    desk.faults = sheet.faults
    for row in sheet.rows { try desk.take(row) }
    desk.refuseRepeated()
    if !request.isDryRun, !desk.accepted.isEmpty {
      let sayings = desk.accepted.compactMap { $0.saying(hash, request.asOf) }
      let verdicts = desk.accepted.compactMap { $0.verdict(hash, request.asOf) }
      try ledgerCall { () throws(LedgerError) in
        try frame.ledger.record(sayings, verdicts, of: view, runOrdinal: frame.ordinal)
      }
    }
    let told = AnswerWording(
      fileName: lastComponent(path), isJapanese: frame.language == .ja,
      isDryRun: request.isDryRun)
    let isWaiting = desk.accepted.contains { $0.isProposal }
    return RunSummary(
      lines: told.lines(desk), exitCode: desk.faults.isEmpty ? (isWaiting ? 1 : 0) : 2)
  }
}

/// A ZIP is a workbook, anything else a CSV.
private func answerSheet(
  _ bytes: UnsafeRawBufferPointer, _ path: String
) throws(RunError) -> AnswerSheet {
  guard ZipFile.isOne(bytes) else { return readAnswers(bytes) }
  let parts = try WorkbookParts(path)
  return readAnswers(workbook: parts.bytes)
}

/// What ends a row: a cell that cannot be taken, or a ledger that cannot be read.
enum AnswerStop: Error {
  case fault(AnswerFault)
  case world(RunError)

  static func refused(
    _ refusal: AnswerRefusal, _ row: AnswerRow, _ column: AnswerColumn, _ value: String = "",
    expected: String = ""
  ) -> AnswerStop {
    .fault(row.fault(refusal, column, value, expected: expected))
  }

  static func world<T>(_ body: () throws(LedgerError) -> T) throws(AnswerStop) -> T {
    do {
      return try body()
    } catch {
      throw .world(runError(error))
    }
  }
}
