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

  // Orders.
  var day: [Int32] = []
  var due: [Int64] = []
  /// Missing to the full amount.
  var left: [Int64] = []
  var state: [OrderState] = []
  var nameOf: [Int32] = []
  /// Orders of one customer key, or of one name where there is no key.
  var customerOf: [Int32] = []
  var customerOrders: [[Int32]] = []
  var names: [OrderName] = []

  // Entries.
  var payerOf: [Int32] = []
  var payers: [PreparedPayer] = []

  // Frequencies.
  var customersOfName: [UInt64: Int32] = [:]
  var customersOfSurname: [UInt64: Int32] = [:]
  var customerCount: Int64 = 0

  // Indexes.
  var byAmountAndName: Chains
  var byName: Chains
  var numbers: NumberIndex
  var amounts: AmountIndex
  var kinIndex = KinIndex()
  var kinOf: [Int32: Kin] = [:]
  var known = KnownPayers()
  var sieve = Sieve([])
  /// What resembles an entry; nil where nobody looked yet.
  var likenesses: [[Likeness]?]

  var outcomes: [EntryOutcome?]
  /// Reversals of this run with the credit that each undoes.
  var reversals: [Reversal] = []
  /// Entries still to be explained, ascending.
  var waiting: [Int32] = []

  /// Cost: linear in entries and orders, with hashing of every name once.
  init(_ snapshot: Snapshot, policy: Policy, fees: FeeTable) {
    self.snapshot = snapshot
    self.policy = policy
    self.fees = fees
    likenesses = [[Likeness]?](repeating: nil, count: snapshot.entries.count)
    outcomes = [EntryOutcome?](repeating: nil, count: snapshot.entries.count)
    byAmountAndName = Chains(expected: snapshot.orders.count * 3)
    byName = Chains(expected: snapshot.orders.count * 2)
    numbers = NumberIndex()
    amounts = AmountIndex()
    let kanaSurnames = readOrders()
    readPayers(kanaSurnames)
    sieve = Sieve(names, isSpelled: payers.contains { $0.payer.isLatin })
    pairReversals()
    indexOrders()
  }

  private mutating func readOrders() -> [[UInt8]: Int32] {
    let orders = snapshot.orders
    var ids: [TextKey: Int32] = [:]
    var written: [WrittenName] = []
    nameOf.reserveCapacity(orders.count)
    for order in orders {
      let key = TextKey(order.row.customerName, order.row.customerKana)
      if let id = ids[key] {
        nameOf.append(id)
      } else {
        let id = Int32(written.count)
        ids[key] = id
        nameOf.append(id)
        written.append(
          WrittenName(name: order.row.customerName, kana: order.row.customerKana))
      }
    }
    let readings = Readings(written)
    names = written.map { readings.orderName($0) }
    for order in orders {
      day.append(order.row.orderedAt.day.number)
      due.append(order.row.amountDueYen)
      left.append(order.row.amountDueYen - order.clearedYen)
      state.append(Book.state(of: order))
    }
    groupCustomers()
    return readings.kanaSurnames
  }

  private static func state(of order: LedgerOrder) -> OrderState {
    let row = order.row
    guard row.paymentMethod == .bankTransfer else { return .other }
    if row.status == .cancelled || row.status == .closed { return .cancelled }
    if order.clearedYen >= row.amountDueYen || row.paymentState == .paid { return .paid }
    return .open
  }

  private mutating func groupCustomers() {
    var ids: [TextKey: Int32] = [:]
    var idsOfName = [Int32](repeating: -1, count: names.count)
    var seenName: [[UInt64]] = []
    for (o, order) in snapshot.orders.enumerated() {
      let name = Int(nameOf[o])
      var id: Int32
      if order.row.customerKey.isEmpty {
        id = idsOfName[name]
        if id < 0 {
          id = Int32(customerOrders.count)
          idsOfName[name] = id
          customerOrders.append([])
          seenName.append([])
        }
      } else if let known = ids[TextKey(order.row.customerKey)] {
        id = known
      } else {
        id = Int32(customerOrders.count)
        ids[TextKey(order.row.customerKey)] = id
        customerOrders.append([])
        seenName.append([])
      }
      customerOf.append(id)
      customerOrders[Int(id)].append(Int32(o))
      countNames(of: name, customer: Int(id), &seenName)
    }
    customerCount = Int64(customerOrders.count)
  }

  private mutating func countNames(of name: Int, customer: Int, _ seen: inout [[UInt64]]) {
    for form in names[name].forms {
      if !form.loose.isEmpty {
        let h = form.looseKey
        if !seen[customer].contains(h) {
          seen[customer].append(h)
          customersOfName[h, default: 0] += 1
        }
      }
      if !form.surname.isEmpty {
        let h = form.surnameKey
        if !seen[customer].contains(h) {
          seen[customer].append(h)
          customersOfSurname[h, default: 0] += 1
        }
      }
    }
  }

  private mutating func readPayers(_ kanaSurnames: [[UInt8]: Int32]) {
    var ids: [TextKey: Int32] = [:]
    for entry in snapshot.entries {
      let key = TextKey(entry.payerName, entry.payerCode, entry.ediText)
      if let id = ids[key] {
        payerOf.append(id)
        continue
      }
      let id = Int32(payers.count)
      ids[key] = id
      payerOf.append(id)
      let name = PayerName(
        payer: entry.payerName, code: entry.payerCode, edi: entry.ediText)
      payers.append(PreparedPayer(name, kanaSurnames: kanaSurnames))
    }
  }

  private mutating func indexOrders() {
    for o in 0..<snapshot.orders.count where state[o] != .other {
      let row = Int32(o)
      for form in names[Int(nameOf[o])].forms {
        if !form.loose.isEmpty { index(row, under: form.looseKey) }
        if !form.swapped.isEmpty { index(row, under: form.swappedKey) }
      }
    }
    numbers.build(snapshot, payers: payers)
    amounts.build(self)
    sieve.arrange(amounts.rows, nameOf)
  }

  private mutating func index(_ row: Int32, under name: UInt64) {
    let o = Int(row)
    byName.add(name, row)
    byAmountAndName.add(Book.key(due[o], name), row)
    if left[o] != due[o], left[o] > 0 { byAmountAndName.add(Book.key(left[o], name), row) }
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

  func payer(_ entry: Int32) -> PreparedPayer { payers[Int(payerOf[Int(entry)])] }
  func name(_ order: Int32) -> OrderName { names[Int(nameOf[Int(order)])] }
  func amount(_ entry: Int32) -> Int64 { snapshot.entries[Int(entry)].amountYen }
}

/// Texts by two independent hashes of their bytes, which are many times faster than the texts
/// themselves as keys; two texts that share all 128 bits will not be met.
private struct TextKey: Hashable {
  private var a: UInt64 = 0xCBF2_9CE4_8422_2325
  private var b: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(_ texts: String...) {
    for text in texts {
      for byte in text.utf8 {
        a = (a ^ UInt64(byte)) &* 0x100_0000_01B3
        b = (b ^ UInt64(byte)) &* 0xFF51_AFD7_ED55_8CCD
        b ^= b >> 29
      }
      a = (a ^ 0x100) &* 0x100_0000_01B3
      b = (b ^ 0x100) &* 0xFF51_AFD7_ED55_8CCD
    }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(b) }
}
