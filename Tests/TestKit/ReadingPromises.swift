public import Model

/// A reading with everything that went to its sink.
public struct WholeReading: Sendable {
  public var reading: FileReading
  public var rows: [StatementRow]
  public var orders: [OrderRow]
  public var settlements: [SettlementRow]
  /// The limit that the reader was given.
  public var maxFindings: Int

  public init(
    reading: FileReading, rows: [StatementRow], orders: [OrderRow],
    settlements: [SettlementRow] = [], maxFindings: Int
  ) {
    self.reading = reading
    self.rows = rows
    self.orders = orders
    self.settlements = settlements
    self.maxFindings = maxFindings
  }
}

/// What must hold of any reading, whatever the bytes. Returns what does not, in words; empty where
/// all holds. Shared by the mutation tests and the fuzzers.
public func brokenPromises(_ file: WholeReading) -> [String] {
  countsBroken(file) + rowsBroken(file) + findingsBroken(file) + proofsBroken(file.reading)
}

private func countsBroken(_ file: WholeReading) -> [String] {
  let reading = file.reading
  var broken: [String] = []
  let sent = file.rows.count + file.orders.count + file.settlements.count
  if Int(reading.rowsRead) != sent {
    broken.append("rowsRead is \(reading.rowsRead), sent were \(sent)")
  }
  if reading.rowsRejected < 0 || reading.rowsSkipped < 0 { broken.append("a negative count") }
  if reading.formatID.isEmpty, !reading.isRefused { broken.append("no format, yet not refused") }
  if reading.isRefused != (reading.kind == .unknown), reading.formatID.isEmpty,
    reading.kind != .settlement
  {
    broken.append("kind \(reading.kind) of a file without a format")
  }
  // Findings without a record are of headers, trailers and what follows a file's end.
  let rejected = Set(
    reading.findings.filter { $0.severity == .rejectsRow }.compactMap(\.place.record))
  if rejected.count > Int(reading.rowsRejected) {
    broken.append("\(rejected.count) rows have findings, \(reading.rowsRejected) were rejected")
  }
  if reading.rowsRejected > 0, file.maxFindings > 0,
    !reading.findings.contains(where: { $0.severity >= .rejectsRow })
  {
    broken.append("\(reading.rowsRejected) rows rejected without a finding")
  }
  return broken
}

private func rowsBroken(_ file: WholeReading) -> [String] {
  var broken: [String] = []
  let accounts = Int32(file.reading.accounts.count)
  var last: Int32 = 0
  for row in file.rows {
    if row.record <= last { broken.append("record \(row.record) comes after \(last)") }
    last = row.record
    if !(0..<accounts).contains(row.accountIndex) { broken.append("account \(row.accountIndex)") }
    if !(0...999_999_999_999_999).contains(row.amountYen) { broken.append("\(row.amountYen) yen") }
    if !(0...row.amountYen).contains(row.unclearedYen) {
      broken.append("\(row.unclearedYen) of \(row.amountYen) yen uncleared")
    }
    if !(1940...2100).contains(row.bookingDay.civil.year) {
      broken.append("a row of \(row.bookingDay.iso)")
    }
  }
  last = 0
  for order in file.orders {
    if order.record <= last { broken.append("order record \(order.record) comes after \(last)") }
    last = order.record
    if order.orderID.isEmpty { broken.append("an order without an id") }
    if !mayBeAdded(order.amountDueYen) || !mayBeAdded(order.pointsUsedYen) {
      broken.append("an order of \(order.amountDueYen) yen, \(order.pointsUsedYen) in points")
    }
  }
  let rejected = Set(
    file.reading.findings.filter { $0.severity == .rejectsRow }.compactMap(\.place.record))
  let settled = file.settlements.map { row in
    switch row {
    case .line(let line): line.record
    case .payout(let payout): payout.record
    case .slip(let slip): slip.record
    }
  }
  broken += file.settlements.compactMap(settlementBroken)
  for (record, next) in zip(settled, settled.dropFirst()) where next <= record {
    broken.append("settlement record \(next) comes after \(record)")
  }
  let sent = file.rows.map(\.record) + file.orders.map(\.record) + settled
  for record in sent where rejected.contains(record) {
    broken.append("record \(record) is rejected and was sent")
  }
  return broken
}

/// What the ledger would refuse, and with it the whole run.
private func settlementBroken(_ row: SettlementRow) -> String? {
  switch row {
  case .line(let line):
    [line.grossYen, line.feeYen, line.feeTaxYen].allSatisfy(mayBeAdded)
      ? nil : "a line of \(line.grossYen) yen, fee \(line.feeYen), tax \(line.feeTaxYen)"
  case .payout(let payout):
    !payout.key.isEmpty && mayBeAdded(payout.totalYen) && payout.feeYen ?? 0 >= 0
      && mayBeAdded(payout.feeYen ?? 0)
      ? nil : "a payout “\(payout.key)” of \(payout.totalYen) yen"
  case .slip(let slip):
    !slip.slipNumber.isEmpty && !slip.orderKey.isEmpty && mayBeAdded(slip.codYen ?? 0)
      ? nil : "a slip “\(slip.slipNumber)” of order “\(slip.orderKey)”"
  }
}

/// Thousands of such amounts have a sum.
private func mayBeAdded(_ yen: Int64) -> Bool { yen.magnitude <= 99_999_999_999_999 }

private func findingsBroken(_ file: WholeReading) -> [String] {
  var broken: [String] = []
  let findings = file.reading.findings
  // Notes, rejected rows and what stops posting have a limit each; the rest come once per file or
  // account.
  let most = 3 * file.maxFindings + 8 * file.reading.accounts.count + 50
  if findings.count > most { broken.append("\(findings.count) findings") }
  for finding in findings {
    if finding.value?.utf8.count ?? 0 > 80 { broken.append("\(finding.fault): a value too long") }
    if let index = finding.accountIndex, !file.reading.accounts.indices.contains(Int(index)) {
      broken.append("\(finding.fault): account \(index)")
    }
    let counts = [finding.place.record, finding.place.line, finding.place.column]
    if counts.contains(where: { $0 ?? 1 < 1 }) {
      broken.append("\(finding.fault): a place below 1")
    }
  }
  let lines = findings.map { $0.place.line ?? 0 }
  if lines != lines.sorted() { broken.append("findings are not sorted by line") }
  return broken
}

private func proofsBroken(_ reading: FileReading) -> [String] {
  var broken: [String] = []
  for control in reading.controls {
    guard reading.accounts.indices.contains(Int(control.accountIndex)) else {
      broken.append("\(control.kind): account \(control.accountIndex)")
      continue
    }
    let stops = reading.accounts[Int(control.accountIndex)].stopsFromRecord
    if control.outcome == .failed, control.kind.stopsPosting, stops == nil, !reading.isRefused {
      broken.append("\(control.kind) failed and stops nothing")
    }
    if control.outcome == .ok, let stated = control.stated, stated != control.computed {
      broken.append("\(control.kind) is ok: \(stated) stated, \(control.computed) computed")
    }
  }
  for account in reading.accounts where account.stopsFromRecord ?? 1 < 1 {
    broken.append("an account stops from record \(account.stopsFromRecord ?? 0)")
  }
  for account in reading.accounts {
    guard let record = account.resumesFromRecord else { continue }
    if account.stopsFromRecord != 1 || record <= 1 || !account.isNewestFirst {
      broken.append("an account resumes from record \(record)")
    }
  }
  return broken
}
