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
  var work = ThreeWayWork(input)
  work.workers = workers
  work.usesShortcuts = usesShortcuts
  work.linkKeys()
  work.groupByOrder()
  work.learnDelays()
  work.learnFees()
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
  var workers = Workers.one
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

  init(_ input: CloseInput) {
    self.input = input
    let count = input.book.providers.count
    lines = [LineOutcome](repeating: LineOutcome(), count: input.book.lines.count)
    figures = [ProviderFigures](repeating: ProviderFigures(), count: count)
    learned = [LearnedTerms](repeating: LearnedTerms(), count: count)
    providerOf = input.orders.map { ThreeWayWork.provider(of: $0.row, input.terms) }
    claimDays = input.orders.map(\.row.orderedAt.day)
    dues = zip(input.orders, providerOf).map { order, provider in
      let points = provider >= 0 && input.terms[Int(provider)].paysGrossOfPoints
      return order.row.amountDueYen + (points ? order.row.pointsUsedYen : 0)
    }
  }

  /// The one provider that collects for such an order: one that names its shop or method before
  /// one that takes all of a method.
  private static func provider(of row: OrderRow, _ terms: [ProviderTerms]) -> Int32 {
    var named: [Int32] = []
    var usual: [Int32] = []
    for (n, term) in terms.enumerated() where term.methods.contains(row.paymentMethod) {
      if !term.shops.isEmpty, !term.shops.contains(row.shopID) { continue }
      if !term.methodWords.isEmpty {
        let text = Array(row.paymentMethodText.utf8)
        guard term.methodWords.contains(where: { SetAside.contains(text, Array($0.utf8)) }) else {
          continue
        }
      }
      if term.shops.isEmpty, term.methodWords.isEmpty {
        usual.append(Int32(n))
      } else {
        named.append(Int32(n))
      }
    }
    let found = named.isEmpty ? usual : named
    return found.count == 1 ? found[0] : found.isEmpty ? -2 : -1
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
