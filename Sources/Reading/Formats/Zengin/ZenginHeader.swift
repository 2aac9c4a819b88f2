import Model

extension ZenginReader {
  /// Begins an account group.
  mutating func openGroup(_ record: FixedRecord) {
    if group != nil {
      stopGroup(
        .recordSequence, place(record, ZenginItem.recordKind.rawValue), value: "1", expected: "2, 8"
      )
      finishGroup()
    }
    if hasEnded {
      hasEnded = false
      recordsInFile = 1
      book.add(
        DataFinding(
          .recordSequence, .note, place: place(record, ZenginItem.recordKind.rawValue),
          value: "1", expected: "EOF"))
    }
    let kind = code(record, layouts.noticeHeader.slot(.fileKind)) ?? "  "
    let isDetail = (fileKind ?? kind) == "03"
    let layout = isDetail ? layouts.detailHeader : layouts.noticeHeader
    groupsInFile += 1
    let first = dataRecords + 1
    let index = book.account(account(record, layout), firstRecord: first)
    var opened = ZenginGroup(
      part: StatementPart(accountIndex: index, firstRecord: first, line: record.line))
    if isDetail {
      (opened.part.openingBalanceYen, opened.hasOpeningOverdraftMark) = balance(
        record, layout.slot(.openingBalance), layout)
    }
    group = opened
    let balanceSlot = layout.slot(.openingBalance)
    if isDetail, record.start.number(balanceSlot) == .bad {
      stopGroup(
        .badAmount, place(record, ZenginItem.openingBalance.rawValue),
        value: shown(record, balanceSlot), expected: "N(14)")
    }
    if let fileKind, fileKind != kind {
      // All groups of a file are of one kind; records of another layout must not be read as this.
      group?.isUnreadable = true
      stopGroup(
        .recordSequence, place(record, ZenginItem.fileKind.rawValue), value: kind,
        expected: fileKind)
      return
    }
    fileKind = kind
    if isDetail {
      form = .detail
      slots = ZenginDataSlots(layouts.data(.detail))
    }
    checkHeader(record, layout)
  }

  private mutating func checkHeader(_ record: FixedRecord, _ layout: ZenginLayout) {
    let type = record.start.number(layout.slot(.accountType)).value
    if let type, [5, 6, 7].contains(type) {
      group?.isUnreadable = true
      stopGroup(
        .badCode, place(record, ZenginItem.accountType.rawValue), value: String(type),
        expected: "1, 2, 4")
    }
    switch WarekiDate.read(record.start, layout.slot(.createdDay), limit: context.asOf) {
    case .day: break
    case .absent:
      book.add(
        DataFinding(
          .missingValue, .note, place: place(record, ZenginItem.createdDay.rawValue),
          expected: "YYMMDD"))
    case .bad: headerDateFault(.badDate, record, layout, .createdDay)
    case .impossibleEra: headerDateFault(.impossibleEraYear, record, layout, .createdDay)
    }
    let firstDay = headerDay(record, layout, .firstDay)
    let lastDay = headerDay(record, layout, .lastDay)
    group?.part.firstDay = firstDay
    group?.part.lastDay = lastDay
    if record.start.number(layout.slot(.accountNumber)).value == nil {
      stopGroup(
        .accountUnclear, place(record, ZenginItem.accountNumber.rawValue), value: nil,
        expected: "N(\(layout.slot(.accountNumber).length))")
    }
  }

  private mutating func headerDay(
    _ record: FixedRecord, _ layout: ZenginLayout, _ item: ZenginItem
  ) -> Day? {
    // A period may be stated to the end of the month.
    let limit = item == .lastDay ? context.asOf.adding(days: 366) : context.asOf
    switch WarekiDate.read(record.start, layout.slot(item), limit: limit) {
    case .day(let day): return day
    case .absent: break
    case .bad: headerDateFault(.badDate, record, layout, item)
    case .impossibleEra: headerDateFault(.impossibleEraYear, record, layout, item)
    }
    return nil
  }

  private mutating func headerDateFault(
    _ fault: DataFault, _ record: FixedRecord, _ layout: ZenginLayout, _ item: ZenginItem
  ) {
    let slot = layout.slot(item)
    stopGroup(
      fault, place(record, item.rawValue), value: shown(record, slot), expected: dateExpectation)
  }

  private mutating func account(_ record: FixedRecord, _ layout: ZenginLayout) -> AccountRef {
    let p = record.start
    let type = p.number(layout.slot(.accountType)).value.map { Int32(truncatingIfNeeded: $0) }
    let holder = text(records.text(layout.slot(.holder), in: record))
    return AccountRef(
      bankCode: code(record, layout.slot(.bankCode)),
      branchCode: code(record, layout.slot(.branchCode)), accountType: type,
      number: code(record, layout.slot(.accountNumber)), holder: holder.isEmpty ? nil : holder)
  }

  /// A number kept as text, with the zeros in front; nil where it is none.
  private func code(_ record: FixedRecord, _ slot: FixedSlot) -> String? {
    guard record.start.number(slot).value != nil else { return nil }
    return String(
      decoding: UnsafeRawBufferPointer(start: record.start + slot.offset, count: slot.length),
      as: UTF8.self)
  }

  /// What a date should be. Years are era years: whoever wrote a western one sees by how much.
  var dateExpectation: String {
    let year = context.asOf.civil.year
    return "YYMMDD, \(year) = \(year >= 2019 ? year - 2018 : year - 1988), ≤ \(context.asOf.iso)"
  }

  /// Stops the group in hand with a finding; outside a group the finding stands alone.
  mutating func stopGroup(
    _ fault: DataFault, _ place: SourcePlace, value: String?, expected: String?
  ) {
    if let part = group?.part { book.stop(part.accountIndex, from: part.firstRecord) }
    book.add(
      DataFinding(
        fault, group == nil ? .rejectsRow : .stopsPosting, place: place, value: value,
        expected: expected, accountIndex: group?.part.accountIndex))
  }

  /// A note about how the file was made: the first place is enough.
  mutating func tellOnce(_ finding: DataFinding) {
    if told.insert(finding.fault.rawValue + (finding.place.field ?? "")).inserted {
      book.add(finding)
    }
  }

  func place(_ record: FixedRecord, _ field: String?) -> SourcePlace {
    SourcePlace(line: record.line, byte: Int64(record.offset), field: field)
  }

  /// A field as the file has it, for a finding.
  func shown(_ record: FixedRecord, _ slot: FixedSlot) -> String {
    let bytes = records.written(slot, in: record)
    return decoder.string(bytes) ?? replaced(bytes)
  }

  /// The text of a field. A byte that is no character becomes U+FFFD: count and sum still prove
  /// the money, and a name with a hole in it matches nobody by itself.
  mutating func text(_ bytes: UnsafeRawBufferPointer) -> String {
    if bytes.count == 0 { return "" }
    if !hasKana { hasKana = bytes.contains { $0 >= 0x80 } }
    return decoder.string(bytes) ?? replaced(bytes)
  }

  private func replaced(_ bytes: UnsafeRawBufferPointer) -> String {
    guard decoder.encoding == .jisX0201 else {
      return decoder.encoding == .cp932
        ? String(repeating: "\u{FFFD}", count: bytes.count) : String(decoding: bytes, as: UTF8.self)
    }
    var text = ""
    for index in bytes.indices {
      let one = UnsafeRawBufferPointer(rebasing: bytes[index..<index + 1])
      text += decoder.string(one) ?? "\u{FFFD}"
    }
    return text
  }
}
