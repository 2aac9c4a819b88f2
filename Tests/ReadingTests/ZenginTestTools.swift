import Model
import TestKit

@testable import Reading

/// What came of a statement file: the rows in the order in which they were sent, and the reading.
struct StatementRead {
  var rows: [StatementRow] = []
  var reading = FileReading()

  var faults: [DataFault] { reading.findings.map(\.fault) }

  func finding(_ fault: DataFault) -> DataFinding? {
    reading.findings.first { $0.fault == fault }
  }

  func control(_ kind: ControlKind) -> ControlCheck? {
    reading.controls.first { $0.kind == kind }
  }

  var failedControls: [ControlKind] {
    reading.controls.filter { $0.outcome == .failed }.map(\.kind)
  }
}

/// Reads through the front door, so that recognition is part of every test.
func readStatement(
  _ file: [UInt8], asOf: String = "2026-11-23", maxFindings: Int = 1000
) -> StatementRead {
  var rows: [StatementRow] = []
  let context = ReadingContext(asOf: Day(iso: asOf)!, maxFindings: maxFindings)
  let reading = file.withUnsafeBytes { bytes in
    readFile(bytes, context: context, sink: RowSink(statement: { rows.append($0) }))
  }
  return StatementRead(rows: rows, reading: reading)
}

/// A record written with positions as the standard prints them, counted from 1. Independent of
/// the layout tables of the reader.
func zenginRecord(_ fields: [(Int, String)]) -> [UInt8] {
  var record = [UInt8](repeating: 0x20, count: 200)
  for (position, text) in fields {
    for (index, byte) in jisBytes(text).enumerated() { record[position - 1 + index] = byte }
  }
  return record
}

func jisBytes(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { scalar in
    precondition(scalar.value < 0x80 || (0xFF61...0xFF9F).contains(scalar.value))
    return UInt8(scalar.value < 0x80 ? scalar.value : scalar.value - 0xFF61 + 0xA1)
  }
}

func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: width - digits.utf8.count) + digits
}

/// 01 A with one account. `rows`: amount, cancelled?, name. The trailer counts transfers without
/// the cancelled ones unless told otherwise.
struct NoticeFile {
  var rows: [(yen: Int, isCancelled: Bool, name: String)]
  var day = "081119"
  var created = "081120"
  var period = ("081119", "081120")
  var account = "0012345"
  var trailer: (count: Int, sum: Int)?
  var cancels: (count: String, sum: String) = ("", "")

  func records() -> [[UInt8]] {
    var records = [
      zenginRecord([
        (1, "1010" + created + period.0 + period.1 + "9900"), (27, "ﾐﾎﾝ"), (42, "101"),
        (45, "ﾎﾝﾃﾝ"), (60, "1" + account), (68, "ｶ)ﾐﾅﾓ"),
      ])
    ]
    for (index, row) in rows.enumerated() {
      records.append(
        zenginRecord([
          (1, "2" + padded(index + 1, 6) + day + day + padded(row.yen, 10) + padded(0, 10)),
          (40, "0000000000"), (50, row.name), (98, "ｱｵﾊﾞ"), (113, "ﾆｼ"),
          (128, row.isCancelled ? "1" : " "),
        ]))
    }
    let kept = rows.filter { !$0.isCancelled }
    let count = trailer?.count ?? kept.count
    let sum = trailer?.sum ?? kept.reduce(0) { $0 + $1.yen }
    records.append(
      zenginRecord([
        (1, "8" + padded(count, 6) + padded(sum, 12) + cancels.count), (26, cancels.sum),
      ])
    )
    return records
  }

  func bytes(separator: [UInt8] = [0x0D, 0x0A]) -> [UInt8] {
    joined(records() + [zenginEnd], separator)
  }
}

let zenginEnd = zenginRecord([(1, "9")])

func joined(_ records: [[UInt8]], _ separator: [UInt8] = [0x0D, 0x0A]) -> [UInt8] {
  records.flatMap { $0 + separator }
}

/// Three plain transfers.
let plainNotice = NoticeFile(rows: [
  (5480, false, "ｻｸﾗｲ ﾊﾙｶ"), (12800, false, "ｶ)ﾊﾅﾔｼｷ"), (3300, false, "ｲﾉｳｴ ﾏｺﾄ"),
])

/// Everything that was read, as text to compare and to review.
func described(_ result: StatementRead) -> String {
  let reading = result.reading
  var text = "\(reading.formatID) \(reading.encoding?.rawValue ?? "-")"
  text += " read \(reading.rowsRead) rejected \(reading.rowsRejected)"
  text += " skipped \(reading.rowsSkipped)\n\n"
  for account in reading.accounts { text += described(account) + "\n" }
  text += "\n"
  for row in result.rows { text += described(row) + "\n" }
  text += "\n"
  for control in reading.controls { text += described(control) + "\n" }
  text += "\n"
  for finding in reading.findings { text += statementFinding(finding) + "\n" }
  return text
}

private func described(_ account: AccountReading) -> String {
  let ref = account.account
  return [
    "account \(ref.bankCode ?? "-") \(ref.branchCode ?? "-") \(text(ref.accountType))",
    ref.number ?? "-", ref.holder ?? "-",
    "\(account.firstDay?.iso ?? "-") to \(account.lastDay?.iso ?? "-")",
    "balance \(text(account.openingBalanceYen)) to \(text(account.closingBalanceYen))",
    "stops \(text(account.stopsFromRecord))",
  ].joined(separator: " | ")
}

private func described(_ row: StatementRow) -> String {
  [
    "record \(row.record) line \(row.line) account \(row.accountIndex)",
    "\(row.bookingDay.iso) value \(row.valueDay?.iso ?? "-")",
    "\(row.direction) \(row.amountYen) \(row.mark)", text(row.payerName),
    "kind \(text(row.kindText))", "bank \(text(row.payerBank)) \(text(row.payerBranch))",
    "code \(text(row.payerCode))", "edi \(text(row.ediText))", "ref \(text(row.reference))",
    "uncleared \(row.unclearedYen)",
  ].joined(separator: " | ")
}

private func described(_ control: ControlCheck) -> String {
  "\(control.kind.rawValue) account \(control.accountIndex) \(control.outcome.rawValue)"
    + " stated \(text(control.stated)) computed \(control.computed) \(control.reading)"
}

func statementFinding(_ finding: DataFinding) -> String {
  let place = finding.place
  return [
    "\(finding.fault.rawValue) severity \(finding.severity.rawValue)",
    "record \(text(place.record)) line \(text(place.line)) column \(text(place.column))",
    "byte \(text(place.byte)) \(place.field ?? "-")", "value \(finding.value ?? "-")",
    "expected \(finding.expected ?? "-")", "difference \(text(finding.differenceYen))",
    "account \(text(finding.accountIndex))",
  ].joined(separator: " | ")
}

private func text<T>(_ value: T?) -> String { value.map { "\($0)" } ?? "-" }
private func text(_ value: String) -> String { value.isEmpty ? "-" : value }
