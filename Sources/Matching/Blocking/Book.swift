// The state of one run: orders and payers in columns, with the indexes that say which pairs are
// worth a look. Stages take it inout, claim orders and write outcomes.

import Model

/// What an order still is to a payment.
enum OrderState: UInt8 {
  /// Waits for a bank transfer.
  case open
  /// Waits, but an undecided payment may be for it.
  case reserved
  /// Fully paid, by an earlier run or in this one.
  case paid
  case cancelled
  /// Paid otherwise: no transfer is expected.
  case other
}

struct Book {
  let snapshot: Snapshot
  let policy: Policy
  let fees: FeeTable
  let weights: EvidenceWeights
  let workers: Workers

  // Orders.
  var day: [Int32] = []
  var due: [Int64] = []
  /// Missing to the full amount.
  var left: [Int64] = []
  var state: [OrderState] = []
  var nameOf: [Int32] = []
  /// Orders of one customer key, or of one name where there is no key.
  var customerOf: [Int32] = []
  var customerOrders = GroupedRows([], groups: 0)
  /// Point into `nameBlocks`, which has to stay.
  var names: [OrderName] = []
  private var nameBlocks: [NameBlock] = []

  // Entries.
  var payerFacts: [PayerFacts] = []
  /// Payers that are kept, and the place of an entry's payer among them; −1 where it is not.
  var payers: [PreparedPayer] = []
  var payerPlace: [Int32] = []
  /// The surnames that the shop's own kana teach.
  private(set) var kanaSurnames = KeyTable()

  // Frequencies.
  var customersOfName = KeyTable()
  var customersOfSurname = KeyTable()
  var customersOfGiven = KeyTable()
  var customerCount: Int64 = 0

  // Indexes.
  var byAmountAndName = Chains()
  var byName = Chains()
  var numbers = NumberIndex()
  var amounts = AmountIndex()
  var kinIndex = KinIndex()
  var kins: [Kin] = []
  /// Place of an entry's kin in `kins`; −1 where nobody looked.
  var kinOf: [Int32] = []
  var known = KnownPayers()
  let histories: PayerHistories
  var sieve = Sieve([])
  var amountSieve = AmountSieve()
  var likenesses: Likenesses
  /// Keys of `byAmountAndName`, and of `byName`, whose orders are not weighed one by one.
  var crowds: Set<UInt64> = []
  var nameCrowds: Set<UInt64> = []

  var outcomes: Outcomes
  /// Reversals of this run with the credit that each undoes.
  var reversals: [Reversal] = []
  var credits = CreditIndex()
  /// Entries still to be explained, ascending.
  var waiting: [Int32] = []
  /// Entries that people keep for themselves, with the orders that they ruled out.
  var keptByPeople: [Int32: Set<Int32>] = [:]
  /// Answers that could not be followed.
  var unheeded: [Int64] = []

  /// Cost: linear in entries and orders, with hashing of every name once.
  init(
    _ snapshot: Snapshot, policy: Policy, fees: FeeTable, weights: EvidenceWeights,
    workers: Workers
  ) {
    self.snapshot = snapshot
    self.policy = policy
    self.fees = fees
    self.weights = weights
    self.workers = workers
    histories = PayerHistories(snapshot.aliases, snapshot, workers: workers)
    likenesses = Likenesses(entries: snapshot.entries.count)
    outcomes = Outcomes(entries: snapshot.entries.count)
    kanaSurnames = readOrders()
    indexNames()
    readPayers()
    sieve = Sieve(names, isSpelled: payerFacts.contains { $0.isLatin }, workers: workers)
    pairReversals()
    indexAmounts()
  }

  private mutating func readOrders() -> KeyTable {
    let orders = snapshot.orders
    let keys = workers.map(orders.count) { o in
      TextKey(orders[o].row.customerName, orders[o].row.customerKana)
    }
    var ids = TextTable(limit: orders.count)
    var firstOrder: [Int] = []
    nameOf.reserveCapacity(orders.count)
    for (o, key) in keys.enumerated() {
      let (id, isNew) = ids.id(key)
      if isNew { firstOrder.append(o) }
      nameOf.append(id)
    }
    let written = workers.map(firstOrder.count) { [firstOrder] n in
      WrittenName(
        name: orders[firstOrder[n]].row.customerName, kana: orders[firstOrder[n]].row.customerKana)
    }
    let readings = Readings(written)
    let withLetters = KanjiLetters.areWritten(in: snapshot.entries)
    nameBlocks = workers.gather(written.count) { range, out in
      let drafts = range.map { readings.orderName(written[$0], withLetters: withLetters) }
      out.append(NameBlock(drafts))
    }
    names.reserveCapacity(written.count)
    for block in nameBlocks { names += block.names }
    day = orders.indices.map { orders[$0].row.orderedAt.day.number }
    due = orders.indices.map { orders[$0].row.amountDueYen }
    left = orders.indices.map { orders[$0].row.amountDueYen - orders[$0].clearedYen }
    state = orders.indices.map { Book.state(of: orders[$0]) }
    groupCustomers()
    return readings.kanaSurnames
  }

  private static func state(of order: LedgerOrder) -> OrderState {
    let row = order.row
    guard row.paymentMethod == .bankTransfer else { return .other }
    if row.status == .cancelled || row.status == .closed { return .cancelled }
    // A transfer is paid when our statements say so, not when the export does.
    if order.clearedYen >= row.amountDueYen { return .paid }
    return .open
  }

  private mutating func groupCustomers() {
    let orders = snapshot.orders
    let keys = workers.map(orders.count) { TextKey(orders[$0].row.customerKey) }
    var ids = TextTable(limit: orders.count)
    var customerOfKey: [Int32] = []
    var customerOfName = [Int32](repeating: -1, count: names.count)
    var namesOf: [CustomerNames] = []
    customerOf.reserveCapacity(orders.count)
    for o in orders.indices {
      let name = nameOf[o]
      let fresh = Int32(namesOf.count)
      let customer: Int32
      if orders[o].row.customerKey.isEmpty {
        if customerOfName[Int(name)] < 0 { customerOfName[Int(name)] = fresh }
        customer = customerOfName[Int(name)]
      } else {
        let (id, isNew) = ids.id(keys[o])
        if isNew { customerOfKey.append(fresh) }
        customer = customerOfKey[Int(id)]
      }
      customerOf.append(customer)
      if customer == fresh {
        namesOf.append(CustomerNames(first: name))
        countName(name, after: namesOf[Int(customer)])
      } else if namesOf[Int(customer)].isNew(name) {
        countName(name, after: namesOf[Int(customer)])
        namesOf[Int(customer)].more.append(name)
      }
    }
    customerCount = Int64(namesOf.count)
    customerOrders = GroupedRows(customerOf, groups: namesOf.count)
  }

  /// Counts a customer's name: what none of the customer's earlier names had.
  private mutating func countName(_ name: Int32, after known: CustomerNames) {
    let forms = names[Int(name)].forms
    for i in forms.indices {
      let form = forms[i]
      func isKnown(_ isSame: (OrderForm) -> Bool) -> Bool {
        if forms[..<i].contains(where: isSame) { return true }
        if known.first == name { return false }
        return names[Int(known.first)].forms.contains(where: isSame)
          || known.more.contains { names[Int($0)].forms.contains(where: isSame) }
      }
      if !form.loose.isEmpty,
        !isKnown({ !$0.loose.isEmpty && $0.looseKey == form.looseKey })
      {
        customersOfName.tally(form.looseKey)
      }
      if form.surnameKey != 0, !isKnown({ $0.surnameKey == form.surnameKey }) {
        customersOfSurname.tally(form.surnameKey)
      }
      if form.givenKey != 0, !isKnown({ $0.givenKey == form.givenKey }) {
        customersOfGiven.tally(form.givenKey)
      }
    }
  }

  private mutating func indexNames() {
    var chains = Chains(expected: snapshot.orders.count * 2)
    for o in 0..<snapshot.orders.count where state[o] != .other {
      for form in names[Int(nameOf[o])].forms {
        if !form.loose.isEmpty { chains.add(form.looseKey, Int32(o)) }
        if !form.swapped.isEmpty { chains.add(form.swappedKey, Int32(o)) }
      }
    }
    chains.close()
    byName = chains
  }

  /// By what is due now, reversals considered.
  private mutating func indexAmounts() {
    var chains = Chains(expected: snapshot.orders.count * 2)
    func add(_ name: UInt64, _ o: Int) {
      chains.add(Book.key(due[o], name), Int32(o))
      if left[o] != due[o], left[o] > 0 { chains.add(Book.key(left[o], name), Int32(o)) }
    }
    for o in 0..<snapshot.orders.count where state[o] != .other {
      for form in names[Int(nameOf[o])].forms {
        if !form.loose.isEmpty { add(form.looseKey, o) }
        if !form.swapped.isEmpty { add(form.swappedKey, o) }
      }
    }
    chains.close()
    byAmountAndName = chains
    let lengths = payerFacts.reduce(UInt32(0)) { $0 | $1.numberLengths }
    numbers.build(
      snapshot, lengths: (0..<32).filter { lengths & 1 << UInt32($0) != 0 }, workers: workers)
    amounts.build(self)
  }

  /// Changes what an order is, once the indexes are built.
  mutating func set(_ order: Int32, _ new: OrderState) {
    state[Int(order)] = new
    amounts.note(order, isWaiting: new == .open)
  }

  static func key(_ amountYen: Int64, _ name: UInt64) -> UInt64 {
    mixed(name ^ UInt64(bitPattern: amountYen) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Days from the order to the entry.
  func delay(_ entry: Int32, _ order: Int32) -> Int32 {
    snapshot.entries[Int(entry)].bookingDay.number - day[Int(order)]
  }

  func isInWindow(_ entry: Int32, _ order: Int32) -> Bool {
    let d = delay(entry, order)
    return d >= -policy.windowBeforeDays && d <= policy.windowAfterDays
  }

  func name(_ order: Int32) -> OrderName { names[Int(nameOf[Int(order)])] }
  func amount(_ entry: Int32) -> Int64 { snapshot.entries[Int(entry)].amountYen }
}

/// Names of one customer, each once: nearly always one.
private struct CustomerNames {
  let first: Int32
  var more: [Int32] = []

  func isNew(_ name: Int32) -> Bool { name != first && !more.contains(name) }
}
