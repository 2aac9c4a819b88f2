// Orders that held money may be for and that no outcome names, because an outcome names a few of
// very many. Whoever waits for such an order has to be told why.

import Model

extension Book {
  /// Ascending. Cost: linear in orders, candidates and links; one look at the equal orders for each
  /// amount, name and day of which an outcome names only a few.
  func heldUnnamed(_ outcomes: [EntryOutcome]) -> [Int32] {
    let overflowing = outcomes.filter {
      $0.verdict == .held && Int($0.candidateCount) > $0.candidates.count
    }
    guard !overflowing.isEmpty || state.contains(.reserved) else { return [] }
    var isNamed = [Bool](repeating: false, count: state.count)
    for outcome in outcomes {
      for link in outcome.links { isNamed[Int(link.orderIndex)] = true }
      guard outcome.verdict == .held else { continue }
      for candidate in outcome.candidates {
        for order in candidate.orderIndices { isNamed[Int(order)] = true }
      }
    }
    var waits = state.map { $0 == .reserved }
    var seen: Set<EqualOrders> = []
    for outcome in overflowing { addEqualOrders(outcome, &seen, &waits) }
    return state.indices.filter { waits[$0] && !isNamed[$0] }.map { Int32($0) }
  }

  /// Waiting orders with the name of the outcome's first candidate, and with its amount too unless
  /// it is the amount that is unclear (M03).
  private func addEqualOrders(
    _ outcome: EntryOutcome, _ seen: inout Set<EqualOrders>, _ waits: inout [Bool]
  ) {
    guard let first = outcome.candidates.first?.orderIndices.first,
      let form = name(first).forms.first, !form.loose.isEmpty
    else { return }
    let day = snapshot.entries[Int(outcome.entryIndex)].bookingDay.number
    let isOfAnyAmount = outcome.codes.contains(.M03)
    let key = isOfAnyAmount ? form.looseKey : Book.key(due[Int(first)], form.looseKey)
    guard seen.insert(EqualOrders(key: key, day: day)).inserted else { return }
    (isOfAnyAmount ? byName : byAmountAndName).forEach(key) { order in
      if isWaiting(order), isInWindow(outcome.entryIndex, order),
        name(order).forms.first?.looseKey == form.looseKey
      {
        waits[Int(order)] = true
      }
    }
  }
}

/// Orders of one name, or of one amount and name, as payments of one day see them.
private struct EqualOrders: Hashable {
  var key: UInt64
  var day: Int32
}
