// Candidates → links: connected components, the best assignment of each, and for every link the
// distance to the best different answer. Equal payments of one payer and equal orders of one name
// are interchangeable: swapping them is no different answer, but fewer payments than orders is.

import Model

/// A link the assignment chose.
struct Choice {
  var candidate: Candidate
  var margin: Margin
  /// Another order of the same name and amount stays unpaid and fits as well: only a guess could
  /// tell them apart.
  var isTied: Bool
  /// Orders that fit as well, the chosen one included.
  var twins: [Int32]
}

extension Book {
  /// Chooses among candidates, which come by entry, ascending; `floor` is what an entry gains
  /// without any of them, nothing where it is empty.
  func choose(_ candidates: [Candidate], floor: [Int32] = []) -> [Choice] {
    let groups = connected(candidates, orders: state.count)
    return workers.gather(groups.count, atOnce: 64) { range, out in
      for g in range {
        let group = groups[g]
        if group.count == 1 {
          let c = candidates[Int(group.first!)]
          let gain = c.weight - (floor.isEmpty ? 0 : floor[Int(c.entry)])
          if gain > 0 {
            let margin = Margin(millibits: gain, isExact: true)
            out.append(Choice(candidate: c, margin: margin, isTied: false, twins: []))
          }
        } else {
          let component = Component(self, group.map { candidates[Int($0)] }, floor)
          out += component.choices
        }
      }
    }
  }

  /// Payments that only their day tells apart.
  func entryClass(_ entry: Int32) -> UInt64 {
    let p = payer(entry)
    return mixed(p.key ^ UInt64(bitPattern: amount(entry)) ^ numberHash(p))
  }

  private func numberHash(_ payer: PreparedPayer) -> UInt64 {
    payer.numbers.reduce(0) { mixed($0 ^ UInt64(bitPattern: $1.value)) }
  }

  /// Orders that only their number and day tell apart: one name, and as much still missing.
  func orderClass(_ order: Int32) -> UInt64 { orderClass(order, yen: left[Int(order)]) }

  /// The same for orders of one name and another amount that they have in common.
  func orderClass(_ order: Int32, yen: Int64) -> UInt64 {
    mixed(nameClassOf[Int(order)] ^ UInt64(bitPattern: yen))
  }
}

func sortedUnique<T: Comparable>(_ values: [T]) -> [T] {
  if values.count < 2 { return values }
  var out: [T] = []
  for v in values.sorted() where out.last != v { out.append(v) }
  return out
}

/// Places of candidates grouped so that no entry and no order is in two groups; ascending, groups
/// by their first. Candidates come by entry.
private func connected(_ candidates: [Candidate], orders: Int) -> GroupedRows {
  var parent = [Int32](candidates.indices.map { Int32($0) })
  var ofOrder = LastPlaces(of: orders, expected: candidates.count)
  func root(_ start: Int32) -> Int32 {
    var i = start
    while parent[Int(i)] != i {
      parent[Int(i)] = parent[Int(parent[Int(i)])]
      i = parent[Int(i)]
    }
    return i
  }
  for (i, c) in candidates.enumerated() {
    if i > 0, candidates[i - 1].entry == c.entry { parent[Int(root(Int32(i - 1)))] = Int32(i) }
    let sameOrder = ofOrder.exchange(c.order, for: Int32(i))
    if sameOrder >= 0 { parent[Int(root(sameOrder))] = Int32(i) }
  }
  var groupOf: [Int32] = []
  groupOf.reserveCapacity(candidates.count)
  var ofRoot = [Int32](repeating: -1, count: candidates.count)
  var count: Int32 = 0
  for i in candidates.indices {
    let r = Int(root(Int32(i)))
    if ofRoot[r] < 0 {
      ofRoot[r] = count
      count += 1
    }
    groupOf.append(ofRoot[r])
  }
  return GroupedRows(groupOf, groups: Int(count))
}

/// Where each order was seen last. A few candidates of very many orders do not pay for a column of
/// all of them.
private struct LastPlaces {
  private var column: [Int32] = []
  private var places = KeyTable()
  private var last: [Int32] = []

  init(of orders: Int, expected: Int) {
    if expected > orders / 16 { column = [Int32](repeating: -1, count: orders) }
  }

  /// The place until now; −1 for none.
  mutating func exchange(_ order: Int32, for new: Int32) -> Int32 {
    if !column.isEmpty {
      let old = column[Int(order)]
      column[Int(order)] = new
      return old
    }
    let place = Int(places.find(mixed(UInt64(UInt32(bitPattern: order))), orAdd: Int32(last.count)))
    if place == last.count {
      last.append(new)
      return -1
    }
    let old = last[place]
    last[place] = new
    return old
  }
}
