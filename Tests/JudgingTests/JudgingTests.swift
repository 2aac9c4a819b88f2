import Judging
import Model
import Running
import TestKit
import Testing

@Suite struct JudgingTests {
  static func judged(_ world: World) -> (snapshot: Snapshot, replay: Replay, judgement: Judgement) {
    let snapshot = world.snapshot()
    let made = replay(
      snapshot, policy: Policy(), asOf: Moment(day: world.lastDay.adding(days: 1), hour: 18))
    return (snapshot, made, judge(snapshot, made.match, made.decided, world.known()))
  }

  @Test(
    "The figures are those that follow from the files of the truth",
    arguments: [(1, "daily", "mixed"), (2, "hard", "common"), (3, "market", "international")])
  func slowTwin(_ seed: Int, _ profile: String, _ names: String) {
    let world = World(
      seed: UInt64(seed), orders: 1_500, profile: WorldProfile.preset(profile)!,
      names: WorldNames(rawValue: names)!)
    let (snapshot, made, judgement) = JudgingTests.judged(world)
    let plain = PlainScore(world, snapshot, made)
    #expect(judgement.total.links == plain.trueLinks)
    #expect(judgement.madeLinks == plain.madeLinks)
    #expect(judgement.total.rightWithTwins == plain.rightWithTwins)
    #expect(judgement.released == plain.released)
    #expect(judgement.falseReleases.count == plain.falseReleases)
    #expect(judgement.missedReleases.count == plain.missed)
    #expect(judgement.missedClear == plain.missedClear)
    #expect(judgement.payable == plain.payable)
    #expect(judgement.total.links > 500)
    #expect(judgement.recall.ppm! > 700_000)
    // Every link stands in exactly one bin, and what was wrong is wrong there.
    for bins in [reliability(judgement.links), reliabilityByBasis(judgement.links)] {
      #expect(bins.reduce(0) { $0 + $1.links } == judgement.madeLinks)
      #expect(bins.reduce(0) { $0 + $1.wrong } == judgement.madeLinks - plain.rightWithTwins)
    }
  }

  @Test("Two worlds together are the sum of both")
  func sums() {
    let first = JudgingTests.judged(World(seed: 4, orders: 800)).judgement
    let second = JudgingTests.judged(World(seed: 5, orders: 800, profile: .hard)).judgement
    let both = first + second
    #expect(both.total.links == first.total.links + second.total.links)
    #expect(both.links.count == first.links.count + second.links.count)
    #expect(both.payable == first.payable + second.payable)
    #expect(both.missedClear == first.missedClear + second.missedClear)
  }

  /// Three orders: of a customer two alike, of which one is paid, and another's.
  private static func twinWorld() -> (Snapshot, Truth) {
    let day = Day(year: 2026, month: 2, day: 3)!
    let orders = ["サトウ　ハナコ", "サトウ ハナコ", "キムラ　ジロウ"].enumerated().map { index, kana in
      LedgerOrder(
        row: OrderRow(
          record: Int32(index + 1), line: 1, orderID: "H\(index)", shopID: "S",
          orderedAt: Moment(day: day, hour: Int32(index)), paymentMethod: .bankTransfer,
          customerName: kana, customerKana: kana, amountDueYen: 5000, status: .open))
    }
    let entry = LedgerEntry(
      id: "e", accountKey: "a", bookingDay: day.adding(days: 1), direction: .credit,
      amountYen: 5000, payerName: "ｻﾄｳ ﾊﾅｺ")
    let truth = Truth(
      deposits: [
        KnownDeposit(kind: "exact", links: [KnownLink(orderIndex: 0, allocatedYen: 5000)])
      ],
      orders: [5000, 0, 0].enumerated().map { index, paid in
        KnownOrder(
          isKnown: true, dueYen: 5000, paidYen: paid, isPayable: paid > 0, isAmbiguous: index < 2,
          twinGroup: index < 2 ? 1 : 0)
      })
    return (Snapshot(entries: [entry], orders: orders), truth)
  }

  private static func outcome(_ order: Int32, _ evidence: [Evidence] = []) -> MatchResult {
    MatchResult(outcomes: [
      EntryOutcome(
        entryIndex: 0, verdict: .automatic,
        links: [MatchLink(orderIndex: order, allocatedYen: 5000, basis: .exact)],
        candidates: [MatchCandidate(orderIndices: [order], evidence: evidence)],
        probabilityPPM: 999_000)
    ])
  }

  private static func released(_ order: Int32) -> Decided {
    Decided(
      decisions: [
        OrderDecision(
          orderIndex: order, decision: .release, codes: [], dueYen: 5000, clearedYen: 5000)
      ], uses: [], cases: [])
  }

  @Test("A coin that fell right is a silent tie all the same; digits of the order are no coin")
  func ties() {
    let (snapshot, truth) = JudgingTests.twinWorld()
    let guessed = judge(snapshot, JudgingTests.outcome(0), JudgingTests.released(0), truth)
    #expect(guessed.falseReleases == [])
    #expect(guessed.silentTies.map(\.orderIndex) == [0])
    let named = judge(
      snapshot, JudgingTests.outcome(0, [Evidence(.orderNumberFull, 16_000)]),
      JudgingTests.released(0), truth)
    #expect(named.silentTies == [])
    // The payer's history speaks for a customer: it tells other customers apart, not the orders of
    // that one.
    var strangers = snapshot
    for index in strangers.orders.indices { strangers.orders[index].row.customerKey = "c\(index)" }
    for level in [EvidenceLevel.payerHistory, .sameCustomer] {
      let known = JudgingTests.outcome(0, [Evidence(level, 9_000)])
      #expect(judge(strangers, known, JudgingTests.released(0), truth).silentTies == [])
      #expect(judge(snapshot, known, JudgingTests.released(0), truth).silentTies.count == 1)
    }
    let other = judge(snapshot, JudgingTests.outcome(2), JudgingTests.released(2), truth)
    #expect(other.silentTies == [])
    #expect(other.falseReleases == [2])
    #expect(other.falseReleaseYen == 5000)
    #expect(other.missedReleases == [0])
    #expect(other.missedClear == 0)
  }

  @Test("What a person is shown for a held deposit is judged as a whole set of orders")
  func proposals() {
    let (snapshot, truth) = JudgingTests.twinWorld()
    func held(_ candidates: [[Int32]]) -> Judgement {
      let outcome = EntryOutcome(
        entryIndex: 0, verdict: .held,
        candidates: candidates.map { MatchCandidate(orderIndices: $0, evidence: []) })
      return judge(
        snapshot, MatchResult(outcomes: [outcome]), Decided(decisions: [], uses: [], cases: []),
        truth)
    }
    #expect(held([[0], [2]]).firstProposal == Share(1, of: 1))
    #expect(held([[2], [0]]).firstProposal == Share(0, of: 1))
    #expect(held([[2], [0]]).shownProposal == Share(1, of: 1))
    #expect(held([[0, 2]]).shownProposal == Share(0, of: 1))
    #expect(held([]).proposals == [])
    #expect(held([[0]]).missedReleases == [0])
  }

  @Test("A twin stands for the true order only where both are to be released, and only once")
  func twins() {
    var (snapshot, truth) = JudgingTests.twinWorld()
    let wrong = judge(snapshot, JudgingTests.outcome(1), JudgingTests.released(1), truth)
    #expect(wrong.total.rightWithTwins == 0 && wrong.falseReleases == [1])
    truth.orders[1] = truth.orders[0]
    let equal = judge(snapshot, JudgingTests.outcome(1), JudgingTests.released(1), truth)
    #expect(equal.total.rightWithTwins == 1 && equal.total.right == 0)
    snapshot.entries.append(snapshot.entries[0])
    truth.deposits.append(truth.deposits[0])
    var second = JudgingTests.outcome(1).outcomes[0]
    second.entryIndex = 1
    let match = MatchResult(outcomes: JudgingTests.outcome(1).outcomes + [second])
    let twice = judge(snapshot, match, JudgingTests.released(1), truth)
    #expect(twice.total.rightWithTwins == 1 && twice.total.wrong == 1)
  }
}

/// The same figures, worked out from the texts of the truth's files as the outside scorer does.
private struct PlainScore {
  var trueLinks = 0
  var madeLinks = 0
  var rightWithTwins = 0
  var released = 0
  var falseReleases = 0
  var payable = 0
  var missed = 0
  var missedClear = 0

  init(_ world: World, _ snapshot: Snapshot, _ made: Replay) {
    let orders = PlainScore.table(world.orderTruthCSV())
    let isPayable = orders.mapValues { $0["should_release"] == "1" }
    var given: [String: [String]] = [:]
    for outcome in made.match.outcomes {
      for link in outcome.links {
        let id = snapshot.orders[Int(link.orderIndex)].row.orderID
        let entry = snapshot.entries[Int(outcome.entryIndex)].id
        if given[entry]?.contains(id) != true { given[entry, default: []].append(id) }
      }
    }
    var used: Set<String> = []
    let truth = PlainScore.table(world.truthCSV())
    for entry in truth.keys.sorted() {
      let wanted = truth[entry]!["order_ids"]!.split(separator: "|").map(String.init)
      trueLinks += wanted.count
      for id in given[entry] ?? [] {
        madeLinks += 1
        let group = orders[id]?["twin_group"] ?? ""
        let isTwin =
          !group.isEmpty && !used.contains(id) && wanted.count == 1
          && orders[wanted[0]]?["twin_group"] == group && isPayable[id]! && isPayable[wanted[0]]!
        if wanted.contains(id) {
          rightWithTwins += 1
        } else if isTwin {
          used.insert(id)
          rightWithTwins += 1
        }
      }
    }
    let out = made.decided.decisions.filter { $0.decision == .release }
      .map { snapshot.orders[Int($0.orderIndex)].row.orderID }
    let shipped = Set(out).intersection(orders.keys)
    released = shipped.count
    falseReleases = shipped.count { !isPayable[$0]! }
    payable = isPayable.values.count { $0 }
    let missing = isPayable.filter { $0.value && !shipped.contains($0.key) }.keys
    missed = missing.count
    missedClear = missing.count { orders[$0]!["ambiguous"] == "0" }
  }

  /// Rows by their first cell.
  private static func table(_ csv: [UInt8]) -> [String: [String: String]] {
    let lines = String(decoding: csv, as: UTF8.self).split(separator: "\n")
    let cells = { (line: Substring) in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let titles = cells(lines[0])
    var rows: [String: [String: String]] = [:]
    for line in lines.dropFirst() {
      let row = cells(line)
      rows[row[0]] = Dictionary(uniqueKeysWithValues: zip(titles, row))
    }
    return rows
  }
}
