import Model

extension ThreeWayWork {
  /// What the reports themselves tell of delays and fees. Both look at all lines, so they look at
  /// the same time.
  mutating func learn() {
    let work = self
    let (delays, samples) = workers.both({ work.delays() }, { work.feeSamples() })
    take(delays)
    learnFees(samples)
  }

  /// Of one provider's lines.
  private struct Delays {
    static let longest = 400
    var firstLineDay: Day?
    var lastLineDay: Day?
    /// Lines by how many days after the claim they came.
    var counts = [Int32](repeating: 0, count: longest + 1)
  }

  private func delays() -> [Delays] {
    var found = [Delays](repeating: Delays(), count: learned.count)
    input.book.lines.withUnsafeBufferPointer { booked in
      for n in booked.indices {
        let provider = Int(booked[n].provider)
        let day = booked[n].line.day
        found[provider].firstLineDay = min(found[provider].firstLineDay ?? day, day)
        found[provider].lastLineDay = max(found[provider].lastLineDay ?? day, day)
        let order = Int(lines[n].orderIndex)
        guard order >= 0, isFirstOutcome(booked[n].line.kind) else { continue }
        let delay = Int(day.days(since: claimDays[order]))
        found[provider].counts[min(max(delay, 0), Delays.longest)] += 1
      }
    }
    return found
  }

  /// How long after its claim a line comes: 998 of 1000 within so many days, and never counting the
  /// slowest, which may be a fault. Where nothing was agreed and fifty lines are there to learn.
  private mutating func take(_ delays: [Delays]) {
    for provider in learned.indices {
      let counts = delays[provider].counts
      learned[provider].firstLineDay = delays[provider].firstLineDay
      learned[provider].lastLineDay = delays[provider].lastLineDay
      let all = counts.reduce(0, +)
      if let agreed = input.terms[provider].settlesWithinDays {
        learned[provider].settlesWithinDays = agreed
      } else if all >= 50 {
        var left = max(1, all / 500)
        var days = Delays.longest
        while days > 0, left >= counts[days] {
          left -= counts[days]
          days -= 1
        }
        learned[provider].settlesWithinDays = Int32(days)
      }
    }
  }

  /// The first that a provider says of an order.
  private func isFirstOutcome(_ kind: SettlementKind) -> Bool {
    kind == .sale || kind == .refused
  }

  /// The fee rules of each provider: what was agreed, else what nearly all of its sales follow.
  private mutating func learnFees(_ samples: [[String: [FeeSample]]]) {
    for provider in learned.indices {
      guard input.terms[provider].fees.isEmpty else {
        learned[provider].fees = input.terms[provider].fees
        continue
      }
      let methods = samples[provider].sorted { $0.key < $1.key }
      let found = learnTariffs(methods.map { ($0.key, thinned($0.value)) })
      learned[provider].fees = found.flatMap(\.rules)
      let seen = found.reduce(0) { $0 + Int64($1.seen) }
      let explained = found.reduce(0) { $0 + Int64($1.explained) }
      learned[provider].feeSharePer100000 = seen == 0 ? 0 : explained * 100_000 / seen
    }
  }

  /// Sales by provider and means of payment.
  private func feeSamples() -> [[String: [FeeSample]]] {
    // Places by provider and means of payment, found once for rows of one means.
    var places: [[String: Int]] = Array(repeating: [:], count: learned.count)
    var lists: [[FeeSample]] = []
    var last: (provider: Int, method: String, place: Int) = (-1, "", -1)
    input.book.lines.withUnsafeBufferPointer { booked in
      for n in booked.indices where booked[n].line.kind == .sale {
        let (gross, fee) = (booked[n].line.grossYen, booked[n].line.feeYen)
        guard !booked[n].line.isComponent, booked[n].line.state == .final,
          FeeSample.canTeach(gross, fee)
        else { continue }
        // Of lines whose amount is wrong nobody knows on which amount their fee was reckoned.
        let order = Int(lines[n].orderIndex)
        guard order < 0 || dues[order] == gross else { continue }
        let provider = Int(booked[n].provider)
        if provider != last.provider || booked[n].line.methodText != last.method {
          last = (provider, booked[n].line.methodText, lists.count)
          if let known = places[provider][last.method] {
            last.place = known
          } else {
            places[provider][last.method] = lists.count
            lists.append([])
          }
        }
        lists[last.place].append(FeeSample(grossYen: gross, feeYen: fee))
      }
    }
    return places.map { $0.mapValues { lists[$0] } }
  }

  /// At most five thousand, evenly from the whole.
  private func thinned(_ list: [FeeSample]) -> [FeeSample] {
    guard list.count > 5_000 else { return list }
    return (0..<5_000).map { list[$0 * list.count / 5_000] }
  }
}
