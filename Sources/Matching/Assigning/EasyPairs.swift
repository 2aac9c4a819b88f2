// Most entries can have an order that they gain most by. Where many gain alike by the same orders,
// searching for one entry after the other would look at all of them again and again; here all look
// at once, in rounds in which no order is looked at twice.

struct EasyPairs {
  private let pairs: Bipartite
  private let price: [Int32]
  private(set) var edgeOfLeft: [Int32]
  private(set) var edgeOfRight: [Int32]
  /// Round in which an order was last looked at.
  private var roundOfRight: [Int32]
  private var nextEdge: [Int32]
  /// Entries on the way from the one that looks, and the edge by which each goes on.
  private var path: [(left: Int32, edge: Int32)] = []

  /// More rounds than this only help where paths are long; the rest is searched for one by one.
  private static let mostRounds: Int32 = 40

  /// Pairs entries with orders by edges that are worth the entry's whole price, which is what it
  /// gains most by; as many as the rounds find. Cost: linear in the edges, for each round.
  init(_ pairs: Bipartite, price: [Int32]) {
    self.pairs = pairs
    self.price = price
    edgeOfLeft = [Int32](repeating: -1, count: pairs.leftCount)
    edgeOfRight = [Int32](repeating: -1, count: pairs.rightCount)
    roundOfRight = edgeOfRight
    nextEdge = []
    for round in 0..<EasyPairs.mostRounds {
      nextEdge = (0..<pairs.leftCount).map { Int32(pairs.edges(ofLeft: $0).lowerBound) }
      var found = 0
      for l in 0..<pairs.leftCount where edgeOfLeft[l] < 0 && price[l] > 0 {
        if look(from: Int32(l), round) { found += 1 }
      }
      if found == 0 { return }
    }
  }

  private mutating func look(from start: Int32, _ round: Int32) -> Bool {
    path.append((start, -1))
    while let (l, _) = path.last {
      guard let e = goOn(from: Int(l), round) else {
        path.removeLast()
        continue
      }
      path[path.count - 1].edge = e
      let matched = edgeOfRight[Int(pairs.right[Int(e)])]
      if matched < 0 {
        for step in path {
          edgeOfLeft[Int(step.left)] = step.edge
          edgeOfRight[Int(pairs.right[Int(step.edge)])] = step.edge
        }
        path.removeAll(keepingCapacity: true)
        return true
      }
      path.append((pairs.left[Int(matched)], -1))
    }
    return false
  }

  /// The next edge to an order that nobody looked at in this round; a free one first.
  private mutating func goOn(from l: Int, _ round: Int32) -> Int32? {
    let edges = pairs.edges(ofLeft: l)
    if Int(nextEdge[l]) == edges.lowerBound {
      for e in edges where pairs.weight[e] == price[l] {
        let r = Int(pairs.right[e])
        if edgeOfRight[r] < 0, roundOfRight[r] != round {
          roundOfRight[r] = round
          return Int32(e)
        }
      }
    }
    while Int(nextEdge[l]) < edges.upperBound {
      let e = Int(nextEdge[l])
      nextEdge[l] += 1
      let r = Int(pairs.right[e])
      if pairs.weight[e] != price[l] || roundOfRight[r] == round { continue }
      roundOfRight[r] = round
      return Int32(e)
    }
    return nil
  }
}
