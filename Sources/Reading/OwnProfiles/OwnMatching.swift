import Model

/// The profiles that a file may fit when it is cut at one separator: a user's own first.
struct ProfileChoice {
  let own: [BankProfile]
  let builtIn: [BankProfile]
  /// A user's own before the built-in ones.
  let settlements: [SettlementProfile]

  init(_ context: ReadingContext, separator: UInt8) {
    own = context.ownProfiles.compactMap(\.profile).filter {
      $0.own?.columnCount == nil && ($0.own?.separator ?? separator) == separator
    }
    let replaced = context.ownProfiles.compactMap(\.replaces)
    settlements = context.ownProfiles.compactMap(\.settlement) + settlementProfiles
    let isUsual = usualSeparators.contains(separator)
    builtIn = isUsual ? bankProfiles.filter { !replaced.contains($0.info.id) } : []
  }

  /// How many physical lines own profiles pass over before they look for a header.
  var skipLines: Int { own.compactMap { $0.own?.skipLines }.max() ?? 0 }

  /// The settlement report that fits a header, a user's own first, and of these what asks for a
  /// word above the header first.
  ///
  /// - Parameter above: the cells of the lines before it.
  func settlement(_ names: [String], above: some Sequence<[String]>) -> SettlementBinding? {
    let own = settlements.filter { $0.info.grade == "own" }
    let cells = above.flatMap { $0 }.map(foldHeader)
    let named = own.filter { profile in
      !profile.aboveWord.isEmpty && cells.contains { $0.contains(profile.aboveWord) }
    }
    return matchSettlementHeader(names, profiles: named)
      ?? matchSettlementHeader(names, profiles: own.filter(\.aboveWord.isEmpty))
      ?? matchSettlementHeader(names)
  }

  /// The own profile that fits a header on this line.
  func ownMatch(_ names: [String], line: Int) -> HeaderMatch? {
    matchBankHeader(names, profiles: own.filter { line > $0.own?.skipLines ?? 0 })
  }
}

/// What files are cut at where no profile says otherwise.
let usualSeparators: [UInt8] = [0x2C, 0x09]

/// Comma, tab, and what else own profiles name.
func separators(_ context: ReadingContext) -> [UInt8] {
  let named = context.ownProfiles.compactMap(\.profile?.own?.separator)
  return usualSeparators
    + separatorWords.map(\.byte).filter {
      !usualSeparators.contains($0) && named.contains($0)
    }
}

/// An own profile without a header that fits the beginning of a file, and where its rows begin.
struct HeaderlessMatch {
  let layout: BankCSVLayout
  let separator: UInt8
  let offset: Int
  let line: Int
}

/// Own profiles without a header are known by their rows: among the first five more can be read
/// than not.
func matchHeaderless(
  _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int, encoding: TextEncoding,
  context: ReadingContext
) -> HeaderlessMatch? {
  for profile in context.ownProfiles.compactMap(\.profile) where profile.own?.columnCount != nil {
    for separator in profile.own?.separator.map({ [$0] }) ?? usualSeparators {
      if let match = fit(profile, separator, bytes, start, end, encoding, context) { return match }
    }
  }
  return nil
}

private func fit(
  _ profile: BankProfile, _ separator: UInt8, _ bytes: UnsafeRawBufferPointer, _ start: Int,
  _ end: Int, _ encoding: TextEncoding, _ context: ReadingContext
) -> HeaderlessMatch? {
  guard let own = profile.own, let count = own.columnCount else { return nil }
  var scanner = CSVScanner(bytes, from: start, to: end, separator: separator)
  var record = CSVRecord()
  var text = FieldText(TextDecoder(encoding))
  var preamble: [[String]] = []
  while scanner.line <= own.skipLines {
    guard case .record = scanner.next(&record) else { return nil }
    preamble.append(record.fields.map { text.utf8($0, in: bytes).map(validString) ?? "" })
  }
  let (offset, line) = (scanner.offset, scanner.line)
  for _ in 0..<5 {
    guard case .record = scanner.next(&record) else { break }
  }
  var columns = ResolvedColumns(names: (1...count).map { "#\($0)" })
  for (role, index) in own.positions where role != .ignored { columns[role] = index }
  let layout = { (end: Int) in
    BankCSVLayout(
      profile: profile, columns: columns, headerCount: count,
      preamble: Preamble(lines: preamble, asOf: context.asOf), encoding: encoding, end: end)
  }
  var head = CSVScanner(bytes, from: offset, to: scanner.offset, line: line, separator: separator)
  var reader = BankCSVReader(bytes, layout: layout(scanner.offset), context: quiet(context))
  let reading = reader.read(&head, sink: RowSink())
  guard reading.rowsRead > reading.rowsRejected else { return nil }
  return HeaderlessMatch(layout: layout(end), separator: separator, offset: offset, line: line)
}

/// For a look ahead: the bytes are needed again.
private func quiet(_ context: ReadingContext) -> ReadingContext {
  var context = context
  context.consumed = { _ in }
  return context
}
