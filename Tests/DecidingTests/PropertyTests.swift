import Model
import TestKit
import Testing

@testable import Deciding
@testable import Reporting

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

@Test("decided in pieces, in whatever order, a day comes out as decided in one", arguments: seeds)
func pieces(_ seed: UInt64) {
  let world = randomWorld(seed: seed)
  for rows in [1, 7, 33] {
    let backwards = AtOnce(rowsPerPiece: rows) { pieces, work in
      for piece in (0..<pieces).reversed() { work(piece) }
    }
    let decided = decide(world.snapshot, world.match, world.context, atOnce: backwards)
    let whole = decide(world.snapshot, world.match, world.context)
    #expect(decided.decisions == whole.decisions && decided.uses == whole.uses)
    #expect(decided.cases == whole.cases)
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
      #expect(row == nil || (row?.decision == .stop && row?.codes.isEmpty == false))
    } else {
      let isTold = world.context.notices.contains { $0.orderIndex == Int32(i) }
      #expect(row != nil && (row?.decision != .stop || order.lastDecision == .stop || isTold))
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

@Test(
  "nothing is released on money of an account that stands under D02 or D03 by then",
  arguments: seeds)
func noReleaseUnderGap(seed: UInt64) {
  var world = randomWorld(seed: seed)
  let snapshot = world.snapshot
  var given: [Int32: [Int32]] = [:]
  for clearing in snapshot.clearings where clearing.allocatedYen > 0 {
    given[clearing.orderIndex, default: []].append(clearing.entryIndex)
  }
  for outcome in world.match.outcomes {
    for link in outcome.links where link.allocatedYen > 0 {
      given[link.orderIndex, default: []].append(outcome.entryIndex)
    }
  }
  for isAllowed in [false, true] {
    world.context.policy.releasesAfterMissingDay = isAllowed
    let codes: [FindingCode] = isAllowed ? [.D02] : [.D02, .D03]
    for d in decide(snapshot, world.match, world.context).decisions where d.decision == .release {
      for entry in given[d.orderIndex] ?? [] {
        let credit = snapshot.entries[Int(entry)]
        for gap in world.context.gaps where codes.contains(gap.code) && gap.override == nil {
          #expect(gap.accountKey != credit.accountKey || credit.bookingDay < gap.firstDay)
        }
      }
    }
  }
}

@Test(
  "no order is released that was released, and none that something was told of stops",
  arguments: seeds)
func noSecondRelease(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let stops: Set<FindingCode> = [.N07, .B01, .S05, .S08]
  for d in decide(world.snapshot, world.match, world.context).decisions
  where d.decision == .release {
    #expect(!world.snapshot.orders[Int(d.orderIndex)].isReleased)
    for notice in world.context.notices where notice.orderIndex == d.orderIndex {
      if case .finding(let code) = notice.kind { #expect(!stops.contains(code)) }
      #expect(notice.kind != .collectionCancelled)
    }
  }
}

@Test(
  "every case that stops or holds asks a question, and every held order with money is in one",
  arguments: seeds)
func holdsAsk(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let decided = decide(world.snapshot, world.match, world.context)
  var named: Set<Int32> = []
  for c in decided.cases where c.gap == nil {
    named.formUnion(c.orderIndex.map { [$0] } ?? c.otherOrders)
    guard [.hold, .holdAsk, .stop].contains(c.decision) else { continue }
    let ja = noteText(c, world.notes, language: .ja)
    let en = noteText(c, world.notes, language: .en)
    #expect(ja.note.contains("確認事項"), "\(c.code) \(ja.note)")
    #expect(en.note.contains("Question"), "\(c.code) \(en.note)")
  }
  for d in decided.decisions where d.decision != .release && !d.codes.isEmpty {
    let isOfGap = d.codes.allSatisfy { $0 == .D02 || $0 == .D03 }
    #expect(isOfGap || named.contains(d.orderIndex), "\(d)")
  }
}

@Test("drafts promise nothing, threaten nobody, and wait while data are missing", arguments: seeds)
func draftsAreNeutral(seed: UInt64) {
  let world = randomWorld(seed: seed)
  let decided = decide(world.snapshot, world.match, world.context)
  for c in decided.cases {
    let liability = liabilityNote(c, world.notes)
    #expect(liability.recourseYen >= 0 && liability.recourseYen <= c.atRiskNetYen)
    for language in Language.allCases {
      let made = drafts(
        c, world.notes, liability: liability, language: language)
      for draft in made where draft.kind == .guidance {
        for word in ["必ず", "法的", "遅延損害金", "手数料を申し受け", "至急", "legal", "penalty", "must"] {
          #expect(!draft.body.contains(word), "\(draft.body)")
        }
        if draft.addressee == .payer { #expect(!draft.orderID.isEmpty) }
      }
      let extra = c.setOffOrders.isEmpty && !c.codes.contains(.T05)
      #expect(made.contains { $0.kind == .authority } == (liability.act != nil) || !extra)
      #expect(made.count { $0.kind == .authority } >= (liability.act == nil ? 0 : 1))
    }
    guard let order = c.orderIndex else { continue }
    let placed = world.snapshot.orders[Int(order)].row.orderedAt.day
    let isInGap = world.context.gaps.contains {
      $0.override == nil && $0.firstDay <= world.context.asOf.day
        && ($0.code == .D02 || $0.lastDay >= placed)
    }
    let made = drafts(
      c, world.notes, liability: liability, language: .ja)
    #expect(!isInGap || !made.contains { $0.kind == .guidance && $0.state == .ready })
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
      let note = noteText(c, world.notes, language: language)
      #expect(!note.title.isEmpty && !note.basis.isEmpty)
      #expect(!note.nextAction.isEmpty && !note.note.isEmpty)
    }
  }
  let stops = cases.map { $0.decision == .stop }
  #expect(stops == stops.filter { $0 } + stops.filter { !$0 })
}

@Test(
  "no order is at risk for more than it costs, in however many cases it stands", arguments: seeds)
func atRiskOnce(seed: UInt64) {
  let world = randomWorld(seed: seed)
  var decided = decide(world.snapshot, world.match, world.context)
  func atRisk(_ cases: [ExceptionCase]) -> AtRisk {
    decided.cases = cases
    return AtRisk(
      ReportInput(
        runID: "", asOf: world.context.asOf, language: .ja, snapshot: world.snapshot,
        outcomes: world.match.outcomes, decided: decided, texts: Made([]), drafts: Made([]),
        files: [],
        engineVersion: ""))
  }
  var most: [Int32: Int64] = [:]
  var loose: Int64 = 0
  let cases = decided.cases.filter { $0.needsPerson && $0.gap == nil && $0.code != .N01 }
  for c in cases {
    let named = c.orderIndex.map { [$0] } ?? c.otherOrders
    for order in named {
      let due = max(0, world.snapshot.orders[Int(order)].row.amountDueYen)
      most[order] = max(most[order] ?? 0, due, named.count == 1 ? c.atRiskGrossYen : 0)
    }
    let all = named.reduce(0) { $0 + max(0, world.snapshot.orders[Int($1)].row.amountDueYen) }
    if named.count != 1 { loose += max(0, c.atRiskGrossYen - all) }
  }
  let found = atRisk(cases)
  #expect(found.grossYen <= most.values.reduce(loose, +) && found.netYen <= found.grossYen)
  let ofOrders = cases.filter { $0.orderIndex != nil || !$0.otherOrders.isEmpty }
  #expect(atRisk(ofOrders + ofOrders.reversed()) == atRisk(ofOrders))
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
  random.shuffle(&context.notices)
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
