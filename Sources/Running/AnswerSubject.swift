internal import Model
internal import Recording

/// What an answer is about: an entry, or an order that is short.
enum AnswerSubject: Hashable {
  case entry(Int32)
  case order(Int32)

  var entry: Int32? { if case .entry(let index) = self { index } else { nil } }
  var order: Int32? { if case .order(let index) = self { index } else { nil } }
}

/// Finds entries and orders by what people call them.
struct AnswerIndex {
  private let snapshot: Snapshot
  private var entryAt: [String: Int32] = [:]
  private var ordersAt: [ExactText: [Int32]] = [:]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    for (n, entry) in snapshot.entries.enumerated() { entryAt[entry.id] = Int32(n) }
    for (n, order) in snapshot.orders.enumerated() {
      ordersAt[ExactText(order.row.orderID), default: []].append(Int32(n))
    }
  }

  func entry(_ id: String) -> Int32? { entryAt[id] }

  /// By an order id, or by `shop:id` where several shops count alike.
  func orders(_ name: String) -> [Int32] {
    if let found = ordersAt[ExactText(name)] { return found }
    guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return [] }
    let id = String(name[name.utf8.index(after: colon)...])
    return orders(id, shop: String(name[..<colon]))
  }

  func orders(_ id: String, shop: String) -> [Int32] {
    (ordersAt[ExactText(id)] ?? []).filter {
      snapshot.orders[Int($0)].row.shopID.isExactly(shop)
    }
  }

  func subject(of said: SaidAnswer) -> AnswerSubject? {
    if said.word == .waive {
      return orders(said.orderID, shop: said.shopID).first.map { .order($0) }
    }
    return entry(said.entryID).map { .entry($0) }
  }

  /// Shares of orders that the snapshot still has, by order.
  func shares(_ said: SaidAnswer) -> [OrderShare] {
    said.shares.compactMap { share in
      orders(share.orderID, shop: share.shopID).first.map {
        OrderShare(orderIndex: $0, yen: share.yen)
      }
    }.sorted { $0.orderIndex < $1.orderIndex }
  }

  /// Whether both say the same.
  func says(_ said: SaidAnswer, _ answer: AnswerDesk.Accepted) -> Bool {
    let word = answer.word == .split ? .assign : answer.word
    return said.word == word && said.yen == answer.yen && said.until == answer.until
      && said.teaches == answer.teaches && shares(said) == answer.shares
  }
}

extension AnswerDesk {
  /// What a row is about, by its case or its entry.
  func subject(of row: AnswerRow, _ word: AnswerWord) throws(AnswerStop) -> AnswerSubject {
    let known = row[.caseID].isEmpty ? nil : try caseOnRecord(row)
    if word == .waive || (known?.entryID.isEmpty == true && row[.entryID].isEmpty) {
      return .order(try shortOrder(row, known))
    }
    if let known, !row[.entryID].isEmpty, known.entryID != row[.entryID] {
      if known.entryID.isEmpty { throw .refused(.caseWithoutMoney, row, .caseID, row[.caseID]) }
      throw .refused(.entryNotOfCase, row, .entryID, row[.entryID], expected: known.entryID)
    }
    let id = known?.entryID ?? row[.entryID]
    let column: AnswerColumn = known == nil ? .entryID : .caseID
    if id.isEmpty { throw .refused(.entryMissing, row, column) }
    if (word == .confirm || word == .reject), let order = waiverOrder(known) {
      return .order(order)
    }
    if let entry = index.entry(id) { return .entry(entry) }
    let isKnown = try AnswerStop.world { () throws(LedgerError) in
      try ledger.history(ofEntry: id) != nil
    }
    throw .refused(isKnown ? .entryNotOpen : .entryUnknown, row, column, id)
  }

  /// A case that is about an order and an entry: a proposal about the order is what is confirmed.
  private func waiverOrder(_ known: CaseOnRecord?) -> Int32? {
    guard let known, !known.orderID.isEmpty,
      let order = index.orders(known.orderID, shop: known.shopID).first
    else { return nil }
    return proposals[.order(order)] == nil ? nil : order
  }

  /// The case as it is now; refused where it is over or no longer what the report showed.
  private func caseOnRecord(_ row: AnswerRow) throws(AnswerStop) -> CaseOnRecord {
    var ordinal = Int64.max
    if !row[.seenRun].isEmpty {
      let digits = lastPart(row[.seenRun])
      guard let seen = Int64(digits), seen > 0 else {
        throw .refused(.seenRunMalformed, row, .seenRun, row[.seenRun])
      }
      ordinal = seen
    }
    let states = try AnswerStop.world { () throws(LedgerError) in
      try ledger.caseStates(row[.caseID], seenIn: ordinal)
    }
    guard let now = states.now else { throw .refused(.caseUnknown, row, .caseID, row[.caseID]) }
    guard now.isOpen else {
      throw .refused(.caseClosed, row, .caseID, row[.caseID], expected: now.runID)
    }
    guard let seen = states.seen, seen.isAlike(now) else {
      throw .refused(.caseChanged, row, .caseID, row[.caseID], expected: now.runID)
    }
    return now
  }

  /// The order that a waiver is about: the one named, else the case's.
  private func shortOrder(
    _ row: AnswerRow, _ known: CaseOnRecord?
  ) throws(AnswerStop) -> Int32 {
    let word = row[.answer]
    if !row[.orderIDs].isEmpty, AnswerWord(written: word) == .waive {
      return try order(row[.orderIDs], row)
    }
    guard let known, !known.orderID.isEmpty else {
      throw .refused(
        known == nil ? .orderUnknown : .caseUnknown, row, known == nil ? .orderIDs : .caseID,
        known == nil ? "" : row[.caseID])
    }
    guard let order = index.orders(known.orderID, shop: known.shopID).first else {
      throw .refused(.orderUnknown, row, .orderIDs, known.orderID)
    }
    switch AnswerWord(written: word) {
    case .waive, .confirm, .reject: return order
    // The case stands on no entry: there is nothing to assign, wait for or pay back.
    default: throw .refused(.caseWithoutMoney, row, .caseID, row[.caseID])
    }
  }

  /// An order id, or `shop:id` where several shops count alike.
  func order(_ name: String, _ row: AnswerRow) throws(AnswerStop) -> Int32 {
    let found = index.orders(name)
    if found.count > 1 {
      throw .refused(
        .orderAmbiguous, row, .orderIDs, name,
        expected: found.map { "\(snapshot.orders[Int($0)].row.shopID):\(name)" }
          .joined(separator: ", "))
    }
    guard let only = found.first else { throw .refused(.orderUnknown, row, .orderIDs, name) }
    return only
  }
}

/// Behind the last hyphen.
private func lastPart(_ runID: String) -> String {
  let utf8 = runID.utf8
  let start = utf8.lastIndex(of: UInt8(ascii: "-")).map { utf8.index(after: $0) }
  return String(runID[(start ?? runID.startIndex)...])
}
