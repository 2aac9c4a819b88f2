// Which orders an order number or an amount points to.

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
  private var chains = Chains(expected: 16)
  private var digitsOf: [Int32] = []
  private var valueOf: [Int64] = []
  private var prefixOf: [[UInt8]] = []

  /// Only tails of lengths that payers really wrote are indexed.
  mutating func build(_ snapshot: Snapshot, payers: [PreparedPayer]) {
    var lengths: Set<Int> = []
    for p in payers { for n in p.payer.numbers { lengths.insert(n.digits) } }
    let sorted = lengths.sorted()
    guard !sorted.isEmpty else { return }
    chains = Chains(expected: snapshot.orders.count * sorted.count)
    for (o, order) in snapshot.orders.enumerated() {
      let (prefix, value, digits) = NumberIndex.parts(of: order.row.orderID)
      digitsOf.append(Int32(digits))
      valueOf.append(value)
      prefixOf.append(prefix)
      for d in sorted where d <= digits {
        chains.add(NumberIndex.key(value % NumberIndex.power(d), d), Int32(o))
      }
    }
  }

  private static func key(_ value: Int64, _ digits: Int) -> UInt64 {
    mixed(UInt64(bitPattern: value) &* 31 &+ UInt64(digits))
  }

  private static func power(_ digits: Int) -> Int64 {
    (0..<min(digits, 18)).reduce(1) { p, _ in p * 10 }
  }

  /// Letters before, value and length of the last run of digits.
  private static func parts(of id: String) -> (prefix: [UInt8], value: Int64, digits: Int) {
    let codes = fold(id)
    guard let end = codes.lastIndex(where: Code.isDigit) else { return ([], 0, 0) }
    var start = end
    while start > 0, Code.isDigit(codes[start - 1]), end - start < 16 { start -= 1 }
    let value = codes[start...end].reduce(Int64(0)) { $0 * 10 + Int64($1 - Code.digitZero) }
    var low = start
    while low > 0, Code.isLatin(codes[low - 1]) { low -= 1 }
    return (Array(codes[low..<start]), value, end - start + 1)
  }

  /// Orders that a written number names, in snapshot order. A letter that does not fit excludes.
  func orders(_ number: OrderNumber) -> [Int32] {
    guard !digitsOf.isEmpty else { return [] }
    return chains.rows(NumberIndex.key(number.value, number.digits)).filter {
      prefixOf[Int($0)].suffix(number.prefix.count) == number.prefix[...]
        || prefixOf[Int($0)].isEmpty
    }
  }

  func isFull(_ number: OrderNumber, _ order: Int32) -> Bool {
    Int(digitsOf[Int(order)]) == number.digits
  }

  /// Best level of a payer's numbers for an order.
  func level(_ found: [OrderNumber], _ order: Int32) -> NumberLevel {
    guard !digitsOf.isEmpty else { return .none }
    var best = NumberLevel.none
    var namesOther = false
    for number in found {
      let digits = Int(digitsOf[Int(order)])
      let fits =
        number.digits <= digits
        && valueOf[Int(order)] % NumberIndex.power(number.digits) == number.value
        && (prefixOf[Int(order)].isEmpty
          || prefixOf[Int(order)].suffix(number.prefix.count) == number.prefix[...])
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

/// Orders by what is still due, in order of day: the groups in which unlike names are compared.
struct AmountIndex {
  private var keys: [Int64] = []
  private(set) var rows: [Int32] = []
  private var groups: [Int64: Range<Int>] = [:]

  /// Whether an order that could take a transfer has this amount.
  func isOrder(_ order: Int32, ofYen yen: Int64) -> Bool { keys[Int(order)] == yen }

  /// Every order that could take or could have taken a transfer.
  mutating func build(_ book: Book) {
    rows = []
    for o in 0..<book.due.count where book.state[o] != .other { rows.append(Int32(o)) }
    keys = book.due.indices.map {
      switch book.state[$0] {
      case .open: book.left[$0]
      case .other: -1
      default: book.due[$0]
      }
    }
    let amounts = keys
    rows.sort {
      (amounts[Int($0)], book.day[Int($0)], $0) < (amounts[Int($1)], book.day[Int($1)], $1)
    }
    groups = [:]
    var i = 0
    while i < rows.count {
      let amount = amounts[Int(rows[i])]
      var j = i
      while j < rows.count, amounts[Int(rows[j])] == amount { j += 1 }
      groups[amount] = i..<j
      i = j
    }
  }

  /// Orders of an amount whose day lies between two days.
  func orders(_ amountYen: Int64, days: ClosedRange<Int32>, _ day: [Int32]) -> ArraySlice<Int32> {
    rows[rows(amountYen, days: days, day)]
  }

  /// The same as a range of `rows`.
  func rows(_ amountYen: Int64, days: ClosedRange<Int32>, _ day: [Int32]) -> Range<Int> {
    guard let group = groups[amountYen] else { return 0..<0 }
    let low = firstRow(in: group) { day[Int($0)] >= days.lowerBound }
    let high = firstRow(in: group) { day[Int($0)] > days.upperBound }
    return low..<high
  }

  private func firstRow(in range: Range<Int>, where test: (Int32) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if test(rows[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
