import Judging
import Model
import TestKit
import Testing

@Suite("Invented worlds")
struct WorldTests {
  static let world = World(seed: 11, orders: 2000, deposits: 1200)

  @Test("the same seed gives the same bytes in every format, another seed others")
  func seeds() {
    let again = World(seed: 11, orders: 2000, deposits: 1200)
    let other = World(seed: 12, orders: 2000, deposits: 1200)
    let files = { (w: World) in
      [
        w.ordersCSV(), w.depositsCSV(), w.zenginFile(), w.bankCSV(), w.camtFile(), w.truthCSV(),
        w.orderTruthCSV(),
      ]
    }
    #expect(files(WorldTests.world) == files(again))
    #expect(zip(files(again), files(other)).allSatisfy { $0 != $1 })
  }

  @Test("there are as many deposits as asked for", arguments: [(50, 40), (300, 100), (2000, 1700)])
  func counts(_ orders: Int, _ deposits: Int) {
    let world = World(seed: 3, orders: orders, deposits: deposits)
    #expect(world.orders.count == orders)
    #expect(world.deposits.count == deposits)
    #expect(world.truths.count == deposits)
  }

  @Test("the truth explains every yen of every deposit")
  func everyYen() {
    let world = WorldTests.world
    for (deposit, truth) in zip(world.deposits, world.truths) {
      let explained = truth.links.reduce(truth.unappliedYen) { $0 + $1.allocatedYen }
      #expect(explained == deposit.amountYen, "\(deposit.id)")
      #expect((truth.kind == .reversal) == (deposit.amountYen < 0), "\(deposit.id)")
      if let original = truth.reversalOf {
        #expect(world.deposits[original].amountYen == -deposit.amountYen)
        #expect(world.deposits[original].bookingDay < deposit.bookingDay)
      }
    }
  }

  @Test("the usual kinds all turn up, and most deposits are plain")
  func kinds() {
    let kinds = WorldTests.world.truths.map(\.kind)
    let common: [WorldKind] = [
      .exact, .space, .orderNumber, .family, .feeDeducted, .split, .merged, .doublePayment,
      .unrelatedBusiness, .legalForm,
    ]
    for kind in common { #expect(kinds.contains(kind), "\(kind)") }
    #expect(kinds.count { $0 == .exact } * 2 > kinds.count)
  }

  @Test(
    "a large world of every profile has every kind of case", arguments: ["daily", "hard", "market"])
  func everyKind(_ profile: String) {
    let world = World(seed: 5, orders: 20_000, profile: WorldProfile.preset(profile)!)
    let kinds = Set(world.truths.map(\.kind))
    #expect(WorldKind.allCases.filter { !kinds.contains($0) } == [])
  }

  @Test(
    "every source of names gives names that differ, and its own sort",
    arguments: WorldNames.allCases)
  func names(_ names: WorldNames) {
    let world = World(seed: 5, orders: 3_000, names: names)
    let distinct = Set(world.orders.map(\.customerKana)).count
    #expect(distinct > (names == .common ? 1_200 : 1_700))
    let latin = world.orders.count { $0.customerName.utf8.first! < 0x7B }
    #expect((latin > 300) == (names == .international))
  }

  @Test("an order is ambiguous only with a twin that differs in having been paid")
  func ambiguity() {
    let world = World(seed: 9, orders: 4_000, profile: .hard, names: .common)
    let known = world.known().orders
    var members: [Int32: [Int]] = [:]
    for (index, order) in known.enumerated() where order.twinGroup != 0 {
      members[order.twinGroup, default: []].append(index)
    }
    #expect(members.count > 20)
    for group in members.values {
      #expect(group.count > 1)
      #expect(Set(group.map { world.nameOfOrder[$0] }).count == 1)
      #expect(Set(group.map { world.orders[$0].amountDueYen }).count == 1)
      let isMixed = Set(group.map { known[$0].paidYen >= known[$0].dueYen }).count == 2
      if !isMixed { #expect(group.allSatisfy { !known[$0].isAmbiguous }) }
    }
    #expect(known.count { $0.isAmbiguous } > 20)
    // People who sound alike are one on a statement, however they are written.
    var kanji: [Int32: Set<String>] = [:]
    for (index, order) in world.orders.enumerated() where !order.customerName.contains("会社") {
      kanji[world.nameOfOrder[index], default: []].insert(
        order.customerName.filter { $0 != "　" && $0 != " " })
    }
    #expect(kanji.values.contains { $0.count > 1 })
    #expect(known.allSatisfy { !$0.isAmbiguous || $0.twinGroup != 0 })
  }

  @Test("of two months the first is history: money once, orders released where paid in full")
  func months() {
    var profile = WorldProfile.daily
    profile.days = 60
    let world = World(seed: 4, orders: 3_000, profile: profile)
    let second = world.firstDay.adding(days: 30)
    let snapshot = world.snapshot(confirmedBefore: second)
    let open = snapshot.entries.filter { $0.standing == .open }
    #expect(open.allSatisfy { $0.bookingDay >= second })
    #expect(open.count > 600 && open.count < snapshot.entries.count * 7 / 10)
    var cleared = [Int64](repeating: 0, count: snapshot.orders.count)
    for clearing in snapshot.clearings {
      cleared[Int(clearing.orderIndex)] += clearing.allocatedYen
    }
    #expect(cleared == snapshot.orders.map(\.clearedYen))
    #expect(snapshot.orders.allSatisfy { !$0.isReleased || $0.clearedYen >= $0.row.amountDueYen })
    // Who let somebody else pay once mostly does so again: that is what there is to learn.
    let strangers = world.truths.indices.filter { world.truths[$0].nameKind == .thirdParty }
    let payers = Set(strangers.map { world.deposits[$0].payerName })
    #expect(payers.count * 10 < strangers.count * 9)
  }

  @Test(
    "no oracle is better than all, and none worse than what the engine's own kind of text shows")
  func ceiling() {
    let world = World(seed: 6, orders: 5_000, profile: .hard)
    let ceiling = world.ceiling()
    #expect(ceiling.links == world.truths.reduce(0) { $0 + $1.links.count })
    #expect(ceiling.sure <= ceiling.tellable && ceiling.tellable < ceiling.links)
    #expect(
      ceiling.sureOrders <= ceiling.tellableOrders && ceiling.tellableOrders < ceiling.payable)
    // What is history is left out, and the two parts are the whole.
    let day = world.firstDay.adding(days: 20)
    let late = world.ceiling(from: day)
    let early = zip(world.deposits, world.truths).filter { $0.0.bookingDay < day }
      .reduce(0) { $0 + $1.1.links.count }
    #expect(late.links + early == ceiling.links && late.tellable < ceiling.tellable)
    let plain = world.truths.reduce(0) { $0 + ($1.shown == .number ? $1.links.count : 0) }
    #expect(ceiling.tellable > plain)
  }

  @Test("Zengin records are 200 bytes and the trailers add up to the deposits")
  func zengin() {
    let records = WorldTests.world.zenginFile().split(separator: 0x0A)
    #expect(records.allSatisfy { $0.count == 201 && $0.last == 0x0D })
    let trailers = records.filter { $0.first == 0x38 }
    let count = trailers.reduce(0) { $0 + number($1, 1..<7) }
    let sum = trailers.reduce(0) { $0 + number($1, 7..<19) }
    #expect(count == WorldTests.world.deposits.count)
    #expect(sum == WorldTests.world.deposits.reduce(0) { $0 + Int(abs($1.amountYen)) })
    #expect(records.last?.first == 0x39)
    #expect(WorldTests.world.zenginFilesByDay().count == trailers.count)
  }

  @Test("the bank CSV's balance follows from its amounts, row by row")
  func bankBalance() {
    let text = String(decoding: WorldTests.world.bankCSV(asUTF8: true), as: UTF8.self)
    var balance = Int(WorldTests.world.openingBalanceYen)
    for line in text.split(separator: "\r\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      balance += (Int(cells[3]) ?? 0) - (Int(cells[2]) ?? 0)
      #expect(Int(cells[4]) == balance)
    }
  }

  private func number(_ record: ArraySlice<UInt8>, _ range: Range<Int>) -> Int {
    let start = record.startIndex
    let digits = record[(start + range.lowerBound)..<(start + range.upperBound)]
    return Int(String(decoding: digits, as: UTF8.self))!
  }
}
