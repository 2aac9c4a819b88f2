import Model

/// Links that were made by a coin: an automatic link for which an equal order was left without
/// money, although nothing in the payment told the two apart.
///
/// Equal: the same name and amount due, both open, and both ordered by the day of the payment and
/// within two weeks of it. A payment that names digits of its order tells them apart; so does one
/// that came before the other was ordered. Found without a look at how the engine compares.
func silentTies(
  _ snapshot: Snapshot, _ match: MatchResult, _ links: [JudgedLink]
) -> [JudgedLink] {
  let closeDays: Int32 = 14
  let left = leftAlone(snapshot, links)
  let named = entriesWithNumbers(match)
  return links.filter { link in
    guard link.isAutomatic, link.allocatedYen > 0, !named.contains(link.entryIndex) else {
      return false
    }
    let paid = snapshot.entries[Int(link.entryIndex)].bookingDay.number
    func isClose(_ order: OrderRow) -> Bool {
      (0...closeDays).contains(paid - order.orderedAt.day.number)
    }
    let own = snapshot.orders[Int(link.orderIndex)].row
    guard isClose(own) else { return false }
    return (left[LikeOrder(own)] ?? []).contains { isClose(snapshot.orders[Int($0)].row) }
  }
}

private func entriesWithNumbers(_ match: MatchResult) -> Set<Int32> {
  var named: Set<Int32> = []
  for outcome in match.outcomes {
    let isNamed = outcome.candidates.first?.evidence.contains {
      $0.level == .orderNumberFull || $0.level == .orderNumberPart
    }
    if isNamed == true { named.insert(outcome.entryIndex) }
  }
  return named
}

/// Open transfer orders that no money was given to.
private func leftAlone(_ snapshot: Snapshot, _ links: [JudgedLink]) -> [LikeOrder: [Int32]] {
  var isGiven = snapshot.orders.map { $0.clearedYen > 0 }
  for link in links where link.allocatedYen > 0 { isGiven[Int(link.orderIndex)] = true }
  var left: [LikeOrder: [Int32]] = [:]
  for (index, order) in snapshot.orders.enumerated()
  where !isGiven[index] && order.row.paymentMethod == .bankTransfer && order.row.status == .open {
    left[LikeOrder(order.row), default: []].append(Int32(index))
  }
  return left
}
