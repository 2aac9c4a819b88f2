import Model

/// Somebody who orders: a person, or a company with the person who signs for it.
struct WorldCustomer {
  var surname: WrittenName
  var given: WrittenName
  var company: WrittenName?
  /// Index into `WorldBuilder.legalForms`.
  var legalForm: Int
  var formStandsFirst: Bool
  /// Written as one word in orders: some shops have one name field.
  var isUnspaced: Bool
  var key: String
}

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

/// Makes orders first, then the payments for them, then the money that has nothing to do with
/// orders; every step draws from one generator, so the order of the steps is part of the seed.
struct WorldBuilder {
  static let holder = "ｶ)ｱｵｿﾗﾂｳﾊﾝ"
  static let shopLetters = ["H", "K", "T"]
  static let legalForms: [(kanji: String, kana: String, short: String)] = [
    ("株式会社", "カブシキガイシャ", "ｶ"), ("有限会社", "ユウゲンガイシャ", "ﾕ"),
    ("合同会社", "ゴウドウガイシャ", "ﾄﾞ"), ("医療法人", "イリョウホウジン", "ｲ"),
    ("一般社団法人", "イッパンシャダンホウジン", "ｼﾔ"),
  ]
  private static let prices: [Int64] = [
    1980, 2980, 3980, 2480, 4980, 1480, 3300, 5980, 2200, 6600, 980, 4400, 7980, 5500, 9800,
    8800, 1280, 12_800, 11_000, 14_800, 16_500, 3480, 19_800, 22_000, 29_800, 33_000, 2750,
    6380, 7150, 10_450, 1650, 4290, 5720, 8690, 13_970, 24_750, 38_500, 54_780, 660, 1890,
  ]

  var random: SeededRandom
  let orderCount: Int
  let depositCount: Int
  let days: Int32
  let firstDay = Day(year: 2026, month: 1, day: 5)!
  let lastDay: Day
  var orders: [OrderRow] = []
  var customers: [WorldCustomer] = []
  /// Parallel to `orders`.
  var customerOfOrder: [Int] = []
  /// The next order where it is of the same customer, parallel to `orders`.
  var twinOrder: [Int?] = []
  var drafts: [DepositDraft] = []

  init(seed: UInt64, orders: Int, deposits: Int, days: Int32) {
    random = SeededRandom(seed: seed)
    orderCount = orders
    depositCount = deposits
    self.days = days
    lastDay = firstDay.adding(days: days + 9)
  }

  /// Per mille of orders paid by bank transfer: enough for the deposits asked for.
  var bankShare: Int { min(990, max(620, depositCount * 1090 / orderCount)) }

  mutating func makeOrders() {
    orders.reserveCapacity(orderCount)
    customerOfOrder.reserveCapacity(orderCount)
    let span = Int64(days) * 86_400
    let weights = (0..<WorldBuilder.prices.count).map { ($0 + 1) * 40 - $0 * $0 / 2 }
    for index in 0..<orderCount {
      let isTwin = index > 0 && random.chance(perMille: 35)
      let customer = isTwin ? customerOfOrder[index - 1] : drawCustomer()
      if isTwin { twinOrder[index - 1] = index }
      twinOrder.append(nil)
      customerOfOrder.append(customer)
      let second = Int64(index) * span / Int64(orderCount) + Int64(random.below(60))
      let at = Moment(secondsTokyo: Int64(firstDay.number) * 86_400 + second)
      orders.append(makeOrder(index, customer, at: at, weights: weights))
    }
    orders.sort { ($0.orderedAt, $0.record) < ($1.orderedAt, $1.record) }
    renumberByTime()
  }

  /// Orders of the same minute may have changed places: bring the parallel lists along.
  private mutating func renumberByTime() {
    let old = orders.map { Int($0.record) - 1 }
    var place = [Int](repeating: 0, count: old.count)
    for (new, index) in old.enumerated() { place[index] = new }
    customerOfOrder = old.map { customerOfOrder[$0] }
    twinOrder = old.map { twinOrder[$0].map { place[$0] } }
    for index in orders.indices {
      orders[index].record = Int32(index + 1)
      orders[index].line = Int32(index + 2)
    }
  }

  private mutating func drawCustomer() -> Int {
    if customers.count > 10, random.chance(perMille: 220) { return random.below(customers.count) }
    let isCompany = random.chance(perMille: 90)
    customers.append(
      WorldCustomer(
        surname: NameSource.shared.surname(&random), given: NameSource.shared.givenName(&random),
        company: isCompany ? NameSource.shared.company(&random) : nil,
        legalForm: min(random.below(9), WorldBuilder.legalForms.count - 1) % 5,
        formStandsFirst: random.chance(perMille: 600), isUnspaced: random.chance(perMille: 120),
        key: "c" + String(random.next(), radix: 16)))
    return customers.count - 1
  }

  private mutating func makeOrder(_ index: Int, _ customer: Int, at: Moment, weights: [Int])
    -> OrderRow
  {
    let shop = random.below(10)
    let letter = WorldBuilder.shopLetters[shop < 5 ? 0 : shop < 8 ? 1 : 2]
    let number = String(20_000_001 + index)
    let isBank = random.chance(perMille: bankShare)
    let other: [PaymentMethod] = [.card, .card, .cod, .konbini]
    let method = isBank ? PaymentMethod.bankTransfer : random.pick(other)
    let who = customers[customer]
    let lines = who.company == nil ? 1 + random.below(8) / 6 : 1 + random.below(4)
    var goods: Int64 = 0
    for _ in 0..<lines {
      let price = WorldBuilder.prices[random.weighted(weights)]
      goods += price * Int64(who.company == nil ? 1 + random.below(10) / 8 : 1 + random.below(9))
    }
    let shipping: Int64 = goods >= 10_000 ? 0 : letter == "T" ? 770 : 550
    let points = random.chance(perMille: 80) ? Int64(min(Int(goods) - 1, 1 + random.below(500))) : 0
    let wishes =
      random.chance(perMille: 260) ? at.day.adding(days: Int32(5 + random.below(6))) : nil
    let names = orderedName(who)
    return OrderRow(
      record: Int32(index + 1), line: Int32(index + 2), orderID: letter + number,
      shopID: "SHOP-" + letter, orderedAt: at, paymentMethod: method,
      paymentMethodText: method.rawValue, customerName: names.kanji, customerKana: names.kana,
      amountDueYen: goods + shipping - points, pointsUsedYen: points, desiredDeliveryDay: wishes,
      paymentDueDay: isBank ? at.day.adding(days: 7) : nil, customerKey: who.key, status: .open)
  }

  /// The name as the customer typed it into the order form.
  private func orderedName(_ who: WorldCustomer) -> WrittenName {
    let gap = who.isUnspaced ? "" : "　"
    let person = WrittenName(
      kanji: who.surname.kanji + gap + who.given.kanji,
      kana: who.surname.kana + gap + who.given.kana)
    guard let company = who.company else { return person }
    let form = WorldBuilder.legalForms[who.legalForm]
    let kanji = who.formStandsFirst ? form.kanji + company.kanji : company.kanji + form.kanji
    let kana = who.formStandsFirst ? form.kana + company.kana : company.kana + form.kana
    return who.isUnspaced
      ? WrittenName(kanji: kanji, kana: company.kana)
      : WrittenName(kanji: kanji + "　" + person.kanji, kana: kana)
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
    var banks: [String: (String, String)] = [:]
    var number: Int32 = 0
    for index in sorted {
      let draft = drafts[index]
      number = deposits.last?.bookingDay == draft.day ? number + 1 : 1
      let bank = banks[draft.payerName] ?? WorldText.bank(&random)
      banks[draft.payerName] = bank
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
