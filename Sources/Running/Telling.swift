// The ledger's events about an order or an entry, put into lines for `explain`.

internal import Deciding
internal import Model
internal import Recording
internal import Reporting

/// Puts the ledger's events into lines.
struct Teller {
  let language: Language
  let overrides: [OverrideRecord]

  func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }

  func title(_ code: FindingCode) -> String { Deciding.title(of: code, language: language) }

  func tell(_ entry: EntryHistory) -> [String] {
    let side =
      entry.direction == .credit ? words("入金", "credit") : words("出金", "debit")
    let head =
      "\(side) \(entry.entryID)  \(entry.bookingDay.iso)  ¥\(entry.amountYen)  \(entry.accountKey)"
    return [head] + entry.events.flatMap { lines($0, nil) }
  }

  /// The bank rows that an order was cleared with stand under their clearing.
  func tell(
    _ order: OrderHistory, _ entry: (String) throws(LedgerError) -> EntryHistory?
  ) throws -> [String] {
    let shop = order.shopID.isEmpty ? "" : " (\(order.shopID))"
    var told = [words("注文 ", "order ") + order.orderID + shop]
    var row: OrderRow?
    for event in order.events {
      if case .orderRead(_, _, let read) = event { row = read }
      told += lines(event, row)
      guard case .cleared(_, let clearing) = event, let found = try entry(clearing.entryID) else {
        continue
      }
      for case .seen(let file, let payer, let reference) in found.events {
        told.append("      " + seen(file, payer, reference))
      }
    }
    return told
  }

  /// What of it was written out for the books: the way from the statement to the journal.
  func booked(_ id: String, _ ledger: Ledger) throws(RunError) -> [String] {
    let lines = try ledgerCall { () throws(LedgerError) in try ledger.bookedLines(about: id) }
    return lines.map { line in
      let back = line.reverses.map { words("、仕訳\($0)の取消", ", reverses \($0)") } ?? ""
      return "  " + words("仕訳 ", "booking ") + "K\(line.number)  \(line.day.iso)  "
        + "\(line.entryCase)  \(line.debit.japanese) / \(line.credit.japanese)  ¥\(line.yen)\(back)"
    }
  }

  /// Which tables the runs used that cleared something: evidence adds up by their weights.
  func versions(of events: [LedgerEvent], _ ledger: Ledger) throws(RunError) -> [String] {
    var told: [String] = []
    for case .cleared(let run, _) in events {
      let tables = try ledgerCall { () throws(LedgerError) in
        try ledger.tableVersions(ofRun: run.ordinal)
      }
      let line = "  \(run.runID)  " + words("表の版 ", "tables ") + tables
      if !told.contains(line) { told.append(line) }
    }
    return told
  }

  /// What people said of an entry: their answers, and what they took back.
  func said(ofEntry id: String, _ ledger: Ledger) throws(RunError) -> [String] {
    try lines(
      ledgerCall { () throws(LedgerError) in try ledger.answers(ofEntry: id) },
      ledgerCall { () throws(LedgerError) in try ledger.humanEvents(ofEntry: id) })
  }

  /// The same of an order: what was given to it, waived of it, taken from it.
  func said(of order: OrderHistory, _ ledger: Ledger) throws(RunError) -> [String] {
    let (id, shop) = (order.orderID, order.shopID)
    return try lines(
      ledgerCall { () throws(LedgerError) in try ledger.answers(ofOrder: id, shopID: shop) },
      ledgerCall { () throws(LedgerError) in try ledger.humanEvents(ofOrder: id, shopID: shop) })
  }

  private func lines(_ answers: [SaidAnswer], _ events: [HumanEvent]) -> [String] {
    answers.map { words("  回答 ", "  answer ") + $0.line(language) }
      + events.filter { !$0.isAnswer }.map { "  " + line($0) }
  }

  /// What a person said without answering anything.
  private func line(_ event: HumanEvent) -> String {
    let shares = event.shares.map { "\($0.orderID) ¥\($0.yen)" }.joined(separator: ", ")
    let said =
      event.kind == .undo ? words("消込を取り消した", "took the clearing back") : event.kind.rawValue
    let comment =
      event.note.comment.isEmpty
      ? "" : words("「\(event.note.comment)」", " “\(event.note.comment)”")
    return "\(event.note.moment.iso)  " + words("担当者 ", "person ") + event.note.person
      + ": \(said) \(event.entryID)" + (shares.isEmpty ? "" : " → \(shares)") + comment
  }

  /// Where the cases that are open stand, and how they are answered; nothing where none is.
  func next(_ events: [LedgerEvent]) -> [String] {
    var newest: [ExactText: (run: RunLine, state: CaseLine)] = [:]
    for case .caseChanged(let run, let state) in events {
      let id = ExactText(state.caseID)
      if newest[id].map({ $0.run.ordinal > run.ordinal }) != true { newest[id] = (run, state) }
    }
    let open = newest.values.map(\.state).filter(\.isOpen)
      .map { "\($0.caseID) (\(named($0.codes)))" }.sorted()
    guard !open.isEmpty else { return [] }
    let list = open.joined(separator: words("、", ", "))
    return [
      words(
        "次に: 未処理の案件 \(list)。次の一手と期限は最新の報告書にあります。回答は report.xlsx か "
          + "exceptions.csv の最後の列に書き、keshikomi resolve に渡してください。",
        "next: open \(list). The newest report says what to do and by when; write answers into the "
          + "last columns of report.xlsx or exceptions.csv and give it to keshikomi resolve.")
    ]
  }

  private func named(_ codes: [FindingCode]) -> String {
    codes.map { "\($0.rawValue) \(title($0))" }.joined(separator: words("、", ", "))
  }

  /// - Parameter order: its row as it was then; nil where the event is told of an entry.
  private func lines(_ event: LedgerEvent, _ order: OrderRow?) -> [String] {
    switch event {
    case .seen(let file, let payerName, let reference):
      return ["  " + seen(file, payerName, reference)]
    case .orderRead(let file, let version, let row):
      return [
        words("  受注データ 第\(version)版: ", "  order export, version \(version): ") + place(file)
          + "  \(row.paymentMethod.rawValue) ¥\(row.amountDueYen) \(row.status.rawValue) "
          + row.customerName
      ]
    case .cleared(let run, let clearing):
      return [
        "  \(run.runID)  " + words("消込 ", "cleared ") + "\(clearing.entryID) → "
          + "\(clearing.orderID)  ¥\(clearing.allocatedYen)  "
          + describe(clearing.basis, language: language)
          + words("  確度 ", "  probability ") + "\(clearing.probabilityPPM) ppm",
        "      " + evidence(clearing.evidence),
      ]
    case .stood(let run, let standing):
      let use = standing.use
      return [
        "  \(run.runID)  " + words("内訳: 消込 ", "use: cleared ") + "\(use.clearedYen)"
          + words("、仮受 ", ", suspense ") + "\(use.suspenseYen)"
          + words("、対象外 ", ", excluded ") + "\(use.excludedYen)"
          + words("、返金関連 ", ", refund-linked ") + "\(use.refundLinkedYen)  "
          + describe(reason: use.reason, language: language, title: title)
      ]
    case .decided(let run, let decision):
      let why =
        order.map { describe(decision, of: $0, language: language, title: title) }
        ?? decision.decision.rawValue
      return [
        "  \(run.runID)  " + words("判定 ", "decision ") + why
          + words("  入金 ", "  cleared ") + "\(decision.clearedYen) / \(decision.dueYen)"
      ]
    case .caseChanged(let run, let state):
      let until = state.until.map { words("、期限 ", ", until ") + $0.iso } ?? ""
      return [
        "  \(run.runID)  "
          + (state.isOpen ? words("案件 ", "case ") : words("案件終了 ", "case closed "))
          + "\(state.caseID) \(named(state.codes))" + (state.isOpen ? until : "")
      ]
    }
  }

  private func seen(_ file: SourceLine, _ payerName: String, _ reference: String) -> String {
    let ref = reference.isEmpty ? "" : words("、照会番号 ", ", reference ") + reference
    return words("明細: ", "statement: ") + place(file) + "  \(payerName)\(ref)"
      + overridden(file)
  }

  /// That the row's file was posted although a control failed.
  private func overridden(_ file: SourceLine) -> String {
    overrides.filter { $0.note.sha256 == file.sha256 }.map {
      words("、", "; ") + overrideLine($0, language)
    }.joined()
  }

  private func place(_ file: SourceLine) -> String {
    words(
      "\(file.name) データ\(file.record)件目", "\(file.name) record \(file.record)")
      + " [\(file.formatID), \(String(decoding: file.sha256.utf8.prefix(12), as: UTF8.self))]"
  }

  /// Weights are kept in thousandths of a bit: `nameExact+8123` reads nameExact +8.1.
  private func evidence(_ text: String) -> String {
    text.isEmpty ? words("根拠の記録なし", "no evidence on record") : words("根拠 ", "evidence ") + text
  }
}
