// What resembles a payment: orders of exactly its amount under a name like the payer's or a number
// that the payer wrote. Names never change in a run, so each payment is compared once; what the
// orders still are to it is asked later.

import Model

/// An order of the amount and how its name stands to the payer's.
struct Likeness {
  var order: Int32
  var match: NameMatch
}

extension Book {
  /// Compares every waiting payment with the orders of its amount, once.
  mutating func findLikenesses() {
    for e in waiting { likenesses[Int(e)] = searchLikenesses(e) }
  }

  /// Ascending by order. Cost: linear in the orders of the amount in the window.
  func searchLikenesses(_ entry: Int32) -> [Likeness] {
    let yen = amount(entry)
    let days = window(entry)
    let rows = amounts.rows(yen, days: days, day)
    if rows.isEmpty { return [] }
    let prepared = payer(entry)
    var found = prepared.payer.isEmpty ? [] : sieve.passing(rows, sieve.query(prepared))
    for number in prepared.payer.numbers {
      for o in numbers.orders(number)
      where amounts.isOrder(o, ofYen: yen) && days.contains(day[Int(o)]) {
        found.append(o)
      }
    }
    if found.isEmpty { return [] }
    let pattern = DistancePattern(prepared.payer.form.loose)
    var out: [Likeness] = []
    for o in sortedUnique(found) {
      let match = compare(prepared, name(o), pattern: pattern)
      if match.level == .nameDifferent || match.level == .nameAbsent {
        let number = numbers.level(prepared.payer.numbers, o)
        if number == .none || number == .other { continue }
      }
      out.append(Likeness(order: o, match: match))
    }
    return out
  }

  /// Orders of the amount of customers that the payer has paid for, under any name, ascending.
  func ordersOfKnown(_ entry: Int32) -> [Int32] {
    let key = payerKey(entry)
    let yen = amount(entry)
    let days = window(entry)
    var out: [Int32] = []
    for customer in known.customers(of: key) {
      for o in customerOrders[Int(customer)]
      where amounts.isOrder(o, ofYen: yen) && days.contains(day[Int(o)])
        && customerBits(entry, o) > 0
      {
        out.append(o)
      }
    }
    return sortedUnique(out)
  }
}
