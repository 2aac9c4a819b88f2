// What is known of the orders before their names are read: columns, and which customer each is of.

import Model

struct OrderColumns: Sendable {
  var day: [Int32] = []
  var due: [Int64] = []
  var left: [Int64] = []
  var state: [OrderState] = []
  var customerOf: [Int32] = []
  var customerOrders = GroupedRows([], groups: 0)
  var namesOfCustomers: [CustomerNames] = []
  var shopKeys = ShopKeys()

  /// Cost: linear in orders.
  init(_ snapshot: Snapshot, nameOf: [Int32], nameCount: Int, _ keys: [OrderKeys]) {
    let orders = snapshot.orders
    day.reserveCapacity(orders.count)
    due.reserveCapacity(orders.count)
    left.reserveCapacity(orders.count)
    state.reserveCapacity(orders.count)
    for o in orders.indices {
      let dueYen = orders[o].row.amountDueYen - orders[o].waivedYen
      let clearedYen = orders[o].clearedYen
      day.append(orders[o].row.orderedAt.day.number)
      due.append(dueYen)
      left.append(dueYen - clearedYen)
      state.append(
        OrderColumns.state(
          orders[o].row.paymentMethod, orders[o].row.status, isPaid: clearedYen >= dueYen))
    }
    shopKeys = ShopKeys(orders)
    groupCustomers(orders, nameOf, nameCount, keys)
  }

  private static func state(
    _ method: PaymentMethod, _ status: OrderStatus, isPaid: Bool
  ) -> OrderState {
    guard method == .bankTransfer else { return .other }
    if status == .cancelled || status == .closed { return .cancelled }
    // A transfer is paid when our statements say so, not when the export does.
    return isPaid ? .paid : .open
  }

  private mutating func groupCustomers(
    _ orders: [LedgerOrder], _ nameOf: [Int32], _ nameCount: Int, _ keys: [OrderKeys]
  ) {
    var ids = TextTable(limit: orders.count)
    var customerOfKey: [Int32] = []
    var customerOfName = [Int32](repeating: -1, count: nameCount)
    customerOf.reserveCapacity(orders.count)
    for o in orders.indices {
      let name = nameOf[o]
      let fresh = Int32(namesOfCustomers.count)
      let customer: Int32
      if let key = keys[o].customer {
        let (id, isNew) = ids.id(key)
        if isNew { customerOfKey.append(fresh) }
        customer = customerOfKey[Int(id)]
      } else {
        if customerOfName[Int(name)] < 0 { customerOfName[Int(name)] = fresh }
        customer = customerOfName[Int(name)]
      }
      customerOf.append(customer)
      if customer == fresh {
        namesOfCustomers.append(CustomerNames(first: name))
      } else if namesOfCustomers[Int(customer)].isNew(name) {
        namesOfCustomers[Int(customer)].more.append(name)
      }
    }
    customerOrders = GroupedRows(customerOf, groups: namesOfCustomers.count)
  }
}

/// Names of one customer, each once: nearly always one.
struct CustomerNames: Sendable {
  let first: Int32
  var more: [Int32] = []

  func isNew(_ name: Int32) -> Bool { name != first && !more.contains(name) }
}

/// The key of each order's shop; one for all where there is one shop, as there mostly is.
struct ShopKeys: Sendable {
  private var first: UInt64 = 0
  private var each: [UInt64] = []

  init() {}

  init(_ orders: [LedgerOrder]) {
    guard !orders.isEmpty else { return }
    let shop = orders[0].row.shopID
    first = hashed(shop.utf8)
    if orders.allSatisfy({ $0.row.shopID == shop }) { return }
    each = orders.map { hashed($0.row.shopID.utf8) }
  }

  subscript(order: Int32) -> UInt64 { each.isEmpty ? first : each[Int(order)] }
}
