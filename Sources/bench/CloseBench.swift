import Dispatch
import Foundation
import Glibc
import Matching
import Model
import Reading
import Reporting
import Running
import Tables
import TestKit

/// A month of as many card orders as lines, of which three in a hundred have their number written
/// otherwise, and with missing lines, wrong fees and amounts. Three rows: DuckDB's join of the
/// files, where there is one; the way from the same files to the file of results, which is what a
/// join does; and the whole close of a workspace, which records the files in the ledger, ties
/// payouts to the bank, rolls forward and writes ten reports.
func benchClose(_ arguments: Arguments) throws {
  let count = arguments.number("lines", 1_000_000)
  try withTemporaryFolder { folder in
    try CloseFiles(count: count).write(to: folder)
    print("| work | rows | user CPU s | wall s | peak MiB | result |")
    print("|---|---|---|---|---|---|")
    let joined = try duckDB(folder, count)
    let before = usedCPU()
    var shown = ""
    let (time, _) = try microseconds { shown = try filesToResults(folder) }
    printRow("files to file of results", 2 * count, usedCPU() - before, time, shown)
    let workspace = Workspace(root: folder.appendingPathComponent("shop").path)
    _ = try initialise(workspace)
    for name in ["orders.csv", "card.csv", "deposits.csv"] {
      try FileManager.default.moveItem(
        at: folder.appendingPathComponent(name),
        to: folder.appendingPathComponent("shop/inbox/\(name)"))
    }
    let closeBefore = usedCPU()
    let request = RunRequest(workspace: workspace, asOf: Moment(commandLine: "2026-11-30")!)
    let (closeTime, summary) = try microseconds {
      try closeMonth(CloseRequest(run: request, month: "2026-10"))
    }
    printRow(
      "whole close, files recorded", 2 * count, usedCPU() - closeBefore, closeTime,
      summary.lines.first ?? "")
    if let joined {
      print(
        "\nOf DuckDB's wall time: files to results \(ratio(time, joined)) times, whole close "
          + "\(ratio(closeTime, joined)) times.")
    }
  }
}

private func printRow(
  _ work: String, _ rows: Int, _ cpu: Int, _ time: Int, _ result: String
) {
  print(
    "| \(work) | \(rows) | \(thousandths(cpu)) | \(thousandths(time / 1_000)) | "
      + "\(peakKiB() / 1024) | \(result) |")
}

private func thousandths(_ value: Int) -> String {
  let rest = String(1_000 + value % 1_000).dropFirst()
  return "\(value / 1_000).\(rest)"
}

/// Milliseconds of user time of this process.
private func usedCPU() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Int(usage.ru_utime.tv_sec) * 1_000 + Int(usage.ru_utime.tv_usec) / 1_000
}

/// What the files say; each is read by a thread of its own, as the engine reads an inbox.
private final class FileRows: @unchecked Sendable {
  var orders: [LedgerOrder] = []
  var lines: [BookedLine] = []
  var entries: [LedgerEntry] = []

  func read(_ file: URL) {
    let sink = RowSink(
      statement: { row in
        self.entries.append(
          LedgerEntry(
            id: row.reference, accountKey: "bench", bookingDay: row.bookingDay,
            direction: row.direction, amountYen: row.amountYen, payerName: row.payerName))
      },
      order: { self.orders.append(LedgerOrder(row: $0)) },
      settlement: { row in
        if case .line(let line) = row { self.lines.append(BookedLine(provider: 0, line: line)) }
      })
    let bytes = mapped(file.path)
    // Lists that grow are copied again and again; memory that no row fills is never touched.
    switch file.lastPathComponent {
    case "card.csv": lines.reserveCapacity(bytes.count / 40)
    case "orders.csv": orders.reserveCapacity(bytes.count / 80)
    default: break
    }
    let reading = readFile(
      bytes, context: ReadingContext(asOf: Day(iso: "2026-11-30")!), sink: sink)
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
    precondition(reading.rowsRejected == 0 && !reading.isRefused, "\(file.path) was not read")
  }
}

/// A file in memory, as the engine has it; none is empty here.
private func mapped(_ path: String) -> UnsafeRawBufferPointer {
  let descriptor = open(path, O_RDONLY)
  defer { close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
  precondition(size > 0 && start != MAP_FAILED, "\(path) cannot be mapped")
  return UnsafeRawBufferPointer(start: start, count: size)
}

/// Reads, ties and writes `settlement_lines.csv`, and says what was found.
private func filesToResults(_ folder: URL) throws -> String {
  let rows = FileRows()
  let names = ["card.csv", "orders.csv", "deposits.csv"]
  DispatchQueue.concurrentPerform(iterations: names.count) {
    rows.read(folder.appendingPathComponent(names[$0]))
  }
  let cores = Workers { pieces, work in
    DispatchQueue.concurrentPerform(iterations: pieces) { work($0) }
  }
  let firstDay = Day(iso: "2026-10-01")!
  let asOf = Moment(commandLine: "2026-11-30")!
  let input = CloseInput(
    firstDay: firstDay, lastDay: Day(iso: "2026-10-31")!, asOf: asOf.day, terms: [.usual("card")],
    book: SettlementBook(providers: ["card"], lines: rows.lines, files: ["card.csv"]),
    orders: rows.orders, entries: rows.entries, calendar: bankCalendar())
  let outcome = threeWay(input, workers: cores)
  let file = closeLinesFile(
    CloseReportInput(
      input: input, outcome: outcome, findings: [], notes: [],
      closed: ClosedMonth(firstDay: firstDay, version: 1, asOf: asOf, figures: [], items: []),
      before: nil, previous: nil, asOf: asOf, language: .en, engineVersion: "", isRecorded: false))
  try writeResults(file, folder.appendingPathComponent("results.csv").path)
  return Dictionary(grouping: outcome.lines, by: \.result).mapValues(\.count)
    .sorted { $0.key.rawValue < $1.key.rawValue }
    .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
}

private func writeResults(_ file: ReportFile, _ path: String) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  precondition(descriptor >= 0, "\(path) cannot be made")
  defer { close(descriptor) }
  makeOnAllCores(file) { bytes in
    var done = 0
    while done < bytes.count {
      let count = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      precondition(count > 0, "\(path) cannot be written")
      done += count
    }
  }
}

/// The files of the month.
private struct CloseFiles {
  let count: Int

  func write(to folder: URL) throws {
    var random = SeededRandom(seed: 20_261_001)
    var orders =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
    var lines = "line_id,date,order_id,type,gross,fee,net,payout_batch\n"
    var sums = [Int](repeating: 0, count: 6)
    for n in 0..<count {
      let day = n * 30 / count
      let id = "\(["A", "B", "C"][n % 3])\(10_000_000 + n)"
      let yen = 1_000 + random.below(59_000)
      orders +=
        "\(id),S\(n % 3 + 1),2026-10-\(two(day + 1))T10:10:00+09:00,card,見本　太郎,ミホン　タロウ,\(yen),open\n"
      let luck = random.below(1_000)
      if luck == 0 { continue }
      let gross = luck == 1 || luck == 2 ? yen + 200 : yen
      let fee = gross * 36 / 1_000 + (luck == 3 || luck == 4 ? 50 : 0)
      sums[day / 6] += gross - fee
      lines +=
        "K\(n),2026-10-\(two(day + 1)),\(spelled(id, random.below(130))),sale,\(gross),\(fee),\(gross - fee),B\(day / 6)\n"
    }
    var deposits = "deposit_id,booking_date,value_date,amount,payer_name\n"
    for (n, sum) in sums.enumerated() where sum > 0 {
      let day = n < 3 ? "2026-10-\(two(14 + 6 * n))" : "2026-11-\(two(2 + 6 * (n - 3)))"
      deposits += "D\(n),\(day),\(day),\(sum),ｶ-ﾄﾞｹﾂｻｲﾀﾞｲｺｳ(ｶ\n"
    }
    for (name, text) in [("orders", orders), ("card", lines), ("deposits", deposits)] {
      try writeBytes(Array(text.utf8), to: folder.appendingPathComponent("\(name).csv"))
    }
  }

  private func spelled(_ id: String, _ luck: Int) -> String {
    switch luck {
    case 0: id.lowercased()
    case 1: String(id.dropFirst())
    case 2: "\(id.prefix(1))-\(id.dropFirst())"
    case 3: id + " "
    default: id
    }
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// DuckDB's join, in the interpreter of `$KESHIKOMI_PYTHON`: its wall microseconds; nil, with a
/// word, where that has no DuckDB. `make bench-close` has one made.
private func duckDB(_ folder: URL, _ count: Int) throws -> Int? {
  let python = ProcessInfo.processInfo.environment["KESHIKOMI_PYTHON"] ?? "python3"
  let files = ["orders.csv", "card.csv", "join.csv"].map { folder.appendingPathComponent($0).path }
  let result = try runCommand(
    URL(fileURLWithPath: "/usr/bin/env"), [python, "Tests/Comparing/close_join.py"] + files)
  let cells = result.output.split(separator: "\t").map { $0.filter { $0 != "\n" } }
  guard result.exitCode == 0, cells.count == 5, let time = Int(cells[0]), let cpu = Int(cells[1]),
    let peak = Int(cells[3])
  else {
    print("No comparison: \(python) has no DuckDB, or this is another folder: make bench-close\n")
    return nil
  }
  print(
    "| DuckDB \(cells[4]): join of the two files | \(2 * count) | \(thousandths(cpu / 1_000)) | "
      + "\(thousandths(time / 1_000)) | \(peak / 1024) | \(cells[2]) lines with an order |")
  return time
}
