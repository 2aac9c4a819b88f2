// What a run made of deposits and orders, held against what really happened. The same figures as
// the outside scorer's: links counted with twins as equal, false and missed releases.

public import Model

/// A link that a run made, and whether it is right.
public struct JudgedLink: Sendable, Hashable {
  public var entryIndex: Int32
  public var orderIndex: Int32
  public var allocatedYen: Int64
  public var isAutomatic: Bool
  /// The true order, or one that nobody can tell from it.
  public var isRight: Bool
  public var basis: MatchBasis
  /// The deposit's true kind.
  public var kind: String
  public var probabilityPPM: Int32
  public var weightMillibits: Int32
  /// Nil where there was no runner-up.
  public var marginMillibits: Int32?
}

/// What a person is shown for a deposit that was held, and whether it helps.
public struct JudgedProposal: Sendable, Hashable {
  public var entryIndex: Int32
  /// The first candidate is right: all its orders are, and none is missing.
  public var isFirstRight: Bool
  /// One of the candidates shown is.
  public var isShown: Bool
  /// False where the deposit paid no order: then nothing could be right.
  public var hasTrueOrder: Bool
  public var kind: String
  public var probabilityPPM: Int32
  public var weightMillibits: Int32
  public var marginMillibits: Int32?
}

/// Counts of one kind of deposit.
public struct KindCounts: Sendable, Hashable {
  public var deposits = 0
  public var links = 0
  public var right = 0
  public var rightWithTwins = 0
  public var wrong = 0
  /// Deposits all of whose links are right and complete.
  public var exact = 0

  static func + (a: KindCounts, b: KindCounts) -> KindCounts {
    var sum = a
    sum.deposits += b.deposits
    sum.links += b.links
    sum.right += b.right
    sum.rightWithTwins += b.rightWithTwins
    sum.wrong += b.wrong
    sum.exact += b.exact
    return sum
  }
}

/// How right a run was.
public struct Judgement: Sendable {
  /// By the deposits' kind.
  public var kinds: [String: KindCounts] = [:]
  public var madeLinks = 0
  /// Right links whose sum is right too.
  public var rightSums = 0
  /// In the order of outcomes and their links.
  public var links: [JudgedLink] = []
  /// Of held deposits with candidates and without links, in the outcomes' order.
  public var proposals: [JudgedProposal] = []
  public var released = 0
  /// Transfer orders that should not be released.
  public var notPayable = 0
  /// Released although not paid in full, ascending.
  public var falseReleases: [Int32] = []
  /// What the falsely released orders still owe.
  public var falseReleaseYen: Int64 = 0
  public var payable = 0
  public var missedReleases: [Int32] = []
  /// Payable orders that no guess is needed for, and those of them that were not released.
  public var clear = 0
  public var missedClear = 0
  /// Automatic links whose order an equal one, left without money, could replace.
  public var silentTies: [JudgedLink] = []

  public init() {}

  public var total: KindCounts { kinds.values.reduce(KindCounts(), +) }
  public var recall: Share { Share(total.rightWithTwins, of: total.links) }
  public var precision: Share { Share(total.rightWithTwins, of: madeLinks) }
  public var falseRelease: Share { Share(falseReleases.count, of: released) }
  public var missedRelease: Share { Share(missedReleases.count, of: payable) }
  public var missedClearRelease: Share { Share(missedClear, of: clear) }
  /// Of held deposits that paid an order: the first candidate is right; a candidate shown is.
  public var firstProposal: Share {
    Share(
      proposals.count { $0.hasTrueOrder && $0.isFirstRight },
      of: proposals.count { $0.hasTrueOrder })
  }
  public var shownProposal: Share {
    Share(
      proposals.count { $0.hasTrueOrder && $0.isShown }, of: proposals.count { $0.hasTrueOrder })
  }

  /// Both together; indices of orders and entries keep their meaning only within their own world.
  public static func + (a: Judgement, b: Judgement) -> Judgement {
    var sum = a
    sum.kinds.merge(b.kinds, uniquingKeysWith: +)
    sum.madeLinks += b.madeLinks
    sum.rightSums += b.rightSums
    sum.links += b.links
    sum.proposals += b.proposals
    sum.released += b.released
    sum.notPayable += b.notPayable
    sum.falseReleases += b.falseReleases
    sum.falseReleaseYen += b.falseReleaseYen
    sum.payable += b.payable
    sum.missedReleases += b.missedReleases
    sum.clear += b.clear
    sum.missedClear += b.missedClear
    sum.silentTies += b.silentTies
    return sum
  }
}

/// Judges a run's outcomes and decisions. Only entries with an outcome and only transfer orders
/// that the truth knows are counted; orders released before are nobody's merit and left out.
///
/// Pure. Cost: linear in entries and orders, apart from the sorting that finds equal orders.
public func judge(
  _ snapshot: Snapshot, _ match: MatchResult, _ decided: Decided, _ truth: Truth
) -> Judgement {
  precondition(truth.deposits.count == snapshot.entries.count)
  precondition(truth.orders.count == snapshot.orders.count)
  var judge = Judge(truth: truth)
  for outcome in match.outcomes where truth.deposits[Int(outcome.entryIndex)].isKnown {
    judge.count(outcome)
    judge.countProposal(outcome)
  }
  judge.countReleases(snapshot, decided)
  judge.judgement.silentTies = silentTies(snapshot, match, judge.judgement.links)
  return judge.judgement
}

private struct Judge {
  let truth: Truth
  var judgement = Judgement()
  /// Twins that stand for another already: each counts once.
  private var used: Set<Int32> = []

  init(truth: Truth) { self.truth = truth }

  mutating func count(_ outcome: EntryOutcome) {
    let known = truth.deposits[Int(outcome.entryIndex)]
    var counts = KindCounts()
    counts.deposits = 1
    counts.links = known.links.count
    var good = 0
    var made = 0
    for (place, link) in outcome.links.enumerated()
    where !outcome.links[..<place].contains(where: { $0.orderIndex == link.orderIndex }) {
      made += 1
      let isTrue = known.links.contains { $0.orderIndex == link.orderIndex }
      let isRight = isTrue || stands(link, for: known)
      if isTrue {
        counts.right += 1
        let given = outcome.links.reduce(Int64(0)) {
          $1.orderIndex == link.orderIndex ? $0 + $1.allocatedYen : $0
        }
        let due = known.links.first { $0.orderIndex == link.orderIndex }?.allocatedYen
        if given == due { judgement.rightSums += 1 }
      }
      if isRight { good += 1 } else { counts.wrong += 1 }
      judgement.links.append(
        JudgedLink(
          entryIndex: outcome.entryIndex, orderIndex: link.orderIndex,
          allocatedYen: link.allocatedYen, isAutomatic: outcome.verdict == .automatic,
          isRight: isRight, basis: link.basis, kind: known.kind,
          probabilityPPM: outcome.probabilityPPM,
          weightMillibits: outcome.candidates.first?.weightMillibits ?? 0,
          marginMillibits: outcome.marginMillibits))
    }
    counts.rightWithTwins = good
    counts.exact = good == made && made == known.links.count ? 1 : 0
    judgement.madeLinks += made
    judgement.kinds.merge([known.kind: counts], uniquingKeysWith: +)
  }

  mutating func countProposal(_ outcome: EntryOutcome) {
    guard outcome.verdict == .held, outcome.links.isEmpty, let first = outcome.candidates.first
    else { return }
    let known = truth.deposits[Int(outcome.entryIndex)]
    let isRight = outcome.candidates.map { candidate in
      candidate.orderIndices.count == known.links.count
        && candidate.orderIndices.allSatisfy { truth.explains($0, by: known) }
    }
    judgement.proposals.append(
      JudgedProposal(
        entryIndex: outcome.entryIndex, isFirstRight: isRight[0],
        isShown: isRight.contains(true), hasTrueOrder: !known.links.isEmpty, kind: known.kind,
        probabilityPPM: outcome.probabilityPPM, weightMillibits: first.weightMillibits,
        marginMillibits: outcome.marginMillibits))
  }

  /// Whether an order is as good as the true one; each twin stands for another only once.
  private mutating func stands(_ link: MatchLink, for known: KnownDeposit) -> Bool {
    guard truth.explains(link.orderIndex, by: known), !used.contains(link.orderIndex) else {
      return false
    }
    used.insert(link.orderIndex)
    return true
  }

  mutating func countReleases(_ snapshot: Snapshot, _ decided: Decided) {
    var isReleased = [Bool](repeating: false, count: snapshot.orders.count)
    for decision in decided.decisions where decision.decision == .release {
      isReleased[Int(decision.orderIndex)] = true
    }
    for (index, known) in truth.orders.enumerated()
    where known.isKnown && !snapshot.orders[index].isReleased {
      let order = Int32(index)
      judgement.released += isReleased[index] ? 1 : 0
      if known.isPayable {
        judgement.payable += 1
        judgement.clear += known.isAmbiguous ? 0 : 1
        if !isReleased[index] {
          judgement.missedReleases.append(order)
          judgement.missedClear += known.isAmbiguous ? 0 : 1
        }
      } else {
        judgement.notPayable += 1
        if isReleased[index] {
          judgement.falseReleases.append(order)
          judgement.falseReleaseYen += max(0, known.dueYen - known.paidYen)
        }
      }
    }
  }
}
