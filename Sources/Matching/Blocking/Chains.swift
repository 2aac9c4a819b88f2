// A multimap from 64-bit hashes to rows that is built once and read often: two flat arrays.

struct Chains {
  private var heads: [Int32]
  private var nodes: [Node] = []
  private let mask: UInt64

  private struct Node {
    var key: UInt64
    var row: Int32
    var next: Int32
  }

  /// `expected` rows; more are fine, only slower.
  init(expected: Int) {
    var size = 16
    while size < expected * 2 { size *= 2 }
    mask = UInt64(size - 1)
    heads = [Int32](repeating: -1, count: size)
    nodes.reserveCapacity(expected)
  }

  mutating func add(_ key: UInt64, _ row: Int32) {
    let bucket = Int(key & mask)
    nodes.append(Node(key: key, row: row, next: heads[bucket]))
    heads[bucket] = Int32(nodes.count - 1)
  }

  /// Calls `body` with every row of a key, newest first. Cost: linear in the rows of its bucket.
  @inline(__always) func forEach(_ key: UInt64, _ body: (Int32) -> Void) {
    var i = heads[Int(key & mask)]
    while i >= 0 {
      let node = nodes[Int(i)]
      if node.key == key { body(node.row) }
      i = node.next
    }
  }

  /// Rows of a key in the order in which they were added.
  func rows(_ key: UInt64) -> [Int32] {
    var out: [Int32] = []
    forEach(key) { out.append($0) }
    out.reverse()
    return out
  }
}
