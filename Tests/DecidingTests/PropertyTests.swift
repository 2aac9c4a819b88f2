import Deciding
import Model
import TestKit
import Testing

private let seeds: [UInt64] = Array(1...80)

@Test("every yen of every credit is cleared, in suspense, excluded or owed back", arguments: seeds)
func moneyAddsUp(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let decided = decide(world.snapshot, world.match, world.context)
  var credits: Int64 = 0
  var explained: Int64 = 0
  for use in decided.uses {
    let entry = world.snapshot.entries[Int(use.entryIndex)]
    let sum = use.clearedYen + use.suspenseYen + use.excludedYen + use.refundLinkedYen
    #expect(sum == (entry.direction == .credit ? entry.amountYen : -entry.amountYen))
    if entry.direction == .credit {
      credits += entry.amountYen
      explained += sum
      #expect(
        use.clearedYen >= 0 && use.suspenseYen >= 0 && use.excludedYen >= 0
          && use.refundLinkedYen >= 0)
    }
  }
  #expect(credits == explained)
  #expect(decided.uses.map(\.entryIndex) == world.match.outcomes.map(\.entryIndex))
}

@Test("no transfer order is released short, but by a fee that policy absorbs", arguments: seeds)
func noShortRelease(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let policy = world.context.policy
  for d in decide(world.snapshot, world.match, world.context).decisions
  where d.decision == .release {
    let order = world.snapshot.orders[Int(d.orderIndex)]
    #expect(order.row.status == .open && !order.isReleased)
    #expect(d.dueYen >= 0)
    let short = d.dueYen - d.clearedYen
    guard order.row.paymentMethod == .bankTransfer, short > 0 else { continue }
    #expect(policy.absorbsTransferFee && short <= policy.feeCeilingYen && d.clearedYen > 0)
    #expect(world.context.fees.isFee(shortYen: short, dueYen: d.dueYen))
    #expect(d.codes.contains(.A01))
  }
}

@Test("every open order that was not released has one decision, in order", arguments: seeds)
func eachOrderOnce(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let decisions = decide(world.snapshot, world.match, world.context).decisions
  let found = decisions.map(\.orderIndex)
  #expect(found == Set(found).sorted())
  for (i, order) in world.snapshot.orders.enumerated() {
    let row = decisions.first { $0.orderIndex == Int32(i) }
    if order.row.status != .open {
      let isPulledBack = order.row.status == .cancelled && order.isReleased
      #expect(row?.decision == (isPulledBack ? .stop : nil))
    } else if order.isReleased {
      #expect(row == nil || (row?.decision == .stop && row?.codes == [.B01]))
    } else {
      #expect(row != nil && (row?.decision != .stop || order.lastDecision == .stop))
    }
  }
}

@Test("a hold without a code is a transfer order that waits, and nothing else", arguments: seeds)
func onlyWaitingHasNoCode(seed: UInt64) {
  let world = randomWorld(seed: seed)
  for d in decide(world.snapshot, world.match, world.context).decisions
  where d.codes.isEmpty && d.decision != .release {
    let order = world.snapshot.orders[Int(d.orderIndex)]
    #expect(d.decision == .hold && order.row.paymentMethod == .bankTransfer)
    #expect(d.clearedYen <= 0 && d.dueYen > 0)
    guard let due = order.row.paymentDueDay else { continue }
    let last = world.context.calendar.businessDay(1, after: due)
    #expect(last == nil || world.context.asOf.day <= last!)
  }
}

@Test("nothing is called overdue while a gap leaves its time open", arguments: seeds)
func noOverdueInGap(seed: UInt64) {
  let world = randomWorld(seed: seed)
  for d in decide(world.snapshot, world.match, world.context).decisions
  where d.codes.contains(.T04) {
    let row = world.snapshot.orders[Int(d.orderIndex)].row
    let last = world.context.calendar.businessDay(1, after: row.paymentDueDay!)!
    for gap in world.context.gaps {
      let overlaps = gap.firstDay <= last && (gap.code == .D02 || gap.lastDay >= row.orderedAt.day)
      #expect(!overlaps)
    }
  }
}

@Test("cases have ids of their own, sorted codes, and a fixed order", arguments: seeds)
func casesAreWellFormed(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let cases = decide(world.snapshot, world.match, world.context).cases
  #expect(Set(cases.map(\.caseID)).count == cases.count)
  for c in cases {
    #expect(c.codes.first == c.code && c.codes == Set(c.codes).sorted())
    #expect(c.atRiskNetYen >= 0 && c.atRiskNetYen <= max(c.atRiskGrossYen, 0))
    #expect((c.until == nil) == c.deadlineRule.isEmpty)
    #expect(c.otherOrders == Set(c.otherOrders).sorted())
    for language in Language.allCases {
      let note = noteText(c, world.snapshot, world.match, world.context, language: language)
      #expect(!note.title.isEmpty && !note.basis.isEmpty)
      #expect(!note.nextAction.isEmpty && !note.note.isEmpty)
    }
  }
  let stops = cases.map { $0.decision == .stop }
  #expect(stops == stops.filter { $0 } + stops.filter { !$0 })
}

@Test("the order in which facts are handed over changes nothing", arguments: seeds)
func orderOfFactsIsFree(seed: UInt64) {
  let world = randomWorld(seed: seed)
  var random = SeededRandom(seed: seed)
  var snapshot = world.snapshot
  var context = world.context
  var match = world.match
  random.shuffle(&snapshot.clearings)
  random.shuffle(&context.gaps)
  for o in match.outcomes.indices { random.shuffle(&match.outcomes[o].codes) }
  let one = decide(world.snapshot, world.match, world.context)
  let two = decide(snapshot, match, context)
  #expect(one.decisions == two.decisions)
  #expect(one.uses == two.uses)
  #expect(one.cases == two.cases)
}

@Test("deciding again without anything new decides the same", arguments: seeds)
func decidingIsRepeatable(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let one = decide(world.snapshot, world.match, world.context)
  let two = decide(world.snapshot, world.match, world.context)
  #expect(one.decisions == two.decisions && one.uses == two.uses && one.cases == two.cases)
}

@Test(
  "each of the 40 codes has a title and a ground in both languages", arguments: FindingCode.allCases
)
func everyCodeHasWords(code: FindingCode) {
  let titles = Language.allCases.map { title(of: code, language: $0) }
  #expect(Set(titles).count == 2 && !titles.contains(""))
  let same = FindingCode.allCases.filter { title(of: $0, language: .ja) == titles[0] }
  #expect(same == [code])
}
