import Foundation
import Model
import Recording
import Running
import TestKit

/// `bench growth`: what an ordinary day costs a shop in ledgers of several sizes.
///
/// What is measured are days as a shop has them: files in the inbox, `runDaily`. Before them the
/// ledger is filled day by day (`--fill` days): the day's files are imported as ever, and a run's
/// results are recorded as they truly are instead of being worked out, because two thousand whole
/// runs would take hours. That is done `--fills` times in one ledger.
///
/// With `--behind 0,9,90` the shop stands behind the history of another one instead, of
/// `--past-orders` and `--past-deposits` a day over 20 days, that is put into the ledger so many
/// times more (`GrowthCopies`); each size is measured in a copy of the ledger.
func printGrowth(_ arguments: Arguments) throws {
  let behind = (arguments.options["behind"] ?? "").split(separator: ",").compactMap { Int64($0) }
  try withTemporaryFolder { folder in
    let workspace = try growthWorkspace(folder.path + "/shop")
    print(
      "| entries | orders | open cases | ledger bytes an entry | archive bytes an entry | "
        + "day ms (least, median, most) | CPU ms | steps of the median day, ms |\n"
        + "|---:|---:|---:|---:|---:|---|---:|---|")
    if behind.isEmpty {
      var shop = GrowingShop(
        orders: arguments.number("orders", 6_600), deposits: arguments.number("deposits", 5_500))
      for fill in 0...arguments.number("fills", 0) {
        if fill > 0 { try shop.fill(days: arguments.number("fill", 182), workspace) }
        try measure(&shop, arguments, workspace)
      }
      try printProof(arguments, workspace)
    } else {
      try growBehind(behind, arguments, workspace, folder)
    }
  }
}

private func growBehind(
  _ sizes: [Int64], _ arguments: Arguments, _ workspace: Workspace, _ folder: URL
) throws {
  var past = GrowingShop(
    orders: arguments.number("past-orders", 6_600),
    deposits: arguments.number("past-deposits", 5_500))
  try past.fill(days: 20, workspace)
  // Until all is paid or cancelled, and nothing open is copied.
  try past.fill(days: 42, hasOrders: false, workspace)
  let copies = try GrowthCopies(workspace)
  var done: Int64 = 0
  for size in sizes {
    if size > done { try copies.add(done + 1...size, every: 20) }
    done = max(done, size)
    let place = folder.path + "/behind"
    try FileManager.default.copyItem(atPath: workspace.root, toPath: place)
    var shop = past.successor(
      orders: arguments.number("orders", 330), deposits: arguments.number("deposits", 275),
      behind: Int(size))
    try shop.fill(days: arguments.number("fill", 182), Workspace(root: place))
    try measure(&shop, arguments, Workspace(root: place))
    if size == sizes.last { try printProof(arguments, Workspace(root: place)) }
    try FileManager.default.removeItem(atPath: place)
  }
}

private func growthWorkspace(_ path: String) throws -> Workspace {
  let workspace = Workspace(root: path)
  _ = try initialise(workspace)
  let policy = """
    language: en
    policy: {approval: {assign_yen: 1000000000, refund_yen: 1000000000},
      release_after_missing_day: true}

    """
  try writeBytes(
    Array(policy.utf8), to: URL(fileURLWithPath: workspace.root + "/keshikomi.yaml"))
  return workspace
}

private func measure(
  _ shop: inout GrowingShop, _ arguments: Arguments, _ workspace: Workspace
) throws {
  var days: [GrowthDay] = []
  for _ in 0..<max(1, arguments.number("days", 7)) { days.append(try shop.run(workspace)) }
  // Not `print`: each line is to be seen at once, also through a pipe.
  let line = try growthLine(days, shop, workspace) + "\n"
  FileHandle.standardOutput.write(Data(line.utf8))
}

private func printProof(_ arguments: Arguments, _ workspace: Workspace) throws {
  guard arguments.number("verify", 1) > 0 else { return }
  let start = DispatchTime.now().uptimeNanoseconds
  let proof = try verify(workspace, language: .en)
  let seconds = (DispatchTime.now().uptimeNanoseconds - start) / 1_000_000_000
  print("\nverify: exit code \(proof.exitCode) after \(seconds) s")
  if proof.exitCode != 0 { for line in proof.lines.prefix(30) { print(line) } }
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
    "| \(shop.entryCount) | \(shop.orderCount) | \(median.cases) | "
    + "\(ledger / shop.entryCount) | \(archive / shop.entryCount) | "
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
  /// The first line of an export of orders.
  private var orderHead: [UInt8] = []
  /// Payments that are booked on a day to come.
  private var waiting: [Day: [GrowthPayment]] = [:]
  /// Rows of orders as they are in the end, by the day of the export that says so.
  private var ending: [(day: Day, rows: [String])] = []

  init(orders: Int, deposits: Int) {
    self.orders = orders
    self.deposits = deposits
  }

  /// Downloads of a day in the inbox, and the run of the evening.
  mutating func run(_ workspace: Workspace) throws -> GrowthDay {
    let downloads = try download(workspace)
    let request = RunRequest(workspace: workspace, asOf: downloads.asOf)
    let cpu = cpuMilliseconds()
    let (time, _) = try microseconds { try runDaily(request) }
    let used = cpuMilliseconds() - cpu
    let figures = try steps(workspace)
    let cases = try caseCount(workspace)
    try GrowthLedger(workspace, asOf: downloads.asOf).answer()
    return GrowthDay(wall: time / 1_000, cpu: used, steps: figures, cases: cases)
  }

  /// Another shop that begins when this one ends, in a ledger that holds this one so many times
  /// more.
  func successor(orders: Int, deposits: Int, behind copies: Int) -> GrowingShop {
    var next = GrowingShop(orders: orders, deposits: deposits)
    next.day = day
    next.number = number
    next.entryCount = entryCount * (copies + 1)
    next.orderCount = orderCount * (copies + 1)
    return next
  }

  mutating func fill(days: Int, hasOrders: Bool = true, _ workspace: Workspace) throws {
    for _ in 0..<days { try fillDay(hasOrders, workspace) }
  }

  /// A day's downloads imported, and what truly is recorded as its run.
  private mutating func fillDay(_ hasOrders: Bool, _ workspace: Workspace) throws {
    let downloads = try download(workspace, hasOrders: hasOrders)
    let request = RunRequest(workspace: workspace, asOf: downloads.asOf)
    _ = try importFiles(downloads.paths, request)
    for path in downloads.paths { try FileManager.default.removeItem(atPath: path) }
    let ledger = try GrowthLedger(workspace, asOf: downloads.asOf)
    try ledger.record(downloads.payments)
    try ledger.answer()
  }

  private struct Downloads {
    var asOf: Moment
    var paths: [String]
    var payments: [String: GrowthPayment] = [:]
  }

  private mutating func download(
    _ workspace: Workspace, hasOrders: Bool = true
  ) throws -> Downloads {
    let names = ["orders-\(day.iso).csv", "deposits-\(day.iso).csv"]
    var made = Downloads(
      asOf: Moment(day: day, hour: 23), paths: names.map { workspace.inbox + "/" + $0 })
    let ended = ending.prefix { $0.day <= day }
    ending.removeFirst(ended.count)
    let text = hasOrders ? nextWorld().ordersCSV() : orderHead
    let head = text.firstIndex(of: 0x0A)! + 1
    orderHead = Array(text[..<head])
    var ordersText = Data(orderHead)
    for row in ended.flatMap(\.rows) { ordersText.append(contentsOf: (row + "\n").utf8) }
    ordersText.append(contentsOf: text[head...])
    var depositsText = Data(
      ("deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,edi_info,"
        + "reversal\n").utf8)
    for (n, payment) in (waiting.removeValue(forKey: day) ?? []).enumerated() {
      let id = "D\(day.iso)-\(n + 1)"
      depositsText.append(contentsOf: "\(id),\(payment.cells)\n".utf8)
      made.payments[id] = payment
      entryCount += 1
    }
    if hasOrders { orderCount += orders }
    day = day.adding(days: 1)
    for (path, data) in zip(made.paths, [ordersText, depositsText]) {
      try data.write(to: URL(fileURLWithPath: path))
    }
    return made
  }

  private func caseCount(_ workspace: Workspace) throws -> Int {
    let latest = URL(fileURLWithPath: workspace.root + "/reports/latest")
    let bytes = try Data(contentsOf: latest.appendingPathComponent("exceptions.csv"))
    return csvRows(Array(bytes)).count
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
    for ((deposit, truth), row) in zip(zip(world.deposits, world.truths), rows.dropFirst()) {
      // Money that comes before its order comes on the order's day: earlier days are over.
      let booked = max(deposit.bookingDay, day)
      let rest = row.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false)[3]
      waiting[booked, default: []].append(
        GrowthPayment(
          cells: "\(booked.iso),\(booked.iso),\(rest)", nameKind: truth.nameKind,
          links: truth.links.map { (world.orders[$0.orderIndex].orderID, $0.allocatedYen) }))
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
