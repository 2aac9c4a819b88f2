/// Columns of an answer sheet, in the order in which they are written: what a case is known by, and
/// what people fill in. The CSV has them by these words, the workbook by their titles, and readers
/// take either.
public enum AnswerColumn: String, CaseIterable, Sendable {
  case caseID = "case_id"
  case entryID = "entry_id"
  /// The run whose report was filled in: what changed since is not answered by it.
  case seenRun = "seen_run"
  case answer
  case orderIDs = "order_ids"
  case amounts
  case waitUntil = "wait_until"
  case alias, comment, person

  /// Columns that people fill in.
  public static let toFill: [AnswerColumn] = [
    .answer, .orderIDs, .amounts, .waitUntil, .alias, .comment, .person,
  ]

  public var japanese: String {
    switch self {
    case .caseID: "事案番号"
    case .entryID: "入金ID"
    case .seenRun: "実行番号"
    case .answer: "回答(記入)"
    case .orderIDs: "注文番号(記入)"
    case .amounts: "金額(記入)"
    case .waitUntil: "待つ期限(記入)"
    case .alias: "名義を覚える(記入)"
    case .comment: "メモ(記入)"
    case .person: "担当者(記入)"
    }
  }

  public var english: String {
    switch self {
    case .caseID: "Case"
    case .entryID: "Entry"
    case .seenRun: "Run"
    case .answer: "Answer (fill in)"
    case .orderIDs: "Orders (fill in)"
    case .amounts: "Amounts (fill in)"
    case .waitUntil: "Wait until (fill in)"
    case .alias: "Learn the payer (fill in)"
    case .comment: "Comment (fill in)"
    case .person: "By (fill in)"
    }
  }

  /// The column of that heading, in whatever form it is written; nil for any other heading.
  public init?(heading: String) {
    let found = AnswerColumn.allCases.first {
      heading == $0.rawValue || heading == $0.japanese || heading == $0.english
    }
    guard let found else { return nil }
    self = found
  }
}

/// What a person can write as an answer.
public enum AnswerWord: String, CaseIterable, Sendable {
  /// The entry pays this order.
  case assign
  /// The entry pays these orders.
  case split
  /// It is no customer's payment of ours.
  case notOurs = "not_ours"
  /// It goes back, wholly or as far as it is owed back.
  case refund
  /// What the order misses is not asked for any more.
  case waive
  /// Nobody is to touch the entry, until a day or until there is another answer.
  case wait
  /// What another person proposed holds, or does not.
  case confirm, reject

  public var japanese: String {
    switch self {
    case .assign: "充当"
    case .split: "分割"
    case .notOurs: "当店宛でない"
    case .refund: "返金"
    case .waive: "不足を免除"
    case .wait: "待つ"
    case .confirm: "承認"
    case .reject: "却下"
    }
  }

  /// In whatever language it is written, a waiver in its short form too; nil for any other text.
  public init?(written text: String) {
    let found = AnswerWord.allCases.first { text == $0.rawValue || text == $0.japanese }
    guard let word = found ?? (text == "免除" ? .waive : nil) else { return nil }
    self = word
  }

  /// All of them, as a person may write them.
  public static let written = allCases.map(\.rawValue).joined(separator: ", ")
  public static let writtenJapanese = allCases.map(\.japanese).joined(separator: "、")
}

/// `yes` and `no` of the column about the payer's name.
public enum AliasWord: String, CaseIterable, Sendable {
  case yes, no

  public var japanese: String { self == .yes ? "はい" : "いいえ" }

  public init?(written text: String) {
    guard
      let found = AliasWord.allCases.first(where: { text == $0.rawValue || text == $0.japanese })
    else { return nil }
    self = found
  }
}

/// Why a person's answer is not taken.
public enum AnswerRefusal: String, Sendable, CaseIterable {
  // The file.
  case fileUnreadable, columnMissing, columnRepeated, rowMalformed, workbookUnreadable
  // A cell of a workbook.
  case cellFormula, cellError, cellRepeated
  // The row, by itself or beside others of the file.
  case answerUnknown, answerMissing, personMissing, entryMissing, entryRepeated, ordersNotAsked,
    untilNotAsked
  case aliasUnknown, aliasNotAsked, dayMalformed, dayPast, splitNeedsOrders
  // What it says, as the ledger stands.
  case caseUnknown, caseClosed, caseChanged, caseWithoutMoney, entryNotOfCase, seenRunMalformed
  case entryUnknown, entryNotOpen, entryIsDebit, entryNotFinal, entryAnswered
  case orderUnknown, orderAmbiguous, orderNotOpen, orderRepeated, orderJustUndone, orderTaken
  case amountMalformed, amountsNotOrders, amountsMissing
  case amountNotPositive, amountBeyondEntry, amountBeyondOrder, amountBeyondOwed
  case nothingOwed, nothingShort, refundWhole
  // What others said.
  case proposalMissing, proposalDiffers, secondPersonNeeded
}

/// A cell that a person filled in and that cannot be taken, with what was to be there.
public struct AnswerFault: Hashable, Sendable {
  public var refusal: AnswerRefusal
  /// Sheet of a workbook; empty for a CSV.
  public var sheet = ""
  /// Physical line of the file or row of the sheet, from 1.
  public var line: Int32
  /// Name of the column; empty where it is about the row or the file.
  public var column: String
  /// Letters of the column in a workbook; empty for a CSV.
  public var letters = ""
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
  public var sheet = ""
  public var line: Int32
  /// Letters of the columns of a workbook.
  public var letters: [AnswerColumn: String] = [:]
  public var cells: [AnswerColumn: String] = [:]

  public init(line: Int32) { self.line = line }

  public subscript(column: AnswerColumn) -> String {
    get { cells[column] ?? "" }
    set { cells[column] = newValue }
  }

  /// A fault of one of its cells.
  public func fault(
    _ refusal: AnswerRefusal, _ column: AnswerColumn?, _ value: String = "", expected: String = ""
  ) -> AnswerFault {
    var fault = AnswerFault(
      refusal, line: line, column: column?.rawValue ?? "", value: value, expected: expected)
    fault.sheet = sheet
    fault.letters = column.flatMap { letters[$0] } ?? ""
    return fault
  }
}

/// A file of answers: its filled-in rows, and what of it could not be read.
public struct AnswerSheet: Sendable {
  public var rows: [AnswerRow] = []
  public var faults: [AnswerFault] = []

  public init() {}
}

/// From which amounts on one person's answer is a proposal that another person confirms.
public struct ApprovalLimits: Hashable, Sendable {
  /// Money given to orders by hand, or said to be not ours.
  public var assignYen: Int64
  /// A shortage that is not asked for any more.
  public var waiveYen: Int64
  /// Money that goes back: nothing leaves on one person's word by default.
  public var refundYen: Int64

  public init(assignYen: Int64 = 30_000, waiveYen: Int64 = 1_000, refundYen: Int64 = 0) {
    self.assignYen = assignYen
    self.waiveYen = waiveYen
    self.refundYen = refundYen
  }

  /// The most that one person alone may say; nil where nothing limits it.
  public func limitYen(_ word: AnswerWord) -> Int64? {
    switch word {
    case .assign, .split, .notOurs: assignYen
    case .waive: waiveYen
    case .refund: refundYen
    case .wait, .confirm, .reject: nil
    }
  }
}
