import Model

/// Yen at risk of one case. Gross is what could be lost; net is what is left of it after what is
/// already secured. Of several codes the largest counts: amounts of one order never add up.
struct RiskAmounts {
  var grossYen: Int64 = 0
  var netYen: Int64 = 0

  mutating func raise(_ grossYen: Int64, _ netYen: Int64) {
    self.grossYen = max(self.grossYen, grossYen)
    self.netYen = max(self.netYen, min(netYen, grossYen))
  }
}

extension World {
  /// At risk on an order.
  func risk(_ codes: CodeSet, order i: Int, creditDay: Day?) -> RiskAmounts {
    var risk = RiskAmounts()
    let due = max(0, dueYen(i))
    for code in codes.sorted {
      switch code {
      case .A01, .A02, .M02: risk.raise(openYen(i), openYen(i))
      case .A03:
        risk.raise(facts[i].excessYen, interestYen(facts[i].excessYen, from: creditDay))
      case .B01: risk.raise(facts[i].undoneTodayYen + facts[i].undoneEarlierYen, openYen(i))
      // Nothing was shipped and nothing was paid: the sale is at stake, not goods or money.
      case .T04: risk.raise(due, 0)
      // Whoever waits in vain may call the order off; what was paid goes back then.
      case .T05 where facts[i].clearedYen <= 0: risk.raise(due, 0)
      // A link that turns out wrong means goods shipped unpaid; the money in hand secures it.
      default: risk.raise(due, openYen(i))
      }
    }
    for notice in notices.notices(of: Int32(i)) where notice.code != nil {
      risk.raise(notice.amountYen, notice.amountYen)
    }
    return risk
  }

  /// At risk on a money line.
  func risk(_ codes: CodeSet, outcome: EntryOutcome, orders: [Int32]) -> RiskAmounts {
    let amountYen = snapshot.entries[Int(outcome.entryIndex)].amountYen
    let bookingDay = snapshot.entries[Int(outcome.entryIndex)].bookingDay
    var risk = RiskAmounts()
    for code in codes.sorted {
      switch code {
      case .A04, .T01:
        risk.raise(amountYen, interestYen(amountYen, from: bookingDay))
      case .A03 where outcome.verdict == .automatic:
        risk.raise(outcome.excessYen, interestYen(outcome.excessYen, from: bookingDay))
      // The money is in our account: its owner is unknown, nothing of it is lost.
      case .N01: risk.raise(amountYen, 0)
      case .B01: risk.raise(amountYen, 0)
      default: raiseByOrders(&risk, outcome, orders)
      }
    }
    return risk
  }

  /// A wrong pick ships one order unpaid: the dearest candidate. Linked orders go together.
  private func raiseByOrders(_ risk: inout RiskAmounts, _ outcome: EntryOutcome, _ orders: [Int32])
  {
    if outcome.links.isEmpty {
      for candidate in outcome.candidates {
        let open = candidate.orderIndices.reduce(0) { $0 + openYen(Int($1)) }
        risk.raise(open, open)
      }
    } else {
      risk.raise(
        orders.reduce(0) { $0 + max(0, dueYen(Int($1))) },
        orders.reduce(0) { $0 + openYen(Int($1)) })
    }
  }

  func interestYen(_ amountYen: Int64, from day: Day?) -> Int64 {
    simpleInterestYen(on: amountYen, from: day, to: context.asOf.day, at: context.rate)
  }
}
