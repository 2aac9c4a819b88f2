// How far the best answer without a link is from the best answer: the shortest way around the link
// in what the assignment leaves open. The payment looks for its next best place, the order for its
// next best payment, and the two ways may meet.

/// A distance to the best different answer.
struct Margin: Equatable {
  /// Exact, or no more than the exact one.
  var millibits: Int32
  /// False where the search was cut short: the margin is at least this.
  var isExact: Bool
}

/// Finds margins of one assignment. Equal payments of one payer and equal orders of one name are
/// interchangeable: another order of the kind is no different answer, nor is another payment of the
/// kind that has no order.
struct MarginSearch {
  private let solved: Assignment
  private let pairs: Bipartite
  private let payerOfLeft: [Int32]
  private let kindOfRight: [Int32]
  private var onward: AugmentingSearch
  private var back: AugmentingSearch
  /// The shortest way known that goes around without anybody new coming in or staying out.
  private var direct = AugmentingSearch.far
  /// Left vertices that one search may settle before it is content with a lower bound.
  private let maxSettled: Int

  /// `payerOfLeft` and `kindOfRight` are equal where vertices are interchangeable.
  init(
    _ solved: Assignment, payerOfLeft: [Int32], kindOfRight: [Int32], maxSettled: Int = 20_000
  ) {
    self.solved = solved
    pairs = solved.pairs
    self.payerOfLeft = payerOfLeft
    self.kindOfRight = kindOfRight
    self.maxSettled = maxSettled
    onward = AugmentingSearch(leftCount: pairs.leftCount)
    back = onward
  }

  /// What the total falls by when a left vertex that is assigned has to go without its right one
  /// and all of that kind, and no vertex like it that is alone takes its place. Cost: what lies
  /// nearer than the answer, twice `maxSettled` vertices at most.
  mutating func margin(of left: Int) -> Margin {
    let right = solved.right(of: left)!
    defer {
      onward.forget()
      back.forget()
    }
    direct = AugmentingSearch.far
    searchBack(from: right, to: left)
    searchOnward(from: left, to: right)
    let isWhole = back.settled.count < maxSettled && onward.settled.count < maxSettled
    return Margin(millibits: min(onward.radius + back.radius, direct), isExact: isWhole)
  }

  /// The order without its payment: payments that would rather have it, up to one that is alone;
  /// or it stays alone.
  private mutating func searchBack(from right: Int, to goal: Int) {
    back.limit = solved.rightPrice[right]
    scanBack(right, 0, right, goal)
    while back.settled.count < maxSettled, let (l, distance) = back.next() {
      scanBack(solved.right(of: l)!, distance, right, goal)
    }
  }

  private mutating func scanBack(_ r: Int, _ distance: Int32, _ right: Int, _ goal: Int) {
    back.limit = min(back.limit, distance + solved.rightPrice[r])
    for place in pairs.places(ofRight: r) {
      let e = Int(pairs.incoming[place])
      let l = Int(pairs.left[e])
      let reached = distance + solved.leftPrice[l] + solved.rightPrice[r] - pairs.weight[e]
      if reached >= back.limit || solved.edgeOfLeft[l] == Int32(e) { continue }
      if l == goal {
        if kindOfRight[r] != kindOfRight[right] { direct = min(direct, reached) }
      } else if solved.edgeOfLeft[l] >= 0 {
        back.reach(Int32(l), at: reached, by: Int32(e))
      } else if payerOfLeft[l] != payerOfLeft[goal] {
        back.limit = reached
      }
    }
  }

  /// The payment without its order: orders that it could have, up to one that is free; or a payment
  /// on the way stays alone.
  private mutating func searchOnward(from left: Int, to right: Int) {
    onward.limit = solved.leftPrice[left]
    scanOnward(left, 0, left, right)
    while onward.settled.count < maxSettled, let (l, distance) = onward.next() {
      scanOnward(l, distance, left, right)
    }
  }

  private mutating func scanOnward(_ l: Int, _ distance: Int32, _ left: Int, _ right: Int) {
    onward.limit = min(onward.limit, distance + solved.leftPrice[l])
    for e in pairs.edges(ofLeft: l) where solved.edgeOfLeft[l] != Int32(e) {
      let r = Int(pairs.right[e])
      if l == left, kindOfRight[r] == kindOfRight[right] { continue }
      let reached = distance + solved.leftPrice[l] + solved.rightPrice[r] - pairs.weight[e]
      let matched = solved.edgeOfRight[r]
      if r == right {
        direct = min(direct, reached)
      } else if matched < 0 {
        onward.limit = min(onward.limit, reached)
      } else {
        let next = pairs.left[Int(matched)]
        let rest = back.distance[Int(next)]
        if rest != AugmentingSearch.far { direct = min(direct, reached + rest) }
        if reached < onward.limit, next != Int32(left) {
          onward.reach(next, at: reached, by: Int32(e))
        }
      }
    }
  }
}
