import Model

/// Reads one settlement report row by row. A row that breaks net = gross - fee, or a payout that
/// its own lines do not add up to, refuses the whole file: a sign is never corrected.
///
/// Cost: linear; 40 bytes of memory are kept for each payout of the file.
struct SettlementReader: ~Copyable {
  private let binding: SettlementBinding
  private let profile: SettlementProfile
  private let send: (SettlementRow) -> Void
  private let asOf: Day
  private var fields: SettlementFields
  private var reading: FileReading
  private var findings: FindingLog
  private var recordNumber: Int32 = 0
  /// The fee is added, as the first row with one says; nil before that.
  private var feeIsAdded: Bool?
  private let signInName: Int64?
  private var currency = ""
  private var summaryKey = ""
  private var summaryDay: Day?
  /// Σ net of the lines of a payout, and what the file states of it. Those of the last line's
  /// payout are kept apart: lines of one payout mostly stand together.
  private var sums: [String: Sum] = [:]
  private var open: (key: String, net: Int64, lines: Int32) = ("", 0, 0)
  /// Words for the kind come again and again.
  private var lastKind: (cell: ShortCell, kind: SettlementKind, text: String) = (
    ShortCell(), .sale, ""
  )

  private struct Sum {
    var net: Int64 = 0
    var lines: Int32 = 0
    var stated: Int64?
    var line: Int32 = 0
  }

  init(
    _ bytes: UnsafeRawBufferPointer, _ binding: SettlementBinding, _ encoding: TextEncoding,
    context: ReadingContext, send: @escaping (SettlementRow) -> Void
  ) {
    self.binding = binding
    profile = binding.profile
    self.send = send
    asOf = context.asOf
    signInName = profile.has(.signInFileName) ? nameSign(context.fileName) : 1
    fields = SettlementFields(bytes, binding, encoding)
    findings = FindingLog(maxRowFindings: context.maxFindings)
    reading = FileReading(
      kind: .settlement, formatID: profile.info.id, encoding: encoding)
    reading.provider = profile.provider
  }

  /// Reads the records that `scanner` still has; the header is behind it, on `headerLine`.
  mutating func read(_ scanner: inout CSVScanner, headerLine: Int32) -> FileReading {
    if signInName == nil {
      findings.add(
        DataFinding(
          .badCode, .refusesFile, place: SourcePlace(line: headerLine),
          expected: "receipt_*.csv, billing_*.csv"))
    }
    var record = CSVRecord()
    reading: while true {
      switch scanner.next(&record) {
      case .end: break reading
      case .fault(let fault):
        reading.rowsRejected += 1
        findings.addRow(structureFinding(fault, severity: .rejectsRow, record: nil))
      case .record: take(record)
      }
    }
    if recordNumber == 0, reading.rowsRejected == 0 {
      findings.add(DataFinding(.headerWithoutRows, .note, place: SourcePlace(line: headerLine)))
    }
    proveSums()
    reading.findings = findings.sorted()
    return reading
  }

  private mutating func take(_ record: borrowing CSVRecord) {
    if record.isBlank {
      reading.rowsSkipped += 1
      return
    }
    recordNumber += 1
    do throws(SettlementFault) {
      let columns = binding.names.count
      guard record.count >= columns || profile.has(.summaryRows) else {
        throw SettlementFault(
          .columnCount, value: String(record.count), expected: String(columns))
      }
      guard let row = try row(record) else {
        reading.rowsSkipped += 1
        return
      }
      reading.rowsRead += 1
      send(row)
    } catch {
      reject(error, record)
    }
  }

  private mutating func reject(_ fault: SettlementFault, _ record: borrowing CSVRecord) {
    let refuses = fault.fault == .netDiffers
    let index = fault.role.map { binding.index($0) } ?? -1
    let byte = index >= 0 && index < record.count ? record[index].start : record.byte
    reading.rowsRejected += 1
    findings.addRow(
      DataFinding(
        fault.fault, refuses ? .refusesFile : .rejectsRow,
        place: SourcePlace(
          record: recordNumber, line: Int32(clamping: record.line),
          column: index >= 0 ? Int32(index + 1) : nil, byte: Int64(byte),
          field: fault.role.map { binding.name($0) }),
        value: fault.value, expected: fault.expected))
  }

  /// Nil for a row that says nothing.
  private mutating func row(
    _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> SettlementRow? {
    switch profile.content {
    case .slips: return try slip(record).map { .slip($0) }
    case .payouts: return try isPart(record) ? nil : .payout(try statedPayout(record))
    case .lines: break
    }
    try noteCurrency(record)
    if profile.has(.summaryRows), let total = try units(.payoutTotal, record) {
      return .payout(try summary(record, total))
    }
    let line = try settlementLine(record)
    if line.kind == .payout {
      let name = [line.payoutKey, line.lineID].first { !$0.isEmpty }
      // Lines that belong to it name it: by its day they would not find it.
      if name == nil, binding.has(.payoutKey) { throw SettlementFault(.missingValue, .payoutKey) }
      let expected = line.payoutDay ?? line.day
      let stated = StatedPayout(
        record: line.record, line: line.line, key: name ?? expected.iso, expectedDay: expected,
        totalYen: -line.netYen)
      sums[stated.key, default: Sum()].stated = stated.totalYen
      sums[stated.key]!.line = line.line
      return .payout(stated)
    }
    if line.state == .final { add(line) }
    return .line(line)
  }

  private mutating func add(_ line: SettlementLine) {
    if line.payoutKey != open.key {
      closeSum()
      open.key = line.payoutKey
    }
    open.net += line.netYen
    open.lines += 1
  }

  private mutating func closeSum() {
    guard open.lines > 0 else { return }
    sums[open.key, default: Sum()].net += open.net
    sums[open.key]!.lines += open.lines
    open = ("", 0, 0)
  }

  /// I2 within the file: what it states of a payout against its own lines.
  private mutating func proveSums() {
    closeSum()
    for (key, sum) in sums.sorted(by: { $0.key < $1.key }) {
      guard let stated = sum.stated, sum.lines > 0, stated != sum.net else { continue }
      findings.add(
        DataFinding(
          .payoutTotalDiffers, .refusesFile,
          place: SourcePlace(line: sum.line == 0 ? nil : sum.line), value: "\(key): \(sum.net)",
          expected: String(stated), differenceYen: sum.net - stated,
          currency: currency.isEmpty ? profile.currency : currency, decimals: decimals))
    }
  }
}

// The rows.
extension SettlementReader {
  private mutating func slip(
    _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> ShippedSlip? {
    let key = try fields.string(.orderKey, record)
    let number = try fields.string(.slipNumber, record)
    // An order that has not left yet.
    if number.isEmpty || key.isEmpty { return nil }
    return ShippedSlip(
      record: recordNumber, line: Int32(clamping: record.line), orderKey: key, slipNumber: number,
      shippedDay: try day(.shippedDay, record), codYen: try units(.codAmount, record))
  }

  private mutating func isPart(
    _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> Bool {
    let shop = try fields.string(.shop, record)
    return !shop.isEmpty && shop != "-"
  }

  private mutating func statedPayout(
    _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> StatedPayout {
    try noteCurrency(record)
    guard let total = try units(.payoutTotal, record) else {
      throw SettlementFault(.missingValue, .payoutTotal)
    }
    guard let expected = try firstDay(.payoutDay, .otherDay, record) else {
      throw SettlementFault(.missingValue, .payoutDay)
    }
    let key = try fields.string(.payoutKey, record)
    let state = try fields.string(.state, record)
    return StatedPayout(
      record: recordNumber, line: Int32(clamping: record.line),
      key: key.isEmpty ? expected.iso : key, expectedDay: expected, totalYen: total,
      feeYen: try units(.fee, record).map { $0 < 0 ? -$0 : $0 },
      traceText: try fields.string(.trace, record),
      isLive: !profile.deadWords.contains(lowered(state)))
  }

  private mutating func summary(
    _ record: borrowing CSVRecord, _ total: Int64
  ) throws(SettlementFault) -> StatedPayout {
    summaryKey = try fields.required(.payoutKey, record)
    guard let day = try day(.payoutDay, record) else {
      throw SettlementFault(.missingValue, .payoutDay)
    }
    summaryDay = day
    sums[summaryKey, default: Sum()].stated = total
    sums[summaryKey]!.line = Int32(clamping: record.line)
    return StatedPayout(
      record: recordNumber, line: Int32(clamping: record.line), key: summaryKey, expectedDay: day,
      totalYen: total)
  }

  private mutating func settlementLine(
    _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> SettlementLine {
    guard let day = try firstDay(.day, .otherDay, record) else {
      throw SettlementFault(.missingValue, .day)
    }
    try readKind(record)
    let kindText = lastKind.text
    var kind = lastKind.kind
    let money = try money(record, kind)
    if try !fields.utf8(.returnedDay, record).isEmpty { kind = .refused }
    if kind == .sale, signInName == -1 { kind = .fee }
    if case .words = profile.signs, kind == .sale, money.gross < 0 { kind = .refund }
    var orderKey = try fields.string(.orderKey, record)
    if profile.has(.accountBeforeOrder) { orderKey = afterHyphen(orderKey) }
    var payoutDay = summaryDay
    if let own = try self.day(.payoutDay, record) { payoutDay = own }
    let state = try fields.string(.state, record)
    return SettlementLine(
      record: recordNumber, line: Int32(clamping: record.line),
      lineID: try fields.string(.lineID, record), day: day, kind: kind, kindText: kindText,
      orderKey: orderKey, chargeKey: try fields.string(.chargeKey, record),
      slipNumber: try fields.string(.slipNumber, record), grossYen: money.gross,
      feeYen: money.fee, feeTaxYen: try units(.feeTax, record) ?? 0,
      payoutKey: try payoutKey(record, payoutDay), payoutDay: payoutDay,
      state: profile.preliminaryWords.contains(lowered(state)) ? .preliminary : .final,
      methodText: try fields.string(.method, record), isComponent: profile.has(.components))
  }

  private mutating func payoutKey(
    _ record: borrowing CSVRecord, _ day: Day?
  ) throws(SettlementFault) -> String {
    let key = try fields.string(.payoutKey, record)
    guard profile.has(.payoutPerDay) else {
      return !key.isEmpty || binding.has(.payoutKey)
        ? (key.isEmpty ? summaryKey : key)
        : day?.iso ?? ""
    }
    guard let day else { return "" }
    return key.isEmpty ? day.iso : key + "/" + day.iso
  }

  /// Leaves the row's kind in `lastKind`.
  private mutating func readKind(
    _ record: borrowing CSVRecord
  ) throws(SettlementFault) {
    let cell = fields.short(.kind, record)
    if let cell, cell == lastKind.cell { return }
    let text = try fields.string(.kind, record)
    lastKind = (cell ?? ShortCell(), try kind(text), text)
  }

  private func kind(_ text: String) throws(SettlementFault) -> SettlementKind {
    if profile.kinds.isEmpty { return profile.otherKind ?? .sale }
    if text.isEmpty, profile.has(.kindMayBeEmpty) { return .sale }
    let word = lowered(text)
    for name in profile.kinds where name.isPart ? holds(word, name.word) : word == name.word {
      return name.kind
    }
    if let other = profile.otherKind { return other }
    throw SettlementFault(
      .badCode, .kind, value: text,
      expected: profile.kinds.prefix(8).map(\.word).joined(separator: ", "))
  }
}

// Money.
extension SettlementReader {
  private var decimals: Int32 { currency.isEmpty || currency == "JPY" ? 0 : 2 }

  /// The row's currency, or that of the rows above it. One file is of one currency.
  private mutating func noteCurrency(_ record: borrowing CSVRecord) throws(SettlementFault) {
    let written = binding.has(.currency) ? uppered(try fields.string(.currency, record)) : ""
    if written.isEmpty {
      if currency.isEmpty { currency = profile.currency }
      return
    }
    if currency.isEmpty {
      currency = written
      if written != "JPY" {
        // The file is proved, but only yen are posted.
        findings.add(
          DataFinding(
            .notJPY, .stopsPosting,
            place: SourcePlace(record: recordNumber, line: Int32(clamping: record.line)),
            value: written, expected: "JPY"))
      }
    } else if currency != written {
      throw SettlementFault(.notJPY, .currency, value: written, expected: currency)
    }
  }

  /// Yen, or hundredths of another currency; nil where the field is empty.
  private mutating func units(
    _ role: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> Int64? {
    guard let hundredths = try fields.money(role, record) else { return nil }
    if decimals == 2 { return hundredths }
    guard hundredths % 100 == 0 else {
      throw SettlementFault(.badAmount, role, value: try fields.string(role, record))
    }
    return hundredths / 100
  }

  private mutating func money(
    _ record: borrowing CSVRecord, _ kind: SettlementKind
  ) throws(SettlementFault) -> (gross: Int64, fee: Int64) {
    if case .debitCredit = profile.signs { return try debitCredit(record, kind) }
    var gross = try units(.gross, record) ?? 0
    var fee: Int64 = 0
    for role in feeRoles where binding.has(role) {
      fee += try units(role, record) ?? 0
    }
    let net = try units(.net, record)
    switch profile.signs {
    case .feeSubtracted: break
    case .feeAdded: fee = -fee
    case .feeEither: if try isAdded(gross, fee, net) { fee = -fee }
    case .words(let plus, let minus):
      let word = try fields.required(.sign, record)
      guard plus.contains(word) || minus.contains(word) else {
        throw SettlementFault(
          .badCode, .sign, value: word, expected: (plus + minus).joined(separator: ", "))
      }
      if minus.contains(word) { gross = -gross }
    case .debitCredit: break
    }
    if signInName == -1 { return (0, gross) }
    // Rows that are only a fee, or the payout, have no gross of a customer.
    if let net, net != gross - fee { throw differs(gross, fee, net) }
    if profile.has(.components), try isFee(record) { return (0, -gross) }
    return (gross, fee)
  }

  private mutating func isFee(_ record: borrowing CSVRecord) throws(SettlementFault) -> Bool {
    let type = lowered(try fields.string(.componentType, record))
    return holds(type, "fee") || holds(type, "commission")
  }

  private mutating func isAdded(
    _ gross: Int64, _ fee: Int64, _ net: Int64?
  ) throws(SettlementFault) -> Bool {
    if let feeIsAdded { return feeIsAdded }
    guard fee != 0, let net else { return false }
    guard net == gross - fee || net == gross + fee else { throw differs(gross, fee, net) }
    feeIsAdded = net == gross + fee
    return net == gross + fee
  }

  private func differs(_ gross: Int64, _ fee: Int64, _ net: Int64) -> SettlementFault {
    SettlementFault(
      .netDiffers, .net, value: String(net), expected: "\(gross) - \(fee) = \(gross - fee)")
  }

  private mutating func debitCredit(
    _ record: borrowing CSVRecord, _ kind: SettlementKind
  ) throws(SettlementFault) -> (gross: Int64, fee: Int64) {
    let gross = (try units(.grossCredit, record) ?? 0) - (try units(.grossDebit, record) ?? 0)
    let net = (try units(.netCredit, record) ?? 0) - (try units(.netDebit, record) ?? 0)
    if kind == .payout || (gross == 0 && kind != .fee) { return (net, 0) }
    return (gross, gross - net)
  }

  private mutating func firstDay(
    _ role: SettlementRole, _ other: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> Day? {
    if let found = try day(role, record) { return found }
    return try day(other, record)
  }

  /// Of lines no older than fifty years; of payouts also the year to come.
  private mutating func day(
    _ role: SettlementRole, _ record: borrowing CSVRecord
  ) throws(SettlementFault) -> Day? {
    guard let found = try fields.day(role, record) else { return nil }
    let range = role == .payoutDay ? statedDays(asOf: asOf) : bookingDays(asOf: asOf)
    guard range.contains(found) else {
      throw SettlementFault(
        .badDate, role, value: found.iso,
        expected: "\(range.lowerBound.iso) … \(range.upperBound.iso)")
    }
    return found
  }
}

private let feeRoles: [SettlementRole] = [.fee, .secondFee, .thirdFee, .fourthFee]

/// What stands behind the last hyphen; all where there is none.
private func afterHyphen(_ text: String) -> String {
  let bytes = Array(text.utf8)
  guard let hyphen = bytes.lastIndex(of: 0x2D) else { return text }
  return String(decoding: bytes[(hyphen + 1)...], as: UTF8.self)
}

/// 1 for a file of money to the shop, -1 for one of money from it; nil where its name says neither.
private func nameSign(_ name: String) -> Int64? {
  let lower = lowered(name)
  if holds(lower, "receipt") || holds(lower, "受取") { return 1 }
  return holds(lower, "billing") || holds(lower, "請求") ? -1 : nil
}

private func lowered(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
  return isPlain ? text : foldHeader(text).lowercased()
}

private func uppered(_ text: String) -> String {
  text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : text.uppercased()
}

private func holds(_ text: String, _ part: String) -> Bool {
  let bytes = Array(text.utf8)
  let wanted = Array(part.utf8)
  guard !wanted.isEmpty, bytes.count >= wanted.count else { return false }
  return (0...(bytes.count - wanted.count)).contains { bytes[$0...].starts(with: wanted) }
}
