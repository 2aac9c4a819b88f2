// The monthly close: order, settlement line, payout, bank entry. Keys decide; amount and date only
// propose. Nothing is taken for right by being near: a difference is zero, or it has a name.

public import Model

/// Ties orders to settlement lines, lines to payouts and payouts to bank entries, and rolls the
/// receivable of each provider forward over the month.
///
/// Pure: equal input gives equal output, however many hands there are. Cost: linear in lines and
/// orders, n log n in payouts.
public func threeWay(_ input: CloseInput, workers: Workers = .one) -> ThreeWayOutcome {
  threeWay(input, workers: workers, usesShortcuts: true)
}

/// - Parameter usesShortcuts: false: every order goes the long way, which is what the shortcuts are
///   held against.
func threeWay(
  _ input: CloseInput, workers: Workers = .one, usesShortcuts: Bool
) -> ThreeWayOutcome {
  var work = ThreeWayWork(input, workers)
  work.usesShortcuts = usesShortcuts
  work.linkKeys()
  work.groupByOrder()
  work.learn()
  work.classify()
  work.propose()
  work.groupPayouts()
  work.tieBank()
  work.rollForward()
  return ThreeWayOutcome(
    lines: work.lines, orders: work.orders, payouts: work.payouts,
    unexplainedEntries: work.unexplained, figures: work.figures, learned: work.learned)
}

/// What the steps share.
struct ThreeWayWork: Sendable {
  let input: CloseInput
  let workers: Workers
  var usesShortcuts = true
  var lines: [LineOutcome]
  var orders: [OrderOutcome] = []
  var payouts: [PayoutOutcome] = []
  var unexplained: [UnexplainedEntry] = []
  var figures: [ProviderFigures]
  var learned: [LearnedTerms]
  /// By order: the provider that collects for it, -1 where several may, -2 where none does.
  var providerOf: [Int32]
  /// By order: when the claim arose, and what the provider owes for it.
  var claimDays: [Day]
  var dues: [Int64]
  /// Lines of each order: `linesOfOrder[starts[i]..<starts[i + 1]]`, in the book's order.
  var starts: [Int32] = []
  var linesOfOrder: [Int32] = []

  init(_ input: CloseInput, _ workers: Workers) {
    self.input = input
    self.workers = workers
    let count = input.book.providers.count
    lines = []
    figures = [ProviderFigures](repeating: ProviderFigures(), count: count)
    learned = [LearnedTerms](repeating: LearnedTerms(), count: count)
    let facts: [OrderFacts] = workers.gather(
      input.orders.count, atOnce: ThreeWayWork.atOnce
    ) { range, out in
      out.reserveCapacity(range.count)
      input.orders.withUnsafeBufferPointer { orders in
        for n in range { out.append(OrderFacts(orders[n].row, input.terms)) }
      }
    }
    providerOf = facts.map(\.provider)
    claimDays = facts.map(\.day)
    dues = facts.map(\.dueYen)
  }

  /// Rows that are looked at in one piece: enough to be worth a thread's turn.
  static let atOnce = 16_384

  /// What is asked of every order: the one provider that collects for it, -1 where several may, -2
  /// where none does; when the claim arose; what the provider owes.
  private struct OrderFacts {
    var provider: Int32
    var day: Day
    var dueYen: Int64

    init(_ row: borrowing OrderRow, _ terms: [ProviderTerms]) {
      provider = ThreeWayWork.provider(of: row, terms)
      day = row.orderedAt.day
      let points = provider >= 0 && terms[Int(provider)].paysGrossOfPoints
      dueYen = row.amountDueYen + (points ? row.pointsUsedYen : 0)
    }
  }

  /// One that names its shop or method goes before one that takes all of a method.
  private static func provider(of row: borrowing OrderRow, _ terms: [ProviderTerms]) -> Int32 {
    var named: (count: Int32, first: Int32) = (0, -1)
    var usual = named
    for n in terms.indices where terms[n].methods.contains(row.paymentMethod) {
      if !terms[n].shops.isEmpty, !terms[n].shops.contains(row.shopID) { continue }
      if !terms[n].methodWords.isEmpty {
        let text = Array(row.paymentMethodText.utf8)
        let isMeant = terms[n].methodWords.contains { SetAside.contains(text, Array($0.utf8)) }
        guard isMeant else { continue }
      }
      if terms[n].shops.isEmpty, terms[n].methodWords.isEmpty {
        if usual.count == 0 { usual.first = Int32(n) }
        usual.count += 1
      } else {
        if named.count == 0 { named.first = Int32(n) }
        named.count += 1
      }
    }
    let found = named.count > 0 ? named : usual
    return found.count == 1 ? found.first : found.count == 0 ? -2 : -1
  }

  func line(_ n: Int32) -> SettlementLine { input.book.lines[Int(n)].line }
  func provider(ofLine n: Int32) -> Int { Int(input.book.lines[Int(n)].provider) }

  func linesOf(_ order: Int) -> ArraySlice<Int32> {
    linesOfOrder[Int(starts[order])..<Int(starts[order + 1])]
  }

  /// Bucket sort of the linked lines by order.
  mutating func groupByOrder() {
    var counts = [Int32](repeating: 0, count: input.orders.count + 1)
    for line in lines where line.orderIndex >= 0 { counts[Int(line.orderIndex) + 1] += 1 }
    for i in 1..<counts.count { counts[i] += counts[i - 1] }
    starts = counts
    linesOfOrder = [Int32](repeating: 0, count: Int(counts.last!))
    for n in lines.indices where lines[n].orderIndex >= 0 {
      let line = lines[n]
      linesOfOrder[Int(counts[Int(line.orderIndex)])] = Int32(n)
      counts[Int(line.orderIndex)] += 1
    }
    for order in input.orders.indices where providerOf[order] < 0 {
      guard let first = linesOf(order).first else { continue }
      providerOf[order] = Int32(provider(ofLine: first))
    }
  }
}
