// The names of all orders, read step by step: how a company sounds can only be learned one name
// after the other, so that the steps leave room for other work beside it.

import Model

/// What is read of the names before anybody knows how companies sound.
struct NameReading: Sendable {
  let keys: [OrderKeys]
  /// The different name of each order.
  private(set) var nameOf: [Int32] = []
  /// Of each different name, the first order that has it.
  private var firstOrder: [Int] = []
  private let withLetters: Bool
  private var parts: [NamePart] = []
  /// Places, and texts, of the names that are not plain.
  private var others: [Int] = []
  private var written: [WrittenName] = []

  /// Cost: linear in the orders.
  init(_ snapshot: Snapshot, _ workers: Workers) {
    let orders = snapshot.orders
    keys = workers.map(orders.count) { o in
      OrderKeys(
        name: TextKey(orders[o].row.customerName, orders[o].row.customerKana),
        customer: orders[o].row.customerKey.isEmpty ? nil : TextKey(orders[o].row.customerKey))
    }
    let (numbers, isWritten) = workers.gather(
      snapshot.entries.count, beside: { [keys] in NameNumbers(keys) }
    ) { range, out in
      if KanjiLetters.areWritten(in: snapshot.entries, range) { out.append(true) }
    }
    nameOf = numbers.nameOf
    firstOrder = numbers.firstOrder
    withLetters = !isWritten.isEmpty
    parts = workers.gather(firstOrder.count) { [firstOrder, withLetters] range, out in
      out.append(NamePart(snapshot.orders, range, firstOrder, withLetters: withLetters))
    }
    others = parts.flatMap(\.left)
    written = workers.map(others.count) { [others, firstOrder] n in
      let row = snapshot.orders[firstOrder[others[n]]].row
      return WrittenName(name: row.customerName, kana: row.customerKana)
    }
  }

  var nameCount: Int { firstOrder.count }

  /// What the names of people teach.
  func people() -> Readings {
    Readings(peopleOf: written, at: others, plain: parts.flatMap(\.lessons))
  }

  /// What the names of companies will teach.
  func lessons(_ people: Readings, _ workers: Workers) -> [CompanyLesson] {
    people.lessons(written, workers)
  }

  /// Every name with all its forms, and what their letters lie in.
  func names(_ readings: Readings, _ workers: Workers) -> (all: [OrderName], blocks: [NameBlock]) {
    let blocks = workers.gather(written.count, atOnce: 256) { range, out in
      out.append(
        NameBlock(range.map { readings.orderName(written[$0], withLetters: withLetters) }))
    }
    var all: [OrderName] = []
    all.reserveCapacity(firstOrder.count)
    for part in parts { all += part.block.names }
    for (n, name) in zip(others, blocks.lazy.flatMap(\.names)) { all[n] = name }
    return (all, parts.map(\.block) + blocks)
  }
}

/// What tells the names, and the customers, of orders apart.
struct OrderKeys: Sendable {
  let name: TextKey
  /// nil where the shop tells none.
  let customer: TextKey?
}

/// The different names, numbered by their first order.
private struct NameNumbers: Sendable {
  var nameOf: [Int32] = []
  var firstOrder: [Int] = []

  init(_ keys: [OrderKeys]) {
    var ids = TextTable(limit: keys.count)
    nameOf.reserveCapacity(keys.count)
    for (o, key) in keys.enumerated() {
      let (id, isNew) = ids.id(key.name)
      if isNew { firstOrder.append(o) }
      nameOf.append(id)
    }
  }
}

/// Some names of orders: plain ones read, what they teach, and which are left.
private struct NamePart: Sendable {
  let block: NameBlock
  var lessons: [PlainLesson] = []
  var left: [Int] = []

  init(_ orders: [LedgerOrder], _ range: Range<Int>, _ firstOrder: [Int], withLetters: Bool) {
    let written = range.map { n in
      let row = orders[firstOrder[n]].row
      return (name: row.customerName, kana: row.customerKana)
    }
    block = NameBlock(written, withLetters: withLetters, lessons: &lessons, left: &left)
    for i in lessons.indices { lessons[i].place += range.lowerBound }
    for i in left.indices { left[i] += range.lowerBound }
  }
}
