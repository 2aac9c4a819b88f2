// Memory is asked ahead. What is known of an order or a name lies in a place of its own, and
// whoever looks at one after the other waits for each: that was half of the time of matching a
// million payments. A loop that only touches what is looked at next is so short that memory looks
// for the places of many at the same time; what follows finds them near. No result changes by it.

import Model

extension Book {
  /// Fetches names, by number, that are compared next.
  func fetchNames(_ numbers: some Sequence<Int32>) {
    var sum = 0
    names.withUnsafeBufferPointer { names in
      for n in numbers {
        if let form = names[Int(n)].forms.first, let letter = form.tight.first {
          sum &+= Int(letter)
        }
      }
    }
    Book.use(sum)
  }

  /// Fetches what is asked of orders, but for their names.
  func fetch(_ orders: some Sequence<Int32>) {
    var sum = 0
    for o in orders.lazy.map({ Int($0) }) {
      sum &+= Int(truncatingIfNeeded: due[o] ^ left[o]) & 1
      sum &+= Int(day[o] & 1) &+ Int(nameOf[o] & 1) &+ Int(state[o].rawValue)
    }
    Book.use(sum)
  }

  /// Fetches what is looked at for payments when orders of their amount and name are searched for:
  /// most have just one, far from that of the next.
  func fetchDirect(_ entries: ArraySlice<Int32>) {
    let names = entries.map { payer($0).keys.first ?? 0 }
    let found = byAmountAndName.firstRows(zip(entries, names).map { Book.key(amount($0), $1) })
      .filter { $0 >= 0 }
    fetch(found)
    fetchNames(found.map { nameOf[Int($0)] })
    Book.use(names.reduce(0) { $0 &+ Int(customersOfName.find($1) & 1) })
  }

  /// The same where orders of their names are searched for, whatever the amounts.
  func fetchNamed(_ entries: ArraySlice<Int32>) {
    fetch(byName.firstRows(entries.map { payer($0).keys.first ?? 0 }).lazy.filter { $0 >= 0 })
  }

  /// Keeps the compiler from leaving out a loop whose sum nobody needs.
  private static func use(_ sum: Int) { precondition(sum >= 0) }
}
