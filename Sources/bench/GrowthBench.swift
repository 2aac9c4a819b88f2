import Foundation
import Model
import Recording
import Running
import TestKit

/// `bench growth`: one ledger that grows, and what an ordinary day costs at each size.
///
/// Every row goes in as it does in a shop: files in the inbox, `runDaily`. Between the measured
/// days the ledger is filled by runs of many days at once (`--fill` days each, `--fills` of them),
/// because two thousand single runs would take hours.
func printGrowth(_ arguments: Arguments) throws {
  let measured = max(1, arguments.number("days", 7))
  var shop = GrowingShop(
    orders: arguments.number("orders", 6_600), deposits: arguments.number("deposits", 5_500))
  try withTemporaryFolder { folder in
    let workspace = Workspace(root: folder.path)
    _ = try initialise(workspace)
    let policy = """
      language: en
      policy: {approval: {assign_yen: 1000000000, refund_yen: 1000000000},
        release_after_missing_day: true}

      """
    try writeBytes(
      Array(policy.utf8), to: URL(fileURLWithPath: workspace.root + "/keshikomi.yaml"))
    print(
      "| entries | orders | open cases | ledger MB | archive MB | day ms (least, median, most) | CPU ms | "
        + "steps of the median day, ms |\n|---:|---:|---:|---:|---:|---|---:|---|")
    for fill in 0...arguments.number("fills", 0) {
      if fill > 0 {
        try shop.run(days: arguments.number("fill", 182), workspace)
        // What became of all these orders, which a shop tells from day to day.
        try shop.run(days: 1, workspace)
      }
      var days: [GrowthDay] = []
      for _ in 0..<measured { days.append(try shop.run(days: 1, workspace)) }
      // Not `print`: each line is to be seen at once, also through a pipe.
      let line = try growthLine(days, shop, workspace) + "\n"
      FileHandle.standardOutput.write(Data(line.utf8))
    }
    if arguments.number("verify", 1) > 0 {
      let start = DispatchTime.now().uptimeNanoseconds
      let proof = try verify(workspace, language: .en)
      let seconds = (DispatchTime.now().uptimeNanoseconds - start) / 1_000_000_000
      print("\nverify: exit code \(proof.exitCode) after \(seconds) s")
    }
  }
}

private struct GrowthDay {
  var wall: Int
  var cpu: Int
  var steps: String
  var cases: Int
}

private func growthLine(
  _ days: [GrowthDay], _ shop: GrowingShop, _ workspace: Workspace
) throws -> String {
  let sorted = days.sorted { $0.wall < $1.wall }
  let median = sorted[sorted.count / 2]
  let cpu = days.map(\.cpu).sorted()[days.count / 2]
  let ledger = try size(workspace.ledgerPath)
  let names = try FileManager.default.contentsOfDirectory(atPath: workspace.archive)
  let archive = try names.reduce(0) { $0 + (try size(workspace.archive + "/" + $1)) }
  return
    "| \(shop.entryCount) | \(shop.orderCount) | \(median.cases) | \(ledger >> 20) | \(archive >> 20) | "
    + "\(sorted[0].wall), \(median.wall), \(sorted[sorted.count - 1].wall) | \(cpu) | "
    + "\(median.steps) |"
}

private func size(_ path: String) throws -> Int {
  try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
}

/// A shop with as many orders and about as many payments every day, made a day at a time: payments
/// of a day's orders arrive over the two weeks that follow, then an export says that they were
/// shipped or, where nobody paid, cancelled.
private struct GrowingShop {
  let orders: Int
  let deposits: Int
  private(set) var entryCount = 0
  private(set) var orderCount = 0
  private var day = Day(year: 2026, month: 1, day: 5)!
  private var number = 20_000_001
  /// Rows of CSV that are booked on a day to come, but for their ids.
  private var waiting: [Day: [String]] = [:]
  /// Rows of orders as they are in the end, by the day of the export that says so.
  private var ending: [(day: Day, rows: [String])] = []

  init(orders: Int, deposits: Int) {
    self.orders = orders
    self.deposits = deposits
  }

  /// Downloads of so many days in the inbox, and the run of the evening.
  @discardableResult
  mutating func run(days: Int, _ workspace: Workspace) throws -> GrowthDay {
    let inbox = URL(fileURLWithPath: workspace.inbox)
    var ordersText = Data()
    let ended = ending.prefix { $0.day <= day }
    ending.removeFirst(ended.count)
    var depositsText = Data(
      ("deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,edi_info,"
        + "reversal\n").utf8)
    for _ in 0..<days {
      let world = nextWorld()
      let text = world.ordersCSV()
      let start = ordersText.isEmpty ? 0 : text.firstIndex(of: 0x0A)! + 1
      if start == 0 {
        let end = text.firstIndex(of: 0x0A)! + 1
        ordersText.append(contentsOf: text[..<end])
        for row in ended.flatMap(\.rows) { ordersText.append(contentsOf: (row + "\n").utf8) }
        ordersText.append(contentsOf: text[end...])
      } else {
        ordersText.append(contentsOf: text[start...])
      }
      for (n, row) in (waiting.removeValue(forKey: day) ?? []).enumerated() {
        depositsText.append(contentsOf: "D\(day.iso)-\(n + 1),\(row)\n".utf8)
        entryCount += 1
      }
      orderCount += orders
      day = day.adding(days: 1)
    }
    let last = day.adding(days: -1)
    try ordersText.write(to: inbox.appendingPathComponent("orders-\(last.iso).csv"))
    try depositsText.write(to: inbox.appendingPathComponent("deposits-\(last.iso).csv"))
    let cpu = cpuMilliseconds()
    let request = RunRequest(workspace: workspace, asOf: Moment(day: last, hour: 23))
    let (time, _) = try microseconds { try runDaily(request) }
    let used = cpuMilliseconds() - cpu
    let figures = try steps(workspace)
    return GrowthDay(
      wall: time / 1_000, cpu: used, steps: figures, cases: try answer(request))
  }

  /// People say of all money that found no order that it is not theirs: else a list of open cases
  /// would be measured that no shop lets grow for years. Gives how many cases there were.
  private func answer(_ request: RunRequest) throws -> Int {
    let latest = URL(fileURLWithPath: request.workspace.root + "/reports/latest")
    let bytes = try Data(contentsOf: latest.appendingPathComponent("exceptions.csv"))
    let cases = csvRows(Array(bytes))
    var text = "case_id,answer,order_ids,person,comment\n"
    for row in cases where row["entry_id"] != "" { text += "\(row["case_id"]!),not_ours,,A,\n" }
    let sheet = URL(fileURLWithPath: request.workspace.root + "/answers.csv")
    try Data(text.utf8).write(to: sheet)
    _ = try resolve(sheet.path, person: "A", request)
    return cases.count
  }

  private mutating func nextWorld() -> World {
    var profile = WorldProfile.daily
    profile.days = 1
    profile.tailDays = 20
    // What would wait for a refund or a claim stays away: nobody here would end it.
    profile.scenarios = []
    profile.amounts = []
    profile.otherMoney = profile.otherMoney.filter { $0.kind != .refundReturned }
    let world = World(
      seed: daySeed + UInt64(number), orders: orders, deposits: deposits, profile: profile,
      firstDay: day, firstOrderNumber: number)
    number += orders
    ending.append((day.adding(days: 16), ends(world)))
    let rows = String(decoding: world.depositsCSV(), as: UTF8.self).split(separator: "\n")
    for (deposit, row) in zip(world.deposits, rows.dropFirst()) {
      // Money that comes before its order comes on the order's day: earlier days are over.
      let booked = max(deposit.bookingDay, day)
      let rest = row.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false)[3]
      waiting[booked, default: []].append("\(booked.iso),\(booked.iso),\(rest)")
    }
    return world
  }

  private func ends(_ world: World) -> [String] {
    let paid = world.paidNetYen()
    let rows = String(decoding: world.ordersCSV(), as: UTF8.self).split(separator: "\n")
    return zip(rows.dropFirst(), world.orders.indices).compactMap { row, n in
      let order = world.orders[n]
      guard order.status == .open else { return nil }
      let isPaid = order.paymentMethod != .bankTransfer || paid[n] > 0
      return row.dropLast("open".utf8.count) + (isPaid ? "shipped" : "cancelled")
    }
  }

  /// `match 12 record 30 …`, of the run's own figures.
  private func steps(_ workspace: Workspace) throws -> String {
    let text = try String(contentsOfFile: workspace.root + "/metrics.prom", encoding: .utf8)
    let prefix = "keshikomi_run_milliseconds{step=\""
    return text.split(separator: "\n").filter { $0.hasPrefix(prefix) }.map {
      $0.dropFirst(prefix.count).replacing("\"}", with: "")
    }.joined(separator: ", ")
  }
}
