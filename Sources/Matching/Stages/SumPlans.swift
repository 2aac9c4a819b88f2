// Sums are linked one after the other: an order that one payment takes is gone for the next. But
// few want the same, so that what adds up is searched for beforehand, by all hands, and holds
// wherever the orders are still what they were. Some payments at a time: what is searched for
// before many others had their turn is mostly searched for in vain.

import Model

/// What the orders that a payment may be for add up to.
struct SumPlan: Sendable {
  fileprivate let orders: [Int32]
  fileprivate let missingYen: [Int64]
  fileprivate var answers: [(yen: Int64, answer: SubsetAnswer?)] = []
}

extension Book {
  /// Payments that are planned for at the same time.
  static let plannedAtOnce = 512

  /// The searches that `linkOneForMany` will ask for; nil where nothing adds up. Orders ascending.
  func sumPlan(_ entry: Int32, _ orders: [Int32]) -> SumPlan? {
    guard mayAddUp(entry, orders) else { return nil }
    let yen = amount(entry)
    var plan = SumPlan(orders: orders, missingYen: orders.map { left[Int($0)] })
    let exact = searchSums(orders, yen, limit: Book.mostSums)
    plan.answers.append((yen, exact))
    guard let exact, exact.count == 0 else { return plan }
    var found: Int64 = 0
    for fee in feeAmounts where fees.isFee(shortYen: fee, dueYen: yen + fee) {
      let answer = searchSums(orders, yen + fee, limit: 1)
      plan.answers.append((yen + fee, answer))
      found += answer?.count ?? 2
      // With two answers nobody asks for a third.
      if found > 1 { break }
    }
    return plan
  }

  /// Whether any set of the orders adds up to the payment, with a fee or without; true as well
  /// where there are too many to look at.
  private func mayAddUp(_ entry: Int32, _ orders: [Int32]) -> Bool {
    guard snapshot.entries[Int(entry)].unclearedYen == 0, orders.count >= 2 else { return false }
    let yen = amount(entry)
    let missing = orders.map { left[Int($0)] }
    func isSum(_ yen: Int64) -> Bool {
      let search = SubsetSearch(of: missing, summingTo: yen)
      return search.steps > SubsetSearch.mostSteps || search.isAny
    }
    return isSum(yen)
      || feeAmounts.contains { fees.isFee(shortYen: $0, dueYen: yen + $0) && isSum(yen + $0) }
  }

  /// Sets that are shown.
  private static let mostSums = 8

  /// See `searchSums`; looked up where it was planned.
  func sums(
    _ orders: [Int32], _ yen: Int64, _ plans: [SumPlan], limit: Int = mostSums
  ) -> SubsetAnswer? {
    for plan in plans where plan.orders == orders {
      if zip(orders, plan.missingYen).contains(where: { left[Int($0)] != $1 }) { continue }
      if let known = plan.answers.first(where: { $0.yen == yen }) { return known.answer }
    }
    return searchSums(orders, yen, limit: limit)
  }

  /// Sets of orders of one customer that add up; only where there is none, sets of several
  /// customers of one name. nil where there are too many to look at.
  private func searchSums(_ orders: [Int32], _ yen: Int64, limit: Int) -> SubsetAnswer? {
    var all = SubsetAnswer()
    let customers = sortedUnique(orders.map { customerOf[Int($0)] })
    for customer in customers {
      let own = orders.indices.filter { customerOf[Int(orders[$0])] == customer }
      if own.count < 2 { continue }
      let search = SubsetSearch(of: own.map { left[Int(orders[$0])] }, summingTo: yen)
      if search.steps > SubsetSearch.mostSteps { return nil }
      let answer = search.answer(limit: limit - all.sets.count)
      all.count += answer.count
      all.sets += answer.sets.map { $0.map { own[$0] } }
    }
    if all.count > 0 || customers.count < 2 { return all }
    let search = SubsetSearch(of: orders.map { left[Int($0)] }, summingTo: yen)
    return search.steps > SubsetSearch.mostSteps ? nil : search.answer(limit: limit)
  }
}
