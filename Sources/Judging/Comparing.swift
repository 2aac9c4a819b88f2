public import Model

/// What another policy would have done with the same deposits and orders.
public struct PolicyComparison: Sendable, Equatable {
  /// Deposits that only the other policy clears without a person, and those that only the first
  /// one does; ascending.
  public var gained: [Int32] = []
  public var lost: [Int32] = []
  /// Of the gained ones: all links proved right, some link proved wrong, neither known.
  public var gainedRight = 0
  public var gainedWrong = 0
  public var gainedUnproved = 0
  /// Orders that only the other policy releases, and those that only the first one does.
  public var released: [Int32] = []
  public var heldBack: [Int32] = []
  /// Of the newly released ones, those that are proved not to be paid.
  public var releasedWrong: [Int32] = []
  /// Goods that would leave without proof of payment: what the newly released orders that are not
  /// proved to be payable were to pay.
  public var atRiskYen: Int64 = 0

  public init() {}
}

/// Compares two runs over the same snapshot. Cost: linear.
public func compare(
  _ first: (match: MatchResult, decided: Decided),
  with other: (match: MatchResult, decided: Decided), _ truth: Truth
) -> PolicyComparison {
  var comparison = PolicyComparison()
  let before = automatic(first.match, truth)
  let after = automatic(other.match, truth)
  for outcome in other.match.outcomes where after[Int(outcome.entryIndex)] {
    guard !before[Int(outcome.entryIndex)] else { continue }
    comparison.gained.append(outcome.entryIndex)
    let known = truth.deposits[Int(outcome.entryIndex)]
    if !known.isKnown {
      comparison.gainedUnproved += 1
    } else if outcome.links.allSatisfy({ truth.explains($0.orderIndex, by: known) }) {
      comparison.gainedRight += 1
    } else {
      comparison.gainedWrong += 1
    }
  }
  comparison.lost = before.indices.filter { before[$0] && !after[$0] }.map { Int32($0) }
  let out = released(first.decided, truth)
  let outAfter = released(other.decided, truth)
  for index in out.indices where out[index] != outAfter[index] {
    if out[index] {
      comparison.heldBack.append(Int32(index))
      continue
    }
    comparison.released.append(Int32(index))
    let known = truth.orders[index]
    if known.isKnown, !known.isPayable { comparison.releasedWrong.append(Int32(index)) }
    if !known.isKnown || !known.isPayable { comparison.atRiskYen += known.dueYen }
  }
  return comparison
}

extension Truth {
  /// The true order, or its twin where both are to be released.
  func explains(_ order: Int32, by known: KnownDeposit) -> Bool {
    if known.links.contains(where: { $0.orderIndex == order }) { return true }
    let own = orders[Int(order)]
    guard own.twinGroup != 0, own.isPayable, known.links.count == 1 else { return false }
    let other = orders[Int(known.links[0].orderIndex)]
    return other.twinGroup == own.twinGroup && other.isPayable
  }
}

private func automatic(_ match: MatchResult, _ truth: Truth) -> [Bool] {
  var isAutomatic = [Bool](repeating: false, count: truth.deposits.count)
  for outcome in match.outcomes where outcome.verdict == .automatic {
    isAutomatic[Int(outcome.entryIndex)] = true
  }
  return isAutomatic
}

private func released(_ decided: Decided, _ truth: Truth) -> [Bool] {
  var isReleased = [Bool](repeating: false, count: truth.orders.count)
  for decision in decided.decisions where decision.decision == .release {
    isReleased[Int(decision.orderIndex)] = true
  }
  return isReleased
}
