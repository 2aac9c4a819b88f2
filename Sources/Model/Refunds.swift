/// A bank account of a customer, as a shop's file gives it.
public struct PayeeAccount: Hashable, Sendable {
  /// Four digits.
  public var bankCode: String
  /// Half-width kana; may be empty.
  public var bankName: String
  /// Three digits.
  public var branchCode: String
  public var branchName: String
  /// 1 普通, 2 当座, 4 貯蓄, 9 その他.
  public var accountType: Int32
  /// Up to seven digits.
  public var number: String
  public var holder: String

  public init(
    bankCode: String, bankName: String = "", branchCode: String, branchName: String = "",
    accountType: Int32 = 1, number: String, holder: String
  ) {
    self.bankCode = bankCode
    self.bankName = bankName
    self.branchCode = branchCode
    self.branchName = branchName
    self.accountType = accountType
    self.number = number
    self.holder = holder
  }
}

/// Whose account refunds are sent from, as the bank knows it.
public struct RefundSender: Hashable, Sendable {
  /// 委託者コード, ten digits, and 委託者名.
  public var clientCode: String
  public var account: PayeeAccount

  public init(clientCode: String, account: PayeeAccount) {
    self.clientCode = clientCode
    self.account = account
  }
}

/// A refund that was written into a file for the bank.
public struct SentRefund: Hashable, Sendable {
  /// Number of the answer that ordered it.
  public var answerID: Int64
  public var exportID: Int64
  /// The entry that is paid back.
  public var entryID: String
  public var yen: Int64
  /// The day on which the bank is to send it.
  public var sentOn: Day
  /// As the file has it.
  public var holder: String
  /// What of it was seen to leave, less what came back.
  public var tiedYen: Int64
  /// It left and came back.
  public var hasReturned: Bool

  public init(
    answerID: Int64, exportID: Int64, entryID: String, yen: Int64, sentOn: Day, holder: String,
    tiedYen: Int64 = 0, hasReturned: Bool = false
  ) {
    self.answerID = answerID
    self.exportID = exportID
    self.entryID = entryID
    self.yen = yen
    self.sentOn = sentOn
    self.holder = holder
    self.tiedYen = tiedYen
    self.hasReturned = hasReturned
  }
}

/// A refund that is answered for and was not seen to leave.
public struct RefundUnderWay: Hashable, Sendable {
  public var yen: Int64
  /// The day on which the bank is to send it; nil where no file for the bank has all of it yet.
  public var sentOn: Day?

  public init(yen: Int64, sentOn: Day? = nil) {
    self.yen = yen
    self.sentOn = sentOn
  }
}

/// That an entry of the statement is a refund leaving (positive) or coming back (negative).
public struct RefundTie: Hashable, Sendable {
  public var answerID: Int64
  public var entryIndex: Int32
  public var yen: Int64

  public init(answerID: Int64, entryIndex: Int32, yen: Int64) {
    self.answerID = answerID
    self.entryIndex = entryIndex
    self.yen = yen
  }
}

/// What statements say of refunds.
public struct RefundTies: Sendable {
  public var ties: [RefundTie] = []
  /// R01: an order without its debit in time, or a debit that looks like a refund nobody ordered.
  public var unmatched: [RefundFinding] = []
  /// R03: it came back.
  public var returned: [RefundFinding] = []

  public init() {}
}

/// One of them, with the entry or the order to the bank that shows it.
public struct RefundFinding: Hashable, Sendable {
  public var entryIndex: Int32?
  public var answerID: Int64?
  public var yen: Int64
  public var day: Day

  public init(entryIndex: Int32?, answerID: Int64?, yen: Int64, day: Day) {
    self.entryIndex = entryIndex
    self.answerID = answerID
    self.yen = yen
    self.day = day
  }
}
