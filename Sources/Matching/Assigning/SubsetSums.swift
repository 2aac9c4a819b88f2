// Subsets of positive amounts that add up to a target: all of them, or enough to know that there
// is more than one.

/// Ascending index sets of at least two members whose amounts add up to `target`. Stops after
/// `limit` answers; nil where the search would take more than `maxSteps`, so nothing is known.
/// Cost: exponential in the number of amounts, cut by remaining sums.
func subsets(
  of amounts: [Int64], summingTo target: Int64, limit: Int = 2, maxSteps: Int = 100_000
) -> [[Int]]? {
  let order = amounts.indices.sorted { (amounts[$1], $0) < (amounts[$0], $1) }
  let sorted = order.map { amounts[$0] }
  var rest = [Int64](repeating: 0, count: sorted.count + 1)
  for i in sorted.indices.reversed() { rest[i] = rest[i + 1] + sorted[i] }
  var found: [[Int]] = []
  var chosen: [Int] = []
  var steps = 0
  func search(_ i: Int, _ missing: Int64) {
    steps += 1
    if found.count >= limit || steps > maxSteps { return }
    if missing == 0 {
      if chosen.count >= 2 { found.append(chosen.map { order[$0] }.sorted()) }
      return
    }
    if i == sorted.count || rest[i] < missing { return }
    if sorted[i] <= missing {
      chosen.append(i)
      search(i + 1, missing - sorted[i])
      chosen.removeLast()
    }
    search(i + 1, missing)
  }
  search(0, target)
  return steps > maxSteps ? nil : found
}
