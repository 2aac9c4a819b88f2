/// Which account of ours a statement speaks of. A component the source does not give is nil.
public struct AccountRef: Hashable, Sendable {
  /// 統一金融機関番号, 4 digits.
  public var bankCode: String?
  /// 3 digits.
  public var branchCode: String?
  /// 1 普通, 2 当座, 4 貯蓄.
  public var accountType: Int32?
  /// Digits as printed, leading zeros kept; or an IBAN where the bank uses one.
  public var number: String?
  /// Name of the holder as the bank writes it: money from this name is our own transfer.
  public var holder: String?

  public init(
    bankCode: String? = nil, branchCode: String? = nil, accountType: Int32? = nil,
    number: String? = nil, holder: String? = nil
  ) {
    self.bankCode = bankCode
    self.branchCode = branchCode
    self.accountType = accountType
    self.number = number
    self.holder = holder
  }

  /// No number: the file does not say which account it is of.
  public var isAnonymous: Bool { number == nil }
}

/// Money in or out of our account.
public enum Direction: Int32, Sendable { case credit = 1, debit = 2 }

/// What the bank itself says about a row beyond a plain booking.
public enum RowMark: Int32, Sendable, CaseIterable {
  case none = 0
  /// 取消区分 1, 取消, 振込取消, a negative deposit: undoes an earlier credit.
  case cancellation = 1
  /// 取引区分 19 訂正: direction is that of the correcting booking.
  case correction = 2
  /// camt `RvslInd` true: undoes an earlier entry of the opposite direction.
  case reversal = 3
}

/// One booked row of a statement, as read. Row order is the file's.
public struct StatementRow: Hashable, Sendable {
  /// Index into `FileReading.accounts`.
  public var accountIndex: Int32
  /// Counts data records from 1 in the file; header, trailer and preamble lines do not count.
  public var record: Int32
  /// Physical line from 1, 0 where the format has no lines.
  public var line: Int32
  /// 勘定日.
  public var bookingDay: Day
  /// 起算日; nil where the source does not say.
  public var valueDay: Day?
  public var direction: Direction
  /// Never negative; the sign is `direction`.
  public var amountYen: Int64
  public var mark: RowMark
  /// The payer as written, without the bank's kind prefix (振込 …). Half-width kana stay as they are.
  public var payerName: String
  /// The bank's word for the kind of booking (振込, 利息, 手数料 …); empty where none is given.
  public var kindText: String
  public var payerBank: String
  public var payerBranch: String
  /// 振込依頼人コード without padding; empty where none.
  public var payerCode: String
  public var ediText: String
  /// The bank's own reference (照会番号, AcctSvcrRef, deposit_id); empty where none.
  public var reference: String
  /// True where the source promises that `reference` never stands for other money of this account
  /// (AcctSvcrRef, deposit_id); false for numbers of a file or a day.
  public var isReferenceLasting: Bool
  /// Balance after this row; nil where the format has no running balance.
  public var balanceAfterYen: Int64?
  /// うち他店券金額: the part that is not final funds yet.
  public var unclearedYen: Int64
  /// The record with which the row's group or statement begins, where a file has several of an
  /// account: within one, each row was counted by its totals; 0 where a file is one whole.
  public var partRecord: Int32

  public init(
    accountIndex: Int32 = 0, record: Int32, line: Int32, bookingDay: Day, valueDay: Day? = nil,
    direction: Direction, amountYen: Int64, mark: RowMark = .none, payerName: String,
    kindText: String = "", payerBank: String = "", payerBranch: String = "",
    payerCode: String = "", ediText: String = "", reference: String = "",
    isReferenceLasting: Bool = false, balanceAfterYen: Int64? = nil, unclearedYen: Int64 = 0,
    partRecord: Int32 = 0
  ) {
    self.accountIndex = accountIndex
    self.record = record
    self.line = line
    self.bookingDay = bookingDay
    self.valueDay = valueDay
    self.direction = direction
    self.amountYen = amountYen
    self.mark = mark
    self.payerName = payerName
    self.kindText = kindText
    self.payerBank = payerBank
    self.payerBranch = payerBranch
    self.payerCode = payerCode
    self.ediText = ediText
    self.reference = reference
    self.isReferenceLasting = isReferenceLasting
    self.balanceAfterYen = balanceAfterYen
    self.unclearedYen = unclearedYen
    self.partRecord = partRecord
  }
}

/// One of several parts of a file about one account: a group of a Zengin file, a `Stmt` of camt.
public struct AccountPart: Hashable, Sendable {
  /// Its first data record, and the line its header stands on.
  public var firstRecord: Int32
  public var line: Int32
  public var firstDay: Day
  public var lastDay: Day
  public var openingBalanceYen: Int64?
  public var closingBalanceYen: Int64?

  public init(
    firstRecord: Int32, line: Int32, firstDay: Day, lastDay: Day, openingBalanceYen: Int64?,
    closingBalanceYen: Int64?
  ) {
    self.firstRecord = firstRecord
    self.line = line
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.openingBalanceYen = openingBalanceYen
    self.closingBalanceYen = closingBalanceYen
  }
}

/// Days within a file's period of which it does not tell all.
public struct UntoldDays: Hashable, Sendable {
  public enum Kind: Int32, Sendable {
    /// No part of the file is of them.
    case missing = 1
    /// A row that may be of them could not be read.
    case unread = 2
    /// A row of them was not posted, for it contradicts another file or may be known already.
    case waiting = 3
  }

  public var kind: Kind
  public var firstDay: Day
  public var lastDay: Day
  /// For `missing`: the balances that the parts before and after end and begin with.
  public var balanceBeforeYen: Int64?
  public var balanceAfterYen: Int64?

  public init(
    _ kind: Kind, _ firstDay: Day, _ lastDay: Day, balanceBeforeYen: Int64? = nil,
    balanceAfterYen: Int64? = nil
  ) {
    self.kind = kind
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.balanceBeforeYen = balanceBeforeYen
    self.balanceAfterYen = balanceAfterYen
  }
}

/// What a file says of one account: period, balances, and whether its rows may be posted.
public struct AccountReading: Hashable, Sendable {
  public var account: AccountRef
  /// First and last day the file covers: stated by the file, else of its rows; nil when neither.
  public var firstDay: Day?
  public var lastDay: Day?
  public var openingBalanceYen: Int64?
  public var closingBalanceYen: Int64?
  /// Rows of this account from this record on must not be posted (D02); nil: all may be.
  /// 1 stops the whole account, as a failed count or sum does.
  public var stopsFromRecord: Int32?
  /// Of a file printed newest first whose running balance breaks: rows from this record on are
  /// older than every break, so they may be posted although the account stops; nil else.
  public var resumesFromRecord: Int32?
  /// The file prints the newest row first, as its balance chain or else its days say.
  public var isNewestFirst: Bool
  /// By day; empty where the file tells of the account in one part.
  public var parts: [AccountPart] = []
  /// Ascending; days that do not count as seen although the period holds them.
  public var untoldDays: [UntoldDays] = []

  public init(
    account: AccountRef, firstDay: Day? = nil, lastDay: Day? = nil,
    openingBalanceYen: Int64? = nil, closingBalanceYen: Int64? = nil,
    stopsFromRecord: Int32? = nil, isNewestFirst: Bool = false
  ) {
    self.account = account
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.openingBalanceYen = openingBalanceYen
    self.closingBalanceYen = closingBalanceYen
    self.stopsFromRecord = stopsFromRecord
    self.isNewestFirst = isNewestFirst
  }

  /// Whether the row of that record may be posted, as far as the controls of its account say.
  public func mayPost(_ record: Int32) -> Bool {
    guard let stop = stopsFromRecord else { return true }
    return record < stop || resumesFromRecord.map { record >= $0 } ?? false
  }

  /// Nothing of the account may be posted.
  public mutating func stopWhole() {
    stopsFromRecord = 1
    resumesFromRecord = nil
  }

  /// Everything may be posted.
  public mutating func resumeWhole() {
    stopsFromRecord = nil
    resumesFromRecord = nil
  }
}

/// A control value a file carries about itself.
public enum ControlKind: String, Sendable, CaseIterable {
  case creditCount, creditSum, debitCount, debitSum, cancelCount, cancelSum
  case entryCount, entrySum, recordCount, accountCount, dayRange
  case balanceChain, closingBalance
  /// Batches whose parts are given, against those whose parts prove them.
  case batchCount
  /// Pages of a divided statement.
  case pageCount
  /// Numbers of successive statements, against those that follow on.
  case statementNumber
  /// The file's opening balance against what other files of the account say of that moment.
  case continuity
}

extension ControlKind {
  /// False for those that tell of what else may be missing: rows are right all the same.
  public var stopsPosting: Bool { self != .batchCount && self != .statementNumber }
}

/// How a control value came out; `absent` where the file does not state it.
public enum ControlOutcome: String, Sendable { case ok, failed, absent }

/// A control value computed and compared; `stated` is nil where the file does not carry it.
public struct ControlCheck: Hashable, Sendable {
  public var kind: ControlKind
  public var accountIndex: Int32
  public var stated: Int64?
  public var computed: Int64
  public var outcome: ControlOutcome
  /// Which of several legitimate readings fitted; empty where there is only one.
  public var reading: String
  /// Currency code of an amount; empty where the two values are of different currencies. Files in
  /// other currencies are proved, but only yen are posted.
  public var currency: String
  /// Digits of `stated` and `computed` behind the decimal point: 0 for yen, 2 for 12.34 as 1234.
  public var decimals: Int32

  public init(
    kind: ControlKind, accountIndex: Int32, stated: Int64?, computed: Int64,
    outcome: ControlOutcome, reading: String = "", currency: String = "JPY", decimals: Int32 = 0
  ) {
    self.kind = kind
    self.accountIndex = accountIndex
    self.stated = stated
    self.computed = computed
    self.outcome = outcome
    self.reading = reading
    self.currency = currency
    self.decimals = decimals
  }
}
