/// What a person can say about one bank entry.
public enum AnswerKind: String, Sendable, CaseIterable {
  /// It pays these orders.
  case assign
  /// It is no customer's payment of ours.
  case notOurs = "not_ours"
  /// Nobody is to touch it until there is another answer.
  case wait
  /// What was made of it, by the engine or by a person, does not hold.
  case undo
  /// All of it goes back to whoever paid it.
  case refund
}

/// A person's word on one open entry that this run has to heed.
public struct EntryAnswer: Hashable, Sendable {
  /// Number of the event in the ledger.
  public var eventID: Int64
  public var kind: AnswerKind
  public var entryIndex: Int32
  /// For `assign`: the orders with what each is to get. For `undo`: those that it was taken from,
  /// which only a person may give it to again. By order index.
  public var shares: [OrderShare]
  /// True where it is said in this run; false where an earlier one heard it: an entry that waits,
  /// or of which something was taken back, stays with people until they answer.
  public var isNew: Bool
  /// For `wait`: the last day on which the entry is left alone; nil: until another answer.
  public var until: Day?

  public init(
    eventID: Int64, kind: AnswerKind, entryIndex: Int32, shares: [OrderShare] = [], isNew: Bool,
    until: Day? = nil
  ) {
    self.eventID = eventID
    self.kind = kind
    self.entryIndex = entryIndex
    self.shares = shares
    self.isNew = isNew
    self.until = until
  }
}

/// Part of an entry's money for an order.
public struct OrderShare: Hashable, Sendable {
  public var orderIndex: Int32
  public var yen: Int64

  public init(orderIndex: Int32, yen: Int64) {
    self.orderIndex = orderIndex
    self.yen = yen
  }
}

/// What an entry and its orders allow a person to say, on the snapshot of now.
public func refusal(
  of answer: EntryAnswer, in snapshot: Snapshot
) -> (reason: AnswerRefusal, order: Int32?)? {
  let entry = snapshot.entries[Int(answer.entryIndex)]
  if entry.direction != .credit { return (.entryIsDebit, nil) }
  if answer.kind == .refund, entry.owedBackYen > 0 { return nil }
  if entry.standing != .open { return (.entryNotOpen, nil) }
  if answer.kind == .refund, entry.unclearedYen > 0 { return (.entryNotFinal, nil) }
  guard answer.kind == .assign else { return nil }
  if entry.unclearedYen > 0 { return (.entryNotFinal, nil) }
  if answer.shares.isEmpty { return (.orderUnknown, nil) }
  var left = entry.amountYen
  for (n, share) in answer.shares.enumerated() {
    let order = snapshot.orders[Int(share.orderIndex)]
    if answer.shares[..<n].contains(where: { $0.orderIndex == share.orderIndex }) {
      return (.orderRepeated, share.orderIndex)
    }
    if order.row.status != .open || order.row.paymentMethod != .bankTransfer {
      return (.orderNotOpen, share.orderIndex)
    }
    if share.yen <= 0 { return (.amountNotPositive, share.orderIndex) }
    if share.yen > order.missingYen {
      return (.amountBeyondOrder, share.orderIndex)
    }
    if share.yen > left { return (.amountBeyondEntry, share.orderIndex) }
    left -= share.yen
    let isUndone = snapshot.undone.contains {
      $0.entryIndex == answer.entryIndex && $0.orderIndex == share.orderIndex
    }
    if isUndone { return (.orderJustUndone, share.orderIndex) }
  }
  return nil
}
