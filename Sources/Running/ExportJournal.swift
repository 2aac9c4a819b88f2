internal import Glibc
public import Model
internal import Reading
internal import Recording
internal import Reporting

/// What `keshikomi export journal` is asked to write.
public struct JournalRequest: Sendable {
  public var layout: JournalLayout
  /// Must not be there yet.
  public var output: String
  /// Who answers for it.
  public var person: String
  /// Only what happened until then.
  public var until: Day?
  /// Only what is this shop's; the rest waits.
  public var shopID: String?
  /// Write an earlier export once more, in whatever layout.
  public var repeatsExport: Int64?
  public var isDryRun = false

  public init(layout: JournalLayout, output: String, person: String) {
    self.layout = layout
    self.output = output
    self.person = person
  }
}

/// Writes the bookings that were not written out yet, for an accounting program. Each is written
/// once over all exports and layouts; what changed since is a booking of its own that takes the
/// earlier one back. What happened in a locked period is booked on the first day after it.
public func exportJournal(_ journal: JournalRequest, _ request: RunRequest) throws -> RunSummary {
  try request.checkWorkspace(writing: journal.output)
  return try request.onLedger("export journal") { frame in
    return try JournalWriting(frame: frame, journal: journal).run()
  }
}

private struct JournalWriting {
  let frame: RunFrame
  let journal: JournalRequest

  private func say(_ ja: String, _ en: String) -> String { frame.language == .ja ? ja : en }

  func run() throws(RunError) -> RunSummary {
    let lines: [BookLine]
    var left = 0
    if let export = journal.repeatsExport {
      if journal.shopID != nil { throw .repeatsWhole }
      lines = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.bookedLines(export: export)
      }
    } else {
      (lines, left) = try due()
    }
    let rest =
      left == 0
      ? []
      : [
        say(
          "ほかの店舗の、または一つの店舗に決まらない仕訳 \(left)件は残しています。",
          "\(left) bookings of other shops, or of no one shop, wait.")
      ]
    guard !lines.isEmpty else {
      let nothing = say("新しい仕訳はありません。", "No new bookings.")
      return RunSummary(lines: [nothing] + rest, exitCode: 0)
    }
    let output = NewFile(journal.output)
    let (bytes, replaced) = encoded(lines)
    try withBytes(bytes) { (raw) throws(RunError) in try output.write([raw]) }
    var told: [String] = []
    if journal.isDryRun {
      try output.discard()
    } else if journal.repeatsExport == nil {
      let export = JournalExport(
        layout: journal.layout.rawValue, outputSHA256: output.sha256,
        outputName: lastComponent(journal.output), person: journal.person,
        asOf: frame.request.asOf, wallSeconds: Int64(time(nil)))
      // On record first: bookings that nobody knows of would be written out again.
      let id = try ledgerCall { () throws(LedgerError) in try frame.ledger.record(export, lines) }
      try output.publish()
      told.append(say("出力番号 \(id)", "export \(id)"))
    } else {
      try output.publish()
    }
    return RunSummary(lines: summary(lines, replaced) + rest + told, exitCode: 0)
  }

  /// What is not written out yet, numbered, out of locked periods, with what it takes back; and
  /// how much of it is not the shop's.
  private func due() throws(RunError) -> (lines: [BookLine], left: Int) {
    let shops = try ShopsOfMoney(frame)
    if let shop = journal.shopID { try frame.checkShop(shop) }
    let facts = try ledgerCall { () throws(LedgerError) in try frame.ledger.bookFacts() }
    let known = try ledgerCall { () throws(LedgerError) in try frame.ledger.bookedLines() }
    let locked = try ledgerCall { () throws(LedgerError) in try frame.ledger.lockedThrough() }
    let keys = Set(known.map(\.key))
    var numbering = BookNumbering(known)
    var due: [BookLine] = []
    var left = 0
    for line in bookLines(facts, frame.settings.books) where !keys.contains(line.key) {
      if let until = journal.until, line.day > until { continue }
      if let shop = journal.shopID, shops.shop(of: line)?.isExactly(shop) != true {
        left += 1
        continue
      }
      due.append(numbering.numbered(line, after: locked))
    }
    return (due, left)
  }

  /// The file, and how many characters the code page does not have.
  private func encoded(_ lines: [BookLine]) -> (bytes: [UInt8], replaced: Int) {
    var writer = JournalBytes(journal.layout)
    if let header = journal.layout.header { writer.add(header) }
    for line in lines {
      for row in journal.layout.rows(line, frame.settings.books) { writer.add(row) }
    }
    return (writer.bytes, writer.replaced)
  }

  private func summary(_ lines: [BookLine], _ replaced: Int) -> [String] {
    let yen = lines.reduce(0) { $0 + $1.yen }
    let back = lines.count { $0.isReversal }
    var told = [
      say(
        "仕訳 \(lines.count)件(\(yen)円、うち取消 \(back)件)を書き出しました: \(journal.output)",
        "Wrote \(lines.count) bookings (¥\(yen), \(back) of them reversals): \(journal.output)"),
      say(
        "科目と税区分は案です。取り込む前に確認してください。",
        "Accounts and tax classes are proposals: check them before importing."),
    ]
    let moved = lines.count { $0.day != $0.factDay }
    if moved > 0 {
      told.append(
        say(
          "締めた期間の仕訳 \(moved)件は翌期間の初日に計上しました。",
          "\(moved) bookings of a locked period stand on the first day after it."))
    }
    if replaced > 0 {
      told.append(
        say(
          "Shift_JIS にない文字 \(replaced)字を〓にしました。",
          "\(replaced) characters that Shift_JIS does not have became 〓."))
    }
    return told
  }
}

/// Gives bookings their numbers and finds what they take back.
struct BookNumbering {
  private var next: Int64
  private var lines: [ExactText: [BookLine]] = [:]
  private var reversed: Set<Int64> = []

  init(_ known: [BookLine]) {
    next = (known.last?.number ?? 0) + 1
    for line in known {
      lines[subject(line), default: []].append(line)
      if let back = line.reverses { reversed.insert(back) }
    }
  }

  private func subject(_ line: BookLine) -> ExactText {
    ExactText(line.entryID.isEmpty ? line.orderID + line.provider : line.entryID)
  }

  mutating func numbered(_ line: BookLine, after locked: Day?) -> BookLine {
    var line = line
    line.number = next
    next += 1
    if let locked, line.day <= locked { line.day = locked.adding(days: 1) }
    if line.isReversal {
      line.reverses =
        lines[subject(line)]?.last { earlier in
          earlier.debit == line.credit && earlier.credit == line.debit && earlier.yen == line.yen
            && earlier.orderID.isExactly(line.orderID) && !reversed.contains(earlier.number)
        }?.number
      if let back = line.reverses { reversed.insert(back) }
    }
    lines[subject(line), default: []].append(line)
    return line
  }
}

/// Rows as bytes: comma, quotes where needed, CR LF.
private struct JournalBytes {
  private let layout: JournalLayout
  private(set) var bytes: [UInt8]
  private(set) var replaced = 0

  init(_ layout: JournalLayout) {
    self.layout = layout
    bytes = layout.hasMark ? [0xEF, 0xBB, 0xBF] : []
  }

  mutating func add(_ cells: [String]) {
    for (n, cell) in cells.enumerated() {
      if n > 0 { bytes.append(0x2C) }
      add(cell)
    }
    bytes += [0x0D, 0x0A]
  }

  private mutating func add(_ cell: String) {
    // A person opens the neutral file; the others are read by programs, which take text as text.
    if layout == .neutral, startsLikeFormula(cell) { bytes.append(0x27) }
    let needsQuotes = cell.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }
    if needsQuotes { bytes.append(0x22) }
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { bytes.append(0x22) }
      bytes += encoded(scalar)
    }
    if needsQuotes { bytes.append(0x22) }
  }

  private mutating func encoded(_ scalar: Unicode.Scalar) -> [UInt8] {
    let text = String(scalar)
    if !layout.isCP932 { return Array(text.utf8) }
    if let known = cp932Bytes(text) { return known }
    replaced += 1
    return cp932Bytes("〓") ?? [0x3F]
  }
}

/// Locks the books through a day, or opens them again down to it, with reason and name.
public func lockBooks(
  through day: Day, reason: String, person: String, _ request: RunRequest
) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  let note = try personalNote(person: person, comment: reason, request.asOf)
  return try request.workspace.locked(asOfNote: "books") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    try ledgerCall { () throws(LedgerError) in try frame.ledger.lock(through: day, note: note) }
    return RunSummary(
      lines: [
        frame.language == .ja
          ? "\(day.iso) までの期間を締めました。それ以前の仕訳は翌日付で計上します。"
          : "The books are locked through \(day.iso); what comes for it stands on the day after."
      ], exitCode: 0)
  }
}
