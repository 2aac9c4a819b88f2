import Judging
import Model
import TestKit
import Testing

/// A first month that people confirmed, as the ledger holds it.
private let confirmed: (world: World, snapshot: Snapshot) = {
  let world = World(seed: 31, orders: 1_000, profile: .hard)
  return (world, world.snapshot(confirmedBefore: world.lastDay.adding(days: 1)))
}()

@Suite struct HistoryTests {
  @Test("A history that is taken back is the world as it was before anything was cleared")
  func reopening() {
    let (world, snapshot) = confirmed
    let history = reopened(snapshot)
    let fresh = world.snapshot()
    #expect(history.snapshot.entries == fresh.entries)
    #expect(history.snapshot.orders == fresh.orders)
    #expect(history.snapshot.clearings == [])
  }

  @Test("What was cleared is the truth, what was not is not judged")
  func truth() {
    let (world, snapshot) = confirmed
    let history = reopened(snapshot)
    let known = world.known()
    let paid = world.paidNetYen()
    for (index, deposit) in history.truth.deposits.enumerated() {
      let links = known.deposits[index].links.filter { $0.allocatedYen != 0 }
      #expect(deposit.isKnown == !links.isEmpty)
      #expect(deposit.links == links)
    }
    for (index, order) in history.truth.orders.enumerated() {
      #expect(order.isKnown == (paid[index] > 0))
      #expect(order.paidYen == paid[index])
      if order.isKnown { #expect(order.isPayable == known.orders[index].isPayable) }
    }
    let groups = history.truth.orders.filter { $0.twinGroup != 0 }
    #expect(groups.count > 4 && groups.allSatisfy(\.isPayable))
  }

  @Test("What a person took back is no truth, what they gave it to instead is")
  func takenBack() {
    var (_, snapshot) = confirmed
    let link = snapshot.clearings.first { $0.allocatedYen > 0 }!
    let entry = Int(link.entryIndex)
    snapshot.clearings.removeAll { $0.entryIndex == link.entryIndex }
    snapshot.clearings.append(link)
    var undone = link
    undone.allocatedYen = -link.allocatedYen
    undone.basis = .undone
    snapshot.clearings.append(undone)
    let nobody = KnownDeposit(kind: "", links: [], isKnown: false)
    #expect(reopened(snapshot).truth.deposits[entry] == nobody)
    var other = link
    other.basis = .byHand
    other.orderIndex = link.orderIndex == 0 ? 1 : 0
    snapshot.clearings.append(other)
    let truth = reopened(snapshot).truth.deposits[entry]
    #expect(truth.kind == "by_hand" && truth.links.map(\.orderIndex) == [other.orderIndex])
  }

  @Test("An order that was shipped since is open again, a cancelled one is not")
  func status() {
    var (_, snapshot) = confirmed
    let paid = snapshot.orders.indices.filter { snapshot.orders[$0].isReleased }
    snapshot.orders[paid[0]].row.status = .shipped
    snapshot.orders[paid[1]].row.status = .cancelled
    let history = reopened(snapshot)
    #expect(history.snapshot.orders[paid[0]].row.status == .open)
    #expect(history.truth.orders[paid[0]].isPayable)
    #expect(history.snapshot.orders[paid[1]].row.status == .cancelled)
    #expect(!history.truth.orders[paid[1]].isPayable)
  }

  /// Four deposits of 1000 yen for orders 0 to 3; the last one nobody knows.
  private static let truth = Truth(
    deposits: (0..<4).map {
      KnownDeposit(
        kind: "exact", links: [KnownLink(orderIndex: $0, allocatedYen: 1000)], isKnown: $0 < 3)
    },
    orders: (0..<5).map {
      KnownOrder(isKnown: $0 != 3, dueYen: 1000, paidYen: $0 < 3 ? 1000 : 0, isPayable: $0 < 3)
    })

  private static func run(_ links: [Int32: Int32]) -> (match: MatchResult, decided: Decided) {
    let outcomes = (Int32(0)..<4).map { entry in
      EntryOutcome(
        entryIndex: entry, verdict: links[entry] == nil ? .unknown : .automatic,
        links: links[entry].map {
          [MatchLink(orderIndex: $0, allocatedYen: 1000, basis: .exact)]
        } ?? [])
    }
    let decisions = links.values.sorted().map {
      OrderDecision(orderIndex: $0, decision: .release, codes: [], dueYen: 1000, clearedYen: 1000)
    }
    return (
      MatchResult(outcomes: outcomes), Decided(decisions: decisions, uses: [], cases: [])
    )
  }

  @Test("Of two policies it is told what the other gains, loses, gets wrong and puts at risk")
  func policies() {
    let first = HistoryTests.run([0: 0])
    let other = HistoryTests.run([1: 1, 2: 4, 3: 3])
    let comparison = compare(first, with: other, HistoryTests.truth)
    #expect(comparison.gained == [1, 2, 3] && comparison.lost == [0])
    #expect(comparison.gainedRight == 1)
    #expect(comparison.gainedWrong == 1)
    #expect(comparison.gainedUnproved == 1)
    #expect(comparison.released == [1, 3, 4] && comparison.heldBack == [0])
    #expect(comparison.releasedWrong == [4])
    #expect(comparison.atRiskYen == 2000)
    let same = compare(first, with: first, HistoryTests.truth)
    #expect(same == PolicyComparison())
  }
}
