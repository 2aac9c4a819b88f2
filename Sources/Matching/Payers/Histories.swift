// Aliases where matching needs them: by the payer's name, joined to the orders of their customers.

import Model

struct PayerHistories {
  private struct Row {
    var customer: Int32
    var place: PayerBank
    /// Votes of an active alias; 0 where it is only to be shown.
    var votes: Int32
  }

  private var rows: [Row] = []
  private var rowsOf: [UInt64: [Int32]] = [:]
  /// Number of an order's customer among those of aliases; −1 where no alias names it.
  private var customerOf: [Int32] = []
  private var orders = GroupedRows([], groups: 0)

  var isEmpty: Bool { rows.isEmpty }

  init() {}

  /// Cost: linear in the orders where there are aliases at all.
  init(_ aliases: [PayerAlias], _ snapshot: Snapshot, workers: Workers) {
    var customers = TextTable(limit: aliases.count)
    var numbers: [UInt64: Int32] = [:]
    for alias in aliases where alias.state == .active || alias.state == .weak {
      let name = aliasKey(alias.payerName)
      if name.isEmpty { continue }
      let key = TextKey(alias.shopID, alias.customer)
      let (customer, _) = customers.id(key)
      numbers[key.a ^ key.b] = customer
      rowsOf[hashed(name), default: []].append(Int32(rows.count))
      rows.append(
        Row(
          customer: customer,
          place: PayerBank(bank: alias.payerBank, branch: alias.payerBranch),
          votes: alias.state == .active ? alias.votes : 0))
    }
    if rows.isEmpty { return }
    customerOf = workers.map(snapshot.orders.count) { [numbers] o in
      let row = snapshot.orders[o].row
      let key = TextKey(row.shopID, row.customer)
      return numbers[key.a ^ key.b] ?? -1
    }
    orders = GroupedRows(customerOf, groups: numbers.count)
  }

  /// Calls `body` with the orders of all customers that a payer is known to pay for.
  func forEachOrder(of payer: UInt64, from place: PayerBank, _ body: (Int32) -> Void) {
    for r in rowsOf[payer] ?? [] where rows[Int(r)].place.mayBe(place) {
      for order in orders[Int(rows[Int(r)].customer)] { body(order) }
    }
  }

  /// The votes that a payer pays for an order's customer; 0 where there are none that count.
  func votes(of payer: UInt64, from place: PayerBank, for order: Int32) -> Int32 {
    if rows.isEmpty || customerOf[Int(order)] < 0 { return 0 }
    var votes: Int32 = 0
    for r in rowsOf[payer] ?? []
    where rows[Int(r)].customer == customerOf[Int(order)] && rows[Int(r)].place.mayBe(place) {
      votes = max(votes, rows[Int(r)].votes)
    }
    return votes
  }
}

extension Book {
  /// Where a payment came from, as far as the bank says.
  func place(_ entry: Int32) -> PayerBank {
    PayerBank(
      bank: snapshot.entries[Int(entry)].payerBank,
      branch: snapshot.entries[Int(entry)].payerBranch)
  }

  /// What the payer's history adds to a pair: it makes a strange name count like the full name of
  /// a customer whom nobody shares it with, less what such payers may pay for besides.
  func historyBits(_ entry: Int32, _ order: Int32, nameBits: Int32) -> Int32 {
    if histories.isEmpty { return 0 }
    let payer = payerKey(entry)
    if payer == 0 { return 0 }
    let votes = histories.votes(of: payer, from: place(entry), for: order)
    if votes == 0 { return 0 }
    let more = (votes - PayerAlias.votesNeeded) * weights.payerHistoryPerVote
    let doubt = min(0, weights.payerHistory + min(more, 8_000))
    let unique = log2Millibits(customerCount * 10 + 30_000) - log2Millibits(3)
    return max(0, unique + doubt - nameBits)
  }
}
