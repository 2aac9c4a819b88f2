import Foundation
import Glibc
import Matching
import Model
import Reading
import Running
import Tables
import TestKit

/// A month of as many card orders as lines, of which three in a hundred have their number written
/// otherwise, and with missing lines, wrong fees and amounts: measured from files to ties, and
/// as the whole close of a workspace. Beside it a join of the same files in DuckDB, where there is
/// one: it folds the numbers and counts, and does nothing else.
func benchClose(_ arguments: Arguments) throws {
  let count = arguments.number("lines", 1_000_000)
  try withTemporaryFolder { folder in
    try CloseFiles(count: count).write(to: folder)
    print("| work | rows | user CPU s | wall s | peak MiB | result |")
    print("|---|---|---|---|---|---|")
    let before = usedCPU()
    let (time, outcome) = try microseconds { try tie(folder) }
    let results = Dictionary(grouping: outcome.lines, by: \.result).mapValues(\.count)
    let shown = results.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
    printRow("files to ties", 2 * count, usedCPU() - before, time, shown)
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
    try duckDB(folder.appendingPathComponent("shop/inbox"), count)
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

private func tie(_ folder: URL) throws -> ThreeWayOutcome {
  var orders: [LedgerOrder] = []
  var lines: [BookedLine] = []
  var entries: [LedgerEntry] = []
  let sink = RowSink(
    statement: { row in
      entries.append(
        LedgerEntry(
          id: row.reference, accountKey: "bench", bookingDay: row.bookingDay,
          direction: row.direction, amountYen: row.amountYen, payerName: row.payerName))
    },
    order: { orders.append(LedgerOrder(row: $0)) },
    settlement: { row in
      if case .line(let line) = row { lines.append(BookedLine(provider: 0, line: line)) }
    })
  for name in ["orders.csv", "card.csv", "deposits.csv"] {
    let bytes = try Data(contentsOf: folder.appendingPathComponent(name), options: .mappedIfSafe)
    let reading = bytes.withUnsafeBytes {
      readFile($0, context: ReadingContext(asOf: Day(iso: "2026-11-30")!), sink: sink)
    }
    precondition(reading.rowsRejected == 0 && !reading.isRefused, "\(name) was not read")
  }
  return threeWay(
    CloseInput(
      firstDay: Day(iso: "2026-10-01")!, lastDay: Day(iso: "2026-10-31")!,
      asOf: Day(iso: "2026-11-30")!, terms: [.usual("card")],
      book: SettlementBook(providers: ["card"], lines: lines, files: ["card.csv"]),
      orders: orders, entries: entries, calendar: bankCalendar()))
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

/// The join that a data team would write. Its program is found as `python3` with `duckdb`.
private func duckDB(_ folder: URL, _ count: Int) throws {
  let program = """
    import duckdb, resource, time, sys
    t = time.time(); c = duckdb.connect(); c.execute("set threads=2")
    f = lambda n: f"upper(regexp_replace({n},'[^0-9A-Za-z]','','g'))"
    d = lambda n: f"regexp_replace({n},'[^0-9]','','g')"
    r = c.execute(f'''with o as (select order_id, {f('order_id')} k, {d('order_id')} d, amount_due
      from read_csv('{sys.argv[1]}/orders.csv')), l as (select *, {f('order_id')} k, {d('order_id')} d
      from read_csv('{sys.argv[1]}/card.csv', types={{'order_id': 'VARCHAR'}})),
      j as (select l.*, coalesce(a.amount_due, b.amount_due) due, coalesce(a.order_id, b.order_id) oid
      from l left join o a on a.k = l.k left join o b on a.k is null and b.d = l.d and l.k = l.d)
      select count(oid), sum((gross <> due)::int), sum((fee <> gross * 36 // 1000)::int), sum(net)
      from j''').fetchall()
    u = resource.getrusage(resource.RUSAGE_SELF)
    print(int(u.ru_utime * 1000), int((time.time() - t) * 1000), u.ru_maxrss // 1024, r[0])
    """
  let env = URL(fileURLWithPath: "/usr/bin/env")
  let result = try runCommand(env, ["python3", "-c", program, folder.path])
  guard result.exitCode == 0 else {
    return print("DuckDB was not found as a module of python3: no comparison.")
  }
  let cells = result.output.split(separator: " ", maxSplits: 3).map(String.init)
  print(
    "| DuckDB join of the two files | \(2 * count) | \(thousandths(Int(cells[0])!)) | "
      + "\(thousandths(Int(cells[1])!)) | \(cells[2]) | \(cells[3].dropLast()) |")
}
