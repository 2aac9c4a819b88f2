// One group of candidates that have entries or orders in common: its best assignment, and for
// every link the distance to the best different answer.

import Model

struct Component {
  private(set) var choices: [Choice] = []
  private let group: [Candidate]
  /// Entries and orders of the group, ascending; "left" and "right" below are places in these.
  private let lefts: [Int32]
  private let rights: [Int32]
  private let leftClass: [UInt64]
  private let rightClass: [UInt64]
  /// Candidates of left l are `first[l] ..< first[l + 1]` of `group`.
  private let first: [Int]
  private let rightOf: [Int32]

  /// Candidates by entry, ascending.
  init(_ book: Book, _ candidates: [Candidate], _ floor: [Int32]) {
    group = candidates
    var starts: [Int] = []
    for i in group.indices where i == 0 || group[i].entry != group[i - 1].entry {
      starts.append(i)
    }
    first = starts + [group.count]
    lefts = starts.map { candidates[$0].entry }
    let rights = sortedUnique(group.map(\.order))
    self.rights = rights
    rightOf = group.map { Int32(place(of: $0.order, in: rights)) }
    leftClass = lefts.map { book.entryClass($0) }
    rightClass = rights.map { book.orderClass($0) }
    solve(floor)
  }

  private mutating func solve(_ floor: [Int32]) {
    var edges: [Edge] = []
    for l in lefts.indices {
      let least = floor.isEmpty ? 0 : floor[Int(lefts[l])]
      for i in first[l]..<first[l + 1] where group[i].weight > least {
        edges.append(
          Edge(left: Int32(l), right: rightOf[i], weight: group[i].weight - least))
      }
    }
    if edges.isEmpty { return }
    let solved = PartedAssignment(leftCount: lefts.count, rightCount: rights.count, edges: edges)
    var pairs: [(left: Int, right: Int)] = []
    for l in lefts.indices {
      if let r = solved.right(of: l) { pairs.append((l, r)) }
    }
    let payers = Classes(leftClass)
    let kinds = Classes(rightClass)
    for (pair, final) in zip(pairs, inDayOrder(pairs)) {
      let sameOrders = kinds.members(of: rightClass[pair.right])
      let samePayers = payers.members(of: leftClass[pair.left])
      let margin = solved.margin(of: pair.left, avoiding: sameOrders, idle: samePayers)
      let c = candidate(final.left, final.right)!
      let isTied = samePayers.contains { l in
        (first[Int(l)]..<first[Int(l) + 1]).contains { i in
          let r = Int(rightOf[i])
          return rightClass[r] == rightClass[pair.right] && solved.left(of: r) == nil
            && group[i].weight > c.weight - 7_000
        }
      }
      choices.append(
        Choice(
          candidate: c, marginMillibits: Int32(clamping: margin), isTied: isTied,
          twins: isTied ? sameOrders.map { rights[Int($0)] } : []))
    }
  }

  private func candidate(_ left: Int, _ right: Int) -> Candidate? {
    for i in first[left]..<first[left + 1] where rightOf[i] == right { return group[i] }
    return nil
  }

  /// Within one payer and one kind of order the earlier payment goes to the earlier order.
  private func inDayOrder(_ pairs: [(left: Int, right: Int)]) -> [(left: Int, right: Int)] {
    var out = pairs
    let classes = Classes(
      pairs.map { mixed(leftClass[$0.left]) ^ rightClass[$0.right] })
    for group in classes.all where group.count > 1 {
      let members = group.map { Int($0) }
      let ls = members.map { pairs[$0].left }.sorted { lefts[$0] < lefts[$1] }
      let rs = members.map { pairs[$0].right }.sorted { rights[$0] < rights[$1] }
      guard zip(ls, rs).allSatisfy({ candidate($0, $1) != nil }) else { continue }
      for (k, i) in members.sorted(by: { pairs[$0].left < pairs[$1].left }).enumerated() {
        out[i] = (ls[k], rs[k])
      }
    }
    return out
  }
}

/// Places by equal values.
private struct Classes {
  private let places: [Int32]
  private let values: [UInt64]

  /// Cost: n log n.
  init(_ of: [UInt64]) {
    places = of.indices.map { Int32($0) }.sorted {
      (of[Int($0)], $0) < (of[Int($1)], $1)
    }
    values = places.map { of[Int($0)] }
  }

  /// Ascending.
  func members(of value: UInt64) -> ArraySlice<Int32> {
    let low = firstPlace { $0 >= value }
    return places[low..<firstPlace { $0 > value }]
  }

  var all: [ArraySlice<Int32>] {
    var out: [ArraySlice<Int32>] = []
    var i = 0
    while i < places.count {
      var j = i
      while j < places.count, values[j] == values[i] { j += 1 }
      out.append(places[i..<j])
      i = j
    }
    return out
  }

  private func firstPlace(where test: (UInt64) -> Bool) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if test(values[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Place of a value in a sorted list that has it.
private func place(of value: Int32, in sorted: [Int32]) -> Int {
  var low = 0
  var high = sorted.count - 1
  while low < high {
    let middle = (low + high) / 2
    if sorted[middle] < value { low = middle + 1 } else { high = middle }
  }
  return low
}
