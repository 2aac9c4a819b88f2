// Which orders an order number points to.

import Model

/// How far a number written by the payer names an order.
enum NumberLevel: Hashable {
  case none
  /// The tail of the order's number, this many digits.
  case part(Int32)
  case full
  /// It names another order in full.
  case other
}

/// Order ids by the last run of digits in them, whole and by their tails.
struct NumberIndex {
  private var chains = Chains()
  private var parts: [NumberParts] = []

  /// Only what payers really wrote is indexed: of a million orders that is one tail in a hundred.
  mutating func build(_ snapshot: Snapshot, written: WrittenNumbers, workers: Workers) {
    guard !written.lengths.isEmpty else { return }
    let orders = snapshot.orders
    parts = workers.map(orders.count) { NumberParts(orders[$0].row.orderID) }
    let named = workers.gather(orders.count) { [parts] range, out in
      for o in range {
        for d in written.lengths where d <= Int(parts[o].digits) {
          let key = NumberIndex.key(parts[o].value % NumberIndex.power(d), d)
          if written.keys.find(key) >= 0 { out.append((key, Int32(o))) }
        }
      }
    }
    chains = Chains(expected: named.count)
    for (key, o) in named { chains.add(key, o) }
    chains.close()
  }

  fileprivate static func key(_ value: Int64, _ digits: Int) -> UInt64 {
    mixed(UInt64(bitPattern: value) &* 31 &+ UInt64(digits))
  }

  private static func power(_ digits: Int) -> Int64 {
    (0..<min(digits, 18)).reduce(1) { p, _ in p * 10 }
  }

  /// Orders that a written number names, in snapshot order. A letter that does not fit excludes.
  func orders(_ number: OrderNumber) -> [Int32] {
    guard !parts.isEmpty else { return [] }
    return chains.rows(NumberIndex.key(number.value, number.digits)).filter {
      parts[Int($0)].fits(number.prefix)
    }
  }

  func isFull(_ number: OrderNumber, _ order: Int32) -> Bool {
    Int(parts[Int(order)].digits) == number.digits
  }

  /// Best level of a payer's numbers for an order.
  func level(_ found: some Sequence<OrderNumber>, _ order: Int32) -> NumberLevel {
    guard !parts.isEmpty else { return .none }
    var best = NumberLevel.none
    var namesOther = false
    let part = parts[Int(order)]
    for number in found {
      let digits = Int(part.digits)
      let fits =
        number.digits <= digits
        && part.value % NumberIndex.power(number.digits) == number.value
        && part.fits(number.prefix)
      if fits {
        if number.digits == digits { return .full }
        best = .part(Int32(number.digits))
      } else if orders(number).contains(where: { isFull(number, $0) }) {
        namesOther = true
      }
    }
    return best == .none && namesOther ? .other : best
  }
}

/// The numbers of all payers.
struct WrittenNumbers: Sendable {
  fileprivate private(set) var keys = KeyTable()
  /// How many digits they have, ascending.
  fileprivate private(set) var lengths: [Int] = []

  /// Cost: linear in the payers.
  init(_ payers: [PreparedPayer]) {
    for payer in payers {
      for number in payer.numbers { add(number) }
    }
    lengths.sort()
  }

  private mutating func add(_ number: OrderNumber) {
    keys.add(NumberIndex.key(number.value, number.digits))
    if !lengths.contains(number.digits) { lengths.append(number.digits) }
  }
}

/// Letters before, value and length of the last run of digits of an order id.
struct NumberParts {
  private(set) var value: Int64 = 0
  private(set) var digits: Int32 = 0
  /// The last four letters, one in a byte, the last one lowest; 0 where there is none.
  private(set) var letters: UInt32 = 0

  init(_ id: String) {
    let codes = fold(id)
    guard let end = codes.lastIndex(where: Code.isDigit) else { return }
    var start = end
    while start > 0, Code.isDigit(codes[start - 1]), end - start < 16 { start -= 1 }
    value = codes[start...end].reduce(Int64(0)) { $0 * 10 + Int64($1 - Code.digitZero) }
    digits = Int32(end - start + 1)
    var low = start
    while low > 0, Code.isLatin(codes[low - 1]) { low -= 1 }
    letters = NumberParts.packed(codes[low..<start])
  }

  /// Payers' numbers have at most four letters.
  static func packed(_ letters: some Sequence<UInt8>) -> UInt32 {
    letters.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Whether written letters agree with those of the id as far as they go.
  func fits(_ prefix: UInt32) -> Bool {
    if letters == 0 || prefix == 0 { return true }
    let written = UInt32(4 - prefix.leadingZeroBitCount / 8)
    return letters << (32 - 8 * written) == prefix << (32 - 8 * written)
  }
}
