import Model

/// A deposit before it has a place in its day.
struct DepositDraft {
  var day: Day
  var amountYen: Int64
  var payerName: String
  var ediText: String = ""
  var truth: WorldTruth
  /// Orders drafts of one day; a reversal comes after what it undoes because its day is later.
  var shuffleKey: UInt64 = 0
}

/// How an order follows from the one before.
enum WorldSequel: UInt8 {
  /// Of the same customer: other goods, or the same ones.
  case secondOrder, sameBasket
  /// The same goods, ordered by somebody of the same name.
  case namesake
}

/// Makes orders first, then the payments for them, then the money that has nothing to do with
/// orders; every step draws from one generator, so the order of the steps is part of the seed.
struct WorldBuilder {
  static let holder = "ｶ)ｱｵｿﾗﾂｳﾊﾝ"
  static let shopLetters = ["H", "K", "T"]

  var random: SeededRandom
  let profile: WorldProfile
  let names: NameSource
  let orderCount: Int
  /// Nil: as many as the profile makes of the orders.
  let depositCount: Int?
  let firstDay: Day
  let lastDay: Day
  let firstOrderNumber: Int
  var orders: [OrderRow] = []
  var customers: [WorldCustomer] = []
  /// Parallel to `orders`.
  var customerOfOrder: [Int32] = []
  /// How the next order in time follows from this one, parallel to `orders`.
  var sequel: [WorldSequel?] = []
  var drafts: [DepositDraft] = []
  let lagTable: [Int]

  init(
    seed: UInt64, orders: Int, deposits: Int?, profile: WorldProfile, names: NameSource,
    firstDay: Day, firstOrderNumber: Int
  ) {
    random = SeededRandom(seed: seed)
    orderCount = orders
    depositCount = deposits
    self.firstDay = firstDay
    self.firstOrderNumber = firstOrderNumber
    self.profile = profile
    self.names = names
    var sum = 0
    lagTable = profile.lagWeights.map { weight in
      sum += weight
      return sum
    }
    lastDay = firstDay.adding(days: profile.days + profile.tailDays - 1)
  }

  /// Orders paid by transfer, per mille: enough for the deposits asked for.
  var transferShare: Int {
    guard let depositCount else { return profile.transferShare / 10 }
    return min(990, max(620, depositCount * 1090 / orderCount))
  }

  mutating func makeOrders() {
    orders.reserveCapacity(orderCount)
    customerOfOrder.reserveCapacity(orderCount)
    sequel.reserveCapacity(orderCount)
    let span = Int64(profile.days) * 86_400
    var sum = 0
    let weights = profile.prices.indices.map { rank in
      sum += 10_000 / (rank + profile.priceFall)
      return sum
    }
    var second: Int64 = 0
    for index in 0..<orderCount {
      let sequel = index > 0 ? drawSequel() : nil
      // An order never stands before the one that it follows from.
      let own = Int64(index) * span / Int64(orderCount) + Int64(random.below(60))
      second = sequel == nil ? max(second, own) : second + Int64(30 + random.below(600))
      let at = Moment(secondsTokyo: Int64(firstDay.number) * 86_400 + min(second, span - 1))
      appendOrder(index, sequel, at: at, weights: weights)
    }
  }

  private mutating func drawSequel() -> WorldSequel? {
    var roll = random.below(10_000)
    if roll < profile.secondOrderShare { return .secondOrder }
    roll -= profile.secondOrderShare
    if roll < profile.sameBasketShare { return .sameBasket }
    return roll - profile.sameBasketShare < profile.namesakeShare ? .namesake : nil
  }

  private mutating func appendOrder(
    _ index: Int, _ kind: WorldSequel?, at: Moment, weights: [Int]
  ) {
    let customer: Int
    switch kind {
    case nil: customer = drawCustomer()
    case .namesake:
      let first = customers[Int(customerOfOrder[index - 1])]
      customer =
        first.company == nil
        ? newCustomer(first.person, isCompany: false) : Int(customerOfOrder[index - 1])
    default: customer = Int(customerOfOrder[index - 1])
    }
    if kind != nil { sequel[index - 1] = kind }
    sequel.append(nil)
    customerOfOrder.append(Int32(customer))
    var order = makeOrder(index, customer, at: at, weights: weights)
    if kind == .sameBasket || kind == .namesake {
      order.amountDueYen = orders[index - 1].amountDueYen
      order.pointsUsedYen = orders[index - 1].pointsUsedYen
      order.paymentMethod = orders[index - 1].paymentMethod
      order.paymentMethodText = orders[index - 1].paymentMethodText
      order.paymentDueDay =
        order.paymentMethod == .bankTransfer ? at.day.adding(days: 7) : nil
    }
    orders.append(order)
  }

  private mutating func makeOrder(_ index: Int, _ customer: Int, at: Moment, weights: [Int])
    -> OrderRow
  {
    let shop = random.below(10)
    let letter = WorldBuilder.shopLetters[shop < 5 ? 0 : shop < 8 ? 1 : 2]
    let isBank = random.chance(perMille: transferShare)
    let other: [PaymentMethod] = [.card, .card, .cod, .konbini]
    let method = isBank ? PaymentMethod.bankTransfer : random.pick(other)
    let isCompany = customers[customer].company != nil
    let lines = isCompany ? 1 + random.below(4) : 1 + random.below(8) / 6
    var goods: Int64 = 0
    for _ in 0..<lines {
      let price = profile.prices[random.weighted(weights)]
      goods += price * Int64(isCompany ? 1 + random.below(9) : 1 + random.below(10) / 8)
    }
    let shipping: Int64 = goods >= 10_000 ? 0 : letter == "T" ? 770 : 550
    let hasPoints = random.below(10_000) < profile.pointsShare
    let points = hasPoints ? Int64(min(Int(goods) - 1, 1 + random.below(500))) : 0
    let wishes =
      random.chance(perMille: 260) ? at.day.adding(days: Int32(5 + random.below(6))) : nil
    return OrderRow(
      record: Int32(index + 1), line: Int32(index + 2),
      orderID: letter + String(firstOrderNumber + index),
      shopID: "SHOP-" + letter, orderedAt: at, paymentMethod: method,
      paymentMethodText: method.rawValue, customerName: customers[customer].ordered.kanji,
      customerKana: customers[customer].ordered.kana, amountDueYen: goods + shipping - points,
      pointsUsedYen: points, desiredDeliveryDay: wishes,
      paymentDueDay: isBank ? at.day.adding(days: 7) : nil, customerKey: customers[customer].key,
      status: .open)
  }

  /// Equal numbers for customers whose names nobody can tell apart on a statement.
  func namesOfOrders() -> [Int32] {
    var ofPerson: [WorldPerson: Int32] = [:]
    var ofCompany: [String: Int32] = [:]
    var count: Int32 = 0
    let ofCustomer = customers.map { who -> Int32 in
      count += 1
      if let company = who.company?.kana {
        if let known = ofCompany[company] { return known }
        ofCompany[company] = count
      } else {
        let person = names.sound(who.person)
        if let known = ofPerson[person] { return known }
        ofPerson[person] = count
      }
      return count
    }
    return customerOfOrder.map { ofCustomer[Int($0)] }
  }

  func surnamesOfOrders() -> [Int32] {
    customerOfOrder.map {
      let person = names.sound(customers[Int($0)].person)
      return person.isForeign ? -1 - person.surname : person.surname
    }
  }

  /// Gives every draft its place in its day and its id.
  mutating func bookedDeposits() -> (deposits: [WorldDeposit], truths: [WorldTruth]) {
    for index in drafts.indices { drafts[index].shuffleKey = random.next() }
    let sorted = drafts.indices.sorted {
      (drafts[$0].day, drafts[$0].shuffleKey) < (drafts[$1].day, drafts[$1].shuffleKey)
    }
    var place = [Int](repeating: 0, count: drafts.count)
    for (new, old) in sorted.enumerated() { place[old] = new }
    var deposits: [WorldDeposit] = []
    var truths: [WorldTruth] = []
    deposits.reserveCapacity(drafts.count)
    truths.reserveCapacity(drafts.count)
    var number: Int32 = 0
    for index in sorted {
      let draft = drafts[index]
      number = deposits.last?.bookingDay == draft.day ? number + 1 : 1
      let bank = WorldText.bank(of: draft.payerName)
      var truth = draft.truth
      truth.reversalOf = truth.reversalOf.map { place[$0] }
      truths.append(truth)
      deposits.append(
        WorldDeposit(
          id: WorldText.depositID(draft.day, number), numberOfDay: number,
          bookingDay: draft.day, amountYen: draft.amountYen, payerName: draft.payerName,
          payerBank: bank.0, payerBranch: bank.1, ediText: draft.ediText))
    }
    return (deposits, truths)
  }

  mutating func makeWithdrawals() -> [WorldWithdrawal] {
    var list: [WorldWithdrawal] = []
    var day = firstDay
    while day <= lastDay {
      if day.weekday < 5 {
        let texts = ["振込手数料", "口座振替 ﾃﾞﾝｷﾘﾖｳｷﾝ", "振込 ｼｲﾚ(ｶ", "給与振込"]
        for text in texts where random.chance(perMille: 500) {
          let amount = Int64(text == "振込手数料" ? 145 * (1 + random.below(9)) : random.below(400_000))
          list.append(WorldWithdrawal(day: day, amountYen: amount + 110, text: text))
        }
      }
      day = day.adding(days: 1)
    }
    return list
  }
}
