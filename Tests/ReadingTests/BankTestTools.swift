import Model
import TestKit

@testable import Reading

/// A reading with its rows.
struct ReadBankFile {
  var reading: FileReading
  var rows: [StatementRow]
}

func readBytesAsFile(
  _ bytes: [UInt8], asOf: String = "2026-11-23", maxFindings: Int = 1000
) -> ReadBankFile {
  var rows: [StatementRow] = []
  let reading = bytes.withUnsafeBytes {
    readFile(
      $0, context: ReadingContext(asOf: Day(iso: asOf)!, maxFindings: maxFindings),
      sink: RowSink(statement: { rows.append($0) }))
  }
  return ReadBankFile(reading: reading, rows: rows)
}

func readTextAsFile(_ text: String, asOf: String = "2026-11-23") -> ReadBankFile {
  readBytesAsFile(Array(text.utf8), asOf: asOf)
}

/// One fact per line, empty ones left out.
func described(_ file: ReadBankFile) -> String {
  let reading = file.reading
  var lines = [
    "kind \(reading.kind.rawValue)", "format \(reading.formatID)",
    "encoding \(reading.encoding?.rawValue ?? "none")",
    "rows \(reading.rowsRead) read, \(reading.rowsRejected) rejected, "
      + "\(reading.rowsSkipped) skipped",
  ]
  for (index, account) in reading.accounts.enumerated() {
    lines.append("account \(index)")
    lines += describedAccount(account).map { "  \($0)" }
  }
  for control in reading.controls {
    let stated = control.stated.map { "\($0)" } ?? "none"
    lines.append(
      "control \(control.kind.rawValue) of \(control.accountIndex): \(control.outcome.rawValue), "
        + "stated \(stated), computed \(control.computed)"
        + (control.reading.isEmpty ? "" : ", \(control.reading)"))
  }
  lines += reading.findings.map { "finding \(findingText($0))" }
  for row in file.rows { lines += describedRow(row) }
  return lines.joined(separator: "\n") + "\n"
}

private func describedAccount(_ account: AccountReading) -> [String] {
  let ref = account.account
  let facts: [(String, String?)] = [
    ("bank", ref.bankCode), ("branch", ref.branchCode),
    ("type", ref.accountType.map { "\($0)" }), ("number", ref.number), ("holder", ref.holder),
    ("first day", account.firstDay?.iso), ("last day", account.lastDay?.iso),
    ("opening", account.openingBalanceYen.map { "\($0)" }),
    ("closing", account.closingBalanceYen.map { "\($0)" }),
    ("stops from record", account.stopsFromRecord.map { "\($0)" }),
  ]
  return facts.compactMap { name, value in value.map { "\(name) \($0)" } }
}

private func describedRow(_ row: StatementRow) -> [String] {
  let sign = row.direction == .credit ? "+" : "-"
  let facts: [(String, String)] = [
    ("value day", row.valueDay?.iso ?? ""), ("mark", row.mark == .none ? "" : "\(row.mark)"),
    ("kind", row.kindText), ("name", row.payerName), ("bank", row.payerBank),
    ("branch", row.payerBranch), ("code", row.payerCode), ("edi", row.ediText),
    ("reference", row.reference), ("balance", row.balanceAfterYen.map { "\($0)" } ?? ""),
    ("uncleared", row.unclearedYen == 0 ? "" : "\(row.unclearedYen)"),
  ]
  let head =
    "row \(row.record) line \(row.line) account \(row.accountIndex): "
    + "\(row.bookingDay.iso) \(sign)\(row.amountYen)"
  return [head] + facts.filter { !$0.1.isEmpty }.map { "  \($0.0) \($0.1)" }
}

/// `badDate rejectsRow record 2 line 3 column 1 [2026/13/01] expected YYYY/MM/DD`.
func findingText(_ finding: DataFinding) -> String {
  var text = "\(finding.fault.rawValue) \(finding.severity)"
  if let record = finding.place.record { text += " record \(record)" }
  if let line = finding.place.line { text += " line \(line)" }
  if let column = finding.place.column { text += " column \(column)" }
  if let value = finding.value { text += " [\(value)]" }
  if finding.valueIsPersonal { text += " personal" }
  if let expected = finding.expected { text += " expected \(expected)" }
  if let other = finding.otherLine { text += " from line \(other)" }
  if let difference = finding.differenceYen { text += " difference \(difference)" }
  return text
}
