import Model

/// Links that were made by a coin: an automatic link for which an equal order was left without
/// money, although nothing in the payment told the two apart.
///
/// Equal: the same name and amount due, both open, and both ordered by the day of the payment and
/// within two weeks of it. A payment that names digits of its order tells them apart; so does one
/// that came before the other was ordered, and a payer who is known to pay for the one's customer
/// and not for the other's. Found without a look at how the engine compares.
func silentTies(
  _ snapshot: Snapshot, _ match: MatchResult, _ links: [JudgedLink]
) -> [JudgedLink] {
  let closeDays: Int32 = 14
  let left = leftAlone(snapshot, links)
  let named = entries(match, with: [.orderNumberFull, .orderNumberPart])
  let known = entries(match, with: [.sameCustomer, .payerHistory])
  // A payment that the bank took back gives no order anything.
  let undone = Set(match.outcomes.compactMap(\.undoesEntryIndex))
  return links.filter { link in
    guard link.isAutomatic, link.allocatedYen > 0, !named.contains(link.entryIndex),
      !undone.contains(link.entryIndex)
    else { return false }
    let paid = snapshot.entries[Int(link.entryIndex)].bookingDay.number
    func isClose(_ order: OrderRow) -> Bool {
      (0...closeDays).contains(paid - order.orderedAt.day.number)
    }
    let own = snapshot.orders[Int(link.orderIndex)].row
    guard isClose(own) else { return false }
    return (left[LikeOrder(own)] ?? []).contains { index in
      let other = snapshot.orders[Int(index)].row
      let isTold = known.contains(link.entryIndex) && other.customerKey != own.customerKey
      return isClose(other) && !isTold
    }
  }
}

/// Entries whose chosen candidate was compared with one of these results.
private func entries(_ match: MatchResult, with levels: Set<EvidenceLevel>) -> Set<Int32> {
  var found: Set<Int32> = []
  for outcome in match.outcomes {
    let has = outcome.candidates.first?.evidence.contains { levels.contains($0.level) }
    if has == true { found.insert(outcome.entryIndex) }
  }
  return found
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
