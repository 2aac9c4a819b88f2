// Candidates → links: connected components, the best assignment of each, and for every link the
// distance to the best different answer. Equal payments of one payer and equal orders of one name
// are interchangeable: swapping them is no different answer, but fewer payments than orders is.

import Model

/// A link the assignment chose.
struct Choice {
  var candidate: Candidate
  var marginMillibits: Int32
  /// Another order of the same name and amount stays unpaid and fits as well: only a guess could
  /// tell them apart.
  var isTied: Bool
  /// Orders that fit as well, the chosen one included.
  var twins: [Int32]
}

extension Book {
  /// Chooses among candidates; `floor` is what an entry gains without any of them.
  func choose(_ candidates: [Candidate], floor: [Int32: Int32] = [:]) -> [Choice] {
    var groups = Components(candidates).groups
    groups.sort { $0[0].entry < $1[0].entry }
    var out: [Choice] = []
    for group in groups {
      if group.count == 1 {
        let c = group[0]
        let gain = c.weight - (floor[c.entry] ?? 0)
        if gain > 0 {
          out.append(Choice(candidate: c, marginMillibits: gain, isTied: false, twins: []))
        }
      } else {
        out += solve(group, floor)
      }
    }
    return out
  }

  private func solve(_ group: [Candidate], _ floor: [Int32: Int32]) -> [Choice] {
    let lefts = sortedUnique(group.map(\.entry))
    let rights = sortedUnique(group.map(\.order))
    let leftOf = Dictionary(uniqueKeysWithValues: lefts.enumerated().map { ($1, Int32($0)) })
    let rightOf = Dictionary(uniqueKeysWithValues: rights.enumerated().map { ($1, Int32($0)) })
    var edges: [Edge] = []
    var byPair: [UInt64: Candidate] = [:]
    for c in group {
      let l = leftOf[c.entry]!
      let r = rightOf[c.order]!
      byPair[UInt64(l) << 32 | UInt64(r)] = c
      let gain = c.weight - (floor[c.entry] ?? 0)
      if gain > 0 { edges.append(Edge(left: l, right: r, weight: gain)) }
    }
    let solved = Assignment(leftCount: lefts.count, rightCount: rights.count, edges: edges)
    let leftClass = lefts.map { entryClass($0) }
    let rightClass = rights.map { orderClass($0) }
    var pairs: [(left: Int, right: Int)] = []
    for l in lefts.indices {
      if let r = solved.right(of: l) { pairs.append((l, Int(r))) }
    }
    let zipped = inDayOrder(pairs, lefts, rights, leftClass, rightClass) {
      byPair[UInt64($0) << 32 | UInt64($1)] != nil
    }
    var out: [Choice] = []
    for (pair, final) in zip(pairs, zipped) {
      let sameOrders = rights.indices.filter { rightClass[$0] == rightClass[pair.right] }
      let samePayers = lefts.indices.filter { leftClass[$0] == leftClass[pair.left] }
      let margin = solved.margin(
        of: pair.left, avoiding: Set(sameOrders.map { Int32($0) }),
        idle: Set(samePayers.map { Int32($0) }))
      let c = byPair[UInt64(final.left) << 32 | UInt64(final.right)]!
      let free = sameOrders.filter { r in
        solved.left(of: r) == nil
          && samePayers.contains { l in
            guard let other = byPair[UInt64(l) << 32 | UInt64(r)] else { return false }
            return other.weight > c.weight - 7_000
          }
      }
      out.append(
        Choice(
          candidate: c, marginMillibits: Int32(clamping: margin), isTied: !free.isEmpty,
          twins: free.isEmpty ? [] : sameOrders.map { rights[$0] }))
    }
    return out
  }

  /// Within one payer and one kind of order the earlier payment goes to the earlier order.
  private func inDayOrder(
    _ pairs: [(left: Int, right: Int)], _ lefts: [Int32], _ rights: [Int32],
    _ leftClass: [UInt64], _ rightClass: [UInt64], isPossible: (Int, Int) -> Bool
  ) -> [(left: Int, right: Int)] {
    var out = pairs
    var groups: [UInt64: [Int]] = [:]
    for (i, p) in pairs.enumerated() {
      groups[mixed(leftClass[p.left]) ^ rightClass[p.right], default: []].append(i)
    }
    for members in groups.values where members.count > 1 {
      let ls = members.map { pairs[$0].left }.sorted { lefts[$0] < lefts[$1] }
      let rs = members.map { pairs[$0].right }.sorted { rights[$0] < rights[$1] }
      guard zip(ls, rs).allSatisfy({ isPossible($0, $1) }) else { continue }
      for (k, i) in members.sorted(by: { pairs[$0].left < pairs[$1].left }).enumerated() {
        out[i] = (ls[k], rs[k])
      }
    }
    return out
  }

  /// Payments that only their day tells apart.
  func entryClass(_ entry: Int32) -> UInt64 {
    let p = payer(entry).payer
    return mixed(hashed(p.form.loose) ^ UInt64(bitPattern: amount(entry)) ^ numberHash(p))
  }

  private func numberHash(_ payer: PayerName) -> UInt64 {
    payer.numbers.reduce(0) { mixed($0 ^ UInt64(bitPattern: $1.value)) }
  }

  /// Orders that only their number and day tell apart.
  func orderClass(_ order: Int32) -> UInt64 {
    let forms = name(order).forms
    let key = forms.first.map { $0.loose.isEmpty ? hashed($0.surname) : $0.looseKey } ?? 0
    return mixed(key ^ UInt64(bitPattern: left[Int(order)]))
  }
}

func sortedUnique(_ values: [Int32]) -> [Int32] {
  var out: [Int32] = []
  for v in values.sorted() where out.last != v { out.append(v) }
  return out
}

/// Candidates grouped so that no entry and no order is in two groups.
private struct Components {
  private(set) var groups: [[Candidate]] = []

  init(_ candidates: [Candidate]) {
    var parent: [Int32] = []
    var ofEntry: [Int32: Int32] = [:]
    var ofOrder: [Int32: Int32] = [:]
    func root(_ start: Int32, _ parent: inout [Int32]) -> Int32 {
      var i = start
      while parent[Int(i)] != i {
        parent[Int(i)] = parent[Int(parent[Int(i)])]
        i = parent[Int(i)]
      }
      return i
    }
    for (i, c) in candidates.enumerated() {
      parent.append(Int32(i))
      for known in [ofEntry[c.entry], ofOrder[c.order]] {
        guard let known else { continue }
        parent[Int(root(known, &parent))] = root(Int32(i), &parent)
      }
      ofEntry[c.entry] = Int32(i)
      ofOrder[c.order] = Int32(i)
    }
    var place: [Int32: Int] = [:]
    for (i, c) in candidates.enumerated() {
      let r = root(Int32(i), &parent)
      if let at = place[r] {
        groups[at].append(c)
      } else {
        place[r] = groups.count
        groups.append([c])
      }
    }
  }
}
