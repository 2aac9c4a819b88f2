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
    ids.reserveCapacity(orders.count)
    for o in orders.indices {
      let key = TextKey(orders[o].row.customerName, orders[o].row.customerKana)
      if let id = ids[key] {
        nameOf.append(id)
      } else {
        let id = Int32(written.count)
        ids[key] = id
        nameOf.append(id)
        written.append(
          WrittenName(name: orders[o].row.customerName, kana: orders[o].row.customerKana))
      }
    }
    let readings = Readings(written)
    names = written.map { readings.orderName($0) }
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
    var ids: [TextKey: Int32] = [:]
    var idsOfName = [Int32](repeating: -1, count: names.count)
    ids.reserveCapacity(snapshot.orders.count)
    customerOf.reserveCapacity(snapshot.orders.count)
    customersOfName.reserveCapacity(names.count)
    var seen: [SeenNames] = []
    for o in snapshot.orders.indices {
      let name = Int(nameOf[o])
      var id: Int32
      let customerKey = snapshot.orders[o].row.customerKey
      if customerKey.isEmpty {
        id = idsOfName[name]
        if id < 0 {
          id = Int32(customerOrders.count)
          idsOfName[name] = id
        }
      } else {
        let key = TextKey(customerKey)
        id = ids[key] ?? Int32(customerOrders.count)
        if id == customerOrders.count { ids[key] = id }
      }
      customerOf.append(id)
      if id == customerOrders.count {
        customerOrders.append([Int32(o)])
        seen.append(SeenNames(name: Int32(name)))
      } else {
        customerOrders[Int(id)].append(Int32(o))
        if !seen[Int(id)].add(Int32(name)) { continue }
      }
      countNames(seen[Int(id)].names)
    }
    customerCount = Int64(customerOrders.count)
  }

  /// Counts the last of a customer's names: what no earlier name of the customer had.
  private mutating func countNames(_ all: [Int32]) {
    var looseKeys: [UInt64] = []
    var surnameKeys: [UInt64] = []
    for (i, name) in all.enumerated() {
      let isLast = i == all.count - 1
      for form in names[Int(name)].forms {
        if !form.loose.isEmpty, !looseKeys.contains(form.looseKey) {
          looseKeys.append(form.looseKey)
          if isLast { customersOfName[form.looseKey, default: 0] += 1 }
        }
        if !form.surname.isEmpty, !surnameKeys.contains(form.surnameKey) {
          surnameKeys.append(form.surnameKey)
          if isLast { customersOfSurname[form.surnameKey, default: 0] += 1 }
        }
      }
    }
  }

  private mutating func readPayers(_ kanaSurnames: [[UInt8]: Int32]) {
    var ids: [TextKey: Int32] = [:]
    let entries = snapshot.entries
    ids.reserveCapacity(entries.count)
    payerOf.reserveCapacity(entries.count)
    for e in entries.indices {
      let key = TextKey(entries[e].payerName, entries[e].payerCode, entries[e].ediText)
      if let id = ids[key] {
        payerOf.append(id)
        continue
      }
      let id = Int32(payers.count)
      ids[key] = id
      payerOf.append(id)
      let name = PayerName(
        payer: entries[e].payerName, code: entries[e].payerCode, edi: entries[e].ediText)
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

/// Names of one customer, each once, in the order in which they came.
private struct SeenNames {
  private(set) var names: [Int32]

  init(name: Int32) { names = [name] }

  /// False where the name was known.
  mutating func add(_ name: Int32) -> Bool {
    if names.contains(name) { return false }
    names.append(name)
    return true
  }
}

/// Texts by two independent hashes of their bytes, which are many times faster than the texts
/// themselves as keys; two texts that share all 128 bits will not be met.
private struct TextKey: Hashable {
  private var a: UInt64 = 0xCBF2_9CE4_8422_2325
  private var b: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(_ first: String, _ second: String = "", _ third: String = "") {
    add(first)
    add(second)
    add(third)
  }

  private mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var at = 0
      while at < bytes.count {
        var word: UInt64 = 0
        let end = min(at + 8, bytes.count)
        while at < end {
          word = word << 8 | UInt64(bytes[at])
          at += 1
        }
        add(word)
      }
      add(UInt64(bytes.count))
    }
  }

  private mutating func add(_ word: UInt64) {
    a = (a ^ word) &* 0x9FB2_1C65_1E98_DF25
    a ^= a >> 32
    b = (b ^ word) &* 0xFF51_AFD7_ED55_8CCD
    b ^= b >> 29
  }

  func hash(into hasher: inout Hasher) { hasher.combine(b) }
}
