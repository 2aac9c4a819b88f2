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

  public init(
    eventID: Int64, kind: AnswerKind, entryIndex: Int32, shares: [OrderShare] = [], isNew: Bool
  ) {
    self.eventID = eventID
    self.kind = kind
    self.entryIndex = entryIndex
    self.shares = shares
    self.isNew = isNew
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

/// Why a person's answer is not taken.
public enum AnswerRefusal: String, Sendable, CaseIterable {
  // The file.
  case fileUnreadable, columnMissing, columnRepeated, rowMalformed
  // The row, by itself or beside others of the file.
  case answerUnknown, personMissing, entryMissing, entryRepeated, ordersNotAsked
  // What it says, as the ledger stands.
  case caseUnknown, entryUnknown, entryNotOpen, entryIsDebit, entryNotFinal, entryAnswered
  case orderUnknown, orderAmbiguous, orderNotOpen, orderRepeated, orderJustUndone, orderTaken
  case amountMalformed, amountsNotOrders, amountsMissing
  case amountNotPositive, amountBeyondEntry, amountBeyondOrder
}

/// A cell that a person filled in and that cannot be taken, with what was to be there.
public struct AnswerFault: Hashable, Sendable {
  public var refusal: AnswerRefusal
  /// Physical line of the file, from 1.
  public var line: Int32
  /// Name of the column; empty where it is about the row or the file.
  public var column: String
  public var value: String
  /// What would have been taken, where that can be said; an amount in yen, a name, a list.
  public var expected: String

  public init(
    _ refusal: AnswerRefusal, line: Int32, column: String = "", value: String = "",
    expected: String = ""
  ) {
    self.refusal = refusal
    self.line = line
    self.column = column
    self.value = value
    self.expected = expected
  }
}

/// One row that a person filled in, as written; empty where the file has no such column.
public struct AnswerRow: Hashable, Sendable {
  public var line: Int32
  public var caseID = ""
  public var entryID = ""
  public var answer = ""
  public var orderIDs = ""
  public var amounts = ""
  public var comment = ""
  public var person = ""

  public init(line: Int32) { self.line = line }
}

/// A file of answers: its filled-in rows, and what of it could not be read.
public struct AnswerSheet: Sendable {
  public var rows: [AnswerRow] = []
  public var faults: [AnswerFault] = []

  public init() {}
}

/// What an entry and its orders allow a person to say, on the snapshot of now.
public func refusal(
  of answer: EntryAnswer, in snapshot: Snapshot
) -> (reason: AnswerRefusal, order: Int32?)? {
  let entry = snapshot.entries[Int(answer.entryIndex)]
  if entry.direction != .credit { return (.entryIsDebit, nil) }
  if entry.standing != .open { return (.entryNotOpen, nil) }
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
    if share.yen > order.row.amountDueYen - order.clearedYen {
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
