import Model

extension ThreeWayWork {
  /// Groups the lines by payout and joins what the provider states of each.
  mutating func groupPayouts() {
    struct Key: Hashable {
      var provider: Int32
      var key: String
    }
    var places: [Key: Int] = [:]
    var taxes: [Int64] = []
    var last: (key: Key, place: Int)?
    input.book.lines.withUnsafeBufferPointer { booked in
      for n in booked.indices where !booked[n].line.payoutKey.isEmpty {
        guard booked[n].line.state == .final else { continue }
        let place: Int
        if let last, last.key.key == booked[n].line.payoutKey,
          last.key.provider == booked[n].provider
        {
          place = last.place
        } else {
          let key = Key(provider: booked[n].provider, key: booked[n].line.payoutKey)
          place = places[key] ?? payouts.count
          if place == payouts.count {
            places[key] = place
            payouts.append(PayoutOutcome(provider: key.provider, key: key.key))
            taxes.append(0)
          }
          last = (key, place)
        }
        payouts[place].add(booked[n].line, countsDay: lines[n].result != .dayUnlikely)
        taxes[place] += booked[n].line.feeTaxYen
      }
    }
    for stated in input.book.payouts {
      let key = Key(provider: stated.provider, key: stated.payout.key)
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

  fileprivate var sortKey: (Int32, Int32, String) {
    (provider, (expectedDay ?? lastLineDay)?.number ?? Int32.max, key)
  }
}
