// Rows grouped by key in two flat arrays, each group in the order in which its rows came.

/// Sorts by counting: row numbers of each of `0 ..< groups`, ascending within a group.
struct GroupedRows {
  private var first: [Int32]
  private(set) var rows: [Int32]

  /// `groupOf[row]` below 0 leaves a row out. Cost: linear.
  init(_ groupOf: [Int32], groups: Int) {
    first = [Int32](repeating: 0, count: groups + 1)
    for group in groupOf where group >= 0 { first[Int(group) + 1] += 1 }
    for i in 0..<groups { first[i + 1] += first[i] }
    rows = [Int32](repeating: 0, count: Int(first[groups]))
    var next = first
    for (row, group) in groupOf.enumerated() where group >= 0 {
      rows[Int(next[Int(group)])] = Int32(row)
      next[Int(group)] += 1
    }
  }

  var count: Int { first.count - 1 }
  func range(_ group: Int) -> Range<Int> { Int(first[group])..<Int(first[group + 1]) }
  subscript(group: Int) -> ArraySlice<Int32> { rows[range(group)] }
}
