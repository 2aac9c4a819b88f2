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
  /// Different transfer fees, ascending as in the table.
  let feeAmounts: [Int64]

  // Orders.
  var day: [Int32] = []
  var due: [Int64] = []
  /// Missing to the full amount.
  var left: [Int64] = []
  var state: [OrderState] = []
  var nameOf: [Int32] = []
  /// Equal for orders of one name.
  var nameClassOf: [UInt64] = []
  /// Orders of one customer key, or of one name where there is no key.
  var customerOf: [Int32] = []
  var customerOrders = GroupedRows([], groups: 0)
  private(set) var shopKeys = ShopKeys()
  /// Point into `nameBlocks`, which has to stay.
  var names: [OrderName] = []
  private var nameBlocks: [NameBlock] = []

  // Entries; what is asked most often beside the rest of them.
  private let bookedOn: [Int32]
  private let paidYen: [Int64]
  var payerFacts: [PayerFacts] = []
  /// Point into `payerBlocks`, which have to stay.
  var payers: [PreparedPayer] = []
  var payerBlocks: [PayerBlock] = []
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
    var feeAmounts: [Int64] = []
    for fee in fees.fees where feeAmounts.last != fee.amountYen { feeAmounts.append(fee.amountYen) }
    self.feeAmounts = feeAmounts
    bookedOn = snapshot.entries.map { $0.bookingDay.number }
    paidYen = snapshot.entries.map { $0.amountYen }
    histories = PayerHistories(snapshot.aliases, snapshot, workers: workers)
    likenesses = Likenesses(entries: snapshot.entries.count)
    outcomes = Outcomes(entries: snapshot.entries.count)
    readTexts()
    sieve = Sieve(names, isSpelled: payerFacts.contains { $0.isLatin }, workers: workers)
    heedNamesakes()
    pairReversals()
    indexAmounts()
  }

  /// Reads the names of orders and payers. While one thread learns how companies sound, which goes
  /// one name after the other, payers are read beside it.
  private mutating func readTexts() {
    let reading = NameReading(snapshot, workers)
    nameOf = reading.nameOf
    let (people, columns) = workers.both({ reading.people() }) { [snapshot, nameOf] in
      OrderColumns(
        snapshot, nameOf: nameOf, nameCount: reading.nameCount, reading.keys)
    }
    kanaSurnames = people.kanaSurnames
    let lessons = reading.lessons(people, workers)
    let (readings, payers) = readPayers { people.taught(by: lessons) }
    take(payers)
    (names, nameBlocks) = reading.names(readings, workers)
    take(columns)
  }

  private mutating func take(_ columns: OrderColumns) {
    day = columns.day
    due = columns.due
    left = columns.left
    state = columns.state
    customerOf = columns.customerOf
    customerOrders = columns.customerOrders
    shopKeys = columns.shopKeys
    let classes = names.map { name in
      let form = name.forms.first
      return form.map { $0.loose.isEmpty ? hashed($0.surname) : $0.looseKey } ?? 0
    }
    nameClassOf = workers.map(nameOf.count) { [nameOf] in classes[Int(nameOf[$0])] }
    indexNames(columns.namesOfCustomers)
  }

  /// Lists the orders of every name, and counts every name, surname and given name once for each
  /// customer that has it.
  private mutating func indexNames(_ customers: [CustomerNames]) {
    customerCount = Int64(customers.count)
    var (chains, tables) = workers.gather(3, atOnce: 1, beside: nameChains) {
      [names] range, out in
      for which in range { out.append(Book.tally(customers, names, which)) }
    }
    byName = chains
    customersOfGiven = tables.removeLast()
    customersOfSurname = tables.removeLast()
    customersOfName = tables.removeLast()
  }

  private static func tally(
    _ customers: [CustomerNames], _ names: [OrderName], _ which: Int
  ) -> KeyTable {
    var table = KeyTable()
    for customer in customers {
      tally(customer, names) { form in
        switch which {
        case 0: form.loose.isEmpty ? 0 : form.looseKey
        case 1: form.surnameKey
        default: form.givenKey
        }
      } into: {
        table.tally($0)
      }
    }
    return table
  }

  /// Calls `count` with each key of a customer's names once; 0 is none.
  @inline(__always) private static func tally(
    _ customer: CustomerNames, _ names: [OrderName], _ key: (OrderForm) -> UInt64,
    into count: (UInt64) -> Void
  ) {
    let first = names[Int(customer.first)].forms
    if first.count == 1, customer.more.isEmpty {
      let only = key(first[0])
      if only != 0 { count(only) }
      return
    }
    var seen: [UInt64] = []
    for name in [customer.first] + customer.more {
      for form in names[Int(name)].forms {
        let key = key(form)
        if key == 0 || seen.contains(key) { continue }
        seen.append(key)
        count(key)
      }
    }
  }

  private func nameChains() -> Chains {
    var chains = Chains(expected: snapshot.orders.count * 2)
    for o in 0..<snapshot.orders.count where state[o] != .other {
      for form in names[Int(nameOf[o])].forms {
        if !form.loose.isEmpty { chains.add(form.looseKey, Int32(o)) }
        if !form.swapped.isEmpty { chains.add(form.swappedKey, Int32(o)) }
      }
    }
    chains.close()
    return chains
  }

  /// By what is due now, reversals considered.
  private mutating func indexAmounts() {
    (byAmountAndName, amounts) = amountIndexes()
    numbers.build(snapshot, written: WrittenNumbers(payers), workers: workers)
  }

  private func amountIndexes() -> (Chains, AmountIndex) {
    workers.both {
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
      return chains
    } _: {
      var index = AmountIndex()
      index.build(self)
      return index
    }
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
    bookedOn[Int(entry)] - day[Int(order)]
  }

  func isInWindow(_ entry: Int32, _ order: Int32) -> Bool {
    let d = delay(entry, order)
    return d >= -policy.windowBeforeDays && d <= policy.windowAfterDays
  }

  func name(_ order: Int32) -> OrderName { names[Int(nameOf[Int(order)])] }
  func amount(_ entry: Int32) -> Int64 { paidYen[Int(entry)] }
  func bookingDay(_ entry: Int32) -> Int32 { bookedOn[Int(entry)] }
}
