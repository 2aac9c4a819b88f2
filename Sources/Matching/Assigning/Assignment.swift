// One-to-one assignment of the greatest total weight, where nobody has to be assigned: entries on
// the left, orders on the right. Every entry and every order has a price, and the prices prove that
// the answer is the best there is (see Certificate.swift).

/// Shortest augmenting paths over reduced costs: entries come one by one, each takes the cheapest
/// way to an order that is free, or makes an entry on the way give up its own.
struct Assignment {
  let pairs: Bipartite
  /// Place of the chosen edge, −1 where a vertex stays alone.
  private(set) var edgeOfLeft: [Int32]
  private(set) var edgeOfRight: [Int32]
  /// What an entry adds to the total at least: its price. Never below 0, 0 for one that is alone.
  private(set) var leftPrice: [Int32]
  /// What an order adds to the total.
  private(set) var rightPrice: [Int32]

  /// Cost: near linear where few entries want the same orders; O(vertices × edges × log) at worst.
  /// Memory: 16 bytes per edge and 32 per vertex.
  init(leftCount: Int, rightCount: Int, edges: [Edge]) {
    pairs = Bipartite(leftCount: leftCount, rightCount: rightCount, edges: edges)
    leftPrice = [Int32](repeating: 0, count: leftCount)
    rightPrice = [Int32](repeating: 0, count: rightCount)
    for e in pairs.weight.indices {
      let l = Int(pairs.left[e])
      leftPrice[l] = max(leftPrice[l], pairs.weight[e])
    }
    let easy = EasyPairs(pairs, price: leftPrice)
    edgeOfLeft = easy.edgeOfLeft
    edgeOfRight = easy.edgeOfRight
    var search = AugmentingSearch(leftCount: leftCount)
    for l in 0..<leftCount where edgeOfLeft[l] < 0 { insert(l, &search) }
    assert(certificate.proves(self))
  }

  /// Sum of the weights of the chosen edges.
  var total: Int64 {
    edgeOfLeft.reduce(0) { $0 + ($1 >= 0 ? Int64(pairs.weight[Int($1)]) : 0) }
  }

  /// Right vertex of a left one; nil where it stays alone.
  func right(of left: Int) -> Int? {
    edgeOfLeft[left] >= 0 ? Int(pairs.right[Int(edgeOfLeft[left])]) : nil
  }

  func left(of right: Int) -> Int? {
    edgeOfRight[right] >= 0 ? Int(pairs.left[Int(edgeOfRight[right])]) : nil
  }

  var certificate: Certificate { Certificate(leftPrice: leftPrice, rightPrice: rightPrice) }

  /// The best of an entry that came last. Of equals the one that came first keeps its order.
  private mutating func insert(_ start: Int, _ search: inout AugmentingSearch) {
    var price: Int32 = 0
    var best = -1
    for e in pairs.edges(ofLeft: start) {
      let gain = pairs.weight[e] - rightPrice[Int(pairs.right[e])]
      if gain > price {
        price = gain
        best = e
      }
    }
    leftPrice[start] = price
    if best < 0 { return }
    if edgeOfRight[Int(pairs.right[best])] < 0 {
      choose(best)
      return
    }
    let end = findEnd(from: start, &search)
    reprice(start, search)
    apply(end, from: start, search)
    search.forget()
  }

  private mutating func choose(_ e: Int) {
    edgeOfLeft[Int(pairs.left[e])] = Int32(e)
    edgeOfRight[Int(pairs.right[e])] = Int32(e)
  }

  /// Settles left vertices by their distance until none can lead to a cheaper end.
  private func findEnd(from start: Int, _ search: inout AugmentingSearch) -> PathEnd {
    var end = PathEnd.alone(Int32(start))
    search.limit = leftPrice[start]
    search.reach(Int32(start), at: 0, by: -1)
    while let (l, distance) = search.next() {
      if distance + leftPrice[l] < search.limit {
        search.limit = distance + leftPrice[l]
        end = .alone(Int32(l))
      }
      for e in pairs.edges(ofLeft: l) {
        let r = Int(pairs.right[e])
        let reached = distance + leftPrice[l] + rightPrice[r] - pairs.weight[e]
        if reached >= search.limit { continue }
        let matched = edgeOfRight[r]
        if matched < 0 {
          search.limit = reached
          end = .free(Int32(e))
        } else {
          search.reach(pairs.left[Int(matched)], at: reached, by: Int32(e))
        }
      }
    }
    return end
  }

  /// Entries on the way gain less and their orders cost more, by what the end is farther away.
  private mutating func reprice(_ start: Int, _ search: AugmentingSearch) {
    for l in search.settled {
      let rest = search.limit - search.distance[Int(l)]
      leftPrice[Int(l)] -= rest
      if Int(l) != start { rightPrice[Int(pairs.right[Int(edgeOfLeft[Int(l)])])] += rest }
    }
  }

  private mutating func apply(_ end: PathEnd, from start: Int, _ search: AugmentingSearch) {
    var e: Int
    switch end {
    case .free(let edge): e = Int(edge)
    case .alone(let l):
      if Int(l) == start { return }
      edgeOfLeft[Int(l)] = -1
      e = Int(search.via[Int(l)])
    }
    while true {
      let l = Int(pairs.left[e])
      choose(e)
      if l == start { return }
      e = Int(search.via[l])
    }
  }
}

/// Where an augmenting path ends.
private enum PathEnd {
  /// By an edge to an order that nobody has.
  case free(Int32)
  /// At an entry that gives up its order, or at the start itself.
  case alone(Int32)
}

/// Left vertices by distance from a start (Dijkstra). Made once, forgotten after each search, so
/// that a search costs what it visits.
struct AugmentingSearch {
  static let far = Int32.max
  private(set) var distance: [Int32]
  /// Edge by which a left vertex lost its order.
  private(set) var via: [Int32]
  private(set) var settled: [Int32] = []
  private var reached: [Int32] = []
  private var heap = DistanceHeap()
  /// Nothing from here on is looked at.
  var limit: Int32 = 0

  init(leftCount: Int) {
    distance = [Int32](repeating: AugmentingSearch.far, count: leftCount)
    via = [Int32](repeating: -1, count: leftCount)
  }

  mutating func reach(_ l: Int32, at new: Int32, by edge: Int32) {
    let old = distance[Int(l)]
    if new >= old { return }
    if old == AugmentingSearch.far { reached.append(l) }
    distance[Int(l)] = new
    via[Int(l)] = edge
    heap.push(distance: new, vertex: l)
  }

  /// The nearest left vertex not settled yet; nil where none is below the limit.
  mutating func next() -> (left: Int, distance: Int32)? {
    while let (near, l) = heap.pop() {
      if near >= limit { return nil }
      if near > distance[Int(l)] { continue }
      settled.append(l)
      return (Int(l), near)
    }
    return nil
  }

  /// What is known so far of the distance of vertices not settled: at least this.
  var radius: Int32 { min(heap.nearest ?? limit, limit) }

  mutating func forget() {
    for l in reached { distance[Int(l)] = AugmentingSearch.far }
    reached.removeAll(keepingCapacity: true)
    settled.removeAll(keepingCapacity: true)
    heap.clear()
  }
}

/// A binary heap of vertices by distance, then number.
struct DistanceHeap {
  private var items: [UInt64] = []

  mutating func clear() { items.removeAll(keepingCapacity: true) }

  var nearest: Int32? { items.first.map { Int32($0 >> 32) } }

  mutating func push(distance: Int32, vertex: Int32) {
    let item = UInt64(UInt32(bitPattern: distance)) << 32 | UInt64(UInt32(bitPattern: vertex))
    var i = items.count
    items.append(item)
    while i > 0 {
      let parent = (i - 1) / 2
      if items[parent] <= item { break }
      items[i] = items[parent]
      i = parent
    }
    items[i] = item
  }

  mutating func pop() -> (distance: Int32, vertex: Int32)? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    if !items.isEmpty { sink(last) }
    return (Int32(first >> 32), Int32(truncatingIfNeeded: first))
  }

  /// Puts an item in place of the first.
  private mutating func sink(_ item: UInt64) {
    let count = items.count
    var i = 0
    while true {
      var child = 2 * i + 1
      if child >= count { break }
      if child + 1 < count, items[child + 1] < items[child] { child += 1 }
      if items[child] >= item { break }
      items[i] = items[child]
      i = child
    }
    items[i] = item
  }
}
