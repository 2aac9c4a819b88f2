import Model

extension ThreeWayWork {
  /// Gives every line and every order of a provider its result.
  mutating func classify() {
    // Stories ask nothing of other results, and a line is of one order at most: so all orders can
    // be told side by side, each putting its lines' results where they belong.
    var results = lines
    lines = []
    let work = self
    orders = results.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer
      return work.workers.gather(
        work.input.orders.count, atOnce: ThreeWayWork.atOnce
      ) { range, out in
        out.reserveCapacity(range.count)
        for order in range {
          if let outcome = work.classify(order, places) { out.append(outcome) }
        }
      }
    }
    lines = results
    for n in lines.indices where lines[n].orderIndex < 0 && lines[n].result != .ambiguousOrder {
      lines[n].result = resultWithoutOrder(input.book.lines[n].line)
    }
  }

  /// Nil where the order is of no provider, or of a later month.
  private func classify(
    _ order: Int, _ results: UnsafeMutableBufferPointer<LineOutcome>
  ) -> OrderOutcome? {
    let own = linesOf(order)
    if own.isEmpty, providerOf[order] == -2 || claimDays[order] > input.lastDay { return nil }
    // Nearly all orders have one line, and it is right: their story is told in one look.
    if usesShortcuts, own.count == 1, let outcome = plainOrder(order, own.first!) {
      results[Int(own.first!)].result = .ok
      return outcome
    }
    var story = OrderStory(self, order)
    story.judge(own)
    for (n, outcome) in story.judged {
      results[Int(n)].result = outcome.result
      results[Int(n)].differenceYen = outcome.differenceYen
    }
    return story.outcome
  }

  /// Nil where anything is to be asked.
  private func plainOrder(_ order: Int, _ n: Int32) -> OrderOutcome? {
    input.book.lines.withUnsafeBufferPointer { booked in
      let provider = Int(booked[Int(n)].provider)
      guard booked[Int(n)].line.kind == .sale, booked[Int(n)].line.state == .final,
        !booked[Int(n)].line.isComponent, booked[Int(n)].line.grossYen == dues[order],
        dues[order] > 0, input.orders[order].row.status != .cancelled,
        input.terms[provider].differences.isEmpty, providerOf[order] == Int32(provider)
      else { return nil }
      if let agreed = agreedFee(booked[Int(n)].line, provider),
        agreed != booked[Int(n)].line.feeYen
      {
        return nil
      }
      guard isLikely(booked[Int(n)].line.day, ofOrder: order, provider) else { return nil }
      let within = learned[provider].settlesWithinDays
      return OrderOutcome(
        orderIndex: Int32(order), provider: Int32(provider), result: .ok,
        claimDay: claimDays[order], dueYen: dues[order], settledYen: dues[order],
        expectedDay: within.map { claimDays[order].adding(days: $0) })
    }
  }

  /// Whether a sale of the order may be of that day.
  func isLikely(_ day: Day, ofOrder order: Int, _ provider: Int) -> Bool {
    let delay = day.days(since: claimDays[order])
    return delay >= -1 && delay <= (learned[provider].settlesWithinDays ?? 60) + 31
  }

  private func resultWithoutOrder(_ line: SettlementLine) -> LineResult {
    switch line.kind {
    case .sale, .refund, .refused, .lost:
      return line.state == .preliminary ? .preliminary : .unknownOrder
    case .chargeback: return .chargeback
    case .chargebackReversal: return .chargebackReversal
    case .fee, .reserve, .adjustment, .payout: return .noOrder
    case .announcementCancelled: return .announcementCancelled
    }
  }

  /// For sale lines without an order: the one order of the provider that waits, was there in time
  /// and has just that amount. It is shown to a person and nothing is booked on it.
  mutating func propose() {
    let unknown = lines.indices.filter {
      lines[$0].result == .unknownOrder && input.book.lines[$0].line.kind == .sale
    }
    guard !unknown.isEmpty else { return }
    var waiting: [Int64: [Int32]] = [:]
    for outcome in orders where outcome.result == .missingLine || outcome.result == .notDue {
      waiting[outcome.dueYen, default: []].append(outcome.orderIndex)
    }
    for n in unknown {
      let booked = input.book.lines[n]
      let fitting = (waiting[booked.line.grossYen] ?? []).filter { order in
        let delay = booked.line.day.days(since: claimDays[Int(order)])
        return delay >= 0 && delay <= learned[Int(booked.provider)].settlesWithinDays ?? 45
          && [booked.provider, -1].contains(providerOf[Int(order)])
      }
      if fitting.count == 1 { lines[n].proposedOrder = fitting[0] }
    }
  }

  /// What the agreement, or what was learned, makes of the fee: the line's own where any tariff
  /// gives it, else that of the first that applies; nil where none does.
  func agreedFee(_ line: SettlementLine, _ provider: Int) -> Int64? {
    var first: Int64?
    for rule in learned[provider].fees {
      guard rule.methodText.isEmpty || rule.methodText == line.methodText,
        line.grossYen >= rule.fromYen, line.grossYen <= rule.toYen
      else { continue }
      let fee = rule.feeYen(of: line.grossYen)
      if fee == line.feeYen { return fee }
      first = first ?? fee
    }
    return first
  }
}

/// One order with its lines.
struct OrderStory {
  private let work: ThreeWayWork
  private let order: Int
  private(set) var outcome: OrderOutcome
  /// Results of the lines that were looked at.
  private(set) var judged: [(Int32, LineOutcome)] = []
  private var sales: [Int32] = []
  private var results: Set<LineResult> = []

  init(_ work: ThreeWayWork, _ order: Int) {
    self.work = work
    self.order = order
    outcome = OrderOutcome(
      orderIndex: Int32(order), provider: max(-1, work.providerOf[order]), result: .ok,
      claimDay: work.claimDays[order], dueYen: work.dues[order])
    if outcome.provider >= 0 {
      let days = work.learned[Int(outcome.provider)].settlesWithinDays
      outcome.expectedDay = days.map { outcome.claimDay.adding(days: $0) }
    }
  }

  private var row: OrderRow { work.input.orders[order].row }
  private var isCancelled: Bool { row.status == .cancelled }

  mutating func judge(_ own: ArraySlice<Int32>) {
    for n in own { sort(n) }
    judgeSales()
    judgeRefunds()
    outcome.result = verdict(hasLines: !own.isEmpty)
  }

  private mutating func give(_ n: Int32, _ result: LineResult, _ differenceYen: Int64 = 0) {
    results.insert(result)
    judged.append((n, LineOutcome(result: result, differenceYen: differenceYen)))
  }

  /// First what a line's own kind says.
  private mutating func sort(_ n: Int32) {
    let line = work.line(n)
    if line.state == .preliminary { return give(n, .preliminary) }
    switch line.kind {
    case .sale:
      sales.append(n)
      outcome.settledYen += line.grossYen
    case .refund:
      outcome.refundedYen -= line.grossYen
      if line.grossYen > 0 { give(n, .signTurned) }
    case .chargeback:
      outcome.chargedBackYen -= line.grossYen
      give(n, line.grossYen > 0 ? .signTurned : .chargeback)
    case .chargebackReversal:
      outcome.chargedBackYen -= line.grossYen
      give(n, line.grossYen < 0 ? .signTurned : .chargebackReversal)
    case .refused: give(n, .refused)
    case .lost: give(n, .lost)
    case .announcementCancelled: give(n, .announcementCancelled)
    case .fee, .reserve, .adjustment, .payout: give(n, .noOrder)
    }
  }

  private mutating func judgeSales() {
    guard !sales.isEmpty else { return }
    if sales.contains(where: { work.line($0).isComponent }) { return judgeComponents() }
    for n in sales where work.line(n).grossYen < 0 { give(n, .signTurned) }
    sales.removeAll { work.line($0).grossYen < 0 }
    if isCancelled {
      for n in sales { give(n, .capturedAfterCancel) }
      return
    }
    let doubled = duplicates()
    for n in doubled { give(n, .duplicateLine, work.line(n).grossYen) }
    let rest = sales.filter { !doubled.contains($0) }
    let difference = rest.reduce(0) { $0 + work.line($1).grossYen } - outcome.dueYen
    let isWrong = !isNamed(difference)
    for n in rest {
      if isWrong { give(n, .amountMismatch, difference) } else { judgeFee(n) }
    }
  }

  /// Components of one order are one sale.
  private mutating func judgeComponents() {
    let difference = sales.reduce(0) { $0 + work.line($1).grossYen } - outcome.dueYen
    let result: LineResult =
      isCancelled ? .capturedAfterCancel : isNamed(difference) ? .ok : .amountMismatch
    for n in sales { give(n, result, result == .amountMismatch ? difference : 0) }
  }

  /// Later lines of an amount that was there before, as long as there is more money than the order
  /// asks for. Two halves of one order are no duplicates: together they are what it asks for.
  private func duplicates() -> Set<Int32> {
    let total = sales.reduce(0) { $0 + work.line($1).grossYen }
    return repeats(sales, excessYen: total - outcome.dueYen).lines
  }

  /// Later ones of the lines whose amount was there before, from the last on until they make up the
  /// excess; and what they leave of it.
  private func repeats(_ lines: [Int32], excessYen: Int64) -> (lines: Set<Int32>, excessYen: Int64)
  {
    var excess = excessYen
    guard excess > 0, !lines.isEmpty else { return ([], excess) }
    var seen: Set<Int64> = []
    var doubled: [Int32] = []
    for n in lines where !seen.insert(work.line(n).grossYen).inserted { doubled.append(n) }
    var found: Set<Int32> = []
    // The last first: what came before it stands.
    for n in doubled.reversed() where excess > 0 {
      excess -= work.line(n).grossYen.magnitudeYen
      found.insert(n)
    }
    return (found, excess)
  }

  private func isNamed(_ difference: Int64) -> Bool {
    guard outcome.provider >= 0 else { return difference == 0 }
    let text = Array(row.paymentMethodText.utf8)
    let named = work.input.terms[Int(outcome.provider)].differences.filter {
      $0.methodWord.isEmpty || SetAside.contains(text, Array($0.methodWord.utf8))
    }
    if named.contains(where: { $0.yen == difference }) { return true }
    return difference == 0 && !named.contains(where: \.isRequired)
  }

  private mutating func judgeFee(_ n: Int32) {
    let line = work.line(n)
    let provider = work.provider(ofLine: n)
    if let agreed = work.agreedFee(line, provider), agreed != line.feeYen {
      return give(n, .feeMismatch, line.feeYen - agreed)
    }
    give(n, work.isLikely(line.day, ofOrder: order, provider) ? .ok : .dayUnlikely)
  }

  private mutating func judgeRefunds() {
    let settled = outcome.settledYen
    let isWhole = outcome.refundedYen >= settled && settled > 0
    let isAll = isWhole || (settled == 0 && outcome.refundedYen >= outcome.dueYen)
    let refunds = work.linesOf(order).filter { n in
      let line = work.line(n)
      return line.kind == .refund && line.state == .final && line.grossYen <= 0
    }
    // More went back than ever came, or was asked for where the sale is older than the data.
    let doubled = repeats(
      refunds, excessYen: outcome.refundedYen - max(settled, outcome.dueYen))
    for n in refunds {
      if doubled.lines.contains(n) {
        give(n, .duplicateLine)
      } else if doubled.excessYen > 0, n == refunds.last {
        give(n, .amountMismatch, -doubled.excessYen)
      } else {
        give(n, isAll ? .refund : .partialRefund)
      }
    }
  }

  /// The one word for the order: what asks for most comes first.
  private func verdict(hasLines: Bool) -> OrderResult {
    let ranked: [(LineResult, OrderResult)] = [
      (.signTurned, .signTurned), (.capturedAfterCancel, .capturedAfterCancel),
      (.duplicateLine, .duplicateLine), (.chargeback, .chargeback), (.refund, .refund),
      (.partialRefund, .partialRefund), (.amountMismatch, .amountMismatch),
      (.feeMismatch, .feeMismatch),
    ]
    for (line, result) in ranked where results.contains(line) { return result }
    if !sales.isEmpty { return .ok }
    if results.contains(.lost) { return .lost }
    if results.contains(.refused) { return .refused }
    if results.contains(.announcementCancelled) { return .announcementCancelled }
    if isCancelled || row.status == .closed { return .cancelled }
    if results.contains(.preliminary) { return .preliminary }
    return outcome.dueYen == 0 ? .ok : waiting
  }

  /// Without any line.
  private var waiting: OrderResult {
    guard outcome.provider >= 0 else { return .notDue }
    let learned = work.learned[Int(outcome.provider)]
    guard let first = learned.firstLineDay else { return .notDue }
    guard let expected = outcome.expectedDay else { return .notDue }
    if expected < first { return .beforeData }
    return expected < work.input.asOf ? .missingLine : .notDue
  }
}
