/// The words in which a person names what a profile can say. One vocabulary with the built-in
/// profiles: a role, style or quirk without a word does not compile.
extension ColumnRole {
  var word: String {
    switch self {
    case .date: "date"
    case .year: "year"
    case .month: "month"
    case .dayOfMonth: "day"
    case .valueDay: "value_date"
    case .debit: "debit"
    case .credit: "credit"
    case .signedAmount: "amount"
    case .balance: "balance"
    case .uncleared: "uncleared"
    case .text: "text"
    case .kind: "kind"
    case .payer: "payer"
    case .payerBank: "payer_bank"
    case .payerBranch: "payer_branch"
    case .payerCode: "payer_code"
    case .edi: "edi"
    case .reference: "reference"
    case .reversal: "reversal"
    case .direction: "direction"
    case .tradeCode: "trade_code"
    case .detailKind: "detail_kind"
    case .account: "account"
    case .bankCode: "bank_code"
    case .branchCode: "branch_code"
    case .accountType: "account_type"
    case .accountNumber: "account_number"
    case .accountHolder: "account_holder"
    case .ignored: "ignored"
    }
  }
}

extension DateStyles {
  static let words: [(word: String, style: DateStyles)] = [
    ("year_month_day", .yearMonthDay), ("compact", .compact), ("kanji", .kanji),
    ("era_name", .eraName), ("era_digits", .eraDigits), ("month_day", .monthDay),
  ]
}

extension Quirk {
  /// What an own profile may say. `noteLines` needs no word: notes are passed over anyway.
  static let words: [(word: String, quirk: Quirk)] = [
    ("kind_in_text", .kindInText),
    ("name_in_unused_amount_column", .nameInUnusedAmountColumn),
    ("other_columns", .otherColumns), ("incremental", .incremental),
    ("lasting_references", .lastingReferences), ("negative_is_reversal", .negativeIsReversal),
    ("positive_is_debit", .positiveIsDebit),
  ]
}

/// Separators by name; a profile without one reads commas and tabs.
let separatorWords: [(word: String, byte: UInt8)] = [
  ("comma", 0x2C), ("tab", 0x09), ("semicolon", 0x3B),
]
