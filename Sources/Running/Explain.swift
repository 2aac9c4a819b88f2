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
  let teller = Teller(language: language, overrides: overrides)
  let named = try Named(id, ledger)
  if let entry = named.entry {
    let id = entry.entryID
    return teller.tell(entry) + (try teller.said(ofEntry: id, ledger))
      + (try teller.versions(of: entry.events, ledger)) + (try teller.booked(id, ledger))
      + (try matchLines(id, ledger, workspace, language)) + teller.next(entry.events)
  }
  let orders = named.orders
  let told = try orders.flatMap { order in
    try teller.tell(order) { entryID throws(LedgerError) in try ledger.history(ofEntry: entryID) }
      + teller.said(of: order, ledger) + teller.versions(of: order.events, ledger)
      + teller.booked(order.orderID, ledger)
  }
  let money = try orderMoney(orders, ledger, workspace, language)
  let ofMoney = try money.entryIDs.flatMap { entry in
    try ledgerCall { () throws(LedgerError) in try ledger.history(ofEntry: entry) }?.events ?? []
  }
  return told + money.lines + teller.next(orders.flatMap(\.events) + ofMoney)
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
private func orderMoney(
  _ orders: [OrderHistory], _ ledger: Ledger, _ workspace: Workspace, _ language: Language
) throws -> (lines: [String], entryIDs: [String]) {
  guard let settings = try? RunFrame.loadSettings(workspace) else { return ([], []) }
  let story = OrderMoney(
    orders, try snapshotForMatching(ledger, settings), accounts: try accountFacts(ledger, settings),
    policy: settings.policy, fees: transferFees(), language: language)
  return story.told()
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

/// What people may mean by an id: an entry or an order of that name; else what a case of that name
/// is about; else a number with its shop, `1001@S2`.
private struct Named {
  var entry: EntryHistory?
  var orders: [OrderHistory] = []

  init(_ id: String, _ ledger: Ledger) throws(RunError) {
    try find(id, nil, ledger)
    var known = isNothing ? try Named.known(id, ledger) : nil
    if isNothing, known == nil { known = try Named.known("O-" + id, ledger) }
    if let known {
      if id.hasPrefix("E-") || known.orderID.isEmpty { try find(known.entryID, nil, ledger) }
      if isNothing { try find(known.orderID, known.shopID, ledger) }
    }
    if isNothing, id.hasPrefix("O-") || id.hasPrefix("E-") {
      try find(String(decoding: id.utf8.dropFirst(2), as: UTF8.self), nil, ledger)
    }
    if isNothing, let mark = id.utf8.lastIndex(of: UInt8(ascii: "@")) {
      try find(String(id[..<mark]), String(id[mark...].dropFirst()), ledger)
    }
    if isNothing { throw .notFound(id) }
  }

  private var isNothing: Bool { entry == nil && orders.isEmpty }

  private mutating func find(
    _ id: String, _ shop: String?, _ ledger: Ledger
  ) throws(RunError) {
    if id.isEmpty { return }
    entry = try ledgerCall { () throws(LedgerError) in try ledger.history(ofEntry: id) }
    if entry != nil { return }
    let all = try ledgerCall { () throws(LedgerError) in try ledger.history(ofOrder: id) }
    orders = all.filter { order in
      if let shop { return order.shopID.isExactly(shop) }
      return true
    }
  }

  private static func known(
    _ caseID: String, _ ledger: Ledger
  ) throws(RunError) -> CaseOnRecord? {
    try ledgerCall { () throws(LedgerError) in
      try ledger.caseStates(caseID, seenIn: .max).now
    }
  }
}
