// Which money an order has or may have, and how each of it came to be matched, for `explain`.

internal import Matching
internal import Model
internal import Recording

struct OrderMoney {
  let snapshot: Snapshot
  let accounts: [String: AccountFact]
  let policy: Policy
  let fees: FeeTable
  let language: Language
  /// Orders of this number: more than one where two shops have it.
  private let orders: [Int32]

  /// So many entries are told of, the newest first.
  private static let toldEntries = 3

  init(
    _ found: [OrderHistory], _ snapshot: Snapshot, accounts: [String: AccountFact], policy: Policy,
    fees: FeeTable, language: Language
  ) {
    self.snapshot = snapshot
    self.accounts = accounts
    self.policy = policy
    self.fees = fees
    self.language = language
    let keys = Set(found.map { OrderKey(orderID: $0.orderID, shopID: $0.shopID) })
    orders = snapshot.orders.indices.filter { keys.contains(OrderKey(snapshot.orders[$0].row)) }
      .map { Int32($0) }
  }

  /// The entries with how each is matched. Nothing for an order that the ledger no longer looks at.
  func told() -> (lines: [String], entryIDs: [String]) {
    guard !orders.isEmpty else { return ([], []) }
    var entries = snapshot.clearings.filter {
      orders.contains($0.orderIndex) && $0.allocatedYen > 0
    }.map(\.entryIndex)
    var isUnnamed = false
    let paid = Set(
      snapshot.clearings.filter { $0.allocatedYen > 0 }.map(\.orderIndex).filter(orders.contains))
    let unpaid = orders.filter { !paid.contains($0) }
    if !unpaid.isEmpty {
      let result = match(snapshot, accounts: accounts, policy: policy, fees: fees, workers: .cores)
      entries += result.outcomes.filter { mayPay($0, unpaid) }.map(\.entryIndex)
      isUnnamed = unpaid.contains(where: result.heldUnnamed.contains)
    }
    if entries.isEmpty { return ([nothing(isUnnamed)], []) }
    let newest = Set(entries).sorted().reversed().prefix(OrderMoney.toldEntries)
    let lines = newest.flatMap { entry in
      let row = snapshot.entries[Int(entry)]
      let head =
        words("入金 ", "credit ") + "\(row.id)  \(row.bookingDay.iso)  ¥\(row.amountYen)  "
        + row.payerName
      let whyNot = WhyNot(
        row.id, snapshot, accounts: accounts, policy: policy, fees: fees, language: language)
      return [head] + (whyNot?.lines() ?? []).map { "  " + $0 }
    }
    return (lines, newest.map { snapshot.entries[Int($0)].id })
  }

  /// Why there is no money to tell of.
  private func nothing(_ isUnnamed: Bool) -> String {
    let rows = orders.map { snapshot.orders[Int($0)].row }
    if isUnnamed {
      return words(
        "同じように合う注文が多すぎるため名前を挙げていない保留の入金を待っています",
        "waits for held money that so many orders fit equally that this one is not named")
    }
    if rows.allSatisfy({ $0.paymentMethod != .bankTransfer }) {
      return words(
        "銀行振込の注文ではないため、入金を待っていません", "no transfer is awaited: it is paid in another way")
    }
    if rows.allSatisfy({ $0.status == .cancelled }) {
      return words("取り消された注文のため、入金を待っていません", "no transfer is awaited: it was cancelled")
    }
    return words("この注文に合う入金は台帳にありません", "no money in the ledger fits this order")
  }

  private func mayPay(_ outcome: EntryOutcome, _ orders: [Int32]) -> Bool {
    let named =
      outcome.links.map(\.orderIndex) + outcome.candidates.flatMap { $0.orderIndices }
    return named.contains(where: orders.contains)
  }

  private func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }
}
