import Model

/// Where the cells of a plain row stand; -1 for a column that the file does not have.
///
/// Most rows of most files are plain: a day, one amount of digits, a text, a balance, nothing that
/// needs a second thought. `sendPlain` reads those and no others.
struct PlainColumns {
  let count: Int
  let date: Int
  let debit: Int
  let credit: Int
  let signed: Int
  let balance: Int
  let kind: Int
  let text: Int

  /// Nil where rows of this layout are never plain.
  init?(_ layout: BankCSVLayout, hasDetails: Bool, hasAccounts: Bool) {
    let columns = layout.columns
    let others: [ColumnRole] = [.detailKind, .direction, .tradeCode, .payer]
    let quirks: [Quirk] = [.nameInUnusedAmountColumn, .negativeIsReversal, .positiveIsDebit]
    guard !hasDetails, !hasAccounts, others.allSatisfy({ columns[$0] < 0 }),
      !quirks.contains(where: layout.profile.has), columns[.date] >= 0, columns[.text] >= 0,
      columns[.signedAmount] >= 0 || (columns[.debit] >= 0 && columns[.credit] >= 0)
    else { return nil }
    count = layout.headerCount
    date = columns[.date]
    debit = columns[.debit]
    credit = columns[.credit]
    signed = columns[.signedAmount]
    balance = columns[.balance]
    kind = columns[.kind]
    text = columns[.text]
  }
}

/// What the fast path keeps from row to row.
struct PlainMemory {
  /// The row as it was sent last: of the next one only some fields differ.
  var row = StatementRow(
    record: 0, line: 0, bookingDay: Day(number: 0), direction: .credit, amountYen: 0,
    payerName: "")
  var prefixes = RawPrefixes()
  /// The prefix whose kind the row has; -1 for none.
  var slot = -1
}

extension BankCSVReader {
  /// Sends the row if it is plain. False, with nothing done, where it is not: `take` then reads it
  /// with everything that a row can be, and comes to the same where both can read it.
  @inline(__always)
  mutating func sendPlain(_ record: CSVRecord, _ number: Int32, _ sink: RowSink) -> Bool {
    guard let plain, record.count == plain.count, let delta = plainDelta(record, plain) else {
      return false
    }
    var balance: Int64?
    if plain.balance >= 0 {
      let cell = plainYen(record[plain.balance])
      guard cell != PlainYen.unread else { return false }
      if cell != PlainYen.blank { balance = cell }
    }
    guard let day = dayAsBefore(record[plain.date]) ?? plainDay(record[plain.date]),
      setTexts(record, plain)
    else { return false }
    let line = Int32(clamping: record.line)
    lastPlain.row.record = number
    lastPlain.row.line = line
    lastPlain.row.bookingDay = day
    lastPlain.row.direction = delta > 0 ? .credit : .debit
    lastPlain.row.amountYen = abs(delta)
    lastPlain.row.balanceAfterYen = balance
    book.add(
      to: 0, deltaYen: delta, balanceYen: balance, record: number, line: line, day: day)
    sink.statement(lastPlain.row)
    return true
  }

  /// The amount, positive for money in; nil where it is not plain, or zero.
  @inline(__always)
  private func plainDelta(_ record: CSVRecord, _ plain: PlainColumns) -> Int64? {
    if plain.signed >= 0 {
      let amount = plainYen(record[plain.signed])
      return amount == PlainYen.unread || amount == PlainYen.blank || amount == 0 ? nil : amount
    }
    let debit = plainYen(record[plain.debit])
    let credit = plainYen(record[plain.credit])
    // A cell of 0 stands for a blank one.
    if credit == PlainYen.blank || credit == 0 {
      return debit > 0 && debit != PlainYen.blank ? -debit : nil
    }
    guard credit > 0, debit == PlainYen.blank || debit == 0 else { return nil }
    return credit
  }

  private mutating func plainDay(_ field: CSVField) -> Day? {
    guard !field.hasDoubledQuotes, case .day(let day) = dates.read(field.slice(of: bytes)) else {
      return nil
    }
    remember(day, of: field)
    return day
  }

  @inline(__always)
  private func plainYen(_ field: CSVField) -> Int64 {
    if field.count == 0 { return PlainYen.blank }
    if let yen = digitsBefore(field.end, count: Int(field.count), in: bytes) { return yen }
    return otherYen(field)
  }

  /// An amount with separators or a sign.
  private func otherYen(_ field: CSVField) -> Int64 {
    guard !field.hasDoubledQuotes else { return PlainYen.unread }
    switch parseAmount(field.slice(of: bytes), decoder) {
    case .yen(let yen): return yen
    case .blank: return PlainYen.blank
    case .bad, .overflow: return PlainYen.unread
    }
  }

  /// Kind and name of the row; false where they are not plain.
  @inline(__always)
  private mutating func setTexts(_ record: CSVRecord, _ plain: PlainColumns) -> Bool {
    let field = record[plain.text]
    guard !field.hasDoubledQuotes else { return false }
    var cell = field.slice(of: bytes)
    if plain.kind >= 0 {
      let known = words.find(record[plain.kind].slice(of: bytes))
      guard let kind = known?.value, !kind.isCancellation, !kind.text.isEmpty else { return false }
      lastPlain.row.kindText = kind.text
    } else if kindInText {
      guard let found = lastPlain.prefixes.find(cell, in: bytes) else { return learnKind(cell) }
      if found.slot != lastPlain.slot {
        lastPlain.slot = found.slot
        lastPlain.row.kindText = lastPlain.prefixes.kinds[found.slot]
      }
      cell = UnsafeRawBufferPointer(
        start: cell.baseAddress.unsafelyUnwrapped + found.length, count: cell.count - found.length)
    }
    guard let name = text.utf8(cell) else { return false }
    lastPlain.row.payerName = validString(name)
    return true
  }

  /// The same for a text that begins as none before: the general way, and the prefix is kept.
  private mutating func learnKind(_ cell: UnsafeRawBufferPointer) -> Bool {
    guard let utf8 = text.utf8(cell) else { return false }
    lastPlain.slot = -1
    guard let found = KindWords.find(in: utf8) else {
      lastPlain.row.kindText = ""
      lastPlain.row.payerName = validString(utf8)
      return true
    }
    guard !found.word.isCancellation else { return false }
    lastPlain.row.kindText = found.word.text
    let rest = UnsafeRawBufferPointer(rebasing: utf8[found.length...])
    lastPlain.row.payerName = validString(trimmed(rest))
    let isWhole = found.length == utf8.count
    let length = isWhole ? cell.count : text.rawLength(of: found.length, in: cell)
    if let length {
      lastPlain.prefixes.keep(cell, length: length, isWhole: isWhole, kind: found.word.text)
    }
    return true
  }
}

/// What an amount cell comes to besides yen: values that no amount has.
private enum PlainYen {
  static let blank = Int64.max
  static let unread = Int64.min
}
