public import Model

/// Every file of a close's report but the workbook. Equal input gives equal bytes.
///
/// Precondition: `notes` is parallel to `findings`. Cost: n log n in rows.
public func closeFiles(_ input: CloseReportInput) -> [ReportFile] {
  precondition(input.notes.count == input.findings.count, "one note for every finding")
  let facts = CloseFacts(input)
  var files = [
    closeLinesFile(facts), closeOrdersFile(facts), closePayoutsFile(facts),
    rollForwardFile(facts), carryOverFile(facts), closeExceptionsFile(facts),
    closeJournalFile(facts), closeChangesFile(facts), closePage(facts),
  ]
  for provider in input.input.book.providers.indices {
    files.append(providerPage(facts, provider))
  }
  return files
}

/// A close with what several tables ask of it.
struct CloseFacts: Sendable {
  let report: CloseReportInput
  let words: Words
  /// By provider and payout key.
  private let payoutPlaces: [PayoutName: Int]
  /// By order index: its place among the outcomes, -1 where none.
  private let orderPlaces: [Int32]

  private struct PayoutName: Hashable {
    var provider: Int32
    var key: String
  }

  init(_ report: CloseReportInput) {
    self.report = report
    words = Words(report.language)
    var places: [PayoutName: Int] = [:]
    for (n, payout) in report.outcome.payouts.enumerated() {
      places[PayoutName(provider: payout.provider, key: payout.key)] = n
    }
    payoutPlaces = places
    var orders = [Int32](repeating: -1, count: report.input.orders.count)
    for (n, order) in report.outcome.orders.enumerated() {
      orders[Int(order.orderIndex)] = Int32(n)
    }
    orderPlaces = orders
  }

  var input: CloseInput { report.input }
  var outcome: ThreeWayOutcome { report.outcome }
  var month: String {
    let civil = input.firstDay.civil
    return "\(civil.year)-\(civil.month < 10 ? "0" : "")\(civil.month)"
  }

  func provider(_ n: Int32) -> String { n >= 0 ? input.book.providers[Int(n)] : "" }
  func row(_ order: Int32) -> OrderRow { input.orders[Int(order)].row }

  func payoutPlace(_ booked: BookedLine) -> Int? {
    payoutPlaces[PayoutName(provider: booked.provider, key: booked.line.payoutKey)]
  }

  /// Lines of the month, and later ones of orders that belong to it.
  func isOfMonth(_ n: Int) -> Bool {
    let day = input.book.lines[n].line.day
    if day < input.firstDay { return false }
    if day <= input.lastDay { return true }
    let order = outcome.lines[n].orderIndex
    guard order >= 0, orderPlaces[Int(order)] >= 0 else { return false }
    return outcome.orders[Int(orderPlaces[Int(order)])].claimDay <= input.lastDay
  }

  /// Orders claimed in the month, or open at its start or end.
  func isOfMonth(_ order: OrderOutcome) -> Bool {
    guard order.claimDay <= input.lastDay else { return false }
    return order.claimDay >= input.firstDay || order.openYen != 0 || order.openedYen != 0
  }

  /// Payouts with lines or an expected day in the month.
  func isOfMonth(_ payout: PayoutOutcome) -> Bool {
    let first = payout.firstLineDay ?? payout.expectedDay ?? input.firstDay
    let last = [payout.lastLineDay, payout.expectedDay].compactMap { $0 }.max() ?? input.firstDay
    return first <= input.lastDay && last >= input.firstDay
  }
}
