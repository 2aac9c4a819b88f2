// Why an assignment is the best there is, in prices that anybody can add up: no pair is worth more
// than its two prices, so no assignment is worth more than all prices together; the chosen pairs
// are worth exactly theirs, and who is alone has the price 0, so this one is worth just that.

struct Certificate {
  let leftPrice: [Int32]
  let rightPrice: [Int32]

  /// The most that any assignment can be worth.
  var bound: Int64 {
    leftPrice.reduce(0) { $0 + Int64($1) } + rightPrice.reduce(0) { $0 + Int64($1) }
  }

  /// Whether the prices prove that no assignment of the pairs is worth more. Cost: linear.
  func proves(_ solved: Assignment) -> Bool {
    let pairs = solved.pairs
    return leftPrice.allSatisfy { $0 >= 0 } && rightPrice.allSatisfy { $0 >= 0 }
      && pairs.weight.indices.allSatisfy { e in
        let price = leftPrice[Int(pairs.left[e])] + rightPrice[Int(pairs.right[e])]
        let isChosen = solved.edgeOfLeft[Int(pairs.left[e])] == Int32(e)
        return isChosen ? price == pairs.weight[e] : price >= pairs.weight[e]
      }
      && leftPrice.indices.allSatisfy { leftPrice[$0] == 0 || solved.right(of: $0) != nil }
      && rightPrice.indices.allSatisfy { rightPrice[$0] == 0 || solved.left(of: $0) != nil }
  }
}
