import Judging
public import Model

/// What a matcher could reach at best on this world: one that knows how every payer writes, sees
/// all other deposits rightly explained, and still has to say which order a payment is for.
public struct WorldCeiling: Sendable, Equatable {
  public var links = 0
  /// Links for which no other order explains the payment as well, and no stranger's payment the
  /// order.
  public var tellable = 0
  /// Of these, the ones whose sort of text and amount is at least 99.5 % of the time what it
  /// seems: the rest a careful matcher has to leave to a person, whatever it knows.
  public var sure = 0
  /// Orders that are paid and due to be released, and those of them all of whose links are
  /// tellable, and sure.
  public var payable = 0
  public var tellableOrders = 0
  public var sureOrders = 0

  public init() {}

  public static func + (a: WorldCeiling, b: WorldCeiling) -> WorldCeiling {
    var sum = a
    sum.links += b.links
    sum.tellable += b.tellable
    sum.sure += b.sure
    sum.payable += b.payable
    sum.tellableOrders += b.tellableOrders
    sum.sureOrders += b.sureOrders
    return sum
  }
}

extension World {
  /// Bounds from above: what is counted as tellable may still be hard; what is not, nobody can
  /// know. Cost: linear in orders and deposits, apart from sorting and from equal names.
  ///
  /// - Parameter day: What was booked before it is history and not counted, nor are orders that
  ///   it paid; but a payer who paid for a customer then shows the customer's name now.
  public func ceiling(from day: Day? = nil) -> WorldCeiling {
    let oracle = WorldOracle(self, from: day)
    let isSure = oracle.sureSorts()
    var ceiling = WorldCeiling()
    var isTellable = [Bool](repeating: true, count: orders.count)
    var isSureOrder = isTellable
    var isCounted = [Bool](repeating: day == nil, count: orders.count)
    for (index, truth) in truths.enumerated() {
      if let day, deposits[index].bookingDay < day { continue }
      for link in truth.links {
        isCounted[link.orderIndex] = true
        ceiling.links += 1
        let tellable = oracle.isTellable(index, link.orderIndex)
        let sure = tellable && isSure[Int(oracle.shown[index].rawValue)]
        ceiling.tellable += tellable ? 1 : 0
        ceiling.sure += sure ? 1 : 0
        if !tellable { isTellable[link.orderIndex] = false }
        if !sure { isSureOrder[link.orderIndex] = false }
      }
    }
    for (index, order) in known().orders.enumerated() where order.isPayable && isCounted[index] {
      ceiling.payable += 1
      ceiling.tellableOrders += isTellable[index] ? 1 : 0
      ceiling.sureOrders += isSureOrder[index] ? 1 : 0
    }
    return ceiling
  }
}

/// Looks up what else would explain a payment.
private struct WorldOracle {
  let world: World
  let paid: [Int64]
  /// How much each deposit's text shows, with what history tells of its payer.
  let shown: [WorldShown]
  /// The most telling text among an order's payments; nil where nothing was paid.
  var bestShown: [WorldShown?]
  private var byAmount: [Int64: [Int]] = [:]
  private var byName: [Int32: [Int]] = [:]
  private var bySurname: [Int32: [Int]] = [:]
  private var strangers: [Int64: [Int]] = [:]

  /// How far an amount may be off and still be taken for a fee or a slip.
  private let slipYen: Int64 = 1_000
  private let windowDays: Int32 = 60

  init(_ world: World, from day: Day?) {
    self.world = world
    paid = world.paidNetYen()
    shown = WorldOracle.shown(world, from: day)
    bestShown = [WorldShown?](repeating: nil, count: world.orders.count)
    for (index, truth) in world.truths.enumerated() {
      for link in truth.links where link.allocatedYen > 0 {
        bestShown[link.orderIndex] = max(bestShown[link.orderIndex] ?? .nothing, shown[index])
      }
    }
    for (index, order) in world.orders.enumerated()
    where order.paymentMethod == .bankTransfer && order.status == .open {
      byAmount[order.amountDueYen, default: []].append(index)
      byName[world.nameOfOrder[index], default: []].append(index)
      bySurname[world.surnameOfOrder[index], default: []].append(index)
    }
    for (index, truth) in world.truths.enumerated()
    where truth.links.isEmpty && truth.scenario == .unrelatedPerson {
      strangers[world.deposits[index].amountYen, default: []].append(index)
    }
  }

  private static func shown(_ world: World, from day: Day?) -> [WorldShown] {
    guard let day else { return world.truths.map(\.shown) }
    var paidBefore: Set<Relation> = []
    return zip(world.deposits, world.truths).map { deposit, truth in
      guard let link = truth.links.first else { return truth.shown }
      let relation = Relation(
        payer: deposit.payerName, customer: world.orders[link.orderIndex].customerKey)
      if deposit.bookingDay < day { paidBefore.insert(relation) }
      return paidBefore.contains(relation) ? max(truth.shown, .name) : truth.shown
    }
  }

  private struct Relation: Hashable {
    var payer: String
    var customer: String
  }

  /// Whether a payment's text and amount point at this order and at no other.
  func isTellable(_ deposit: Int, _ order: Int) -> Bool {
    let truth = world.truths[deposit]
    guard shown[deposit] < .number, truth.reversalOf == nil, truth.links.count == 1,
      truth.links[0].allocatedYen > 0
    else { return true }
    switch shown[deposit] {
    case .nothing:
      let isOther = { (o: Int) -> Bool in isRival(o, order, deposit, weakerThan: .surname) }
      if truth.scenario == .split || truth.scenario == .partial { return false }
      if truth.amountKind != .exact {
        return !near(world.deposits[deposit].amountYen).contains(where: isOther)
      }
      return !(byAmount[world.deposits[deposit].amountYen] ?? []).contains(where: isOther)
        && !hasStranger(deposit)
    case .surname:
      return !(bySurname[world.surnameOfOrder[order]] ?? []).contains {
        isRival($0, order, deposit, weakerThan: .name) && fits($0, deposit)
      }
    default:
      return !(byName[world.nameOfOrder[order]] ?? []).contains {
        isRival($0, order, deposit, weakerThan: .nothing) && fits($0, deposit)
      }
    }
  }

  /// Another open order that nothing better explains.
  private func isRival(
    _ other: Int, _ order: Int, _ deposit: Int, weakerThan limit: WorldShown
  ) -> Bool {
    guard other != order else { return false }
    if paid[other] > 0, let shown = bestShown[other], shown >= limit { return false }
    let delay =
      world.deposits[deposit].bookingDay.number - world.orders[other].orderedAt.day.number
    return delay >= 0 && delay <= windowDays
  }

  private func fits(_ order: Int, _ deposit: Int) -> Bool {
    let due = world.orders[order].amountDueYen
    let yen = world.deposits[deposit].amountYen
    let truth = world.truths[deposit]
    if truth.scenario == .split || truth.scenario == .partial { return due >= yen }
    return truth.amountKind == .exact ? due == yen : abs(due - yen) <= slipYen
  }

  private func near(_ yen: Int64) -> [Int] {
    (max(1, yen - slipYen)...(yen + slipYen)).flatMap { byAmount[$0] ?? [] }
  }

  private func hasStranger(_ deposit: Int) -> Bool {
    let day = world.deposits[deposit].bookingDay.number
    return (strangers[world.deposits[deposit].amountYen] ?? []).contains {
      abs(world.deposits[$0].bookingDay.number - day) <= windowDays
    }
  }

  /// By how much a text shows: whether payments that show only so much and fit one order only are
  /// nearly always for it. Strangers whose sum fits one free order are what speaks against it.
  func sureSorts() -> [Bool] {
    var right = [0, 0]
    var wrong = [0, 0]
    for (index, truth) in world.truths.enumerated() where shown[index] < .name {
      let sort = Int(shown[index].rawValue)
      if truth.links.count == 1, truth.amountKind == .exact,
        isTellable(index, truth.links[0].orderIndex)
      {
        right[sort] += 1
      } else if truth.scenario == .unrelatedPerson {
        let free = (byAmount[world.deposits[index].amountYen] ?? []).count {
          isRival($0, -1, index, weakerThan: .nothing)
        }
        if free == 1 { wrong[0] += 1 }
      }
    }
    return [
      wrong[0] * 200 <= right[0] + wrong[0], wrong[1] * 200 <= right[1] + wrong[1], true, true,
    ]
  }
}
