// Why a payment was linked as it was, or what would have to be different for it to clear: told by
// matching it again, as it stands and with one thing changed at a time.

internal import Matching
internal import Model
internal import Reporting

struct WhyNot {
  /// The ledger as of now; the entry in question is open again in `reopened`.
  private let reopened: Snapshot
  private let entry: Int
  private let accounts: [String: AccountFact]
  private let policy: Policy
  private let fees: FeeTable
  private let language: Language

  /// nil where the snapshot does not have the entry, or it is money out.
  init?(
    _ id: String, _ snapshot: Snapshot, accounts: [String: AccountFact], policy: Policy,
    fees: FeeTable, language: Language
  ) {
    guard let place = snapshot.entries.firstIndex(where: { $0.id == id }),
      snapshot.entries[place].direction == .credit
    else { return nil }
    var open = snapshot
    open.entries[place].standing = .open
    for clearing in snapshot.clearings where clearing.entryIndex == Int32(place) {
      open.orders[Int(clearing.orderIndex)].clearedYen -= clearing.allocatedYen
    }
    open.clearings.removeAll { $0.entryIndex == Int32(place) }
    reopened = open
    entry = place
    self.accounts = accounts
    self.policy = policy
    self.fees = fees
    self.language = language
  }

  func lines() -> [String] {
    guard let outcome = outcome(of: reopened) else { return [] }
    var lines = [
      words("照合の内訳 (今の台帳で計算し直したもの)", "how it is matched (worked out again on today's ledger)")
    ]
    lines += waterfallLines(outcome, reopened, language: language).map { "  " + $0 }
    if !outcome.links.isEmpty {
      lines.append(
        words("  確度の出典: ", "  what the probability was read off: ") + calibrationSource)
    }
    if outcome.verdict == .automatic || isSetAside(outcome) { return lines }
    let ways = ways(outcome)
    lines.append(
      ways.isEmpty
        ? words("  一つの違いだけでは自動消込になりません", "  no single change would make it clear")
        : words("  次のいずれかなら自動で消し込めます:", "  it would clear by itself if"))
    return lines + ways.map { "    - " + $0 }
  }

  /// Each is tried: what is told here does clear.
  private func ways(_ outcome: EntryOutcome) -> [String] {
    var out: [String] = []
    let orders = outcome.candidates.prefix(3).filter { $0.orderIndices.count == 1 }
      .map { Int($0.orderIndices[0]) }
    for order in orders.prefix(2) {
      let row = reopened.orders[order].row
      let kana = row.customerKana.isEmpty ? row.customerName : row.customerKana
      if clears(order, { $0.entries[entry].payerName = kana }) {
        out.append(
          words("名義が「\(kana)」であれば → \(row.orderID)", "the payer were “\(kana)” → \(row.orderID)"))
      }
      if clears(order, { $0.entries[entry].ediText = row.orderID }) {
        out.append(
          words("注文番号 \(row.orderID) が書かれていれば", "the text named order \(row.orderID)"))
      }
      let missing = row.amountDueYen - reopened.orders[order].clearedYen
      if missing != reopened.entries[entry].amountYen,
        clears(order, { $0.entries[entry].amountYen = missing })
      {
        out.append(
          words("入金額が ¥\(missing) であれば → \(row.orderID)", "¥\(missing) had come → \(row.orderID)"))
      }
    }
    guard orders.count > 1 else { return out }
    for (order, other) in [(orders[0], orders[1]), (orders[1], orders[0])] {
      let rival = reopened.orders[other].row.orderID
      let id = reopened.orders[order].row.orderID
      if clears(order, { $0.orders[other].row.status = .cancelled }) {
        out.append(
          words("注文 \(rival) が取り消されていれば → \(id)", "order \(rival) were cancelled → \(id)"))
      }
    }
    return out
  }

  private func clears(_ order: Int, _ change: (inout Snapshot) -> Void) -> Bool {
    var changed = reopened
    change(&changed)
    guard let outcome = outcome(of: changed), outcome.verdict == .automatic else { return false }
    return outcome.links.contains { $0.orderIndex == Int32(order) && $0.allocatedYen > 0 }
  }

  private func outcome(of snapshot: Snapshot) -> EntryOutcome? {
    match(snapshot, accounts: accounts, policy: policy, fees: fees, workers: .cores)
      .outcomes.first { $0.entryIndex == Int32(entry) }
  }

  private func isSetAside(_ outcome: EntryOutcome) -> Bool {
    if case .setAside = outcome.verdict { return true }
    return false
  }

  private func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
}
