import Model
import TestKit
import Testing

@testable import Reading

struct FaultRow: Sendable, CustomTestStringConvertible {
  var name: String
  var fault: DataFault
  var severity: Severity
  /// The first row of the account that is not posted; nil where all may be.
  var stops: Int32?
  var rows: Int
  var difference: Int64?
  var file: @Sendable () -> [UInt8]
  var testDescription: String { name }

  init(
    _ name: String, _ fault: DataFault, _ severity: Severity, stops: Int32?, rows: Int,
    difference: Int64? = nil, _ file: @escaping @Sendable () -> [UInt8]
  ) {
    self.name = name
    self.fault = fault
    self.severity = severity
    self.stops = stops
    self.rows = rows
    self.difference = difference
    self.file = file
  }
}

/// The plain notice with the bytes of one record overwritten at a printed position.
private func overwritten(_ record: Int, _ position: Int, _ text: String) -> [UInt8] {
  var records = plainNotice.records() + [zenginEnd]
  for (index, byte) in jisBytes(text).enumerated() { records[record][position - 1 + index] = byte }
  return joined(records)
}

private func without(_ index: Int) -> [UInt8] {
  var records = plainNotice.records() + [zenginEnd]
  records.remove(at: index)
  return joined(records)
}

private let noticeFaults: [FaultRow] = [
  FaultRow(
    "sum one yen too high", .controlFailed, .stopsPosting, stops: 1, rows: 3, difference: -1
  ) {
    var file = plainNotice
    file.trailer = (3, 21581)
    return file.bytes()
  },
  FaultRow("count one too low", .controlFailed, .stopsPosting, stops: 1, rows: 3) {
    var file = plainNotice
    file.trailer = (2, 21580)
    return file.bytes()
  },
  FaultRow("a record taken away", .controlFailed, .stopsPosting, stops: 1, rows: 2) { without(2) },
  FaultRow("a total that is no number", .controlFailed, .stopsPosting, stops: 1, rows: 3) {
    overwritten(4, 8, "0000000215A0")
  },
  FaultRow("no trailer", .recordSequence, .stopsPosting, stops: 1, rows: 3) { without(4) },
  FaultRow("cut after a record", .truncated, .stopsPosting, stops: 1, rows: 3) {
    joined(Array(plainNotice.records().dropLast()))
  },
  FaultRow("cut inside a record", .truncated, .stopsPosting, stops: 1, rows: 1) {
    Array(plainNotice.bytes()[..<(202 * 2 + 60)])
  },
  FaultRow("no end record", .truncated, .note, stops: nil, rows: 3) {
    joined(plainNotice.records())
  },
  FaultRow("a byte lost in a record", .recordLength, .stopsPosting, stops: 1, rows: 2) {
    var bytes = plainNotice.bytes()
    bytes.remove(at: 202 * 2 + 60)
    return bytes
  },
  FaultRow("a separator lost", .recordLength, .stopsPosting, stops: 1, rows: 1) {
    var bytes = plainNotice.bytes()
    bytes.removeSubrange(202 * 2 + 200..<202 * 3)
    return bytes
  },
  FaultRow("a NUL in a name", .nulByte, .stopsPosting, stops: 1, rows: 2) {
    var bytes = plainNotice.bytes()
    bytes[202 * 2 + 60] = 0
    return bytes
  },
  FaultRow("a tab in a name", .badCharacter, .stopsPosting, stops: 1, rows: 2) {
    var bytes = plainNotice.bytes()
    bytes[202 * 2 + 60] = 9
    return bytes
  },
  FaultRow("an unknown record kind", .recordSequence, .stopsPosting, stops: 1, rows: 2) {
    overwritten(2, 1, "3")
  },
  FaultRow("a data record behind the trailer", .recordSequence, .rejectsRow, stops: nil, rows: 3) {
    let records = plainNotice.records()
    return joined(records + [records[1], zenginEnd])
  },
  FaultRow("something behind the end record", .trailingBytes, .rejectsRow, stops: nil, rows: 3) {
    plainNotice.bytes() + Array("memo".utf8) + [UInt8](repeating: 0x2E, count: 196)
  },
  FaultRow(
    "something behind the end-of-file mark", .trailingBytes, .rejectsRow, stops: nil, rows: 3
  ) { plainNotice.bytes() + [0x1A] + Array("2".utf8) },
  FaultRow("an amount with a letter", .badAmount, .rejectsRow, stops: 1, rows: 2) {
    overwritten(2, 20, "00000128O0")
  },
  FaultRow("cheques above the amount", .badAmount, .rejectsRow, stops: nil, rows: 2) {
    overwritten(2, 30, "0000012801")
  },
  FaultRow("an unknown 取消区分", .badCode, .rejectsRow, stops: nil, rows: 2) {
    overwritten(2, 128, "7")
  },
  FaultRow("half of A and half of B", .badCode, .rejectsRow, stops: 1, rows: 2) {
    overwritten(2, 149, "00")
  },
  FaultRow("a B record in an A file", .badCode, .rejectsRow, stops: 1, rows: 2) {
    overwritten(2, 129, "000000000000000000000000")
  },
  FaultRow("a day that is no day", .badDate, .rejectsRow, stops: nil, rows: 2) {
    overwritten(2, 8, "081131")
  },
  FaultRow("no day", .missingValue, .rejectsRow, stops: nil, rows: 2) {
    overwritten(2, 8, "      ")
  },
  FaultRow("a western year", .impossibleEraYear, .rejectsRow, stops: nil, rows: 2) {
    overwritten(2, 8, "261119")
  },
  FaultRow("a day outside the period", .dayOutOfPeriod, .stopsPosting, stops: 1, rows: 3) {
    overwritten(2, 8, "081118")
  },
  FaultRow("a 起算日 that is no day", .badDate, .note, stops: nil, rows: 3) {
    overwritten(2, 14, "081340")
  },
  FaultRow("a 作成日 after the run", .impossibleEraYear, .stopsPosting, stops: 1, rows: 3) {
    overwritten(0, 5, "081124")
  },
  FaultRow("a 作成日 in western years", .impossibleEraYear, .stopsPosting, stops: 1, rows: 3) {
    overwritten(0, 5, "261120")
  },
  FaultRow("no 作成日", .missingValue, .note, stops: nil, rows: 3) {
    overwritten(0, 5, "      ")
  },
  FaultRow("no account number", .accountUnclear, .stopsPosting, stops: 1, rows: 3) {
    overwritten(0, 61, "       ")
  },
  FaultRow("a name that begins with a voicing mark", .badCharacter, .note, stops: nil, rows: 3) {
    overwritten(2, 50, "ﾞ")
  },
  FaultRow("a byte that is no character", .badCharacter, .note, stops: nil, rows: 3) {
    var records = plainNotice.records() + [zenginEnd]
    records[2][51] = 0xFD
    return joined(records)
  },
  FaultRow("two files in one", .recordSequence, .note, stops: nil, rows: 6) {
    plainNotice.bytes() + plainNotice.bytes()
  },
]

@Test("A fault in a notice is found, and stops what it must", arguments: noticeFaults)
func zenginNoticeFault(row: FaultRow) {
  let result = readStatement(row.file())
  let finding = result.finding(row.fault)
  #expect(finding?.severity == row.severity)
  #expect(result.rows.count == row.rows)
  #expect(result.reading.accounts.first?.stopsFromRecord == row.stops)
  if let difference = row.difference { #expect(finding?.differenceYen == difference) }
  #expect(result.faults.allSatisfy { $0 == row.fault || $0 == .controlFailed || $0 == .truncated })
  #expect(result.reading.rowsRead == Int32(row.rows))
}

@Test("The plain notice has no fault, so the faults above are of the change")
func zenginPlainNotice() {
  let result = readStatement(plainNotice.bytes())
  #expect(result.faults.isEmpty)
  #expect(result.failedControls.isEmpty && result.control(.creditSum)?.outcome == .ok)
  #expect(result.reading.accounts.map(\.stopsFromRecord) == [nil])
}

@Test("A finding names its record, line, byte and item")
func zenginFindingPlace() throws {
  let finding = try #require(readStatement(overwritten(2, 8, "081131")).finding(.badDate))
  #expect(
    finding.place
      == SourcePlace(record: 2, line: 3, column: 8, byte: 202 * 2 + 7, field: "勘定日"))
  #expect(finding.value == "081131")
}

@Test("A fault in one account group leaves the others alone, whichever comes first")
func zenginOtherGroupsGoOn() {
  var other = plainNotice
  other.account = "0067890"
  for failing in 0..<2 {
    var files = [plainNotice, other]
    files[failing].trailer = (3, 1)
    let file = joined(files[0].records() + files[1].records() + [zenginEnd])
    let result = readStatement(file)
    #expect(result.rows.count == 6)
    let stops = result.reading.accounts.map(\.stopsFromRecord)
    #expect(stops[1 - failing] == nil)
    #expect(stops[failing] == 1)
  }
}

@Test("Groups of one account share it; a failed one stops it from its own first record")
func zenginGroupsOfOneAccount() {
  var second = plainNotice
  second.trailer = (3, 1)
  second.period = ("081117", "081119")
  let result = readStatement(joined(plainNotice.records() + second.records() + [zenginEnd]))
  #expect(result.reading.accounts.count == 1)
  #expect(result.reading.accounts[0].stopsFromRecord == 4)
  #expect(result.reading.accounts[0].firstDay == Day(iso: "2026-11-17"))
  #expect(result.reading.accounts[0].lastDay == Day(iso: "2026-11-20"))
}

struct CancelRow: Sendable {
  var trailer: (Int, Int)
  var cancels: (String, String)
  var failed: [ControlKind]
  var reading: String
}

@Test(
  "振込合計 may leave out the cancelled records or count them, but count and sum must agree",
  arguments: [
    CancelRow(
      trailer: (2, 300), cancels: ("000001", "000000000100"), failed: [],
      reading: "without cancelled records"),
    CancelRow(
      trailer: (3, 400), cancels: ("000001", "000000000100"), failed: [],
      reading: "including cancelled records"),
    CancelRow(
      trailer: (3, 400), cancels: ("      ", "            "), failed: [],
      reading: "including cancelled records"),
    CancelRow(
      trailer: (3, 400), cancels: ("000000", "000000000000"), failed: [],
      reading: "including cancelled records"),
    CancelRow(
      trailer: (3, 300), cancels: ("000001", "000000000100"), failed: [.creditSum],
      reading: "including cancelled records"),
    CancelRow(
      trailer: (2, 400), cancels: ("000001", "000000000100"), failed: [.creditSum],
      reading: "without cancelled records"),
    CancelRow(
      trailer: (2, 300), cancels: ("000001", "000000000200"), failed: [.cancelSum],
      reading: "without cancelled records"),
    CancelRow(
      trailer: (2, 300), cancels: ("000002", "000000000100"), failed: [.cancelCount],
      reading: "without cancelled records"),
  ])
func zenginCancelledTotals(row: CancelRow) throws {
  var file = NoticeFile(rows: [(200, false, "ｱ"), (100, false, "ｲ"), (100, true, "ｲ")])
  file.trailer = row.trailer
  file.cancels = row.cancels
  let result = readStatement(file.bytes())
  #expect(result.rows.map(\.mark) == [.none, .none, .cancellation])
  #expect(result.rows.map(\.direction) == [.credit, .credit, .debit])
  #expect(result.failedControls == row.failed)
  #expect(result.control(.creditSum)?.reading == row.reading)
  #expect(result.reading.accounts[0].stopsFromRecord == (row.failed.isEmpty ? nil : 1))
}

@Test("Findings stop at their limit, and those that stop posting are not crowded out")
func zenginFindingLimit() {
  var file = NoticeFile(
    rows: [(yen: Int, isCancelled: Bool, name: String)](repeating: (1, false, "ｱ"), count: 50))
  file.trailer = (50, 51)
  var records = file.records()
  for index in 1...50 { records[index][7] = 0x58 }
  let bytes = joined(records + [zenginEnd])
  let result = readStatement(bytes, maxFindings: 5)
  #expect(result.reading.rowsRejected == 50)
  #expect(result.faults.filter { $0 == .badDate }.count == 5)
  #expect(result.finding(.controlFailed) != nil)
}

struct AbsentRow: Sendable, CustomTestStringConvertible {
  var name: String
  /// Printed position in the trailer and what is written there.
  var change: (Int, String)
  var absent: [ControlKind]
  var failed: [ControlKind]
  var notes: [DataFault]
  var testDescription: String { name }
}

@Test(
  "A blank total of a notice is absent and told; one that is written must be right",
  arguments: [
    AbsentRow(
      name: "all there", change: (26, "000000000000"), absent: [.cancelCount], failed: [],
      notes: []),
    AbsentRow(
      name: "no 振込合計件数", change: (2, "      "), absent: [.creditCount, .cancelCount, .cancelSum],
      failed: [], notes: [.missingValue]),
    AbsentRow(
      name: "no 振込合計金額", change: (8, "            "),
      absent: [.creditSum, .cancelCount, .cancelSum], failed: [], notes: [.missingValue]),
    AbsentRow(
      name: "取消合計 of zero", change: (20, "000000000000000000"), absent: [], failed: [], notes: []),
    AbsentRow(
      name: "取消合計 of nothing", change: (20, "000001000000000005"), absent: [],
      failed: [.cancelCount, .cancelSum], notes: [.controlFailed, .controlFailed]),
  ])
func zenginNoticeAbsent(row: AbsentRow) {
  let result = readStatement(overwritten(4, row.change.0, row.change.1))
  func kinds(_ outcome: ControlOutcome) -> [ControlKind] {
    result.reading.controls.filter { $0.outcome == outcome }.map(\.kind)
  }
  #expect(kinds(.absent) == row.absent)
  #expect(kinds(.failed) == row.failed)
  #expect(result.faults == row.notes)
  let all: [ControlKind] = [.creditCount, .creditSum, .cancelCount, .cancelSum, .dayRange]
  #expect(result.reading.controls.map(\.kind) == all)
  #expect(result.rows.count == 3)
}

@Test("A header without a period leaves the days without a control")
func zenginNoPeriod() {
  let result = readStatement(overwritten(0, 11, "            "))
  #expect(result.control(.dayRange)?.outcome == .absent)
  #expect(result.faults.isEmpty)
}

struct DetailAbsentRow: Sendable, CustomTestStringConvertible {
  var name: String
  /// Record of the sample, printed position, text; nil takes the record away.
  var change: (Int, Int, String)?
  var absent: [ControlKind]
  var failed: [ControlKind]
  var stops: [Int32?]
  var testDescription: String { name }
}

@Test(
  "Every control of 03 is there for each account and for the file: ok, failed or absent",
  arguments: [
    DetailAbsentRow(
      name: "as it is", change: (0, 1, "1"), absent: [], failed: [], stops: [nil, nil]),
    DetailAbsentRow(
      name: "no 出金件数", change: (6, 21, "      "), absent: [.debitCount], failed: [],
      stops: [nil, nil]),
    DetailAbsentRow(
      name: "no レコード件数", change: (6, 55, "       "), absent: [.recordCount], failed: [],
      stops: [nil, nil]),
    DetailAbsentRow(
      name: "no 取引後残高", change: (6, 41, "              "), absent: [.closingBalance],
      failed: [], stops: [nil, nil]),
    DetailAbsentRow(
      name: "no 取引前残高", change: (0, 116, "              "), absent: [.closingBalance],
      failed: [], stops: [nil, nil]),
    DetailAbsentRow(
      name: "取引後残高 that is no number", change: (6, 41, "0000000028455O"), absent: [],
      failed: [.closingBalance], stops: [1, nil]),
    DetailAbsentRow(
      name: "取引前残高 that is no number", change: (0, 116, "0000000025000O"),
      absent: [.closingBalance], failed: [], stops: [1, nil]),
    DetailAbsentRow(
      name: "an overdraft where there is none", change: (6, 40, "2"), absent: [],
      failed: [.closingBalance], stops: [1, nil]),
    DetailAbsentRow(
      name: "a wrong レコード総件数", change: (10, 2, "0000000012"), absent: [],
      failed: [.recordCount], stops: [1, 1]),
    DetailAbsentRow(
      name: "a wrong 口座数", change: (10, 12, "00003"), absent: [], failed: [.accountCount],
      stops: [1, 1]),
    DetailAbsentRow(
      name: "no 口座数", change: (10, 12, "     "), absent: [.accountCount], failed: [],
      stops: [nil, nil]),
    DetailAbsentRow(
      name: "no end record", change: nil, absent: [.recordCount, .accountCount], failed: [],
      stops: [nil, nil]),
  ])
func zenginDetailAbsent(row: DetailAbsentRow) throws {
  let bytes = try readBytes(repoFile("fixtures/formats/zengin-03/sample.txt"))
    .filter { $0 >= 0x20 }
  var records = stride(from: 0, to: bytes.count, by: 200).map { Array(bytes[$0..<$0 + 200]) }
  if let (record, position, text) = row.change {
    for (index, byte) in jisBytes(text).enumerated() {
      records[record][position - 1 + index] = byte
    }
  } else {
    records.removeLast()
  }
  let result = readStatement(joined(records))
  func kinds(_ outcome: ControlOutcome) -> [ControlKind] {
    result.reading.controls.filter { $0.outcome == outcome }.map(\.kind)
  }
  #expect(kinds(.absent) == row.absent)
  #expect(kinds(.failed) == row.failed)
  #expect(result.reading.accounts.map(\.stopsFromRecord) == row.stops)
  // Seven of each account, two of the file.
  #expect(result.reading.controls.count == 16)
}

@Test("A period may be stated to the end of the month that is not over")
func zenginPeriodToMonthEnd() {
  var notice = plainNotice
  notice.period = ("081101", "081130")
  let result = readStatement(joined(notice.records() + [zenginEnd]))
  #expect(result.reading.findings.isEmpty)
  #expect(result.reading.accounts[0].lastDay == Day(iso: "2026-11-30"))
}
