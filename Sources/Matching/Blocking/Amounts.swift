// Orders by what is still due: the groups in which unlike names are compared, and how many of
// each still wait.

import Model

/// Orders of equal amounts side by side, in order of day.
struct AmountIndex {
  private var keys: [Int64] = []
  private(set) var rows: [Int32] = []
  private var days: [Int32] = []
  private var groupOf = KeyTable()
  private var first: [Int32] = [0]
  private var waiting = WaitingRows(count: 0)
  private var rowOf: [Int32] = []

  /// Whether an order that could take a transfer has this amount.
  func isOrder(_ order: Int32, ofYen yen: Int64) -> Bool { keys[Int(order)] == yen }

  var groupCount: Int { first.count - 1 }
  func rows(ofGroup group: Int) -> Range<Int> { Int(first[group])..<Int(first[group + 1]) }

  /// Every order that could take or could have taken a transfer. Cost: linear where orders come
  /// sorted by day.
  mutating func build(_ book: Book) {
    keys = book.due.indices.map {
      switch book.state[$0] {
      case .open: book.left[$0]
      case .other: -1
      default: book.due[$0]
      }
    }
    groupOf = KeyTable()
    let groups = keys.indices.map { o -> Int32 in
      if book.state[o] == .other { return -1 }
      return groupOf.find(AmountIndex.key(keys[o]), orAdd: Int32(groupOf.count))
    }
    let grouped = GroupedRows(groups, groups: groupOf.count)
    rows = grouped.rows
    first = (0..<groupOf.count).map { Int32(grouped.range($0).lowerBound) } + [Int32(rows.count)]
    days = rows.map { book.day[Int($0)] }
    for group in 0..<groupCount { sortByDay(rows(ofGroup: group)) }
    rowOf = [Int32](repeating: -1, count: keys.count)
    waiting = WaitingRows(count: rows.count)
    for (row, o) in rows.enumerated() {
      rowOf[Int(o)] = Int32(row)
      if book.state[Int(o)] == .open { waiting.set(row, true) }
    }
  }

  private mutating func sortByDay(_ range: Range<Int>) {
    if !range.dropFirst().contains(where: { days[$0] < days[$0 - 1] }) { return }
    let sorted = range.map { (day: days[$0], order: rows[$0]) }.sorted { $0 < $1 }
    for (i, item) in sorted.enumerated() {
      rows[range.lowerBound + i] = item.order
      days[range.lowerBound + i] = item.day
    }
  }

  private static func key(_ yen: Int64) -> UInt64 { mixed(UInt64(bitPattern: yen)) }

  /// The group of an amount; nil where no order has it.
  func group(_ yen: Int64) -> Int? {
    let group = groupOf.find(AmountIndex.key(yen))
    return group < 0 ? nil : Int(group)
  }

  /// Orders of an amount whose day lies between two days.
  func orders(_ amountYen: Int64, days: ClosedRange<Int32>) -> ArraySlice<Int32> {
    rows[rows(amountYen, days: days)]
  }

  /// The same as a range of `rows`.
  func rows(_ amountYen: Int64, days: ClosedRange<Int32>) -> Range<Int> {
    guard let group = group(amountYen) else { return 0..<0 }
    return rows(ofGroup: group, days: days)
  }

  func rows(ofGroup group: Int, days window: ClosedRange<Int32>) -> Range<Int> {
    let all = rows(ofGroup: group)
    let low = firstRow(in: all) { $0 >= window.lowerBound }
    let high = firstRow(in: low..<all.upperBound) { $0 > window.upperBound }
    return low..<high
  }

  private func firstRow(in range: Range<Int>, where test: (Int32) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if test(days[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Has to be told whenever an order begins or ceases to wait.
  mutating func note(_ order: Int32, isWaiting: Bool) {
    let row = rowOf[Int(order)]
    if row >= 0 { waiting.set(Int(row), isWaiting) }
  }

  /// How many orders of an amount in a range of days still wait. Cost: logarithmic.
  func waitingCount(_ amountYen: Int64, days: ClosedRange<Int32>) -> Int {
    waitingCount(in: rows(amountYen, days: days))
  }

  /// The same of a range of `rows`.
  func waitingCount(in rows: Range<Int>) -> Int { waiting.count(in: rows) }

  /// How many orders of any amount still wait. Cost: logarithmic.
  var waitingTotal: Int { waiting.count(in: 0..<rows.count) }

  /// Those orders, by day. Cost: linear in the orders of the amount, 64 at a time.
  func waitingOrders(_ amountYen: Int64, days: ClosedRange<Int32>) -> [Int32] {
    waiting.rows(in: rows(amountYen, days: days)).map { rows[$0] }
  }
}

/// One bit per row, with running sums over words of 64 that can be changed (a Fenwick tree).
private struct WaitingRows {
  private var bits: [UInt64]
  private var tree: [Int32]

  init(count: Int) {
    bits = [UInt64](repeating: 0, count: count / 64 + 1)
    tree = [Int32](repeating: 0, count: count / 64 + 2)
  }

  mutating func set(_ row: Int, _ value: Bool) {
    let word = row / 64
    let bit: UInt64 = 1 << UInt64(row % 64)
    if (bits[word] & bit != 0) == value { return }
    bits[word] ^= bit
    var i = word + 1
    while i < tree.count {
      tree[i] += value ? 1 : -1
      i += i & -i
    }
  }

  private func count(below row: Int) -> Int {
    var i = row / 64
    var sum = (bits[i] & ((1 << UInt64(row % 64)) - 1)).nonzeroBitCount
    while i > 0 {
      sum += Int(tree[i])
      i -= i & -i
    }
    return sum
  }

  func count(in range: Range<Int>) -> Int {
    range.isEmpty ? 0 : count(below: range.upperBound) - count(below: range.lowerBound)
  }

  func rows(in range: Range<Int>) -> [Int] {
    var out: [Int] = []
    if range.isEmpty { return out }
    for word in (range.lowerBound / 64)...((range.upperBound - 1) / 64) {
      var rest = bits[word]
      while rest != 0 {
        let row = word * 64 + rest.trailingZeroBitCount
        rest &= rest - 1
        if range.contains(row) { out.append(row) }
      }
    }
    return out
  }
}
