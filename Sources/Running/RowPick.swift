internal import Model
internal import Reading
internal import Recording

/// Which rows of a shipping file go out.
struct RowPick {
  private let carrier: CarrierFile
  private let orders: [ReleasedOrder]
  private let isDue: (ReleasedOrder) -> Bool
  /// Order number → place in `orders`; -1 where two shops have it.
  private var places: [ExactText: Int] = [:]
  /// Rows that go out, by place in the file.
  private(set) var rows: [Int] = []
  /// Their orders, once each, in the ledger's order.
  private(set) var written: [ReleasedOrder] = []
  private var left = LeftOut()

  /// Rows that stay behind, by reason.
  private struct LeftOut {
    var notReleased = 0
    var writtenBefore = 0
    var closed = 0
    var withoutKey = 0
    /// Order numbers whose amount at the door is not the order's.
    var wrongAmount: [String] = []
    /// Order numbers that two shops have.
    var ambiguous: [String] = []
    /// Released, due, and in no row.
    var missing = 0
  }

  init(
    _ carrier: CarrierFile, _ orders: [ReleasedOrder], _ shopID: String?,
    _ isDue: @escaping (ReleasedOrder) -> Bool
  ) {
    self.carrier = carrier
    self.orders = orders
    self.isDue = isDue
    places.reserveCapacity(orders.count)
    for (n, order) in orders.enumerated() where shopID?.isExactly(order.shopID) ?? true {
      let key = ExactText(order.orderID)
      if places.updateValue(n, forKey: key) != nil { places[key] = -1 }
    }
  }

  /// An order in several parcels has several rows: their amounts at the door add up.
  mutating func run() throws(RunError) {
    var found: [Int: [Int]] = [:]
    found.reserveCapacity(carrier.rows.count)
    for (n, row) in carrier.rows.enumerated() {
      if row.key.isEmpty {
        left.withoutKey += 1
      } else if let place = places[ExactText(row.key)] {
        if place < 0 {
          left.ambiguous.append(row.key)
        } else {
          found[place, default: []].append(n)
        }
      } else {
        left.notReleased += 1
      }
    }
    for (place, order) in orders.enumerated() {
      guard let own = found[place] else {
        if isDue(order) { left.missing += 1 }
        continue
      }
      take(own, order)
    }
    rows.sort()
  }

  private mutating func take(_ own: [Int], _ order: ReleasedOrder) {
    guard isDue(order) else {
      if order.status != .open { left.closed += 1 } else { left.writtenBefore += 1 }
      return
    }
    guard collects(own, order) else {
      left.wrongAmount.append(order.orderID)
      return
    }
    rows += own
    written.append(order)
  }

  /// What was paid by transfer before the method changed is not collected once more.
  private func collects(_ own: [Int], _ order: ReleasedOrder) -> Bool {
    if carrier.layout.amount.isEmpty { return true }
    var sum: Int64 = 0
    for n in own {
      guard let yen = carrier.rows[n].collectYen else { return false }
      sum += yen
    }
    return sum == (order.paymentMethod == .cod ? max(0, order.dueYen - order.clearedYen) : 0)
  }

  /// Rows stayed behind that somebody has to look at.
  var needsPerson: Bool {
    !left.wrongAmount.isEmpty || !left.ambiguous.isEmpty || left.withoutKey > 0
  }

  /// What stayed behind, in words.
  func lines(_ language: Language) -> [String] {
    func say(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
    var lines: [String] = []
    func add(_ count: Int, _ ja: String, _ en: String) {
      if count > 0 { lines.append(say("\(ja): \(count)", "\(en): \(count)")) }
    }
    func name(_ ids: [String], _ ja: String, _ en: String) {
      guard !ids.isEmpty else { return }
      let some = ids.sorted().prefix(10).joined(separator: ", ")
      let more = ids.count > 10 ? say(" ほか\(ids.count - 10)件", " and \(ids.count - 10) more") : ""
      lines.append(say("\(ja): \(some)\(more)", "\(en): \(some)\(more)"))
    }
    name(
      left.wrongAmount, "代引額が請求額と違うため除いた注文",
      "left out, the amount at the door is not the order's")
    name(
      left.ambiguous, "二つの店舗に同じ番号があるため除いた注文(--shop で店舗を指定)",
      "left out, two shops have the number (name one with --shop)")
    add(left.withoutKey, "注文番号のない行", "rows without an order number")
    add(left.notReleased, "出荷可でない行", "rows of orders that are not released")
    add(left.writtenBefore, "書き出し済みの注文", "orders written out before")
    add(left.closed, "出荷済み・取消の注文", "orders shipped or cancelled since")
    add(left.missing, "出荷可だがこのファイルにない注文", "released orders that the file does not have")
    return lines
  }
}
