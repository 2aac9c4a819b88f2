// One group of candidates that have entries or orders in common: its best assignment, and for
// every link the distance to the best different answer.

import Model

struct Component {
  /// An equal order that stays unpaid makes a link a guess unless it fits worse by so much.
  private static let twinMillibits: Int32 = 7_000

  /// Whether a candidate can be chosen or make the choice of another a guess. What cannot is no
  /// part of a group: among strangers that is nearly all.
  static func isWorthALook(_ candidate: Candidate) -> Bool {
    candidate.weight > -twinMillibits
  }

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
    let solved = Assignment(leftCount: lefts.count, rightCount: rights.count, edges: edges)
    var pairs: [(left: Int, right: Int)] = []
    for l in lefts.indices {
      if let r = solved.right(of: l) { pairs.append((l, r)) }
    }
    let payers = Classes(leftClass)
    let kinds = Classes(rightClass)
    let unpaid = unpaidTwins(solved, pairs, payers, kinds)
    var search = MarginSearch(solved, payerOfLeft: payers.ofPlace, kindOfRight: kinds.ofPlace)
    for (pair, final) in zip(pairs, inDayOrder(pairs)) {
      let c = candidate(final.left, final.right)!
      let kind = kinds.ofPlace[pair.right]
      let twin = unpaid[Twins(payers: payers.ofPlace[pair.left], kind: kind)] ?? Int32.min
      let isTied = twin > c.weight - Component.twinMillibits
      choices.append(
        Choice(
          candidate: c, margin: search.margin(of: pair.left), isTied: isTied,
          twins: isTied ? kinds[kind].map { rights[Int($0)] } : []))
    }
  }

  private struct Twins: Hashable {
    let payers: Int32
    let kind: Int32
  }

  /// For equal payments and equal orders: the greatest weight between one of the payments and one
  /// of the orders that stay unpaid.
  private func unpaidTwins(
    _ solved: Assignment, _ pairs: [(left: Int, right: Int)], _ payers: Classes, _ kinds: Classes
  ) -> [Twins: Int32] {
    // Most kinds of orders that stay unpaid have no order that is paid.
    var isPaid = [Bool](repeating: false, count: kinds.count)
    for pair in pairs { isPaid[Int(kinds.ofPlace[pair.right])] = true }
    var out: [Twins: Int32] = [:]
    for l in lefts.indices {
      for i in first[l]..<first[l + 1] {
        let kind = kinds.ofPlace[Int(rightOf[i])]
        guard isPaid[Int(kind)], solved.left(of: Int(rightOf[i])) == nil else { continue }
        let twins = Twins(payers: payers.ofPlace[l], kind: kind)
        out[twins] = max(out[twins] ?? Int32.min, group[i].weight)
      }
    }
    return out
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
    for number in 0..<Int32(classes.count) where classes[number].count > 1 {
      let members = classes[number].map { Int($0) }
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
  /// Class of a place, numbered by value.
  let ofPlace: [Int32]
  private let grouped: GroupedRows
  let count: Int

  /// Cost: n log n.
  init(_ values: [UInt64]) {
    var last: UInt64 = 0
    var of = [Int32](repeating: 0, count: values.count)
    var count = 0
    for place in values.indices.sorted(by: { values[$0] < values[$1] }) {
      if count == 0 || values[place] != last { count += 1 }
      last = values[place]
      of[place] = Int32(count - 1)
    }
    ofPlace = of
    self.count = count
    grouped = GroupedRows(of, groups: count)
  }

  /// Places of a class, ascending.
  subscript(number: Int32) -> ArraySlice<Int32> { grouped[Int(number)] }
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
