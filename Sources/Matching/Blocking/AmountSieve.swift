// The sieve turned round for large groups of orders of one amount: what would let a pair pass is
// looked up instead of being tried on every order. Finds what `Sieve.passes` lets pass, and
// nothing else.
//
// Strangers of one surname are the bulk of what passes, and among many orders of one amount they
// are worth little each: they are found by `namesakes` only when somebody wants them.

struct AmountSieve {
  /// Groups up to this many orders are tried one by one.
  private static let smallGroup = 64
  private static let lengths = 65

  /// Forms of large groups by group and length.
  private var masks: [UInt64] = []
  private var rowOf: [Int32] = []
  /// The same forms by group, surname (first letters where it is unknown), and row.
  private var surnames: [UInt64] = []
  /// The same forms by group, first three letters, and row.
  private var heads: [UInt64] = []
  /// Those that payers with Latin names may mean, by group, spelling, and row.
  private var spellings: [UInt64] = []
  /// Of the group's forms of each length, `lengths + 1` places for every large group.
  private var firstOfLength: [Int32] = []
  /// Number of a large group; −1 for small ones.
  private var numberOf: [Int32] = []
  /// Forms of the large group of a number, and its spellings.
  private var firstForm: [Int32] = [0]
  private var firstSpelling: [Int32] = [0]

  init() {}

  /// Cost: linear in the forms of the names, and n log n in those of one amount.
  init(_ amounts: AmountIndex, _ nameOf: [Int32], _ sieve: Sieve, workers: Workers = .one) {
    numberOf = [Int32](repeating: -1, count: amounts.groupCount)
    var groups: [Int] = []
    for group in 0..<amounts.groupCount
    where amounts.rows(ofGroup: group).count > AmountSieve.smallGroup {
      numberOf[group] = Int32(groups.count)
      groups.append(group)
    }
    var parts = workers.map(groups.count, atOnce: 1) { [groups] in
      Part(groups[$0], amounts, nameOf, sieve)
    }
    let forms = parts.reduce(0) { $0 + $1.masks.count }
    masks.reserveCapacity(forms)
    rowOf.reserveCapacity(forms)
    surnames.reserveCapacity(forms)
    heads.reserveCapacity(forms)
    firstOfLength.reserveCapacity(groups.count * (AmountSieve.lengths + 1))
    parts.reverse()
    // One after the other goes, so that not all are there twice.
    while let part = parts.popLast() {
      let base = Int32(masks.count)
      firstOfLength.append(contentsOf: part.starts.map { $0 + base })
      masks += part.masks
      rowOf += part.rowOf
      surnames += part.surnames
      heads += part.heads
      spellings += part.spellings
      firstForm.append(Int32(masks.count))
      firstSpelling.append(Int32(spellings.count))
    }
  }

  /// What is kept of one large group.
  private struct Part: Sendable {
    var masks: [UInt64]
    var rowOf: [Int32]
    var surnames: [UInt64] = []
    var heads: [UInt64] = []
    var spellings: [UInt64] = []
    var starts = [Int32](repeating: 0, count: AmountSieve.lengths + 1)

    init(_ group: Int, _ amounts: AmountIndex, _ nameOf: [Int32], _ sieve: Sieve) {
      let rows = amounts.rows(ofGroup: group)
      for row in rows {
        for i in sieve.forms(nameOf[Int(amounts.rows[row])]) {
          let s = sieve.signatures[i]
          starts[Int(s.length) + 1] += 1
          surnames.append(AmountSieve.packed(AmountSieve.surname(s), row))
          heads.append(AmountSieve.packed(s.head, row))
          if s.hasLatin {
            spellings.append(AmountSieve.packed(AmountSieve.anyLatin, row))
          } else if s.spelled != 0 {
            spellings.append(AmountSieve.packed(s.spelled, row))
          }
        }
      }
      surnames.sort()
      heads.sort()
      spellings.sort()
      for i in 1..<starts.count { starts[i] += starts[i - 1] }
      masks = [UInt64](repeating: 0, count: surnames.count)
      rowOf = [Int32](repeating: 0, count: surnames.count)
      var next = starts
      for row in rows {
        for i in sieve.forms(nameOf[Int(amounts.rows[row])]) {
          let s = sieve.signatures[i]
          let at = Int(next[Int(s.length)])
          next[Int(s.length)] += 1
          masks[at] = s.mask
          rowOf[at] = Int32(row)
        }
      }
    }
  }

  private static let anyLatin: UInt32 = 0

  /// Key and row in one word, so that a sorted list is ordered by both.
  @inline(__always) private static func packed(_ key: UInt32, _ row: Int) -> UInt64 {
    UInt64(key) << 32 | UInt64(UInt32(row))
  }

  /// Surnames and first letters share a list: halves of hashes meet by chance, so whoever finds
  /// anything under them compares the names.
  @inline(__always) private static func surname(_ s: Signature) -> UInt32 {
    s.surname != 0 ? UInt32(truncatingIfNeeded: s.surname) : s.head >> 8
  }

  /// Whether only `namesakes` tells who shares no more than the surname with a payer.
  func leavesNamesakesOut(_ group: Int) -> Bool { numberOf[group] >= 0 }

  /// Appends the orders in `rows`, all of one group, whose names may resemble the payer's, in any
  /// order and some more than once. `full` are orders under the payer's full names.
  func find(
    _ query: borrowing Sieve.Query, _ group: Int, _ rows: Range<Int>, full: [Int32],
    _ amounts: AmountIndex, _ nameOf: [Int32], _ sieve: Sieve, into out: inout [Int32]
  ) {
    let number = Int(numberOf[group])
    guard number >= 0 else {
      for row in rows where sieve.passes(query, nameOf[Int(amounts.rows[row])]) {
        out.append(amounts.rows[row])
      }
      return
    }
    if query.isLatin {
      let all = Int(firstSpelling[number])..<Int(firstSpelling[number + 1])
      for key in [AmountSieve.anyLatin, query.latin, query.latinTurned] {
        for i in AmountSieve.places(key, rows, in: spellings, all) {
          out.append(amounts.rows[Int(UInt32(truncatingIfNeeded: spellings[i]))])
        }
      }
      return
    }
    let all = Int(firstForm[number])..<Int(firstForm[number + 1])
    func collectNear(_ key: UInt32, _ list: [UInt64]) {
      for i in AmountSieve.places(key, rows, in: list, all) {
        let order = amounts.rows[Int(UInt32(truncatingIfNeeded: list[i]))]
        if sieve.mayBeMore(query, nameOf[Int(order)]) { out.append(order) }
      }
    }
    collectNear(UInt32(truncatingIfNeeded: query.surname), surnames)
    if query.surnameHead != 0 { collectNear(query.surnameHead, surnames) }
    if query.mayBeCut { collectNear(query.head, heads) }
    if query.isWide {
      for order in full where sieve.passes(query, nameOf[Int(order)]) { out.append(order) }
    }
    findNear(query, number, rows) { out.append(amounts.rows[$0]) }
  }

  /// Calls `body` with the rows, ascending for each of two keys and each once, of orders that may
  /// have the payer's surname, be it of a person or at the beginning of a company's name. Of each
  /// key the newest `limit`; returns how many more there were.
  @discardableResult
  @inline(__always) func namesakes(
    _ query: borrowing Sieve.Query, _ group: Int, _ rows: Range<Int>, _ amounts: AmountIndex,
    _ nameOf: [Int32], _ sieve: Sieve, limit: Int, _ body: (Int) -> Void
  ) -> Int {
    var left = 0
    let number = Int(numberOf[group])
    let all = Int(firstForm[number])..<Int(firstForm[number + 1])
    let surname = UInt32(truncatingIfNeeded: query.surname)
    for key in [surname, query.surnameHead] where key != 0 {
      var last = -1
      let places = AmountSieve.places(key, rows, in: surnames, all)
      left += max(0, places.count - limit)
      for i in places.suffix(limit) {
        let row = Int(UInt32(truncatingIfNeeded: surnames[i]))
        if row == last { continue }
        last = row
        if key != surname, sieve.has(surname, nameOf[Int(amounts.rows[row])]) { continue }
        body(row)
      }
    }
    return left
  }

  /// Places of a key's rows that lie in a range.
  private static func places(
    _ key: UInt32, _ rows: Range<Int>, in list: [UInt64], _ all: Range<Int>
  ) -> Range<Int> {
    let low = place(packed(key, rows.lowerBound), in: list, all)
    return low..<place(packed(key, rows.upperBound), in: list, low..<all.upperBound)
  }

  /// The first place in a range that holds no less than a value.
  private static func place(_ value: UInt64, in list: [UInt64], _ range: Range<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Rows of forms about as long as the payer's name with about the same letters.
  private func findNear(
    _ query: borrowing Sieve.Query, _ number: Int, _ rows: Range<Int>, _ body: (Int) -> Void
  ) {
    let place = number * (AmountSieve.lengths + 1)
    let longest = Int32(AmountSieve.lengths - 1)
    let low = Int32(rows.lowerBound)
    let high = Int32(rows.upperBound)
    let mask = query.mask
    for length in max(0, query.length - 3)...min(longest, query.length + 3) {
      let edits = query.edits(length)
      if abs(length - query.length) > edits { continue }
      let range =
        Int(firstOfLength[place + Int(length)])..<Int(firstOfLength[place + Int(length) + 1])
      masks.withUnsafeBufferPointer { masks in
        for i in range where differsLittle(masks[i] ^ mask, edits) {
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
