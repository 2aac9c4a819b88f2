// One-to-one assignment of the greatest total weight, where nobody has to be assigned: entries on
// the left, orders on the right, sparse edges. Entries are added one by one, each by the best
// alternating path, which keeps the assignment optimal for those added so far.

/// A possible pair. `weight` above 0, else leaving both alone is better.
struct Edge {
  var left: Int32
  var right: Int32
  var weight: Int32
}

struct Assignment {
  let leftCount: Int
  let rightCount: Int
  private let edges: [Edge]
  private let first: [Int32]
  /// Edges that may not be used; for margins.
  private var forbidden: [Bool]
  /// Edge chosen for a left vertex, -1 where none.
  private(set) var edgeOfLeft: [Int32]
  private var edgeOfRight: [Int32]

  /// Cost: O(left × edges) at worst, near linear where components are small.
  init(leftCount: Int, rightCount: Int, edges unsorted: [Edge]) {
    self.leftCount = leftCount
    self.rightCount = rightCount
    edges = unsorted.sorted { ($0.left, $1.weight, $0.right) < ($1.left, $0.weight, $1.right) }
    var starts = [Int32](repeating: 0, count: leftCount + 1)
    for e in edges { starts[Int(e.left) + 1] += 1 }
    for i in 0..<leftCount { starts[i + 1] += starts[i] }
    first = starts
    forbidden = [Bool](repeating: false, count: edges.count)
    edgeOfLeft = [Int32](repeating: -1, count: leftCount)
    edgeOfRight = [Int32](repeating: -1, count: rightCount)
    for l in 0..<leftCount { _ = augment(from: Int32(l)) }
  }

  /// Sum of the weights of the chosen edges.
  var total: Int64 {
    edgeOfLeft.reduce(0) { $0 + ($1 >= 0 ? Int64(edges[Int($1)].weight) : 0) }
  }

  /// Right vertex of a left one; nil where it stays alone.
  func right(of left: Int) -> Int32? {
    edgeOfLeft[left] >= 0 ? edges[Int(edgeOfLeft[left])].right : nil
  }

  func left(of right: Int) -> Int32? {
    edgeOfRight[right] >= 0 ? edges[Int(edgeOfRight[right])].left : nil
  }

  /// How much the total falls when `left` may not go to any right vertex in `rights` and none of
  /// `idle` may take its place: the distance to the best different answer.
  func margin(of left: Int, avoiding rights: Set<Int32>, idle: Set<Int32>) -> Int64 {
    guard edgeOfLeft[left] >= 0 else { return 0 }
    var other = self
    let before = total
    for i in Int(first[left])..<Int(first[left + 1]) where rights.contains(edges[i].right) {
      other.forbidden[i] = true
    }
    let freed = Int(edges[Int(edgeOfLeft[left])].right)
    other.edgeOfRight[freed] = -1
    other.edgeOfLeft[left] = -1
    for i in edges.indices {
      let l = edges[i].left
      let isIdle = Int(l) != left && edgeOfLeft[Int(l)] < 0 && idle.contains(l)
      if isIdle || edges[i].right == Int32(freed) { other.forbidden[i] = true }
    }
    _ = other.augment(from: Int32(left))
    for i in edges.indices where edges[i].right == Int32(freed) {
      let l = edges[i].left
      other.forbidden[i] = Int(l) == left || edgeOfLeft[Int(l)] < 0 && idle.contains(l)
    }
    other.refill(Int32(freed))
    return before - other.total
  }

  /// The best path from an unassigned right vertex: the other half of undoing a pair. What is left
  /// without the pair is optimal without both its vertices, so one path for each makes it optimal.
  private mutating func refill(_ start: Int32) {
    var byRight = [[Int32]](repeating: [], count: rightCount)
    for i in edges.indices where !forbidden[i] { byRight[Int(edges[i].right)].append(Int32(i)) }
    let none = Int64.min / 4
    var gain = [Int64](repeating: none, count: rightCount)
    var via = [Int32](repeating: -1, count: rightCount)
    gain[Int(start)] = 0
    var best: (gain: Int64, edge: Int32) = (0, -1)
    var bestRight: Int32 = -1
    var queue: [Int32] = [start]
    var head = 0
    while head < queue.count {
      let r = Int(queue[head])
      head += 1
      for i in byRight[r] where edgeOfRight[r] != i {
        let l = Int(edges[Int(i)].left)
        let reached = gain[r] + Int64(edges[Int(i)].weight)
        let matched = edgeOfLeft[l]
        if matched < 0 {
          if reached > best.gain {
            best = (reached, i)
            bestRight = -1
          }
          continue
        }
        let next = Int(edges[Int(matched)].right)
        let after = reached - Int64(edges[Int(matched)].weight)
        if after > gain[next] {
          gain[next] = after
          via[next] = i
          queue.append(Int32(next))
        }
        if after > best.gain {
          best = (after, i)
          bestRight = Int32(next)
        }
      }
    }
    guard best.edge >= 0 else { return }
    if bestRight >= 0 { edgeOfRight[Int(bestRight)] = -1 }
    var edge = best.edge
    while true {
      let r = edges[Int(edge)].right
      edgeOfLeft[Int(edges[Int(edge)].left)] = edge
      edgeOfRight[Int(r)] = edge
      if r == start { break }
      edge = via[Int(r)]
    }
  }

  /// Finds and applies the best path from an unassigned left vertex; true where it gained.
  private mutating func augment(from start: Int32) -> Bool {
    let none = Int64.min / 4
    var gainLeft = [Int64](repeating: none, count: leftCount)
    var viaRight = [Int32](repeating: -1, count: rightCount)
    var gainRight = [Int64](repeating: none, count: rightCount)
    var queue: [Int32] = [start]
    gainLeft[Int(start)] = 0
    var head = 0
    while head < queue.count {
      let l = Int(queue[head])
      head += 1
      for i in Int(first[l])..<Int(first[l + 1]) where !forbidden[i] {
        if edgeOfLeft[l] == Int32(i) { continue }
        let r = Int(edges[i].right)
        let gain = gainLeft[l] + Int64(edges[i].weight)
        if gain <= gainRight[r] { continue }
        gainRight[r] = gain
        viaRight[r] = Int32(i)
        let back = edgeOfRight[r]
        if back >= 0 {
          let l2 = Int(edges[Int(back)].left)
          let after = gain - Int64(edges[Int(back)].weight)
          if after > gainLeft[l2] {
            gainLeft[l2] = after
            queue.append(Int32(l2))
          }
        }
      }
    }
    return apply(start, gainLeft, gainRight, viaRight)
  }

  /// The best end is a free right vertex, or an assigned left vertex that is given up.
  private mutating func apply(
    _ start: Int32, _ gainLeft: [Int64], _ gainRight: [Int64], _ viaRight: [Int32]
  ) -> Bool {
    var best: Int64 = 0
    var endRight: Int32 = -1
    for r in 0..<rightCount where viaRight[r] >= 0 {
      let back = edgeOfRight[r]
      let gain = back < 0 ? gainRight[r] : gainRight[r] - Int64(edges[Int(back)].weight)
      if gain > best {
        best = gain
        endRight = Int32(r)
      }
    }
    guard endRight >= 0 else { return false }
    if edgeOfRight[Int(endRight)] >= 0 {
      edgeOfLeft[Int(edges[Int(edgeOfRight[Int(endRight)])].left)] = -1
    }
    var r = Int(endRight)
    while true {
      let i = viaRight[r]
      let l = Int(edges[Int(i)].left)
      let previous = edgeOfLeft[l]
      edgeOfRight[r] = i
      edgeOfLeft[l] = i
      if Int32(l) == start { break }
      r = Int(edges[Int(previous)].right)
    }
    return true
  }
}
