import Model

extension ThreeWayWork {
  /// Finds the order of each line by the keys that the line has.
  mutating func linkKeys() {
    let finder = OrderFinder(self)
    let book = input.book
    lines = workers.gather(book.lines.count, atOnce: ThreeWayWork.atOnce) { range, out in
      var own = finder
      out.reserveCapacity(range.count)
      // A copy of a line counts its eight texts up and down; so it is looked at where it lies.
      book.lines.withUnsafeBufferPointer { booked in
        let only = own.onlyOrders(booked[range])
        for n in range {
          let found = own.find(
            booked[n].line, Int(booked[n].provider), only: only[n - range.lowerBound])
          out.append(
            LineOutcome(
              orderIndex: found.order, result: found.isAmbiguous ? .ambiguousOrder : .noOrder,
              basis: found.basis))
        }
      }
    }
    linkByCharge()
    for slip in finder.claims {
      claimDays[Int(slip.order)] = slip.day
    }
    for cod in finder.slipDues { dues[Int(cod.order)] = cod.yen }
  }

  /// A refund or chargeback without an order's number has that of the sale of its charge.
  private mutating func linkByCharge() {
    guard lines.contains(where: { $0.orderIndex < 0 }) else { return }
    let work = self
    let hashes = workers.map(lines.count, atOnce: ThreeWayWork.atOnce) { n in
      work.input.book.lines.withUnsafeBufferPointer { booked in
        booked[n].line.chargeKey.isEmpty ? 0 : work.chargeHash(booked[n].line)
      }
    }
    guard hashes.contains(where: { $0 != 0 }) else { return }
    let table = PlaceTable(hashes)
    for n in lines.indices where lines[n].orderIndex < 0 && hashes[n] != 0 {
      guard lines[n].result != .ambiguousOrder else { continue }
      let key = input.book.lines[n].line.chargeKey
      let provider = input.book.lines[n].provider
      table.each(hashes[n]) { other in
        let booked = input.book.lines[Int(other)]
        let order = lines[Int(other)].orderIndex
        guard order >= 0, booked.line.chargeKey == key, booked.provider == provider else {
          return true
        }
        lines[n].orderIndex = order
        lines[n].basis = .charge
        return false
      }
    }
  }

  private func chargeHash(_ line: borrowing SettlementLine) -> UInt64 {
    FoldedKey.hash(Array(line.chargeKey.utf8)[...]) | 1
  }
}

/// Looks orders up by any spelling of their numbers.
struct OrderFinder: Sendable {
  struct Found: Sendable {
    var order: Int32 = -1
    var basis = KeyBasis.none
    var isAmbiguous = false
  }

  private static let mostAlike = 50
  private let orders: [LedgerOrder]
  private let usesShortcuts: Bool
  private let slips: [ShippedSlip]
  private let providerOf: [Int32]
  private let dues: [Int64]
  private let byKey: PlaceTable
  private let byDigits: PlaceTable
  private let bySlip: PlaceTable
  /// By slip: its order, -1 where none.
  private var orderOfSlip: [Int32] = []
  /// Days on which orders left, and what their slips ask for.
  private(set) var claims: [(order: Int32, day: Day)] = []
  private(set) var slipDues: [(order: Int32, yen: Int64)] = []
  private var key = FoldedKey()
  private var other = FoldedKey()

  init(_ work: ThreeWayWork) {
    orders = work.input.orders
    usesShortcuts = work.usesShortcuts
    slips = work.input.book.slips
    providerOf = work.providerOf
    dues = work.dues
    let all = orders
    let hashes: [(key: UInt64, digits: UInt64)] = work.workers.gather(
      all.count, atOnce: ThreeWayWork.atOnce
    ) { range, out in
      var key = FoldedKey()
      out.reserveCapacity(range.count)
      all.withUnsafeBufferPointer { orders in
        for n in range {
          key.set(orders[n].row.orderID)
          let tail = key.digits
          out.append((key.hash, tail.isEmpty ? 0 : FoldedKey.hash(tail)))
        }
      }
    }
    (byKey, byDigits) = work.workers.both(
      { PlaceTable(hashes.map(\.key)) }, { PlaceTable(hashes.map(\.digits)) })
    var key = FoldedKey()
    bySlip = PlaceTable(
      slips.map { slip in
        key.set(slip.slipNumber)
        return FoldedKey.hash(key.digits)
      })
    tieSlips()
  }

  private mutating func tieSlips() {
    orderOfSlip = [Int32](repeating: -1, count: slips.count)
    var firstDays: [Int32: Day] = [:]
    var sums: [Int32: Int64] = [:]
    for (n, slip) in slips.enumerated() {
      let found = find(slip.orderKey, amountYen: nil, provider: -1)
      guard found.order >= 0 else { continue }
      orderOfSlip[n] = found.order
      if let day = slip.shippedDay {
        firstDays[found.order] = min(firstDays[found.order] ?? day, day)
      }
      if let yen = slip.codYen, yen > 0 { sums[found.order, default: 0] += yen }
    }
    claims = firstDays.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    slipDues = sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// For each of the lines the only order whose number may read like the line's; below nothing
  /// where it is to be looked for otherwise.
  mutating func onlyOrders(_ booked: Slice<UnsafeBufferPointer<BookedLine>>) -> [Int32] {
    guard usesShortcuts else { return [Int32](repeating: -1, count: booked.count) }
    var hashes: [UInt64] = []
    hashes.reserveCapacity(booked.count)
    for n in booked.indices {
      key.set(booked.base[n].line.orderKey)
      hashes.append(key.hash)
    }
    return byKey.onlyPlaces(hashes)
  }

  mutating func find(
    _ line: borrowing SettlementLine, _ provider: Int, only: Int32
  ) -> Found {
    var found = Found()
    if !line.orderKey.isEmpty {
      // Nearly all lines write the number just so, and no other reads alike.
      if only >= 0, orders[Int(only)].row.orderID.isExactly(line.orderKey) {
        return Found(order: only, basis: .orderID)
      }
      found = find(line.orderKey, amountYen: line.grossYen.magnitudeYen, provider: provider)
    }
    if found.order < 0, !line.slipNumber.isEmpty, !slips.isEmpty {
      let bySlip = findSlip(line.slipNumber)
      if bySlip.order >= 0 { return bySlip }
    }
    if found.order < 0, line.orderKey.isEmpty, !line.chargeKey.isEmpty {
      let byCharge = find(line.chargeKey, amountYen: nil, provider: provider)
      if byCharge.order >= 0, byCharge.basis == .orderID {
        return Found(order: byCharge.order, basis: .charge)
      }
    }
    return found
  }

  private mutating func findSlip(_ number: String) -> Found {
    key.set(number)
    let digits = key.digits
    guard !digits.isEmpty else { return Found() }
    var found = Found()
    bySlip.each(FoldedKey.hash(digits)) { n in
      other.set(slips[Int(n)].slipNumber)
      guard other.digits == digits, orderOfSlip[Int(n)] >= 0 else { return true }
      if found.order >= 0, found.order != orderOfSlip[Int(n)] {
        found = Found(isAmbiguous: true)
        return false
      }
      found = Found(order: orderOfSlip[Int(n)], basis: .slip)
      return true
    }
    return found
  }

  /// - Parameter amountYen: tells apart orders of which only the digits are alike.
  private mutating func find(_ text: String, amountYen: Int64?, provider: Int) -> Found {
    key.set(text)
    guard !key.bytes.isEmpty else { return Found() }
    var first: Int32 = -1
    var same: [Int32] = []
    byKey.each(key.hash) { n in
      if !isWritten(n, text) {
        other.set(orders[Int(n)].row.orderID)
        if other.bytes != key.bytes { return true }
      }
      if first < 0 { first = n } else { same.append(n) }
      return true
    }
    if first >= 0, same.isEmpty {
      return Found(
        order: first, basis: isWritten(first, text) ? .orderID : .spelling)
    }
    if first >= 0 { return choose([first] + same, text, provider) }
    guard key.isNumber else { return Found() }
    let digits = key.digits
    guard !digits.isEmpty else { return Found() }
    byDigits.each(FoldedKey.hash(digits)) { n in
      other.set(orders[Int(n)].row.orderID)
      if other.digits == digits { same.append(n) }
      return same.count <= OrderFinder.mostAlike
    }
    // A number that so many orders share names none of them.
    if same.count > OrderFinder.mostAlike { return Found(isAmbiguous: true) }
    let own = same.filter { providerOf[Int($0)] == Int32(provider) }
    if !own.isEmpty { same = own }
    if same.count == 1 { return Found(order: same[0], basis: .digits) }
    let fitting = same.filter { dues[Int($0)] == amountYen }
    if fitting.count == 1 { return Found(order: fitting[0], basis: .digitsAndAmount) }
    return Found(isAmbiguous: !same.isEmpty)
  }

  private func isWritten(_ order: Int32, _ text: String) -> Bool {
    orders[Int(order)].row.orderID.isExactly(text)
  }

  /// Of orders whose numbers read alike: the one written just so, else the provider's own.
  private func choose(_ same: [Int32], _ text: String, _ provider: Int) -> Found {
    let exact = same.filter { isWritten($0, text) }
    for list in [exact, same] where !list.isEmpty {
      let basis: KeyBasis = list == exact ? .orderID : .spelling
      if list.count == 1 { return Found(order: list[0], basis: basis) }
      let own = list.filter { providerOf[Int($0)] == Int32(provider) }
      if own.count == 1 { return Found(order: own[0], basis: basis) }
    }
    return Found(isAmbiguous: true)
  }
}

extension Int64 {
  /// Without its sign; amounts are far from the largest number.
  var magnitudeYen: Int64 { self < 0 ? -self : self }
}
