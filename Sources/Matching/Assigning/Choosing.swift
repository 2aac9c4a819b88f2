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
    let groups = Components(candidates, entries: outcomes.count, orders: state.count).groups
    return workers.gather(groups.count) { range, out in
      for g in range {
        if groups[g].count == 1 {
          let c = candidates[Int(groups[g].first!)]
          let gain = c.weight - (floor.isEmpty ? 0 : floor[Int(c.entry)])
          if gain > 0 {
            let margin = Margin(millibits: gain, isExact: true)
            out.append(Choice(candidate: c, margin: margin, isTied: false, twins: []))
          }
        } else {
          let component = Component(self, groups[g].map { candidates[Int($0)] }, floor)
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

/// Candidates grouped so that no entry and no order is in two groups.
private struct Components {
  /// Places of candidates, ascending; groups by their first.
  let groups: [ArraySlice<Int32>]

  init(_ candidates: [Candidate], entries: Int, orders: Int) {
    var parent = [Int32](candidates.indices.map { Int32($0) })
    var ofEntry = [Int32](repeating: -1, count: entries)
    var ofOrder = [Int32](repeating: -1, count: orders)
    func root(_ start: Int32, _ parent: inout [Int32]) -> Int32 {
      var i = start
      while parent[Int(i)] != i {
        parent[Int(i)] = parent[Int(parent[Int(i)])]
        i = parent[Int(i)]
      }
      return i
    }
    for (i, c) in candidates.enumerated() {
      let sameEntry = ofEntry[Int(c.entry)]
      if sameEntry >= 0 { parent[Int(root(sameEntry, &parent))] = Int32(i) }
      let sameOrder = ofOrder[Int(c.order)]
      if sameOrder >= 0 { parent[Int(root(sameOrder, &parent))] = Int32(i) }
      ofEntry[Int(c.entry)] = Int32(i)
      ofOrder[Int(c.order)] = Int32(i)
    }
    var groupOf: [Int32] = []
    groupOf.reserveCapacity(candidates.count)
    var ofRoot = [Int32](repeating: -1, count: candidates.count)
    var count: Int32 = 0
    for i in candidates.indices {
      let r = Int(root(Int32(i), &parent))
      if ofRoot[r] < 0 {
        ofRoot[r] = count
        count += 1
      }
      groupOf.append(ofRoot[r])
    }
    let grouped = GroupedRows(groupOf, groups: Int(count))
    groups = (0..<Int(count)).map { grouped[$0] }
  }
}
