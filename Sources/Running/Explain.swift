internal import Matching
public import Model
internal import Recording
internal import Reporting
internal import Tables

/// Every event and reason on record about an order or a bank entry, oldest first. Names stand in
/// clear: who can read the workspace can read them. Throws `.notFound` for an unknown id.
///
/// - Parameter language: nil: the policy file's.
public func explain(
  _ id: String, in workspace: Workspace, language: Language?
) throws -> [String] {
  guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
  // A policy file that cannot be read is no reason to prove and tell nothing.
  let language = language ?? (try? RunFrame.loadSettings(workspace).language) ?? .ja
  let ledger = try RunFrame.openLedger(workspace.ledgerPath)
  let overrides = try ledgerCall { () throws(LedgerError) in try ledger.overrides() }
  let teller = Teller(isJapanese: language == .ja, overrides: overrides)
  let id = subject(id)
  if let entry = try ledgerCall({ () throws(LedgerError) in try ledger.history(ofEntry: id) }) {
    let said = try ledgerCall { () throws(LedgerError) in try ledger.humanEvents(ofEntry: id) }
    return teller.tell(entry) + said.map { "  " + teller.line($0) }
      + (try teller.versions(of: entry.events, ledger)) + (try teller.booked(id, ledger))
      + (try matchLines(id, ledger, workspace, language))
  }
  var orders = try ledgerCall { () throws(LedgerError) in try ledger.history(ofOrder: id) }
  if orders.isEmpty, let (number, shop) = numberAndShop(id) {
    orders = try ledgerCall { () throws(LedgerError) in try ledger.history(ofOrder: number) }
      .filter { $0.shopID.isExactly(shop) }
  }
  guard !orders.isEmpty else { throw RunError.notFound(id) }
  let told = try orders.flatMap { order in
    try teller.tell(order) { entryID throws(LedgerError) in try ledger.history(ofEntry: entryID) }
      + teller.versions(of: order.events, ledger) + teller.booked(order.orderID, ledger)
  }
  return told + (try orderMatchLines(id, ledger, workspace, language))
}

/// How the entry is matched as the ledger stands, and what would make it clear; nothing where the
/// policy file cannot be read: what it allows is then not known.
private func matchLines(
  _ id: String, _ ledger: Ledger, _ workspace: Workspace, _ language: Language
) throws -> [String] {
  guard let settings = try? RunFrame.loadSettings(workspace) else { return [] }
  let snapshot = try snapshotForMatching(ledger, settings)
  let whyNot = WhyNot(
    id, snapshot, accounts: try accountFacts(ledger, settings), policy: settings.policy,
    fees: transferFees(), language: language)
  return whyNot?.lines() ?? []
}

/// The same of the money that cleared an order, or that is held and may be for it.
private func orderMatchLines(
  _ id: String, _ ledger: Ledger, _ workspace: Workspace, _ language: Language
) throws -> [String] {
  guard let settings = try? RunFrame.loadSettings(workspace) else { return [] }
  let story = OrderMoney(
    id, try snapshotForMatching(ledger, settings), accounts: try accountFacts(ledger, settings),
    policy: settings.policy, fees: transferFees(), language: language)
  return story.lines()
}

private func accountFacts(
  _ ledger: Ledger, _ settings: Settings
) throws -> [String: AccountFact] {
  settings.facts(of: try ledgerCall { () throws(LedgerError) in try ledger.accounts() })
}

/// The ledger as it stands, with the names and payers that matching knows.
private func snapshotForMatching(_ ledger: Ledger, _ settings: Settings) throws -> Snapshot {
  var snapshot = try ledgerCall { () throws(LedgerError) in
    try ledger.snapshot(since: nil, runOrdinal: 0)
  }.snapshot
  snapshot.ownNames += settings.ownNames
  if settings.policy.aliases == .on, let today = snapshot.entries.last?.bookingDay {
    let events = try ledgerCall { () throws(LedgerError) in try ledger.payerEvents() }
    snapshot.aliases = payerAliases(
      events, today: today, expiryDays: settings.policy.aliasExpiryDays)
  }
  return snapshot
}

/// Who had which file posted, when, why, and against what.
func overrideLine(_ record: OverrideRecord, _ language: Language) -> String {
  let note = record.note
  let faults = note.faults.map(\.rawValue).joined(separator: ", ")
  let hash = String(decoding: note.sha256.utf8.prefix(12), as: UTF8.self)
  return language == .ja
    ? "検算が合わないまま計上: \(record.fileName) [\(hash)]、\(note.moment.iso)、\(note.person)、"
      + "理由「\(note.reason)」(\(faults))"
    : "posted although a control failed: \(record.fileName) [\(hash)], \(note.moment.iso), "
      + "\(note.person), reason “\(note.reason)” (\(faults))"
}

/// A case is named after its order or entry: O-… and E-… mean what they are about.
private func subject(_ id: String) -> String {
  guard id.hasPrefix("O-") || id.hasPrefix("E-") else { return id }
  return String(decoding: id.utf8.dropFirst(2), as: UTF8.self)
}

/// `1001@S2`: an order number that several shops bear, as case ids name it.
private func numberAndShop(_ id: String) -> (number: String, shop: String)? {
  guard let mark = id.utf8.lastIndex(of: 0x40) else { return nil }
  return (String(id[..<mark]), String(id[mark...].dropFirst()))
}

/// Puts the ledger's events into lines.
private struct Teller {
  let isJapanese: Bool
  let overrides: [OverrideRecord]

  func words(_ ja: String, _ en: String) -> String { isJapanese ? ja : en }

  func tell(_ entry: EntryHistory) -> [String] {
    let side =
      entry.direction == .credit ? words("入金", "credit") : words("出金", "debit")
    let head =
      "\(side) \(entry.entryID)  \(entry.bookingDay.iso)  ¥\(entry.amountYen)  \(entry.accountKey)"
    return [head] + entry.events.map { "  " + line($0) }
  }

  /// The bank rows that an order was cleared with stand under their clearing.
  func tell(
    _ order: OrderHistory, _ entry: (String) throws(LedgerError) -> EntryHistory?
  ) throws -> [String] {
    let shop = order.shopID.isEmpty ? "" : " (\(order.shopID))"
    var lines = [words("注文 ", "order ") + order.orderID + shop]
    for event in order.events {
      lines.append("  " + line(event))
      guard case .cleared(_, let clearing) = event, let found = try entry(clearing.entryID) else {
        continue
      }
      for case .seen(let file, let payer, let reference) in found.events {
        lines.append("      " + line(.seen(file: file, payerName: payer, reference: reference)))
      }
    }
    return lines
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

  /// What a person said.
  func line(_ event: HumanEvent) -> String {
    let shares = event.shares.map { "\($0.orderID) ¥\($0.yen)" }.joined(separator: ", ")
    let comment =
      event.note.comment.isEmpty
      ? ""
      : words("「", " “") + event.note.comment
        + words("」", "”")
    return "\(event.note.moment.iso)  " + words("担当者 ", "person ") + event.note.person
      + ": \(event.kind.rawValue)" + (shares.isEmpty ? "" : " \(shares)") + comment
  }

  private func line(_ event: LedgerEvent) -> String {
    switch event {
    case .seen(let file, let payerName, let reference):
      let ref = reference.isEmpty ? "" : words("、照会番号 ", ", reference ") + reference
      return words("明細: ", "statement: ") + place(file) + "  \(payerName)\(ref)"
        + overridden(file)
    case .orderRead(let file, let version, let row):
      return words("受注データ 第\(version)版: ", "order export, version \(version): ") + place(file)
        + "  \(row.paymentMethod.rawValue) ¥\(row.amountDueYen) \(row.status.rawValue) "
        + row.customerName
    case .cleared(let run, let clearing):
      return "\(run.runID)  " + words("消込 ", "cleared ") + "\(clearing.entryID) → "
        + "\(clearing.orderID)  ¥\(clearing.allocatedYen)  \(clearing.basis.rawValue)  "
        + words("確度 ", "probability ") + "\(clearing.probabilityPPM) ppm\n"
        + "      " + evidence(clearing.evidence)
    case .stood(let run, let standing):
      let use = standing.use
      return "\(run.runID)  " + words("内訳: 消込 ", "use: cleared ") + "\(use.clearedYen)"
        + words("、仮受 ", ", suspense ") + "\(use.suspenseYen)"
        + words("、対象外 ", ", excluded ") + "\(use.excludedYen)"
        + words("、返金関連 ", ", refund-linked ") + "\(use.refundLinkedYen)  (\(use.reason))"
    case .decided(let run, let decision):
      let codes = decision.codes.map(\.rawValue).joined(separator: " ")
      return "\(run.runID)  " + words("判定 ", "decision ") + "\(decision.decision.rawValue) \(codes)"
        + words("  入金 ", "  cleared ") + "\(decision.clearedYen) / \(decision.dueYen)"
    case .caseChanged(let run, let state):
      let codes = state.codes.map(\.rawValue).joined(separator: " ")
      let until = state.until.map { words("、期限 ", ", until ") + $0.iso } ?? ""
      return "\(run.runID)  "
        + (state.isOpen ? words("案件 ", "case ") : words("案件終了 ", "case closed "))
        + "\(state.caseID) \(codes)\(until)"
    }
  }

  /// That the row's file was posted although a control failed.
  private func overridden(_ file: SourceLine) -> String {
    overrides.filter { $0.note.sha256 == file.sha256 }.map {
      words("、", "; ") + overrideLine($0, isJapanese ? .ja : .en)
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
