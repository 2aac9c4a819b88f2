import Model

/// Order numbers that orders of several shops bear. A case of such an order has its shop in its id:
/// ids are unique, and equal from run to run whichever of the orders has a case.
struct SharedNumbers {
  private var shared: Set<ExactText> = []
  /// Numbers of one shop alone that read like a shared number with its shop.
  private var alike: Set<ExactText> = []

  /// Cost: one step per order, and nothing else where there is one shop. Numbers are hashed into a
  /// table of bits; only those that meet there are compared. An order is looked at in its place: a
  /// copy of it counts a dozen texts up and down.
  init(_ orders: [LedgerOrder]) {
    guard let first = orders.first?.row.shopID,
      orders.indices.contains(where: { orders[$0].row.shopID != first })
    else { return }
    // 32 bits a number: one in 64 meets another by accident.
    var size: UInt64 = 1 << 10
    while size < UInt64(orders.count) * 32 { size <<= 1 }
    var bits = [UInt64](repeating: 0, count: Int(size / 64))
    var met: Set<UInt64> = []
    for i in orders.indices {
      let place = SharedNumbers.hash(orders[i].row.orderID) & (size - 1)
      let bit: UInt64 = 1 << (place & 63)
      if bits[Int(place >> 6)] & bit != 0 { met.insert(place) }
      bits[Int(place >> 6)] |= bit
    }
    if met.isEmpty { return }
    var seen: Set<ExactText> = []
    for i in orders.indices {
      let place = SharedNumbers.hash(orders[i].row.orderID) & (size - 1)
      guard met.contains(place) else { continue }
      let number = ExactText(orders[i].row.orderID)
      if !seen.insert(number).inserted { shared.insert(number) }
    }
    if !shared.isEmpty { noteAlike(orders) }
  }

  private mutating func noteAlike(_ orders: [LedgerOrder]) {
    var marked: Set<ExactText> = []
    for i in orders.indices where orders[i].row.orderID.utf8.contains(SharedNumbers.mark) {
      marked.insert(ExactText(orders[i].row.orderID))
    }
    if marked.isEmpty { return }
    for i in orders.indices {
      let number = ExactText(orders[i].row.orderID)
      guard shared.contains(number) else { continue }
      let name = ExactText(SharedNumbers.name(orders[i].row))
      if marked.contains(name), !shared.contains(name) { alike.insert(name) }
    }
  }

  private static let mark = UInt8(ascii: "@")

  /// `1001@S2`. Where either has a mark of its own, the length of the number says which is ours.
  private static func name(_ row: borrowing OrderRow) -> String {
    let isPlain = !row.orderID.utf8.contains(mark) && !row.shopID.utf8.contains(mark)
    let name = "\(row.orderID)@\(row.shopID)"
    return isPlain ? name : "\(name)@\(row.orderID.utf8.count)"
  }

  /// FNV-1a with its high bits brought down.
  private static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ (hash >> 32)
  }

  /// The order as a case id names it.
  func name(_ row: borrowing OrderRow) -> String {
    if shared.isEmpty { return row.orderID }
    let number = ExactText(row.orderID)
    if shared.contains(number) { return SharedNumbers.name(row) }
    return alike.contains(number) ? row.orderID + "@" : row.orderID
  }
}
