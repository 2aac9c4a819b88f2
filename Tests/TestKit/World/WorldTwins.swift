import Model

/// Orders that nobody can tell apart: the same name on a statement, the same amount, open at the
/// same time.
struct WorldTwins {
  /// Numbers from 1, nil where an order has no twin; parallel to the orders.
  var group: [Int32?]
  /// True where twins differ in having been paid: only a guess could release one of them.
  var isAmbiguous: [Bool]
}

extension World {
  /// An order lives from its day to the day of its last payment, or on and on where it is not
  /// paid in full. Twins are open orders whose lives meet.
  func twins(paid: [Int64]) -> WorldTwins {
    var twins = WorldTwins(
      group: [Int32?](repeating: nil, count: orders.count),
      isAmbiguous: [Bool](repeating: false, count: orders.count))
    let ends = lastDays(paid: paid)
    let alike = orders.indices.filter {
      orders[$0].paymentMethod == .bankTransfer && orders[$0].status == .open
    }.sorted {
      (nameOfOrder[$0], orders[$0].amountDueYen, $0) < (
        nameOfOrder[$1], orders[$1].amountDueYen, $1
      )
    }
    var count: Int32 = 0
    var start = 0
    while start < alike.count {
      var end = start + 1
      var lastDay = ends[alike[start]]
      while end < alike.count, isSame(alike[start], alike[end]),
        orders[alike[end]].orderedAt.day <= lastDay
      {
        lastDay = max(lastDay, ends[alike[end]])
        end += 1
      }
      if end - start > 1 {
        count += 1
        mark(alike[start..<end], as: count, paid: paid, ends: ends, in: &twins)
      }
      start = end
    }
    return twins
  }

  private func isSame(_ a: Int, _ b: Int) -> Bool {
    nameOfOrder[a] == nameOfOrder[b] && orders[a].amountDueYen == orders[b].amountDueYen
  }

  private func mark(
    _ members: ArraySlice<Int>, as number: Int32, paid: [Int64], ends: [Day],
    in twins: inout WorldTwins
  ) {
    func isPaid(_ order: Int) -> Bool { paid[order] >= orders[order].amountDueYen }
    let firstUnpaid = members.first { !isPaid($0) }.map { orders[$0].orderedAt.day }
    let lastPaid = members.filter(isPaid).map { ends[$0] }.max()
    for member in members {
      twins.group[member] = number
      if isPaid(member) {
        twins.isAmbiguous[member] = firstUnpaid.map { $0 <= ends[member] } ?? false
      } else {
        twins.isAmbiguous[member] = lastPaid.map { $0 >= orders[member].orderedAt.day } ?? false
      }
    }
  }

  private func lastDays(paid: [Int64]) -> [Day] {
    var last = orders.map(\.orderedAt.day)
    for (deposit, truth) in zip(deposits, truths) {
      for link in truth.links where link.allocatedYen > 0 {
        last[link.orderIndex] = max(last[link.orderIndex], deposit.bookingDay)
      }
    }
    for index in orders.indices where paid[index] < orders[index].amountDueYen {
      last[index] = Day(number: .max)
    }
    return last
  }
}
