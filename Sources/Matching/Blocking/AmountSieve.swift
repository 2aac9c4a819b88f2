// The sieve turned round for large groups of orders of one amount: what would let a pair pass is
// looked up instead of being tried on every order. Finds what `Sieve.passes` lets pass, and
// nothing else.

struct AmountSieve {
  /// Groups up to this many orders are tried one by one.
  private static let smallGroup = 64
  private static let lengths = 65

  /// Forms of large groups by group and length.
  private var masks: [UInt64] = []
  private var rowOf: [Int32] = []
  /// Of the group's forms of each length, `lengths + 1` places for every large group.
  private var firstOfLength: [Int32] = []
  /// Place of a group's lengths; −1 for small groups.
  private var placeOf: [Int32] = []
  /// Rows by group and surname, first letters, or spelling.
  private var chains = Chains()

  init() {}

  /// Cost: linear in the forms of the names.
  init(_ amounts: AmountIndex, _ nameOf: [Int32], _ sieve: Sieve) {
    placeOf = [Int32](repeating: -1, count: amounts.groupCount)
    for group in 0..<amounts.groupCount {
      let rows = amounts.rows(ofGroup: group)
      if rows.count <= AmountSieve.smallGroup { continue }
      placeOf[group] = Int32(firstOfLength.count)
      add(group, rows, amounts, nameOf, sieve)
    }
    chains.close()
  }

  private mutating func add(
    _ group: Int, _ rows: Range<Int>, _ amounts: AmountIndex, _ nameOf: [Int32], _ sieve: Sieve
  ) {
    var starts = [Int32](repeating: 0, count: AmountSieve.lengths + 1)
    for row in rows {
      for i in sieve.forms(nameOf[Int(amounts.rows[row])]) {
        let s = sieve.signatures[i]
        starts[Int(s.length) + 1] += 1
        if s.surname != 0 {
          chains.add(AmountSieve.key(group, 1, s.surname), Int32(row))
        } else {
          chains.add(AmountSieve.key(group, 2, UInt64(s.head >> 8)), Int32(row))
        }
        chains.add(AmountSieve.key(group, 3, UInt64(s.head)), Int32(row))
        if s.hasLatin {
          chains.add(AmountSieve.key(group, 4, 0), Int32(row))
        } else if s.spelled != 0 {
          chains.add(AmountSieve.key(group, 5, UInt64(s.spelled)), Int32(row))
        }
      }
    }
    let base = Int32(masks.count)
    for i in 1..<starts.count { starts[i] += starts[i - 1] }
    firstOfLength.append(contentsOf: starts.map { $0 + base })
    let count = Int(starts[AmountSieve.lengths])
    masks.append(contentsOf: repeatElement(0, count: count))
    rowOf.append(contentsOf: repeatElement(0, count: count))
    for row in rows {
      for i in sieve.forms(nameOf[Int(amounts.rows[row])]) {
        let s = sieve.signatures[i]
        let at = Int(base + starts[Int(s.length)])
        starts[Int(s.length)] += 1
        masks[at] = s.mask
        rowOf[at] = Int32(row)
      }
    }
  }

  private static func key(_ group: Int, _ kind: UInt64, _ value: UInt64) -> UInt64 {
    mixed(value &+ (UInt64(group) << 3 | kind) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Appends the orders in `rows`, all of one group, whose names may resemble the payer's, in any
  /// order and some more than once. `full` are orders under the payer's full names.
  func find(
    _ query: Sieve.Query, _ group: Int, _ rows: Range<Int>, full: [Int32],
    _ amounts: AmountIndex, _ nameOf: [Int32], _ sieve: Sieve, into out: inout [Int32]
  ) {
    guard placeOf[group] >= 0 else {
      for row in rows where sieve.passes(query, nameOf[Int(amounts.rows[row])]) {
        out.append(amounts.rows[row])
      }
      return
    }
    func collect(_ kind: UInt64, _ value: UInt64) {
      chains.forEach(AmountSieve.key(group, kind, value)) { row in
        if rows.contains(Int(row)) { out.append(amounts.rows[Int(row)]) }
      }
    }
    if query.isLatin {
      collect(4, 0)
      collect(5, UInt64(query.latin))
      if query.latinTurned != query.latin { collect(5, UInt64(query.latinTurned)) }
      return
    }
    collect(1, query.surname)
    if query.surnameHead != 0 { collect(2, UInt64(query.surnameHead)) }
    if query.mayBeCut { collect(3, UInt64(query.head)) }
    if query.isWide {
      for order in full where sieve.passes(query, nameOf[Int(order)]) { out.append(order) }
    }
    findNear(query, Int(placeOf[group]), rows) { out.append(amounts.rows[$0]) }
  }

  /// Rows of forms about as long as the payer's name with about the same letters.
  private func findNear(
    _ query: Sieve.Query, _ place: Int, _ rows: Range<Int>, _ body: (Int) -> Void
  ) {
    let longest = Int32(AmountSieve.lengths - 1)
    let low = Int32(rows.lowerBound)
    let high = Int32(rows.upperBound)
    for length in max(0, query.length - 3)...min(longest, query.length + 3) {
      let edits = query.edits(length)
      if abs(length - query.length) > edits { continue }
      let range =
        Int(firstOfLength[place + Int(length)])..<Int(firstOfLength[place + Int(length) + 1])
      masks.withUnsafeBufferPointer { masks in
        for i in range where differsLittle(masks[i] ^ query.mask, edits) {
          if rowOf[i] >= low, rowOf[i] < high { body(Int(rowOf[i])) }
        }
      }
    }
  }
}

/// Whether at most twice as many bits are set as there may be edits. Cheaper than counting bits
/// where there is no instruction for it: most pairs fail at once.
@inline(__always) func differsLittle(_ bits: UInt64, _ edits: Int32) -> Bool {
  var rest = bits
  for _ in 0..<(2 * edits) {
    if rest == 0 { return true }
    rest &= rest &- 1
  }
  return rest == 0
}
