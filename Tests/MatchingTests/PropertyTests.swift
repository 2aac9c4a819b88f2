import Matching
import Model
import TestKit
import Testing

@Suite struct PropertyTests {
  static let surnames = ["サトウ", "スズキ", "タカハシ", "サメジマ", "ツユキ"]
  static let givens = ["カズオ", "カズコ", "ヒロシ", "ユウキ", "ユキ"]

  /// A crowded little world: few names, few amounts, so that everything competes.
  static func world(_ seed: Int) -> Shop {
    var random = Lottery(seed: UInt64(seed))
    var shop = Shop()
    for i in 0..<(random.next(12) + 2) {
      let s = random.next(5)
      let g = random.next(5)
      let statuses: [OrderStatus] = [.open, .open, .open, .open, .cancelled]
      shop.order(
        "A\(10_000_000 + i)", Int64(1_000 * (random.next(5) + 1)), "姓\(s) 名\(g)",
        "\(surnames[s]) \(givens[g])", day: Int32(i / 2 + 1), key: "k\(s)\(g)",
        status: statuses[random.next(5)])
    }
    let half: [String: String] = [
      "サトウ": "ｻﾄｳ", "スズキ": "ｽｽﾞｷ", "タカハシ": "ﾀｶﾊｼ", "サメジマ": "ｻﾒｼﾞﾏ", "ツユキ": "ﾂﾕｷ",
      "カズオ": "ｶｽﾞｵ", "カズコ": "ｶｽﾞｺ", "ヒロシ": "ﾋﾛｼ", "ユウキ": "ﾕｳｷ", "ユキ": "ﾕｷ",
    ]
    for i in 0..<(random.next(12) + 1) {
      let s = half[surnames[random.next(5)]]!
      let g = half[givens[random.next(5)]]!
      let text = ["\(s) \(g)", "\(s)\(g)", s, "\(10_000_000 + random.next(14)) \(s)"]
      let isBack = random.next(9) == 0
      shop.pay(
        Int64(1_000 * (random.next(7) + 1)) - (random.next(6) == 0 ? 330 : 0),
        text[random.next(4)], day: Int32(i + 2), direction: isBack ? .debit : .credit,
        mark: isBack ? .reversal : .none)
    }
    return shop
  }

  @Test("No yen is given twice and no order gets more than it misses", arguments: 1...300)
  func money(_ seed: Int) {
    let shop = PropertyTests.world(seed)
    let outcomes = shop.outcomes()
    #expect(outcomes.map(\.entryIndex) == shop.entries.indices.map { Int32($0) })
    var given: [Int32: Int64] = [:]
    for outcome in outcomes {
      let yen = shop.entries[Int(outcome.entryIndex)].amountYen
      let allocated = outcome.links.reduce(Int64(0)) { $0 + $1.allocatedYen }
      #expect(abs(allocated) <= yen)
      for link in outcome.links { given[link.orderIndex, default: 0] += link.allocatedYen }
      #expect(outcome.candidates.count <= 8)
      #expect(Int(outcome.candidateCount) >= outcome.candidates.count)
      #expect(outcome.codes == outcome.codes.sorted())
      #expect((0...1_000_000).contains(outcome.probabilityPPM))
      if outcome.verdict == .automatic { #expect(!outcome.links.isEmpty) }
      if outcome.verdict == .held { #expect(!outcome.codes.isEmpty) }
    }
    for (order, yen) in given {
      #expect(yen >= 0 && yen <= shop.orders[Int(order)].row.amountDueYen)
      if shop.orders[Int(order)].row.status == .cancelled { #expect(yen == 0) }
    }
  }

  @Test("Equal snapshots give equal results, evidence and all", arguments: 1...40)
  func determinism(_ seed: Int) {
    let shop = PropertyTests.world(seed)
    #expect(shop.outcomes() == shop.outcomes())
  }

  @Test("The number of hands changes no outcome", arguments: [1, 7])
  func workers(_ seed: Int) {
    let world = World(seed: UInt64(seed), orders: 6_800, deposits: 4_000)
    let snapshot = world.snapshot()
    // Last piece first, as other hands might do it.
    let backwards = Workers { pieces, work in
      for piece in (0..<pieces).reversed() { work(piece) }
    }
    let alone = match(snapshot, policy: Policy(), fees: Shop.fees)
    let shared = match(snapshot, policy: Policy(), fees: Shop.fees, workers: backwards)
    #expect(alone.outcomes == shared.outcomes)
  }
}
