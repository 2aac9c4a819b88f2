// The possible pairs of an assignment, by entry and by order: linear to build, equal whatever
// order the pairs come in.

/// A possible pair. `weight` above 0, else leaving both alone is better.
struct Edge {
  var left: Int32
  var right: Int32
  var weight: Int32
}

/// Edges by left vertex, then right; and their places by right vertex.
struct Bipartite {
  private let firstOfLeft: [Int32]
  private let firstOfRight: [Int32]
  /// Columns of the edges.
  let left: [Int32]
  let right: [Int32]
  let weight: [Int32]
  /// Places of edges by right vertex, then left.
  let incoming: [Int32]

  /// Heavier pairs would overflow a sum of three in 32 bits; evidence is a thousand times lighter.
  static let heaviest: Int32 = 1 << 28

  /// Cost: linear in vertices and edges.
  init(leftCount: Int, rightCount: Int, edges: [Edge]) {
    precondition(edges.allSatisfy { $0.weight > 0 && $0.weight <= Bipartite.heaviest })
    let byRight = GroupedRows(edges.map(\.right), groups: rightCount)
    let lefts = byRight.rows.map { edges[Int($0)].left }
    let byBoth = GroupedRows(lefts, groups: leftCount)
    let order = byBoth.rows.map { Int(byRight.rows[Int($0)]) }
    left = order.map { edges[$0].left }
    right = order.map { edges[$0].right }
    weight = order.map { edges[$0].weight }
    firstOfLeft = (0..<leftCount).map { Int32(byBoth.range($0).lowerBound) } + [Int32(order.count)]
    firstOfRight =
      (0..<rightCount).map { Int32(byRight.range($0).lowerBound) } + [Int32(order.count)]
    incoming = GroupedRows(right, groups: rightCount).rows
  }

  var leftCount: Int { firstOfLeft.count - 1 }
  var rightCount: Int { firstOfRight.count - 1 }

  @inline(__always) func edges(ofLeft l: Int) -> Range<Int> {
    Int(firstOfLeft[l])..<Int(firstOfLeft[l + 1])
  }

  /// Places in `incoming`.
  @inline(__always) func places(ofRight r: Int) -> Range<Int> {
    Int(firstOfRight[r])..<Int(firstOfRight[r + 1])
  }
}
