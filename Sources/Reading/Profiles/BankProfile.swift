import Model

/// What a column of a bank's CSV means.
enum ColumnRole: Int, CaseIterable {
  case date, year, month, dayOfMonth, valueDay
  case debit, credit, signedAmount, balance, uncleared
  /// Counterparty, with the kind of booking in front of it unless a column gives the kind.
  case text
  case kind, payer, payerBank, payerBranch, payerCode, edi, reference
  /// 1 where the row undoes an earlier deposit.
  case reversal
  /// 入払区分 and 取引区分 as Zengin codes.
  case direction, tradeCode
  /// 明細区分: 取消, 欠番, 訂正 or blank.
  case detailKind
  /// 照会口座: branch, type and number in one cell.
  case account
  case bankCode, branchCode, accountType, accountNumber, accountHolder
  /// Known and not used: numbers that restart per file, notes of the user.
  case ignored
}

/// A column by its names, in the folded form of `foldHeader`; the first name is the usual one.
struct ProfileColumn: Sendable {
  let role: ColumnRole
  let names: [String]
  let isRequired: Bool

  init(role: ColumnRole, names: [String], isRequired: Bool) {
    self.role = role
    self.names = names
    self.isRequired = isRequired
  }

  static func required(_ role: ColumnRole, _ names: String...) -> ProfileColumn {
    ProfileColumn(role: role, names: names, isRequired: true)
  }

  static func optional(_ role: ColumnRole, _ names: String...) -> ProfileColumn {
    ProfileColumn(role: role, names: names, isRequired: false)
  }
}

/// How dates are written. A profile names what its bank uses; nothing else is accepted.
struct DateStyles: OptionSet, Sendable {
  let rawValue: Int
  /// 2026/7/1, 2026-07-01, 2026.7.1
  static let yearMonthDay = DateStyles(rawValue: 1)
  /// 20260701
  static let compact = DateStyles(rawValue: 2)
  /// 2026年7月1日
  static let kanji = DateStyles(rawValue: 4)
  /// H30.01.15, R8/7/1, 令和8年7月1日
  static let eraName = DateStyles(rawValue: 8)
  /// 080701: year of an era that is not named
  static let eraDigits = DateStyles(rawValue: 16)
  /// 8月3日, 8/3: the year comes from the stated period or from the day of the run
  static let monthDay = DateStyles(rawValue: 32)
}

/// What a bank does differently: a closed list, each handled in one place of the row reader.
enum Quirk: Sendable {
  /// The kind of booking stands in front of the name: 振込　ヤマダ, 振込＊ヤマダ.
  case kindInText
  /// The counterparty stands in the cell of the amount that is not used.
  case nameInUnusedAmountColumn
  /// Lines of notes without columns follow the data or stand between.
  case noteLines
  /// A family of banks and not one: columns of other names may stand between the known ones.
  case otherColumns
  /// Files tell of new rows only: one day may come in several files without a row in common.
  case incremental
  /// The reference column never stands for other money of the account.
  case lastingReferences
  /// Neutral CSV: a negative amount or `reversal` 1 undoes an earlier deposit.
  case negativeIsReversal
  /// One signed column in which money out is positive.
  case positiveIsDebit
}

/// What only a profile of a user says: built-in ones need none of it.
struct OwnLayout: Sendable {
  /// Nil: comma or tab.
  var separator: UInt8?
  /// Physical lines at the start that are passed over.
  var skipLines = 0
  /// Set where there is no header: how many columns each row has.
  var columnCount: Int?
  /// Where each role stands, from 0; only without a header.
  var positions: [(role: ColumnRole, index: Int)] = []
  /// Whose files these are where they do not say so themselves.
  var account: AccountRef?
  /// Folded words of the direction column; empty: 1 and 2.
  var creditWords: [String] = []
  var debitWords: [String] = []
}

/// One bank format: facts about it and nothing that runs.
struct BankProfile: Sendable {
  let info: FormatInfo
  let columns: [ProfileColumn]
  let dates: DateStyles
  let quirks: [Quirk]
  let own: OwnLayout?

  init(
    _ info: FormatInfo, columns: [ProfileColumn], dates: DateStyles, quirks: [Quirk] = [],
    own: OwnLayout? = nil
  ) {
    self.info = info
    self.columns = columns
    self.dates = dates
    self.quirks = quirks
    self.own = own
  }

  func has(_ quirk: Quirk) -> Bool { quirks.contains(quirk) }
}
