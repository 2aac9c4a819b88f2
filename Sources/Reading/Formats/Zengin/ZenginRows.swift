import Model

extension ZenginReader {
  /// Reads a data record. What counts for the trailer is counted before anything can reject the
  /// row: a row that is not understood must not make the sums look wrong as well.
  mutating func readData(_ record: FixedRecord) {
    dataRecords &+= 1
    group?.records &+= 1
    if group?.isUnreadable == true {
      rowsRejected += 1
      return
    }
    let row = fileKind == "03" ? detailRow(record) : noticeRow(record)
    guard let row else {
      rowsRejected += 1
      return
    }
    rowsRead &+= 1
    sink.statement(row)
  }

  private mutating func noticeRow(_ record: FixedRecord) -> StatementRow? {
    let p = record.start
    guard let found = records.noticeForm(record), form == nil || form == found else {
      let (slot, name) = records.formMark
      return reject(
        record, .badCode, slot, name, expected: form == .noticeB ? "B" : "A")
    }
    if form == nil {
      form = found
      slots = ZenginDataSlots(layouts.data(found))
    }
    guard let (yen, uncleared) = noticeAmount(record) else { return nil }
    let isCancelled: Bool
    switch p.byte(slots.cancellation.offset) {
    case 0x20, 0x30: isCancelled = false
    case 0x31: isCancelled = true
    default:
      group?.credit.add(yen)
      return reject(record, .badCode, slots.cancellation, .cancellation, expected: "1")
    }
    if isCancelled { group?.cancelled.add(yen) } else { group?.credit.add(yen) }
    guard let row = commonRow(record, yen: yen, uncleared: uncleared) else { return nil }
    var result = row
    result.kindText = "振込"
    result.payerName = name(record)
    if isCancelled {
      result.direction = .debit
      result.mark = .cancellation
    }
    return result
  }

  /// In B exactly one of 金額(1) and 金額(2) is used, and うち他店券金額 goes with it.
  private mutating func noticeAmount(_ record: FixedRecord) -> (yen: Int64, uncleared: Int64)? {
    let p = record.start
    guard let first = p.number(slots.amount).value else {
      return reject(record, .badAmount, slots.amount, .amount, expected: "N(10)")
    }
    if form == .noticeA { return (first, p.number(slots.uncleared).value ?? 0) }
    guard let second = p.number(slots.amount2).value, (first == 0) != (second == 0) else {
      return reject(record, .badAmount, slots.amount2, .amount2, expected: "金額(1) / 金額(2)")
    }
    let uncleared = second == 0 ? slots.uncleared : slots.uncleared2
    return (first + second, p.number(uncleared).value ?? 0)
  }

  private mutating func detailRow(_ record: FixedRecord) -> StatementRow? {
    let p = record.start
    guard let yen = p.number(slots.amount).value else {
      return reject(record, .badAmount, slots.amount, .amount, expected: "N(12)")
    }
    let direction: Direction
    switch p.byte(slots.direction.offset) {
    case 0x31: direction = .credit
    case 0x32: direction = .debit
    default: return reject(record, .badCode, slots.direction, .direction, expected: "1, 2")
    }
    if direction == .credit { group?.credit.add(yen) } else { group?.debit.add(yen) }
    let uncleared = p.number(slots.uncleared).value ?? 0
    guard let row = commonRow(record, yen: yen, uncleared: uncleared) else { return nil }
    var result = row
    result.direction = direction
    if let kind = p.number(slots.transactionKind).value, kind != 0 {
      result.kindText = ZenginLayouts.transactionKinds[kind] ?? shown(record, slots.transactionKind)
      if kind == 19 { result.mark = .correction }
    }
    result.payerName = name(record)
    let remark = cachedText(records.text(slots.remark, in: record))
    if result.mark == .none, !remark.isEmpty { result.mark = undoing(remark, direction) }
    // In a withdrawal this field may hold the number of a direct-debit contract. The remark says
    // more then; a correction of a deposit keeps the payer's name.
    let isNumber = result.payerName.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    if result.payerName.isEmpty || (direction == .debit && isNumber), !remark.isEmpty {
      result.payerName = remark
    }
    return result
  }

  /// What a row undoes by its 摘要内容: ﾄﾘｹｼ, ｸﾐﾓﾄﾞｼ, ｼｷﾝﾍﾝｷﾔｸ. The totals prove the direction, so
  /// money out takes a deposit back, and money in is a withdrawal that came back.
  private func undoing(_ remark: String, _ direction: Direction) -> RowMark {
    var remark = remark
    let undoes = remark.withUTF8 { KindWords.isCancellation(UnsafeRawBufferPointer($0)) }
    return !undoes ? .none : direction == .debit ? .cancellation : .reversal
  }

  /// What 01 and 03 have alike. Direction, mark, kind and payer are the caller's.
  private mutating func commonRow(
    _ record: FixedRecord, yen: Int64, uncleared: Int64
  ) -> StatementRow? {
    let p = record.start
    guard let part = group?.part else { return nil }
    guard uncleared <= yen else {
      return reject(record, .badAmount, slots.uncleared, .uncleared, expected: "≤ \(yen)")
    }
    guard let bookingDay = rowDay(record, slots.bookingDay, .bookingDay) else { return nil }
    group?.note(bookingDay)
    return StatementRow(
      accountIndex: part.accountIndex, record: dataRecords, line: record.line,
      bookingDay: bookingDay,
      valueDay: valueDay(record), direction: .credit, amountYen: yen, payerName: "",
      payerBank: cachedText(records.text(slots.payerBank, in: record)),
      payerBranch: cachedText(records.text(slots.payerBranch, in: record)), payerCode: payerCode(p),
      ediText: text(records.text(slots.ediText, in: record)),
      reference: p.printedDigits(slots.reference),
      unclearedYen: uncleared, partRecord: part.firstRecord)
  }

  /// 振込依頼人コード without the zeros it is padded with.
  private func payerCode(_ p: UnsafeRawPointer) -> String {
    var slot = slots.payerCode
    while slot.length > 0, p.byte(slot.offset) == 0x30 || p.byte(slot.offset) == 0x20 {
      slot.offset += 1
      slot.length -= 1
    }
    return slot.length == 0 ? "" : String(decoding: p.trimmed(slot), as: UTF8.self)
  }

  private mutating func name(_ record: FixedRecord) -> String {
    let bytes = records.text(slots.payerName, in: record)
    let name = text(bytes)
    if beginsWithVoicing(bytes, name) {
      tellOnce(
        rowFinding(record, .badCharacter, .note, slots.payerName, .payerName, expected: "ｱ-ﾝ"))
    }
    if hasKana, !isSound(bytes) {
      book.add(
        rowFinding(
          record, .badCharacter, .note, slots.payerName, .payerName, expected: "JIS X 0201"))
    }
    return name
  }

  /// JIS X 0201 knows most bytes; the encodings of the comma-separated form must be decoded.
  @inline(__always)
  private func isSound(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if isSingleByte { return !bytes.contains { ($0 >= 0x80 && $0 <= 0xA0) || $0 >= 0xE0 } }
    return decoder.firstBadByte(bytes) == nil
  }

  /// ﾞ or ﾟ, which no name begins with.
  @inline(__always)
  private func beginsWithVoicing(_ bytes: UnsafeRawBufferPointer, _ name: String) -> Bool {
    guard let first = bytes.first, first >= 0x80 else { return false }
    if isSingleByte { return first == 0xDE || first == 0xDF }
    return name.unicodeScalars.first.map { (0xFF9E...0xFF9F).contains($0.value) } ?? false
  }

  private mutating func cachedText(_ bytes: UnsafeRawBufferPointer) -> String {
    let decoder = decoder
    return cache.text(bytes) { bytes in
      decoder.string(bytes) ?? String(repeating: "\u{FFFD}", count: bytes.count)
    }
  }

  @inline(__always)
  private mutating func rowDay(
    _ record: FixedRecord, _ slot: FixedSlot, _ item: ZenginItem
  ) -> Day? {
    let p = record.start
    if let written = p.number(slot).value, let last = lastDate, last.written == written {
      return last.day
    }
    switch WarekiDate.read(p, slot, limit: context.asOf) {
    case .day(let day):
      if let written = p.number(slot).value { lastDate = (written, day) }
      return day
    case .absent: return reject(record, .missingValue, slot, item, expected: "YYMMDD")
    case .bad: return reject(record, .badDate, slot, item, expected: "YYMMDD")
    case .impossibleEra:
      return reject(record, .impossibleEraYear, slot, item, expected: dateExpectation)
    }
  }

  /// 起算日 may lie a little ahead of the booking; one that cannot be read is left out and told.
  private mutating func valueDay(_ record: FixedRecord) -> Day? {
    let p = record.start
    if let written = p.number(slots.valueDay).value, let last = lastDate, last.written == written {
      return last.day
    }
    switch WarekiDate.read(p, slots.valueDay, limit: context.asOf.adding(days: 31)) {
    case .day(let day): return day
    case .absent: return nil
    case .bad, .impossibleEra:
      book.add(
        rowFinding(record, .badDate, .note, slots.valueDay, .valueDay, expected: "YYMMDD"))
      return nil
    }
  }

  private func rowFinding(
    _ record: FixedRecord, _ fault: DataFault, _ severity: Severity, _ slot: FixedSlot,
    _ item: ZenginItem, expected: String
  ) -> DataFinding {
    rowFinding(record, fault, severity, slot, named: item.rawValue, expected: expected)
  }

  private func rowFinding(
    _ record: FixedRecord, _ fault: DataFault, _ severity: Severity, _ slot: FixedSlot,
    named field: String, expected: String
  ) -> DataFinding {
    DataFinding(
      fault, severity,
      place: SourcePlace(
        record: dataRecords, line: record.line, column: records.column(of: slot),
        byte: Int64(records.offset(of: slot, in: record)), field: field),
      value: shown(record, slot),
      valueIsPersonal: field == ZenginItem.payerName.rawValue, expected: expected,
      accountIndex: group?.part.accountIndex)
  }

  private mutating func reject<T>(
    _ record: FixedRecord, _ fault: DataFault, _ slot: FixedSlot, _ item: ZenginItem,
    expected: String
  ) -> T? {
    reject(record, fault, slot, item.rawValue, expected: expected)
  }

  private mutating func reject<T>(
    _ record: FixedRecord, _ fault: DataFault, _ slot: FixedSlot, _ field: String,
    expected: String
  ) -> T? {
    book.add(rowFinding(record, fault, .rejectsRow, slot, named: field, expected: expected))
    return nil
  }
}
