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
