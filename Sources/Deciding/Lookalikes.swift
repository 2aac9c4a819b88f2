import Model

/// Open transfer orders that nothing ties to unknown money but its amount: where a person begins to
/// look. Never a candidate for matching.
struct Lookalikes {
  /// Orders that are owed a sum which unknown money came over, by the sum.
  private var places: [Int64: [Int32]] = [:]

  /// Cost: one step per outcome, and one per order where money is unknown.
  init(_ world: World) {
    for o in world.match.outcomes.indices where world.match.outcomes[o].verdict == .unknown {
      let e = Int(world.match.outcomes[o].entryIndex)
      if world.snapshot.entries[e].direction == .credit {
        places[world.snapshot.entries[e].amountYen] = []
      }
    }
    if places.isEmpty { return }
    for i in world.snapshot.orders.indices {
      guard world.snapshot.orders[i].row.status == .open,
        !world.snapshot.orders[i].isReleased, world.isTransfer(i)
      else { continue }
      places[world.openYen(i)]?.append(Int32(i))
    }
  }

  /// At most eight, the newest orders that stand in the window of the money, ascending. Cost: a
  /// binary search.
  func orders(ofEntry entryIndex: Int32, _ world: World) -> [Int32] {
    let e = Int(entryIndex)
    let bookingDay = world.snapshot.entries[e].bookingDay
    guard world.snapshot.entries[e].direction == .credit,
      let found = places[world.snapshot.entries[e].amountYen]
    else { return [] }
    // Orders stand in the order of their time.
    let policy = world.context.policy
    let last = bookingDay.adding(days: policy.windowBeforeDays)
    var end = found.count
    var low = 0
    while low < end {
      let middle = (low + end) / 2
      if day(found[middle], world) <= last { low = middle + 1 } else { end = middle }
    }
    let first = bookingDay.adding(days: -policy.windowAfterDays)
    let own = found[..<end].reversed().lazy.filter { world.isWithinWalls(entryIndex, $0) }
    return own.prefix(8).filter { day($0, world) >= first }.reversed()
  }

  private func day(_ order: Int32, _ world: World) -> Day {
    world.snapshot.orders[Int(order)].row.orderedAt.day
  }
}
