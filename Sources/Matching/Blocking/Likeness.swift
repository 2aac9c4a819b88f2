// What resembles a payment: orders of exactly its amount under a name like the payer's or a number
// that the payer wrote. Names never change in a run, so each payment is compared once; what the
// orders still are to it is asked later. Strangers of the payer's surname among many orders of one
// amount are left to Namesakes.swift.

import Model

/// An order of the amount and how its name stands to the payer's.
struct Likeness {
  var match: NameMatch
  var order: Int32
  /// See `Book.rarity`; nil where nobody asked yet.
  var rare: Int32?
}

/// The likenesses of all payments that were looked at, one after the other.
struct Likenesses {
  private var all: [Likeness] = []
  private var first: [Int32]
  private var count: [Int32]

  init(entries: Int) {
    first = [Int32](repeating: 0, count: entries)
    count = [Int32](repeating: -1, count: entries)
  }

  /// One part after the other goes, so that not all are there twice.
  mutating func set(_ parts: consuming [LikenessPart]) {
    all = []
    all.reserveCapacity(parts.reduce(0) { $0 + $1.found.count })
    parts.reverse()
    while let part = parts.popLast() {
      for (entry, places) in part.places {
        first[Int(entry)] = Int32(all.count + places.lowerBound)
        count[Int(entry)] = Int32(places.count)
      }
      all += part.found
    }
  }

  /// nil where nobody looked yet.
  subscript(entry: Int32) -> ArraySlice<Likeness>? {
    let n = count[Int(entry)]
    if n < 0 { return nil }
    let low = Int(first[Int(entry)])
    return all[low..<(low + Int(n))]
  }
}

/// What was found for some payments.
struct LikenessPart: Sendable {
  var places: [(entry: Int32, places: Range<Int>)] = []
  var found: [Likeness] = []
}

extension Book {
  /// Compares every waiting payment with the orders of its amount, once.
  mutating func findLikenesses() {
    amountSieve = AmountSieve(amounts, nameOf, sieve, workers: workers)
    likenesses.set(likenesses(of: waiting))
  }

  private func likenesses(of entries: [Int32]) -> [LikenessPart] {
    workers.gather(entries.count, atOnce: 256) { range, out in
      var part = LikenessPart()
      for e in entries[range] {
        let first = part.found.count
        addLikenesses(e, to: &part.found)
        part.places.append((e, first..<part.found.count))
      }
      out.append(part)
    }
  }

  func searchLikenesses(_ entry: Int32) -> [Likeness] {
    var out: [Likeness] = []
    addLikenesses(entry, to: &out)
    return out
  }

  /// Ascending by order. Cost: linear in the orders of the amount with a name of about the length,
  /// at a fraction of a nanosecond each, and in those that resemble.
  private func addLikenesses(_ entry: Int32, to out: inout [Likeness]) {
    let yen = amount(entry)
    guard let group = amounts.group(yen) else { return }
    let days = window(entry)
    let rows = amounts.rows(ofGroup: group, days: days)
    if rows.isEmpty { return }
    let prepared = payer(entry)
    var found: [Int32] = []
    if !prepared.isEmpty {
      let query = sieve.query(prepared)
      let full = query.isWide ? fullNamesakes(prepared, yen, days) : []
      amountSieve.find(query, group, rows, full: full, amounts, nameOf, sieve, into: &found)
    }
    for number in prepared.numbers {
      for o in numbers.orders(number)
      where amounts.isOrder(o, ofYen: yen) && days.contains(day[Int(o)]) {
        found.append(o)
      }
    }
    if found.isEmpty { return }
    let pattern = DistancePattern(prepared.loose)
    found = sortedUnique(found)
    fetchNames(found.map { nameOf[Int($0)] })
    for o in found {
      let match = compare(prepared, names[Int(nameOf[Int(o)])], pattern: pattern)
      if match.level == .nameDifferent || match.level == .nameAbsent {
        let number = numbers.level(prepared.numbers, o)
        if number == .none || number == .other { continue }
      }
      out.append(Likeness(match: match, order: o, rare: rarity(match, o)))
    }
  }

  private func fullNamesakes(
    _ prepared: PreparedPayer, _ yen: Int64, _ days: ClosedRange<Int32>
  ) -> [Int32] {
    var out: [Int32] = []
    func collect(_ key: UInt64) {
      byAmountAndName.forEach(Book.key(yen, key)) { o in
        if amounts.isOrder(o, ofYen: yen) && days.contains(day[Int(o)]) { out.append(o) }
      }
    }
    for key in prepared.keys { collect(key) }
    if !prepared.keys.contains(prepared.key) { collect(prepared.key) }
    return out
  }

  /// Orders of the amount of customers that the payer has paid for, under any name, ascending.
  /// Cost: linear in the orders of those customers, or in those of the amount where they are fewer.
  func ordersOfKnown(_ entry: Int32) -> [Int32] {
    let key = payerKey(entry)
    if key == 0 || histories.isEmpty && !known.isAnythingKnown(of: key) { return [] }
    let customers = known.provenCustomers(of: key) + known.jointCustomers(of: key)
    let yen = amount(entry)
    let days = window(entry)
    func fits(_ o: Int32) -> Bool { amounts.isOrder(o, ofYen: yen) && days.contains(day[Int(o)]) }
    var out: [Int32] = []
    let rows = amounts.rows(yen, days: days)
    if rows.count <= customers.count {
      for row in rows where customerBits(entry, amounts.rows[row]) > 0 {
        out.append(amounts.rows[row])
      }
    } else {
      for customer in customers {
        for o in customerOrders[Int(customer)] where fits(o) && customerBits(entry, o) > 0 {
          out.append(o)
        }
      }
    }
    if !histories.isEmpty {
      histories.forEachOrder(of: key, from: place(entry)) { if fits($0) { out.append($0) } }
    }
    return sortedUnique(out)
  }
}
