import Model

/// How many physical lines from the start a header may stand.
private let headerLines = 30

/// What the header search of a CSV file came to.
private enum HeaderFound {
  case bank(HeaderMatch, line: Int, headerCount: Int, preamble: [[String]])
  case positional(PositionalKind)
  case order(OrderHeader, line: Int32)
  case settlement(SettlementBinding, line: Int32)
  /// Nearly a settlement report, and nearer to it than to any bank.
  case settlementChanged(SettlementMiss, line: Int)
  /// Nothing fits. `near` is the closest bank with the line of the header, `bad` the first byte
  /// that is no character.
  case none(near: (NearMiss, Int)?, bad: (line: Int, byte: Int)?)
  case fault(CSVFault)
}

/// Reads a CSV file whose bytes begin at `start`, behind a byte order mark.
func readCSV(
  _ bytes: UnsafeRawBufferPointer, from start: Int, context: ReadingContext, sink: RowSink
) -> FileReading {
  let encoding = textEncoding(bytes, from: start)
  var end = bytes.count
  // The end mark of DOS.
  while end > start, bytes[end - 1] == 0x1A { end -= 1 }
  var closest: (near: (NearMiss, Int)?, bad: (line: Int, byte: Int)?)?
  if let match = matchHeaderless(bytes, from: start, to: end, encoding: encoding, context: context)
  {
    var scanner = CSVScanner(
      bytes, from: match.offset, to: end, line: match.line, separator: match.separator,
      consumed: context.consumed)
    var reader = BankCSVReader(bytes, layout: match.layout, context: context)
    return reader.read(&scanner, sink: sink)
  }
  for separator in separators(context) {
    let opened = CSVScanner(
      bytes, from: start, to: end, separator: separator, consumed: context.consumed)
    var scanner = opened
    switch findHeader(&scanner, encoding, ProfileChoice(context, separator: separator)) {
    case .bank(let match, let line, let headerCount, let preamble):
      return readBank(
        bytes, match, line: line, headerCount: headerCount,
        preamble: Preamble(lines: preamble, asOf: context.asOf),
        encoding: encoding, end: end, scanner: &scanner, context: context, sink: sink)
    case .positional(let kind):
      scanner = opened
      return kind.read(
        bytes, encoding: encoding, scanner: &scanner, context: context, sink: sink)
    case .order(let header, let line):
      return readOrders(
        scanner, header: header, line: line, encoding: encoding, context: context, sink: sink)
    case .settlement(let binding, let line):
      var reader = SettlementReader(
        bytes, binding, encoding, context: context, send: sink.settlement)
      return reader.read(&scanner, headerLine: line)
    case .settlementChanged(let miss, let line):
      var reading = refusal(
        .headerChanged, place: SourcePlace(line: Int32(clamping: line)),
        value: miss.profile.info.id, expected: miss.missing.joined(separator: ", "))
      reading.kind = .settlement
      reading.encoding = encoding
      return reading
    case .fault(let fault):
      return FileReading(
        encoding: encoding,
        findings: [structureFinding(fault, severity: .refusesFile, record: nil)])
    case .none(let near, let bad): if closest == nil { closest = (near, bad) }
    }
  }
  return refusal(near: closest?.near, bad: closest?.bad, bytes, from: start, encoding)
}

private func readBank(
  _ bytes: UnsafeRawBufferPointer, _ match: HeaderMatch, line: Int, headerCount: Int,
  preamble: Preamble, encoding: TextEncoding, end: Int, scanner: inout CSVScanner,
  context: ReadingContext,
  sink: RowSink
) -> FileReading {
  let layout = BankCSVLayout(
    profile: match.profile, columns: match.columns, headerCount: headerCount, preamble: preamble,
    encoding: encoding, end: end)
  var reader = BankCSVReader(bytes, layout: layout, context: context)
  if !match.unknownNames.isEmpty, !match.profile.has(.otherColumns) {
    reader.log.add(
      DataFinding(
        .headerChanged, .note, place: SourcePlace(line: Int32(clamping: line)),
        value: match.unknownNames.joined(separator: ", ")))
  }
  return reader.read(&scanner, sink: sink)
}

/// Looks for a known header among the first lines. The scanner stands behind it afterwards.
private func findHeader(
  _ scanner: inout CSVScanner, _ encoding: TextEncoding, _ choice: ProfileChoice
) -> HeaderFound {
  let decoder = TextDecoder(encoding)
  var text = FieldText(decoder)
  var record = CSVRecord()
  /// With their physical lines.
  var lines: [(cells: [String], line: Int)] = []
  // A record cut out wrongly may have been the header.
  var fault: CSVFault?
  var near: (NearMiss, Int)?
  var nearSettlement: (SettlementMiss, Int)?
  var bad: (line: Int, byte: Int)?
  while scanner.line <= headerLines + choice.skipLines {
    switch scanner.next(&record) {
    case .end: return nearest(near, nearSettlement, bad)
    case .fault(let found):
      if found.kind == .nulByte || found.kind == .lineTooLong { return .fault(found) }
      fault = fault ?? found
      continue
    case .record: break
    }
    var cells: [String] = []
    for field in record.fields {
      if let utf8 = text.utf8(field, in: scanner.bytes) {
        cells.append(validString(utf8))
      } else {
        // A header stays one with a damaged name: were it passed over, a header that is repeated
        // further down would be taken, and the rows above it lost.
        let raw = UnsafeRawBufferPointer(rebasing: scanner.bytes[field.start..<field.end])
        if bad == nil { bad = (record.line, field.start + (decoder.firstBadByte(raw) ?? 0)) }
        cells.append(shownValue(raw, decoder))
      }
    }
    lines.append((cells, record.line))
    guard cells.count >= 3 else { continue }
    let names = cells.map(foldHeader)
    let own = choice.ownMatch(names, line: record.line)
    if own == nil, let kind = PositionalKind(names, isFirst: lines.count == 1) {
      return .positional(kind)
    }
    if own == nil, let binding = choice.settlement(names, above: lines.dropLast().map(\.cells)) {
      return fault.map { .fault($0) } ?? .settlement(binding, line: Int32(clamping: record.line))
    }
    if let match = own ?? matchBankHeader(names, profiles: choice.builtIn) {
      if let fault { return .fault(fault) }
      if let (line, missing) = damagedCopy(of: names, in: lines.dropLast()) {
        let miss = NearMiss(profile: match.profile, missing: missing, matched: names.count)
        return .none(near: (miss, line), bad: nil)
      }
      return .bank(
        match, line: record.line, headerCount: record.count, preamble: lines.dropLast().map(\.cells)
      )
    }
    if let header = matchOrderHeader(names) {
      return fault.map { .fault($0) } ?? .order(header, line: Int32(clamping: record.line))
    }
    if let miss = nearestBankHeader(names, profiles: choice.own + choice.builtIn),
      miss.matched > near?.0.matched ?? 0
    {
      near = (miss, record.line)
    }
    if let miss = nearestSettlementHeader(names, profiles: choice.settlements),
      miss.matched > nearSettlement?.0.matched ?? 0
    {
      nearSettlement = (miss, record.line)
    }
  }
  return nearest(near, nearSettlement, bad)
}

private func nearest(
  _ bank: (NearMiss, Int)?, _ settlement: (SettlementMiss, Int)?, _ bad: (line: Int, byte: Int)?
) -> HeaderFound {
  guard let (miss, line) = settlement, miss.matched > bank?.0.matched ?? 0 else {
    return .none(near: bank, bad: bad)
  }
  return .settlementChanged(miss, line: line)
}

/// A line further up that holds at least half of the header's names, and the names that it lacks.
/// It was the header before it was damaged, and the one found is its repeat on the next page: the
/// rows between must not be lost.
private func damagedCopy(
  of header: [String], in lines: ArraySlice<(cells: [String], line: Int)>
) -> (line: Int, missing: [String])? {
  let names = header.filter { !$0.isEmpty }
  for (cells, line) in lines {
    let there = Set(cells.map(foldHeader))
    let missing = names.filter { !there.contains($0) }
    if missing.count * 2 <= names.count { return (line, missing) }
  }
  return nil
}

/// What to say of a file without a known header: that one comes close, that it cannot be decoded,
/// or only how it begins.
private func refusal(
  near: (NearMiss, Int)?, bad: (line: Int, byte: Int)?, _ bytes: UnsafeRawBufferPointer,
  from start: Int, _ encoding: TextEncoding
) -> FileReading {
  var reading: FileReading
  if let (miss, line) = near, miss.missing.isEmpty, let own = miss.profile.own,
    line <= own.skipLines
  {
    // The header of a user's format, which is told to pass it over.
    reading = refusal(
      .headerChanged, place: SourcePlace(line: Int32(clamping: line), field: "skip_lines"),
      value: "\(own.skipLines)", expected: "\(line - 1)")
  } else if let (miss, line) = near {
    reading = refusal(
      .headerChanged, place: SourcePlace(line: Int32(clamping: line)),
      value: miss.profile.info.id, expected: miss.missing.joined(separator: ", "))
  } else if let bad {
    return refusal(
      .wrongEncoding,
      place: SourcePlace(line: Int32(clamping: bad.line), byte: Int64(bad.byte)),
      expected: "UTF-8, CP932")
  } else {
    let head = UnsafeRawBufferPointer(rebasing: bytes[start...])
    let lineEnd = head.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? head.count
    let line = UnsafeRawBufferPointer(rebasing: head[..<lineEnd])
    reading = refusal(
      .unknownFormat, place: SourcePlace(line: 1),
      value: shownValue(line, TextDecoder(encoding)), valueIsPersonal: true)
  }
  reading.encoding = encoding
  return reading
}
