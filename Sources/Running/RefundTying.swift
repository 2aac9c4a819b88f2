internal import Matching
internal import Model
internal import Recording

extension RunFrame {
  /// Tells entries of the snapshot that are refunds leaving or coming back; what left is owed no
  /// more.
  func tieRefunds(_ snapshot: inout Snapshot) throws(RunError) -> RefundTies {
    let sent = try ledgerCall { () throws(LedgerError) in try ledger.sentRefunds() }
    let hasOwed = snapshot.entries.contains { $0.owedBackYen > 0 }
    guard !sent.isEmpty || hasOwed else { return RefundTies() }
    let found = Matching.tieRefunds(snapshot, sent: sent, today: request.asOf.day)
    snapshot.refundTies = found.ties
    var paid: [String: Int64] = [:]
    for tie in found.ties {
      guard let refund = sent.first(where: { $0.answerID == tie.answerID }) else { continue }
      paid[refund.entryID, default: 0] += tie.yen
    }
    if paid.isEmpty { return found }
    for e in snapshot.entries.indices {
      guard let yen = paid[snapshot.entries[e].id] else { continue }
      snapshot.entries[e].owedBackYen = max(0, snapshot.entries[e].owedBackYen - yen)
    }
    return found
  }
}

extension RunFrame {
  /// Refunds in force whose money was not seen to leave, by the entries of a snapshot: whoever
  /// reads a debt must see that its refund is under way, or it is paid twice.
  func refundsUnderWay(_ snapshot: Snapshot) throws(RunError) -> [Int32: RefundUnderWay] {
    let said = try ledgerCall { () throws(LedgerError) in try ledger.answersThatCount() }
      .filter { $0.word == .refund && $0.isInForce }
    if said.isEmpty { return [:] }
    var sent: [Int64: SentRefund] = [:]
    for refund in try ledgerCall({ () throws(LedgerError) in try ledger.sentRefunds() }) {
      sent[refund.answerID] = refund
    }
    let answers = Dictionary(grouping: said, by: \.entryID)
    var found: [Int32: RefundUnderWay] = [:]
    for (n, entry) in snapshot.entries.enumerated() {
      guard let own = answers[entry.id] else { continue }
      let open = own.filter { sent[$0.id].map { $0.tiedYen == 0 && !$0.hasReturned } ?? true }
      if open.isEmpty { continue }
      let days = open.compactMap { sent[$0.id]?.sentOn }
      found[Int32(n)] = RefundUnderWay(
        yen: open.reduce(0) { $0 + $1.yen }, sentOn: days.count == open.count ? days.max() : nil)
    }
    return found
  }
}

extension RefundTies {
  /// What people have to be told: R01 and R03.
  func notices() -> [Notice] {
    func notice(_ code: FindingCode, _ finding: RefundFinding) -> Notice {
      let answer = finding.answerID.map { "A-\($0)" } ?? ""
      return Notice(
        kind: .finding(code), entryIndex: finding.entryIndex, reference: answer,
        amountYen: finding.yen, day: finding.day, text: answer)
    }
    return unmatched.map { notice(.R01, $0) } + returned.map { notice(.R03, $0) }
  }
}
