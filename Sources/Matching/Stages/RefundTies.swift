// Refunds on the statement: which debit is which order to the bank, and what came back.

public import Model

/// How long after the day it was to be sent a refund may take to show on the statement.
private let latestDays: Int32 = 7
/// And how long it may take to come back.
private let returnDays: Int32 = 60

/// Ties open entries to refunds that were written for the bank. One debit over a file's sum is
/// that file; else a debit over one refund's sum under its holder's name is that refund. Where two
/// debits or two refunds fit, nothing is tied and the debits are told (R01).
///
/// What was not seen `graceDays` after its day is told (R01), and so is a debit to a payer who is
/// owed just that much without an order to the bank; a credit that brings a refund back is tied and
/// told (R03). Pure. Cost: entries times refunds under way, which are few.
public func tieRefunds(
  _ snapshot: Snapshot, sent: [SentRefund], today: Day, graceDays: Int32 = 3
) -> RefundTies {
  var tying = Tying(snapshot: snapshot, sent: sent)
  tying.tieFiles()
  tying.tieSingles()
  tying.tieReturns()
  tying.tellOverdue(today, graceDays)
  tying.tellUnordered()
  return tying.found
}

private struct Tying {
  let snapshot: Snapshot
  let sent: [SentRefund]
  var found = RefundTies()
  private var tied: Set<Int32> = []
  private var gone: Set<Int64> = []
  private let debits: [Int32]

  init(snapshot: Snapshot, sent: [SentRefund]) {
    self.snapshot = snapshot
    self.sent = sent
    debits = snapshot.entries.indices.filter {
      snapshot.entries[$0].direction == .debit && snapshot.entries[$0].standing == .open
    }.map { Int32($0) }
    gone = Set(sent.filter { $0.tiedYen != 0 || $0.hasReturned }.map(\.answerID))
  }

  private func isInTime(_ entry: Int32, _ refund: SentRefund) -> Bool {
    let day = snapshot.entries[Int(entry)].bookingDay
    return day >= refund.sentOn && day <= refund.sentOn.adding(days: latestDays)
  }

  private mutating func tie(_ refund: SentRefund, _ entry: Int32) {
    found.ties.append(
      RefundTie(answerID: refund.answerID, entryIndex: entry, yen: refund.yen))
    tied.insert(entry)
    gone.insert(refund.answerID)
  }

  /// Banks book a file of transfers as one debit, as a rule.
  mutating func tieFiles() {
    let files = Set(sent.map(\.exportID)).sorted()
    for file in files {
      let refunds = sent.filter { $0.exportID == file }
      guard refunds.count > 1, !refunds.contains(where: { gone.contains($0.answerID) }) else {
        continue
      }
      let sum = refunds.reduce(0) { $0 + $1.yen }
      let fitting = debits.filter {
        !tied.contains($0) && snapshot.entries[Int($0)].amountYen == sum && isInTime($0, refunds[0])
      }
      guard fitting.count == 1 else { continue }
      for refund in refunds { tie(refund, fitting[0]) }
    }
  }

  mutating func tieSingles() {
    var fitting: [Int64: [Int32]] = [:]
    var wanted: [Int32: Int] = [:]
    for refund in sent where !gone.contains(refund.answerID) {
      let debits = debits.filter { fits($0, refund) }
      fitting[refund.answerID] = debits
      for debit in debits { wanted[debit, default: 0] += 1 }
    }
    for refund in sent {
      guard let debits = fitting[refund.answerID], !debits.isEmpty else { continue }
      if debits.count == 1, wanted[debits[0]] == 1 {
        tie(refund, debits[0])
      } else {
        tell(debits)
      }
    }
  }

  /// The amount, and the holder's name where the statement says one.
  private func fits(_ debit: Int32, _ refund: SentRefund) -> Bool {
    let entry = snapshot.entries[Int(debit)]
    guard !tied.contains(debit), entry.amountYen == refund.yen, isInTime(debit, refund) else {
      return false
    }
    let payee = aliasKey(entry.payerName)
    return payee.isEmpty || payee == aliasKey(refund.holder)
  }

  private mutating func tell(_ debits: [Int32]) {
    for debit in debits where !found.unmatched.contains(where: { $0.entryIndex == debit }) {
      let entry = snapshot.entries[Int(debit)]
      found.unmatched.append(
        RefundFinding(
          entryIndex: debit, answerID: nil, yen: entry.amountYen, day: entry.bookingDay))
    }
  }

  /// The bank gives back what it could not pay out.
  mutating func tieReturns() {
    let away = sent.filter { $0.tiedYen == $0.yen && !$0.hasReturned }
    guard !away.isEmpty else { return }
    for e in snapshot.entries.indices {
      let entry = snapshot.entries[e]
      guard entry.direction == .credit, entry.standing == .open else { continue }
      let isReturn = isReturnText(entry)
      let fitting = away.filter {
        let name = aliasKey(entry.payerName)
        return $0.yen == entry.amountYen && entry.bookingDay >= $0.sentOn
          && entry.bookingDay <= $0.sentOn.adding(days: returnDays)
          && !found.ties.map(\.answerID).contains($0.answerID)
          && (isReturn || !name.isEmpty && name == aliasKey($0.holder) && entry.mark != .none)
      }
      guard fitting.count == 1 else { continue }
      found.ties.append(
        RefundTie(answerID: fitting[0].answerID, entryIndex: Int32(e), yen: -entry.amountYen))
      found.returned.append(
        RefundFinding(
          entryIndex: Int32(e), answerID: fitting[0].answerID, yen: entry.amountYen,
          day: entry.bookingDay))
    }
  }

  private func isReturnText(_ entry: LedgerEntry) -> Bool {
    let name = PayerName(payer: entry.payerName, code: entry.payerCode, edi: "")
    return SetAside.reason(entry, name, ownNames: []) == .refundReturned
  }

  mutating func tellOverdue(_ today: Day, _ graceDays: Int32) {
    for refund in sent where !gone.contains(refund.answerID) {
      guard refund.sentOn.adding(days: graceDays) < today else { continue }
      let entry = snapshot.entries.firstIndex { $0.id == refund.entryID }
      found.unmatched.append(
        RefundFinding(
          entryIndex: entry.map { Int32($0) }, answerID: refund.answerID, yen: refund.yen,
          day: refund.sentOn))
    }
  }

  /// A debit to somebody who is owed just that much, and nobody ordered it here.
  mutating func tellUnordered() {
    let owed = snapshot.entries.filter { $0.direction == .credit && $0.owedBackYen > 0 }
    guard !owed.isEmpty else { return }
    for debit in debits where !tied.contains(debit) {
      let entry = snapshot.entries[Int(debit)]
      let payee = aliasKey(entry.payerName)
      guard !payee.isEmpty, entry.mark == .none else { continue }
      let isRefund = owed.contains {
        $0.owedBackYen == entry.amountYen && $0.bookingDay <= entry.bookingDay
          && aliasKey($0.payerName) == payee
      }
      if isRefund { tell([debit]) }
    }
  }
}
