internal import Glibc
public import Model
internal import Recording

/// What a person tells about an order, an entry or a settlement line.
public struct NoticeRequest: Sendable {
  /// A finding code (`N07`, `S05` …) or a word of `NoticeKind`.
  public var kind = ""
  public var orderID = ""
  /// Needed only where two shops have an order of one number.
  public var shopID = ""
  public var entryID = ""
  public var reference = ""
  public var amountYen: Int64 = 0
  public var until: Day?
  public var reason = ""
  public var person = ""

  public init() {}
}

/// Writes a notice down: every run from now on heeds it until it is withdrawn.
public func recordNotice(_ told: NoticeRequest, _ request: RunRequest) throws -> RunSummary {
  try onLedger(request) { frame throws(RunError) in
    guard let kind = NoticeKind(word: told.kind) else { throw unknownKind(told.kind) }
    guard !told.person.isEmpty, !told.reason.isEmpty else {
      throw .usage("--reason と --by が必要です / a reason and a name are needed")
    }
    guard !told.orderID.isEmpty || !told.entryID.isEmpty || !told.reference.isEmpty else {
      throw .usage("--order・--entry・--ref のどれかが必要です / name an order, an entry or a reference")
    }
    let shopID = try knownShop(of: told, frame.ledger)
    let record = NoticeRecord(
      kind: kind, orderID: told.orderID, shopID: shopID, entryID: told.entryID,
      reference: told.reference, amountYen: told.amountYen, toldOn: request.asOf.day,
      until: told.until, person: told.person, reason: told.reason, asOf: request.asOf,
      wallSeconds: Int64(time(nil)))
    let id = try ledgerCall { () throws(LedgerError) in try frame.ledger.record(record) }
    return [
      frame.language == .ja
        ? "連絡 \(id) を記録しました。次の run から判断に使います。"
        : "Notice \(id) is on record; every run from now on heeds it."
    ]
  }
}

/// The subject must be on record: a slip of the keyboard would warn of nothing.
private func knownShop(of told: NoticeRequest, _ ledger: Ledger) throws(RunError) -> String {
  if !told.entryID.isEmpty {
    let found = try ledgerCall { () throws(LedgerError) in
      try ledger.history(ofEntry: told.entryID)
    }
    if found == nil { throw .notFound(told.entryID) }
  }
  guard !told.orderID.isEmpty else { return "" }
  let found = try ledgerCall { () throws(LedgerError) in
    try ledger.history(ofOrder: told.orderID)
  }
  let shops = found.map(\.shopID).filter { told.shopID.isEmpty || $0.isExactly(told.shopID) }
  guard let shop = shops.first else { throw .notFound(told.orderID) }
  if shops.count > 1 {
    throw .usage(
      "注文 \(told.orderID) は複数の店舗にあります。--shop で指定してください / name the shop: --shop "
        + shops.joined(separator: "|"))
  }
  return shop
}

private func unknownKind(_ word: String) -> RunError {
  let known =
    ["collection_cancelled", "disputed", "handed_over", "approved"]
    + FindingCode.allCases.map(\.rawValue)
  let near = nearest(word, of: known)
  return .usage(
    "「\(word)」という種類はありません。\(near)? / there is no kind “\(word)”, did you mean \(near)?")
}

/// Takes a notice back.
public func withdrawNotice(
  _ id: Int64, by person: String, reason: String, _ request: RunRequest
) throws -> RunSummary {
  try onLedger(request) { frame throws(RunError) in
    let standing = try ledgerCall { () throws(LedgerError) in try frame.ledger.notices() }
    guard standing.contains(where: { $0.id == id }) else {
      throw .usage("連絡 \(id) はありません / there is no standing notice \(id)")
    }
    try ledgerCall { () throws(LedgerError) in
      try frame.ledger.withdraw(
        notice: id, by: person, reason: reason, asOf: request.asOf, wallSeconds: Int64(time(nil)))
    }
    return [
      frame.language == .ja ? "連絡 \(id) を取り消しました。" : "Notice \(id) is withdrawn."
    ]
  }
}

/// Every notice that stands, oldest first.
public func listNotices(_ request: RunRequest) throws -> RunSummary {
  try onLedger(request) { frame throws(RunError) in
    let found = try ledgerCall { () throws(LedgerError) in try frame.ledger.notices() }
    return found.map { notice in
      let subject = [notice.orderID, notice.entryID, notice.reference].filter { !$0.isEmpty }
      return "\(notice.id)  \(notice.toldOn.iso)  \(notice.kind.word)  "
        + "\(subject.joined(separator: " "))  \(notice.person)  \(notice.reason)"
    }
  }
}

/// Books an amount of recourse against the operator, or takes one back (negative).
public func bookRecourse(
  caseID: String, amountYen: Int64, shopID: String, by person: String, reason: String,
  _ request: RunRequest
) throws -> RunSummary {
  try onLedger(request) { frame throws(RunError) in
    guard amountYen != 0, !reason.isEmpty, !person.isEmpty else {
      throw .usage("--yen・--reason・--by が必要です / yen, a reason and a name are needed")
    }
    let account = frame.settings.termsOfShop[shopID] == nil ? "" : shopID
    try ledgerCall { () throws(LedgerError) in
      try frame.ledger.book(
        RecourseLine(
          account: account, caseID: caseID, amountYen: amountYen, bookedOn: request.asOf.day,
          person: person, reason: reason, asOf: request.asOf, wallSeconds: Int64(time(nil))))
    }
    return try recourseLines(frame)
  }
}

/// The account of recourse: what is used of each contract year, and what is left of the cap.
public func listRecourse(_ request: RunRequest) throws -> RunSummary {
  try onLedger(request) { frame throws(RunError) in try recourseLines(frame) }
}

private func recourseLines(_ frame: RunFrame) throws(RunError) -> [String] {
  let lines = try ledgerCall { () throws(LedgerError) in try frame.ledger.recourse() }
  let used = frame.settings.recourseUsedYen(lines, asOf: frame.request.asOf.day)
  var text = lines.map {
    "\($0.bookedOn.iso)  \($0.account.isEmpty ? "-" : $0.account)  \($0.caseID)  \($0.amountYen)  "
      + "\($0.person)  \($0.reason)"
  }
  for account in Set(used.keys).union([""]).sorted() {
    let contract = frame.settings.termsOfShop[account]?.contract ?? frame.settings.contract
    let sum = used[account] ?? 0
    let name = account.isEmpty ? (frame.language == .ja ? "全店舗" : "all shops") : account
    let left = contract.capYen.map { String(max(0, $0 - sum)) }
    text.append(
      frame.language == .ja
        ? "\(name): 契約年度の求償 \(sum)円、上限の残り \(left.map { "\($0)円" } ?? "契約未確認")"
        : "\(name): recourse of the contract year ¥\(sum), left of the cap "
          + (left.map { "¥\($0)" } ?? "not known"))
  }
  return text
}

private func onLedger(
  _ request: RunRequest, _ body: (RunFrame) throws(RunError) -> [String]
) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  try request.workspace.checkWhole()
  return try request.workspace.locked(asOfNote: "notice") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    return RunSummary(lines: try body(frame), exitCode: 0)
  }
}

extension Settings {
  /// Yen booked in the contract year in which the day lies, by account.
  func recourseUsedYen(_ lines: [RecourseLine], asOf: Day) -> [String: Int64] {
    var used: [String: Int64] = [:]
    for line in lines {
      let contract = termsOfShop[line.account]?.contract ?? contract
      let year = Settings.contractYear(of: asOf, contract)
      if line.bookedOn >= year, line.bookedOn <= asOf {
        used[line.account, default: 0] += line.amountYen
      }
    }
    return used
  }
}

extension DecisionContext {
  /// Takes in what was told beside what is known, by the indices of a snapshot. A notice about
  /// what the snapshot does not hold any more stays a matter of its own, under its public id.
  mutating func add(_ told: [NoticeRecord], of snapshot: Snapshot) {
    guard !told.isEmpty else { return }
    let names = Set(told.map { OrderKey(orderID: $0.orderID, shopID: $0.shopID) })
    let entryIDs = Set(told.map(\.entryID))
    var orders: [OrderKey: Int32] = [:]
    for (n, order) in snapshot.orders.enumerated() {
      let name = OrderKey(order.row)
      if names.contains(name) { orders[name] = Int32(n) }
    }
    var entries: [String: Int32] = [:]
    for (n, entry) in snapshot.entries.enumerated() where entryIDs.contains(entry.id) {
      entries[entry.id] = Int32(n)
    }
    notices += told.map { notice in
      let order = orders[OrderKey(orderID: notice.orderID, shopID: notice.shopID)]
      let entry = entries[notice.entryID]
      let isLost = order == nil && entry == nil && notice.reference.isEmpty
      return Notice(
        kind: notice.kind, orderIndex: order, entryIndex: entry,
        reference: isLost ? notice.orderID + notice.entryID : notice.reference,
        amountYen: notice.amountYen, day: notice.toldOn, until: notice.until, text: notice.reason)
    }
  }
}
