// Which debts of one customer a payment goes to where it does not cover them all and does not say:
// the order of 民法488–491. A proposal for a person, never a link.

import Model

/// What of an order the allocation has to know.
struct Debt {
  var orderIndex: Int32
  var missingYen: Int64
  /// From this day on the shop may ask for it.
  var dueDay: Int32
  /// The payer names the order.
  var isNamed: Bool
}

/// Distributes `yen` over debts of one customer by the rules in turn; nil where everything is paid,
/// or nothing. `bookingDay` says what is due. Cost: n log n.
func proposedAllocation(
  of yen: Int64, to debts: [Debt], bookingDay: Int32
) -> AllocationProposal? {
  let total = debts.reduce(into: Int64(0)) { $0 = min($0, SubsetSearch.many) + $1.missingYen }
  guard yen > 0, yen < total, debts.count >= 2 else { return nil }
  func rank(_ debt: Debt) -> (Int, Int, Int32) {
    (debt.isNamed ? 0 : 1, debt.dueDay <= bookingDay ? 0 : 1, debt.dueDay)
  }
  let sorted = debts.sorted {
    let (a, b) = (rank($0), rank($1))
    return a == b ? $0.orderIndex < $1.orderIndex : a < b
  }
  var rest = yen
  var out: [ProposedAllocation] = []
  var i = 0
  while i < sorted.count, rest > 0 {
    let level = rank(sorted[i])
    let equals = sorted[i...].prefix { rank($0) == level }
    let sum = equals.reduce(0) { $0 + $1.missingYen }
    if sum <= rest {
      out += equals.map { ProposedAllocation(orderIndex: $0.orderIndex, yen: $0.missingYen) }
      rest -= sum
      i = equals.endIndex
      continue
    }
    let next = i + equals.count < sorted.count ? rank(sorted[i + equals.count]) : nil
    let rule = decidingRule(level, next, equals.count, before: i > 0 ? rank(sorted[i - 1]) : nil)
    out += shares(of: rest, Array(equals), sum)
    return AllocationProposal(allocations: out.sorted { $0.orderIndex < $1.orderIndex }, rule: rule)
  }
  let last = rank(sorted[i - 1])
  let rule = decidingRule(last, rank(sorted[i]), 1, before: nil)
  return AllocationProposal(allocations: out.sorted { $0.orderIndex < $1.orderIndex }, rule: rule)
}

/// The rule by which the last order that gets anything comes before the first that does not.
private func decidingRule(
  _ level: (Int, Int, Int32), _ next: (Int, Int, Int32)?, _ equals: Int,
  before: (Int, Int, Int32)?
) -> AllocationRule {
  if equals > 1 { return .proRata }
  guard let other = next ?? before else { return .proRata }
  if level.0 != other.0 { return .namedByPayer }
  return level.1 != other.1 ? .dueFirst : .earlierDue
}

/// Shares by amount, whole yen; the yen that are over go to the greatest remainders.
private func shares(of yen: Int64, _ debts: [Debt], _ sum: Int64) -> [ProposedAllocation] {
  var out: [ProposedAllocation] = []
  var remainders: [(rest: Int64, place: Int)] = []
  var given: Int64 = 0
  for (place, debt) in debts.enumerated() {
    let (high, low) = yen.multipliedFullWidth(by: debt.missingYen)
    let (share, rest) = sum.dividingFullWidth((high, low))
    out.append(ProposedAllocation(orderIndex: debt.orderIndex, yen: share))
    remainders.append((rest, place))
    given += share
  }
  remainders.sort { ($1.rest, $0.place) < ($0.rest, $1.place) }
  for r in remainders.prefix(Int(yen - given)) { out[r.place].yen += 1 }
  return out
}
