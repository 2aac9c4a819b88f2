import Model
import TestKit

@testable import Reading

/// A settlement report with its rows.
struct ReadSettlement {
  var reading: FileReading
  var rows: [SettlementRow]

  var lines: [SettlementLine] {
    rows.compactMap { if case .line(let line) = $0 { line } else { nil } }
  }

  var payouts: [StatedPayout] {
    rows.compactMap { if case .payout(let payout) = $0 { payout } else { nil } }
  }
}

func readSettlement(
  _ bytes: [UInt8], named name: String = "report.csv", asOf: String = "2026-11-23"
) -> ReadSettlement {
  var rows: [SettlementRow] = []
  let reading = bytes.withUnsafeBytes {
    readFile(
      $0, context: ReadingContext(asOf: Day(iso: asOf)!, fileName: name),
      sink: RowSink(settlement: { rows.append($0) }))
  }
  return ReadSettlement(reading: reading, rows: rows)
}

func readSettlement(_ text: String, named name: String = "report.csv") -> ReadSettlement {
  readSettlement(Array(text.utf8), named: name)
}

func described(_ file: ReadSettlement) -> String {
  let reading = file.reading
  var lines = [
    "kind \(reading.kind.rawValue)", "format \(reading.formatID)",
    "provider \(reading.provider)", "encoding \(reading.encoding?.rawValue ?? "none")",
    "rows \(reading.rowsRead) read, \(reading.rowsRejected) rejected, "
      + "\(reading.rowsSkipped) skipped",
  ]
  lines += reading.findings.map { "finding \(findingText($0))" }
  lines += file.rows.map(described)
  return lines.joined(separator: "\n") + "\n"
}

private func described(_ row: SettlementRow) -> String {
  switch row {
  case .line(let line):
    let facts: [(String, String)] = [
      ("id", line.lineID), ("word", line.kindText), ("order", line.orderKey),
      ("charge", line.chargeKey), ("slip", line.slipNumber),
      ("tax", line.feeTaxYen == 0 ? "" : "\(line.feeTaxYen)"), ("payout", line.payoutKey),
      ("on", line.payoutDay?.iso ?? ""), ("method", line.methodText),
      ("state", line.state == .final ? "" : "\(line.state)"),
      ("part", line.isComponent ? "yes" : ""),
    ]
    let head =
      "line \(line.record) at \(line.line): \(line.day.iso) \(line.kind) \(line.grossYen) - "
      + "\(line.feeYen) = \(line.netYen)"
    return ([head] + facts.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" })
      .joined(separator: " | ")
  case .payout(let payout):
    return "payout \(payout.record) at \(payout.line): \(payout.key) \(payout.expectedDay.iso) "
      + "\(payout.totalYen)\(payout.isLive ? "" : " dead") \(payout.traceText)"
  case .slip(let slip):
    return "slip \(slip.record) at \(slip.line): \(slip.slipNumber) of \(slip.orderKey) "
      + "\(slip.shippedDay?.iso ?? "-") \(slip.codYen.map { "\($0)" } ?? "-")"
  }
}
