import Model

/// The texts of a row.
struct RowWords {
  var kind = KindWord()
  var name = ""
  /// Column of the amount that is not used where a name stands in it.
  var nameColumn = -1
}

/// A word for the kind of booking, and what it means for the amount.
struct KindWord {
  var text = ""
  /// The row undoes another one: 取消, 組戻, 資金返却.
  var isCancellation = false
  /// Of those, a transfer given back.
  var isReturn: Bool { isCancellation && KindWords.isReturn(text) }
}

/// An amount before the words of the row have had their say: positive for money in.
struct RowMoney {
  var deltaYen: Int64
  var mark = RowMark.none

  /// A negative withdrawal gives money back: not a customer's payment.
  static func debit(_ yen: Int64) -> RowMoney {
    RowMoney(deltaYen: -yen, mark: yen < 0 ? .reversal : .none)
  }

  /// A negative deposit takes an earlier one back.
  static func credit(_ yen: Int64) -> RowMoney {
    RowMoney(deltaYen: yen, mark: yen < 0 ? .cancellation : .none)
  }
}

/// 明細区分 of ANSER formats.
enum DetailKind { case plain, cancelled, corrected, gap }

/// What a row undoes by its sign, its 明細区分 and its kind.
///
/// 取消 takes a deposit back whichever column and sign carry it. 組戻 and 資金返却 go either way: money
/// out is a deposit that went back to its sender, money in is a transfer of ours that came back.
/// Where balances prove that 取消 brought money in, it undoes a withdrawal.
func settledMoney(
  _ money: RowMoney, _ detail: DetailKind, _ kind: KindWord, isSignProved: Bool
) -> (deltaYen: Int64, mark: RowMark) {
  if detail == .corrected { return (money.deltaYen, .correction) }
  guard detail == .cancelled || kind.isCancellation, money.mark != .reversal else {
    return (money.deltaYen, money.mark)
  }
  if detail != .cancelled, kind.isReturn, money.deltaYen > 0 { return (money.deltaYen, .reversal) }
  if isSignProved, money.deltaYen > 0 { return (money.deltaYen, .correction) }
  return (-abs(money.deltaYen), .cancellation)
}

extension BankCSVReader {
  // MARK: Amounts

  /// Nil for a blank cell or a column that the file does not have.
  mutating func yen(_ record: CSVRecord, _ role: ColumnRole) throws(RowFault) -> Int64? {
    let column = columns[role]
    guard column >= 0 else { return nil }
    let field = record[column]
    guard field.count > 0 else { return nil }
    switch parseAmount(text.raw(field, in: bytes), decoder) {
    case .yen(let value): return value
    case .blank: return nil
    case .bad: throw RowFault(fault: .badAmount, column: column, expected: "1,234")
    case .overflow: throw RowFault(fault: .amountOverflow, column: column, expected: "12")
    }
  }

  mutating func money(
    _ record: CSVRecord, _ words: inout RowWords
  ) throws(RowFault) -> RowMoney {
    if columns[.signedAmount] >= 0 { return try signedMoney(record) }
    let debit: Int64?
    let credit: Int64?
    if nameInUnusedAmount {
      (debit, credit) = try amountBesideName(record, &words)
    } else {
      debit = try yen(record, .debit)
      credit = try yen(record, .credit)
    }
    switch (debit, credit) {
    case (nil, nil):
      throw RowFault(
        fault: .missingValue, column: columns[.credit], expected: columns.name(of: .credit))
    case (let out?, nil), (let out?, 0):
      return .debit(out)
    case (nil, let into?), (0, let into?):
      return .credit(into)
    case (_?, _?):
      throw RowFault(fault: .badAmount, column: columns[.credit], expected: "0")
    }
  }

  private mutating func signedMoney(_ record: CSVRecord) throws(RowFault) -> RowMoney {
    let column = columns[.signedAmount]
    guard let amount = try yen(record, .signedAmount) else {
      throw RowFault(fault: .missingValue, column: column, expected: columns.names[column])
    }
    if columns[.direction] >= 0 { return try codedMoney(record, amount) }
    if negativeIsReversal {
      let flag = try string(record, .reversal)
      guard flag.isEmpty || flag == "0" || flag == "1" else {
        throw RowFault(fault: .badCode, column: columns[.reversal], expected: "0, 1")
      }
      guard amount < 0 || flag == "1" else { return RowMoney(deltaYen: amount) }
      return RowMoney(deltaYen: -abs(amount), mark: .cancellation)
    }
    return RowMoney(deltaYen: layout.profile.has(.positiveIsDebit) ? -amount : amount)
  }

  /// 入払区分 1 in, 2 out; 取引区分 19 is a correction whose direction is its own.
  private mutating func codedMoney(
    _ record: CSVRecord, _ amount: Int64
  ) throws(RowFault) -> RowMoney {
    guard amount >= 0 else {
      throw RowFault(
        fault: .unsignedAmountNegative, column: columns[.signedAmount], expected: "0")
    }
    let mark: RowMark = try string(record, .tradeCode) == "19" ? .correction : .none
    let direction = try string(record, .direction)
    if let own = layout.profile.own, !own.creditWords.isEmpty {
      let word = foldHeader(direction)
      if own.creditWords.contains(word) { return RowMoney(deltaYen: amount, mark: mark) }
      if own.debitWords.contains(word) { return RowMoney(deltaYen: -amount, mark: mark) }
      throw RowFault(
        fault: .badCode, column: columns[.direction],
        expected: (own.creditWords + own.debitWords).joined(separator: ", "))
    }
    switch direction {
    case "1": return RowMoney(deltaYen: amount, mark: mark)
    case "2": return RowMoney(deltaYen: -amount, mark: mark)
    default: throw RowFault(fault: .badCode, column: columns[.direction], expected: "1, 2")
    }
  }

  /// しんきん: one amount cell holds the amount, the other may hold the counterparty.
  private mutating func amountBesideName(
    _ record: CSVRecord, _ words: inout RowWords
  ) throws(RowFault) -> (Int64?, Int64?) {
    let debit = parseAmount(text.raw(record[columns[.debit]], in: bytes), decoder)
    let credit = parseAmount(text.raw(record[columns[.credit]], in: bytes), decoder)
    if case .bad = debit, case .yen(let value) = credit {
      words.nameColumn = columns[.debit]
      return (nil, value)
    }
    if case .bad = credit, case .yen(let value) = debit {
      words.nameColumn = columns[.credit]
      return (value, nil)
    }
    return (try yen(record, .debit), try yen(record, .credit))
  }

  /// うち他店券金額: a part of the amount.
  mutating func uncleared(
    _ record: CSVRecord, within amount: Int64
  ) throws(RowFault) -> Int64 {
    let part = try yen(record, .uncleared) ?? 0
    guard (0...amount).contains(part) else {
      throw RowFault(
        fault: .badAmount, column: columns[.uncleared], expected: "0-\(amount)")
    }
    return part
  }

  // MARK: Texts

  /// Kind and name. A bad character does not keep the amount from the balance proof, so it is
  /// returned and thrown later.
  mutating func readWords(_ record: CSVRecord, _ words: inout RowWords) -> RowFault? {
    do throws(RowFault) {
      if columns[.kind] >= 0 {
        words.kind = try word(record, .kind)
      } else if columns[.tradeCode] >= 0 {
        words.kind.text = try tradeName(record)
      }
      if words.nameColumn >= 0 {
        words.name = try string(record, column: words.nameColumn)
        words.kind = try wholeKind(record)
      } else {
        try readName(record, &words)
      }
      return nil
    } catch {
      return error
    }
  }

  private mutating func readName(
    _ record: CSVRecord, _ words: inout RowWords
  ) throws(RowFault) {
    if columns[.payer] >= 0 {
      words.name = try string(record, .payer)
      if !words.name.isEmpty {
        if words.kind.text.isEmpty, kindInText { words.kind = try wholeKind(record) }
        return
      }
    }
    let column = columns[.text]
    guard column >= 0 else { return }
    guard let utf8 = text.utf8(record[column], in: bytes) else {
      throw RowFault(fault: .badCharacter, column: column, isPersonal: true)
    }
    guard kindInText, words.kind.text.isEmpty, let found = prefix.find(in: utf8) else {
      words.name = validString(utf8)
      return
    }
    words.kind = found.word
    let rest = UnsafeRawBufferPointer(rebasing: utf8[found.length...])
    words.name = validString(trimmed(rest))
  }

  /// The text column as a kind.
  private mutating func wholeKind(_ record: CSVRecord) throws(RowFault) -> KindWord {
    let column = columns[.text]
    guard column >= 0 else { return KindWord() }
    guard let utf8 = text.utf8(record[column], in: bytes) else {
      throw RowFault(fault: .badCharacter, column: column, isPersonal: true)
    }
    return KindWords.whole(utf8)
  }

  /// A cell of which the same few values come again and again.
  mutating func word(_ record: CSVRecord, _ role: ColumnRole) throws(RowFault) -> KindWord {
    let column = columns[role]
    guard column >= 0, record[column].count > 0 else { return KindWord() }
    let field = record[column]
    let key = field.slice(of: bytes)
    let found = words.find(key)
    if let known = found?.value { return known }
    guard let utf8 = text.utf8(field, in: bytes) else {
      throw RowFault(fault: .badCharacter, column: column)
    }
    let made = KindWords.whole(utf8)
    if let slot = found?.slot { words.store(made, slot: slot, key: key) }
    return made
  }

  mutating func string(_ record: CSVRecord, _ role: ColumnRole) throws(RowFault) -> String {
    let column = columns[role]
    guard column >= 0 else { return "" }
    return try string(record, column: column)
  }

  private mutating func string(
    _ record: CSVRecord, column: Int
  ) throws(RowFault) -> String {
    let field = record[column]
    guard field.count > 0 else { return "" }
    guard let utf8 = text.utf8(field, in: bytes) else {
      throw RowFault(fault: .badCharacter, column: column, isPersonal: true)
    }
    return validString(utf8)
  }

  /// 振込依頼人番号 without the zeros that pad it.
  mutating func payerCode(_ record: CSVRecord) throws(RowFault) -> String {
    let code = try string(record, .payerCode)
    guard let start = code.utf8.firstIndex(where: { $0 != 0x30 }) else { return "" }
    return String(code[start...])
  }

  mutating func detailKind(_ record: CSVRecord) throws(RowFault) -> DetailKind {
    let column = columns[.detailKind]
    guard column >= 0, column < record.count, record[column].count > 0 else { return .plain }
    switch try word(record, .detailKind).text {
    case "": return .plain
    case "取消": return .cancelled
    case "訂正": return .corrected
    case "欠番": return .gap
    default: throw RowFault(fault: .badCode, column: column, expected: "取消, 訂正, 欠番")
    }
  }

  /// 取引区分 of Zengin 03.
  private mutating func tradeName(_ record: CSVRecord) throws(RowFault) -> String {
    let code = try word(record, .tradeCode).text
    switch code {
    case "": return ""
    case "10": return "現金"
    case "11": return "振込"
    case "12": return "他店券入金"
    case "13": return "交換"
    case "14": return "振替"
    case "15": return "継続"
    case "18": return "その他"
    case "19": return "訂正"
    default: throw RowFault(fault: .badCode, column: columns[.tradeCode], expected: "10-15, 18, 19")
    }
  }
}
