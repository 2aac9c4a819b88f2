// Which money is for which order. The stages go from what is certain to what is likely; each
// decides globally, by assignment, and leaves to the next what it did not claim. A stage never
// takes back what an earlier one gave.

public import Model

/// Matches the open entries of a snapshot to its orders: one outcome per entry whose standing is
/// `.open`, in snapshot order.
///
/// Pure: equal snapshots give equal results. Cost: near linear in entries and orders; pairs are
/// compared only where amount and name, a number, or an amount among unexplained rows bring them
/// together. Never allocates more than an entry's amount, nor more to an order than it misses.
/// `workers` changes how long it takes and nothing else.
public func match(
  _ snapshot: Snapshot, policy: Policy, fees: FeeTable, weights: EvidenceWeights = .init(),
  workers: Workers = .one
) -> MatchResult {
  var book = Book(snapshot, policy: policy, fees: fees, weights: weights, workers: workers)
  book.setAside()
  let undone = book.undoneCredits
  book.waiting.removeAll { undone.contains($0) }
  book.holdDoubted()
  book.heedAnswers()
  book.linkDirectly()
  book.linkClosed()
  book.linkShortByFee()
  book.linkSums()
  book.linkLoosely()
  book.linkSumsOfKin()
  book.proposeSums()
  book.linkRemainders()
  book.linkLooselyAgain()
  book.settleReversals()
  book.holdAboveCeiling()
  book.holdCoins()
  book.settleKept()
  book.settleRest()
  let outcomes = book.outcomes.takeAll { snapshot.entries[Int($0)].standing == .open }
  return MatchResult(
    outcomes: outcomes, unheeded: book.unheeded.sorted(), heldUnnamed: book.heldUnnamed(outcomes))
}
