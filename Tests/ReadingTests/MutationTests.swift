import Foundation
import Model
import TestKit
import Testing

@testable import Reading

/// A sample of our own, and what a plain count of it needs to know.
private struct Sample: Sendable, CustomTestStringConvertible {
  var id: String
  var name: String
  var testDescription: String { id }

  func bytes() throws -> [UInt8] { try readBytes(repoFile("fixtures/formats/\(id)/\(name)")) }

  static let all: [Sample] = filesBelow(repoFile("fixtures/formats")).compactMap { path in
    guard let slash = path.firstIndex(of: "/") else { return nil }
    let name = String(path[path.index(after: slash)...])
    return name.hasPrefix("sample.") ? Sample(id: String(path[..<slash]), name: name) : nil
  }
}

/// Keeps the case that is about to be read in a file, so that it outlives a trap: after a crash the
/// temporary folder holds `keshikomi-case-<id>.bin` and what it is in the `.txt` beside it.
private final class CaseKeeper {
  private let file: URL
  private let note: URL
  private let fd: Int32
  private let noteFD: Int32

  init(_ id: String) {
    let folder = FileManager.default.temporaryDirectory
    file = folder.appendingPathComponent("keshikomi-case-\(id).bin")
    note = folder.appendingPathComponent("keshikomi-case-\(id).txt")
    fd = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    noteFD = open(note.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
  }

  func keep(_ bytes: [UInt8], _ what: String) {
    for (target, content) in [(fd, bytes), (noteFD, Array((what + "\n").utf8))] {
      _ = pwrite(target, content, content.count, 0)
      _ = ftruncate(target, content.count)
    }
  }

  deinit {
    close(fd)
    close(noteFD)
    unlink(file.path)
    unlink(note.path)
  }
}

func wholeReading(_ bytes: [UInt8], maxFindings: Int) -> WholeReading {
  var rows: [StatementRow] = []
  var orders: [OrderRow] = []
  var settlements: [SettlementRow] = []
  let reading = bytes.withUnsafeBytes {
    readFile(
      $0, context: ReadingContext(asOf: Day(iso: "2026-11-23")!, maxFindings: maxFindings),
      sink: RowSink(
        statement: { rows.append($0) }, order: { orders.append($0) },
        settlement: { settlements.append($0) }))
  }
  return WholeReading(
    reading: reading, rows: rows, orders: orders, settlements: settlements,
    maxFindings: maxFindings)
}

private let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"

@Suite("Damaged files of every format")
struct MutationTests {
  @Test("the fixtures are found, and promises and counts hold for each of them undamaged")
  func undamaged() throws {
    #expect(Sample.all.count >= 30)
    for sample in Sample.all {
      let bytes = try sample.bytes()
      let file = wholeReading(bytes, maxFindings: 1000)
      #expect(!file.reading.isRefused && file.reading.formatID == sample.id)
      #expect(brokenPromises(file) == [], "\(sample.id)")
      #expect(uncountedRows(bytes, file, headerIndex: headerIndex(bytes, file)) == nil)
    }
  }

  @Test(
    "no damage makes a reader trap, contradict itself, lose a row or take long",
    arguments: Sample.all)
  fileprivate func damaged(_ sample: Sample) throws {
    let bytes = try sample.bytes()
    let whole = wholeReading(bytes, maxFindings: 1000)
    let header = headerIndex(bytes, whole)
    let body = header.map { bodyStart(bytes, headerIndex: $0) } ?? 0
    let keeper = CaseKeeper(sample.id)
    let seed = sample.id.utf8.reduce(20_261_124) { $0 &* 31 &+ UInt64($1) }
    var failures = 0
    for round in 0..<(isLong ? 60_000 : 600) {
      var random = SeededRandom(seed: seed &+ UInt64(round))
      // Half of the cases leave the header alone, so that rows can be counted to the last.
      let keepsHeader = random.chance(perMille: 500)
      let damaged = mutated(bytes, from: keepsHeader ? body : 0, &random)
      let limit = random.pick([1000, 1000, 50, 1])
      let what = "\(sample.id), seed \(seed) + \(round), \(damaged.kinds), limit \(limit)"
      keeper.keep(damaged.bytes, what)
      let start = ContinuousClock.now
      let file = wholeReading(damaged.bytes, maxFindings: limit)
      let time = ContinuousClock.now - start
      var broken = brokenPromises(file)
      if time > .seconds(5) { broken.append("took \(time)") }
      let known = keepsHeader ? header : nil
      if let lost = uncountedRows(damaged.bytes, file, headerIndex: known) { broken.append(lost) }
      if !broken.isEmpty {
        failures += 1
        Issue.record(
          "\(what): \(broken.prefix(5)); kept as \(try kept(damaged.bytes, sample, round))")
        if failures == 3 { return }
      }
    }
  }

  @Test(
    "what once broke a promise keeps it now", arguments: filesBelow(repoFile("fixtures/fuzz")))
  func foundBefore(_ path: String) throws {
    let bytes = try readBytes(repoFile("fixtures/fuzz/\(path)"))
    for limit in [1000, 3] {
      #expect(brokenPromises(wholeReading(bytes, maxFindings: limit)) == [])
    }
  }

  @Test(
    "a damaged header is not passed over for a repeat of it further down",
    arguments: ["取引日,摘要,お支払金額,お預り金額,残髙", "取引日,摘要,お支払金額,お預り金\u{1}額,残高"])
  func damagedHeader(_ header: String) {
    let row = "2026/11/02,振込 ﾐﾎﾝ,,100,100\n"
    let text = header + "\n" + row + "取引日,摘要,お支払金額,お預り金額,残高\n" + row
    let file = wholeReading(Array(text.utf8), maxFindings: 10)
    let found = Int(file.reading.rowsRead + file.reading.rowsRejected + file.reading.rowsSkipped)
    #expect(file.reading.isRefused || found == 3, "\(file.reading)")
  }

  private func kept(_ bytes: [UInt8], _ sample: Sample, _ round: Int) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("keshikomi-failed-\(sample.id)-\(round)-\(sample.name)")
    try writeBytes(bytes, to: file)
    return file.path
  }
}

// MARK: Rows in = rows out

/// What the independent count and the reading disagree in; nil where they agree, or where the file
/// was refused and nothing of it counts.
private func uncountedRows(
  _ bytes: [UInt8], _ file: WholeReading, headerIndex: Int?
) -> String? {
  let reading = file.reading
  if reading.isRefused || reading.formatID.isEmpty { return nil }
  let found = Int(reading.rowsRead) + Int(reading.rowsRejected) + Int(reading.rowsSkipped)
  switch reading.kind {
  case .orders: return lostOrders(bytes, file)
  case .statement where reading.encoding == .xml:
    let (entries, more) = plainEntries(bytes)
    guard (entries...(entries + more)).contains(found) else {
      return "\(entries) entries with \(more) more details, \(found) rows"
    }
  case .statement where reading.formatID.hasPrefix("zengin-"):
    return lostZenginRows(bytes, reading, found, maxFindings: file.maxFindings)
  default:
    guard let headerIndex else { return nil }
    let expected = dataRecords(bytes, reading.formatID, headerIndex: headerIndex)
    if found != expected { return "\(expected) records, \(found) rows" }
  }
  return nil
}

/// Records behind the header of a CSV; of the formats of groups those that are no account and no
/// total.
private func dataRecords(_ bytes: [UInt8], _ formatID: String, headerIndex: Int) -> Int {
  let records = plainRecords(bytes)
  guard let isStructure = structureOf(formatID) else { return records.count - headerIndex - 1 }
  return records.count { $0.isFaulty || $0.isBlank || !isStructure($0) }
}

/// Which records of a format without column names are no rows; nil where all are.
private func structureOf(_ formatID: String) -> ((PlainRecord) -> Bool)? {
  switch formatID {
  case bizStationAllDetailsInfo.id, mufgBizStationReceiptsInfo.id, joyoReceiptsInfo.id:
    { [[0x31], [0x38], [0x39]].contains($0.cells[0].filter { $0 != 0x20 }) }
  case daishiInfo.id: { $0.cells.count == 7 }
  default: nil
  }
}

/// Number of records before the header of an undamaged CSV; nil for other kinds of files.
private func headerIndex(_ bytes: [UInt8], _ file: WholeReading) -> Int? {
  let reading = file.reading
  guard reading.kind == .statement, reading.encoding != .xml,
    !reading.formatID.hasPrefix("zengin-")
  else { return nil }
  if structureOf(reading.formatID) != nil { return 0 }
  let found = Int(reading.rowsRead) + Int(reading.rowsRejected) + Int(reading.rowsSkipped)
  return plainRecords(bytes).count - found - 1
}

/// Offset behind the header line.
private func bodyStart(_ bytes: [UInt8], headerIndex: Int) -> Int {
  let records = plainRecords(bytes)
  guard headerIndex + 1 < records.count else { return bytes.count }
  let lines = linesWithEnds(bytes[...])
  return lines[..<(records[headerIndex + 1].line - 1)].reduce(0) { $0 + $1.count }
}

/// Every data record is read or rejected; headers, trailers and ends that are broken are rejected
/// too. What follows a cut or the end of a file is one finding.
private func lostZenginRows(
  _ bytes: [UInt8], _ reading: FileReading, _ found: Int, maxFindings: Int
) -> String? {
  let ends: Set<DataFault> = [.truncated, .trailingBytes]
  let counts =
    reading.formatID.hasPrefix("zengin-csv-") ? plainZenginCSVRows(bytes) : plainZenginRows(bytes)
  guard let (atLeast, atMost) = counts, !bytes.contains(0x1A) else { return nil }
  let hasEnded =
    reading.findings.contains { ends.contains($0.fault) && $0.severity > .note }
    || reading.findings.count >= maxFindings
  if found > atMost || (found < atLeast && !hasEnded) {
    return "\(atLeast) to \(atMost) records, \(found) rows"
  }
  return nil
}

/// The same two bounds for the comma-separated form: records that begin with 2, and all.
private func plainZenginCSVRows(_ bytes: [UInt8]) -> (atLeast: Int, atMost: Int) {
  let records = plainRecords(bytes).filter { !$0.isBlank }
  let data = records.count { !$0.isFaulty && $0.cells[0].filter { $0 != 0x20 } == [0x32] }
  return (data, records.count)
}

/// The columns of order numbers: two in ASCII, 注文番号 and 店舗伝票番号 in CP932.
private let orderKeys: [[UInt8]] = [
  Array("order_id".utf8), Array("Name".utf8),
  [0x92, 0x8D, 0x95, 0xB6, 0x94, 0xD4, 0x8D, 0x86],
  [0x93, 0x58, 0x95, 0xDC, 0x93, 0x60, 0x95, 0x5B, 0x94, 0xD4, 0x8D, 0x86],
]

/// Every order number of the file is sent, or named in a finding by one of its lines.
private func lostOrders(_ bytes: [UInt8], _ file: WholeReading) -> String? {
  guard file.reading.findings.count < file.maxFindings else { return nil }
  let records = plainRecords(bytes)
  let header = records.firstIndex { record in record.cells.contains { orderKeys.contains($0) } }
  guard let header, let column = records[header].cells.firstIndex(where: { orderKeys.contains($0) })
  else { return nil }
  let sent = Set(file.orders.map { Array($0.orderID.utf8) })
  let told = Set(file.reading.findings.compactMap { $0.place.line.map { Int($0) } })
  var linesOf: [[UInt8]: [Int]] = [:]
  for record in records[(header + 1)...] where !record.isFaulty && record.cells.count > column {
    let cell = record.cells[column].drop { $0 == 0x20 || $0 == 0x09 }
    let id = Array(cell.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())
    if id.isEmpty || id.contains(where: { $0 >= 0x80 }) { continue }
    linesOf[id, default: []].append(record.line)
  }
  for (id, lines) in linesOf.sorted(by: { $0.value[0] < $1.value[0] })
  where !sent.contains(id) && !lines.contains(where: { told.contains($0) }) {
    return "the order on lines \(lines) is neither sent nor told of"
  }
  return nil
}
