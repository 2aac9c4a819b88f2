// Orders of exactly the amount of which nothing but the payer's surname speaks. Where many orders
// have the amount they are too many to weigh one by one, and too little worth to be chosen: what
// each can weigh at most is known beforehand. They are still counted, and the best are shown.

import Model

/// Whether orders are worth a look that cannot be chosen.
enum Interest { case onlyWhatCanBeChosen, all }

/// Where the orders that have a payment's amount and lie in its window stand.
struct AmountPlace {
  /// nil where no order has the amount.
  let group: Int?
  let rows: Range<Int>

  init(_ book: Book, _ entry: Int32) {
    group = book.amounts.group(book.amount(entry))
    rows = group.map { book.amounts.rows(ofGroup: $0, days: book.window(entry)) } ?? 0..<0
  }
}

extension Book {
  /// Newest orders of one amount and surname that are weighed for one payment.
  static let maxNamesakes = 4_096

  /// What `likenesses` left out, where it is wanted; in any order.
  func namesakes(
    of entry: Int32, _ place: AmountPlace, _ wanted: Wanted, _ interest: Interest,
    besides alike: ArraySlice<Likeness>
  ) -> [Likeness] {
    let prepared = payer(entry)
    guard let group = groupOfNamesakes(place, prepared) else { return [] }
    if interest == .onlyWhatCanBeChosen {
      let rivals = amounts.waitingCount(in: place.rows)
      if surnameCeiling(prepared.surnameKey, rivals: rivals) <= 0 { return [] }
    }
    var found: [Likeness] = []
    amountSieve.namesakes(
      sieve.query(prepared), group, place.rows, amounts, nameOf, sieve, limit: .max
    ) { row in
      let o = amounts.rows[row]
      guard isWanted(o, wanted), !alike.contains(where: { $0.order == o }),
        let match = compareSurnames(prepared, name(o))
      else { return }
      found.append(Likeness(match: match, order: o))
    }
    return found
  }

  /// All that resembles: the best eight, best first, and how many there are. Of namesakes only the
  /// newest are weighed; `unweighed` says how many more there may be, which `count` holds too.
  func looseListing(
    _ entry: Int32, among wanted: Wanted
  ) -> (best: [Candidate], count: Int, unweighed: Int) {
    let near = looseCandidates(entry, among: wanted, namesakes: nil)
    let (chosen, count, left) = bestNamesakes(entry, among: wanted, besides: near.map(\.order))
    let open = amounts.waitingCount(amount(entry), days: window(entry))
    var best = near
    for item in chosen {
      best.append(
        candidate(entry, item.order, amount: .amountExact, name: item.match, rivals: open))
    }
    best.sort { ($1.weight, $0.order) < ($0.weight, $1.order) }
    return (Array(best.prefix(8)), near.count + count + left, left)
  }

  /// Whether anything resembles at all.
  func hasLikeness(_ entry: Int32, among wanted: Wanted) -> Bool {
    if !looseCandidates(entry, among: wanted, namesakes: nil).isEmpty { return true }
    return bestNamesakes(entry, among: wanted, besides: []).count > 0
  }

  /// The large group of orders among which namesakes are to be looked for.
  private func groupOfNamesakes(_ place: AmountPlace, _ prepared: PreparedPayer) -> Int? {
    guard prepared.surnameKey != 0, !prepared.isLatin, !prepared.isEmpty, !place.rows.isEmpty,
      let group = place.group, amountSieve.leavesNamesakesOut(group)
    else { return nil }
    return group
  }

  /// The first eight by level and day, which is by weight: nothing else tells namesakes apart,
  /// for whatever a number or an earlier payment speaks for is among `known`, ascending.
  private func bestNamesakes(
    _ entry: Int32, among wanted: Wanted, besides known: [Int32]
  ) -> (best: [Likeness], count: Int, left: Int) {
    let prepared = payer(entry)
    let place = AmountPlace(self, entry)
    guard let group = groupOfNamesakes(place, prepared) else { return ([], 0, 0) }
    let booked = bookingDay(entry)
    var best: [(weight: Int32, like: Likeness)] = []
    var count = 0
    let left = amountSieve.namesakes(
      sieve.query(prepared), group, place.rows, amounts, nameOf, sieve, limit: Book.maxNamesakes
    ) { row in
      let o = amounts.rows[row]
      guard isWanted(o, wanted), !contains(known, o),
        let match = compareSurnames(prepared, name(o))
      else { return }
      count += 1
      let weight =
        weights.name(match.level) + weights.date(dateLevel(booked - day[Int(o)]))
      if best.count == 8, (best[7].weight, o) >= (weight, best[7].like.order) { return }
      let at = best.firstIndex { ($0.weight, o) < (weight, $0.like.order) } ?? best.count
      best.insert((weight, Likeness(match: match, order: o)), at: at)
      if best.count > 8 { best.removeLast() }
    }
    return (best.map(\.like), count, left)
  }

  private func contains(_ sorted: [Int32], _ value: Int32) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == value
  }
}
