import Model

extension ThreeWayWork {
  /// How long after its claim a line comes: 998 of 1000 within so many days, and never counting the
  /// slowest, which may be a fault. Where nothing was agreed and fifty lines are there to learn.
  mutating func learnDelays() {
    let longest = 400
    var counts = [[Int32]](
      repeating: [Int32](repeating: 0, count: longest + 1), count: learned.count)
    for n in lines.indices {
      let provider = Int(input.book.lines[n].provider)
      let day = input.book.lines[n].line.day
      learned[provider].firstLineDay = min(learned[provider].firstLineDay ?? day, day)
      learned[provider].lastLineDay = max(learned[provider].lastLineDay ?? day, day)
      let order = Int(lines[n].orderIndex)
      guard order >= 0, isFirstOutcome(input.book.lines[n].line.kind) else { continue }
      let delay = Int(day.days(since: claimDays[order]))
      counts[provider][min(max(delay, 0), longest)] += 1
    }
    for provider in learned.indices {
      let all = counts[provider].reduce(0, +)
      if let agreed = input.terms[provider].settlesWithinDays {
        learned[provider].settlesWithinDays = agreed
      } else if all >= 50 {
        var left = max(1, all / 500)
        var days = longest
        while days > 0, left >= counts[provider][days] {
          left -= counts[provider][days]
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
  mutating func learnFees() {
    let samples = feeSamples()
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
