internal import Deciding
internal import Glibc
internal import Matching
import Model
internal import Recording

extension RunFrame {
  /// Who of the payers of open entries is known to pay for whom, as of this run: all that matching
  /// asks. Cost: linear in what these payers ever paid, not in what all did.
  func aliases(of snapshot: Snapshot) throws(RunError) -> [PayerAlias] {
    func payers() -> Set<Int64> {
      var names: Set<String> = []
      for entry in snapshot.entries where entry.standing == .open {
        names.insert(entry.payerName)
      }
      return Set(names.map { payerNumbering.number($0) })
    }
    let events = try ledgerCall { () throws(LedgerError) in
      try ledger.payerEvents(of: payers, payerNumbering)
    }
    return payerAliases(
      events, today: request.asOf.day, expiryDays: settings.policy.aliasExpiryDays)
  }

  /// Who is known to pay for whom, as of this run: made anew from the ledger's events each time.
  func aliases() throws(RunError) -> [PayerAlias] {
    let events = try ledgerCall { () throws(LedgerError) in try ledger.payerEvents() }
    return payerAliases(
      events, today: request.asOf.day, expiryDays: settings.policy.aliasExpiryDays)
  }

  func matched(_ snapshot: Snapshot, _ context: DecisionContext) -> MatchResult {
    match(
      snapshot, accounts: context.accounts, policy: settings.policy, fees: context.fees,
      weights: settings.weights, workers: .cores)
  }

  /// What would have been linked otherwise with aliases.
  func shadow(
    _ snapshot: Snapshot, _ without: MatchResult, _ aliases: [PayerAlias],
    _ context: DecisionContext
  ) -> [ShadowLink] {
    if aliases.isEmpty { return [] }
    var snapshot = snapshot
    snapshot.aliases = aliases
    let with = matched(snapshot, context)
    return zip(without.outcomes, with.outcomes).compactMap { a, b in
      guard b.verdict == .automatic, a.links != b.links, let link = b.links.first else {
        return nil
      }
      return ShadowLink(
        entryID: snapshot.entries[Int(b.entryIndex)].id,
        orderID: snapshot.orders[Int(link.orderIndex)].row.orderID, yen: link.allocatedYen,
        probabilityPPM: b.probabilityPPM, wasAutomatic: a.verdict == .automatic)
    }
  }
}

/// A link that aliases would have made or changed.
struct ShadowLink: Sendable {
  var entryID: String
  var orderID: String
  var yen: Int64
  var probabilityPPM: Int32
  /// True where without aliases the entry went elsewhere.
  var wasAutomatic: Bool
}

func shadowLines(_ links: [ShadowLink], _ language: Language) -> [String] {
  if links.isEmpty { return [] }
  func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
  let head = words(
    "支払実績を使えば自動になる入金(使っていません): \(links.count)件",
    "with the payers' history these would be linked (it is only watched): \(links.count)")
  return [head]
    + links.prefix(20).map { link in
      "  \(link.entryID) → \(link.orderID)  ¥\(link.yen)  \(link.probabilityPPM) ppm"
        + (link.wasAutomatic ? words("(変更)", " (changed)") : "")
    }
}

extension RunResults {
  /// What became of people's answers, where it is not what they expect.
  func peopleLines(_ frame: RunFrame) -> [String] {
    if unheeded.isEmpty { return [] }
    func words(_ ja: String, _ en: String) -> String { frame.language == .ja ? ja : en }
    let said = (try? frame.ledger.humanEvents(ofRun: frame.ordinal)) ?? []
    return said.filter { unheeded.contains($0.id) }.map { event in
      words(
        "\(event.note.person) の回答(\(event.entryID))は、その後の変更により反映できませんでした。"
          + "入金は担当者待ちです。もう一度回答してください。",
        "The answer of \(event.note.person) about \(event.entryID) could not be followed, because "
          + "something changed since; the entry waits for another answer.")
    }
  }
}

/// The aliases of a workspace, one line each; names and customers are masked unless `full`.
public func aliasList(_ request: RunRequest, full: Bool) throws -> [String] {
  guard Posix.exists(request.workspace.ledgerPath) else {
    throw RunError.noWorkspace(request.workspace.root)
  }
  let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
  func words(_ ja: String, _ en: String) -> String { frame.language == .ja ? ja : en }
  let aliases = try frame.aliases()
  let days = frame.settings.policy.aliasExpiryDays
  func shown(_ text: String) -> String {
    full || text.isEmpty
      ? text : String(text.unicodeScalars.prefix(1)) + "***"
  }
  var lines = [
    words(
      "支払実績 \(aliases.count)件(方針: \(frame.settings.policy.aliases.rawValue))",
      "aliases: \(aliases.count) (policy: \(frame.settings.policy.aliases.rawValue))")
  ]
  for alias in aliases {
    let bank = [alias.payerBank, alias.payerBranch].filter { !$0.isEmpty }.joined(separator: " ")
    let customer = full ? alias.customer : String(alias.customer.prefix { $0 != ":" }) + ":***"
    lines.append(
      "\(alias.id)  \(alias.state.rawValue)  \(alias.shopID)  \(shown(alias.payerName))"
        + (bank.isEmpty ? "" : " (\(bank))") + " → \(customer)  "
        + words("票 ", "votes ") + "\(alias.votes)"
        + words("、矛盾 ", ", contradictions ") + "\(alias.contradictions)"
        + words("、最終 ", ", last ") + alias.lastUsedDay.iso
        + words("、期限 ", ", until ") + alias.lastUsedDay.adding(days: days).iso)
  }
  return lines
}

/// Has an alias forgotten, with reason and name, as an event.
public func forgetAlias(
  _ id: String, reason: String, person: String, _ request: RunRequest
) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  let note = try personalNote(person: person, comment: reason, request.asOf)
  try request.workspace.checkWhole()
  return try request.workspace.locked(asOfNote: "aliases") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    try frame.finishInterruptedRuns()
    guard let alias = try frame.aliases().first(where: { $0.id == id }) else {
      throw RunError.notFound(id)
    }
    try ledgerCall { () throws(LedgerError) in
      try frame.ledger.forget(alias, note: note, runOrdinal: frame.ordinal)
    }
    return RunSummary(
      lines: [
        frame.language == .ja
          ? "\(id) を忘れるよう記録しました。次の run から使いません。"
          : "\(id) is forgotten from the next run on."
      ], exitCode: 0)
  }
}
