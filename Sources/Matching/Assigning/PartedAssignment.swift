// An assignment taken apart: candidates that cannot be chosen hold a group together but do not
// matter to the assignment, so it is solved part by part. What is given up for one link is looked
// for in its own part only.

struct PartedAssignment {
  private struct Part {
    var solved: Assignment
    var lefts: [Int32]
    var rights: [Int32]
  }

  private var parts: [Part] = []
  /// Part of a left vertex and its place in it; −1 where it has no edge.
  private var partOfLeft: [Int32]
  private var placeOfLeft: [Int32]
  private var partOfRight: [Int32]
  private var placeOfRight: [Int32]

  /// Cost: as `Assignment`, for each part alone.
  init(leftCount: Int, rightCount: Int, edges: [Edge]) {
    partOfLeft = [Int32](repeating: -1, count: leftCount)
    placeOfLeft = partOfLeft
    partOfRight = [Int32](repeating: -1, count: rightCount)
    placeOfRight = partOfRight
    let partOfEdge = PartedAssignment.parts(of: edges, leftCount, rightCount)
    let byPart = GroupedRows(partOfEdge, groups: Int(partOfEdge.max() ?? -1) + 1)
    for part in 0..<(Int(partOfEdge.max() ?? -1) + 1) {
      add(byPart[part].map { edges[Int($0)] })
    }
  }

  private mutating func add(_ edges: [Edge]) {
    let lefts = sortedUnique(edges.map(\.left))
    let rights = sortedUnique(edges.map(\.right))
    for (place, l) in lefts.enumerated() {
      partOfLeft[Int(l)] = Int32(parts.count)
      placeOfLeft[Int(l)] = Int32(place)
    }
    for (place, r) in rights.enumerated() {
      partOfRight[Int(r)] = Int32(parts.count)
      placeOfRight[Int(r)] = Int32(place)
    }
    let local = edges.map {
      Edge(
        left: placeOfLeft[Int($0.left)], right: placeOfRight[Int($0.right)], weight: $0.weight)
    }
    let solved = Assignment(leftCount: lefts.count, rightCount: rights.count, edges: local)
    parts.append(Part(solved: solved, lefts: lefts, rights: rights))
  }

  /// A number for every edge, equal where edges hang together.
  private static func parts(of edges: [Edge], _ leftCount: Int, _ rightCount: Int) -> [Int32] {
    var parent = (0..<Int32(leftCount + rightCount)).map { $0 }
    func root(_ start: Int32, _ parent: inout [Int32]) -> Int32 {
      var i = start
      while parent[Int(i)] != i {
        parent[Int(i)] = parent[Int(parent[Int(i)])]
        i = parent[Int(i)]
      }
      return i
    }
    for e in edges {
      let r = root(Int32(leftCount) + e.right, &parent)
      parent[Int(r)] = root(e.left, &parent)
    }
    var number = [Int32](repeating: -1, count: leftCount + rightCount)
    var count: Int32 = 0
    return edges.map { e in
      let r = Int(root(e.left, &parent))
      if number[r] < 0 {
        number[r] = count
        count += 1
      }
      return number[r]
    }
  }

  /// Right vertex of a left one; nil where it stays alone.
  func right(of left: Int) -> Int? {
    guard partOfLeft[left] >= 0 else { return nil }
    let part = parts[Int(partOfLeft[left])]
    return part.solved.right(of: Int(placeOfLeft[left])).map { Int(part.rights[Int($0)]) }
  }

  func left(of right: Int) -> Int? {
    guard partOfRight[right] >= 0 else { return nil }
    let part = parts[Int(partOfRight[right])]
    return part.solved.left(of: Int(placeOfRight[right])).map { Int(part.lefts[Int($0)]) }
  }

  /// See `Assignment.margin`.
  func margin(of left: Int, avoiding rights: some Sequence<Int32>, idle: some Sequence<Int32>)
    -> Int64
  {
    let part = partOfLeft[left]
    if part < 0 { return 0 }
    return parts[Int(part)].solved.margin(
      of: Int(placeOfLeft[left]),
      avoiding: Set(rights.filter { partOfRight[Int($0)] == part }.map { placeOfRight[Int($0)] }),
      idle: Set(idle.filter { partOfLeft[Int($0)] == part }.map { placeOfLeft[Int($0)] }))
  }
}
