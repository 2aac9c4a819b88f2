import Model

extension ThreeWayWork {
  private struct PayoutKey: Hashable {
    var provider: Int32
    var key: String
  }

  /// Lines that belong to one payout, as far as one piece of the book has them.
  private struct PayoutPart {
    var outcome: PayoutOutcome
    var taxYen: Int64 = 0

    var key: PayoutKey { PayoutKey(provider: outcome.provider, key: outcome.key) }
  }

  /// Groups the lines by payout and joins what the provider states of each.
  mutating func groupPayouts() {
    let work = self
    let parts: [PayoutPart] = workers.gather(
      lines.count, atOnce: 4 * ThreeWayWork.atOnce
    ) { range, out in out = work.payouts(range) }
    var places: [PayoutKey: Int] = [:]
    var taxes: [Int64] = []
    for part in parts {
      if let place = places[part.key] {
        payouts[place].add(part.outcome)
        taxes[place] += part.taxYen
      } else {
        places[part.key] = payouts.count
        payouts.append(part.outcome)
        taxes.append(part.taxYen)
      }
    }
    for stated in input.book.payouts {
      let key = PayoutKey(provider: stated.provider, key: stated.payout.key)
      let place = places[key] ?? placeByDay(stated) ?? payouts.count
      if place == payouts.count {
        places[key] = place
        payouts.append(PayoutOutcome(provider: key.provider, key: key.key))
        taxes.append(0)
      }
      join(stated.payout, place)
    }
    for n in payouts.indices where taxes[n] != 0 {
      payouts[n].feeTaxYen = taxes[n]
      payouts[n].readTax()
    }
    markBeforeData()
    payouts.sort { $0.sortKey < $1.sortKey }
  }

  /// The payouts of a piece of the book, in the order in which their first lines come.
  private func payouts(_ range: Range<Int>) -> [PayoutPart] {
    var found: [PayoutPart] = []
    var places: [PayoutKey: Int] = [:]
    var last = -1
    input.book.lines.withUnsafeBufferPointer { booked in
      for n in range where !booked[n].line.payoutKey.isEmpty {
        guard booked[n].line.state == .final else { continue }
        // Lines of one payout mostly stand together.
        if last < 0 || found[last].outcome.key != booked[n].line.payoutKey
          || found[last].outcome.provider != booked[n].provider
        {
          let key = PayoutKey(provider: booked[n].provider, key: booked[n].line.payoutKey)
          last = places[key] ?? found.count
          if last == found.count {
            places[key] = last
            found.append(
              PayoutPart(outcome: PayoutOutcome(provider: key.provider, key: key.key)))
          }
        }
        found[last].outcome.add(booked[n].line, countsDay: lines[n].result != .dayUnlikely)
        found[last].taxYen += booked[n].line.feeTaxYen
      }
    }
    return found
  }

  /// Where lines know a payout by its day and the list of payouts by a number: the only one of
  /// that provider, day and total.
  private func placeByDay(_ stated: BookedPayout) -> Int? {
    let fitting = payouts.indices.filter {
      payouts[$0].provider == stated.provider && payouts[$0].statedYen == nil
        && payouts[$0].expectedDay == stated.payout.expectedDay
        && payouts[$0].netYen == stated.payout.totalYen
    }
    return fitting.count == 1 ? fitting[0] : nil
  }

  private mutating func join(_ stated: StatedPayout, _ place: Int) {
    payouts[place].statedYen = stated.totalYen
    payouts[place].statedFeeYen = stated.feeYen
    payouts[place].expectedDay = stated.expectedDay
    if !stated.isLive { payouts[place].result = .dead }
  }

  /// Payouts at the start of the data whose lines were made before it: they cannot be proved.
  private mutating func markBeforeData() {
    var longest = [Int32](repeating: 0, count: learned.count)
    for payout in payouts {
      guard let day = payout.expectedDay, let first = payout.firstLineDay else { continue }
      if let stated = payout.statedYen, stated != payout.netYen { continue }
      let provider = Int(payout.provider)
      longest[provider] = max(longest[provider], day.days(since: first))
    }
    for n in payouts.indices {
      guard let stated = payouts[n].statedYen else { continue }
      payouts[n].unexplainedYen = stated - payouts[n].netYen
      let provider = Int(payouts[n].provider)
      guard payouts[n].unexplainedYen != 0, let day = payouts[n].expectedDay,
        let first = learned[provider].firstLineDay
      else { continue }
      payouts[n].isBeforeData = day.adding(days: -longest[provider]) < first
    }
  }
}

extension PayoutOutcome {
  /// The provider's own total says whether the tax is part of the fees, where it says one.
  fileprivate mutating func readTax() {
    guard let statedYen else { return }
    if statedYen == netYen { take(.inside) }
    if statedYen == netYen - feeTaxYen { take(.added) }
  }

  /// Settles how the tax is read.
  mutating func take(_ reading: TaxReading) {
    guard taxReading == .none else { return }
    taxReading = reading
    if reading == .added { netYen -= feeTaxYen }
  }

  /// A line of an unlikely day does not say when the payout was made.
  fileprivate mutating func add(_ line: borrowing SettlementLine, countsDay: Bool) {
    lines += 1
    grossYen += line.grossYen
    feeYen += line.feeYen
    netYen += line.grossYen - line.feeYen
    if let day = line.payoutDay { expectedDay = max(expectedDay ?? day, day) }
    guard countsDay else { return }
    firstLineDay = min(firstLineDay ?? line.day, line.day)
    lastLineDay = max(lastLineDay ?? line.day, line.day)
  }

  /// Adds further lines of the same payout.
  fileprivate mutating func add(_ other: PayoutOutcome) {
    lines += other.lines
    grossYen += other.grossYen
    feeYen += other.feeYen
    netYen += other.netYen
    if let day = other.expectedDay { expectedDay = max(expectedDay ?? day, day) }
    if let day = other.firstLineDay { firstLineDay = min(firstLineDay ?? day, day) }
    if let day = other.lastLineDay { lastLineDay = max(lastLineDay ?? day, day) }
  }

  fileprivate var sortKey: (Int32, Int32, String) {
    (provider, (expectedDay ?? lastLineDay)?.number ?? Int32.max, key)
  }
}
