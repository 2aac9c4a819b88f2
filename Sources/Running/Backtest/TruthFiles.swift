internal import Judging
internal import Model

/// Reads a folder's truth.csv and order_truth.csv against a snapshot made from its deposits and
/// orders: UTF-8, plain cells without quotes, columns by name. A fault is told with its file and
/// line and stops the backtest: a truth that is half read proves nothing.
struct TruthFiles {
  let folder: String
  let snapshot: Snapshot
  private var orderIndex: [ExactText: Int32] = [:]
  private var entryIndex: [String: Int32] = [:]

  init(folder: String, snapshot: Snapshot) {
    self.folder = folder
    self.snapshot = snapshot
    for (index, order) in snapshot.orders.enumerated().reversed() {
      orderIndex[ExactText(order.row.orderID)] = Int32(index)
    }
    for (index, entry) in snapshot.entries.enumerated().reversed() {
      entryIndex[entry.sourceRef] = Int32(index)
    }
  }

  func read() throws(RunError) -> Truth {
    var truth = Truth(
      deposits: snapshot.entries.map { _ in KnownDeposit(kind: "", links: [], isKnown: false) },
      orders: snapshot.orders.map {
        KnownOrder(isKnown: false, dueYen: $0.row.amountDueYen, paidYen: 0, isPayable: false)
      })
    let deposits = try PlainTable(folder + "/truth.csv")
    for row in deposits.rows {
      let id = try deposits.cell("deposit_id", row)
      guard let entry = entryIndex[id] else { throw deposits.fault(row, "deposit_id", id) }
      truth.deposits[Int(entry)] = KnownDeposit(
        kind: try deposits.cell("kind", row), links: try links(deposits, row))
    }
    let orders = try PlainTable(folder + "/order_truth.csv")
    for row in orders.rows {
      let id = try orders.cell("order_id", row)
      guard let order = orderIndex[ExactText(id)] else { throw orders.fault(row, "order_id", id) }
      truth.orders[Int(order)] = KnownOrder(
        isKnown: true, dueYen: try orders.number("amount_due", row),
        paidYen: try orders.number("paid_net", row),
        isPayable: try orders.number("should_release", row) == 1,
        isAmbiguous: try orders.number("ambiguous", row) == 1,
        twinGroup: try orders.cell("twin_group", row).isEmpty
          ? 0 : Int32(clamping: try orders.number("twin_group", row)))
    }
    return truth
  }

  private func links(_ table: PlainTable, _ row: PlainTable.Row) throws(RunError) -> [KnownLink] {
    let ids = try table.cell("order_ids", row)
    let sums = try table.cell("allocs", row)
    if ids.isEmpty { return [] }
    let orders = ids.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let yen = sums.split(separator: "|", omittingEmptySubsequences: false).map { Int64($0) }
    guard orders.count == yen.count else { throw table.fault(row, "allocs", sums) }
    var links: [KnownLink] = []
    for (id, sum) in zip(orders, yen) {
      guard let order = orderIndex[ExactText(id)] else { throw table.fault(row, "order_ids", id) }
      guard let sum else { throw table.fault(row, "allocs", sums) }
      links.append(KnownLink(orderIndex: order, allocatedYen: sum))
    }
    return links
  }
}

/// A CSV of plain cells.
private struct PlainTable {
  struct Row {
    var line: Int
    var cells: [Substring]
  }

  let path: String
  let rows: [Row]
  private let titles: [String: Int]

  init(_ path: String) throws(RunError) {
    self.path = path
    let lines = try textOfFile(path).split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r\n"
    }
    var titles: [String: Int] = [:]
    for (place, title) in (lines.first ?? "").split(separator: ",").enumerated() {
      titles[String(title)] = place
    }
    self.titles = titles
    rows = lines.enumerated().dropFirst().filter { !$0.element.isEmpty }.map { number, line in
      Row(line: number + 1, cells: line.split(separator: ",", omittingEmptySubsequences: false))
    }
  }

  func cell(_ title: String, _ row: Row) throws(RunError) -> String {
    guard let place = titles[title], place < row.cells.count else {
      throw .truth("\(lastComponent(path)):\(row.line): \(title)")
    }
    return String(row.cells[place])
  }

  func number(_ title: String, _ row: Row) throws(RunError) -> Int64 {
    let text = try cell(title, row)
    guard let number = Int64(text) else { throw fault(row, title, text) }
    return number
  }

  func fault(_ row: Row, _ title: String, _ value: String) -> RunError {
    .truth("\(lastComponent(path)):\(row.line): \(title) “\(value)”")
  }
}
